//! A case on either side of each bound of a fact: on the figure itself, and next to it by the step of its type.

use super::Proposer;
use crate::input::CaseFacts;
use crate::law::Exact;
use crate::model::FactId;
use crate::prove::CASE_LIMIT;
use crate::prove::axis::Kind;
use crate::prove::cube::Cube;
use crate::prove::examine::{Examined, given};
use crate::prove::form::Atom;
use crate::prove::natural;
use crate::report::Truth;

/// One side of a bound.
#[derive(Debug, Clone, Copy)]
struct Side {
    fact: FactId,
    axis: usize,
    /// The cell that it lies in, and the one across the bound.
    cell: usize,
    across: usize,
    /// The figure to stand on, and the one across.
    figure: Exact,
    other: Exact,
    /// The farthest figure that still stands close to the bound: where figures are dense a case may stand between.
    near: Exact,
    name: &'static str,
}

impl Proposer<'_, '_> {
    /// Both sides of every bound of a single fact.
    pub(super) fn bounds(&mut self) {
        let space = self.question.space;
        for (axis, shape) in space.axes.iter().enumerate() {
            let Kind::Line(line) = &shape.kind else { continue };
            let [(Atom::Fact(fact), _)] = line.terms.as_slice() else { continue };
            for cell in 1..shape.values() {
                let Some((low, high)) = natural::sides(&self.model[*fact].field.ty, line, cell) else { continue };
                let at = line.hull(&(cell..cell + 1)).0.map_or(low, |cut| cut.at);
                let below = Side {
                    fact: *fact,
                    axis,
                    cell: cell - 1,
                    across: cell,
                    figure: low,
                    other: high,
                    near: if line.step.is_none() && low != at { at } else { low },
                    name: "界限下",
                };
                let above = Side {
                    cell,
                    across: cell - 1,
                    figure: high,
                    other: low,
                    near: if line.step.is_none() && high != at { at } else { high },
                    name: "界限上",
                    ..below
                };
                self.side(&below);
                self.side(&above);
            }
        }
    }

    fn side(&mut self, side: &Side) {
        if self.proposed.len() >= CASE_LIMIT || self.stands(side) {
            return;
        }
        let ty = &self.model[side.fact].field.ty;
        let (Some(here), Some(there)) = (given(ty, side.figure), given(ty, side.other)) else { return };
        let layout = self.question.layout();
        let Some(only) = layout.only(side.axis, [side.cell]) else { return };
        let tiers = || self.question.tiers.iter().flatten().flatten();
        let ends = |cube: &Cube| !layout.has(cube, side.axis, side.across);
        // Rather where the bound makes the difference than anywhere on it.
        let telling = tiers().filter(|cube| ends(cube)).filter_map(|cube| layout.intersect(cube, &only)).map(|cube| (cube, true));
        let any = tiers().filter_map(|cube| layout.intersect(cube, &only)).map(|cube| (cube, false));
        let with = |facts: &CaseFacts, given| {
            let mut facts = facts.clone();
            facts.set(side.fact, given);
            facts
        };
        for (region, tells) in telling.chain(any).collect::<Vec<_>>() {
            let asked = |facts: &CaseFacts| {
                let stated = self.stated(&with(facts, here.clone()));
                let differs = || !tells || self.stated(&with(facts, there.clone())) != stated;
                if stated.is_some() && differs() { Truth::True } else { Truth::Unknown }
            };
            if let Examined::Shown(witness) = self.question.examiner().examine(&region, &asked) {
                let name = format!("{} {}({})", self.model[side.fact].key, self.model.show_given(ty, &here), side.name);
                if self.add(name, &with(&witness.facts, here.clone()), &with(&witness.whole, here.clone())) {
                    return;
                }
            }
        }
    }

    /// Whether a case stands on a side of a bound already: on its figure, or between that and the bound.
    fn stands(&self, side: &Side) -> bool {
        let (from, to) = (side.figure.min(side.near), side.figure.max(side.near));
        self.known
            .iter()
            .filter_map(|facts| crate::prove::examine::figure_of(facts.get(side.fact)))
            .any(|figure| (from..=to).contains(&figure) && (side.near == side.figure || figure != side.near))
    }
}
