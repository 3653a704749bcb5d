//! Many cases in one pass: rows are read, decided on several threads, written in their order and counted.
//!
//! Memory does not grow with the file: every buffer has a named limit. What a verb is asked for is not known here.

pub(crate) mod audit;
pub(crate) mod decide;
pub(crate) mod imposed;
pub(crate) mod line;
pub(crate) mod page;
#[cfg(feature = "parquet")]
mod parquet;
pub(crate) mod pipeline;
pub(crate) mod sink;
pub(crate) mod source;
pub(crate) mod summary;
