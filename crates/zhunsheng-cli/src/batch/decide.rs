//! A row to what it came to. Everything it knows of law it asks of the engine, in one place.

use std::collections::{BTreeSet, HashMap};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::{Arc, RwLock};

use zhunsheng::diagnostic::{Language, Severity};
use zhunsheng::engine::{CaseKey, Engine, Keys};
use zhunsheng::input::{Binder, BoundSubmission, Expected, FlatBinder, InputProblem, Missing, Mistake, ReadError, Value};
use zhunsheng::model::{BenchmarkId, FactId, Given, Model, ProposedPenalty, Type, Verdict};
use zhunsheng::report::{self, Decision, DecisionOutcome, ImposedGroup, ImposedMeasure, MoneyRange, TierStatus, Truth};

use super::audit::{Digest, Grade, Sentence};
use super::imposed::{self, Imposed};
use super::line::{Came, Decided, Line, Problem};
use super::source::{CASE, Raw};
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
    /// The same, one for each version.
    named: Vec<BenchmarkId>,
    /// The facts that make two cases the same.
    same: Vec<FactId>,
    language: Language,
    keys: Keys,
    /// What cases of each key come to: all of a line but what is its own.
    known: RwLock<HashMap<CaseKey, Arc<Came>>>,
    kept: usize,
}

