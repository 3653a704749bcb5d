//! Tables: rows are cut into cells here, and each cell is read by the kind of its column.

use super::{Builder, Parts, only};
use crate::diagnostic::{Span, Spanned, SyntaxProblem};
use crate::syntax::parser::diagnose;
use crate::syntax::parser::grammar::Rule;
use crate::syntax::parser::matcher::Pair;
use crate::syntax::parser::scan::{Piece, pieces};
use crate::syntax::tree::{Cell, Column, CrossRow, CrossTable, Name, Path, Table};

/// A cell as offsets of the source, without outer blanks.
#[derive(Debug, Clone, Copy)]
struct Slot {
    start: usize,
    end: usize,
}

/// A row of slots with its own place.
struct Row {
    slots: Vec<Slot>,
    span: Span,
}

impl Builder<'_> {
    /// The rows of a table; lines that are none are reported.
    fn rows(&mut self, pair: Pair<'_>) -> Vec<Row> {
        let mut rows = Vec::new();
        for part in Parts::of(pair).rest() {
            let span = self.span(&part);
            if part.as_rule() == Rule::bad {
                self.report(SyntaxProblem::NotARow { found: diagnose::excerpt(part.as_str()) }, span);
                continue;
            }
            let slots = self.slots(self.base + part.start(), part.as_str(), span);
            // A line of dashes under the header, as Markdown has it, says nothing.
            if !slots.iter().all(|s| self.is_rule_line(*s)) {
                rows.push(Row { slots, span });
            }
        }
        rows
    }

    fn is_rule_line(&self, slot: Slot) -> bool {
        let text = self.slice(slot);
        text.len() > 1 && text.chars().all(|c| matches!(c, '-' | ':'))
    }

    fn slice(&self, slot: Slot) -> &str {
        self.text.get(slot.start..slot.end).unwrap_or_default()
    }

    /// Cuts a row at its bars; quoted texts are left whole.
    fn slots(&mut self, base: usize, text: &str, span: Span) -> Vec<Slot> {
        let mut slots = Vec::new();
        let mut from = None;
        for (start, end, piece) in pieces(text) {
            if matches!(piece, Piece::Char('|' | '｜')) {
                if let Some(from) = from {
                    slots.push(trimmed(text, from, start, base));
                }
                from = Some(end);
            }
        }
        if let Some(from) = from {
            let last = trimmed(text, from, text.len(), base);
            if last.start < last.end {
                self.report(SyntaxProblem::UnclosedRow {}, span.at_end());
                slots.push(last);
            }
        }
        slots
    }

    pub(super) fn tier_table(&mut self, pair: Pair<'_>) -> Option<Table> {
        let span = self.span(&pair);
        let mut rows = self.rows(pair).into_iter();
        let Some(header) = rows.next() else {
            self.report(SyntaxProblem::NoHeader {}, span);
            return None;
        };
        let before = self.diagnostics.len();
        let columns: Vec<_> = header.slots.iter().map(|slot| self.column(*slot)).collect();
        let known: Option<Vec<_>> = columns.iter().cloned().collect();
        let mut built = Vec::new();
        for row in rows {
            self.count_cells(&row, columns.len());
            let mut cells = Vec::new();
            for (at, column) in columns.iter().enumerate() {
                cells.push(match (row.slots.get(at), column) {
                    (Some(slot), Some(column)) => self.cell(&column.node, *slot),
                    (Some(slot), None) => Spanned::new(Cell::Bad(self.slice(*slot).to_owned()), self.place(slot.start, slot.end)),
                    (None, _) => Spanned::new(Cell::Any, row.span.at_end()),
                });
            }
            built.push(Spanned::new(cells, row.span));
        }
        // What was lost of the table must not be lost of the text: a faulty table is kept word for word.
        if self.diagnostics.len() > before {
            return None;
        }
        Some(Table { columns: known?, rows: built })
    }

    fn count_cells(&mut self, row: &Row, expected: usize) {
        let found = row.slots.len();
        if found < expected {
            self.report(SyntaxProblem::TooFewCells { found, expected }, row.span);
        } else if found > expected {
            self.report(SyntaxProblem::TooManyCells { found, expected }, row.span);
        }
    }

    fn column(&mut self, slot: Slot) -> Option<Spanned<Column>> {
        let span = self.place(slot.start, slot.end);
        let column = self.run(Rule::column, slot.start, slot.end, |builder, pair| builder.column_of(pair));
        if column.is_none() {
            let found = diagnose::excerpt(self.slice(slot));
            self.report(SyntaxProblem::UnknownColumn { found }, span);
        }
        Some(Spanned::new(column?, span))
    }

    fn column_of(&self, pair: Pair<'_>) -> Option<Column> {
        let inner = pair.into_inner().next()?;
        Some(match inner.as_rule() {
            Rule::kw_tier => Column::Tier,
            Rule::kw_when => Column::When,
            Rule::kw_applies => Column::Applies,
            Rule::kw_basis => Column::Basis,
            Rule::kw_note => Column::Note,
            Rule::sanction_column => Column::Sanction(self.names(inner).pop()),
            Rule::free_path => Column::Fact(self.path(inner)),
            _ => return None,
        })
    }

    /// One cell, read by its column.
    fn cell(&mut self, column: &Column, slot: Slot) -> Spanned<Cell> {
        let rule = match column {
            Column::Tier | Column::Applies => Rule::cell_name,
            Column::Fact(_) => Rule::cell_test,
            Column::When => Rule::cell_condition,
            Column::Sanction(_) => Rule::cell_sanction,
            Column::Basis => Rule::cell_citations,
            Column::Note => {
                let text = self.slice(slot);
                let quoted = matches!(pieces(text).next(), Some((_, end, Piece::Text)) if end == text.len());
                let text = if quoted { super::unquote(text) } else { text };
                let cell = if text == "-" || text == "－" { Cell::Any } else { Cell::Text(text.to_owned()) };
                return Spanned::new(cell, self.place(slot.start, slot.end));
            }
        };
        self.cell_by(rule, slot)
    }

    fn cell_by(&mut self, rule: Rule, slot: Slot) -> Spanned<Cell> {
        let span = self.place(slot.start, slot.end);
        let before = self.diagnostics.len();
        let cell = match self.run(rule, slot.start, slot.end, Self::cell_of) {
            Some(cell) => cell,
            None => {
                if self.diagnostics.len() == before {
                    diagnose::stretch(self, rule, slot.start, slot.end);
                }
                Cell::Bad(self.slice(slot).to_owned())
            }
        };
        Spanned::new(cell, span)
    }

    fn cell_of(&mut self, pair: Pair<'_>) -> Option<Cell> {
        let inner = pair.into_inner().next()?;
        Some(match inner.as_rule() {
            Rule::cell_any => Cell::Any,
            Rule::kw_other => Cell::Otherwise,
            Rule::range => Cell::Range(self.range(inner)?.node),
            Rule::values => Cell::Values(self.values(inner)?),
            Rule::not_values => Cell::NotValues(self.values(only(inner)?)?),
            Rule::condition => Cell::Condition(self.condition(inner)?.node),
            Rule::sanction => Cell::Sanction(self.sanction(inner)?.node),
            Rule::citations => Cell::Basis(self.citations(inner)?),
            Rule::free_name => Cell::Name(self.name(inner)),
            _ => return self.unread(&inner),
        })
    }

    fn values(&mut self, pair: Pair<'_>) -> Option<Vec<Spanned<crate::syntax::tree::Expr>>> {
        Parts::of(pair).rest().map(|p| self.expr(p)).collect()
    }

    /// The test of a row of a factor: the pair of the rule `factor_test`.
    pub(super) fn factor_test(&mut self, pair: Pair<'_>) -> Option<Spanned<Cell>> {
        let span = self.span(&pair);
        let inner = pair.into_inner().find(|p| p.as_rule() != Rule::kw_when)?;
        let cell = match inner.as_rule() {
            Rule::kw_other => Cell::Otherwise,
            Rule::range => Cell::Range(self.range(inner)?.node),
            Rule::values => Cell::Values(self.values(inner)?),
            Rule::condition => Cell::Condition(self.condition(inner)?.node),
            _ => return self.unread(&inner),
        };
        Some(Spanned::new(cell, span))
    }

    pub(super) fn cross_table(&mut self, pair: Pair<'_>) -> Option<CrossTable> {
        let span = self.span(&pair);
        let mut rows = self.rows(pair).into_iter();
        let Some(header) = rows.next() else {
            self.report(SyntaxProblem::NoHeader {}, span);
            return None;
        };
        let before = self.diagnostics.len();
        let corner = header.slots.iter().position(|s| self.slice(*s).contains(['\\', '＼']));
        let Some(corner) = corner else {
            self.report(SyntaxProblem::NoCorner {}, header.span);
            return None;
        };
        let mut row_facts = Vec::new();
        let mut column_fact = None;
        let mut columns = Vec::new();
        for (at, slot) in header.slots.iter().enumerate() {
            if at < corner {
                row_facts.extend(self.facts_of(Rule::fact_column, *slot));
            } else if at == corner {
                let mut pair = self.facts_of(Rule::corner, *slot).into_iter();
                row_facts.extend(pair.next());
                column_fact = pair.next();
            } else {
                columns.push(self.cell_by(Rule::cell_test, *slot));
            }
        }
        let mut built = Vec::new();
        for row in rows {
            self.count_cells(&row, header.slots.len());
            let mut headings = Vec::new();
            let mut cells = Vec::new();
            for (at, slot) in row.slots.iter().enumerate().take(header.slots.len()) {
                if at <= corner {
                    headings.push(self.cell_by(Rule::cell_test, *slot));
                } else {
                    cells.push(self.cell_by(Rule::cell_sanction, *slot));
                }
            }
            built.push(Spanned::new(CrossRow { headings, cells }, row.span));
        }
        if self.diagnostics.len() > before {
            return None;
        }
        Some(CrossTable { row_facts, column_fact: column_fact?, columns, rows: built })
    }

    /// The paths of a heading; a heading without them is reported.
    fn facts_of(&mut self, rule: Rule, slot: Slot) -> Vec<Path> {
        let read = self.run(rule, slot.start, slot.end, |builder, pair| Some(Parts::of(pair).rest().map(|p| builder.path(p)).collect()));
        let paths: Vec<Path> = read.unwrap_or_default();
        if paths.is_empty() {
            let found = diagnose::excerpt(self.slice(slot));
            self.report(SyntaxProblem::UnknownColumn { found }, self.place(slot.start, slot.end));
        }
        paths
    }

    /// Names after a list of names, for clauses that hold nothing else.
    pub(super) fn name_list(&self, pair: Pair<'_>) -> Vec<Name> {
        only(pair).map(|names| self.names(names)).unwrap_or_default()
    }
}

fn trimmed(text: &str, from: usize, to: usize, base: usize) -> Slot {
    let part = text.get(from..to).unwrap_or_default();
    let start = from + (part.len() - part.trim_start().len());
    let end = start + part.trim().len();
    Slot { start: base + start, end: base + end }
}
