//! Decisions as columns: a row of answers for each row of cases, in Arrow arrays.

use std::sync::Arc;

use arrow_array::builder::BooleanBufferBuilder;
use arrow_array::builder::{NullBufferBuilder, StringBuilder};
use arrow_array::types::{Int8Type, Int32Type};
use arrow_array::{ArrayRef, BooleanArray, DictionaryArray, Int64Array, ListArray, RecordBatch, StringArray, UInt32Array};
use arrow_buffer::{OffsetBuffer, ScalarBuffer};
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};

use crate::engine::compiled::program::Program;
use crate::engine::compiled::row::Outcome;
use crate::engine::compiled::{FineOutcome, Status};

/// What `status` says, each at its number.
const STATUSES: [&str; 6] = ["settled", "waived", "possible", "no-tier", "conflict", "invalid"];
const INVALID: i8 = 5;

/// What `fine` says, each at its number.
const FINES: [&str; 3] = ["none", "open", "range"];

/// What is the same in the answers to every batch.
pub(super) struct Answers {
    schema: SchemaRef,
    statuses: ArrayRef,
    fines: ArrayRef,
    tiers: ArrayRef,
    circumstances: ArrayRef,
}

/// A fine as columns hold it.
#[derive(Debug, Clone, Copy, Default)]
struct Fine {
    kind: i8,
    lower: Option<(i64, bool)>,
    upper: Option<(i64, bool)>,
}

/// The answers to rows that a single tier settles, by tier.
pub(super) struct Ready {
    fines: Vec<Fine>,
    /// Whether every fine has both bounds, and both are within.
    alike: bool,
}

/// The answers to the rows so far.
pub(super) struct Written {
    status: Vec<i8>,
    tier: Keys,
    ends: Vec<i32>,
    tiers: Vec<u32>,
    waived: Keys,
    fine: Vec<i8>,
    lower: Amounts,
    upper: Amounts,
    /// By row, where there is one.
    problems: Vec<(usize, String)>,
}

struct Keys {
    keys: Vec<i32>,
    valid: NullBufferBuilder,
}

struct Amounts {
    fen: Vec<i64>,
    included: BooleanBufferBuilder,
    valid: NullBufferBuilder,
}

impl Keys {
    fn new(rows: usize) -> Keys {
        Keys { keys: Vec::with_capacity(rows), valid: NullBufferBuilder::new(rows) }
    }

    fn push(&mut self, key: Option<u32>) {
        self.keys.push(key.map_or(0, |key| key as i32));
        self.valid.append(key.is_some());
    }

    fn finish(mut self, values: &ArrayRef) -> Result<ArrayRef, ArrowError> {
        let keys = arrow_array::Int32Array::new(self.keys.into(), self.valid.finish());
        Ok(Arc::new(DictionaryArray::<Int32Type>::try_new(keys, Arc::clone(values))?))
    }
}

impl Amounts {
    fn new(rows: usize) -> Amounts {
        Amounts { fen: Vec::with_capacity(rows), included: BooleanBufferBuilder::new(rows), valid: NullBufferBuilder::new(rows) }
    }

    fn push(&mut self, amount: Option<(i64, bool)>) {
        let (fen, included) = amount.unwrap_or_default();
        self.fen.push(fen);
        self.included.append(included);
        self.valid.append(amount.is_some());
    }

    /// Amounts that all are bounds within their range.
    fn all(&mut self, count: usize, amounts: impl Iterator<Item = Option<(i64, bool)>>) {
        self.fen.extend(amounts.map(|amount| amount.map_or(0, |(fen, _)| fen)));
        self.included.append_n(count, true);
        self.valid.append_n_non_nulls(count);
    }

    fn finish(mut self) -> [ArrayRef; 2] {
        let nulls = self.valid.finish();
        [Arc::new(Int64Array::new(self.fen.into(), nulls.clone())), Arc::new(BooleanArray::new(self.included.finish(), nulls))]
    }
}

impl Fine {
    fn of(outcome: FineOutcome) -> Fine {
        match outcome {
            FineOutcome::None => Fine::default(),
            FineOutcome::Open => Fine { kind: 1, ..Fine::default() },
            FineOutcome::Range(range) => Fine {
                kind: 2,
                lower: Some((range.lower.fen(), range.lower_included)),
                upper: range.upper.map(|upper| (upper.fen(), range.upper_included)),
            },
        }
    }
}

impl Answers {
    pub(super) fn new(program: &Program) -> Answers {
        let model = &program.model;
        let dictionary = |keys: DataType| DataType::Dictionary(Box::new(keys), Box::new(DataType::Utf8));
        let field = |name: &str, of: DataType, nullable: bool| Field::new(name, of, nullable);
        let unit = std::collections::HashMap::from([("unit".to_owned(), "分".to_owned())]);
        let fen = |name: &str| Field::new(name, DataType::Int64, true).with_metadata(unit.clone());
        let schema = Schema::new(vec![
            field("status", dictionary(DataType::Int8), false),
            field("tier", dictionary(DataType::Int32), true),
            field("tiers", DataType::List(Arc::new(Field::new("item", DataType::UInt32, false))), false),
            field("waived", dictionary(DataType::Int32), true),
            field("fine", dictionary(DataType::Int8), false),
            fen("fine_lower"),
            field("fine_lower_included", DataType::Boolean, true),
            fen("fine_upper"),
            field("fine_upper_included", DataType::Boolean, true),
            field("problem", DataType::Utf8, true),
        ]);
        let words = |words: &[&str]| Arc::new(StringArray::from(words.to_vec())) as ArrayRef;
        let tiers: Vec<&str> = model[program.benchmark].tiers.iter().map(|tier| tier.name.as_str()).collect();
        let circumstances: Vec<&str> = model.circumstances.iter().map(|circumstance| circumstance.name.as_str()).collect();
        Answers {
            schema: Arc::new(schema),
            statuses: words(&STATUSES),
            fines: words(&FINES),
            tiers: words(&tiers),
            circumstances: words(&circumstances),
        }
    }

