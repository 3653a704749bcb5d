//! Decisions as columns: a row of answers for each row of cases, in Arrow arrays.

use std::sync::Arc;

use arrow_array::builder::StringBuilder;
use arrow_array::types::{Int8Type, Int32Type};
use arrow_array::{ArrayRef, BooleanArray, DictionaryArray, Int32Array, Int64Array, ListArray, RecordBatch, StringArray, UInt32Array};
use arrow_buffer::{BooleanBuffer, Buffer, NullBuffer, OffsetBuffer, ScalarBuffer};
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};

use crate::engine::compiled::program::Program;
use crate::engine::compiled::row::Outcome;
use crate::engine::compiled::{FineOutcome, Status};

/// What `status` says, each at its number.
const STATUSES: [&str; 6] = ["settled", "waived", "possible", "no-tier", "conflict", "invalid"];
const WAIVED: i8 = 1;
const INVALID: i8 = 5;

/// Kinds of answers: one for each tier that settles a row, at its number, and after them those of rows that none settles.
#[derive(Debug, Clone, Copy)]
pub(super) struct Kinds {
    tiers: u32,
}

impl Kinds {
    pub(super) fn new(program: &Program) -> Kinds {
        Kinds { tiers: u32::try_from(program.fines.fixed.len()).unwrap_or(u32::MAX - 4) }
    }

    /// How many settle a row.
    pub(super) fn tiers(self) -> u32 {
        self.tiers
    }

    /// Of a row whose tiers are listed.
    pub(super) fn unsettled(self, status: Status) -> u32 {
        self.tiers
            + match status {
                Status::Possible { .. } => 0,
                Status::NoTier => 1,
                Status::Conflict => 2,
                Status::Settled => 3,
            }
    }

    /// Of a row that is decided by itself.
    pub(super) fn alone(self) -> u32 {
        self.tiers + 3
    }

    /// Not told yet.
    pub(super) fn open(self) -> u32 {
        self.tiers + 4
    }
}

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

/// What one kind of answer says.
#[derive(Debug, Clone, Copy, Default)]
struct Answer {
    status: i8,
    fine: Fine,
}

/// The answers that are made beforehand, by kind.
pub(super) struct Ready {
    kinds: Kinds,
    answers: Vec<Answer>,
    /// Whether every fine of a tier has both bounds, and both are within.
    alike: bool,
}

/// The answers to the rows so far.
pub(super) struct Written {
    status: Vec<i8>,
    tier: Vec<i32>,
    settled: Bits,
    ends: Vec<i32>,
    tiers: Vec<u32>,
    fine: Vec<i8>,
    lower: Amounts,
    upper: Amounts,
    /// By row, where there is one.
    waived: Vec<(usize, u32)>,
    problems: Vec<(usize, String)>,
}

/// A bit for each row.
#[derive(Default)]
struct Bits(Vec<u64>);

struct Amounts {
    fen: Vec<i64>,
    known: Bits,
    included: Bits,
}

impl Bits {
    /// Adds those of a block, which begins with a word.
    fn pack(&mut self, kinds: &[u32], bit: impl Fn(u32) -> bool) {
        let word = |kinds: &[u32]| kinds.iter().rev().fold(0, |word, kind| word << 1 | u64::from(bit(*kind)));
        self.0.extend(kinds.chunks(64).map(word));
    }

    fn set(&mut self, row: usize, bit: bool) {
        if let Some(word) = self.0.get_mut(row / 64) {
            *word = *word & !(1 << (row % 64)) | u64::from(bit) << (row % 64);
        }
    }

    fn finish(self, rows: usize) -> BooleanBuffer {
        BooleanBuffer::new(Buffer::from_vec(self.0), 0, rows)
    }

    /// As what is valid; nothing where all is.
    fn valid(self, rows: usize) -> Option<NullBuffer> {
        Some(NullBuffer::new(self.finish(rows))).filter(|nulls| nulls.null_count() > 0)
    }
}

