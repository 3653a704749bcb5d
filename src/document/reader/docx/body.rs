//! The body of a Word file: paragraphs, tables, text boxes; tracked changes as accepted.

use std::collections::HashMap;

use super::numbering::{Numbering, ParagraphNumber};
use super::xml::{Attributes, Happening, each};
use crate::document::error::{DocumentError, DocumentLimits};
use crate::document::reader::rows::Rows;
use crate::document::text::{Flow, Role};

/// A paragraph that is being read.
#[derive(Default)]
struct Paragraph {
    text: String,
    number: ParagraphNumber,
    /// Whether its end was deleted, so that the next one goes on in it.
    joined: bool,
    /// The text boxes anchored in it, which come after it.
    boxes: Vec<Vec<(String, Role)>>,
}

struct Body<'a> {
    numbering: &'a mut Numbering,
    /// What other parts show in places of this one.
    chunks: &'a HashMap<String, Flow>,
    role: Role,
    /// Paragraphs within paragraphs: text boxes.
    open: Vec<Paragraph>,
    tables: Vec<Table>,
    /// How deep in elements that are not read: deletions, the second form of a drawing, field codes.
    skipped: usize,
    /// Whether the properties of a paragraph, not its text, are being read.
    properties: usize,
    /// Whether a change of the properties is being read: the former ones.
    former: usize,
    in_text: usize,
    notes: NoteState,
    carried: Option<Paragraph>,
    /// Whether the run being read is hidden, and what hidden runs hold, a line a paragraph.
    hidden: bool,
    concealed: String,
}

#[derive(Default)]
struct NoteState {
    /// The separator that Word keeps among the notes.
    separator: bool,
}

struct Table {
    rows: Rows,
    /// How many paragraphs were open where it began: its own are further in.
    depth: usize,
}

pub(super) fn read(
    part: &str,
    role: Role,
    numbering: &mut Numbering,
    chunks: &HashMap<String, Flow>,
    flow: &mut Flow,
    limits: &DocumentLimits,
) -> Result<(), DocumentError> {
    let mut body = Body {
        numbering,
        chunks,
        role,
        open: Vec::new(),
        tables: Vec::new(),
        skipped: 0,
        properties: 0,
        former: 0,
        in_text: 0,
        notes: NoteState::default(),
        carried: None,
        hidden: false,
        concealed: String::new(),
    };
    each(part, limits, |event| {
        match event {
            Happening::Open("altChunk", attributes) => body.chunk(attributes, flow),
            Happening::Open(name, attributes) => body.begin(name, attributes),
            Happening::Close(name) => body.end(name, flow),
            Happening::Text(text) => body.text(text),
        }
        if flow.text.len() > limits.text {
            return Err(DocumentError::TooLarge { limit: "text", most: limits.text });
        }
        Ok(())
    })?;
    if let Some(paragraph) = body.carried.take() {
        body.finish(paragraph, flow);
    }
    // A reader does not see it, who signs the document must: it is no body text, and is not lost.
    for line in body.concealed.lines().filter(|line| !line.trim().is_empty()) {
        flow.line(&format!("〔隐藏文字〕{}", line.trim()), Role::Note);
    }
    Ok(())
}

/// Elements whose text is not the document's: what was deleted or moved away, the second form of a drawing, codes of fields, how a
/// character is pronounced.
const SKIPPED: &[&str] = &["del", "moveFrom", "Fallback", "instrText", "delText", "delInstrText", "cellDel", "rt"];

