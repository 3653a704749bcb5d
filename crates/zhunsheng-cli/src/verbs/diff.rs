//! `diff`: what a new version of rules changes, for which cases, lighter or heavier, with examples.

use std::fmt::Write as _;

use clap::ArgMatches;
use serde_json::json;
use zhunsheng::Revision;
use zhunsheng::diagnostic::{Color, Diagnostic, Severity, render_all};
use zhunsheng::prove::{BenchmarkDifference, BenchmarkStatus, Difference, Direction, Governs, RuleDifference, SetDifference, SetVersion};

use crate::output::{Context, Exit, Format, Ink, Trouble, complain, print};
use crate::rules;

pub(super) fn run(matches: &ArgMatches, context: &Context) -> Result<Exit, Trouble> {
    let format = context.format_among("diff", &[Format::Text, Format::Json, Format::Markdown])?;
    let path = |id: &str| matches.get_one::<String>(id).map(String::as_str).unwrap_or_default();
    let (old, old_roots) = rules::open(&[path("old")], context)?;
    let (new, new_roots) = rules::open(&[path("new")], context)?;
    let revision = Revision::with_loaders((old.as_ref(), old_roots), (new.as_ref(), new_roots), rules::limits(context))
        .map_err(|error| rules::told(&error, context))?;
    let Some(difference) = revision.difference() else {
        let checked = revision.checked();
        let errors: Vec<Diagnostic> = checked.diagnostics.iter().filter(|d| d.severity() == Severity::Error).cloned().collect();
        complain(render_all(&errors, &checked.sources, context.language, Color::Never).trim_end());
        return Err(context.trouble("规则有错误，不能比较", "the rules have errors and cannot be compared"));
    };
    print(&match format {
        Format::Json => format!("{}\n", json!({ "schema": "zhunsheng-diff/1", "differs": difference.differs(), "sets": difference.sets })),
        Format::Markdown => markdown(&difference, context),
        _ => text(&difference, context),
    })?;
    Ok(if difference.differs() { Exit::Finding } else { Exit::Clean })
}

fn version(version: Option<&SetVersion>, context: &Context) -> String {
    version.map_or_else(
        || context.say("无", "none"),
        |v| {
            context
                .say(format!("版本 {}({} 施行)", v.version, v.effective), format!("version {} (in force from {})", v.version, v.effective))
        },
    )
}

fn status(status: BenchmarkStatus, context: &Context) -> String {
    match status {
        BenchmarkStatus::Same => context.say("结果没有变化", "the same outcomes"),
        BenchmarkStatus::Changed => context.say("变了", "changed"),
        BenchmarkStatus::Added => context.say("新增", "added"),
        BenchmarkStatus::Removed => context.say("删去", "removed"),
        BenchmarkStatus::Undecided => context.say("未能判定", "undecided"),
    }
}

fn direction(direction: Direction, context: &Context) -> String {
    match direction {
        Direction::Lighter => context.say("变轻", "lighter"),
        Direction::Heavier => context.say("变重", "heavier"),
        Direction::Mixed => context.say("有轻有重", "lighter and heavier"),
        Direction::Incomparable => context.say("轻重未比较", "not compared"),
        Direction::Same => context.say("处罚不变", "the same penalty"),
    }
}

fn governs(governs: Governs, context: &Context) -> String {
    match governs {
        Governs::Old => context.say("旧版本", "the old version"),
        Governs::New => context.say("新版本(从轻)", "the new version (lighter)"),
        Governs::Compare => context.say("逐案比较", "case by case"),
    }
}

/// What of a set is to be told.
fn told(set: &SetDifference) -> (Vec<&BenchmarkDifference>, usize) {
    let told: Vec<_> = set.benchmarks.iter().filter(|b| b.differs()).collect();
    let same = set.benchmarks.len() - told.len();
    (told, same)
}

