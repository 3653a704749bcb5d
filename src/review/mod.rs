//! Documents reviewed by the checks of a model: findings at the clause, points still open.
//!
//! **Invariant:** no I/O, no clock. The same rules and the same submission give the same review to the byte, whatever the
//! order of the rules; a place always slices to its quotation.

mod ask;
mod attachments;
mod beside;
mod cases;
mod classes;
mod context;
mod facts;
mod figures;
mod maker;
mod targets;
mod truth;
mod units;

pub(crate) use beside::{BesideText, Reported};
pub use cases::{ReviewCaseId, ReviewCoverage, ReviewResult};

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::document::Document;
use crate::engine::place;
use crate::input::CaseFacts;
use crate::law::{Date, Registry};
use crate::model::{Ask, CheckId, Model, Phrase, ReviewId, SetId, Test, TestKind, Unit};
use crate::report::{AskedCheck, OpenPoint, REVIEW_SCHEMA, Review, ReviewedDocument, RuleSetUse, Truth};
use crate::text::{Limits, Matcher, Pattern};

use context::Context;
use truth::{Matchers, Tester};

/// A file beside the document: drafting notes, opinions.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Material {
    /// Its name.
    pub name: String,
    /// Its title, where it could be read.
    pub title: Option<String>,
}

/// A document with what is known of it.
#[derive(Debug, Clone, Copy)]
pub struct Submission<'a> {
    /// The document.
    pub document: &'a Document,
    /// The other files; `None` where nobody said which there are.
    pub materials: Option<&'a [Material]>,
    /// The metadata, bound to the facts of the model; a fact that is not given is answered by the document where it can be.
    pub facts: Option<&'a CaseFacts>,
    /// What knows the acts that are cited.
    pub registry: Option<&'a Registry>,
    /// The day of the review.
    pub date: Option<Date>,
}

impl<'a> Submission<'a> {
    /// A document of which nothing else is known.
    #[must_use]
    pub fn of(document: &'a Document) -> Submission<'a> {
        Submission { document, materials: None, facts: None, registry: None, date: None }
    }
}

/// The phrases of all checks that search units of one kind, in one matcher.
#[derive(Debug)]
struct Search {
    unit: Unit,
    matcher: Matcher,
    /// The check and the phrase of it that each pattern is.
    patterns: Vec<(CheckId, usize)>,
}

#[derive(Debug)]
struct Compiled {
    searches: Vec<Search>,
    tests: Matchers,
}

/// Reviews documents by the checks of a model. Immutable, `Send + Sync`, cheap to clone.
///
/// ```
/// use zhunsheng::RuleSet;
/// use zhunsheng::document::{Document, DocumentLimits};
/// use zhunsheng::review::Submission;
/// let rules = RuleSet::from_sources([("例.zs", "
///     规则集 例 { 版本 “1” 施行 2026年1月1日 制定机关 “某局” }
///     审查 内容 {
///         检查 A-1 不得设定许可 {
///             依据 《中华人民共和国行政许可法》第十七条
///             每一 款 查找 “应当” …10字内… “批准”
///             提示 “「{片段}」涉嫌设定许可”
///         }
///     }
/// ")]).unwrap();
/// let document = Document::from_text("某市办法\n第一条 办学应当经市局批准。", "办法.txt", &DocumentLimits::default()).unwrap();
/// let review = rules.reviewer().review(&Submission::of(&document));
/// assert_eq!(review.findings[0].place.quote, "应当经市局批准");
/// assert_eq!(review.findings[0].place.path, "第一条");
/// ```
#[derive(Debug, Clone)]
pub struct Reviewer {
    model: Arc<Model>,
    compiled: Arc<Compiled>,
}

/// Which checks are asked.
#[derive(Debug, Clone, Default)]
pub(crate) struct Choice {
    /// These sets of checks; empty is all.
    pub(crate) reviews: Vec<ReviewId>,
    /// These checks alone, whatever their sets apply to; empty is all.
    pub(crate) only: Vec<CheckId>,
    /// The sets of checks of this rule set and of those it imports.
    pub(crate) within: Option<SetId>,
}

impl Reviewer {
    /// A reviewer by a model.
    #[must_use]
    pub fn new(model: Arc<Model>) -> Reviewer {
        let compiled = Arc::new(compile(&model));
        Reviewer { model, compiled }
    }

