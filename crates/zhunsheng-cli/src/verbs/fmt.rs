//! `fmt`: the one layout of rule files.

use std::fs;
use std::path::{Path, PathBuf};

use clap::ArgMatches;
use zhunsheng::diagnostic::{Color, Severity, Sources, render_all};
use zhunsheng::syntax::{Keywords, Limits, Style, format};
use zhunsheng::{BundleLoader, LoadError};

use crate::output::{Context, Exit, Format, Trouble, complain, print};
use crate::rules;

pub(super) fn run(matches: &ArgMatches, context: &Context) -> Result<Exit, Trouble> {
    context.format_among("fmt", &[Format::Text])?;
    let keywords = match matches.get_one::<String>("keywords").map(String::as_str) {
        Some("zh") => Keywords::Chinese,
        Some("en") => Keywords::English,
        _ => Keywords::Keep,
    };
    let style = Style { keywords };
    let check = matches.get_flag("check");
    let mut files = Vec::new();
    for path in super::paths(matches) {
        let before = files.len();
        collect(Path::new(path), &mut files, context)?;
        if files.len() == before {
            return Err(rules::told(&LoadError::NoRules { name: path.to_owned() }, context));
        }
    }
    let mut exit = Exit::Clean;
    let mut told = String::new();
    for file in &files {
        let name = file.display().to_string();
        let bytes = fs::read(file).map_err(|error| context.unreadable(&name, &error))?;
        if BundleLoader::recognizes(&bytes) {
            return Err(context.trouble(
                format!("「{name}」是规则包，不能排版：请排版做成它的规则文件，再重做规则包"),
                format!("`{name}` is a bundle, which is not formatted: format the rule files it was made of and make it again"),
            ));
        }
        let text =
            String::from_utf8(bytes).map_err(|_| context.trouble(format!("{name} 不是 UTF-8 文本"), format!("{name} is no UTF-8 text")))?;
        let mut sources = Sources::new();
        let id = sources.add(name.clone(), text.strip_prefix('\u{feff}').unwrap_or(&text));
        let plain = text.strip_prefix('\u{feff}').unwrap_or(&text);
        let formatted = format(id, plain, &Limits::default(), style);
        let errors: Vec<_> = formatted.diagnostics.into_iter().filter(|diagnostic| diagnostic.severity() == Severity::Error).collect();
        if !errors.is_empty() {
            // A file with mistakes is formatted all the same; what could not be read stays as it was.
            complain(render_all(&errors, &sources, context.language, Color::Never).trim_end());
            exit = exit.max(Exit::Finding);
        }
        if formatted.text == text {
            continue;
        }
        if check {
            exit = exit.max(Exit::Finding);
            told.push_str(&context.say(format!("需要整理：{name}\n"), format!("would be formatted: {name}\n")));
        } else {
            fs::write(file, formatted.text.as_bytes()).map_err(|error| context.unwritable(&name, &error))?;
            told.push_str(&context.say(format!("已整理：{name}\n"), format!("formatted: {name}\n")));
        }
    }
    print(&told)?;
    Ok(exit)
}

/// The rule files of a path, in order of name.
fn collect(path: &Path, files: &mut Vec<PathBuf>, context: &Context) -> Result<(), Trouble> {
    let unreadable = |error| context.unreadable(&path.display(), &error);
    if !fs::metadata(path).map_err(unreadable)?.is_dir() {
        files.push(path.to_path_buf());
        return Ok(());
    }
    let mut entries = Vec::new();
    for entry in fs::read_dir(path).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        // A link may lead back up; folders are followed only as such.
        let kind = entry.file_type().map_err(unreadable)?;
        entries.push((entry.path(), kind));
    }
    entries.sort_by(|a, b| a.0.cmp(&b.0));
    for (path, kind) in entries {
        if kind.is_dir() {
            collect(&path, files, context)?;
        } else if path.extension().is_some_and(|ending| ending == "zs") {
            files.push(path);
        }
    }
    Ok(())
}
