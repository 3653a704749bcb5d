//! The compiled engine: a benchmark lowered once into slots, codes and an index, and cases decided by it.
//!
//! A fact is a slot; its value becomes a code, the interval between the constants that the rules compare it with. Conditions
//! over one slot are tables over its codes; what asks several slots is a node, shared, evaluated at most once a case. The tiers
//! are found by an index over these columns. What asks the facts shares no code with the reference interpreter, which is the
//! oracle it is tested against.

mod applies;
mod coding;
#[cfg(feature = "arrow")]
mod columns;
mod eval;
mod fine;
mod ground;
mod key;
mod kleene;
mod limits;
mod lower;
mod matcher;
mod narrow;
mod nearest;
mod program;
mod push;
mod reader;
mod report;
mod row;
mod select;
mod slots;
mod term;
mod trace;
mod unknown;

#[cfg(feature = "arrow")]
pub use columns::{BadRows, ColumnError, ColumnOptions, Columns, Nulls};
pub use fine::FineOutcome;
pub use key::{CaseKey, Keys};
pub use reader::{CaseError, CaseReader};
pub(in crate::engine) use report::Forms;
pub use row::{Outcome, Row, Slot, WrongSlot};
pub use select::Status;
pub use slots::{DateSlot, MemberSlot, MoneySlot, TruthSlot, WholeSlot};
pub use trace::{Reason, Trace};

use std::sync::Arc;

use super::{Engine, EvaluationError};
use crate::input::{Act, BoundSubmission};
use crate::model::BenchmarkId;
use crate::report::Report;
use program::Program;

/// A benchmark, compiled. Immutable, `Send + Sync`, cheap to clone.
///
/// Ways in, with what a case costs by each for a table of 12 rows over six facts (`docs/performance.md` has the measurement):
///
/// 1. **Slot by slot**: [`Prepared::row`] once, [`Prepared::money_slot`] and its like for each fact, then their setters and [`Row::decide`] for each case. Nothing is allocated and
///    nothing looked up by name: tens of nanoseconds. [`Row::trace`] adds the reasons for two or three times as much.
/// 2. **Anything `Serialize`**: [`Prepared::reader`], then [`CaseReader::read`] and [`Row::decide`]. Names, units and bounds are checked as for a
///    case file. A flat struct or map of the benchmark's facts goes straight into the slots, about three times the setters; what is
///    nested, wrong or unusual goes through the binder, a few microseconds.
/// 3. **Columns** (feature `arrow`): `Prepared::columns` takes Arrow record batches and gives batches of decisions: tens of nanoseconds a row, unknown
///    facts included; what is computed, or pushed by a circumstance, as in 1.
/// 4. **The whole report**, with every tier explained in words: [`Prepared::report`], or [`Engine::evaluate`] for a submission
///    of any number of acts. About a microsecond for each tier that it explains, of which there are at most 64.
///
/// A row is for one benchmark in one version: which version governs an act, what several acts come to and what procedure
/// demands is for [`Engine::evaluate`] to say.
#[derive(Debug, Clone)]
pub struct Prepared {
    program: Arc<Program>,
    engine: Engine,
}

impl Engine {
    /// The benchmarks of a name: one for each version of its rule set.
    #[must_use]
    pub fn benchmarks_named(&self, name: &str) -> Vec<BenchmarkId> {
        let all = self.model().benchmarks.iter().enumerate().filter(|(_, b)| b.name == name);
        all.filter_map(|(at, _)| u32::try_from(at).ok().map(BenchmarkId)).collect()
    }

    /// Compiles a benchmark, in the version of its rule set that the id names.
    ///
    /// ```
    /// use zhunsheng::{RuleSet, engine::Status, law::Money};
    /// let rules = RuleSet::from_sources([("例.zs", "
    ///     规则集 例 { 版本 “1” 施行 2026年1月1日 制定机关 “某局” }
    ///     要素 案情 { 违法所得: 金额 0元以上 }
    ///     基准 某行为 {
    ///         要素 案情
    ///         依据 《某法》第一条
    ///         法定幅度 { 1万元以下罚款 }
    ///         阶次 较轻 { 当 违法所得 不满1000元 处 1000元以下罚款 }
    ///         阶次 较重 { 其他情形 处 1000元以上1万元以下罚款 }
    ///     }
    /// ")]).unwrap();
    /// let engine = rules.compile();
    /// let prepared = engine.prepare(engine.benchmarks_named("某行为")[0]);
    /// let gains = prepared.money_slot("违法所得").unwrap();
    /// let mut row = prepared.row();
    /// gains.set(&mut row, Money::from_fen(80_000)).unwrap();
    /// let outcome = row.decide().unwrap();
    /// assert_eq!((outcome.status, outcome.tiers.as_slice()), (Status::Settled, &[0][..]));
    /// ```
    #[must_use]
    pub fn prepare(&self, benchmark: BenchmarkId) -> Prepared {
        Prepared { program: Arc::new(Program::new(&self.model, benchmark)), engine: self.clone() }
    }
}

impl Prepared {
    /// The benchmark.
    #[must_use]
    pub fn benchmark(&self) -> BenchmarkId {
        self.program.benchmark
    }

    /// The slot of a fact by its key (`当事人.出生日期`).
    #[must_use]
    pub fn slot(&self, key: &str) -> Option<Slot> {
        self.program.names.get(key).map(|slot| Slot(*slot))
    }

    /// The name of a tier.
    #[must_use]
    pub fn tier(&self, tier: u32) -> Option<&str> {
        self.program.model[self.program.benchmark].tiers.get(tier as usize).map(|tier| tier.name.as_str())
    }

    /// An empty case: every fact unknown.
    #[must_use]
    pub fn row(&self) -> Row {
        Row::new(Arc::clone(&self.program))
    }

    /// The full report of a case, with its trace: what [`Engine::evaluate`] says of the same facts under this benchmark.
    ///
    /// # Errors
    /// As [`Engine::evaluate`].
    pub fn report(&self, row: &mut Row) -> Result<Report, EvaluationError> {
        let act = Act { benchmarks: vec![self.program.benchmark], facts: row.facts() };
        self.engine.evaluate(&BoundSubmission { case: None, acts: vec![act], proposed: None })
    }
}
