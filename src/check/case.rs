//! Cases: what is given, typed by the facts behind each key, and what must come of it.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use super::Checker;
use super::collect::Declared;
use super::names::problem_at;
use super::records::{SEPARATOR, join, key, shown};
use super::scope::{Place, Scope};
use crate::diagnostic::{CaseProblem, NameProblem, Span, Spanned, Term, UsageProblem};
use crate::law::{Money, Period};
use crate::model::{
    BenchmarkId, Bounds, Case, CaseValue, Connective, Expectation, ExpectedSanction, ExprKind, FactId, FactKey, FineAmount, Measure,
    Modality, PenaltyKind, PeriodFamily, ProcedureOutcome, ProposedPenalty, Sanction, SetId, Type, Value, Verdict,
};
use crate::syntax::tree::{self, Clause, ClauseKind, Name, ProcedureWord, Value as Written, VerdictWord};

/// The facts that a case may give.
pub(super) struct Keys<'a> {
    pub(super) shared: &'a HashMap<String, Vec<FactId>>,
    pub(super) own: &'a HashMap<String, Vec<FactId>>,
}

impl Keys<'_> {
    pub(super) fn get(&self, key: &str) -> Vec<FactId> {
        let mut found: Vec<FactId> = self.own.get(key).into_iter().chain(self.shared.get(key)).flatten().copied().collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    fn all(&self) -> impl Iterator<Item = &String> {
        self.own.keys().chain(self.shared.keys())
    }
}

/// What a case has come to so far.
#[derive(Default)]
pub(super) struct Draft {
    pub(super) values: Vec<CaseValue>,
    seen: HashMap<String, Span>,
}

impl<'t> Checker<'t> {
    /// Lowers all cases.
    pub(super) fn lower_cases(&mut self) {
        let declared = std::mem::take(&mut self.rules.cases);
        let mut names: HashMap<(usize, &str), Span> = HashMap::new();
        let shared = std::mem::take(&mut self.sets.shared);
        for one in &declared {
            if let Some(&first) = names.get(&(one.file, one.name.node.as_str())) {
                let problem = UsageProblem::DuplicateCase { name: one.name.node.clone() };
                self.out.push(problem_at(problem, one.name.span).label(first, "先写在这里", "first written here"));
            } else {
                names.insert((one.file, &one.name.node), one.name.span);
            }
        }
        let nothing = HashMap::new();
        // Cases without a benchmark may give the facts of any; gathered once for each rule set that has such a case.
        let any: HashMap<SetId, OnceLock<HashMap<String, Vec<FactId>>>> = declared.iter().map(|one| (one.set, OnceLock::new())).collect();
        self.model.cases = self.share_out(&declared, |checker, one| {
            if super::scoring_case::is_scoring(one) {
                checker.lower_scoring_case(one)
            } else if super::review_case::is_review(one) {
                checker.lower_review_case(one)
            } else {
                let shared = shared.get(one.set.index()).unwrap_or(&nothing);
                checker.lower_case(one, shared, any.get(&one.set))
            }
        });
        self.rules.cases = declared;
    }

    pub(super) fn by_key(&self, facts: impl Iterator<Item = FactId>) -> HashMap<String, Vec<FactId>> {
        let mut keys: HashMap<String, Vec<FactId>> = HashMap::new();
        for id in facts {
            if let Some(key) = self.facts.keys.get(id.index()) {
                let known = keys.entry(key.clone()).or_default();
                if !known.contains(&id) {
                    known.push(id);
                }
            }
        }
        keys
    }

    /// The facts of all benchmarks that bear on a rule set.
    fn keys_of_set(&self, set: SetId) -> HashMap<String, Vec<FactId>> {
        let closure = self.model.sets.get(set.index()).map(|s| s.closure.as_slice()).unwrap_or_default();
        let ids = closure.iter().filter_map(|s| self.model.sets.get(s.index())).flat_map(|s| &s.benchmarks);
        self.by_key(ids.filter_map(|b| self.benchmarks.get(b.index())).flat_map(|b| b.facts.iter().copied()))
    }

