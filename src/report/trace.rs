//! Steps of an evaluation: which condition came out how, by which fact, at which place.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::RulePlace;

/// True, false or unknown (Kleene).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Truth {
    /// It holds.
    True,
    /// It does not.
    False,
    /// A fact is missing.
    Unknown,
}

/// One step, with the steps it rests on. Words, place and facts are shared: steps of many reports quote the same rules, and many steps
/// of one report the same facts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// What kind of step.
    pub kind: StepKind,
    /// The rule's own words, white space folded: `违法所得 1000元以上不满1万元`.
    pub text: Arc<str>,
    /// How it came out.
    pub outcome: Truth,
    /// The facts it read.
    #[serde(default, skip_serializing_if = "none")]
    pub facts: Arc<[FactUse]>,
    /// How far the fact is from the bound, when the comparison failed: `差 200元`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub distance: Option<Arc<str>>,
    /// Where it is written.
    pub rule: Arc<RulePlace>,
    /// What it rests on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub children: Vec<Step>,
}

fn none(facts: &Arc<[FactUse]>) -> bool {
    facts.is_empty()
}

/// What kind of step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StepKind {
    /// a single condition
    Condition,
    /// 且, 同时具有, a table row
    All,
    /// 或者, 具有下列情形之一
    Any,
    /// 具有下列情形 k项以上
    AtLeast,
    /// 未, 非
    Not,
    /// 除外
    Except,
    /// an item of a list, with its number in `text`
    Item,
    /// a derived fact
    Definition,
    /// 其他情形
    Otherwise,
    /// a tier was chosen or not
    Tier,
    /// a factor's row
    Factor,
    /// a circumstance was applied
    Circumstance,
    /// a range was narrowed, extended, clamped or rounded
    Range,
    /// a version was chosen
    Version,
}

/// A fact that a step read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactUse {
    /// Its key.
    pub fact: Arc<str>,
    /// Its value as the rules would write it; `None` is unknown.
    pub value: Option<String>,
}
