//! A statute's facts for the registry, from its text: title, level, dates, articles, and what a later version renumbered.

use std::collections::HashMap;

use super::Document;
use super::citations::CitationTarget;
use super::facts::Effective;
use super::marks;
use super::node::NodeKind;
use super::text::{TextRange, squeeze};
use crate::law::registry::{Act, ActLevel, ActVersion, Articles, Repeal};
use crate::law::{Date, Ordinal, Title};

/// What a document says of itself as a version of an act; nothing where it has no title.
///
/// `published` is the version's date where the caller knows it, from the file's name or a table; else the notes below the
/// title tell. A date of entry into force before that is the first version's, and is left out.
#[must_use]
pub fn act_of(document: &Document, published: Option<Date>) -> Option<Act> {
    let title = Title::new(document.title()?)?;
    let dates = document.dates();
    let published = published.or(dates.version).or(dates.published);
    let effective = match dates.effective {
        Some(Effective::On(date)) if published.is_none_or(|published| date >= published) => Some(date),
        Some(Effective::On(_) | Effective::WhenPublished | Effective::AfterPublished(_)) | None => None,
    };
    let numbers = numbers(document);
    let articles = (!numbers.is_empty()).then(|| Articles::of(&numbers));
    let first = is_first(document);
    let version = ActVersion { published, effective, first, articles, renumbered: Vec::new() };
    Some(Act { title, level: level(document), versions: vec![version], repeal: Repeal::No })
}

/// The acts that a document repeals as it enters into force, with that day: `自2021年1月1日起施行。《…法》同时废止。`
///
/// Where only places of an act are named, the act goes on; so does one that the document itself replaces under the same title.
#[must_use]
pub fn repealed(document: &Document) -> Vec<(Title, Date)> {
    let Some(date) = document.dates().in_force_from() else { return Vec::new() };
    let own = document.title().and_then(Title::new);
    let mut found = Vec::new();
    for citation in document.citations() {
        let CitationTarget::Act { title, .. } = citation.target else { continue };
        let Some(node) = document.node(citation.node).filter(|_| citation.at.is_empty() && !citation.quoted) else { continue };
        let after = TextRange { start: citation.place.end, end: node.own.end };
        let sentence = marks::head(document.slice(after), &['。']);
        // 《甲》《乙》（…）同时废止; what follows another verb or a place of the act is not the act.
        let repeals = sentence.find("同时废止").is_some_and(|at| {
            let between = sentence.get(..at).unwrap_or_default();
            !["第", "有关", "规定", "中", "依照", "按照", "施行后", "不一致", "，但"]
                .iter()
                .any(|word| outside_titles(between).contains(word))
        });
        let same = own.as_ref().is_some_and(|own| own.names_same(&title));
        if repeals && !same {
            found.push((title, date));
        }
    }
    found
}

/// A text without the titles and brackets in it.
fn outside_titles(text: &str) -> String {
    let mut depth = 0_usize;
    text.chars()
        .filter(|c| {
            match c {
                '《' | '（' | '(' => depth += 1,
                '》' | '）' | ')' => depth = depth.saturating_sub(1),
                _ => {}
            }
            depth == 0
        })
        .collect()
}

/// Whether the notes below the title name when it was made and no later change.
fn is_first(document: &Document) -> bool {
    let dates = document.dates();
    let notes = document.nodes().iter().filter(|node| node.kind == NodeKind::Adoption);
    let changed = |text: &str| ["修订", "修正", "修改", "重新公布"].iter().any(|word| text.contains(word));
    dates.published.is_some() && dates.published == dates.version && !notes.into_iter().any(|node| changed(document.slice(node.own)))
}

/// The numbers of the articles of the document itself, without those of its attachments.
fn numbers(document: &Document) -> Vec<Ordinal> {
    let articles: Vec<_> = document.ids().filter(|(_, node)| node.kind == NodeKind::Article).collect();
    let first = articles.first().and_then(|(id, _)| document.annex_of(*id));
    articles.into_iter().filter(|(id, _)| document.annex_of(*id) == first).filter_map(|(_, node)| node.number).collect()
}

/// The level by who made it, as the notes below the title say.
fn level(document: &Document) -> Option<ActLevel> {
    let notes: String =
        document.nodes().iter().filter(|node| node.kind == NodeKind::Adoption).map(|node| document.slice(node.own)).collect();
    let has = |words: &[&str]| words.iter().any(|word| notes.contains(word));
    let title = document.title()?;
    Some(if title.ends_with("宪法") || title.contains("宪法修正案") {
        ActLevel::Constitution
    } else if has(&["最高人民法院", "最高人民检察院"]) {
        ActLevel::JudicialInterpretation
    } else if has(&["全国人民代表大会", "中华人民共和国主席令"]) {
        ActLevel::Law
    } else if has(&["人民代表大会"]) {
        ActLevel::LocalRegulation
    } else if has(&["国务院令", "国务院发布", "国务院批准", "国务院公布"]) {
        ActLevel::AdministrativeRegulation
    } else if has(&["人民政府令"]) {
        ActLevel::LocalRule
    } else if has(&["部令", "总局令", "委员会令", "部公布", "部发布"]) {
        ActLevel::DepartmentalRule
    } else {
        return None;
    })
}

/// The articles of a later version that stood under another number in an earlier one: old number, new number.
///
/// An article is the same where its text is, or where at least seven pairs of characters in ten are and no other is nearer.
#[must_use]
pub fn renumbered(old: &Document, new: &Document) -> Vec<(Ordinal, Ordinal)> {
    let (old, new) = (texts(old), texts(new));
    let mut same: HashMap<&str, Vec<Ordinal>> = HashMap::new();
    for article in &new {
        same.entry(&article.text).or_default().push(article.number);
    }
    let by_number: HashMap<Ordinal, &Article> = new.iter().map(|article| (article.number, article)).collect();
    let mut moved = Vec::new();
    for article in &old {
        match same.get(article.text.as_str()).map(Vec::as_slice) {
            Some([number]) if *number != article.number => moved.push((article.number, *number)),
            Some(_) => {}
            None => {
                let own = by_number.get(&article.number).map_or(0, |own| likeness(article, own));
                let best = new.iter().map(|other| (likeness(article, other), other.number)).max_by_key(|(score, _)| *score);
                if let Some((score, number)) =
                    best.filter(|(score, number)| *score >= 700 && *score > own + 200 && *number != article.number)
                {
                    let _ = score;
                    moved.push((article.number, number));
                }
            }
        }
    }
    moved
}

struct Article {
    number: Ordinal,
    text: String,
    pairs: Vec<(char, char)>,
}

fn texts(document: &Document) -> Vec<Article> {
    let articles = document.nodes().iter().filter(|node| node.kind == NodeKind::Article);
    articles
        .filter_map(|node| {
            let whole = document.text().get(node.label.to()..node.span.to())?;
            let text = squeeze(whole);
            let mut pairs: Vec<(char, char)> = text.chars().zip(text.chars().skip(1)).collect();
            pairs.sort_unstable();
            Some(Article { number: node.number?, text, pairs })
        })
        .collect()
}

/// Dice's coefficient of the pairs of characters, in thousandths.
fn likeness(a: &Article, b: &Article) -> usize {
    let (mut i, mut j, mut shared) = (0, 0, 0_usize);
    while let (Some(x), Some(y)) = (a.pairs.get(i), b.pairs.get(j)) {
        match x.cmp(y) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                shared += 1;
                i += 1;
                j += 1;
            }
        }
    }
    (2000 * shared).checked_div(a.pairs.len() + b.pairs.len()).unwrap_or(0)
}
