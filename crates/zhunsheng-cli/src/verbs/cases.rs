//! `cases`: the cases that rule files lack, ready to paste, for the reviewer to confirm.

use clap::ArgMatches;
use serde_json::json;
use zhunsheng::model::{BenchmarkId, Model};
use zhunsheng::prove::{ProposedCase, propose};

use crate::output::{Context, Exit, Format, Trouble, print};
use crate::{parallel, rules};

pub(super) fn run(matches: &ArgMatches, context: &Context) -> Result<Exit, Trouble> {
    let format = context.format_among("cases", &[Format::Text, Format::Json])?;
    let engine = rules::engine(&super::paths(matches), context)?;
    let model = engine.model();
    let ids = chosen(model, matches.get_one::<String>("benchmark").map(String::as_str), context)?;
    let proposed: Vec<ProposedCase> = parallel::map(context.jobs, &ids, |id| propose(model, *id)).into_iter().flatten().collect();
    print(&match format {
        Format::Json => {
            let cases: Vec<_> = proposed
                .iter()
                .map(|c| json!({ "name": c.name, "benchmark": c.benchmark, "given": c.given, "expected": c.expected, "text": c.text() }))
                .collect();
            format!("{}\n", json!({ "schema": "zhunsheng-cases/1", "cases": cases }))
        }
        _ => text(&proposed, context),
    })?;
    Ok(Exit::Clean)
}

fn text(proposed: &[ProposedCase], context: &Context) -> String {
    if proposed.is_empty() {
        return context.say("# 没有缺少的用例\n".to_owned(), "# no case is missing\n".to_owned());
    }
    let head = context.say(
        format!("# 建议补充 {} 个用例;结果是裁量程序给出的,请逐个核对后再写入规则文件。\n", proposed.len()),
        format!("# {} cases to add; the outcomes are the evaluator’s: confirm each before it goes into the rule file.\n", proposed.len()),
    );
    head + &proposed.iter().map(ProposedCase::text).collect::<Vec<_>>().join("\n")
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
