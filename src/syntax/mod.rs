//! Text to tree and back: the grammar, the parser and the formatter.
//!
//! **Invariant:** nothing here knows what a rule means. Parsing is a pure function of the text, never fails and loses
//! nothing: it gives the tree of what could be read, with a diagnostic for each stretch that could not.

pub mod tree;