impl Amounts {
    fn new(rows: usize) -> Amounts {
        Amounts { fen: Vec::with_capacity(rows), known: Bits::default(), included: Bits::default() }
    }

    fn set(&mut self, row: usize, amount: Option<(i64, bool)>) {
        let (fen, included) = amount.unwrap_or_default();
        put(&mut self.fen, row, fen);
        self.known.set(row, amount.is_some());
        self.included.set(row, included);
    }

    fn finish(self, rows: usize) -> [ArrayRef; 2] {
        let nulls = self.known.valid(rows);
        [Arc::new(Int64Array::new(self.fen.into(), nulls.clone())), Arc::new(BooleanArray::new(self.included.finish(rows), nulls))]
    }
}

fn put<T>(column: &mut [T], row: usize, value: T) {
    if let Some(place) = column.get_mut(row) {
        *place = value;
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
        let Written { status, tier, settled, ends, tiers, fine, lower, upper, waived, problems } = written;
        let rows = status.len();
        let problem = words_of(&problems, rows);
        let small = |keys: Vec<i8>, words: &ArrayRef| -> Result<ArrayRef, ArrowError> {
            Ok(Arc::new(DictionaryArray::<Int8Type>::try_new(keys.into(), Arc::clone(words))?))
        };
        let item = Arc::new(Field::new("item", DataType::UInt32, false));
        let offsets = OffsetBuffer::new(ScalarBuffer::from(ends));
        let tiers = ListArray::try_new(item, offsets, Arc::new(UInt32Array::new(tiers.into(), None)), None)?;
        let ([lower, lower_included], [upper, upper_included]) = (lower.finish(rows), upper.finish(rows));
        let named = |keys: Int32Array, words: &ArrayRef| -> Result<ArrayRef, ArrowError> {
            Ok(Arc::new(DictionaryArray::<Int32Type>::try_new(keys, Arc::clone(words))?))
        };
        let columns: Vec<ArrayRef> = vec![
            small(status, &self.statuses)?,
            named(Int32Array::new(tier.into(), settled.valid(rows)), &self.tiers)?,
            Arc::new(tiers),
            named(keys_of(&waived, rows), &self.circumstances)?,
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

/// The keys of few rows as a column.
fn keys_of(keys: &[(usize, u32)], rows: usize) -> Int32Array {
    if keys.is_empty() {
        return Int32Array::new_null(rows);
    }
    let mut column = vec![0; rows];
    let mut known = Bits(vec![0; rows.div_ceil(64)]);
    for (row, key) in keys {
        put(&mut column, *row, *key as i32);
        known.set(*row, true);
    }
    Int32Array::new(column.into(), known.valid(rows))
}

/// The number of a status of a row that no circumstance waives.
fn number(status: Status) -> i8 {
    match status {
        Status::Settled => 0,
        Status::Possible { .. } => 2,
        Status::NoTier => 3,
        Status::Conflict => 4,
    }
}

impl Ready {
    pub(super) fn new(program: &Program) -> Ready {
        // A tier without a plain fine is never asked for: the plan leaves it to the row.
        let fine = |tier| Fine::of(program.fines.plain(tier).unwrap_or(FineOutcome::None));
        let mut answers: Vec<Answer> =
            (0..program.fines.fixed.len()).map(|tier| Answer { status: number(Status::Settled), fine: fine(tier) }).collect();
        let alike = answers.iter().all(|answer| matches!((answer.fine.lower, answer.fine.upper), (Some((_, true)), Some((_, true)))));
        let unsettled = [Status::Possible { or_none: true }, Status::NoTier, Status::Conflict];
        answers.extend(unsettled.map(|status| Answer { status: number(status), fine: Fine::default() }));
        Ready { kinds: Kinds::new(program), answers, alike }
    }

    pub(super) fn kinds(&self) -> Kinds {
        self.kinds
    }
}

impl Written {
    pub(super) fn new(rows: usize) -> Written {
        let mut ends = Vec::with_capacity(rows + 1);
        ends.push(0);
        Written {
            status: Vec::with_capacity(rows),
            tier: Vec::with_capacity(rows),
            settled: Bits::default(),
            ends,
            tiers: Vec::with_capacity(rows),
            fine: Vec::with_capacity(rows),
            lower: Amounts::new(rows),
            upper: Amounts::new(rows),
            waived: Vec::new(),
            problems: Vec::new(),
        }
    }

    /// The answers to the rows of a block by kind, but for their tiers; those of rows decided by themselves are to be written over.
    pub(super) fn block(&mut self, kinds: &[u32], ready: &Ready) {
        let tiers = ready.kinds.tiers;
        let of = |kind: u32| ready.answers.get(kind as usize).copied().unwrap_or_default();
        let fines = || kinds.iter().map(|kind| of(*kind).fine);
        self.status.extend(kinds.iter().map(|kind| of(*kind).status));
        self.tier.extend(kinds.iter().map(|kind| if *kind < tiers { *kind as i32 } else { 0 }));
        self.fine.extend(fines().map(|fine| fine.kind));
        self.lower.fen.extend(fines().map(|fine| fine.lower.map_or(0, |(fen, _)| fen)));
        self.upper.fen.extend(fines().map(|fine| fine.upper.map_or(0, |(fen, _)| fen)));
        let from = self.settled.0.len();
        self.settled.pack(kinds, |kind| kind < tiers);
        let Amounts { known: lower, included: lower_in, .. } = &mut self.lower;
        let Amounts { known: upper, included: upper_in, .. } = &mut self.upper;
        if ready.alike {
            let settled = self.settled.0.get(from..).unwrap_or_default();
            for bits in [lower, lower_in, upper, upper_in] {
                bits.0.extend_from_slice(settled);
            }
        } else {
            lower.pack(kinds, |kind| of(kind).fine.lower.is_some());
            lower_in.pack(kinds, |kind| of(kind).fine.lower.is_some_and(|(_, included)| included));
            upper.pack(kinds, |kind| of(kind).fine.upper.is_some());
            upper_in.pack(kinds, |kind| of(kind).fine.upper.is_some_and(|(_, included)| included));
        }
    }

    /// The tiers of rows in succession, each settled by one.
    pub(super) fn singles(&mut self, tiers: &[u32]) {
        let end = self.tiers.len() as i32;
        self.tiers.extend_from_slice(tiers);
        self.ends.extend((end + 1..).take(tiers.len()));
    }

    /// The tiers of the next row.
    #[inline]
    pub(super) fn list(&mut self, tiers: &[u32]) {
        self.tiers.extend_from_slice(tiers);
        self.ends.push(self.tiers.len() as i32);
    }

    /// The answer to a row that was decided by itself; its tiers are the next.
    pub(super) fn outcome(&mut self, row: usize, outcome: &Outcome) {
        let only = match (outcome.status, outcome.tiers.as_slice()) {
            (Status::Settled, [only]) => Some(*only),
            _ => None,
        };
        put(&mut self.tier, row, only.map_or(0, |tier| tier as i32));
        self.settled.set(row, only.is_some());
        let waived = outcome.waived.and_then(|id| u32::try_from(id.index()).ok());
        self.waived.extend(waived.map(|id| (row, id)));
        let waives = outcome.status == Status::Settled && outcome.waived.is_some();
        put(&mut self.status, row, if waives { WAIVED } else { number(outcome.status) });
        let Fine { kind, lower, upper } = Fine::of(outcome.fine);
        put(&mut self.fine, row, kind);
        self.lower.set(row, lower);
        self.upper.set(row, upper);
        self.list(&outcome.tiers);
    }

    /// That a row cannot be decided, whose answer is an empty one so far.
    pub(super) fn invalid(&mut self, row: usize, problem: String) {
        put(&mut self.status, row, INVALID);
        self.problems.push((row, problem));
        self.list(&[]);
    }
}
