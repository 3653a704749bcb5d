//! Rows as bits: for each code of each column the rows that it lets hold and those that it does not rule out.

use std::collections::HashMap;
use std::sync::Arc;

use super::super::coding::UNKNOWN;
use super::super::kleene::Kleene;
use super::super::term::{Cell, Cells};
use super::{Found, Rows};

/// Past this many words a column is asked row by row instead: its index would be larger than it is worth.
const BUDGET: usize = 1 << 21;

#[derive(Debug, Clone)]
pub(super) struct Words {
    rows: usize,
    /// Words a code.
    width: usize,
    /// Where each column's words begin, in codes.
    bases: Box<[u32]>,
    /// By base and code, `width` pairs: what holds, what may.
    masks: Box<[[u64; 2]]>,
    /// A bit for each word of `masks` that may hold anything.
    summaries: Box<[u64]>,
    /// The row that each bit stands for: alike rows stand together, so that a summary rules out much.
    order: Box<[u32]>,
    /// The bit of each row.
    places: Box<[u32]>,
    /// The rows themselves, where their words would be too many.
    scanned: Option<Box<[Box<[(u32, Cell)]>]>>,
}

impl Words {
    pub(super) fn new(rows: &Rows) -> Words {
        let count = rows.rows.len();
        let width = count.div_ceil(64);
        let mut bases = Vec::with_capacity(rows.columns.len());
        let mut total = 0u32;
        for column in &rows.columns {
            bases.push(total);
            total = total.saturating_add(column.codes);
        }
        let size = (total as usize).saturating_mul(width);
        if size > BUDGET {
            let mut cells = Cells::default();
            let compact = |row: &Vec<(u32, Arc<[Kleene]>)>| row.iter().map(|(column, truths)| (*column, cells.of(truths))).collect();
            let scanned = rows.rows.iter().map(compact).collect();
            let (masks, summaries) = (Box::default(), Box::default());
            let (order, places) = (Box::default(), Box::default());
            return Words { rows: count, width, bases: bases.into(), masks, summaries, order, places, scanned: Some(scanned) };
        }
        let order = if count > 64 { alike(rows) } else { (0..count as u32).collect() };
        let mut masks = vec![[0u64; 2]; size];
        let mut places = vec![0u32; count];
        for (bit, row) in order.iter().enumerate() {
            if let Some(place) = places.get_mut(*row as usize) {
                *place = bit as u32;
            }
        }
        let mut cells = Cells::default();
        for (at, column) in rows.columns.iter().enumerate() {
            let base = bases.get(at).map_or(0, |b| *b as usize);
            // The rows that do not ask the column hold for all of its codes.
            let mut free = vec![0u64; width];
            let mut set = |code: usize, bit: usize, truth: Kleene| {
                if let Some(pair) = masks.get_mut((base + code) * width + bit / 64) {
                    pair[0] |= u64::from(truth == Kleene::True) << (bit % 64);
                    pair[1] |= u64::from(truth != Kleene::False) << (bit % 64);
                }
            };
            for (row, bit) in rows.rows.iter().zip(&places) {
                let bit = *bit as usize;
                match row.iter().find(|(c, _)| *c as usize == at).map(|(_, truths)| (cells.of(truths), truths)) {
                    None => {
                        if let Some(word) = free.get_mut(bit / 64) {
                            *word |= 1 << (bit % 64);
                        }
                    }
                    Some((Cell::Run(from, to), _)) => {
                        set(UNKNOWN as usize, bit, Kleene::Unknown);
                        (from..to.min(column.codes)).for_each(|code| set(code as usize, bit, Kleene::True));
                    }
                    Some((Cell::Table(_), truths)) => truths.iter().enumerate().for_each(|(code, truth)| set(code, bit, *truth)),
                }
            }
            for code in 0..column.codes as usize {
                let from = (base + code) * width;
                for (pair, free) in masks.get_mut(from..from + width).into_iter().flatten().zip(&free) {
                    pair[0] |= free;
                    pair[1] |= free;
                }
            }
        }
        let summary = width.div_ceil(64);
        let mut summaries = vec![0u64; if width > 1 { (total as usize) * summary } else { 0 }];
        if width > 1 {
            for (at, pair) in masks.iter().enumerate() {
                let (code, word) = (at / width, at % width);
                if let Some(bits) = summaries.get_mut(code * summary + word / 64) {
                    *bits |= u64::from(pair[1] != 0) << (word % 64);
                }
            }
        }
        Words {
            rows: count,
            width,
            bases: bases.into(),
            masks: masks.into(),
            summaries: summaries.into(),
            order: order.into(),
            places: places.into(),
            scanned: None,
        }
    }

    /// Whether one word holds all rows.
    #[inline]
    pub(super) fn single(&self) -> bool {
        self.width <= 1 && self.scanned.is_none()
    }

