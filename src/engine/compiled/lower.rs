//! From the model's conditions to compiled ones. What asks one slot alone becomes a table over its codes; what asks several is
//! shared and becomes a node. It runs twice: once to gather the constants that slots are compared with, once to use them.

use std::collections::HashMap;
use std::sync::Arc;

use super::coding::{ABSENT, Coding, Constants, KNOWN, UNKNOWN};
use super::eval::Shared;
use super::kleene::Kleene;
use super::term::{Cells, Limit, Place, ScoredFactor, Scoring, Source, Term, Test};
use crate::law::{Closure, Exact};
use crate::model::{
    BenchmarkId, BoundExpr, Bounds, Condition, ConditionKind, DefinitionValue, Expr, ExprKind, FactId, FactorTest, Item, Model, Type, Value,
};

/// A slot while it is being gathered.
#[derive(Debug, Clone)]
pub(super) struct SlotBuild {
    pub(super) source: Source,
    pub(super) ty: Type,
    pub(super) constants: Constants,
}

pub(super) struct Lower<'m> {
    pub(super) model: &'m Model,
    pub(super) slots: Vec<SlotBuild>,
    by_fact: HashMap<FactId, u32>,
    by_term: HashMap<Term, u32>,
    /// Set in the second run.
    codings: Option<Vec<Coding>>,
    pub(super) shared: Shared,
    by_node: HashMap<Test, u32>,
    /// The tables of spans, by slot and codes.
    spans: HashMap<(u32, Option<u32>, Option<u32>), Arc<[Kleene]>>,
    pub(super) cells: Cells,
    by_score: HashMap<BenchmarkId, u32>,
}

/// A part of a conjunction, and where it is written.
#[derive(Debug, Clone)]
pub(super) struct Part {
    pub(super) test: Test,
    pub(super) span: crate::diagnostic::Span,
}

/// A comparison with constants: a threshold that must be reached, and one that must not.
struct Span {
    from: Option<(Exact, bool)>,
    to: Option<(Exact, bool)>,
}

impl<'m> Lower<'m> {
    pub(super) fn new(model: &'m Model) -> Self {
        Lower {
            model,
            slots: Vec::new(),
            by_fact: HashMap::new(),
            by_term: HashMap::new(),
            codings: None,
            shared: Shared::default(),
            by_node: HashMap::new(),
            spans: HashMap::new(),
            cells: Cells::default(),
            by_score: HashMap::new(),
        }
    }

    /// Ends the first run: what it gathered becomes the codings of the second.
    pub(super) fn fix(&mut self) -> Vec<Coding> {
        let members = |ty: &Type| if let Type::Category(id) = ty { self.model[*id].members.len() } else { 0 };
        let codings: Vec<Coding> = self.slots.iter().map(|slot| Coding::new(&slot.ty, members(&slot.ty), &slot.constants)).collect();
        self.codings = Some(codings.clone());
        self.shared = Shared::default();
        self.by_score.clear();
        codings
    }

    /// Whether this is the second run.
    pub(super) fn is_fixed(&self) -> bool {
        self.codings.is_some()
    }

    pub(super) fn fact(&mut self, fact: FactId) -> u32 {
        if let Some(slot) = self.by_fact.get(&fact) {
            return *slot;
        }
        let slot = self.add(Source::Fact(fact), self.model[fact].field.ty.clone());
        self.by_fact.insert(fact, slot);
        slot
    }

    fn add(&mut self, source: Source, ty: Type) -> u32 {
        let slot = u32::try_from(self.slots.len()).unwrap_or(u32::MAX);
        self.slots.push(SlotBuild { source, ty, constants: Constants::default() });
        slot
    }

    /// The slot that an expression is compared by: a fact, or a computed value of its own.
    fn slot(&mut self, expr: &Expr) -> u32 {
        match &expr.kind {
            ExprKind::Fact(fact) => return self.fact(*fact),
            ExprKind::Definition(id) => {
                if let DefinitionValue::Expr(inner) = &self.model[*id].value {
                    return self.slot(inner);
                }
            }
            ExprKind::Constant(_)
            | ExprKind::Element(_)
            | ExprKind::Binary(..)
            | ExprKind::Larger(_)
            | ExprKind::Smaller(_)
            | ExprKind::ElapsedDays(..)
            | ExprKind::YearsOfAge(..)
            | ExprKind::Shift(..)
            | ExprKind::Count { .. }
            | ExprKind::Sum { .. }
            | ExprKind::FactorScore(_)
            | ExprKind::Outcome(_) => {}
        }
        let term = self.term(expr);
        if let Some(slot) = self.by_term.get(&term) {
            return *slot;
        }
        let slot = self.add(Source::Term(term.clone()), expr.ty.clone());
        self.by_term.insert(term, slot);
        slot
    }

