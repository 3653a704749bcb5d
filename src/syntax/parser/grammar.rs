//! The parser that pest makes of `grammar/*.pest`; it knows nothing of trees.
#![allow(unreachable_pub, missing_docs, reason = "generated code")]

/// The grammar.
#[derive(pest_derive::Parser)]
#[grammar = "grammar/lexical.pest"]
#[grammar = "grammar/keywords.pest"]
#[grammar = "grammar/rules.pest"]
pub struct Grammar;
