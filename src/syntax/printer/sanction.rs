//! Penalties.

use super::layout::{NamePlace, Printer};
use crate::diagnostic::Spanned;
use crate::syntax::parser::single;
use crate::syntax::tree::{ClauseKind, Connective, Expr, Fine, FineBasis, Measure, Modality, Penalty, RangeExpr, Sanction};

impl Printer<'_> {
    pub(super) fn sanction(&mut self, sanction: &Sanction) {
        let (first, groups) = match sanction {
            Sanction::None => {
                self.put(self.kw("no_penalty"));
                return;
            }
            Sanction::Groups { first, groups } => (first, groups),
        };
        if *first == Modality::May {
            self.lead("may");
            self.lead("impose");
        }
        for (at, (connective, group)) in groups.iter().enumerate() {
            if at > 0 {
                self.put(", ");
                match connective {
                    Connective::Listed => {}
                    Connective::And => self.lead("and_impose"),
                    Connective::MayAnd => {
                        self.lead("may");
                        self.lead("and_impose");
                    }
                    Connective::EitherOrBoth => {
                        for word in ["may", "alone", "or", "and_impose"] {
                            self.lead(word);
                        }
                    }
                }
            }
            for (at, penalty) in group.node.iter().enumerate() {
                if at > 0 {
                    self.put(" ");
                    self.lead("or");
                }
                self.penalty(&penalty.node);
            }
        }
    }

    fn penalty(&mut self, penalty: &Penalty) {
        match penalty {
            Penalty::Fine(fine) => self.fine(fine),
            Penalty::Kind { kind, measure, usual } => {
                self.name(&kind.node, NamePlace::Kind);
                if let Some(measure) = measure {
                    self.put(" ");
                    match single(&measure.node) {
                        Some(value) if is_measure(&value.node) => self.expr(&value.node),
                        _ => self.range(&measure.node),
                    }
                }
                self.limit("usually", usual.as_ref());
            }
            Penalty::Nested(inner) => {
                self.put("(");
                self.sanction(&inner.node);
                self.put(")");
            }
        }
    }

    fn fine(&mut self, fine: &Fine) {
        match &fine.basis {
            FineBasis::ByScore => self.put(self.kw("by_score")),
            FineBasis::Exactly(amount) => {
                self.expr(&amount.node);
                let touch = self.is_figure(&amount.node);
                self.fine_word(touch);
            }
            FineBasis::Range(range) => {
                self.range(&range.node);
                let touch = self.ends_in_figure(&range.node);
                self.fine_word(touch);
            }
            FineBasis::OfFact(fact, rate) => {
                self.expr(&fact.node);
                self.put(" ");
                self.rate(&rate.node);
            }
            FineBasis::PerUnit { fact, each, rate } => {
                self.lead("per");
                self.expr(&fact.node);
                self.put(" ");
                self.each(&each.node);
                self.rate(&rate.node);
            }
        }
        if let Some(growth) = &fine.growth {
            let growth = &growth.node;
            self.put(", ");
            self.expr(&growth.fact.node);
            self.put(" ");
            self.with_figure("over", &growth.beyond.node);
            self.put(", ");
            self.with_figure("each_further", &growth.step.node);
            if growth.part_counts {
                let step = self.aside(|p| p.expr(&growth.step.node));
                self.put(&format!("不足{step}按{step}计"));
            }
            self.put(", ");
            self.with_figure("add", &growth.add.node);
        }
        self.limit("lowest", fine.floor.as_ref());
        self.limit("highest", fine.cap.as_ref());
        self.limit("usually", fine.usual.as_ref());
    }

    fn rate(&mut self, rate: &RangeExpr) {
        let touch = match single(rate) {
            Some(value) => {
                self.expr(&value.node);
                self.is_figure(&value.node)
            }
            None => {
                self.range(rate);
                self.ends_in_figure(rate)
            }
        };
        self.fine_word(touch);
    }

    fn each(&mut self, each: &Expr) {
        self.put(self.kw("each"));
        if self.is_english() {
            self.put(" ");
        }
        match each {
            Expr::Literal(Measure::Quantity(value, unit)) if *value == crate::law::Exact::ONE => self.put(&unit.node),
            other => self.expr(other),
        }
        self.put(" ");
    }

    fn fine_word(&mut self, touch: bool) {
        if !touch {
            self.put(" ");
        }
        self.put(self.kw("fine"));
    }

    /// A keyword and an expression: touching where it is a figure.
    fn with_figure(&mut self, keyword: &str, value: &Expr) {
        self.put(self.kw(keyword));
        if !self.is_figure(value) {
            self.put(" ");
        }
        self.expr(value);
    }

    fn limit(&mut self, keyword: &str, value: Option<&Spanned<Expr>>) {
        if let Some(value) = value {
            self.put(", ");
            self.lead(keyword);
            self.expr(&value.node);
        }
    }
}

/// What may stand as one value after a kind: a period or a quantity.
fn is_measure(value: &Expr) -> bool {
    matches!(value, Expr::Literal(Measure::Period(_) | Measure::Quantity(..)))
}

/// Whether bare penalties written after each other without a mark would be read as one: `没收违法所得` and `5000元罚款`,
/// where the amount would be taken for a measure of the kind, or the kind for the fact the amount is of. What could not be read may
/// begin with anything.
pub(super) fn runs_on(before: &ClauseKind, after: &ClauseKind) -> bool {
    let (ClauseKind::Impose { sanction: before }
    | ClauseKind::ImposeOn { sanction: before, .. }
    | ClauseKind::IfThen { sanction: before, .. }) = before
    else {
        return false;
    };
    let after = match after {
        ClauseKind::Impose { sanction } => sanction,
        ClauseKind::Bad { .. } => return true,
        _ => return false,
    };
    let (Sanction::Groups { groups: before, .. }, Sanction::Groups { groups: after, .. }) = (&before.node, &after.node) else {
        return false;
    };
    let last = before.last().and_then(|(_, group)| group.node.last()).map(|p| &p.node);
    let next = after.first().and_then(|(_, group)| group.node.first()).map(|p| &p.node);
    matches!(last, Some(Penalty::Kind { .. } | Penalty::Nested(_))) && matches!(next, Some(Penalty::Fine(_) | Penalty::Nested(_)))
}
