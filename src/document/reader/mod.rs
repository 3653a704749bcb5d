//! Bytes → canonical text and lines: which format a file is in, and one reader a format; none knows what the text means.

#[cfg(any(feature = "docx", feature = "html"))]
mod counting;
#[cfg(feature = "docx")]
mod docx;
mod encoding;
#[cfg(feature = "html")]
mod html;
#[cfg(feature = "html")]
mod lists;
mod markdown;
#[cfg(feature = "pdf")]
mod pdf;
mod plain;
#[cfg(any(feature = "docx", feature = "html"))]
mod rows;

#[cfg(feature = "pdf")]
pub use pdf::PDF_THREAD;

use super::error::{DocumentError, DocumentLimits};
use super::text::Flow;

/// The format of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// Plain text.
    Plain,
    /// Markdown.
    Markdown,
    /// HTML.
    Html,
    /// Word, Office Open XML.
    Docx,
    /// PDF with a text layer.
    Pdf,
}

const ZIP: &[u8] = b"PK\x03\x04";
const COMPOUND: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

impl Format {
    /// The format by the first bytes, and where they do not tell, by the ending of the name.
    ///
    /// # Errors
    /// For a file that is plainly of a format not read here: old Word, RTF, images.
    pub fn detect(bytes: &[u8], name: &str) -> Result<Format, DocumentError> {
        if bytes.starts_with(ZIP) {
            return Ok(Format::Docx);
        }
        if bytes.starts_with(b"%PDF") {
            return Ok(Format::Pdf);
        }
        let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
        if bytes.starts_with(COMPOUND) {
            // A protected .docx is packed into the old container; an old .doc has it by nature, whatever it is called.
            let package: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
            let protected = bytes.windows(package.len()).any(|window| window == package);
            let found = match ending.as_str() {
                "wps" => "WPS 文字文件（.wps）",
                "et" | "xls" => "旧版表格文件",
                _ => "旧版 Word 文件",
            };
            return Err(if protected { DocumentError::Encrypted } else { DocumentError::Format { found: found.to_owned() } });
        }
        for (head, found) in [(&b"{\\rtf"[..], "RTF"), (b"\x89PNG", "PNG"), (b"\xFF\xD8\xFF", "JPEG"), (b"GIF8", "GIF")] {
            if bytes.starts_with(head) {
                return Err(DocumentError::Format { found: found.to_owned() });
            }
        }
        Ok(match ending.as_str() {
            "docx" => return Err(DocumentError::damaged("不是 ZIP 压缩包", "no zip file")),
            "md" | "markdown" => Format::Markdown,
            "html" | "htm" | "xhtml" | "shtml" => Format::Html,
            _ if looks_like_html(bytes) => Format::Html,
            _ => Format::Plain,
        })
    }
}

fn looks_like_html(bytes: &[u8]) -> bool {
    let head: Vec<u8> = bytes.iter().copied().filter(|b| !b.is_ascii_whitespace()).take(20).map(|b| b.to_ascii_lowercase()).collect();
    let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&head);
    head.starts_with(b"<!doctypehtml") || head.starts_with(b"<html")
}

/// Reads a file in the format it is in.
pub(super) fn read(bytes: &[u8], name: &str, limits: &DocumentLimits) -> Result<(Format, Flow), DocumentError> {
    if bytes.len() > limits.bytes {
        return Err(DocumentError::TooLarge { limit: "bytes", most: limits.bytes });
    }
    if bytes.is_empty() {
        return Err(DocumentError::NoText);
    }
    let format = Format::detect(bytes, name)?;
    let flow = match format {
        Format::Plain => {
            let text = encoding::decode(bytes, None)?;
            // Texts of collections carry marks of Markdown in files called .txt.
            if markdown::is_likely(&text) { markdown::read(&text) } else { plain::read(&text) }
        }
        Format::Markdown => markdown::read(&encoding::decode(bytes, None)?),
        #[cfg(feature = "html")]
        Format::Html => html::read(&encoding::decode(bytes, html::charset(bytes))?, limits)?,
        #[cfg(not(feature = "html"))]
        Format::Html => return Err(DocumentError::Disabled { format: "html" }),
        #[cfg(feature = "docx")]
        Format::Docx => docx::read(bytes, limits)?,
        #[cfg(not(feature = "docx"))]
        Format::Docx => return Err(DocumentError::Disabled { format: "docx" }),
        #[cfg(feature = "pdf")]
        Format::Pdf => pdf::read(bytes, limits)?,
        #[cfg(not(feature = "pdf"))]
        Format::Pdf => return Err(DocumentError::Disabled { format: "pdf" }),
    };
    if flow.text.len() > limits.text {
        return Err(DocumentError::TooLarge { limit: "text", most: limits.text });
    }
    Ok((format, flow))
}

/// Reads text that is already decoded.
pub(super) fn read_text(text: &str, limits: &DocumentLimits) -> Result<Flow, DocumentError> {
    if text.len() > limits.text {
        return Err(DocumentError::TooLarge { limit: "text", most: limits.text });
    }
    Ok(plain::read(text))
}
