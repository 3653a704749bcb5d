//! The cases of checks: 用例 with a 文本, and 应报 and 不报 of each check; run, and what none of them reports.

use std::collections::BTreeSet;

use super::{Choice, Material, Reviewer, Submission};
use crate::diagnostic::Span;
use crate::document::{Document, DocumentLimits};
use crate::engine::Mismatch;
use crate::input::CaseFacts;
use crate::law::Registry;
use crate::model::{Ask, CaseId, CheckId, Expectation, ExpectedPlace, ReviewCase, Unit};
use crate::report::{Review, ReviewFinding};

/// How a case of checks came out.
#[derive(Debug, Clone, PartialEq)]
pub struct ReviewResult {
    /// Its name: of a 用例, or `NR-201 应报 1`.
    pub name: String,
    /// Where it is written.
    pub span: Span,
    /// What did not come out as expected; none is a pass.
    pub mismatches: Vec<Mismatch>,
    /// The codes of the checks that reported as a case expects.
    pub reported: BTreeSet<String>,
    /// The codes of the checks that stayed silent as a case expects.
    pub spared: BTreeSet<String>,
}

impl ReviewResult {
    fn new(name: String, span: Span) -> ReviewResult {
        ReviewResult { name, span, mismatches: Vec::new(), reported: BTreeSet::new(), spared: BTreeSet::new() }
    }
}

impl ReviewResult {
    /// Whether everything came out as expected.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.mismatches.is_empty()
    }
}

/// Which checks no case sees report, and which none sees stay silent.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReviewCoverage {
    /// How many checks there are.
    pub all: usize,
    /// The code, title and place of each that no case expects to report.
    pub missed: Vec<(String, String, Span)>,
    /// The code, title and place of each that no case expects to stay silent.
    pub unspared: Vec<(String, String, Span)>,
}

/// One case to run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReviewCaseId(Which);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Which {
    Case(CaseId),
    Example(CheckId, usize),
}

impl Reviewer {
    /// Every case of the checks, in order of the rules: first those of each check itself, then the 用例.
    #[must_use]
    pub fn case_ids(&self) -> Vec<ReviewCaseId> {
        let checks = (0u32..).zip(&self.model.checks);
        let examples = checks.flat_map(|(at, check)| (0..check.examples.len()).map(move |n| Which::Example(CheckId(at), n)));
        let cases = (0u32..).zip(&self.model.cases).filter(|(_, c)| c.review.is_some()).map(|(at, _)| Which::Case(CaseId(at)));
        examples.chain(cases).map(ReviewCaseId).collect()
    }

    /// Runs a case; the registry knows the acts that its text cites.
    #[must_use]
    pub fn run_case(&self, id: ReviewCaseId, registry: Option<&Registry>) -> ReviewResult {
        match id.0 {
            Which::Case(id) => self.run(id, registry),
            Which::Example(id, at) => self.example(id, at, registry),
        }
    }

    fn run(&self, id: CaseId, registry: Option<&Registry>) -> ReviewResult {
        let case = &self.model[id];
        let mut result = ReviewResult::new(case.name.clone(), case.name_span);
        let none = ReviewCase::default();
        let asked = case.review.as_ref().unwrap_or(&none);
        let text = asked.lines.join("\n");
        let document = match Document::from_text(&text, &format!("{}.txt", case.name), &DocumentLimits::default()) {
            Ok(document) => document,
            Err(error) => {
                result
                    .mismatches
                    .push(Mismatch { span: case.name_span, expected: "可以读的文本".to_owned(), actual: error.to_string() });
                return result;
            }
        };
        let mut facts = CaseFacts::new(&self.model);
        for (fact, given) in case.values.iter().flat_map(|value| &value.facts) {
            facts.set(*fact, given.clone());
        }
        let materials: Option<Vec<Material>> =
            asked.materials.as_ref().map(|names| names.iter().map(|name| Material { name: name.clone(), title: None }).collect());
        let submission = Submission { document: &document, materials: materials.as_deref(), facts: Some(&facts), registry, date: None };
        let choice = Choice { reviews: asked.reviews.clone(), only: Vec::new(), within: Some(case.set) };
        let review = self.ask(&submission, &choice);
        for (expectation, span) in &case.expectations {
            match expectation {
                Expectation::Finding(check, present, place) => {
                    let check = &self.model[*check];
                    let all: Vec<&ReviewFinding> = review.findings.iter().filter(|f| f.code == check.code).collect();
                    let there = all.iter().any(|f| place.as_ref().is_none_or(|p| stands_at(&document, f, p)));
                    if there == *present {
                        if *present { &mut result.reported } else { &mut result.spared }.insert(check.code.clone());
                    } else {
                        let at = place.as_ref().map(|p| format!(" 于 {}", shown(p))).unwrap_or_default();
                        let expected = format!("{}应有 {}{at}", if *present { "" } else { "不" }, check.code);
                        result.mismatches.push(Mismatch { span: *span, expected, actual: found(&all, &review) });
                    }
                }
                Expectation::Unknown(keys) => {
                    let mut wanted: Vec<String> = keys.iter().map(ToString::to_string).collect();
                    wanted.sort();
                    let actual: BTreeSet<&String> = review.open.iter().flat_map(|o| &o.missing).collect();
                    if !wanted.iter().eq(actual.iter().copied()) {
                        let list = |keys: Vec<String>| if keys.is_empty() { "无".to_owned() } else { keys.join(", ") };
                        let actual = list(actual.into_iter().cloned().collect());
                        let expected = format!("待查明 {}", list(wanted));
                        result.mismatches.push(Mismatch { span: *span, expected, actual: format!("待查明 {actual}") });
                    }
                }
                Expectation::Score(_)
                | Expectation::Tiers(_)
                | Expectation::Sanction(_)
                | Expectation::Circumstance(..)
                | Expectation::Procedure(..)
                | Expectation::Verdict(_) => {}
            }
        }
        result
    }

