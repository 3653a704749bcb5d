//! A row to what it came to. Everything it knows of law it asks of the engine, in one place.

use std::collections::{BTreeSet, HashMap};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::{Arc, RwLock};

use zhunsheng::diagnostic::{Language, Severity};
use zhunsheng::engine::{CaseKey, Engine, Keys};
use zhunsheng::input::{Binder, BoundSubmission, Missing, ReadError, Value};
use zhunsheng::model::{FactId, Given, Type, Verdict};
use zhunsheng::report::{self, Decision, DecisionOutcome, ImposedGroup, ImposedMeasure, MoneyRange, TierStatus, Truth};

use super::audit::{Digest, Sentence};
use super::imposed::{self, Imposed};
use super::line::{Decided, Line, Problem};
use super::source::Raw;
use crate::output::{Context, Trouble};
use crate::verbs::told;

/// Keys whose answer is kept; rows of further keys are decided each by itself.
const KEPT: usize = 1 << 16;

/// Decides rows by one set of rules; shared by the workers.
pub(crate) struct Decider {
    engine: Engine,
    binder: Binder,
    imposed: Imposed,
    /// The benchmark of rows that name none.
    benchmark: Option<String>,
    /// The facts that make two cases the same.
    same: Vec<FactId>,
    language: Language,
    keys: Keys,
    /// What cases of each key come to: all of a line but what is its own.
    known: RwLock<HashMap<CaseKey, Arc<Line>>>,
    kept: usize,
}

impl Decider {
    /// `same` names facts; none are all that benchmarks declare but dates, which no two cases share.
    pub(crate) fn new(engine: Engine, benchmark: Option<&str>, same: &[&str], context: &Context) -> Result<Decider, Trouble> {
        let model = engine.model();
        let known = |name: &str| model.benchmarks.iter().any(|b| b.name == name || format!("{}/{}", model[b.set].name, b.name) == name);
        if let Some(name) = benchmark.filter(|name| !known(name)) {
            return Err(context.trouble(format!("规则里没有基准「{name}」"), format!("the rules have no benchmark `{name}`")));
        }
        let name = |id: &FactId| model[*id].key.to_string();
        let declared: BTreeSet<FactId> = model.benchmarks.iter().flat_map(|benchmark| benchmark.facts.iter().copied()).collect();
        if let Some(stranger) = same.iter().find(|wanted| !declared.iter().any(|id| name(id) == **wanted)) {
            return Err(context.trouble(format!("基准没有要素「{stranger}」"), format!("no benchmark has a fact `{stranger}`")));
        }
        let compared = |id: &FactId| match same {
            [] => model[*id].field.ty != Type::Date,
            names => names.contains(&name(id).as_str()),
        };
        let facts = declared.into_iter().filter(compared).collect();
        let (binder, imposed) = (Binder::new(model), Imposed::new(model));
        let (keys, benchmark) = (engine.keys(), benchmark.map(str::to_owned));
        let known = RwLock::default();
        Ok(Decider { binder, imposed, benchmark, same: facts, language: context.language, engine, keys, known, kept: KEPT })
    }

    /// What a row came to.
    pub(crate) fn line(&self, raw: &Raw) -> Line {
        let case = match self.read(raw) {
            Ok(case) => case,
            Err(problem) => return Line { row: raw.row, errors: vec![problem], ..Line::default() },
        };
        let decided = self.bind(&case).and_then(|bound| self.decided(&bound));
        let line = decided.unwrap_or_else(|errors| Line { case: number(&case), errors, ..Line::default() });
        Line { row: raw.row, ..line }
    }

    fn read(&self, raw: &Raw) -> Result<Value, Problem> {
        let unread = |error: ReadError| {
            let place = error.place().map(|place| format!("{}:{}", place.line, place.column)).unwrap_or_default();
            Problem { code: Some(error.code()), pointer: place, message: error.message(self.language) }
        };
        let mut case = raw.read().and_then(|case| self.imposed.put_right(case)).map_err(unread)?;
        if let (Some(name), Value::Object(entries)) = (&self.benchmark, &mut case)
            && !["基准", "benchmark", "benchmarks", "行为", "acts"].iter().any(|key| entries.contains_key(*key))
        {
            entries.insert("基准".to_owned(), Value::from(name.as_str()));
        }
        Ok(case)
    }

