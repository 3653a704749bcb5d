//! 裁量因素: factors, their weights and rows.

use std::collections::HashMap;

use super::Checker;
use super::facts::compares;
use super::names::problem_at;
use super::scope::Scope;
use crate::diagnostic::{BenchmarkProblem, SoundnessProblem, Span, Spanned, Term};
use crate::law::{Exact, Ratio};
use crate::model::{BenchmarkId, Condition, Factor, FactorRow, FactorTest, Factors};
use crate::syntax::tree::{self, Block, Cell, ClauseKind, Name};

impl<'t> Checker<'t> {
    /// Lowers the factors of a benchmark.
    pub(super) fn factors(&mut self, benchmark: BenchmarkId, scope: &mut Scope<'t>, body: &'t Block, span: Span) -> Option<Factors> {
        let block = Term::new("「裁量因素」", "裁量因素");
        let (mut floor, mut cap) = (None, None);
        let mut factors: Vec<Factor> = Vec::new();
        let mut names: HashMap<&str, Span> = HashMap::new();
        let mut weights: Vec<(&Name, Option<Exact>)> = Vec::new();
        for clause in &body.clauses {
            match &clause.node {
                ClauseKind::FactorFloor { ratio } => {
                    self.share(ratio);
                    self.once(&mut floor, ratio.node, clause, &block);
                }
                ClauseKind::FactorCap { ratio } => {
                    self.share(ratio);
                    self.once(&mut cap, ratio.node, clause, &block);
                }
                ClauseKind::Factor { name, weight, rows } => {
                    if let Some(&first) = names.get(name.node.as_str()) {
                        let problem = BenchmarkProblem::DuplicateFactor { factor: name.node.clone() };
                        self.out.push(problem_at(problem, name.span).label(first, "先写在这里", "first written here"));
                        continue;
                    }
                    names.insert(&name.node, name.span);
                    if let Some(weight) = weight {
                        self.share(weight);
                    }
                    weights.push((name, weight.as_ref().map(|w| w.node)));
                    let rows = self.factor_rows(scope, name, rows);
                    factors.push(Factor { name: name.node.clone(), weight: weight.as_ref().map(|w| w.node), rows, span: name.span });
                }
                _ => self.misplaced(clause, &block),
            }
        }
        self.check_weights(&weights);
        let (floor, cap) = (floor.map(|(f, _)| f), cap.map(|(c, _)| c));
        if let (Some(low), Some(high)) = (floor, cap)
            && low > high
        {
            self.report(SoundnessProblem::FloorAboveCap {}, span);
        }
        (!factors.is_empty()).then_some(Factors { factors, floor, cap, benchmark, span })
    }

    fn check_weights(&mut self, weights: &[(&Name, Option<Exact>)]) {
        if weights.iter().all(|(_, w)| w.is_none()) {
            return;
        }
        if let Some((name, _)) = weights.iter().find(|(_, w)| w.is_none()) {
            self.report(BenchmarkProblem::MixedWeights { factor: name.node.clone() }, name.span);
            return;
        }
        let sum = weights.iter().filter_map(|(_, w)| *w).try_fold(Exact::ZERO, Exact::checked_add);
        if let (Some(sum), Some((first, _))) = (sum, weights.first())
            && sum != Exact::from_int(1)
        {
            self.report(SoundnessProblem::WeightSum { sum: Ratio::from_exact(sum).to_string() }, first.span);
        }
    }

    /// Warns of a share that is none.
    fn share(&mut self, ratio: &Spanned<Exact>) {
        if ratio.node < Exact::ZERO || ratio.node > Exact::from_int(1) {
            self.report(SoundnessProblem::ShareOutside { ratio: Ratio::from_exact(ratio.node).to_string() }, ratio.span);
        }
    }

    fn factor_rows(&mut self, scope: &mut Scope<'t>, name: &Name, rows: &[tree::FactorRow]) -> Vec<FactorRow> {
        let path = Spanned::new(vec![name.clone()], name.span);
        // Only a factor whose rows compare need be named after a fact.
        let needed = rows.iter().find(|r| compares(&r.test.node));
        let mut heading = None;
        if let Some(row) = needed {
            if self.is_named(scope, &path) {
                heading = self.named(scope, &path);
            } else {
                let problem = BenchmarkProblem::FactorNeedsFact { factor: name.node.clone() };
                self.out.push(problem_at(problem, row.test.span).label(name.span, "因素名在这里", "the factor is named here"));
            }
        }
        let mut lowered = Vec::new();
        for row in rows {
            self.share(&row.ratio);
            let test: Option<FactorTest> = match &row.test.node {
                Cell::Otherwise => Some(FactorTest::Otherwise),
                Cell::Condition(condition) => self.condition(scope, &Spanned::new(condition.clone(), row.test.span)).map(FactorTest::When),
                cell if compares(cell) => heading.as_ref().and_then(|h| self.cell(scope, h, &row.test, &name.node)).map(FactorTest::When),
                Cell::Any => Some(FactorTest::When(Condition { kind: crate::model::ConditionKind::Constant(true), span: row.test.span })),
                Cell::Bad(_) => None,
                _ => {
                    let expected = Term::new("幅度、取值或者「当 条件」", "a range, a value or 当 condition");
                    self.report(BenchmarkProblem::WrongCell { column: name.node.clone(), expected }, row.test.span);
                    None
                }
            };
            lowered.extend(test.map(|test| FactorRow { test, ratio: row.ratio.node, span: row.test.span.to(row.ratio.span) }));
        }
        lowered
    }
}
