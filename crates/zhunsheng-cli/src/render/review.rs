//! Reviews as they come, written in the format that was asked for; what needs all of them is written at the end.

use std::path::{Path, PathBuf};

use zhunsheng::diagnostic::Severity;
use zhunsheng::document::Document;
use zhunsheng::model::Advice;
use zhunsheng::report::{OpinionCover, Review, ReviewFinding, ReviewPage, review_markdown, review_opinion, review_text};

use super::{Location, Notice, github, sarif};
use crate::output::{Context, Format, Output, Trouble};

/// How reviews are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Markdown,
    /// A line a document.
    Table,
    MarkdownTable,
    Json,
    Sarif,
    Github,
    Html,
    /// 审查意见书, of one document
    Opinion,
}

/// The formats of reviews.
const FORMATS: [Format; 7] = [Format::Text, Format::Json, Format::Sarif, Format::Github, Format::Markdown, Format::Html, Format::Docx];

/// A document that was reviewed.
pub(crate) struct Reviewed {
    pub(crate) review: Review,
    pub(crate) document: Document,
    /// 送审单位, where the metadata name it.
    pub(crate) submitter: Option<String>,
}

/// Reviews in the making.
pub(crate) struct Reviews<'c> {
    context: &'c Context,
    kind: Kind,
    out: Output,
    first: bool,
    notices: Vec<Notice>,
    rows: Vec<[String; 6]>,
    page: ReviewPage,
}

