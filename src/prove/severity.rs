//! Which of two sets of measures is heavier, and for which cases: fines by formulas, other kinds by what they are.

use std::cmp::Ordering;

use super::fines::{Ends, ends_of, fines_in, greater};
use super::fingerprint;
use super::made::constant;
use super::space::{Formula, Space};
use crate::law::Exact;
use crate::model::{BoundExpr, Connective, Fine, FineAmount, Measure, Modality, Model, Penalty, PenaltyKind, RootKind, Sanction};

/// How a penalty changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// 变轻
    Lighter,
    /// 变重
    Heavier,
    /// 有轻有重: lighter at one end and heavier at the other
    Mixed,
    /// 轻重未比较: kinds or ways of reckoning that do not compare
    Incomparable,
    /// 处罚不变: another tier, or another name, of the same penalty
    Same,
}

impl Direction {
    /// The two together: what of the parts holds of the whole.
    pub(super) fn and(self, other: Direction) -> Direction {
        match (self, other) {
            (Direction::Same, d) | (d, Direction::Same) => d,
            (Direction::Incomparable, _) | (_, Direction::Incomparable) => Direction::Incomparable,
            (a, b) if a == b => a,
            _ => Direction::Mixed,
        }
    }
}

/// How the measures of one answer compare with those of another.
#[derive(Debug, Clone)]
pub(super) struct Comparison {
    /// What holds whatever the case: of kinds, of connectives, of what cannot be compared.
    pub(super) fixed: Direction,
    /// For each fine that both have, when the later one is heavier and when it is lighter at one of its ends.
    pub(super) fines: Vec<(Formula, Formula)>,
    /// Whether some fines are made in ways that do not compare.
    pub(super) unread: bool,
}

impl Comparison {
    /// When the later answer is lighter and at no end heavier; `None` where that cannot be told.
    pub(super) fn lighter(&self) -> Option<Formula> {
        let heavier = || Formula::any(self.fines.iter().map(|(heavier, _)| heavier.clone()).collect());
        match self.fixed {
            _ if self.unread => None,
            Direction::Heavier | Direction::Mixed | Direction::Incomparable => Some(Formula::Constant(false)),
            Direction::Lighter => Some(heavier().not()),
            Direction::Same => {
                let lighter = Formula::any(self.fines.iter().map(|(_, lighter)| lighter.clone()).collect());
                Some(Formula::all(vec![heavier().not(), lighter]))
            }
        }
    }
}

/// Compares the measures of two answers; `space` is not frozen yet.
pub(super) fn compare(space: &mut Space<'_>, old: &[&Measure], new: &[&Measure]) -> Comparison {
    let model = space.model;
    let key = |m: &Measure| (m.target.clone(), m.condition.as_ref().map(|c| fingerprint::condition(model, c)));
    let mut comparison = Comparison { fixed: Direction::Same, fines: Vec::new(), unread: false };
    let mut rest: Vec<&Measure> = new.to_vec();
    for before in old {
        match rest.iter().position(|after| key(after) == key(before)) {
            Some(at) => {
                let known = comparison.fines.len();
                one(space, &before.sanction, &rest.remove(at).sanction, &mut comparison);
                // A fine under a condition weighs only where that holds.
                if let Some(condition) = &before.condition {
                    let holds = space.lower(condition);
                    for (heavier, lighter) in comparison.fines.iter_mut().skip(known) {
                        *heavier = Formula::all(vec![holds.clone(), heavier.clone()]);
                        *lighter = Formula::all(vec![holds.clone(), lighter.clone()]);
                    }
                }
            }
            None => comparison.fixed = comparison.fixed.and(alone(model, &before.sanction, Direction::Lighter)),
        }
    }
    for after in rest {
        comparison.fixed = comparison.fixed.and(alone(model, &after.sanction, Direction::Heavier));
    }
    comparison
}

