//! What all rows came to: rows, bad rows, decisions by benchmark and tier, findings by code. Its size is that of the rules.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use super::audit::{Audit, Fine, GROUPS, LISTED, Verdicts};
use super::line::{Line, key};
use crate::output::Context;

/// Counts over the rows, in their order.
#[derive(Debug, Default)]
pub(crate) struct Summary {
    pub(crate) rows: u64,
    pub(crate) bad: u64,
    /// Rows that fall under no benchmark.
    pub(crate) under_none: u64,
    /// By benchmark, outcome and tier; the tiers of an open outcome are not told apart.
    decisions: BTreeMap<(String, &'static str, String), u64>,
    findings: BTreeMap<String, u64>,
    unknown: BTreeMap<String, u64>,
    /// Whether a row has a finding of level 错误.
    pub(crate) grave: bool,
    pub(crate) audit: Audit,
}

impl Summary {
    /// Takes a row into account.
    pub(crate) fn add(&mut self, line: &Line) {
        self.rows += 1;
        if !line.errors.is_empty() {
            self.bad += 1;
            return;
        }
        self.grave |= line.grave;
        self.under_none += u64::from(line.decisions.is_empty());
        for decided in &line.decisions {
            let mut count = |tier: &str| {
                *self.decisions.entry((decided.benchmark.clone(), decided.outcome, tier.to_owned())).or_default() += 1;
            };
            match decided.outcome {
                "settled" => decided.tiers.iter().for_each(|tier| count(tier)),
                _ => count(""),
            }
        }
        for code in &line.findings {
            *self.findings.entry(code.clone()).or_default() += 1;
        }
        for fact in &line.unknown {
            *self.unknown.entry(fact.clone()).or_default() += 1;
        }
        self.audit.add(line);
    }

    /// The whole as data.
    pub(crate) fn json(&self) -> Json {
        let counted = |name: &str, counts: &BTreeMap<String, u64>| {
            counts.iter().map(|(key, rows)| json!({ name: key, "rows": rows })).collect::<Vec<_>>()
        };
        let decisions: Vec<Json> = self
            .decisions
            .iter()
            .map(|((benchmark, outcome, tier), rows)| json!({ "benchmark": benchmark, "outcome": outcome, "tier": tier, "rows": rows }))
            .collect();
        json!({
            "schema": "zhunsheng-batch/1",
            "rows": self.rows,
            "bad": self.bad,
            "under_no_benchmark": self.under_none,
            "decisions": decisions,
            "findings": counted("code", &self.findings),
            "unknown": counted("fact", &self.unknown),
            "audit": (self.audit.rows > 0).then(|| self.audit.json()),
        })
    }

    /// The whole in words.
    pub(crate) fn text(&self, context: &Context) -> String {
        let mut lines = vec![context.say(
            format!("共 {} 条，{} 条有错，{} 条不属于任何基准", self.rows, self.bad, self.under_none),
            format!("{} rows, {} bad, {} under no benchmark", self.rows, self.bad, self.under_none),
        )];
        for ((benchmark, outcome, tier), rows) in &self.decisions {
            let tier = if tier.is_empty() { outcome_word(outcome, context) } else { tier.clone() };
            lines.push(format!("  {benchmark} / {tier}  {rows}"));
        }
        let mut section = |zh: &str, en: &str, counts: &BTreeMap<String, u64>| {
            if !counts.is_empty() {
                lines.push(context.say(zh, en));
                lines.extend(counts.iter().map(|(key, rows)| format!("  {key}  {rows}")));
            }
        };
        section("提示的条数：", "rows with findings:", &self.findings);
        section("待查明的要素：", "facts to be established:", &self.unknown);
        if self.audit.rows > 0 {
            let Verdicts { fitting, too_light, too_heavy, wrong_kind, open } = self.audit.verdicts;
            let (rows, unequal, uncompared) = (self.audit.rows, self.audit.unequal().len(), self.audit.uncompared);
            lines.push(context.say(
                format!("评查 {rows} 条：适当 {fitting}，畸轻 {too_light}，畸重 {too_heavy}，种类不符 {wrong_kind}，未定 {open}；同案不同罚 {unequal} 组"),
                format!("{rows} penalties: {fitting} fit, {too_light} too light, {too_heavy} too heavy, {wrong_kind} of a wrong kind, {open} open; like cases treated unlike: {unequal}"),
            ));
            if uncompared > 0 {
                lines.push(context.say(
                    format!("  超过 {GROUPS} 组的上限，{uncompared} 条没有互相比较"),
                    format!("  {uncompared} rows beyond the limit of {GROUPS} groups were not compared with each other"),
                ));
            }
        }
        lines.join("\n")
    }
}

/// An outcome without a tier, in words.
fn outcome_word(outcome: &str, context: &Context) -> String {
    match outcome {
        "possible" => context.say("（尚未确定）", "(open)"),
        "waived" => context.say("（不予处罚）", "(waived)"),
        "no-tier" => context.say("（没有对应的阶次）", "(no tier)"),
        "conflict" => context.say("（阶次冲突）", "(tiers conflict)"),
        _ => context.say("（当时未施行）", "(not in force)"),
    }
}

impl Audit {
    fn json(&self) -> Json {
        let fine = |fine: Option<Fine>| fine.map(|(fine, row)| json!({ "fine": fine.to_decimal(), "row": row }));
        let deviations: Vec<Json> = self
            .deviations
            .iter()
            .map(|found| {
                json!({
                    "row": found.row,
                    "case": found.case,
                    "verdict": key(found.verdict),
                    "benchmark": found.grade.as_ref().map(|grade| &grade.benchmark),
                    "tier": found.grade.as_ref().map(|grade| &grade.tier),
                    "imposed": found.penalty,
                    "reasons": found.reasons,
                })
            })
            .collect();
        let unequal: Vec<Json> = self
            .unequal()
            .into_iter()
            .take(LISTED)
            .map(|group| {
                let penalties: Vec<Json> = group
                    .penalties
                    .iter()
                    .map(|imposed| json!({ "imposed": imposed.penalty, "rows": imposed.rows, "first_row": imposed.first }))
                    .collect();
                json!({
                    "benchmark": group.grade.benchmark,
                    "tier": group.grade.tier,
                    "circumstances": group.grade.circumstances,
                    "penalties": penalties,
                    "further_rows": group.further,
                })
            })
            .collect();
        let grades: Vec<Json> = self
            .spreads
            .iter()
            .map(|(grade, spread)| {
                json!({
                    "benchmark": grade.benchmark,
                    "tier": grade.tier,
                    "circumstances": grade.circumstances,
                    "verdicts": spread.verdicts.json(),
                    "lowest": fine(spread.lowest),
                    "highest": fine(spread.highest),
                })
            })
            .collect();
        json!({
            "rows": self.rows,
            "verdicts": self.verdicts.json(),
            "deviating": self.deviating(),
            "deviations": deviations,
            "unequal_groups": self.unequal().len(),
            "unequal": unequal,
            "grades": grades,
            "uncompared": self.uncompared,
        })
    }
}

impl Verdicts {
    fn json(self) -> Json {
        json!({
            "fitting": self.fitting,
            "too-light": self.too_light,
            "too-heavy": self.too_heavy,
            "wrong-kind": self.wrong_kind,
            "open": self.open,
        })
    }
}
