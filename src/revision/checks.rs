//! Checks of documents in two versions: what changed in what they say, and on which of the texts beside the rules it shows.
//!
//! What a check finds cannot be proved over all documents; so one that says the same is the same, and one that does not is
//! shown by every text of both versions on which the findings differ. None may: then nothing is said of other texts.

use serde::Serialize;

use super::examples::Trial;
use super::said::{Facet, cited, notes, severity};
use super::{Note, SetPair, Versions, paired, phrases};
use crate::diagnostic::{Span, Term};
use crate::law::Registry;
use crate::model::{Ask, Check, CheckId, Model, ReviewSet, SetId, Test};

/// How many texts are told of one check; the others are counted.
pub const TEXT_LIMIT: usize = 8;

/// How the comparison of a check ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckStatus {
    /// It says the same in both, so that it finds the same in every document.
    Same,
    /// It does not say the same.
    Changed,
    /// Only the new version has it.
    Added,
    /// Only the old version has it.
    Removed,
}

/// How two versions of a check differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CheckDifference {
    /// Its code.
    pub code: String,
    /// What it is called, in the new version if it is there.
    pub title: String,
    /// How the comparison ended.
    pub status: CheckStatus,
    /// What changed, in words.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
    /// The texts beside the rules of either version on which the findings differ.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub examples: Vec<FindingChange>,
    /// How many more texts there are than are told.
    #[serde(skip_serializing_if = "is_zero")]
    pub more: usize,
    /// On how many texts both versions were asked.
    pub asked: usize,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_zero(count: &usize) -> bool {
    *count == 0
}

/// A text on which the two versions of a check do not find the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FindingChange {
    /// Where the text stands: `应报(FC-106)`, a 用例.
    pub of: String,
    /// The text.
    pub text: String,
    /// What the old version finds in it.
    pub old: String,
    /// What the new version finds.
    pub new: String,
}

impl CheckDifference {
    /// Whether it does not say the same in both.
    #[must_use]
    pub fn differs(&self) -> bool {
        self.status != CheckStatus::Same
    }
}

/// The differences of all checks, found at once, so that each text is read once.
pub(super) struct Checks<'v> {
    versions: &'v Versions,
    trial: Trial,
}

impl<'v> Checks<'v> {
    pub(super) fn of(versions: &'v Versions, pairs: &[SetPair], registry: Option<&Registry>) -> Self {
        let mut codes: Vec<String> = Vec::new();
        for pair in pairs {
            let differing = compared(versions, *pair).into_iter().filter(CheckDifference::differs);
            codes.extend(differing.map(|check| check.code));
        }
        Self { versions, trial: Trial::of(versions, &codes, registry) }
    }

    /// The checks of a rule set.
    pub(super) fn take(&mut self, pair: SetPair) -> Vec<CheckDifference> {
        let mut checks = compared(self.versions, pair);
        for check in checks.iter_mut().filter(|check| check.differs()) {
            let mut examples = self.trial.of_check(&check.code);
            check.more = examples.len().saturating_sub(TEXT_LIMIT);
            examples.truncate(TEXT_LIMIT);
            check.examples = examples;
            check.asked = self.trial.texts();
        }
        checks
    }
}

fn compared(versions: &Versions, (old, new): SetPair) -> Vec<CheckDifference> {
    let of = |model: &Model, set: Option<SetId>| -> Vec<CheckId> {
        let ids = (0u32..).zip(&model.checks).map(|(at, check)| (CheckId(at), check));
        ids.filter(|(_, check)| set.is_some_and(|set| model[check.review].set == set)).map(|(id, _)| id).collect()
    };
    let (before, after) = (&*versions.old, &*versions.new);
    let mut found = Vec::new();
    paired(&of(before, old), &of(after, new), |id| before[*id].code.as_str(), |id| after[*id].code.as_str(), &mut |one, other| {
        let (one, other) = (one.map(|id| &before[*id]), other.map(|id| &after[*id]));
        let Some(named) = other.or(one) else { return };
        let (status, notes) = match (one, other) {
            (Some(one), Some(other)) => {
                let notes = differing(versions, one, other);
                (if notes.is_empty() { CheckStatus::Same } else { CheckStatus::Changed }, notes)
            }
            (Some(_), None) => (CheckStatus::Removed, Vec::new()),
            _ => (CheckStatus::Added, Vec::new()),
        };
        let (code, title) = (named.code.clone(), named.title.clone());
        found.push(CheckDifference { code, title, status, notes, examples: Vec::new(), more: 0, asked: 0 });
    });
    found
}

