//! Formulas to lists of cubes: each cube is cases that satisfy the formula, together they are all of them.

use super::axis::{Axis, Test};
use super::cube::{Cube, Layout, absorb};
use super::space::{Formula, Space};
use crate::diagnostic::Span;

/// How many cubes a condition may come to; beyond, a question about it is undecided.
pub const CUBE_LIMIT: usize = 4096;

/// A condition comes to more than [`CUBE_LIMIT`] cubes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TooMany;

/// A frozen space: formulas become cubes here.
#[derive(Debug)]
pub(super) struct Cubes<'s> {
    axes: &'s [Axis],
    pub(super) layout: Layout,
    /// A part of a rule put as true or false, to ask what it is good for.
    pub(super) replaced: Option<(Span, bool)>,
}

impl<'s> Cubes<'s> {
    pub(super) fn new(space: &'s Space<'_>) -> Self {
        Self { axes: &space.axes, layout: Layout::new(&space.axes), replaced: None }
    }

    /// The cases that satisfy a formula.
    pub(super) fn of(&self, formula: &Formula) -> Result<Vec<Cube>, TooMany> {
        self.within(formula, true, vec![self.layout.full()])
    }

    /// The cases of `base` for which a formula is `wanted`.
    pub(super) fn within(&self, formula: &Formula, wanted: bool, base: Vec<Cube>) -> Result<Vec<Cube>, TooMany> {
        match formula {
            Formula::Constant(value) => Ok(if *value == wanted { base } else { Vec::new() }),
            Formula::Not(inner) => self.within(inner, !wanted, base),
            Formula::Part(span, inner) => match self.replaced {
                Some((replaced, value)) if replaced == *span => Ok(if value == wanted { base } else { Vec::new() }),
                _ => self.within(inner, wanted, base),
            },
            Formula::Literal(axis, test) => Ok(self.literal(*axis, test, wanted, &base)),
            // Not at least k of n is at least n − k + 1 of their opposites.
            Formula::AtLeast(count, parts) => {
                let count = if wanted { *count } else { (parts.len() + 1).saturating_sub(*count) };
                self.at_least(count, parts, wanted, base)
            }
        }
    }

    fn literal(&self, axis: usize, test: &Test, wanted: bool, base: &[Cube]) -> Vec<Cube> {
        let Some(cells) = self.axes.get(axis).map(|a| a.satisfying(test)) else { return Vec::new() };
        let only = self.layout.only(axis, cells);
        let only = match (only, wanted) {
            (only, true) => only,
            (Some(only), false) => self.layout.complement(&only, axis),
            (None, false) => return base.to_vec(),
        };
        let Some(only) = only else { return Vec::new() };
        base.iter().filter_map(|cube| self.layout.intersect(cube, &only)).collect()
    }

    fn at_least(&self, count: usize, parts: &[Formula], wanted: bool, base: Vec<Cube>) -> Result<Vec<Cube>, TooMany> {
        if count == 0 || base.is_empty() {
            return Ok(base);
        }
        if count > parts.len() {
            return Ok(Vec::new());
        }
        if count == parts.len() {
            return parts.iter().try_fold(base, |base, part| self.within(part, wanted, base));
        }
        let Some((first, rest)) = parts.split_first() else { return Ok(Vec::new()) };
        let with = self.within(first, wanted, base.clone())?;
        let mut all = self.at_least(count - 1, rest, wanted, with)?;
        all.extend(self.at_least(count, rest, wanted, base)?);
        if all.len() > CUBE_LIMIT {
            absorb(&mut all);
            if all.len() > CUBE_LIMIT {
                return Err(TooMany);
            }
        } else if all.len() <= 64 {
            absorb(&mut all);
        }
        Ok(all)
    }
}
