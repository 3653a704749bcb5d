//! One part of the score in both versions: the space parted by what changed, beside all that the rest can come to.

use std::collections::{BTreeMap, BTreeSet};

use super::matters::{Pair, PairedMatter, Sides};
use super::{ScoreChange, ScoreDirection, ScorePart};
use crate::engine::Probe;
use crate::input::CaseFacts;
use crate::law::Exact;
use crate::model::FactId;
use crate::prove::cover::{Gaps, TooLong};
use crate::prove::cube::{Cube, Layout, absorb};
use crate::prove::difference::CHANGE_LIMIT;
use crate::prove::dnf::{CUBE_LIMIT, Cubes};
use crate::prove::examine::{Examined, Examiner, Witness};
use crate::prove::scorings::totals::{Matter, Moved, State, beyond, states};
use crate::prove::space::{Formula, Space};
use crate::prove::words;
use crate::report::{Score, Truth};

/// How many ways to put what changed beside the rest may be looked at; beyond, a part is undecided.
const COMBINATIONS: usize = 2_000_000;
/// How many cases of the rest are tried beside a region.
const BESIDE: usize = 8;

/// What of a score is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Seen {
    /// The points of an item, by its place among the items of both.
    Item(usize),
    Veto,
    Total,
    Grade,
}

/// What a part comes to in one version.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Value {
    Points(Exact),
    /// The grade, or the grade of a veto; `None` is none.
    Grade(Option<String>),
}

/// In which way a part changes: the cases of one way are told together.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Way {
    By(Exact),
    To(Option<String>, Option<String>),
}

impl Sides<Value> {
    /// `None` where both are the same.
    fn way(&self) -> Option<Way> {
        match (&self.old, &self.new) {
            (old, new) if old == new => None,
            (Value::Points(old), Value::Points(new)) => new.checked_sub(*old).map(Way::By),
            (Value::Grade(old), Value::Grade(new)) => Some(Way::To(old.clone(), new.clone())),
            (Value::Points(_), Value::Grade(_)) | (Value::Grade(_), Value::Points(_)) => None,
        }
    }
}

/// What a case comes to, and the old points by which a region may have to be told.
struct Outcome {
    values: Sides<Value>,
    before: Option<Exact>,
    /// Whether a veto stands over it in both versions, whatever the points.
    vetoed: bool,
}

/// The old points for which a part of the space changes in one way, where it does not for all.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Within {
    /// Nothing where it is so for all points.
    points: Option<(Exact, Exact)>,
    /// Whether only some of the cases with these points do.
    partly: bool,
    /// Whether it is so only where no veto stands over both.
    without_veto: bool,
}

impl Seen {
    pub(super) fn part(self, pair: &Pair<'_>) -> ScorePart {
        match self {
            Seen::Item(at) => ScorePart::Item(pair.items().get(at).map_or_else(String::new, |item| item.name.to_owned())),
            Seen::Veto => ScorePart::Veto,
            Seen::Total => ScorePart::Total,
            Seen::Grade => ScorePart::Grade,
        }
    }

    /// All that this part depends on; `None` where figures do not fit.
    fn matters(self, pair: &Pair<'_>) -> Option<Vec<PairedMatter>> {
        let lines = || -> Option<Vec<PairedMatter>> {
            let all = (0..pair.items().len()).map(|at| pair.lines(at)).collect::<Option<Vec<_>>>()?;
            Some(all.into_iter().flatten().collect())
        };
        Some(match self {
            Seen::Item(at) => pair.lines(at)?,
            Seen::Veto => pair.vetoes(),
            Seen::Total => lines()?,
            Seen::Grade => lines()?.into_iter().chain(pair.vetoes()).collect(),
        })
    }

