//! Tables, aligned by how wide Chinese characters are shown.

use super::layout::{NamePlace, Printer, quoted};
use crate::diagnostic::{Span, Spanned};
use crate::syntax::tree::{Cell, Column, CrossTable, Expr, FactorRow, Table};
use unicode_width::UnicodeWidthStr;

impl Printer<'_> {
    pub(super) fn tier_table(&mut self, table: &Table, span: Span) {
        let header: Vec<String> = table.columns.iter().map(|c| self.aside(|p| p.column_title(&c.node))).collect();
        let mut rows = vec![(header, table.columns.first().map_or(span, |c| c.span))];
        for row in &table.rows {
            rows.push((row.node.iter().map(|c| self.aside(|p| p.cell(&c.node, false))).collect(), row.span));
        }
        self.rows(&rows, span);
    }

    pub(super) fn cross_table(&mut self, table: &CrossTable, span: Span) {
        let mut header: Vec<String> = table.row_facts.iter().map(|f| self.aside(|p| p.free_path(f))).collect();
        if let Some(corner) = header.last_mut() {
            let across = self.aside(|p| p.free_path(&table.column_fact));
            corner.push_str(" \\ ");
            corner.push_str(&across);
        }
        header.extend(table.columns.iter().map(|c| self.aside(|p| p.cell(&c.node, false))));
        let mut rows = vec![(header, table.column_fact.span)];
        for row in &table.rows {
            let cells = row.node.headings.iter().chain(&row.node.cells);
            rows.push((cells.map(|c| self.aside(|p| p.cell(&c.node, false))).collect(), row.span));
        }
        self.rows(&rows, span);
    }

    fn rows(&mut self, rows: &[(Vec<String>, Span)], span: Span) {
        let columns = rows.iter().map(|(cells, _)| cells.len()).max().unwrap_or(0);
        let widths: Vec<usize> =
            (0..columns).map(|at| rows.iter().filter_map(|(cells, _)| cells.get(at)).map(|c| c.width()).max().unwrap_or(0)).collect();
        let start = rows.first().map_or(span, |(_, s)| *s).range().start;
        self.braces(Some(start), span.range().end.saturating_sub(1), |p| {
            for (cells, span) in rows {
                p.line(*span, true, |p| {
                    p.put("|");
                    for (cell, width) in cells.iter().zip(&widths) {
                        let fill = " ".repeat(width.saturating_sub(cell.width()));
                        p.put(&format!(" {cell}{fill} |"));
                    }
                });
            }
        });
    }

    fn column_title(&mut self, column: &Column) {
        match column {
            Column::Tier => self.put(self.kw("tier")),
            Column::Fact(path) => self.free_path(path),
            Column::When => self.put(self.kw("when")),
            Column::Applies => self.put(self.kw("applies")),
            Column::Sanction(target) => {
                self.put(self.kw("sanction"));
                if let Some(target) = target {
                    self.put("(");
                    self.name(&target.node, NamePlace::Reserved);
                    self.put(")");
                }
            }
            Column::Basis => self.put(self.kw("basis")),
            Column::Note => self.put(self.kw("note")),
        }
    }

    /// A cell, or the test of a factor's row, where a condition has its keyword.
    fn cell(&mut self, cell: &Cell, with_keyword: bool) {
        match cell {
            Cell::Any => self.put("-"),
            Cell::Otherwise => self.put(self.kw("other")),
            Cell::Name(name) => self.name(&name.node, NamePlace::Free),
            Cell::Range(range) => self.range(range),
            Cell::Values(values) => self.cell_values(values),
            Cell::NotValues(values) => {
                // 非 reads better than 未 before a value.
                let not = if self.is_english() { self.kw("not") } else { "非" };
                self.put(not);
                self.put(" ");
                self.cell_values(values);
            }
            Cell::Condition(condition) => {
                if with_keyword {
                    self.lead("when");
                }
                self.condition(condition);
            }
            Cell::Sanction(sanction) => self.sanction(sanction),
            Cell::Basis(citations) => {
                for (at, citation) in citations.iter().enumerate() {
                    if at > 0 {
                        self.put(", ");
                    }
                    self.put(&citation.node.to_string());
                }
            }
            Cell::Text(text) => {
                let plain = !text.is_empty()
                    && text != "-"
                    && text.trim() == text
                    && !text.contains(['|', '｜', '#', '＃', '“', '「', '"', '＂', '{', '}', '｛', '｝'])
                    && !is_rule(text);
                let text = if plain { text.clone() } else { quoted(text) };
                self.put(&text);
            }
            Cell::Bad(text) => self.put(text),
        }
    }

    fn cell_values(&mut self, values: &[Spanned<Expr>]) {
        for (at, value) in values.iter().enumerate() {
            if at > 0 {
                self.put(", ");
            }
            self.expr(&value.node);
        }
    }

    /// The rows of a factor: on one line where they fit and nothing is remarked on them.
    pub(super) fn factor_rows(&mut self, rows: &[FactorRow], span: Span) {
        let parts: Vec<String> = rows
            .iter()
            .map(|row| {
                self.aside(|p| {
                    p.cell(&row.test.node, true);
                    p.put(": ");
                    p.put(&crate::law::Ratio::from_exact(row.ratio.node).to_string());
                })
            })
            .collect();
        let line = format!("{{ {} }}", parts.join("; "));
        if parts.is_empty() {
            self.put("{ }");
        } else if self.column() + line.width() <= super::layout::WIDTH && !self.has_comment_before(span.range().end) {
            self.put(&line);
        } else {
            let start = rows.first().map_or(span, |r| r.test.span).range().start;
            self.braces(Some(start), span.range().end.saturating_sub(1), |p| {
                for (row, part) in rows.iter().zip(&parts) {
                    p.line(row.test.span.to(row.ratio.span), false, |p| p.put(part));
                }
            });
        }
    }
}

/// Whether a text would be read as a line of dashes.
fn is_rule(text: &str) -> bool {
    text.chars().all(|c| matches!(c, '-' | '－' | '—' | ':'))
}
