//! `score`: cases scored by the scoring standards of rules.

use clap::ArgMatches;
use zhunsheng::engine::Engine;
use zhunsheng::input::{Binder, Missing};
use zhunsheng::law::date::parse_date;
use zhunsheng::model::ScoringId;
use zhunsheng::report::{self, ScoreReport};

use super::eval::Failure;
use crate::cases::{self, Case};
use crate::formats::InputFormat;
use crate::output::{Context, Exit, Format, Trouble, complain, print};
use crate::{parallel, rules};

pub(super) fn run(matches: &ArgMatches, context: &Context) -> Result<Exit, Trouble> {
    let format = context.format_among("score", &[Format::Text, Format::Json, Format::Markdown])?;
    let asked = matches.get_one::<String>("input-format").and_then(|name| InputFormat::named(name));
    let path = matches.get_one::<String>("rules").map(String::as_str).unwrap_or_default();
    let engine = rules::engine(&[path], context)?;
    let standards = standards(matches, path, &engine, context)?;
    let mut cases: Vec<Case> = Vec::new();
    for path in matches.get_many::<String>("cases").into_iter().flatten() {
        cases.extend(cases::read(path, asked, context)?);
    }
    let binder = Binder::new(engine.model());
    let results = parallel::map(context.jobs, &cases, |case| score(&engine, &binder, case, &standards));
    let mut exit = Exit::Clean;
    let mut blocks: Vec<String> = Vec::new();
    for (case, result) in cases.iter().zip(&results) {
        match (result, format) {
            (Ok(report), Format::Json) => blocks.push(serde_json::to_string(report).map_err(|error| Trouble(error.to_string()))? + "\n"),
            (Ok(report), Format::Markdown) => blocks.push(report::score_markdown(report, context.language)),
            (Ok(report), _) => blocks.push(report::score_text(report, context.language)),
            (Err(failure), Format::Json) => {
                exit = Exit::Trouble;
                blocks.push(format!("{}\n", failure.json(case, &engine, context.language)));
            }
            (Err(failure), _) => {
                exit = Exit::Trouble;
                complain(&failure.text(case, &engine, context.language));
            }
        }
    }
    print(&match format {
        Format::Json => blocks.concat(),
        Format::Markdown => blocks.join("\n---\n\n"),
        _ => blocks.join("\n"),
    })?;
    Ok(exit)
}

/// The standards that are asked: of `--standard`, in force `--on` a day, or the last version of each.
fn standards(matches: &ArgMatches, path: &str, engine: &Engine, context: &Context) -> Result<Vec<ScoringId>, Trouble> {
    let name = matches.get_one::<String>("standard").map(String::as_str);
    let day = match matches.get_one::<String>("on") {
        None => None,
        Some(text) => match parse_date(text) {
            Some(day) => Some(day),
            None => return Err(context.trouble(format!("「{text}」不是日期"), format!("`{text}` is no date"))),
        },
    };
    let mut standards = engine.scorings(name, day);
    if day.is_none() {
        let model = engine.model();
        let later = |one: &ScoringId, other: &ScoringId| {
            model[*one].name == model[*other].name && model[model[*other].set].effective > model[model[*one].set].effective
        };
        let all = standards.clone();
        standards.retain(|one| !all.iter().any(|other| later(one, other)));
    }
    if standards.is_empty() {
        let (when_zh, when) = day.map(|day| (format!(" {day} 施行的"), format!(" in force on {day}"))).unwrap_or_default();
        let (name_zh, named) = name.map(|name| (format!("名为「{name}」的"), format!(" named `{name}`"))).unwrap_or_default();
        return Err(
            context.trouble(format!("{path} 里没有{when_zh}{name_zh}评分标准"), format!("{path} has no scoring standard{named}{when}"))
        );
    }
    Ok(standards)
}

fn score(engine: &Engine, binder: &Binder, case: &Case, standards: &[ScoringId]) -> Result<ScoreReport, Failure> {
    let value = case.value.as_ref().map_err(|error| Failure::Read(error.clone()))?;
    let bound = binder.bind(engine.model(), value, Missing::Unknown).map_err(Failure::Bind)?;
    engine.score_report(&bound, standards).map_err(Failure::Evaluate)
}
