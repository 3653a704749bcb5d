//! Documents reviewed: the cases of `tests/review`, and what holds of any rules and any text.

mod support;

use proptest::prelude::{prop, prop_assert, prop_assert_eq, proptest};
use support::{root, rule_files};
use zhunsheng::document::{Document, DocumentLimits};
use zhunsheng::law::Registry;
use zhunsheng::report::{Review, review_markdown, review_text};
use zhunsheng::review::{Material, Reviewer, Submission};
use zhunsheng::{RuleSet, diagnostic};

fn registry() -> Registry {
    let text = std::fs::read_to_string(root().join("rules/法规库/法规库.txt")).expect("the registry");
    Registry::read(&text).expect("a registry")
}

fn rules(files: &[(String, Vec<u8>)]) -> RuleSet {
    RuleSet::from_sources(files.iter().cloned()).unwrap_or_else(|mistakes| panic!("{mistakes}"))
}

fn document(text: &str) -> Document {
    Document::from_text(text, "文件.txt", &DocumentLimits::default()).expect("a text within the limits")
}

#[test]
fn the_cases_beside_the_checks_come_out() {
    let registry = registry();
    for file in rule_files("tests/review") {
        let reviewer = rules(std::slice::from_ref(&file)).reviewer();
        let results: Vec<_> = reviewer.case_ids().into_iter().map(|id| reviewer.run_case(id, Some(&registry))).collect();
        assert!(!results.is_empty(), "{} has no case", file.0);
        for result in &results {
            assert!(result.passed(), "{}, {}: {:#?}", file.0, result.name, result.mismatches);
        }
    }
}

#[test]
fn an_unknown_fact_leaves_the_finding_and_says_so() {
    let reviewer = rules(&rule_files("tests/review")).reviewer();
    let document = document("某市办法\n第一条 可以给予处罚。");
    let review = reviewer.review_by(&Submission::of(&document), "例外");
    let finding = review.findings.iter().find(|f| f.code == "E-5").expect("the finding");
    assert_eq!(finding.unless, ["已授权"]);
    assert_eq!(finding.place.quote, "处罚");
    assert!(finding.trace.iter().any(|l| l.text == "已授权"));
}

#[test]
fn materials_are_unknown_until_they_are_given() {
    let text = "规则集 例 { 版本 “1” 施行 2026年1月1日 制定机关 “某局” }
审查 材料 { 依据 《某法》第一条 检查 M-1 起草说明 { 要求 材料 含 “起草说明” 提示 “缺少起草说明” } }";
    let reviewer = rules(&[("例.zs".to_owned(), text.as_bytes().to_vec())]).reviewer();
    let document = document("某市办法\n第一条 甲。");
    let none = reviewer.review(&Submission::of(&document));
    assert_eq!((none.findings.len(), none.open.len()), (0, 1));
    assert_eq!(none.open[0].missing, ["材料"]);
    let empty = reviewer.review(&Submission { materials: Some(&[]), ..Submission::of(&document) });
    assert_eq!((empty.findings.len(), empty.open.len()), (1, 0));
    let given = [Material { name: "1.docx".to_owned(), title: Some("关于某办法的起草说明".to_owned()) }];
    let given = reviewer.review(&Submission { materials: Some(&given), ..Submission::of(&document) });
    assert_eq!((given.findings.len(), given.open.len()), (0, 0));
}

#[test]
fn metadata_goes_before_what_the_document_says() {
    let text = "规则集 例 { 版本 “1” 施行 2026年1月1日 制定机关 “某局” }
要素 元数据 { 有效期: 期间 月 可缺 }
审查 期限 { 要素 元数据 依据 《某法》第一条 检查 V-1 有效期 { 要求 有 有效期 且 有效期 5年以下 提示 “有效期” } }
用例 甲 { 审查 期限 文本 “第一条 本办法有效期十年。” 设 有效期 = 5年 不应有 V-1 }
用例 乙 { 审查 期限 文本 “第一条 本办法有效期十年。” 应有 V-1 }
用例 丙 { 审查 期限 文本 “第一条 本办法有效期三年。” 不应有 V-1 }
用例 丁 { 审查 期限 文本 “第一条 甲。” 应有 V-1 }";
    let reviewer = rules(&[("例.zs".to_owned(), text.as_bytes().to_vec())]).reviewer();
    for id in reviewer.case_ids() {
        let result = reviewer.run_case(id, None);
        assert!(result.passed(), "{result:#?}");
    }
}

/// What must hold of every review.
fn sound(review: &Review, document: &Document) {
    for finding in &review.findings {
        let place = &finding.place;
        let slice = document.text().get(place.start as usize..place.end as usize);
        assert_eq!(slice, Some(place.quote.as_str()), "{} at {}", finding.code, place.path);
        let at = document.position(place.start);
        assert_eq!((at.line, at.column), (place.line, place.column));
    }
    assert!(review.findings.is_sorted_by_key(|f| (f.place.start, f.place.end)));
    let text = review_text(review, document.text(), diagnostic::Language::Chinese, diagnostic::Color::Never);
    assert!(text.contains("检查"));
    let _ = review_markdown(review, diagnostic::Language::English);
    let json = serde_json::to_string(review).expect("plain data");
    assert_eq!(&serde_json::from_str::<Review>(&json).expect("read back"), review);
}

const SIGNS: &[&str] = &[
    "第一条 ",
    "第二条 ",
    "第一章 总则\n",
    "（一）",
    "一、",
    "应当",
    "经批准",
    "许可",
    "不得",
    "设定",
    "未经",
    "“",
    "”",
    "《",
    "》",
    "。",
    "；",
    "：",
    "\n",
    " ",
    "　",
    "《中华人民共和国行政许可法》第二十条",
    "（以下简称甲办法）",
    "甲",
    "乙",
    "丙",
    "丁",
    "附件",
    "有效期五年",
    "自公布之日起施行",
    "收费",
    "审批",
    "处罚",
    "总则",
    "ｆ",
    "1",
    "😀",
    "列举",
    "项",
];

fn texts() -> impl proptest::strategy::Strategy<Value = String> {
    use proptest::strategy::Strategy as _;
    prop::collection::vec(prop::sample::select(SIGNS), 0..60).prop_map(|parts| parts.concat())
}

fn reviewers() -> &'static (Reviewer, Reviewer, Registry) {
    static BOTH: std::sync::OnceLock<(Reviewer, Reviewer, Registry)> = std::sync::OnceLock::new();
    BOTH.get_or_init(|| {
        let files = rule_files("tests/review");
        let mut turned = files.clone();
        turned.reverse();
        (rules(&files).reviewer(), rules(&turned).reviewer(), registry())
    })
}

proptest! {
    #[test]
    fn any_text_is_reviewed_soundly_and_in_whatever_order_the_rules_are(text in texts()) {
        let (one, other, registry) = reviewers();
        let document = document(&text);
        let submission = Submission { registry: Some(registry), ..Submission::of(&document) };
        let review = one.review(&submission);
        sound(&review, &document);
        prop_assert_eq!(&review, &other.review(&submission));
        prop_assert!(review.asked.len() >= review.findings.iter().map(|f| &f.code).collect::<std::collections::BTreeSet<_>>().len());
    }

    #[test]
    fn no_text_at_all_stops_a_review(text in ".{0,200}") {
        let (one, ..) = reviewers();
        let document = document(&text);
        sound(&one.review(&Submission::of(&document)), &document);
    }
}
