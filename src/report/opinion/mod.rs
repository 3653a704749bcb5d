//! 审查意见书: a review as the written opinion that a bureau files, paragraph by paragraph. Reads reviews, computes nothing.
//!
//! It is Chinese whatever the language of the run, and never says that a document is lawful: that is for the person who signs.

mod docx;

use super::review_words::{GRAVEST_FIRST, basis, count, rule_set, severity};
use super::{Review, ReviewFinding};
use crate::diagnostic::Language;
use crate::law::numeral::to_chinese;

/// What a review does not know and the head of its opinion asks for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OpinionCover {
    /// 送审单位; left open where it is not known.
    pub submitter: Option<String>,
}

/// How a paragraph looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Style {
    Title,
    /// 一、
    Heading,
    /// （一）
    Subheading,
    Text,
    /// What is filled in by hand, at the end.
    Signature,
}

/// A paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Paragraph {
    style: Style,
    text: String,
}

/// The opinion as a Word file (.docx), set as GB/T 9704 asks: the same review gives the same bytes.
///
/// The title comes from the rules: of one set that is named 某某审查 it is 某某审查意见书, else 合法性审查意见书. Signature and date are
/// left open. Characters that XML forbids are dropped.
///
/// # Errors
/// For an opinion beyond what a package holds (4 GiB).
///
/// ```
/// use zhunsheng::RuleSet;
/// use zhunsheng::document::{Document, DocumentLimits};
/// use zhunsheng::report::{OpinionCover, review_opinion};
/// use zhunsheng::review::Submission;
/// let rules = RuleSet::from_sources([("例.zs", "
///     规则集 例 { 版本 “1” 施行 2026年1月1日 制定机关 “某局” }
///     审查 内容 { 检查 A-1 不得设定许可 { 依据 《某法》第一条 每一 款 查找 “批准” 提示 “「{片段}」涉嫌设定许可” } }
/// ")]).unwrap();
/// let document = Document::from_text("某市办法\n第一条 办学应当经市局批准。", "办法.txt", &DocumentLimits::default()).unwrap();
/// let review = rules.reviewer().review(&Submission::of(&document));
/// let bytes = review_opinion(&review, &OpinionCover::default()).unwrap();
/// let opinion = Document::read(&bytes, "意见书.docx", &DocumentLimits::default()).unwrap();
/// assert!(opinion.text().starts_with("合法性审查意见书\n"));
/// assert!(opinion.text().contains("1. 第一条：“批准”"));
/// ```
pub fn review_opinion(review: &Review, cover: &OpinionCover) -> std::io::Result<Vec<u8>> {
    docx::package(&paragraphs(review, cover))
}

fn paragraphs(review: &Review, cover: &OpinionCover) -> Vec<Paragraph> {
    let mut writer = Writer { review, paragraphs: Vec::new() };
    writer.add(Style::Title, title(review));
    writer.head(cover);
    writer.add(Style::Heading, "一、审查依据");
    writer.bases();
    writer.add(Style::Heading, "二、审查意见");
    writer.findings();
    writer.add(Style::Heading, "三、待核实事项");
    writer.open_points();
    writer.add(Style::Heading, "四、结论");
    writer.add(Style::Text, conclusion(review));
    writer.add(Style::Signature, "审查人员（签名）：");
    writer.add(Style::Signature, "审查单位（盖章）：");
    writer.add(Style::Signature, "年　　月　　日");
    writer.paragraphs
}

/// One set of rules that is named after a kind of review names the opinion too: 公平竞争审查意见书.
fn title(review: &Review) -> String {
    match review.rules.as_slice() {
        [one] if one.name.ends_with("审查") => format!("{}意见书", one.name),
        _ => "合法性审查意见书".to_owned(),
    }
}

/// The words of a number below 一、 and （一）.
fn ordinal(number: usize) -> String {
    to_chinese(u64::try_from(number).unwrap_or(u64::MAX))
}

struct Writer<'r> {
    review: &'r Review,
    paragraphs: Vec<Paragraph>,
}

