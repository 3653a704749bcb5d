//! Benchmarks: their head, statutory range and tiers. Tables and factors have files of their own.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::Checker;
use super::collect::Declared;
use super::graph;
use super::names::problem_at;
use super::records::Entry;
use super::scope::{Place, Scope, Score};
use crate::diagnostic::{BenchmarkProblem, NameProblem, Span, Spanned, Term, TypeProblem, UsageProblem};
use crate::law::Citation;
use crate::model::{
    AsPublished, Benchmark, BenchmarkId, Condition, ConditionKind, DefinitionId, FactId, HitPolicy, Measure, NamedRange, Sanction,
    StatutoryRange, Tier, TierOrigin, TierTest,
};
use crate::syntax::tree::{self, Block, Clause, ClauseKind, HitPolicy as WrittenPolicy, Name, TextRole};

/// The clauses of a benchmark that may stand once, and what has been gathered of the rest.
#[derive(Clone, Default)]
struct Parts<'t> {
    conduct: Option<(String, Span)>,
    breaches: Vec<Citation>,
    basis: Vec<Citation>,
    example: bool,
    as_published: Vec<AsPublished>,
    refines: Option<(BenchmarkId, Span)>,
    applies: Option<(&'t Spanned<tree::Condition>, Span)>,
    statutory: Option<(&'t Block, Span)>,
    factors: Option<(&'t Block, Span)>,
    hit: Option<(HitPolicy, Span)>,
    tiers: Vec<&'t Clause>,
    common: Vec<&'t Clause>,
}

/// A benchmark whose facts and definitions are known, and nothing else.
#[derive(Clone)]
struct Begun<'d, 't> {
    id: BenchmarkId,
    declared: &'d Declared<'t>,
    parts: Parts<'t>,
    scope: Scope<'t>,
    facts: Vec<FactId>,
    definitions: Vec<DefinitionId>,
}

/// What a tier is written under: what all tiers of a benchmark share.
pub(super) struct TierContext<'a, 't> {
    pub(super) scope: &'a mut Scope<'t>,
    pub(super) statutory: Option<&'a StatutoryRange>,
}

pub(super) fn policy(policy: WrittenPolicy) -> HitPolicy {
    match policy {
        WrittenPolicy::Unique => HitPolicy::Unique,
        WrittenPolicy::First => HitPolicy::First,
        WrittenPolicy::Gravest => HitPolicy::Gravest,
        WrittenPolicy::Collect => HitPolicy::Collect,
    }
}

pub(super) fn citations(written: &[Spanned<Citation>]) -> impl Iterator<Item = Citation> + '_ {
    written.iter().map(|c| c.node.clone())
}

impl<'t> Checker<'t> {
    /// Lowers all benchmarks, in order, so that ids given out before stay right.
    pub(super) fn lower_benchmarks(&mut self) {
        let declared = std::mem::take(&mut self.rules.benchmarks);
        // What makes facts and definitions comes first, in order; the rest of a benchmark leaves nothing behind for others.
        let begun: Vec<Begun<'_, 't>> = declared.iter().enumerate().map(|(at, one)| self.begin_benchmark(at, one)).collect();
        self.benchmarks = Arc::new(self.share_out(&begun, |checker, one| checker.lower_benchmark(one.clone())));
        drop(begun);
        self.rules.benchmarks = declared;
    }

    fn begin_benchmark<'d>(&mut self, at: usize, declared: &'d Declared<'t>) -> Begun<'d, 't> {
        let id = BenchmarkId(u32::try_from(at).unwrap_or(u32::MAX));
        let parts = self.benchmark_parts(declared);
        let (scope, facts, definitions) = self.rule_scope(declared.file, declared.body, Place::Benchmark(id, Score::Unknown));
        Begun { id, declared, parts, scope, facts, definitions }
    }

    /// The scope of a rule: the records its 要素 lines name, and its own definitions.
    pub(super) fn rule_scope(&mut self, file: usize, body: &'t Block, place: Place) -> (Scope<'t>, Vec<FactId>, Vec<DefinitionId>) {
        let mut records: Vec<usize> = Vec::new();
        let mut bad = false;
        let (mut facts, mut definitions) = (Vec::new(), Vec::new());
        let mut seen: HashSet<FactId> = HashSet::new();
        let mut own: Vec<(&'t Name, &'t Spanned<tree::Condition>)> = Vec::new();
        for clause in &body.clauses {
            match &clause.node {
                ClauseKind::Facts { records: names } => {
                    for name in names {
                        let Some(record) = self.record(file, name) else {
                            bad = true;
                            continue;
                        };
                        if records.contains(&record) {
                            continue;
                        }
                        self.mark_used(record);
                        self.report_conflicts(&records, record, name.span);
                        records.push(record);
                        let (more, derived) = self.root(record);
                        facts.extend(more.iter().filter(|f| seen.insert(**f)));
                        definitions.extend(derived.iter().copied());
                    }
                }
                ClauseKind::Definition { name, value } => own.push((name, value)),
                _ => {}
            }
        }
        let mut scope = Scope::new(file, records, place);
        if bad {
            // What the missing record declares is unknown, so that a missing name is no news.
            scope.records.push(self.unknown_record());
        }
        self.own_definitions(&mut scope, &own);
        definitions.extend(scope.own.values().flatten());
        definitions.sort_unstable();
        definitions.dedup();
        (scope, facts, definitions)
    }

    /// A record of which nothing is known.
    fn unknown_record(&mut self) -> usize {
        let at = self.records.flat.len();
        match self.records.flat.iter().position(|f| f.incomplete && f.entries.is_empty()) {
            Some(known) => known,
            None => {
                self.records.flat.push(super::records::Flat::unknown());
                at
            }
        }
    }

    /// Lowers a rule's own definitions, each after those it rests on.
    fn own_definitions(&mut self, scope: &mut Scope<'t>, own: &[(&'t Name, &'t Spanned<tree::Condition>)]) {
        let mut at: HashMap<&str, usize> = HashMap::new();
        for (n, (name, _)) in own.iter().enumerate() {
            if let Some(&first) = at.get(name.node.as_str()) {
                let what = Term::new("定义", "definition");
                let first = own.get(first).map_or(name.span, |(n, _)| n.span);
                let problem = NameProblem::Duplicate { what, name: name.node.clone() };
                self.out.push(problem_at(problem, name.span).label(first, "先在这里声明", "first declared here"));
            } else {
                at.insert(&name.node, n);
            }
        }
        let nothing = super::records::Flat::default();
        let edges: Vec<Vec<usize>> = own
            .iter()
            .map(|(_, value)| {
                let mut edges = Vec::new();
                self.paths(value, &nothing, &mut |path| {
                    if let [name] = path {
                        edges.extend(at.get(name.node.as_str()));
                    }
                });
                edges
            })
            .collect();
        let order = graph::order(&edges);
        let circular: HashSet<usize> = order.cycles.iter().flatten().copied().collect();
        for cycle in &order.cycles {
            let named: Vec<_> = cycle.iter().filter_map(|&n| own.get(n)).map(|(name, _)| (name.node.as_str(), name.span)).collect();
            self.push_cycle(&named);
        }
        for n in order.order {
            let Some((name, value)) = own.get(n) else { continue };
            let id = if circular.contains(&n) { None } else { self.push_definition(scope, name, value) };
            scope.own.insert(&name.node, id);
        }
    }

    /// Reports keys that two records of one rule declare with different types.
    fn report_conflicts(&mut self, before: &[usize], record: usize, span: Span) {
        if before.is_empty() {
            return;
        }
        let Some(flat) = self.records.flat.get(record) else { return };
        let field = |record: usize, key: &str| match self.records.flat.get(record)?.entries.get(key)? {
            Entry::Field { decl, .. } => self.records.fields.get(*decl).map(|f| &f.field),
            Entry::Definition { .. } | Entry::Record { .. } | Entry::Bad => None,
        };
        let mut problems = Vec::new();
        for key in flat.entries.keys() {
            let Some(mine) = field(record, key) else { continue };
            for &other in before {
                if let Some(theirs) = field(other, key)
                    && !self.same_type(&mine.ty, &theirs.ty)
                {
                    let (first, second) = (self.type_term(&theirs.ty), self.type_term(&mine.ty));
                    let problem = TypeProblem::FactConflict { name: super::records::shown(key), first, second };
                    let diagnostic = problem_at(problem, span);
                    problems.push(diagnostic.label(theirs.span, "一处声明在这里", "one is declared here").label(
                        mine.span,
                        "另一处声明在这里",
                        "the other is declared here",
                    ));
                    break;
                }
            }
        }
        self.out.extend(problems);
    }

    fn lower_benchmark(&mut self, begun: Begun<'_, 't>) -> Benchmark {
        let Begun { id, declared, parts, mut scope, facts, definitions } = begun;
        let applies = parts.applies.and_then(|(condition, _)| self.condition(&mut scope, condition));
        let factors = parts.factors.and_then(|(body, span)| self.factors(id, &mut scope, body, span));
        if parts.factors.is_some() {
            scope.place = Place::Benchmark(id, Score::Known);
        }
        let statutory = parts.statutory.map(|(body, span)| self.statutory(&mut scope, body, span));
        let mut hit = parts.hit;
        let mut tiers = self.tiers(&mut scope, &parts.tiers, statutory.as_ref(), &mut hit);
        let mut common: Vec<Measure> = parts.common.iter().filter_map(|c| self.impose(&mut scope, c)).collect();
        let written = !parts.tiers.is_empty();
        if parts.tiers.is_empty() && parts.common.is_empty() {
            self.report(BenchmarkProblem::NothingImposed { benchmark: declared.name.node.clone() }, declared.name.span);
        }
        if !written {
            tiers.push(implied(declared, std::mem::take(&mut common)));
        }
        self.check_tiers(&tiers);
        let benchmark = Benchmark {
            name: declared.name.node.clone(),
            set: declared.set,
            conduct: parts.conduct.map(|(text, _)| text),
            breaches: parts.breaches,
            basis: parts.basis,
            example: parts.example,
            as_published: parts.as_published,
            refines: parts.refines.map(|(higher, _)| higher),
            applies,
            statutory,
            hit: hit.map_or(HitPolicy::Unique, |(policy, _)| policy),
            tiers,
            common,
            factors,
            facts,
            definitions,
            name_span: declared.name.span,
            span: declared.span,
        };
        if benchmark.basis.is_empty() {
            let what = Term::new("基准", "benchmark");
            self.report(UsageProblem::NoBasis { what, name: benchmark.name.clone() }, declared.name.span);
        }
        if parts.statutory.is_none() {
            self.report(UsageProblem::NoStatutory { name: benchmark.name.clone() }, declared.name.span);
        }
        self.check_against_statute(&benchmark);
        benchmark
    }

    fn benchmark_parts(&mut self, declared: &Declared<'t>) -> Parts<'t> {
        let block = Term::new("「基准」", "a benchmark (基准)");
        let mut parts = Parts::default();
        let mut example = None;
        for clause in &declared.body.clauses {
            match &clause.node {
                // Read by `rule_scope`.
                ClauseKind::Facts { .. } | ClauseKind::Definition { .. } => {}
                ClauseKind::Text { role: TextRole::Conduct, text } => self.once(&mut parts.conduct, text.node.clone(), clause, &block),
                ClauseKind::Breaches { citations: cited } => parts.breaches.extend(citations(cited)),
                ClauseKind::Basis { citations: cited } => parts.basis.extend(citations(cited)),
                ClauseKind::Example => {
                    self.once(&mut example, (), clause, &block);
                    parts.example = true;
                }
                ClauseKind::Refines { benchmark } => {
                    if let Some(higher) = self.benchmark(declared.file, benchmark) {
                        self.once(&mut parts.refines, higher, clause, &block);
                    }
                }
                ClauseKind::AsPublished { fault, reason } => parts.as_published.push(AsPublished {
                    property: super::sets::property(fault.node),
                    reason: reason.node.clone(),
                    span: clause.span,
                }),
                ClauseKind::AppliesWhen { condition } => self.once(&mut parts.applies, condition, clause, &block),
                ClauseKind::StatutoryRange { body } => self.once(&mut parts.statutory, body, clause, &block),
                ClauseKind::Factors { body } => self.once(&mut parts.factors, body, clause, &block),
                ClauseKind::Hit { policy: written } => self.once(&mut parts.hit, policy(written.node), clause, &block),
                ClauseKind::Tier { .. } | ClauseKind::TierTable { .. } | ClauseKind::CrossTable { .. } => parts.tiers.push(clause),
                ClauseKind::Impose { .. } | ClauseKind::ImposeOn { .. } | ClauseKind::IfThen { .. } => parts.common.push(clause),
                _ => self.misplaced(clause, &block),
            }
        }
        parts
    }

    /// `处 …`, `对 … 处 …`, `若 … 则 …`; `None` is reported.
    pub(super) fn impose(&mut self, scope: &mut Scope<'t>, clause: &Clause) -> Option<Measure> {
        match &clause.node {
            ClauseKind::Impose { sanction } => self.measure(scope, None, None, sanction, clause.span),
            ClauseKind::ImposeOn { target, sanction } => self.measure(scope, None, Some(target), sanction, clause.span),
            ClauseKind::IfThen { condition, target, sanction } => {
                self.measure(scope, Some(condition), target.as_ref(), sanction, clause.span)
            }
            _ => None,
        }
    }

    fn statutory(&mut self, scope: &mut Scope<'t>, body: &'t Block, span: Span) -> StatutoryRange {
        let block = Term::new("「法定幅度」", "a statutory range (法定幅度)");
        let mut range = StatutoryRange { base: Vec::new(), named: Vec::new(), span };
        for clause in &body.clauses {
            match &clause.node {
                ClauseKind::Impose { .. } | ClauseKind::ImposeOn { .. } | ClauseKind::IfThen { .. } => {
                    range.base.extend(self.impose(scope, clause))
                }
                ClauseKind::NamedRange { name, body } => {
                    if let Some(first) = range.named.iter().find(|n| n.name == name.node) {
                        let problem = BenchmarkProblem::DuplicateNamedRange { name: name.node.clone() };
                        self.out.push(problem_at(problem, name.span).label(first.span, "先写在这里", "first written here"));
                        continue;
                    }
                    let mut measures = Vec::new();
                    for clause in &body.clauses {
                        match &clause.node {
                            ClauseKind::Impose { .. } | ClauseKind::ImposeOn { .. } | ClauseKind::IfThen { .. } => {
                                measures.extend(self.impose(scope, clause))
                            }
                            _ => self.misplaced(clause, &block),
                        }
                    }
                    range.named.push(NamedRange { name: name.node.clone(), measures, span: clause.span });
                }
                _ => self.misplaced(clause, &block),
            }
        }
        range
    }

    fn tiers(
        &mut self,
        scope: &mut Scope<'t>,
        clauses: &[&'t Clause],
        statutory: Option<&StatutoryRange>,
        hit: &mut Option<(HitPolicy, Span)>,
    ) -> Vec<Tier> {
        let mut tiers = Vec::new();
        let mut context = TierContext { scope, statutory };
        for clause in clauses {
            match &clause.node {
                ClauseKind::Tier { name, body } => tiers.extend(self.tier(&mut context, name, body, clause.span)),
                ClauseKind::TierTable { policy: written, table } => {
                    if let Some(written) = written {
                        let stated = policy(written.node);
                        match hit {
                            Some((before, first)) if *before != stated => {
                                let first = *first;
                                self.out.push(problem_at(BenchmarkProblem::HitTwice {}, written.span).label(
                                    first,
                                    "另一处在这里",
                                    "the other is here",
                                ));
                            }
                            Some(_) => {}
                            None => *hit = Some((stated, written.span)),
                        }
                    }
                    self.tier_table(&mut context, table, clause.span, &mut tiers);
                }
                ClauseKind::CrossTable { table } => self.cross_table(&mut context, table, clause.span, &mut tiers),
                _ => {}
            }
        }
        tiers
    }

    fn tier(&mut self, context: &mut TierContext<'_, 't>, name: &Name, body: &'t Block, span: Span) -> Option<Tier> {
        let block = Term::new("「阶次」", "a tier (阶次)");
        let mut when: Option<(&Spanned<tree::Condition>, Span)> = None;
        let mut otherwise = None;
        let mut applies: Option<(&Name, Span)> = None;
        let mut note = None;
        let mut example = None;
        let mut basis = Vec::new();
        let mut measures = Vec::new();
        let mut imposes = false;
        for clause in &body.clauses {
            match &clause.node {
                ClauseKind::When { condition } => self.once(&mut when, condition, clause, &block),
                ClauseKind::Otherwise => self.once(&mut otherwise, (), clause, &block),
                ClauseKind::Applies { name } => self.once(&mut applies, name, clause, &block),
                ClauseKind::Text { role: TextRole::Note, text } => self.once(&mut note, text.node.clone(), clause, &block),
                ClauseKind::Example => self.once(&mut example, (), clause, &block),
                ClauseKind::Basis { citations: cited } => basis.extend(citations(cited)),
                ClauseKind::Impose { .. } | ClauseKind::ImposeOn { .. } | ClauseKind::IfThen { .. } => {
                    imposes = true;
                    measures.extend(self.impose(context.scope, clause));
                }
                // A stretch that could not be read may have been what is missing.
                ClauseKind::Bad { .. } => imposes = true,
                _ => self.misplaced(clause, &block),
            }
        }
        let unread = body.clauses.iter().any(|c| matches!(c.node, ClauseKind::Bad { .. }));
        if !imposes {
            self.report(BenchmarkProblem::TierWithoutSanction { tier: name.node.clone() }, name.span);
        }
        let applies = applies.and_then(|(name, _)| self.named_range(context, name));
        let test = match (when, otherwise) {
            (Some((condition, _)), None) => self.condition(context.scope, condition).map(TierTest::When),
            (None, Some((_, span))) => Some(TierTest::Otherwise(span)),
            (Some((_, first)), Some((_, second))) => {
                let problem = BenchmarkProblem::TierWithTwoTests { tier: name.node.clone() };
                self.out.push(problem_at(problem, second).label(first, "条件在这里", "the condition is here"));
                None
            }
            (None, None) => {
                if !unread {
                    self.report(BenchmarkProblem::TierWithoutTest { tier: name.node.clone() }, name.span);
                }
                None
            }
        };
        let example = example.is_some();
        let test = test.unwrap_or(TierTest::When(Condition { kind: ConditionKind::Constant(false), span }));
        Some(Tier {
            name: name.node.clone(),
            test,
            applies,
            measures,
            basis,
            note: note.map(|(n, _)| n),
            example,
            origin: TierOrigin::Block,
            span: name.span,
        })
    }

    /// The named part of the statute that a tier falls under; `None` is reported.
    pub(super) fn named_range(&mut self, context: &TierContext<'_, 't>, name: &Name) -> Option<usize> {
        let named = context.statutory.map(|s| s.named.as_slice()).unwrap_or_default();
        let found = named.iter().position(|n| n.name == name.node);
        if found.is_none() {
            let near = super::near::near(&name.node, named.iter().map(|n| n.name.as_str()));
            self.out.push(problem_at(BenchmarkProblem::UnknownRange { name: name.node.clone() }, name.span).suggest(near));
        }
        found
    }

    fn check_tiers(&mut self, tiers: &[Tier]) {
        let mut names: HashMap<&str, Span> = HashMap::new();
        let mut otherwise: Option<Span> = None;
        for tier in tiers {
            if let Some(&first) = names.get(tier.name.as_str()) {
                let problem = BenchmarkProblem::DuplicateTier { tier: tier.name.clone() };
                self.out.push(problem_at(problem, tier.span).label(first, "先在这里", "first here"));
            } else {
                names.insert(&tier.name, tier.span);
            }
            match (&tier.test, otherwise) {
                (TierTest::Otherwise(span), Some(first)) => {
                    let problem = BenchmarkProblem::TwoOtherwise { tier: tier.name.clone() };
                    self.out.push(problem_at(problem, *span).label(first, "第一个在这里", "the first is here"));
                }
                (TierTest::Otherwise(span), None) => otherwise = Some(*span),
                (TierTest::When(_), Some(first)) => {
                    let problem = UsageProblem::AfterOtherwise { tier: tier.name.clone() };
                    self.out.push(problem_at(problem, tier.span).label(first, "其他情形在这里", "其他情形 is here"));
                }
                (TierTest::When(_), None) => {}
            }
        }
    }

    /// The fact or definition that a column or factor is named after, as an expression or a condition.
    pub(super) fn named(&mut self, scope: &mut Scope<'t>, path: &tree::Path) -> Option<crate::model::DefinitionValue> {
        let value = Spanned::new(tree::Condition::Value(tree::Expr::Path(path.clone())), path.span);
        self.definition_value(scope, &value)
    }

    /// Whether a path means anything in a scope.
    pub(super) fn is_named(&mut self, scope: &Scope<'t>, path: &tree::Path) -> bool {
        self.look_up(scope, path) != super::scope::Found::Nothing
    }
}

/// The one tier of a benchmark that only imposes.
fn implied(declared: &Declared<'_>, measures: Vec<Measure>) -> Tier {
    let span = declared.name.span;
    let test = TierTest::When(Condition { kind: ConditionKind::Constant(true), span });
    let name = declared.name.node.clone();
    Tier { name, test, applies: None, measures, basis: Vec::new(), note: None, example: false, origin: TierOrigin::Implied, span }
}

/// Whether any of the measures may hold a fine.
pub(super) fn has_fine(measures: &[Measure]) -> bool {
    measures.iter().any(|m| sanction_has_fine(&m.sanction))
}

fn sanction_has_fine(sanction: &Sanction) -> bool {
    use crate::model::PenaltyKind;
    match sanction {
        Sanction::Waive => false,
        Sanction::Groups { groups, .. } => groups.iter().flat_map(|g| &g.alternatives).any(|p| match &p.kind {
            PenaltyKind::Fine(_) => true,
            PenaltyKind::Other { .. } => false,
            PenaltyKind::Nested(inner) => sanction_has_fine(inner),
        }),
    }
}
