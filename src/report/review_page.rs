//! A review in words: for a terminal with the clause quoted and underlined, and as Markdown. Reads reviews, computes nothing.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::{Review, ReviewFinding};
use crate::diagnostic::{Color, Language, Severity};
use crate::law::Citation;

/// The review as text: each finding with its clause underlined, then what is open, then a line that counts.
///
/// `text` is the canonical text of the document; columns are those of a terminal that shows Chinese in two.
#[must_use]
pub fn review_text(review: &Review, text: &str, language: Language, color: Color) -> String {
    let say = |zh: &str, en: &str| words(language, zh, en);
    let mut out: Vec<String> = review.findings.iter().map(|f| finding(review, f, text, language, color)).collect();
    for open in &review.open {
        let what = if open.missing.is_empty() { String::new() } else { format!("：{}", open.missing.join("、")) };
        out.push(format!("{}[{}]: {}{what}\n", say("待查明", "to establish"), open.code, open.title));
    }
    out.push(counted(review, language) + "\n");
    out.join("\n")
}

fn words(language: Language, zh: &str, en: &str) -> String {
    match language {
        Language::Chinese => zh.to_owned(),
        Language::English => en.to_owned(),
    }
}

/// How many findings of a severity.
fn count(review: &Review, severity: Severity) -> usize {
    review.findings.iter().filter(|f| f.severity == severity).count()
}

fn counted(review: &Review, language: Language) -> String {
    let (errors, warnings, hints) = (count(review, Severity::Error), count(review, Severity::Warning), count(review, Severity::Hint));
    let (asked, open, name) = (review.asked.len(), review.open.len(), &review.document.name);
    match language {
        Language::Chinese => {
            let advice = review.advice.map(|a| format!("；建议{}", a.word())).unwrap_or_default();
            format!("{name}：检查 {asked} 项，错误 {errors}，警告 {warnings}，提示 {hints}，待查明 {open}{advice}")
        }
        Language::English => {
            let advice = review.advice.map(|a| format!("; advice: {}", a.word())).unwrap_or_default();
            format!("{name}: {asked} checks, {errors} errors, {warnings} warnings, {hints} hints, {open} to establish{advice}")
        }
    }
}

fn basis(finding: &ReviewFinding) -> String {
    finding.basis.iter().map(Citation::to_string).collect::<Vec<_>>().join("、")
}

fn finding(review: &Review, finding: &ReviewFinding, text: &str, language: Language, color: Color) -> String {
    let say = |zh: &str, en: &str| words(language, zh, en);
    let (level, word) = match finding.severity {
        Severity::Error => (Level::ERROR, say("错误", "error")),
        Severity::Warning => (Level::WARNING, say("警告", "warning")),
        Severity::Hint => (Level::NOTE, say("提示", "hint")),
    };
    let level = level.with_name(word);
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
    let mut note = |zh: &str, en: &str, text: String| {
        if !text.is_empty() {
            group = std::mem::replace(&mut group, Group::with_title(Level::NOTE.primary_title("")))
                .element(Level::NOTE.with_name(say(zh, en)).message(text));
        }
    };
    note("依据", "basis", basis(finding));
    note("建议", "suggestion", finding.suggestion.clone().unwrap_or_default());
    note("处理", "advice", finding.advice.map(|a| a.word().to_owned()).unwrap_or_default());
    note("除非查明", "unless it is established", finding.unless.join("；"));
    let renderer = match color {
        Color::Never => Renderer::plain(),
        Color::Always => Renderer::styled(),
    };
    renderer.decor_style(DecorStyle::Ascii).render(&[group]).to_string() + "\n"
}

/// The review as a Markdown page.
#[must_use]
pub fn review_markdown(review: &Review, language: Language) -> String {
    let say = |zh: &str, en: &str| words(language, zh, en);
    let mut out = format!("# {}\n\n", say("审查意见", "Review"));
    if let Some(title) = &review.document.title {
        out.push_str(&format!("**{}**\n\n", escaped(title)));
    }
    out.push_str(&format!("{}\n\n", escaped(&counted(review, language))));
    for finding in &review.findings {
        let word = match finding.severity {
            Severity::Error => say("错误", "error"),
            Severity::Warning => say("警告", "warning"),
            Severity::Hint => say("提示", "hint"),
        };
        out.push_str(&format!("## {} {} {}\n\n", escaped(&finding.place.path), finding.code, escaped(&finding.title)));
        let quote: Vec<String> = finding.place.quote.lines().map(|line| format!("> {}", escaped(line))).collect();
        out.push_str(&format!("{}\n\n", quote.join("\n")));
        out.push_str(&format!("- {word}：{}\n", escaped(&finding.message)));
        let mut item = |zh: &str, en: &str, text: String| {
            if !text.is_empty() {
                out.push_str(&format!("- {}：{}\n", say(zh, en), escaped(&text)));
            }
        };
        item("依据", "basis", basis(finding));
        item("建议", "suggestion", finding.suggestion.clone().unwrap_or_default());
        item("处理", "advice", finding.advice.map(|a| a.word().to_owned()).unwrap_or_default());
        item("除非查明", "unless it is established", finding.unless.join("；"));
        out.push('\n');
    }
    if !review.open.is_empty() {
        out.push_str(&format!("## {}\n\n", say("待查明", "To establish")));
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
