//! Reviews as one page of HTML: the document as its outline draws it, each finding beside its clause. Reads reviews, computes nothing.
//!
//! The page needs no script and no other file, and prints on A4. Whatever a document, a rule or a file name holds is text in it.

mod blocks;
mod marks;

use std::fmt::Write as _;
use std::ops::Range;

use super::markup::html;
use super::review_words::{GRAVEST_FIRST, count, counts, remarks, rule_set, say, severity};
use super::{OpenPoint, Review, ReviewFinding};
use crate::diagnostic::Language;
use crate::document::{Document, NodeKind};
use blocks::{Block, blocks, element};
use marks::{Marker, Quotation, class};

const STYLE: &str = include_str!("style.css");

/// One review as a page of its own.
///
/// ```
/// use zhunsheng::RuleSet;
/// use zhunsheng::diagnostic::Language;
/// use zhunsheng::document::{Document, DocumentLimits};
/// use zhunsheng::report::review_html;
/// use zhunsheng::review::Submission;
/// let rules = RuleSet::from_sources([("例.zs", "
///     规则集 例 { 版本 “1” 施行 2026年1月1日 制定机关 “某局” }
///     审查 内容 { 检查 A-1 不得设定许可 { 依据 《某法》第一条 每一 款 查找 “批准” 提示 “「{片段}」涉嫌设定许可” } }
/// ")]).unwrap();
/// let document = Document::from_text("某市办法\n第一条 办学应当经市局批准。", "办法.txt", &DocumentLimits::default()).unwrap();
/// let review = rules.reviewer().review(&Submission::of(&document));
/// let page = review_html(&review, &document, Language::Chinese);
/// assert!(page.contains(r##"<mark class="error"><a href="#n1-1">批准</a></mark>"##));
/// assert!(page.contains("「批准」涉嫌设定许可"));
/// ```
#[must_use]
pub fn review_html(review: &Review, document: &Document, language: Language) -> String {
    let mut page = ReviewPage::new(language);
    page.add(review, document);
    page.finish()
}

/// The reviews of several documents on one page, with a list of them at its head.
///
/// A document is needed while it is added and no longer, so a long archive costs the memory of its page.
#[derive(Debug)]
pub struct ReviewPage {
    language: Language,
    /// The lines of the list of documents.
    contents: Vec<String>,
    body: String,
}

impl ReviewPage {
    /// A page without documents.
    #[must_use]
    pub fn new(language: Language) -> ReviewPage {
        ReviewPage { language, contents: Vec::new(), body: String::new() }
    }

    /// Adds the review of a document. `document` must be the one that was reviewed.
    pub fn add(&mut self, review: &Review, document: &Document) {
        let number = self.contents.len() + 1;
        let name = html(title(review));
        let counts = html(&counts(review, self.language));
        self.contents.push(format!("<li><a href=\"#d{number}\">{name}</a> <span class=\"counts\">{counts}</span></li>\n"));
        Writer { language: self.language, review, document, number, out: &mut self.body }.document();
    }

    /// The page.
    #[must_use]
    pub fn finish(self) -> String {
        let (lang, heading) = match self.language {
            Language::Chinese => ("zh-CN", "审查意见"),
            Language::English => ("en", "Review"),
        };
        let contents = match self.contents.as_slice() {
            [_] => String::new(),
            several => {
                let label = say(self.language, "文件", "Documents");
                format!("<nav class=\"documents\">\n<h2>{label}</h2>\n<ol>\n{}</ol>\n</nav>\n", several.concat())
            }
        };
        format!(
            "<!DOCTYPE html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <title>{heading}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<h1>{heading}</h1>\n{contents}{}</body>\n</html>\n",
            self.body
        )
    }
}

/// The title of a document, or the name it was read by.
fn title(review: &Review) -> &str {
    review.document.title.as_deref().unwrap_or(&review.document.name)
}

/// Writes one document.
struct Writer<'a> {
    language: Language,
    review: &'a Review,
    document: &'a Document,
    /// Its number on the page, from 1.
    number: usize,
    out: &'a mut String,
}