impl Writer<'_> {
    fn add(&mut self, style: Style, text: impl Into<String>) {
        self.paragraphs.push(Paragraph { style, text: text.into() });
    }

    fn head(&mut self, cover: &OpinionCover) {
        let document = &self.review.document;
        let name = document.title.as_ref().map_or_else(|| document.name.clone(), |title| format!("《{title}》"));
        self.add(Style::Text, format!("送审单位：{}", cover.submitter.as_deref().unwrap_or_default()));
        self.add(Style::Text, format!("文件名称：{name}"));
        for (label, value) in [("文种", &document.genre), ("文号", &document.number)] {
            if let Some(value) = value {
                self.add(Style::Text, format!("{label}：{value}"));
            }
        }
    }

    /// The bases of the findings, each once, in the order in which they are cited; then the rules.
    fn bases(&mut self) {
        let mut bases: Vec<String> = Vec::new();
        let mut seen = std::collections::HashSet::new();
        for finding in &self.review.findings {
            bases.extend(finding.basis.iter().map(ToString::to_string).filter(|basis| seen.insert(basis.clone())));
        }
        for (at, basis) in bases.iter().enumerate() {
            self.add(Style::Text, format!("{}. {basis}", at + 1));
        }
        for set in &self.review.rules {
            self.add(Style::Text, format!("审查规则：{}", rule_set(set, Language::Chinese)));
        }
        if bases.is_empty() && self.review.rules.is_empty() {
            self.add(Style::Text, "没有适用的规则。");
        }
    }

    /// The findings by severity, the gravest first.
    fn findings(&mut self) {
        let review = self.review;
        let graded = GRAVEST_FIRST.into_iter().filter(|grade| count(review, *grade) > 0);
        for (at, grade) in graded.enumerate() {
            let (number, word, count) = (ordinal(at + 1), severity(grade, Language::Chinese), count(review, grade));
            self.add(Style::Subheading, format!("（{number}）{word}（{count}处）"));
            for (at, finding) in review.findings.iter().filter(|f| f.severity == grade).enumerate() {
                self.finding(at + 1, finding);
            }
        }
        if review.findings.is_empty() {
            self.add(Style::Text, "未发现所列规则所指的问题。");
        }
    }

    fn finding(&mut self, number: usize, finding: &ReviewFinding) {
        let quote = finding.place.quote.split_whitespace().collect::<Vec<_>>().join(" ");
        let quote = if quote.is_empty() { String::new() } else { format!("：“{quote}”") };
        self.add(Style::Text, format!("{number}. {}{quote}", finding.place.path));
        let parts = [
            ("意见", finding.message.clone()),
            ("依据", basis(finding)),
            ("建议", finding.suggestion.clone().unwrap_or_default()),
            ("处理", finding.advice.map(|a| a.word().to_owned()).unwrap_or_default()),
            ("除非查明", finding.unless.join("；")),
            ("规则", format!("{} {}", finding.code, finding.title)),
        ];
        for (label, text) in parts.iter().filter(|(_, text)| !text.is_empty()) {
            self.add(Style::Text, format!("{label}：{text}"));
        }
    }

    fn open_points(&mut self) {
        for (at, open) in self.review.open.iter().enumerate() {
            let missing = if open.missing.is_empty() { String::new() } else { format!("：{}", open.missing.join("、")) };
            self.add(Style::Text, format!("{}. {}{missing}（规则 {}）", at + 1, open.title, open.code));
        }
        if self.review.open.is_empty() {
            self.add(Style::Text, "无。");
        }
    }
}

/// What was found and what not; never that the document is lawful.
fn conclusion(review: &Review) -> String {
    let asked = review.asked.len();
    if asked == 0 {
        return "没有适用的规则，未作审查，由审查人员另行审查。".to_owned();
    }
    let found: Vec<String> = GRAVEST_FIRST
        .iter()
        .map(|grade| (severity(*grade, Language::Chinese), count(review, *grade)))
        .filter(|(_, count)| *count > 0)
        .map(|(word, count)| format!("{word}{count}处"))
        .collect();
    let found = match found.as_slice() {
        [] => "未发现所列规则所指的问题；未发现不表示没有问题".to_owned(),
        some => format!("发现{}", some.join("、")),
    };
    let open = match review.open.len() {
        0 => String::new(),
        open => format!("，另有{open}项待核实"),
    };
    let advice = review.advice.map(|a| format!("。各处处理建议中最重的为“{}”", a.word())).unwrap_or_default();
    format!("经按所列规则审查（{asked}项检查），{found}{open}{advice}。以上由规则自动提示，待审查人员确认。")
}
