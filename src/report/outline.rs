//! A document of headings, lists and tables, printed as plain text or as Markdown; it knows no reports.

/// A part of a document.
pub(super) enum Part {
    /// a heading, its level from 1
    Heading(usize, String),
    /// a paragraph
    Line(String),
    /// an item of a list, its level from 0, numbered or not
    Item(usize, String),
    /// a numbered item, from 1
    Numbered(usize, String),
    /// a table: headings and rows
    Table(Vec<String>, Vec<Vec<String>>),
}

/// A document in the making.
#[derive(Default)]
pub(super) struct Outline {
    parts: Vec<Part>,
}

impl Outline {
    pub(super) fn heading(&mut self, level: usize, text: impl Into<String>) {
        self.parts.push(Part::Heading(level, text.into()));
    }

    pub(super) fn line(&mut self, text: impl Into<String>) {
        self.parts.push(Part::Line(text.into()));
    }

    pub(super) fn item(&mut self, level: usize, text: impl Into<String>) {
        self.parts.push(Part::Item(level, text.into()));
    }

    pub(super) fn numbered(&mut self, lines: impl IntoIterator<Item = String>) {
        self.parts.extend(lines.into_iter().enumerate().map(|(at, line)| Part::Numbered(at + 1, line)));
    }

    pub(super) fn table(&mut self, headings: Vec<String>, rows: Vec<Vec<String>>) {
        self.parts.push(Part::Table(headings, rows));
    }

    /// As plain text: headings bare, lists indented, tables as lines of `名称：值`.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        for part in &self.parts {
            let line = match part {
                Part::Heading(1, heading) => format!("{heading}\n{}", "═".repeat(32)),
                Part::Heading(2, heading) => format!("\n■ {heading}"),
                Part::Heading(_, heading) => format!("  {heading}"),
                Part::Line(line) => format!("  {line}"),
                Part::Item(level, item) => format!("  {}- {item}", "  ".repeat(*level)),
                Part::Numbered(number, item) => format!("  {number}. {item}"),
                Part::Table(_, rows) => {
                    let rows: Vec<String> = rows.iter().map(|row| format!("  {}", row.join("：").trim_end_matches('：'))).collect();
                    rows.join("\n")
                }
            };
            text.push_str(&line);
            text.push('\n');
        }
        text
    }

    /// As Markdown.
    pub(super) fn markdown(&self) -> String {
        let mut text = String::new();
        let mut in_list = false;
        for part in &self.parts {
            let list = matches!(part, Part::Item(..) | Part::Numbered(..));
            let joins = list && in_list;
            if !text.is_empty() && !joins {
                text.push('\n');
            }
            in_list = list;
            match part {
                Part::Heading(level, heading) => text.push_str(&format!("{} {}\n", "#".repeat(*level), escape(heading))),
                Part::Line(line) => text.push_str(&format!("{}\n", escape(line))),
                Part::Item(level, item) => text.push_str(&format!("{}- {}\n", "  ".repeat(*level), escape(item))),
                Part::Numbered(number, item) => text.push_str(&format!("{number}. {}\n", escape(item))),
                Part::Table(headings, rows) => {
                    text.push_str(&row(headings));
                    text.push_str(&format!("|{}\n", " --- |".repeat(headings.len())));
                    rows.iter().for_each(|cells| text.push_str(&row(cells)));
                }
            }
        }
        text
    }
}

fn row(cells: &[String]) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| escape(cell)).collect();
    format!("| {} |\n", cells.join(" | "))
}

/// Text that a case brings must not become markup.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '<' | '>' | '[' | ']' | '|' | '#' | '~' => {
                escaped.push('\\');
                escaped.push(c);
            }
            '\n' | '\r' => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}
