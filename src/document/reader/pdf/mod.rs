//! PDF with a text layer → lines of paragraphs: glyphs by where they stand, wrapped lines joined; page numbers are left out.
//!
//! Decoding the file and its fonts is `pdf-extract`'s; what it cannot bear is caught and told as a damaged file.

// Places on a page come as floating point; they become whole hundredths of a point at once, and no figure of law is among them.

mod fonts;
mod glyphs;
mod guard;

use pdf_extract::{MediaBox, OutputDev, OutputError, Transform, output_doc};

use crate::document::error::{DocumentError, DocumentLimits};
use crate::document::text::{Flow, Role};

/// The name of the thread in which a PDF is decoded: a panic there is caught and told as a damaged file, so that a hook need not tell it.
pub const PDF_THREAD: &str = "zhunsheng-pdf";

/// The stack of that thread.
const PDF_STACK: usize = 64 << 20;

pub(super) fn read(bytes: &[u8], limits: &DocumentLimits) -> Result<Flow, DocumentError> {
    let mut pages = Pages { limit: limits.text, most: limits.glyphs, ..Pages::default() };
    let mut decode = || {
        let (document, untold) = guard::open(bytes, limits)?;
        output_doc(&document, &mut pages).map_err(DocumentError::damaged_by)?;
        Ok(untold)
    };
    // The crates that decode PDF panic on some damaged files, and recurse on nested ones.
    let ended = std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().name(PDF_THREAD.to_owned()).stack_size(PDF_STACK).spawn_scoped(scope, &mut decode);
        thread
            .map_err(DocumentError::damaged_by)?
            .join()
            .unwrap_or_else(|_| Err(DocumentError::damaged("PDF 的内容不合规范", "the PDF is not as its format has it")))
    });
    if let Some(full) = pages.full {
        return Err(full);
    }
    let untold = ended?;
    if let Some(font) = untold.into_iter().next().filter(|_| pages.mostly_untold()) {
        return Err(DocumentError::NoCharacters { font });
    }
    let lines = pages.lines();
    let mut flow = Flow::default();
    paragraphs(&lines).iter().for_each(|paragraph| flow.line(paragraph, Role::Text));
    Ok(flow)
}

/// A character where it stands, in hundredths of a point; `y` grows upwards.
#[derive(Debug, Clone)]
struct Glyph {
    page: u32,
    left: i64,
    right: i64,
    y: i64,
    size: i64,
    text: String,
}

#[derive(Debug, Default)]
struct Pages {
    page: u32,
    glyphs: Vec<Glyph>,
    bytes: usize,
    limit: usize,
    most: usize,
    full: Option<DocumentError>,
}

#[expect(clippy::cast_possible_truncation, clippy::float_arithmetic, reason = "a place on a page; what is beyond i64 saturates")]
fn hundredths(points: f64) -> i64 {
    (points * 100.0) as i64
}

impl OutputDev for Pages {
    fn begin_page(&mut self, page: u32, _: &MediaBox, _: Option<(f64, f64, f64, f64)>) -> Result<(), OutputError> {
        self.page = page;
        Ok(())
    }

    fn end_page(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    #[expect(clippy::float_arithmetic, reason = "the size of a character on the page")]
    fn output_character(&mut self, at: &Transform, width: f64, _: f64, size: f64, text: &str) -> Result<(), OutputError> {
        self.bytes = self.bytes.saturating_add(text.len());
        if self.bytes > self.limit {
            self.full = Some(DocumentError::TooLarge { limit: "text", most: self.limit });
        } else if self.glyphs.len() >= self.most {
            self.full = Some(DocumentError::TooLarge { limit: "glyphs", most: self.most });
        }
        if self.full.is_some() {
            return Err(OutputError::from(std::fmt::Error));
        }
        let height = hundredths((at.m21.powi(2) + at.m22.powi(2)).sqrt() * size).max(1);
        let advance = hundredths((at.m11.powi(2) + at.m12.powi(2)).sqrt() * size * width).max(0);
        let left = hundredths(at.m31);
        self.glyphs.push(Glyph {
            page: self.page,
            left,
            right: left.saturating_add(advance),
            y: hundredths(at.m32),
            size: height,
            text: text.to_owned(),
        });
        Ok(())
    }

    fn begin_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_line(&mut self) -> Result<(), OutputError> {
        Ok(())
    }
}

/// A line of a page.
#[derive(Debug, Clone)]
struct Line {
    page: u32,
    left: i64,
    right: i64,
    size: i64,
    text: String,
}

impl Pages {
    /// Whether the fonts tell so few characters that what is read is not the document: a sign or a bullet may lack one.
    fn mostly_untold(&self) -> bool {
        let untold = self.glyphs.iter().filter(|glyph| glyph.text.contains(fonts::UNTOLD)).count();
        untold * 20 > self.glyphs.len()
    }

