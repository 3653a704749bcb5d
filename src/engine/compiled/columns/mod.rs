//! Cases in columns: an Arrow record batch of facts in, a record batch of decisions out.
//!
//! Values become codes column by column, and over blocks of rows the words of the codes are anded, or the tree of the tiers is gone down.
//! Where that settles a row its answer is one of few that were made beforehand; where unknown facts leave it open, the tiers are listed.
//! Every other row is set and decided as a [`Row`], so that the answer is always the row's.

mod answers;
mod cells;
mod error;
mod plan;
mod settle;
mod source;

pub use error::ColumnError;

use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;

use super::Prepared;
use super::program::Program;
use super::row::Row;
use crate::diagnostic::Language;
use answers::{Answers, Ready, Written};
use plan::Plan;
use settle::{Asked, BLOCK, Block};
use source::{Source, sources};

/// What is done with a row that holds a value which its fact cannot have, or that cannot be evaluated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum BadRows {
    /// The first of them is the error of the batch.
    #[default]
    Stop,
    /// Its status is `invalid`, and `problem` says why; the others are decided.
    Mark,
}

/// What a null says of a fact that is 可缺; of any other fact it says that it is unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Nulls {
    /// That it is unknown.
    #[default]
    Unknown,
    /// That there is none.
    Absent,
}

/// How batches are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ColumnOptions {
    /// What is done with bad rows.
    pub bad_rows: BadRows,
    /// What nulls say.
    pub nulls: Nulls,
}

/// Decides record batches by one benchmark. For several threads, one each: batches may be split anywhere, the answers are the same.
///
/// # Cost
///
/// Tens of nanoseconds a row, whether or not facts are unknown: a value of each column is looked up among its constants, and the tiers are found
/// by words or, past 64 of them, down a tree. Several times as much, what a [`Row`] costs, where the words cannot tell: a row that a circumstance
/// may bear on, a tier whose fine is computed or whose condition compares facts, a value that is wrong. Every row costs that where the
/// rules compute a figure, or have a circumstance that no single fact rules out. Batches of some ten thousand rows stay in the caches.
pub struct Columns {
    program: Arc<Program>,
    options: ColumnOptions,
    plan: Option<Plan>,
    /// What is said of a row that one tier settles, where no circumstance bears on the fine.
    ready: Ready,
    answers: Answers,
    row: Row,
    block: Box<Block>,
}

impl Prepared {
    /// A decider of record batches.
    ///
    /// A column holds the fact of its name (`当事人.出生日期`); a fact without a column is unknown, and so is a null
    /// ([`Nulls`]). Columns `案号` and `case` are left alone; any other name that is no fact of the rules is an error,
    /// so that a slip of the pen is no unknown fact. A fact is read from
    ///
    /// | fact | Arrow type |
    /// | --- | --- |
    /// | 金额 | `Decimal128` in 元, or `Int64` in 分 |
    /// | 整数, 数, 比例, 倍数, 数量 (in the declared unit) | any integer, `Decimal128` |
    /// | 期间 | any integer: days, working days or months, as the fact is declared |
    /// | 是否 | `Boolean` |
    /// | 类别, 等级, 文本 | `Utf8`, `LargeUtf8`, `Utf8View`, or a `Dictionary` of them |
    /// | 日期 | `Date32` |
    ///
    /// Lists have no column. Values are held to their declared bounds, and are read as in a case file.
    #[must_use]
    pub fn columns(&self, options: ColumnOptions) -> Columns {
        let program = Arc::clone(&self.program);
        Columns {
            plan: Plan::new(&program),
            ready: Ready::new(&program),
            answers: Answers::new(&program),
            row: Row::new(Arc::clone(&program)),
            block: Block::new(&program),
            options,
            program,
        }
    }
}

impl Columns {
    /// The schema of the answers.
    ///
    /// | column | type | what it says |
    /// | --- | --- | --- |
    /// | `status` | dictionary | `settled`, `waived`, `possible`, `no-tier`, `conflict`, `invalid` |
    /// | `tier` | dictionary | the tier, where a single one is settled (also of a waived penalty) |
    /// | `tiers` | list of `UInt32` | every tier that applies, may apply or conflicts: indices into the benchmark's |
    /// | `waived` | dictionary | the circumstance that waives the penalty |
    /// | `fine` | dictionary | `none`, `open` (a fact that it needs is missing), `range` |
    /// | `fine_lower`, `fine_upper` | `Int64` | 分; null where there is no such bound |
    /// | `fine_lower_included`, `fine_upper_included` | `Boolean` | whether the bound itself is within |
    /// | `problem` | `Utf8` | why a row is `invalid` |
    #[must_use]
    pub fn schema(&self) -> SchemaRef {
        Arc::clone(self.answers.schema())
    }

    /// Decides every row of a batch; row for row, the answers are those of [`Row::decide`].
    ///
    /// # Errors
    /// A column that is no fact or of another type; and under [`BadRows::Stop`] the first row that holds a value which its fact
    /// cannot have, or for which an expression cannot be evaluated.
    pub fn decide(&mut self, batch: &RecordBatch) -> Result<RecordBatch, ColumnError> {
        let program = Arc::clone(&self.program);
        let rows = batch.num_rows();
        // Offsets of lists are `i32`: a row may name every tier.
        if rows.checked_mul(self.program.fines.fixed.len().max(1)).is_none_or(|most| most >= i32::MAX as usize) {
            return Err(ColumnError::Rows { rows });
        }
        let sources = sources(&program, batch, self.options)?;
        self.row.clear();
        self.block.clear();
        let Columns { plan, ready, answers, row, block, options, .. } = self;
        let kinds = ready.kinds();
        let asked = plan.as_ref().map(|plan| Asked::new(plan, &program, kinds, &sources));
        let mut written = Written::new(rows);
        for from in (0..rows).step_by(BLOCK) {
            let count = BLOCK.min(rows - from);
            let settled = match &asked {
                Some(asked) => asked.settle(from..from + count, block),
                None => {
                    block.kinds.fill(kinds.alone());
                    false
                }
            };
            let of_rows = block.kinds.get(..count).unwrap_or_default();
            written.block(of_rows, ready);
            if settled {
                written.singles(of_rows);
                continue;
            }
            let (mut start, mut ends) = (0, block.ends.iter());
            for (at, kind) in (from..).zip(of_rows) {
                if *kind < kinds.tiers() {
                    written.list(&[*kind]);
                } else if *kind != kinds.alone() {
                    let end = ends.next().copied().unwrap_or(start);
                    written.list(block.listed.get(start..end).unwrap_or_default());
                    start = end;
                } else {
                    match (decide(row, &sources, at, &program), options.bad_rows) {
                        (Ok(()), _) => written.outcome(at, &row.outcome),
                        (Err(error), BadRows::Stop) => return Err(error),
                        (Err(error), BadRows::Mark) => written.invalid(at, error.what(Language::Chinese)),
                    }
                }
            }
        }
        // INVARIANT: every column has an answer for each row, of the type that the schema states.
        answers.finish(written).map_err(|_| ColumnError::Rows { rows })
    }
}

/// Decides one row by itself.
fn decide(row: &mut Row, sources: &[Source<'_>], at: usize, program: &Program) -> Result<(), ColumnError> {
    for source in sources {
        source.set(&program.model, at, row).map_err(|problem| ColumnError::Value { row: at, problem })?;
    }
    row.settle().map_err(|error| ColumnError::Evaluation { row: at, error })
}
