//! dsntk: a DMN decision table of hit policy FIRST; a case is a FEEL context.

use std::fmt::Write as _;
use std::sync::Arc;

use dsntk_feel::context::FeelContext;
use dsntk_feel::values::Value;
use dsntk_feel::{FeelNumber, Name};
use dsntk_model_evaluator::ModelEvaluator;

use super::{Contestant, told};
use crate::table::{Case, FIGURES, HARMS, Row, SECTORS};

const SPACE: &str = "https://zhunsheng.example/table";
const FACTS: [(&str, &str); 6] =
    [("gains", "number"), ("times", "number"), ("days", "number"), ("harm", "string"), ("sector", "string"), ("returned", "boolean")];

struct Dsntk {
    evaluator: Arc<ModelEvaluator>,
    cases: Vec<FeelContext>,
}

fn cell(fact: &str, row: &Row) -> String {
    if let Some((_, least, end)) = row.bounds().find(|(at, ..)| FIGURES[*at].0 == fact) {
        return match (least, end) {
            (Some(least), Some(end)) => format!("[{least}..{end})"),
            (Some(least), None) => format!("&gt;= {least}"),
            (None, end) => format!("&lt; {}", end.unwrap_or_default()),
        };
    }
    if let Some((_, members)) = row.sets().into_iter().find(|(name, _)| *name == fact) {
        return members.iter().map(|member| format!("\"{member}\"")).collect::<Vec<_>>().join(", ");
    }
    row.returned().filter(|_| fact == "returned").map_or("-".to_owned(), |returned| returned.to_string())
}

fn model(rows: &[Row]) -> String {
    let mut xml = format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><definitions namespace="{SPACE}" name="table" id="d" xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/">"#
    );
    for (name, kind) in FACTS {
        let _ = write!(xml, r#"<inputData name="{name}" id="i_{name}"><variable typeRef="{kind}" name="{name}"/></inputData>"#);
    }
    xml += r#"<decision name="row" id="row"><variable typeRef="number" name="row"/>"#;
    for (name, _) in FACTS {
        let _ = write!(xml, r##"<informationRequirement><requiredInput href="#i_{name}"/></informationRequirement>"##);
    }
    xml += r#"<decisionTable hitPolicy="FIRST" outputLabel="row">"#;
    for (name, kind) in FACTS {
        let _ = write!(xml, r#"<input><inputExpression typeRef="{kind}"><text>{name}</text></inputExpression></input>"#);
    }
    xml += r#"<output typeRef="number"/>"#;
    for (at, row) in rows.iter().enumerate() {
        xml += "<rule>";
        for (name, _) in FACTS {
            let _ = write!(xml, "<inputEntry><text>{}</text></inputEntry>", cell(name, row));
        }
        let _ = write!(xml, "<outputEntry><text>{at}</text></outputEntry></rule>");
    }
    xml + "</decisionTable></decision></definitions>"
}

pub fn load(rows: &[Row], cases: &[Case]) -> Result<Box<dyn Contestant>, String> {
    let definitions = dsntk_model::parse(&model(rows)).map_err(told)?;
    let evaluator = ModelEvaluator::new(&[definitions]).map_err(told)?;
    let context = |case: &Case| {
        let mut context = FeelContext::new();
        for ((name, ..), figure) in FIGURES.iter().zip(case.figures) {
            context.set_entry(&Name::from(*name), Value::Number(FeelNumber::from(figure)));
        }
        context.set_entry(&Name::from("harm"), Value::String(HARMS[case.harm].to_owned()));
        context.set_entry(&Name::from("sector"), Value::String(SECTORS[case.sector].to_owned()));
        context.set_entry(&Name::from("returned"), Value::Boolean(case.returned));
        context
    };
    Ok(Box::new(Dsntk { evaluator, cases: cases.iter().map(context).collect() }))
}

impl Contestant for Dsntk {
    fn decide(&mut self, at: usize) -> Result<usize, String> {
        match self.evaluator.evaluate_invocable(SPACE, "table", "row", &self.cases[at]) {
            Value::Number(row) => row.to_string().parse().map_err(told),
            other => Err(told(other.to_string())),
        }
    }
}