    fn bind(&self, case: &Value) -> Result<BoundSubmission, Vec<Problem>> {
        self.binder.bind(self.engine.model(), case, Missing::Unknown).map_err(|problems| {
            let problem = |problem: &zhunsheng::input::InputProblem| Problem {
                code: Some(problem.code()),
                pointer: problem.pointer().to_owned(),
                message: problem.message(self.language),
            };
            problems.iter().map(problem).collect()
        })
    }

    /// A line, by what cases of its key came to before, or by the engine.
    fn decided(&self, bound: &BoundSubmission) -> Result<Line, Vec<Problem>> {
        let key = self.keys.of(bound);
        let known = self.known.read().ok().and_then(|known| known.get(&key).map(Arc::clone));
        let line = match known {
            Some(line) => line,
            None => {
                let line = Arc::new(self.afresh(bound)?);
                if let Ok(mut known) = self.known.write()
                    && known.len() < self.kept
                {
                    known.insert(key, Arc::clone(&line));
                }
                line
            }
        };
        let mut line = Line { case: bound.case.clone(), ..Line::clone(&line) };
        if let (Some(penalty), Some(words)) = (&bound.proposed, &line.imposed) {
            line.sentence = Sentence::of(&line.decisions, self.facts(bound), words.clone(), penalty.fine);
        }
        Ok(line)
    }

    /// What is the same in the lines of all cases of a key.
    fn afresh(&self, bound: &BoundSubmission) -> Result<Line, Vec<Problem>> {
        let report = self
            .engine
            .evaluate(bound)
            .map_err(|error| vec![Problem { code: None, pointer: String::new(), message: told(&error, &self.engine) }])?;
        let decisions: Vec<Decided> = report.decisions.iter().map(decided).collect();
        let proposed = bound.proposed.as_ref().zip(report.proposed.as_ref());
        let mut line = Line {
            findings: report.findings.iter().map(|finding| finding.code.clone()).collect(),
            unknown: report.unknown.iter().map(|unknown| unknown.fact.clone()).collect(),
            grave: report.findings.iter().any(|finding| finding.severity == Severity::Error),
            decisions,
            ..Line::default()
        };
        if let Some((penalty, result)) = proposed {
            let words = imposed::shown(self.engine.model(), penalty);
            line.verdict = result.verdict;
            if result.verdict.is_some_and(|verdict| verdict != Verdict::Fitting) {
                line.reasons.clone_from(&result.reasons);
            }
            line.imposed = Some(words);
        }
        Ok(line)
    }

    /// A digest of the facts that make two cases the same.
    fn facts(&self, bound: &BoundSubmission) -> Digest {
        let hashed = |seed: u8| {
            let mut hasher = DefaultHasher::new();
            seed.hash(&mut hasher);
            for (at, act) in bound.acts.iter().enumerate() {
                at.hash(&mut hasher);
                for id in &self.same {
                    let given = act.facts.get(*id);
                    if *given != Given::Unknown {
                        (id.index(), given).hash(&mut hasher);
                    }
                }
            }
            hasher.finish()
        };
        Digest(hashed(0), hashed(1))
    }
}

/// 案号, of a row that could not be bound.
fn number(case: &Value) -> Option<String> {
    let Value::Object(entries) = case else { return None };
    match entries.get("案号").or_else(|| entries.get("case"))? {
        Value::Text(text) => Some(text.clone()),
        Value::Number(number) => Some(number.as_str().to_owned()),
        _ => None,
    }
}

fn decided(decision: &Decision) -> Decided {
    let penalties = |imposed: &[ImposedMeasure]| vec![report::show_imposed(imposed)];
    let settled = || (penalties(&decision.imposed), fines(&decision.imposed));
    let applied = decision.circumstances.iter().filter(|found| found.holds == Truth::True && found.applied.is_some());
    let mut circumstances: Vec<String> = applied.map(|found| found.name.clone()).collect();
    let (outcome, tiers, (penalties, fines)) = match &decision.outcome {
        DecisionOutcome::Settled { tiers } => ("settled", tiers.clone(), settled()),
        DecisionOutcome::Possible { tiers, .. } => {
            let possible: Vec<_> = decision.tiers.iter().filter(|tier| tier.status == TierStatus::Possible).collect();
            let words = possible.iter().map(|tier| report::show_imposed(&tier.imposed)).collect();
            ("possible", tiers.clone(), (words, possible.iter().flat_map(|tier| fines(&tier.imposed)).collect()))
        }
        DecisionOutcome::Waived { circumstance, tier } => {
            if !circumstances.contains(circumstance) {
                circumstances.push(circumstance.clone());
            }
            ("waived", tier.iter().cloned().collect(), (vec!["不予处罚".to_owned()], Vec::new()))
        }
        DecisionOutcome::NoTier => ("no-tier", Vec::new(), Default::default()),
        DecisionOutcome::Conflict { tiers } => ("conflict", tiers.clone(), Default::default()),
        DecisionOutcome::NotInForce => ("not-in-force", Vec::new(), Default::default()),
    };
    Decided { benchmark: decision.benchmark.clone(), outcome, tiers, penalties, fines, circumstances }
}

