//! zhunsheng: a benchmark with a 阶次 a row. Once a case is a bound submission and the answer a full report with its reasons; once the case is
//! set fact by fact into a prepared row, and the answer is the tier.

use std::fmt::Write as _;

use zhunsheng::RuleSet;
use zhunsheng::engine::{Engine, MemberSlot, MoneySlot, Row as PreparedRow, Status, TruthSlot, WholeSlot};
use zhunsheng::input::{Binder, BoundSubmission, Missing, Value};
use zhunsheng::law::Money;
use zhunsheng::report::DecisionOutcome;

use super::{Contestant, told};
use crate::table::{Case, FIGURES, HARMS, Row, SECTORS};

struct FullReport {
    engine: Engine,
    cases: Vec<BoundSubmission>,
}

/// The table as a rule file.
pub fn rules(rows: &[Row]) -> String {
    let mut text = format!(
        "规则集 表 {{ 版本 “1”; 制定机关 “某局”; 施行 2026年1月1日 }}
要素 案情 {{
    违法所得: 金额 0元以上
    违法次数: 整数 1次以上
    持续日数: 整数 0天以上
    危害后果: 类别 {{ {} }}
    领域: 类别 {{ {} }}
    主动退还: 是否
}}
基准 表 {{
    要素 案情
    依据 《中华人民共和国律师法》第四十八条第一项
    示例
    法定幅度 {{ 警告 }}
",
        HARMS.join(", "),
        SECTORS.join(", "),
    );
    for (at, row) in rows.iter().enumerate() {
        let mut parts = Vec::new();
        for (figure, least, end) in row.bounds() {
            let (_, name, unit, ..) = FIGURES[figure];
            let bound = |bound: Option<i64>, word: &str, after: bool| match bound {
                Some(bound) if after => format!("{bound}{unit}{word}"),
                Some(bound) => format!("{word}{bound}{unit}"),
                None => String::new(),
            };
            parts.push(format!("{name} {}{}", bound(least, "以上", true), bound(end, "不满", false)));
        }
        for (name, members) in row.sets() {
            let name = if name == "harm" { "危害后果" } else { "领域" };
            parts.push(format!("{name} 为 {}", members.join("、")));
        }
        parts.extend(row.returned().map(|returned| if returned { "主动退还" } else { "未 主动退还" }.to_owned()));
        let _ = writeln!(text, "    阶次 行{at} {{ 当 {}; 处 警告 }}", parts.join(" 且 "));
    }
    text + "}\n"
}

pub fn load(rows: &[Row], cases: &[Case]) -> Result<Box<dyn Contestant>, String> {
    let engine = RuleSet::from_sources([("表.zs", rules(rows))]).map_err(|error| error.to_string())?.compile();
    let binder = Binder::new(engine.model());
    let bind = |case: &Case| {
        let [gains, times, days] = case.figures;
        let facts: [(&str, Value); 7] = [
            ("基准", Value::from("表")),
            ("违法所得", Value::from(gains)),
            ("违法次数", Value::from(times)),
            ("持续日数", Value::from(days)),
            ("危害后果", Value::from(HARMS[case.harm])),
            ("领域", Value::from(SECTORS[case.sector])),
            ("主动退还", Value::from(case.returned)),
        ];
        binder.bind(engine.model(), &facts.into_iter().collect(), Missing::Unknown).map_err(told)
    };
    let cases = cases.iter().map(bind).collect::<Result<_, _>>()?;
    Ok(Box::new(FullReport { engine, cases }))
}

impl Contestant for FullReport {
    fn decide(&mut self, at: usize) -> Result<usize, String> {
        let report = self.engine.evaluate(&self.cases[at]).map_err(told)?;
        match report.decisions.first().map(|decision| &decision.outcome) {
            Some(DecisionOutcome::Settled { tiers }) => {
                let row = tiers.first().and_then(|tier| tier.strip_prefix("行"));
                row.and_then(|row| row.parse().ok()).ok_or_else(|| told(tiers))
            }
            other => Err(told(other)),
        }
    }
}

struct PreparedCase {
    row: PreparedRow,
    gains: MoneySlot,
    counts: [WholeSlot; 2],
    members: [MemberSlot; 2],
    returned: TruthSlot,
    cases: Vec<Case>,
}

pub fn load_prepared(rows: &[Row], cases: &[Case]) -> Result<Box<dyn Contestant>, String> {
    let engine = RuleSet::from_sources([("表.zs", rules(rows))]).map_err(|error| error.to_string())?.compile();
    let prepared = engine.benchmarks_named("表").first().map(|id| engine.prepare(*id)).ok_or("no benchmark")?;
    let whole = |key| prepared.whole_slot(key).ok_or("no slot");
    let member = |key| prepared.member_slot(key).ok_or("no slot");
    Ok(Box::new(PreparedCase {
        row: prepared.row(),
        gains: prepared.money_slot("违法所得").ok_or("no slot")?,
        counts: [whole("违法次数")?, whole("持续日数")?],
        members: [member("危害后果")?, member("领域")?],
        returned: prepared.truth_slot("主动退还").ok_or("no slot")?,
        cases: cases.to_vec(),
    }))
}

impl Contestant for PreparedCase {
    fn decide(&mut self, at: usize) -> Result<usize, String> {
        let Case { figures: [yuan, count, length], harm, sector, returned } = *std::hint::black_box(&self.cases[at]);
        let ([times, days], [harms, sectors]) = (&self.counts, &self.members);
        let row = &mut self.row;
        self.gains.set(row, Money::from_fen(yuan * 100)).map_err(told)?;
        times.set(row, count).map_err(told)?;
        days.set(row, length).map_err(told)?;
        harms.set(row, harm as u16).map_err(told)?;
        sectors.set(row, sector as u16).map_err(told)?;
        self.returned.set(row, returned).map_err(told)?;
        match row.decide().map_err(told)? {
            outcome if outcome.status == Status::Settled => outcome.tiers.first().map(|tier| *tier as usize).ok_or_else(|| told(outcome)),
            outcome => Err(told(outcome)),
        }
    }
}
