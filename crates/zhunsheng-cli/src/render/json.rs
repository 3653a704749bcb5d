//! Notices as JSON.

use serde_json::{Value, json};
use zhunsheng::diagnostic::Severity;

use super::{Location, Notice, count};

/// The name of a severity.
pub(crate) fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Hint => "hint",
    }
}

/// A place.
pub(crate) fn location(place: &Location) -> Value {
    json!({
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line,
        "end_column": place.end_column,
    })
}

/// What `check --format json` writes.
pub(crate) fn check(notices: &[Notice]) -> Value {
    json!({
        "schema": "zhunsheng-check/1",
        "errors": count(notices, Severity::Error),
        "warnings": count(notices, Severity::Warning),
        "hints": count(notices, Severity::Hint),
        "diagnostics": notices.iter().map(notice).collect::<Vec<_>>(),
    })
}

fn notice(notice: &Notice) -> Value {
    let related: Vec<Value> = notice.related.iter().map(|(place, text)| json!({ "place": location(place), "message": text })).collect();
    json!({
        "code": notice.code,
        "severity": severity(notice.severity),
        "message": notice.message,
        "help": notice.help,
        "place": location(&notice.location),
        "witness": notice.witness,
        "related": related,
        "suggestions": notice.suggestions,
    })
}
