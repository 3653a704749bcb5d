//! A proposed case: what it gives, what the evaluator finds, and how a rule file writes it.

use crate::diagnostic::Span;
use crate::input::CaseFacts;
use crate::law::{Exact, Money};
use crate::model::{Case, CaseValue, Expectation, FactId, Given, Model, SetId};

/// The cases that a rule lacks.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Proposed {
    /// Cases for a reviewer to confirm.
    pub cases: Vec<ProposedCase>,
    /// How many changes of the rule no case notices even with these: where [`CASE_LIMIT`](super::CASE_LIMIT) or
    /// [`ASKED_LIMIT`](super::ASKED_LIMIT) is met, or no case could be made.
    pub unnoticed: usize,
    /// Whether [`CASE_LIMIT`](super::CASE_LIMIT) was met, so that more may be missing than is proposed.
    pub cut: bool,
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
    /// The tiers or the grade that the evaluator finds, by name; of a procedure rule 满足 or 违反.
    pub expected: Vec<String>,
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
    /// The procedure rule of this name, for the proposed fine, if it is asked of one.
    Procedure(String, Option<Money>),
}

impl ProposedCase {
    /// The case as a rule file may write it, names in quotation marks; [`format`](crate::syntax::format) lays it out.
    #[must_use]
    pub fn text(&self) -> String {
        let expected = || self.expected.iter().map(|name| quoted(name)).collect::<Vec<_>>().join(" 或者 ");
        let given = if self.given.is_empty() { String::new() } else { format!("    设 {}\n", self.given) };
        let (rule, expected) = match &self.rule {
            CaseRule::Benchmark(name) => (format!("    基准 {}\n", quoted(name)), format!("    应为 {}\n", expected())),
            CaseRule::Scoring(name, total) => {
                (format!("    评分 {}\n", quoted(name)), format!("    应得 {total}分\n    应为 {}\n", expected()))
            }
            CaseRule::Procedure(name, fine) => {
                let fine = fine.map_or_else(String::new, |fine| format!("    拟处 {fine}罚款\n"));
                (String::new(), format!("{fine}    应有 程序 {} {}\n", quoted(name), self.expected.concat()))
            }
        };
        let holds = self.circumstance.as_ref().map_or_else(String::new, |name| format!("    应有 情节 {}\n", quoted(name)));
        format!("用例 {} {{\n{rule}{given}{expected}{holds}}}\n", quoted(&self.name))
    }
}

fn quoted(name: &str) -> String {
    format!("“{name}”")
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
