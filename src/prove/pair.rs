//! Two benchmarks over one space of cases: which tiers each gives, where both meet. Knows nothing of what is asked of the two.

use super::benchmark::{Lowered, Question};
use super::cover::{Gaps, TooLong};
use super::cube::{Cube, absorb};
use super::dnf::CUBE_LIMIT;
use super::examine::{Examined, Examiner, Witness};
use super::space::{Formula, Space};
use crate::engine::{Probe, Selected};
use crate::input::CaseFacts;
use crate::model::{Benchmark, BenchmarkId, FactId, HitPolicy, Model};
use crate::report::Truth;

/// The cases that get the same tiers of a benchmark.
#[derive(Debug, Clone)]
pub(super) struct Class {
    /// Indices of tiers, ascending; one, but for tiers that overlap.
    pub(super) tiers: Vec<usize>,
    /// Its cases.
    pub(super) cubes: Vec<Cube>,
}

/// What one of the two says of a part of the cases.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Answer {
    /// These tiers.
    Tiers(Vec<usize>),
    /// It applies, and no tier fits.
    Gap,
    /// It does not apply.
    Apart,
}

/// The formulas of two benchmarks in one space.
pub(super) struct PairSpace<'m> {
    pub(super) space: Space<'m>,
    lowered: [Lowered; 2],
    ids: [BenchmarkId; 2],
    facts: Vec<FactId>,
}

/// Two benchmarks in one frozen space.
pub(super) struct Pair<'q, 'm> {
    pub(super) one: Question<'q, 'm>,
    pub(super) other: Question<'q, 'm>,
    facts: &'q [FactId],
}

impl<'m> PairSpace<'m> {
    pub(super) fn of(model: &'m Model, one: BenchmarkId, other: BenchmarkId) -> Self {
        let mut space = Space::of(model, other);
        let lowered = [Lowered::of(&mut space, &model[one]), Lowered::of(&mut space, &model[other])];
        let mut facts = model[other].facts.clone();
        facts.extend(model[one].facts.iter().filter(|fact| !model[other].facts.contains(fact)));
        Self { space, lowered, ids: [one, other], facts }
    }

    pub(super) fn pair(&self) -> Pair<'_, 'm> {
        let [one, other] = self.ids;
        let [first, second] = &self.lowered;
        Pair { one: Question::new(&self.space, one, first), other: Question::new(&self.space, other, second), facts: &self.facts }
    }
}

/// A condition of a benchmark comes to more cubes than can be looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TooWide;

impl Pair<'_, '_> {
    /// The parts of the space on which both give one answer each, the answers that both are `Apart` left out.
    pub(super) fn parts(&self) -> Result<Vec<(Answer, Answer, Vec<Cube>)>, TooWide> {
        if !self.one.exact_base || !self.other.exact_base {
            return Err(TooWide);
        }
        let (ones, others) = (classes(&self.one)?, classes(&self.other)?);
        let layout = self.one.layout();
        let mut parts = Vec::new();
        for a in &ones {
            for b in &others {
                let mut both: Vec<Cube> = a.cubes.iter().flat_map(|x| b.cubes.iter().filter_map(|y| layout.intersect(x, y))).collect();
                absorb(&mut both);
                if !both.is_empty() {
                    parts.push((Answer::Tiers(a.tiers.clone()), Answer::Tiers(b.tiers.clone()), both));
                }
            }
        }
        let flat = |classes: &[Class]| -> Vec<Cube> { classes.iter().flat_map(|c| c.cubes.iter().cloned()).collect() };
        for a in &ones {
            for (answer, cubes) in left(&self.other, &a.cubes, flat(&others))? {
                parts.push((Answer::Tiers(a.tiers.clone()), answer, cubes));
            }
        }
        for b in &others {
            for (answer, cubes) in left(&self.one, &b.cubes, flat(&ones))? {
                parts.push((answer, Answer::Tiers(b.tiers.clone()), cubes));
            }
        }
        Ok(parts)
    }

    /// A case in a part, on which the evaluator gives these answers.
    pub(super) fn shown(&self, part: &Cube, answers: (&Answer, &Answer)) -> Result<Option<Witness>, TooWide> {
        self.shown_where(part, answers, &|_| Truth::True)
    }

    /// As [`Pair::shown`], and the evaluator says that something more holds of the case.
    pub(super) fn shown_where(
        &self,
        part: &Cube,
        answers: (&Answer, &Answer),
        also: &dyn Fn(&CaseFacts) -> Truth,
    ) -> Result<Option<Witness>, TooWide> {
        let examiner = Examiner { space: self.one.space, layout: self.one.layout(), facts: self.facts };
        let confirm = |facts: &CaseFacts| match (gives(&self.one, facts, answers.0), gives(&self.other, facts, answers.1)) {
            (Truth::True, Truth::True) => also(facts),
            (Truth::False, _) | (_, Truth::False) => Truth::False,
            _ => Truth::Unknown,
        };
        match examiner.examine(part, &confirm) {
            Examined::Impossible => Ok(None),
            Examined::Shown(witness) => Ok(Some(witness)),
            Examined::Contradicted(_) | Examined::Unresolved => Err(TooWide),
        }
    }

