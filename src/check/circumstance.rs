//! Circumstances: conditions with an effect on every benchmark.

use super::Checker;
use super::benchmark::citations;
use super::collect::Declared;
use super::sanction::modality;
use super::scope::Place;
use crate::diagnostic::{NameProblem, RuleProblem, Span, Spanned, Term, UsageProblem};
use crate::model::{Circumstance, Condition, ConditionKind, Effect, Modality};
use crate::syntax::tree::{self, ClauseKind, EffectWord, Name};

fn effect(word: EffectWord) -> (Effect, &'static str) {
    match word {
        EffectWord::Waive => (Effect::Waive, "不予处罚"),
        EffectWord::Mitigate => (Effect::Mitigate, "减轻"),
        EffectWord::Lighten => (Effect::Lighten, "从轻"),
        EffectWord::Aggravate => (Effect::Aggravate, "从重"),
    }
}

impl<'t> Checker<'t> {
    /// Lowers all circumstances.
    pub(super) fn lower_circumstances(&mut self) {
        let declared = std::mem::take(&mut self.rules.circumstances);
        for one in &declared {
            let circumstance = self.lower_circumstance(one);
            self.model.circumstances.push(circumstance);
        }
        self.rules.circumstances = declared;
    }

    fn lower_circumstance(&mut self, declared: &Declared<'t>) -> Circumstance {
        let block = Term::new("「情节」", "a circumstance (情节)");
        let name = declared.name;
        let (mut scope, facts, _) = self.rule_scope(declared.file, declared.body, Place::Plain);
        self.sets.circumstance_facts.push(facts);
        let mut basis = Vec::new();
        let mut effects: Option<((Modality, Vec<Effect>), Span)> = None;
        let mut when: Option<(&Spanned<tree::Condition>, Span)> = None;
        let mut only_for: Option<(&Vec<Name>, Span)> = None;
        let mut unread = false;
        for clause in &declared.body.clauses {
            match &clause.node {
                ClauseKind::Facts { .. } | ClauseKind::Definition { .. } => {}
                ClauseKind::Basis { citations: cited } => basis.extend(citations(cited)),
                ClauseKind::Effect { modality: written, effects: words } => {
                    let lowered = self.effects(words);
                    self.once(&mut effects, (modality(*written), lowered), clause, &block);
                }
                ClauseKind::When { condition } => self.once(&mut when, condition, clause, &block),
                ClauseKind::OnlyFor { benchmarks } => self.once(&mut only_for, benchmarks, clause, &block),
                ClauseKind::Bad { .. } => unread = true,
                _ => self.misplaced(clause, &block),
            }
        }
        if effects.is_none() && !unread {
            self.report(RuleProblem::NoEffect { name: name.node.clone() }, name.span);
        }
        if when.is_none() && !unread {
            self.report(RuleProblem::NoWhen { name: name.node.clone() }, name.span);
        }
        if basis.is_empty() {
            let what = Term::new("情节", "circumstance");
            self.report(UsageProblem::NoBasis { what, name: name.node.clone() }, name.span);
        }
        let condition = when.and_then(|(condition, _)| self.condition(&mut scope, condition));
        let only_for = only_for.map(|(names, _)| names.iter().filter_map(|n| self.benchmark(declared.file, n)).collect());
        let (modality, effects) = effects.map_or((Modality::Shall, Vec::new()), |(e, _)| e);
        Circumstance {
            name: name.node.clone(),
            set: declared.set,
            basis,
            modality,
            effects,
            condition: condition.unwrap_or(Condition { kind: ConditionKind::Constant(false), span: declared.span }),
            only_for,
            name_span: name.span,
            span: declared.span,
        }
    }

    fn effects(&mut self, words: &[Spanned<EffectWord>]) -> Vec<Effect> {
        let mut effects = Vec::new();
        for word in words {
            let (effect, name) = effect(word.node);
            if effects.contains(&effect) {
                self.report(RuleProblem::DuplicateEffect { effect: name.to_owned() }, word.span);
            } else {
                effects.push(effect);
            }
        }
        effects
    }

    /// The benchmark of that name; `None` is reported.
    pub(super) fn benchmark(&mut self, file: usize, name: &Name) -> Option<crate::model::BenchmarkId> {
        let missing = |what| NameProblem::Unknown { what, name: name.node.clone() }.into();
        self.tables.benchmarks.resolve(&mut self.reach, &mut self.out, file, name, missing)
    }
}
