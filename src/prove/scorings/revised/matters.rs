//! What two versions of a scoring standard have to settle: lines and vetoes of both, those that are alike taken once.

use super::both;
use super::parts::Seen;
use crate::law::Exact;
use crate::model::{Condition, FactId, Model, ScoreItem, ScoreLine, ScoreOn, Scoring, ScoringId, Veto};
use crate::prove::fingerprint;
use crate::prove::scorings::totals::{Choice, Matter};

/// What the two versions have of one thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Sides<T> {
    pub(super) old: T,
    pub(super) new: T,
}

impl<T> Sides<T> {
    pub(super) fn map<U>(self, mut of: impl FnMut(T) -> U) -> Sides<U> {
        Sides { old: of(self.old), new: of(self.new) }
    }
}

/// An item of either version, or of both.
pub(super) struct PairedItem<'m> {
    pub(super) name: &'m str,
    pub(super) old: Option<&'m ScoreItem>,
    pub(super) new: Option<&'m ScoreItem>,
    /// The item that holds the points of both.
    pub(super) holding: ScoreItem,
}

impl PairedItem<'_> {
    /// What is left of it in each version when so many points were moved.
    pub(super) fn scores(&self, moved: Sides<Exact>) -> Sides<Exact> {
        let of = |item: Option<&ScoreItem>, moved| item.map_or(Exact::ZERO, |item| item.score(moved));
        Sides { old: of(self.old, moved.old), new: of(self.new, moved.new) }
    }

    /// Whether the same points moved come to another score.
    fn reckoned_otherwise(&self) -> bool {
        match (self.old, self.new) {
            (Some(old), Some(new)) => old.points != new.points || old.word != new.word,
            _ => true,
        }
    }
}

/// One way to settle a matter, and what it does in each version.
#[derive(Debug, Clone)]
pub(super) struct PairedChoice {
    pub(super) condition: Condition,
    pub(super) moves: Sides<Option<(usize, Exact)>>,
    pub(super) veto: Sides<Option<usize>>,
}

/// A line or a veto of either version, or of both.
#[derive(Debug, Clone)]
pub(super) struct PairedMatter {
    pub(super) choices: Vec<PairedChoice>,
    pub(super) facts: Vec<FactId>,
    /// Whether it does not do the same in both.
    pub(super) changed: bool,
}

impl PairedMatter {
    fn alike(matter: Matter) -> Self {
        let both = |Choice { condition, moves, veto }| PairedChoice {
            condition,
            moves: Sides { old: moves, new: moves },
            veto: Sides { old: veto, new: veto },
        };
        Self { choices: matter.choices.into_iter().map(both).collect(), facts: matter.facts, changed: false }
    }

    /// What has to be met in every case that is looked at.
    pub(super) fn met(model: &Model, condition: Condition) -> Self {
        let mut facts = Vec::new();
        fingerprint::facts_of(model, &condition, &mut facts);
        Self::alike(Matter { choices: vec![Choice { condition, moves: None, veto: None }], facts })
    }

    fn only_old(matter: Matter) -> Self {
        let mut one = Self::alike(matter);
        one.changed = true;
        for choice in &mut one.choices {
            choice.moves.new = None;
            choice.veto.new = None;
        }
        one
    }

    fn only_new(matter: Matter) -> Self {
        let mut one = Self::alike(matter);
        one.changed = true;
        for choice in &mut one.choices {
            choice.moves.old = None;
            choice.veto.old = None;
        }
        one
    }

    /// As a matter of one standard: of one that does the same in both.
    pub(super) fn single(self) -> Matter {
        let of = |PairedChoice { condition, moves, veto }| Choice { condition, moves: moves.new, veto: veto.new };
        Matter { choices: self.choices.into_iter().map(of).collect(), facts: self.facts }
    }
}

/// Two versions of a standard in one model.
pub(super) struct Pair<'m> {
    pub(super) model: &'m Model,
    pub(super) ids: Sides<ScoringId>,
    items: Vec<PairedItem<'m>>,
}

impl<'m> Pair<'m> {
    pub(super) fn of(model: &'m Model, old: ScoringId, new: ScoringId) -> Self {
        let (before, after) = (&model[old], &model[new]);
        let mut items: Vec<PairedItem<'m>> = Vec::new();
        let named = |scoring: &'m Scoring, name: &str| scoring.items.iter().find(|item| item.name == name);
        for item in after.items.iter().chain(before.items.iter().filter(|item| named(after, &item.name).is_none())) {
            let (old, new) = (named(before, &item.name), named(after, &item.name));
            let points = [old, new].into_iter().flatten().map(|item| item.points).max().unwrap_or(Exact::ZERO);
            items.push(PairedItem { name: &item.name, old, new, holding: ScoreItem { points, ..item.clone() } });
        }
        Self { model, ids: Sides { old, new }, items }
    }