    /// The model it reviews by.
    #[must_use]
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// Reviews a submission by every set of checks that applies.
    #[must_use]
    pub fn review(&self, submission: &Submission<'_>) -> Review {
        self.ask(submission, &Choice::default())
    }

    /// Reviews a submission by the sets of checks of a name, or of a rule set of that name.
    #[must_use]
    pub fn review_by(&self, submission: &Submission<'_>, name: &str) -> Review {
        let named = |id: &ReviewId| self.model[*id].name == name || self.model[self.model[*id].set].name == name;
        let reviews: Vec<ReviewId> = self.review_ids().filter(named).collect();
        if reviews.is_empty() {
            return self.empty(submission);
        }
        self.ask(submission, &Choice { reviews, ..Choice::default() })
    }

    /// The names of the sets of checks, each once.
    #[must_use]
    pub fn names(&self) -> Vec<&str> {
        let all: BTreeSet<&str> = self.model.reviews.iter().map(|r| r.name.as_str()).collect();
        all.into_iter().collect()
    }

    /// Whether a set of checks, or a rule set with one, has that name.
    #[must_use]
    pub fn knows(&self, name: &str) -> bool {
        self.model.reviews.iter().any(|r| r.name == name || self.model[r.set].name == name)
    }

    fn review_ids(&self) -> impl Iterator<Item = ReviewId> + '_ {
        (0u32..).zip(&self.model.reviews).map(|(at, _)| ReviewId(at))
    }

    fn empty(&self, submission: &Submission<'_>) -> Review {
        let document = submission.document;
        Review {
            schema: REVIEW_SCHEMA.to_owned(),
            document: ReviewedDocument {
                name: document.name().to_owned(),
                title: document.title().map(str::to_owned),
                genre: document.genre().map(|g| g.word().to_owned()),
                number: document.number().map(ToString::to_string),
                articles: document.articles(),
            },
            rules: Vec::new(),
            findings: Vec::new(),
            open: Vec::new(),
            asked: Vec::new(),
            advice: None,
        }
    }

    /// Whether a set of checks is chosen, and in force on the day of the review.
    fn chosen(&self, id: ReviewId, submission: &Submission<'_>, choice: &Choice) -> bool {
        let review = &self.model[id];
        if !choice.only.is_empty() {
            return choice.only.iter().any(|only| self.model[*only].review == id);
        }
        if !choice.reviews.is_empty() {
            return choice.reviews.contains(&id);
        }
        if let Some(within) = choice.within {
            return review.set == within || self.model[within].closure.contains(&review.set);
        }
        submission.date.is_none_or(|day| self.model[review.set].in_force(day))
    }