    /// What both versions say, when this much was moved by what changed and the rest has come to a state.
    fn outcome(self, pair: &Pair<'_>, core: &Sides<Moved>, rest: &State) -> Option<Outcome> {
        let moved = |side: &Moved, item: usize| {
            let of = |moved: &Moved| moved.items.get(&item).copied().unwrap_or(Exact::ZERO);
            of(side).checked_add(of(&rest.open))
        };
        let scores = |at: usize| {
            let moved = Sides { old: moved(&core.old, at)?, new: moved(&core.new, at)? };
            Some(pair.items().get(at)?.scores(moved))
        };
        let veto = || {
            let first = |side: &Moved| [side.veto, rest.open.veto].into_iter().flatten().min();
            pair.vetoed(Sides { old: first(&core.old), new: first(&core.new) })
        };
        let totals = || {
            let mut sums = Sides { old: rest.closed, new: rest.closed };
            for at in open_items(pair, core, rest) {
                let scores = scores(at)?;
                sums = Sides { old: sums.old.checked_add(scores.old)?, new: sums.new.checked_add(scores.new)? };
            }
            let scorings = pair.scorings();
            Some(Sides { old: scorings.old.capped(sums.old), new: scorings.new.capped(sums.new) })
        };
        Some(match self {
            Seen::Item(at) => {
                let scores = scores(at)?;
                Outcome { before: Some(scores.old), values: scores.map(Value::Points), vetoed: false }
            }
            Seen::Veto => Outcome { before: None, values: veto().map(|grade| Value::Grade(grade.map(str::to_owned))), vetoed: false },
            Seen::Total => {
                let totals = totals()?;
                Outcome { before: Some(totals.old), values: totals.map(Value::Points), vetoed: false }
            }
            Seen::Grade => {
                let (totals, vetoed, scorings) = (totals()?, veto(), pair.scorings());
                let of = |scoring: &crate::model::Scoring, total, vetoed: Option<&str>| {
                    let graded = || scoring.grade_of(total).and_then(|at| scoring.grades.get(at)).map(|grade| grade.name.as_str());
                    Value::Grade(vetoed.or_else(graded).map(str::to_owned))
                };
                let values = Sides { old: of(scorings.old, totals.old, vetoed.old), new: of(scorings.new, totals.new, vetoed.new) };
                Outcome { before: Some(totals.old), values, vetoed: vetoed.old.is_some() && vetoed.new.is_some() }
            }
        })
    }

    /// What the evaluator says; `None` where facts are missing.
    fn read(self, pair: &Pair<'_>, score: &Score) -> Option<Value> {
        match self {
            Seen::Item(at) => {
                let name = pair.items().get(at)?.name;
                score.items.iter().find(|item| item.name == name)?.score.single().map(Value::Points)
            }
            Seen::Veto => {
                let sure = score.vetoes.iter().all(|veto| veto.holds == Truth::True);
                sure.then(|| Value::Grade(score.vetoes.first().map(|veto| veto.grade.clone())))
            }
            Seen::Total => score.total.single().map(Value::Points),
            Seen::Grade => {
                let sure = score.total.single().is_some() && score.vetoes.iter().all(|veto| veto.holds == Truth::True);
                sure.then(|| Value::Grade(score.grades.first().cloned()))
            }
        }
    }
}

/// The items of which points are moved apart from the closed ones.
fn open_items(pair: &Pair<'_>, core: &Sides<Moved>, rest: &State) -> BTreeSet<usize> {
    let moved = [&core.old, &core.new, &rest.open].into_iter().flat_map(|moved| moved.items.keys().copied());
    moved.chain(pair.otherwise()).collect()
}

/// The cases that move this much in each version.
struct Part {
    moved: Sides<Moved>,
    cubes: Vec<Cube>,
}

/// A part of the score in both versions, parted and put beside the rest.
pub(super) struct Compared<'p, 'm> {
    pair: &'p Pair<'m>,
    seen: Seen,
    space: Space<'m>,
    /// What has to be met in any case: that both versions apply, where that is tied to what changed.
    base: Formula,
    parts: Vec<Part>,
    rests: Vec<(State, Option<Witness>)>,
    facts: Vec<FactId>,
}

