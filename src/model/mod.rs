//! What rules mean: resolved, typed, carrying their places. Read by the engine and, later, the prover.
//!
//! **Invariant:** nothing here knows of syntax, and `check` is the only maker of a [`Model`], but for `saved`, which holds what it
//! reads to the same: a model that exists is well typed, every id in it points at something, and definitions form no cycle.

mod benchmark;
mod case;
mod circumstance;
mod condition;
mod fact;
mod kind;
mod property;
mod review;
mod sanction;
mod scoring;
mod set;
mod show;

pub use benchmark::{
    AsPublished, Benchmark, Factor, FactorRow, FactorTest, Factors, HitPolicy, NamedRange, StatutoryRange, Tier, TierOrigin, TierTest,
};
pub use case::{Case, CaseValue, Expectation, ExpectedSanction, ProcedureOutcome, ProposedPenalty, Verdict};
pub use circumstance::{Band, Bands, Circumstance, Combination, Effect, MixedRule, Procedure, RangeBase, RangeRule, SeveralRule};
pub use condition::{BoundExpr, Bounds, Condition, ConditionKind, Expr, ExprKind, Item, Operator, Outcome, Side};
pub use fact::{
    ACT_DATE, ACT_END_DATE, DECISION_DATE, Direction, Element, Enumeration, Fact, FactKey, Field, Given, PeriodFamily, Record, Type, Value,
};
pub use kind::{Kind, RootKind};
pub use property::Property;
pub use review::{
    Advice, Ask, Check, Cited, CitedLevel, Class, DocumentProperty, Example, ExpectedPlace, Numbering, PLACEHOLDERS, Phrase, ReviewCase,
    ReviewSet, Subject, Test, TestKind, Unit, WordList,
};
pub use sanction::{Connective, Fine, FineAmount, FineForm, Group, Growth, Measure, Modality, Penalty, PenaltyKind, Sanction};
pub use scoring::{Grade, ScoreItem, ScoreLine, ScoreLineKind, ScoreOn, Scoring, Veto};
pub use set::{RoundingRule, RuleSetVersion};

use crate::diagnostic::{Sources, Span};
use crate::law::UnitTable;

/// How deep conditions and expressions may nest, through the definitions that they rest on: whoever reads a model recurses.
pub(crate) const NESTING: usize = 400;
/// In how many steps a definition may be evaluated, with all that it rests on: twice itself twice itself … is soon without end.
pub(crate) const STEPS: usize = 100_000;

/// Defines typed indices into the model's lists.
macro_rules! ids {
    ($($(#[$meta:meta])* $id:ident => $field:ident: $of:ty),* $(,)?) => {
        $(
            $(#[$meta])*
            #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
            pub struct $id(pub(crate) u32);

            impl $id {
                /// The index into the model's list.
                #[must_use]
                pub fn index(self) -> usize {
                    self.0 as usize
                }
            }

            impl std::ops::Index<$id> for Model {
                type Output = $of;

                // INVARIANT: ids are made by `check`, and read by `saved`, only for a model in which they index something.
                fn index(&self, id: $id) -> &$of {
                    &self.$field[id.index()]
                }
            }
        )*

        /// All that a load of rule files means.
        #[derive(Debug, Clone, Default)]
        pub struct Model {
            /// The texts the rules were read from, for places.
            pub sources: Sources,
            /// The units: built-in and declared.
            pub units: UnitTable,
            /// The 词表, which phrases name; a phrase of the model holds their words.
            pub word_lists: Vec<WordList>,
            $(
                #[doc = concat!("Indexed by [`", stringify!($id), "`].")]
                pub $field: Vec<$of>,
            )*
        }
    };
}

ids! {
    /// A version of a rule set.
    SetId => sets: RuleSetVersion,
    /// A 类别 or 等级.
    EnumerationId => enumerations: Enumeration,
    /// A 要素 block.
    RecordId => records: Record,
    /// A fact of a case.
    FactId => facts: Fact,
    /// A 定义.
    DefinitionId => definitions: Definition,
    /// A kind of penalty or other measure.
    KindId => kinds: Kind,
    /// A 基准.
    BenchmarkId => benchmarks: Benchmark,
    /// A 情节.
    CircumstanceId => circumstances: Circumstance,
    /// A 幅度规则.
    RangeRuleId => range_rules: RangeRule,
    /// A 程序.
    ProcedureId => procedures: Procedure,
    /// A 审查.
    ReviewId => reviews: ReviewSet,
    /// A 检查.
    CheckId => checks: Check,
    /// A 评分.
    ScoringId => scorings: Scoring,
    /// A 用例.
    CaseId => cases: Case,
}

impl Model {
    /// The benchmarks, in order.
    pub fn benchmark_ids(&self) -> impl Iterator<Item = BenchmarkId> + '_ {
        (0u32..).zip(&self.benchmarks).map(|(at, _)| BenchmarkId(at))
    }

    /// The scoring standards, in order.
    pub fn scoring_ids(&self) -> impl Iterator<Item = ScoringId> + '_ {
        (0u32..).zip(&self.scorings).map(|(at, _)| ScoringId(at))
    }
}

/// A derived fact: its value follows from others.
#[derive(Debug, Clone, PartialEq)]
pub struct Definition {
    /// Its name, with the path it hangs from: `当事人.未成年`.
    pub name: String,
    /// What it is.
    pub value: DefinitionValue,
    /// Where it was declared.
    pub span: Span,
}

/// What a [`Definition`] stands for.
#[derive(Debug, Clone, PartialEq)]
pub enum DefinitionValue {
    /// a condition: true, false or unknown
    Condition(Condition),
    /// a value
    Expr(Expr),
}
