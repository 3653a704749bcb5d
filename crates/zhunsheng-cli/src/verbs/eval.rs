//! `eval`: cases decided by rules.

use clap::ArgMatches;
use serde_json::{Value as Json, json};
use zhunsheng::diagnostic::{Language, Severity};
use zhunsheng::engine::{Engine, EvaluationError};
use zhunsheng::input::{Binder, InputProblem, Missing, ReadError};
use zhunsheng::report::{self, Report};

use crate::batch::imposed::Imposed;
use crate::cases::{self, Case};
use crate::formats::InputFormat;
use crate::output::{Context, Exit, Format, Trouble, complain, print};
use crate::render::{Notice, github, sarif};
use crate::{parallel, rules};

/// Why a case has no report.
pub(super) enum Failure {
    Read(ReadError),
    Bind(Vec<InputProblem>),
    Evaluate(EvaluationError),
}

pub(super) fn run(matches: &ArgMatches, context: &Context) -> Result<Exit, Trouble> {
    let known = [Format::Text, Format::Json, Format::Markdown, Format::Sarif, Format::Github];
    let format = context.format_among("eval", &known)?;
    let asked = matches.get_one::<String>("input-format").and_then(|name| InputFormat::named(name));
    let missing = if matches.get_flag("strict") { Missing::Problem } else { Missing::Unknown };
    let path = matches.get_one::<String>("rules").map(String::as_str).unwrap_or_default();
    let engine = rules::engine(&[path], context)?;
    let mut cases: Vec<Case> = Vec::new();
    for path in matches.get_many::<String>("cases").into_iter().flatten() {
        cases.extend(cases::read(path, asked, context)?);
    }
    let (binder, imposed) = (Binder::new(engine.model()), Imposed::new(engine.model()));
    let results = parallel::map(context.jobs, &cases, |case| decide(&engine, &binder, &imposed, case, missing));
    let mut exit = Exit::Clean;
    let mut notices = Vec::new();
    let mut blocks: Vec<String> = Vec::new();
    for (case, result) in cases.iter().zip(&results) {
        match result {
            Ok(report) => {
                if report.findings.iter().any(|finding| finding.severity == Severity::Error) {
                    exit = exit.max(Exit::Finding);
                }
                match format {
                    Format::Json => blocks.push(serde_json::to_string(report).map_err(|error| Trouble(error.to_string()))? + "\n"),
                    Format::Markdown => blocks.push(report::markdown(report, context.language)),
                    Format::Text | Format::Junit | Format::Html | Format::Docx => blocks.push(report::text(report, context.language)),
                    Format::Sarif | Format::Github => {
                        let name = report.case.as_deref().unwrap_or(&case.origin);
                        notices.extend(report.findings.iter().map(|finding| Notice::of_finding(finding, name)));
                    }
                }
            }
            Err(failure) => {
                exit = Exit::Trouble;
                match format {
                    Format::Json => blocks.push(format!("{}\n", failure.json(case, &engine, context.language))),
                    Format::Text | Format::Markdown | Format::Sarif | Format::Github | Format::Junit | Format::Html | Format::Docx => {
                        complain(&failure.text(case, &engine, context.language));
                    }
                }
            }
        }
    }
    print(&match format {
        Format::Json => blocks.concat(),
        Format::Sarif => format!("{:#}\n", sarif::render(&notices)),
        Format::Github => github::render(&notices),
        Format::Text | Format::Junit | Format::Html | Format::Docx => blocks.join("\n"),
        Format::Markdown => blocks.join("\n---\n\n"),
    })?;
    Ok(exit)
}

/// What a case comes to; a penalty that was imposed is compared as one that is proposed.
fn decide(engine: &Engine, binder: &Binder, imposed: &Imposed, case: &Case, missing: Missing) -> Result<Report, Failure> {
    let value = case.value.clone().and_then(|value| imposed.put_right(value)).map_err(Failure::Read)?;
    let bound = binder.bind(engine.model(), &value, missing).map_err(Failure::Bind)?;
    engine.evaluate(&bound).map_err(Failure::Evaluate)
}

impl Failure {
    /// A line a problem, each with where it stands.
    pub(super) fn text(&self, case: &Case, engine: &Engine, language: Language) -> String {
        let origin = &case.origin;
        let colon = match language {
            Language::Chinese => "：",
            Language::English => ": ",
        };
        match self {
            Failure::Read(error) => {
                // A case of a file of lines has its line in its name already.
                let place = error.place().map(|place| format!(":{}:{}", place.line, place.column)).unwrap_or_default();
                let file = origin.strip_suffix(&line_of(error)).unwrap_or(origin);
                format!("{file}{place}{colon}{} {}", error.code(), error.message(language))
            }
            Failure::Bind(problems) => {
                let lines: Vec<String> = problems.iter().map(|problem| format!("{origin}{colon}{}", problem.render(language))).collect();
                lines.join("\n")
            }
            Failure::Evaluate(error) => format!("{origin}{colon}{}", told(error, engine)),
        }
    }

    pub(super) fn json(&self, case: &Case, engine: &Engine, language: Language) -> Json {
        let problems: Vec<Json> = match self {
            Failure::Read(error) => vec![json!({
                "code": error.code(),
                "message": error.message(language),
                "line": error.place().map(|place| place.line),
                "column": error.place().map(|place| place.column),
            })],
            Failure::Bind(problems) => problems
                .iter()
                .map(|problem| {
                    json!({
                        "code": problem.code(),
                        "pointer": problem.pointer(),
                        "message": problem.message(language),
                        "expected": problem.expected().map(|expected| expected.text(language)),
                        "help": problem.help(language),
                        "suggestions": problem.suggestions(),
                    })
                })
                .collect(),
            Failure::Evaluate(error) => vec![json!({ "message": told(error, engine) })],
        };
        json!({ "schema": "zhunsheng-problems/1", "origin": case.origin, "problems": problems })
    }
}

fn line_of(error: &ReadError) -> String {
    error.place().map(|place| format!(":{}", place.line)).unwrap_or_default()
}

/// An evaluation's error with the place of the rule.
pub(crate) fn told(error: &EvaluationError, engine: &Engine) -> String {
    let span = match error {
        EvaluationError::OutOfRange(span) | EvaluationError::DivisionByZero(span) | EvaluationError::BeyondCalendar(span) => span,
        _ => return error.to_string(),
    };
    let place = crate::render::Location::of(*span, &engine.model().sources);
    format!("{error}〔{}:{}〕", place.file, place.line)
}
