//! Tables that a web page lost the frame of: a cell a line, set together again as one table; it does not know which cells make a row.

use super::lines::{attachment_head, whole_date};
use crate::document::marker::marker;
use crate::document::text::{Flow, Role, ends_sentence, squeeze};

/// The fewest lines that are a table: fewer may be names, or a heading with a figure below.
const FEWEST: usize = 12;

/// The longest cell.
const CELL: usize = 15;

/// Gives each run of cells the role of rows of one table.
pub(super) fn set_together(flow: &mut Flow) {
    let mut at = 0;
    while at < flow.lines.len() {
        let run = flow.lines.iter().skip(at).take_while(|line| line.role == Role::Text && is_cell(flow.slice(line.range))).count();
        let lines = flow.lines.get(at..at + run).unwrap_or_default();
        let figures = lines.iter().filter(|line| is_figure(flow.slice(line.range))).count();
        // Where a third are figures, these are no names or headings.
        if run >= FEWEST && figures * 3 >= run {
            // What is written over a table stays over it.
            let titled = lines.iter().take_while(|line| squeeze(flow.slice(line.range)).ends_with('表')).count();
            let table = flow.new_table();
            for line in flow.lines.iter_mut().skip(at + titled).take(run - titled) {
                line.role = Role::Row(table);
            }
        }
        at += run.max(1);
    }
}

fn is_cell(text: &str) -> bool {
    let short = squeeze(text).chars().count() <= CELL;
    short && marker(text).is_none() && !ends_sentence(text) && whole_date(text).is_none() && attachment_head(text).is_none()
}

/// A number, perhaps with a remark: `1200`, `3.5%`, `70（实招45）`.
fn is_figure(text: &str) -> bool {
    let text = squeeze(text);
    let after = text.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '－' | '%' | '％'));
    after.len() < text.len() && (after.is_empty() || after.starts_with(['（', '(']))
}