impl<'c> Reviews<'c> {
    /// Reviews of so many documents in the format of the run: of an archive, text and Markdown are a table.
    pub(crate) fn new(archive: bool, documents: usize, output: Option<&Path>, context: &'c Context) -> Result<Reviews<'c>, Trouble> {
        let kind = match context.format_among("review", &FORMATS)? {
            Format::Json => Kind::Json,
            Format::Sarif => Kind::Sarif,
            Format::Github => Kind::Github,
            Format::Html => Kind::Html,
            Format::Docx => Kind::Opinion,
            Format::Markdown if archive => Kind::MarkdownTable,
            Format::Markdown => Kind::Markdown,
            Format::Text | Format::Junit if archive => Kind::Table,
            Format::Text | Format::Junit => Kind::Text,
        };
        let out = Output::to(output.map(PathBuf::from));
        if kind == Kind::Opinion && documents != 1 {
            return Err(context.trouble(
                format!("一份意见书只写一份文件，这里有 {documents} 份；请逐份审查"),
                format!("an opinion is of one document, here are {documents}; review them one by one"),
            ));
        }
        if kind == Kind::Opinion && out.is_terminal() {
            return Err(context.trouble(
                "docx 不能写到终端；请用 --output 指明文件，如 --output 审查意见书.docx",
                "docx cannot be shown on a terminal; name a file with --output, as --output opinion.docx",
            ));
        }
        Ok(Reviews { context, kind, out, first: true, notices: Vec::new(), rows: Vec::new(), page: ReviewPage::new(context.language) })
    }

    /// Adds one.
    pub(crate) fn add(&mut self, reviewed: &Reviewed) -> Result<(), Trouble> {
        let Reviewed { review, document, submitter } = reviewed;
        let language = self.context.language;
        let between = if std::mem::take(&mut self.first) { "" } else { "\n" };
        let text = match self.kind {
            Kind::Json => format!("{}\n", serde_json::to_string(review).map_err(|error| Trouble(error.to_string()))?),
            Kind::Markdown => format!("{between}{}", review_markdown(review, language)),
            Kind::Text => format!("{between}{}", review_text(review, document.text(), language, self.context.color())),
            Kind::Sarif | Kind::Github => {
                self.notices.extend(review.findings.iter().map(|f| notice(review, f, document)));
                return Ok(());
            }
            Kind::Table | Kind::MarkdownTable => {
                self.rows.push(row(review, self.context));
                return Ok(());
            }
            Kind::Html => {
                self.page.add(review, document);
                return Ok(());
            }
            Kind::Opinion => {
                let opinion = review_opinion(review, &OpinionCover { submitter: submitter.clone() })?;
                return self.out.write(&opinion, self.context);
            }
        };
        self.out.write(text.as_bytes(), self.context)
    }

    /// Writes what needed all of them.
    pub(crate) fn finish(mut self) -> Result<(), Trouble> {
        let text = match self.kind {
            Kind::Text | Kind::Markdown | Kind::Json | Kind::Opinion => return Ok(()),
            Kind::Sarif => format!("{:#}\n", sarif::render(&self.notices)),
            Kind::Github => github::render(&self.notices),
            Kind::Table => table(&self.rows, self.context),
            Kind::MarkdownTable => markdown_table(&self.rows, self.context),
            Kind::Html => self.page.finish(),
        };
        self.out.write(text.as_bytes(), self.context)
    }
}

fn notice(review: &Review, finding: &ReviewFinding, document: &Document) -> Notice {
    let end = document.position(finding.place.end);
    let basis: Vec<String> = finding.basis.iter().map(ToString::to_string).collect();
    let help: Vec<String> = finding.suggestion.iter().cloned().chain((!basis.is_empty()).then(|| basis.join("、"))).collect();
    Notice {
        code: finding.code.clone(),
        severity: finding.severity,
        message: format!("{}：{}", finding.place.path, finding.message),
        help: (!help.is_empty()).then(|| help.join("\n")),
        location: Location {
            file: review.document.name.clone(),
            line: finding.place.line,
            column: finding.place.column,
            end_line: end.line,
            end_column: end.column,
        },
        excerpt: finding.place.quote.clone(),
        related: Vec::new(),
        witness: None,
        suggestions: Vec::new(),
        page: None,
    }
}

/// What the list of an archive advises: a document in which nothing was found stays, once nothing is open.
fn advised(review: &Review, context: &Context) -> String {
    match review.advice {
        Some(advice) => advice.word().to_owned(),
        None if !review.findings.is_empty() => String::new(),
        None if review.open.is_empty() => Advice::Keep.word().to_owned(),
        None => context.say("待查明", "open"),
    }
}

fn row(review: &Review, context: &Context) -> [String; 6] {
    let count = |severity| review.findings.iter().filter(|f| f.severity == severity).count().to_string();
    [
        review.document.name.clone(),
        count(Severity::Error),
        count(Severity::Warning),
        count(Severity::Hint),
        review.open.len().to_string(),
        advised(review, context),
    ]
}

fn head(context: &Context) -> [String; 6] {
    [
        context.say("文件", "document"),
        context.say("错误", "errors"),
        context.say("警告", "warnings"),
        context.say("提示", "hints"),
        context.say("待查明", "open"),
        context.say("处理", "advice"),
    ]
}

/// The documents of an archive as a table of Markdown.
fn markdown_table(rows: &[[String; 6]], context: &Context) -> String {
    let line = |row: &[String; 6]| format!("| {} |\n", row.iter().map(|c| c.replace('|', "\\|")).collect::<Vec<_>>().join(" | "));
    let mut out = line(&head(context));
    out.push_str("| --- | ---: | ---: | ---: | ---: | --- |\n");
    out.extend(rows.iter().map(line));
    out
}

/// The documents of an archive, a line each, set out by blanks, and how many there are.
fn table(rows: &[[String; 6]], context: &Context) -> String {
    let wide = |text: &str| text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>();
    let head = head(context);
    let all = || std::iter::once(&head).chain(rows);
    let widths: Vec<usize> = (0..6).map(|c| all().filter_map(|r| r.get(c)).map(|t| wide(t)).max().unwrap_or(0)).collect();
    let mut out = String::new();
    for row in all() {
        let cells = row.iter().zip(&widths).enumerate().map(|(at, (text, width))| {
            let pad = " ".repeat(width - wide(text));
            if (1..5).contains(&at) { format!("{pad}{text}") } else { format!("{text}{pad}") }
        });
        out.push_str(cells.collect::<Vec<_>>().join("  ").trim_end());
        out.push('\n');
    }
    let found = rows.iter().filter(|r| r.get(1..4).is_some_and(|c| c.iter().any(|n| n != "0"))).count();
    out.push_str(
        &context.say(format!("共 {} 份文件，{found} 份有问题\n", rows.len()), format!("{} documents, {found} with findings\n", rows.len())),
    );
    out
}
