//! Diagnostics as text for people: the line, what is underlined in it, and what to do.

use super::{Diagnostic, Language, Severity, Source, Sources, Span};
use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use std::collections::BTreeMap;

/// Whether the text is coloured; who prints it knows whether that can be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Color {
    /// Plain text.
    #[default]
    Never,
    /// With ANSI colours.
    Always,
}

/// One diagnostic with its place.
///
/// ```
/// use zhunsheng::diagnostic::{Color, Language, Sources, render};
/// use zhunsheng::syntax::{Limits, parse};
/// let text = "施行 2026年2月30日";
/// let mut sources = Sources::new();
/// let parsed = parse(sources.add("例.zs", text), text, &Limits::default());
/// let shown = render(&parsed.diagnostics[0], &sources, Language::Chinese, Color::Never);
/// assert!(shown.starts_with("错误[ZS0111]: 日历上没有「2026年2月30日」这一天"));
/// ```
#[must_use]
pub fn render(diagnostic: &Diagnostic, sources: &Sources, language: Language, color: Color) -> String {
    let message = diagnostic.message(language);
    let help = diagnostic.help(language);
    let level = level(diagnostic.severity(), language);
    let mut group = Group::with_title(level.primary_title(message).id(diagnostic.code().as_str()));
    for (span, snippet) in snippets(diagnostic, sources, language) {
        if let Some(source) = sources.get(span.source) {
            group = group.element(snippet.path(source.name()));
        }
    }
    if let Some(witness) = &diagnostic.witness {
        let name = match language {
            Language::Chinese => "例如",
            Language::English => "for example",
        };
        group = group.element(Level::NOTE.with_name(name).message(witness.as_str()));
    }
    if let Some(help) = help {
        let name = match language {
            Language::Chinese => "帮助",
            Language::English => "help",
        };
        group = group.element(Level::HELP.with_name(name).message(help));
    }
    let renderer = match color {
        Color::Never => Renderer::plain(),
        Color::Always => Renderer::styled(),
    };
    let mut text = renderer.decor_style(DecorStyle::Ascii).render(&[group]).to_string();
    text.push('\n');
    text
}

/// All diagnostics in the order given, a blank line between two.
#[must_use]
pub fn render_all(diagnostics: &[Diagnostic], sources: &Sources, language: Language, color: Color) -> String {
    let all: Vec<String> = diagnostics.iter().map(|d| render(d, sources, language, color)).collect();
    all.join("\n")
}

fn level(severity: Severity, language: Language) -> Level<'static> {
    let (level, zh, en) = match severity {
        Severity::Error => (Level::ERROR, "错误", "error"),
        Severity::Warning => (Level::WARNING, "警告", "warning"),
        Severity::Hint => (Level::NOTE, "提示", "hint"),
    };
    level.with_name(match language {
        Language::Chinese => zh,
        Language::English => en,
    })
}

type Shown<'a> = Snippet<'a, annotate_snippets::Annotation<'a>>;

/// A snippet a source: the primary place first, then the labels in other files.
fn snippets<'a>(diagnostic: &'a Diagnostic, sources: &'a Sources, language: Language) -> Vec<(Span, Shown<'a>)> {
    let mut list: BTreeMap<usize, (Span, Shown<'a>)> = BTreeMap::new();
    let Some(source) = sources.get(diagnostic.span.source) else { return Vec::new() };
    let primary = AnnotationKind::Primary.span(clamped(source, diagnostic.span));
    list.insert(0, (diagnostic.span, Snippet::source(source.text()).annotation(primary)));
    for label in &diagnostic.labels {
        let Some(source) = sources.get(label.span.source) else { continue };
        let text = match language {
            Language::Chinese => &label.zh,
            Language::English => &label.en,
        };
        let annotation = AnnotationKind::Context.span(clamped(source, label.span)).label(text.as_str());
        let known = list.iter().find(|(_, (span, _))| span.source == label.span.source).map(|(at, _)| *at);
        let at = known.unwrap_or(list.len());
        let (span, snippet) = list.remove(&at).unwrap_or_else(|| (label.span, Snippet::source(source.text())));
        list.insert(at, (span, snippet.annotation(annotation)));
    }
    list.into_values().collect()
}

/// The part of a place that can be underlined: inside of the text, between characters, on its first line where it is long.
fn clamped(source: &Source, span: Span) -> std::ops::Range<usize> {
    let text = source.text();
    let floor = |at: usize| (0..=at.min(text.len())).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0);
    let start = floor(span.range().start);
    let end = floor(span.range().end).max(start);
    let part = text.get(start..end).unwrap_or_default();
    match part.find(['\n', '\r']) {
        Some(line) => start..start + line,
        None => start..end,
    }
}
