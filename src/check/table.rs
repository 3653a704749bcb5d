//! Tables of tiers and cross tables, lowered to tiers.

use std::collections::HashMap;
use std::sync::Arc;

use super::Checker;
use super::benchmark::{TierContext, citations};
use super::names::problem_at;
use super::records::{key, shown};
use super::scope::Scope;
use crate::diagnostic::{BenchmarkProblem, Span, Spanned, Term};
use crate::model::{Condition, ConditionKind, DefinitionValue, Item, Tier, TierOrigin, TierTest, Type};
use crate::syntax::tree::{Cell, Column, CrossTable, Expr, Measure, Path, Table};

/// What the name of a column stands for.
type Heading = Option<DefinitionValue>;

/// What a row has come to so far.
struct Row {
    tier: Tier,
    items: Vec<Item>,
    otherwise: Option<Span>,
    good: bool,
}

impl<'t> Checker<'t> {
    /// Lowers a table of tiers, a row each.
    pub(super) fn tier_table(&mut self, context: &mut TierContext<'_, 't>, table: &Table, span: Span, tiers: &mut Vec<Tier>) {
        self.check_columns(table, span);
        let headings: Vec<Heading> = table
            .columns
            .iter()
            .map(|column| match &column.node {
                Column::Fact(path) => self.named(context.scope, path),
                Column::Tier | Column::When | Column::Applies | Column::Sanction(_) | Column::Basis | Column::Note => None,
            })
            .collect();
        if table.rows.is_empty() {
            self.report(BenchmarkProblem::EmptyTable {}, span);
        }
        for (at, row) in table.rows.iter().enumerate() {
            if row.node.len() != table.columns.len() {
                // The parser has said so.
                continue;
            }
            tiers.push(self.row(context, table, &headings, row, at));
        }
    }

    fn check_columns(&mut self, table: &Table, span: Span) {
        let mut seen: HashMap<String, Span> = HashMap::new();
        let mut imposes = false;
        for column in &table.columns {
            let name = column_name(&column.node);
            imposes |= matches!(column.node, Column::Sanction(_));
            if let Some(&first) = seen.get(&name) {
                let problem = BenchmarkProblem::DuplicateColumn { column: name };
                self.out.push(problem_at(problem, column.span).label(first, "先在这里", "first here"));
            } else {
                seen.insert(name, column.span);
            }
        }
        if !imposes {
            self.report(BenchmarkProblem::TableWithoutColumn { column: "处罚".to_owned() }, table.columns.first().map_or(span, |c| c.span));
        }
    }

    fn row(
        &mut self,
        context: &mut TierContext<'_, 't>,
        table: &Table,
        headings: &[Heading],
        cells: &Spanned<Vec<Spanned<Cell>>>,
        at: usize,
    ) -> Tier {
        let number = u32::try_from(at + 1).unwrap_or(u32::MAX);
        let tier = Tier {
            name: format!("第{number}行"),
            test: TierTest::When(Condition { kind: ConditionKind::Constant(true), span: cells.span }),
            applies: None,
            measures: Vec::new(),
            basis: Vec::new(),
            note: None,
            example: false,
            origin: TierOrigin::Row(number),
            span: cells.span,
        };
        let mut row = Row { tier, items: Vec::new(), otherwise: None, good: true };
        for ((column, heading), cell) in table.columns.iter().zip(headings).zip(&cells.node) {
            self.row_cell(context, &column.node, heading, cell, &mut row);
        }
        let Row { mut tier, items, otherwise, good } = row;
        tier.test = match (otherwise, items.is_empty()) {
            (Some(span), true) => TierTest::Otherwise(span),
            (Some(span), false) => {
                if good {
                    self.report(BenchmarkProblem::OtherwiseWithMore {}, span);
                }
                TierTest::Otherwise(span)
            }
            (None, true) => tier.test,
            (None, false) => TierTest::When(Condition { kind: ConditionKind::All(items), span: cells.span }),
        };
        tier
    }