fn text(difference: &Difference, context: &Context) -> String {
    let mut out = String::new();
    // Writing to a String does not fail.
    for set in &difference.sets {
        let head = context.say(format!("规则集 {}", set.name), format!("rule set {}", set.name));
        let _ = writeln!(
            out,
            "{}:{} → {}",
            context.paint(Ink::Bold, head),
            version(set.old.as_ref(), context),
            version(set.new.as_ref(), context)
        );
        let (benchmarks, same) = told(set);
        for benchmark in &benchmarks {
            let head = context.say(format!("基准 {}", benchmark.name), format!("benchmark {}", benchmark.name));
            let _ = writeln!(out, "\n  {}:{}", context.paint(Ink::Bold, head), status(benchmark.status, context));
            for change in &benchmark.changes {
                let ink = match change.direction {
                    Direction::Lighter => Ink::Green,
                    Direction::Heavier => Ink::Red,
                    Direction::Mixed | Direction::Incomparable | Direction::Same => Ink::Yellow,
                };
                let _ = writeln!(out, "    {}  {}", context.paint(ink, direction(change.direction, context)), change.region);
                for (word, said) in [
                    (context.say("原", "old"), &change.old),
                    (context.say("现", "new"), &change.new),
                    (context.say("例", "for example"), &change.example),
                    (context.say("以前的行为适用", "earlier acts are under"), &governs(change.governs, context)),
                ] {
                    let _ = writeln!(out, "      {word}:{said}");
                }
            }
            if benchmark.more > 0 {
                let more = benchmark.more;
                let _ = writeln!(out, "    {}", context.say(format!("……还有 {more} 处"), format!("… and {more} more")));
            }
            for note in benchmark.notes.iter().chain(&benchmark.undecided) {
                let _ = writeln!(out, "    {note}");
            }
        }
        for rule in &set.rules {
            let _ = writeln!(out, "\n  {} {}:{}", rule.kind, rule.name, status(rule.status, context));
            for change in &rule.changes {
                let _ = writeln!(out, "    {}:{} → {}", change.region, change.old, change.new);
                let _ = writeln!(out, "      {}:{}", context.say("例", "for example"), change.example);
            }
            for note in &rule.notes {
                let _ = writeln!(out, "    {note}");
            }
        }
        if same > 0 {
            let proved =
                context.say(format!("{same} 个基准结果没有变化(已证明)"), format!("{same} benchmarks give the same outcomes (proved)"));
            let _ = writeln!(out, "  {proved}");
        }
        if let Some(sentence) = set.old_acts.as_ref().filter(|_| set.differs()) {
            let _ = writeln!(out, "  {sentence}");
        }
        out.push('\n');
    }
    if !difference.differs() {
        out.push_str(&context.say("两个版本对每个案件的结果都一样(已证明)\n", "both versions give every case the same outcome (proved)\n"));
    }
    out
}

/// A cell of a Markdown table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

/// 修订对照表
fn markdown(difference: &Difference, context: &Context) -> String {
    let mut out = context.say("# 修订对照表\n", "# Table of changes\n");
    for set in &difference.sets {
        let _ = writeln!(out, "\n## {}\n\n{} → {}\n", set.name, version(set.old.as_ref(), context), version(set.new.as_ref(), context));
        let (benchmarks, same) = told(set);
        if !benchmarks.is_empty() {
            out.push_str(&context.say(
                "| 基准 | 案件 | 修订前 | 修订后 | 轻重 | 例 | 施行前的行为适用 |\n| --- | --- | --- | --- | --- | --- | --- |\n",
                "| benchmark | cases | before | after | which way | example | earlier acts are under |\n| --- | --- | --- | --- | --- | --- | --- |\n",
            ));
        }
        for benchmark in &benchmarks {
            if benchmark.changes.is_empty() {
                let words: Vec<String> = [status(benchmark.status, context)]
                    .into_iter()
                    .chain(benchmark.notes.iter().chain(&benchmark.undecided).cloned())
                    .collect();
                let _ = writeln!(out, "| {} | {} | | | | | |", cell(&benchmark.name), cell(&words.join(";")));
            }
            for change in &benchmark.changes {
                let row = [
                    &benchmark.name,
                    &change.region,
                    &change.old,
                    &change.new,
                    &direction(change.direction, context),
                    &change.example,
                    &governs(change.governs, context),
                ];
                let _ = writeln!(out, "| {} |", row.map(|text| cell(text)).join(" | "));
            }
            if benchmark.more > 0 {
                let more = context.say(format!("……还有 {} 处", benchmark.more), format!("… and {} more", benchmark.more));
                let _ = writeln!(out, "| {} | {more} | | | | | |", cell(&benchmark.name));
            }
        }
        rules_table(&mut out, &set.rules, context);
        if same > 0 {
            let proved = context.say(
                format!("其余 {same} 个基准结果没有变化(已证明)。"),
                format!("{same} other benchmarks give the same outcomes (proved)."),
            );
            let _ = writeln!(out, "\n{proved}");
        }
        if let Some(sentence) = set.old_acts.as_ref().filter(|_| set.differs()) {
            let _ = writeln!(out, "\n{sentence}。");
        }
    }
    out
}

fn rules_table(out: &mut String, rules: &[RuleDifference], context: &Context) {
    if rules.is_empty() {
        return;
    }
    out.push_str(&context.say(
        "\n| 规则 | 案件 | 修订前 | 修订后 | 例 |\n| --- | --- | --- | --- | --- |\n",
        "\n| rule | cases | before | after | example |\n| --- | --- | --- | --- | --- |\n",
    ));
    for rule in rules {
        let name = format!("{} {}", rule.kind, rule.name);
        if rule.changes.is_empty() {
            let words: Vec<String> = [status(rule.status, context)].into_iter().chain(rule.notes.iter().cloned()).collect();
            let _ = writeln!(out, "| {} | {} | | | |", cell(&name), cell(&words.join(";")));
        }
        for change in &rule.changes {
            let row = [&name, &change.region, &change.old, &change.new, &change.example];
            let _ = writeln!(out, "| {} |", row.map(|text| cell(text)).join(" | "));
        }
    }
}
