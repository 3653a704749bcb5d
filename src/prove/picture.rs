//! A benchmark over one or two facts: which tiers each field of the plane selects, whatever the other facts are.

use super::axis::{Axis, Kind};
use super::benchmark::{Lowered, Question};
use super::form::Atom;
use super::space::Space;
use super::words;
use crate::model::{BenchmarkId, FactId, HitPolicy, Model};

/// How many cells of an axis a picture shows.
pub const PICTURE_CELLS: usize = 200;

/// Tiers over the plane of one or two facts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// The benchmark’s name.
    pub benchmark: String,
    /// The tiers’ names, in order.
    pub tiers: Vec<String>,
    /// The horizontal axis: the fact and its cells in words.
    pub across: (String, Vec<String>),
    /// The vertical axis, if there is one.
    pub down: Option<(String, Vec<String>)>,
    /// The fields, row by row.
    pub fields: Vec<Vec<PictureField>>,
}

/// One field of a [`Picture`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PictureField {
    /// The tiers that some case of the field selects: indices into [`Picture::tiers`].
    pub tiers: Vec<usize>,
    /// Whether some case of the field has no tier.
    pub gap: bool,
    /// Whether some case of the field has two, where one may.
    pub overlap: bool,
}

/// Why there is no picture.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PictureError {
    /// The benchmark compares no fact of this name.
    #[error("阶次的条件里没有要素「{0}」 (no tier asks about this fact)")]
    NoFact(String),
    /// The benchmark compares no single fact at all.
    #[error("阶次的条件里没有可以作轴的要素 (no tier asks about a fact that could be an axis)")]
    NoAxis,
    /// The conditions come to too many cubes, or an axis has more cells than [`PICTURE_CELLS`].
    #[error("条件太多,画不出来 (too many conditions to draw)")]
    TooMany,
}

/// The picture of a benchmark over the facts of these names; the two with the most bounds when none is named.
///
/// # Errors
/// When a name is no fact of the tiers, or there is too much to draw.
pub fn picture(model: &Model, id: BenchmarkId, facts: &[&str]) -> Result<Picture, PictureError> {
    let mut space = Space::of(model, id);
    let lowered = Lowered::of(&mut space, &model[id]);
    space.freeze();
    let question = Question::new(&space, id, &lowered);
    let mut axes: Vec<(usize, FactId)> = space.axes.iter().enumerate().filter_map(|(at, axis)| Some((at, fact_of(axis)?))).collect();
    axes.sort_by_key(|(at, _)| std::cmp::Reverse(space.axes.get(*at).map_or(0, Axis::cells)));
    let chosen: Vec<(usize, FactId)> = if facts.is_empty() {
        axes.iter().take(2).copied().collect()
    } else {
        let named = |name: &&str| axes.iter().find(|(_, fact)| model[*fact].key.to_string() == **name).copied();
        facts.iter().take(2).map(|name| named(name).ok_or_else(|| PictureError::NoFact((*name).to_owned()))).collect::<Result<_, _>>()?
    };
    let Some((across, across_fact)) = chosen.first().copied() else { return Err(PictureError::NoAxis) };
    let down = chosen.get(1).copied().filter(|(at, _)| *at != across);
    let tiers: Vec<_> = question.tiers.iter().cloned().collect::<Option<_>>().ok_or(PictureError::TooMany)?;
    let layout = question.layout();
    let cells = |axis: usize| layout.cells(axis);
    if cells(across) > PICTURE_CELLS || down.is_some_and(|(at, _)| cells(at) > PICTURE_CELLS) {
        return Err(PictureError::TooMany);
    }
    let words_of = |axis: usize, fact: FactId| {
        let name = model[fact].key.to_string();
        let cell = |at| {
            let text = layout.only(axis, [at]).map(|cube| words::region(&space, layout, &cube)).unwrap_or_default();
            let plain = text.strip_prefix(&name).map_or(text.as_str(), str::trim).to_owned();
            plain.strip_prefix("为 ").map_or(plain.clone(), str::to_owned)
        };
        (name.clone(), (0..cells(axis)).map(cell).collect::<Vec<_>>())
    };
    let rows = down.map_or(1, |(at, _)| cells(at));
    let mut fields = Vec::with_capacity(rows);
    for row in 0..rows {
        let mut line = Vec::with_capacity(cells(across));
        for column in 0..cells(across) {
            let mut part = layout.only(across, [column]);
            if let Some((axis, _)) = down {
                part = part.zip(layout.only(axis, [row])).and_then(|(a, b)| layout.intersect(&a, &b));
            }
            let field = part.map(|part| {
                let base: Vec<_> = question.base.iter().filter_map(|b| layout.intersect(b, &part)).collect();
                let within: Vec<Vec<_>> =
                    tiers.iter().map(|list| list.iter().filter_map(|c| layout.intersect(c, &part)).collect()).collect();
                let met: Vec<usize> = (0..within.len()).filter(|t| within.get(*t).is_some_and(|l| !l.is_empty())).collect();
                let overlap = model[id].hit == HitPolicy::Unique
                    && met.iter().enumerate().any(|(at, one)| {
                        met.iter().skip(at + 1).any(|other| {
                            let pair = within.get(*one).zip(within.get(*other));
                            pair.is_some_and(|(a, b)| a.iter().any(|x| b.iter().any(|y| !layout.disjoint(x, y))))
                        })
                    });
                let gap = question.covered(&base, within.into_iter().flatten().collect()) == Some(false);
                PictureField { tiers: met, gap, overlap }
            });
            line.push(field.unwrap_or_default());
        }
        fields.push(line);
    }
    Ok(Picture {
        benchmark: model[id].name.clone(),
        tiers: (0..tiers.len()).map(|t| question.tier_name(t)).collect(),
        across: words_of(across, across_fact),
        down: down.map(|(axis, fact)| words_of(axis, fact)),
        fields,
    })
}

/// The fact of an axis that is one fact.
fn fact_of(axis: &Axis) -> Option<FactId> {
    match &axis.kind {
        Kind::Line(line) => match line.terms.as_slice() {
            [(Atom::Fact(fact), _)] => Some(*fact),
            _ => None,
        },
        Kind::Members { fact, .. } | Kind::Texts { fact, .. } => Some(*fact),
        Kind::Truth { .. } => None,
    }
}
