//! Figures a person would choose: on the bound where the question lies, else the roundest.

use std::cmp::Ordering;

use super::axis::Cut;
use crate::law::Exact;

/// Figures between two cuts, the most natural first; never none where there is one.
pub(super) fn figures(start: Option<Cut>, end: Option<Cut>, step: Option<Exact>) -> Vec<Exact> {
    let inside = |figure: Exact| {
        let after_start = start.is_none_or(|s| if s.after { figure > s.at } else { figure >= s.at });
        let before_end = end.is_none_or(|e| if e.after { figure <= e.at } else { figure < e.at });
        after_start && before_end
    };
    let mut found = Vec::new();
    let mut add = |figure: Option<Exact>| {
        if let Some(figure) = figure.filter(|f| inside(*f) && on_lattice(*f, step)) {
            if !found.contains(&figure) {
                found.push(figure);
            }
        }
    };
    // The bound itself where it belongs to the region: the upper one too when the author wrote it as included.
    if let Some(s) = start {
        add((!s.after).then_some(s.at));
    }
    if let Some(e) = end {
        add(e.after.then_some(e.at));
    }
    add(roundest(start, end, &inside));
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
