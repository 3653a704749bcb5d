//! Conditions and the values of cases.

use super::{Builder, Parts, only, word};
use crate::diagnostic::{SourceProblem, Spanned, SyntaxProblem};
use crate::law::numeral;
use crate::syntax::parser::grammar::Rule;
use crate::syntax::parser::matcher::Pair;
use crate::syntax::tree::{Condition, Connector, CountOf, Item, Relation, Value, ValueItem};

impl Builder<'_> {
    /// A condition, from any of the rules that hold one.
    pub(super) fn condition(&mut self, pair: Pair<'_>) -> Option<Spanned<Condition>> {
        let span = self.span(&pair);
        let node = match pair.as_rule() {
            Rule::condition => {
                let mut parts = Parts::of(pair);
                let first = self.condition(parts.next()?)?;
                match parts.next() {
                    None => return Some(first),
                    Some(exception) => Condition::Except(Box::new(first), Box::new(self.condition(exception)?)),
                }
            }
            Rule::joined => return self.joined(pair),
            Rule::unary => {
                let parts: Vec<_> = Parts::of(pair).rest().collect();
                let (last, negations) = parts.split_last()?;
                let mut value = self.condition(*last)?;
                for negation in negations.iter().rev() {
                    let place = self.span(negation).to(value.span);
                    value = Spanned::new(Condition::Not(Box::new(value)), place);
                }
                return Some(value);
            }
            Rule::simple => return self.condition(only(pair)?),
            Rule::group => Condition::Group(Box::new(self.condition(only(pair)?)?)),
            Rule::has => {
                let mut parts = Parts::of(pair);
                let has = word(&parts.next()?)? == Rule::kw_has;
                Condition::Has(has, self.fact(parts.next()?)?)
            }
            Rule::list_of => self.list(pair)?,
            Rule::comparison => self.comparison(pair)?,
            Rule::text_test => Condition::Text(self.text_test(pair)?),
            _ => return self.unread(&pair),
        };
        Some(Spanned::new(node, span))
    }

    fn joined(&mut self, pair: Pair<'_>) -> Option<Spanned<Condition>> {
        let span = self.span(&pair);
        let mut list = Vec::new();
        let mut connectors = Vec::new();
        let mut whole = true;
        for part in Parts::of(pair).rest() {
            if part.as_rule() == Rule::connector {
                let connector = if word(&part)? == Rule::kw_and { Connector::And } else { Connector::Or };
                connectors.push(Spanned::new(connector, self.span(&part)));
            } else {
                match self.condition(part) {
                    Some(condition) => list.push(condition),
                    None => whole = false,
                }
            }
        }
        if !whole {
            return None;
        }
        if list.len() > self.limits.terms {
            self.report(SourceProblem::TooManyTerms { found: list.len(), limit: self.limits.terms }, span);
            return None;
        }
        let Some(first) = connectors.first().map(|c| c.node) else { return list.pop() };
        let node =
            if connectors.iter().all(|c| c.node == first) { Condition::Join(first, list) } else { Condition::Mixed(list, connectors) };
        Some(Spanned::new(node, span))
    }

    fn list(&mut self, pair: Pair<'_>) -> Option<Condition> {
        let span = self.span(&pair);
        let mut parts = Parts::of(pair);
        let head = parts.next()?;
        let title = head.as_str().trim().to_owned();
        let count = match word(&head)? {
            Rule::kw_any_of => CountOf::AtLeast(1),
            Rule::kw_all_of => CountOf::All,
            Rule::kw_at_least_of => {
                let number = only(head).and_then(only)?;
                match numeral::parse_numeral(number.as_str()).and_then(|n| u32::try_from(n.to_i64()?).ok()) {
                    Some(count) => CountOf::AtLeast(count),
                    None => {
                        self.report(SyntaxProblem::BadNumber { found: number.as_str().to_owned() }, self.span(&number));
                        return None;
                    }
                }
            }
            _ => return self.unread(&head),
        };
        let mut items = Vec::new();
        let mut whole = true;
        for item in parts.rest() {
            match self.item(item) {
                Some(item) => items.push(item),
                None => whole = false,
            }
        }
        if items.is_empty() && whole {
            self.report(SyntaxProblem::EmptyBlock { what: title }, span);
            return None;
        }
        whole.then_some(Condition::List(count, items))
    }

    fn item(&mut self, pair: Pair<'_>) -> Option<Item> {
        let mut parts = Parts::of(pair);
        let label = match parts.take(Rule::label) {
            Some(label) => {
                let text = only(label)?;
                Some(Spanned::new(text.as_str().to_owned(), self.span(&text)))
            }
            None => None,
        };
        Some(Item { label, condition: self.condition(parts.next()?)? })
    }

    fn comparison(&mut self, pair: Pair<'_>) -> Option<Condition> {
        let mut parts = Parts::of(pair);
        let subject = self.expr(parts.next()?)?;
        let Some(tail) = parts.next() else { return Some(Condition::Value(subject.node)) };
        match tail.as_rule() {
            Rule::range => Some(Condition::InRange(subject, self.range(tail)?)),
            Rule::relation => {
                let mut inner = Parts::of(tail);
                let verb = inner.next()?;
                let relation = match word(&verb)? {
                    Rule::kw_is => Relation::Is,
                    Rule::kw_is_not => Relation::IsNot,
                    Rule::kw_before => Relation::Before,
                    Rule::kw_after => Relation::After,
                    Rule::kw_not_before => Relation::NotBefore,
                    Rule::kw_not_after => Relation::NotAfter,
                    Rule::kw_contains => Relation::Contains,
                    _ => return self.unread(&verb),
                };
                let place = self.span(&verb);
                let values = inner.rest().map(|p| self.expr(p)).collect::<Option<Vec<_>>>()?;
                Some(Condition::Relation(subject, Spanned::new(relation, place), values))
            }
            Rule::window => {
                let mut inner = Parts::of(tail);
                let anchor = self.expr(inner.next()?)?;
                let side = self.side(inner.next()?)?.node;
                let range = self.range(inner.next()?)?;
                Some(Condition::Window { date: subject, anchor: Box::new(anchor), side, range })
            }
            _ => self.unread(&tail),
        }
    }

    /// A value given in a case.
    pub(super) fn value(&mut self, pair: Pair<'_>) -> Option<Spanned<Value>> {
        let span = self.span(&pair);
        let inner = pair.into_inner().next()?;
        let node = match inner.as_rule() {
            Rule::kw_none => Value::Absent,
            Rule::kw_unknown => Value::Unknown,
            Rule::value_list => Value::List(Parts::of(inner).rest().map(|p| self.value(p)).collect::<Option<_>>()?),
            Rule::value_record => {
                let mut items = Vec::new();
                for item in Parts::of(inner).rest() {
                    let mut parts = Parts::of(item);
                    let name = self.name(parts.next()?);
                    items.push(ValueItem { name, value: self.value(parts.next()?)? });
                }
                Value::Record(items)
            }
            _ => Value::Expr(self.expr(inner)?.node),
        };
        Some(Spanned::new(node, span))
    }
}
