//! Why a stretch could not be read: the stretch is read again on its own, and how far that gets tells what to say.

use super::build::{Builder, Context, is_keyword};
use super::expected;
use super::grammar::{Grammar, Rule};
use super::look_alike;
use super::scan::{Piece, pieces};
use super::slips;
use crate::diagnostic::{Diagnostic, Span, SyntaxProblem};
use crate::syntax::keyword::{self, Keyword};
use pest::Parser as _;
use pest::error::{ErrorVariant, InputLocation};

/// The most characters of the source that a message repeats.
const EXCERPT: usize = 20;

/// The first line of a text, cut where it grows long.
pub(super) fn excerpt(text: &str) -> String {
    let line = text.trim().lines().next().unwrap_or_default().trim_end();
    match line.char_indices().nth(EXCERPT) {
        Some((at, _)) => format!("{}…", line.get(..at).unwrap_or_default()),
        None => line.to_owned(),
    }
}

/// The first word of a text: a run of name characters, or one other character.
pub(super) fn first_word(text: &str) -> &str {
    let text = text.trim_start();
    let end = text.find(|c: char| !keyword::is_word(c)).unwrap_or(text.len());
    let end = if end == 0 { text.chars().next().map_or(0, char::len_utf8) } else { end };
    text.get(..end).unwrap_or_default()
}

/// The word that ends a text, with where it starts.
fn last_word(text: &str) -> (usize, &str) {
    let text = text.trim_end();
    let start = text.char_indices().rev().take_while(|(_, c)| keyword::is_word(*c)).last().map_or(text.len(), |(at, _)| at);
    (start, text.get(start..).unwrap_or_default())
}

/// The words that may start a line of a block.
fn starts(context: Context) -> Vec<&'static Keyword> {
    let names: &[&str] = match context {
        Context::File | Context::Body => {
            return keyword::clause_starts()
                .filter(|k| !matches!(k.name, "include" | "factor" | "total_floor" | "total_cap" | "base" | "upper_only"))
                .collect();
        }
        Context::Record => &["define", "include"],
        Context::Statutory => &["if", "on", "impose", "basis"],
        Context::Factors => &["factor", "total_floor", "total_cap"],
        Context::RangeRule => &[
            "basis",
            "base",
            "mitigate",
            "lighten",
            "ordinary",
            "aggravate",
            "upper_only",
            "several_lighten",
            "several_aggravate",
            "lighten_and_aggravate",
            "note",
        ],
    };
    names.iter().filter_map(|name| keyword::by_name(name)).collect()
}

/// Whether what stands at `offset` looks like a clause of its own, not like more of the clause before.
pub(super) fn starts_clause(builder: &Builder<'_>, context: Context, offset: usize) -> bool {
    let text = builder.text.get(offset..).unwrap_or_default();
    let word = first_word(text);
    let rest = text.get(word.len()..).unwrap_or_default().trim_start_matches([' ', '\t', '\u{3000}']);
    let own_line =
        builder.text.get(..offset).unwrap_or_default().trim_end_matches([' ', '\t', '\u{3000}']).ends_with(['\n', '\r', '{', '｛', '}']);
    own_line
        && (text.starts_with(['|', '｜'])
            || keyword::clause_at(text).is_some()
            || glued(word, &starts(context)).is_some()
            || !near(word, &starts(context)).is_empty()
            || look_alike::meant(word).is_some()
            || (context == Context::RangeRule && rest.starts_with([':', '：']))
            // Every line of a record that starts with a word is a fact of its own.
            || (context == Context::Record && word.starts_with(keyword::is_word))
            || rest.starts_with(['{', '｛']))
}

/// The keyword a word starts with, and what was written on to it.
fn glued<'w>(word: &'w str, keywords: &[&'static Keyword]) -> Option<(&'static str, &'w str)> {
    keywords
        .iter()
        .flat_map(|k| k.spellings())
        .filter_map(|s| word.strip_prefix(s).filter(|rest| !rest.is_empty()).map(|rest| (s, rest)))
        // English keywords are prefixes of ordinary words; Chinese text has no such seams.
        .filter(|(s, _)| !s.is_ascii())
        .max_by_key(|(s, _)| s.len())
}

