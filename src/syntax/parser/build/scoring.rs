//! Clauses of scoring standards.

use super::{Builder, Parts, only, word};
use crate::diagnostic::{Place, Spanned};
use crate::syntax::parser::grammar::Rule;
use crate::syntax::parser::matcher::Pair;
use crate::syntax::tree::{ClauseKind, GradeRow, Measure, ScoreLine, ScoreOn, ScoreWord};

impl Builder<'_> {
    /// A figure with its unit; that it is points is the checker's to say.
    pub(super) fn points(&mut self, pair: Pair<'_>) -> Option<Spanned<Measure>> {
        Some(Spanned::new(self.figure(&pair)?, self.span(&pair)))
    }

    pub(super) fn score_item(&mut self, pair: Pair<'_>) -> Option<ClauseKind> {
        let mut parts = Parts::of(pair);
        let bonus = word(&parts.next()?)? == Rule::kw_bonus_item;
        let name = self.name(parts.next()?);
        let points = self.points(parts.next()?)?;
        Some(ClauseKind::ScoreItem { bonus, name, points, body: self.block(parts.next()?) })
    }

    pub(super) fn score_line(&mut self, pair: Pair<'_>) -> Option<ClauseKind> {
        let mut parts = Parts::of(pair);
        let written = parts.next()?;
        let node = if word(&written)? == Rule::kw_award { ScoreWord::Award } else { ScoreWord::Deduct };
        let word = Spanned::new(node, self.span(&written));
        let points = self.points(parts.next()?)?;
        let on = parts.next()?;
        let on = match on.as_rule() {
            Rule::when => ScoreOn::When(self.condition(only(on)?)?),
            _ => {
                let mut parts = Parts::of(on);
                let value = self.expr(parts.next()?)?;
                let step = match parts.take(Rule::literal) {
                    Some(step) => Some(self.literal(step)?),
                    None => None,
                };
                let most = match parts.next() {
                    Some(most) => Some(self.points(most)?),
                    None => None,
                };
                ScoreOn::Each { value, step, most }
            }
        };
        let reason = parts.next().map(|text| self.text(&text));
        Some(ClauseKind::ScoreLine(Box::new(ScoreLine { word, points, on, reason })))
    }

    pub(super) fn veto(&mut self, pair: Pair<'_>) -> Option<ClauseKind> {
        let mut parts = Parts::of(pair);
        let grade = parts.take(Rule::free_name).map(|n| self.name(n));
        let condition = self.condition(only(parts.next()?)?)?;
        let reason = parts.next().map(|text| self.text(&text));
        Some(ClauseKind::Veto { grade, condition, reason })
    }

    pub(super) fn grades(&mut self, pair: Pair<'_>) -> Option<ClauseKind> {
        let span = Place(self.span(&pair));
        let mut rows = Vec::new();
        for row in Parts::of(pair).rest() {
            let mut parts = Parts::of(row);
            let name = self.name(parts.next()?);
            rows.push(GradeRow { name, range: self.range(parts.next()?)? });
        }
        Some(ClauseKind::Grades { rows, span })
    }
}
