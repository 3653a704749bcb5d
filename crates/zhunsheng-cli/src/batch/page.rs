//! The audit as a page of Markdown tables, for a file that a reviewer reads.

use std::fmt::Write as _;

use zhunsheng::model::Verdict;

use super::audit::{Audit, Fine, GROUPS, Grade, LISTED, Verdicts};
use crate::output::Context;

/// The page.
pub(crate) fn page(audit: &Audit, context: &Context) -> String {
    let say = |zh: &str, en: &str| context.say(zh, en);
    let mut page = format!("# {}\n\n", say("处罚裁量评查", "Audit of imposed penalties"));
    let Verdicts { fitting, too_light, too_heavy, wrong_kind, open } = audit.verdicts;
    table(&mut page, &["", &say("条", "rows")]);
    let unequal = audit.unequal();
    for (zh, en, count) in [
        ("写有实际处罚", "with a penalty", audit.rows),
        ("适当", "fitting", fitting),
        ("畸轻", "too light", too_light),
        ("畸重", "too heavy", too_heavy),
        ("种类不符", "of a wrong kind", wrong_kind),
        ("未定（裁量结果尚未确定）", "open (the result is not settled)", open),
        ("没有互相比较（超过上限）", "not compared (beyond the limit)", audit.uncompared),
    ] {
        row(&mut page, &[&say(zh, en), &count.to_string()]);
    }
    if audit.uncompared > 0 {
        let _ = write!(page, "\n{}\n", context.say(format!("上限：{GROUPS} 组。"), format!("The limit: {GROUPS} groups.")));
    }
    if !audit.deviations.is_empty() {
        heading(&mut page, &say("偏离裁量结果的", "Deviations"), audit.deviating(), context);
        let titles = [
            ("条", "row"),
            ("案号", "case"),
            ("评价", "verdict"),
            ("基准", "benchmark"),
            ("阶次", "tier"),
            ("实际处罚", "imposed"),
            ("理由", "reasons"),
        ];
        table(&mut page, &titles.map(|(zh, en)| say(zh, en)));
        for found in &audit.deviations {
            let (benchmark, tier) = found.grade.as_ref().map(|grade| (grade.benchmark.as_str(), grade.tier.as_str())).unwrap_or_default();
            row(
                &mut page,
                &[
                    &found.row.to_string(),
                    found.case.as_deref().unwrap_or_default(),
                    &word(found.verdict, context),
                    benchmark,
                    tier,
                    &found.penalty,
                    &found.reasons.join("；"),
                ],
            );
        }
    }
    if !unequal.is_empty() {
        heading(&mut page, &say("同案不同罚", "Like cases treated unlike"), unequal.len() as u64, context);
        let titles = [
            ("基准", "benchmark"),
            ("阶次", "tier"),
            ("情节", "circumstances"),
            ("处罚（条数，首见于第几条）", "penalties (rows, first row)"),
        ];
        table(&mut page, &titles.map(|(zh, en)| say(zh, en)));
        for group in unequal.into_iter().take(LISTED) {
            let mut penalties: Vec<String> =
                group.penalties.iter().map(|imposed| format!("{} ({}, {})", imposed.penalty, imposed.rows, imposed.first)).collect();
            if group.further > 0 {
                penalties.push(format!("… ({})", group.further));
            }
            let Grade { benchmark, tier, circumstances } = group.grade.as_ref();
            row(&mut page, &[benchmark, tier, circumstances, &penalties.join("；")]);
        }
    }
    if !audit.spreads.is_empty() {
        heading(&mut page, &say("各档的罚款", "Fines by tier"), audit.spreads.len() as u64, context);
        let titles = [
            ("基准", "benchmark"),
            ("阶次", "tier"),
            ("情节", "circumstances"),
            ("适当", "fitting"),
            ("畸轻", "too light"),
            ("畸重", "too heavy"),
            ("种类不符", "wrong kind"),
            ("最低罚款（第几条）", "lowest fine (row)"),
            ("最高罚款（第几条）", "highest fine (row)"),
        ];
        table(&mut page, &titles.map(|(zh, en)| say(zh, en)));
        let fine = |fine: Option<Fine>| fine.map(|(fine, row)| format!("{fine} ({row})")).unwrap_or_default();
        for (grade, spread) in &audit.spreads {
            let Verdicts { fitting, too_light, too_heavy, wrong_kind, .. } = spread.verdicts;
            let counts = [fitting, too_light, too_heavy, wrong_kind].map(|count| count.to_string());
            let [fitting, light, heavy, wrong] = counts.each_ref().map(String::as_str);
            let (lowest, highest) = (fine(spread.lowest), fine(spread.highest));
            row(&mut page, &[&grade.benchmark, &grade.tier, &grade.circumstances, fitting, light, heavy, wrong, &lowest, &highest]);
        }
    }
    page
}

/// A verdict in the reviewer's words.
fn word(verdict: Verdict, context: &Context) -> String {
    match verdict {
        Verdict::Fitting => context.say("适当", "fitting"),
        Verdict::TooLight => context.say("畸轻", "too light"),
        Verdict::TooHeavy => context.say("畸重", "too heavy"),
        Verdict::WrongKind => context.say("种类不符", "wrong kind"),
    }
}

fn heading(page: &mut String, title: &str, count: u64, context: &Context) {
    let listed = if count > LISTED as u64 {
        context.say(format!("，列出前 {LISTED}"), format!(", the first {LISTED} listed"))
    } else {
        String::new()
    };
    let _ = write!(page, "\n## {title} ({count}{listed})\n\n");
}

fn table<T: AsRef<str>>(page: &mut String, titles: &[T]) {
    let titles: Vec<&str> = titles.iter().map(AsRef::as_ref).collect();
    row(page, &titles);
    let _ = writeln!(page, "|{}", " --- |".repeat(titles.len()));
}

fn row(page: &mut String, cells: &[&str]) {
    page.push('|');
    for cell in cells {
        let _ = write!(page, " {} |", cell.replace('|', "\\|").replace(['\n', '\r'], " "));
    }
    page.push('\n');
}
