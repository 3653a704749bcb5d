//! `statutes`: builds the registry from law texts, shows an act, checks citations.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use clap::ArgMatches;
use serde_json::json;
use zhunsheng::document::statute::{act_of, renumbered, repealed};
use zhunsheng::document::{Document, DocumentLimits};
use zhunsheng::law::date::parse_date;
use zhunsheng::law::registry::{Act, ActLevel, ActVersion, Flaw, Repeal};
use zhunsheng::law::{Citation, Date, Ordinal, Registry, Title};

use crate::output::{Context, Exit, Format, Trouble, complain, print};
use crate::registry;

pub(super) fn run(matches: &ArgMatches, context: &Context) -> Result<Exit, Trouble> {
    match matches.subcommand() {
        Some(("build", inner)) => build(inner, context),
        Some(("show", inner)) => show(inner, context),
        Some((_, inner)) => check(inner, context),
        None => Ok(Exit::Trouble),
    }
}

fn show(matches: &ArgMatches, context: &Context) -> Result<Exit, Trouble> {
    context.format_among("statutes show", &[Format::Text])?;
    let registry = registry::of(matches, context)?;
    let wanted = matches.get_one::<String>("title").map(|title| title.trim()).unwrap_or_default();
    let wanted = wanted.strip_prefix('《').and_then(|title| title.strip_suffix('》')).unwrap_or(wanted);
    match registry.act(wanted) {
        Some(act) => {
            let mut one = Registry::default();
            one.add(act.clone());
            print(&one.write())?;
            Ok(Exit::Clean)
        }
        None => {
            let near: Vec<String> = registry.near(wanted).into_iter().map(ToString::to_string).collect();
            let (zh, en) = if near.is_empty() {
                (String::new(), String::new())
            } else {
                (format!("；是不是{}？", near.join("、")), format!("; did you mean {}?", near.join(", ")))
            };
            complain(&context.say(format!("法规库中没有《{wanted}》{zh}"), format!("the registry has no 《{wanted}》{en}")));
            Ok(Exit::Finding)
        }
    }
}

fn check(matches: &ArgMatches, context: &Context) -> Result<Exit, Trouble> {
    let format = context.format_among("statutes check", &[Format::Text, Format::Json])?;
    let registry = registry::of(matches, context)?;
    let on = registry::on(matches, context)?;
    let mut exit = Exit::Clean;
    for text in matches.get_many::<String>("citations").into_iter().flatten() {
        let citation = Citation::parse(text.trim())
            .map_err(|error| context.trouble(format!("「{text}」：{error}"), format!("`{text}`: {}", error.english())))?;
        let answer = registry.check(&citation, on);
        // Another number in a later version is worth knowing, and no fault of the citation.
        if answer.flaws.iter().any(|flaw| !matches!(flaw, Flaw::Renumbered { .. })) {
            exit = Exit::Finding;
        }
        let flaws: Vec<String> = answer.flaws.iter().map(|one| flaw(one, context)).collect();
        if format == Format::Json {
            let title = answer.act.map(|act| act.title.to_string());
            print(&format!("{}\n", json!({ "citation": citation, "title": title, "full_title": answer.full_title, "flaws": flaws })))?;
            continue;
        }
        let verdict = match answer.act {
            Some(act) if flaws.is_empty() && !answer.full_title => {
                context.say(format!("有效；全称 {}", act.title), format!("good; in full {}", act.title))
            }
            Some(_) if flaws.is_empty() => context.say("有效", "good"),
            _ => flaws.join(&context.say("；", "; ")),
        };
        print(&format!("{citation}  {verdict}\n"))?;
    }
    Ok(exit)
}

fn article(number: Ordinal) -> String {
    let path = zhunsheng::law::ArticlePath { article: Some(number), ..zhunsheng::law::ArticlePath::default() };
    path.to_string()
}

