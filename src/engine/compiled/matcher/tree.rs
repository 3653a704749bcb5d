//! A grid over the codes of the columns, and in each of its cells a tree of cuts: each level leaves about half of the rows. It serves
//! cases in which nothing that a row asks is unknown.

use std::collections::HashMap;

use super::super::kleene::Kleene;
use super::grid::{Grid, Of, Part, within};
use super::{From, Rows};

/// Marks a child that is a leaf.
const LEAF: u32 = 1 << 31;
/// Marks a leaf of one row, whose number the rest is: nothing more need be read. The rest of any other is its number.
const ONE: u32 = 1 << 30;

/// Nodes that the tree of so many rows may have.
fn budget(rows: usize) -> usize {
    rows.saturating_mul(64).clamp(1 << 16, 1 << 21)
}

#[derive(Debug, Clone)]
pub(super) struct Tree {
    grid: Grid,
    /// By cell of the grid: the step that its tree begins with, or a leaf.
    roots: Box<[u32]>,
    steps: Box<[Step]>,
    /// Where each leaf's rows begin; one more than there are leaves.
    starts: Box<[u32]>,
    leaves: Box<[u32]>,
}

/// The rows that hold.
#[derive(Debug, Clone, Copy)]
pub(in crate::engine::compiled) enum Leaf<'t> {
    Row(u32),
    Rows(&'t [u32]),
}

impl Leaf<'_> {
    pub(in crate::engine::compiled) fn rows(&self) -> &[u32] {
        match self {
            Leaf::Row(only) => std::slice::from_ref(only),
            Leaf::Rows(rows) => rows,
        }
    }
}

/// A cut: codes below it go to the first child, the others to the second.
#[derive(Debug, Clone, Copy)]
struct Node {
    column: u32,
    cut: u32,
    children: [u32; 2],
}

/// How many levels of cuts a step has.
const LEVELS: u32 = 3;

/// How many cuts that is.
const CUTS: usize = (1 << LEVELS) - 1;

/// Seven cuts in one, each before the two below it: a column, and the first code past the cut. They lie in one line of a cache, so that three
/// levels wait for memory once; the eighth fills it, and no place need be held to a bound.
#[derive(Debug, Clone, Copy)]
#[repr(align(64))]
struct Step {
    cuts: [(u16, u16); CUTS + 1],
    children: [u32; CUTS + 1],
}

/// The codes that an unknown column may have, and where the cuts met so far have left them.
pub(super) struct Span<'t> {
    pub(super) column: u32,
    codes: Codes,
    /// By code, how many of those that it may have lie below.
    below: &'t [u32],
}

impl<'t> Span<'t> {
    /// Nothing where no code is possible.
    pub(super) fn new(column: u32, below: &'t [u32]) -> Option<Span<'t>> {
        let codes = (0, u32::try_from(below.len().checked_sub(1)?).ok()?);
        let span = Span { column, codes, below };
        span.any(codes).then_some(span)
    }

    /// One of the codes.
    pub(super) fn first(&self) -> u32 {
        (self.below.partition_point(|below| *below == 0) as u32).saturating_sub(1)
    }

    /// Does something with the codes bounded, where any of them is possible then.
    pub(super) fn bounded(spans: &mut [Span<'t>], at: usize, (from, to): Codes, each: &mut dyn FnMut(&mut [Span<'t>])) {
        let Some(span) = spans.get_mut(at) else { return };
        let before = span.codes;
        let within = (from.max(before.0), to.min(before.1));
        if within.0 < within.1 && span.any(within) {
            span.codes = within;
            each(spans);
            if let Some(span) = spans.get_mut(at) {
                span.codes = before;
            }
        }
    }

    fn any(&self, (from, to): Codes) -> bool {
        self.below.get(to as usize) > self.below.get(from as usize)
    }
}

/// What is still to be looked at, and what the codes of a span are until then.
enum Job {
    At(u32, usize),
    Narrow(usize, Codes),
}

