//! What unknown facts leave open: the values that make a difference are tried, each by its code, and the fewest facts are found
//! that settle the outcome.

use std::collections::BTreeMap;

use super::coding::UNKNOWN;
use super::select::Status;
use super::unknown::Candidates;
use crate::engine::{EvaluationError, TRIED_ASSIGNMENTS};

/// Past so many unknown facts the fewest are not looked for: all are named.
const MOST_SOUGHT: usize = 12;

/// What came of every assignment of the unknown facts.
pub(super) struct Trials<'p> {
    unknown: Vec<(&'p Candidates, &'p [u32])>,
    /// Of each assignment, which of the outcomes.
    assignments: Vec<u32>,
    outcomes: Vec<(Status, Vec<u32>)>,
}

/// Tries the unknown facts that the tiers read; nothing where the values of one cannot be listed, or there are too many. The codes
/// are left as they were.
pub(super) fn tried<'p>(
    candidates: &'p [Candidates],
    codes: &mut [u32],
    mut search: impl FnMut(&[u32]) -> Result<(Status, Vec<u32>), EvaluationError>,
) -> Result<Option<Trials<'p>>, EvaluationError> {
    let mut unknown: Vec<(&Candidates, &[u32])> = Vec::new();
    let mut total = 1usize;
    for candidate in candidates.iter().filter(|candidate| codes.get(candidate.slot as usize) == Some(&UNKNOWN)) {
        let Some(tried) = &candidate.tried else { return Ok(None) };
        unknown.push((candidate, &tried.codes));
        match total.checked_mul(tried.values).filter(|total| *total <= TRIED_ASSIGNMENTS) {
            Some(product) => total = product,
            None => return Ok(None),
        }
    }
    let count: usize = unknown.iter().map(|(_, codes)| codes.len()).product();
    let mut known: BTreeMap<(Status, Vec<u32>), u32> = BTreeMap::new();
    let mut assignments = Vec::with_capacity(count);
    let mut failed = None;
    for assignment in 0..count {
        let mut rest = assignment;
        for (candidate, tried) in &unknown {
            let code = tried.get(rest % tried.len().max(1)).copied().unwrap_or(UNKNOWN);
            rest /= tried.len().max(1);
            if let Some(place) = codes.get_mut(candidate.slot as usize) {
                *place = code;
            }
        }
        match search(codes) {
            Ok(outcome) => {
                let next = known.len() as u32;
                assignments.push(*known.entry(outcome).or_insert(next));
            }
            Err(error) => {
                failed = Some(error);
                break;
            }
        }
    }
    for (candidate, _) in &unknown {
        if let Some(place) = codes.get_mut(candidate.slot as usize) {
            *place = UNKNOWN;
        }
    }
    if let Some(error) = failed {
        return Err(error);
    }
    let mut outcomes: Vec<((Status, Vec<u32>), u32)> = known.into_iter().collect();
    outcomes.sort_unstable_by_key(|(_, at)| *at);
    Ok(Some(Trials { unknown, assignments, outcomes: outcomes.into_iter().map(|(outcome, _)| outcome).collect() }))
}

impl Trials<'_> {
    /// What comes out whatever the facts are, else all that may.
    pub(super) fn outcome(&self) -> (Status, Vec<u32>) {
        if let [only] = self.outcomes.as_slice() {
            return only.clone();
        }
        let or_none = self.outcomes.iter().any(|(status, _)| matches!(status, Status::NoTier | Status::Possible { or_none: true }));
        let mut all: Vec<u32> = self.outcomes.iter().flat_map(|(_, tiers)| tiers.iter().copied()).collect();
        all.sort_unstable();
        all.dedup();
        (Status::Possible { or_none }, all)
    }

    /// The fewest unknown facts that settle the outcome whatever they turn out to be; of several such sets the first.
    pub(super) fn fewest(&self) -> Vec<&Candidates> {
        let count = self.unknown.len();
        if self.outcomes.len() == 1 {
            return Vec::new();
        }
        if count > MOST_SOUGHT {
            return self.unknown.iter().map(|(candidate, _)| *candidate).collect();
        }
        let mut sets: Vec<u32> = (0..1u32 << count).collect();
        // Of sets of one size, that whose first facts stand first.
        sets.sort_unstable_by_key(|set| (set.count_ones(), !set.reverse_bits()));
        let fewest = sets.into_iter().find(|set| self.settles(*set)).unwrap_or(u32::MAX);
        self.unknown.iter().enumerate().filter(|(at, _)| fewest & (1 << at) != 0).map(|(_, (candidate, _))| *candidate).collect()
    }

    /// Whether the outcome depends on these facts alone.
    fn settles(&self, set: u32) -> bool {
        let size = |codes: &[u32]| codes.len().max(1);
        let chosen: usize =
            self.unknown.iter().enumerate().filter(|(at, _)| set & (1 << at) != 0).map(|(_, (_, codes))| size(codes)).product();
        let mut seen = vec![u32::MAX; chosen];
        self.assignments.iter().enumerate().all(|(assignment, outcome)| {
            let (mut rest, mut key) = (assignment, 0);
            for (at, (_, codes)) in self.unknown.iter().enumerate() {
                if set & (1 << at) != 0 {
                    key = key * size(codes) + rest % size(codes);
                }
                rest /= size(codes);
            }
            match seen.get_mut(key) {
                Some(first) if *first == u32::MAX => {
                    *first = *outcome;
                    true
                }
                Some(first) => first == outcome,
                None => false,
            }
        })
    }
}
