//! Cases that stand beside the rules: what is given and what must come of it.

use super::{
    BenchmarkId, CheckId, CircumstanceId, ExpectedPlace, FactId, FactKey, Given, KindId, Measure, ProcedureId, ReviewCase, ScoringId, SetId,
};
use crate::diagnostic::Span;
use crate::law::{Exact, Money};

/// A 用例.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// Its name.
    pub name: String,
    /// The version of the rule set it belongs to.
    pub set: SetId,
    /// The benchmarks it is decided under; empty: those that apply.
    pub benchmarks: Vec<BenchmarkId>,
    /// What it gives, a value for each fact of each key it sets.
    pub values: Vec<CaseValue>,
    /// What it reviews, when it is of checks.
    pub review: Option<ReviewCase>,
    /// The standard it is scored by, when it is of one.
    pub scoring: Option<ScoringId>,
    /// 拟处
    pub proposed: Option<ProposedPenalty>,
    /// What must come of it.
    pub expectations: Vec<(Expectation, Span)>,
    /// Where its name stands.
    pub name_span: Span,
    /// The whole declaration.
    pub span: Span,
}

/// A value a case gives.
#[derive(Debug, Clone, PartialEq)]
pub struct CaseValue {
    /// The key as written.
    pub key: FactKey,
    /// The facts behind the key (several when records declare it differently), each with the value read by its type.
    pub facts: Vec<(FactId, Given)>,
    /// Where it is written.
    pub span: Span,
}

/// What a case expects.
#[derive(Debug, Clone, PartialEq)]
pub enum Expectation {
    /// 应得: the total of a scoring standard.
    Score(Exact),
    /// 应为: exactly these tiers (or grades) are possible, by name.
    Tiers(Vec<String>),
    /// 应处: the final sanction.
    Sanction(ExpectedSanction),
    /// 应有 情节 / 不应有 情节
    Circumstance(CircumstanceId, bool),
    /// 应有 程序
    Procedure(ProcedureId, ProcedureOutcome),
    /// 待查明: exactly these facts are still needed.
    Unknown(Vec<FactKey>),
    /// 应认定
    Verdict(Verdict),
    /// 应有 / 不应有 a finding of a check, at a place if one is named
    Finding(CheckId, bool, Option<ExpectedPlace>),
}

/// The sanction a case expects: compared with the decision by what it comes to.
#[derive(Debug, Clone, PartialEq)]
pub struct ExpectedSanction {
    /// As the rules would state it: the measures, without conditions.
    pub measures: Vec<Measure>,
}

/// A penalty that an officer proposes.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct ProposedPenalty {
    /// The fine, if one is proposed.
    pub fine: Option<Money>,
    /// The other kinds, with their period (in the kind's own count) if one is proposed.
    pub others: Vec<(KindId, Option<crate::law::Period>)>,
    /// Whether 不予处罚 is proposed.
    pub waived: bool,
}

/// How a procedure rule stands in a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ProcedureOutcome {
    /// 满足
    Met,
    /// 违反
    Violated,
    /// 待定: a fact is missing, or the amount is not settled
    Open,
}

/// How a proposed penalty compares with the result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// 适当
    Fitting,
    /// 过重
    TooHeavy,
    /// 过轻
    TooLight,
    /// 种类不符
    WrongKind,
}
