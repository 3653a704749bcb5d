//! A case for each change to a scoring standard that no case notices.

use super::mutate::{Mutant, Place, mutants, unlike};
use super::propose::{Liking, Proposer};
use super::totals::{choices, totals};
use crate::input::CaseFacts;
use crate::law::Exact;
use crate::model::{Condition, ScoreLine, Scoring};
use crate::prove::made::not;
use crate::prove::unlike::Unlike;
use crate::prove::{ASKED_LIMIT, CASE_LIMIT, propose};

/// How many cases are tried for one change.
const TRIED: usize = 64;

impl Proposer<'_> {
    /// Proposes what the changes ask for, and says how many remain that no case notices.
    pub(super) fn changes(&mut self) -> usize {
        let mut unnoticed = 0;
        for (at, mutant) in mutants(self.scoring).iter().enumerate() {
            if at >= ASKED_LIMIT {
                unnoticed += 1;
                continue;
            }
            if self.trials.notice(&mut mutant.exchange(self.id)) {
                continue;
            }
            match unlike(self.model, self.scoring, mutant) {
                Unlike::Same | Unlike::Unstated => {}
                Unlike::Shown | Unlike::Open => unnoticed += usize::from(!self.tells_apart(mutant)),
            }
        }
        unnoticed
    }

    /// Proposes a case that notices a change, and says whether there was one.
    fn tells_apart(&mut self, mutant: &Mutant) -> bool {
        if self.proposed.len() >= CASE_LIMIT {
            return false;
        }
        let tried = self.ways(mutant).into_iter().filter_map(|(wanted, liking)| self.made(&wanted, liking)).collect::<Vec<_>>();
        for facts in tried.into_iter().chain(self.of_totals(mutant)).take(TRIED) {
            let Some(seen) = self.scored(facts) else { continue };
            let Some(case) = self.case(&seen) else { continue };
            if !self.trials.add(case) {
                continue;
            }
            if self.trials.notice(&mut mutant.exchange(self.id)) {
                let words = propose::shortened(&self.words(mutant.span));
                self.push(&propose::told(mutant.change, &words), seen);
                return true;
            }
            self.trials.remove_last();
        }
        false
    }

    /// What cases may be asked for to show a change.
    fn ways(&self, mutant: &Mutant) -> Vec<(Vec<Condition>, Liking)> {
        let (scoring, changed) = (self.scoring, &mutant.scoring);
        let both = |ways: Vec<Vec<Condition>>| {
            let liked = |way: Vec<Condition>| [Liking::Best, Liking::Least].map(|liking| (way.clone(), liking));
            ways.into_iter().flat_map(liked).collect()
        };
        let parted = |before: Option<&Condition>, after: Option<&Condition>, first: Vec<Condition>| {
            let (Some(before), Some(after)) = (before, after) else { return Vec::new() };
            let with = |way: [Condition; 2]| first.iter().cloned().chain(way).collect::<Vec<Condition>>();
            vec![with([before.clone(), not(after)]), with([not(before), after.clone()])]
        };
        let earlier = |at: usize| scoring.vetoes.iter().take(at).map(|veto| not(&veto.condition)).collect::<Vec<_>>();
        match mutant.place {
            Place::Applies => both(parted(scoring.applies.as_ref(), changed.applies.as_ref(), Vec::new())),
            Place::Line(at, nth) => {
                let line = |s: &Scoring| s.items.get(at).and_then(|item| item.lines.get(nth)).cloned();
                both(self.lines_apart(at, line(scoring), line(changed)))
            }
            Place::LineGone(at, nth) => {
                let line = scoring.items.get(at).and_then(|item| item.lines.get(nth)).cloned();
                let idle = line.clone().map(|line| ScoreLine { points: Exact::ZERO, ..line });
                both(self.lines_apart(at, line, idle))
            }
            Place::Item(at) => vec![(Vec::new(), Liking::Most(at))],
            Place::Cap | Place::Grades => vec![(Vec::new(), Liking::Best), (Vec::new(), Liking::Least)],
            Place::Veto(at) => {
                let of = |s: &Scoring| s.vetoes.get(at).map(|veto| veto.condition.clone());
                both(parted(of(scoring).as_ref(), of(changed).as_ref(), earlier(at)))
            }
            Place::VetoGone(at) => {
                let own = scoring.vetoes.get(at).map(|veto| veto.condition.clone());
                both(own.into_iter().map(|own| earlier(at).into_iter().chain([own]).collect()).collect())
            }
        }
    }

    /// The ways to settle a line before and after a change in which it moves other points.
    fn lines_apart(&self, at: usize, before: Option<ScoreLine>, after: Option<ScoreLine>) -> Vec<Vec<Condition>> {
        let held = |s: &Scoring| s.items.get(at).map(|item| item.points);
        let of = |line: Option<ScoreLine>| line.and_then(|line| choices(at, held(self.scoring)?, &line));
        let (Some(before), Some(after)) = (of(before), of(after)) else { return Vec::new() };
        let mut ways = Vec::new();
        for one in &before {
            let points = |moves: Option<(usize, Exact)>| moves.map_or(Exact::ZERO, |(_, points)| points);
            for other in after.iter().filter(|other| points(other.moves) != points(one.moves)) {
                ways.push(vec![one.condition.clone(), other.condition.clone()]);
                if ways.len() >= TRIED {
                    return ways;
                }
            }
        }
        ways
    }

    /// Cases of the totals that a change treats otherwise.
    fn of_totals(&self, mutant: &Mutant) -> Vec<CaseFacts> {
        let (scoring, changed) = (self.scoring, &mutant.scoring);
        let uncapped = Scoring { cap: None, ..scoring.clone() };
        let (of, differs): (_, &dyn Fn(Exact, Option<usize>) -> bool) = match mutant.place {
            Place::Grades => (scoring, &|total, veto| veto.is_none() && scoring.grade_of(total) != changed.grade_of(total)),
            Place::Cap => (&uncapped, &|total, _| scoring.capped(total) != changed.capped(total)),
            Place::Veto(at) | Place::VetoGone(at) => (scoring, &move |_, veto| veto == Some(at)),
            Place::Applies | Place::Line(..) | Place::LineGone(..) | Place::Item(_) => return Vec::new(),
        };
        let Ok(totals) = totals(self.model, of) else { return Vec::new() };
        let shown = totals.into_iter().filter(|((total, veto), _)| differs(*total, *veto));
        shown.filter_map(|(_, case)| case.map(|case| case.whole)).take(TRIED).collect()
    }
}