    /// Whether a condition holds, in the parts of a conjunction, each with the condition it is.
    pub(super) fn conjuncts(&mut self, condition: &Condition, parts: &mut Vec<Part>) {
        match &condition.kind {
            ConditionKind::All(items) => items.iter().for_each(|item| self.conjuncts(&item.condition, parts)),
            ConditionKind::Except(base, exception) => {
                self.conjuncts(base, parts);
                let test = self.test(exception);
                parts.push(Part { test: self.not(test), span: exception.span });
            }
            ConditionKind::Definition(id) => match &self.model[*id].value {
                DefinitionValue::Condition(inner) => self.conjuncts(inner, parts),
                DefinitionValue::Expr(_) => parts.push(Part { test: self.test(condition), span: condition.span }),
            },
            ConditionKind::Constant(_)
            | ConditionKind::Fact(_)
            | ConditionKind::Element(_)
            | ConditionKind::Not(_)
            | ConditionKind::Any(_)
            | ConditionKind::AtLeast(..)
            | ConditionKind::Compare(..)
            | ConditionKind::Equals { .. }
            | ConditionKind::Member { .. }
            | ConditionKind::Present(..)
            | ConditionKind::ElementPresent(..)
            | ConditionKind::Contains(..)
            | ConditionKind::Imposes(_) => parts.push(Part { test: self.test(condition), span: condition.span }),
        }
    }

    /// A condition outside of any filter.
    pub(super) fn test(&mut self, condition: &Condition) -> Test {
        match &condition.kind {
            ConditionKind::Constant(value) => Test::Constant(Kleene::of(*value)),
            ConditionKind::Fact(fact) => {
                let slot = self.fact(*fact);
                self.table(slot, |code| Kleene::of(code > KNOWN))
            }
            ConditionKind::Present(fact, wanted) => {
                let slot = self.fact(*fact);
                match self.table(slot, |_| Kleene::of(*wanted)) {
                    Test::Table(slot, truths) => {
                        let mut truths = truths.to_vec();
                        if let Some(absent) = truths.get_mut(ABSENT as usize) {
                            *absent = Kleene::of(!wanted);
                        }
                        Test::Table(slot, truths.into())
                    }
                    other => other,
                }
            }
            ConditionKind::Definition(id) => match &self.model[*id].value {
                DefinitionValue::Condition(inner) => self.test(inner),
                DefinitionValue::Expr(inner) if inner.ty == Type::Boolean => {
                    let slot = self.slot(inner);
                    self.table(slot, |code| Kleene::of(code > KNOWN))
                }
                DefinitionValue::Expr(_) => Test::Constant(Kleene::Unknown),
            },
            ConditionKind::Not(inner) => {
                let inner = self.test(inner);
                self.not(inner)
            }
            ConditionKind::All(items) => self.at_least(u32::try_from(items.len()).unwrap_or(u32::MAX), items),
            ConditionKind::Any(items) => self.at_least(1, items),
            ConditionKind::AtLeast(count, items) => self.at_least(*count, items),
            ConditionKind::Except(base, exception) => {
                let (base, exception) = (self.test(base), self.test(exception));
                let exception = self.not(exception);
                self.combine(
                    vec![base, exception],
                    |truths| truths.iter().copied().min().unwrap_or(Kleene::True),
                    |tests| {
                        let mut tests = tests.into_iter();
                        let or_true = |test: Option<Test>| Box::new(test.unwrap_or(Test::Constant(Kleene::True)));
                        Test::And(or_true(tests.next()), or_true(tests.next()))
                    },
                )
            }
            ConditionKind::Compare(expr, bounds) => match (&expr.kind, Span::of(bounds)) {
                (ExprKind::FactorScore(_) | ExprKind::Outcome(_), _) | (_, None) => self.leaf(condition),
                (_, Some(_)) if !ordered(&expr.ty) => self.leaf(condition),
                (_, Some(span)) => {
                    let slot = self.slot(expr);
                    self.constants(slot).thresholds.extend(span.from.into_iter().chain(span.to));
                    self.span(slot, &span)
                }
            },
            ConditionKind::Equals { value, among, negated } => {
                let test = self.equals(condition, value, among);
                if *negated { self.not(test) } else { test }
            }
            ConditionKind::Member { value, among } => {
                let slot = self.slot(value);
                self.table(slot, |code| Kleene::of(u16::try_from(code - KNOWN).is_ok_and(|member| among.contains(&member))))
            }
            ConditionKind::Contains(..) | ConditionKind::Imposes(_) => self.leaf(condition),
            ConditionKind::Element(_) | ConditionKind::ElementPresent(..) => Test::Constant(Kleene::Unknown),
        }
    }

