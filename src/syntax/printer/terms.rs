//! Conditions, expressions, ranges, literals and values.

use super::layout::{NamePlace, Printer, WIDTH, quoted};
use crate::diagnostic::Spanned;
use crate::law::date;
use crate::syntax::tree::{
    BoundWord, Condition, Connector, CountOf, Expr, ExprOp, Item, ListMeasure, Measure, Path, RangeBound, RangeExpr, Relation, SpanUnit,
    Value, WindowSide,
};
use unicode_width::UnicodeWidthStr;

/// Whether a condition holds a list, which is written on several lines.
pub(super) fn has_list(condition: &Condition) -> bool {
    match condition {
        Condition::List(..) => true,
        Condition::Not(inner) | Condition::Group(inner) => has_list(&inner.node),
        Condition::Join(_, list) | Condition::Mixed(list, _) => list.iter().any(|c| has_list(&c.node)),
        Condition::Except(a, b) => has_list(&a.node) || has_list(&b.node),
        Condition::Value(_)
        | Condition::InRange(..)
        | Condition::Relation(..)
        | Condition::Window { .. }
        | Condition::Has(..)
        | Condition::Text(_) => false,
    }
}

/// Whether an expression is a figure that other words may touch.
fn is_figure(expr: &Expr) -> bool {
    match expr {
        Expr::Literal(measure) => match measure {
            Measure::Number(_)
            | Measure::Money(_)
            | Measure::Ratio(_)
            | Measure::Multiple(_)
            | Measure::Period(_)
            | Measure::Quantity(..)
            | Measure::Date(_) => true,
            Measure::Text(_) | Measure::Boolean(_) => false,
        },
        Expr::Path(_)
        | Expr::Binary(..)
        | Expr::Group(_)
        | Expr::Larger(_)
        | Expr::Smaller(_)
        | Expr::Elapsed(..)
        | Expr::Shift(..)
        | Expr::OfList { .. } => false,
    }
}

