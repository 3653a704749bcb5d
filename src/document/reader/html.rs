//! HTML: the text of a page, a line a block, tables as rows; a lean reader of tags that takes any bytes, not a browser.

use encoding_rs::Encoding;

use crate::document::error::{DocumentError, DocumentLimits};
use crate::document::reader::lists::Lists;
use crate::document::reader::rows::Rows;
use crate::document::text::{Flow, Role};

/// The encoding a page says it is in.
pub(super) fn charset(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(2048))?;
    let at = head.windows(8).position(|window| window.eq_ignore_ascii_case(b"charset="))?;
    let value = head.get(at + 8..)?;
    let label: Vec<u8> = value
        .iter()
        .copied()
        .skip_while(|b| matches!(b, b'"' | b'\'' | b' '))
        .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
        .collect();
    // Pages say gb2312 and mean the newest of its kind.
    Encoding::for_label(&label).map(|encoding| if encoding == encoding_rs::GBK { encoding_rs::GB18030 } else { encoding })
}

/// Elements whose text is not the page's.
const SILENT: &[&str] = &["script", "style", "title", "template", "noscript", "select", "svg", "iframe", "textarea", "button"];

/// Elements that end a line before and after them.
const BLOCKS: &[&str] = &[
    "p",
    "div",
    "br",
    "hr",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "section",
    "article",
    "header",
    "footer",
    "main",
    "nav",
    "aside",
    "form",
    "fieldset",
    "blockquote",
    "pre",
    "center",
    "address",
    "figure",
    "figcaption",
    "body",
    "html",
    "head",
    "caption",
    "thead",
    "tbody",
    "tfoot",
];

pub(super) fn read(page: &str, limits: &DocumentLimits) -> Result<Flow, DocumentError> {
    let mut reader = Reader {
        flow: Flow::default(),
        line: String::new(),
        heading: None,
        tables: Vec::new(),
        lists: Lists::of(page),
        silent: None,
        depth: 0,
    };
    let mut rest = page;
    // Past the last `>` nothing is a tag.
    let last = page.rfind('>').map_or(0, |at| page.len() - at);
    while let Some(at) = rest.find('<').filter(|at| last > 0 && rest.len() - at >= last) {
        reader.text(rest.get(..at).unwrap_or_default());
        rest = rest.get(at..).unwrap_or_default();
        let taken = match tag(rest) {
            Some((found, bytes)) => {
                reader.tag(&found, page.len() - rest.len(), limits)?;
                bytes
            }
            None => {
                reader.text("<");
                1
            }
        };
        rest = rest.get(taken..).unwrap_or_default();
        // Script and style hold signs that are no tags: all is passed over up to their end.
        if let Some(name) = reader.silent {
            let end = find_end(rest, name).unwrap_or(rest.len());
            rest = rest.get(end..).unwrap_or_default();
        }
        if reader.flow.text.len() > limits.text {
            return Err(DocumentError::TooLarge { limit: "text", most: limits.text });
        }
    }
    reader.text(rest);
    reader.end_line();
    while reader.tables.pop().map(|rows| rows.finish(&mut reader.flow)).is_some() {}
    Ok(reader.flow)
}

/// Where the end tag of an element starts; a page has few such elements, and each is passed over once.
fn find_end(text: &str, name: &str) -> Option<usize> {
    text.match_indices("</").map(|(at, _)| at).find(|at| {
        let after = text.get(at + 2..).unwrap_or_default();
        after.get(..name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name))
            && after.get(name.len()..).is_some_and(|tail| tail.starts_with(|c: char| c == '>' || c.is_ascii_whitespace()))
    })
}

pub(super) enum Tag<'t> {
    /// The name, whether it closes itself, and the tag as written.
    Open(String, bool, &'t str),
    Close(String),
    /// A comment, a declaration, an instruction.
    Other,
}

/// Reads a tag at the start of `text`; gives it with its length in bytes.
pub(super) fn tag(text: &str) -> Option<(Tag<'_>, usize)> {
    if text.starts_with("<!--") {
        let end = text.find("-->").map_or(text.len(), |at| at + 3);
        return Some((Tag::Other, end));
    }
    let body = text.get(1..)?;
    let first = body.chars().next()?;
    if matches!(first, '!' | '?') {
        return Some((Tag::Other, text.find('>').map_or(text.len(), |at| at + 1)));
    }
    let closes = first == '/';
    let body = if closes { body.get(1..)? } else { body };
    if !body.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let name: String = body.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').take(40).collect();
    let mut quote = None;
    let mut end = None;
    for (at, c) in text.char_indices().take(1_024) {
        match (quote, c) {
            (None, '>') => {
                end = Some(at);
                break;
            }
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if c == open => quote = None,
            _ => {}
        }
    }
    // An attribute whose quotation is not closed ends at the next `>` all the same.
    let end = end.or_else(|| text.find('>'))?;
    let whole = text.get(..end).unwrap_or_default();
    let empty = whole.ends_with('/');
    let name = name.to_ascii_lowercase();
    Some((if closes { Tag::Close(name) } else { Tag::Open(name, empty, whole) }, end + 1))
}

struct Reader {
    flow: Flow,
    line: String,
    heading: Option<u8>,
    tables: Vec<Rows>,
    lists: Lists,
    silent: Option<&'static str>,
    depth: usize,
}

impl Reader {
    fn text(&mut self, text: &str) {
        if self.silent.is_some() {
            return;
        }
        let mut blank = self.line.ends_with(' ') || self.line.is_empty();
        for c in unescape(text).chars() {
            // Breaks of the source are blanks; those of U+3000 and U+00A0 the page means.
            if c.is_ascii_whitespace() {
                if !blank {
                    self.line.push(' ');
                }
                blank = true;
            } else {
                self.line.push(c);
                blank = false;
            }
        }
    }

