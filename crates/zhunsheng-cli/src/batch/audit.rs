//! Penalties that were imposed, compared with the rules and with each other: 畸轻, 畸重, 种类不符, 同案不同罚.
//!
//! Rows are compared where every decision is settled. A **grade** is the same benchmarks, tiers and applied circumstances;
//! a **group** is the same grade and the same facts. Groups of several penalties are 同案不同罚; what differs within a grade
//! alone is shown as its spread. Every collection has a limit; what went past it is counted.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use zhunsheng::law::Money;
use zhunsheng::model::Verdict;

use super::line::{Decided, Line};

/// Groups of the same facts that are kept; rows of further groups are counted, not compared.
pub(crate) const GROUPS: usize = 100_000;
/// Grades that are kept.
pub(crate) const GRADES: usize = 10_000;
/// Different penalties of a group that are kept with their rows.
pub(crate) const PENALTIES: usize = 8;
/// Deviating rows that are listed.
pub(crate) const LISTED: usize = 1_000;

/// The facts of a case, in 128 bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Digest(pub(crate) u64, pub(crate) u64);

/// What is compared of a row.
#[derive(Debug, Clone)]
pub(crate) struct Sentence {
    pub(crate) grade: Arc<Grade>,
    pub(crate) facts: Digest,
    pub(crate) penalty: String,
    pub(crate) fine: Option<Money>,
}

/// Benchmarks, tiers and applied circumstances, each in words.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Grade {
    pub(crate) benchmark: String,
    pub(crate) tier: String,
    pub(crate) circumstances: String,
}

impl Grade {
    /// None unless every decision is settled.
    pub(crate) fn of(decisions: &[Decided]) -> Option<Grade> {
        let settled = |decided: &Decided| matches!(decided.outcome, "settled" | "waived");
        if decisions.is_empty() || !decisions.iter().all(settled) {
            return None;
        }
        let each = |part: &dyn Fn(&Decided) -> String| decisions.iter().map(part).collect::<Vec<_>>().join(" | ");
        Some(Grade {
            benchmark: each(&|decided| decided.benchmark.clone()),
            tier: each(&|decided| if decided.tiers.is_empty() { "不予处罚".to_owned() } else { decided.tiers.join("、") }),
            circumstances: each(&|decided| decided.circumstances.join("、")),
        })
    }
}

/// A row whose penalty does not fit.
#[derive(Debug, Clone)]
pub(crate) struct Deviation {
    pub(crate) row: u64,
    pub(crate) case: Option<String>,
    pub(crate) verdict: Verdict,
    pub(crate) grade: Option<Arc<Grade>>,
    pub(crate) penalty: String,
    pub(crate) reasons: Vec<String>,
}

/// How often each verdict was reached.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Verdicts {
    pub(crate) fitting: u64,
    pub(crate) too_light: u64,
    pub(crate) too_heavy: u64,
    pub(crate) wrong_kind: u64,
    pub(crate) open: u64,
}

impl Verdicts {
    fn count(&mut self, verdict: Option<Verdict>) {
        *match verdict {
            Some(Verdict::Fitting) => &mut self.fitting,
            Some(Verdict::TooLight) => &mut self.too_light,
            Some(Verdict::TooHeavy) => &mut self.too_heavy,
            Some(Verdict::WrongKind) => &mut self.wrong_kind,
            None => &mut self.open,
        } += 1;
    }
}

/// A fine and the first row that has it.
pub(crate) type Fine = (Money, u64);

/// The penalties of a grade.
#[derive(Debug, Clone, Default)]
pub(crate) struct Spread {
    pub(crate) verdicts: Verdicts,
    pub(crate) lowest: Option<Fine>,
    pub(crate) highest: Option<Fine>,
}

/// A penalty of a group.
#[derive(Debug, Clone)]
pub(crate) struct Imposed {
    pub(crate) penalty: String,
    pub(crate) rows: u64,
    pub(crate) first: u64,
}

/// Rows of the same facts.
#[derive(Debug, Clone)]
pub(crate) struct Group {
    pub(crate) grade: Arc<Grade>,
    /// In the order of their first rows.
    pub(crate) penalties: Vec<Imposed>,
    /// Rows whose penalty is none of those kept.
    pub(crate) further: u64,
}

/// The audit of a run.
#[derive(Debug, Default)]
pub(crate) struct Audit {
    /// Rows that carry a penalty.
    pub(crate) rows: u64,
    pub(crate) verdicts: Verdicts,
    pub(crate) deviations: Vec<Deviation>,
    pub(crate) spreads: BTreeMap<Arc<Grade>, Spread>,
    groups: HashMap<(Arc<Grade>, Digest), Group>,
    /// Rows beyond [`GROUPS`] or [`GRADES`].
    pub(crate) uncompared: u64,
}

impl Audit {
    /// Takes a row into account; rows must come in order.
    pub(crate) fn add(&mut self, line: &Line) {
        let Some(penalty) = &line.imposed else { return };
        self.rows += 1;
        self.verdicts.count(line.verdict);
        let deviates = line.verdict.filter(|verdict| *verdict != Verdict::Fitting);
        if let Some(verdict) = deviates.filter(|_| self.deviations.len() < LISTED) {
            self.deviations.push(Deviation {
                row: line.row,
                case: line.case.clone(),
                verdict,
                grade: line.sentence.as_ref().map(|sentence| Arc::clone(&sentence.grade)),
                penalty: penalty.clone(),
                reasons: line.reasons.clone(),
            });
        }
        if let Some(sentence) = &line.sentence {
            self.compare(line.row, line.verdict, sentence);
        }
    }

    fn compare(&mut self, row: u64, verdict: Option<Verdict>, sentence: &Sentence) {
        let grade = match self.spreads.get_key_value(&sentence.grade) {
            Some((grade, _)) => Arc::clone(grade),
            None if self.spreads.len() < GRADES => Arc::clone(&sentence.grade),
            None => {
                self.uncompared += 1;
                return;
            }
        };
        let spread = self.spreads.entry(Arc::clone(&grade)).or_default();
        spread.verdicts.count(verdict);
        if let Some(fine) = sentence.fine {
            if spread.lowest.is_none_or(|(lowest, _)| fine < lowest) {
                spread.lowest = Some((fine, row));
            }
            if spread.highest.is_none_or(|(highest, _)| fine > highest) {
                spread.highest = Some((fine, row));
            }
        }
        let key = (Arc::clone(&grade), sentence.facts);
        if self.groups.len() >= GROUPS && !self.groups.contains_key(&key) {
            self.uncompared += 1;
            return;
        }
        let group = self.groups.entry(key).or_insert_with(|| Group { grade, penalties: Vec::new(), further: 0 });
        if let Some(imposed) = group.penalties.iter_mut().find(|imposed| imposed.penalty == sentence.penalty) {
            imposed.rows += 1;
        } else if group.penalties.len() < PENALTIES {
            group.penalties.push(Imposed { penalty: sentence.penalty.clone(), rows: 1, first: row });
        } else {
            group.further += 1;
        }
    }

    /// 同案不同罚: groups of several penalties, in the order of their first rows.
    pub(crate) fn unequal(&self) -> Vec<&Group> {
        let mut groups: Vec<&Group> = self.groups.values().filter(|group| group.penalties.len() > 1).collect();
        groups.sort_by_key(|group| group.penalties.first().map(|imposed| imposed.first));
        groups
    }

    /// Rows whose penalty does not fit.
    pub(crate) fn deviating(&self) -> u64 {
        self.verdicts.too_light + self.verdicts.too_heavy + self.verdicts.wrong_kind
    }
}
