//! Linear inequalities over a few unknowns, decided by eliminating one after the other (Fourier–Motzkin), in exact figures.

use super::axis::Cut;
use super::form::Atom;
use crate::law::Exact;

/// How many inequalities an elimination may come to; beyond, a question is undecided.
pub const INEQUALITY_LIMIT: usize = 2_000;

/// `Σ factor × atom ≤ limit`, or `<` where `strict`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Inequality {
    terms: Vec<(Atom, Exact)>,
    limit: Exact,
    strict: bool,
}

/// The figures do not fit, or the inequalities are too many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Beyond;

/// A system of inequalities.
#[derive(Debug, Clone, Default)]
pub(super) struct System {
    rows: Vec<Inequality>,
}

impl System {
    /// Demands that a sum lies between two cuts.
    pub(super) fn between(&mut self, terms: &[(Atom, Exact)], start: Option<Cut>, end: Option<Cut>) -> Result<(), Beyond> {
        if let Some(start) = start {
            let terms = terms.iter().map(|(atom, factor)| (*atom, -*factor)).collect();
            self.rows.push(Inequality { terms, limit: -start.at, strict: start.after });
        }
        if let Some(end) = end {
            self.rows.push(Inequality { terms: terms.to_vec(), limit: end.at, strict: !end.after });
        }
        if self.rows.len() > INEQUALITY_LIMIT { Err(Beyond) } else { Ok(()) }
    }

    /// Puts a figure in place of an atom.
    pub(super) fn substitute(&mut self, atom: Atom, figure: Exact) -> Result<(), Beyond> {
        for row in &mut self.rows {
            if let Some(at) = row.terms.iter().position(|(a, _)| *a == atom) {
                let (_, factor) = row.terms.remove(at);
                let part = factor.checked_mul(figure).ok_or(Beyond)?;
                row.limit = row.limit.checked_sub(part).ok_or(Beyond)?;
            }
        }
        Ok(())
    }

    /// The atoms that still stand in it.
    pub(super) fn atoms(&self) -> Vec<Atom> {
        let mut atoms: Vec<Atom> = self.rows.iter().flat_map(|r| r.terms.iter().map(|(a, _)| *a)).collect();
        atoms.sort_unstable();
        atoms.dedup();
        atoms
    }

    /// Whether rational figures satisfy it.
    pub(super) fn has_solution(&self) -> Result<bool, Beyond> {
        let mut system = self.clone();
        for atom in self.atoms() {
            system.eliminate(atom)?;
        }
        Ok(system.rows.iter().all(|r| if r.strict { r.limit > Exact::ZERO } else { r.limit >= Exact::ZERO }))
    }

    /// Between which cuts an atom may lie, whatever the others are; `None` when there is no solution.
    pub(super) fn interval(&self, atom: Atom) -> Result<Option<(Option<Cut>, Option<Cut>)>, Beyond> {
        let mut system = self.clone();
        for other in self.atoms().into_iter().filter(|a| *a != atom) {
            system.eliminate(other)?;
        }
        let (mut start, mut end): (Option<Cut>, Option<Cut>) = (None, None);
        for row in &system.rows {
            match row.terms.first() {
                None if row.limit.is_negative() || (row.strict && row.limit.is_zero()) => return Ok(None),
                None => {}
                Some((_, factor)) => {
                    let at = row.limit.checked_div(*factor).ok_or(Beyond)?;
                    if factor.is_negative() {
                        let cut = Cut { at, after: row.strict };
                        start = Some(start.map_or(cut, |s| s.max(cut)));
                    } else {
                        let cut = Cut { at, after: !row.strict };
                        end = Some(end.map_or(cut, |e| e.min(cut)));
                    }
                }
            }
        }
        Ok(if start.zip(end).is_some_and(|(s, e)| s >= e) { None } else { Some((start, end)) })
    }

    fn eliminate(&mut self, atom: Atom) -> Result<(), Beyond> {
        let (with, mut rows): (Vec<Inequality>, Vec<Inequality>) =
            self.rows.drain(..).partition(|r| r.terms.iter().any(|(a, _)| *a == atom));
        let factor = |row: &Inequality| row.terms.iter().find(|(a, _)| *a == atom).map_or(Exact::ZERO, |(_, f)| *f);
        let (upper, lower): (Vec<&Inequality>, Vec<&Inequality>) = with.iter().partition(|r| !factor(r).is_negative());
        for one in &upper {
            for other in &lower {
                let row = combine(one, -factor(other), other, factor(one), atom).ok_or(Beyond)?;
                if !rows.contains(&row) {
                    rows.push(row);
                }
                if rows.len() > INEQUALITY_LIMIT {
                    return Err(Beyond);
                }
            }
        }
        self.rows = rows;
        Ok(())
    }
}

/// `a × one + b × other`, in which `atom` falls out; both factors are positive.
fn combine(one: &Inequality, a: Exact, other: &Inequality, b: Exact, atom: Atom) -> Option<Inequality> {
    let mut terms: Vec<(Atom, Exact)> = Vec::new();
    for (row, by) in [(one, a), (other, b)] {
        for (at, factor) in row.terms.iter().filter(|(at, _)| *at != atom) {
            let part = factor.checked_mul(by)?;
            match terms.iter_mut().find(|(t, _)| t == at) {
                Some((_, sum)) => *sum = sum.checked_add(part)?,
                None => terms.push((*at, part)),
            }
        }
    }
    terms.retain(|(_, factor)| !factor.is_zero());
    terms.sort_unstable_by_key(|(at, _)| *at);
    let limit = one.limit.checked_mul(a)?.checked_add(other.limit.checked_mul(b)?)?;
    Some(Inequality { terms, limit, strict: one.strict || other.strict })
}
