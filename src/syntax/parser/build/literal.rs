//! Figures, texts and citations.

use super::{Builder, Parts, only, unquote};
use crate::diagnostic::{Spanned, SyntaxProblem};
use crate::law::citation::CitationError;
use crate::law::{Citation, Date, Exact, Money, Multiple, Period, Ratio, date, numeral};
use crate::syntax::parser::grammar::Rule;
use crate::syntax::parser::matcher::Pair;
use crate::syntax::tree::Measure;

impl Builder<'_> {
    /// A literal: the pair of the rule `literal`.
    pub(super) fn literal(&mut self, pair: Pair<'_>) -> Option<Spanned<Measure>> {
        let span = self.span(&pair);
        let first = pair.into_inner().next()?;
        Some(Spanned::new(self.figure(&first)?, span))
    }

    /// A figure or one of the other literals.
    pub(super) fn figure(&mut self, pair: &Pair<'_>) -> Option<Measure> {
        let text = pair.as_str().trim_end();
        let span = self.span(pair);
        let found = || text.to_owned();
        let read = match pair.as_rule() {
            Rule::date => return self.date(pair).map(|d| Measure::Date(d.node)),
            Rule::ratio => Ratio::parse(text).map(Measure::Ratio).ok_or_else(|| SyntaxProblem::BadNumber { found: found() }),
            Rule::multiple => Multiple::parse(text).map(Measure::Multiple).ok_or_else(|| SyntaxProblem::BadNumber { found: found() }),
            Rule::period => Period::parse(text).map(Measure::Period).ok_or_else(|| SyntaxProblem::BadPeriod { found: found() }),
            Rule::money => Money::parse(text).map(Measure::Money).ok_or_else(|| money_problem(text)),
            Rule::number => numeral::parse_numeral(text).map(Measure::Number).ok_or_else(|| SyntaxProblem::BadNumber { found: found() }),
            Rule::quantity => {
                let mut parts = Parts::of(*pair);
                let value = parts.next().and_then(|p| numeral::parse_numeral(p.as_str()));
                match (value, parts.next()) {
                    (Some(value), Some(unit)) => Ok(Measure::Quantity(value, self.name(unit))),
                    _ => Err(SyntaxProblem::BadNumber { found: found() }),
                }
            }
            Rule::kw_yes => Ok(Measure::Boolean(true)),
            Rule::kw_no => Ok(Measure::Boolean(false)),
            Rule::text => Ok(Measure::Text(unquote(text).to_owned())),
            _ => return self.unread(pair),
        };
        match read {
            Ok(measure) => Some(measure),
            Err(problem) => {
                self.report(problem, span);
                None
            }
        }
    }

    pub(super) fn date(&mut self, pair: &Pair<'_>) -> Option<Spanned<Date>> {
        let text = pair.as_str().trim_end();
        let span = self.span(pair);
        if let Some(date) = date::parse_date(text) {
            return Some(Spanned::new(date, span));
        }
        self.report(SyntaxProblem::UnrealDate { found: text.to_owned() }, span);
        None
    }

    /// A share: `20%`, or a plain number.
    pub(super) fn share(&mut self, pair: Pair<'_>) -> Option<Spanned<Exact>> {
        let span = self.span(&pair);
        let inner = only(pair)?;
        let value = match self.figure(&inner)? {
            Measure::Ratio(ratio) => ratio.exact(),
            Measure::Number(number) => number,
            Measure::Money(_)
            | Measure::Multiple(_)
            | Measure::Period(_)
            | Measure::Quantity(..)
            | Measure::Date(_)
            | Measure::Text(_)
            | Measure::Boolean(_) => {
                return self.unread(&inner);
            }
        };
        Some(Spanned::new(value, span))
    }

    /// Citations: the pair of the rule `citations`. All that cannot be read are reported.
    pub(in crate::syntax::parser) fn citations(&mut self, pair: Pair<'_>) -> Option<Vec<Spanned<Citation>>> {
        let mut whole = true;
        let mut list = Vec::new();
        for part in Parts::of(pair).rest() {
            match self.citation(&part) {
                Some(citation) => list.push(citation),
                None => whole = false,
            }
        }
        whole.then_some(list)
    }

    pub(super) fn citation(&mut self, pair: &Pair<'_>) -> Option<Spanned<Citation>> {
        let text = pair.as_str().trim_end();
        let span = self.span(pair);
        let error = match Citation::parse(text) {
            Ok(citation) => return Some(Spanned::new(citation, span)),
            Err(error) => error,
        };
        let start = self.base + pair.start();
        let (place, zh, en) = match &error {
            CitationError::NoTitle => (span, "开头不是书名号括起的名称".to_owned(), "it does not start with a title in 《》".to_owned()),
            CitationError::UnclosedTitle => (span, "「《」没有对应的「》」".to_owned(), "the 《 of its title is not closed".to_owned()),
            CitationError::EmptyTitle => (
                span,
                "书名号里没有名称,或者里面的书名号不成对".to_owned(),
                "its title is empty, or the brackets in it do not match".to_owned(),
            ),
            CitationError::Place { at, found } => (
                self.place(start + at, start + text.len()),
                format!("「{found}」不是编、章、节、条、款、项、目的写法"),
                format!("“{found}” is no place in an act (编, 章, 节, 条, 款, 项, 目, in this order)"),
            ),
        };
        self.report(SyntaxProblem::BadCitation { found: text.to_owned(), zh, en }, place);
        None
    }
}

/// Why an amount of money cannot be read.
fn money_problem(text: &str) -> SyntaxProblem {
    let found = text.to_owned();
    let yuan = text.trim_end_matches(['整', '正']).strip_suffix(['元', '圆']).and_then(numeral::parse_numeral);
    match yuan.and_then(|y| y.checked_mul(Exact::from_int(100))) {
        Some(fen) if !fen.is_integer() => SyntaxProblem::MoneyTooFine { found },
        _ => SyntaxProblem::BadNumber { found },
    }
}
