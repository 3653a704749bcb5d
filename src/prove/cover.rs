//! Whether cubes cover a space, and where they do not.
//!
//! The space is split in two where that parts the cubes best, until one cube covers a part, or none reaches it. Where the
//! cubes that reach a part hold fewer cells than it has, there is a gap in it: so the search goes straight to gaps.

use super::cube::{Cube, Layout};

/// How many parts of a space a search may look at; beyond, the question is undecided.
pub const PART_LIMIT: usize = 400_000;

/// The search came to [`PART_LIMIT`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TooLong;

/// A search for the parts of a space that cubes leave uncovered.
#[derive(Debug)]
pub(super) struct Gaps<'l> {
    layout: &'l Layout,
    cubes: Vec<Cube>,
    open: Vec<(Cube, Vec<u32>, usize)>,
    /// Whether no two of the cubes meet: then as many cells as the part has are all of them.
    apart: bool,
    looked_at: usize,
}

impl<'l> Gaps<'l> {
    pub(super) fn new(layout: &'l Layout, within: Vec<Cube>, cubes: Vec<Cube>, apart: bool) -> Self {
        let open = within
            .into_iter()
            .map(|part| {
                let reach = reaching(layout, &part, &cubes, 0);
                (part, reach, cubes.len())
            })
            .collect();
        Self { layout, cubes, open, apart, looked_at: 0 }
    }

    /// Counts a region as covered from now on.
    pub(super) fn cover(&mut self, cube: Cube) {
        self.apart = false;
        self.cubes.push(cube);
    }

    /// The next part that no cube reaches.
    pub(super) fn next(&mut self) -> Result<Option<Cube>, TooLong> {
        while let Some((part, mut reach, seen)) = self.open.pop() {
            self.looked_at += 1;
            if self.looked_at > PART_LIMIT {
                return Err(TooLong);
            }
            // Regions counted as covered since the part was put aside.
            reach.extend(reaching(self.layout, &part, self.cubes.get(seen..).unwrap_or_default(), seen));
            if reach.is_empty() {
                return Ok(Some(part));
            }
            let of = |at: &u32| self.cubes.get(*at as usize);
            if reach.iter().filter_map(of).any(|cube| Layout::contains(cube, &part)) {
                continue;
            }
            if self.apart && self.filled(&part, &reach) {
                continue;
            }
            let (one, other) = self.halves(&part, &reach);
            for half in [one, other] {
                let reach: Vec<u32> = reach
                    .iter()
                    .copied()
                    .filter(|at| self.cubes.get(*at as usize).is_some_and(|c| !self.layout.disjoint(c, &half)))
                    .collect();
                self.open.push((half, reach, self.cubes.len()));
            }
        }
        Ok(None)
    }

    /// Whether cubes that do not meet fill a part.
    fn filled(&self, part: &Cube, reach: &[u32]) -> bool {
        let Some(whole) = self.layout.volume(part) else { return false };
        let mut sum = 0u128;
        for at in reach {
            let volume =
                self.cubes.get(*at as usize).and_then(|c| self.layout.intersect(c, part)).map_or(Some(0), |c| self.layout.volume(&c));
            match volume.and_then(|v| sum.checked_add(v)) {
                Some(more) => sum = more,
                None => return false,
            }
        }
        sum == whole
    }

