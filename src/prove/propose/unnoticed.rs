//! A case for each change to the rules that no case notices, so that after the proposed cases `test --mutate` has nothing to tell.

use super::Proposer;
use crate::diagnostic::Span;
use crate::prove::CASE_LIMIT;
use crate::prove::examine::Witness;
use crate::prove::mutate::{Change, TierChange, changes};
use crate::prove::unlike::{Unlike, unlike};

/// How many changes of one rule are asked about when cases are proposed; those beyond are counted as unnoticed.
pub const ASKED_LIMIT: usize = 4_096;
/// How many cases are tried for one change.
const TRIED: usize = 8;
/// How many characters of the rule a name quotes.
const QUOTED: usize = 24;

impl Proposer<'_, '_> {
    /// Proposes what the changes ask for, and says how many remain that no case notices.
    pub(super) fn changes(&mut self) -> usize {
        let (model, id) = (self.model, self.question.id);
        let mut unnoticed = 0;
        for (at, change) in changes(self.question.benchmark).iter().enumerate() {
            if at >= ASKED_LIMIT {
                unnoticed += 1;
                continue;
            }
            if self.trials.notice(&mut change.exchange(id)) {
                continue;
            }
            let mut tried = 0;
            let mut take = |witness: &Witness| {
                tried += 1;
                tried <= TRIED && self.proposed.len() < CASE_LIMIT && self.tells_apart(change, witness)
            };
            match unlike(model, id, change.tier, &change.condition, &mut take) {
                Unlike::Same | Unlike::Unstated | Unlike::Shown => {}
                Unlike::Open => unnoticed += 1,
            }
        }
        unnoticed
    }

    /// Proposes a case where it notices a change.
    fn tells_apart(&mut self, change: &TierChange, witness: &Witness) -> bool {
        let Some(tiers) = self.stated(&witness.whole) else { return false };
        for facts in [&witness.facts, &witness.whole] {
            if self.stated(facts).as_ref() != Some(&tiers) || !self.trials.add(self.case(facts, &tiers)) {
                continue;
            }
            if self.trials.notice(&mut change.exchange(self.question.id)) {
                let what = self.told(change.tier, change.what, change.span);
                self.push(&what, facts, &tiers);
                return true;
            }
            self.trials.remove_last();
        }
        false
    }

    /// What a case tells apart, in a name.
    fn told(&self, tier: usize, change: Change, span: Span) -> String {
        let words = shortened(&self.question.source(span));
        let tier = self.question.tier_name(tier);
        format!("{tier} {}", told(change, &words))
    }
}

/// What a change is about, in a name.
pub(in crate::prove) fn told(change: Change, words: &str) -> String {
    match change {
        Change::Bound => format!("{words} 含不含本数"),
        Change::Moved => format!("{words} 的界限"),
        Change::Dropped => format!("{words} 不能少"),
        Change::Category => format!("{words} 的类别"),
        Change::Points => format!("{words} 的分数"),
        Change::Step => format!("{words} 每次的数量"),
        Change::Cap => format!("{words} 的上限"),
    }
}

/// The words of a rule, cut where they are many.
pub(in crate::prove) fn shortened(words: &str) -> String {
    if words.chars().count() <= QUOTED { words.to_owned() } else { words.chars().take(QUOTED).chain(['…']).collect() }
}
