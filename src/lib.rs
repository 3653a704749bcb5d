//! 准绳 (zhunsheng): administrative-penalty discretion benchmarks (行政处罚裁量基准) as rule files.

mod check;
pub mod diagnostic;
pub mod document;
pub mod engine;
pub mod input;
pub mod law;
pub mod model;
mod parallel;
pub mod prove;
pub mod report;
pub mod review;
pub mod revision;
pub mod rule_set;
mod saved;
pub mod syntax;
pub mod text;

pub use rule_set::{
    BundleError, BundleLoader, Checked, FileLoader, LoadError, LoadLimits, Loader, MemoryLoader, Revision, RuleSet, RuleSetError,
    check_path, check_paths, check_sources, check_with, check_with_registry,
};
