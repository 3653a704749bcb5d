//! `cases`: the cases that rule files lack, ready to paste, for the reviewer to confirm.

use clap::ArgMatches;
use serde_json::json;
use zhunsheng::diagnostic::Sources;
use zhunsheng::model::{BenchmarkId, Model, ScoringId};
use zhunsheng::prove::{CASE_LIMIT, CaseRule, Proposed, ProposedCase, propose, propose_circumstances, propose_procedures, propose_scoring};
use zhunsheng::syntax::{Limits, Style, format};

use crate::output::{Context, Exit, Format, Trouble, print};
use crate::{parallel, rules};

pub(super) fn run(matches: &ArgMatches, context: &Context) -> Result<Exit, Trouble> {
    let format = context.format_among("cases", &[Format::Text, Format::Json])?;
    let engine = rules::engine(&super::paths(matches), context)?;
    let model = engine.model();
    let name = matches.get_one::<String>("benchmark").map(String::as_str);
    let standard = matches.get_one::<String>("standard").map(String::as_str);
    // Either name asks for nothing of the other kind.
    let benchmarks = if standard.is_some() && name.is_none() { Vec::new() } else { chosen(model, name, context)? };
    let standards = if name.is_some() && standard.is_none() { Vec::new() } else { standards(model, standard, context)? };
    let mut proposed: Vec<Proposed> = parallel::map(context.jobs, &benchmarks, |id| propose(model, *id));
    proposed.extend(parallel::map(context.jobs, &standards, |id| propose_scoring(model, *id)));
    if name.is_none() && standard.is_none() {
        proposed.push(Proposed { cases: propose_circumstances(model), ..Proposed::default() });
        proposed.push(Proposed { cases: propose_procedures(model), ..Proposed::default() });
    }
    let unnoticed: usize = proposed.iter().map(|p| p.unnoticed).sum();
    let cut = proposed.iter().any(|p| p.cut);
    let proposed: Vec<ProposedCase> = proposed.into_iter().flat_map(|p| p.cases).collect();
    print(&match format {
        Format::Json => {
            let cases: Vec<_> = proposed.iter().map(as_json).collect();
            format!("{}\n", json!({ "schema": "zhunsheng-cases/1", "cases": cases, "unnoticed": unnoticed, "cut": cut }))
        }
        _ => text(&proposed, unnoticed, cut, context),
    })?;
    Ok(Exit::Clean)
}

fn as_json(case: &ProposedCase) -> serde_json::Value {
    let (name, given, expected) = (&case.name, &case.given, case.expected.join(" 或者 "));
    match &case.rule {
        CaseRule::Benchmark(benchmark) => {
            let circumstance = &case.circumstance;
            json!({
                "name": name, "benchmark": benchmark, "given": given, "expected": expected, "circumstance": circumstance,
                "text": formatted(case)
            })
        }
        CaseRule::Scoring(standard, total) => json!({
            "name": name, "standard": standard, "given": given, "total": total.to_string(), "expected": expected, "text": formatted(case)
        }),
        CaseRule::Procedure(procedure, fine) => json!({
            "name": name, "procedure": procedure, "given": given, "proposed_fine": fine.map(|fine| fine.to_decimal()), "expected": expected,
            "text": formatted(case)
        }),
    }
}

/// A case in the layout of `fmt`.
fn formatted(case: &ProposedCase) -> String {
    let text = case.text();
    let mut sources = Sources::new();
    format(sources.add("用例.zs", text.as_str()), &text, &Limits::default(), Style::default()).text
}

fn text(proposed: &[ProposedCase], unnoticed: usize, cut: bool, context: &Context) -> String {
    if proposed.is_empty() && unnoticed == 0 {
        return context.say("# 没有缺少的用例\n".to_owned(), "# no case is missing\n".to_owned());
    }
    let mut left = String::new();
    if cut {
        left.push_str(&context.say(
            format!("# 每个基准或者评分标准最多提出 {CASE_LIMIT} 个,这里已到上限:补充以后再运行一次。\n"),
            format!(
                "# of each benchmark or standard at most {CASE_LIMIT} are proposed, which is met here: add them, then run this again.\n"
            ),
        ));
    }
    if unnoticed > 0 {
        left.push_str(&context.say(
            format!("# 加上这些用例,仍有 {unnoticed} 处改动没有用例能发现,见 zhunsheng test --mutate。\n"),
            format!("# with these cases {unnoticed} changes still go unnoticed, see zhunsheng test --mutate.\n"),
        ));
    }
    let head = context.say(
        format!("# 建议补充 {} 个用例;结果是裁量程序给出的,请逐个核对后再写入规则文件。\n", proposed.len()),
        format!("# {} cases to add; the outcomes are the evaluator’s: confirm each before it goes into the rule file.\n", proposed.len()),
    );
    head + &left + &proposed.iter().map(formatted).collect::<Vec<_>>().join("\n")
}

/// The scoring standard of a name, or all.
fn standards(model: &Model, name: Option<&str>, context: &Context) -> Result<Vec<ScoringId>, Trouble> {
    let ids: Vec<ScoringId> = model.scoring_ids().filter(|id| name.is_none_or(|name| model[*id].name == name)).collect();
    match name {
        Some(name) if ids.is_empty() => {
            Err(context.trouble(format!("没有叫「{name}」的评分标准"), format!("there is no scoring standard called `{name}`")))
        }
        _ => Ok(ids),
    }
}

/// The benchmark of a name, or all.
pub(super) fn chosen(model: &Model, name: Option<&str>, context: &Context) -> Result<Vec<BenchmarkId>, Trouble> {
    let ids: Vec<BenchmarkId> = model.benchmark_ids().filter(|id| name.is_none_or(|name| model[*id].name == name)).collect();
    match name {
        Some(name) if ids.is_empty() => {
            Err(context.trouble(format!("没有叫「{name}」的基准"), format!("there is no benchmark called `{name}`")))
        }
        _ => Ok(ids),
    }
}