    fn row_cell(&mut self, context: &mut TierContext<'_, 't>, column: &Column, heading: &Heading, cell: &Spanned<Cell>, row: &mut Row) {
        let wrong = |zh: &str, en: &str| BenchmarkProblem::WrongCell { column: column_name(column), expected: Term::new(zh, en) };
        match (column, &cell.node) {
            (_, Cell::Bad(_)) => row.good = false,
            (Column::Tier, Cell::Name(name)) => {
                row.tier.name.clone_from(&name.node);
                row.tier.span = name.span;
            }
            (Column::Tier, Cell::Text(text)) => {
                row.tier.name.clone_from(text);
                row.tier.span = cell.span;
            }
            (Column::Tier, _) => self.report(wrong("阶次的名称", "the name of a tier"), cell.span),
            (Column::Applies, Cell::Any) => {}
            (Column::Applies, Cell::Name(name)) => row.tier.applies = self.named_range(context, name),
            (Column::Applies, _) => {
                self.report(wrong("法定幅度里的情节名称,或者 -", "the name of a part of the statutory range, or -"), cell.span)
            }
            (Column::Sanction(_), Cell::Any) => {}
            (Column::Sanction(target), Cell::Sanction(sanction)) => {
                let sanction = Spanned::new(sanction.clone(), cell.span);
                row.tier.measures.extend(self.measure(context.scope, None, target.as_ref(), &sanction, cell.span));
            }
            (Column::Sanction(_), _) => self.report(wrong("怎样处理", "what is imposed"), cell.span),
            (Column::Basis, Cell::Any) | (Column::Note, Cell::Any) => {}
            (Column::Basis, Cell::Basis(cited)) => row.tier.basis.extend(citations(cited)),
            (Column::Basis, _) => self.report(wrong("依据的条文,例如《…》第…条", "a citation such as 《…》第…条"), cell.span),
            (Column::Note, Cell::Text(text)) => row.tier.note = Some(text.clone()),
            (Column::Note, Cell::Name(name)) => row.tier.note = Some(name.node.clone()),
            (Column::Note, _) => row.tier.note = Some(self.words(cell.span)),
            (Column::When | Column::Fact(_), Cell::Any) => {}
            (Column::When | Column::Fact(_), Cell::Otherwise) => row.otherwise = Some(cell.span),
            (Column::When, Cell::Condition(condition)) => {
                let condition = Spanned::new(condition.clone(), cell.span);
                let lowered = self.condition(context.scope, &condition);
                push(row, lowered, "当");
            }
            (Column::When, _) => self.report(wrong("条件", "a condition"), cell.span),
            (Column::Fact(path), _) => {
                let lowered = match heading {
                    Some(heading) => self.cell(context.scope, heading, cell, &column_name(column)),
                    None => None,
                };
                push(row, lowered, &shown(&key(&path.node)));
            }
        }
    }

    /// A cell that compares with what its column is named after; `None` is reported.
    pub(super) fn cell(
        &mut self,
        scope: &mut Scope<'t>,
        heading: &DefinitionValue,
        cell: &Spanned<Cell>,
        column: &str,
    ) -> Option<Condition> {
        let made = |kind| Some(Condition { kind, span: cell.span });
        let wrong = |zh: &str, en: &str| BenchmarkProblem::WrongCell { column: column.to_owned(), expected: Term::new(zh, en) };
        match heading {
            DefinitionValue::Condition(condition) => {
                let (values, negated) = match &cell.node {
                    Cell::Values(values) => (values, false),
                    Cell::NotValues(values) => (values, true),
                    Cell::Range(_)
                    | Cell::Name(_)
                    | Cell::Any
                    | Cell::Otherwise
                    | Cell::Condition(_)
                    | Cell::Sanction(_)
                    | Cell::Basis(_)
                    | Cell::Text(_) => {
                        self.report(wrong("是、否或者 -", "是, 否 or -"), cell.span);
                        return None;
                    }
                    Cell::Bad(_) => return None,
                };
                let [Spanned { node: Expr::Literal(Measure::Boolean(value)), .. }] = values.as_slice() else {
                    self.report(wrong("是、否或者 -", "是, 否 or -"), cell.span);
                    return None;
                };
                let inner = Condition { kind: condition.kind.clone(), span: cell.span };
                made(if *value == negated { ConditionKind::Not(Box::new(inner)) } else { inner.kind })
            }
            DefinitionValue::Expr(value) => match &cell.node {
                Cell::Range(range) => {
                    let range = Spanned::new(range.clone(), cell.span);
                    self.value_in_range(scope, value.clone(), &range).and_then(made)
                }
                Cell::Values(values) => self.value_equals(scope, value.clone(), values, false).and_then(made),
                Cell::NotValues(values) => self.value_equals(scope, value.clone(), values, true).and_then(made),
                Cell::Name(name) => {
                    let member = Spanned::new(Expr::Path(Spanned::new(vec![name.clone()], name.span)), name.span);
                    self.value_equals(scope, value.clone(), &[member], false).and_then(made)
                }
                Cell::Text(text) if value.ty == Type::Text || matches!(value.ty, Type::Category(_)) => {
                    let text = Spanned::new(Expr::Literal(Measure::Text(text.clone())), cell.span);
                    self.value_equals(scope, value.clone(), &[text], false).and_then(made)
                }
                Cell::Any | Cell::Otherwise | Cell::Condition(_) | Cell::Sanction(_) | Cell::Basis(_) | Cell::Text(_) => {
                    self.report(wrong("幅度、取值或者 -", "a range, a value or -"), cell.span);
                    None
                }
                Cell::Bad(_) => None,
            },
        }
    }