    fn equals(&mut self, condition: &Condition, value: &Expr, among: &[Expr]) -> Test {
        let constants: Option<Vec<&Value>> =
            among.iter().map(|e| if let ExprKind::Constant(constant) = &e.kind { Some(constant) } else { None }).collect();
        let Some(constants) = constants.filter(|_| !matches!(value.kind, ExprKind::Element(_))) else {
            return self.leaf(condition);
        };
        let slot = self.slot(value);
        let mut spans = Vec::new();
        for constant in &constants {
            match constant {
                Value::Text(text) => {
                    self.constants(slot).texts.insert(text.clone());
                }
                Value::Number(_) | Value::Date(_) => {
                    let Some(at) = number(constant) else { return self.leaf(condition) };
                    self.constants(slot).thresholds.extend([(at, false), (at, true)]);
                    spans.push(Span { from: Some((at, false)), to: Some((at, true)) });
                }
                Value::Boolean(_) | Value::Member(_) => {}
                Value::List(_) => return self.leaf(condition),
            }
        }
        let Some(coding) = self.codings.as_ref().and_then(|c| c.get(slot as usize)) else { return Test::Constant(Kleene::Unknown) };
        if spans.is_empty() {
            let codes: Vec<u32> = constants.iter().map(|constant| coding.of(constant)).collect();
            return self.table(slot, |code| Kleene::of(codes.contains(&code)));
        }
        let tests: Vec<Test> = spans.iter().map(|span| self.span(slot, span)).collect();
        self.combine(tests, |truths| truths.iter().copied().max().unwrap_or(Kleene::False), |tests| Test::AtLeast(1, tests))
    }

    fn constants(&mut self, slot: u32) -> &mut Constants {
        // INVARIANT: slots are numbered by `add`, so this one is there.
        &mut self.slots[slot as usize].constants
    }

    /// A table over the codes of a slot: unknown stays so, absent is false, and `of` says the rest.
    fn table(&self, slot: u32, of: impl Fn(u32) -> Kleene) -> Test {
        let Some(coding) = self.codings.as_ref().and_then(|c| c.get(slot as usize)) else { return Test::Constant(Kleene::Unknown) };
        let truth = |code| match code {
            UNKNOWN => Kleene::Unknown,
            ABSENT => Kleene::False,
            code => of(code),
        };
        Test::Table(slot, (0..coding.codes()).map(truth).collect())
    }

    fn span(&mut self, slot: u32, span: &Span) -> Test {
        let Some(Coding::Figure(cuts) | Coding::Day(cuts)) = self.codings.as_ref().and_then(|c| c.get(slot as usize)) else {
            return Test::Constant(Kleene::Unknown);
        };
        let (from, to) = (span.from.map(|t| cuts.rank(t)), span.to.map(|t| cuts.rank(t)));
        if let Some(known) = self.spans.get(&(slot, from, to)) {
            return Test::Table(slot, Arc::clone(known));
        }
        let table = self.table(slot, |code| Kleene::of(from.is_none_or(|from| code > from) && to.is_none_or(|to| code <= to)));
        if let Test::Table(_, truths) = &table {
            self.spans.insert((slot, from, to), Arc::clone(truths));
        }
        table
    }

    fn not(&mut self, test: Test) -> Test {
        self.combine(
            vec![test],
            |truths| truths.first().copied().unwrap_or(Kleene::Unknown).not(),
            |mut tests| Test::Not(Box::new(tests.pop().unwrap_or(Test::Constant(Kleene::Unknown)))),
        )
    }

    fn at_least(&mut self, count: u32, items: &[Item]) -> Test {
        let tests = items.iter().map(|item| self.test(&item.condition)).collect();
        self.combine(tests, move |truths| Kleene::at_least(count, truths.iter().copied()), |tests| Test::AtLeast(count, tests))
    }

