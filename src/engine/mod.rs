//! Model and facts to report: tiers, ranges, circumstances, versions, procedure.
//!
//! **Invariant:** no tree, no I/O, no clock. The same model and the same case give the same report to the byte.

mod reference;
