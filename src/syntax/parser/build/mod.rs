//! From what pest matched to the tree. Whatever the grammar accepts but a tree cannot hold (an unreal date, a
//! range of two lower ends) is reported here, and its clause kept word for word.

mod clause;
mod condition;
mod expr;
mod literal;
mod review;
mod sanction;
mod scoring;
mod table;

pub(super) use clause::Context;
pub(in crate::syntax) use sanction::single;

use super::grammar::{Grammar, Rule};
use crate::diagnostic::{Diagnostic, Problem, SourceId, Span, Spanned, SyntaxProblem};
use crate::syntax::keyword;
use crate::syntax::limits::Limits;
use crate::syntax::tree::{Name, Path};
use pest::Parser as _;
use pest::iterators::Pair;

/// What one source is built with.
pub(super) struct Builder<'a> {
    pub(super) source: SourceId,
    /// The source as written.
    pub(super) original: &'a str,
    /// The same with comments blanked and braces balanced.
    pub(super) text: &'a str,
    pub(super) limits: &'a Limits,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// Where the text that pest reads at the moment starts in the source.
    pub(super) base: usize,
}

/// Whether a rule is a mark or a keyword, which a reader of nodes may pass over.
pub(super) fn is_token(rule: Rule) -> bool {
    is_mark(rule) || is_keyword(rule)
}

/// INVARIANT: the marks stand together in `lexical.pest`, the keywords together in `keywords.pest`.
pub(super) fn is_mark(rule: Rule) -> bool {
    (Rule::p_lbrace..=Rule::p_divide).contains(&rule)
}

pub(super) fn is_keyword(rule: Rule) -> bool {
    (Rule::kw_ruleset..=Rule::kw_usually).contains(&rule) || rule == Rule::kw_and_also
}

/// The parts of a pair without marks and keywords, taken one after the other.
pub(super) struct Parts<'i> {
    list: std::iter::Peekable<std::vec::IntoIter<Pair<'i, Rule>>>,
}

impl<'i> Parts<'i> {
    pub(super) fn of(pair: Pair<'i, Rule>) -> Self {
        Self {
            list: pair
                .into_inner()
                .filter(|p| !is_token(p.as_rule()) && p.as_rule() != Rule::EOI)
                .collect::<Vec<_>>()
                .into_iter()
                .peekable(),
        }
    }

    pub(super) fn next(&mut self) -> Option<Pair<'i, Rule>> {
        self.list.next()
    }

    /// The next part if it is of that rule.
    pub(super) fn take(&mut self, rule: Rule) -> Option<Pair<'i, Rule>> {
        self.list.next_if(|p| p.as_rule() == rule)
    }

    pub(super) fn rest(self) -> impl Iterator<Item = Pair<'i, Rule>> {
        self.list
    }
}

/// The only part of a pair that matters.
pub(super) fn only(pair: Pair<'_, Rule>) -> Option<Pair<'_, Rule>> {
    Parts::of(pair).next()
}

/// The first part, keywords included: for words of which one must be chosen.
pub(super) fn word(pair: &Pair<'_, Rule>) -> Option<Rule> {
    pair.clone().into_inner().next().map(|p| p.as_rule())
}

/// Whether a pair holds a keyword directly.
pub(super) fn has(pair: &Pair<'_, Rule>, rule: Rule) -> bool {
    pair.clone().into_inner().any(|p| p.as_rule() == rule)
}

impl Builder<'_> {
    /// The place of a pair, without the blanks pest counts to its end.
    pub(super) fn span(&self, pair: &Pair<'_, Rule>) -> Span {
        let start = self.base + pair.as_span().start();
        self.place(start, start + pair.as_str().trim_end().len())
    }

    /// The place between two offsets of the source.
    pub(super) fn place(&self, start: usize, end: usize) -> Span {
        let clamp = |at: usize| u32::try_from(at.min(self.original.len())).unwrap_or(u32::MAX);
        Span::new(self.source, clamp(start), clamp(end))
    }

    pub(super) fn report(&mut self, problem: impl Into<Problem>, span: Span) {
        self.diagnostics.push(Diagnostic::new(problem.into(), span));
    }

    /// Reads a stretch of the text with a rule of its own; places stay those of the source.
    pub(super) fn run(&self, rule: Rule, start: usize, end: usize) -> Result<Pair<'_, Rule>, Box<pest::error::Error<Rule>>> {
        let text = self.text.get(start..end).unwrap_or_default();
        match Grammar::parse(rule, text) {
            Ok(mut pairs) => pairs.next().ok_or_else(|| {
                let span = pest::Span::new(text, 0, 0);
                let variant = pest::error::ErrorVariant::CustomError { message: String::new() };
                Box::new(match span {
                    Some(span) => pest::error::Error::new_from_span(variant, span),
                    None => pest::error::Error::new_from_pos(variant, pest::Position::from_start("")),
                })
            }),
            Err(error) => Err(Box::new(error)),
        }
    }

    // ── names ──

    /// A name or a quoted text as a name.
    pub(super) fn name(&self, pair: Pair<'_, Rule>) -> Name {
        let span = self.span(&pair);
        let inner = match pair.as_rule() {
            Rule::name | Rule::free_name => only(pair.clone()).unwrap_or(pair),
            _ => pair,
        };
        let text = if inner.as_rule() == Rule::text { unquote(inner.as_str()) } else { inner.as_str().trim_end() };
        Spanned::new(text.to_owned(), span)
    }

    /// Every name among the parts of a pair.
    pub(super) fn names(&self, pair: Pair<'_, Rule>) -> Vec<Name> {
        Parts::of(pair).rest().filter(|p| matches!(p.as_rule(), Rule::name | Rule::free_name)).map(|p| self.name(p)).collect()
    }

    pub(super) fn path(&self, pair: Pair<'_, Rule>) -> Path {
        let span = self.span(&pair);
        Spanned::new(Parts::of(pair).rest().map(|p| self.name(p)).collect(), span)
    }

    /// A path in an expression. `违法所得不满1000元` is one word to the grammar, and never a name.
    pub(super) fn fact(&mut self, pair: Pair<'_, Rule>) -> Option<Path> {
        let path = self.path(pair);
        for name in &path.node {
            if let Some(at) = keyword::seam_before_figure(&name.node) {
                let (fact, rest) = name.node.split_at_checked(at)?;
                let problem = SyntaxProblem::MissingSpace { keyword: fact.to_owned(), rest: rest.to_owned() };
                self.diagnostics.push(Diagnostic::new(problem.into(), name.span).suggest([format!("{fact} {rest}")]));
                return None;
            }
        }
        Some(path)
    }

    pub(super) fn text(&self, pair: &Pair<'_, Rule>) -> Spanned<String> {
        Spanned::new(unquote(pair.as_str().trim_end()).to_owned(), self.span(pair))
    }

    /// Reports what the grammar lets through and the tree has no room for; it should not come to this.
    pub(super) fn unread<T>(&mut self, pair: &Pair<'_, Rule>) -> Option<T> {
        let found = super::diagnose::excerpt(pair.as_str());
        self.report(SyntaxProblem::Expected { zh: "能读懂的写法".into(), en: "something readable".into(), found }, self.span(pair));
        None
    }
}

/// A quoted text without its quotes.
pub(super) fn unquote(text: &str) -> &str {
    let mut chars = text.chars();
    chars.next();
    chars.next_back();
    chars.as_str()
}
