//! Two versions of a rule base compared by meaning, rule set by rule set: what was added, removed or changed, and what comes of it.
//!
//! **Invariant:** what is said to be the same is the same for every case and every document: proved ([`crate::prove`]), or equal
//! in all that the rules say, places and order aside. What changes for documents is shown by the texts that stand beside the rules, and
//! is never called proved.
//!
//! ```
//! use zhunsheng::Revision;
//! use zhunsheng::revision::CheckStatus;
//! let rules = |words: &str| format!("
//!     规则集 例 {{ 版本 “1” 施行 2026年1月1日 制定机关 “某局” }}
//!     审查 内容 {{
//!         检查 A-1 不得设定许可 {{
//!             依据 《中华人民共和国行政许可法》第十七条
//!             每一 款 查找 “应当” …10字内… “{words}”
//!             提示 “「{{片段}}」涉嫌设定许可”
//!             应报 “办学应当经市局批准。”
//!         }}
//!     }}
//! ");
//! let revision = Revision::from_sources([("例.zs", rules("批准|许可"))], [("例.zs", rules("许可"))]).unwrap();
//! let check = &revision.difference().unwrap().sets[0].checks[0];
//! assert_eq!(check.status, CheckStatus::Changed);
//! assert_eq!(check.notes[0].to_string(), "查找的词语删去“批准”");
//! assert_eq!((check.examples[0].old.as_str(), check.examples[0].new.as_str()), ("报“应当经市局批准”", "不报"));
//! // The order of the words says nothing.
//! let turned = Revision::from_sources([("例.zs", rules("批准|许可"))], [("例.zs", rules("许可|批准"))]).unwrap();
//! assert!(!turned.difference().unwrap().differs());
//! ```
//!
//! Each version has a model of its own, in which its rules mean what they mean by themselves; where cases are compared, a third
//! model holds both, so that a fact declared in both is one fact.

mod bearing;
mod checks;
mod declared;
mod examples;
mod phrases;
mod rules;
mod said;

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::sync::Arc;

use serde::Serialize;

pub use self::checks::{CheckDifference, CheckStatus, FindingChange, TEXT_LIMIT};
use self::said::Facet;
use crate::law::{Date, Registry};
use crate::model::{Benchmark, BenchmarkId, FactId, Model, RuleSetVersion, Scoring, ScoringId, SetId};
use crate::prove::{self, BenchmarkDifference, ScoringDifference};
pub use crate::prove::{BenchmarkStatus, Note, RuleChange};

/// How two versions of a rule base differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// One for each rule set, in order of name.
    pub sets: Vec<SetDifference>,
    /// Units, and what files without a rule set declare: those that differ.
    pub shared: Vec<RuleDifference>,
}

/// How two versions of a rule set differ; one that only one of them has lacks the other version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SetDifference {
    /// Its name.
    pub name: String,
    /// The old version.
    pub old: Option<SetVersion>,
    /// The new version.
    pub new: Option<SetVersion>,
    /// What changed of the rule set itself: its dates, its authority, what bears on it by 引入.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
    /// Its benchmarks, in the order of the new version, those that are gone at the end.
    pub benchmarks: Vec<BenchmarkDifference>,
    /// Its scoring standards, likewise.
    pub scorings: Vec<ScoringDifference>,
    /// Its checks, likewise.
    pub checks: Vec<CheckDifference>,
    /// Its circumstances, procedure rules, range rule, declarations and word lists, those that differ.
    pub rules: Vec<RuleDifference>,
    /// How the dates and the numbers of the versions stand to each other, where both are there and something differs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub succession: Option<Succession>,
}

/// How a new version follows an old one. Only where it comes into force later are there acts of before it, for which 从旧兼从轻
/// (行政处罚法 art. 37) chooses between the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Succession {
    /// When the new version comes into force, against the old one.
    pub effective: Effective,
    /// Whether 版本 is another.
    pub renumbered: bool,
    /// Whether the rule set has benchmarks, so that the question which version governs an act arises.
    pub penalties: bool,
}

/// When a new version comes into force, against the old one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Effective {
    /// Later: acts of before it are told from those of after.
    Later,
    /// On the same day: nothing tells them apart.
    SameDay,
    /// Earlier: the two may have been named in the wrong order.
    Earlier,
}

impl Succession {
    fn of(old: &RuleSetVersion, new: &RuleSetVersion) -> Self {
        let effective = match new.effective.cmp(&old.effective) {
            Ordering::Greater => Effective::Later,
            Ordering::Equal => Effective::SameDay,
            Ordering::Less => Effective::Earlier,
        };
        Self { effective, renumbered: new.version != old.version, penalties: !(old.benchmarks.is_empty() && new.benchmarks.is_empty()) }
    }
}

/// A version of a rule set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SetVersion {
    /// 版本
    pub version: String,
    /// 施行
    pub effective: Date,
}

/// How a rule that bears on many cases, or a declaration, differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RuleDifference {
    /// 情节, 程序, 幅度规则, 要素, 词表 …
    pub kind: &'static str,
    /// Its name.
    pub name: String,
    /// How the comparison ended.
    pub status: BenchmarkStatus,
    /// The cases for which it holds in one version only.
    pub changes: Vec<RuleChange>,
    /// What else changed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
    /// What could not be decided.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub undecided: Vec<String>,
}

