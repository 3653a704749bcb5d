//! What tiers and statutes impose, in figures: what no fact bears on is made once, the rest for each case.

use std::collections::BTreeSet;

use super::super::eval::Eval;
use super::super::fine::{FineRange, Plan, round};
use super::super::term::{Limit, Term};
use super::super::trace::By;
use super::super::unknown::read_by_exprs;
use super::asking::{Maker, Telling};
use crate::engine::EvaluationError;
use crate::engine::whole::words;
use crate::law::{Bound, Exact, Range, Ratio};
use crate::model::{
    Bounds, Connective, Expr, FactId, Fine, FineAmount, FineForm, Group, Growth, Measure, Modality, Model, Penalty, PenaltyKind,
    PeriodFamily, RootKind, RoundingRule, Sanction, Type, Value,
};
use crate::report::{ImposedGroup, ImposedMeasure, ImposedPenalty, Join, PeriodRange, Truth};

/// A measure.
#[derive(Debug)]
pub(super) struct MeasureForm {
    pub(super) target: Option<String>,
    condition: Option<(String, By)>,
    groups: Box<[GroupForm]>,
    /// The first fine in it, with the facts that it is made from.
    pub(super) fine: Option<(Plan, u32)>,
}

#[derive(Debug)]
struct GroupForm {
    join: Join,
    alternatives: Box<[PenaltyForm]>,
}

#[derive(Debug)]
enum PenaltyForm {
    Fixed(ImposedPenalty),
    Fine { plan: Plan, usual: Option<Usual>, made: Made },
    Other { kind: String, root: RootKind, period: Option<PeriodForm>, usual: Option<Usual> },
    Nested(Box<[GroupForm]>),
}

/// 一般为
#[derive(Debug)]
struct Usual {
    figure: Term,
    ty: Type,
}

/// How the words are made that say how an amount was.
#[derive(Debug)]
enum Made {
    Nothing,
    Score,
    Facts(String, u32),
}

#[derive(Debug)]
struct PeriodForm {
    lower: Limit,
    upper: Limit,
    ty: Option<Type>,
}

/// What figures are computed with besides the facts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Figures {
    pub(super) rounding: RoundingRule,
    /// The statute's fine for the party.
    pub(super) statutory: Option<FineRange>,
    pub(super) score: Option<(Exact, Exact)>,
}

impl Maker<'_, '_> {
    pub(super) fn measures(&mut self, measures: &[Measure], rounding: RoundingRule) -> Box<[MeasureForm]> {
        measures.iter().map(|measure| self.measure(measure, rounding)).collect()
    }

    fn measure(&mut self, measure: &Measure, rounding: RoundingRule) -> MeasureForm {
        let model = self.lower.model;
        let condition = measure.condition.as_ref().map(|condition| (words(model, condition.span), self.by(condition)));
        let fine = first_fine(&measure.sanction).map(|(fine, span)| {
            let plan = Plan::new(self.lower, fine, span);
            (plan, self.reads.set(model, &facts_in(model, fine)))
        });
        MeasureForm { target: measure.target.clone(), condition, groups: self.sanction(&measure.sanction, rounding), fine }
    }

    fn sanction(&mut self, sanction: &Sanction, rounding: RoundingRule) -> Box<[GroupForm]> {
        match sanction {
            // 不予处罚 is no group at all.
            Sanction::Waive => Box::default(),
            Sanction::Groups { first, groups } => {
                let group = |(at, group): (usize, &Group)| GroupForm {
                    join: join((at == 0).then_some(*first), group.connective),
                    alternatives: group.alternatives.iter().map(|penalty| self.penalty(penalty, rounding)).collect(),
                };
                groups.iter().enumerate().map(group).collect()
            }
        }
    }

    fn penalty(&mut self, penalty: &Penalty, rounding: RoundingRule) -> PenaltyForm {
        let model = self.lower.model;
        match &penalty.kind {
            PenaltyKind::Fine(fine) => {
                let plan = Plan::new(self.lower, fine, penalty.span);
                let made = match (fine.form, &fine.growth) {
                    (FineForm::Fixed | FineForm::Range, None) => Made::Nothing,
                    (FineForm::Score, _) => Made::Score,
                    (
                        FineForm::Fixed | FineForm::Range | FineForm::Multiple | FineForm::Ratio | FineForm::PerUnit | FineForm::Formula,
                        _,
                    ) => Made::Facts(words(model, penalty.span), self.reads.set(model, &facts_in(model, fine))),
                };
                let usual = self.usual(fine.usual.as_ref());
                match (&plan, &made, usual.as_ref().map_or(Some(None), |usual| usual.fixed().map(Some))) {
                    (Plan::Fixed(range), Made::Nothing, Some(usual)) => {
                        PenaltyForm::Fixed(ImposedPenalty { fine: round(*range, rounding), usual, ..fine_of() })
                    }
                    _ => PenaltyForm::Fine { plan, usual, made },
                }
            }
            PenaltyKind::Other { kind, period, usual } => {
                let usual = self.usual(usual.as_ref());
                let period = period.as_ref().map(|bounds| self.period(bounds));
                let (name, root) = (model[*kind].name.clone(), model[*kind].root);
                let fixed_usual = usual.as_ref().map_or(Some(None), |usual| usual.fixed().map(Some));
                let fixed_period = period.as_ref().map_or(Some(None), |period| period.fixed().map(Some));
                match (fixed_usual, fixed_period) {
                    (Some(usual), Some(period)) => PenaltyForm::Fixed(ImposedPenalty { kind: name, root, period, usual, ..fine_of() }),
                    _ => PenaltyForm::Other { kind: name, root, period, usual },
                }
            }
            PenaltyKind::Nested(inner) => PenaltyForm::Nested(self.sanction(inner, rounding)),
        }
    }