    /// The glyphs in lines from the top, without the numbers of pages.
    fn lines(&mut self) -> Vec<Line> {
        self.glyphs.sort_by_key(|g| (g.page, std::cmp::Reverse(g.y)));
        let mut rows: Vec<Vec<&Glyph>> = Vec::new();
        for glyph in &self.glyphs {
            let same = rows
                .last()
                .and_then(|row| row.first())
                .is_some_and(|first| first.page == glyph.page && first.y.saturating_sub(glyph.y) * 2 < first.size.max(glyph.size));
            match rows.last_mut() {
                Some(row) if same => row.push(glyph),
                _ => rows.push(vec![glyph]),
            }
        }
        let lines: Vec<Line> = rows.into_iter().filter_map(line).collect();
        let edge = |at: usize| {
            let page = |at: Option<usize>| at.and_then(|at| lines.get(at)).map(|line| line.page);
            page(at.checked_sub(1)) != page(Some(at)) || page(Some(at + 1)) != page(Some(at))
        };
        lines.iter().enumerate().filter(|(at, line)| !(edge(*at) && is_page_number(&line.text))).map(|(_, line)| line.clone()).collect()
    }
}

/// A row of glyphs from the left; where they stand apart, a blank.
fn line(mut row: Vec<&Glyph>) -> Option<Line> {
    row.sort_by_key(|g| g.left);
    let (first, size) = (row.first()?, row.iter().map(|g| g.size).max()?);
    let mut line = Line { page: first.page, left: first.left, right: first.left, size, text: String::new() };
    for glyph in row {
        let apart = glyph.left.saturating_sub(line.right);
        // Chinese is set without blanks, so that only a wide space is one.
        let wide = if line.text.chars().next_back().is_some_and(|c| c.is_ascii_graphic()) { size / 5 } else { size };
        if !line.text.is_empty() && apart > wide {
            line.text.push(' ');
        }
        line.text.push_str(&glyph.text);
        line.right = line.right.max(glyph.right);
    }
    line.text = line.text.trim().to_owned();
    (!line.text.is_empty()).then_some(line)
}

/// `— 3 —`, `3`, `第 3 页`, `3/12`
fn is_page_number(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    (1..=8).contains(&digits) && text.chars().all(|c| c.is_ascii_digit() || c.is_whitespace() || "-—－–·/第页共,，".contains(c))
}

/// Joins the lines that a paragraph was wrapped into: one that is full goes on in the next, unless that is indented.
fn paragraphs(lines: &[Line]) -> Vec<String> {
    let left = commonest(lines.iter().map(|line| line.left));
    let right = lines.iter().map(|line| line.right).max().unwrap_or(0);
    let mut paragraphs: Vec<String> = Vec::new();
    let mut before: Option<&Line> = None;
    for line in lines {
        let goes_on = before.is_some_and(|before| {
            let full = before.right + before.size + before.size / 2 >= right;
            let flush = line.left <= left + line.size / 2;
            full && flush && (before.size - line.size).abs() * 5 <= line.size
        });
        match paragraphs.last_mut() {
            Some(paragraph) if goes_on => {
                let words =
                    paragraph.ends_with(|c: char| c.is_ascii_alphanumeric()) && line.text.starts_with(|c: char| c.is_ascii_alphanumeric());
                if words {
                    paragraph.push(' ');
                }
                paragraph.push_str(&line.text);
            }
            _ => paragraphs.push(line.text.clone()),
        }
        before = Some(line);
    }
    paragraphs
}

/// The left end that most lines have, to the point.
fn commonest(ends: impl Iterator<Item = i64>) -> i64 {
    let mut counts: std::collections::BTreeMap<i64, usize> = std::collections::BTreeMap::new();
    for end in ends {
        *counts.entry(end / 100).or_default() += 1;
    }
    counts.into_iter().max_by_key(|(end, count)| (*count, std::cmp::Reverse(*end))).map_or(0, |(end, _)| end * 100)
}