/// What is wrong with a citation, in the language of the run.
pub(super) fn flaw(flaw: &Flaw, context: &Context) -> String {
    match flaw {
        Flaw::UnknownAct { near } if near.is_empty() => context.say("法规库中没有这个名称", "no act of this title is known"),
        Flaw::UnknownAct { near } => {
            let near = near.iter().map(ToString::to_string).collect::<Vec<_>>().join("、");
            context.say(format!("法规库中没有这个名称，是不是{near}？"), format!("no act of this title is known; did you mean {near}?"))
        }
        Flaw::Repealed { from: Some(from) } => context.say(format!("已于{from}废止"), format!("repealed on {from}")),
        Flaw::Repealed { from: None } => context.say("已废止", "repealed"),
        Flaw::NotYetInForce { from } => context.say(format!("{from}起才施行"), format!("not in force before {from}")),
        Flaw::NoVersionThen => context.say("法规库中没有当时的版本", "the version of that day is not known"),
        Flaw::NoSuchArticle { article: number, last } => context.say(
            format!("没有{}，最后一条是{}", article(*number), article(Ordinal::new(*last))),
            format!("there is no {}; the last is {last}", article(*number)),
        ),
        Flaw::Renumbered { article: number, now, since } => {
            let since = since.map(|date| date.to_string()).unwrap_or_default();
            context.say(
                format!("{}在{since}的版本中已是{}", article(*number), article(*now)),
                format!("{} is {} since {since}", article(*number), article(*now)),
            )
        }
        _ => context.say("有误", "wrong"),
    }
}

/// The date at the end of a file's name: `行政处罚法(2021-01-22).md`.
fn date_in_name(path: &Path) -> Option<Date> {
    let stem = path.file_stem()?.to_str()?;
    let inner = stem.strip_suffix([')', '）'])?;
    parse_date(inner.rsplit(['(', '（']).next()?)
}

