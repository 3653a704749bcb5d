//! A proposed case: what it gives, what the evaluator finds, and how a rule file writes it.

use crate::law::Exact;
use crate::model::Model;

/// How wide a line of a proposed case may grow, in columns of a terminal.
const LINE: usize = 108;

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
        let (name, given, expected) = (&self.name, wrapped(&self.given), &self.expected);
        format!("用例 “{name}” {{\n    {rule}\n    设 {given}\n{score}    应为 {expected}\n{holds}}}\n")
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