/// The keywords a word may have been meant as.
pub(super) fn near(word: &str, keywords: &[&'static Keyword]) -> Vec<String> {
    let letters: Vec<char> = word.chars().collect();
    let mut found: Vec<(usize, String)> = Vec::new();
    for spelling in keywords.iter().flat_map(|k| k.spellings()) {
        let other: Vec<char> = spelling.chars().collect();
        // One character of two is as much as may differ in Chinese, two letters in English.
        let allowed =
            if spelling.is_ascii() { usize::from(other.len() > 3) + usize::from(other.len() > 6) } else { usize::from(other.len() > 1) };
        let away = distance(&letters, &other);
        let shares = letters.iter().any(|c| other.contains(c));
        if away > 0 && away <= allowed && shares && letters.len() > 1 {
            found.push((away, spelling.to_owned()));
        }
    }
    found.sort_by_key(|(away, _)| *away);
    found.truncate(3);
    found.into_iter().map(|(_, s)| s).collect()
}

/// How many characters must be put in, left out or changed.
fn distance(a: &[char], b: &[char]) -> usize {
    if a.len().abs_diff(b.len()) > 2 {
        return usize::MAX;
    }
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut corner = i;
        let mut left = i + 1;
        let mut next = vec![left];
        for (j, y) in b.iter().enumerate() {
            let above = row.get(j + 1).copied().unwrap_or(usize::MAX);
            left = (corner + usize::from(x != y)).min(left + 1).min(above.saturating_add(1));
            corner = above;
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or(usize::MAX)
}

/// Says what is wrong with a bad stretch. `open` is where the clause starts that the stretch may carry on.
pub(super) fn bad(builder: &mut Builder<'_>, context: Context, open: Option<usize>, span: Span) {
    let range = span.range();
    let text = builder.text.get(range.clone()).unwrap_or_default();
    let word = first_word(text);
    // What follows a bare 查找 has marks that nothing else has, so it is told before they are.
    if keyword::by_name("find").is_some_and(|find| find.spellings().any(|spelling| spelling == word)) {
        let scope = SyntaxProblem::Expected {
            zh: "「每一 句」之类查找的范围".into(),
            en: "where to look, such as “each sentence”".into(),
            found: word.to_owned(),
        };
        builder.report(scope, builder.place(range.start, range.start + word.len()));
        return;
    }
    if slipped(builder, open, range.start, text) || marks(builder, range.start, range.end) {
        return;
    }
    if open.is_none() && first(builder, context, word, range.start) {
        inside(builder, range.start, range.end);
        return;
    }
    let header_only = stretch(builder, context.probe(), open.unwrap_or(range.start), range.end);
    if header_only {
        inside(builder, range.start, range.end);
    }
}

/// Says what to write for words of daily use that are none of the language; `false` where there are none.
fn slipped(builder: &mut Builder<'_>, open: Option<usize>, start: usize, text: &str) -> bool {
    let found = if let Some(open) = open {
        let condition = builder.text.get(open..).is_some_and(slips::asks);
        let before = builder.text.get(..start).unwrap_or_default();
        let carried = || slips::carried_on(text, condition).map(|(problem, length)| (problem, start, start + length));
        slips::negated(before, text).map(|(at, problem)| (problem, at, start + first_word(text).len())).or_else(carried)
    } else {
        None
    };
    let found = found.or_else(|| slips::bracketed(text).map(|(at, (problem, length))| (problem, start + at, start + at + length)));
    let Some((problem, from, to)) = found else { return false };
    let place = builder.place(from, to);
    builder.report(problem, place);
    true
}

/// Says what is wrong with the first word of a clause; `false` where nothing is.
fn first(builder: &mut Builder<'_>, context: Context, word: &str, start: usize) -> bool {
    let place = builder.place(start, start + word.len());
    if word.starts_with(['|', '｜']) {
        builder.report(SyntaxProblem::RowOutsideTable {}, place);
        return true;
    }
    let rest = builder.text.get(start..).unwrap_or_default();
    if keyword::clause_at(rest).is_some() || !word.starts_with(keyword::is_word) {
        return false;
    }
    let keywords = starts(context);
    if let Some(meant) = look_alike::meant(word) {
        builder.diagnostics.push(
            Diagnostic::new(SyntaxProblem::LookAlike { found: word.to_owned(), meant: meant.clone() }.into(), place).suggest([meant]),
        );
        return true;
    }
    let follows = rest.get(word.len()..).unwrap_or_default().trim_start();
    let is_field = context == Context::Record && follows.starts_with([':', '：']);
    if is_field {
        return false;
    }
    let mut close = near(word, &keywords);
    if header_has_block(follows) {
        // Before a block only a keyword that takes one was meant.
        let with_block: Vec<String> = close.iter().filter(|s| block_of(s).is_some()).cloned().collect();
        if !with_block.is_empty() {
            close = with_block;
        }
    }
    if !close.is_empty() {
        builder.diagnostics.push(Diagnostic::new(SyntaxProblem::UnknownWord { found: word.to_owned() }.into(), place).suggest(close));
        return true;
    }
    if let Some((keyword, rest)) = glued(word, &keywords) {
        let fixed = format!("{keyword} {rest}");
        let problem = SyntaxProblem::MissingSpace { keyword: keyword.to_owned(), rest: rest.to_owned() };
        builder.diagnostics.push(Diagnostic::new(problem.into(), place).suggest([fixed]));
        return true;
    }
    if matches!(context, Context::Statutory | Context::Record) || (context == Context::RangeRule && follows.starts_with([':', '：'])) {
        return false;
    }
    builder.report(SyntaxProblem::UnknownWord { found: excerpt(word) }, place);
    true
}

/// Quotes, brackets and characters that cannot be; `true` where one was reported.
fn marks(builder: &mut Builder<'_>, start: usize, end: usize) -> bool {
    let text = builder.text.get(start..end).unwrap_or_default();
    let mut open: Vec<(usize, char)> = Vec::new();
    let mut depth = 0_usize;
    let mut found = None;
    for (at, next, piece) in pieces(text) {
        let Piece::Char(c) = piece else { continue };
        let place = builder.place(start + at, start + next);
        match c {
            '{' | '｛' => depth += 1,
            '}' | '｝' => depth = depth.saturating_sub(1),
            // What is wrong inside a block is said when the block is read.
            _ if depth > 0 => {}
            '“' | '「' | '"' | '＂' => {
                let close = match c {
                    '“' => '”',
                    '「' => '」',
                    other => other,
                };
                found = Some((SyntaxProblem::UnclosedText { quote: c, close }, place));
            }
            '(' | '（' | '[' | '［' => open.push((at, c)),
            ')' | '）' | ']' | '］' if open.pop().is_none() && !label_before(text, at) => {
                found = Some((SyntaxProblem::StrayBracket { bracket: c }, place));
            }
            '”' | '」' => found = Some((SyntaxProblem::UnknownCharacter { character: c.to_string() }, place)),
            _ if look_alike::unknown(c) => found = Some((SyntaxProblem::UnknownCharacter { character: c.to_string() }, place)),
            _ => {}
        }
        if found.is_some() {
            break;
        }
    }
    if found.is_none() {
        found = open.first().map(|&(at, bracket)| {
            let close = match bracket {
                '(' => ')',
                '（' => '）',
                '[' => ']',
                _ => '］',
            };
            (SyntaxProblem::UnclosedBracket { bracket, close }, builder.place(start + at, start + at + bracket.len_utf8()))
        });
    }
    match found {
        Some((problem, place)) => {
            builder.report(problem, place);
            true
        }
        None => false,
    }
}

/// `1)` is a way of numbering, not a stray bracket.
fn label_before(text: &str, at: usize) -> bool {
    text.get(..at).unwrap_or_default().ends_with(|c: char| c.is_ascii_digit())
}

/// Reads a stretch with `rule` and reports where that stops. `true` where it stopped before the stretch's first brace.
pub(super) fn stretch(builder: &mut Builder<'_>, rule: Rule, start: usize, end: usize) -> bool {
    let whole = builder.text;
    let text = whole.get(start..end).unwrap_or_default();
    if marks(builder, start, end) {
        return true;
    }
    let error = match Grammar::parse(rule, text) {
        // It reads on its own: what follows it does not fit, and is reported there.
        Ok(_) => {
            builder.report(
                SyntaxProblem::Expected { zh: "这一句的结尾".into(), en: "the end of the clause".into(), found: excerpt(text) },
                builder.place(start, end),
            );
            return true;
        }
        Err(error) => error,
    };
    let (InputLocation::Pos(at) | InputLocation::Span((at, _))) = error.location;
    let positives = match error.variant {
        ErrorVariant::ParsingError { positives, .. } => positives,
        ErrorVariant::CustomError { .. } => Vec::new(),
    };
    // Blanks belong to what follows them.
    let rest = text.get(at..).unwrap_or_default();
    let at = at + (rest.len() - rest.trim_start().len());
    let diagnostic = explain(builder, text, start, at.min(text.len()), &positives);
    builder.diagnostics.push(diagnostic);
    text.get(..at).is_some_and(|before| !before.contains(['{', '｛']))
}

/// What to say of a stretch that reads up to `at`.
fn explain(builder: &Builder<'_>, text: &str, start: usize, at: usize, positives: &[Rule]) -> Diagnostic {
    let before = text.get(..at).unwrap_or_default();
    let rest = text.get(at..).unwrap_or_default();
    let found = first_word(rest);
    let (zh, en) = expected::phrase(positives);
    let (last_at, last) = last_word(before);
    let expects = |rules: &[Rule]| positives.iter().any(|r| rules.contains(r));
    let place = builder.place(start + at, start + at + found.len().max(1));
    // Of what is left, the word before may belong to it: `大于1000元` is read as a name.
    for from in [last_at, at] {
        if let Some((problem, length)) = text.get(from..).filter(|_| from > 0).and_then(|rest| slips::carried_on(rest, slips::asks(text))) {
            return Diagnostic::new(problem.into(), builder.place(start + from, start + from + length));
        }
    }
    let after = builder.place(start + last_at, start + before.trim_end().len());
    let wants_name = expects(&[Rule::name, Rule::free_name, Rule::ident, Rule::path])
        && !expects(&[Rule::sum, Rule::expr, Rule::condition, Rule::sanction, Rule::joined]);
    let closing = found.is_empty() || matches!(found, "}" | "｝" | ")" | "）" | ";" | "；" | "|" | "｜");
    let last_keyword = keyword::keywords().iter().find(|k| k.spellings().any(|s| s == last));

    if expects(&[Rule::p_equals]) && !last.is_empty() && last_keyword.is_none() {
        return Diagnostic::new(SyntaxProblem::MissingEquals { name: last.to_owned() }.into(), place);
    }
    if expects(&[Rule::p_colon]) && !last.is_empty() && last_keyword.is_none() && !closing {
        return Diagnostic::new(SyntaxProblem::MissingColon { name: last.to_owned() }.into(), after);
    }
    if let Some(keyword) = last_keyword {
        let is_brace = found.starts_with(['{', '｛']);
        if wants_name && (closing || is_brace) {
            return Diagnostic::new(SyntaxProblem::MissingName { keyword: keyword.zh.to_owned() }.into(), after);
        }
        let next_clause = keyword::clause_at(rest).is_some() && rest.len() < text.len();
        if closing || (next_clause && !wants_name) {
            return Diagnostic::new(SyntaxProblem::MissingValue { keyword: keyword.zh.to_owned(), zh, en }.into(), after);
        }
    }
    if closing && found.is_empty() {
        let keyword = if last.is_empty() {
            excerpt(before.trim_end().get(before.trim_end().len().saturating_sub(3)..).unwrap_or_default())
        } else {
            last.to_owned()
        };
        return Diagnostic::new(SyntaxProblem::MissingValue { keyword, zh, en }.into(), after);
    }
    if let Some(meant) = look_alike::meant(found) {
        return Diagnostic::new(SyntaxProblem::LookAlike { found: found.to_owned(), meant: meant.clone() }.into(), place).suggest([meant]);
    }
    let keywords: Vec<&'static Keyword> = positives
        .iter()
        .filter(|r| is_keyword(**r))
        .filter_map(|r| keyword::by_name(format!("{r:?}").trim_start_matches("kw_")))
        .chain(children(positives))
        .collect();
    if let Some((keyword, rest)) = glued(found, &keywords) {
        let fixed = format!("{keyword} {rest}");
        return Diagnostic::new(SyntaxProblem::MissingSpace { keyword: keyword.to_owned(), rest: rest.to_owned() }.into(), place)
            .suggest([fixed]);
    }
    let reserved = keyword::keywords().iter().any(|k| k.spellings().any(|s| s == found));
    if reserved && wants_name {
        return Diagnostic::new(SyntaxProblem::ReservedName { found: found.to_owned() }.into(), place);
    }
    let near = near(found, &keywords);
    Diagnostic::new(SyntaxProblem::Expected { zh, en, found: excerpt(found) }.into(), place).suggest(near)
}

/// The keywords that the words of a rule can be, for rules that pest reports as a whole.
fn children(rules: &[Rule]) -> Vec<&'static Keyword> {
    let mut names: Vec<&str> = Vec::new();
    for rule in rules {
        names.extend_from_slice(match rule {
            Rule::relation_word | Rule::relation => &["is", "is_not", "before", "after", "not_before", "not_after", "contains"],
            Rule::connector => &["and", "or"],
            Rule::range | Rule::bound | Rule::bound_prefix => &["below", "over", "at_most", "at_least"],
            Rule::more_penalties | Rule::connective => &["and_impose", "may_and_impose", "may"],
            Rule::type_expr => {
                &["boolean", "integer", "number", "money", "ratio", "multiple", "quantity", "period", "date", "text", "list"]
            }
            Rule::policy => &["unique", "first", "gravest", "collect"],
            Rule::severity => &["error", "warning", "hint"],
            Rule::advice_word => &["keep", "amend", "repeal"],
            Rule::unit_scope => {
                &["whole", "title", "chapter", "article", "paragraph", "item", "block", "sentence", "citation", "definition", "attachment"]
            }
            Rule::contains_test | Rule::cites_test | Rule::class_test => &["contains", "lacks_text", "cites", "is", "is_not"],
            Rule::numbering_word => &["consecutive", "no_repeat"],
            Rule::cited | Rule::cited_level => &[
                "statute",
                "admin_regulation",
                "local_regulation",
                "department_rule",
                "local_rule",
                "normative",
                "superior_law",
                "any_document",
            ],
            Rule::unit_class => &[
                "prohibition",
                "quotation",
                "in_force",
                "repealed",
                "not_yet",
                "unlisted",
                "no_such_article",
                "inexact_title",
                "renumbered",
                "used",
                "before_use",
                "shared_bound",
                "unequal_amounts",
                "reversed_term",
                "not_attached",
                "attachments_lacking",
                "unmentioned",
            ],
            Rule::effect_word => &["no_penalty", "mitigate", "lighten", "aggravate"],
            Rule::procedure_word => &["met", "violated", "open"],
            Rule::verdict => &["fitting", "too_heavy", "too_light", "wrong_kind"],
            Rule::rounding => &["round_down", "round_up", "round_half_up", "round_half_even"],
            Rule::take_word => &["lowest", "highest", "lighten", "aggravate", "ordinary", "whole_range"],
            _ => &[],
        });
    }
    names.into_iter().filter_map(keyword::by_name).collect()
}

/// Whether a block opens on the line.
fn header_has_block(text: &str) -> bool {
    text.lines().next().unwrap_or_default().contains(['{', '｛'])
}

/// What the block of a keyword holds; `None` for a keyword without a block.
fn block_of(spelling: &str) -> Option<Context> {
    let keyword = keyword::clause_starts().find(|k| k.spellings().any(|s| s == spelling))?;
    match keyword.name {
        "facts" => Some(Context::Record),
        "statutory_range" => Some(Context::Statutory),
        "factors" => Some(Context::Factors),
        "range_rule" | "upper_only" => Some(Context::RangeRule),
        "ruleset" | "benchmark" | "circumstance" | "procedure" | "case" | "tier" | "review" | "check" | "scoring" | "score_item"
        | "bonus_item" => Some(Context::Body),
        _ => None,
    }
}

/// Reads the block of a stretch whose head is bad, so that its mistakes are told in the same run.
fn inside(builder: &mut Builder<'_>, start: usize, end: usize) {
    let whole = builder.text;
    let text = whole.get(start..end).unwrap_or_default();
    let brace = pieces(text).find(|(_, _, piece)| matches!(piece, Piece::Char('{' | '｛'))).map(|(at, ..)| at);
    let Some(brace) = brace else { return };
    let word = first_word(text);
    let all: Vec<&'static Keyword> = keyword::clause_starts().collect();
    let context = match keyword::clause_at(text) {
        Some((keyword, _)) => block_of(keyword.zh),
        None => {
            let glued = glued(word, &all).map(|(spelling, _)| spelling.to_owned());
            near(word, &all).into_iter().chain(look_alike::meant(word)).chain(glued).find_map(|s| block_of(&s))
        }
    };
    let Some(context) = context else { return };
    builder.run(context.block(), start + brace, start + text.len(), |builder, pair| Some(builder.clauses(pair)));
}
