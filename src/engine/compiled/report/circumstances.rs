//! Circumstances and procedure rules, each compiled by itself: one form serves every benchmark that it bears on.

use std::sync::Arc;

use super::super::ground::Ground;
use super::super::push::Push;
use super::asking::{Asking, Maker, Reads};
use crate::engine::whole::place;
use crate::model::{Circumstance, Condition, Effect, Modality, Model, Procedure};
use crate::report::{CircumstanceResult, RulePlace, Truth};

/// Conditions of one rule, on a ground of their own.
#[derive(Debug)]
pub(super) struct RuleForm<T> {
    pub(super) ground: Ground,
    pub(super) reads: Reads,
    pub(super) asks: T,
    pub(super) place: Arc<RulePlace>,
}

/// What a procedure rule asks: 当 and 应当.
#[derive(Debug)]
pub(super) struct DutyForm {
    pub(super) condition: Option<Asking>,
    pub(super) must: Asking,
}

impl RuleForm<Asking> {
    pub(super) fn circumstance(model: &Model, circumstance: &Circumstance) -> RuleForm<Asking> {
        let name = format!("情节 {}", circumstance.name);
        RuleForm::new(model, |maker| maker.asking(&circumstance.condition, &name), place(model, circumstance.name_span, &name))
    }

    /// A condition that is only asked, never told.
    pub(super) fn condition(model: &Model, condition: &Condition) -> RuleForm<Asking> {
        RuleForm::new(model, |maker| maker.asking(condition, ""), place(model, condition.span, ""))
    }
}

impl RuleForm<DutyForm> {
    pub(super) fn duty(model: &Model, rule: &Procedure) -> RuleForm<DutyForm> {
        let name = format!("程序 {}", rule.name);
        let duty = |maker: &mut Maker<'_, '_>| DutyForm {
            condition: rule.condition.as_ref().map(|condition| maker.asking(condition, &name)),
            must: maker.asking(&rule.must, &name),
        };
        RuleForm::new(model, duty, place(model, rule.name_span, &name))
    }
}

impl<T> RuleForm<T> {
    fn new(model: &Model, ask: impl Fn(&mut Maker<'_, '_>) -> T, place: RulePlace) -> RuleForm<T> {
        let (ground, (asks, reads)) = Ground::of(model, |lower| {
            let mut reads = Reads::default();
            let asks = ask(&mut Maker { lower, reads: &mut reads });
            (asks, reads)
        });
        RuleForm { ground, reads, asks, place: place.into() }
    }
}

/// A circumstance that holds or may hold, with its result in the making.
pub(super) struct Found<'m> {
    pub(super) circumstance: &'m Circumstance,
    pub(super) result: CircumstanceResult,
}

impl Found<'_> {
    /// Whether it holds and binds.
    pub(super) fn binds(&self) -> bool {
        self.result.holds == Truth::True && self.circumstance.modality == Modality::Shall
    }

    /// Whether it waives the penalty and leads to nothing else.
    pub(super) fn waives(&self) -> bool {
        self.binds() && self.circumstance.effects.as_slice() == [Effect::Waive]
    }

    /// Says of one that was not applied what may come of it.
    pub(super) fn note(&mut self) {
        let effects = || self.circumstance.effects.iter().map(|effect| effect_word(*effect)).collect::<Vec<_>>().join("或者");
        if self.result.applied.is_none() {
            self.result.applied = match (self.result.holds, self.circumstance.modality) {
                (Truth::True, Modality::May) => Some(format!("可以{},由办案机关决定;上述结果没有计入", effects())),
                (Truth::Unknown, _) => Some(format!("查明后可能{}", effects())),
                (Truth::True | Truth::False, _) => None,
            };
        }
    }
}

fn effect_word(effect: Effect) -> &'static str {
    match effect {
        Effect::Waive => "不予处罚",
        Effect::Mitigate => "减轻处罚",
        Effect::Lighten => "从轻处罚",
        Effect::Aggravate => "从重处罚",
    }
}

/// A push in the words of a report.
pub(super) fn push_word(push: Push) -> Option<&'static str> {
    Some(match push {
        Push::Nothing => return None,
        Push::Mitigate => "减轻",
        Push::Lenient => "从轻或者减轻",
        Push::Lighten => "从轻",
        Push::Lowest => "数个从轻,取最低",
        Push::Aggravate => "从重",
        Push::Highest => "数个从重,取最高",
        Push::Ordinary => "从轻从重并存,取一般",
        Push::Whole => "从轻从重并存,在全幅内综合考虑",
    })
}
