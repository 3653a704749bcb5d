//! The questions about one benchmark: its space, its tiers as cubes, and what is asked of them.

use super::axis::Kind;
use super::cover::{Gaps, TooLong};
use super::cube::{Cube, Layout, absorb};
use super::dnf::{Cubes, TooMany};
use super::examine::{Examined, Examiner};
use super::space::{Formula, Space};
use super::{Findings, Property, words};
use crate::diagnostic::{ProofProblem, Span};
use crate::engine::{Probe, Selected};
use crate::input::CaseFacts;
use crate::model::{Benchmark, BenchmarkId, Direction, FactId, Given, HitPolicy, Model, TierOrigin, TierTest};
use crate::report::Truth;

/// How many regions of one fault are told.
pub const REGION_LIMIT: usize = 8;

/// How many regions of one overlap are named.
const REGIONS_NAMED: usize = 3;

/// A benchmark whose conditions are lowered.
pub(super) struct Question<'q, 'm> {
    pub(super) model: &'m Model,
    pub(super) id: BenchmarkId,
    pub(super) benchmark: &'m Benchmark,
    pub(super) space: &'q Space<'m>,
    pub(super) cubes: Cubes<'q>,
    /// The cases it applies to.
    pub(super) base: Vec<Cube>,
    /// The cases of each tier, within the base; `None` for a tier whose condition comes to too many cubes.
    pub(super) tiers: Vec<Option<Vec<Cube>>>,
}

/// The formulas of a benchmark, lowered before the space is frozen.
pub(super) struct Lowered {
    pub(super) applies: Option<Formula>,
    /// `None` is 其他情形.
    pub(super) tiers: Vec<Option<Formula>>,
}

impl Lowered {
    pub(super) fn of(space: &mut Space<'_>, benchmark: &Benchmark) -> Self {
        let applies = benchmark.applies.as_ref().map(|c| space.lower(c));
        let tiers = benchmark
            .tiers
            .iter()
            .map(|tier| match &tier.test {
                TierTest::When(condition) => Some(space.lower(condition)),
                TierTest::Otherwise(_) => None,
            })
            .collect();
        Self { applies, tiers }
    }
}

impl<'q, 'm> Question<'q, 'm> {
    pub(super) fn new(space: &'q Space<'m>, id: BenchmarkId, lowered: &Lowered) -> Self {
        let cubes = Cubes::new(space);
        let benchmark = &space.model[id];
        let all = vec![cubes.layout.full()];
        let base = lowered.applies.as_ref().map_or(Ok(all.clone()), |f| cubes.of(f)).unwrap_or(all);
        let mut tiers: Vec<Option<Vec<Cube>>> =
            lowered.tiers.iter().map(|formula| formula.as_ref().and_then(|f| cubes.within(f, true, base.clone()).ok())).collect();
        // 其他情形 is what the written tests leave.
        let written: Option<Vec<&Formula>> = Some(lowered.tiers.iter().flatten().collect());
        for (tier, formula) in tiers.iter_mut().zip(&lowered.tiers) {
            if formula.is_none() {
                *tier = written.as_ref().and_then(|written| {
                    written.iter().try_fold(base.clone(), |base, f| cubes.within(f, false, base)).ok().map(|mut rest| {
                        absorb(&mut rest);
                        rest
                    })
                });
            }
        }
        Self { model: space.model, id, benchmark, space, cubes, base, tiers }
    }

    pub(super) fn layout(&self) -> &Layout {
        &self.cubes.layout
    }

    pub(super) fn examiner(&self) -> Examiner<'_, 'm> {
        Examiner { space: self.space, layout: &self.cubes.layout, facts: &self.benchmark.facts }
    }

    pub(super) fn words(&self, region: &Cube) -> String {
        words::region(self.space, self.layout(), region)
    }

    fn selected(&self, facts: &CaseFacts, asked: impl Fn(&Selected) -> bool) -> Truth {
        match Probe::new(self.model).select(self.id, facts) {
            Ok(Selected::Open) | Err(_) => Truth::Unknown,
            Ok(selected) if asked(&selected) => Truth::True,
            Ok(_) => Truth::False,
        }
    }

