//! Two versions of a rule base, set by set: what was added, removed or changed in meaning.

use serde::Serialize;

use super::difference::{self, BenchmarkDifference, BenchmarkStatus};
use super::dnf::Cubes;
use super::examine::{Examined, Examiner};
use super::space::{Formula, Space};
use super::{fingerprint, words};
use crate::engine::Probe;
use crate::input::CaseFacts;
use crate::law::{Date, date};
use crate::model::{Circumstance, Condition, ConditionKind, Effect, Item, Modality, Model, Procedure, RuleSetVersion, SetId};
use crate::report::Truth;

/// How two versions of a rule base differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// One for each rule set, in order of name.
    pub sets: Vec<SetDifference>,
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
    /// Its benchmarks, in the order of the new version, those that are gone at the end.
    pub benchmarks: Vec<BenchmarkDifference>,
    /// Its circumstances, procedure rules and range rule, those that differ.
    pub rules: Vec<RuleDifference>,
    /// What the versions say of acts of before: told when the new one comes into force later (行政处罚法 art. 37).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old_acts: Option<String>,
}

/// A version of a rule set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SetVersion {
    /// 版本
    pub version: String,
    /// 施行
    pub effective: Date,
}

/// How a rule that bears on many benchmarks differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RuleDifference {
    /// 情节, 程序 or 幅度规则
    pub kind: &'static str,
    /// Its name.
    pub name: String,
    /// How the comparison ended.
    pub status: BenchmarkStatus,
    /// The cases for which it holds in one version only.
    pub changes: Vec<RuleChange>,
    /// What else changed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
}

/// Cases for which a rule changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RuleChange {
    /// Which cases.
    pub region: String,
    /// What the old version says of them.
    pub old: String,
    /// What the new version says of them.
    pub new: String,
    /// A case of the region.
    pub example: String,
}

impl Difference {
    /// Whether anything differs or might.
    #[must_use]
    pub fn differs(&self) -> bool {
        self.sets.iter().any(SetDifference::differs)
    }
}

impl SetDifference {
    /// Whether anything differs or might, the number of the version and its dates aside.
    #[must_use]
    pub fn differs(&self) -> bool {
        self.old.is_none() || self.new.is_none() || !self.rules.is_empty() || self.benchmarks.iter().any(BenchmarkDifference::differs)
    }
}

