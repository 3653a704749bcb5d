//! zen-engine: a decision table of hit policy “first”, compiled beforehand; a case is a variable.

use serde_json::{Value, json};
use zen_engine::model::DecisionContent;
use zen_engine::{Decision, DecisionEngine, Variable};

use super::{Contestant, told};
use crate::table::{Case, FIGURES, HARMS, Row, SECTORS};

struct Zen {
    decision: Decision,
    cases: Vec<Variable>,
}

fn cells(at: usize, row: &Row) -> Value {
    let mut cells = json!({ "_id": format!("r{at}"), "row": at.to_string() });
    for (figure, least, end) in row.bounds() {
        cells[FIGURES[figure].0] = match (least, end) {
            (Some(least), Some(end)) => format!("[{least}..{end})"),
            (Some(least), None) => format!(">= {least}"),
            (None, end) => format!("< {}", end.unwrap_or_default()),
        }
        .into();
    }
    for (name, members) in row.sets() {
        cells[name] = members.iter().map(|member| format!("\"{member}\"")).collect::<Vec<_>>().join(", ").into();
    }
    if let Some(returned) = row.returned() {
        cells["returned"] = returned.to_string().into();
    }
    cells
}

pub fn load(rows: &[Row], cases: &[Case]) -> Result<Box<dyn Contestant>, String> {
    let names = ["gains", "times", "days", "harm", "sector", "returned"];
    let inputs: Vec<Value> = names.iter().map(|name| json!({ "id": name, "name": name, "field": name })).collect();
    let rules: Vec<Value> = rows.iter().enumerate().map(|(at, row)| cells(at, row)).collect();
    let content: DecisionContent = serde_json::from_value(json!({
        "nodes": [
            { "id": "in", "name": "in", "type": "inputNode", "content": {} },
            { "id": "table", "name": "table", "type": "decisionTableNode", "content": {
                "hitPolicy": "first", "inputs": inputs, "rules": rules,
                "outputs": [{ "id": "row", "name": "row", "field": "row" }],
            } },
            { "id": "out", "name": "out", "type": "outputNode", "content": {} },
        ],
        "edges": [
            { "id": "e1", "sourceId": "in", "targetId": "table" },
            { "id": "e2", "sourceId": "table", "targetId": "out" },
        ],
    }))
    .map_err(told)?;
    let mut decision = DecisionEngine::default().create_decision(content.into()).map_err(told)?;
    decision.compile();
    let case = |case: &Case| {
        let [gains, times, days] = case.figures;
        let (harm, sector) = (HARMS[case.harm], SECTORS[case.sector]);
        json!({ "gains": gains, "times": times, "days": days, "harm": harm, "sector": sector, "returned": case.returned }).into()
    };
    Ok(Box::new(Zen { decision, cases: cases.iter().map(case).collect() }))
}

impl Contestant for Zen {
    fn decide(&mut self, at: usize) -> Result<usize, String> {
        let response = pollster::block_on(self.decision.evaluate(self.cases[at].clone())).map_err(told)?;
        let row = response.result.dot("row").and_then(|row| row.as_number()).ok_or_else(|| told(&response.result))?;
        row.to_string().parse().map_err(told)
    }
}
