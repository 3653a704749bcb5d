//! The texts that stand beside the rules (应报, 不报, 用例), asked of the version they were written for and of any other.

use std::collections::{BTreeMap, BTreeSet};

use super::cases::document_of;
use super::{Choice, Material, Reviewer, Submission};
use crate::document::{Document, DocumentLimits};
use crate::input::CaseFacts;
use crate::law::Registry;
use crate::model::{Case, CheckId, FactId, Given, Model, ReviewId, SetId, Type, Value};

/// A text beside the rules of one version.
#[derive(Debug)]
pub(crate) struct BesideText {
    /// `应报`, `不报` with the code of its check, or the name of the 用例.
    pub(crate) name: String,
    /// The text as it is written.
    pub(crate) text: String,
    document: Document,
    case: Option<OfCase>,
}

/// What a 用例 gives besides, by names, which every version can read.
#[derive(Debug)]
struct OfCase {
    set: (String, String),
    reviews: Vec<String>,
    materials: Option<Vec<Material>>,
    values: Vec<(String, String, Known)>,
}

#[derive(Debug, Clone)]
enum Known {
    Given(Given),
    /// A member of a category, by name.
    Member(String),
}

/// What the checks of some codes say of a text: the quotations of their findings, and which stay open.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Reported {
    pub(crate) quotes: Vec<(usize, usize, String)>,
    pub(crate) open: bool,
}

impl BesideText {
    /// All texts beside the rules of a model, in order. One that cannot be read as a document is no text.
    pub(crate) fn all(model: &Model) -> Vec<BesideText> {
        let limits = DocumentLimits::default();
        let examples = model.checks.iter().flat_map(|check| {
            check.examples.iter().filter_map(|example| {
                let word = if example.report { "应报" } else { "不报" };
                let document = Document::from_text(&document_of(&example.text, &check.ask), "用例.txt", &limits).ok()?;
                Some(BesideText { name: format!("{word}({})", check.code), text: example.text.clone(), document, case: None })
            })
        });
        let cases = model.cases.iter().filter_map(|case| {
            let asked = case.review.as_ref()?;
            let text = asked.lines.join("\n");
            let document = Document::from_text(&text, &format!("{}.txt", case.name), &limits).ok()?;
            let set = &model[case.set];
            let materials = asked.materials.as_ref();
            let of = OfCase {
                set: (set.name.clone(), set.version.clone()),
                reviews: asked.reviews.iter().map(|id| model[*id].name.clone()).collect(),
                materials: materials.map(|names| names.iter().map(|name| Material { name: name.clone(), title: None }).collect()),
                values: values(model, case),
            };
            Some(BesideText { name: format!("用例「{}」", case.name), text, document, case: Some(of) })
        });
        examples.chain(cases).collect()
    }

    /// Whether two stand for one question: the same text, asked the same way, whatever is expected of it.
    pub(crate) fn same(&self, other: &BesideText) -> bool {
        let one_way = match (&self.case, &other.case) {
            (None, None) => true,
            (Some(_), Some(_)) => self.name == other.name,
            _ => false,
        };
        one_way && self.text == other.text && self.document.text() == other.document.text()
    }
}

fn values(model: &Model, case: &Case) -> Vec<(String, String, Known)> {
    let facts = case.values.iter().flat_map(|value| &value.facts);
    let by_name = facts.map(|(fact, given)| {
        let declared = &model[*fact];
        let known = match given {
            Given::Known(value @ Value::Member(_)) => Known::Member(model.show(&declared.field.ty, value)),
            given => Known::Given(given.clone()),
        };
        (declared.key.to_string(), model.type_words(&declared.field.ty), known)
    });
    by_name.collect()
}

impl Reviewer {
    /// What the checks of these codes say of a text, by code; of a check that this version does not have, nothing.
    pub(crate) fn reported(&self, text: &BesideText, codes: &BTreeSet<&str>, registry: Option<&Registry>) -> BTreeMap<String, Reported> {
        let submission = Submission { registry, ..Submission::of(&text.document) };
        let review = match &text.case {
            None => {
                let only: Vec<CheckId> =
                    (0u32..).zip(&self.model.checks).filter(|(_, c)| codes.contains(c.code.as_str())).map(|(at, _)| CheckId(at)).collect();
                if only.is_empty() {
                    return BTreeMap::new();
                }
                self.ask(&submission, &Choice { only, ..Choice::default() })
            }
            Some(case) => {
                let Some(within) = self.set_of(&case.set) else { return BTreeMap::new() };
                let facts = self.facts_of(&case.values);
                let submission = Submission { materials: case.materials.as_deref(), facts: Some(&facts), ..submission };
                let reviews: Vec<ReviewId> = self.review_ids().filter(|id| case.reviews.contains(&self.model[*id].name)).collect();
                if reviews.is_empty() && !case.reviews.is_empty() {
                    return BTreeMap::new();
                }
                self.ask(&submission, &Choice { reviews, only: Vec::new(), within: Some(within) })
            }
        };
        let mut found: BTreeMap<String, Reported> = BTreeMap::new();
        for finding in review.findings.iter().filter(|finding| codes.contains(finding.code.as_str())) {
            let quote = (finding.place.start as usize, finding.place.end as usize, finding.place.quote.clone());
            found.entry(finding.code.clone()).or_default().quotes.push(quote);
        }
        for point in review.open.iter().filter(|point| codes.contains(point.code.as_str())) {
            found.entry(point.code.clone()).or_default().open = true;
        }
        found
    }

    /// The rule set of a name: in that version, else the last.
    fn set_of(&self, (name, version): &(String, String)) -> Option<SetId> {
        let sets = || (0u32..).zip(&self.model.sets).filter(|(_, set)| set.name == *name);
        let same = sets().find(|(_, set)| set.version == *version);
        same.or_else(|| sets().last()).map(|(at, _)| SetId(at))
    }

    fn facts_of(&self, values: &[(String, String, Known)]) -> CaseFacts {
        let model = &self.model;
        let mut facts = CaseFacts::new(model);
        for (key, ty, known) in values {
            for (at, fact) in (0u32..).zip(&model.facts) {
                if fact.key.to_string() != *key {
                    continue;
                }
                let given = match (known, &fact.field.ty) {
                    (Known::Member(name), Type::Category(id)) => {
                        let member = model[*id].members.iter().position(|member| member == name).and_then(|at| u16::try_from(at).ok());
                        member.map(|member| Given::Known(Value::Member(member)))
                    }
                    (Known::Given(given), declared) if model.type_words(declared) == *ty => Some(given.clone()),
                    _ => None,
                };
                if let Some(given) = given {
                    facts.set(FactId(at), given);
                }
            }
        }
        facts
    }
}
