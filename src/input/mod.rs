//! Submissions: from JSON and anything `Serialize` to typed facts, with a clear answer to every mistake.
//!
//! **Invariant:** reads the model, never the tree or the engine. Numbers keep every digit: they are decimal texts until
//! a fact's type reads them.

mod bound;
mod value;

pub use bound::{Act, BoundSubmission, CaseFacts};
pub use value::{Number, Value};
