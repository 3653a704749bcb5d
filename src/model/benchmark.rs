//! Benchmarks: tiers, statutory ranges, factors.

use super::{BenchmarkId, Condition, DefinitionId, FactId, Measure, Property, SetId};
use crate::diagnostic::Span;
use crate::law::{Citation, Exact};

/// A 基准: one violation, the statute's range for it and the tiers within.
#[derive(Debug, Clone, PartialEq)]
pub struct Benchmark {
    /// Its name.
    pub name: String,
    /// The version of the rule set it belongs to.
    pub set: SetId,
    /// 违法行为
    pub conduct: Option<String>,
    /// 违反
    pub breaches: Vec<Citation>,
    /// 依据
    pub basis: Vec<Citation>,
    /// 示例: no authority published these tiers.
    pub example: bool,
    /// 原表如此: faults of the published table, kept as they are.
    pub as_published: Vec<AsPublished>,
    /// 细化: the benchmark of a higher authority that this one stays within.
    pub refines: Option<BenchmarkId>,
    /// 适用 当: whether it applies to a case that names no benchmark.
    pub applies: Option<Condition>,
    /// 法定幅度
    pub statutory: Option<StatutoryRange>,
    /// What happens where several tiers fit.
    pub hit: HitPolicy,
    /// The tiers from light to grave, rows of tables among them; never empty (a benchmark that only imposes has one implied tier).
    pub tiers: Vec<Tier>,
    /// What every tier imposes besides; empty when the tier is implied.
    pub common: Vec<Measure>,
    /// 裁量因素
    pub factors: Option<Factors>,
    /// All facts its records declare, in order.
    pub facts: Vec<FactId>,
    /// The definitions of its records and its own.
    pub definitions: Vec<DefinitionId>,
    /// Where its name stands.
    pub name_span: Span,
    /// The whole declaration.
    pub span: Span,
}

/// A fault that the published table has, so that the rules keep it: 原表如此.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AsPublished {
    /// What the fault denies.
    pub property: Property,
    /// What the table says, and where.
    pub reason: String,
    /// Where it is written.
    pub span: Span,
}

impl Benchmark {
    /// Whether a fault that denies this property is kept as the published table has it (原表如此).
    #[must_use]
    pub fn is_published(&self, property: Property) -> bool {
        self.as_published.iter().any(|published| published.property == property)
    }
}

/// What happens where several tiers fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum HitPolicy {
    /// 唯一
    Unique,
    /// 首个
    First,
    /// 从重: the last that fits
    Gravest,
    /// 汇总
    Collect,
}

/// What the statute allows.
#[derive(Debug, Clone, PartialEq)]
pub struct StatutoryRange {
    /// Without further condition.
    pub base: Vec<Measure>,
    /// Under a named condition of the statute, such as 情节严重; a tier says which applies.
    pub named: Vec<NamedRange>,
    /// Where it is written.
    pub span: Span,
}

/// A conditional range of the statute.
#[derive(Debug, Clone, PartialEq)]
pub struct NamedRange {
    /// 情节严重
    pub name: String,
    /// What it allows.
    pub measures: Vec<Measure>,
    /// Where it is written.
    pub span: Span,
}

/// A tier (阶次), or a row of a table lowered to one.
#[derive(Debug, Clone, PartialEq)]
pub struct Tier {
    /// Its name.
    pub name: String,
    /// When it applies.
    pub test: TierTest,
    /// The named statutory range it falls under: an index into [`StatutoryRange::named`].
    pub applies: Option<usize>,
    /// What it imposes.
    pub measures: Vec<Measure>,
    /// Its own basis besides the benchmark's.
    pub basis: Vec<Citation>,
    /// 说明
    pub note: Option<String>,
    /// 示例
    pub example: bool,
    /// How it was written.
    pub origin: TierOrigin,
    /// Where it is written.
    pub span: Span,
}

/// When a tier applies.
#[derive(Debug, Clone, PartialEq)]
pub enum TierTest {
    /// when this holds
    When(Condition),
    /// when no other tier does (其他情形)
    Otherwise(Span),
}

/// How a tier was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TierOrigin {
    /// 阶次 { … }
    Block,
    /// a row (from 1) of a 阶次表
    Row(u32),
    /// a cell (row and column from 1) of a 交叉表
    Cell(u32, u32),
    /// none was written: the benchmark itself imposes
    Implied,
}

/// 裁量因素
#[derive(Debug, Clone, PartialEq)]
pub struct Factors {
    /// The factors in order.
    pub factors: Vec<Factor>,
    /// 合计下限
    pub floor: Option<Exact>,
    /// 合计上限
    pub cap: Option<Exact>,
    /// The benchmark they belong to.
    pub benchmark: BenchmarkId,
    /// Where they are written.
    pub span: Span,
}

/// 因素
#[derive(Debug, Clone, PartialEq)]
pub struct Factor {
    /// Its name.
    pub name: String,
    /// 权重; `None`: the rows' ratios count as they are.
    pub weight: Option<Exact>,
    /// The first row that applies counts.
    pub rows: Vec<FactorRow>,
    /// Where it is written.
    pub span: Span,
}

/// A row of a factor.
#[derive(Debug, Clone, PartialEq)]
pub struct FactorRow {
    /// When it applies.
    pub test: FactorTest,
    /// Its share.
    pub ratio: Exact,
    /// Where it is written.
    pub span: Span,
}

/// When a row of a factor applies.
#[derive(Debug, Clone, PartialEq)]
pub enum FactorTest {
    /// when this holds
    When(Condition),
    /// when none of the rows before does
    Otherwise,
}