impl RuleDifference {
    fn only(kind: &'static str, name: &str, status: BenchmarkStatus) -> Self {
        Self { kind, name: name.to_owned(), status, changes: Vec::new(), notes: Vec::new(), undecided: Vec::new() }
    }

    /// With the status that its changes come to; nothing where there are none.
    fn settled(mut self) -> Option<Self> {
        self.status = match (self.changes.is_empty() && self.notes.is_empty(), self.undecided.is_empty()) {
            (false, _) => BenchmarkStatus::Changed,
            (true, false) => BenchmarkStatus::Undecided,
            (true, true) => return None,
        };
        Some(self)
    }
}

impl Difference {
    /// Whether anything differs or might.
    #[must_use]
    pub fn differs(&self) -> bool {
        !self.shared.is_empty() || self.sets.iter().any(SetDifference::differs)
    }
}

impl SetDifference {
    /// Whether anything differs or might; the number of the version alone does not.
    #[must_use]
    pub fn differs(&self) -> bool {
        self.old.is_none()
            || self.new.is_none()
            || !self.notes.is_empty()
            || !self.rules.is_empty()
            || self.benchmarks.iter().any(BenchmarkDifference::differs)
            || self.scorings.iter().any(ScoringDifference::differs)
            || self.checks.iter().any(CheckDifference::differs)
    }
}

/// The models of two versions.
#[derive(Debug, Clone)]
pub(crate) struct Versions {
    pub(crate) old: Arc<Model>,
    pub(crate) new: Arc<Model>,
    /// Both in one; `None` where what they declare contradicts each other, so that no case can be compared.
    pub(crate) both: Option<Arc<Model>>,
    /// The names of facts that both declare: whether a rule asks for one of the others is told where they are declared.
    declared: BTreeSet<String>,
}

/// Two versions of one rule set; one that only one of the versions has lacks the other.
type SetPair = (Option<SetId>, Option<SetId>);

impl Versions {
    pub(crate) fn new(old: Arc<Model>, new: Arc<Model>, both: Option<Arc<Model>>) -> Self {
        let names = |model: &Model| -> BTreeSet<String> {
            model.records.iter().flat_map(|record| &record.fields).map(|field| field.name.clone()).collect()
        };
        let declared = names(&old).intersection(&names(&new)).cloned().collect();
        Self { old, new, both, declared }
    }

    /// The facts that a rule may be given, of those that both versions declare.
    fn asks_for(&self, model: &Model, facts: &[FactId]) -> Facet {
        let keys = facts.iter().map(|id| model[*id].key.to_string()).filter(|key| self.declared.contains(key));
        Facet::hidden("要素", said::sorted(keys), ("用到的要素变了", "the facts that are used changed"))
    }

    /// How they differ; the registry knows the acts that texts of cases cite.
    pub(crate) fn difference(&self, registry: Option<&Registry>) -> Difference {
        let pairs = self.pairs();
        let mut checks = checks::Checks::of(self, &pairs, registry);
        let mut sets: Vec<SetDifference> = pairs.iter().map(|pair| self.set(*pair, &mut checks)).collect();
        bearing::imported(self, &pairs, &mut sets);
        sets.sort_by(|a, b| a.name.cmp(&b.name));
        let mut shared = declared::units(self);
        shared.extend(declared::of(self, (None, None)));
        Difference { sets, shared }
    }

    /// The rule sets of both, those of one name and version together, then those of one name.
    fn pairs(&self) -> Vec<SetPair> {
        let ids = |model: &Model| -> Vec<SetId> { (0u32..).zip(&model.sets).map(|(at, _)| SetId(at)).collect() };
        let (mut olds, mut news) = (ids(&self.old), ids(&self.new));
        let mut pairs: Vec<SetPair> = Vec::new();
        for by_version in [true, false] {
            news.retain(|id| {
                let new = &self.new[*id];
                let same = |old: &SetId| {
                    let old = &self.old[*old];
                    old.name == new.name && (!by_version || old.version == new.version)
                };
                // Of several versions the last is the one that the new one follows.
                let at = olds.iter().rposition(same);
                pairs.extend(at.map(|at| (Some(olds.remove(at)), Some(*id))));
                at.is_none()
            });
        }
        pairs.extend(news.into_iter().map(|new| (None, Some(new))));
        pairs.extend(olds.into_iter().map(|old| (Some(old), None)));
        pairs
    }

    fn set(&self, (old, new): SetPair, checks: &mut checks::Checks<'_>) -> SetDifference {
        let sides = (old.map(|id| &self.old[id]), new.map(|id| &self.new[id]));
        let version = |set: &RuleSetVersion| SetVersion { version: set.version.clone(), effective: set.effective };
        let mut rules = rules::of(self, (old, new));
        rules.extend(declared::of(self, (old, new)));
        SetDifference {
            name: sides.1.or(sides.0).map_or_else(String::new, |set| set.name.clone()),
            old: sides.0.map(version),
            new: sides.1.map(version),
            notes: bearing::notes(self, (old, new)),
            benchmarks: self.benchmarks((old, new)),
            scorings: self.scorings((old, new)),
            checks: checks.take((old, new)),
            rules,
            succession: sides.0.zip(sides.1).map(|(old, new)| Succession::of(old, new)),
        }
    }

