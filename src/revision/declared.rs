//! Declarations of two versions that decide what a case or a text may be: 要素, 种类, 词表, units.

use std::collections::BTreeSet;

use super::said::{Facet, notes};
use super::{BenchmarkStatus, Note, RuleDifference, SetPair, Versions, paired};
use crate::diagnostic::{Span, Term};
use crate::model::{Direction, Field, Kind, Model, Record, SetId, WordList};

/// What a rule set declares, or with no set, what files without one do.
pub(super) fn of(versions: &Versions, (old, new): SetPair) -> Vec<RuleDifference> {
    // What only one version has is told as a whole.
    if old.is_some() != new.is_some() {
        return Vec::new();
    }
    let (before, after) = (Declared::of(&versions.old, old), Declared::of(&versions.new, new));
    let mut found = Vec::new();
    paired(&before.records, &after.records, |r| &r.name, |r| &r.name, &mut |one, other| {
        let facets = |model: &Model, record: Option<&&Record>| record.map_or_else(Vec::new, |r| fields(model, r));
        found.extend(told("要素", name(one, other, |r| &r.name), one.is_some(), other.is_some(), || {
            notes(facets(&versions.old, one), facets(&versions.new, other))
        }));
    });
    paired(&before.kinds, &after.kinds, |k| &k.name, |k| &k.name, &mut |one, other| {
        let facets =
            |model: &Model, kind: Option<&&Kind>| kind.map_or_else(Vec::new, |k| vec![Facet::new(("属于", "under"), under(model, k))]);
        found.extend(told("种类", name(one, other, |k| &k.name), one.is_some(), other.is_some(), || {
            notes(facets(&versions.old, one), facets(&versions.new, other))
        }));
    });
    paired(&before.words, &after.words, |w| &w.name, |w| &w.name, &mut |one, other| {
        found.extend(told("词表", name(one, other, |w| &w.name), one.is_some(), other.is_some(), || words(versions, one, other)));
    });
    found
}

fn name<'n, T>(old: Option<&'n &T>, new: Option<&'n &T>, of: impl Fn(&'n T) -> &'n String) -> &'n str {
    new.or(old).map_or("", |one| of(one))
}

fn told(kind: &'static str, name: &str, old: bool, new: bool, notes: impl FnOnce() -> Vec<Note>) -> Option<RuleDifference> {
    match (old, new) {
        (true, false) => Some(RuleDifference::only(kind, name, BenchmarkStatus::Removed)),
        (false, true) => Some(RuleDifference::only(kind, name, BenchmarkStatus::Added)),
        _ => {
            let mut rule = RuleDifference::only(kind, name, BenchmarkStatus::Same);
            rule.notes = notes();
            rule.settled()
        }
    }
}

struct Declared<'m> {
    records: Vec<&'m Record>,
    kinds: Vec<&'m Kind>,
    words: Vec<&'m WordList>,
}

impl<'m> Declared<'m> {
    fn of(model: &'m Model, set: Option<SetId>) -> Self {
        let own = |span: Span| match set {
            Some(set) => model[set].source == span.source,
            None => !model.sets.iter().any(|set| set.source == span.source),
        };
        Self {
            records: model.records.iter().filter(|record| own(record.span)).collect(),
            kinds: model.kinds.iter().filter(|kind| kind.span.is_some_and(own)).collect(),
            words: model.word_lists.iter().filter(|words| own(words.span)).collect(),
        }
    }
}

/// The fields of a record: what each may hold. What it is called in questions counts, its place among others does not.
fn fields(model: &Model, record: &Record) -> Vec<Facet> {
    let field = |field: &Field| {
        let bounds = field.bounds.map(|range| range.map(|figure| field.ty.show(figure)).to_string());
        let optional = field.optional.then(|| "可缺".to_owned());
        let direction = field.direction.map(|direction| {
            match direction {
                Direction::GreaterIsGraver => "越大越重",
                Direction::LesserIsGraver => "越小越重",
            }
            .to_owned()
        });
        let note = field.note.as_ref().map(|note| format!("“{note}”"));
        let parts: Vec<String> = [Some(model.type_words(&field.ty)), bounds, optional, direction, note].into_iter().flatten().collect();
        Facet::new((format!("「{}」", field.name), field.name.clone()), parts.join(" "))
    };
    record.fields.iter().map(field).collect()
}

fn under(model: &Model, kind: &Kind) -> String {
    kind.parent.map_or_else(String::new, |parent| model[parent].name.clone())
}

/// Which words came and went, and which checks look for them.
fn words(versions: &Versions, old: Option<&&WordList>, new: Option<&&WordList>) -> Vec<Note> {
    let all = |list: Option<&&WordList>| -> BTreeSet<String> { list.iter().flat_map(|list| list.words.iter().cloned()).collect() };
    let (before, after) = (all(old), all(new));
    let mut notes: Vec<Note> = Vec::new();
    for ((zh, en), words) in [(("增加", "added"), after.difference(&before)), (("删去", "dropped"), before.difference(&after))] {
        let words: String = words.map(|word| format!("“{word}”")).collect();
        if !words.is_empty() {
            notes.push(Term::new(format!("{zh}{words}"), format!("{en} {words}")).into());
        }
    }
    if !notes.is_empty() {
        let mut codes = naming(&versions.old, old);
        codes.extend(naming(&versions.new, new));
        let codes: Vec<&str> = codes.into_iter().collect();
        let told = match codes.as_slice() {
            [] => Term::new("没有检查用到它", "no check uses it"),
            codes => Term::new(format!("用到它的检查:{}", codes.join("、")), format!("used by the checks {}", codes.join(", "))),
        };
        notes.push(told.into());
    }
    notes
}

/// The codes of the checks that name a word list, themselves or through another list.
pub(super) fn naming<'m>(model: &'m Model, list: Option<&&WordList>) -> BTreeSet<&'m str> {
    let within = |outer: Span, inner: Span| outer.source == inner.source && outer.start <= inner.start && inner.end <= outer.end;
    let uses = || list.iter().flat_map(|list| &list.uses);
    let checks = model.checks.iter().filter(|check| uses().any(|place| within(check.span, *place)));
    checks.map(|check| check.code.as_str()).collect()
}

/// The units of each version: what one is.
pub(super) fn units(versions: &Versions) -> Vec<RuleDifference> {
    let facets = |model: &Model| -> Vec<Facet> {
        let mut all: Vec<Facet> = model
            .units
            .units()
            .into_iter()
            .map(|unit| Facet::new((unit.name(), unit.name()), format!("{} {}", unit.dimension(), unit.factor())))
            .collect();
        all.sort_by_key(Facet::what);
        all
    };
    let mut rule = RuleDifference::only("单位", "", BenchmarkStatus::Same);
    rule.notes = notes(facets(&versions.old), facets(&versions.new));
    rule.settled().into_iter().collect()
}
