//! Reviews as a page of HTML: well formed, complete, and made of text alone whatever the document, the rules and the names hold.

use std::collections::BTreeSet;

use proptest::prelude::{prop, prop_assert, proptest};
use zhunsheng::RuleSet;
use zhunsheng::diagnostic::Language;
use zhunsheng::document::{Document, DocumentLimits};
use zhunsheng::report::{Review, ReviewPage, review_html};
use zhunsheng::review::{Reviewer, Submission};

/// Checks that overlap, cross lines of the outline, stand for the whole document, and bring markup of their own.
const RULES: &str = "
规则集 “例<i>” { 版本 “1<2” 施行 2026年1月1日 制定机关 “某局” }
审查 内容 {
    依据 《某“&”法》第一条
    检查 A-1 “宽<u>” { 每一 款 查找 “应当” …20字内… “批准” 提示 “<b>「{片段}」</b>&amp;” 建议 “\"><script>alert(1)</script>” }
    检查 A-2 窄 { 级别 警告 每一 句 查找 “经市局” 提示 “窄:{片段}” }
    检查 A-3 交错 { 级别 提示 每一 句 查找 “市局” …5字内… “批准。” 提示 “交错” }
    检查 A-4 条 { 级别 提示 每一 条 要求 该条 含 “甲” 提示 “条<br>” }
    检查 A-5 全文 { 要求 全文 含 “没有这句话” 提示 “缺<hr>” }
    检查 A-6 “材料<em>” { 要求 材料 含 “说明” 提示 “缺少说明” }
}";

fn reviewer() -> &'static Reviewer {
    static ONE: std::sync::OnceLock<Reviewer> = std::sync::OnceLock::new();
    ONE.get_or_init(|| RuleSet::from_sources([("例.zs", RULES)]).unwrap_or_else(|mistakes| panic!("{mistakes}")).reviewer())
}

fn reviewed(text: &str, name: &str) -> (Review, Document) {
    let document = Document::from_text(text, name, &DocumentLimits::default()).expect("a text within the limits");
    (reviewer().review(&Submission::of(&document)), document)
}

/// What a browser would make of a page: its text without that of the notes beside, its notes, its anchors and links.
#[derive(Default)]
struct Seen {
    text: String,
    beside: String,
    ids: Vec<String>,
    links: Vec<String>,
    /// The element and class of each mark, with its words.
    marks: Vec<(String, String)>,
}

/// All that the page is made of.
const ELEMENTS: &[&str] = &[
    "html", "head", "meta", "title", "style", "body", "h1", "h2", "h3", "h4", "h5", "nav", "ol", "ul", "li", "a", "span", "article",
    "header", "section", "dl", "dt", "dd", "div", "p", "b", "mark", "aside", "strong", "code", "table", "tr", "td",
];
const ATTRIBUTES: &[&str] = &["lang", "charset", "http-equiv", "content", "name", "class", "id", "href", "data-no", "title"];