impl Body<'_> {
    fn begin(&mut self, name: &str, attributes: &Attributes) {
        if matches!(name, "pPrChange" | "rPrChange") {
            self.former += 1;
        }
        if self.former > 0 {
            return;
        }
        // In the properties, `del` marks the paragraph's end as deleted.
        if self.properties > 0 && name == "del" {
            if let Some(paragraph) = self.open.last_mut() {
                paragraph.joined = true;
            }
            return;
        }
        if SKIPPED.contains(&name) {
            self.skipped += 1;
        }
        if self.skipped > 0 {
            return;
        }
        match name {
            "p" => {
                let carried = self.carried.take();
                self.open.push(carried.unwrap_or_default());
            }
            "pPr" => self.properties += 1,
            "r" => self.hidden = false,
            "vanish" if self.properties == 0 => self.hidden = attributes.on(),
            "t" => self.in_text += 1,
            "tab" if self.properties == 0 => self.text_here(" "),
            "br" | "cr" if self.properties == 0 => self.text_here("\n"),
            "noBreakHyphen" => self.text_here("-"),
            "footnote" | "endnote" => self.notes.separator = attributes.get("type").is_some_and(|kind| kind != "normal"),
            "txbxContent" => {
                if let Some(paragraph) = self.open.last_mut() {
                    paragraph.boxes.push(Vec::new());
                }
            }
            "tbl" => self.tables.push(Table { rows: Rows::default(), depth: self.open.len() }),
            "tr" => self.table(Rows::new_row),
            "tc" => self.table(Rows::new_cell),
            _ => self.property(name, attributes),
        }
    }

    fn table(&mut self, change: impl Fn(&mut Rows)) {
        if let Some(table) = self.tables.last_mut() {
            change(&mut table.rows);
        }
    }

    fn property(&mut self, name: &str, attributes: &Attributes) {
        let Some(paragraph) = self.open.last_mut().filter(|_| self.properties > 0) else { return };
        let number = &mut paragraph.number;
        match name {
            "pStyle" => number.style = attributes.get("val").map(str::to_owned),
            "numId" => number.instance = attributes.number("val"),
            "ilvl" => number.level = attributes.number("val").map(|level| level as usize),
            "outlineLvl" => number.outline = attributes.number("val").and_then(|level| u8::try_from(level).ok()),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.in_text > 0 && self.skipped == 0 && !self.notes.separator {
            self.text_here(text);
        }
    }

    fn text_here(&mut self, text: &str) {
        if self.hidden {
            self.concealed.push_str(text);
            return;
        }
        if let Some(paragraph) = self.open.last_mut() {
            paragraph.text.push_str(text);
        }
    }

    fn end(&mut self, name: &str, flow: &mut Flow) {
        if self.former > 0 {
            if matches!(name, "pPrChange" | "rPrChange") {
                self.former -= 1;
            }
            return;
        }
        if self.properties > 0 && name == "del" {
            return;
        }
        if self.skipped > 0 {
            if SKIPPED.contains(&name) {
                self.skipped -= 1;
            }
            return;
        }
        match name {
            "pPr" => self.properties = self.properties.saturating_sub(1),
            "t" => self.in_text = self.in_text.saturating_sub(1),
            "r" => self.hidden = false,
            "p" => {
                if !self.concealed.is_empty() && !self.concealed.ends_with('\n') {
                    self.concealed.push('\n');
                }
                let Some(paragraph) = self.open.pop() else { return };
                if paragraph.joined {
                    // The end that is left is the next one's, and with it the number.
                    self.carried = Some(Paragraph { text: paragraph.text, boxes: paragraph.boxes, ..Paragraph::default() });
                } else {
                    self.finish(paragraph, flow);
                }
            }
            "tbl" => {
                let Some(table) = self.tables.pop() else { return };
                match self.tables.last_mut() {
                    Some(outer) => outer.rows.nest(table.rows),
                    None => table.rows.finish(flow),
                }
            }
            _ => {}
        }
    }

    /// Writes what another part shows here.
    fn chunk(&mut self, attributes: &Attributes, flow: &mut Flow) {
        let Some(chunk) = attributes.get("id").and_then(|id| self.chunks.get(id)).filter(|_| self.skipped == 0) else { return };
        let in_cell = self.tables.last_mut().filter(|table| table.depth == self.open.len() && table.rows.in_cell());
        match in_cell {
            Some(table) => chunk.lines.iter().for_each(|line| table.rows.line(chunk.slice(line.range), Role::Text)),
            None => flow.append(chunk),
        }
    }

    /// Writes a paragraph that has ended: its number, its text, then its text boxes.
    fn finish(&mut self, paragraph: Paragraph, flow: &mut Flow) {
        let text = paragraph.text.trim();
        let mut lines: Vec<(String, Role)> = Vec::new();
        if !text.is_empty() {
            let label = self.numbering.next(&paragraph.number).unwrap_or_default();
            let role = match (self.role, self.numbering.heading(&paragraph.number)) {
                (Role::Text, Some(level)) => Role::Heading(level),
                (role, _) => role,
            };
            let whole = format!("{label}{text}");
            lines.extend(whole.split('\n').map(|line| (line.to_owned(), role)));
        }
        for lines_of_box in paragraph.boxes {
            lines.extend(lines_of_box);
        }
        if let Some(table) = self.tables.last_mut().filter(|table| table.depth == self.open.len() && table.rows.in_cell()) {
            lines.iter().for_each(|(line, role)| table.rows.line(line, *role));
            return;
        }
        match self.open.last_mut().and_then(|outer| outer.boxes.last_mut()) {
            Some(text_box) => text_box.extend(lines),
            None => lines.iter().for_each(|(line, role)| flow.line(line, *role)),
        }
    }
}
