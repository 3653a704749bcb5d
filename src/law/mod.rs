//! Vocabulary of law: the values, measures and references that statutes are written in.
//!
//! **Invariant:** nothing here knows of rule files.