/// Reads a page strictly: every element known and closed in turn, every attribute quoted.
fn see(page: &str) -> Seen {
    let mut seen = Seen::default();
    let mut open: Vec<(&str, String)> = Vec::new();
    let body = page.strip_prefix("<!DOCTYPE html>").expect("a doctype");
    let mut rest = body;
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at);
        let skipped = open.iter().any(|(name, _)| matches!(*name, "style" | "title"));
        if !skipped {
            let words = decoded(before);
            if let Some((_, class)) = open.iter().find(|(name, _)| *name == "mark") {
                seen.marks.push((class.clone(), words.clone()));
            }
            if open.iter().any(|(name, _)| *name == "aside") { &mut seen.beside } else { &mut seen.text }.push_str(&words);
        }
        let end = tag.find('>').expect("the end of a tag");
        let inner = &tag[1..end];
        rest = &tag[end + 1..];
        if let Some(name) = inner.strip_prefix('/') {
            assert_eq!(open.pop().expect("an open element").0, name);
            continue;
        }
        let (name, mut attributes) = inner.split_once(' ').unwrap_or((inner, ""));
        assert!(ELEMENTS.contains(&name), "<{inner}>");
        let mut class = String::new();
        while !attributes.is_empty() {
            let (key, after) = attributes.trim_start().split_once("=\"").expect("a quoted attribute");
            let (value, after) = after.split_once('"').expect("the end of an attribute");
            assert!(ATTRIBUTES.contains(&key), "{key} in <{inner}>");
            match key {
                "id" => seen.ids.push(value.to_owned()),
                "href" => seen.links.push(value.strip_prefix('#').expect("a link within the page").to_owned()),
                "class" => class = value.to_owned(),
                _ => {}
            }
            attributes = after;
        }
        if name != "meta" {
            assert!(name != "mark" || open.iter().all(|(name, _)| *name != "mark"), "marks nest");
            assert!(name != "a" || open.iter().all(|(name, _)| *name != "a"), "links nest");
            open.push((name, class));
        }
    }
    assert!(open.is_empty(), "{open:?}");
    seen
}

fn decoded(text: &str) -> String {
    assert!(!text.contains('>'));
    for (at, _) in text.match_indices('&') {
        assert!(["&amp;", "&lt;", "&gt;", "&quot;", "&#39;"].iter().any(|entity| text[at..].starts_with(entity)), "{text}");
    }
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'").replace("&amp;", "&")
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}

fn holds(review: &Review, document: &Document, page: &str) {
    let seen = see(page);
    let (text, all) = (squeezed(&seen.text), squeezed(&(seen.text.clone() + &seen.beside)));
    assert!(text.contains(&squeezed(document.text())), "{text}\n{}", document.text());
    let ids: BTreeSet<&String> = seen.ids.iter().collect();
    assert_eq!(ids.len(), seen.ids.len(), "anchors are told apart");
    for link in &seen.links {
        assert!(ids.contains(link), "#{link} leads nowhere");
    }
    for (at, finding) in review.findings.iter().enumerate() {
        for part in [Some(&finding.message), Some(&finding.code), Some(&finding.place.path), finding.suggestion.as_ref()] {
            assert!(part.is_none_or(|part| all.contains(&squeezed(part))), "{part:?}");
        }
        finding.basis.iter().for_each(|basis| assert!(all.contains(&squeezed(&basis.to_string()))));
        let both = [format!("n1-{}", at + 1), format!("q1-{}", at + 1)];
        assert!(ids.contains(&both[0]));
        if !finding.place.quote.trim().is_empty() {
            assert!(both.iter().all(|anchor| ids.contains(anchor) && seen.links.contains(anchor)), "{both:?}");
        }
    }
    review.open.iter().for_each(|open| assert!(text.contains(&squeezed(&open.title))));
    // Every byte that a finding quotes is marked, and nothing else.
    let mut quoted: Vec<bool> = vec![false; document.text().len()];
    for finding in &review.findings {
        quoted[finding.place.start as usize..finding.place.end as usize].fill(true);
    }
    let quoted: String = document.text().char_indices().filter(|(at, _)| quoted[*at]).map(|(_, c)| c).collect();
    let marked: String = seen.marks.iter().map(|(_, words)| words.as_str()).collect();
    assert_eq!(squeezed(&marked), squeezed(&quoted));
}

const SIGNS: &[&str] = &[
    "<script>",
    "</mark>",
    "<b",
    ">",
    "&amp;",
    "&",
    "\"",
    "'",
    "]]>",
    "<!--",
    "应当",
    "经市局",
    "市局",
    "批准",
    "批准。",
    "甲",
    "。",
    "；",
    "\n",
    "\n\n",
    " ",
    "　",
    "\t",
    "第一条 ",
    "第二条 ",
    "第一章 总则\n",
    "一、",
    "（一）",
    "附件1\n",
    "某市办法\n",
    "| a | b |\n",
    "😀",
    "\u{7}",
];

