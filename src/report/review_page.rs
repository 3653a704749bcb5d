//! A review in words: for a terminal with the clause quoted and underlined, and as Markdown. Reads reviews, computes nothing.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::review_words::{counted, remarks, say, severity};
use super::{Review, ReviewFinding};
use crate::diagnostic::{Color, Language, Severity};

/// The review as text: each finding with its clause underlined, then what is open, then a line that counts.
///
/// `text` is the canonical text of the document; columns are those of a terminal that shows Chinese in two.
#[must_use]
pub fn review_text(review: &Review, text: &str, language: Language, color: Color) -> String {
    let mut out: Vec<String> = review.findings.iter().map(|f| finding(review, f, text, language, color)).collect();
    for open in &review.open {
        let what = if open.missing.is_empty() { String::new() } else { format!("：{}", open.missing.join("、")) };
        out.push(format!("{}[{}]: {}{what}\n", say(language, "待查明", "to establish"), open.code, open.title));
    }
    out.push(counted(review, language) + "\n");
    out.join("\n")
}

fn finding(review: &Review, finding: &ReviewFinding, text: &str, language: Language, color: Color) -> String {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Hint => Level::NOTE,
    };
    let level = level.with_name(severity(finding.severity, language));
    // The line is cut out by itself, so that a document of a megabyte costs no more than its lines.
    let start = text.floor_char_boundary(finding.place.start as usize);
    let end = text.floor_char_boundary(finding.place.end as usize).max(start);
    let from = text.get(..start).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
    let to = text.get(start..).and_then(|after| after.find('\n')).map_or(text.len(), |at| start + at);
    let line = text.get(from..to).unwrap_or_default();
    let under = start - from..end.min(to).max(start) - from;
    let snippet = Snippet::source(line)
        .line_start(finding.place.line as usize)
        .path(review.document.name.as_str())
        .annotation(AnnotationKind::Primary.span(under).label(finding.place.path.as_str()));
    let mut group = Group::with_title(level.primary_title(finding.message.as_str()).id(finding.code.as_str())).element(snippet);
    for (label, text) in remarks(finding, language) {
        group = group.element(Level::NOTE.with_name(label).message(text));
    }
    let renderer = match color {
        Color::Never => Renderer::plain(),
        Color::Always => Renderer::styled(),
    };
    renderer.decor_style(DecorStyle::Ascii).render(&[group]).to_string() + "\n"
}

/// The review as a Markdown page.
#[must_use]
pub fn review_markdown(review: &Review, language: Language) -> String {
    let mut out = format!("# {}\n\n", say(language, "审查意见", "Review"));
    if let Some(title) = &review.document.title {
        out.push_str(&format!("**{}**\n\n", escaped(title)));
    }
    out.push_str(&format!("{}\n\n", escaped(&counted(review, language))));
    for finding in &review.findings {
        out.push_str(&format!("## {} {} {}\n\n", escaped(&finding.place.path), finding.code, escaped(&finding.title)));
        let quote: Vec<String> = finding.place.quote.lines().map(|line| format!("> {}", escaped(line))).collect();
        out.push_str(&format!("{}\n\n", quote.join("\n")));
        out.push_str(&format!("- {}：{}\n", severity(finding.severity, language), escaped(&finding.message)));
        for (label, text) in remarks(finding, language) {
            out.push_str(&format!("- {label}：{}\n", escaped(&text)));
        }
        out.push('\n');
    }
    if !review.open.is_empty() {
        out.push_str(&format!("## {}\n\n", say(language, "待查明", "To establish")));
        for open in &review.open {
            out.push_str(&format!("- {} {}：{}\n", open.code, escaped(&open.title), escaped(&open.missing.join("、"))));
        }
        out.push('\n');
    }
    out
}

/// Text that Markdown shows as it is.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
