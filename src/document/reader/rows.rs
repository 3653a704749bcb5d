//! Tables as rows of cells, for HTML and Word alike; one that only lays out a page is taken apart into its lines.

use crate::document::text::{Flow, Role};

/// A table that is being read.
#[derive(Clone, Debug, Default)]
pub(super) struct Rows {
    /// Rows of cells of lines.
    rows: Vec<Vec<Vec<String>>>,
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
    pub(super) fn line(&mut self, line: &str) {
        if let Some(cell) = self.rows.last_mut().and_then(|row| row.last_mut()) {
            cell.push(line.to_owned());
        }
    }

    /// A table within the open cell: its rows are lines of the cell.
    pub(super) fn nest(&mut self, inner: Rows) {
        let lines: Vec<String> = match inner.lays_out() {
            true => inner.rows.into_iter().flatten().flatten().collect(),
            false => inner.rows.into_iter().map(row).collect(),
        };
        for line in lines.iter().filter(|line| !line.trim().is_empty()) {
            if self.in_cell() {
                self.line(line);
            } else {
                self.new_cell();
                self.line(line);
            }
        }
    }

    /// Whether no row has more than one cell with text: a frame, not a table.
    fn lays_out(&self) -> bool {
        self.rows.iter().all(|row| row.iter().filter(|cell| cell.iter().any(|line| !line.trim().is_empty())).count() <= 1)
    }

    /// Writes it: a row a line, cells set off by tabs.
    pub(super) fn finish(self, flow: &mut Flow) {
        if self.lays_out() {
            for line in self.rows.into_iter().flatten().flatten() {
                flow.line(&line, Role::Text);
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

fn row(cells: Vec<Vec<String>>) -> String {
    cells.into_iter().map(|lines| lines.join(" ").replace('\t', " ")).collect::<Vec<_>>().join("\t")
}
