//! cel: expressions of nested `? :`, in blocks of rows, since its parser descends at most 96 deep; a case is a context.

use cel::{Context, Program, Value};

use super::{Contestant, told};
use crate::table::{Case, FIGURES, HARMS, Row, SECTORS};

/// Rows of one expression.
const BLOCK: usize = 16;

struct Cel {
    blocks: Vec<Program>,
    cases: Vec<Context<'static, 'static>>,
}

pub fn load(rows: &[Row], cases: &[Case]) -> Result<Box<dyn Contestant>, String> {
    let set = |fact: String, members: &[&str]| match members {
        [one] => format!("{fact} == \"{one}\""),
        several => format!("{fact} in {several:?}"),
    };
    let conditions: Vec<String> = rows.iter().map(|row| row.condition(str::to_owned, set, " && ")).collect();
    let block = |(block, rows): (usize, &[String])| {
        let text = rows
            .iter()
            .enumerate()
            .rev()
            .fold("-1".to_owned(), |rest, (at, condition)| format!("({condition}) ? {} : ({rest})", block * BLOCK + at));
        Program::compile(&text).map_err(told)
    };
    let blocks = conditions.chunks(BLOCK).enumerate().map(block).collect::<Result<_, _>>()?;
    let context = |case: &Case| {
        let mut context = Context::default();
        for ((name, ..), figure) in FIGURES.iter().zip(case.figures) {
            context.add_variable_from_value(*name, Value::Int(figure));
        }
        context.add_variable_from_value("harm", HARMS[case.harm]);
        context.add_variable_from_value("sector", SECTORS[case.sector]);
        context.add_variable_from_value("returned", Value::Bool(case.returned));
        context
    };
    Ok(Box::new(Cel { blocks, cases: cases.iter().map(context).collect() }))
}

impl Contestant for Cel {
    fn decide(&mut self, at: usize) -> Result<usize, String> {
        for block in &self.blocks {
            match block.execute(&self.cases[at]).map_err(told)? {
                Value::Int(-1) => {}
                Value::Int(row) => return usize::try_from(row).map_err(told),
                other => return Err(told(other)),
            }
        }
        Err("no row".to_owned())
    }
}
