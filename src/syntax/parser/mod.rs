//! Text to tree. Parsing is a pure function of the text, never fails, and reports every mistake of a file in one run.

mod build;
mod diagnose;
mod expected;
mod grammar;
mod look_alike;
mod matcher;
mod readings;
mod scan;
mod slips;

pub(in crate::syntax) use build::single;

use super::keyword;
use super::limits::Limits;
use super::printer::NamePlace;
use super::tree::{Clause, ClauseKind, Comment, Sanction, Tree};
use crate::diagnostic::{Diagnostic, Problem, SourceId, SourceProblem, Span, Spanned, SyntaxProblem};
use crate::law::Citation;
use build::Builder;
use grammar::Rule;
use matcher::{Matched, Pair};
use scan::BraceFault;

/// What comes of a text: always a tree, with a diagnostic for each stretch that could not be read.
#[derive(Debug, Clone)]
pub struct Parsed {
    /// The tree; what could not be read is a [`ClauseKind::Bad`] in it.
    pub tree: Tree,
    /// The problems, in order of place.
    pub diagnostics: Vec<Diagnostic>,
    /// Whether the braces match as written: without that the tree's blocks are a guess.
    pub balanced: bool,
}

/// Parses a rule file.
///
/// Any text gives a tree. A stretch that cannot be read costs one diagnostic and no more: parsing goes on with the
/// next clause. The cost is linear in the text for files within `limits`.
///
/// ```
/// use zhunsheng::diagnostic::Sources;
/// use zhunsheng::syntax::{Limits, parse};
/// let text = "单位 标准箱\n引入 “通则/行政处罚法”";
/// let mut sources = Sources::new();
/// let parsed = parse(sources.add("例.zs", text), text, &Limits::default());
/// assert_eq!((parsed.tree.clauses.len(), parsed.diagnostics.len()), (2, 0));
/// ```
#[must_use]
pub fn parse(source: SourceId, text: &str, limits: &Limits) -> Parsed {
    let place = |start: usize, end: usize| Span::new(source, offset(start), offset(end));
    let refuse = |problem: SourceProblem, span: Span, comments: Vec<Comment>| {
        let bad = Spanned::new(ClauseKind::Bad { text: text.to_owned() }, place(0, text.len()));
        Parsed { tree: Tree { clauses: vec![bad], comments }, diagnostics: vec![Diagnostic::new(problem.into(), span)], balanced: false }
    };
    if text.len() > limits.source_bytes {
        return refuse(SourceProblem::TooLarge { size: text.len(), limit: limits.source_bytes }, place(0, 0), Vec::new());
    }
    let scan = scan::scan(text, limits.nesting);
    let comments: Vec<Comment> = scan.comments.iter().map(|&(start, end)| comment(text, start, end, place(start, end))).collect();
    if let Some(at) = scan.too_deep {
        return refuse(SourceProblem::TooDeep { limit: limits.nesting }, place(at, at + 1), comments);
    }
    if let Some((at, found)) = unclosed(text) {
        return refuse(SourceProblem::TooManyTerms { found, limit: UNCLOSED }, place(at, at), comments);
    }
    let mut builder = Builder { source, original: text, text: &scan.text, limits, diagnostics: Vec::new(), base: 0 };
    for fault in &scan.faults {
        builder.diagnostics.push(brace(*fault, text, &place));
    }
    let matched = Matched::read(Rule::file, &scan.text);
    let clauses = match matched.as_ref().and_then(Matched::pair) {
        Some(pair) => builder.clauses(pair),
        // INVARIANT: every balanced text is a file to the grammar; should it not be, the text is kept.
        None => {
            let span = place(0, text.len());
            let problem = SyntaxProblem::Expected { zh: "规则".into(), en: "rules".into(), found: diagnose::excerpt(text) };
            builder.report(problem, span.at_start());
            vec![Spanned::new(ClauseKind::Bad { text: text.to_owned() }, span)]
        }
    };
    let diagnostics = sorted(builder.diagnostics, limits);
    Parsed { tree: Tree { clauses, comments }, diagnostics, balanced: scan.faults.is_empty() }
}

/// The most quotation marks on one line that nothing closes: each is looked for to the end of its line.
const UNCLOSED: usize = 200;

/// The start of the first line with too many marks that nothing closes, and how many they are.
fn unclosed(text: &str) -> Option<(usize, usize)> {
    let mut start = 0;
    for line in text.split('\n') {
        // A line shorter than so many marks is not worth counting.
        let marks = if line.len() > UNCLOSED * 3 { [('“', '”'), ('「', '」'), ('《', '》')].as_slice() } else { &[] };
        for &(open, close) in marks {
            let rest = line.rfind(close).and_then(|at| line.get(at..)).unwrap_or(line);
            let found = rest.matches(open).count();
            if found > UNCLOSED {
                return Some((start, found));
            }
        }
        start += line.len() + 1;
    }
    None
}

/// Reads a penalty on its own: `警告, 并处 3000元罚款`.
///
/// # Errors
/// The problems of the text, at least one.
pub fn parse_sanction(source: SourceId, text: &str, limits: &Limits) -> Result<Spanned<Sanction>, Vec<Diagnostic>> {
    piece(source, text, limits, Rule::only_sanction, |builder, pair| {
        let inner = build::only(pair)?;
        builder.sanction(inner)
    })
}

/// Reads citations on their own: `《中华人民共和国律师法》第四十条第一项, 《…》第…条`.
///
/// # Errors
/// The problems of the text, at least one.
pub fn parse_citations(source: SourceId, text: &str, limits: &Limits) -> Result<Vec<Spanned<Citation>>, Vec<Diagnostic>> {
    piece(source, text, limits, Rule::only_citations, |builder, pair| {
        let inner = build::only(pair)?;
        builder.citations(inner)
    })
}

