//! The plain interpreter of the model: the oracle that compiled forms are compared with. Kept simple, not fast.

mod circumstance;
mod condition;
mod decide;
mod evaluate;
mod expr;
mod figures;
mod impose;
mod measures;
mod procedure;
mod question;
mod scoring;
mod select;
mod show;
mod unknown;
mod versions;

pub use expr::EvaluationError;
pub use unknown::TRIED_ASSIGNMENTS;

pub(super) use evaluate::evaluate;
pub(super) use expr::Scope;
pub(super) use measures::measures_of;
pub(super) use scoring::score;
pub(super) use select::{Selection, choose, select};
pub(super) use show::read_by;
