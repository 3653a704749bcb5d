//! Reports: what an evaluation found, as plain data that is written and read back unchanged.
//!
//! **Invariant:** nothing here computes; the engine writes it, and [`text`] and [`markdown`] put it into words. Money is a decimal string of yuan, ratios and periods are
//! exact texts, so that no reader passes them through floating point.

mod decision;
mod markup;
#[cfg(feature = "docx")]
mod opinion;
mod outline;
mod page;
mod reasons;
mod review;
mod review_html;
mod review_page;
mod review_words;
mod scoring;
mod scoring_page;
mod trace;
mod words;

pub use decision::{
    CircumstanceResult, Combined, Concurrence, Decision, DecisionOutcome, ImposedGroup, ImposedMeasure, ImposedPenalty, Join, MoneyRange,
    PeriodRange, TierResult, TierStatus, VersionChoice,
};
#[cfg(feature = "docx")]
pub use opinion::{OpinionCover, review_opinion};
pub use page::{markdown, text};
pub use reasons::{reasons, why_not};
pub use review::{AskedCheck, DocumentPlace, Looked, OpenPoint, Part, REVIEW_SCHEMA, Review, ReviewFinding, ReviewedDocument};
pub use review_html::{ReviewPage, review_html};
pub use review_page::{review_markdown, review_text};
pub use scoring::{ItemScore, LineScore, Points, SCORE_SCHEMA, Score, ScoreReport, VetoResult};
pub use scoring_page::{score_markdown, score_text};
pub(crate) use trace::{Came, Said, Written};
pub use trace::{FactUse, Step, StepKind, StepView, Truth};
pub use words::{show_imposed, show_money};

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::diagnostic::Severity;
use crate::law::{Citation, Date};
use crate::model::{ProcedureOutcome, Verdict};

/// The schema that this version writes.
pub const SCHEMA: &str = "zhunsheng-report/1";

/// Everything one evaluation says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// [`SCHEMA`].
    pub schema: String,
    /// 案号 of the submission.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<String>,
    /// The versions of rule sets that were used, with their digests: the same rules and the same case give the same report to the byte.
    pub rules: Vec<RuleSetUse>,
    /// What an officer must look at: violated or open procedure duties, a proposal that does not fit, tiers that conflict.
    pub findings: Vec<Finding>,
    /// One for each act and benchmark.
    pub decisions: Vec<Decision>,
    /// The circumstances of a case that is under no benchmark; those of a benchmark stand in its decision.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub circumstances: Vec<CircumstanceResult>,
    /// Acts that fall under several benchmarks (行政处罚法 art. 29).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub concurrences: Vec<Concurrence>,
    /// What several acts come to together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub combined: Option<Combined>,
    /// The procedure rules that were asked.
    pub procedures: Vec<ProcedureResult>,
    /// The fewest facts that are still to be established.
    pub unknown: Vec<UnknownFact>,
    /// How the proposed penalty compares.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proposed: Option<ProposedResult>,
}

/// A version of a rule set that took part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleSetUse {
    /// 规则集
    pub name: String,
    /// 版本
    pub version: String,
    /// 施行
    pub effective: Date,
    /// SHA-256 over its text and all it imports, hex.
    pub digest: String,
}

/// A place in a rule file.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RulePlace {
    /// The file as it was loaded.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
    /// The rule's name: `基准 律师私自接受委托 / 阶次 轻微`.
    pub name: String,
}

/// Something to look at.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// A stable code: the rule's name for findings of rules, `ZSE###` for those of the engine.
    pub code: String,
    /// How grave.
    pub severity: Severity,
    /// One line.
    pub title: String,
    /// The whole message.
    pub message: String,
    /// Legal basis.
    pub basis: Vec<Citation>,
    /// JSON pointer into the case, when a fact is the place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// What to do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suggestion: Option<String>,
    /// The rule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<RulePlace>,
    /// Why.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub trace: Vec<Step>,
}

/// How a procedure rule stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProcedureResult {
    /// Its name.
    pub name: String,
    /// 满足, 违反 or 待定.
    pub outcome: ProcedureOutcome,
    /// Whether its 当 holds; a rule whose 当 is false is not listed.
    pub applies: Truth,
    /// Legal basis.
    pub basis: Vec<Citation>,
    /// Where it stands.
    pub rule: Arc<RulePlace>,
    /// Why.
    pub trace: Vec<Step>,
}

/// A fact still to be established (待查明).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnknownFact {
    /// Its key: `当事人.出生日期`.
    pub fact: String,
    /// What it would settle: names of tiers, circumstances, procedure rules.
    pub matters_to: Vec<String>,
    /// The question to ask, with the values that make a difference.
    pub question: String,
}

/// How the proposed penalty compares with the result.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProposedResult {
    /// The verdict; `None` while the result is not settled enough to say.
    pub verdict: Option<Verdict>,
    /// Each point, in words.
    pub reasons: Vec<String>,
}
