//! What verbs found, in the formats that machines read. One file a format.

pub(crate) mod github;
pub(crate) mod json;
pub(crate) mod junit;
pub(crate) mod review;
pub(crate) mod sarif;

use zhunsheng::diagnostic::{Diagnostic, Language, Severity, Sources, Span};
use zhunsheng::report::Finding;

/// A place as every format wants it: lines and columns from 1, columns in characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Location {
    pub(crate) file: String,
    pub(crate) line: u32,
    pub(crate) column: u32,
    pub(crate) end_line: u32,
    pub(crate) end_column: u32,
}

impl Location {
    /// The place of a span.
    pub(crate) fn of(span: Span, sources: &Sources) -> Location {
        let Some(source) = sources.get(span.source) else {
            return Location { file: String::new(), line: 1, column: 1, end_line: 1, end_column: 1 };
        };
        let (start, end) = (source.line_column(span.start), source.line_column(span.end));
        Location { file: source.name().to_owned(), line: start.line, column: start.column, end_line: end.line, end_column: end.column }
    }
}

/// One thing to tell, whatever it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Notice {
    pub(crate) code: String,
    pub(crate) severity: Severity,
    pub(crate) message: String,
    pub(crate) help: Option<String>,
    pub(crate) location: Location,
    /// The text of the place, for fingerprints that survive an insertion above.
    pub(crate) excerpt: String,
    pub(crate) related: Vec<(Location, String)>,
    /// A case that shows it.
    pub(crate) witness: Option<String>,
    /// What may stand in place of the text.
    pub(crate) suggestions: Vec<String>,
    /// The manual page of the code.
    pub(crate) page: Option<&'static str>,
}

impl Notice {
    /// A diagnostic of a rule file.
    pub(crate) fn of(diagnostic: &Diagnostic, sources: &Sources, language: Language) -> Notice {
        let related = diagnostic.labels.iter().map(|label| {
            let text = match language {
                Language::Chinese => label.zh.clone(),
                Language::English => label.en.clone(),
            };
            (Location::of(label.span, sources), text)
        });
        Notice {
            code: diagnostic.code().to_string(),
            severity: diagnostic.severity(),
            message: diagnostic.message(language),
            help: diagnostic.help(language),
            location: Location::of(diagnostic.span, sources),
            excerpt: sources.slice(diagnostic.span).to_owned(),
            related: related.collect(),
            witness: diagnostic.witness.clone(),
            suggestions: diagnostic.suggestions.clone(),
            page: diagnostic.code().page(),
        }
    }

    /// A finding of a case, at the rule that makes it.
    pub(crate) fn of_finding(finding: &Finding, case: &str) -> Notice {
        let place = finding.rule.as_ref();
        let (line, column) = place.map_or((1, 1), |place| (place.line.max(1), place.column.max(1)));
        Notice {
            code: finding.code.clone(),
            severity: finding.severity,
            message: format!("{case}: {}：{}", finding.title, finding.message),
            help: finding.suggestion.clone(),
            location: Location {
                file: place.map(|place| place.file.clone()).unwrap_or_default(),
                line,
                column,
                end_line: line,
                end_column: column,
            },
            excerpt: case.to_owned(),
            related: Vec::new(),
            witness: None,
            suggestions: Vec::new(),
            page: None,
        }
    }
}

/// How many of each severity.
pub(crate) fn count(notices: &[Notice], severity: Severity) -> usize {
    notices.iter().filter(|notice| notice.severity == severity).count()
}
