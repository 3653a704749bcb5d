//! Whether what was read is a model: all that readers of a model rely on, held of one that did not come from `check`.
//!
//! Ids were read only where there is what they name, and values only so deep. What is asked here: each expression gives the sort
//! of value that is asked of it, definitions rest on earlier ones, depth and steps are bounded through them too, a score is not its
//! own part.

use std::cell::Cell;

use super::codec::DEPTH;
use crate::law::{Exact, Money};
use crate::model::{
    Ask, Benchmark, BenchmarkId, Bounds, Case, Condition, ConditionKind, DefinitionId, DefinitionValue, Expr, ExprKind, FactId, FactorTest,
    Field, Fine, FineAmount, Given, Item, Measure, Model, Penalty, PenaltyKind, Record, RecordId, RootKind, Sanction, ScoreOn, Scoring,
    Test, TestKind, TierTest, Type, Value,
};

/// What values of a type are to those who compute with them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort<'m> {
    Boolean,
    Figure,
    Date,
    Text,
    /// Of categories the members alone count: two declarations of the same are compared by place.
    Member(&'m [String]),
    List(RecordId),
}

/// Where an expression stands.
#[derive(Clone, Copy, Default)]
struct Place<'m> {
    /// The element under a filter.
    element: Option<&'m Record>,
    /// Only definitions before this one may be named.
    before: Option<usize>,
    /// The benchmark whose score may be asked.
    score: Option<BenchmarkId>,
    /// Whether the outcome may be asked.
    procedure: bool,
}

/// How deep something nests; `None` where it is unsound.
type Height = Option<usize>;

/// How many steps a definition may take, counted more finely than the checker does.
const STEPS: usize = 10 * crate::model::STEPS;

struct Sound<'m> {
    model: &'m Model,
    /// Of the definitions so far: how deep they nest, and in how many steps they are evaluated.
    heights: Vec<(usize, usize)>,
    /// The steps of what is looked at.
    steps: Cell<usize>,
}

/// Whether a model that was read is one.
pub(super) fn is_sound(model: &Model) -> bool {
    let mut sound = Sound { model, heights: Vec::with_capacity(model.definitions.len()), steps: Cell::new(0) };
    sound.declarations().is_some() && sound.rules().is_some() && model.cases.iter().all(|case| sound.case(case).is_some())
}

/// Goes on only if something holds.
fn so(holds: bool) -> Option<()> {
    holds.then_some(())
}

/// The deepest of several, all of which must be sound.
fn deepest(all: impl Iterator<Item = Height>) -> Height {
    all.into_iter().try_fold(0, |deepest, height| Some(deepest.max(height?)))
}

fn bounded(height: Height) -> Option<()> {
    so(height? <= DEPTH)
}

