//! Versions of rule sets.

use super::{BenchmarkId, CircumstanceId, ProcedureId, Property, RangeRuleId, SetId};
use crate::diagnostic::{Severity, SourceId, Span};
use crate::law::{Date, Money, Rounding};

/// A 规则集 in one version: one file.
#[derive(Debug, Clone, PartialEq)]
pub struct RuleSetVersion {
    /// Its name; versions of one rule set share it.
    pub name: String,
    /// 版本
    pub version: String,
    /// 制定机关
    pub issuer: Option<String>,
    /// 施行: the first day in force.
    pub effective: Date,
    /// 失效: the first day no longer in force.
    pub expires: Option<Date>,
    /// 取整
    pub rounding: RoundingRule,
    /// 检验: how grave a fault is; `None` is 不查. Of two of one property the later counts.
    pub levels: Vec<(Property, Option<Severity>)>,
    /// SHA-256 (hex) over the text of the file and of all it imports, each with its name.
    pub digest: String,
    /// The file.
    pub source: SourceId,
    /// Itself and every version it imports, directly or not.
    pub closure: Vec<SetId>,
    /// Its benchmarks, in order.
    pub benchmarks: Vec<BenchmarkId>,
    /// The circumstances that bear on its benchmarks: its own and the imported ones.
    pub circumstances: Vec<CircumstanceId>,
    /// The procedure rules likewise.
    pub procedures: Vec<ProcedureId>,
    /// The range rule likewise: its own, else the one it imports.
    pub range_rule: Option<RangeRuleId>,
    /// Where its name stands.
    pub name_span: Span,
}

impl RuleSetVersion {
    /// Whether it is in force on a day.
    #[must_use]
    pub fn in_force(&self, day: Date) -> bool {
        self.effective <= day && self.expires.is_none_or(|end| day < end)
    }
}

/// How computed fines are rounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RoundingRule {
    /// To whole multiples of this.
    pub step: Money,
    /// Which way.
    pub rounding: Rounding,
}
