//! The questions about one benchmark: its space, its tiers as cubes, and what is asked of them.

use super::cover::{Gaps, TooLong};
use super::cube::{Cube, Layout, absorb};
use super::dnf::{CUBE_LIMIT, Cubes, TooMany};
use super::examine::{Examined, Examiner};
use super::space::{Formula, Space};
use super::{Findings, Property, words};
use crate::diagnostic::{ProofProblem, Span};
use crate::engine::{Probe, Selected};
use crate::input::CaseFacts;
use crate::model::{Benchmark, BenchmarkId, HitPolicy, Model, TierOrigin, TierTest};
use crate::report::Truth;

/// How many regions of one fault are told.
pub const REGION_LIMIT: usize = 8;

/// How many regions are named between two tiers.
pub(super) const REGIONS_NAMED: usize = 3;

/// A benchmark whose conditions are lowered.
pub(super) struct Question<'q, 'm> {
    pub(super) model: &'m Model,
    pub(super) id: BenchmarkId,
    pub(super) benchmark: &'m Benchmark,
    pub(super) space: &'q Space<'m>,
    pub(super) cubes: Cubes<'q>,
    /// The cases it applies to; all, and so too many, where that is too complex to be told.
    pub(super) base: Vec<Cube>,
    /// Whether the base is just the cases it applies to.
    pub(super) exact_base: bool,
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
        let applies = lowered.applies.as_ref().map_or(Ok(all.clone()), |f| cubes.of(f));
        let exact_base = applies.is_ok();
        let base = applies.unwrap_or(all);
        let mut tiers: Vec<Option<Vec<Cube>>> =
            lowered.tiers.iter().map(|formula| formula.as_ref().and_then(|f| cubes.within(f, true, base.clone()).ok())).collect();
        // 其他情形 is what the written tests leave.
        if tiers.iter().any(Option::is_none) {
            let written: Vec<Option<Vec<Cube>>> =
                tiers.iter().zip(&lowered.tiers).filter(|(_, formula)| formula.is_some()).map(|(cubes, _)| cubes.clone()).collect();
            let rest = without(&cubes.layout, base.clone(), &written);
            for (tier, _) in tiers.iter_mut().zip(&lowered.tiers).filter(|(_, formula)| formula.is_none()) {
                tier.clone_from(&rest);
            }
        }
        Self { model: space.model, id, benchmark, space, cubes, base, exact_base, tiers }
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

