//! Sets of cases as cubes: for each axis a set of cells, packed in words.

use super::axis::Axis;

/// For each axis a set of cells; never empty on any axis.
pub(super) type Cube = Box<[u64]>;

/// How many cubes are tried to be joined.
const JOINED: usize = 128;

/// Where the cells of each axis lie in a cube's words.
#[derive(Debug, Clone)]
pub(super) struct Layout {
    axes: Vec<Place>,
    words: usize,
}

#[derive(Debug, Clone, Copy)]
struct Place {
    start: usize,
    words: usize,
    cells: usize,
}

impl Layout {
    pub(super) fn new(axes: &[Axis]) -> Self {
        let mut start = 0;
        let axes = axes
            .iter()
            .map(|axis| {
                let cells = axis.cells();
                let place = Place { start, words: cells.div_ceil(64), cells };
                start += place.words;
                place
            })
            .collect();
        Self { axes, words: start }
    }

    pub(super) fn axes(&self) -> usize {
        self.axes.len()
    }

    pub(super) fn cells(&self, axis: usize) -> usize {
        self.axes.get(axis).map_or(0, |p| p.cells)
    }

    /// Every case.
    pub(super) fn full(&self) -> Cube {
        let mut cube = vec![0; self.words].into_boxed_slice();
        for axis in 0..self.axes.len() {
            for cell in 0..self.cells(axis) {
                self.insert(&mut cube, axis, cell);
            }
        }
        cube
    }