/// The ranges of fines on the party.
fn fines(imposed: &[ImposedMeasure]) -> Vec<MoneyRange> {
    fn collect(groups: &[ImposedGroup], into: &mut Vec<MoneyRange>) {
        for penalty in groups.iter().flat_map(|group| &group.alternatives) {
            into.extend(penalty.fine);
            collect(&penalty.nested, into);
        }
    }
    let mut found = Vec::new();
    for measure in imposed.iter().filter(|measure| measure.target.is_none()) {
        collect(&measure.groups, &mut found);
    }
    found
}

#[cfg(test)]
mod tests {
    use zhunsheng::RuleSet;
    use zhunsheng::input::BoundSubmission;
    use zhunsheng::law::{Exact, Money};
    use zhunsheng::model::{Given, ProposedPenalty, Value};

    use super::Decider;
    use crate::output::{Context, Format};
    use zhunsheng::diagnostic::Language;

    /// Cases of the packs, and the same with other figures and with penalties that were imposed.
    fn submissions(engine: &zhunsheng::engine::Engine) -> Vec<BoundSubmission> {
        let cases = engine.case_ids().into_iter().step_by(6).map(|id| engine.submission_of(id));
        let facts: Vec<_> = engine.model().benchmarks.iter().flat_map(|benchmark| benchmark.facts.iter().copied()).collect();
        let changed = cases.flat_map(|submission| {
            (0..4).map({
                let facts = &facts;
                move |at: i64| {
                    let mut other = submission.clone();
                    other.case = Some(format!("第{at}号"));
                    for act in &mut other.acts {
                        for fact in facts.iter().copied().collect::<std::collections::BTreeSet<_>>() {
                            if let Given::Known(Value::Number(number)) = act.facts.get(fact)
                                && let Some(number) = number.checked_add(Exact::from_int(at / 2))
                            {
                                act.facts.set(fact, Given::Known(Value::Number(number)));
                            }
                        }
                    }
                    if at % 2 == 1 {
                        other.proposed = Some(ProposedPenalty { fine: Some(Money::from_fen(500_000)), ..ProposedPenalty::default() });
                    }
                    other
                }
            })
        });
        changed.collect()
    }

    #[test]
    fn a_line_that_is_kept_is_the_line_that_is_decided_afresh() {
        let rules = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules");
        let engine = RuleSet::load(rules).expect("the packs").compile();
        let context = Context { language: Language::Chinese, format: Format::Text, color: false, jobs: 1 };
        let made = || Decider::new(engine.clone(), None, &[], &context).unwrap_or_else(|trouble| panic!("{}", trouble.0));
        let (keeping, mut afresh) = (made(), made());
        afresh.kept = 0;
        let submissions = submissions(&engine);
        let mut compare = |submission: &BoundSubmission| {
            let shown = |decider: &Decider| match decider.decided(submission) {
                Ok(line) => format!("{} {line:?}", serde_json::to_string(&line).expect("a line")),
                Err(problems) => format!("{problems:?}"),
            };
            assert_eq!(shown(&keeping), shown(&afresh), "{submission:?}");
        };
        submissions.iter().for_each(&mut compare);
        let kept = keeping.known.read().expect("no panic").len();
        assert!(kept > 0, "nothing was kept");
        // Another case number is no other case: nothing of the second pass is new.
        for submission in submissions {
            compare(&BoundSubmission { case: Some("另一号".to_owned()), ..submission });
        }
        assert_eq!(keeping.known.read().expect("no panic").len(), kept);
        assert_eq!(afresh.known.read().expect("no panic").len(), 0);
    }
}
