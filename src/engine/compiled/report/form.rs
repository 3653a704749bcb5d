//! A benchmark compiled for reports: its tiers, what they impose, and the words for both. Immutable; made when it is first asked.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use super::super::ground::Ground;
use super::super::lower::{Lower, Part};
use super::super::matcher::Matcher;
use super::super::nearest::Nearest;
use super::super::program::{parts, rows};
use super::super::unknown::{Candidates, candidates, constants, read_by_factors};
use super::asking::{Asking, Maker, Reads};
use super::measures::MeasureForm;
use crate::engine::whole::{Nearness, place, step};
use crate::law::Exact;
use crate::model::{Benchmark, BenchmarkId, FactId, HitPolicy, Measure, Model, RoundingRule, TierOrigin, TierTest};
use crate::report::{RulePlace, Said, Step, StepKind, Truth};

/// A benchmark.
#[derive(Debug)]
pub(super) struct Form {
    pub(super) ground: Ground,
    pub(super) reads: Reads,
    pub(super) policy: HitPolicy,
    pub(super) matcher: Matcher,
    /// The tiers of 其他情形.
    pub(super) otherwise: Box<[u32]>,
    pub(super) candidates: Box<[Candidates]>,
    pub(super) tiers: Box<[TierForm]>,
    /// What every tier imposes besides.
    pub(super) common: Box<[MeasureForm]>,
    /// The statute's ranges: the base, then the named ones; none where the benchmark states none.
    pub(super) statutory: Box<[Box<[MeasureForm]>]>,
    pub(super) rounding: RoundingRule,
    /// The score of its factors, with the facts that they read.
    pub(super) score: Option<(u32, Box<[FactId]>)>,
    /// `基准 律师私自接受委托`.
    pub(super) name: String,
    pub(super) rule_set: String,
    pub(super) place: Arc<RulePlace>,
    /// The parts of the tiers' conditions, where there may be more tiers than are explained.
    pub(super) nearest: Nearest,
    /// How near tiers stand of which as many parts fail; made when there are more than a report explains.
    pub(super) nearness: OnceLock<Nearness>,
    /// The figures that the tiers compare each fact with, for questions.
    constants: OnceLock<BTreeMap<FactId, BTreeSet<Exact>>>,
}

/// A tier.
#[derive(Debug)]
pub(super) struct TierForm {
    pub(super) name: Arc<str>,
    pub(super) place: Arc<RulePlace>,
    pub(super) asks: Asks,
    pub(super) measures: Box<[MeasureForm]>,
    /// Which of [`Form::statutory`] governs it.
    pub(super) statutory: usize,
    /// The step that says that it applies.
    pub(super) chosen: Step,
}

/// When a tier applies.
#[derive(Debug)]
pub(super) enum Asks {
    When(Asking),
    Otherwise(Arc<Said>),
}

/// What one run of the lowering gives.
struct Lowered {
    reads: Reads,
    parts: Vec<Option<Vec<Part>>>,
    tiers: Vec<TierForm>,
    common: Box<[MeasureForm]>,
    statutory: Box<[Box<[MeasureForm]>]>,
    score: Option<u32>,
}

impl Form {
    pub(super) fn new(model: &Model, id: BenchmarkId) -> Form {
        let benchmark = &model[id];
        let set = &model[benchmark.set];
        let name = format!("基准 {}", benchmark.name);
        let (mut ground, lowered) = Ground::of(model, |lower| run(lower, benchmark, id, &name));
        let codings = ground.codings();
        let otherwise: Box<[u32]> = (0u32..).zip(&lowered.parts).filter(|(_, parts)| parts.is_none()).map(|(at, _)| at).collect();
        let nearest = Nearest::new(&lowered.parts, &codings);
        let (rows, _) = rows(lowered.parts, &codings, &mut ground.shared);
        let slot_of = |fact: FactId| (0u32..).zip(&ground.slots).find(|(_, slot)| slot.fact == Some(fact)).map(|(at, _)| at);
        let score = lowered.score.map(|score| (score, read_by_factors(model, id).into_iter().collect()));
        Form {
            candidates: candidates(model, benchmark, slot_of, &codings).into(),
            matcher: Matcher::shallow(&rows, benchmark.hit, &otherwise),
            ground,
            reads: lowered.reads,
            policy: benchmark.hit,
            otherwise,
            tiers: lowered.tiers.into(),
            common: lowered.common,
            statutory: lowered.statutory,
            rounding: set.rounding,
            score,
            rule_set: format!("{} {}", set.name, set.version),
            place: place(model, benchmark.name_span, &name).into(),
            name,
            nearest,
            nearness: OnceLock::new(),
            constants: OnceLock::new(),
        }
    }

    /// What the tiers compare each fact with.
    pub(super) fn constants(&self, model: &Model, benchmark: &Benchmark) -> &BTreeMap<FactId, BTreeSet<Exact>> {
        self.constants.get_or_init(|| constants(model, benchmark))
    }

    /// The statute's measures that govern a tier.
    pub(super) fn statutory(&self, tier: &TierForm) -> &[MeasureForm] {
        self.statutory.get(tier.statutory).map_or(&[], |measures| measures)
    }
}

fn run(lower: &mut Lower<'_>, benchmark: &Benchmark, id: BenchmarkId, name: &str) -> Lowered {
    let model = lower.model;
    let rounding = model[benchmark.set].rounding;
    let mut reads = Reads::default();
    let (mut tiers, mut conjunctions) = (Vec::with_capacity(benchmark.tiers.len()), Vec::with_capacity(benchmark.tiers.len()));
    for tier in &benchmark.tiers {
        conjunctions.push(match &tier.test {
            TierTest::When(condition) => Some(parts(lower, condition)),
            TierTest::Otherwise(_) => None,
        });
        let rule = format!("{name} / 阶次 {}", tier.name);
        let written = lower.is_fixed();
        let placed = |span| if written { place(model, span, &rule) } else { RulePlace::default() };
        let mut maker = Maker { lower, reads: &mut reads };
        let asks = match &tier.test {
            TierTest::When(condition) => Asks::When(maker.asking(condition, &rule)),
            TierTest::Otherwise(span) => Asks::Otherwise(Said::new(StepKind::Otherwise, "其他情形", placed(*span), []).into()),
        };
        let text = match tier.origin {
            TierOrigin::Implied => "没有划分阶次,直接适用".to_owned(),
            TierOrigin::Block | TierOrigin::Row(_) | TierOrigin::Cell(..) => format!("适用阶次「{}」", tier.name),
        };
        let place = placed(tier.span);
        let named = tier.applies.filter(|at| benchmark.statutory.as_ref().is_some_and(|range| *at < range.named.len()));
        tiers.push(TierForm {
            name: tier.name.as_str().into(),
            chosen: step(StepKind::Tier, text, Truth::True, place.clone()),
            place: place.into(),
            asks,
            measures: maker.measures(&tier.measures, rounding),
            statutory: named.map_or(0, |at| at + 1),
        });
    }
    let mut maker = Maker { lower, reads: &mut reads };
    let common = maker.measures(&benchmark.common, rounding);
    let ranges = benchmark.statutory.iter().flat_map(|range| std::iter::once(&range.base).chain(range.named.iter().map(|n| &n.measures)));
    let statutory = ranges.map(|measures: &Vec<Measure>| maker.measures(measures, rounding)).collect();
    let score = benchmark.factors.is_some().then(|| lower.score(id));
    Lowered { reads, parts: conjunctions, tiers, common, statutory, score }
}
