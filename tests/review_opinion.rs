//! The 意见书 as a Word file: whole, read back by our own reader, the same bytes each time, and silent on what it may not say.
#![cfg(feature = "docx")]

use std::io::{Cursor, Read as _};

use proptest::prelude::{prop, prop_assert, proptest};
use zhunsheng::RuleSet;
use zhunsheng::document::{Document, DocumentLimits, NodeKind};
use zhunsheng::report::{OpinionCover, Review, review_opinion};
use zhunsheng::review::{Reviewer, Submission};

const RULES: &str = "
规则集 通用 { 版本 “1” 施行 2026年1月1日 制定机关 “某局” }
审查 内容 {
    依据 《某“&”法》第一条
    检查 A-1 许可 { 每一 款 查找 “应当” …20字内… “批准” 提示 “<b>「{片段}」</b>&amp;” 建议 “删去]]>” 处理 修改 }
    检查 A-2 窄 { 级别 警告 每一 句 查找 “经市局” 提示 “窄:{片段}” 依据 《乙法》第二条 }
    检查 A-4 条 { 级别 提示 每一 条 要求 该条 含 “甲” 提示 “第几条” }
    检查 A-5 全文 { 要求 全文 含 “没有这句话” 提示 “缺这句话” }
    检查 A-6 材料 { 要求 材料 含 “说明” 提示 “缺少说明” }
}";
const ALONE: &str = "
规则集 公平竞争审查 { 版本 “1” 施行 2026年1月1日 制定机关 “某局” }
审查 内容 { 检查 B-1 指定 { 依据 《某法》第一条 每一 句 查找 “指定” 提示 “指定” } }";

fn reviewer(rules: &str) -> Reviewer {
    RuleSet::from_sources([("例.zs", rules)]).unwrap_or_else(|mistakes| panic!("{mistakes}")).reviewer()
}

fn reviewed(rules: &str, text: &str) -> Review {
    let document = Document::from_text(text, "文件.txt", &DocumentLimits::default()).expect("a text within the limits");
    reviewer(rules).review(&Submission::of(&document))
}

fn opinion(review: &Review) -> Vec<u8> {
    review_opinion(review, &OpinionCover { submitter: Some("某市城管局<>&\u{1}\u{FFFF}".to_owned()) }).expect("a package")
}

fn outline(bytes: &[u8]) -> Document {
    Document::read(bytes, "意见书.docx", &DocumentLimits::default()).expect("our own reader opens it")
}

/// Without blanks and without the characters that XML has not.
fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !c.is_control() && !matches!(c, '\u{FFFE}' | '\u{FFFF}')).collect()
}

fn parts(bytes: &[u8]) -> Vec<(String, String)> {
    let mut package = zip::ZipArchive::new(Cursor::new(bytes)).expect("a package");
    (0..package.len())
        .map(|at| {
            let mut part = package.by_index(at).expect("a part");
            assert_eq!(part.last_modified(), Some(zip::DateTime::default()), "no clock");
            let mut text = String::new();
            part.read_to_string(&mut text).expect("UTF-8");
            (part.name().expect("a name").to_string(), text)
        })
        .collect()
}

fn holds(review: &Review) {
    let bytes = opinion(review);
    let document = outline(&bytes);
    let text = squeezed(document.text());
    for finding in &review.findings {
        for part in [&finding.place.path, &finding.place.quote, &finding.message, &finding.code] {
            assert!(text.contains(&squeezed(part)), "{part} in {text}");
        }
        finding.basis.iter().for_each(|basis| assert!(text.contains(&squeezed(&basis.to_string()))));
        assert!(finding.suggestion.as_ref().is_none_or(|suggestion| text.contains(&squeezed(suggestion))));
    }
    review.open.iter().for_each(|open| assert!(text.contains(&squeezed(&open.title))));
    assert_eq!(bytes, opinion(review));
}

const SIGNS: &[&str] = &[
    "<w:t>",
    "</w:t>",
    "&",
    "\"",
    "]]>",
    "应当",
    "经市局",
    "批准",
    "甲",
    "。",
    "\n",
    "　",
    "\t",
    "第一条 ",
    "第二条 ",
    "一、",
    "（一）",
    "附件1\n",
    "某市办法\n",
    "\u{FFFF}",
    "\u{7}",
    "😀",
];

