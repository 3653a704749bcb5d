//! Why a case came out as it did: the truth of each condition of the tiers in question, read off the codes. Words, places and
//! legal bases are the model's, and cost nothing until they are asked for.

use super::coding::UNKNOWN;
use super::eval::Eval;
use super::kleene::Kleene;
use super::program::Program;
use super::row::{Outcome, Row};
use super::term::{Cell, Cells, Test};
use crate::diagnostic::Span;
use crate::engine::EvaluationError;
use crate::law::Citation;
use crate::model::{CircumstanceId, Model, TierTest};
use crate::report::Truth;

/// A condition that a tier asks.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    pub(super) span: Span,
    by: By,
}

/// A condition in the least room.
#[derive(Debug, Clone)]
pub(super) enum By {
    /// What the code of a slot says.
    Slot(u32, Cell),
    Test(Box<Test>),
}

impl By {
    pub(super) fn new(test: &Test, cells: &mut Cells) -> By {
        match test {
            Test::Table(slot, truths) => By::Slot(*slot, cells.of(truths)),
            test => By::Test(Box::new(test.clone())),
        }
    }

    pub(super) fn truth(&self, eval: &mut Eval<'_>) -> Result<Kleene, EvaluationError> {
        match self {
            By::Slot(slot, cell) => Ok(cell.truth(eval.codes.get(*slot as usize).copied().unwrap_or(UNKNOWN))),
            By::Test(test) => eval.truth(test, None),
        }
    }
}

impl Asked {
    pub(super) fn new(span: Span, test: &Test, cells: &mut Cells) -> Asked {
        Asked { span, by: By::new(test, cells) }
    }
}

/// A condition of a tier, as it came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reason {
    /// The tier that asks it.
    pub tier: u32,
    /// Where it is written.
    pub span: Span,
    /// Whether it is met; one written as an exception (除外) is met where the exception does not hold.
    pub met: Truth,
}

/// A decision with its reasons; borrowed from its row.
#[derive(Debug, Clone, Copy)]
pub struct Trace<'r> {
    /// The decision.
    pub outcome: &'r Outcome,
    /// The conditions of the outcome's tiers, in their order.
    pub reasons: &'r [Reason],
    /// The binding circumstances that hold; none are looked for until the tier is settled.
    pub circumstances: &'r [CircumstanceId],
    pub(super) program: &'r Program,
}

impl<'r> Trace<'r> {
    /// The rule's own words for a condition.
    #[must_use]
    pub fn words(&self, condition: &Reason) -> &'r str {
        self.model().sources.slice(condition.span)
    }

    /// The legal basis: the benchmark's, then that of the tiers that apply and of the circumstances that hold.
    pub fn basis(&self) -> impl Iterator<Item = &'r Citation> {
        let model = self.model();
        let benchmark = &model[self.program.benchmark];
        let tiers = self.outcome.tiers.iter().filter_map(|tier| benchmark.tiers.get(*tier as usize)).flat_map(|tier| &tier.basis);
        benchmark.basis.iter().chain(tiers).chain(self.circumstances.iter().flat_map(|id| &model[*id].basis))
    }

    fn model(&self) -> &'r Model {
        &self.program.model
    }
}

impl Row {
    /// Decides, and keeps the reasons. Allocates nothing once the row has met its longest trace.
    ///
    /// ```
    /// use zhunsheng::{RuleSet, law::Money, report::Truth};
    /// let rules = RuleSet::from_sources([("例.zs", "
    ///     规则集 例 { 版本 “1” 施行 2026年1月1日 制定机关 “某局” }
    ///     要素 案情 { 违法所得: 金额 0元以上  主动退还: 是否 }
    ///     基准 某行为 {
    ///         要素 案情
    ///         依据 《某法》第一条
    ///         法定幅度 { 1万元以下罚款 }
    ///         阶次 较轻 { 当 违法所得 不满1000元 且 主动退还 处 1000元以下罚款 }
    ///         阶次 较重 { 其他情形 处 1000元以上1万元以下罚款 }
    ///     }
    /// ")]).unwrap();
    /// let engine = rules.compile();
    /// let prepared = engine.prepare(engine.benchmarks_named("某行为")[0]);
    /// let mut row = prepared.row();
    /// row.set_money(prepared.slot("违法所得").unwrap(), Money::from_fen(80_000)).unwrap();
    /// row.set_boolean(prepared.slot("主动退还").unwrap(), true).unwrap();
    /// let trace = row.trace().unwrap();
    /// assert_eq!(trace.reasons.iter().map(|reason| trace.words(reason)).collect::<Vec<_>>(), ["违法所得 不满1000元", "主动退还"]);
    /// assert_eq!(trace.basis().map(ToString::to_string).collect::<Vec<_>>(), ["《某法》第一条"]);
    /// // And why the other tier does not apply:
    /// assert_eq!(row.explain(1).unwrap()[0].met, Truth::False);
    /// ```
    ///
    /// # Errors
    /// As [`Row::decide`].
    pub fn trace(&mut self) -> Result<Trace<'_>, EvaluationError> {
        self.settle()?;
        self.reasons.clear();
        for at in 0..self.outcome.tiers.len() {
            let Some(tier) = self.outcome.tiers.get(at).copied() else { break };
            self.ask(tier)?;
        }
        Ok(Trace { outcome: &self.outcome, reasons: &self.reasons, circumstances: &self.held, program: &self.program })
    }

    /// The conditions of any tier for the facts last decided: why it does not apply.
    ///
    /// # Errors
    /// As [`Row::decide`].
    pub fn explain(&mut self, tier: u32) -> Result<&[Reason], EvaluationError> {
        self.reasons.clear();
        self.ask(tier)?;
        Ok(&self.reasons)
    }

    fn ask(&mut self, tier: u32) -> Result<(), EvaluationError> {
        let Row { program, codes, data, values, truths, found, reasons, .. } = self;
        let mut eval = Eval { shared: &program.shared, codes, data, values, truths, outcome: None };
        for asked in program.asked.get(tier as usize).map_or(&[][..], |asked| asked) {
            let truth = asked.by.truth(&mut eval)?;
            reasons.push(Reason { tier, span: asked.span, met: truth.into() });
        }
        // 其他情形 is met when no written condition is.
        if program.otherwise.contains(&tier)
            && let Some(TierTest::Otherwise(span)) = program.model[program.benchmark].tiers.get(tier as usize).map(|tier| &tier.test)
        {
            program.matcher.find(&mut eval, found)?;
            let met = match (found.held.is_empty(), found.open.is_empty()) {
                (false, _) => Truth::False,
                (true, false) => Truth::Unknown,
                (true, true) => Truth::True,
            };
            reasons.push(Reason { tier, span: *span, met });
        }
        Ok(())
    }
}

impl From<Truth> for Kleene {
    fn from(truth: Truth) -> Kleene {
        match truth {
            Truth::True => Kleene::True,
            Truth::False => Kleene::False,
            Truth::Unknown => Kleene::Unknown,
        }
    }
}

impl From<Kleene> for Truth {
    fn from(truth: Kleene) -> Truth {
        match truth {
            Kleene::True => Truth::True,
            Kleene::False => Truth::False,
            Kleene::Unknown => Truth::Unknown,
        }
    }
}
