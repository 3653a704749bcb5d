//! A case in slots: set fact by fact, decided without allocation, used again for the next case.

use std::sync::Arc;

use super::coding::{ABSENT, Coding, KNOWN, UNKNOWN, day_number};
use super::eval::{Eval, OPEN};
use super::fine::FineOutcome;
use super::kleene::Kleene;
use super::matcher::{Found, Glance, Leaf, bits};
use super::narrow::tried;
use super::program::Program;
use super::push::{Push, Tally};
use super::select::{Status, select};
use super::trace::Reason;
use crate::engine::EvaluationError;
use crate::input::CaseFacts;
use crate::law::{Date, Exact, Money};
use crate::model::{CircumstanceId, Given, Value};

/// A fact of a prepared benchmark, of whatever type. For facts whose type is known beforehand [`Prepared::money_slot`](super::Prepared::money_slot)
/// and its like are quicker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Slot(pub(super) u32);

/// A slot was given a value of another type than its fact has, or is of another benchmark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("要素的类型不同 (the fact has another type)")]
pub struct WrongSlot;

/// What a slot holds besides its code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Datum {
    Boolean(bool),
    Fen(i64),
    Integer(i64),
    Day(i64),
    Member(u16),
    /// kept beside: fractions, texts, lists
    Kept,
}

/// What comes of a case under one benchmark. It is written in its row and lent from there: copies of it would cost as much as deciding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// How far the tier is settled.
    pub status: Status,
    /// The tiers that apply, may apply or conflict: indices into the benchmark's, ascending.
    pub tiers: Vec<u32>,
    /// The circumstance that waives the penalty of a settled tier.
    pub waived: Option<CircumstanceId>,
    /// The fine on the party, after circumstances; [`FineOutcome::None`] unless the tier is settled.
    pub fine: FineOutcome,
}

/// A reusable case of one benchmark. Values are taken as they are: declared bounds are the binder's to hold.
///
/// # Cost
///
/// Nothing is allocated for a case whose facts are known. A setter looks its value up in one bucket of the constants that the rules compare it with
/// (one of a [`MoneySlot`](super::MoneySlot) or its like has the bucket at hand);
/// [`Row::decide`] reads two words for each column of the conditions up to 64 tiers, beyond one cell of a grid over the
/// conditions' columns and a line of memory for each three levels of a small tree in it. Where unknown facts leave tiers open, each group of values that admits the same tiers is tried: tens of
/// nanoseconds for one such fact, more as the groups multiply, and the whole of it value by value where a condition compares several facts.
/// A fine that is computed, a circumstance, a comparison of facts is evaluated as an expression. `docs/performance.md` has the figures.
#[derive(Debug, Clone)]
pub struct Row {
    pub(super) program: Arc<Program>,
    pub(super) codes: Vec<u32>,
    pub(super) data: Vec<Datum>,
    pub(super) values: Vec<Option<Value>>,
    pub(super) truths: Vec<u8>,
    pub(super) found: Found,
    pub(super) outcome: Outcome,
    /// The binding circumstances that hold.
    pub(super) held: Vec<CircumstanceId>,
    pub(super) reasons: Vec<Reason>,
}

impl Row {
    pub(super) fn new(program: Arc<Program>) -> Row {
        let count = program.slots.len();
        let truths = vec![OPEN; program.shared.nodes.len()];
        let values = vec![None; count];
        Row {
            codes: vec![UNKNOWN; count],
            data: vec![Datum::Kept; count],
            values,
            truths,
            found: Found::default(),
            outcome: Outcome { status: Status::NoTier, tiers: Vec::new(), waived: None, fine: FineOutcome::None },
            held: Vec::new(),
            reasons: Vec::new(),
            program,
        }
    }

    #[inline]
    fn put(&mut self, slot: Slot, datum: Datum, code: impl FnOnce(&Coding) -> Option<u32>) -> Result<(), WrongSlot> {
        let at = slot.0 as usize;
        let info = self.program.slots.get(at).ok_or(WrongSlot)?;
        let code = code(&info.coding).ok_or(WrongSlot)?;
        self.write(at, code, datum);
        Ok(())
    }

    #[inline]
    pub(super) fn write(&mut self, at: usize, code: u32, datum: Datum) {
        if let (Some(c), Some(d)) = (self.codes.get_mut(at), self.data.get_mut(at)) {
            *c = code;
            *d = datum;
        }
    }

    /// Sets an amount of money.
    ///
    /// # Errors
    /// When the slot holds something else; so for each of these.
    #[inline]
    pub fn set_money(&mut self, slot: Slot, amount: Money) -> Result<(), WrongSlot> {
        let fen = amount.fen();
        self.put(slot, Datum::Fen(fen), |coding| if let Coding::Figure(cuts) = coding { Some(cuts.of_fen(fen)) } else { None })
    }