impl Printer<'_> {
    /// A condition that ends its clause: broken at its connectors where it is too long for a line.
    pub(super) fn long_condition(&mut self, condition: &Spanned<Condition>) {
        if let Condition::Join(connector, list) = &condition.node {
            let whole = self.aside(|p| p.condition(&condition.node));
            if !self.inline && !has_list(&condition.node) && self.column() + whole.width() > WIDTH {
                for (at, part) in list.iter().enumerate() {
                    if at > 0 {
                        self.continue_line();
                        let word = self.connector(*connector);
                        self.put(word);
                        self.put(" ");
                    }
                    self.condition(&part.node);
                }
                return;
            }
        }
        self.condition(&condition.node);
    }

    pub(super) fn connector(&self, connector: Connector) -> &'static str {
        match connector {
            Connector::And => self.kw("and"),
            Connector::Or => self.kw("or"),
        }
    }

    pub(super) fn condition(&mut self, condition: &Condition) {
        match condition {
            Condition::Value(expr) => self.expr(expr),
            Condition::Not(inner) => {
                // 非 before a bracket, 未 before a fact: as each reads aloud.
                if !self.is_english() && matches!(inner.node, Condition::Group(_)) {
                    self.put("非 ");
                } else {
                    self.lead("not");
                }
                self.condition(&inner.node);
            }
            Condition::Join(connector, list) => {
                for (at, part) in list.iter().enumerate() {
                    if at > 0 {
                        let word = self.connector(*connector);
                        self.put(&format!(" {word} "));
                    }
                    self.condition(&part.node);
                }
            }
            Condition::Mixed(list, connectors) => {
                for (at, part) in list.iter().enumerate() {
                    if let Some(connector) = at.checked_sub(1).and_then(|i| connectors.get(i)) {
                        let word = self.connector(connector.node);
                        self.put(&format!(" {word} "));
                    }
                    self.condition(&part.node);
                }
            }
            Condition::Group(inner) => {
                self.put("(");
                self.condition(&inner.node);
                self.put(")");
            }
            Condition::List(count, items) => self.list(*count, items),
            Condition::Except(rule, exception) => {
                self.condition(&rule.node);
                self.put(", ");
                self.lead("but");
                self.condition(&exception.node);
                self.put(" ");
                self.put(self.kw("excepted"));
            }
            Condition::InRange(subject, range) => {
                self.expr(&subject.node);
                self.put(" ");
                self.range(&range.node);
            }
            Condition::Relation(subject, relation, values) => {
                self.expr(&subject.node);
                let word = self.kw(match relation.node {
                    Relation::Is => "is",
                    Relation::IsNot => "is_not",
                    Relation::Before => "before",
                    Relation::After => "after",
                    Relation::NotBefore => "not_before",
                    Relation::NotAfter => "not_after",
                    Relation::Contains => "contains",
                });
                self.put(&format!(" {word} "));
                for (at, value) in values.iter().enumerate() {
                    if at > 0 {
                        self.put("、");
                    }
                    self.expr(&value.node);
                }
            }
            Condition::Window { date, anchor, side, range } => {
                self.expr(&date.node);
                self.put(" ");
                self.lead("in");
                self.expr(&anchor.node);
                self.put(" ");
                self.side(*side);
                self.range(&range.node);
            }
            Condition::Has(has, path) => {
                self.lead(if *has { "has" } else { "lacks" });
                self.path(path);
            }
            Condition::Text(test) => self.text_test(test),
        }
    }

    fn list(&mut self, count: CountOf, items: &[Item]) {
        match count {
            CountOf::All => self.lead("all_of"),
            CountOf::AtLeast(1) => self.lead("any_of"),
            CountOf::AtLeast(count) => {
                self.lead("at_least_of");
                let more = self.kw("or_more");
                self.put(&if self.is_english() { format!("{count} {more} ") } else { format!("{count}项{more} ") });
            }
        }
        if self.inline {
            self.put("{ ");
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    self.put("; ");
                }
                self.item(item);
            }
            self.put(" }");
            return;
        }
        let end = items.last().map_or(0, |i| i.condition.span.range().end);
        self.braces(None, end, |p| {
            for (at, item) in items.iter().enumerate() {
                let span = item.label.as_ref().map_or(item.condition.span, |l| l.span.to(item.condition.span));
                p.line(span, has_list(&item.condition.node), |p| {
                    p.item(item);
                    if at + 1 < items.len() {
                        p.put(";");
                    }
                });
            }
        });
    }

    fn item(&mut self, item: &Item) {
        if let Some(label) = &item.label {
            self.put(&format!("({}) ", label.node));
        }
        self.condition(&item.condition.node);
    }

    // ── expressions ──

    pub(super) fn path(&mut self, path: &Path) {
        for (at, name) in path.node.iter().enumerate() {
            if at > 0 {
                self.put(".");
            }
            self.name(&name.node, if at == 0 { NamePlace::Reserved } else { NamePlace::Free });
        }
    }

    /// A path where no expression could stand: keywords are names there.
    pub(super) fn free_path(&mut self, path: &Path) {
        for (at, name) in path.node.iter().enumerate() {
            if at > 0 {
                self.put(".");
            }
            self.name(&name.node, NamePlace::Free);
        }
    }

    pub(super) fn expr(&mut self, expr: &Expr) {
        match expr {
            Expr::Literal(measure) => self.measure(measure),
            Expr::Path(path) => self.path(path),
            Expr::Binary(op, left, right) => {
                self.expr(&left.node);
                self.put(match op {
                    ExprOp::Add => " + ",
                    ExprOp::Subtract => " - ",
                    ExprOp::Multiply => " × ",
                    ExprOp::Divide => " ÷ ",
                });
                self.expr(&right.node);
            }
            Expr::Group(inner) => {
                self.put("(");
                self.expr(&inner.node);
                self.put(")");
            }
            Expr::Larger(list) | Expr::Smaller(list) => {
                self.put(self.kw(if matches!(expr, Expr::Larger(_)) { "larger" } else { "smaller" }));
                self.put("(");
                for (at, value) in list.iter().enumerate() {
                    if at > 0 {
                        self.put(", ");
                    }
                    self.expr(&value.node);
                }
                self.put(")");
            }
            Expr::Elapsed(from, to, unit) => {
                self.lead("from");
                self.expr(&from.node);
                self.put(" ");
                self.lead("to");
                self.expr(&to.node);
                if let Some(unit) = unit {
                    self.put(" ");
                    self.lead("of");
                    self.put(self.kw(match unit {
                        SpanUnit::Days => "day_count",
                        SpanUnit::YearsOfAge => "years_of_age",
                    }));
                }
            }
            Expr::Shift(base, side, by) => {
                self.expr(&base.node);
                self.put(" ");
                self.side(*side);
                self.expr(&by.node);
            }
            Expr::OfList { list, filter, measure } => {
                self.path(list);
                self.put(" ");
                if let Some(filter) = filter {
                    self.lead("among");
                    let inside = self.aside(|p| p.condition(&filter.node));
                    self.put(&format!("({inside}) "));
                }
                self.lead("of");
                match measure {
                    ListMeasure::Count => self.put(self.kw("count")),
                    ListMeasure::Sum(name) => {
                        self.name(&name.node, NamePlace::Reserved);
                        self.put(" ");
                        self.put(self.kw("sum"));
                    }
                }
            }
        }
    }

    fn side(&mut self, side: WindowSide) {
        self.lead(match side {
            WindowSide::Before => "prior",
            WindowSide::After => "later",
        });
    }

    pub(super) fn measure(&mut self, measure: &Measure) {
        let text = match measure {
            Measure::Number(number) => number.to_string(),
            Measure::Money(money) => money.to_string(),
            Measure::Ratio(ratio) => ratio.to_string(),
            Measure::Multiple(multiple) => multiple.to_string(),
            Measure::Period(period) => period.to_string(),
            Measure::Quantity(value, unit) => format!("{value}{}", unit.node),
            Measure::Date(day) => date::display(*day),
            Measure::Text(text) => quoted(text),
            Measure::Boolean(true) => self.kw("yes").to_owned(),
            Measure::Boolean(false) => self.kw("no").to_owned(),
        };
        self.put(&text);
    }

    // ── ranges ──

    /// A range; figures touch its words as in a statute, names do not.
    pub(super) fn range(&mut self, range: &RangeExpr) {
        let lower = range.lower.as_ref().map(|b| {
            let prefix = spelling(b.word).1;
            (self.bound(b), prefix || !is_figure(&b.value.node))
        });
        let upper = range.upper.as_ref().map(|b| (self.bound(b), !is_figure(&b.value.node)));
        if let Some((text, _)) = &lower {
            self.put(text);
        }
        if let (Some((_, apart)), Some((_, apart_too))) = (&lower, &upper)
            && (*apart || *apart_too || self.is_english())
        {
            self.put(" ");
        }
        if let Some((text, _)) = &upper {
            self.put(text);
        }
    }

    fn bound(&mut self, bound: &RangeBound) -> String {
        let (keyword, prefix) = spelling(bound.word);
        let word = self.kw(keyword);
        let value = self.aside(|p| p.expr(&bound.value.node));
        let touch = is_figure(&bound.value.node) && !self.is_english();
        // 一般以上: a name stops before 以上 by itself.
        let touch = touch || (!prefix && !self.is_english() && matches!(&bound.value.node, Expr::Path(_)));
        let space = if touch { "" } else { " " };
        if prefix { format!("{word}{space}{value}") } else { format!("{value}{space}{word}") }
    }

    /// Whether a word may touch the end of a range.
    pub(super) fn ends_in_figure(&self, range: &RangeExpr) -> bool {
        let last = range.upper.as_ref().or(range.lower.as_ref());
        !self.is_english() && last.is_some_and(|b| is_figure(&b.value.node))
    }

    pub(super) fn is_figure(&self, expr: &Expr) -> bool {
        !self.is_english() && is_figure(expr)
    }

    // ── values ──

    pub(super) fn value(&mut self, value: &Value) {
        match value {
            Value::Expr(expr) => self.expr(expr),
            Value::Absent => self.put(self.kw("none")),
            Value::Unknown => self.put(self.kw("unknown")),
            Value::List(list) if list.is_empty() => self.put("[ ]"),
            Value::List(list) => {
                let parts: Vec<String> = list.iter().map(|v| self.aside(|p| p.value(&v.node))).collect();
                self.put("[ ");
                self.fill(&parts, ",");
                self.put(" ]");
            }
            Value::Record(items) if items.is_empty() => self.put("{ }"),
            Value::Record(items) => {
                self.put("{ ");
                for (at, item) in items.iter().enumerate() {
                    if at > 0 {
                        self.put(", ");
                    }
                    self.name(&item.name.node, NamePlace::Free);
                    self.put(" = ");
                    self.value(&item.value.node);
                }
                self.put(" }");
            }
        }
    }
}

/// The keyword of a bound's word, and whether it stands before the figure.
fn spelling(word: BoundWord) -> (&'static str, bool) {
    match word {
        BoundWord::OrMore => ("or_more", false),
        BoundWord::AtLeast => ("at_least", true),
        BoundWord::Over => ("over", true),
        BoundWord::Beyond => ("beyond", false),
        BoundWord::OrLess => ("or_less", false),
        BoundWord::Within => ("within", false),
        BoundWord::AtMost => ("at_most", true),
        BoundWord::Below => ("below", true),
        BoundWord::ShortOf => ("short_of", true),
    }
}
