//! What no case reaches: tiers, items of lists, circumstances, procedure rules.

use std::collections::BTreeSet;

use super::{CaseResult, Engine};
use crate::diagnostic::Span;
use crate::model::{Condition, ConditionKind, DefinitionValue, TierTest};
use crate::report::{DecisionOutcome, Report, Step, StepView, TierStatus, Truth};

/// Something that a case may reach.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Target {
    /// What it is.
    pub kind: TargetKind,
    /// Its name with that of the rule it belongs to: `基准 甲 / 阶次 轻微`.
    pub name: String,
    /// Where it is written.
    pub span: Span,
}

/// What a [`Target`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TargetKind {
    /// 阶次, a row or a cell of a table
    Tier,
    /// an item of a list of conditions
    Item,
    /// 情节
    Circumstance,
    /// 程序
    Procedure,
    /// 检查, reporting
    Check,
    /// 检查, staying silent
    Spared,
    /// a line of a 项目, a 一票否决
    ScoreLine,
    /// 等次
    Grade,
}

/// What cases reach and what they do not.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Coverage {
    /// How many targets there are of each kind, and how many are reached.
    pub reached: Vec<(TargetKind, usize, usize)>,
    /// Those that no case reaches, in order of place.
    pub missed: Vec<Target>,
    /// Those that no case can reach, taken out by [`Coverage::excuse`].
    pub unreachable: Vec<Target>,
}

impl Coverage {
    /// Adds what cases of checks reach.
    pub fn add(&mut self, kind: TargetKind, all: usize, missed: Vec<Target>) {
        self.reached.push((kind, all, all.saturating_sub(missed.len())));
        self.missed.extend(missed);
        self.missed.sort_by_key(|a| (a.span, a.kind));
    }

    /// Takes out what is missed and cannot be reached by any case.
    pub fn excuse(&mut self, cannot: impl Fn(&Target) -> bool) {
        let (out, missed): (Vec<Target>, Vec<Target>) = std::mem::take(&mut self.missed).into_iter().partition(|t| cannot(t));
        for target in &out {
            if let Some((_, all, _)) = self.reached.iter_mut().find(|(kind, ..)| *kind == target.kind) {
                *all -= 1;
            }
        }
        self.missed = missed;
        self.unreachable.extend(out);
    }
}

impl Engine {
    /// What the cases that were run reach, of all that the model states.
    #[must_use]
    pub fn coverage(&self, results: &[CaseResult]) -> Coverage {
        let mut seen: BTreeSet<(String, u32, u32)> = BTreeSet::new();
        for result in results {
            mark(&result.report, &mut seen);
        }
        let mut coverage = Coverage::default();
        let targets = self.targets();
        for kind in [TargetKind::Tier, TargetKind::Item, TargetKind::Circumstance, TargetKind::Procedure] {
            let of_kind: Vec<&Target> = targets.iter().filter(|t| t.kind == kind).collect();
            let missed: Vec<Target> = of_kind.iter().filter(|t| !self.hit(t, &seen)).map(|t| (*t).clone()).collect();
            coverage.reached.push((kind, of_kind.len(), of_kind.len() - missed.len()));
            coverage.missed.extend(missed);
        }
        coverage.missed.sort_by_key(|a| (a.span, a.kind));
        coverage
    }

    fn hit(&self, target: &Target, seen: &BTreeSet<(String, u32, u32)>) -> bool {
        let sources = &self.model().sources;
        sources.get(target.span.source).is_some_and(|source| {
            let at = source.line_column(target.span.start);
            seen.contains(&(source.name().to_owned(), at.line, at.column))
        })
    }

    /// Everything that a case may reach.
    fn targets(&self) -> Vec<Target> {
        let model = self.model();
        let mut targets = Vec::new();
        for benchmark in &model.benchmarks {
            for tier in &benchmark.tiers {
                let name = format!("基准 {} / 阶次 {}", benchmark.name, tier.name);
                if let TierTest::When(condition) = &tier.test {
                    self.items(condition, &name, &mut targets);
                }
                targets.push(Target { kind: TargetKind::Tier, name, span: tier.span });
            }
        }
        for circumstance in &model.circumstances {
            let name = format!("情节 {}", circumstance.name);
            self.items(&circumstance.condition, &name, &mut targets);
            targets.push(Target { kind: TargetKind::Circumstance, name, span: circumstance.name_span });
        }
        for procedure in &model.procedures {
            targets.push(Target { kind: TargetKind::Procedure, name: format!("程序 {}", procedure.name), span: procedure.name_span });
        }
        targets
    }

    /// The numbered items of lists within a condition.
    fn items(&self, condition: &Condition, name: &str, targets: &mut Vec<Target>) {
        match &condition.kind {
            ConditionKind::All(list) | ConditionKind::Any(list) | ConditionKind::AtLeast(_, list) => {
                let of_list = !matches!(condition.kind, ConditionKind::All(_));
                for item in list {
                    if of_list && let Some(label) = &item.label {
                        let name = format!("{name} 第({label})项");
                        targets.push(Target { kind: TargetKind::Item, name, span: item.condition.span });
                    }
                    self.items(&item.condition, name, targets);
                }
            }
            ConditionKind::Not(inner) => self.items(inner, name, targets),
            ConditionKind::Except(base, exception) => {
                self.items(base, name, targets);
                self.items(exception, name, targets);
            }
            ConditionKind::Definition(id) => {
                if let DefinitionValue::Condition(inner) = &self.model()[*id].value
                    && !targets.iter().any(|t| t.span == inner.span)
                {
                    self.items(inner, name, targets);
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
}

/// The places that a report reached: tiers that apply, items that hold, circumstances that hold, procedure rules asked.
fn mark(report: &Report, seen: &mut BTreeSet<(String, u32, u32)>) {
    let mut steps: Vec<StepView<'_>> = Vec::new();
    for decision in &report.decisions {
        for tier in &decision.tiers {
            let settled = matches!(
                decision.outcome,
                DecisionOutcome::Settled { .. } | DecisionOutcome::Waived { .. } | DecisionOutcome::Conflict { .. }
            );
            if settled && tier.status == TierStatus::Applies {
                place(&tier.rule, seen);
                steps.extend(tier.trace.iter().map(Step::view));
            }
        }
        for circumstance in decision.circumstances.iter().filter(|c| c.holds == Truth::True) {
            place(&circumstance.rule, seen);
            steps.extend(circumstance.trace.iter().map(Step::view));
        }
        if let Some(other) = decision.version.as_ref().and_then(|v| v.other.as_ref()) {
            let inner = Report { decisions: vec![(**other).clone()], procedures: Vec::new(), ..report.clone() };
            mark(&inner, seen);
        }
    }
    for circumstance in report.circumstances.iter().filter(|c| c.holds == Truth::True) {
        place(&circumstance.rule, seen);
        steps.extend(circumstance.trace.iter().map(Step::view));
    }
    for procedure in report.procedures.iter().filter(|p| p.applies == Truth::True) {
        place(&procedure.rule, seen);
    }
    while let Some(step) = steps.pop() {
        if step.outcome == Truth::True {
            place(step.rule, seen);
        }
        steps.extend(step.children());
    }
}

fn place(rule: &crate::report::RulePlace, seen: &mut BTreeSet<(String, u32, u32)>) {
    seen.insert((rule.file.clone(), rule.line, rule.column));
}