    pub(super) fn scorings(&self) -> Sides<&'m Scoring> {
        self.ids.map(|id| &self.model[id])
    }

    pub(super) fn items(&self) -> &[PairedItem<'m>] {
        &self.items
    }

    /// The items as `totals` reckons with them.
    pub(super) fn holding(&self) -> Vec<ScoreItem> {
        self.items.iter().map(|item| item.holding.clone()).collect()
    }

    /// When both apply; nothing where they always do.
    pub(super) fn applies(&self) -> Option<Condition> {
        let Sides { old, new } = self.scorings();
        match (&old.applies, &new.applies) {
            (None, None) => None,
            (Some(one), None) | (None, Some(one)) => Some(one.clone()),
            (Some(one), Some(other)) if fingerprint::condition(self.model, one) == fingerprint::condition(self.model, other) => {
                Some(other.clone())
            }
            (Some(one), Some(other)) => Some(both(one, other)),
        }
    }

    /// The lines of an item; `None` where figures do not fit.
    pub(super) fn lines(&self, at: usize) -> Option<Vec<PairedMatter>> {
        let item = self.items.get(at)?;
        let held = item.holding.points;
        let of = |line: &ScoreLine| Matter::of_line(self.model, at, held, line);
        let mut rest: Vec<&ScoreLine> = item.new.iter().flat_map(|item| &item.lines).collect();
        let (mut found, mut gone) = (Vec::new(), Vec::new());
        for line in item.old.iter().flat_map(|item| &item.lines) {
            match rest.iter().position(|other| other.points == line.points && self.on(other) == self.on(line)) {
                Some(same) => found.push(PairedMatter::alike(of(rest.remove(same))?)),
                None => gone.push(line),
            }
        }
        for line in gone {
            // Other points on the same condition: what does not hold moves nothing in either.
            let when = |line: &ScoreLine| matches!(line.on, ScoreOn::When(_));
            match rest.iter().position(|other| when(line) && when(other) && self.on(other) == self.on(line)) {
                Some(same) => {
                    let mut matter = PairedMatter::alike(of(rest.remove(same))?);
                    for (choice, before) in matter.choices.iter_mut().zip(of(line)?.choices) {
                        choice.moves.old = before.moves;
                    }
                    matter.changed = true;
                    found.push(matter);
                }
                None => found.push(PairedMatter::only_old(of(line)?)),
            }
        }
        for line in rest {
            found.push(PairedMatter::only_new(of(line)?));
        }
        Some(found)
    }

    fn on(&self, line: &ScoreLine) -> String {
        match &line.on {
            ScoreOn::When(condition) => fingerprint::condition(self.model, condition),
            ScoreOn::Each { value, step, most } => format!("{} {step:?} {most:?}", fingerprint::expr(self.model, value)),
        }
    }

    /// The vetoes, each alike in both once; where they lead to several grades their order counts, so that any change makes all count.
    pub(super) fn vetoes(&self) -> Vec<PairedMatter> {
        let Sides { old, new } = self.scorings();
        let of = |(at, veto): (usize, &Veto)| Matter::of_veto(self.model, at, &veto.condition);
        let (before, after) = (self.said(old), self.said(new));
        if before == after {
            return new.vetoes.iter().enumerate().map(|veto| PairedMatter::alike(of(veto))).collect();
        }
        let mut grades: Vec<&String> = before.iter().chain(&after).map(|(grade, _)| grade).collect();
        grades.sort_unstable();
        grades.dedup();
        let mut matters = Vec::new();
        for (veto, said) in old.vetoes.iter().enumerate().zip(&before) {
            if grades.len() > 1 || !after.contains(said) {
                matters.push(PairedMatter::only_old(of(veto)));
            }
        }
        for (veto, said) in new.vetoes.iter().enumerate().zip(&after) {
            let alike = grades.len() == 1 && before.contains(said);
            matters.push(if alike { PairedMatter::alike(of(veto)) } else { PairedMatter::only_new(of(veto)) });
        }
        matters
    }

    fn said(&self, scoring: &Scoring) -> Vec<(String, String)> {
        let grade = |at: usize| scoring.grades.get(at).map_or_else(String::new, |grade| grade.name.clone());
        scoring.vetoes.iter().map(|veto| (grade(veto.grade), fingerprint::condition(self.model, &veto.condition))).collect()
    }

    /// The grade of a veto, in each version; an index that both share names the same grade in both.
    pub(super) fn vetoed(&self, veto: Sides<Option<usize>>) -> Sides<Option<&'m str>> {
        let Sides { old, new } = self.scorings();
        let of = |scoring: &'m Scoring, at: Option<usize>| {
            let veto = at.and_then(|at| scoring.vetoes.get(at).or(scoring.vetoes.first()))?;
            scoring.grades.get(veto.grade).map(|grade| grade.name.as_str())
        };
        Sides { old: of(old, veto.old), new: of(new, veto.new) }
    }

    /// The parts of the score that may change; nothing is asked of the others, which are the same by construction.
    pub(super) fn asked(&self) -> Vec<Seen> {
        let Sides { old, new } = self.scorings();
        let changed = |at: &usize| self.lines(*at).is_none_or(|lines| lines.iter().any(|line| line.changed));
        let touched = |at: &usize| changed(at) || self.items.get(*at).is_some_and(PairedItem::reckoned_otherwise);
        let items: Vec<usize> = (0..self.items.len()).filter(touched).collect();
        let of_both = |at: &&usize| self.items.get(**at).is_some_and(|item| item.old.is_some() && item.new.is_some());
        let mut asked: Vec<Seen> = items.iter().filter(of_both).map(|at| Seen::Item(*at)).collect();
        let vetoes = self.said(old) != self.said(new);
        let total = !items.is_empty() || old.cap != new.cap;
        let ranges = |scoring: &Scoring| scoring.grades.iter().map(|g| (g.name.clone(), g.range)).collect::<Vec<_>>();
        asked.extend(vetoes.then_some(Seen::Veto));
        asked.extend(total.then_some(Seen::Total));
        asked.extend((total || vetoes || ranges(old) != ranges(new)).then_some(Seen::Grade));
        asked
    }

    /// Items that do not come to the same points in both when the same of their lines count.
    pub(super) fn otherwise(&self) -> Vec<usize> {
        self.items.iter().enumerate().filter(|(_, item)| item.reckoned_otherwise()).map(|(at, _)| at).collect()
    }
}