    /// Whether the benchmark applies to a case and its selection is as asked.
    pub(super) fn selected(&self, facts: &CaseFacts, asked: impl Fn(&Selected) -> bool) -> Truth {
        let applies = self.benchmark.applies.as_ref().map(|c| Probe::new(self.model).truth(c, facts, None));
        if applies.is_some_and(|truth| truth != Ok(Truth::True)) {
            return Truth::Unknown;
        }
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

    /// Whether a case falls in a tier.
    pub(super) fn has(&self, tier: usize, facts: &CaseFacts) -> Truth {
        self.selected(facts, |s| matches!(s, Selected::Tiers(tiers) | Selected::Conflict(tiers) if tiers.contains(&tier)))
    }

    /// The cases that a tier gets after the hit policy: without those of the tiers that come before it under 首个 and 从重.
    /// `None` when they come to too many cubes.
    pub(super) fn settled(&self, tier: usize) -> Option<Vec<Cube>> {
        let own = self.tiers.get(tier)?.clone()?;
        self.without(own, self.before(tier)?)
    }

    /// The tiers that take a case before this one does.
    pub(super) fn before(&self, tier: usize) -> Option<&[Option<Vec<Cube>>]> {
        match self.benchmark.hit {
            HitPolicy::First => self.tiers.get(..tier),
            HitPolicy::Gravest => self.tiers.get(tier + 1..),
            HitPolicy::Unique | HitPolicy::Collect => Some(&[]),
        }
    }

    /// Cubes without those of tiers.
    pub(super) fn without(&self, cubes: Vec<Cube>, tiers: &[Option<Vec<Cube>>]) -> Option<Vec<Cube>> {
        without(self.layout(), cubes, tiers)
    }

    /// The rule's own words at a place.
    pub(super) fn source(&self, span: Span) -> String {
        self.model.sources.slice(span).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    pub(super) fn tier_span(&self, tier: usize) -> Span {
        self.benchmark.tiers.get(tier).map_or(self.benchmark.name_span, |t| t.span.at_start())
    }

    /// The tier whose condition is too wide to be looked at, if there is one.
    pub(super) fn too_wide(&self) -> Option<usize> {
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
                let one = (self.tier_span(one), "和这里", "with this");
                findings.refuted_beside(self, property, problem, self.tier_span(other), one, &case);
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
        for at in 0..self.tiers.len() {
            if self.benchmark.tiers.get(at).is_some_and(|t| t.origin == TierOrigin::Implied) {
                continue;
            }
            let tier = self.tier_name(at);
            let own = self.tiers.get(at).and_then(Option::as_ref).map(|cubes| self.exists(cubes));
            match own {
                Some(Some(false)) => {
                    findings.refuted(self, property, ProofProblem::DeadTier { tier }, self.tier_span(at), None);
                    continue;
                }
                Some(Some(true)) => {}
                Some(None) => {
                    findings.undecided(self, property, format!("有没有案件符合阶次「{tier}」"));
                    continue;
                }
                None => {
                    findings.undecided(self, property, format!("阶次「{tier}」的条件太复杂"));
                    continue;
                }
            }
            match self.settled(at).map(|cubes| self.exists(&cubes)) {
                Some(Some(true)) => {}
                Some(Some(false)) => {
                    findings.refuted(self, property, ProofProblem::MaskedTier { tier }, self.tier_span(at), None);
                }
                Some(None) | None => findings.undecided(self, property, format!("阶次「{tier}」是不是被别的阶次遮住")),
            }
        }
        findings.proved(self, property);
    }

    /// Whether some case lies in one of the cubes, shown by one; `None` when it cannot be said.
    pub(super) fn exists(&self, cubes: &[Cube]) -> Option<bool> {
        let examiner = self.examiner();
        let mut sure = true;
        for cube in cubes {
            match examiner.exists(cube) {
                Some(true) => return Some(true),
                Some(false) => {}
                None => sure = false,
            }
        }
        sure.then_some(false)
    }

    /// Whether cubes lie wholly under others, as far as cases can be; `None` when it cannot be said.
    pub(super) fn covered(&self, cubes: &[Cube], by: Vec<Cube>) -> Option<bool> {
        let mut gaps = Gaps::new(self.layout(), cubes.to_vec(), by, false);
        let examiner = self.examiner();
        let mut sure = true;
        loop {
            match gaps.next() {
                Ok(None) => return sure.then_some(true),
                Ok(Some(part)) => match examiner.exists(&part) {
                    Some(true) => return Some(false),
                    Some(false) => gaps.cover(part),
                    None => {
                        sure = false;
                        gaps.cover(part);
                    }
                },
                Err(TooLong) => return None,
            }
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
        self.cubes.within(formula, true, self.base.clone()).is_ok_and(|cubes| self.exists(&cubes) == Some(false))
    }
}

/// Cubes without those of tiers; none of the pieces of one cube meet. `None` when they are too many.
fn without(layout: &Layout, mut cubes: Vec<Cube>, tiers: &[Option<Vec<Cube>>]) -> Option<Vec<Cube>> {
    for other in tiers {
        for other in other.as_ref()? {
            cubes = cubes.iter().flat_map(|cube| layout.without(cube, other)).collect();
            if cubes.len() > CUBE_LIMIT {
                return None;
            }
        }
    }
    Some(cubes)
}