    /// A case of benchmarks; `any` are the facts that it may give when it names none.
    fn lower_case(
        &mut self,
        declared: &Declared<'t>,
        shared: &HashMap<String, Vec<FactId>>,
        any: Option<&OnceLock<HashMap<String, Vec<FactId>>>>,
    ) -> Case {
        let name = declared.name;
        let (benchmarks, complete) = self.case_benchmarks(declared);
        let named;
        let own = match any {
            Some(any) if benchmarks.is_empty() => any.get_or_init(|| self.keys_of_set(declared.set)),
            _ => {
                let facts = benchmarks.iter().filter_map(|b| self.benchmarks.get(b.index())).flat_map(|b| b.facts.iter().copied());
                named = self.by_key(facts);
                &named
            }
        };
        let keys = Keys { shared, own };
        let mut draft = Draft::default();
        let mut proposed: Option<(ProposedPenalty, Span)> = None;
        let mut expectations = Vec::new();
        let mut wanted: HashMap<(u8, &str), bool> = HashMap::new();
        let block = Term::new("「用例」", "a case (用例)");
        let mut verdict = None;
        let mut proposes = false;
        let mut expects = false;
        for clause in &declared.body.clauses {
            match &clause.node {
                ClauseKind::CaseBenchmarks { .. } => {}
                ClauseKind::Let { bindings } => {
                    for (path, value) in bindings {
                        self.bind(declared.file, &keys, complete, path, value, &mut draft);
                    }
                }
                ClauseKind::Proposed { sanction } => {
                    proposes = true;
                    if let Some(penalty) = self.proposal(declared.file, sanction) {
                        self.once(&mut proposed, penalty, clause, &block);
                    }
                }
                ClauseKind::Bad { .. } => expects = true,
                _ => {
                    if let ClauseKind::ExpectCircumstance { present, name } = &clause.node
                        && wanted.insert((0, &name.node), *present).is_some_and(|before| before != *present)
                    {
                        self.report(CaseProblem::Contradiction { name: name.node.clone() }, name.span);
                    }
                    if let ClauseKind::ExpectVerdict { .. } = &clause.node {
                        verdict = Some(clause.span);
                    }
                    let known = expectations.len();
                    expects |= self.expectation(declared, &benchmarks, complete, &keys, clause, &mut expectations);
                    expects |= expectations.len() > known;
                }
            }
        }
        if let (Some(span), false) = (verdict, proposes) {
            self.report(CaseProblem::VerdictWithoutProposal {}, span);
        }
        if !expects {
            self.report(CaseProblem::NothingExpected { case: name.node.clone() }, name.span);
        }
        Case {
            name: name.node.clone(),
            set: declared.set,
            benchmarks,
            review: None,
            scoring: None,
            values: draft.values,
            proposed: proposed.map(|(p, _)| p),
            expectations,
            name_span: name.span,
            span: declared.span,
        }
    }

    /// The benchmarks a case names, and whether all of them were found.
    fn case_benchmarks(&mut self, declared: &Declared<'t>) -> (Vec<BenchmarkId>, bool) {
        let mut found = Vec::new();
        let mut complete = true;
        for clause in &declared.body.clauses {
            let ClauseKind::CaseBenchmarks { names } = &clause.node else { continue };
            for name in names {
                match self.benchmark(declared.file, name) {
                    Some(id) if !found.contains(&id) => found.push(id),
                    Some(_) => {}
                    None => complete = false,
                }
            }
        }
        (found, complete)
    }

    /// `设 甲 = 值`; a whole group is taken apart into its fields.
    pub(super) fn bind(
        &mut self,
        file: usize,
        keys: &Keys<'_>,
        complete: bool,
        path: &tree::Path,
        value: &Spanned<Written>,
        draft: &mut Draft,
    ) {
        let at = key(&path.node);
        self.bind_key(file, keys, complete, &at, path.span, value, draft);
    }

    #[allow(clippy::too_many_arguments, reason = "the walk's state is plainer here than in a struct used once")]
    fn bind_key(
        &mut self,
        file: usize,
        keys: &Keys<'_>,
        complete: bool,
        at: &str,
        span: Span,
        value: &Spanned<Written>,
        draft: &mut Draft,
    ) {
        let facts = keys.get(at);
        if facts.is_empty() {
            let group = format!("{at}{SEPARATOR}");
            if let Written::Record(items) = &value.node
                && keys.all().any(|k| k.starts_with(&group))
            {
                for item in items {
                    self.bind_key(file, keys, complete, &join(at, &item.name.node), item.name.span, &item.value, draft);
                }
                return;
            }
            if complete {
                self.unknown_key(keys, at, span);
            }
            return;
        }
        if let Some(&first) = draft.seen.get(at) {
            let problem = CaseProblem::SetTwice { key: shown(at) };
            self.out.push(problem_at(problem, span).label(first, "先设在这里", "first given here"));
            return;
        }
        draft.seen.insert(at.to_owned(), span);
        let mut given = Vec::new();
        for id in facts {
            let Some(field) = self.model.facts.get(id.index()).map(|f| f.field.clone()) else { continue };
            let before = self.out.len();
            if let Some(value) = self.given(file, &shown(at), &field, value) {
                given.push((id, value));
            } else if self.out.len() > before && !given.is_empty() {
                // One mistake, one message, however many records declare the key.
                break;
            }
            if given.is_empty() {
                break;
            }
        }
        if given.is_empty() {
            return;
        }
        let segments: Vec<Arc<str>> = at.split(SEPARATOR).map(Arc::from).collect();
        draft.values.push(CaseValue { key: FactKey(segments.into()), facts: given, span });
    }