proptest! {
    #[test]
    fn whatever_the_text_the_page_is_whole_and_its_markup_its_own(parts in prop::collection::vec(prop::sample::select(SIGNS), 0..60)) {
        let (review, document) = reviewed(&parts.concat(), "<i>\"文件\".txt");
        holds(&review, &document, &review_html(&review, &document, Language::Chinese));
        let page = review_html(&review, &document, Language::English);
        holds(&review, &document, &page);
        prop_assert!(page == review_html(&review, &document, Language::English));
    }

    #[test]
    fn no_text_at_all_breaks_the_page(text in ".{0,200}") {
        let (review, document) = reviewed(&text, &text);
        holds(&review, &document, &review_html(&review, &document, Language::Chinese));
    }
}

#[test]
fn quotations_that_overlap_are_cut_and_each_piece_is_as_grave_as_the_gravest() {
    let (review, document) = reviewed("某市办法\n第一条 甲应当经市局批准。", "办法.txt");
    let page = review_html(&review, &document, Language::Chinese);
    let marks: Vec<(String, String)> = see(&page).marks.into_iter().filter(|(_, words)| !"某市办法".contains(words.as_str())).collect();
    let joined: String = marks.iter().map(|(_, words)| words.as_str()).collect();
    assert_eq!(joined, "应当经市局批准。");
    let (last, others) = marks.split_last().expect("marks");
    assert_eq!((last.0.as_str(), last.1.as_str()), ("hint", "。"));
    assert!(others.len() > 1 && others.iter().all(|(class, _)| class == "error"), "{marks:?}");
}

#[test]
fn what_is_of_the_whole_document_and_what_is_open_stand_before_the_text() {
    let (review, document) = reviewed("某市办法\n第一条 甲应当经市局批准。", "办法.txt");
    let page = review_html(&review, &document, Language::Chinese);
    let at = |words: &str| page.find(words).unwrap_or_else(|| panic!("{words}"));
    assert!(at("<section class=\"whole\">") < at("缺&lt;hr&gt;"));
    assert!(at("缺&lt;hr&gt;") < at("<section class=\"open\">"));
    assert!(at("材料&lt;em&gt;") < at("<div class=\"document\">"));
    assert!(at("<div class=\"document\">") < at("窄:经市局"));
    assert!(at("sha256:") < at("<section"));
}

#[test]
fn several_documents_share_a_page_with_a_list() {
    let mut page = ReviewPage::new(Language::Chinese);
    for (text, name) in [("甲市办法\n第一条 甲应当经市局批准。", "甲.txt"), ("乙市办法\n第一条 甲。", "乙.txt")]
    {
        let (review, document) = reviewed(text, name);
        page.add(&review, &document);
    }
    let seen = see(&page.finish());
    let ids: BTreeSet<&String> = seen.ids.iter().collect();
    assert_eq!(ids.len(), seen.ids.len());
    assert_eq!(&seen.links[..2], ["d1", "d2"]);
    assert!(seen.links.iter().all(|link| ids.contains(link)));
    assert!(["甲市办法", "乙市办法", "甲.txt", "乙.txt"].iter().all(|words| seen.text.contains(words)));
}

#[test]
fn a_table_keeps_its_cells_and_marks_within_them() {
    let html =
        "<h1>某市办法</h1><p>第一条 甲如下表：</p><table><tr><td>应当</td><td>经市局</td></tr><tr><td>丙</td><td>批准。</td></tr></table>";
    let document = Document::read(html.as_bytes(), "办法.html", &DocumentLimits::default()).expect("a document");
    let review = reviewer().review(&Submission::of(&document));
    let page = review_html(&review, &document, Language::Chinese);
    holds(&review, &document, &page);
    assert_eq!((page.matches("<tr>").count(), page.matches("<td>").count()), (2, 4));
}
