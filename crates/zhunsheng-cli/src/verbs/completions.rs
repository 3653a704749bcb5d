//! `completions`: the script that a shell sources.

use clap::ArgMatches;
use clap_complete::{Shell, generate};

use crate::arguments;
use crate::output::{Context, Exit, Format, Trouble, print_bytes};

pub(super) fn run(matches: &ArgMatches, context: &Context) -> Result<Exit, Trouble> {
    context.format_among("completions", &[Format::Text])?;
    let shell = match matches.get_one::<String>("shell").map(String::as_str) {
        Some("zsh") => Shell::Zsh,
        Some("fish") => Shell::Fish,
        Some("powershell") => Shell::PowerShell,
        Some("elvish") => Shell::Elvish,
        _ => Shell::Bash,
    };
    let mut script = Vec::new();
    generate(shell, &mut arguments::command(context.language), "zhunsheng", &mut script);
    print_bytes(&script)?;
    Ok(Exit::Clean)
}
