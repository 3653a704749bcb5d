//! The statute registry of a run: the one built in, and the files that the command line names.

use std::fs;

use clap::ArgMatches;
use zhunsheng::law::date::parse_date;
use zhunsheng::law::{Date, Registry};

use crate::output::{Context, Trouble};

/// The registry that comes with the program.
const BUILT_IN: &str = include_str!("../../../rules/法规库/法规库.txt");

/// The registry that comes with the program, read.
pub(crate) fn built_in() -> Result<Registry, Trouble> {
    Registry::read(BUILT_IN).map_err(|error| Trouble(error.to_string()))
}

/// The registry of a command line.
pub(crate) fn of(matches: &ArgMatches, context: &Context) -> Result<Registry, Trouble> {
    let mut registry = built_in()?;
    for path in matches.get_many::<String>("registry").into_iter().flatten() {
        for act in read(path, context)?.acts() {
            registry.add(act.clone());
        }
    }
    Ok(registry)
}

/// Reads a registry file.
pub(crate) fn read(path: &str, context: &Context) -> Result<Registry, Trouble> {
    let text = fs::read_to_string(path).map_err(|error| context.unreadable(&path, &error))?;
    Registry::read(&text).map_err(|error| Trouble(format!("{path}：{error}")))
}

/// The day that `--on` names.
pub(crate) fn on(matches: &ArgMatches, context: &Context) -> Result<Option<Date>, Trouble> {
    let Some(text) = matches.get_one::<String>("on") else { return Ok(None) };
    match parse_date(text) {
        Some(date) => Ok(Some(date)),
        None => {
            Err(context
                .trouble(format!("「{text}」不是日期，应如 2026-01-01"), format!("`{text}` is no date; it should look like 2026-01-01")))
        }
    }
}