/// A measure that only one of the two has: what it is to impose it.
fn alone(model: &Model, sanction: &Sanction, imposing: Direction) -> Direction {
    match sanction {
        Sanction::Waive => Direction::Same,
        Sanction::Groups { .. } if penalties(model, sanction).iter().all(|p| p.root.is_none_or(|r| !r.is_penalty())) => {
            Direction::Incomparable
        }
        Sanction::Groups { .. } => imposing,
    }
}

fn one(space: &mut Space<'_>, old: &Sanction, new: &Sanction, comparison: &mut Comparison) {
    let model = space.model;
    if fingerprint::sanction(model, old, true) == fingerprint::sanction(model, new, true) {
        return;
    }
    let direction = match (old, new) {
        (Sanction::Waive, Sanction::Waive) => Direction::Same,
        (Sanction::Waive, Sanction::Groups { .. }) => Direction::Heavier,
        (Sanction::Groups { .. }, Sanction::Waive) => Direction::Lighter,
        (Sanction::Groups { .. }, Sanction::Groups { .. }) => {
            let fines = match (fines_in(old).as_slice(), fines_in(new).as_slice()) {
                ([], []) => Direction::Same,
                ([], _) => Direction::Heavier,
                (_, []) => Direction::Lighter,
                ([(before, _)], [(after, _)]) => match formulas(space, before, after) {
                    Some(pair) => {
                        comparison.fines.push(pair);
                        Direction::Same
                    }
                    None if fingerprint::fine(model, before) == fingerprint::fine(model, after) => Direction::Same,
                    None => {
                        comparison.unread = true;
                        Direction::Incomparable
                    }
                },
                (before, after) => {
                    let said = |fines: &[(&Fine, _)]| -> Vec<String> { fines.iter().map(|(f, _)| fingerprint::fine(model, f)).collect() };
                    if said(before) == said(after) {
                        Direction::Same
                    } else {
                        comparison.unread = true;
                        Direction::Incomparable
                    }
                }
            };
            fines.and(kinds(model, old, new))
        }
    };
    comparison.fixed = comparison.fixed.and(direction);
}

/// When the later of two fines is heavier at an end, and when lighter.
fn formulas(space: &mut Space<'_>, before: &Fine, after: &Fine) -> Option<(Formula, Formula)> {
    if matches!(before.amount, FineAmount::ByScore) || matches!(after.amount, FineAmount::ByScore) {
        return None;
    }
    let (then, now) = (ends_of(space, before)?, ends_of(space, after)?);
    if then.grown || now.grown {
        return None;
    }
    Some((beyond(space, &now, &then)?, beyond(space, &then, &now)?))
}

/// When one fine goes beyond another at its lower or its upper end.
fn beyond(space: &mut Space<'_>, one: &Ends, other: &Ends) -> Option<Formula> {
    let lower = greater(space, &one.lower, &other.lower)?;
    let upper = match (&one.upper, &other.upper) {
        (_, None) => Formula::Constant(false),
        (None, Some(_)) => Formula::Constant(true),
        (Some(one), Some(other)) => greater(space, one, other)?,
    };
    Some(Formula::any(vec![lower, upper]))
}

/// A penalty, and whether it must be imposed; a fine without its amounts, which are compared apart.
struct Said {
    name: String,
    root: Option<RootKind>,
    must: bool,
    /// Of its period, or of what is usual: in figures, where it is.
    ends: Vec<Option<Exact>>,
    text: String,
}

fn penalties(model: &Model, sanction: &Sanction) -> Vec<Said> {
    fn of(model: &Model, sanction: &Sanction, must: bool, found: &mut Vec<Said>) {
        let Sanction::Groups { first, groups } = sanction else { return };
        for group in groups {
            let must = must && *first == Modality::Shall && group.connective == Connective::And && group.alternatives.len() == 1;
            for Penalty { kind: penalty, .. } in &group.alternatives {
                let text = fingerprint::penalty(model, penalty, false);
                match penalty {
                    PenaltyKind::Fine(fine) => found.push(Said {
                        name: "罚款".to_owned(),
                        root: Some(RootKind::Fine),
                        must,
                        ends: vec![fine.usual.as_ref().and_then(constant)],
                        text,
                    }),
                    PenaltyKind::Other { kind, period, .. } => {
                        let bound = |bound: &Option<BoundExpr>| bound.as_ref().and_then(|b| constant(&b.value));
                        let ends = period.as_ref().map_or_else(Vec::new, |p| vec![bound(&p.lower), bound(&p.upper)]);
                        found.push(Said { name: model[*kind].name.clone(), root: Some(model[*kind].root), must, ends, text });
                    }
                    PenaltyKind::Nested(inner) => of(model, inner, must, found),
                }
            }
        }
    }
    let mut found = Vec::new();
    of(model, sanction, true, &mut found);
    found
}