fn law_files(folder: &str, context: &Context) -> Result<Vec<PathBuf>, Trouble> {
    let mut found = Vec::new();
    let mut folders = vec![PathBuf::from(folder)];
    while let Some(folder) = folders.pop() {
        let shown = folder.display().to_string();
        let entries = fs::read_dir(&folder).map_err(|error| context.unreadable(&shown, &error))?;
        for entry in entries {
            let path = entry.map_err(|error| context.unreadable(&shown, &error))?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().and_then(|e| e.to_str()).is_some_and(|e| ["md", "txt", "html", "htm", "docx"].contains(&e)) {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

fn build(matches: &ArgMatches, context: &Context) -> Result<Exit, Trouble> {
    context.format_among("statutes build", &[Format::Text])?;
    let folder = matches.get_one::<String>("folder").map(String::as_str).unwrap_or_default();
    let output = matches.get_one::<String>("output").map(String::as_str);
    let mut registry = match output.filter(|path| Path::new(path).exists()) {
        Some(path) => registry::read(path, context)?,
        None => Registry::default(),
    };
    let mut exit = Exit::Clean;
    let mut versions: HashMap<String, Vec<(Option<Date>, Document)>> = HashMap::new();
    let mut repeals = Vec::new();
    let files = law_files(folder, context)?;
    if files.is_empty() {
        let endings = "txt、md、html、docx";
        return Err(context.trouble(
            format!("{folder} 中没有法规文本（{endings}）"),
            format!("{folder} holds no law texts ({})", endings.replace('、', ", ")),
        ));
    }
    for path in files {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let bytes = fs::read(&path).map_err(|error| context.unreadable(&path.display(), &error))?;
        // A registry kept in the same folder is no law.
        if std::str::from_utf8(&bytes).is_ok_and(|text| Registry::read(text).is_ok_and(|registry| !registry.is_empty())) {
            continue;
        }
        match Document::read(&bytes, &name, &DocumentLimits::default()) {
            Ok(document) => {
                let published = date_in_name(&path);
                let Some(act) = act_of(&document, published) else {
                    complain(
                        &context.say(format!("{}：没有标题，未收入", path.display()), format!("{}: no title, left out", path.display())),
                    );
                    continue;
                };
                let date = act.versions.first().and_then(|version| version.published);
                if let Some(other) = contradicted(&registry, &act) {
                    complain(&context.say(
                        format!("{}：{}的施行日期与另一文本的 {other} 不同，请核对", path.display(), act.title),
                        format!("{}: another text of {} has {other} as its day of entry into force", path.display(), act.title),
                    ));
                    exit = exit.max(Exit::Finding);
                }
                repeals.extend(repealed(&document));
                versions.entry(act.title.short().to_owned()).or_default().push((date, document));
                registry.add(act);
            }
            Err(error) => {
                complain(&context.say(format!("{}：{error}", path.display()), format!("{}: {}", path.display(), error.english())));
                exit = Exit::Trouble;
            }
        }
    }
    for (title, texts) in &mut versions {
        texts.sort_by_key(|(date, _)| *date);
        note_renumbered(&mut registry, title, texts);
    }
    if let Some(table) = matches.get_one::<String>("table") {
        let text = fs::read_to_string(table).map_err(|error| context.unreadable(&table, &error))?;
        add_table(&mut registry, &text);
    }
    repeals.into_iter().for_each(|(title, date)| note_repealed(&mut registry, title, date));
    registry.tidy();
    registry.sort();
    let written =
        format!("# 法规库：名称、级别、各版本的公布和施行日期、条数；由 zhunsheng statutes build 生成，可以手工修改\n{}", registry.write());
    match output {
        Some(path) => fs::write(path, written).map_err(|error| context.unwritable(&path, &error))?,
        None => print(&written)?,
    }
    complain(&context.say(format!("共 {} 部", registry.acts().len()), format!("{} acts", registry.acts().len())));
    Ok(exit)
}

/// Another day of entry into force that is known of the version that a text is of.
fn contradicted(registry: &Registry, act: &Act) -> Option<Date> {
    let version = act.versions.first()?;
    let known = registry.act(act.title.full())?.versions.iter().find(|known| known.published == version.published)?;
    known.effective.filter(|date| version.effective.is_some_and(|own| own != *date) && version.published.is_some())
}

/// Notes an act that another one repeals, unless a version of it is known that came later: a title may be used again.
fn note_repealed(registry: &mut Registry, title: Title, date: Date) {
    let known = registry.act(title.full());
    if known
        .is_some_and(|act| act.repeal != Repeal::No || act.versions.iter().any(|version| version.from().is_none_or(|from| from >= date)))
    {
        return;
    }
    let title = known.map_or(title, |act| act.title.clone());
    registry.add(Act { title, level: None, versions: Vec::new(), repeal: Repeal::From(date) });
}

/// Notes which articles a later text has under another number than the one before it.
fn note_renumbered(registry: &mut Registry, title: &str, texts: &[(Option<Date>, Document)]) {
    for pair in texts.windows(2) {
        let [(before, old), (date, new)] = pair else { continue };
        if before == date {
            continue;
        }
        let Ok(full) = Title::new(new.title().unwrap_or(title)).ok_or(()) else { continue };
        let version = ActVersion { published: *date, renumbered: renumbered(old, new), ..ActVersion::default() };
        registry.add(Act { title: full, level: None, versions: vec![version], repeal: Repeal::No });
    }
}

/// Adds what a table says: a row an act's version, columns by their names in the first line.
fn add_table(registry: &mut Registry, text: &str) {
    let mut lines = text.lines();
    let head: Vec<&str> = lines.next().unwrap_or_default().split('\t').collect();
    let column = |name: &str| head.iter().position(|found| *found == name);
    let columns = ["name", "level", "published", "in_force_from", "expired"].map(column);
    // Of an act in several rows the last one tells whether it was repealed: the others are versions that went before.
    let mut last: HashMap<String, (Option<Date>, bool)> = HashMap::new();
    let mut rows = Vec::new();
    for line in lines {
        let cells: Vec<&str> = line.split('\t').collect();
        let [name, level, published, effective, expired] = columns.map(|at| at.and_then(|at| cells.get(at)).map_or("", |cell| cell.trim()));
        // Cases and essays are no acts.
        let (Some(title), Some(level)) = (Title::new(name), ActLevel::of(level)) else { continue };
        let version = ActVersion { published: parse_date(published), effective: parse_date(effective), ..ActVersion::default() };
        let standing = last.entry(title.short().to_owned()).or_default();
        if version.published >= standing.0 {
            *standing = (version.published, expired == "1");
        }
        rows.push((title, level, version));
    }
    for (title, level, version) in rows {
        let repealed = last.get(title.short()).is_some_and(|(_, repealed)| *repealed);
        let repeal = if repealed { Repeal::Yes } else { Repeal::No };
        let versions = if version.published.is_some() { vec![version] } else { Vec::new() };
        registry.add(Act { title, level: Some(level), versions, repeal });
    }
}
