//! Submissions: from JSON and anything `Serialize` to typed facts, with a clear answer to every mistake.
//!
//! A case is an object with `案号` (`case`), `基准` (`benchmark`), `要素` (`facts`), `行为` (`acts`) and `拟处罚`
//! (`proposed`), or the bare facts. What is not given is unknown, which is no mistake. Every mistake that is one has a
//! stable code `ZSI##`, a JSON pointer, what was found and what was expected; `docs/input.md` has a page for each.
//!
//! **Invariant:** reads the model, never the tree or the engine. Numbers keep every digit: they are decimal texts until
//! a fact's type reads them.

mod bind;
mod bound;
mod deserialize;
mod error;
mod expected;
mod fields;
mod flat;
mod json;
mod names;
mod near;
mod pages;
mod problem;
mod proposed;
mod read;
mod serialize;
mod sheet;
#[cfg(test)]
mod tests;
mod value;

pub(crate) use fields::{Fields, Key, Plain, each_field};
#[cfg(feature = "arrow")]
pub(crate) use near::near;
pub(crate) use read::read;

pub use bind::{Binder, Missing, bind};
pub use bound::{Act, BoundSubmission, CaseFacts};
pub use error::{Limits, ReadError, ReadProblem};
pub use expected::{Expected, Found};
pub use flat::FlatBinder;
pub use json::{read_json, read_json_lines};
pub use pages::page;
pub use problem::{InputProblem, Mistake};
pub use value::{Number, Value};
