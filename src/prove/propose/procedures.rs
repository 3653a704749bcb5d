//! Cases for the thresholds of procedure rules (程序): one on either side of each, where the rule comes out otherwise across it.
//!
//! A threshold is of the fine, which a case states as 拟处, or of a single fact. What a rule asks of other outcomes, or of two
//! facts at once, is not asked here.

use crate::input::CaseFacts;
use crate::law::{Bound, Closure, Exact, Money, Range};
use crate::model::{
    BoundExpr, Case, Condition, ConditionKind, DefinitionValue, Expectation, ExprKind, FactId, Given, Item, Model, Outcome, Procedure,
    ProcedureId, ProcedureOutcome, ProposedPenalty, RootKind,
};
use crate::prove::CASE_LIMIT;
use crate::prove::axis::Kind;
use crate::prove::examine::given;
use crate::prove::form::Atom;
use crate::prove::made::{constant, exactly, not};
use crate::prove::proposed::{self, CaseRule, ProposedCase};
use crate::prove::rules::possible;
use crate::prove::space::Space;
use crate::prove::trials::Trials;
use crate::prove::{natural, words};

/// The cases that the thresholds of procedure rules lack, with the outcome that the evaluator gives.
#[must_use]
pub fn propose_procedures(model: &Model) -> Vec<ProposedCase> {
    let mut proposer = Proposer { model, trials: Trials::of_none(model), proposed: Vec::new() };
    for (at, procedure) in (0u32..).zip(&model.procedures) {
        proposer.fines(ProcedureId(at), procedure);
        proposer.facts(ProcedureId(at), procedure);
    }
    proposer.proposed
}

struct Proposer<'m> {
    model: &'m Model,
    trials: Trials,
    proposed: Vec<ProposedCase>,
}

/// What a case of a procedure rule gives.
#[derive(Clone)]
struct Stand {
    facts: CaseFacts,
    fine: Option<Money>,
}

