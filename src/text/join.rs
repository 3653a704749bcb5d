//! The parts of one pattern joined over one clause: given where each part stands, which matches there are. It knows no text.
//!
//! From the last part to the first, each place of a part is given the best end it can reach: the best among the places of the next part
//! within its gap. Ends and windows move together, so the best of a window is kept in a queue (a monotone one): each place enters and
//! leaves it once, and many gaps multiply nothing.

use std::cmp::Reverse;

/// A place of a part, and what it leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Way {
    /// Where the part begins and ends, in characters of the folded clause.
    pub(super) start: u32,
    pub(super) end: u32,
    /// Where it begins, in bytes of the clause.
    pub(super) from: u32,
    /// Where the last part of the best match begins and ends, in characters, and where it ends in bytes.
    pub(super) last: u32,
    pub(super) finish: u32,
    pub(super) to: u32,
}

impl Way {
    /// A place of the last part, or one whose goal is not known yet.
    pub(super) fn at(start: u32, end: u32, from: u32, to: u32) -> Way {
        Way { start, end, from, last: start, finish: end, to }
    }

    /// The best has the least key: the last part earliest, then longest.
    fn key(&self) -> (u32, Reverse<u32>) {
        (self.last, Reverse(self.finish))
    }
}

/// Buffers used again and again.
#[derive(Debug, Default)]
pub(super) struct Joiner {
    here: Vec<Way>,
    next: Vec<Way>,
    queue: Vec<Way>,
}

impl Joiner {
    /// Joins `parts` parts; `places` gives those of a part in any order, `found` gets (from, to) of each match, from left to right.
    /// Answers how many places were weighed.
    pub(super) fn join(
        &mut self,
        gaps: &[(u32, u32)],
        mut places: impl FnMut(usize, &mut Vec<Way>),
        most: usize,
        mut found: impl FnMut(u32, u32),
    ) -> (u64, bool) {
        self.next.clear();
        places(gaps.len(), &mut self.next);
        let mut steps = self.next.len() as u64;
        for (part, &gap) in gaps.iter().enumerate().rev() {
            if self.next.is_empty() {
                return (steps, false);
            }
            self.here.clear();
            places(part, &mut self.here);
            steps += self.here.len() as u64;
            steps += self.reach(gap);
            std::mem::swap(&mut self.here, &mut self.next);
        }
        descend(&mut self.next, |way| way.start);
        (steps, choose(&self.next, most, &mut found))
    }

    /// Gives each place of this part its best goal, and drops those without one.
    fn reach(&mut self, (least, most): (u32, u32)) -> u64 {
        descend(&mut self.next, |way| way.start);
        descend(&mut self.here, |way| way.end);
        self.queue.clear();
        let mut head = 0;
        let mut steps = 0;
        let mut coming = self.next.iter().peekable();
        self.here.retain_mut(|way| {
            let earliest = way.end.saturating_add(least);
            let latest = way.end.saturating_add(most);
            while let Some(goal) = coming.next_if(|goal| goal.start >= earliest) {
                steps += 1;
                while self.queue.len() > head && self.queue.last().is_some_and(|worse| worse.key() >= goal.key()) {
                    self.queue.pop();
                }
                self.queue.push(*goal);
            }
            while self.queue.get(head).is_some_and(|far| far.start > latest) {
                head += 1;
            }
            let Some(best) = self.queue.get(head) else { return false };
            (way.last, way.finish, way.to) = (best.last, best.finish, best.to);
            true
        });
        steps
    }
}

/// Sorts from the last to the first; places of one word are so already.
pub(super) fn descend(ways: &mut [Way], by: impl Fn(&Way) -> u32) {
    if !ways.is_sorted_by_key(|way| Reverse(by(way))) {
        ways.sort_unstable_by_key(|way| Reverse(by(way)));
    }
}

/// From left to right the best way of each start that does not lie in the match before. Answers whether more than `most` are there.
fn choose(descending: &[Way], most: usize, found: &mut impl FnMut(u32, u32)) -> bool {
    let mut free = 0;
    let mut count = 0;
    for same in descending.chunk_by(|a, b| a.start == b.start).rev() {
        let Some(best) = same.iter().min_by_key(|way| way.key()) else { continue };
        if best.start >= free {
            if count == most {
                return true;
            }
            count += 1;
            found(best.from, best.to);
            free = best.finish;
        }
    }
    false
}
