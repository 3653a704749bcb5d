//! The file of a registry: reading with places in errors, writing; it knows nothing of rule files.
//!
//! An act is a line `《title》 level`, then a line a version, set in from the margin: `2021-01-22 公布, 2021-07-15 施行, 86条`, where
//! parts may be missing, and `增120之1、120之2` names inserted articles, `缺18` numbers that no article has, `改号 42→44` articles that
//! have another number than in the version before, `首版` that no version went before. A line `废止` or `2020-01-01 废止` ends an act that was repealed. `#` begins a comment.

use super::{Act, ActLevel, ActVersion, Articles, Registry, Repeal};
use crate::law::date::{parse_date, take_date};
use crate::law::{Date, Ordinal, Title};

/// The most bytes of a registry file: 16 MiB.
const LONGEST: usize = 16 << 20;

/// A registry file that could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("法规库第 {line} 行：{what}")]
pub struct RegistryError {
    /// The line, from 1.
    pub line: usize,
    /// What was found and what was expected.
    pub what: String,
}

fn fail<T>(line: usize, what: impl Into<String>) -> Result<T, RegistryError> {
    Err(RegistryError { line, what: what.into() })
}

pub(super) fn read(text: &str) -> Result<Registry, RegistryError> {
    if text.len() > LONGEST {
        return fail(1, format!("文件超过 {LONGEST} 字节"));
    }
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let mut registry = Registry::default();
    let mut open: Option<Act> = None;
    for (index, raw) in text.lines().enumerate() {
        let number = index + 1;
        let line = raw.split(['#', '＃']).next().unwrap_or_default();
        let trimmed = line.trim();
        if trimmed.is_empty() {
            continue;
        }
        if trimmed.starts_with('《') {
            close(&mut registry, open.take(), number)?;
            open = Some(head(trimmed, number)?);
            continue;
        }
        let Some(act) = open.as_mut() else {
            return fail(number, format!("应以《名称》开头，而这里是 `{trimmed}`"));
        };
        if let Some(before) = trimmed.strip_suffix("废止") {
            let before = before.trim();
            act.repeal = match parse_date(before) {
                Some(date) => Repeal::From(date),
                None if before.is_empty() => Repeal::Yes,
                None => return fail(number, format!("`{before}` 不是日期，应如 `2020-01-01 废止`")),
            };
            continue;
        }
        act.versions.push(version(trimmed, number)?);
    }
    close(&mut registry, open, text.lines().count())?;
    Ok(registry)
}

fn close(registry: &mut Registry, act: Option<Act>, line: usize) -> Result<(), RegistryError> {
    let Some(act) = act else { return Ok(()) };
    if registry.act(act.title.full()).is_some() {
        return fail(line, format!("{} 在前面已有", act.title));
    }
    registry.add(act);
    Ok(())
}

fn head(text: &str, line: usize) -> Result<Act, RegistryError> {
    let end = text.rfind('》').map_or(0, |at| at + '》'.len_utf8());
    let (title, level) = (text.get(..end).unwrap_or_default(), text.get(end..).unwrap_or_default().trim());
    let Some(title) = Title::parse(title) else { return fail(line, format!("`{text}` 的书名号不成对或者没有名称")) };
    let level = match level {
        "" => None,
        word => match ActLevel::of(word) {
            Some(level) => Some(level),
            None => {
                let words: Vec<&str> = ActLevel::ALL.iter().map(|level| level.word()).collect();
                return fail(line, format!("没有 `{word}` 这个效力级别，应为 {} 之一", words.join("、")));
            }
        },
    };
    Ok(Act { title, level, versions: Vec::new(), repeal: Repeal::No })
}