/// Codes of a column, the end not included.
pub(super) type Codes = (u32, u32);

/// The codes at which a cell holds, as runs in order.
pub(super) type Runs = Vec<Codes>;

impl Tree {
    /// The tree of some rows; nothing where it would grow past its budget.
    pub(super) fn new(rows: &Rows) -> Option<Tree> {
        let cells = runs(rows);
        let plain = rows.plain();
        let budget = budget(rows.rows.len());
        let (mut nodes, mut starts, mut leaves) = (Vec::<Node>::new(), vec![0u32], Vec::<u32>::new());
        let asked = |column: usize| match (rows.columns.get(column)?.from, plain) {
            (From::Slot(slot), true) => Some(slot),
            _ => u32::try_from(column).ok(),
        };
        let mut known: HashMap<Vec<u32>, u32> = HashMap::new();
        // The code of what is unknown never comes here.
        let region = rows.columns.iter().map(|column| (u32::from(matches!(column.from, From::Slot(_))), column.codes)).collect();
        let (grid, mut parts) = Grid::new(&cells, region, rows.rows.len(), asked)?;
        let mut roots = vec![LEAF; parts.len()];
        // A table that no cut parts well would be looked at again and again: loading must not hang on it.
        let mut work = budget.saturating_mul(64);
        while let Some(mut part) = parts.pop() {
            work = work.checked_sub(part.rows.len())?;
            part.rows.retain(|row| !rules_out(&cells, *row, &part.region));
            let at = match best_cut(&cells, &part) {
                Some((column, cut)) => {
                    let at = nodes.len();
                    nodes.push(Node { column: asked(column)?, cut, children: [LEAF; 2] });
                    let (mut low, mut high) = (part.region.clone(), part.region);
                    low.get_mut(column)?.1 = cut;
                    high.get_mut(column)?.0 = cut;
                    parts.push(Part { region: low, rows: part.rows.clone(), of: Of::Child(at, 0) });
                    parts.push(Part { region: high, rows: part.rows, of: Of::Child(at, 1) });
                    u32::try_from(at).ok()?
                }
                None => match (part.rows.as_slice(), known.get(&part.rows)) {
                    ([only], _) if *only < ONE => only | ONE | LEAF,
                    (_, Some(leaf)) => *leaf,
                    (_, None) => {
                        let leaf = u32::try_from(starts.len() - 1).ok()? | LEAF;
                        leaves.extend_from_slice(&part.rows);
                        starts.push(u32::try_from(leaves.len()).ok()?);
                        known.insert(part.rows, leaf);
                        leaf
                    }
                },
            };
            if nodes.len() + leaves.len() > budget {
                return None;
            }
            match part.of {
                Of::Child(parent, side) => *nodes.get_mut(parent)?.children.get_mut(side)? = at,
                Of::Cell(cell) => *roots.get_mut(cell)? = at,
            }
        }
        let steps = gathered(&nodes, &mut roots)?;
        Some(Tree { grid, roots: roots.into(), steps: steps.into(), starts: starts.into(), leaves: leaves.into() })
    }

