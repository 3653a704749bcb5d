//! rhai: a script of one `if` a row, compiled once; the facts are variables of its scope.

use rhai::{AST, Engine, OptimizationLevel, Scope};

use super::{Contestant, told};
use crate::table::{Case, FIGURES, HARMS, Row, SECTORS};

struct Rhai {
    engine: Engine,
    script: AST,
    cases: Vec<Scope<'static>>,
}

pub fn load(rows: &[Row], cases: &[Case]) -> Result<Box<dyn Contestant>, String> {
    let mut engine = Engine::new();
    engine.set_max_expr_depths(0, 0);
    engine.set_optimization_level(OptimizationLevel::Full);
    let any = |fact: String, members: &[&str]| {
        let each: Vec<String> = members.iter().map(|member| format!("{fact} == \"{member}\"")).collect();
        format!("({})", each.join(" || "))
    };
    let lines = rows.iter().enumerate().map(|(at, row)| format!("if {} {{ return {at}; }}\n", row.condition(str::to_owned, any, " && ")));
    let script = engine.compile(lines.collect::<String>() + "-1").map_err(told)?;
    let scope = |case: &Case| {
        let mut scope = Scope::new();
        for ((name, ..), figure) in FIGURES.iter().zip(case.figures) {
            scope.push(*name, figure);
        }
        scope.push("harm", HARMS[case.harm].to_owned());
        scope.push("sector", SECTORS[case.sector].to_owned());
        scope.push("returned", case.returned);
        scope
    };
    Ok(Box::new(Rhai { engine, script, cases: cases.iter().map(scope).collect() }))
}

impl Contestant for Rhai {
    fn decide(&mut self, at: usize) -> Result<usize, String> {
        let row = self.engine.eval_ast_with_scope::<i64>(&mut self.cases[at], &self.script).map_err(told)?;
        usize::try_from(row).map_err(told)
    }
}
