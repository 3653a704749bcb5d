//! Which kinds of document a set of checks is for (对象); a document whose kind is open counts as every kind it may be.

use super::context::Context;
use super::facts::fact_of;
use super::maker::{Maker, maker};
use crate::document::Genre;
use crate::model::{Given, ReviewSet, Value};

/// The names under which metadata may say what a document is.
const KIND_FACTS: [&str; 2] = ["文件类别", "文种"];

/// Before a class: of it, what no congress adopted, no order published and no central authority made.
const LOCAL: &str = "地方";
const NORMATIVE: &str = "规范性文件";
const OFFICIAL: &str = "公文";

/// Whether a set of checks is for the document.
pub(super) fn fits(context: &Context<'_>, review: &ReviewSet) -> bool {
    if review.targets.is_empty() {
        return true;
    }
    let genre = context.document.genre();
    let local = maker(context.document, context.submission.registry) == Maker::Other;
    let said = |kind: &str| {
        KIND_FACTS.iter().any(|name| {
            let fact = fact_of(context.model, &review.facts, name).map(|id| context.facts.get(id));
            matches!(fact, Some(Given::Known(Value::Text(said))) if **said == *kind)
        })
    };
    review.targets.iter().any(|target| {
        let (kind, far) = match target.strip_prefix(LOCAL).filter(|kind| [NORMATIVE, OFFICIAL].contains(kind)) {
            Some(kind) => (kind, !local),
            None => (target.as_str(), false),
        };
        said(target)
            || !far
                && match genre {
                    Some(genre) => said(kind) || kind == genre.word() || classes(genre).contains(&kind),
                    // Without a kind it may be any, but a contract says so.
                    None => kind != "合同",
                }
    })
}

/// The classes of documents that a 文种 may be of.
fn classes(genre: Genre) -> &'static [&'static str] {
    use Genre as G;
    match genre {
        G::Regulations => &["地方性法规"],
        G::Measures | G::Provisions | G::DetailedRules | G::Rules => &[NORMATIVE, "规章"],
        // 刑法修正案 is of the centre, as its note says.
        G::Amendment => &[NORMATIVE, "规章", "地方性法规"],
        G::Decision | G::Resolution => &[OFFICIAL, NORMATIVE, "地方性法规"],
        G::Notice | G::Opinions | G::Announcement | G::PublicNotice | G::Order | G::Decree | G::Circular => &[OFFICIAL, NORMATIVE],
        G::Gazette | G::Reply | G::Letter | G::ReplyLetter | G::Minutes | G::Report | G::Request | G::Motion | G::Answer => &[OFFICIAL],
        G::Contract | G::Agreement => &["合同"],
        G::Constitution | G::Code | G::BasicLaw | G::Law | G::Accord | G::Convention | G::Explanation => &[],
        _ => &[NORMATIVE],
    }
}
