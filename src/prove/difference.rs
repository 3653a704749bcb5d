//! Two versions of rules compared by meaning: for which cases the outcome changes, and whether it becomes lighter or heavier.

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;

use super::cube::{Cube, absorb};
use super::dnf::CUBE_LIMIT;
use super::pair::{Answer, Pair, PairSpace, TooWide, tiers_of};
use super::severity::{Comparison, Direction, compare};
use super::space::Formula;
use super::{fingerprint, words};
use crate::diagnostic::Term;
use crate::engine::Probe;
use crate::input::CaseFacts;
use crate::model::{Benchmark, BenchmarkId, FactId, HitPolicy, Measure, Model};
use crate::report::show_imposed;

/// How many regions of one change are told with their cases; the others are counted.
pub const CHANGE_LIMIT: usize = 16;

/// Which version governs an act of before the new one, decided after it (从旧兼从轻, 行政处罚法 art. 37).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Governs {
    /// 旧版本: the new one is not lighter
    Old,
    /// 新版本: the new one is lighter
    New,
    /// 逐案比较: lighter at one end, heavier at the other, or not comparable
    Compare,
}

impl Governs {
    pub(super) fn of(direction: Direction) -> Governs {
        match direction {
            Direction::Lighter => Governs::New,
            Direction::Heavier | Direction::Same => Governs::Old,
            Direction::Mixed | Direction::Incomparable => Governs::Compare,
        }
    }
}

/// Cases whose outcome changes in one way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OutcomeChange {
    /// Which cases, in the reviewer's words: `违法所得 1000元以上不满2000元`.
    pub region: String,
    /// What the old version gives the example: the tier and the penalty.
    pub old: String,
    /// What the new version gives it.
    pub new: String,
    /// Whether it becomes lighter or heavier, throughout the region.
    pub direction: Direction,
    /// A case of the region, as 设 would write it; both versions were asked about it.
    pub example: String,
    /// Which version governs acts of before the new version; `None` where it comes into force no later, so that there are none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub governs: Option<Governs>,
}

/// Something that changed beside the cases: `{}` tells it in Chinese, `{:#}` in English, the words of the rules as they are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Note {
    /// What changed, in both languages: a part such as 级别 where the note has what it was and is, else all of it in words.
    #[serde(serialize_with = "in_chinese")]
    pub what: Term,
    /// What it was, empty for nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old: Option<String>,
    /// What it is, empty for nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new: Option<String>,
}

/// Data are in Chinese, whatever the language of a run.
fn in_chinese<S: serde::Serializer>(what: &Term, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(what)
}

impl From<Term> for Note {
    fn from(what: Term) -> Self {
        Self { what, old: None, new: None }
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let none = if f.alternate() { "none" } else { "无" };
        let shown = |text: &str| if text.is_empty() { none.to_owned() } else { text.to_owned() };
        match (&self.old, &self.new, f.alternate()) {
            (Some(old), Some(new), false) => write!(f, "{}由「{}」改为「{}」", self.what, shown(old), shown(new)),
            (Some(old), Some(new), true) => write!(f, "{:#} was “{}”, is “{}”", self.what, shown(old), shown(new)),
            (_, _, false) => write!(f, "{}", self.what),
            (_, _, true) => write!(f, "{:#}", self.what),
        }
    }
}

/// How the comparison of a benchmark ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum BenchmarkStatus {
    /// Every case gets the same; proved.
    Same,
    /// Some cases get another outcome.
    Changed,
    /// Only the new version has it.
    Added,
    /// Only the old version has it.
    Removed,
    /// Nothing that differs was found, but not all could be looked at.
    Undecided,
}

/// How two versions of a benchmark differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BenchmarkDifference {
    /// Its name.
    pub name: String,
    /// How the comparison ended.
    pub status: BenchmarkStatus,
    /// The cases whose outcome changes.
    pub changes: Vec<OutcomeChange>,
    /// How many more regions change than are told.
    #[serde(skip_serializing_if = "is_zero")]
    pub more: usize,
    /// What else changed: 依据, 法定幅度.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
    /// What could not be decided, and why.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub undecided: Vec<String>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
pub(super) fn is_zero(count: &usize) -> bool {
    *count == 0
}

impl BenchmarkDifference {
    pub(crate) fn only(name: &str, status: BenchmarkStatus) -> Self {
        Self { name: name.to_owned(), status, changes: Vec::new(), more: 0, notes: Vec::new(), undecided: Vec::new() }
    }

    /// Whether anything differs or might.
    #[must_use]
    pub fn differs(&self) -> bool {
        self.status != BenchmarkStatus::Same || !self.notes.is_empty()
    }
}