    /// Sets a whole number: of an 整数, a 期间 in its own count, or any other figure in its base unit (yuan for money).
    ///
    /// # Errors
    /// As [`Row::set_money`].
    #[inline]
    pub fn set_integer(&mut self, slot: Slot, value: i64) -> Result<(), WrongSlot> {
        self.put(slot, Datum::Integer(value), |coding| if let Coding::Figure(cuts) = coding { Some(cuts.of_integer(value)) } else { None })
    }

    /// Sets a figure exactly, in the base unit of its type.
    ///
    /// # Errors
    /// As [`Row::set_money`].
    pub fn set_number(&mut self, slot: Slot, value: Exact) -> Result<(), WrongSlot> {
        self.put(slot, Datum::Kept, |coding| if let Coding::Figure(cuts) = coding { Some(cuts.of_exact(value)) } else { None })?;
        self.keep(slot, Value::Number(value));
        Ok(())
    }

    /// Sets a 是否.
    ///
    /// # Errors
    /// As [`Row::set_money`].
    #[inline]
    pub fn set_boolean(&mut self, slot: Slot, value: bool) -> Result<(), WrongSlot> {
        self.put(slot, Datum::Boolean(value), |coding| matches!(coding, Coding::Boolean).then_some(KNOWN + u32::from(value)))
    }

    /// Sets a member of a 类别 or 等级 by its index.
    ///
    /// # Errors
    /// As [`Row::set_money`], and when there is no such member.
    #[inline]
    pub fn set_member(&mut self, slot: Slot, member: u16) -> Result<(), WrongSlot> {
        self.put(slot, Datum::Member(member), |coding| match coding {
            Coding::Member(count) if u32::from(member) < *count => Some(KNOWN + u32::from(member)),
            _ => None,
        })
    }

    /// Sets a date.
    ///
    /// # Errors
    /// As [`Row::set_money`].
    #[inline]
    pub fn set_date(&mut self, slot: Slot, date: Date) -> Result<(), WrongSlot> {
        let day = day_number(date);
        self.put(slot, Datum::Day(day), |coding| if let Coding::Day(cuts) = coding { Some(cuts.of_integer(day)) } else { None })
    }

    /// Sets whatever a case says of the fact.
    ///
    /// # Errors
    /// As [`Row::set_money`].
    pub fn set(&mut self, slot: Slot, given: &Given) -> Result<(), WrongSlot> {
        match given {
            Given::Unknown => self.put(slot, Datum::Kept, |_| Some(UNKNOWN)),
            Given::Absent => self.put(slot, Datum::Kept, |_| Some(ABSENT)),
            Given::Known(Value::Boolean(value)) => self.set_boolean(slot, *value),
            Given::Known(Value::Date(date)) => self.set_date(slot, *date),
            Given::Known(Value::Member(member)) => self.set_member(slot, *member),
            Given::Known(Value::Number(value)) => self.set_number(slot, *value),
            Given::Known(value @ (Value::Text(_) | Value::List(_))) => {
                self.put(slot, Datum::Kept, |coding| Some(coding.of(value)).filter(|code| *code != UNKNOWN))?;
                self.keep(slot, value.clone());
                Ok(())
            }
        }
    }

    fn keep(&mut self, slot: Slot, value: Value) {
        if let Some(kept) = self.values.get_mut(slot.0 as usize) {
            *kept = Some(value);
        }
    }

    /// Forgets every fact.
    pub fn clear(&mut self) {
        self.codes.fill(UNKNOWN);
    }

    /// Sets every slot from a bound case.
    pub fn set_facts(&mut self, facts: &CaseFacts) {
        let program = Arc::clone(&self.program);
        for (at, info) in program.slots.iter().enumerate() {
            if let Some(fact) = info.fact {
                // INVARIANT: a bound case holds values of their facts' types, so each fits its slot.
                let _ = self.set(Slot(at as u32), facts.get(fact));
            }
        }
    }

    /// The case as the reference interpreter takes it.
    #[must_use]
    pub fn facts(&mut self) -> CaseFacts {
        let program = Arc::clone(&self.program);
        let mut facts = CaseFacts::new(&program.model);
        let eval = self.eval();
        for (at, info) in program.slots.iter().enumerate() {
            if let Some(fact) = info.fact {
                facts.set(fact, eval.given(at as u32));
            }
        }
        facts
    }