    /// Splits a part where the fewest cubes are in both halves, and the halves are alike.
    fn halves(&self, part: &Cube, reach: &[u32]) -> (Cube, Cube) {
        let mut best: Option<(u128, usize, usize)> = None;
        for axis in 0..self.layout.axes() {
            let cells = self.layout.cells(axis);
            let Some((low, high)) = self.layout.extent(part, axis) else { continue };
            if low == high {
                continue;
            }
            let (mut begin, mut end) = (vec![0u32; cells + 1], vec![0u32; cells + 1]);
            for at in reach {
                let Some(cube) = self.cubes.get(*at as usize) else { continue };
                if let Some((first, last)) = self.extent_within(cube, part, axis) {
                    if let Some(n) = begin.get_mut(first) {
                        *n += 1;
                    }
                    if let Some(n) = end.get_mut(last + 1) {
                        *n += 1;
                    }
                }
            }
            // Before the cut at c: begun at c or later are wholly behind it, ended by c wholly before it.
            let total = reach.len() as u128;
            let (mut begun, mut ended) = (0u128, 0u128);
            for cut in low..=high {
                ended += u128::from(end.get(cut).copied().unwrap_or(0));
                let moved = begin.get(cut).copied().unwrap_or(0) > 0 || end.get(cut).copied().unwrap_or(0) > 0;
                if cut > low && moved {
                    let (left, right) = (begun, total - ended);
                    let cost = left * left + right * right;
                    if best.is_none_or(|(least, ..)| cost < least) {
                        best = Some((cost, axis, cut));
                    }
                }
                begun += u128::from(begin.get(cut).copied().unwrap_or(0));
            }
        }
        if let Some((_, axis, cut)) = best {
            return self.layout.split(part, axis, cut);
        }
        // Every cube spans the part, with holes: split by the first that has one.
        for cube in reach.iter().filter_map(|at| self.cubes.get(*at as usize)) {
            for axis in 0..self.layout.axes() {
                if let Some((inside, outside)) = self.apart_on(part, cube, axis) {
                    return (inside, outside);
                }
            }
        }
        (part.clone(), part.clone())
    }

    fn extent_within(&self, cube: &Cube, part: &Cube, axis: usize) -> Option<(usize, usize)> {
        let (c, p) = (self.layout.part(cube, axis), self.layout.part(part, axis));
        let mut ends = None;
        for (at, word) in c.iter().zip(p).map(|(x, y)| x & y).enumerate().filter(|(_, w)| *w != 0) {
            let first = at * 64 + word.trailing_zeros() as usize;
            let last = at * 64 + 63 - word.leading_zeros() as usize;
            ends = Some((ends.map_or(first, |(f, _)| f), last));
        }
        ends
    }

    /// The part inside and outside of a cube on one axis, when both are there.
    fn apart_on(&self, part: &Cube, cube: &Cube, axis: usize) -> Option<(Cube, Cube)> {
        let (mut inside, mut outside) = (part.clone(), part.clone());
        let other = self.layout.part(cube, axis);
        self.layout.part_mut(&mut inside, axis).iter_mut().zip(other).for_each(|(w, o)| *w &= o);
        self.layout.part_mut(&mut outside, axis).iter_mut().zip(other).for_each(|(w, o)| *w &= !o);
        let some = |c: &Cube| self.layout.part(c, axis).iter().any(|w| *w != 0);
        (some(&inside) && some(&outside)).then_some((inside, outside))
    }

    /// The widest region around an uncovered part that no cube reaches, wide first on the axes where it can be whole.
    pub(super) fn widened(&self, part: &Cube) -> Cube {
        let mut wide = part.clone();
        let mut axes: Vec<usize> = (0..self.layout.axes()).collect();
        axes.sort_by_key(|axis| self.free_on(&wide, *axis).iter().map(|w| w.count_zeros()).sum::<u32>());
        for whole_only in [true, false] {
            for axis in &axes {
                let free = self.free_on(&wide, *axis);
                let whole = free.iter().map(|w| w.count_ones() as usize).sum::<usize>() == self.layout.cells(*axis);
                if whole || !whole_only {
                    self.layout.part_mut(&mut wide, *axis).copy_from_slice(&free);
                }
            }
        }
        wide
    }

    /// The cells of an axis that a region may take in without meeting a cube.
    fn free_on(&self, region: &Cube, axis: usize) -> Vec<u64> {
        let full = self.layout.full();
        let mut free = self.layout.part(&full, axis).to_vec();
        let mut probe = region.clone();
        self.layout.part_mut(&mut probe, axis).copy_from_slice(&free);
        for cube in self.cubes.iter().filter(|c| !self.layout.disjoint(c, &probe)) {
            free.iter_mut().zip(self.layout.part(cube, axis)).for_each(|(f, c)| *f &= !c);
        }
        free
    }
}

fn reaching(layout: &Layout, part: &Cube, cubes: &[Cube], from: usize) -> Vec<u32> {
    cubes.iter().enumerate().filter(|(_, cube)| !layout.disjoint(cube, part)).filter_map(|(at, _)| u32::try_from(from + at).ok()).collect()
}