impl<'p, 'm> Compared<'p, 'm> {
    pub(super) fn of(pair: &'p Pair<'m>, seen: &Seen) -> Result<Self, String> {
        let mut matters = seen.matters(pair).ok_or_else(beyond)?;
        // That both apply is to be met like all else: beside what changed, or tied to it.
        matters.extend(pair.applies().map(|condition| PairedMatter::met(pair.model, condition)));
        let (core, rest) = parted(matters);
        let mut facts: Vec<FactId> = core.iter().flat_map(|matter| matter.facts.iter().copied()).collect();
        facts.sort_unstable();
        facts.dedup();
        let holding = pair.holding();
        let mut left_open: Vec<usize> = pair.otherwise();
        left_open.extend(core.iter().flat_map(|m| &m.choices).flat_map(|c| [c.moves.old, c.moves.new]).flatten().map(|(item, _)| item));
        left_open.sort_unstable();
        left_open.dedup();
        let rests: Vec<(State, Option<Witness>)> = states(pair.model, &holding, rest, &left_open)?.into_iter().collect();
        let mut space = Space::new(pair.model);
        let lowered: Vec<Vec<Formula>> = core.iter().map(|m| m.choices.iter().map(|c| space.lower(&c.condition)).collect()).collect();
        space.freeze();
        let base = Formula::all(
            lowered.iter().filter_map(|choices| if let [only] = choices.as_slice() { Some(only.clone()) } else { None }).collect(),
        );
        let parts = parts(&space, &core, &lowered, &holding)?;
        if parts.len().saturating_mul(rests.len()) > COMBINATIONS {
            return Err("其余各行的分数太多,不能逐一比较".to_owned());
        }
        Ok(Self { pair, seen: *seen, space, base, parts, rests, facts })
    }

    /// Tells each change with a case, and what stays open.
    pub(super) fn tell(&self, part: &ScorePart, changes: &mut Vec<ScoreChange>, open: &mut dyn FnMut(String)) {
        let cubes = Cubes::new(&self.space);
        let Ok(outside) = cubes.within(&self.base, false, vec![cubes.layout.full()]) else {
            return open("适用的条件太复杂".to_owned());
        };
        for ((way, within), group) in self.ways() {
            let others = self.parts.iter().enumerate().filter(|(at, _)| !group.iter().any(|(of, _)| of == at));
            let others: Vec<Cube> = others.flat_map(|(_, part)| part.cubes.iter().cloned()).chain(outside.iter().cloned()).collect();
            let beside: Vec<&Witness> = group.iter().flat_map(|(_, cases)| cases.iter().copied()).collect();
            match regions(&cubes.layout, others) {
                Ok(regions) => {
                    for region in regions {
                        match self.shown(&cubes.layout, &region, &way, &beside) {
                            Ok(Some(change)) => changes.push(self.change(part, &way, within.as_ref(), change)),
                            Ok(None) => {}
                            Err(region) => open(format!("{region}的案件能不能出现")),
                        }
                    }
                }
                Err(TooLong) => open("条件的组合太多,不能逐一比较".to_owned()),
            }
        }
    }

    /// The ways in which the part changes, each with the parts of the space where it does and cases of the rest to put beside them.
    #[expect(clippy::type_complexity, reason = "a way with its old points; a part with its cases")]
    fn ways(&self) -> BTreeMap<(Way, Option<Within>), Vec<(usize, Vec<&Witness>)>> {
        let mut found: BTreeMap<(Way, Option<Within>), Vec<(usize, Vec<&Witness>)>> = BTreeMap::new();
        for (at, part) in self.parts.iter().enumerate() {
            let outcomes = self.rests.iter().filter_map(|(rest, case)| Some((self.seen.outcome(self.pair, &part.moved, rest)?, case)));
            let mut all: Vec<(Option<Way>, Outcome, &Option<Witness>)> = outcomes.map(|(o, case)| (o.values.way(), o, case)).collect();
            // Rest that is fine first, so that a case shows what changed and little else.
            all.sort_by(|(_, one, _), (_, other, _)| (one.vetoed, other.before).cmp(&(other.vetoed, one.before)));
            let ways: BTreeSet<Way> = all.iter().filter_map(|(way, ..)| way.clone()).collect();
            for way in ways {
                let cases = all.iter().filter(|(other, ..)| other.as_ref() == Some(&way)).filter_map(|(.., case)| case.as_ref());
                let cases = cases.take(BESIDE).collect();
                let within = within(&way, &all);
                found.entry((way, within)).or_default().push((at, cases));
            }
        }
        found
    }

