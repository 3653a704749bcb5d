//! Word files (.docx): the package, its parts within limits; the body is read by `body`, numbers are counted by `numbering`.

mod body;
mod numbering;
mod xml;

use std::io::{Cursor, Read as _};

use zip::ZipArchive;
use zip::result::ZipError;

use crate::document::error::{DocumentError, DocumentLimits};
use crate::document::text::{Flow, Role};

pub(super) fn read(bytes: &[u8], limits: &DocumentLimits) -> Result<Flow, DocumentError> {
    let mut package = ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken(&error))?;
    if package.len() > limits.parts {
        return Err(DocumentError::TooLarge { limit: "parts", most: limits.parts });
    }
    if package.file_names().any(|name| name.is_ok_and(|name| name == "EncryptedPackage")) {
        return Err(DocumentError::Encrypted);
    }
    let main = "word/document.xml";
    let Some(document) = part(&mut package, main, limits)? else {
        return Err(DocumentError::Format { found: other(&package).to_owned() });
    };
    let styles = part(&mut package, "word/styles.xml", limits)?.unwrap_or_default();
    let numbers = part(&mut package, "word/numbering.xml", limits)?.unwrap_or_default();
    let mut numbering = numbering::Numbering::read(&numbers, &styles, limits)?;
    let mut flow = Flow::default();
    body::read(&document, Role::Text, &mut numbering, &mut flow, limits)?;
    for notes in ["word/footnotes.xml", "word/endnotes.xml"] {
        if let Some(notes) = part(&mut package, notes, limits)? {
            body::read(&notes, Role::Note, &mut numbering, &mut flow, limits)?;
        }
    }
    Ok(flow)
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

/// One part of the package, unpacked; `None` where there is none of that name.
fn part(package: &mut ZipArchive<Cursor<&[u8]>>, name: &str, limits: &DocumentLimits) -> Result<Option<String>, DocumentError> {
    let file = match package.by_name(name) {
        Ok(file) => file,
        Err(ZipError::FileNotFound) => return Ok(None),
        Err(error) => return Err(broken(&error)),
    };
    // The size a package declares may be a lie: what counts is what comes out.
    let most = u64::try_from(limits.unpacked).unwrap_or(u64::MAX);
    let mut bytes = Vec::new();
    file.take(most.saturating_add(1)).read_to_end(&mut bytes).map_err(|error| DocumentError::damaged(format!("{name}：{error}")))?;
    if bytes.len() > limits.unpacked {
        return Err(DocumentError::TooLarge { limit: "unpacked", most: limits.unpacked });
    }
    super::encoding::decode(&bytes, None).map(Some)
}

fn broken(error: &ZipError) -> DocumentError {
    match error {
        ZipError::InvalidPassword => DocumentError::Encrypted,
        ZipError::UnsupportedArchive(why) if *why == ZipError::PASSWORD_REQUIRED => DocumentError::Encrypted,
        // The list of parts stands at the end: without it the file was cut off.
        ZipError::InvalidArchive(_) => DocumentError::damaged(format!("压缩包不完整，可能传输或者保存时中断（{error}）")),
        error => DocumentError::damaged(error),
    }
}
