//! `bundle`: rules that have no error in one file, which stands wherever a path of rules may.

use std::fs;

use clap::ArgMatches;

use crate::output::{Context, Exit, Format, Trouble, print};
use crate::rules;

pub(super) fn run(matches: &ArgMatches, context: &Context) -> Result<Exit, Trouble> {
    context.format_among("bundle", &[Format::Text])?;
    let rules = rules::rule_set(&super::paths(matches), context)?;
    let mut bytes = Vec::new();
    rules.bundle(&mut bytes)?;
    let path = matches.get_one::<String>("output").map(String::as_str).unwrap_or_default();
    fs::write(path, &bytes).map_err(|error| context.unwritable(&path, &error))?;
    let (files, size) = (rules.sources().iter().count(), bytes.len());
    print(&context.say(format!("{path}：{files} 个文件，{size} 字节\n"), format!("{path}: {files} files, {size} bytes\n")))?;
    Ok(Exit::Clean)
}