type Read<T> = fn(&mut Builder<'_>, Pair<'_>) -> Option<T>;

fn piece<T>(source: SourceId, text: &str, limits: &Limits, rule: Rule, read: Read<T>) -> Result<T, Vec<Diagnostic>> {
    let at = |problem: SourceProblem| vec![Diagnostic::new(Problem::from(problem), Span::new(source, 0, 0))];
    if text.len() > limits.source_bytes {
        return Err(at(SourceProblem::TooLarge { size: text.len(), limit: limits.source_bytes }));
    }
    let scan = scan::scan(text, limits.nesting);
    if scan.too_deep.is_some() {
        return Err(at(SourceProblem::TooDeep { limit: limits.nesting }));
    }
    let mut builder = Builder { source, original: text, text: &scan.text, limits, diagnostics: Vec::new(), base: 0 };
    let matched = Matched::read(rule, &scan.text);
    let found = match matched.as_ref().and_then(Matched::pair) {
        Some(pair) => read(&mut builder, pair),
        None => {
            diagnose::stretch(&mut builder, rule, 0, scan.text.len());
            None
        }
    };
    found.filter(|_| builder.diagnostics.is_empty()).ok_or_else(|| sorted(builder.diagnostics, limits))
}

/// The diagnostics in order of place, no more than the limit.
fn sorted(mut diagnostics: Vec<Diagnostic>, limits: &Limits) -> Vec<Diagnostic> {
    diagnostics.sort_by_key(|d| (d.span.start, d.span.end));
    diagnostics.dedup();
    if diagnostics.len() > limits.diagnostics {
        let count = diagnostics.len() - limits.diagnostics;
        diagnostics.truncate(limits.diagnostics);
        if let Some(span) = diagnostics.last().map(|d| d.span) {
            diagnostics.push(Diagnostic::new(SourceProblem::MoreProblems { count }.into(), span));
        }
    }
    diagnostics
}

fn brace(fault: BraceFault, text: &str, place: &dyn Fn(usize, usize) -> Span) -> Diagnostic {
    let width = |at: usize| text.get(at..).and_then(|t| t.chars().next()).map_or(0, char::len_utf8);
    match fault {
        BraceFault::Unclosed { open, before } => {
            let mut diagnostic = Diagnostic::new(SyntaxProblem::UnclosedBrace {}.into(), place(open, open + width(open)));
            if before < text.len() {
                diagnostic = diagnostic.label(
                    place(before, before + width(before)),
                    "很可能在这一行之前漏了右花括号",
                    "the closing brace was probably left out before this line",
                );
            }
            diagnostic
        }
        BraceFault::Stray { at } => Diagnostic::new(SyntaxProblem::StrayBrace {}.into(), place(at, at + width(at))),
    }
}

fn comment(text: &str, start: usize, end: usize, span: Span) -> Comment {
    let line = text.get(..start).unwrap_or_default();
    let line = line.rsplit(['\n', '\r']).next().unwrap_or_default();
    let body = text.get(start..end).unwrap_or_default();
    let body = body.strip_prefix(['#', '＃']).unwrap_or(body);
    let body = body.strip_prefix(' ').unwrap_or(body).trim_end();
    Comment { span, trailing: !line.trim().is_empty(), text: body.to_owned() }
}

fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// The clauses of a tree that hold other clauses, for whoever walks all of them.
pub(in crate::syntax) fn blocks(clause: &Clause) -> Option<&super::tree::Block> {
    match &clause.node {
        ClauseKind::RuleSet { body, .. }
        | ClauseKind::Record { body, .. }
        | ClauseKind::Benchmark { body, .. }
        | ClauseKind::Circumstance { body, .. }
        | ClauseKind::RangeRule { body, .. }
        | ClauseKind::Procedure { body, .. }
        | ClauseKind::Case { body, .. }
        | ClauseKind::Review { body, .. }
        | ClauseKind::Check { body, .. }
        | ClauseKind::Scoring { body, .. }
        | ClauseKind::ScoreItem { body, .. }
        | ClauseKind::StatutoryRange { body }
        | ClauseKind::NamedRange { body, .. }
        | ClauseKind::Tier { body, .. }
        | ClauseKind::Factors { body }
        | ClauseKind::UpperOnly { body } => Some(body),
        _ => None,
    }
}

/// Whether a name, written bare, is read as that name in a place.
pub(in crate::syntax) fn name_reads_as(name: &str, place: NamePlace) -> bool {
    let rule = match place {
        NamePlace::Free => Rule::free_name,
        NamePlace::Reserved => Rule::name,
        NamePlace::Type => Rule::type_expr,
        NamePlace::Kind => Rule::sanction,
        NamePlace::Word if keyword::by_name("include").is_some_and(|k| k.spellings().any(|s| s == name)) => return false,
        NamePlace::Word => Rule::free_name,
    };
    // A text of brackets would be read as deep as it is long.
    if !name.chars().all(pest::unicode::XID_CONTINUE) {
        return false;
    }
    let matched = Matched::read(rule, name);
    // Down to the name itself, past the rules that hold nothing else.
    let Some(mut found) = matched.as_ref().and_then(Matched::pair) else { return false };
    loop {
        if found.as_str() != name {
            return false;
        }
        match found.as_rule() {
            Rule::ident => return true,
            Rule::text => return false,
            _ => {}
        }
        let mut inner = found.into_inner();
        match (inner.next(), inner.next()) {
            (Some(only), None) => found = only,
            _ => return false,
        }
    }
}