    /// The tier's name as a reviewer knows it; rows of a table may share one.
    pub(super) fn tier_name(&self, tier: usize) -> String {
        let Some(tier) = self.benchmark.tiers.get(tier) else { return String::new() };
        let shared = self.benchmark.tiers.iter().filter(|t| t.name == tier.name).count() > 1;
        match tier.origin {
            TierOrigin::Row(row) if shared => format!("{}(第{row}行)", tier.name),
            TierOrigin::Cell(row, column) if shared => format!("{}(第{row}行第{column}列)", tier.name),
            TierOrigin::Row(_) | TierOrigin::Cell(..) | TierOrigin::Block | TierOrigin::Implied => tier.name.clone(),
        }
    }

    fn tier_span(&self, tier: usize) -> Span {
        self.benchmark.tiers.get(tier).map_or(self.benchmark.name_span, |t| t.span.at_start())
    }

    /// The tier whose condition is too wide to be looked at, if there is one.
    fn too_wide(&self) -> Option<usize> {
        self.tiers.iter().position(Option::is_none)
    }

    // ── 无空档 ──

    pub(super) fn complete(&self, findings: &mut Findings) {
        let property = Property::Complete;
        if self.benchmark.tiers.iter().any(|t| matches!(t.test, TierTest::Otherwise(_))) {
            return findings.proved(self, property);
        }
        if let Some(tier) = self.too_wide() {
            return findings.undecided(self, property, format!("阶次「{}」的条件太复杂", self.tier_name(tier)));
        }
        let cubes: Vec<Cube> = self.tiers.iter().flatten().flatten().cloned().collect();
        let apart = self.apart(&cubes);
        let mut gaps = Gaps::new(self.layout(), self.base.clone(), cubes, apart);
        let examiner = self.examiner();
        let (mut shown, mut unsure) = (0, None);
        while shown < REGION_LIMIT {
            let part = match gaps.next() {
                Ok(Some(part)) => part,
                Ok(None) => break,
                Err(TooLong) => {
                    unsure = Some("条件的组合太多".to_owned());
                    break;
                }
            };
            let wide = gaps.widened(&part);
            let within = self.base.iter().find(|b| Layout::contains(b, &part));
            let wide = within.and_then(|b| self.layout().intersect(b, &wide)).unwrap_or(wide);
            let none = |facts: &CaseFacts| self.selected(facts, |s| *s == Selected::None);
            let region = match examiner.examine(&wide, &none) {
                // Only the part itself is known to be uncovered by what is tied to it.
                Examined::Impossible => wide,
                Examined::Shown(case) => {
                    shown += 1;
                    let problem = ProofProblem::Gap { benchmark: self.benchmark.name.clone(), region: self.words(&wide) };
                    findings.refuted(self, property, problem, self.benchmark.name_span, Some(&case.facts));
                    wide
                }
                Examined::Contradicted(case) => {
                    findings.disagreement(self, property, &case);
                    wide
                }
                Examined::Unresolved => {
                    unsure.get_or_insert_with(|| format!("{}的情形能不能出现", self.words(&wide)));
                    wide
                }
            };
            gaps.cover(region);
        }
        match unsure {
            Some(because) => findings.undecided(self, property, because),
            None if shown == 0 => findings.proved(self, property),
            None => {}
        }
    }

    /// Whether no two cubes meet.
    fn apart(&self, cubes: &[Cube]) -> bool {
        cubes.iter().enumerate().all(|(at, one)| cubes.iter().skip(at + 1).all(|other| self.layout().disjoint(one, other)))
    }

    // ── 无重叠 ──