    fn usual(&mut self, usual: Option<&Expr>) -> Option<Usual> {
        usual.map(|expr| Usual { figure: self.lower.term(expr), ty: expr.ty.clone() })
    }

    fn period(&mut self, bounds: &Bounds) -> PeriodForm {
        let ty = [&bounds.upper, &bounds.lower].into_iter().flatten().next().map(|bound| bound.value.ty.clone());
        let mut limit =
            |bound: &Option<crate::model::BoundExpr>| bound.as_ref().map(|bound| (self.lower.term(&bound.value), bound.closure));
        PeriodForm { lower: limit(&bounds.lower), upper: limit(&bounds.upper), ty }
    }
}

/// A fine without an amount, for what differs from it.
fn fine_of() -> ImposedPenalty {
    ImposedPenalty {
        kind: "罚款".to_owned(),
        root: RootKind::Fine,
        fine: None,
        period: None,
        usual: None,
        made_from: None,
        nested: Vec::new(),
    }
}

fn join(first: Option<Modality>, connective: Connective) -> Join {
    match (first, connective) {
        (Some(Modality::May), _) | (None, Connective::MayAnd) => Join::May,
        (Some(Modality::Shall), _) | (None, Connective::And) => Join::Shall,
        (None, Connective::EitherOrBoth) => Join::EitherOrBoth,
    }
}

/// The first fine of a sanction, bracketed ones too.
fn first_fine(sanction: &Sanction) -> Option<(&Fine, crate::diagnostic::Span)> {
    let Sanction::Groups { groups, .. } = sanction else { return None };
    groups.iter().flat_map(|group| &group.alternatives).find_map(|penalty| match &penalty.kind {
        PenaltyKind::Fine(fine) => Some((&**fine, penalty.span)),
        PenaltyKind::Nested(inner) => first_fine(inner),
        PenaltyKind::Other { .. } => None,
    })
}

/// Every fact that an amount is made from.
fn facts_in(model: &Model, Fine { amount, growth, floor, cap, form: _, usual: _ }: &Fine) -> BTreeSet<FactId> {
    let mut exprs: Vec<&Expr> = Vec::new();
    match amount {
        FineAmount::Bounds(Bounds { lower, upper }) => exprs.extend([lower, upper].into_iter().flatten().map(|bound| &bound.value)),
        FineAmount::ByScore => {}
    }
    if let Some(Growth { fact, beyond, step, add, part_counts: _ }) = growth.as_deref() {
        exprs.extend([fact, beyond, step, add]);
    }
    exprs.extend([floor, cap].into_iter().flatten());
    read_by_exprs(model, exprs)
}

/// The figure that is the same for every case.
fn constant(term: &Term) -> Option<Exact> {
    match term {
        Term::Constant(Value::Number(figure)) => Some(*figure),
        _ => None,
    }
}

impl Usual {
    fn fixed(&self) -> Option<String> {
        constant(&self.figure).map(|figure| self.ty.show(figure))
    }

    fn shown(usual: Option<&Usual>, eval: &mut Eval<'_>) -> Result<Option<String>, EvaluationError> {
        let Some(usual) = usual else { return Ok(None) };
        Ok(eval.figure(&usual.figure)?.map(|figure| usual.ty.show(figure)))
    }
}

impl PeriodForm {
    fn fixed(&self) -> Option<PeriodRange> {
        let at = |limit: &Limit| match limit {
            None => Some(None),
            Some((term, closed)) => constant(term).map(|value| Some(Bound { value, closed: *closed })),
        };
        Some(self.range(at(&self.lower)?, at(&self.upper)?))
    }

    fn shown(&self, eval: &mut Eval<'_>) -> Result<PeriodRange, EvaluationError> {
        let mut at = |limit: &Limit| match limit {
            None => Ok(None),
            Some((term, closed)) => Ok(eval.figure(term)?.map(|value| Bound { value, closed: *closed })),
        };
        let (lower, upper) = (at(&self.lower)?, at(&self.upper)?);
        Ok(self.range(lower, upper))
    }

