//! The rule's own words and places as reports quote them, and the questions that would establish facts. Evaluates nothing.

use std::collections::BTreeSet;

use super::FindingCode;
use crate::diagnostic::Span;
use crate::law::Exact;
use crate::model::{FactId, Model, Type};
use crate::report::{Finding, RulePlace, Step, StepKind, Truth};

/// The rule's words at a place, white space folded.
pub(in crate::engine) fn words(model: &Model, span: Span) -> String {
    let mut text = String::new();
    for line in model.sources.slice(span).lines() {
        let line = line.split(['#', '＃']).next().unwrap_or_default();
        for word in line.split_whitespace() {
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(word);
        }
    }
    text
}

/// A place for people.
pub(crate) fn place(model: &Model, span: Span, name: &str) -> RulePlace {
    let source = model.sources.get(span.source);
    let at = source.map(|s| s.line_column(span.start));
    RulePlace {
        file: source.map(|s| s.name().to_owned()).unwrap_or_default(),
        line: at.map_or(0, |at| at.line),
        column: at.map_or(0, |at| at.column),
        name: name.to_owned(),
    }
}

/// A step that rests on no other.
pub(in crate::engine) fn step(kind: StepKind, text: impl Into<Box<str>>, outcome: Truth, rule: RulePlace) -> Step {
    Step::single(kind, text, outcome, rule)
}

/// A finding of the engine. Its message says what its title does not.
pub(in crate::engine) fn finding(code: FindingCode, message: String, rule: Option<RulePlace>) -> Finding {
    Finding {
        code: code.code().to_owned(),
        severity: code.severity(),
        title: code.title().to_owned(),
        message,
        basis: Vec::new(),
        place: None,
        suggestion: None,
        rule,
        trace: Vec::new(),
    }
}

/// The question for a fact, with these figures as the bounds that matter: `违法所得是多少?(界限:1000元、1万元)`.
pub(in crate::engine) fn ask(model: &Model, fact: FactId, constants: &BTreeSet<Exact>) -> String {
    let field = &model[fact].field;
    let key = &model[fact].key;
    let limits: Vec<String> = constants.iter().map(|n| field.ty.show(*n)).collect();
    let limits = if limits.is_empty() { String::new() } else { format!("(界限:{})", limits.join("、")) };
    match &field.ty {
        Type::Boolean => format!("是否{key}?"),
        Type::Category(id) => format!("{key}是哪一种:{}?", model[*id].members.join("、")),
        Type::Date => format!("{key}是哪一天?"),
        Type::List(_) => format!("{key}有哪些?没有的填空列表"),
        Type::Text => format!("{key}是什么?"),
        Type::Integer(_) | Type::Number | Type::Money | Type::Ratio | Type::Multiple | Type::Quantity(_) | Type::Period(_) => {
            format!("{key}是多少?{limits}")
        }
    }
}
