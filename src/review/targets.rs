//! Which kinds of document a set of checks is for (对象); a document whose kind is open counts as every kind it may be.

use super::context::Context;
use super::facts::fact_of;
use crate::document::Genre;
use crate::model::{Given, ReviewSet, Value};

/// The names under which metadata may say what a document is.
const KIND_FACTS: [&str; 2] = ["文件类别", "文种"];

/// Whether a set of checks is for the document.
pub(super) fn fits(context: &Context<'_>, review: &ReviewSet) -> bool {
    if review.targets.is_empty() {
        return true;
    }
    for name in KIND_FACTS {
        if let Some(Given::Known(Value::Text(said))) = fact_of(context.model, &review.facts, name).map(|id| context.facts.get(id))
            && review.targets.iter().any(|t| **t == **said)
        {
            return true;
        }
    }
    let Some(genre) = context.document.genre() else {
        // Without a kind it may be any, but a contract says so.
        return review.targets.iter().any(|t| t != "合同");
    };
    review.targets.iter().any(|target| target == genre.word() || classes(genre).contains(&target.as_str()))
}

/// The classes of documents that a 文种 may be of.
fn classes(genre: Genre) -> &'static [&'static str] {
    use Genre as G;
    match genre {
        G::Regulations => &["地方性法规"],
        G::Measures | G::Provisions | G::DetailedRules | G::Rules => &["规范性文件", "规章"],
        G::Decision | G::Resolution => &["公文", "规范性文件", "地方性法规"],
        G::Notice | G::Opinions | G::Announcement | G::PublicNotice | G::Order | G::Decree | G::Circular => &["公文", "规范性文件"],
        G::Gazette | G::Reply | G::Letter | G::ReplyLetter | G::Minutes | G::Report | G::Request | G::Motion | G::Answer => &["公文"],
        G::Contract | G::Agreement => &["合同"],
        G::Constitution | G::Code | G::BasicLaw | G::Law | G::Amendment | G::Accord | G::Convention | G::Explanation => &[],
        _ => &["规范性文件"],
    }
}