    pub(super) fn disjoint(&self, findings: &mut Findings) {
        let property = Property::Disjoint;
        if self.benchmark.hit != HitPolicy::Unique {
            return;
        }
        if let Some(tier) = self.too_wide() {
            return findings.undecided(self, property, format!("阶次「{}」的条件太复杂", self.tier_name(tier)));
        }
        let flat: Vec<(usize, &Cube)> =
            self.tiers.iter().enumerate().flat_map(|(at, list)| list.iter().flatten().map(move |cube| (at, cube))).collect();
        let mut pairs: std::collections::BTreeMap<(usize, usize), Vec<Cube>> = std::collections::BTreeMap::new();
        for (at, (one, a)) in flat.iter().enumerate() {
            for (other, b) in flat.iter().skip(at + 1) {
                if one != other
                    && let Some(both) = self.layout().intersect(a, b)
                {
                    pairs.entry((*one, *other)).or_default().push(both);
                }
            }
        }
        let examiner = self.examiner();
        let (mut shown, mut unsure) = (false, None);
        for ((one, other), mut regions) in pairs {
            absorb(&mut regions);
            let mut told: Vec<String> = Vec::new();
            let mut witness = None;
            for region in regions.iter().take(REGION_LIMIT * 8) {
                let both = |facts: &CaseFacts| {
                    self.selected(facts, |s| matches!(s, Selected::Conflict(tiers) if tiers.contains(&one) && tiers.contains(&other)))
                };
                match examiner.examine(region, &both) {
                    Examined::Impossible => {}
                    Examined::Shown(case) => {
                        told.push(self.words(region));
                        witness.get_or_insert(case.facts);
                        if told.len() == REGIONS_NAMED {
                            break;
                        }
                    }
                    Examined::Contradicted(case) => findings.disagreement(self, property, &case),
                    Examined::Unresolved => {
                        unsure.get_or_insert_with(|| {
                            format!("「{}」和「{}」在{}时能不能同时符合", self.tier_name(one), self.tier_name(other), self.words(region))
                        });
                    }
                }
            }
            if let Some(case) = witness {
                shown = true;
                let problem =
                    ProofProblem::Overlap { first: self.tier_name(one), second: self.tier_name(other), region: told.join(",以及") };
                findings.refuted_beside(self, property, problem, self.tier_span(other), self.tier_span(one), &case);
            }
        }
        match unsure {
            Some(because) => findings.undecided(self, property, because),
            None if !shown => findings.proved(self, property),
            None => {}
        }
    }

    // ── 无死条 ──

    pub(super) fn live(&self, findings: &mut Findings) {
        let property = Property::Live;
        let mut whole = true;
        for (at, cubes) in self.tiers.iter().enumerate() {
            let Some(cubes) = cubes else {
                whole = false;
                continue;
            };
            if self.benchmark.tiers.get(at).is_some_and(|t| t.origin == TierOrigin::Implied) {
                continue;
            }
            if !self.any_possible(cubes) {
                findings.refuted(self, property, ProofProblem::DeadTier { tier: self.tier_name(at) }, self.tier_span(at), None);
                continue;
            }
            let before: Vec<Cube> = match self.benchmark.hit {
                HitPolicy::First => self.tiers.iter().take(at).flatten().flatten().cloned().collect(),
                HitPolicy::Gravest => self.tiers.iter().skip(at + 1).flatten().flatten().cloned().collect(),
                HitPolicy::Unique | HitPolicy::Collect => continue,
            };
            if self.covered(cubes, before) == Some(true) {
                findings.refuted(self, property, ProofProblem::MaskedTier { tier: self.tier_name(at) }, self.tier_span(at), None);
            }
        }
        if whole && !findings.is_refuted(self, property) {
            findings.proved(self, property);
        }
    }

    /// Whether some case may lie in one of the cubes.
    pub(super) fn any_possible(&self, cubes: &[Cube]) -> bool {
        let examiner = self.examiner();
        cubes.iter().any(|cube| examiner.may_hold(cube))
    }

    /// Whether cubes lie wholly under others, as far as cases can be; `None` when it cannot be said.
    pub(super) fn covered(&self, cubes: &[Cube], by: Vec<Cube>) -> Option<bool> {
        let mut gaps = Gaps::new(self.layout(), cubes.to_vec(), by, false);
        let examiner = self.examiner();
        loop {
            match gaps.next() {
                Ok(None) => return Some(true),
                Ok(Some(part)) if examiner.may_hold(&part) => return Some(false),
                Ok(Some(part)) => gaps.cover(part),
                Err(TooLong) => return None,
            }
        }
    }

    // ── 无倒挂: a graver fact ──