impl Decider {
    /// `same` names facts; none are all that benchmarks declare but dates, which no two cases share.
    pub(crate) fn new(engine: Engine, benchmark: Option<&str>, same: &[&str], context: &Context) -> Result<Decider, Trouble> {
        let model = engine.model();
        if let Some(name) = benchmark.filter(|name| !model.benchmark_ids().any(|id| is_named(model, id, name))) {
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
        let named = match &benchmark {
            Some(name) => model.benchmark_ids().filter(|id| is_named(model, *id, name)).collect(),
            None => Vec::new(),
        };
        let known = RwLock::default();
        // Of tiers that do not apply a line says nothing.
        let engine = engine.explaining(0);
        let language = context.language;
        Ok(Decider { binder, imposed, benchmark, named, same: facts, language, engine, keys, known, kept: KEPT })
    }

    /// The names over columns under which no case has anything, each with what is wrong with it.
    pub(crate) fn strangers<'n>(&self, names: &'n [String]) -> Vec<(&'n str, InputProblem)> {
        let model = self.engine.model();
        let wrong = |name: &'n String| {
            // A fact of any type may be unknown, so that only the name can be wrong.
            let case: Value = [(name.as_str(), Value::from("未知"))].into_iter().collect();
            let case = self.imposed.put_right(case).ok()?;
            let problems = self.binder.bind(model, &case, Missing::Unknown).err()?;
            let problem = problems.into_iter().find(|problem| match problem.mistake() {
                Mistake::UnknownFact { .. } | Mistake::UnknownKey { .. } | Mistake::Derived { .. } => true,
                // 拟处罚.罚金; what the column of a whole penalty says is the rows' to tell.
                Mistake::UnknownPenalty { .. } => self.imposed.column(name).is_some_and(|part| !part.is_empty()),
                Mistake::WrongType { expected, .. } => matches!(expected, Expected::Record(_)),
                _ => false,
            });
            problem.map(|problem| (name.as_str(), problem))
        };
        names.iter().filter_map(wrong).collect()
    }

    /// Who decides rows, one after the other.
    pub(crate) fn worker(&self) -> Worker<'_> {
        Worker { decider: self, flat: self.binder.flat(self.engine.model()), penalties: HashMap::new() }
    }

    /// What a case came to that was read, or was not.
    fn slowly(&self, raw: &Raw, case: Result<Value, ReadError>) -> Line {
        let known = case.as_ref().ok().and_then(number);
        let case = match self.put_right(case) {
            Ok(case) => case,
            Err(problem) => return Line::bad(raw.row, known.or_else(|| raw.number()), vec![problem]),
        };
        match self.bind(&case).and_then(|bound| self.decided(raw.row, &bound)) {
            Ok(line) => line,
            Err(errors) => Line::bad(raw.row, known, errors),
        }
    }

    /// A case with its penalty and its benchmark under the keys that cases know them by.
    fn put_right(&self, case: Result<Value, ReadError>) -> Result<Value, Problem> {
        let unread = |error: ReadError| {
            let place = error.place().map(|place| format!("{}:{}", place.line, place.column)).unwrap_or_default();
            Problem { code: Some(error.code()), pointer: place, message: error.message(self.language) }
        };
        let mut case = case.and_then(|case| self.imposed.put_right(case)).map_err(unread)?;
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
    fn decided(&self, row: u64, bound: &BoundSubmission) -> Result<Line, Vec<Problem>> {
        let key = self.keys.of(bound);
        let known = self.known.read().ok().and_then(|known| known.get(&key).map(Arc::clone));
        let came = match known {
            Some(came) => came,
            None => {
                let came = Arc::new(self.afresh(bound)?);
                if let Ok(mut known) = self.known.write()
                    && known.len() < self.kept
                {
                    known.insert(key, Arc::clone(&came));
                }
                came
            }
        };
        let sentence = match (&bound.proposed, &came.imposed, &came.grade) {
            (Some(penalty), Some(words), Some(grade)) => {
                Some(Sentence { grade: Arc::clone(grade), facts: self.facts(bound), penalty: words.clone(), fine: penalty.fine })
            }
            _ => None,
        };
        Ok(Line { row, case: bound.case.clone(), came, sentence })
    }

    /// What all cases of a key come to.
    fn afresh(&self, bound: &BoundSubmission) -> Result<Came, Vec<Problem>> {
        let report = self
            .engine
            .evaluate(bound)
            .map_err(|error| vec![Problem { code: None, pointer: String::new(), message: told(&error, &self.engine) }])?;
        let decisions: Vec<Decided> = report.decisions.iter().map(decided).collect();
        let mut came = Came {
            findings: report.findings.iter().map(|finding| finding.code.clone()).collect(),
            unknown: report.unknown.iter().map(|unknown| unknown.fact.clone()).collect(),
            grave: report.findings.iter().any(|finding| finding.severity == Severity::Error),
            grade: Grade::of(&decisions).map(Arc::new),
            decisions,
            ..Came::default()
        };
        if let Some((penalty, result)) = bound.proposed.as_ref().zip(report.proposed.as_ref()) {
            came.verdict = result.verdict;
            if result.verdict.is_some_and(|verdict| verdict != Verdict::Fitting) {
                came.reasons.clone_from(&result.reasons);
            }
            came.imposed = Some(imposed::shown(self.engine.model(), penalty));
        }
        Ok(came)
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

/// Whether a benchmark is called so, with or without the name of its rule set.
fn is_named(model: &Model, id: BenchmarkId, name: &str) -> bool {
    let benchmark = &model[id];
    let in_set = || name.strip_suffix(benchmark.name.as_str())?.strip_suffix('/').map(|set| set == model[benchmark.set].name);
    benchmark.name == name || in_set() == Some(true)
}

/// Decides rows one after the other, most of them without a case being made of their cells.
pub(crate) struct Worker<'d> {
    decider: &'d Decider,
    flat: FlatBinder<'d>,
    /// The penalties of cells that were read before; `None` where the binder has something to say of one.
    penalties: HashMap<String, Option<ProposedPenalty>>,
}

/// Penalties that are kept by their words.
const PENALTIES: usize = 1 << 12;

impl Worker<'_> {
    /// What a row came to.
    pub(crate) fn line(&mut self, raw: &Raw) -> Line {
        let decider = self.decider;
        let Some((header, cells)) = raw.cells() else {
            let case = raw.read();
            if let Ok(Value::Object(entries)) = &case
                && let Some(line) = self.quickly(raw.row, entries.iter().map(|(name, value)| (name.as_str(), value)))
            {
                return line;
            }
            return decider.slowly(raw, case);
        };
        let values = header.values(cells);
        let line = values.as_ref().ok().and_then(|values| self.quickly(raw.row, values.iter().map(|(name, value)| (*name, value))));
        let owned = |(name, value): (&str, Value)| (name.to_owned(), value);
        line.unwrap_or_else(|| decider.slowly(raw, values.map(|values| values.into_iter().map(owned).collect())))
    }

    /// What a flat case without a mistake came to.
    fn quickly<'v>(&mut self, row: u64, entries: impl Iterator<Item = (&'v str, &'v Value)> + Clone) -> Option<Line> {
        let decider = self.decider;
        let mut proposed = None;
        for (name, value) in entries.clone() {
            match (decider.imposed.column(name), value) {
                (None, _) => {}
                (Some(""), Value::Text(words)) if proposed.is_none() => proposed = Some(self.penalty(words)?),
                // A penalty in parts, or a second one.
                (Some(_), _) => return None,
            }
        }
        let facts = entries.filter(|(name, _)| decider.imposed.column(name).is_none());
        let bound = self.flat.bind(facts, &decider.named, proposed)?;
        decider.decided(row, bound).ok()
    }

    fn penalty(&mut self, words: &str) -> Option<ProposedPenalty> {
        if let Some(known) = self.penalties.get(words) {
            return known.clone();
        }
        let decider = self.decider;
        let case: Value = [(imposed::KEY, Value::from(words))].into_iter().collect();
        let case = decider.imposed.put_right(case).ok();
        let bound = case.and_then(|case| decider.binder.bind(decider.engine.model(), &case, Missing::Unknown).ok());
        let penalty = bound.and_then(|bound| bound.proposed);
        if self.penalties.len() < PENALTIES {
            self.penalties.insert(words.to_owned(), penalty.clone());
        }
        penalty
    }
}