    pub(super) fn unknown_key(&mut self, keys: &Keys<'_>, at: &str, span: Span) {
        let last = at.rsplit(SEPARATOR).next().unwrap_or(at);
        let derived = self.records.definitions.iter().find(|d| d.name.node == last).map(|d| d.name.span);
        if let Some(definition) = derived {
            let problem = CaseProblem::DerivedGiven { key: shown(at) };
            self.out.push(problem_at(problem, span).label(definition, "定义在这里", "defined here"));
            return;
        }
        let known: Vec<String> = keys.all().map(|k| shown(k)).collect();
        let near = super::near::near(&shown(at), known.iter().map(String::as_str));
        self.out.push(problem_at(CaseProblem::UnknownKey { key: shown(at) }, span).suggest(near));
    }

    /// Adds what a clause expects; tells whether it expects something, even if badly.
    fn expectation(
        &mut self,
        declared: &Declared<'t>,
        benchmarks: &[BenchmarkId],
        complete: bool,
        keys: &Keys<'_>,
        clause: &'t Clause,
        out: &mut Vec<(Expectation, Span)>,
    ) -> bool {
        let file = declared.file;
        let span = clause.span;
        match &clause.node {
            ClauseKind::ExpectTier { tiers, sanction } => {
                if complete {
                    for tier in tiers {
                        self.check_tier_name(declared, benchmarks, tier);
                    }
                }
                out.push((Expectation::Tiers(tiers.iter().map(|t| t.node.clone()).collect()), span));
                if let Some(sanction) = sanction {
                    out.extend(self.expected(file, sanction).map(|e| (e, sanction.span)));
                }
            }
            ClauseKind::ExpectSanction { sanction } => out.extend(self.expected(file, sanction).map(|e| (e, span))),
            ClauseKind::ExpectCircumstance { present, name } => {
                let missing = |what| NameProblem::Unknown { what, name: name.node.clone() }.into();
                let id = self.tables.circumstances.resolve(&mut self.reach, &mut self.out, file, name, missing);
                out.extend(id.map(|id| (Expectation::Circumstance(id, *present), span)));
            }
            ClauseKind::ExpectProcedure { name, outcome } => {
                let missing = |what| NameProblem::Unknown { what, name: name.node.clone() }.into();
                let id = self.tables.procedures.resolve(&mut self.reach, &mut self.out, file, name, missing);
                let outcome = match outcome.node {
                    ProcedureWord::Met => ProcedureOutcome::Met,
                    ProcedureWord::Violated => ProcedureOutcome::Violated,
                    ProcedureWord::Open => ProcedureOutcome::Open,
                };
                out.extend(id.map(|id| (Expectation::Procedure(id, outcome), span)));
            }
            ClauseKind::ExpectUnknown { facts } => {
                let mut wanted = Vec::new();
                for path in facts {
                    let at = key(&path.node);
                    if keys.get(&at).is_empty() {
                        if complete {
                            self.unknown_key(keys, &at, path.span);
                        }
                        continue;
                    }
                    let segments: Vec<Arc<str>> = path.node.iter().map(|n| Arc::from(n.node.as_str())).collect();
                    wanted.push(FactKey(segments.into()));
                }
                out.push((Expectation::Unknown(wanted), span));
            }
            ClauseKind::ExpectVerdict { verdict } => {
                let verdict = match verdict.node {
                    VerdictWord::Fitting => Verdict::Fitting,
                    VerdictWord::TooHeavy => Verdict::TooHeavy,
                    VerdictWord::TooLight => Verdict::TooLight,
                    VerdictWord::WrongKind => Verdict::WrongKind,
                };
                out.push((Expectation::Verdict(verdict), span));
            }
            _ => {
                self.misplaced(clause, &Term::new("「用例」", "a case (用例)"));
                return false;
            }
        }
        true
    }

