//! Regions and cases in a reviewer's words.

use super::axis::{Axis, Cut, Kind, Line};
use super::cube::{Cube, Layout};
use super::examine::{Examiner, is_tied};
use super::form::{Atom, date_of};
use super::natural;
use super::space::Space;
use crate::input::CaseFacts;
use crate::law::{Bound, Closure, Exact, Range, Ratio, date};
use crate::model::{DefinitionValue, Element, Expr, ExprKind, FactId, Given, Model, Side, Type, Value};

/// How many figures or members a region names of one axis before it breaks off.
const NAMED: usize = 6;

/// The region without a bound.
pub(super) const EVERY: &str = "所有情形";

/// A region: `违法所得 超过999元不满1000元 且 危害后果 为 轻微`.
pub(super) fn region(space: &Space<'_>, layout: &Layout, region: &Cube) -> String {
    let region = &without_implied(space, layout, region);
    let parts: Vec<String> = space
        .axes
        .iter()
        .enumerate()
        .filter(|(at, _)| !layout.is_full(region, *at))
        .map(|(at, axis)| part(space, layout, region, at, axis))
        .collect();
    if parts.is_empty() { EVERY.to_owned() } else { parts.join(" 且 ") }
}

/// A region without what the rest of it implies: past the third year after a day, that it is past the second need not be said.
fn without_implied(space: &Space<'_>, layout: &Layout, region: &Cube) -> Cube {
    let examiner = Examiner { space, layout, facts: &[] };
    let mut region = region.clone();
    for (at, _) in space.axes.iter().enumerate().filter(|(_, axis)| is_tied(axis)) {
        let Some(others) = layout.complement(&region, at).filter(|_| !layout.is_full(&region, at)) else { continue };
        let mut outside = region.clone();
        layout.part_mut(&mut outside, at).copy_from_slice(layout.part(&others, at));
        if !examiner.may_hold(&outside) {
            layout.part_mut(&mut region, at).copy_from_slice(layout.part(&layout.full(), at));
        }
    }
    region
}

fn part(space: &Space<'_>, layout: &Layout, region: &Cube, at: usize, axis: &Axis) -> String {
    let model = space.model;
    let cells = layout.members(region, at);
    let absent = axis.optional && cells.contains(&axis.values());
    let (name, mut named): (String, Vec<String>) = match &axis.kind {
        Kind::Line(line) => {
            let ty = type_of(space, line);
            let runs = layout.runs(region, at, axis.values());
            if let ([run], false) = (runs.as_slice(), absent)
                && let Some(words) = comparison(space, line, run)
            {
                return words;
            }
            (subject(space, line), runs.into_iter().map(|run| range(line, &ty, &run)).collect())
        }
        Kind::Members { fact, .. } if model[*fact].field.ty == Type::Boolean && !absent => {
            let name = model[*fact].key.to_string();
            return match cells.as_slice() {
                [1] => name,
                [0] => format!("非 {name}"),
                _ => format!("有 {name}"),
            };
        }
        Kind::Members { fact, .. } => {
            let field = &model[*fact].field;
            let member = |cell: &usize| match field.ty {
                Type::Boolean => model.show(&field.ty, &Value::Boolean(*cell == 1)),
                _ => model.show(&field.ty, &Value::Member(u16::try_from(*cell).unwrap_or(u16::MAX))),
            };
            let members: Vec<String> = cells.iter().filter(|c| **c < axis.values()).map(member).collect();
            (format!("{} 为", model[*fact].key), members)
        }
        Kind::Texts { fact, known } => {
            let text = |cell: &usize| known.get(*cell).map_or_else(|| "其他文字".to_owned(), |text| format!("“{text}”"));
            (format!("{} 为", model[*fact].key), cells.iter().filter(|c| **c < axis.values()).map(text).collect())
        }
        Kind::Truth { holds } => {
            let words = model.sources.slice(holds.condition.span).split_whitespace().collect::<Vec<_>>().join(" ");
            return if cells.as_slice() == [1] { words } else { format!("非 ({words})") };
        }
    };
    let more = named.len() > NAMED;
    named.truncate(NAMED);
    let mut words = if named.is_empty() { String::new() } else { format!("{name} {}", named.join(" 或者 ")) };
    if more {
        words.push_str(" 等");
    }
    match (absent, named.is_empty()) {
        (true, true) => format!("无 {}", name.trim_end_matches(" 为")),
        (true, false) => format!("({words} 或者没有)"),
        (false, _) => words,
    }
}

