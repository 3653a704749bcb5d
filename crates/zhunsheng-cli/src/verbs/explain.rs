//! `explain`: the manual page of a code, or a rule by its name.

use clap::ArgMatches;
use zhunsheng::diagnostic::{Code, Span};
use zhunsheng::engine::FindingCode;
use zhunsheng::input;
use zhunsheng::law::Citation;
use zhunsheng::model::Model;

use crate::output::{Context, Exit, Format, Trouble, print};
use crate::render::Location;
use crate::rules;

pub(super) fn run(matches: &ArgMatches, context: &Context) -> Result<Exit, Trouble> {
    context.format_among("explain", &[Format::Text, Format::Markdown])?;
    let name = matches.get_one::<String>("name").map(|name| name.trim()).unwrap_or_default();
    if let Some(path) = matches.get_one::<String>("rules") {
        let engine = rules::engine(&[path], context)?;
        let pages = rule(engine.model(), name, context);
        if !pages.is_empty() {
            print(&pages.join("\n"))?;
            return Ok(Exit::Clean);
        }
    }
    let found = || FindingCode::parse(name).and_then(FindingCode::page);
    let page = Code::parse(name).and_then(Code::page).or_else(|| input::page(name)).or_else(found);
    match page {
        Some(page) => {
            print(&format!("{}\n", page.trim_end()))?;
            Ok(Exit::Clean)
        }
        None => Err(context.trouble(
            format!("没有「{name}」这个诊断代码；规则的名称要用 --rules 指明规则"),
            format!("there is no code `{name}`; the name of a rule needs --rules"),
        )),
    }
}

/// What the rules say under a name: where, on which basis, in which words.
fn rule(model: &Model, name: &str, context: &Context) -> Vec<String> {
    let mut pages = Vec::new();
    let mut add = |zh: &str, en: &str, basis: &[Citation], span: Span| {
        let place = Location::of(span, &model.sources);
        let what = context.say(zh, en);
        let mut page = format!("{what} {name}  {}:{}\n", place.file, place.line);
        if !basis.is_empty() {
            let basis: Vec<String> = basis.iter().map(ToString::to_string).collect();
            page.push_str(&format!("{}{}\n", context.say("依据：", "basis: "), basis.join("、")));
        }
        page.push_str(&format!("\n{}\n", model.sources.slice(span)));
        pages.push(page);
    };
    model.benchmarks.iter().filter(|b| b.name == name).for_each(|b| add("基准", "benchmark", &b.basis, b.span));
    model.circumstances.iter().filter(|c| c.name == name).for_each(|c| add("情节", "circumstance", &c.basis, c.span));
    model.procedures.iter().filter(|p| p.name == name).for_each(|p| add("程序", "procedure", &p.basis, p.span));
    model.reviews.iter().filter(|r| r.name == name).for_each(|r| add("审查", "set of checks", &[], r.span));
    model.checks.iter().filter(|c| c.code == name || c.title == name).for_each(|c| add("检查", "check", &c.basis, c.span));
    model.range_rules.iter().filter(|r| r.name == name).for_each(|r| add("幅度规则", "range rule", &r.basis, r.span));
    model.definitions.iter().filter(|d| d.name == name).for_each(|d| add("定义", "definition", &[], d.span));
    model.records.iter().filter(|r| r.name == name).for_each(|r| add("要素", "facts", &[], r.span));
    model.facts.iter().filter(|f| f.key.to_string() == name).for_each(|f| add("要素", "fact", &[], f.field.span));
    model.kinds.iter().filter(|k| k.name == name).filter_map(|k| k.span).for_each(|span| add("种类", "kind", &[], span));
    pages
}
