//! Lists for a region: elements for each way to pass the filters that count them, dated and summed as the region asks.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::examine::{Examiner, RUN_LIMIT, figure_of, given, step_of, usual_of};
use super::form::Atom;
use super::linear::System;
use super::natural;
use crate::engine::Probe;
use crate::input::CaseFacts;
use crate::law::{Date, Exact};
use crate::model::{Condition, Element, ExprKind, FactId, Given, Type, Value};
use crate::report::Truth;

/// How many months before a date of the case elements of a list are dated: inside and outside of the windows that rules look back.
const MONTHS: [i32; 7] = [1, 4, 9, 18, 30, 48, 66];
/// How many figures are tried for a sum over a list.
const SUMS: usize = 3;
/// How many lists are tried for one fact.
const LIST_LIMIT: usize = 400;

impl Examiner<'_, '_> {
    /// Lists whose counts the system lets be: so many elements of each kind that its filters tell apart, the shortest first.
    pub(super) fn lists(&self, list: FactId, system: &System, facts: &CaseFacts) -> Vec<Given> {
        let atoms = system.atoms();
        let asked: Vec<(u32, Option<&Condition>)> = self
            .space
            .opaque
            .iter()
            .zip(0u32..)
            .filter(|(_, at)| atoms.contains(&Atom::Opaque(*at)))
            .filter_map(|(figure, at)| match &figure.expr.kind {
                ExprKind::Count { list: counted, filter } | ExprKind::Sum { list: counted, filter, .. } if *counted == list => {
                    Some((at, filter.as_deref()))
                }
                _ => None,
            })
            .collect();
        // Figures that make up a sum by one element.
        let sums: Vec<(usize, Vec<Given>)> = asked
            .iter()
            .filter_map(|(at, _)| match &self.space.opaque.get(*at as usize)?.expr.kind {
                ExprKind::Sum { list, field, .. } => {
                    let Type::List(record) = self.space.model[*list].field.ty else { return None };
                    let ty = &self.space.model[record].fields.get(*field)?.ty;
                    let (start, end) = system.interval(Atom::Opaque(*at)).ok()??;
                    let figures = natural::figures_of(ty, start, end, step_of(ty)).into_iter().take(SUMS);
                    Some((*field, figures.filter_map(|figure| given(ty, figure)).collect()))
                }
                _ => None,
            })
            .collect();
        let kinds = self.elements(list, &asked, &sums, facts);
        let mut lists: Vec<Vec<usize>> = vec![Vec::new()];
        let mut from = 0;
        while from < lists.len() && lists.len() < LIST_LIMIT {
            let next: Vec<Vec<usize>> = lists
                .get(from)
                .map(|shorter| {
                    let last = shorter.last().copied().unwrap_or_default();
                    (last..kinds.len()).map(|kind| shorter.iter().copied().chain([kind]).collect()).collect()
                })
                .unwrap_or_default();
            lists.extend(next);
            from += 1;
        }
        // Long lists of one kind: a count may have to be great.
        for kind in 0..kinds.len() {
            lists.extend([10, 20, 50].map(|count| vec![kind; count]));
        }
        let of = |kinds_of: &Vec<usize>| kinds_of.iter().filter_map(|kind| kinds.get(*kind).cloned()).collect::<Arc<[Element]>>();
        lists.iter().map(|kinds_of| Given::Known(Value::List(of(kinds_of)))).collect()
    }

    /// One element of a list for each way to pass or not to pass the filters.
    fn elements(
        &self,
        list: FactId,
        filters: &[(u32, Option<&Condition>)],
        sums: &[(usize, Vec<Given>)],
        facts: &CaseFacts,
    ) -> Vec<Element> {
        let Type::List(record) = self.space.model[list].field.ty else { return Vec::new() };
        let mut days: Vec<Date> = vec![self.space.day];
        for at in 0..self.space.model.facts.len() {
            // Near every date of the case: filters look back from one.
            if let Ok(at) = u32::try_from(at)
                && let Given::Known(Value::Date(day)) = facts.get(FactId(at))
            {
                let spans = [jiff::Span::new().days(1)].into_iter().chain(MONTHS.map(|n| jiff::Span::new().months(n)));
                days.extend(spans.filter_map(|span| day.checked_sub(span).ok()));
            }
        }
        let key = (list, filters.iter().map(|(at, _)| *at).collect::<Vec<_>>(), days.clone());
        if let Some(known) = self.space.elements.borrow().get(&key).filter(|_| sums.is_empty()) {
            return known.clone();
        }
        let mut elements = vec![Vec::new()];
        for (at, field) in self.space.model[record].fields.iter().enumerate() {
            let sum = sums.iter().filter(|(of, _)| *of == at).flat_map(|(_, figures)| figures);
            let mut options: Vec<Given> = match &field.ty {
                Type::Boolean => vec![Given::Known(Value::Boolean(true)), Given::Known(Value::Boolean(false))],
                Type::Category(id) => (0..self.space.model[*id].members.len().min(8))
                    .filter_map(|m| u16::try_from(m).ok().map(|m| Given::Known(Value::Member(m))))
                    .collect(),
                Type::Date => days.iter().map(|day| Given::Known(Value::Date(*day))).collect(),
                ty => vec![usual_of(ty, field.bounds.as_ref(), self.space.day)],
            };
            options.extend(sum.filter(|figure| figure_of(figure).is_some_and(|f| field.bounds.is_none_or(|b| b.contains(&f)))).cloned());
            elements = elements
                .iter()
                .flat_map(|e: &Vec<Given>| options.iter().map(move |o| e.iter().cloned().chain([o.clone()]).collect::<Vec<_>>()))
                .take(RUN_LIMIT)
                .collect();
        }
        let probe = Probe::new(self.space.model);
        let mut seen = BTreeSet::new();
        let mut kinds = Vec::new();
        let summed =
            |element: &Element| -> Vec<Option<Exact>> { sums.iter().map(|(field, _)| element.0.get(*field).and_then(figure_of)).collect() };
        for element in elements.into_iter().map(Element) {
            let passes: Vec<bool> = filters
                .iter()
                .map(|(_, filter)| filter.is_none_or(|f| probe.truth(f, facts, Some(&element)).is_ok_and(|truth| truth == Truth::True)))
                .collect();
            if seen.insert((passes, summed(&element))) {
                kinds.push(element);
            }
        }
        if sums.is_empty() {
            self.space.elements.borrow_mut().insert(key, kinds.clone());
        }
        kinds
    }
}