/// What a line counts: the fact, or the sum as the rule would write it.
fn subject(space: &Space<'_>, line: &Line) -> String {
    let atom = |atom: &Atom| match atom {
        Atom::Fact(fact) => space.model[*fact].key.to_string(),
        Atom::Opaque(_) => {
            let words = atom_words(space, atom);
            if line.terms.len() == 1 { words } else { format!("({words})") }
        }
    };
    let mut text = String::new();
    for (at, (term, factor)) in line.terms.iter().enumerate() {
        let negative = factor.is_negative();
        match (at, negative) {
            (0, _) => {}
            (_, true) => text.push_str(" - "),
            (_, false) => text.push_str(" + "),
        }
        let size = factor.abs();
        if size != Exact::ONE {
            text.push_str(&format!("{size} × "));
        }
        text.push_str(&atom(term));
    }
    text
}

fn atom_words(space: &Space<'_>, atom: &Atom) -> String {
    match atom {
        Atom::Fact(fact) => space.model[*fact].key.to_string(),
        Atom::Opaque(at) => space.opaque.get(*at as usize).map_or_else(String::new, |figure| expr(space.model, &figure.expr)),
    }
}

/// An expression as a rule would write it, by the name of its definition where it has one.
fn expr(model: &Model, written: &Expr) -> String {
    let defined = model.definitions.iter().find(|d| matches!(&d.value, DefinitionValue::Expr(inner) if inner.span == written.span));
    match &written.kind {
        ExprKind::Fact(fact) => model[*fact].key.to_string(),
        ExprKind::Definition(id) => model[*id].name.clone(),
        ExprKind::Shift(start, Side::After, period) => format!("{} 后 {period}", expr(model, start)),
        ExprKind::Shift(start, Side::Before, period) => format!("{} 前 {period}", expr(model, start)),
        _ => match defined {
            Some(definition) => definition.name.clone(),
            None => model.sources.slice(written.span).split_whitespace().collect::<Vec<_>>().join(" "),
        },
    }
}

/// A run of a line that tells which of two is greater, or how far two days are apart: `发现日期 晚于 行为日期 后 2年`.
fn comparison(space: &Space<'_>, line: &Line, run: &std::ops::Range<usize>) -> Option<String> {
    let [(one, first), (other, second)] = line.terms.as_slice() else { return None };
    if *first != Exact::ONE || !second.is_negative() {
        return None;
    }
    let dates = matches!(atom_type(space, one), Type::Date) && matches!(atom_type(space, other), Type::Date);
    let (left, right) = (atom_words(space, one), atom_words(space, other));
    let right = match second.abs() {
        times if times == Exact::ONE => right,
        times if times.is_integer() => format!("{right} × {times}"),
        times => format!("{right} × {}", Ratio::from_exact(times)),
    };
    let (start, end) = line.hull(run);
    let lower = start.filter(|s| Some(*s) != line.start).map(|cut| rounder(cut, line.step, true));
    let upper = end.filter(|e| Some(*e) != line.end).map(|cut| rounder(cut, line.step, false));
    let word = |at: Bound<Exact>, lower: bool| match (dates, lower, at.closed) {
        (true, true, Closure::Inclusive) => "不早于",
        (true, true, Closure::Exclusive) => "晚于",
        (true, false, Closure::Inclusive) => "不晚于",
        (true, false, Closure::Exclusive) => "早于",
        (false, true, Closure::Inclusive) => "不低于",
        (false, true, Closure::Exclusive) => "超过",
        (false, false, Closure::Inclusive) => "不超过",
        (false, false, Closure::Exclusive) => "不满",
    };
    let nought = |bound: &Bound<Exact>| bound.value.is_zero();
    match (lower, upper) {
        (Some(at), None) if nought(&at) => Some(format!("{left} {} {right}", word(at, true))),
        (None, Some(at)) if nought(&at) => Some(format!("{left} {} {right}", word(at, false))),
        // Between two neighbouring points there is one.
        (Some(low), Some(_)) if nought(&low) && low.closed == Closure::Inclusive && is_point(line, run) => {
            Some(if dates { format!("{left} 与 {right} 同日") } else { format!("{left} 等于 {right}") })
        }
        (None, None) => None,
        _ if dates => Some(format!("自 {right} 至 {left} 的 天数 {}", range(line, &Type::Number, run))),
        _ => None,
    }
}

/// Whether a run holds one figure only.
fn is_point(line: &Line, run: &std::ops::Range<usize>) -> bool {
    let (Some(start), Some(end)) = line.hull(run) else { return false };
    // A step further, or, where figures are dense, the cuts before and after it.
    !start.after && ((start.at == end.at && end.after) || line.step.is_some_and(|step| start.at.checked_add(step) == Some(end.at)))
}

