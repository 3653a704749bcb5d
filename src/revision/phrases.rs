//! Phrases and tests of checks by what they say: the order of words, phrases and parts left out, word lists by their words.

use std::collections::BTreeSet;

use crate::diagnostic::Term;
use crate::model::{Ask, Cited, Model, Phrase, Test, TestKind, Unit};
use crate::prove::{Part as ConditionPart, by_name};
use crate::text::{Part, Pattern};

/// How many words of a list a message names.
const NAMED: usize = 5;

/// A pattern as versions share it when it finds the same.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Piece {
    Words(BTreeSet<String>),
    Gap(u32, u32),
    Regex(String),
}

fn pieces(pattern: &Pattern) -> Vec<Piece> {
    let piece = |part: &Part| match part {
        Part::Words(words) => Piece::Words(words.iter().cloned().collect()),
        Part::Gap { least, most } => Piece::Gap(*least, *most),
        Part::Regex(regex) => Piece::Regex(regex.clone()),
    };
    pattern.parts.iter().map(piece).collect()
}

fn show(pieces: &[Piece]) -> String {
    let piece = |piece: &Piece| match piece {
        Piece::Words(words) => {
            let named: Vec<&str> = words.iter().take(NAMED).map(String::as_str).collect();
            let more = if words.len() > NAMED { format!("等{}个词", words.len()) } else { String::new() };
            format!("“{}”{more}", named.join("|"))
        }
        Piece::Gap(0, u32::MAX) => "…".to_owned(),
        Piece::Gap(0, most) => format!("…{most}字内…"),
        Piece::Gap(least, most) => format!("…{least}至{most}字…"),
        Piece::Regex(regex) => format!("式 “{regex}”"),
    };
    pieces.iter().map(piece).collect::<Vec<_>>().join(" ")
}

/// Which words two patterns of one shape do not share: those that came, those that are gone.
fn words_apart(old: &[Piece], new: &[Piece]) -> Option<(Vec<String>, Vec<String>)> {
    if old.len() != new.len() {
        return None;
    }
    let mut apart = old.iter().zip(new).filter(|(one, other)| one != other);
    match (apart.next(), apart.next()) {
        (Some((Piece::Words(before), Piece::Words(after))), None) => {
            Some((after.difference(before).cloned().collect(), before.difference(after).cloned().collect()))
        }
        _ => None,
    }
}

/// What came and went of the phrases that are looked for, in words.
pub(super) fn differing(old: &[Phrase], new: &[Phrase]) -> Vec<Term> {
    let all = |phrases: &[Phrase]| -> BTreeSet<Vec<Piece>> { phrases.iter().map(|phrase| pieces(&phrase.pattern)).collect() };
    let (before, after) = (all(old), all(new));
    let mut come: Vec<&Vec<Piece>> = after.difference(&before).collect();
    let mut notes = Vec::new();
    for gone in before.difference(&after) {
        let quoted = |words: &[String]| words.iter().map(|word| format!("“{word}”")).collect::<String>();
        let near = come.iter().position(|other| words_apart(gone, other).is_some());
        match near.and_then(|at| words_apart(gone, come.remove(at))) {
            Some((added, dropped)) => {
                let told = |(add, drop): (&str, &str), joint: &str| -> String {
                    let parts = [(add, quoted(&added)), (drop, quoted(&dropped))].into_iter().filter(|(_, words)| !words.is_empty());
                    parts.map(|(word, words)| format!("{word}{words}")).collect::<Vec<_>>().join(joint)
                };
                let (zh, en) = (told(("增加", "删去"), ","), told(("added ", "dropped "), ", "));
                notes.push(Term::new(format!("查找的词语{zh}"), format!("words looked for: {en}")));
            }
            None => notes.push(Term::new(format!("不再查找 {}", show(gone)), format!("no longer looked for: {}", show(gone)))),
        }
    }
    notes.extend(
        come.into_iter().map(|pieces| Term::new(format!("增加查找 {}", show(pieces)), format!("now looked for: {}", show(pieces)))),
    );
    notes
}

fn phrases(phrases: &[Phrase]) -> String {
    let all: BTreeSet<Vec<Piece>> = phrases.iter().map(|phrase| pieces(&phrase.pattern)).collect();
    format!("{all:?}")
}

/// A test as versions share it when it asks the same. As deep as the parser's limit on nesting.
pub(super) fn test(model: &Model, asked: &Test) -> String {
    let unordered = |tests: &[Test]| {
        let all: BTreeSet<String> = tests.iter().map(|one| test(model, one)).collect();
        all.into_iter().collect::<Vec<_>>().join(",")
    };
    match &asked.kind {
        TestKind::All(tests) => format!("all({})", unordered(tests)),
        TestKind::Any(tests) => format!("any({})", unordered(tests)),
        // Counted: of two alike each counts.
        TestKind::AtLeast(count, tests) => {
            let mut all: Vec<String> = tests.iter().map(|one| test(model, one)).collect();
            all.sort_unstable();
            format!("{count} of({})", all.join(","))
        }
        TestKind::Not(inner) => format!("not({})", test(model, inner)),
        TestKind::Except(one, other) => format!("except({},{})", test(model, one), test(model, other)),
        TestKind::Contains(subject, sought) => format!("{} contains {}", subject.word(), phrases(sought)),
        TestKind::Material(sought) => format!("material {}", phrases(sought)),
        TestKind::Cites(subject, acts) => {
            let act = |cited: &Cited| match cited {
                Cited::Level(level) => level.word().to_owned(),
                Cited::Act(title) => format!("{title:?}"),
            };
            let all: BTreeSet<String> = acts.iter().map(act).collect();
            format!("{} cites {all:?}", subject.word())
        }
        TestKind::Is(subject, classes) => {
            let all: BTreeSet<&str> = classes.iter().map(|class| class.word()).collect();
            format!("{} is {all:?}", subject.word())
        }
        TestKind::Numbering(numbering) => format!("numbers {}", numbering.word()),
        TestKind::Fact(condition) => format!("fact {}", by_name(model, ConditionPart::Condition(condition))),
    }
}

/// What a check goes through, and what it asks there, apart from the phrases it looks for.
pub(super) fn scope(ask: &Ask) -> String {
    match ask {
        Ask::Find(unit, _) => format!("每一{} 查找", unit.word()),
        Ask::Each { unit, .. } => format!("每一{} 应当", unit.word()),
        Ask::Whole(_) => format!("{} 应当", Unit::Whole.word()),
    }
}
