//! How fast whole reviews are: bytes of a document → outline → findings. `cargo bench --bench review`.
//!
//! The texts are all `.md` files under `../shared/corpus/laws` (or `ZHUNSHENG_CORPUS`), a document each; the checks are those of the packs, evenly
//! chosen and asked of every document whatever its kind, and generated ones of two words with a gap. In the same run: the floors (reading and outline
//! alone; the text engine alone, over the lines of the outlines with the phrases of the same checks).
//! Where the corpus is absent, a generated text stands in, and the bench says so.

#[path = "support/texts.rs"]
mod texts;

use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use texts::{laws, lines, report};
use zhunsheng::RuleSet;
use zhunsheng::document::{Document, DocumentLimits};
use zhunsheng::law::Registry;
use zhunsheng::model::{Ask, CheckId, Model};
use zhunsheng::review::{Reviewer, Submission};
use zhunsheng::rule_set::check_paths;
use zhunsheng::text::{Found, Limits, Matcher, Pattern};

/// Words that laws and administrative documents are written with.
const WORDS: &str = "行政 机关 应当 不得 规定 法律 法规 依照 依法 处罚 罚款 责令 改正 许可 审批 备案 登记 申请 决定 监督 管理 部门 人民 政府 国务院 \
    单位 个人 组织 企业 公民 法人 负责人 主管 县级 以上 以下 违反 情节 严重 构成 犯罪 追究 刑事 责任 民事 赔偿 损失 损害 没收 违法 所得 吊销 证书 执照";

/// The packs that have checks.
const PACKS: [&str; 5] = ["规范性文件", "公平竞争审查", "优化营商环境", "清理", "合同"];

fn main() {
    let files = corpus();
    let bytes: usize = files.iter().map(Vec::len).sum();
    let documents: Vec<Document> = files.iter().map(|file| read(file)).collect();
    println!("{bytes} bytes, {} documents, {} nodes", files.len(), documents.iter().map(|d| d.nodes().len()).sum::<usize>());
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let registry = std::fs::read_to_string(root.join("rules/法规库/法规库.txt")).expect("the registry");
    let registry = Registry::read(&registry).expect("a registry");
    report("floor: reading and outline", bytes, || files.iter().map(|file| read(file).nodes().len()).sum());
    report("floor: the same with citations", bytes, || files.iter().map(|file| read(file).citations().len()).sum());

    let packs =
        check_paths(PACKS.map(|pack| root.join("rules").join(pack))).expect("readable rules").into_rules().expect("rules without errors");
    let packs = packs.reviewer();
    let all = packs.model().checks.len();
    for (name, model) in [
        ("10 checks of the packs".to_owned(), some(packs.model(), 10)),
        ("100 checks of the packs".to_owned(), some(packs.model(), 100)),
        (format!("all {all} checks of the packs"), some(packs.model(), all)),
        ("10 generated checks".to_owned(), generated_rules(10)),
        ("100 generated checks".to_owned(), generated_rules(100)),
        ("500 generated checks".to_owned(), generated_rules(500)),
    ] {
        println!("\n{name}");
        let phrases = phrases(&model);
        let reviewer = Reviewer::new(Arc::new(model));
        let review = |document: &Document| {
            let submission = Submission { registry: Some(&registry), ..Submission::of(document) };
            reviewer.review(&submission).findings.len()
        };
        report("bytes to findings", bytes, || files.iter().map(|file| review(&read(file))).sum());
        report("outline to findings", bytes, || documents.iter().map(review).sum());
        let matcher = Matcher::new(&phrases, &Limits::default()).expect("good patterns");
        let lines: Vec<Vec<Range<usize>>> = documents.iter().map(|document| lines(document.text())).collect();
        let mut found: Vec<Found> = Vec::new();
        report(&format!("text engine alone, {} phrases", phrases.len()), bytes, || {
            let each = documents.iter().zip(&lines).map(|(document, lines)| {
                found.clear();
                matcher.find(document.text(), lines, &mut found);
                found.len()
            });
            each.sum()
        });
    }
}

fn read(file: &[u8]) -> Document {
    Document::read(file, "文件.md", &DocumentLimits::default()).expect("a document")
}

/// A model with some of the checks, evenly chosen, asked of every kind of document.
fn some(model: &Model, count: usize) -> Model {
    let all = model.checks.len();
    let chosen: Vec<usize> = (0..count).map(|nth| nth * all / count).collect();
    // The numbers of the model as it is, which its first checks keep.
    let mut ids: Vec<CheckId> = model.reviews.iter().flat_map(|review| review.checks.iter().copied()).collect();
    ids.sort();
    let mut model = model.clone();
    model.checks = chosen.iter().map(|at| model.checks[*at].clone()).collect();
    for (at, review) in model.reviews.iter_mut().enumerate() {
        review.targets.clear();
        review.applies = None;
        review.checks = ids.iter().zip(&model.checks).filter(|(_, check)| check.review.index() == at).map(|(id, _)| *id).collect();
    }
    model
}

/// Checks of two words with a gap of at most twenty characters, in a fixed sequence of pairs.
fn generated_rules(count: usize) -> Model {
    let words: Vec<&str> = WORDS.split_whitespace().collect();
    let mut text = "规则集 例 { 版本 “1” 施行 2026年1月1日 制定机关 “某局” }\n审查 内容 { 依据 《某法》第一条\n".to_owned();
    let mut seed = 20_261_124u64;
    for number in 0..count {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let first = (seed >> 33) as usize % words.len();
        let second = (first + 1 + (seed >> 13 & 0xFFFFF) as usize % (words.len() - 1)) % words.len();
        let (first, second) = (words[first], words[second]);
        text += &format!("检查 P-{number} 甲 {{ 每一 句 查找 “{first}” …20字内… “{second}” 提示 “「{{片段}}」” }}\n");
    }
    let rules = RuleSet::from_sources([("例.zs", text + "}")]).unwrap_or_else(|mistakes| panic!("{mistakes}"));
    rules.reviewer().model().clone()
}

/// The phrases that the checks of a model search with.
fn phrases(model: &Model) -> Vec<Pattern> {
    let asks = model.checks.iter().filter_map(|check| match &check.ask {
        Ask::Find(_, phrases) => Some(phrases),
        _ => None,
    });
    asks.flatten().map(|phrase| phrase.pattern.clone()).collect()
}

fn corpus() -> Vec<Vec<u8>> {
    let texts = laws();
    if texts.is_empty() { generated() } else { texts }
}

/// A thousand acts of thirty articles, of words in a fixed sequence.
fn generated() -> Vec<Vec<u8>> {
    println!("no corpus here (ZHUNSHENG_CORPUS names another): generated texts stand in");
    let words: Vec<&str> = WORDS.split_whitespace().collect();
    let mut seed = 7u64;
    let mut next = || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        seed
    };
    let mut act = || {
        let mut text = "某市某某办法\n".to_owned();
        for article in 1..=30 {
            text += &format!("第{article}条 ");
            for _ in 0..40 {
                let drawn = next();
                text += words[(drawn >> 33) as usize % words.len()];
                text += ["的", "，", "和其他", "。"][(drawn >> 20) as usize % 4];
            }
            text += "\n";
        }
        text.into_bytes()
    };
    (0..1000).map(|_| act()).collect()
}