    pub(crate) fn ask(&self, submission: &Submission<'_>, choice: &Choice) -> Review {
        let mut report = self.empty(submission);
        let context = Context::new(&self.model, submission, facts::complete(&self.model, submission));
        let tester = Tester::new(&context, &self.compiled.tests);
        let mut active: BTreeSet<CheckId> = BTreeSet::new();
        let mut sets: BTreeSet<SetId> = BTreeSet::new();
        for id in self.review_ids().filter(|id| self.chosen(*id, submission, choice)) {
            let review = &self.model[id];
            if !choice.only.is_empty() {
                active.extend(choice.only.iter().filter(|only| self.model[**only].review == id));
                continue;
            }
            if !targets::fits(&context, review) {
                continue;
            }
            let mut missing = BTreeSet::new();
            let applies = review.applies.as_ref().map_or(Truth::True, |test| tester.truth(test, None, &mut missing));
            match applies {
                Truth::False => continue,
                Truth::True => {}
                // Asked all the same: better a finding to be weighed than one that is missed.
                Truth::Unknown => report.open.push(OpenPoint {
                    code: review.name.clone(),
                    title: "是否适用".to_owned(),
                    missing: missing.into_iter().collect(),
                    rule: place(&self.model, review.name_span, &format!("审查 {}", review.name)),
                }),
            }
            sets.insert(review.set);
            active.extend(review.checks.iter().copied());
        }
        report.rules = sets
            .iter()
            .map(|id| &self.model[*id])
            .map(|set| RuleSetUse {
                name: set.name.clone(),
                version: set.version.clone(),
                effective: set.effective,
                digest: set.digest.clone(),
            })
            .collect();
        report.rules.sort_by(|a, b| (&a.name, &a.version, &a.digest).cmp(&(&b.name, &b.version, &b.digest)));
        ask::ask(self, &tester, &active, &mut report);
        report.findings.sort_by(|a, b| {
            let key = |f: &crate::report::ReviewFinding| (f.place.start, f.place.end);
            key(a).cmp(&key(b)).then_with(|| a.code.cmp(&b.code)).then_with(|| a.message.cmp(&b.message))
        });
        report.open.sort_by(|a, b| (&a.code, &a.missing).cmp(&(&b.code, &b.missing)));
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for finding in &report.findings {
            *counts.entry(&finding.code).or_default() += 1;
        }
        report.asked = active
            .iter()
            .map(|id| &self.model[*id])
            .map(|check| AskedCheck {
                code: check.code.clone(),
                title: check.title.clone(),
                findings: counts.get(check.code.as_str()).copied().unwrap_or(0),
            })
            .collect();
        report.asked.sort_by(|a, b| (&a.code, &a.title).cmp(&(&b.code, &b.title)));
        report.advice = report.findings.iter().filter_map(|f| f.advice).max();
        report
    }
}

fn compile(model: &Model) -> Compiled {
    let mut searches = Vec::new();
    for &unit in Unit::ALL {
        let mut patterns: Vec<Pattern> = Vec::new();
        let mut of = Vec::new();
        for (at, check) in (0u32..).zip(&model.checks) {
            let Ask::Find(searched, phrases) = &check.ask else { continue };
            if *searched == unit {
                patterns.extend(phrases.iter().map(|p| p.pattern.clone()));
                of.extend((0..phrases.len()).map(|phrase| (CheckId(at), phrase)));
            }
        }
        if patterns.is_empty() {
            continue;
        }
        match Matcher::new(&patterns, &Limits::default()) {
            Ok(matcher) => searches.push(Search { unit, matcher, patterns: of }),
            // Together beyond a limit that each keeps by itself: one at a time.
            Err(_) => {
                for (pattern, of) in patterns.iter().zip(of) {
                    if let Ok(matcher) = Matcher::new(std::slice::from_ref(pattern), &Limits::default()) {
                        searches.push(Search { unit, matcher, patterns: vec![of] });
                    }
                }
            }
        }
    }
    let mut tests = Matchers::new();
    for check in &model.checks {
        match &check.ask {
            Ask::Find(..) => {}
            Ask::Each { when, require, .. } => when.iter().chain([require]).for_each(|t| gather(t, &mut tests)),
            Ask::Whole(require) => gather(require, &mut tests),
        }
        check.exceptions.iter().for_each(|t| gather(t, &mut tests));
    }
    model.reviews.iter().filter_map(|r| r.applies.as_ref()).for_each(|t| gather(t, &mut tests));
    Compiled { searches, tests }
}

/// Compiles the phrases of the tests within a test. As deep as the parser's limit on nesting.
fn gather(test: &Test, into: &mut Matchers) {
    let mut add = |phrases: &[Phrase]| {
        let patterns: Vec<Pattern> = phrases.iter().map(|p| p.pattern.clone()).collect();
        // INVARIANT: `check` has compiled each of them.
        if let Ok(matcher) = Matcher::new(&patterns, &Limits::default()) {
            into.insert(test.span, matcher);
        }
    };
    match &test.kind {
        TestKind::All(tests) | TestKind::Any(tests) | TestKind::AtLeast(_, tests) => tests.iter().for_each(|t| gather(t, into)),
        TestKind::Not(inner) => gather(inner, into),
        TestKind::Except(a, b) => {
            gather(a, into);
            gather(b, into);
        }
        TestKind::Contains(_, phrases) | TestKind::Material(phrases) => add(phrases),
        TestKind::Cites(..) | TestKind::Is(..) | TestKind::Numbering(_) | TestKind::Fact(_) => {}
    }
}