/// What differs between two versions of a check; nothing only where they find the same in every document.
fn differing(versions: &Versions, old: &Check, new: &Check) -> Vec<Note> {
    let (before, after) = (&*versions.old, &*versions.new);
    let mut told = notes(facets(before, old), facets(after, new));
    let review = |model: &Model, review: &ReviewSet| {
        let mut facets = review_facets(model, review);
        facets.push(versions.asks_for(model, &review.facts));
        facets
    };
    told.extend(notes(review(before, &before[old.review]), review(after, &after[new.review])));
    told.extend(in_words(tests(
        ("适用", "condition of application"),
        (before, before[old.review].applies.as_slice()),
        (after, after[new.review].applies.as_slice()),
    )));
    match (&old.ask, &new.ask) {
        (Ask::Find(_, sought), Ask::Find(_, now)) => told.extend(in_words(phrases::differing(sought, now))),
        (one, other) => {
            let (mut when, mut require) = ((Vec::new(), Vec::new()), (Vec::new(), Vec::new()));
            for (ask, when, require) in [(one, &mut when.0, &mut require.0), (other, &mut when.1, &mut require.1)] {
                match ask {
                    Ask::Find(..) => {}
                    Ask::Each { when: concerned, require: must, .. } => {
                        when.extend(concerned.iter().cloned());
                        require.push(must.clone());
                    }
                    Ask::Whole(must) => require.push(must.clone()),
                }
            }
            told.extend(in_words(tests(("针对的条件", "condition"), (before, &when.0), (after, &when.1))));
            told.extend(in_words(tests(("要求", "demand"), (before, &require.0), (after, &require.1))));
        }
    }
    told.extend(in_words(tests(("除外", "exception"), (before, &old.exceptions), (after, &new.exceptions))));
    told
}

fn in_words(told: Vec<Term>) -> impl Iterator<Item = Note> {
    told.into_iter().map(Note::from)
}

fn facets(model: &Model, check: &Check) -> Vec<Facet> {
    vec![
        Facet::new(("标题", "title"), check.title.clone()),
        Facet::new(("级别", "level"), severity(check.severity)),
        Facet::new(("依据", "basis"), sorted(check.basis.iter().map(|one| cited(std::slice::from_ref(one))).collect())),
        Facet::new(("范围", "scope"), phrases::scope(&check.ask)),
        Facet::new(("提示", "message"), check.message.clone()),
        Facet::new(("建议", "suggestion"), check.suggestion.clone().unwrap_or_default()),
        Facet::new(("处理", "advice"), check.advice.map_or("", |advice| advice.word())),
        Facet::new(("所属的审查", "set of checks"), model[check.review].name.clone()),
    ]
}

/// What a set of checks says that decides whether its checks are asked.
fn review_facets(model: &Model, review: &ReviewSet) -> Vec<Facet> {
    let answered = review.properties.iter().map(|(property, fact)| format!("{}({})", property.word(), model[*fact].key)).collect();
    vec![
        Facet::new(("对象", "kinds of documents"), sorted(review.targets.clone())),
        Facet::new(("由文件本身回答的要素", "facts that the document answers"), sorted(answered)),
    ]
}

fn sorted(mut texts: Vec<String>) -> String {
    texts.sort_unstable();
    texts.dedup();
    texts.join("、")
}

/// Which tests came and went, as they are written; where only the words behind a list changed, that.
fn tests((zh, en): (&str, &str), (before, old): (&Model, &[Test]), (after, new): (&Model, &[Test])) -> Vec<Term> {
    let said = |model: &Model, tests: &[Test]| -> Vec<(String, Span)> {
        tests.iter().map(|test| (phrases::test(model, test), test.span)).collect()
    };
    let (olds, news) = (said(before, old), said(after, new));
    let written = |model: &Model, span: Span| model.sources.slice(span).split_whitespace().collect::<Vec<_>>().join(" ");
    let apart = |model: &Model, of: &[(String, Span)], from: &[(String, Span)]| -> Vec<String> {
        of.iter().filter(|(text, _)| !from.iter().any(|(other, _)| other == text)).map(|(_, span)| written(model, *span)).collect()
    };
    let (gone, mut come) = (apart(before, &olds, &news), apart(after, &news, &olds));
    let mut notes = Vec::new();
    for text in gone {
        match come.iter().position(|other| *other == text) {
            Some(at) => {
                come.remove(at);
                notes.push(Term::new(
                    format!("{zh}「{text}」所用的词表或者定义变了"),
                    format!("a word list or definition behind the {en} “{text}” changed"),
                ));
            }
            None => notes.push(Term::new(format!("删去{zh}「{text}」"), format!("{en} dropped: “{text}”"))),
        }
    }
    notes.extend(come.into_iter().map(|text| Term::new(format!("增加{zh}「{text}」"), format!("{en} added: “{text}”"))));
    notes
}