impl Writer<'_> {
    fn say(&self, zh: &'static str, en: &'static str) -> &'static str {
        say(self.language, zh, en)
    }

    fn document(mut self) {
        let blocks = blocks(self.document);
        let quotations = self.review.findings.iter().enumerate().map(|(at, finding)| self.quotation(at, finding)).collect();
        let mut marker = Marker::new(self.document.text(), quotations);
        let words: Vec<String> = blocks.iter().map(|block| self.block(block, &mut marker)).collect();

        let heading = html(title(self.review));
        let _ = write!(self.out, "<article id=\"d{}\">\n<header>\n<h2>{heading}</h2>\n", self.number);
        self.summary();
        self.out.push_str("</header>\n");
        let (whole, beside): (Vec<_>, Vec<_>) = self.review.findings.iter().enumerate().partition(|(_, f)| self.is_of_whole(f));
        self.of_whole(&whole, &marker);
        self.open_points();

        self.out.push_str("<div class=\"document\">\n");
        let mut beside = beside.into_iter().peekable();
        for (at, words) in words.iter().enumerate() {
            let until = blocks.get(at + 1).map_or(usize::MAX, |next| next.range.start);
            let mut notes = Vec::new();
            while let Some(note) = beside.next_if(|(_, f)| (f.place.start as usize) < until) {
                notes.push(note);
            }
            self.row(words, &notes, &marker);
        }
        // Of a document without a word.
        let rest: Vec<_> = beside.collect();
        if !rest.is_empty() {
            self.row("", &rest, &marker);
        }
        self.out.push_str("</div>\n</article>\n");
    }

    fn quotation(&self, at: usize, finding: &ReviewFinding) -> Quotation {
        let text = self.document.text();
        let start = text.floor_char_boundary(finding.place.start as usize);
        let end = text.floor_char_boundary(finding.place.end as usize).max(start);
        Quotation { range: start..end, severity: finding.severity, anchor: self.anchor(at), number: at }
    }

    fn anchor(&self, at: usize) -> String {
        format!("{}-{}", self.number, at + 1)
    }

    /// Whether a finding is of the document and not of some words: it stands at the whole title, or the first line where there is none.
    fn is_of_whole(&self, finding: &ReviewFinding) -> bool {
        let place = finding.place.start as usize..finding.place.end as usize;
        let title = self.document.nodes().iter().find(|node| node.kind == NodeKind::Title);
        match title {
            Some(title) => place == title.own.range(),
            None => {
                let text = self.document.text();
                let first = text.trim_start().lines().next().unwrap_or_default();
                place.start == text.len() - text.trim_start().len() && place.len() == first.trim_end().len()
            }
        }
    }

    /// What the document is, what was found, by which rules.
    fn summary(&mut self) {
        let review = self.review;
        let document = &review.document;
        let mut facts = vec![(self.say("文件", "file"), document.name.clone())];
        facts.extend(document.genre.clone().map(|genre| (self.say("文种", "kind"), genre)));
        facts.extend(document.number.clone().map(|number| (self.say("文号", "number"), number)));
        facts.push((self.say("结果", "result"), counts(review, self.language)));
        facts.extend(review.rules.iter().map(|set| (self.say("规则", "rules"), rule_set(set, self.language))));
        self.out.push_str("<dl class=\"summary\">\n");
        for (label, text) in facts {
            let _ = writeln!(self.out, "<dt>{label}</dt><dd>{}</dd>", html(&text));
        }
        self.out.push_str("</dl>\n<p class=\"counts\">");
        for grade in GRAVEST_FIRST {
            let (class, word, count) = (class(grade), severity(grade, self.language), count(review, grade));
            let _ = write!(self.out, "<span class=\"{class}\">{word} {count}</span> ");
        }
        let _ = writeln!(self.out, "<span class=\"open\">{} {}</span></p>", self.say("待查明", "to establish"), review.open.len());
    }

    fn of_whole(&mut self, findings: &[(usize, &ReviewFinding)], marker: &Marker<'_>) {
        if findings.is_empty() {
            return;
        }
        let label = self.say("对文件整体的意见", "Of the document as a whole");
        let _ = write!(self.out, "<section class=\"whole\">\n<h3>{label}</h3>\n");
        findings.iter().for_each(|(at, finding)| self.note(*at, finding, marker));
        self.out.push_str("</section>\n");
    }

    fn open_points(&mut self) {
        if self.review.open.is_empty() {
            return;
        }
        let label = self.say("待查明", "To establish");
        let _ = write!(self.out, "<section class=\"open\">\n<h3>{label}</h3>\n<ul>\n");
        for OpenPoint { code, title, missing, rule: _ } in &self.review.open {
            let colon = if missing.is_empty() { "" } else { self.say("：", ": ") };
            let (code, title, missing) = (html(code), html(title), html(&missing.join("、")));
            let _ = writeln!(self.out, "<li><code>{code}</code> {title}{colon}{missing}</li>");
        }
        self.out.push_str("</ul>\n</section>\n");
    }

    /// A block with its quotations marked.
    fn block(&self, block: &Block, marker: &mut Marker<'_>) -> String {
        let (tag, class) = element(block.kind);
        let class = if block.apart { format!("{class} apart") } else { class.to_owned() };
        let mut out = format!("<{tag} class=\"{class}\">");
        if block.kind == NodeKind::Table {
            for row in split(self.document.text(), &block.range, '\n') {
                out.push_str("<tr>");
                for cell in split(self.document.text(), &row, '\t') {
                    out.push_str("<td>");
                    marker.write(cell, &[], &mut out);
                    out.push_str("</td>");
                }
                out.push_str("</tr>");
            }
        } else {
            marker.write(block.range.clone(), &block.strong, &mut out);
        }
        let _ = write!(out, "</{tag}>");
        out
    }

    /// A block, and the notes beside it.
    fn row(&mut self, words: &str, notes: &[(usize, &ReviewFinding)], marker: &Marker<'_>) {
        if notes.is_empty() {
            let _ = writeln!(self.out, "<div class=\"row\">{words}</div>");
            return;
        }
        let _ = writeln!(self.out, "<div class=\"row noted\">\n<div>{words}</div>\n<aside>");
        notes.iter().for_each(|(at, finding)| self.note(*at, finding, marker));
        self.out.push_str("</aside>\n</div>\n");
    }

    fn note(&mut self, at: usize, finding: &ReviewFinding, marker: &Marker<'_>) {
        let (anchor, class, word) = (self.anchor(at), class(finding.severity), severity(finding.severity, self.language));
        let no = match marker.marked.contains(&at) {
            true => format!("<a class=\"no\" href=\"#q{anchor}\" data-no=\"{}\"></a>", at + 1),
            false => format!("<span class=\"no\" data-no=\"{}\"></span>", at + 1),
        };
        let (code, title, path) = (html(&finding.code), html(&finding.title), html(&finding.place.path));
        let _ = write!(
            self.out,
            "<div class=\"note {class}\" id=\"n{anchor}\">\n<p class=\"head\">{no} <strong>{word}</strong> <span class=\"path\">{path}</span> \
             <code title=\"{title}\">{code}</code></p>\n<p>{}</p>\n<dl>\n",
            html(&finding.message)
        );
        for (label, text) in remarks(finding, self.language) {
            let _ = writeln!(self.out, "<dt>{label}</dt><dd>{}</dd>", html(&text));
        }
        self.out.push_str("</dl>\n</div>\n");
    }
}

/// A range of a text cut at a character, which is one byte.
fn split(text: &str, range: &Range<usize>, at: char) -> Vec<Range<usize>> {
    let mut start = range.start;
    let pieces = text.get(range.clone()).unwrap_or_default().split(at);
    pieces
        .map(|piece| {
            let found = start..start + piece.len();
            start = found.end + 1;
            found
        })
        .collect()
}