/// Compares the rule sets of a model that are old with those that are new.
pub(crate) fn difference(model: &Model, is_old: &dyn Fn(&RuleSetVersion) -> bool) -> Difference {
    let of = |wanted: bool| -> Vec<SetId> {
        let ids = (0u32..).zip(&model.sets).filter(|(_, set)| is_old(set) == wanted).map(|(at, _)| SetId(at));
        ids.collect()
    };
    let (mut olds, news) = (of(true), of(false));
    let mut sets = Vec::new();
    for pass in [Matching::Version, Matching::Name] {
        let mut open = Vec::new();
        for new in if pass == Matching::Version { news.clone() } else { unmatched(&news, &sets) } {
            let same = |old: &SetId| {
                let (old, new) = (&model[*old], &model[new]);
                old.name == new.name && (pass == Matching::Name || old.version == new.version)
            };
            // Of several versions the last is the one that the new one follows.
            match olds.iter().rposition(same) {
                Some(at) => sets.push((Some(olds.remove(at)), Some(new))),
                None => open.push(new),
            }
        }
        if pass == Matching::Name {
            sets.extend(open.into_iter().map(|new| (None, Some(new))));
        }
    }
    sets.extend(olds.into_iter().map(|old| (Some(old), None)));
    let mut sets: Vec<SetDifference> = sets.into_iter().map(|(old, new)| set(model, old, new)).collect();
    sets.sort_by(|a, b| a.name.cmp(&b.name));
    Difference { sets }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Matching {
    /// the same name and version
    Version,
    /// the same name
    Name,
}

fn unmatched(news: &[SetId], sets: &[(Option<SetId>, Option<SetId>)]) -> Vec<SetId> {
    news.iter().copied().filter(|new| !sets.iter().any(|(_, matched)| *matched == Some(*new))).collect()
}

fn set(model: &Model, old: Option<SetId>, new: Option<SetId>) -> SetDifference {
    let version = |id: SetId| SetVersion { version: model[id].version.clone(), effective: model[id].effective };
    let benchmarks = |id: Option<SetId>| id.map_or(&[][..], |id| &model[id].benchmarks);
    let mut differences = Vec::new();
    for id in benchmarks(new) {
        let before = benchmarks(old).iter().find(|b| model[**b].name == model[*id].name);
        differences.push(match before {
            Some(before) => difference::benchmarks(model, *before, *id),
            None => BenchmarkDifference::only(&model[*id], BenchmarkStatus::Added),
        });
    }
    for id in benchmarks(old) {
        if !benchmarks(new).iter().any(|b| model[*b].name == model[*id].name) {
            differences.push(BenchmarkDifference::only(&model[*id], BenchmarkStatus::Removed));
        }
    }
    let name = new.or(old).map_or_else(String::new, |id| model[id].name.clone());
    let old_acts = old.zip(new).filter(|(old, new)| model[*new].effective > model[*old].effective).map(|(_, new)| {
        let day = date::display(model[new].effective);
        format!("{day}以前的行为在{day}以后作出决定的,处罚变轻的适用新版本,变重和不变的适用旧版本(《中华人民共和国行政处罚法》第三十七条)")
    });
    SetDifference { name, old: old.map(version), new: new.map(version), benchmarks: differences, rules: rules(model, old, new), old_acts }
}

fn rules(model: &Model, old: Option<SetId>, new: Option<SetId>) -> Vec<RuleDifference> {
    let (Some(old), Some(new)) = (old, new) else { return Vec::new() };
    let mut found = Vec::new();
    let of = |id: SetId| model.circumstances.iter().filter(move |c| c.set == id);
    pairs(of(old), of(new), |c| &c.name, &mut |before, after| {
        found.push(match (before, after) {
            (Some(before), Some(after)) => circumstance(model, before, after),
            (before, after) => only("情节", before.or(after).map_or("", |c| &c.name), after.is_some()),
        });
    });
    let of = |id: SetId| model.procedures.iter().filter(move |p| p.set == id);
    pairs(of(old), of(new), |p| &p.name, &mut |before, after| {
        found.push(match (before, after) {
            (Some(before), Some(after)) => procedure(model, before, after),
            (before, after) => only("程序", before.or(after).map_or("", |p| &p.name), after.is_some()),
        });
    });
    let rule = |id: SetId| model[id].range_rule.map(|id| &model[id]);
    let changed = match (rule(old), rule(new)) {
        (None, None) => None,
        (Some(_), None) => Some(only("幅度规则", "", false)),
        (None, Some(_)) => Some(only("幅度规则", "", true)),
        (Some(before), Some(after)) => {
            let same = before.base == after.base
                && before.bands == after.bands
                && before.upper_only == after.upper_only
                && before.combination == after.combination;
            let notes = vec!["从轻、从重、减轻的幅度或者并存时的取法变了".to_owned()];
            (!same).then(|| RuleDifference {
                kind: "幅度规则",
                name: after.name.clone(),
                status: BenchmarkStatus::Changed,
                changes: Vec::new(),
                notes,
            })
        }
    };
    found.extend(changed);
    if model[old].rounding != model[new].rounding {
        let notes = vec!["罚款的取整变了".to_owned()];
        found.push(RuleDifference { kind: "取整", name: String::new(), status: BenchmarkStatus::Changed, changes: Vec::new(), notes });
    }
    found.retain(|rule| rule.status != BenchmarkStatus::Same || !rule.notes.is_empty());
    found
}

/// Those of one name together, in the order of the new ones, the old ones that are gone at the end.
fn pairs<'a, T: 'a>(
    olds: impl Iterator<Item = &'a T>,
    news: impl Iterator<Item = &'a T>,
    name: impl Fn(&T) -> &String,
    tell: &mut dyn FnMut(Option<&'a T>, Option<&'a T>),
) {
    let mut olds: Vec<&T> = olds.collect();
    for new in news {
        let at = olds.iter().position(|old| name(old) == name(new));
        tell(at.map(|at| olds.remove(at)), Some(new));
    }
    olds.into_iter().for_each(|old| tell(Some(old), None));
}

fn only(kind: &'static str, name: &str, added: bool) -> RuleDifference {
    let status = if added { BenchmarkStatus::Added } else { BenchmarkStatus::Removed };
    RuleDifference { kind, name: name.to_owned(), status, changes: Vec::new(), notes: Vec::new() }
}

fn effects(circumstance: &Circumstance) -> String {
    let word = match circumstance.modality {
        Modality::Shall => "应当",
        Modality::May => "可以",
    };
    let effect = |effect: &Effect| match effect {
        Effect::Waive => "不予处罚",
        Effect::Mitigate => "减轻处罚",
        Effect::Lighten => "从轻处罚",
        Effect::Aggravate => "从重处罚",
    };
    format!("{word}{}", circumstance.effects.iter().map(effect).collect::<Vec<_>>().join("或者"))
}

fn circumstance(model: &Model, old: &Circumstance, new: &Circumstance) -> RuleDifference {
    let mut rule =
        RuleDifference { kind: "情节", name: new.name.clone(), status: BenchmarkStatus::Same, changes: Vec::new(), notes: Vec::new() };
    if effects(old) != effects(new) {
        rule.notes.push(format!("由{}改为{}", effects(old), effects(new)));
    }
    let named = |c: &Circumstance| c.only_for.as_ref().map(|ids| ids.iter().map(|id| model[*id].name.clone()).collect::<Vec<_>>());
    if named(old) != named(new) {
        rule.notes.push("适用于哪些基准变了".to_owned());
    }
    compare(model, (&old.condition, "成立"), (&new.condition, "成立"), "不成立", &mut rule);
    rule
}

/// When a procedure rule is violated.
fn violated(procedure: &Procedure) -> Condition {
    let item = |condition: Condition| Item { label: None, condition };
    let unmet = Condition { kind: ConditionKind::Not(Box::new(procedure.must.clone())), span: procedure.must.span };
    let items = procedure.condition.iter().cloned().chain([unmet]).map(item).collect();
    Condition { kind: ConditionKind::All(items), span: procedure.must.span }
}

fn procedure(model: &Model, old: &Procedure, new: &Procedure) -> RuleDifference {
    let mut rule =
        RuleDifference { kind: "程序", name: new.name.clone(), status: BenchmarkStatus::Same, changes: Vec::new(), notes: Vec::new() };
    if old.severity != new.severity {
        rule.notes.push("级别变了".to_owned());
    }
    compare(model, (&violated(old), "违反"), (&violated(new), "违反"), "不违反", &mut rule);
    rule
}

/// The cases in which one of two conditions holds and the other does not.
fn compare(model: &Model, old: (&Condition, &str), new: (&Condition, &str), not: &str, rule: &mut RuleDifference) {
    if fingerprint::condition(model, old.0) != fingerprint::condition(model, new.0) {
        let mut space = Space::new(model);
        let formulas = (space.lower(old.0), space.lower(new.0));
        space.freeze();
        let cubes = Cubes::new(&space);
        let mut facts = Vec::new();
        fingerprint::facts_of(model, old.0, &mut facts);
        fingerprint::facts_of(model, new.0, &mut facts);
        let examiner = Examiner { space: &space, layout: &cubes.layout, facts: &facts };
        let probe = Probe::new(model);
        for gone in [true, false] {
            let (held, lacks) = if gone { (old.0, new.0) } else { (new.0, old.0) };
            let (holds, fails) = if gone { (&formulas.0, &formulas.1) } else { (&formulas.1, &formulas.0) };
            let formula = Formula::all(vec![holds.clone(), fails.clone().not()]);
            let Ok(regions) = cubes.of(&formula) else {
                rule.notes.push("条件太复杂,不能逐一比较".to_owned());
                continue;
            };
            let confirm = |facts: &CaseFacts| {
                let truth = |c: &Condition| probe.truth(c, facts, None).unwrap_or(Truth::Unknown);
                match (truth(held), truth(lacks)) {
                    (Truth::True, Truth::False) => Truth::True,
                    (Truth::Unknown, _) | (_, Truth::Unknown) => Truth::Unknown,
                    _ => Truth::False,
                }
            };
            for region in regions.iter().take(difference::CHANGE_LIMIT) {
                let named = words::region(&space, &cubes.layout, region);
                match examiner.examine(region, &confirm) {
                    Examined::Impossible => {}
                    Examined::Shown(case) => rule.changes.push(RuleChange {
                        region: named,
                        old: if gone { old.1 } else { not }.to_owned(),
                        new: if gone { not } else { new.1 }.to_owned(),
                        example: words::case(model, &case.facts),
                    }),
                    Examined::Contradicted(_) | Examined::Unresolved => rule.notes.push(format!("{named}时是否有变化,未能判定")),
                }
            }
        }
    }
    if !rule.changes.is_empty() || !rule.notes.is_empty() {
        rule.status = BenchmarkStatus::Changed;
    }
}