/// Compares two benchmarks of one model.
pub(crate) fn benchmarks(model: &Model, old: BenchmarkId, new: BenchmarkId) -> BenchmarkDifference {
    let mut difference = BenchmarkDifference::only(&model[new].name, BenchmarkStatus::Same);
    let clashing = clashing(model, &model[old].facts, &model[new].facts);
    if !clashing.is_empty() {
        difference.undecided.push(format!("要素{}的类型或者选项变了,两个版本的案情不能对应", clashing.join("、")));
    }
    let outcome = Compared::new(model, old, new).run(&mut difference);
    if outcome.is_err() {
        difference.undecided.push("条件的组合太多,不能逐一比较".to_owned());
    }
    difference.status = match (difference.changes.is_empty(), difference.undecided.is_empty()) {
        (false, _) => BenchmarkStatus::Changed,
        (true, true) => BenchmarkStatus::Same,
        (true, false) => BenchmarkStatus::Undecided,
    };
    difference
}

/// Facts of one key that are two, since their declarations differ in type.
pub(super) fn clashing(model: &Model, old: &[FactId], new: &[FactId]) -> Vec<String> {
    let key = |id: &FactId| model[*id].key.to_string();
    let olds: BTreeMap<String, FactId> = old.iter().map(|id| (key(id), *id)).collect();
    let clash = |id: &&FactId| olds.get(&key(id)).is_some_and(|other| other != *id);
    new.iter().filter(clash).map(|id| format!("「{}」", key(id))).collect()
}

struct Compared<'m> {
    model: &'m Model,
    ids: (BenchmarkId, BenchmarkId),
    /// For two answers that both impose something: how their measures compare.
    compared: BTreeMap<(Answer, Answer), Comparison>,
    pair: PairSpace<'m>,
}

impl<'m> Compared<'m> {
    /// Two passes: the first tells which answers meet, the second knows how their fines compare.
    fn new(model: &'m Model, old: BenchmarkId, new: BenchmarkId) -> Self {
        let pair = PairSpace::of(model, old, new);
        Self { model, ids: (old, new), compared: BTreeMap::new(), pair }
    }

    fn run(mut self, difference: &mut BenchmarkDifference) -> Result<(), TooWide> {
        let (old, new) = (&self.model[self.ids.0], &self.model[self.ids.1]);
        self.pair.space.freeze();
        let met: Vec<(Answer, Answer)> = self.pair.pair().parts()?.into_iter().map(|(a, b, _)| (a, b)).collect();
        let mut pair = PairSpace::of(self.model, self.ids.0, self.ids.1);
        for answers in met {
            let (before, after) = (measures(old, &answers.0), measures(new, &answers.1));
            if said(self.model, old, &answers.0) != said(self.model, new, &answers.1) {
                let comparison = compare(&mut pair.space, &before, &after);
                self.compared.insert(answers, comparison);
            }
        }
        pair.space.freeze();
        self.pair = pair;
        let pair = self.pair.pair();
        let mut found: Vec<OutcomeChange> = Vec::new();
        for (a, b, cubes) in pair.parts()? {
            if said(self.model, old, &a) == said(self.model, new, &b) {
                continue;
            }
            let Some(comparison) = self.compared.get(&(a.clone(), b.clone())) else { continue };
            let answers = |benchmark: &Benchmark, answer: &Answer| matches!(answer, Answer::Tiers(_)) && !conflicts(benchmark, answer);
            let answered = answers(old, &a) && answers(new, &b);
            for (direction, cubes) in directions(&pair, comparison, cubes)? {
                // A tier gone or come, or two where one may apply, is no penalty lighter or heavier: the authority must say what applies.
                let direction = if answered { direction } else { Direction::Incomparable };
                let cubes = pair.one.layout().apart(&cubes, CUBE_LIMIT).ok_or(TooWide)?;
                self.tell(&pair, (&a, &b), direction, &cubes, difference, &mut found);
            }
        }
        found.sort_by(|a, b| (a.direction, &a.old, &a.new, &a.region).cmp(&(b.direction, &b.old, &b.new, &b.region)));
        difference.more = found.len().saturating_sub(CHANGE_LIMIT);
        difference.changes = found.into_iter().take(CHANGE_LIMIT).collect();
        Ok(())
    }

    fn tell(
        &self,
        pair: &Pair<'_, '_>,
        answers: (&Answer, &Answer),
        direction: Direction,
        cubes: &[Cube],
        difference: &mut BenchmarkDifference,
        found: &mut Vec<OutcomeChange>,
    ) {
        let same_name = |a: &Answer, b: &Answer| names(pair.one.benchmark, a) == names(pair.other.benchmark, b);
        // The same tier with the same penalty: the fines differ for other cases only.
        if direction == Direction::Same && same_name(answers.0, answers.1) {
            return;
        }
        for cube in cubes {
            let region = words::region(pair.one.space, pair.one.layout(), cube);
            match pair.shown(cube, answers) {
                Ok(None) => {}
                Ok(Some(witness)) => {
                    let change = OutcomeChange {
                        region,
                        old: self.outcome(self.ids.0, answers.0, &witness.whole),
                        new: self.outcome(self.ids.1, answers.1, &witness.whole),
                        direction,
                        example: words::case(self.model, &witness.facts),
                        governs: self.follows().then(|| Governs::of(direction)),
                    };
                    found.push(change);
                }
                Err(TooWide) => difference.undecided.push(format!("{region}的案件能不能出现")),
            }
        }
    }

