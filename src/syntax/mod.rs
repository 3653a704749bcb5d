//! Text to tree and back: the grammar, the parser and the formatter.
//!
//! **Invariant:** nothing here knows what a rule means. Parsing is a pure function of the text, never fails and loses
//! nothing: it gives the tree of what could be read, with a diagnostic for each stretch that could not.

mod decode;
mod keyword;
mod limits;
mod parser;
mod printer;
pub mod tree;

pub use decode::decode;
pub use keyword::{Keyword, keywords, seams};
pub use limits::Limits;
pub use parser::{Parsed, parse, parse_citations, parse_sanction};
pub use printer::{Formatted, Keywords, Style, format, print};