/// Which of two kinds is graver, as far as 行政处罚法 art. 9 tells: what it lists from light to grave. Its items 3 (permits and
/// qualifications) and 4 (business and occupation) list different things, and statutes step up from 停业 to 吊销 as often as
/// from 暂扣 to 停业: by their places alone neither is the lighter.
pub(super) fn graver(one: Option<RootKind>, other: Option<RootKind>) -> Option<Ordering> {
    let item = |kind: Option<RootKind>| match kind? {
        RootKind::SuspendPermit | RootKind::LowerQualification | RootKind::RevokePermit => Some(3),
        RootKind::RestrictBusiness | RootKind::SuspendBusiness | RootKind::CloseBusiness | RootKind::RestrictOccupation => Some(4),
        RootKind::Order
        | RootKind::Substitute
        | RootKind::Transfer
        | RootKind::Referral
        | RootKind::Warning
        | RootKind::Criticism
        | RootKind::Fine
        | RootKind::ConfiscateGains
        | RootKind::ConfiscateProperty
        | RootKind::Detention => None,
    };
    match (item(one), item(other)) {
        (Some(a), Some(b)) if a != b => None,
        _ => Some(one.cmp(&other)),
    }
}

/// What the kinds of two sanctions say of which is heavier.
fn kinds(model: &Model, old: &Sanction, new: &Sanction) -> Direction {
    let (before, after) = (penalties(model, old), penalties(model, new));
    let gone = before.iter().filter(|p| !after.iter().any(|q| q.name == p.name)).count();
    let come = after.iter().filter(|p| !before.iter().any(|q| q.name == p.name)).count();
    let gravest = |list: &[Said]| list.iter().filter_map(|p| p.root).filter(|r| r.is_penalty()).max();
    let by = |ordering: Option<Ordering>, equal: Direction| match ordering {
        Some(Ordering::Less) => Direction::Lighter,
        Some(Ordering::Greater) => Direction::Heavier,
        Some(Ordering::Equal) => equal,
        None => Direction::Incomparable,
    };
    let named = match (gone, come) {
        (0, 0) => Direction::Same,
        (0, _) => Direction::Heavier,
        (_, 0) => Direction::Lighter,
        _ => by(graver(gravest(&after), gravest(&before)), Direction::Incomparable),
    };
    let both = before.iter().filter_map(|p| after.iter().find(|q| q.name == p.name).map(|q| (p, q)));
    let changed = both.map(|(p, q)| {
        let must = by(Some(q.must.cmp(&p.must)), Direction::Same);
        let periods = p.ends.iter().zip(&q.ends).map(|(before, after)| match (before, after) {
            (Some(before), Some(after)) => by(Some(after.cmp(before)), Direction::Same),
            (before, after) if before == after => Direction::Same,
            _ => Direction::Incomparable,
        });
        let periods = periods.fold(Direction::Same, Direction::and);
        // What was not seen in figures, such as a period that came or went.
        let unseen = if p.text != q.text && periods == Direction::Same { Direction::Incomparable } else { Direction::Same };
        must.and(periods).and(unseen)
    });
    let direction = changed.fold(named, Direction::and);
    let reworded = direction == Direction::Same && fingerprint::sanction(model, old, false) != fingerprint::sanction(model, new, false);
    if reworded { Direction::Incomparable } else { direction }
}