    /// The schema of every batch of answers.
    pub(super) fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    pub(super) fn finish(&self, written: Written) -> Result<RecordBatch, ArrowError> {
        let Written { status, tier, ends, tiers, waived, fine, lower, upper, problems } = written;
        let problem = words_of(&problems, status.len());
        let small = |keys: Vec<i8>, words: &ArrayRef| -> Result<ArrayRef, ArrowError> {
            Ok(Arc::new(DictionaryArray::<Int8Type>::try_new(keys.into(), Arc::clone(words))?))
        };
        let item = Arc::new(Field::new("item", DataType::UInt32, false));
        let offsets = OffsetBuffer::new(ScalarBuffer::from(ends));
        let tiers = ListArray::try_new(item, offsets, Arc::new(UInt32Array::new(tiers.into(), None)), None)?;
        let ([lower, lower_included], [upper, upper_included]) = (lower.finish(), upper.finish());
        let columns: Vec<ArrayRef> = vec![
            small(status, &self.statuses)?,
            tier.finish(&self.tiers)?,
            Arc::new(tiers),
            waived.finish(&self.circumstances)?,
            small(fine, &self.fines)?,
            lower,
            lower_included,
            upper,
            upper_included,
            problem,
        ];
        RecordBatch::try_new(Arc::clone(&self.schema), columns)
    }
}

/// The problems of few rows as a column.
fn words_of(problems: &[(usize, String)], rows: usize) -> ArrayRef {
    if problems.is_empty() {
        return Arc::new(StringArray::new_null(rows));
    }
    let mut column = StringBuilder::with_capacity(rows, 0);
    let mut at = 0;
    for (row, problem) in problems {
        column.append_nulls(row - at);
        column.append_value(problem);
        at = row + 1;
    }
    column.append_nulls(rows - at);
    Arc::new(column.finish())
}

impl Ready {
    pub(super) fn new(fines: impl Iterator<Item = FineOutcome>) -> Ready {
        let fines: Vec<Fine> = fines.map(Fine::of).collect();
        let alike = fines.iter().all(|fine| matches!((fine.lower, fine.upper), (Some((_, true)), Some((_, true)))));
        Ready { fines, alike }
    }
}

impl Written {
    pub(super) fn new(rows: usize) -> Written {
        let mut ends = Vec::with_capacity(rows + 1);
        ends.push(0);
        Written {
            status: Vec::with_capacity(rows),
            tier: Keys::new(rows),
            ends,
            tiers: Vec::with_capacity(rows),
            waived: Keys::new(rows),
            fine: Vec::with_capacity(rows),
            lower: Amounts::new(rows),
            upper: Amounts::new(rows),
            problems: Vec::new(),
        }
    }

    /// The answers to rows in succession, each settled by the tier of this number.
    pub(super) fn ready(&mut self, settled: &[u8], ready: &Ready) {
        let (count, before) = (settled.len(), self.status.len());
        self.status.resize(before + count, 0);
        self.tier.keys.extend(settled.iter().map(|tier| i32::from(*tier)));
        self.tier.valid.append_n_non_nulls(count);
        let end = self.tiers.len() as i32;
        self.tiers.extend(settled.iter().map(|tier| u32::from(*tier)));
        self.ends.extend((end + 1..).take(count));
        self.waived.keys.resize(before + count, 0);
        self.waived.valid.append_n_nulls(count);
        let fines = || settled.iter().map(|tier| ready.fines.get(usize::from(*tier)).copied().unwrap_or_default());
        self.fine.extend(fines().map(|fine| fine.kind));
        if ready.alike {
            self.lower.all(count, fines().map(|fine| fine.lower));
            self.upper.all(count, fines().map(|fine| fine.upper));
        } else {
            fines().for_each(|fine| self.lower.push(fine.lower));
            fines().for_each(|fine| self.upper.push(fine.upper));
        }
    }

    pub(super) fn outcome(&mut self, outcome: &Outcome) {
        let status = match (outcome.status, outcome.waived) {
            (Status::Settled, None) => 0,
            (Status::Settled, Some(_)) => 1,
            (Status::Possible { .. }, _) => 2,
            (Status::NoTier, _) => 3,
            (Status::Conflict, _) => 4,
        };
        self.status.push(status);
        let only = match (outcome.status, outcome.tiers.as_slice()) {
            (Status::Settled, [only]) => Some(*only),
            _ => None,
        };
        self.tier.push(only);
        self.tiers.extend_from_slice(&outcome.tiers);
        self.waived.push(outcome.waived.and_then(|id| u32::try_from(id.index()).ok()));
        self.rest(Fine::of(outcome.fine));
    }

    pub(super) fn invalid(&mut self, problem: String) {
        self.problems.push((self.status.len(), problem));
        self.status.push(INVALID);
        self.tier.push(None);
        self.waived.push(None);
        self.ends.push(self.tiers.len() as i32);
        self.fine.push(0);
        self.lower.push(None);
        self.upper.push(None);
    }

    fn rest(&mut self, fine: Fine) {
        self.ends.push(self.tiers.len() as i32);
        self.fine.push(fine.kind);
        self.lower.push(fine.lower);
        self.upper.push(fine.upper);
    }
}
