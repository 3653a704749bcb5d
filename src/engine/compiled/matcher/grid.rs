//! Bands of the codes of some columns, whose cells are the whole space: what a case's codes lead to at once, without a cut.

use super::tree::{Codes, Runs, Span};

/// A grid. With no column it has one cell.
#[derive(Debug, Clone)]
pub(super) struct Grid(Box<[Banded]>);

/// A column, by what it is asked with.
#[derive(Debug, Clone)]
struct Banded {
    column: u32,
    /// By code: what its band adds to the number of the cell.
    cells: Box<[u32]>,
    /// The bands, with what each adds.
    bands: Box<[(Codes, u32)]>,
}

/// A part of all codes, with the rows that may hold somewhere in it, and what it is a part of.
pub(super) struct Part {
    pub(super) region: Vec<Codes>,
    pub(super) rows: Vec<u32>,
    pub(super) of: Of,
}

pub(super) enum Of {
    /// The cell of a number.
    Cell(usize),
    /// The low or high child of a node.
    Child(usize, usize),
}

/// How often rows may stand in the cells, for each row.
const SPREAD: usize = 8;

impl Grid {
    /// About as many cells as there are rows, and the rows of each. What the rows bound most often is banded most; `asked` is how a
    /// column's code is asked for.
    pub(super) fn new(
        cells: &[Vec<(usize, Runs)>],
        region: Vec<Codes>,
        count: usize,
        asked: impl Fn(usize) -> Option<u32>,
    ) -> Option<(Grid, Vec<Part>)> {
        let ends = ends(cells, &region);
        let mut bands = vec![1usize; region.len()];
        let mut total = 1usize;
        // Doubled where the most bounds stand for each band.
        let most = |bands: &[usize]| {
            let open = bands.iter().zip(&ends).enumerate().filter(|(_, (bands, ends))| **bands < ends.len());
            open.max_by_key(|(_, (bands, ends))| ends.len() / **bands).map(|(column, _)| column)
        };
        while let (Some(column), true) = (most(&bands), 2 * total <= count) {
            *bands.get_mut(column)? *= 2;
            total *= 2;
        }
        let (mut banded, mut cell) = (Vec::new(), 1usize);
        let mut parts = vec![Part { region, rows: (0..u32::try_from(count).ok()?).collect(), of: Of::Cell(0) }];
        for (column, (wanted, ends)) in bands.into_iter().zip(ends).enumerate() {
            let bands = bands_of(&ends, *parts.first()?.region.get(column)?, wanted);
            if bands.len() < 2 {
                continue;
            }
            let Some(made) = split(&parts, column, &bands, cells, cell, SPREAD * count) else { continue };
            let adds: Vec<(Codes, u32)> = bands.iter().zip(0u32..).map(|(codes, at)| (*codes, at * cell as u32)).collect();
            let end = bands.last()?.1;
            let of = |code: u32| adds.iter().rfind(|((from, _), _)| *from <= code).map_or(0, |(_, add)| *add);
            banded.push(Banded { column: asked(column)?, cells: (0..end).map(of).collect(), bands: adds.into() });
            parts = made;
            cell *= bands.len();
        }
        Some((Grid(banded.into()), parts))
    }

    /// The cell of a case.
    #[inline]
    pub(super) fn cell(&self, code: impl Fn(u32) -> u32) -> usize {
        self.0.iter().map(|Banded { column, cells, .. }| cells.get(code(*column) as usize).copied().unwrap_or(0) as usize).sum()
    }

    /// Calls `each` with every cell that the codes of the spans lead to, with those of `code` for other columns; the spans are bounded
    /// by the cell then.
    pub(super) fn cells<'t>(&self, code: &dyn Fn(u32) -> u32, spans: &mut [Span<'t>], each: &mut dyn FnMut(usize, &mut [Span<'t>])) {
        among(&self.0, 0, code, spans, each);
    }
}

fn among<'t>(
    columns: &[Banded],
    cell: usize,
    code: &dyn Fn(u32) -> u32,
    spans: &mut [Span<'t>],
    each: &mut dyn FnMut(usize, &mut [Span<'t>]),
) {
    let Some((Banded { column, cells, bands }, rest)) = columns.split_first() else { return each(cell, spans) };
    match spans.iter().position(|span| span.column == *column) {
        None => among(rest, cell + cells.get(code(*column) as usize).copied().unwrap_or(0) as usize, code, spans, each),
        Some(at) => {
            for (codes, add) in bands {
                Span::bounded(spans, at, *codes, &mut |spans| among(rest, cell + *add as usize, code, spans, each));
            }
        }
    }
}

/// By column, the codes at which rows begin and end within the region: as often as they do.
fn ends(cells: &[Vec<(usize, Runs)>], region: &[Codes]) -> Vec<Vec<u32>> {
    let mut ends = vec![Vec::new(); region.len()];
    for (column, runs) in cells.iter().flatten() {
        let (Some(ends), Some((from, to))) = (ends.get_mut(*column), region.get(*column)) else { continue };
        ends.extend(runs.iter().flat_map(|(start, end)| [*start, *end]).filter(|end| from < end && end < to));
    }
    ends.iter_mut().for_each(|ends| ends.sort_unstable());
    ends
}

/// So many bands between which as many rows begin and end, or fewer.
fn bands_of(ends: &[u32], (from, to): Codes, wanted: usize) -> Vec<Codes> {
    let mut cuts: Vec<u32> = (1..wanted).filter_map(|at| ends.get(at * ends.len() / wanted).copied()).collect();
    cuts.dedup();
    let starts = std::iter::once(from).chain(cuts.iter().copied());
    starts.zip(cuts.iter().copied().chain([to])).filter(|(from, to)| from < to).collect()
}

/// The parts by the bands of a column: those of the first band first. Nothing where rows would stand in too many.
fn split(
    parts: &[Part],
    column: usize,
    bands: &[Codes],
    cells: &[Vec<(usize, Runs)>],
    stride: usize,
    mut room: usize,
) -> Option<Vec<Part>> {
    let mut made = Vec::with_capacity(parts.len() * bands.len());
    for (band, codes) in bands.iter().enumerate() {
        for (cell, part) in parts.iter().enumerate() {
            let holds = |row: &u32| {
                let asks = cells.get(*row as usize).into_iter().flatten().find(|(asked, _)| *asked == column);
                asks.is_none_or(|(_, runs)| within(runs, *codes).is_some())
            };
            let rows: Vec<u32> = part.rows.iter().copied().filter(holds).collect();
            room = room.checked_sub(rows.len())?;
            let mut region = part.region.clone();
            *region.get_mut(column)? = *codes;
            made.push(Part { region, rows, of: Of::Cell(band * stride + cell) });
        }
    }
    Some(made)
}

/// What runs hold of a region: from the first code to the end of the last.
pub(super) fn within(runs: &Runs, (from, to): Codes) -> Option<Codes> {
    let first = runs.iter().find(|(_, end)| *end > from)?;
    let last = runs.iter().rfind(|(start, _)| *start < to)?;
    (first.0 < to && last.1 > from).then_some((first.0.max(from), last.1.min(to)))
}
