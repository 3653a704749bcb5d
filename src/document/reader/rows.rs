//! Tables as rows of cells, for HTML and Word alike; one that only lays out a page is taken apart into its lines.

use crate::document::text::{Flow, Role};

/// From how many lines beside a table in it on a cell is a page.
const PAGE: usize = 2;

/// A table that is being read.
#[derive(Clone, Debug, Default)]
pub(super) struct Rows {
    /// Rows of cells of lines.
    rows: Vec<Vec<Vec<Line>>>,
    /// How many tables stand in its cells.
    inner: u32,
}

/// A line of a cell; a row of a table in the cell has the number of that table among those in its cells.
#[derive(Clone, Debug)]
struct Line {
    text: String,
    role: Role,
}

impl Rows {
    pub(super) fn new_row(&mut self) {
        self.rows.push(Vec::new());
    }

    pub(super) fn new_cell(&mut self) {
        if self.rows.is_empty() {
            self.new_row();
        }
        if let Some(row) = self.rows.last_mut() {
            row.push(Vec::new());
        }
    }

    pub(super) fn in_cell(&self) -> bool {
        self.rows.last().is_some_and(|row| !row.is_empty())
    }

    /// A line within the open cell.
    pub(super) fn line(&mut self, text: &str, role: Role) {
        if let Some(cell) = self.rows.last_mut().and_then(|row| row.last_mut()) {
            cell.push(Line { text: text.to_owned(), role });
        }
    }

    /// A table within the open cell: its rows are lines of the cell.
    pub(super) fn nest(&mut self, inner: Rows) {
        let before = self.inner;
        let lines: Vec<Line> = if inner.lays_out() {
            self.inner = self.inner.saturating_add(inner.inner);
            let moved = |line: Line| match line.role {
                Role::Row(table) => Line { role: Role::Row(before.saturating_add(table)), ..line },
                Role::Text | Role::Heading(_) | Role::Note | Role::Front => line,
            };
            inner.rows.into_iter().flatten().flatten().map(moved).collect()
        } else {
            self.inner = self.inner.saturating_add(1);
            inner.rows.into_iter().map(|cells| Line { text: row(cells), role: Role::Row(before) }).collect()
        };
        for line in lines.into_iter().filter(|line| !line.text.trim().is_empty()) {
            if !self.in_cell() {
                self.new_cell();
            }
            self.line(&line.text, line.role);
        }
    }

    /// Whether it is a frame, not a table: no row has more than one cell with text, or a cell holds text around another table.
    fn lays_out(&self) -> bool {
        let written = |cell: &Vec<Line>| cell.iter().any(|line| !line.text.trim().is_empty());
        let single = self.rows.iter().all(|row| row.iter().filter(|cell| written(cell)).count() <= 1);
        let page = |cell: &Vec<Line>| {
            let rows = cell.iter().filter(|line| matches!(line.role, Role::Row(_))).count();
            rows > 0 && cell.len() - rows >= PAGE
        };
        single || self.rows.iter().flatten().any(page)
    }

    /// Writes it: a row a line, cells set off by tabs.
    pub(super) fn finish(self, flow: &mut Flow) {
        if self.lays_out() {
            let tables: Vec<u32> = (0..self.inner).map(|_| flow.new_table()).collect();
            for line in self.rows.into_iter().flatten().flatten() {
                let role = match line.role {
                    Role::Row(table) => tables.get(table as usize).map_or(Role::Text, |table| Role::Row(*table)),
                    role @ (Role::Text | Role::Heading(_) | Role::Note | Role::Front) => role,
                };
                flow.line(&line.text, role);
            }
            return;
        }
        let table = flow.new_table();
        for cells in self.rows {
            let line = row(cells);
            if !line.trim().is_empty() {
                flow.line(&line, Role::Row(table));
            }
        }
    }
}

fn row(cells: Vec<Vec<Line>>) -> String {
    let cell = |lines: Vec<Line>| lines.into_iter().map(|line| line.text).collect::<Vec<_>>().join(" ").replace('\t', " ");
    cells.into_iter().map(cell).collect::<Vec<_>>().join("\t")
}
