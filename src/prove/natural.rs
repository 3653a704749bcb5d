//! Figures a person would choose: on the bound where the question lies, else the roundest.

use std::cmp::Ordering;

use super::axis::{Cut, Line};
use crate::law::Exact;
use crate::model::Type;

/// Figures of a type between two cuts, the most natural first: round in the unit that the type is shown in.
pub(super) fn figures_of(ty: &Type, start: Option<Cut>, end: Option<Cut>, step: Option<Exact>) -> Vec<Exact> {
    let Type::Quantity(unit) = ty else { return figures(start, end, step) };
    let shown = |cut: Cut| Some(Cut { at: cut.at.checked_div(unit.factor())?, after: cut.after });
    let (from, to) = (start.map(shown), end.map(shown));
    if from == Some(None) || to == Some(None) {
        return figures(start, end, step);
    }
    figures(from.flatten(), to.flatten(), None).into_iter().filter_map(|figure| figure.checked_mul(unit.factor())).collect()
}

/// The figures on either side of the bound before a cell of a line: the last before it and the first after it. Where figures are
/// dense, the one that the bound names and one near it.
pub(super) fn sides(ty: &Type, line: &Line, cell: usize) -> Option<(Exact, Exact)> {
    let (before, after) = (line.hull(&(cell.checked_sub(1)?..cell)).0, line.hull(&(cell..cell + 1)).1);
    let cut = line.hull(&(cell..cell + 1)).0?;
    Some(match (cut.after, line.step) {
        (true, Some(step)) => (cut.at, cut.at.checked_add(step)?),
        (false, Some(step)) => (cut.at.checked_sub(step)?, cut.at),
        (true, None) => (cut.at, near(ty, cut.at, true, |figure| after.is_none_or(|end| is_before(figure, end)))?),
        (false, None) => (near(ty, cut.at, false, |figure| before.is_none_or(|start| !is_before(figure, start)))?, cut.at),
    })
}

fn is_before(figure: Exact, cut: Cut) -> bool {
    if cut.after { figure <= cut.at } else { figure < cut.at }
}

/// A figure near another, a tenth of its last place above or below it, or less where that does not lie inside.
fn near(ty: &Type, at: Exact, above: bool, inside: impl Fn(Exact) -> bool) -> Option<Exact> {
    let tenth = Exact::new(1, 10)?;
    let factor = match ty {
        Type::Quantity(unit) => unit.factor(),
        Type::Ratio => Exact::new(1, 100)?,
        _ => Exact::ONE,
    };
    let (shown, mut place) = (at.checked_div(factor)?, Exact::ONE);
    for _ in 0..12 {
        let whole = shown.checked_div(place)?.is_integer();
        place = place.checked_mul(tenth)?;
        let apart = place.checked_mul(factor)?;
        let figure = if above { at.checked_add(apart)? } else { at.checked_sub(apart)? };
        if whole && inside(figure) {
            return Some(figure);
        }
    }
    None
}

/// Figures between two cuts, the most natural first.
fn figures(start: Option<Cut>, end: Option<Cut>, step: Option<Exact>) -> Vec<Exact> {
    let inside = |figure: Exact| {
        let after_start = start.is_none_or(|s| if s.after { figure > s.at } else { figure >= s.at });
        let before_end = end.is_none_or(|e| if e.after { figure <= e.at } else { figure < e.at });
        after_start && before_end
    };
    let mut found = Vec::new();
    let mut add = |figure: Option<Exact>| {
        if let Some(figure) = figure.filter(|f| inside(*f) && on_lattice(*f, step) && ends(*f))
            && !found.contains(&figure)
        {
            found.push(figure);
        }
    };
    // The bound itself where it belongs to the region: the upper one too when the author wrote it as included.
    let round = roundest(start, end, &inside);
    if start.is_some_and(|s| is_next_to_rounder(s, step)) {
        add(round);
    }
    if let Some(s) = start {
        add((!s.after).then_some(s.at));
    }
    if let Some(e) = end {
        add(e.after.then_some(e.at));
    }
    add(round);
    let unit = step.unwrap_or(Exact::ONE);
    if let Some(s) = start {
        add(s.at.checked_add(unit));
    }
    if let Some(e) = end {
        add(e.at.checked_sub(unit));
    }
    if let (Some(s), Some(e)) = (start, end) {
        let middle = s.at.checked_add(e.at).and_then(|sum| sum.checked_div(Exact::from_int(2)));
        add(middle);
        add(middle.zip(step).and_then(|(m, step)| m.checked_div(step)?.floor().checked_mul(step)));
    }
    if start.is_none() && end.is_none() {
        add(Some(Exact::ZERO));
    }
    found
}

/// Whether a cut on a lattice was written as the rounder figure before it: `超过999元` begins at 999.01元.
pub(super) fn is_next_to_rounder(cut: Cut, step: Option<Exact>) -> bool {
    let before = step.filter(|_| !cut.after).and_then(|step| cut.at.checked_sub(step));
    before.is_some_and(|before| digits(before) < digits(cut.at))
}

/// How many digits a figure needs, without noughts at its end.
fn digits(figure: Exact) -> usize {
    figure.to_string().replace('.', "").trim_end_matches('0').len()
}

/// Whether a figure can be written as a decimal.
fn ends(figure: Exact) -> bool {
    let mut rest = figure.denom();
    for factor in [2, 5] {
        while rest % factor == 0 {
            rest /= factor;
        }
    }
    rest == 1
}

fn on_lattice(figure: Exact, step: Option<Exact>) -> bool {
    step.is_none_or(|step| figure.checked_div(step).is_some_and(Exact::is_integer))
}

/// The multiple of the greatest power of ten that lies inside, the nearest to the start.
fn roundest(start: Option<Cut>, end: Option<Cut>, inside: &impl Fn(Exact) -> bool) -> Option<Exact> {
    let anchor = match (start, end) {
        (Some(s), _) => s.at,
        (None, Some(e)) => e.at,
        (None, None) => Exact::ZERO,
    };
    let mut power = Exact::from_int(1_000_000_000);
    let tenth = Exact::new(1, 10)?;
    for _ in 0..16 {
        // Far from an open end no figure is rounder than one of the anchor's own size.
        if start.is_none() || end.is_none() {
            while power.cmp(&anchor.abs().max(Exact::ONE)) == Ordering::Greater {
                power = power.checked_mul(tenth)?;
            }
        }
        for part in [power, power.checked_div(Exact::from_int(2))?] {
            let steps = anchor.checked_div(part)?;
            for multiple in [steps.ceil(), steps.floor().checked_add(Exact::ONE)?, steps.floor(), steps.ceil().checked_sub(Exact::ONE)?] {
                let figure = multiple.checked_mul(part)?;
                if inside(figure) {
                    return Some(figure);
                }
            }
        }
        power = power.checked_mul(tenth)?;
    }
    None
}
