//! Vocabulary of law: the values, measures and references that statutes are written in.
//!
//! **Invariant:** nothing here knows of rule files. Every type parses, prints canonically, and reads its own print back.

pub mod citation;
pub mod date;
mod document_number;
mod exact;
mod money;
pub mod numeral;
mod period;
mod range;
mod unit;

pub use citation::{Anchor, ArticlePath, ArticleRef, Citation, CitationError, Ordinal, Title};
pub use document_number::DocumentNumber;
pub use exact::{Exact, ExactError, Rounding};
pub use jiff::civil::Date;
pub use money::{Money, Multiple, Ratio};
pub use period::{Period, penalty_law_period};
pub use range::{Bound, Closure, Range, parse_range};
pub use unit::{Dimension, Quantity, Unit, UnitError, UnitTable};