    /// Joins conditions: over one slot into a table, over several into a node.
    fn combine(&mut self, tests: Vec<Test>, join: impl Fn(&[Kleene]) -> Kleene, node: impl FnOnce(Vec<Test>) -> Test) -> Test {
        let mut over: Option<(u32, usize)> = None;
        for test in &tests {
            match (test, over) {
                (Test::Constant(_), _) => {}
                (Test::Table(slot, truths), None) => over = Some((*slot, truths.len())),
                (Test::Table(slot, _), Some((same, _))) if *slot == same => {}
                _ => return self.share(node(tests)),
            }
        }
        let at = |code: usize| -> Vec<Kleene> {
            let of = |test: &Test| match test {
                Test::Table(_, truths) => truths.get(code).copied().unwrap_or(Kleene::Unknown),
                Test::Constant(truth) => *truth,
                _ => Kleene::Unknown,
            };
            tests.iter().map(of).collect()
        };
        match over {
            None => Test::Constant(join(&at(0))),
            Some((slot, codes)) => Test::Table(slot, (0..codes).map(|code| join(&at(code))).collect()),
        }
    }

    fn share(&mut self, test: Test) -> Test {
        if self.codings.is_none() {
            return Test::Constant(Kleene::Unknown);
        }
        if let Some(node) = self.by_node.get(&test) {
            return Test::Node(*node);
        }
        let node = u32::try_from(self.shared.nodes.len()).unwrap_or(u32::MAX);
        self.shared.nodes.push(test.clone());
        self.by_node.insert(test, node);
        Test::Node(node)
    }

    /// A condition that no table can hold.
    fn leaf(&mut self, condition: &Condition) -> Test {
        let test = self.raw(condition);
        // A negation is taken by the caller.
        let test = match (&condition.kind, test) {
            (ConditionKind::Equals { negated: true, .. }, Test::Not(inner)) => *inner,
            (_, test) => test,
        };
        self.share(test)
    }

    /// A condition by the values of its parts alone, as filters and computed values ask it.
    fn raw(&mut self, condition: &Condition) -> Test {
        match &condition.kind {
            ConditionKind::Constant(value) => Test::Constant(Kleene::of(*value)),
            ConditionKind::Fact(fact) => Test::Holds(Term::Slot(self.fact(*fact))),
            ConditionKind::Element(field) => Test::Holds(Term::Element(*field)),
            ConditionKind::Definition(id) => match &self.model[*id].value {
                DefinitionValue::Condition(inner) => self.raw(inner),
                DefinitionValue::Expr(inner) => Test::Holds(self.term(inner)),
            },
            ConditionKind::Not(inner) => Test::Not(Box::new(self.raw(inner))),
            ConditionKind::All(items) => self.raw_at_least(u32::try_from(items.len()).unwrap_or(u32::MAX), items),
            ConditionKind::Any(items) => self.raw_at_least(1, items),
            ConditionKind::AtLeast(count, items) => self.raw_at_least(*count, items),
            ConditionKind::Except(base, exception) => {
                let (base, exception) = (self.raw(base), self.raw(exception));
                Test::And(Box::new(base), Box::new(Test::Not(Box::new(exception))))
            }
            ConditionKind::Compare(expr, bounds) => {
                let (lower, upper) = (self.limit(bounds.lower.as_ref()), self.limit(bounds.upper.as_ref()));
                match &expr.kind {
                    ExprKind::FactorScore(benchmark) => Test::CompareScore(self.score(*benchmark), lower, upper),
                    ExprKind::Outcome(which) => Test::CompareOutcome(*which, lower, upper),
                    _ => Test::Compare(self.term(expr), lower, upper),
                }
            }
            ConditionKind::Equals { value, among, negated } => {
                let test = Test::Equals(self.term(value), among.iter().map(|e| self.term(e)).collect());
                if *negated { Test::Not(Box::new(test)) } else { test }
            }
            ConditionKind::Member { value, among } => Test::Member(self.term(value), among.clone()),
            ConditionKind::Present(fact, wanted) => Test::Present(Term::Slot(self.fact(*fact)), *wanted),
            ConditionKind::ElementPresent(field, wanted) => Test::Present(Term::Element(*field), *wanted),
            ConditionKind::Contains(expr, part) => Test::Contains(self.term(expr), part.clone()),
            ConditionKind::Imposes(kind) => Test::Imposes(*kind),
        }
    }

    fn raw_at_least(&mut self, count: u32, items: &[Item]) -> Test {
        Test::AtLeast(count, items.iter().map(|item| self.raw(&item.condition)).collect())
    }

    fn limit(&mut self, bound: Option<&BoundExpr>) -> Limit {
        bound.map(|bound| (self.term(&bound.value), bound.closure))
    }

