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

use super::grammar::Rule;
use super::matcher::{Matched, Pair, Pairs};
use crate::diagnostic::{Diagnostic, Problem, SourceId, Span, Spanned, SyntaxProblem};
use crate::syntax::keyword;
use crate::syntax::limits::Limits;
use crate::syntax::tree::{Name, Path};

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
pub(super) struct Parts<'m> {
    list: Pairs<'m>,
}

impl<'m> Parts<'m> {
    pub(super) fn of(pair: Pair<'m>) -> Self {
        Self { list: pair.into_inner() }
    }

    pub(super) fn next(&mut self) -> Option<Pair<'m>> {
        self.list.find(|p| !is_token(p.as_rule()) && p.as_rule() != Rule::EOI)
    }

    /// The next part if it is of that rule.
    pub(super) fn take(&mut self, rule: Rule) -> Option<Pair<'m>> {
        let mut ahead = Self { list: self.list.clone() };
        let found = ahead.next().filter(|p| p.as_rule() == rule)?;
        *self = ahead;
        Some(found)
    }

    pub(super) fn rest(mut self) -> impl Iterator<Item = Pair<'m>> {
        std::iter::from_fn(move || self.next())
    }
}

/// The only part of a pair that matters.
pub(super) fn only(pair: Pair<'_>) -> Option<Pair<'_>> {
    Parts::of(pair).next()
}

/// The first part, keywords included: for words of which one must be chosen.
pub(super) fn word(pair: &Pair<'_>) -> Option<Rule> {
    pair.into_inner().next().map(|p| p.as_rule())
}

/// Whether a pair holds a keyword directly.
pub(super) fn has(pair: &Pair<'_>, rule: Rule) -> bool {
    pair.into_inner().any(|p| p.as_rule() == rule)
}

impl Builder<'_> {
    /// The place of a pair, without the blanks pest counts to its end.
    pub(super) fn span(&self, pair: &Pair<'_>) -> Span {
        let start = self.base + pair.start();
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

    /// Reads a stretch of the text with a rule of its own, and makes something of it; its places are those of the source.
    pub(super) fn run<T>(
        &mut self,
        rule: Rule,
        start: usize,
        end: usize,
        make: impl FnOnce(&mut Self, Pair<'_>) -> Option<T>,
    ) -> Option<T> {
        // INVARIANT: the text outlives the builder, so that what is matched in it does not borrow the builder.
        let text = self.text;
        let matched = Matched::read(rule, text.get(start..end).unwrap_or_default())?;
        let outer = std::mem::replace(&mut self.base, start);
        let made = matched.pair().and_then(|pair| make(self, pair));
        self.base = outer;
        made
    }

    // ── names ──

    /// A name or a quoted text as a name.
    pub(super) fn name(&self, pair: Pair<'_>) -> Name {
        let span = self.span(&pair);
        let inner = match pair.as_rule() {
            Rule::name | Rule::free_name => only(pair).unwrap_or(pair),
            _ => pair,
        };
        let text = if inner.as_rule() == Rule::text { unquote(inner.as_str()) } else { inner.as_str().trim_end() };
        Spanned::new(text.to_owned(), span)
    }

    /// Every name among the parts of a pair.
    pub(super) fn names(&self, pair: Pair<'_>) -> Vec<Name> {
        Parts::of(pair).rest().filter(|p| matches!(p.as_rule(), Rule::name | Rule::free_name)).map(|p| self.name(p)).collect()
    }

    pub(super) fn path(&self, pair: Pair<'_>) -> Path {
        let span = self.span(&pair);
        Spanned::new(Parts::of(pair).rest().map(|p| self.name(p)).collect(), span)
    }

    /// A path in an expression. `违法所得不满1000元` is one word to the grammar, and never a name.
    pub(super) fn fact(&mut self, pair: Pair<'_>) -> Option<Path> {
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

    pub(super) fn text(&self, pair: &Pair<'_>) -> Spanned<String> {
        Spanned::new(unquote(pair.as_str().trim_end()).to_owned(), self.span(pair))
    }

    /// Reports what the grammar lets through and the tree has no room for; it should not come to this.
    pub(super) fn unread<T>(&mut self, pair: &Pair<'_>) -> Option<T> {
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