/// The type a line's figures are shown in: days for what sums dates.
fn type_of(space: &Space<'_>, line: &Line) -> Type {
    match line.terms.as_slice() {
        [(atom, _)] => atom_type(space, atom),
        [(atom, _), ..] => match atom_type(space, atom) {
            Type::Date => Type::Number,
            ty => ty,
        },
        [] => Type::Number,
    }
}

fn atom_type(space: &Space<'_>, atom: &Atom) -> Type {
    match atom {
        Atom::Fact(fact) => space.model[*fact].field.ty.clone(),
        Atom::Opaque(at) => space.opaque.get(*at as usize).map_or(Type::Number, |figure| figure.expr.ty.clone()),
    }
}

/// A run of cells: `5000元以上不满2万元`.
fn range(line: &Line, ty: &Type, run: &std::ops::Range<usize>) -> String {
    let (start, end) = line.hull(run);
    if let (Some(s), true) = (start, is_point(line, run)) {
        return show_figure(ty, s.at);
    }
    // At the end of what the fact can be, nothing needs saying.
    let start = start.filter(|s| Some(*s) != line.start);
    let end = end.filter(|e| Some(*e) != line.end);
    let lower = start.map(|cut| rounder(cut, line.step, true));
    let upper = end.map(|cut| rounder(cut, line.step, false));
    match (lower, upper) {
        (None, None) => "任意".to_owned(),
        (lower, upper) => Range { lower, upper }.map(|figure| show_figure(ty, figure)).to_string(),
    }
}

fn show_figure(ty: &Type, figure: Exact) -> String {
    match ty {
        Type::Date => date_of(figure).map_or_else(|| figure.to_string(), date::display),
        ty => ty.show(figure),
    }
}

/// The bound that a cut is, on a lattice the rounder of its two readings: `超过999元` rather than `999.01元以上`.
fn rounder(cut: Cut, step: Option<Exact>, lower: bool) -> Bound<Exact> {
    let plain = if cut.after == lower { Bound::exclusive(cut.at) } else { Bound::inclusive(cut.at) };
    match step.and_then(|step| cut.at.checked_sub(step)).filter(|_| natural::is_next_to_rounder(cut, step)) {
        Some(before) if lower => Bound::exclusive(before),
        Some(before) => Bound::inclusive(before),
        None => plain,
    }
}

/// A case, as `设` would write it: `违法所得 = 5万元, 危害后果 = 轻微`.
pub(super) fn case(model: &Model, facts: &CaseFacts) -> String {
    let given = given(model, facts);
    if given.is_empty() { "任何案情".to_owned() } else { given }
}

/// What a case gives, as `设` writes it; of nothing, nothing.
pub(super) fn given(model: &Model, facts: &CaseFacts) -> String {
    let mut parts = Vec::new();
    for (at, fact) in model.facts.iter().enumerate() {
        let Ok(at) = u32::try_from(at) else { break };
        let given = facts.get(FactId(at));
        if *given != Given::Unknown {
            parts.push(format!("{} = {}", fact.key, literal(model, &fact.field.ty, given)));
        }
    }
    parts.join(", ")
}

/// How many facts that are 否 or nought a long case names.
const PLAIN: usize = 3;

/// As [`case`], for rules that read many facts: where many are 否 or nought, these are told together.
pub(super) fn long_case(model: &Model, facts: &CaseFacts) -> String {
    let ids = || (0u32..).zip(&model.facts).map(|(at, _)| FactId(at)).filter(|id| *facts.get(*id) != Given::Unknown);
    let plain = |id: &FactId| match facts.get(*id) {
        Given::Known(Value::Boolean(yes)) => !yes,
        Given::Known(Value::Number(figure)) => figure.is_zero(),
        _ => false,
    };
    if ids().filter(plain).count() <= PLAIN {
        return case(model, facts);
    }
    let mut short = CaseFacts::new(model);
    ids().filter(|id| !plain(id)).for_each(|id| short.set(id, facts.get(id).clone()));
    let told = case(model, &short);
    if ids().all(|id| plain(&id)) { "各要素都为否或者零".to_owned() } else { format!("{told}, 其余要素都为否或者零") }
}

/// A value as a case would give it; lists in full.
fn literal(model: &Model, ty: &Type, given: &Given) -> String {
    let (Type::List(record), Given::Known(Value::List(elements))) = (ty, given) else { return model.show_given(ty, given) };
    let element = |Element(values): &Element| {
        let fields = model[*record].fields.iter().zip(values);
        let fields: Vec<String> = fields.map(|(field, given)| format!("{} = {}", field.name, literal(model, &field.ty, given))).collect();
        format!("{{ {} }}", fields.join(", "))
    };
    if elements.is_empty() { "[ ]".to_owned() } else { format!("[ {} ]", elements.iter().map(element).collect::<Vec<_>>().join(", ")) }
}
