//! regorus: a rule with one `else` a row, by its interpreter and by its virtual machine; a case is an input.

use std::sync::Arc;

use regorus::languages::rego::compiler::Compiler;
use regorus::rvm::RegoVM;
use regorus::{Engine, Value};

use super::{Contestant, told};
use crate::table::{Case, FIGURES, HARMS, Row, SECTORS};

const RULE: &str = "data.table.row";

fn engine(rows: &[Row]) -> Result<Engine, String> {
    let set = |fact: String, members: &[&str]| match members {
        [one] => format!("{fact} == \"{one}\""),
        several => format!("{fact} in {several:?}"),
    };
    let mut policy = "package table\n\nimport rego.v1\n\n".to_owned();
    for (at, row) in rows.iter().enumerate() {
        let head = if at == 0 { "row :=" } else { "else :=" };
        policy += &format!("{head} {at} if {{ {} }}\n", row.condition(|fact| format!("input.{fact}"), set, "; "));
    }
    let mut engine = Engine::new();
    engine.add_policy("table.rego".to_owned(), policy).map_err(told)?;
    Ok(engine)
}

fn inputs(cases: &[Case]) -> Result<Vec<Value>, String> {
    let input = |case: &Case| {
        let mut object: serde_json::Map<String, serde_json::Value> =
            FIGURES.iter().zip(case.figures).map(|((name, ..), figure)| ((*name).to_owned(), figure.into())).collect();
        object.insert("harm".to_owned(), HARMS[case.harm].into());
        object.insert("sector".to_owned(), SECTORS[case.sector].into());
        object.insert("returned".to_owned(), case.returned.into());
        Value::from_json_str(&serde_json::Value::Object(object).to_string()).map_err(told)
    };
    cases.iter().map(input).collect()
}

fn row(answer: &Value) -> Result<usize, String> {
    usize::try_from(answer.as_i64().map_err(told)?).map_err(told)
}

struct Interpreter {
    engine: Engine,
    cases: Vec<Value>,
}

pub fn load(rows: &[Row], cases: &[Case]) -> Result<Box<dyn Contestant>, String> {
    Ok(Box::new(Interpreter { engine: engine(rows)?, cases: inputs(cases)? }))
}

impl Contestant for Interpreter {
    fn decide(&mut self, at: usize) -> Result<usize, String> {
        self.engine.set_input(self.cases[at].clone());
        row(&self.engine.eval_rule(RULE.to_owned()).map_err(told)?)
    }
}

struct Machine {
    machine: RegoVM,
    cases: Vec<Value>,
}

pub fn load_rvm(rows: &[Row], cases: &[Case]) -> Result<Box<dyn Contestant>, String> {
    let policy = engine(rows)?.compile_with_entrypoint(&Arc::from(RULE)).map_err(told)?;
    let program = Compiler::compile_from_policy(&policy, &[RULE]).map_err(told)?;
    let mut machine = RegoVM::new_with_policy(policy);
    machine.load_program(program);
    Ok(Box::new(Machine { machine, cases: inputs(cases)? }))
}

impl Contestant for Machine {
    fn decide(&mut self, at: usize) -> Result<usize, String> {
        self.machine.set_input(self.cases[at].clone());
        row(&self.machine.execute().map_err(told)?)
    }
}
