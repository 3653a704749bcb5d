//! Steps of an evaluation: which condition came out how, by which fact, at which place.

use std::sync::Arc;

use serde::ser::SerializeStruct;
use serde::{Deserialize, Serialize, Serializer};

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

/// One step, with the steps it rests on. What a rule says is made once and shared by the reports that quote it; a report's own is how it
/// came out. [`Step::view`] reads both together.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(from = "Written")]
pub struct Step {
    said: Arc<Said>,
    came: Came,
    /// How the steps below came out: each before those that it rests on.
    below: Box<[Came]>,
}

/// What a rule says of a step, and of those that it rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Said {
    pub(crate) kind: StepKind,
    pub(crate) text: Box<str>,
    pub(crate) rule: RulePlace,
    parts: Box<[Said]>,
    /// How many steps are below.
    below: usize,
}

/// How a step came out.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Came {
    pub(crate) outcome: Truth,
    /// Many steps of one report read the same facts. (An empty slice behind an `Arc` is one for the whole process, counted by every thread.)
    pub(crate) facts: Option<Arc<[FactUse]>>,
    pub(crate) distance: Option<Arc<str>>,
}

/// A step as it is read.
///
/// ```
/// # use zhunsheng::{RuleSet, input::{Limits, bind, read_json}, report::{StepKind, Truth}};
/// # let rules = RuleSet::from_sources([("例.zs", "
/// #     规则集 例 { 版本 “1” 施行 2026年1月1日 }
/// #     要素 案情 { 违法所得: 金额 0元以上 }
/// #     基准 某行为 {
/// #         要素 案情
/// #         依据 《某法》第一条
/// #         法定幅度 { 1万元以下罚款 }
/// #         阶次 较轻 { 当 违法所得 不满1000元 处 1000元以下罚款 }
/// #         阶次 较重 { 其他情形 处 1000元以上1万元以下罚款 }
/// #     }
/// # ")]).unwrap();
/// # let engine = rules.compile();
/// # let case = read_json(r#"{ "基准": "某行为", "要素": { "违法所得": 1200 } }"#, &Limits::default()).unwrap();
/// let report = engine.evaluate(&bind(engine.model(), &case).unwrap()).unwrap();
/// let why = report.decisions[0].tiers[0].trace[0].view();
/// assert_eq!((why.kind, why.outcome, why.text), (StepKind::Condition, Truth::False, "违法所得 不满1000元"));
/// assert_eq!((why.facts[0].value.as_deref(), why.distance), (Some("1200元"), Some("超出200元")));
/// assert_eq!(why.children().count(), 0);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StepView<'s> {
    /// What kind of step.
    pub kind: StepKind,
    /// The rule's own words, white space folded: `违法所得 1000元以上不满1万元`.
    pub text: &'s str,
    /// How it came out.
    pub outcome: Truth,
    /// The facts it read.
    pub facts: &'s [FactUse],
    /// How far the fact is from the bound, when the comparison failed: `差200元`.
    pub distance: Option<&'s str>,
    /// Where it is written.
    pub rule: &'s RulePlace,
    parts: &'s [Said],
    below: &'s [Came],
}

/// A step written out, as JSON has it.
#[derive(Debug, Deserialize)]
pub(crate) struct Written {
    pub(crate) kind: StepKind,
    pub(crate) text: String,
    pub(crate) outcome: Truth,
    #[serde(default)]
    pub(crate) facts: Vec<FactUse>,
    #[serde(default)]
    pub(crate) distance: Option<String>,
    pub(crate) rule: RulePlace,
    #[serde(default)]
    pub(crate) children: Vec<Written>,
}

impl Said {
    pub(crate) fn new(kind: StepKind, text: impl Into<Box<str>>, rule: RulePlace, parts: impl Into<Box<[Said]>>) -> Said {
        let parts = parts.into();
        let below = parts.iter().map(|part| 1 + part.below).sum();
        Said { kind, text: text.into(), rule, parts, below }
    }
}

impl Came {
    /// What rests on other steps, or on nothing.
    pub(crate) fn out(outcome: Truth) -> Came {
        Came { outcome, facts: None, distance: None }
    }
}

impl Step {
    /// A step that rests on no other.
    pub(crate) fn single(kind: StepKind, text: impl Into<Box<str>>, outcome: Truth, rule: RulePlace) -> Step {
        Step::new(Arc::new(Said::new(kind, text, rule, [])), Came::out(outcome), Box::default())
    }

    /// What is said, and how it and everything below came out: each before what it rests on.
    pub(crate) fn new(said: Arc<Said>, came: Came, below: Box<[Came]>) -> Step {
        Step { said, came, below }
    }

    /// The step to read.
    #[must_use]
    pub fn view(&self) -> StepView<'_> {
        StepView::new(&self.said, &self.came, &self.below)
    }
}

impl<'s> StepView<'s> {
    fn new(said: &'s Said, came: &'s Came, below: &'s [Came]) -> StepView<'s> {
        StepView {
            kind: said.kind,
            text: &said.text,
            outcome: came.outcome,
            facts: came.facts.as_deref().unwrap_or_default(),
            distance: came.distance.as_deref(),
            rule: &said.rule,
            parts: &said.parts,
            below,
        }
    }

    /// What it rests on.
    pub fn children(self) -> impl Iterator<Item = StepView<'s>> {
        let mut rest = self.below;
        self.parts.iter().map_while(move |said| {
            let (came, others) = rest.split_first()?;
            let (below, others) = others.split_at_checked(said.below)?;
            rest = others;
            Some(StepView::new(said, came, below))
        })
    }

    /// Whether it rests on no other.
    #[must_use]
    pub fn is_single(self) -> bool {
        self.parts.is_empty()
    }
}

impl From<Written> for Step {
    fn from(written: Written) -> Step {
        fn take(Written { kind, text, outcome, facts, distance, rule, children }: Written, all: &mut Vec<Came>) -> Said {
            let facts = (!facts.is_empty()).then(|| facts.into());
            all.push(Came { outcome, facts, distance: distance.map(Into::into) });
            Said::new(kind, text, rule, children.into_iter().map(|child| take(child, all)).collect::<Vec<_>>())
        }
        let outcome = written.outcome;
        let mut all = Vec::new();
        let said = take(written, &mut all);
        let mut all = all.into_iter();
        Step::new(said.into(), all.next().unwrap_or(Came::out(outcome)), all.collect())
    }
}

impl Serialize for Step {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.view().serialize(serializer)
    }
}

impl Serialize for StepView<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let StepView { kind, text, outcome, facts, distance, rule, parts, below: _ } = self;
        let optional = [!facts.is_empty(), distance.is_some(), !parts.is_empty()];
        let mut fields = serializer.serialize_struct("Step", 4 + optional.iter().filter(|there| **there).count())?;
        fields.serialize_field("kind", kind)?;
        fields.serialize_field("text", text)?;
        fields.serialize_field("outcome", outcome)?;
        if !facts.is_empty() {
            fields.serialize_field("facts", facts)?;
        }
        if let Some(distance) = distance {
            fields.serialize_field("distance", distance)?;
        }
        fields.serialize_field("rule", rule)?;
        if !parts.is_empty() {
            fields.serialize_field("children", &self.children().collect::<Vec<_>>())?;
        }
        fields.end()
    }
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
