//! Vocabulary of law: the values, measures and references that statutes are written in.
//!
//! **Invariant:** nothing here knows of rule files, and nothing here rounds, guesses or panics: what a
//! text leaves open, or a type cannot hold, is `None` or an error that names it. Text is read as it
//! stands; blanks around it are the caller's.
//!
//! Every type prints in one canonical form and reads it back. Where a name starts with `take_`, it
//! reads the longest reading at the start of a text and gives its length in bytes.

pub mod calendar;
pub mod citation;
pub mod date;
pub mod docnum;
pub mod exact;
pub mod money;
pub mod numeral;
pub mod period;
pub mod range;
pub mod ratio;
pub mod registry;
mod text;
pub mod unit;

pub use calendar::{Calendar, CalendarError, DayKind};
pub use citation::{Anchor, ArticlePath, ArticleRef, Citation, CitationError, Ordinal, Title};
pub use date::Date;
pub use docnum::DocumentNumber;
pub use exact::{Exact, Rounding};
pub use money::Money;
pub use period::Period;
pub use range::{Bound, Closure, Range};
pub use ratio::{Multiple, Ratio};
pub use registry::Registry;
pub use unit::{Dimension, Quantity, Unit, UnitError, UnitTable};