    /// Whether a row holds for sure, by the code of each column.
    pub(super) fn holds(&self, row: u32, code: impl Fn(usize) -> u32) -> bool {
        if let Some(rows) = &self.scanned {
            let row = rows.get(row as usize);
            return row.is_some_and(|row| row.iter().all(|(column, cell)| cell.truth(code(*column as usize)) == Kleene::True));
        }
        let Some((word, bit)) = self.places.get(row as usize).map(|place| (*place as usize / 64, place % 64)) else { return false };
        let held = |(at, base): (usize, &u32)| {
            self.masks.get((*base + code(at)) as usize * self.width + word).is_some_and(|[held, _]| held >> bit & 1 == 1)
        };
        self.bases.iter().enumerate().all(held)
    }

    /// The words of a column by code, where one word holds all rows.
    pub(super) fn of(&self, column: usize, codes: u32) -> &[[u64; 2]] {
        let base = self.bases.get(column).map_or(0, |base| *base as usize);
        self.masks.get(base..base + codes as usize).unwrap_or(&[])
    }

    /// What holds and what may, by the codes of the columns in order.
    #[inline]
    pub(super) fn word(&self, codes: impl Iterator<Item = u32>) -> (u64, u64) {
        self.word_of(codes.map(Some))
    }

    /// The same where some columns are passed over.
    #[inline]
    pub(super) fn word_of(&self, codes: impl Iterator<Item = Option<u32>>) -> (u64, u64) {
        let all = if self.rows >= 64 { u64::MAX } else { (1 << self.rows) - 1 };
        let (mut held, mut may) = (all, all);
        for (base, code) in self.bases.iter().zip(codes) {
            let Some(code) = code else { continue };
            let [must, can] = self.masks.get((*base + code) as usize).copied().unwrap_or([0, u64::MAX]);
            held &= must;
            may &= can;
        }
        (held, may)
    }

    pub(super) fn find(&self, codes: &[u32], found: &mut Found) {
        if let Some(rows) = &self.scanned {
            return scan(rows, codes, found);
        }
        if self.width <= 1 {
            let (held, may) = self.word(codes.iter().copied());
            super::bits(held, &mut found.held);
            super::bits(may & !held, &mut found.open);
            return;
        }
        let summary = self.width.div_ceil(64);
        let at = |column: usize, code: u32| self.bases.get(column).map_or(0, |b| (b + code) as usize);
        for outer in 0..summary {
            let live = codes.iter().enumerate().fold(u64::MAX, |live, (column, code)| {
                live & self.summaries.get(at(column, *code) * summary + outer).copied().unwrap_or(0)
            });
            let last = self.width - outer * 64;
            let mut live = if last >= 64 { live } else { live & ((1 << last) - 1) };
            while live != 0 {
                let word = outer * 64 + live.trailing_zeros() as usize;
                live &= live - 1;
                let left = self.rows - word * 64;
                let all = if left >= 64 { u64::MAX } else { (1 << left) - 1 };
                let (mut held, mut may) = (all, all);
                for (column, code) in codes.iter().enumerate() {
                    let [must, can] = self.masks.get(at(column, *code) * self.width + word).copied().unwrap_or([0, u64::MAX]);
                    held &= must;
                    may &= can;
                    if may == 0 {
                        break;
                    }
                }
                self.rows_of(held, word, &mut found.held);
                self.rows_of(may & !held, word, &mut found.open);
            }
        }
        found.held.sort_unstable();
        found.open.sort_unstable();
    }

    fn rows_of(&self, mut bits: u64, word: usize, list: &mut Vec<u32>) {
        while bits != 0 {
            list.extend(self.order.get(word * 64 + bits.trailing_zeros() as usize));
            bits &= bits - 1;
        }
    }
}

fn scan(rows: &[Box<[(u32, Cell)]>], codes: &[u32], found: &mut Found) {
    for (at, row) in rows.iter().enumerate() {
        let mut truth = Kleene::True;
        for (column, cell) in row {
            truth = truth.and(cell.truth(codes.get(*column as usize).copied().unwrap_or(0)));
            if truth == Kleene::False {
                break;
            }
        }
        match truth {
            Kleene::True => found.held.push(at as u32),
            Kleene::Unknown => found.open.push(at as u32),
            Kleene::False => {}
        }
    }
}

/// The rows so that those with equal cells in the first columns stand together.
fn alike(rows: &Rows) -> Vec<u32> {
    let mut ranks: HashMap<&[Kleene], u32> = HashMap::new();
    let mut cells: Vec<Vec<u32>> = Vec::with_capacity(rows.rows.len());
    for row in &rows.rows {
        let mut ranked = vec![0; rows.columns.len()];
        for (column, truths) in row {
            let next = ranks.len() as u32 + 1;
            if let Some(cell) = ranked.get_mut(*column as usize) {
                *cell = *ranks.entry(truths).or_insert(next);
            }
        }
        cells.push(ranked);
    }
    let mut order: Vec<u32> = (0..rows.rows.len() as u32).collect();
    order.sort_by(|a, b| cells.get(*a as usize).cmp(&cells.get(*b as usize)));
    order
}