    /// Whether the new version comes into force later, so that some acts are of before it.
    fn follows(&self) -> bool {
        let effective = |id: BenchmarkId| self.model[self.model[id].set].effective;
        effective(self.ids.1) > effective(self.ids.0)
    }

    /// What a version gives a case, in words.
    fn outcome(&self, id: BenchmarkId, answer: &Answer, facts: &CaseFacts) -> String {
        let benchmark = &self.model[id];
        match answer {
            Answer::Gap => "没有对应的阶次".to_owned(),
            Answer::Apart => "不适用本基准".to_owned(),
            Answer::Tiers(_) => {
                let probe = Probe::new(self.model);
                let shown: Vec<String> = tiers_of(benchmark, answer)
                    .iter()
                    .map(|tier| {
                        let all: Vec<Measure> = tier.measures.iter().chain(&benchmark.common).cloned().collect();
                        let imposed = probe.measures(id, &all, facts).map_or_else(|_| "(不能计算)".to_owned(), |m| show_imposed(&m));
                        format!("{}:{imposed}", tier.name)
                    })
                    .collect();
                let both = if conflicts(benchmark, answer) { "同时符合 " } else { "" };
                format!("{both}{}", shown.join(";"))
            }
        }
    }
}

/// Whether an answer is several tiers where one alone may apply.
fn conflicts(benchmark: &Benchmark, answer: &Answer) -> bool {
    benchmark.hit == HitPolicy::Unique && matches!(answer, Answer::Tiers(tiers) if tiers.len() > 1)
}

/// The parts of the cubes on which the penalty changes in one direction.
fn directions(pair: &Pair<'_, '_>, comparison: &Comparison, cubes: Vec<Cube>) -> Result<Vec<(Direction, Vec<Cube>)>, TooWide> {
    if comparison.fines.is_empty() {
        return Ok(vec![(comparison.fixed, cubes)]);
    }
    let heavier = Formula::any(comparison.fines.iter().map(|(heavier, _)| heavier.clone()).collect());
    let lighter = Formula::any(comparison.fines.iter().map(|(_, lighter)| lighter.clone()).collect());
    let mut parts = Vec::new();
    for (up, down, direction) in [
        (true, false, Direction::Heavier),
        (false, true, Direction::Lighter),
        (true, true, Direction::Mixed),
        (false, false, Direction::Same),
    ] {
        let mut part = pair.within(&heavier, up, cubes.clone())?;
        part = pair.within(&lighter, down, part)?;
        absorb(&mut part);
        if !part.is_empty() {
            parts.push((direction.and(comparison.fixed), part));
        }
    }
    Ok(parts)
}

fn measures<'b>(benchmark: &'b Benchmark, answer: &Answer) -> Vec<&'b Measure> {
    match answer {
        Answer::Tiers(_) => tiers_of(benchmark, answer).iter().flat_map(|tier| &tier.measures).chain(&benchmark.common).collect(),
        Answer::Gap | Answer::Apart => Vec::new(),
    }
}

fn names(benchmark: &Benchmark, answer: &Answer) -> Vec<String> {
    tiers_of(benchmark, answer).iter().map(|tier| tier.name.clone()).collect()
}

/// What an answer says, comparable between versions.
fn said(model: &Model, benchmark: &Benchmark, answer: &Answer) -> (String, Vec<String>, Vec<String>) {
    let kind = match answer {
        Answer::Tiers(_) => "tiers",
        Answer::Gap => "gap",
        Answer::Apart => "apart",
    };
    let by_score = |m: &Measure| super::fines::fines_in(&m.sanction).iter().any(|(f, _)| f.amount == crate::model::FineAmount::ByScore);
    let measures = measures(benchmark, answer);
    let mut said: Vec<String> = measures.iter().map(|m| fingerprint::measures(model, std::slice::from_ref(m))).collect();
    if measures.iter().any(|m| by_score(m)) {
        said.extend(benchmark.factors.as_ref().map(|f| fingerprint::factors(model, f)));
        said.extend(benchmark.statutory.as_ref().map(|s| fingerprint::measures(model, &s.base)));
    }
    (kind.to_owned(), names(benchmark, answer), said)
}