    fn check_tier_name(&mut self, declared: &Declared<'t>, benchmarks: &[BenchmarkId], tier: &Name) {
        let of_set = || {
            let set = self.model.sets.get(declared.set.index());
            set.into_iter()
                .flat_map(|s| &s.closure)
                .filter_map(|s| self.model.sets.get(s.index()))
                .flat_map(|s| s.benchmarks.iter().copied())
        };
        let ids: Vec<BenchmarkId> = if benchmarks.is_empty() { of_set().collect() } else { benchmarks.to_vec() };
        let names = ids.iter().filter_map(|b| self.benchmarks.get(b.index())).flat_map(|b| b.tiers.iter().map(|t| t.name.as_str()));
        let names: Vec<&str> = names.collect();
        if names.contains(&tier.node.as_str()) {
            return;
        }
        let near = super::near::near(&tier.node, names);
        self.out.push(problem_at(CaseProblem::UnknownTier { tier: tier.node.clone() }, tier.span).suggest(near));
    }

    fn expected(&mut self, file: usize, sanction: &Spanned<tree::Sanction>) -> Option<Expectation> {
        let mut scope = Scope::new(file, Vec::new(), Place::Plain);
        let lowered = self.sanction(&mut scope, sanction)?;
        let measure = Measure { condition: None, target: None, sanction: lowered, span: sanction.span };
        Some(Expectation::Sanction(ExpectedSanction { measures: vec![measure] }))
    }

    /// A proposed penalty: definite in every part.
    fn proposal(&mut self, file: usize, sanction: &Spanned<tree::Sanction>) -> Option<ProposedPenalty> {
        let mut scope = Scope::new(file, Vec::new(), Place::Plain);
        let lowered = self.sanction(&mut scope, sanction)?;
        let mut proposal = ProposedPenalty::default();
        self.propose(&lowered, sanction.span, &mut proposal)?;
        Some(proposal)
    }

    fn propose(&mut self, sanction: &Sanction, span: Span, proposal: &mut ProposedPenalty) -> Option<()> {
        let (first, groups) = match sanction {
            Sanction::Waive => {
                proposal.waived = true;
                return Some(());
            }
            Sanction::Groups { first, groups } => (first, groups),
        };
        if *first == Modality::May {
            self.report(CaseProblem::ProposedChoice {}, span);
            return None;
        }
        for group in groups {
            let [penalty] = group.alternatives.as_slice() else {
                self.report(CaseProblem::ProposedChoice {}, group.alternatives.get(1).map_or(span, |p| p.span));
                return None;
            };
            if group.connective != Connective::And {
                self.report(CaseProblem::ProposedChoice {}, penalty.span);
                return None;
            }
            match &penalty.kind {
                PenaltyKind::Fine(fine) => {
                    let amount = match (&fine.amount, &fine.growth) {
                        (FineAmount::Bounds(bounds), None) => fixed(bounds).and_then(|(n, _)| Money::from_yuan(n)),
                        _ => None,
                    };
                    let Some(amount) = amount else {
                        self.report(CaseProblem::ProposedNotFixed {}, penalty.span);
                        return None;
                    };
                    if proposal.fine.replace(amount).is_some() {
                        self.report(CaseProblem::TwoFines {}, penalty.span);
                        return None;
                    }
                }
                PenaltyKind::Other { kind, period, usual: _ } => {
                    let period = match period {
                        None => None,
                        Some(bounds) => {
                            let Some(period) = fixed(bounds).and_then(|(n, ty)| period_of(n, &ty)) else {
                                self.report(CaseProblem::ProposedNotFixed {}, penalty.span);
                                return None;
                            };
                            Some(period)
                        }
                    };
                    proposal.others.push((*kind, period));
                }
                PenaltyKind::Nested(inner) => self.propose(inner, penalty.span, proposal)?,
            }
        }
        Some(())
    }
}

/// The single figure of bounds that leave no choice.
fn fixed(bounds: &Bounds) -> Option<(crate::law::Exact, Type)> {
    let range = super::condition::constant_range(bounds)?;
    let (lower, upper) = (range.lower?, range.upper?);
    let ty = bounds.lower.as_ref().map(|b| b.value.ty.clone())?;
    debug_assert!(bounds.lower.as_ref().is_none_or(|b| matches!(b.value.kind, ExprKind::Constant(Value::Number(_)))));
    (lower == upper && lower.closed == crate::law::Closure::Inclusive).then_some((lower.value, ty))
}

fn period_of(count: crate::law::Exact, ty: &Type) -> Option<Period> {
    let count = u32::try_from(count.to_i64()?).ok()?;
    match ty {
        Type::Period(PeriodFamily::Days) => Some(Period::Days(count)),
        Type::Period(PeriodFamily::WorkingDays) => Some(Period::WorkingDays(count)),
        Type::Period(PeriodFamily::Months) => Some(Period::Months(count)),
        Type::Boolean
        | Type::Integer(_)
        | Type::Number
        | Type::Money
        | Type::Ratio
        | Type::Multiple
        | Type::Quantity(_)
        | Type::Date
        | Type::Text
        | Type::Category(_)
        | Type::List(_) => None,
    }
}