    /// A case of a region whose score changes in one way, as the evaluator says; the region in words where nothing is sure.
    fn shown(
        &self,
        layout: &Layout,
        region: &Cube,
        way: &Way,
        rests: &[&Witness],
    ) -> Result<Option<(String, Witness, Sides<Value>)>, String> {
        let examiner = Examiner { space: &self.space, layout, facts: &self.facts };
        let beside = |facts: &CaseFacts, rest: &Witness| {
            let core = Witness { facts: facts.clone(), whole: facts.clone() };
            rest.joined(&core, &self.facts)
        };
        let read = |facts: &CaseFacts| -> Option<Sides<Value>> {
            let of = |id| Probe::new(self.pair.model).score(id, facts).ok().flatten().and_then(|score| self.seen.read(self.pair, &score));
            Some(Sides { old: of(self.pair.ids.old)?, new: of(self.pair.ids.new)? })
        };
        let fitting = |facts: &CaseFacts| -> Option<(&Witness, Sides<Value>)> {
            let mut each = rests.iter().filter_map(|rest| Some((*rest, read(&beside(facts, rest).whole)?)));
            each.find(|(_, values)| values.way().as_ref() == Some(way))
        };
        let confirm = |facts: &CaseFacts| match fitting(facts) {
            Some(_) => Truth::True,
            None if rests.iter().any(|rest| read(&beside(facts, rest).whole).is_some()) => Truth::False,
            None => Truth::Unknown,
        };
        let named = words::region(&self.space, layout, region);
        match examiner.examine(region, &confirm) {
            Examined::Impossible => Ok(None),
            Examined::Shown(case) => match fitting(&case.whole) {
                // With every fact of what changed: the points told are those of this very case.
                Some((rest, values)) => Ok(Some((named, beside(&case.whole, rest), values))),
                None => Err(named),
            },
            Examined::Contradicted(_) | Examined::Unresolved => Err(named),
        }
    }

    fn change(
        &self,
        part: &ScorePart,
        way: &Way,
        within: Option<&Within>,
        (mut region, case, values): (String, Witness, Sides<Value>),
    ) -> ScoreChange {
        if let Some(Within { points, partly, without_veto }) = within {
            let of = if matches!(self.seen, Seen::Item(_)) { "本项目原得" } else { "原合计" };
            let partly = if *partly { "的一部分" } else { "" };
            let points = points.map(|(least, most)| match least == most {
                true => format!("{of} {least}分{partly}"),
                false => format!("{of} {least}分至{most}分{partly}"),
            });
            let veto = without_veto.then(|| "不否决".to_owned());
            let parts: Vec<String> = (region != words::EVERY).then_some(region.clone()).into_iter().chain(points).chain(veto).collect();
            region = parts.join(" 且 ");
        }
        let (by, direction) = match way {
            Way::By(points) if points.is_negative() => (Some(*points), ScoreDirection::Lower),
            Way::By(points) => (Some(*points), ScoreDirection::Higher),
            Way::To(old, new) => (None, self.better(old.as_deref(), new.as_deref())),
        };
        let Sides { old, new } = values.map(|value| self.says(&value));
        let by = by.map(|points| points.abs().to_string());
        ScoreChange { part: part.clone(), region, old, new, direction, by, example: words::long_case(self.pair.model, &case.facts) }
    }

    fn says(&self, value: &Value) -> String {
        match (value, self.seen) {
            (Value::Points(points), _) => format!("{points}分"),
            (Value::Grade(Some(grade)), Seen::Veto) => format!("一票否决为{grade}"),
            (Value::Grade(None), Seen::Veto) => "不否决".to_owned(),
            (Value::Grade(Some(grade)), _) => grade.clone(),
            (Value::Grade(None), _) => "没有对应的等次".to_owned(),
        }
    }

    /// Which of two grades stands for more points, by the version that has both.
    fn better(&self, old: Option<&str>, new: Option<&str>) -> ScoreDirection {
        let (Some(old), Some(new)) = (old, new) else { return ScoreDirection::Other };
        let scorings = self.pair.scorings();
        for scoring in [scorings.new, scorings.old] {
            let of = |name: &str| scoring.grades.iter().find(|grade| grade.name == name).map(|grade| grade.range.lower.map(|b| b.value));
            if let (Some(from), Some(to)) = (of(old), of(new)) {
                return match to.cmp(&from) {
                    std::cmp::Ordering::Greater => ScoreDirection::Higher,
                    std::cmp::Ordering::Less => ScoreDirection::Lower,
                    std::cmp::Ordering::Equal => ScoreDirection::Other,
                };
            }
        }
        ScoreDirection::Other
    }
}