    pub(super) fn monotone_in_facts(&self, findings: &mut Findings) {
        let property = Property::Monotone;
        // Cells of a cross table have no order of their own.
        if self.benchmark.tiers.iter().any(|t| matches!(t.origin, TierOrigin::Cell(..))) || self.benchmark.hit == HitPolicy::Collect {
            return;
        }
        for (axis, shape) in self.space.axes.iter().enumerate() {
            let fact = match &shape.kind {
                Kind::Line(line) => match line.terms.as_slice() {
                    [(super::form::Atom::Fact(fact), _)] => *fact,
                    _ => continue,
                },
                Kind::Members { fact, .. } => *fact,
                Kind::Texts { .. } | Kind::Truth { .. } => continue,
            };
            let Some(direction) = self.model[fact].field.direction else { continue };
            let values = shape.values();
            for (graver, list) in self.tiers.iter().enumerate() {
                let mut told = false;
                for (lighter, others) in self.tiers.iter().enumerate().take(graver) {
                    if told {
                        break;
                    }
                    let pair =
                        list.iter().flatten().find_map(|a| others.iter().flatten().find_map(|b| self.falls(axis, values, direction, a, b)));
                    if let Some((before, after)) = pair
                        && let Some((one, other)) = self.falling_cases(fact, &before, &after, graver, lighter)
                    {
                        told = true;
                        let problem = ProofProblem::GraverFact {
                            fact: self.model[fact].key.to_string(),
                            graver: self.tier_name(graver),
                            lighter: self.tier_name(lighter),
                        };
                        findings.refuted_between(self, property, problem, self.tier_span(graver), &one, (fact, &other));
                    }
                }
            }
        }
    }

    /// Two regions that differ on one axis alone, where the graver cell is in the second.
    fn falls(&self, axis: usize, values: usize, direction: Direction, a: &Cube, b: &Cube) -> Option<(Cube, Cube)> {
        let layout = self.layout();
        let cells = |cube: &Cube| layout.members(cube, axis).into_iter().filter(|c| *c < values).collect::<Vec<_>>();
        let (of_a, of_b) = (cells(a), cells(b));
        let (from, to) = match direction {
            Direction::GreaterIsGraver => (*of_a.first()?, *of_b.last()?),
            Direction::LesserIsGraver => (*of_a.last()?, *of_b.first()?),
        };
        let graver = match direction {
            Direction::GreaterIsGraver => to > from,
            Direction::LesserIsGraver => to < from,
        };
        if !graver {
            return None;
        }
        let pin = |cube: &Cube, other: &Cube, cell: usize| {
            let mut free = other.clone();
            let full = layout.full();
            layout.part_mut(&mut free, axis).copy_from_slice(layout.part(&full, axis));
            layout.intersect(cube, &free).and_then(|both| layout.intersect(&both, &layout.only(axis, [cell])?))
        };
        Some((pin(a, b, from)?, pin(b, a, to)?))
    }

    /// Cases of the two regions that the evaluator puts into the two tiers, and that differ in nothing else.
    fn falling_cases(&self, fact: FactId, before: &Cube, after: &Cube, graver: usize, lighter: usize) -> Option<(CaseFacts, Given)> {
        let examiner = self.examiner();
        let settled = |tier: usize| move |s: &Selected| *s == Selected::Tiers(vec![tier]);
        match (
            examiner.examine(before, &|facts| self.selected(facts, settled(graver))),
            examiner.examine(after, &|facts| self.selected(facts, settled(lighter))),
        ) {
            (Examined::Shown(one), Examined::Shown(other)) => {
                let to = other.whole.get(fact).clone();
                let mut changed = one.whole.clone();
                changed.set(fact, to.clone());
                (self.selected(&changed, settled(lighter)) == Truth::True).then_some((one.facts, to))
            }
            _ => None,
        }
    }

    /// The cases of a tier's formula with a part of it put as true or false.
    pub(super) fn with_part(&mut self, formula: &Formula, part: Span, value: bool) -> Result<Vec<Cube>, TooMany> {
        self.cubes.replaced = Some((part, value));
        let cubes = self.cubes.within(formula, true, self.base.clone());
        self.cubes.replaced = None;
        cubes
    }

    /// Whether no case can satisfy a formula.
    pub(super) fn never(&self, formula: &Formula) -> bool {
        self.cubes.within(formula, true, self.base.clone()).is_ok_and(|cubes| !self.any_possible(&cubes))
    }
}
