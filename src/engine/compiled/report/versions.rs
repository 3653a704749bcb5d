//! Which version of a rule set governs an act (从旧兼从轻), with what is looked up for it gathered once.

use std::collections::HashMap;
use std::sync::Arc;

use crate::engine::EvaluationError;
use crate::engine::whole::{DAYS, Days, Decided, severity, step};
use crate::input::CaseFacts;
use crate::law::Date;
use crate::model::{BenchmarkId, FactId, Given, Model, SetId, Value};
use crate::report::{Decision, DecisionOutcome, StepKind, Truth, VersionChoice};

/// The facts that date a case, and the versions of each rule set with their benchmarks.
#[derive(Debug)]
pub(super) struct Versions {
    /// The facts of each of [`DAYS`], the first that is known counting.
    days: [Box<[FactId]>; 3],
    /// By rule set: all its versions, the oldest first.
    of_set: Box<[Arc<[SetId]>]>,
    /// By benchmark: where those of its name are declared, in order.
    declared: Box<[Arc<[(SetId, BenchmarkId)]>]>,
}

impl Versions {
    pub(super) fn new(model: &Model) -> Versions {
        let named = |name: &'static str| {
            let is = move |key: &crate::model::FactKey| matches!(&*key.0, [only] if **only == *name);
            (0u32..).zip(&model.facts).filter(move |(_, fact)| is(&fact.key)).map(|(at, _)| FactId(at))
        };
        let mut by_name: HashMap<&str, Vec<SetId>> = HashMap::new();
        for (at, set) in (0u32..).zip(&model.sets) {
            by_name.entry(&set.name).or_default().push(SetId(at));
        }
        let by_name: HashMap<&str, Arc<[SetId]>> = by_name
            .into_iter()
            .map(|(name, mut sets)| {
                sets.sort_by_key(|set| model[*set].effective);
                (name, sets.into())
            })
            .collect();
        let mut declared: HashMap<&str, Vec<(SetId, BenchmarkId)>> = HashMap::new();
        for (at, set) in (0u32..).zip(&model.sets) {
            for id in &set.benchmarks {
                declared.entry(&model[*id].name).or_default().push((SetId(at), *id));
            }
        }
        let declared: HashMap<&str, Arc<[_]>> = declared.into_iter().map(|(name, places)| (name, places.into())).collect();
        let places = |name: &str| declared.get(name).map_or_else(Arc::default, Arc::clone);
        Versions {
            days: DAYS.map(|key| named(key).collect()),
            of_set: model.sets.iter().map(|set| by_name.get(set.name.as_str()).map_or_else(Arc::default, Arc::clone)).collect(),
            declared: model.benchmarks.iter().map(|benchmark| places(&benchmark.name)).collect(),
        }
    }

    /// The days by which an act is dated.
    pub(super) fn days(&self, facts: &CaseFacts) -> Days {
        self.days.each_ref().map(|among| dated(facts, among))
    }

    /// The benchmark as a version of its rule set has it.
    fn within(&self, benchmark: BenchmarkId, set: SetId) -> Option<BenchmarkId> {
        let places = self.declared.get(benchmark.index())?;
        places.iter().find(|(declared, _)| *declared == set).map(|(_, id)| *id)
    }

    /// Decides under the version that governs.
    pub(super) fn decide(
        &self,
        model: &Model,
        facts: &CaseFacts,
        act: usize,
        id: BenchmarkId,
        mut decide: impl FnMut(BenchmarkId) -> Result<Decided, EvaluationError>,
    ) -> Result<Decided, EvaluationError> {
        let none: Arc<[SetId]> = Arc::default();
        let versions = self.of_set.get(model[id].set.index()).unwrap_or(&none);
        let [began, ended, decision_day] = self.days(facts);
        let act_day = ended.or(began);
        if act_day.is_none() && decision_day.is_none() {
            // Of several of one day the last, as the greatest.
            let newest = versions.iter().copied().max_by_key(|set| model[*set].effective);
            let newest = newest.and_then(|set| self.within(id, set)).unwrap_or(id);
            let mut decided = decide(newest)?;
            note(&mut decided.decision, "案件没有写明行为日期和决定日期,适用最新的版本");
            return Ok(decided);
        }
        let at = |day: Option<Date>| {
            let set = versions.iter().copied().find(|set| day.is_some_and(|day| model[*set].in_force(day)))?;
            self.within(id, set)
        };
        match (at(act_day), at(decision_day)) {
            (Some(old), Some(new)) if old != new => {
                let both = (decide(old)?, decide(new)?);
                Ok(lighter(model, [old, new], both))
            }
            (Some(only), _) => decide(only),
            (None, Some(only)) => {
                let mut decided = decide(only)?;
                if act_day.is_some() {
                    note(&mut decided.decision, "行为时没有施行中的版本,适用决定时的版本");
                }
                Ok(decided)
            }
            (None, None) => Ok(Decided::not_in_force(model, act, id)),
        }
    }
}

/// The first date among facts that the case gives.
fn dated(facts: &CaseFacts, among: &[FactId]) -> Option<Date> {
    among.iter().find_map(|fact| match facts.get(*fact) {
        Given::Known(Value::Date(date)) => Some(*date),
        Given::Known(_) | Given::Absent | Given::Unknown => None,
    })
}

/// 行政处罚法 art. 37: the version at the act governs, unless the later one is lighter.
fn lighter(model: &Model, [old, new]: [BenchmarkId; 2], (at_act, at_decision): (Decided, Decided)) -> Decided {
    use std::cmp::Ordering::{Equal, Greater, Less};
    let label = |id: BenchmarkId| model[model[id].set].version.clone();
    let weight = |decided: &Decided| match &decided.decision.outcome {
        DecisionOutcome::Settled { .. } => Some(severity(&decided.decision.imposed)),
        DecisionOutcome::Waived { .. } => Some(severity(&[])),
        DecisionOutcome::Possible { .. } | DecisionOutcome::NoTier | DecisionOutcome::Conflict { .. } | DecisionOutcome::NotInForce => None,
    };
    let order = weight(&at_act).zip(weight(&at_decision)).map(|(act, decision)| act.cmp(&decision));
    let (old, new) = (label(old), label(new));
    let (governs, reason) = match order {
        Some(Greater) => (Some(new.clone()), format!("决定时的{new}版处罚较轻,从轻适用(行政处罚法第三十七条)")),
        Some(Equal) => (Some(old.clone()), format!("两版处罚相同,适用行为时的{old}版(行政处罚法第三十七条)")),
        Some(Less) => (Some(old.clone()), format!("行为时的{old}版处罚较轻,从旧适用(行政处罚法第三十七条)")),
        None => (None, "两版的结果尚未都确定,还不能比较轻重".to_owned()),
    };
    let (mut governing, other) = if order == Some(Greater) { (at_decision, at_act) } else { (at_act, at_decision) };
    if governs.is_none() {
        let more: Vec<FactId> = other.needed.into_iter().filter(|fact| !governing.needed.contains(fact)).collect();
        governing.needed.extend(more);
    }
    let decision = &mut governing.decision;
    note(decision, &reason);
    decision.version = Some(VersionChoice { at_act: old, at_decision: new, governs, reason, other: Some(Box::new(other.decision)) });
    governing
}

/// Puts what is said of versions before all other steps.
fn note(decision: &mut Decision, text: &str) {
    let rule = (*decision.rule).clone();
    decision.trace.insert(0, step(StepKind::Version, text, Truth::True, rule));
}