    fn range(&self, lower: Option<Bound<Exact>>, upper: Option<Bound<Exact>>) -> PeriodRange {
        let count = |bound: Option<Bound<Exact>>| bound.and_then(|bound| bound.value.to_i64()).and_then(|count| u32::try_from(count).ok());
        let text = self.ty.as_ref().map_or_else(String::new, |ty| Range { lower, upper }.map(|figure| ty.show(figure)).to_string());
        let unit = match self.ty {
            Some(Type::Period(PeriodFamily::Months)) => "months",
            _ => "days",
        };
        PeriodRange { text, lower: count(lower), upper: count(upper), unit: unit.to_owned() }
    }
}

impl MeasureForm {
    /// Whether its condition holds; true where it has none.
    fn holds(&self, eval: &mut Eval<'_>) -> Result<Truth, EvaluationError> {
        self.condition.as_ref().map_or(Ok(Truth::True), |(_, by)| Ok(by.truth(eval)?.into()))
    }
}

impl Figures {
    /// The measures whose condition holds or may hold, in figures.
    pub(super) fn measures<'m>(
        self,
        measures: impl IntoIterator<Item = &'m MeasureForm>,
        telling: &mut Telling<'_>,
    ) -> Result<Vec<ImposedMeasure>, EvaluationError> {
        let mut imposed = Vec::new();
        for measure in measures {
            let holds = measure.holds(&mut telling.eval)?;
            if holds == Truth::False {
                continue;
            }
            let condition = measure.condition.as_ref().map(|(words, _)| (words.clone(), holds));
            imposed.push(ImposedMeasure { target: measure.target.clone(), condition, groups: self.groups(&measure.groups, telling)? });
        }
        Ok(imposed)
    }

    /// The facts that are missing for an amount to be computed.
    pub(super) fn missing<'m>(
        self,
        measures: impl IntoIterator<Item = &'m MeasureForm>,
        telling: &mut Telling<'_>,
    ) -> Result<BTreeSet<FactId>, EvaluationError> {
        let mut facts = BTreeSet::new();
        for measure in measures {
            let Some((plan, reads)) = &measure.fine else { continue };
            if let Plan::Fixed(_) = plan {
                continue;
            }
            if measure.holds(&mut telling.eval)? != Truth::False && plan.range(self.statutory, self.score, &mut telling.eval)?.is_none() {
                facts.extend(telling.unknown(*reads));
            }
        }
        Ok(facts)
    }

    fn groups(self, groups: &[GroupForm], telling: &mut Telling<'_>) -> Result<Vec<ImposedGroup>, EvaluationError> {
        let mut imposed = Vec::with_capacity(groups.len());
        for group in groups {
            let mut alternatives = Vec::with_capacity(group.alternatives.len());
            for penalty in &group.alternatives {
                alternatives.push(self.penalty(penalty, telling)?);
            }
            imposed.push(ImposedGroup { join: group.join, alternatives });
        }
        Ok(imposed)
    }

    fn penalty(self, penalty: &PenaltyForm, telling: &mut Telling<'_>) -> Result<ImposedPenalty, EvaluationError> {
        Ok(match penalty {
            PenaltyForm::Fixed(imposed) => imposed.clone(),
            PenaltyForm::Fine { plan, usual, made } => {
                let range = plan.range(self.statutory, self.score, &mut telling.eval)?;
                let made_from = match made {
                    Made::Nothing => None,
                    Made::Score => {
                        let score = self.score.filter(|(least, most)| least == most);
                        score.map(|(score, _)| format!("因素得分 {}", Ratio::from_exact(score)))
                    }
                    Made::Facts(words, reads) => {
                        let uses = telling.uses(*reads);
                        let used: Vec<String> =
                            uses.iter().map(|used| format!("{} {}", used.fact, used.value.as_deref().unwrap_or("未知"))).collect();
                        Some(format!("{words}({})", used.join(",")))
                    }
                };
                ImposedPenalty {
                    fine: range.and_then(|range| round(range, self.rounding)),
                    usual: Usual::shown(usual.as_ref(), &mut telling.eval)?,
                    made_from,
                    ..fine_of()
                }
            }
            PenaltyForm::Other { kind, root, period, usual } => ImposedPenalty {
                kind: kind.clone(),
                root: *root,
                period: period.as_ref().map(|period| period.shown(&mut telling.eval)).transpose()?,
                usual: Usual::shown(usual.as_ref(), &mut telling.eval)?,
                ..fine_of()
            },
            PenaltyForm::Nested(groups) => {
                ImposedPenalty { kind: String::new(), root: RootKind::Order, nested: self.groups(groups, telling)?, ..fine_of() }
            }
        })
    }
}

/// The fine that measures impose on the party: the first one found.
pub(super) fn party_fine(measures: &[MeasureForm]) -> Option<&Plan> {
    measures.iter().filter(|measure| measure.target.is_none()).find_map(|measure| measure.fine.as_ref()).map(|(plan, _)| plan)
}
