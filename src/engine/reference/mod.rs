//! The plain interpreter of the model: the oracle that compiled forms are compared with. Kept simple, not fast.

mod circumstance;
mod condition;
mod decide;
mod expr;
mod impose;
mod select;
mod show;
mod unknown;
