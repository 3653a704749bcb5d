//! `review`: documents reviewed by checks; one, the folder of a submission, or a whole archive with a table at the end.

use std::path::Path;

use clap::ArgMatches;
use serde_json::Value as Json;
use zhunsheng::diagnostic::Severity;
use zhunsheng::document::Document;
use zhunsheng::input::Binder;
use zhunsheng::law::date::parse_date;
use zhunsheng::law::{Date, Registry};
use zhunsheng::report::{Review, ReviewFinding, review_markdown, review_text};
use zhunsheng::review::{Material, Reviewer, Submission};

use crate::output::{Context, Exit, Format, Trouble, complain, print};
use crate::render::{Location, Notice, github, sarif};
use crate::submissions::{self, Draft};
use crate::{parallel, registry, rules};

/// How many documents are reviewed before their reviews are written.
const AT_ONCE: usize = 64;

/// What every document of a run is reviewed with.
struct Run<'m> {
    reviewer: Reviewer,
    binder: Binder,
    registry: Registry,
    date: Option<Date>,
    set: Option<&'m str>,
    metadata: Option<&'m Path>,
    materials: Option<Vec<Material>>,
}

/// A document that was reviewed.
struct Reviewed {
    review: Review,
    document: Document,
}

pub(super) fn run(matches: &ArgMatches, context: &Context) -> Result<Exit, Trouble> {
    let format = context.format_among("review", &[Format::Text, Format::Json, Format::Sarif, Format::Github, Format::Markdown])?;
    let archive = matches.get_flag("archive");
    let one = |name: &str| matches.get_one::<String>(name).map(String::as_str);
    let model = rules::model(&[one("rules").unwrap_or_default()], context)?;
    let reviewer = Reviewer::new(model.clone());
    let set = one("set");
    if let Some(name) = set.filter(|name| !reviewer.knows(name)) {
        let names = reviewer.names();
        return Err(context.trouble(
            format!("规则里没有「{name}」，有：{}", names.join("、")),
            format!("the rules have no set of checks `{name}`; there are: {}", names.join(", ")),
        ));
    }
    if model.checks.is_empty() {
        return Err(context.trouble("规则里没有检查", "the rules have no checks"));
    }
    let run = Run {
        binder: Binder::new(&model),
        registry: registry::of(matches, context)?,
        date: date(one("date"), context)?,
        set,
        metadata: one("meta").map(Path::new),
        materials: one("materials").map(|folder| submissions::materials(Path::new(folder), context)).transpose()?,
        reviewer,
    };
    let mut drafts: Vec<Draft> = Vec::new();
    for path in super::paths(matches) {
        drafts.extend(submissions::drafts(path, archive, context)?);
    }
    let mut exit = Exit::Clean;
    let mut notices = Vec::new();
    let mut rows: Vec<[String; 6]> = Vec::new();
    let mut first = true;
    for (at, some) in drafts.chunks(AT_ONCE).enumerate() {
        let results = parallel::map(context.jobs, some, |draft| review(&run, draft, context));
        for result in results {
            let reviewed = match result {
                Ok(reviewed) => reviewed,
                Err(Trouble(message)) => {
                    complain(&message);
                    exit = Exit::Trouble;
                    continue;
                }
            };
            let Reviewed { review, document } = &reviewed;
            if review.findings.iter().any(|f| f.severity == Severity::Error) {
                exit = exit.max(Exit::Finding);
            }
            let between = if first { "" } else { "\n" };
            match format {
                Format::Json => print(&format!("{}\n", serde_json::to_string(review).map_err(|error| Trouble(error.to_string()))?))?,
                Format::Sarif | Format::Github => notices.extend(review.findings.iter().map(|f| notice(review, f, document))),
                Format::Text | Format::Markdown | Format::Junit if archive => rows.push(row(review)),
                Format::Markdown => print(&format!("{between}{}", review_markdown(review, context.language)))?,
                Format::Text | Format::Junit => {
                    print(&format!("{between}{}", review_text(review, document.text(), context.language, context.color())))?;
                }
            }
            first = false;
        }
        let done = (at * AT_ONCE + some.len()).min(drafts.len());
        if archive {
            complain(&context.say(format!("已审查 {done}/{}", drafts.len()), format!("reviewed {done}/{}", drafts.len())));
        }
    }
    match format {
        Format::Sarif => print(&format!("{:#}\n", sarif::render(&notices) as Json))?,
        Format::Github => print(&github::render(&notices))?,
        Format::Text | Format::Markdown | Format::Junit if archive => print(&table(&rows, format, context))?,
        Format::Text | Format::Markdown | Format::Junit | Format::Json => {}
    }
    Ok(exit)
}

fn date(text: Option<&str>, context: &Context) -> Result<Option<Date>, Trouble> {
    let Some(text) = text else { return Ok(None) };
    let trouble =
        || context.trouble(format!("「{text}」不是日期，应如 2026-01-01"), format!("`{text}` is no date; it should look like 2026-01-01"));
    parse_date(text).map(Some).ok_or_else(trouble)
}

fn review(run: &Run<'_>, draft: &Draft, context: &Context) -> Result<Reviewed, Trouble> {
    let document = submissions::read(&draft.path, context)?;
    let facts = match run.metadata.or(draft.metadata.as_deref()) {
        Some(path) => Some(submissions::metadata(path, run.reviewer.model(), &run.binder, context)?),
        None => None,
    };
    let own = match (&run.materials, &draft.materials) {
        (None, Some(folder)) => Some(submissions::materials(folder, context)?),
        _ => None,
    };
    let submission = Submission {
        document: &document,
        materials: own.as_deref().or(run.materials.as_deref()),
        facts: facts.as_ref(),
        registry: Some(&run.registry),
        date: run.date,
    };
    let mut review = match run.set {
        Some(name) => run.reviewer.review_by(&submission, name),
        None => run.reviewer.review(&submission),
    };
    review.document.name = draft.path.display().to_string();
    Ok(Reviewed { review, document })
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

fn row(review: &Review) -> [String; 6] {
    let count = |severity| review.findings.iter().filter(|f| f.severity == severity).count().to_string();
    [
        review.document.name.clone(),
        count(Severity::Error),
        count(Severity::Warning),
        count(Severity::Hint),
        review.open.len().to_string(),
        review.advice.map_or("", |a| a.word()).to_owned(),
    ]
}

/// The documents of an archive, a line each: as a table of Markdown, or set out by tabs' worth of blanks.
fn table(rows: &[[String; 6]], format: Format, context: &Context) -> String {
    let head = [
        context.say("文件", "document"),
        context.say("错误", "errors"),
        context.say("警告", "warnings"),
        context.say("提示", "hints"),
        context.say("待查明", "open"),
        context.say("处理", "advice"),
    ];
    let wide = |text: &str| text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>();
    let mut all = vec![head];
    all.extend(rows.iter().cloned());
    let mut out = String::new();
    if format == Format::Markdown {
        for (at, row) in all.iter().enumerate() {
            out.push_str(&format!("| {} |\n", row.iter().map(|c| c.replace('|', "\\|")).collect::<Vec<_>>().join(" | ")));
            if at == 0 {
                out.push_str("| --- | ---: | ---: | ---: | ---: | --- |\n");
            }
        }
        return out;
    }
    let widths: Vec<usize> = (0..6).map(|c| all.iter().filter_map(|r| r.get(c)).map(|t| wide(t)).max().unwrap_or(0)).collect();
    for row in &all {
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