    pub(super) fn part<'c>(&self, cube: &'c Cube, axis: usize) -> &'c [u64] {
        self.axes.get(axis).and_then(|p| cube.get(p.start..p.start + p.words)).unwrap_or_default()
    }

    pub(super) fn part_mut<'c>(&self, cube: &'c mut Cube, axis: usize) -> &'c mut [u64] {
        self.axes.get(axis).and_then(|p| cube.get_mut(p.start..p.start + p.words)).unwrap_or_default()
    }

    fn insert(&self, cube: &mut Cube, axis: usize, cell: usize) {
        if let Some(word) = self.part_mut(cube, axis).get_mut(cell / 64) {
            *word |= 1 << (cell % 64);
        }
    }

    pub(super) fn has(&self, cube: &Cube, axis: usize, cell: usize) -> bool {
        self.part(cube, axis).get(cell / 64).is_some_and(|word| word >> (cell % 64) & 1 == 1)
    }

    /// The cases whose cell on one axis is among these; `None` when there is none.
    pub(super) fn only(&self, axis: usize, cells: impl IntoIterator<Item = usize>) -> Option<Cube> {
        let mut cube = self.full();
        self.part_mut(&mut cube, axis).fill(0);
        for cell in cells {
            self.insert(&mut cube, axis, cell);
        }
        self.part(&cube, axis).iter().any(|w| *w != 0).then_some(cube)
    }

    /// The cases outside on one axis; `None` when there is none.
    pub(super) fn complement(&self, cube: &Cube, axis: usize) -> Option<Cube> {
        self.only(axis, (0..self.cells(axis)).filter(|cell| !self.has(cube, axis, *cell)))
    }

    pub(super) fn is_full(&self, cube: &Cube, axis: usize) -> bool {
        self.count(cube, axis) == self.cells(axis)
    }

    pub(super) fn count(&self, cube: &Cube, axis: usize) -> usize {
        self.part(cube, axis).iter().map(|w| w.count_ones() as usize).sum()
    }

    pub(super) fn disjoint(&self, a: &Cube, b: &Cube) -> bool {
        self.axes.iter().any(|p| {
            let range = p.start..p.start + p.words;
            match (a.get(range.clone()), b.get(range)) {
                (Some(a), Some(b)) => a.iter().zip(b).all(|(x, y)| x & y == 0),
                _ => true,
            }
        })
    }

    pub(super) fn intersect(&self, a: &Cube, b: &Cube) -> Option<Cube> {
        (!self.disjoint(a, b)).then(|| a.iter().zip(b.iter()).map(|(x, y)| x & y).collect())
    }

    /// Whether every case of `inner` is one of `outer`.
    pub(super) fn contains(outer: &Cube, inner: &Cube) -> bool {
        outer.iter().zip(inner.iter()).all(|(o, i)| i & !o == 0)
    }

    /// How many cells a cube holds; `None` where the number does not fit.
    pub(super) fn volume(&self, cube: &Cube) -> Option<u128> {
        (0..self.axes.len()).try_fold(1u128, |volume, axis| volume.checked_mul(self.count(cube, axis) as u128))
    }

    /// The first and the last cell on an axis.
    pub(super) fn extent(&self, cube: &Cube, axis: usize) -> Option<(usize, usize)> {
        let words = self.part(cube, axis);
        let first = words.iter().enumerate().find(|(_, w)| **w != 0).map(|(at, w)| at * 64 + w.trailing_zeros() as usize)?;
        let last = words.iter().enumerate().rfind(|(_, w)| **w != 0).map(|(at, w)| at * 64 + 63 - w.leading_zeros() as usize)?;
        Some((first, last))
    }

    /// The cells on an axis, ascending.
    pub(super) fn members(&self, cube: &Cube, axis: usize) -> Vec<usize> {
        (0..self.cells(axis)).filter(|cell| self.has(cube, axis, *cell)).collect()
    }

    /// The maximal runs of neighbouring cells below `end` on an axis.
    pub(super) fn runs(&self, cube: &Cube, axis: usize, end: usize) -> Vec<std::ops::Range<usize>> {
        let mut runs: Vec<std::ops::Range<usize>> = Vec::new();
        for cell in self.members(cube, axis).into_iter().filter(|cell| *cell < end) {
            match runs.last_mut() {
                Some(run) if run.end == cell => run.end = cell + 1,
                _ => runs.push(cell..cell + 1),
            }
        }
        runs
    }

    /// Splits a cube at a cell of an axis: what lies before it, and the rest.
    pub(super) fn split(&self, cube: &Cube, axis: usize, at: usize) -> (Cube, Cube) {
        let (mut before, mut rest) = (cube.clone(), cube.clone());
        let mask = |word: usize| match (at / 64).cmp(&word) {
            std::cmp::Ordering::Greater => u64::MAX,
            std::cmp::Ordering::Equal => (1u64 << (at % 64)) - 1,
            std::cmp::Ordering::Less => 0,
        };
        for (at, word) in self.part_mut(&mut before, axis).iter_mut().enumerate() {
            *word &= mask(at);
        }
        for (at, word) in self.part_mut(&mut rest, axis).iter_mut().enumerate() {
            *word &= !mask(at);
        }
        (before, rest)
    }
}

impl Layout {
    /// The cases of a cube that are not in another, as cubes that do not meet.
    pub(super) fn without(&self, cube: &Cube, other: &Cube) -> Vec<Cube> {
        if self.disjoint(cube, other) {
            return vec![cube.clone()];
        }
        let mut pieces = Vec::new();
        let mut rest = cube.clone();
        for axis in 0..self.axes.len() {
            let mut outside = rest.clone();
            self.part_mut(&mut outside, axis).iter_mut().zip(self.part(other, axis)).for_each(|(w, o)| *w &= !o);
            self.part_mut(&mut rest, axis).iter_mut().zip(self.part(other, axis)).for_each(|(w, o)| *w &= o);
            if self.part(&outside, axis).iter().any(|w| *w != 0) {
                pieces.push(outside);
            }
        }
        pieces
    }

    /// The same cases as cubes no two of which meet, few and short to tell; `None` where they come to more than `limit`.
    pub(super) fn apart(&self, cubes: &[Cube], limit: usize) -> Option<Vec<Cube>> {
        let bound = |cube: &Cube| (0..self.axes.len()).filter(|axis| !self.is_full(cube, *axis)).count();
        let volume = |cube: &Cube| std::cmp::Reverse(self.volume(cube).unwrap_or(u128::MAX));
        // Whichever comes first is told whole, and cuts the others: no one order is the shortest for all.
        let (mut reversed, mut short, mut wide) = (cubes.to_vec(), cubes.to_vec(), cubes.to_vec());
        reversed.reverse();
        short.sort_by_key(|cube| (bound(cube), volume(cube)));
        wide.sort_by_key(|cube| (volume(cube), bound(cube)));
        let orders = [cubes.to_vec(), reversed, short, wide];
        let told = orders.into_iter().filter_map(|order| self.apart_in(order, limit));
        told.min_by_key(|cubes| (cubes.len(), cubes.iter().map(bound).sum::<usize>()))
    }