proptest! {
    #[test]
    fn whatever_is_reviewed_the_opinion_reopens_with_every_finding(parts in prop::collection::vec(prop::sample::select(SIGNS), 0..40)) {
        let review = reviewed(RULES, &parts.concat());
        holds(&review);
        prop_assert!(!review.asked.is_empty());
    }
}

#[test]
fn the_opinion_is_numbered_and_graded_and_cites_each_basis_once() {
    let review = reviewed(RULES, "某市办法\n第一条 丙应当经市局批准。\n第二条 乙应当报批准。");
    let document = outline(&opinion(&review));
    assert_eq!(document.title(), Some("合法性审查意见书"));
    let headings: Vec<&str> = document.nodes().iter().filter(|n| n.kind == NodeKind::First).map(|n| document.slice(n.own)).collect();
    assert_eq!(headings, ["一、审查依据", "二、审查意见", "三、待核实事项", "四、结论"]);
    let graded: Vec<&str> = document.nodes().iter().filter(|n| n.kind == NodeKind::Second).map(|n| document.slice(n.own)).collect();
    assert_eq!(graded, ["（一）错误（3处）", "（二）警告（1处）", "（三）提示（2处）"]);
    let text = document.text();
    for line in
        ["送审单位：某市城管局<>&", "文件名称：《某市办法》", "文种：办法", "1. 《某“&”法》第一条", "2. 《乙法》第二条", "处理：修改"]
    {
        assert!(text.lines().any(|l| l == line), "{line} in {text}");
    }
    assert!(
        text.contains("发现错误3处、警告1处、提示2处，另有1项待核实。各处处理建议中最重的为“修改”。以上由规则自动提示，待审查人员确认。")
    );
}

#[test]
fn no_conclusion_says_that_a_document_is_lawful() {
    for (rules, text) in [(RULES, "某市办法\n第一条 丙应当经市局批准。"), (ALONE, "某市办法\n第一条 甲。")] {
        let document = outline(&opinion(&reviewed(rules, text)));
        let (_, conclusion) = document.text().split_once("四、结论").expect("a conclusion");
        assert!(!conclusion.contains('合') && conclusion.contains("待审查人员确认"), "{conclusion}");
    }
}

#[test]
fn a_set_of_rules_named_after_a_review_names_the_opinion() {
    let document = outline(&opinion(&reviewed(ALONE, "某市办法\n第一条 指定某企业。")));
    assert_eq!(document.title(), Some("公平竞争审查意见书"));
}

#[test]
fn the_package_names_every_part_and_every_style_that_it_uses() {
    let parts = parts(&opinion(&reviewed(RULES, "某市办法\n第一条 丙应当经市局批准。")));
    let part = |name: &str| &parts.iter().find(|(n, _)| n == name).unwrap_or_else(|| panic!("{name}")).1;
    let attributes = |text: &str, key: &str| -> Vec<String> {
        let key = format!("{key}=\"");
        text.split(&key).skip(1).map(|rest| rest.split('"').next().unwrap_or_default().to_owned()).collect()
    };
    let types = part("[Content_Types].xml");
    let overridden = attributes(types, "PartName");
    overridden.iter().for_each(|name| assert!(!part(name.trim_start_matches('/')).is_empty()));
    let named = |name: &str| name.ends_with(".rels") || name.starts_with('[') || overridden.contains(&format!("/{name}"));
    assert!(parts.iter().all(|(name, _)| named(name)));
    let rels = part("word/_rels/document.xml.rels");
    attributes(rels, "Target").iter().for_each(|target| assert!(!part(&format!("word/{target}")).is_empty()));
    let (body, ids) = (part("word/document.xml"), attributes(rels, " Id"));
    attributes(body, "r:id").iter().for_each(|id| assert!(ids.contains(id), "{id}"));
    let styles = attributes(part("word/styles.xml"), "w:styleId");
    let used = parts.iter().flat_map(|(_, text)| attributes(text, "w:pStyle w:val"));
    used.for_each(|style| assert!(styles.contains(&style), "{style}"));
    // Each font that is asked for has another to stand in for it.
    let fonts = part("word/fontTable.xml");
    attributes(part("word/styles.xml"), "w:eastAsia").iter().filter(|f| !f.is_ascii()).for_each(|font| {
        assert!(fonts.contains(&format!("w:name=\"{font}\"><w:altName")), "{font}");
    });
}
