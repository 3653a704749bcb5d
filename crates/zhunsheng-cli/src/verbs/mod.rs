//! The verbs, one a file, and the way from the command line to them.

mod batch;
mod bundle;
mod cases;
mod check;
mod completions;
mod diff;
mod eval;
mod explain;
mod fmt;
mod outline;
mod picture;
mod review;
mod schema;
mod score;
mod statutes;
mod test;

pub(crate) use eval::told;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::ArgMatches;
use clap::error::ErrorKind;
use zhunsheng::diagnostic::Language;

use crate::arguments;
use crate::output::{Context, Exit, Format, Trouble, complain, print, wants_color};
use crate::usage;

/// Runs a command line.
pub(crate) fn run(arguments: Vec<OsString>) -> ExitCode {
    let language = asked_language(&arguments);
    let matches = match arguments::command(language).try_get_matches_from(arguments) {
        Ok(matches) => matches,
        Err(error) if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) => {
            return end(print(&usage::help(&error.render().to_string(), language)).map(|()| Exit::Clean), language);
        }
        Err(error) => return end(Err(Trouble(usage::message(&error, language))), language),
    };
    let Some((verb, inner)) = matches.subcommand() else {
        return end(Ok(Exit::Trouble), language);
    };
    let context = context(inner, language);
    let ended = match verb {
        "check" => check::run(inner, &context),
        "diff" => diff::run(inner, &context),
        "cases" => cases::run(inner, &context),
        "picture" => picture::run(inner, &context),
        "test" => test::run(inner, &context),
        "eval" => eval::run(inner, &context),
        "score" => score::run(inner, &context),
        "batch" => batch::run(inner, &context),
        "bundle" => bundle::run(inner, &context),
        "fmt" => fmt::run(inner, &context),
        "review" => review::run(inner, &context),
        "outline" => outline::run(inner, &context),
        "statutes" => statutes::run(inner, &context),
        "explain" => explain::run(inner, &context),
        "schema" => schema::run(inner, &context),
        _ => completions::run(inner, &context),
    };
    end(ended, language)
}

/// The language, known before the arguments are read, since they may be wrong and must be told of in it.
fn asked_language(arguments: &[OsString]) -> Language {
    let texts: Vec<&str> = arguments.iter().filter_map(|argument| argument.to_str()).collect();
    let pair = texts.windows(2).any(|pair| pair == ["--lang", "en"]);
    if pair || texts.contains(&"--lang=en") { Language::English } else { Language::Chinese }
}

fn context(matches: &ArgMatches, language: Language) -> Context {
    let named = matches.get_one::<String>("format").map(String::as_str).unwrap_or_default();
    let format = Format::ALL.iter().find(|(name, _)| *name == named).map_or(Format::Text, |(_, format)| *format);
    let color = matches.get_one::<String>("color").map(String::as_str).unwrap_or_default();
    let processors = || std::thread::available_parallelism().map_or(1, usize::from);
    Context {
        language,
        format,
        color: wants_color(color),
        jobs: matches.get_one::<u16>("jobs").map_or_else(processors, |jobs| usize::from(*jobs)),
    }
}

fn end(ended: Result<Exit, Trouble>, language: Language) -> ExitCode {
    match ended {
        Ok(exit) => exit.into(),
        Err(Trouble(message)) => {
            complain(&match language {
                Language::Chinese => format!("错误：{message}"),
                Language::English => format!("error: {message}"),
            });
            Exit::Trouble.into()
        }
    }
}

/// The paths of a verb.
fn paths(matches: &ArgMatches) -> Vec<&str> {
    matches.get_many::<String>("paths").into_iter().flatten().map(String::as_str).collect()
}
