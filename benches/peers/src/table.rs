//! The table that all contestants are given: boxes over six facts that part the space without gap or overlap, and cases for it.
//!
//! Its rows are shuffled, so that the first row tried is no likelier to fit than the last.

/// Members of the two categories.
pub const HARMS: [&str; 4] = ["none", "slight", "ordinary", "grave"];
pub const SECTORS: [&str; 4] = ["food", "drugs", "traffic", "lawyers"];

/// The facts that are whole numbers: name, Chinese name, unit, the least and one past the most.
pub const FIGURES: [(&str, &str, &str, i64, i64); 3] =
    [("gains", "违法所得", "元", 0, 1_000_000), ("times", "违法次数", "次", 1, 31), ("days", "持续日数", "天", 0, 1_000)];

/// A row: half-open intervals of the figures, and sets of members by bit.
#[derive(Clone, Copy)]
pub struct Row {
    pub figures: [(i64, i64); 3],
    pub harm: u8,
    pub sector: u8,
    pub returned: u8,
}

/// A case: the figures, the members by index, and whether gains were returned.
#[derive(Clone, Copy)]
pub struct Case {
    pub figures: [i64; 3],
    pub harm: usize,
    pub sector: usize,
    pub returned: bool,
}

/// A generator of numbers (SplitMix64): the same table in every run.
pub struct Numbers(pub u64);

impl Numbers {
    pub fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % end
    }
}

/// A table of `count` rows.
pub fn rows(count: usize, numbers: &mut Numbers) -> Vec<Row> {
    let whole = Row { figures: FIGURES.map(|(_, _, _, least, end)| (least, end)), harm: 15, sector: 15, returned: 3 };
    let mut rows = std::collections::VecDeque::from([whole]);
    while rows.len() < count {
        let Some(row) = rows.pop_front() else { break };
        let (one, other) = split(row, numbers);
        rows.extend([one, other]);
    }
    let mut rows = Vec::from(rows);
    for at in (1..rows.len()).rev() {
        rows.swap(at, numbers.below(at as u64 + 1) as usize);
    }
    rows
}

/// Parts a row along an axis that can still be parted.
fn split(row: Row, numbers: &mut Numbers) -> (Row, Row) {
    loop {
        let (mut one, mut other) = (row, row);
        match numbers.below(6) as usize {
            axis @ 0..=2 => {
                let (least, end) = row.figures[axis];
                if end - least < 2 {
                    continue;
                }
                let width = (end - least) as u64;
                let at = least + 1 + (width / 4 + numbers.below((width / 2).max(1))).min(width - 2) as i64;
                one.figures[axis].1 = at;
                other.figures[axis].0 = at;
            }
            axis => {
                let set = match axis {
                    3 => row.harm,
                    4 => row.sector,
                    _ => row.returned,
                };
                if set.count_ones() < 2 {
                    continue;
                }
                let part = set & (1 + numbers.below(15) as u8);
                if part == 0 || part == set {
                    continue;
                }
                for (row, set) in [(&mut one, part), (&mut other, set & !part)] {
                    match axis {
                        3 => row.harm = set,
                        4 => row.sector = set,
                        _ => row.returned = set,
                    }
                }
            }
        }
        return (one, other);
    }
}

/// Cases, half of them on a bound of some row.
pub fn cases(count: usize, rows: &[Row], numbers: &mut Numbers) -> Vec<Case> {
    let mut one = |at: usize| {
        let mut figures = FIGURES.map(|(_, _, _, least, end)| least + numbers.below((end - least) as u64) as i64);
        if at % 2 == 0 {
            let row = rows[numbers.below(rows.len() as u64) as usize];
            for (figure, (least, end)) in figures.iter_mut().zip(row.figures) {
                *figure = if numbers.below(2) == 0 { least } else { end - 1 };
            }
        }
        Case { figures, harm: numbers.below(4) as usize, sector: numbers.below(4) as usize, returned: numbers.below(2) == 1 }
    };
    (0..count).map(&mut one).collect()
}

/// The names of a set's members.
pub fn members(set: u8, names: &[&'static str; 4]) -> Vec<&'static str> {
    (0..4).filter(|bit| set & (1 << bit) != 0).map(|bit| names[bit]).collect()
}

impl Row {
    /// The sets that say something, each with its fact's name and members.
    pub fn sets(&self) -> Vec<(&'static str, Vec<&'static str>)> {
        let sets = [("harm", self.harm, &HARMS), ("sector", self.sector, &SECTORS)];
        sets.into_iter().filter(|(_, set, _)| *set != 15).map(|(name, set, names)| (name, members(set, names))).collect()
    }

    /// Whether gains must have been returned, if the row says.
    pub fn returned(&self) -> Option<bool> {
        (self.returned != 3).then_some(self.returned == 2)
    }

    /// The bounds that say something: the fact, and its least and one past its most where they are bounds.
    pub fn bounds(&self) -> impl Iterator<Item = (usize, Option<i64>, Option<i64>)> + '_ {
        self.figures.iter().zip(FIGURES).enumerate().filter_map(|(at, ((least, end), (_, _, _, from, to)))| {
            let bounds = (at, (*least > from).then_some(*least), (*end < to).then_some(*end));
            (bounds.1.is_some() || bounds.2.is_some()).then_some(bounds)
        })
    }

    /// The row as a condition of a C-like language; `fact` writes a fact's name, `set` a set.
    pub fn condition(&self, fact: impl Fn(&str) -> String, set: impl Fn(String, &[&str]) -> String, and: &str) -> String {
        let mut parts = Vec::new();
        for (at, least, end) in self.bounds() {
            let name = fact(FIGURES[at].0);
            parts.extend(least.map(|least| format!("{name} >= {least}")));
            parts.extend(end.map(|end| format!("{name} < {end}")));
        }
        for (name, members) in self.sets() {
            parts.push(set(fact(name), &members));
        }
        parts.extend(self.returned().map(|returned| format!("{} == {returned}", fact("returned"))));
        if parts.is_empty() { "true".to_owned() } else { parts.join(and) }
    }
}