fn version(text: &str, line: usize) -> Result<ActVersion, RegistryError> {
    let mut version = ActVersion::default();
    let mut articles: Option<Articles> = None;
    for part in text.split([',', '，']).map(str::trim).filter(|part| !part.is_empty()) {
        if let Some((date, bytes)) = take_date(part) {
            match part.get(bytes..).unwrap_or_default().trim() {
                "公布" => version.published = Some(date),
                "施行" => version.effective = Some(date),
                word => return fail(line, format!("日期之后是 `{word}`，应为 `公布` 或者 `施行`")),
            }
        } else if part == "首版" {
            version.first = true;
        } else if let Some(list) = part.strip_prefix('增') {
            let list = numbers(list, line)?;
            articles.get_or_insert_default().inserted = list;
        } else if let Some(list) = part.strip_prefix('缺') {
            articles.get_or_insert_default().missing = numbers(list, line)?.into_iter().map(|number| number.number).collect();
        } else if let Some(list) = part.strip_prefix("改号") {
            version.renumbered = pairs(list, line)?;
        } else if let Some(last) = part.strip_suffix('条').and_then(|last| last.trim().parse().ok()) {
            articles.get_or_insert_default().last = last;
        } else {
            return fail(
                line,
                format!("读不懂 `{part}`：应如 `2021-01-22 公布`、`2021-07-15 施行`、`首版`、`86条`、`增120之1`、`缺18`、`改号 42→44`"),
            );
        }
    }
    version.articles = articles;
    Ok(version)
}

fn ordinal(text: &str, line: usize) -> Result<Ordinal, RegistryError> {
    let (number, insert) = text.trim().split_once('之').map_or((text.trim(), "0"), |(number, insert)| (number, insert));
    match (number.parse(), insert.parse()) {
        (Ok(number), Ok(insert)) => Ok(Ordinal { number, insert }),
        _ => fail(line, format!("`{text}` 不是条的序号，应如 `120` 或者 `120之1`")),
    }
}

fn numbers(list: &str, line: usize) -> Result<Vec<Ordinal>, RegistryError> {
    list.split(['、', ' ']).filter(|one| !one.trim().is_empty()).map(|one| ordinal(one, line)).collect()
}

fn pairs(list: &str, line: usize) -> Result<Vec<(Ordinal, Ordinal)>, RegistryError> {
    list.split(['、', ' '])
        .filter(|one| !one.trim().is_empty())
        .map(|one| match one.split_once('→') {
            Some((old, new)) => Ok((ordinal(old, line)?, ordinal(new, line)?)),
            None => fail(line, format!("`{one}` 应如 `42→44`")),
        })
        .collect()
}

fn number(ordinal: Ordinal) -> String {
    if ordinal.insert == 0 { ordinal.number.to_string() } else { format!("{}之{}", ordinal.number, ordinal.insert) }
}

fn join<T>(items: &[T], text: impl Fn(&T) -> String) -> String {
    items.iter().map(text).collect::<Vec<_>>().join("、")
}

fn iso(date: Date) -> String {
    format!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day())
}

pub(super) fn write(registry: &Registry) -> String {
    let mut out = String::new();
    for act in registry.acts() {
        out.push_str(&act.title.to_string());
        if let Some(level) = act.level {
            out.push(' ');
            out.push_str(level.word());
        }
        out.push('\n');
        for version in &act.versions {
            out.push_str("    ");
            out.push_str(&write_version(version));
            out.push('\n');
        }
        match act.repeal {
            Repeal::No => {}
            Repeal::Yes => out.push_str("    废止\n"),
            Repeal::From(date) => out.push_str(&format!("    {} 废止\n", iso(date))),
        }
    }
    out
}

fn write_version(version: &ActVersion) -> String {
    let mut parts = Vec::new();
    parts.extend(version.published.map(|date| format!("{} 公布", iso(date))));
    parts.extend(version.effective.map(|date| format!("{} 施行", iso(date))));
    if version.first {
        parts.push("首版".to_owned());
    }
    if let Some(articles) = &version.articles {
        parts.push(format!("{}条", articles.last));
        if !articles.inserted.is_empty() {
            parts.push(format!("增{}", join(&articles.inserted, |one| number(*one))));
        }
        if !articles.missing.is_empty() {
            parts.push(format!("缺{}", join(&articles.missing, u32::to_string)));
        }
    }
    if !version.renumbered.is_empty() {
        parts.push(format!("改号 {}", join(&version.renumbered, |(old, new)| format!("{}→{}", number(*old), number(*new)))));
    }
    if parts.is_empty() { "0条".to_owned() } else { parts.join(", ") }
}