    /// A text on which a check must report, or must not: a document of one clause, of which that check alone is asked.
    fn example(&self, id: CheckId, at: usize, registry: Option<&Registry>) -> ReviewResult {
        let check = &self.model[id];
        let Some(example) = check.examples.get(at) else {
            return ReviewResult::new(check.code.clone(), check.span);
        };
        let word = if example.report { "应报" } else { "不报" };
        let mut result = ReviewResult::new(format!("{} {word} {}", check.code, at + 1), example.span);
        let text = document_of(&example.text, &check.ask);
        let document = match Document::from_text(&text, "用例.txt", &DocumentLimits::default()) {
            Ok(document) => document,
            Err(error) => {
                result
                    .mismatches
                    .push(Mismatch { span: example.span, expected: "可以读的文本".to_owned(), actual: error.to_string() });
                return result;
            }
        };
        let submission = Submission { registry, ..Submission::of(&document) };
        let review = self.ask(&submission, &Choice { only: vec![id], ..Choice::default() });
        let reported = !review.findings.is_empty();
        if reported == example.report {
            if reported { &mut result.reported } else { &mut result.spared }.insert(check.code.clone());
        } else {
            let all: Vec<&ReviewFinding> = review.findings.iter().collect();
            let expected = format!("{} {word} “{}”", check.code, example.text);
            result.mismatches.push(Mismatch { span: example.span, expected, actual: found(&all, &review) });
        }
        result
    }

    /// Which checks the cases that were run do not see report, or do not see stay silent.
    #[must_use]
    pub fn coverage(&self, results: &[ReviewResult]) -> ReviewCoverage {
        let without = |codes: fn(&ReviewResult) -> &BTreeSet<String>| {
            let seen: BTreeSet<&String> = results.iter().flat_map(codes).collect();
            let unseen = self.model.checks.iter().filter(|c| !seen.contains(&c.code));
            unseen.map(|c| (c.code.clone(), c.title.clone(), c.name_span)).collect()
        };
        ReviewCoverage { all: self.model.checks.len(), missed: without(|r| &r.reported), unspared: without(|r| &r.spared) }
    }
}

/// A document of one clause: the text as it is where it says where it stands, else as 第一条; of titles, the title.
pub(super) fn document_of(text: &str, ask: &Ask) -> String {
    let unit = match ask {
        Ask::Find(unit, _) | Ask::Each { unit, .. } => Some(*unit),
        Ask::Whole(_) => None,
    };
    let trimmed = text.trim_start();
    let numbered = |c: char| c.is_ascii_digit() || "一二三四五六七八九十百千零〇".contains(c);
    let marked = |rest: &str, ends: &[char]| rest.trim_start_matches(numbered).starts_with(ends) && rest.starts_with(numbered);
    let placed = trimmed.strip_prefix('第').is_some_and(|rest| marked(rest, &['条', '章', '节', '编', '款', '部']))
        || trimmed.strip_prefix(['（', '(']).is_some_and(|rest| marked(rest, &['）', ')']))
        || marked(trimmed, &['、', '.', '．'])
        || trimmed.starts_with("附件");
    match unit {
        Some(Unit::Title) => format!("{text}\n第一条 为了规范工作，制定本文件。"),
        _ if placed => text.to_owned(),
        _ => format!("第一条 {text}"),
    }
}

fn shown(place: &ExpectedPlace) -> String {
    match place {
        ExpectedPlace::Text(text) => format!("“{text}”"),
        ExpectedPlace::Path(path) => path.clone(),
    }
}

/// Whether a finding stands where a case says.
fn stands_at(document: &Document, finding: &ReviewFinding, place: &ExpectedPlace) -> bool {
    match place {
        ExpectedPlace::Text(text) => {
            let (from, to) = (finding.place.start as usize, finding.place.end as usize);
            let whole = document.text();
            let own = |at: usize| at < to && from < at + text.len();
            let squeezed = |t: &str| t.split_whitespace().collect::<String>();
            whole.match_indices(text.as_str()).any(|(at, _)| own(at)) || squeezed(&finding.place.quote).contains(&squeezed(text))
        }
        ExpectedPlace::Path(path) => {
            let plain = |p: &str| p.chars().filter(|c| !matches!(c, '(' | ')' | '（' | '）')).collect::<String>();
            let (there, wanted) = (plain(&finding.place.path), plain(path));
            // 第一条第一款 is 第一条 where it has but one.
            there.starts_with(&wanted) || wanted.strip_suffix("第一款").is_some_and(|w| there == w)
        }
    }
}

fn found(all: &[&ReviewFinding], review: &Review) -> String {
    if !all.is_empty() {
        let places: Vec<String> = all.iter().map(|f| format!("{}“{}”", f.place.path, f.place.quote)).collect();
        return format!("有 {}", places.join("、"));
    }
    let others: BTreeSet<&str> = review.findings.iter().map(|f| f.code.as_str()).collect();
    let open: BTreeSet<&str> = review.open.iter().map(|o| o.code.as_str()).collect();
    let mut words = "没有".to_owned();
    if !others.is_empty() {
        words.push_str(&format!("(有 {})", others.into_iter().collect::<Vec<_>>().join("、")));
    }
    if !open.is_empty() {
        words.push_str(&format!("(待查明 {})", open.into_iter().collect::<Vec<_>>().join("、")));
    }
    words
}
