//! Two conditions compared by meaning: the cases in which one holds and the other does not.

use serde::Serialize;

use super::difference::CHANGE_LIMIT;
use super::dnf::{CUBE_LIMIT, Cubes};
use super::examine::{Examined, Examiner};
use super::space::{Formula, Space};
use super::{fingerprint, words};
use crate::engine::Probe;
use crate::input::CaseFacts;
use crate::model::{Condition, Model};
use crate::report::Truth;

/// Cases for which a rule holds in one version only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RuleChange {
    /// Which cases.
    pub region: String,
    /// What the old version says of them.
    pub old: String,
    /// What the new version says of them.
    pub new: String,
    /// A case of the region; the evaluator was asked about both conditions.
    pub example: String,
}

/// How two conditions differ.
#[derive(Debug, Clone, Default)]
pub(crate) struct ConditionsDiffer {
    /// The cases in which only one holds; none and nothing undecided is proved to be none.
    pub(crate) changes: Vec<RuleChange>,
    /// What could not be decided.
    pub(crate) undecided: Vec<String>,
}

/// Compares two conditions of one model; `words` name what holds and what does not.
pub(crate) fn conditions(model: &Model, old: &Condition, new: &Condition, (holds, fails): (&str, &str)) -> ConditionsDiffer {
    let mut found = ConditionsDiffer::default();
    if fingerprint::condition(model, old) == fingerprint::condition(model, new) {
        return found;
    }
    let mut space = Space::new(model);
    let formulas = [space.lower(old), space.lower(new)];
    space.freeze();
    let cubes = Cubes::new(&space);
    let mut facts = Vec::new();
    fingerprint::facts_of(model, old, &mut facts);
    fingerprint::facts_of(model, new, &mut facts);
    let examiner = Examiner { space: &space, layout: &cubes.layout, facts: &facts };
    let probe = Probe::new(model);
    let [before, after] = formulas;
    for (held, lacks, formula, said) in [
        (old, new, Formula::all(vec![before.clone(), after.clone().not()]), (holds, fails)),
        (new, old, Formula::all(vec![after, before.not()]), (fails, holds)),
    ] {
        let Some(regions) = cubes.of(&formula).ok().and_then(|regions| cubes.layout.apart(&regions, CUBE_LIMIT)) else {
            found.undecided.push("条件太复杂,不能逐一比较".to_owned());
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
        if regions.len() > CHANGE_LIMIT {
            found.undecided.push(format!("还有 {} 处没有逐一列出", regions.len() - CHANGE_LIMIT));
        }
        for region in regions.iter().take(CHANGE_LIMIT) {
            let named = words::region(&space, &cubes.layout, region);
            match examiner.examine(region, &confirm) {
                Examined::Impossible => {}
                Examined::Shown(case) => found.changes.push(RuleChange {
                    region: named,
                    old: said.0.to_owned(),
                    new: said.1.to_owned(),
                    example: words::case(model, &case.facts),
                }),
                Examined::Contradicted(_) | Examined::Unresolved => found.undecided.push(format!("{named}时是否有变化,未能判定")),
            }
        }
    }
    found
}