/// For which of the outcomes beside a part of the space it changes in this way; nothing where for all.
fn within(way: &Way, all: &[(Option<Way>, Outcome, &Option<Witness>)]) -> Option<Within> {
    let own = |other: &Option<Way>| other.as_ref() == Some(way);
    let vetoed = |wanted: bool| all.iter().any(|(other, outcome, _)| outcome.vetoed && own(other) == wanted);
    // A veto over both keeps the grade: that is said apart from the points.
    let without_veto = vetoed(false) && !vetoed(true);
    let asked = || all.iter().filter(|(_, outcome, _)| !without_veto || !outcome.vetoed);
    if asked().all(|(other, ..)| own(other)) {
        return without_veto.then_some(Within { points: None, partly: false, without_veto });
    }
    let points = || asked().filter(|(other, ..)| own(other)).filter_map(|(_, outcome, _)| outcome.before);
    let (least, most) = points().min().zip(points().max()).unzip();
    let between = |before: Option<Exact>| before.zip(least.zip(most)).is_none_or(|(at, (least, most))| at >= least && at <= most);
    let partly = asked().any(|(other, outcome, _)| !own(other) && between(outcome.before));
    Some(Within { points: least.zip(most), partly, without_veto })
}

/// What changed with all that shares facts with it, and the rest.
fn parted(matters: Vec<PairedMatter>) -> (Vec<PairedMatter>, Vec<Matter>) {
    let (mut core, mut rest): (Vec<_>, Vec<_>) = matters.into_iter().partition(|matter| matter.changed);
    loop {
        let facts: BTreeSet<FactId> = core.iter().flat_map(|matter| matter.facts.iter().copied()).collect();
        let (near, far): (Vec<_>, Vec<_>) = rest.into_iter().partition(|matter| matter.facts.iter().any(|fact| facts.contains(fact)));
        rest = far;
        if near.is_empty() {
            return (core, rest.into_iter().map(PairedMatter::single).collect());
        }
        core.extend(near);
    }
}

/// The space parted by what each of its cases moves.
fn parts(
    space: &Space<'_>,
    core: &[PairedMatter],
    lowered: &[Vec<Formula>],
    items: &[crate::model::ScoreItem],
) -> Result<Vec<Part>, String> {
    let too_many = || "条件的组合太多,不能逐一比较".to_owned();
    let cubes = Cubes::new(space);
    let within = |formula: &Formula, part: Vec<Cube>| cubes.within(formula, true, part).map_err(|_| too_many());
    let mut parts: BTreeMap<Sides<Moved>, Vec<Cube>> = BTreeMap::new();
    parts.insert(Sides::default(), vec![cubes.layout.full()]);
    for (matter, formulas) in core.iter().zip(lowered) {
        let mut next: BTreeMap<Sides<Moved>, Vec<Cube>> = BTreeMap::new();
        for (moved, cases) in &parts {
            for (choice, formula) in matter.choices.iter().zip(formulas) {
                let cases = within(formula, cases.clone())?;
                if cases.is_empty() {
                    continue;
                }
                let mut moved = moved.clone();
                for (side, moves, veto) in
                    [(&mut moved.old, choice.moves.old, choice.veto.old), (&mut moved.new, choice.moves.new, choice.veto.new)]
                {
                    if let Some((item, points)) = moves {
                        side.moves(items, item, points).ok_or_else(beyond)?;
                    }
                    side.vetoed(veto);
                }
                next.entry(moved).or_default().extend(cases);
            }
        }
        next.values_mut().for_each(absorb);
        if next.values().map(Vec::len).sum::<usize>() > CUBE_LIMIT {
            return Err(too_many());
        }
        parts = next;
    }
    Ok(parts.into_iter().map(|(moved, cubes)| Part { moved, cubes }).collect())
}

/// The widest regions that keep clear of these cubes.
fn regions(layout: &Layout, others: Vec<Cube>) -> Result<Vec<Cube>, TooLong> {
    let mut gaps = Gaps::new(layout, vec![layout.full()], others, false);
    let mut regions = Vec::new();
    while let Some(part) = gaps.next()? {
        let wide = gaps.widened(&part);
        gaps.cover(wide.clone());
        regions.push(wide);
        if regions.len() > CUBE_LIMIT.min(CHANGE_LIMIT * 16) {
            return Err(TooLong);
        }
    }
    Ok(regions)
}
