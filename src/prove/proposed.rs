//! A proposed case: what it gives, what the evaluator finds, and how a rule file writes it.

use crate::diagnostic::Span;
use crate::input::CaseFacts;
use crate::law::Exact;
use crate::model::{Case, CaseValue, Expectation, FactId, Given, Model, SetId};

/// How wide a line of a proposed case may grow, in columns of a terminal.
const LINE: usize = 108;

/// The cases that a rule lacks.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Proposed {
    /// Cases for a reviewer to confirm.
    pub cases: Vec<ProposedCase>,
    /// How many changes of the rule no case notices even with these: where [`CASE_LIMIT`](super::CASE_LIMIT) or
    /// [`ASKED_LIMIT`](super::ASKED_LIMIT) is met, or no case could be made.
    pub unnoticed: usize,
}

/// A case for a reviewer to confirm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposedCase {
    /// Its name: the rule it is of, and what it shows.
    pub name: String,
    /// What it is decided by.
    pub rule: CaseRule,
    /// What it gives, as `设` writes it.
    pub given: String,
    /// The tiers or the grade that the evaluator finds, as `应为` writes them.
    pub expected: String,
    /// What is imposed, as `应处` writes it, where the tiers alone do not tell.
    pub imposed: Option<String>,
    /// The circumstance (情节) that it shows, which the evaluator finds to hold.
    pub circumstance: Option<String>,
}

/// What a proposed case is decided by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CaseRule {
    /// The benchmark of this name.
    Benchmark(String),
    /// The scoring standard of this name, and the total that the evaluator finds.
    Scoring(String, Exact),
}

impl ProposedCase {
    /// The case as a rule file writes it.
    #[must_use]
    pub fn text(&self) -> String {
        let quoted = |name: &str| if name.chars().all(char::is_alphanumeric) { name.to_owned() } else { format!("“{name}”") };
        let (rule, score) = match &self.rule {
            CaseRule::Benchmark(name) => (format!("基准 {}", quoted(name)), String::new()),
            CaseRule::Scoring(name, total) => (format!("评分 {}", quoted(name)), format!("    应得 {total}分\n")),
        };
        let holds = self.circumstance.as_ref().map_or_else(String::new, |name| format!("    应有 情节 {}\n", quoted(name)));
        let imposed = self.imposed.as_ref().map_or_else(String::new, |words| format!("    应处 {words}\n"));
        let given = if self.given.is_empty() { String::new() } else { format!("    设 {}\n", wrapped(&self.given)) };
        let (name, expected) = (&self.name, &self.expected);
        format!("用例 “{name}” {{\n    {rule}\n{given}{score}    应为 {expected}\n{imposed}{holds}}}\n")
    }
}

/// Breaks what is given between facts where a line grows too wide.
fn wrapped(given: &str) -> String {
    let (mut text, mut width, mut depth) = (String::new(), 0, 0usize);
    for part in given.split_inclusive(", ") {
        let wide: usize = part.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
        if depth == 0 && width > 0 && width + wide > LINE {
            text.truncate(text.trim_end().len());
            text.push_str("\n        ");
            width = 0;
        }
        depth = part.chars().fold(depth, |depth, c| match c {
            '[' | '{' => depth + 1,
            ']' | '}' => depth.saturating_sub(1),
            _ => depth,
        });
        text.push_str(part);
        width += wide;
    }
    text
}

/// A name that no case of the model has and none of those proposed before.
pub(super) fn fresh(model: &Model, proposed: &[ProposedCase], name: &str) -> String {
    // A name stands in quotation marks.
    let name = name.replace(['“', '”', '"'], "");
    let taken = |name: &str| model.cases.iter().any(|case| case.name == name) || proposed.iter().any(|case| case.name == name);
    if !taken(&name) {
        return name;
    }
    (2u32..).map(|at| format!("{name} ({at})")).find(|name| !taken(name)).unwrap_or(name)
}

/// A case as the model has it, of no rule yet.
pub(super) fn case(model: &Model, set: SetId, facts: &CaseFacts, expected: Vec<Expectation>, span: Span) -> Case {
    let value = |fact: FactId| {
        let given = facts.get(fact);
        let key = model[fact].key.clone();
        (*given != Given::Unknown).then(|| CaseValue { key, facts: vec![(fact, given.clone())], span })
    };
    Case {
        name: String::new(),
        set,
        benchmarks: Vec::new(),
        values: (0u32..).zip(&model.facts).filter_map(|(at, _)| value(FactId(at))).collect(),
        review: None,
        scoring: None,
        proposed: None,
        expectations: expected.into_iter().map(|expectation| (expectation, span)).collect(),
        name_span: span,
        span,
    }
}
