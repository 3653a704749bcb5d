//! What conditions and expressions stand on once they are lowered: slots, values computed from them, shared conditions; and a case
//! filled in on it.

use super::coding::{ABSENT, Coding, UNKNOWN};
use super::eval::{Eval, OPEN, Shared};
use super::lower::Lower;
use super::program::SlotInfo;
use super::term::{Source, Term};
use crate::engine::EvaluationError;
use crate::engine::whole::Outcomes;
use crate::input::CaseFacts;
use crate::model::{Given, Model, Value};

/// Slots, computed values and shared conditions.
#[derive(Debug)]
pub(super) struct Ground {
    pub(super) slots: Box<[SlotInfo]>,
    /// Slots whose value is computed, in order.
    pub(super) computed: Box<[(u32, Term)]>,
    pub(super) shared: Shared,
}

impl Ground {
    /// Lowers what `run` lowers, which is called twice: to gather the constants that slots are compared with, and to use them.
    pub(super) fn of<'m, T>(model: &'m Model, mut run: impl FnMut(&mut Lower<'m>) -> T) -> (Ground, T) {
        let mut lower = Lower::new(model);
        run(&mut lower);
        let codings = lower.fix();
        let made = run(&mut lower);
        let (mut slots, mut computed) = (Vec::with_capacity(codings.len()), Vec::new());
        for (at, (slot, coding)) in (0u32..).zip(lower.slots.iter().zip(codings)) {
            let fact = match &slot.source {
                Source::Fact(fact) => Some(*fact),
                Source::Term(term) => {
                    computed.push((at, term.clone()));
                    None
                }
            };
            slots.push(SlotInfo { fact, coding });
        }
        (Ground { slots: slots.into(), computed: computed.into(), shared: lower.shared }, made)
    }

    pub(super) fn codings(&self) -> Vec<Coding> {
        self.slots.iter().map(|slot| slot.coding.clone()).collect()
    }
}

/// A case on a ground; used again for the next one and for other grounds.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    pub(super) codes: Vec<u32>,
    values: Vec<Option<Value>>,
    pub(super) truths: Vec<u8>,
}

impl Sheet {
    /// Takes a case onto a ground.
    pub(super) fn fill(&mut self, ground: &Ground, facts: &CaseFacts, outcome: Option<&dyn Outcomes>) -> Result<(), EvaluationError> {
        self.codes.clear();
        self.values.clear();
        for slot in &ground.slots {
            let (code, value) = match slot.fact.map(|fact| facts.get(fact)) {
                Some(Given::Known(value)) => (slot.coding.of(value), Some(value.clone())),
                Some(Given::Absent) => (ABSENT, None),
                Some(Given::Unknown) | None => (UNKNOWN, None),
            };
            self.codes.push(code);
            self.values.push(value);
        }
        self.ask_again(ground);
        for (slot, term) in &ground.computed {
            let given = self.eval(ground, outcome).value(term, None)?;
            let at = *slot as usize;
            let code = match (&given, ground.slots.get(at)) {
                (Given::Known(value), Some(slot)) => slot.coding.of(value),
                (Given::Absent, _) => ABSENT,
                (Given::Known(_) | Given::Unknown, _) => UNKNOWN,
            };
            if let Some(place) = self.codes.get_mut(at) {
                *place = code;
            }
        }
        Ok(())
    }

    /// Forgets the truths of shared conditions.
    pub(super) fn ask_again(&mut self, ground: &Ground) {
        self.truths.clear();
        self.truths.resize(ground.shared.nodes.len(), OPEN);
    }

    pub(super) fn eval<'a>(&'a mut self, ground: &'a Ground, outcome: Option<&'a dyn Outcomes>) -> Eval<'a> {
        let Sheet { codes, values, truths } = self;
        Eval { shared: &ground.shared, codes, data: &[], values, truths, outcome }
    }
}