    /// Lowers a cross table, a cell each.
    pub(super) fn cross_table(&mut self, context: &mut TierContext<'_, 't>, table: &CrossTable, span: Span, tiers: &mut Vec<Tier>) {
        let rows: Vec<(String, Heading)> = table.row_facts.iter().map(|p| (path_name(p), self.named(context.scope, p))).collect();
        let column_name = path_name(&table.column_fact);
        let column = self.named(context.scope, &table.column_fact);
        let tests: Vec<Option<Condition>> =
            table.columns.iter().map(|c| column.as_ref().and_then(|h| self.cell(context.scope, h, c, &column_name))).collect();
        if table.rows.is_empty() || table.columns.is_empty() {
            self.report(BenchmarkProblem::EmptyTable {}, span);
        }
        for (at, row) in table.rows.iter().enumerate() {
            if (rows.len(), tests.len()) != (row.node.headings.len(), row.node.cells.len()) {
                continue;
            }
            let mut items = Vec::new();
            let mut names = Vec::new();
            for ((name, heading), cell) in rows.iter().zip(&row.node.headings) {
                if let Cell::Any = cell.node {
                    continue;
                }
                names.push(self.words(cell.span));
                let lowered = heading.as_ref().and_then(|h| self.cell(context.scope, h, cell, name));
                items.extend(lowered.map(|condition| Item { label: Some(Arc::from(name.as_str())), condition }));
            }
            for (n, ((cell, test), head)) in row.node.cells.iter().zip(&tests).zip(&table.columns).enumerate() {
                let sanction = match &cell.node {
                    Cell::Sanction(sanction) => Spanned::new(sanction.clone(), cell.span),
                    Cell::Any | Cell::Bad(_) => continue,
                    Cell::Otherwise
                    | Cell::Name(_)
                    | Cell::Range(_)
                    | Cell::Values(_)
                    | Cell::NotValues(_)
                    | Cell::Condition(_)
                    | Cell::Basis(_)
                    | Cell::Text(_) => {
                        let expected = Term::new("怎样处理,或者 -", "what is imposed, or -");
                        self.report(BenchmarkProblem::WrongCell { column: self.words(head.span), expected }, cell.span);
                        continue;
                    }
                };
                let measures = self.measure(context.scope, None, None, &sanction, cell.span).into_iter().collect();
                let mut all = items.clone();
                all.extend(test.clone().map(|condition| Item { label: Some(Arc::from(column_name.as_str())), condition }));
                let mut name = names.clone();
                name.push(self.words(head.span));
                let number = |n: usize| u32::try_from(n + 1).unwrap_or(u32::MAX);
                tiers.push(Tier {
                    name: name.join("·"),
                    test: TierTest::When(Condition { kind: ConditionKind::All(all), span: cell.span }),
                    applies: None,
                    measures,
                    basis: Vec::new(),
                    note: None,
                    example: false,
                    origin: TierOrigin::Cell(number(at), number(n)),
                    span: cell.span,
                });
            }
        }
    }
}

fn push(row: &mut Row, condition: Option<Condition>, label: &str) {
    match condition {
        Some(condition) => row.items.push(Item { label: Some(Arc::from(label)), condition }),
        None => row.good = false,
    }
}

fn path_name(path: &Path) -> String {
    shown(&key(&path.node))
}

/// What a column is called.
fn column_name(column: &Column) -> String {
    match column {
        Column::Tier => "阶次".to_owned(),
        Column::Fact(path) => path_name(path),
        Column::When => "当".to_owned(),
        Column::Applies => "适用".to_owned(),
        Column::Sanction(None) => "处罚".to_owned(),
        Column::Sanction(Some(target)) => format!("处罚({})", target.node),
        Column::Basis => "依据".to_owned(),
        Column::Note => "说明".to_owned(),
    }
}
