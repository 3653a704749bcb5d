//! What a document answers by itself: its title, kind, number, dates. Metadata goes first.

use super::Submission;
use crate::document::{Document, Validity};
use crate::input::CaseFacts;
use crate::law::date::add_period;
use crate::law::{Date, Exact, Period};
use crate::model::{DocumentProperty, FactId, Given, Model, PeriodFamily, Type, Value};

/// The facts of a submission, with what the document says where the metadata is silent.
pub(super) fn complete(model: &Model, submission: &Submission<'_>) -> CaseFacts {
    let mut facts = submission.facts.cloned().unwrap_or_else(|| CaseFacts::new(model));
    for (property, id) in model.reviews.iter().flat_map(|r| &r.properties) {
        if *facts.get(*id) != Given::Unknown {
            continue;
        }
        let Some(fact) = model.facts.get(id.index()) else { continue };
        match value(submission, *property, &fact.field.ty) {
            Some(value) => facts.set(*id, Given::Known(value)),
            // What may be lacking and is not written is lacking.
            None if fact.field.optional && !hinted(submission.document, *property) => facts.set(*id, Given::Absent),
            None => {}
        }
    }
    facts
}

/// Which fact a property is behind, for the kinds of document.
pub(super) fn fact_of(model: &Model, facts: &[FactId], name: &str) -> Option<FactId> {
    facts.iter().copied().find(|id| model.facts.get(id.index()).is_some_and(|f| f.key.to_string() == name))
}

/// Whether the document speaks of it though no value can be read: 自公布之日起施行.
fn hinted(document: &Document, property: DocumentProperty) -> bool {
    let dates = document.dates();
    match property {
        DocumentProperty::Effective => dates.effective.is_some(),
        DocumentProperty::Expires | DocumentProperty::Validity => dates.validity.is_some(),
        _ => false,
    }
}

fn value(submission: &Submission<'_>, property: DocumentProperty, ty: &Type) -> Option<Value> {
    let document = submission.document;
    let text = |text: &str| Some(Value::Text(text.into()));
    let count = |count: usize| i64::try_from(count).ok().map(|n| Value::Number(Exact::from_int(n)));
    let dates = document.dates();
    match property {
        DocumentProperty::Title => document.title().and_then(text),
        DocumentProperty::Genre => document.genre().and_then(|g| text(g.word())),
        DocumentProperty::Number => document.number().and_then(|n| text(&n.to_string())),
        DocumentProperty::Issuer => {
            let issuers = document.issuers();
            (!issuers.is_empty()).then(|| issuers.join("、")).and_then(|all| text(&all))
        }
        DocumentProperty::Signed => dates.signed.map(Value::Date),
        DocumentProperty::Published => dates.published.map(Value::Date),
        DocumentProperty::Effective => document.dates().in_force_from().map(Value::Date),
        DocumentProperty::Expires => match dates.validity? {
            Validity::Until(date) => Some(Value::Date(date)),
            Validity::For(period) => add_period(document.dates().in_force_from()?, period).map(Value::Date),
        },
        DocumentProperty::Validity => {
            let period = match dates.validity? {
                Validity::For(period) => period,
                Validity::Until(end) => Period::Months(months(document.dates().in_force_from()?, end)),
            };
            let count = match (period, ty) {
                (Period::Months(n), Type::Period(PeriodFamily::Months)) | (Period::Days(n), Type::Period(PeriodFamily::Days)) => n,
                _ => return None,
            };
            Some(Value::Number(Exact::from_int(i64::from(count))))
        }
        DocumentProperty::ReviewDate => submission.date.map(Value::Date),
        DocumentProperty::Articles => count(document.articles()),
        DocumentProperty::Characters => count(document.text().chars().filter(|c| !c.is_whitespace()).count()),
        DocumentProperty::Citations => count(document.citations().len()),
    }
}

/// The months from one day to another, begun ones counted whole.
fn months(from: Date, to: Date) -> u32 {
    let whole = (i32::from(to.year()) - i32::from(from.year())) * 12 + i32::from(to.month()) - i32::from(from.month());
    let begun = i32::from(to.day() > from.day());
    u32::try_from(whole + begun).unwrap_or(0)
}