impl Proposer<'_> {
    /// Both sides of each bound of 罚款金额.
    fn fines(&mut self, id: ProcedureId, procedure: &Procedure) {
        for (low, high) in self.fine_bounds(procedure) {
            let (Some(low), Some(high)) = (fine(low), fine(high)) else { continue };
            let sides = [low, high].map(|side| (side, format!("罚款 {side}")));
            let lacking: Vec<_> =
                sides.into_iter().filter(|(side, _)| !self.stands(id, |case| proposed_fine(case) == Some(*side))).collect();
            if lacking.is_empty() {
                continue;
            }
            let (below, above) = (self.at(procedure, Some(low)), self.at(procedure, Some(high)));
            let found =
                self.telling(id, &below, &above, &[], &|facts| [low, high].map(|fine| Stand { facts: facts.clone(), fine: Some(fine) }));
            let Some(facts) = found else { continue };
            for (side, what) in lacking {
                self.push(id, procedure, &what, &Stand { facts: facts.clone(), fine: Some(side) });
            }
        }
    }

    /// Both sides of each bound of a single fact.
    fn facts(&mut self, id: ProcedureId, procedure: &Procedure) {
        // Of a rule about fines the facts are asked under the greatest that it names.
        let most = self.fine_bounds(procedure).into_iter().map(|(_, high)| high).max().and_then(fine);
        let asked = self.at(procedure, most);
        let mut space = Space::new(self.model);
        space.lower(&asked.applies);
        space.lower(&asked.must);
        space.freeze();
        for axis in &space.axes {
            let Kind::Line(line) = &axis.kind else { continue };
            let [(Atom::Fact(fact), _)] = line.terms.as_slice() else { continue };
            let ty = &self.model[*fact].field.ty;
            for cell in 1..axis.values() {
                let sides = natural::sides(ty, line, cell).and_then(|(low, high)| Some([given(ty, low)?, given(ty, high)?]));
                let Some(sides) = sides else { continue };
                let lacking = |side: &&Given| {
                    !self.stands(id, |case| case.values.iter().flat_map(|v| &v.facts).any(|(f, g)| f == fact && g == *side))
                };
                let lacking: Vec<Given> = sides.iter().filter(lacking).cloned().collect();
                if lacking.is_empty() {
                    continue;
                }
                let with = |facts: &CaseFacts, side: &Given| {
                    let mut facts = facts.clone();
                    facts.set(*fact, side.clone());
                    Stand { facts, fine: most }
                };
                let pinned: Vec<Condition> = sides.iter().filter_map(|side| equals(self.model, *fact, side, procedure)).collect();
                let found = self.telling(id, &asked, &asked, &pinned, &|facts| [with(facts, &sides[0]), with(facts, &sides[1])]);
                let Some(facts) = found else { continue };
                for side in lacking {
                    let what = format!("{} {}", self.model[*fact].key, self.model.show_given(ty, &side));
                    self.push(id, procedure, &what, &with(&facts, &side));
                }
            }
        }
    }

    /// Facts with which the rule comes out otherwise in two stands.
    fn telling(
        &mut self,
        id: ProcedureId,
        one: &Asked,
        other: &Asked,
        pinned: &[Condition],
        stands: &dyn Fn(&CaseFacts) -> [Stand; 2],
    ) -> Option<CaseFacts> {
        let broken = |asked: &Asked| [asked.applies.clone(), not(&asked.must)];
        let pins: Vec<Vec<Condition>> =
            if pinned.is_empty() { vec![Vec::new()] } else { pinned.iter().map(|pin| vec![pin.clone()]).collect() };
        for (breaking, holding) in [(one, other), (other, one)] {
            for kept in [not(&holding.applies), holding.must.clone()] {
                for pin in &pins {
                    // A fact that is pinned to one side cannot stand on both at once.
                    let mut wanted: Vec<Condition> = broken(breaking).into_iter().chain(pin.iter().cloned()).collect();
                    if pin.is_empty() {
                        wanted.push(kept.clone());
                    }
                    let Some(Some(case)) = possible(self.model, &wanted.iter().collect::<Vec<_>>()) else { continue };
                    let [first, second] = stands(&case.whole);
                    let (first, second) = (self.outcome(id, &first), self.outcome(id, &second));
                    if first.is_some() && second.is_some() && first != second {
                        return Some(case.whole);
                    }
                }
            }
        }
        None
    }

    /// Whether the evaluator finds a duty met or broken.
    fn outcome(&mut self, id: ProcedureId, stand: &Stand) -> Option<ProcedureOutcome> {
        [ProcedureOutcome::Violated, ProcedureOutcome::Met].into_iter().find(|outcome| self.trials.passes(self.case(id, stand, *outcome)))
    }

    fn case(&self, id: ProcedureId, stand: &Stand, outcome: ProcedureOutcome) -> Case {
        let procedure = &self.model[id];
        let expected = vec![Expectation::Procedure(id, outcome)];
        let case = proposed::case(self.model, procedure.set, &stand.facts, expected, procedure.name_span);
        Case { proposed: stand.fine.map(|fine| ProposedPenalty { fine: Some(fine), ..ProposedPenalty::default() }), ..case }
    }

    fn push(&mut self, id: ProcedureId, procedure: &Procedure, what: &str, stand: &Stand) {
        if self.proposed.len() >= CASE_LIMIT {
            return;
        }
        let Some(outcome) = self.outcome(id, stand) else { return };
        let word = if outcome == ProcedureOutcome::Violated { "违反" } else { "满足" };
        self.proposed.push(ProposedCase {
            name: proposed::fresh(self.model, &self.proposed, &format!("程序 {} {what}", procedure.name)),
            rule: CaseRule::Procedure(procedure.name.clone(), stand.fine),
            given: words::given(self.model, &stand.facts),
            expected: vec![word.to_owned()],
            circumstance: None,
        });
    }

    /// Whether a case of the rule beside it stands on a side.
    fn stands(&self, id: ProcedureId, on: impl Fn(&Case) -> bool) -> bool {
        let of = |case: &Case| case.expectations.iter().any(|(e, _)| matches!(e, Expectation::Procedure(p, _) if *p == id));
        self.model.cases.iter().any(|case| of(case) && on(case))
    }

    // ── the rule for a certain fine ──

    fn at(&self, procedure: &Procedure, fine: Option<Money>) -> Asked {
        let always = Condition { kind: ConditionKind::Constant(true), span: procedure.span };
        let put = |condition: &Condition| match fine {
            Some(fine) => put(self.model, condition, fine),
            None => condition.clone(),
        };
        Asked { applies: procedure.condition.as_ref().map_or(always, put), must: put(&procedure.must) }
    }

    /// The figures on both sides of each bound of 罚款金额, ascending.
    fn fine_bounds(&self, procedure: &Procedure) -> Vec<(Exact, Exact)> {
        let mut found = Vec::new();
        for condition in procedure.condition.iter().chain([&procedure.must]) {
            bounds_of(self.model, condition, &mut found);
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// 当 and 应当 of a rule.
struct Asked {
    applies: Condition,
    must: Condition,
}

fn fine(yuan: Exact) -> Option<Money> {
    Money::from_yuan(yuan).filter(|money| *money >= Money::ZERO)
}

fn proposed_fine(case: &Case) -> Option<Money> {
    case.proposed.as_ref().and_then(|penalty| penalty.fine)
}

fn equals(model: &Model, fact: FactId, side: &Given, procedure: &Procedure) -> Option<Condition> {
    let Given::Known(value) = side else { return None };
    Some(exactly(fact, &model[fact].field.ty, value, procedure.span))
}

fn bounds_of(model: &Model, condition: &Condition, found: &mut Vec<(Exact, Exact)>) {
    match &condition.kind {
        ConditionKind::All(items) | ConditionKind::Any(items) | ConditionKind::AtLeast(_, items) => {
            items.iter().for_each(|item| bounds_of(model, &item.condition, found));
        }
        ConditionKind::Not(inner) => bounds_of(model, inner, found),
        ConditionKind::Except(base, exception) => [base, exception].into_iter().for_each(|part| bounds_of(model, part, found)),
        ConditionKind::Definition(id) => {
            if let DefinitionValue::Condition(inner) = &model[*id].value {
                bounds_of(model, inner, found);
            }
        }
        ConditionKind::Compare(value, bounds) if value.kind == ExprKind::Outcome(Outcome::FineAmount) => {
            let Some(fen) = Exact::new(1, 100) else { return };
            for (bound, lower) in [(&bounds.lower, true), (&bounds.upper, false)] {
                let Some((bound, at)) = bound.as_ref().and_then(|bound| Some((bound, constant(&bound.value)?))) else { continue };
                // 以上 and 不满 part before the figure, 超过 and 以下 after it.
                let before = (bound.closure == Closure::Inclusive) == lower;
                let sides = if before { at.checked_sub(fen).map(|low| (low, at)) } else { at.checked_add(fen).map(|high| (at, high)) };
                found.extend(sides);
            }
        }
        ConditionKind::Constant(_)
        | ConditionKind::Fact(_)
        | ConditionKind::Element(_)
        | ConditionKind::Compare(..)
        | ConditionKind::Equals { .. }
        | ConditionKind::Member { .. }
        | ConditionKind::Present(..)
        | ConditionKind::ElementPresent(..)
        | ConditionKind::Contains(..)
        | ConditionKind::Imposes(_) => {}
    }
}

/// A condition where just this fine is proposed.
fn put(model: &Model, condition: &Condition, fine: Money) -> Condition {
    let all = |items: &[Item]| {
        items.iter().map(|item| Item { condition: put(model, &item.condition, fine), ..item.clone() }).collect::<Vec<Item>>()
    };
    let kind = match &condition.kind {
        ConditionKind::All(items) => ConditionKind::All(all(items)),
        ConditionKind::Any(items) => ConditionKind::Any(all(items)),
        ConditionKind::AtLeast(count, items) => ConditionKind::AtLeast(*count, all(items)),
        ConditionKind::Not(inner) => ConditionKind::Not(Box::new(put(model, inner, fine))),
        ConditionKind::Except(base, exception) => {
            ConditionKind::Except(Box::new(put(model, base, fine)), Box::new(put(model, exception, fine)))
        }
        ConditionKind::Definition(id) => match &model[*id].value {
            DefinitionValue::Condition(inner) => return put(model, inner, fine),
            DefinitionValue::Expr(_) => condition.kind.clone(),
        },
        ConditionKind::Imposes(kind) => ConditionKind::Constant(model[*kind].root == RootKind::Fine),
        ConditionKind::Compare(value, bounds) if value.kind == ExprKind::Outcome(Outcome::FineAmount) => {
            let end = |bound: &Option<BoundExpr>| match bound {
                Some(bound) => Some(Some(Bound { value: constant(&bound.value)?, closed: bound.closure })),
                None => Some(None),
            };
            match (end(&bounds.lower), end(&bounds.upper)) {
                (Some(lower), Some(upper)) => ConditionKind::Constant(Range { lower, upper }.contains(&fine.to_yuan())),
                _ => condition.kind.clone(),
            }
        }
        ConditionKind::Constant(_)
        | ConditionKind::Fact(_)
        | ConditionKind::Element(_)
        | ConditionKind::Compare(..)
        | ConditionKind::Equals { .. }
        | ConditionKind::Member { .. }
        | ConditionKind::Present(..)
        | ConditionKind::ElementPresent(..)
        | ConditionKind::Contains(..) => condition.kind.clone(),
    };
    Condition { kind, span: condition.span }
}