impl<'m> Sound<'m> {
    fn sort(&self, ty: &Type) -> Sort<'m> {
        match ty {
            Type::Boolean => Sort::Boolean,
            Type::Integer(_) | Type::Number | Type::Money | Type::Ratio | Type::Multiple | Type::Quantity(_) | Type::Period(_) => {
                Sort::Figure
            }
            Type::Date => Sort::Date,
            Type::Text => Sort::Text,
            Type::Category(id) => Sort::Member(&self.model[*id].members),
            Type::List(id) => Sort::List(*id),
        }
    }

    fn field(&self, field: &Field) -> Option<()> {
        so(field.bounds.is_none() || self.sort(&field.ty) == Sort::Figure)?;
        so(field.bounds.is_none_or(|bounds| !bounds.is_empty()))
    }

    fn declarations(&mut self) -> Option<()> {
        let model = self.model;
        so(model.sets.iter().all(|set| set.rounding.step > Money::ZERO))?;
        so(model.enumerations.iter().all(|one| !one.members.is_empty() && u16::try_from(one.members.len()).is_ok()))?;
        model.records.iter().flat_map(|record| &record.fields).try_for_each(|field| self.field(field))?;
        model.facts.iter().try_for_each(|fact| self.field(&fact.field))?;
        // The built-in kinds stand where the library names them; others lie under one before them.
        for (at, kind) in model.kinds.iter().enumerate() {
            match (RootKind::ALL.get(at), kind.parent) {
                (Some((root, name)), None) => so(kind.root == *root && kind.name == *name)?,
                (None, Some(parent)) => so(parent.index() < at && kind.root == model[parent].root)?,
                (Some(_), Some(_)) | (None, None) => return None,
            }
        }
        so(model.kinds.len() >= RootKind::ALL.len())?;
        for (at, definition) in model.definitions.iter().enumerate() {
            let place = Place { before: Some(at), ..Place::default() };
            self.steps.set(1);
            let height = match &definition.value {
                DefinitionValue::Condition(condition) => self.condition(condition, place),
                DefinitionValue::Expr(expr) => self.expr(expr, place),
            };
            bounded(height)?;
            so(self.steps.get() <= STEPS)?;
            self.heights.push((height? + 1, self.steps.get()));
        }
        Some(())
    }

    fn rules(&self) -> Option<()> {
        let (model, plain) = (self.model, Place::default());
        for (id, benchmark) in model.benchmark_ids().zip(&model.benchmarks) {
            self.benchmark(id, benchmark)?;
        }
        for circumstance in &model.circumstances {
            so(!circumstance.effects.is_empty())?;
            bounded(self.condition(&circumstance.condition, plain))?;
        }
        for procedure in &model.procedures {
            let place = Place { procedure: true, ..plain };
            let conditions = procedure.condition.iter().chain([&procedure.must]);
            bounded(deepest(conditions.map(|condition| self.condition(condition, place))))?;
        }
        for review in &model.reviews {
            bounded(deepest(review.applies.iter().map(|test| self.test(test))))?;
        }
        for check in &model.checks {
            let asked = match &check.ask {
                Ask::Find(..) => Vec::new(),
                Ask::Each { unit: _, when, require } => when.iter().chain([require]).collect(),
                Ask::Whole(test) => vec![test],
            };
            bounded(deepest(asked.into_iter().chain(&check.exceptions).map(|test| self.test(test))))?;
        }
        model.scorings.iter().try_for_each(|scoring| self.scoring(scoring))
    }

    fn benchmark(&self, id: BenchmarkId, benchmark: &Benchmark) -> Option<()> {
        let plain = Place::default();
        so(!benchmark.tiers.is_empty())?;
        bounded(deepest(benchmark.applies.iter().map(|condition| self.condition(condition, plain))))?;
        if let Some(factors) = &benchmark.factors {
            so(factors.benchmark == id)?;
            let rows = factors.factors.iter().flat_map(|factor| &factor.rows);
            // A score that rested on itself would have no end: nothing here may ask for one.
            let tests = rows.map(|row| match &row.test {
                FactorTest::When(condition) => self.condition(condition, plain),
                FactorTest::Otherwise => Some(0),
            });
            bounded(deepest(tests))?;
        }
        let place = Place { score: benchmark.factors.as_ref().map(|_| id), ..plain };
        let named = benchmark.statutory.as_ref().map_or(&[][..], |range| &range.named);
        let statutory = benchmark.statutory.iter().flat_map(|range| &range.base).chain(named.iter().flat_map(|one| &one.measures));
        let tiers = benchmark.tiers.iter().flat_map(|tier| &tier.measures);
        bounded(deepest(statutory.chain(tiers).chain(&benchmark.common).map(|measure| self.measure(measure, place))))?;
        for tier in &benchmark.tiers {
            so(tier.applies.is_none_or(|at| at < named.len()))?;
            if let TierTest::When(condition) = &tier.test {
                bounded(self.condition(condition, place))?;
            }
        }
        Some(())
    }

    fn scoring(&self, scoring: &Scoring) -> Option<()> {
        let plain = Place::default();
        let conditions = scoring.applies.iter().chain(scoring.vetoes.iter().map(|veto| &veto.condition));
        bounded(deepest(conditions.map(|condition| self.condition(condition, plain))))?;
        so(scoring.vetoes.iter().all(|veto| veto.grade < scoring.grades.len()))?;
        scoring.items.iter().flat_map(|item| &item.lines).try_for_each(|line| match &line.on {
            ScoreOn::When(condition) => bounded(self.condition(condition, plain)),
            ScoreOn::Each { value, step, most: _ } => {
                so(*step > Exact::ZERO)?;
                bounded(self.sorted(value, Sort::Figure, plain))
            }
        })
    }

    fn case(&self, case: &Case) -> Option<()> {
        for (id, given) in case.values.iter().flat_map(|value| &value.facts) {
            self.given(given, &self.model[*id].field.ty)?;
        }
        case.expectations.iter().try_for_each(|(expectation, _)| match expectation {
            crate::model::Expectation::Sanction(expected) => {
                bounded(deepest(expected.measures.iter().map(|measure| self.measure(measure, Place::default()))))
            }
            _ => Some(()),
        })
    }

    fn given(&self, given: &Given, ty: &Type) -> Option<()> {
        match given {
            Given::Unknown | Given::Absent => Some(()),
            Given::Known(value) => self.value(value, ty),
        }
    }

    fn step(&self, steps: usize) {
        self.steps.set(self.steps.get().saturating_add(steps));
    }

    /// A value of a type; lists are as deep as they were read.
    fn value(&self, value: &Value, ty: &Type) -> Option<()> {
        match (value, self.sort(ty)) {
            (Value::Boolean(_), Sort::Boolean)
            | (Value::Number(_), Sort::Figure)
            | (Value::Date(_), Sort::Date)
            | (Value::Text(_), Sort::Text) => Some(()),
            (Value::Member(at), Sort::Member(members)) => so(usize::from(*at) < members.len()),
            (Value::List(elements), Sort::List(id)) => elements.iter().try_for_each(|element| {
                let record = &self.model[id];
                so(element.0.len() == record.fields.len())?;
                element.0.iter().zip(&record.fields).try_for_each(|(given, field)| self.given(given, &field.ty))
            }),
            (
                Value::Boolean(_) | Value::Number(_) | Value::Date(_) | Value::Text(_) | Value::Member(_) | Value::List(_),
                Sort::Boolean | Sort::Figure | Sort::Date | Sort::Text | Sort::Member(_) | Sort::List(_),
            ) => None,
        }
    }

    fn condition(&self, condition: &Condition, place: Place<'m>) -> Height {
        self.step(1);
        let inner = match &condition.kind {
            ConditionKind::Constant(_) | ConditionKind::Present(..) => 0,
            ConditionKind::Fact(id) => self.fact(*id, Sort::Boolean)?,
            ConditionKind::Element(field) => self.element(*field, Sort::Boolean, place)?,
            ConditionKind::ElementPresent(field, _) => place.element?.fields.get(*field).map(|_| 0)?,
            ConditionKind::Definition(id) => self.definition(*id, Sort::Boolean, place)?,
            ConditionKind::Not(inner) => self.condition(inner, place)?,
            ConditionKind::All(items) | ConditionKind::Any(items) => self.items(items, place)?,
            ConditionKind::AtLeast(count, items) => {
                so(*count as usize <= items.len())?;
                self.items(items, place)?
            }
            ConditionKind::Except(base, exception) => self.condition(base, place)?.max(self.condition(exception, place)?),
            ConditionKind::Compare(value, bounds) => {
                so(bounds.lower.is_some() || bounds.upper.is_some())?;
                let sort = self.sort(&value.ty);
                so(matches!(sort, Sort::Figure | Sort::Date))?;
                self.expr(value, place)?.max(self.bounds(bounds, sort, place)?)
            }
            ConditionKind::Equals { value, among, negated: _ } => {
                let sort = self.sort(&value.ty);
                so(!matches!(sort, Sort::List(_)))?;
                self.expr(value, place)?.max(deepest(among.iter().map(|one| self.sorted(one, sort, place)))?)
            }
            ConditionKind::Member { value, among } => {
                let Sort::Member(members) = self.sort(&value.ty) else { return None };
                so(among.is_sorted_by(|a, b| a < b) && among.last().is_none_or(|last| usize::from(*last) < members.len()))?;
                self.expr(value, place)?
            }
            ConditionKind::Contains(value, _) => self.sorted(value, Sort::Text, place)?,
            ConditionKind::Imposes(_) => so(place.procedure).map(|()| 0)?,
        };
        Some(inner + 1)
    }

    fn items(&self, items: &[Item], place: Place<'m>) -> Height {
        deepest(items.iter().map(|item| self.condition(&item.condition, place)))
    }

    fn bounds(&self, bounds: &Bounds, sort: Sort<'m>, place: Place<'m>) -> Height {
        deepest(bounds.lower.iter().chain(&bounds.upper).map(|bound| self.sorted(&bound.value, sort, place)))
    }

    fn fact(&self, id: FactId, sort: Sort<'m>) -> Height {
        so(self.sort(&self.model[id].field.ty) == sort).map(|()| 0)
    }

    fn element(&self, field: usize, sort: Sort<'m>, place: Place<'m>) -> Height {
        so(self.sort(&place.element?.fields.get(field)?.ty) == sort).map(|()| 0)
    }

    fn definition(&self, id: DefinitionId, sort: Sort<'m>, place: Place<'m>) -> Height {
        so(place.before.is_none_or(|before| id.index() < before))?;
        let given = match &self.model[id].value {
            DefinitionValue::Condition(_) => Sort::Boolean,
            DefinitionValue::Expr(expr) => self.sort(&expr.ty),
        };
        so(given == sort)?;
        let (height, steps) = self.heights.get(id.index()).copied()?;
        self.step(steps);
        Some(height)
    }

    /// The elements of a list.
    fn list(&self, id: FactId) -> Option<&'m Record> {
        match self.sort(&self.model[id].field.ty) {
            Sort::List(id) => Some(&self.model[id]),
            Sort::Boolean | Sort::Figure | Sort::Date | Sort::Text | Sort::Member(_) => None,
        }
    }

    /// An expression that gives this sort of value.
    fn sorted(&self, expr: &Expr, sort: Sort<'m>, place: Place<'m>) -> Height {
        so(self.sort(&expr.ty) == sort)?;
        self.expr(expr, place)
    }

    fn expr(&self, expr: &Expr, place: Place<'m>) -> Height {
        self.step(1);
        let sort = self.sort(&expr.ty);
        let filtered = |record: &'m Record, filter: &Option<Box<Condition>>| {
            let place = Place { element: Some(record), ..place };
            filter.as_ref().map_or(Some(0), |filter| self.condition(filter, place))
        };
        let inner = match &expr.kind {
            ExprKind::Constant(value) => self.value(value, &expr.ty).map(|()| 0)?,
            ExprKind::Fact(id) => self.fact(*id, sort)?,
            ExprKind::Element(field) => self.element(*field, sort, place)?,
            ExprKind::Definition(id) => self.definition(*id, sort, place)?,
            ExprKind::Binary(_, left, right) => {
                so(sort == Sort::Figure)?;
                self.sorted(left, sort, place)?.max(self.sorted(right, sort, place)?)
            }
            ExprKind::Larger(all) | ExprKind::Smaller(all) => {
                so(!all.is_empty() && matches!(sort, Sort::Figure | Sort::Date))?;
                deepest(all.iter().map(|one| self.sorted(one, sort, place)))?
            }
            ExprKind::ElapsedDays(from, to) | ExprKind::YearsOfAge(from, to) => {
                so(sort == Sort::Figure)?;
                self.sorted(from, Sort::Date, place)?.max(self.sorted(to, Sort::Date, place)?)
            }
            ExprKind::Shift(date, _, _) => {
                so(sort == Sort::Date)?;
                self.sorted(date, sort, place)?
            }
            ExprKind::Count { list, filter } => {
                so(sort == Sort::Figure)?;
                filtered(self.list(*list)?, filter)?
            }
            ExprKind::Sum { list, field, filter } => {
                let record = self.list(*list)?;
                so(sort == Sort::Figure && self.sort(&record.fields.get(*field)?.ty) == sort)?;
                filtered(record, filter)?
            }
            ExprKind::FactorScore(id) => so(sort == Sort::Figure && place.score == Some(*id)).map(|()| 0)?,
            ExprKind::Outcome(_) => so(sort == Sort::Figure && place.procedure).map(|()| 0)?,
        };
        Some(inner + 1)
    }

    fn measure(&self, measure: &Measure, place: Place<'m>) -> Height {
        let condition = deepest(measure.condition.iter().map(|condition| self.condition(condition, place)))?;
        Some(condition.max(self.sanction(&measure.sanction, place)?))
    }

    fn sanction(&self, sanction: &Sanction, place: Place<'m>) -> Height {
        let Sanction::Groups { first: _, groups } = sanction else { return Some(0) };
        so(!groups.is_empty() && groups.iter().all(|group| !group.alternatives.is_empty()))?;
        let penalties = groups.iter().flat_map(|group| &group.alternatives);
        Some(deepest(penalties.map(|penalty| self.penalty(penalty, place)))? + 1)
    }

    fn penalty(&self, penalty: &Penalty, place: Place<'m>) -> Height {
        match &penalty.kind {
            PenaltyKind::Fine(fine) => self.fine(fine, place),
            PenaltyKind::Other { kind: _, period, usual } => {
                let period = deepest(period.iter().map(|period| self.bounds(period, Sort::Figure, place)))?;
                Some(period.max(deepest(usual.iter().map(|usual| self.sorted(usual, Sort::Figure, place)))?))
            }
            PenaltyKind::Nested(sanction) => self.sanction(sanction, place),
        }
    }

    fn fine(&self, fine: &Fine, place: Place<'m>) -> Height {
        let amount = match &fine.amount {
            FineAmount::Bounds(bounds) => self.bounds(bounds, Sort::Figure, place)?,
            FineAmount::ByScore => so(place.score.is_some()).map(|()| 0)?,
        };
        let growth = fine.growth.iter().flat_map(|growth| [&growth.fact, &growth.beyond, &growth.step, &growth.add]);
        let figures = growth.chain(&fine.floor).chain(&fine.cap).chain(&fine.usual);
        Some(amount.max(deepest(figures.map(|figure| self.sorted(figure, Sort::Figure, place)))?))
    }

    fn test(&self, test: &Test) -> Height {
        let all = |tests: &[Test]| deepest(tests.iter().map(|test| self.test(test)));
        let inner = match &test.kind {
            TestKind::All(tests) | TestKind::Any(tests) => all(tests)?,
            TestKind::AtLeast(count, tests) => {
                so(*count as usize <= tests.len())?;
                all(tests)?
            }
            TestKind::Not(inner) => self.test(inner)?,
            TestKind::Except(base, exception) => self.test(base)?.max(self.test(exception)?),
            TestKind::Fact(condition) => self.condition(condition, Place::default())?,
            TestKind::Contains(..) | TestKind::Cites(..) | TestKind::Is(..) | TestKind::Material(_) | TestKind::Numbering(_) => 0,
        };
        Some(inner + 1)
    }
}