    fn eval(&mut self) -> Eval<'_> {
        let Row { program, codes, data, values, truths, .. } = self;
        Eval { shared: &program.shared, codes, data, values, truths, outcome: None }
    }

    /// Which tier applies, and the fine.
    ///
    /// # Errors
    /// When an expression that was asked cannot be evaluated for these facts.
    #[inline]
    pub fn decide(&mut self) -> Result<&Outcome, EvaluationError> {
        self.settle()?;
        Ok(&self.outcome)
    }

    /// Decides, and leaves the outcome and the circumstances that hold in their fields.
    #[inline]
    pub(super) fn settle(&mut self) -> Result<(), EvaluationError> {
        if !self.truths.is_empty() {
            self.truths.fill(OPEN);
        }
        if !self.program.computed.is_empty() {
            self.compute()?;
        }
        self.held.clear();
        self.outcome.waived = None;
        self.outcome.fine = FineOutcome::None;
        self.outcome.status = self.rule()?;
        match self.outcome.status {
            Status::Settled => self.impose(),
            Status::Possible { .. } | Status::NoTier | Status::Conflict => Ok(()),
        }
    }

    /// Which tiers apply.
    #[inline]
    fn rule(&mut self) -> Result<Status, EvaluationError> {
        let Row { program, codes, outcome, .. } = self;
        let only = match program.matcher.glance(|slot| codes.get(slot as usize).copied().unwrap_or(UNKNOWN)) {
            Some(Glance::Word { held, may }) => match program.matcher.only(held, may) {
                Some(only) => only,
                None => return Ok(self.weigh(held, may)),
            },
            Some(Glance::Rows(Leaf::Row(only))) => only,
            Some(Glance::Rows(Leaf::Rows(_))) | None => return self.general(),
        };
        outcome.tiers.clear();
        outcome.tiers.push(only);
        Ok(Status::Settled)
    }

    /// What comes of the words of the codes.
    #[cold]
    fn weigh(&mut self, held: u64, may: u64) -> Status {
        let Row { program, codes, found, outcome, .. } = self;
        let verdict = program.matcher.weigh(held, may, |slot| codes.get(slot as usize).copied().unwrap_or(UNKNOWN), found);
        outcome.tiers.clear();
        bits(verdict.tiers, &mut outcome.tiers);
        verdict.status
    }

    #[cold]
    fn general(&mut self) -> Result<Status, EvaluationError> {
        let Row { program, codes, found, outcome, .. } = self;
        let of_slot = |slot: u32| codes.get(slot as usize).copied().unwrap_or(UNKNOWN);
        if let Some(status) = program.matcher.descend(of_slot, found, &mut outcome.tiers) {
            return Ok(status);
        }
        let status = self.search()?;
        if matches!(status, Status::Possible { .. }) { self.narrow(status) } else { Ok(status) }
    }

    fn search(&mut self) -> Result<Status, EvaluationError> {
        let Row { program, codes, data, values, truths, found, outcome, .. } = self;
        let mut eval = Eval { shared: &program.shared, codes, data, values, truths, outcome: None };
        program.matcher.find(&mut eval, found)?;
        Ok(select(program.policy, &program.otherwise, found, &mut outcome.tiers))
    }

    /// Sets the codes of computed slots.
    fn compute(&mut self) -> Result<(), EvaluationError> {
        let program = Arc::clone(&self.program);
        for (slot, term) in &program.computed {
            let given = self.eval().value(term, None)?;
            let at = *slot as usize;
            let coding = program.slots.get(at).map(|info| &info.coding);
            let code = match (&given, coding) {
                (Given::Known(value), Some(coding)) => coding.of(value),
                (Given::Absent, _) => ABSENT,
                (Given::Known(_) | Given::Unknown, _) => UNKNOWN,
            };
            if let Some(c) = self.codes.get_mut(at) {
                *c = code;
            }
        }
        Ok(())
    }

    /// Tries what the unknown facts may be: what comes out whatever they are is settled.
    fn narrow(&mut self, status: Status) -> Result<Status, EvaluationError> {
        let Row { program, codes, data, values, truths, found, outcome, .. } = self;
        let search = |codes: &[u32]| {
            truths.fill(OPEN);
            let mut eval = Eval { shared: &program.shared, codes, data, values, truths, outcome: None };
            let mut tiers = Vec::new();
            program.matcher.find(&mut eval, found)?;
            Ok((select(program.policy, &program.otherwise, found, &mut tiers), tiers))
        };
        let trials = tried(&program.candidates, codes, search)?;
        truths.fill(OPEN);
        let Some(trials) = trials else { return Ok(status) };
        let (status, tiers) = trials.outcome();
        outcome.tiers = tiers;
        Ok(status)
    }

    /// What a settled tier imposes: whether a circumstance waives it, and the fine.
    #[inline]
    fn impose(&mut self) -> Result<(), EvaluationError> {
        let Row { program, codes, data, values, truths, outcome, held, .. } = self;
        let Outcome { tiers, waived, fine, .. } = outcome;
        let mut eval = Eval { shared: &program.shared, codes, data, values, truths, outcome: None };
        let mut tally = Tally::default();
        for (test, id) in &program.circumstances {
            if eval.truth(test, None)? == Kleene::True {
                held.push(*id);
                if tally.add(&program.model[*id]) && waived.is_none() {
                    *waived = Some(*id);
                }
            }
        }
        if waived.is_some() {
            return Ok(());
        }
        let push = if program.circumstances.is_empty() { Push::Nothing } else { tally.push(program.fines.rule.as_ref()) };
        program.fines.put(tiers, push, &mut eval, fine)
    }
}
