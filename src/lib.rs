//! 准绳 (zhunsheng): administrative-penalty discretion benchmarks (行政处罚裁量基准) as rule files.

pub mod diagnostic;
pub mod law;
pub mod model;
pub mod syntax;
