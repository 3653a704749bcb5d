//! `check`: every mistake of rule files.

use std::collections::HashSet;

use clap::ArgMatches;
use zhunsheng::diagnostic::{Severity, render_all};

use crate::output::{Color, Context, Exit, Format, Trouble, print};
use crate::render::{Notice, count, github, json, sarif};
use crate::rules;

pub(super) fn run(matches: &ArgMatches, context: &Context) -> Result<Exit, Trouble> {
    let format = context.format_among("check", &[Format::Text, Format::Json, Format::Sarif, Format::Github])?;
    let mut notices: Vec<Notice> = Vec::new();
    let mut text = String::new();
    let mut files = HashSet::new();
    for path in super::paths(matches) {
        let mut rules = rules::load(path, context)?;
        files.extend(rules.sources.iter().map(|(_, source)| source.name().to_owned()));
        // Two paths may lead to the same file; what is wrong in it is told once.
        rules.diagnostics.retain(|diagnostic| {
            let notice = Notice::of(diagnostic, &rules.sources, context.language);
            let new = !notices.contains(&notice);
            if new {
                notices.push(notice);
            }
            new
        });
        text.push_str(&render_all(&rules.diagnostics, &rules.sources, context.language));
    }
    print(&match format {
        Format::Json => format!("{}\n", json::check(&notices)),
        Format::Sarif => format!("{:#}\n", sarif::render(&notices)),
        Format::Github => github::render(&notices),
        Format::Text | Format::Junit | Format::Markdown => text + &summary(&notices, files.len(), context),
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
        (0, 0) => Color::Green,
        (0, _) => Color::Yellow,
        _ => Color::Red,
    };
    format!("{}\n", context.paint(color, line))
}