    pub(super) fn term(&mut self, expr: &Expr) -> Term {
        let place = Place(expr.span);
        let mut boxed = |expr: &Expr| Box::new(self.term(expr));
        match &expr.kind {
            ExprKind::Constant(value) => Term::Constant(value.clone()),
            ExprKind::Fact(fact) => Term::Slot(self.fact(*fact)),
            ExprKind::Element(field) => Term::Element(*field),
            ExprKind::Definition(id) => match &self.model[*id].value {
                DefinitionValue::Expr(inner) => self.term(inner),
                DefinitionValue::Condition(inner) => Term::Truth(Box::new(self.raw(inner))),
            },
            ExprKind::Binary(operator, left, right) => Term::Binary(*operator, boxed(left), boxed(right), place),
            ExprKind::Larger(parts) => Term::Larger(parts.iter().map(|p| self.term(p)).collect()),
            ExprKind::Smaller(parts) => Term::Smaller(parts.iter().map(|p| self.term(p)).collect()),
            ExprKind::ElapsedDays(from, to) => Term::ElapsedDays(boxed(from), boxed(to)),
            ExprKind::YearsOfAge(birth, on) => Term::YearsOfAge(boxed(birth), boxed(on)),
            ExprKind::Shift(start, side, period) => Term::Shift(boxed(start), *side, *period, place),
            ExprKind::Count { list, filter } => {
                let filter = filter.as_ref().map(|f| Box::new(self.raw(f)));
                Term::Count(self.fact(*list), filter)
            }
            ExprKind::Sum { list, field, filter } => {
                let filter = filter.as_ref().map(|f| Box::new(self.raw(f)));
                Term::Sum(self.fact(*list), *field, filter, place)
            }
            ExprKind::FactorScore(benchmark) => Term::Score(self.score(*benchmark)),
            ExprKind::Outcome(which) => Term::Outcome(*which),
        }
    }

    /// The score of a benchmark's factors.
    pub(super) fn score(&mut self, benchmark: BenchmarkId) -> u32 {
        if let Some(score) = self.by_score.get(&benchmark) {
            return *score;
        }
        let factors = self.model[benchmark].factors.as_ref();
        let scored = factors.map(|factors| {
            let factor = |factor: &crate::model::Factor| ScoredFactor {
                weight: factor.weight.unwrap_or(Exact::ONE),
                rows: factor
                    .rows
                    .iter()
                    .map(|row| match &row.test {
                        FactorTest::When(condition) => (self.test(condition), row.ratio),
                        FactorTest::Otherwise => (Test::Constant(Kleene::True), row.ratio),
                    })
                    .collect(),
                span: factor.span,
            };
            Scoring { factors: factors.factors.iter().map(factor).collect(), floor: factors.floor, cap: factors.cap }
        });
        let score = u32::try_from(self.shared.scores.len()).unwrap_or(u32::MAX);
        self.shared.scores.push(scored.unwrap_or(Scoring { factors: Vec::new(), floor: None, cap: None }));
        self.by_score.insert(benchmark, score);
        score
    }
}

impl Span {
    /// The thresholds of bounds that are constants.
    fn of(bounds: &Bounds) -> Option<Span> {
        let constant = |bound: &Option<BoundExpr>| -> Option<Option<(Exact, Closure)>> {
            let Some(bound) = bound else { return Some(None) };
            let ExprKind::Constant(value) = &bound.value.kind else { return None };
            Some(Some((number(value)?, bound.closure)))
        };
        let (lower, upper) = (constant(&bounds.lower)?, constant(&bounds.upper)?);
        Some(Span {
            from: lower.map(|(at, closure)| (at, closure == Closure::Exclusive)),
            to: upper.map(|(at, closure)| (at, closure == Closure::Inclusive)),
        })
    }
}

/// A figure, or the number of a day.
fn number(value: &Value) -> Option<Exact> {
    match value {
        Value::Number(figure) => Some(*figure),
        Value::Date(date) => Some(Exact::from_int(super::coding::day_number(*date))),
        Value::Boolean(_) | Value::Member(_) | Value::Text(_) | Value::List(_) => None,
    }
}

fn ordered(ty: &Type) -> bool {
    match ty {
        Type::Integer(_) | Type::Number | Type::Money | Type::Ratio | Type::Multiple | Type::Quantity(_) | Type::Period(_) | Type::Date => {
            true
        }
        Type::Boolean | Type::Text | Type::Category(_) | Type::List(_) => false,
    }
}