    /// The cases of a part for which a formula is `wanted`.
    pub(super) fn within(&self, formula: &Formula, wanted: bool, part: Vec<Cube>) -> Result<Vec<Cube>, TooWide> {
        self.one.cubes.within(formula, wanted, part).map_err(|_| TooWide)
    }
}

/// Whether the evaluator gives an answer.
fn gives(question: &Question<'_, '_>, facts: &CaseFacts, answer: &Answer) -> Truth {
    let applies = question.benchmark.applies.as_ref().map(|c| Probe::new(question.model).truth(c, facts, None));
    match (applies, answer) {
        (Some(Ok(Truth::False)), Answer::Apart) => return Truth::True,
        (Some(Ok(Truth::False)), _) | (None | Some(Ok(Truth::True)), Answer::Apart) => return Truth::False,
        (Some(Ok(Truth::Unknown) | Err(_)), _) => return Truth::Unknown,
        (None | Some(Ok(Truth::True)), _) => {}
    }
    question.selected(facts, |selected| match (selected, answer) {
        (Selected::Tiers(tiers) | Selected::Conflict(tiers), Answer::Tiers(wanted)) => {
            let mut tiers = tiers.clone();
            tiers.sort_unstable();
            tiers == *wanted
        }
        (Selected::None, Answer::Gap) => true,
        _ => false,
    })
}

/// The cases of `cubes` under none of `by`, told apart by whether the benchmark applies.
fn left(question: &Question<'_, '_>, cubes: &[Cube], by: Vec<Cube>) -> Result<Vec<(Answer, Vec<Cube>)>, TooWide> {
    let layout = question.layout();
    let mut gaps = Gaps::new(layout, cubes.to_vec(), by, false);
    let (mut gap, mut apart) = (Vec::new(), Vec::new());
    loop {
        match gaps.next() {
            Ok(None) => break,
            Ok(Some(part)) => {
                let wide = gaps.widened(&part);
                let within = cubes.iter().find(|c| super::cube::Layout::contains(c, &part));
                let wide = within.and_then(|c| layout.intersect(c, &wide)).unwrap_or(part);
                let inside: Vec<Cube> = question.base.iter().filter_map(|base| layout.intersect(base, &wide)).collect();
                let mut outside = vec![wide.clone()];
                for base in &question.base {
                    outside = outside.iter().flat_map(|cube| layout.without(cube, base)).collect();
                    if outside.len() > CUBE_LIMIT {
                        return Err(TooWide);
                    }
                }
                gap.extend(inside);
                apart.extend(outside);
                gaps.cover(wide);
                if gap.len() + apart.len() > CUBE_LIMIT {
                    return Err(TooWide);
                }
            }
            Err(TooLong) => return Err(TooWide),
        }
    }
    absorb(&mut gap);
    absorb(&mut apart);
    Ok([(Answer::Gap, gap), (Answer::Apart, apart)].into_iter().filter(|(_, cubes)| !cubes.is_empty()).collect())
}

/// The cases that get a tier, by the tiers they get.
fn classes(question: &Question<'_, '_>) -> Result<Vec<Class>, TooWide> {
    let count = question.tiers.len();
    match question.benchmark.hit {
        HitPolicy::First | HitPolicy::Gravest => (0..count)
            .map(|tier| Ok(Class { tiers: vec![tier], cubes: question.settled(tier).ok_or(TooWide)? }))
            .filter(|class| class.as_ref().map_or(true, |c| !c.cubes.is_empty()))
            .collect(),
        HitPolicy::Unique | HitPolicy::Collect => {
            let mut classes: Vec<Class> = Vec::new();
            for (tier, own) in question.tiers.iter().enumerate() {
                let own = own.as_ref().ok_or(TooWide)?;
                let mut rest = own.clone();
                let mut made = Vec::new();
                for class in &mut classes {
                    let layout = question.layout();
                    let mut both: Vec<Cube> = class.cubes.iter().flat_map(|a| own.iter().filter_map(|b| layout.intersect(a, b))).collect();
                    if both.is_empty() {
                        continue;
                    }
                    absorb(&mut both);
                    class.cubes = without(question, &class.cubes, &both)?;
                    rest = without(question, &rest, &both)?;
                    let tiers = class.tiers.iter().copied().chain([tier]).collect();
                    made.push(Class { tiers, cubes: both });
                }
                classes.extend(made);
                classes.push(Class { tiers: vec![tier], cubes: rest });
                classes.retain(|class| !class.cubes.is_empty());
            }
            Ok(classes)
        }
    }
}

fn without(question: &Question<'_, '_>, cubes: &[Cube], others: &[Cube]) -> Result<Vec<Cube>, TooWide> {
    let mut cubes = cubes.to_vec();
    for other in others {
        cubes = cubes.iter().flat_map(|cube| question.layout().without(cube, other)).collect();
        if cubes.len() > CUBE_LIMIT {
            return Err(TooWide);
        }
    }
    Ok(cubes)
}

/// The tiers of an answer.
pub(super) fn tiers_of<'b>(benchmark: &'b Benchmark, answer: &Answer) -> Vec<&'b crate::model::Tier> {
    match answer {
        Answer::Tiers(tiers) => tiers.iter().filter_map(|tier| benchmark.tiers.get(*tier)).collect(),
        Answer::Gap | Answer::Apart => Vec::new(),
    }
}