    fn end_line(&mut self) {
        let line = std::mem::take(&mut self.line);
        if line.trim().is_empty() {
            return;
        }
        let line = self.lists.label(line);
        let role = self.heading.map_or(Role::Text, Role::Heading);
        match self.tables.last_mut() {
            Some(table) if table.in_cell() => table.line(line.trim(), role),
            _ => self.flow.line(line.trim_end(), role),
        }
    }

    fn tag(&mut self, tag: &Tag<'_>, at: usize, limits: &DocumentLimits) -> Result<(), DocumentError> {
        match tag {
            Tag::Open(name, empty, whole) => {
                self.open(name, *empty, limits)?;
                if self.silent.is_none() {
                    self.lists.open(name, whole, at, limits)?;
                }
                Ok(())
            }
            Tag::Close(name) => {
                let read = self.silent.is_none();
                self.close(name);
                if read {
                    self.lists.close(name);
                }
                Ok(())
            }
            Tag::Other => Ok(()),
        }
    }

    fn open(&mut self, name: &str, empty: bool, limits: &DocumentLimits) -> Result<(), DocumentError> {
        if let Some(silent) = SILENT.iter().find(|silent| **silent == name) {
            if !empty {
                self.silent = Some(silent);
            }
            return Ok(());
        }
        if let Some(level) = level(name) {
            self.end_line();
            self.heading = Some(level);
            return Ok(());
        }
        match name {
            "table" => {
                self.end_line();
                if self.depth >= limits.depth {
                    return Err(DocumentError::TooLarge { limit: "depth", most: limits.depth });
                }
                self.depth += 1;
                self.tables.push(Rows::default());
            }
            "tr" => {
                self.end_line();
                self.each_table(Rows::new_row);
            }
            "td" | "th" => {
                self.end_line();
                self.each_table(Rows::new_cell);
            }
            name if BLOCKS.contains(&name) => self.end_line(),
            _ => {}
        }
        Ok(())
    }

    fn each_table(&mut self, change: impl Fn(&mut Rows)) {
        if let Some(table) = self.tables.last_mut() {
            change(table);
        }
    }

    fn close(&mut self, name: &str) {
        if self.silent == Some(name) || self.silent.is_some_and(|silent| silent == name) {
            self.silent = None;
            return;
        }
        if level(name).is_some() {
            self.end_line();
            self.heading = None;
            return;
        }
        match name {
            "table" => {
                self.end_line();
                self.depth = self.depth.saturating_sub(1);
                if let Some(table) = self.tables.pop() {
                    match self.tables.last_mut() {
                        Some(outer) => outer.nest(table),
                        None => table.finish(&mut self.flow),
                    }
                }
            }
            "td" | "th" | "tr" => self.end_line(),
            name if BLOCKS.contains(&name) => self.end_line(),
            _ => {}
        }
    }
}

fn level(name: &str) -> Option<u8> {
    let level = name.strip_prefix('h')?.parse().ok()?;
    (1..=6).contains(&level).then_some(level)
}

/// The character entities of Chinese pages; one that is not known stays as it is written.
const ENTITIES: &[(&str, char)] = &[
    ("nbsp", '\u{A0}'),
    ("ensp", '\u{2002}'),
    ("emsp", '\u{2003}'),
    ("thinsp", '\u{2009}'),
    ("lt", '<'),
    ("gt", '>'),
    ("amp", '&'),
    ("quot", '"'),
    ("apos", '\''),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("laquo", '«'),
    ("raquo", '»'),
    ("middot", '·'),
    ("bull", '•'),
    ("hellip", '…'),
    ("mdash", '—'),
    ("ndash", '–'),
    ("times", '×'),
    ("divide", '÷'),
    ("plusmn", '±'),
    ("deg", '°'),
    ("permil", '‰'),
    ("sect", '§'),
    ("copy", '©'),
    ("reg", '®'),
    ("yen", '¥'),
    ("le", '≤'),
    ("ge", '≥'),
    ("lang", '〈'),
    ("rang", '〉'),
    ("zwnj", '\u{200C}'),
    ("zwj", '\u{200D}'),
];

fn unescape(text: &str) -> std::borrow::Cow<'_, str> {
    if !text.contains('&') {
        return text.into();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        match entity(after) {
            Some((c, bytes)) => {
                out.push(c);
                rest = after.get(bytes..).unwrap_or_default();
            }
            None => {
                out.push('&');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out.into()
}

/// Reads an entity after its `&`; gives its length in bytes.
fn entity(text: &str) -> Option<(char, usize)> {
    if let Some(number) = text.strip_prefix('#') {
        let (radix, digits) = number.strip_prefix(['x', 'X']).map_or((10, number), |digits| (16, digits));
        let count = digits.chars().take(8).take_while(|c| c.is_digit(radix)).count();
        let c = u32::from_str_radix(digits.get(..count)?, radix).ok().and_then(char::from_u32)?;
        let semicolon = usize::from(digits.get(count..)?.starts_with(';'));
        return Some((c, text.len() - digits.len() + count + semicolon));
    }
    let name: String = text.chars().take(10).take_while(char::is_ascii_alphanumeric).collect();
    let (_, c) = ENTITIES.iter().find(|(known, _)| *known == name)?;
    text.get(name.len()..)?.starts_with(';').then_some((*c, name.len() + 1))
}