    fn benchmarks(&self, (old, new): SetPair) -> Vec<BenchmarkDifference> {
        let of = |model: &Model, set: Option<SetId>| set.map_or_else(Vec::new, |set| model[set].benchmarks.clone());
        let mut found = Vec::new();
        let olds = of(&self.old, old);
        paired(&olds, &of(&self.new, new), |id| self.old[*id].name.as_str(), |id| self.new[*id].name.as_str(), &mut |before, after| {
            found.push(match (before, after) {
                (Some(before), Some(after)) => self.benchmark(*before, *after),
                (Some(gone), None) => BenchmarkDifference::only(&self.old[*gone].name, BenchmarkStatus::Removed),
                (None, Some(come)) => BenchmarkDifference::only(&self.new[*come].name, BenchmarkStatus::Added),
                (None, None) => return,
            });
        });
        found
    }

    fn benchmark(&self, old: BenchmarkId, new: BenchmarkId) -> BenchmarkDifference {
        let (before, after) = (&self.old[old], &self.new[new]);
        let mut difference = BenchmarkDifference::only(&after.name, BenchmarkStatus::Same);
        if said::benchmark(&self.old, before) != said::benchmark(&self.new, after) {
            let of = |model: &Model, span| model.benchmark_ids().find(|id| model[*id].name_span == span);
            let ids = self.both.as_ref().and_then(|both| Some((both, of(both, before.name_span)?, of(both, after.name_span)?)));
            match ids {
                Some((both, old, new)) => difference = prove::compare_benchmarks(both, old, new),
                None => (difference.status, difference.undecided) = (BenchmarkStatus::Undecided, vec![CONTRADICT.to_owned()]),
            }
        }
        let facets = |model: &Model, benchmark: &Benchmark| {
            let mut facets = said::facets(model, benchmark);
            facets.push(self.asks_for(model, &benchmark.facts));
            facets
        };
        difference.notes = said::notes(facets(&self.old, before), facets(&self.new, after));
        difference
    }

    fn scorings(&self, (old, new): SetPair) -> Vec<ScoringDifference> {
        let of = |model: &Model, set: Option<SetId>| -> Vec<ScoringId> {
            model.scoring_ids().filter(|id| set.is_some_and(|set| model[*id].set == set)).collect()
        };
        let mut found = Vec::new();
        let olds = of(&self.old, old);
        paired(&olds, &of(&self.new, new), |id| self.old[*id].name.as_str(), |id| self.new[*id].name.as_str(), &mut |before, after| {
            found.push(match (before, after) {
                (Some(before), Some(after)) => self.scoring(*before, *after),
                (Some(gone), None) => ScoringDifference::only(&self.old[*gone].name, BenchmarkStatus::Removed),
                (None, Some(come)) => ScoringDifference::only(&self.new[*come].name, BenchmarkStatus::Added),
                (None, None) => return,
            });
        });
        found
    }

    fn scoring(&self, old: ScoringId, new: ScoringId) -> ScoringDifference {
        let (before, after) = (&self.old[old], &self.new[new]);
        let mut difference = ScoringDifference::only(&after.name, BenchmarkStatus::Same);
        if said::scoring(&self.old, before) != said::scoring(&self.new, after) {
            let of = |model: &Model, span| model.scoring_ids().find(|id| model[*id].name_span == span);
            let ids = self.both.as_ref().and_then(|both| Some((both, of(both, before.name_span)?, of(both, after.name_span)?)));
            match ids {
                Some((both, old, new)) => difference = prove::compare_scorings(both, old, new),
                None => (difference.status, difference.undecided) = (BenchmarkStatus::Undecided, vec![CONTRADICT.to_owned()]),
            }
        }
        let facets = |model: &Model, scoring: &Scoring| {
            let mut facets = said::scoring_facets(scoring);
            facets.push(self.asks_for(model, &scoring.facts));
            facets
        };
        difference.notes = said::notes(facets(&self.old, before), facets(&self.new, after));
        difference
    }
}

/// Why nothing can be said of cases.
const CONTRADICT: &str = "两个版本的声明互相矛盾,不能放在一起比较";

/// Those of one name together, in the order of the new ones, the old ones that are gone at the end.
fn paired<'a, 'n, T>(
    olds: &'a [T],
    news: &'a [T],
    old_name: impl Fn(&'a T) -> &'n str,
    new_name: impl Fn(&'a T) -> &'n str,
    tell: &mut dyn FnMut(Option<&'a T>, Option<&'a T>),
) {
    let mut olds: Vec<&T> = olds.iter().collect();
    for new in news {
        let at = olds.iter().position(|old| old_name(old) == new_name(new));
        tell(at.map(|at| olds.remove(at)), Some(new));
    }
    olds.into_iter().for_each(|old| tell(Some(old), None));
}