/// 案号, of a row that could not be bound.
fn number(case: &Value) -> Option<String> {
    let Value::Object(entries) = case else { return None };
    match CASE.iter().find_map(|key| entries.get(*key))? {
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
    use std::collections::HashSet;

    use zhunsheng::RuleSet;
    use zhunsheng::input::BoundSubmission;
    use zhunsheng::law::{Exact, Money};
    use zhunsheng::model::{Given, ProposedPenalty, Value};

    use super::{Decider, Engine, Line, Raw};
    use crate::batch::source::{RowFormat, Source};
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

    const CONTEXT: Context = Context { language: Language::Chinese, format: Format::Text, color: false, jobs: 1 };

    fn engine(rules: &str) -> Engine {
        RuleSet::load(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(rules)).expect("rules").compile()
    }

    fn decider(engine: Engine, benchmark: Option<&str>) -> Decider {
        Decider::new(engine, benchmark, &[], &CONTEXT).unwrap_or_else(|trouble| panic!("{}", trouble.0))
    }

    /// A file of rows, read as `batch` reads it.
    fn rows(name: &str, text: &str) -> Vec<Raw> {
        let path = std::env::temp_dir().join(format!("zhunsheng-rows-{}-{name}", std::process::id()));
        std::fs::write(&path, text).expect("a file");
        let format = RowFormat::of(name).expect("a format");
        let mut source =
            Source::open(&path.display().to_string(), format, &HashSet::new(), &CONTEXT).unwrap_or_else(|trouble| panic!("{}", trouble.0));
        let mut rows = Vec::new();
        while let Some(chunk) = source.chunk().unwrap_or_else(|trouble| panic!("{}", trouble.0)) {
            rows.extend(chunk);
        }
        std::fs::remove_file(path).expect("the file");
        rows
    }

    #[test]
    fn a_row_with_a_penalty_in_words_is_decided_without_a_case_being_made() {
        use zhunsheng::input::Value;
        let decider = decider(engine("tests/data/rules"), Some("私自收费"));
        let mut worker = decider.worker();
        for column in ["实际处罚", "拟处", "imposed", "处罚决定", "拟处罚", "proposed"] {
            let row = [("违法所得", Value::from("2万元")), (column, Value::from("警告, 罚款 3000元"))];
            let line = worker.quickly(1, row.iter().map(|(name, value)| (*name, value)));
            assert_eq!(line.and_then(|line| line.imposed.clone()).as_deref(), Some("警告, 罚款 3000元"), "{column}");
        }
    }

    #[test]
    fn a_row_that_is_decided_quickly_is_what_it_is_as_a_case() {
        let decider = decider(engine("tests/data/rules"), Some("私自收费"));
        // Cells and values, right and wrong, in every column.
        let gains = ["", "0", "999.99元", "1万元", " 5000 ", "无", "未知", "很多", "-1", "1.234", "[1]"];
        let times = ["", "1", "2次", "无", "1.5", "未知"];
        let returned = ["是", "否", "", "也许", "true"];
        let penalties = ["", "警告", "警告, 罚款 3000元", "不予处罚", "不予处罚, 罚款 1元", "流放", "{\"罚款\": 5}"];
        let benchmarks = ["", "私自收费", "私自收费、私自收费", "没有的"];
        let (mut table, mut lines) = ("案号,违法所得,违法次数,主动退还,实际处罚,基准\n".to_owned(), String::new());
        for at in 0..3_000usize {
            let cells = [
                format!("{at}号"),
                gains[at % gains.len()].to_owned(),
                times[at / 3 % times.len()].to_owned(),
                returned[at / 7 % returned.len()].to_owned(),
                penalties[at / 11 % penalties.len()].to_owned(),
                if at % 5 == 0 { benchmarks[at / 5 % benchmarks.len()].to_owned() } else { String::new() },
            ];
            let quoted: Vec<String> = cells.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect();
            table += &(quoted.join(",") + "\n");
            let names = ["案号", "违法所得", "违法次数", "主动退还", "实际处罚", "基准"];
            let given = names.iter().zip(&cells).filter(|(_, cell)| !cell.is_empty());
            let entries: Vec<String> = given
                .map(|(name, cell)| match cell.parse::<u32>() {
                    Ok(number) if at % 2 == 0 => format!("\"{name}\": {number}"),
                    _ => format!("\"{name}\": {}", serde_json::to_string(cell).expect("JSON")),
                })
                .collect();
            lines += &format!("{{{}}}\n", entries.join(", "));
        }
        let (mut quick, mut all) = (0, 0);
        for (name, text) in [("案件.csv", table), ("案件.jsonl", lines)] {
            let mut worker = decider.worker();
            for raw in rows(name, &text) {
                let line = worker.line(&raw);
                let slow = decider.slowly(&raw, raw.read());
                quick += u32::from(line.errors.is_empty());
                all += 1;
                let shown = |line: &Line| {
                    let mut bytes = Vec::new();
                    line.json(&mut bytes).expect("a line");
                    format!(
                        "{} {} {:?} {}",
                        String::from_utf8(bytes).expect("text"),
                        line.grave,
                        line.sentence,
                        serde_json::to_string(&*line.came).expect("JSON")
                    )
                };
                assert_eq!(shown(&line), shown(&slow));
            }
        }
        assert!(quick > 500 && all - quick > 500, "{quick} of {all}");
    }

    #[test]
    fn a_line_that_is_kept_is_the_line_that_is_decided_afresh() {
        let engine = engine("../../rules");
        let (keeping, mut afresh) = (decider(engine.clone(), None), decider(engine.clone(), None));
        afresh.kept = 0;
        let submissions = submissions(&engine);
        let mut compare = |submission: &BoundSubmission| {
            let shown = |decider: &Decider| match decider.decided(1, submission) {
                Ok(line) => {
                    let Line { row, case, came, sentence } = line;
                    format!("{row} {case:?} {} {} {sentence:?}", serde_json::to_string(&*came).expect("a line"), came.grave)
                }
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
