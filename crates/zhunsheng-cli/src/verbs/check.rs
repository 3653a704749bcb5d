//! `check`: every mistake of rule files.

use clap::ArgMatches;
use zhunsheng::diagnostic::{Severity, render_all};

use crate::output::{Context, Exit, Format, Ink, Trouble, print};
use crate::render::{Notice, count, github, json, sarif};
use crate::{registry, rules};

pub(super) fn run(matches: &ArgMatches, context: &Context) -> Result<Exit, Trouble> {
    let format = context.format_among("check", &[Format::Text, Format::Json, Format::Sarif, Format::Github])?;
    let asked = matches.get_flag("citations") || matches.contains_id("registry");
    let registry = if asked { Some(registry::of(matches, context)?) } else { None };
    let checked = rules::load_with(&super::paths(matches), registry.as_ref(), context)?.proved_on(rules::limits(context).threads);
    let (sources, language) = (&checked.sources, context.language);
    let notices: Vec<Notice> = checked.diagnostics.iter().map(|d| Notice::of(d, sources, language)).collect();
    print(&match format {
        Format::Json => format!("{}\n", json::check(&notices)),
        Format::Sarif => format!("{:#}\n", sarif::render(&notices)),
        Format::Github => github::render(&notices),
        Format::Text | Format::Junit | Format::Markdown | Format::Html | Format::Docx => {
            let text = render_all(&checked.diagnostics, sources, language, context.color());
            text + &summary(&notices, sources.iter().count(), context)
        }
    })?;
    Ok(if count(&notices, Severity::Error) > 0 { Exit::Finding } else { Exit::Clean })
}

fn summary(notices: &[Notice], files: usize, context: &Context) -> String {
    let [errors, warnings, hints] = [Severity::Error, Severity::Warning, Severity::Hint].map(|s| count(notices, s));
    let line = context.say(
        format!("{files} 个文件：错误 {errors}，警告 {warnings}，提示 {hints}"),
        format!("{files} files: {errors} errors, {warnings} warnings, {hints} hints"),
    );
    let color = match (errors, warnings) {
        (0, 0) => Ink::Green,
        (0, _) => Ink::Yellow,
        _ => Ink::Red,
    };
    format!("{}\n", context.paint(color, line))
}