    /// The rows that hold. The codes are all known: of slots where [`Rows::plain`], else of columns.
    #[inline]
    pub(super) fn find(&self, code: impl Fn(u32) -> u32) -> Leaf<'_> {
        let mut at = self.roots.get(self.grid.cell(&code)).copied().unwrap_or(LEAF);
        while at & LEAF == 0 {
            let Some(Step { cuts, children }) = self.steps.get(at as usize) else { return Leaf::Rows(&[]) };
            let mut place = 0usize;
            for _ in 0..LEVELS {
                let (column, cut) = cuts[place & CUTS];
                place = 2 * place + 1 + usize::from(code(column.into()) >= cut.into());
            }
            at = children[(place - CUTS) & CUTS];
        }
        self.leaf(at)
    }

    #[inline]
    fn leaf(&self, at: u32) -> Leaf<'_> {
        if at & ONE != 0 {
            return Leaf::Row(at & !(LEAF | ONE));
        }
        let leaf = (at & !LEAF) as usize;
        let (from, to) = (self.starts.get(leaf).copied().unwrap_or(0), self.starts.get(leaf + 1).copied().unwrap_or(0));
        Leaf::Rows(self.leaves.get(from as usize..to as usize).unwrap_or(&[]))
    }

    /// Calls `each` with the rows of every leaf that the codes of the spans lead to, with those of `code` for other columns.
    pub(super) fn reach(&self, code: impl Fn(u32) -> u32, spans: &mut [Span<'_>], mut each: impl FnMut(&[u32])) {
        let mut jobs = Vec::new();
        self.grid.cells(&code, spans, &mut |cell, spans| {
            jobs.extend(self.roots.get(cell).map(|root| Job::At(*root, 0)));
            self.walk(&code, spans, &mut jobs, &mut each);
        });
    }

    fn walk(&self, code: impl Fn(u32) -> u32, spans: &mut [Span<'_>], jobs: &mut Vec<Job>, mut each: impl FnMut(&[u32])) {
        while let Some(job) = jobs.pop() {
            let (at, place) = match job {
                Job::At(at, _) if at & LEAF != 0 => {
                    each(self.leaf(at).rows());
                    continue;
                }
                Job::At(at, place) => (at, place),
                Job::Narrow(at, codes) => {
                    if let Some(span) = spans.get_mut(at) {
                        span.codes = codes;
                    }
                    continue;
                }
            };
            let Some(Step { cuts, children }) = self.steps.get(at as usize) else { continue };
            let Some((column, cut)) = cuts.get(..CUTS).and_then(|cuts| cuts.get(place)) else {
                jobs.extend(children.get(place - CUTS).map(|child| Job::At(*child, 0)));
                continue;
            };
            let (column, cut) = (u32::from(*column), u32::from(*cut));
            let (low, high) = (Job::At(at, 2 * place + 1), Job::At(at, 2 * place + 2));
            match spans.iter().enumerate().find(|(_, span)| span.column == column) {
                Some((index, span)) => {
                    let (from, to) = span.codes;
                    let cut = cut.clamp(from, to);
                    match (span.any((from, cut)), span.any((cut, to))) {
                        (true, true) => {
                            let narrow = |codes| Job::Narrow(index, codes);
                            jobs.extend([narrow((from, to)), high, narrow((cut, to)), low, narrow((from, cut))]);
                        }
                        (true, false) => jobs.push(low),
                        (false, _) => jobs.push(high),
                    }
                }
                None => jobs.push(if code(column) >= cut { high } else { low }),
            }
        }
    }
}

/// The nodes, three levels in one step; the roots become numbers of steps. Cells beside each other are often parted alike below some cut:
/// such steps are one.
fn gathered(nodes: &[Node], roots: &mut [u32]) -> Option<Vec<Step>> {
    // A child comes after its parent: down the nodes for those that a step begins with, and up for the steps.
    let mut begins = vec![false; nodes.len()];
    let mark = |begins: &mut [bool], at: u32| {
        if let Some(begin) = begins.get_mut(at as usize) {
            *begin = true;
        }
    };
    roots.iter().for_each(|root| mark(&mut begins, *root));
    for at in 0..nodes.len() {
        if begins.get(at).is_some_and(|begins| *begins) {
            let (_, below) = three(nodes, u32::try_from(at).ok()?)?;
            below.into_iter().for_each(|child| mark(&mut begins, child));
        }
    }
    let (mut steps, mut known, mut numbers) = (Vec::new(), HashMap::new(), vec![LEAF; nodes.len()]);
    for at in (0..nodes.len()).rev().filter(|at| begins.get(*at).is_some_and(|begins| *begins)) {
        let (cuts, below) = three(nodes, u32::try_from(at).ok()?)?;
        let children = below.map(|child| numbers.get(child as usize).copied().unwrap_or(child));
        let next = u32::try_from(steps.len()).ok()?;
        *numbers.get_mut(at)? = *known.entry((cuts, children)).or_insert_with(|| {
            steps.push(Step { cuts, children });
            next
        });
    }
    for root in roots {
        *root = numbers.get(*root as usize).copied().unwrap_or(*root);
    }
    Some(steps)
}

/// The cuts of three levels from a node, and what is below them; nothing where a number is too large.
fn three(nodes: &[Node], root: u32) -> Option<([(u16, u16); CUTS + 1], [u32; CUTS + 1])> {
    // By place: a node, or the leaf that stands in its stead; that has a cut which every code is past.
    let mut places = [root; 2 * CUTS + 1];
    let (mut cuts, mut below) = ([(0, 0); CUTS + 1], [LEAF; CUTS + 1]);
    for place in 0..CUTS {
        let children = match nodes.get(places[place] as usize) {
            Some(node) => {
                cuts[place] = (u16::try_from(node.column).ok()?, u16::try_from(node.cut).ok()?);
                node.children
            }
            None => [places[place]; 2],
        };
        places[2 * place + 1] = children[0];
        places[2 * place + 2] = children[1];
    }
    below.copy_from_slice(&places[CUTS..]);
    Some((cuts, below))
}

/// By row: the columns it asks, with the runs of codes that let it hold.
fn runs(rows: &Rows) -> Vec<Vec<(usize, Runs)>> {
    let of = |truths: &[Kleene]| {
        let mut runs = Runs::new();
        for (code, _) in truths.iter().enumerate().filter(|(_, truth)| **truth == Kleene::True) {
            let code = code as u32;
            match runs.last_mut() {
                Some((_, end)) if *end == code => *end += 1,
                _ => runs.push((code, code + 1)),
            }
        }
        runs
    };
    rows.rows.iter().map(|row| row.iter().map(|(column, truths)| (*column as usize, of(truths))).collect()).collect()
}

fn rules_out(cells: &[Vec<(usize, Runs)>], row: u32, region: &[Codes]) -> bool {
    let Some(cells) = cells.get(row as usize) else { return true };
    cells.iter().any(|(column, runs)| region.get(*column).is_none_or(|codes| within(runs, *codes).is_none()))
}

/// The cut that leaves the fewest rows on its fuller side, where rows on both sides count four times more; nothing where
/// every row holds throughout.
fn best_cut(cells: &[Vec<(usize, Runs)>], part: &Part) -> Option<(usize, u32)> {
    let mut ends: Vec<(Vec<u32>, Vec<u32>)> = vec![(Vec::new(), Vec::new()); part.region.len()];
    let mut inner: Option<(usize, u32)> = None;
    for row in &part.rows {
        for (column, runs) in cells.get(*row as usize)? {
            let codes = *part.region.get(*column)?;
            let (start, end) = within(runs, codes)?;
            if let Some((starts, stops)) = ends.get_mut(*column) {
                starts.push(start);
                stops.push(end);
            }
            // A hole between runs is cut only where nothing else is left to cut.
            inner = inner.or_else(|| runs.iter().find(|run| run.1 > start && run.1 < end).map(|run| (*column, run.1)));
        }
    }
    let all = part.rows.len();
    let mut best: Option<(usize, usize, u32)> = None;
    for (column, (starts, stops)) in ends.iter_mut().enumerate() {
        let (from, to) = *part.region.get(column)?;
        starts.sort_unstable();
        stops.sort_unstable();
        let free = all - starts.len();
        let cuts = starts.iter().chain(stops.iter()).copied().filter(|cut| *cut > from && *cut < to);
        for cut in cuts {
            let low = free + starts.partition_point(|start| *start < cut);
            let high = free + stops.len() - stops.partition_point(|stop| *stop <= cut);
            let cost = low.max(high) + 4 * (low + high).saturating_sub(all);
            if best.is_none_or(|(least, _, _)| cost < least) {
                best = Some((cost, column, cut));
            }
        }
    }
    best.map(|(_, column, cut)| (column, cut)).or(inner)
}