    /// As [`Layout::apart`], each cube without those before it.
    fn apart_in(&self, cubes: Vec<Cube>, limit: usize) -> Option<Vec<Cube>> {
        let mut told: Vec<Cube> = Vec::with_capacity(cubes.len());
        for cube in cubes {
            let mut pieces = vec![cube];
            for before in &told {
                pieces = pieces.iter().flat_map(|piece| self.without(piece, before)).collect();
                if told.len() + pieces.len() > limit {
                    return None;
                }
            }
            told.extend(pieces);
        }
        self.join(&mut told);
        Some(told)
    }

    /// Makes one of cubes that differ on one axis alone, as far as that goes; of more than [`JOINED`] it is not tried.
    pub(super) fn join(&self, cubes: &mut Vec<Cube>) {
        absorb(cubes);
        if cubes.len() > JOINED {
            return;
        }
        let alike = |a: &Cube, b: &Cube| (0..self.axes.len()).filter(|axis| self.part(a, *axis) != self.part(b, *axis)).count() == 1;
        let mut at = 0;
        while let Some(cube) = cubes.get(at) {
            match cubes.iter().skip(at + 1).position(|other| alike(cube, other)) {
                Some(next) => {
                    let other = cubes.remove(at + 1 + next);
                    if let Some(cube) = cubes.get_mut(at) {
                        cube.iter_mut().zip(other.iter()).for_each(|(w, o)| *w |= o);
                    }
                    // What was apart from the smaller one may join the greater.
                    at = 0;
                }
                None => at += 1,
            }
        }
    }
}

/// Drops cubes that lie within another.
pub(super) fn absorb(cubes: &mut Vec<Cube>) {
    let mut kept: Vec<Cube> = Vec::with_capacity(cubes.len());
    for cube in cubes.drain(..) {
        if kept.iter().any(|k| Layout::contains(k, &cube)) {
            continue;
        }
        kept.retain(|k| !Layout::contains(&cube, k));
        kept.push(cube);
    }
    *cubes = kept;
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, proptest};

    use super::{Cube, Layout, Place};

    /// Axes of three, two and four cells.
    fn layout() -> Layout {
        let axes = [3, 2, 4].into_iter().enumerate().map(|(start, cells)| Place { start, words: 1, cells }).collect();
        Layout { axes, words: 3 }
    }

    fn points() -> impl Iterator<Item = [u64; 3]> {
        (0..3).flat_map(|a| (0..2).flat_map(move |b| (0..4).map(move |c| [1 << a, 1 << b, 1 << c])))
    }

    proptest! {
        #[test]
        fn cubes_apart_hold_the_same_points_and_each_once(words in any::<[(u8, u8, u8); 6]>()) {
            let layout = layout();
            let whole = layout.full();
            let cubes: Vec<Cube> = words.iter()
                .map(|(a, b, c)| [u64::from(*a), u64::from(*b), u64::from(*c)].iter().zip(&whole).map(|(w, all)| w & all).collect::<Cube>())
                .filter(|cube| cube.iter().all(|word| *word != 0))
                .collect();
            let apart = layout.apart(&cubes, 1_000).expect("few cubes");
            for point in points() {
                let holds = |cube: &Cube| cube.iter().zip(point).all(|(word, bit)| word & bit != 0);
                let (before, after) = (cubes.iter().any(holds), apart.iter().filter(|cube| holds(cube)).count());
                assert_eq!(after, usize::from(before), "{point:?} {cubes:?} {apart:?}");
            }
        }
    }
}
