//! Word files (.docx): the package, its parts within limits; the body is read by `body`, numbers are counted by `numbering`.

mod body;
mod numbering;
mod relations;
mod xml;

use std::cell::Cell;
use std::collections::HashMap;
use std::io::{Cursor, Read as _};

use zip::ZipArchive;
use zip::result::ZipError;

use super::Format;
use crate::document::error::{DocumentError, DocumentLimits};
use crate::document::text::{Flow, Role};
use relations::Relations;

/// How deep Word files may stand within Word files.
const NESTED: usize = 2;

pub(super) fn read(bytes: &[u8], limits: &DocumentLimits) -> Result<Flow, DocumentError> {
    read_nested(bytes, limits, &Cell::new(limits.unpacked_all), NESTED)
}

fn read_nested(bytes: &[u8], limits: &DocumentLimits, left: &Cell<usize>, depth: usize) -> Result<Flow, DocumentError> {
    let mut package = Package { zip: ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken(&error))?, limits, left };
    if package.zip.len() > limits.parts {
        return Err(DocumentError::TooLarge { limit: "parts", most: limits.parts });
    }
    if package.zip.file_names().any(|name| name.is_ok_and(|name| name == "EncryptedPackage")) {
        return Err(DocumentError::Encrypted);
    }
    let Some((main, document)) = package.main()? else {
        return Err(DocumentError::Format { found: other(&package.zip).to_owned() });
    };
    let relations = package.relations(&main)?;
    let place = |kind: &str| relations.of_kind(kind).map_or_else(|| format!("word/{kind}.xml"), str::to_owned);
    let styles = package.text(&place("styles"))?.unwrap_or_default();
    let numbers = package.text(&place("numbering"))?.unwrap_or_default();
    let mut numbering = numbering::Numbering::read(&numbers, &styles, limits)?;
    let mut chunks = HashMap::new();
    for (id, name) in relations.all("aFChunk") {
        if let Some(bytes) = package.bytes(name)? {
            chunks.insert(id.to_owned(), chunk(&bytes, name, limits, left, depth)?);
        }
    }
    let mut flow = Flow::default();
    body::read(&document, Role::Text, &mut numbering, &chunks, &mut flow, limits)?;
    for notes in [place("footnotes"), place("endnotes")] {
        if let Some(notes) = package.text(&notes)? {
            body::read(&notes, Role::Note, &mut numbering, &HashMap::new(), &mut flow, limits)?;
        }
    }
    Ok(flow)
}

/// A part in a format of its own, which Word shows in its place.
fn chunk(bytes: &[u8], name: &str, limits: &DocumentLimits, left: &Cell<usize>, depth: usize) -> Result<Flow, DocumentError> {
    match Format::detect(bytes, name)? {
        Format::Docx => {
            let depth = depth.checked_sub(1).ok_or(DocumentError::TooLarge { limit: "depth", most: NESTED })?;
            read_nested(bytes, limits, left, depth)
        }
        #[cfg(feature = "html")]
        Format::Html => super::html::read(&super::encoding::decode(bytes, super::html::charset(bytes))?, limits),
        Format::Plain if name.to_ascii_lowercase().ends_with(".txt") => Ok(super::plain::read(&super::encoding::decode(bytes, None)?)),
        _ => Err(DocumentError::Format { found: format!("嵌在 Word 文件中的 {name}") }),
    }
}

/// A package with the bytes that its parts, and those of packages in it, may still come to.
struct Package<'b> {
    zip: ZipArchive<Cursor<&'b [u8]>>,
    limits: &'b DocumentLimits,
    left: &'b Cell<usize>,
}

impl Package<'_> {
    /// The part that is the document, by its usual name or as the package says.
    fn main(&mut self) -> Result<Option<(String, String)>, DocumentError> {
        let usual = "word/document.xml";
        if let Some(document) = self.text(usual)? {
            return Ok(Some((usual.to_owned(), document)));
        }
        let relations = self.relations("")?;
        let Some(named) = relations.of_kind("officeDocument").filter(|named| named.starts_with("word/")) else { return Ok(None) };
        Ok(self.text(named)?.map(|document| (named.to_owned(), document)))
    }

    fn relations(&mut self, of: &str) -> Result<Relations, DocumentError> {
        match self.text(&Relations::place(of))? {
            Some(rels) => Relations::read(&rels, of, self.limits),
            None => Ok(Relations::default()),
        }
    }

    /// A part as text; `None` where there is none of that name.
    fn text(&mut self, name: &str) -> Result<Option<String>, DocumentError> {
        self.bytes(name)?.map(|bytes| super::encoding::decode(&bytes, None)).transpose()
    }

    fn bytes(&mut self, name: &str) -> Result<Option<Vec<u8>>, DocumentError> {
        let file = match self.zip.by_name(name) {
            Ok(file) => file,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(error) => return Err(broken(&error)),
        };
        // The size a package declares may be a lie: what counts is what comes out.
        let most = u64::try_from(self.limits.unpacked).unwrap_or(u64::MAX);
        let mut bytes = Vec::new();
        file.take(most.saturating_add(1)).read_to_end(&mut bytes).map_err(|error| DocumentError::damaged_by(format!("{name}: {error}")))?;
        if bytes.len() > self.limits.unpacked {
            return Err(DocumentError::TooLarge { limit: "unpacked", most: self.limits.unpacked });
        }
        let left = self.left.get().checked_sub(bytes.len());
        self.left.set(left.ok_or(DocumentError::TooLarge { limit: "unpacked_all", most: self.limits.unpacked_all })?);
        Ok(Some(bytes))
    }
}

/// What a package that is no Word file seems to be.
fn other(package: &ZipArchive<Cursor<&[u8]>>) -> &'static str {
    let has = |start: &str| package.file_names().any(|name| name.is_ok_and(|name| name.starts_with(start)));
    match () {
        () if has("OFD.xml") => "OFD 版式文件",
        () if has("xl/") => "Excel 表格",
        () if has("ppt/") => "PowerPoint 演示文稿",
        () if has("content.xml") => "OpenDocument 文件",
        () => "不含 word/document.xml 的压缩包",
    }
}

fn broken(error: &ZipError) -> DocumentError {
    match error {
        ZipError::InvalidPassword => DocumentError::Encrypted,
        ZipError::UnsupportedArchive(why) if *why == ZipError::PASSWORD_REQUIRED => DocumentError::Encrypted,
        // The list of parts stands at the end: without it the file was cut off.
        ZipError::InvalidArchive(_) => DocumentError::damaged(
            format!("压缩包不完整，可能传输或者保存时中断（{error}）"),
            format!("the package is cut off, perhaps while it was sent or saved ({error})"),
        ),
        error => DocumentError::damaged_by(error),
    }
}
