//! PDF files written by hand, object by object, for the tests of their reader.

use zhunsheng::document::{Document, DocumentError, DocumentLimits};

/// A file of these objects, numbered from one, the first its catalogue; no table of them, since none is asked for.
pub(crate) fn file(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = b"%PDF-1.5\n".to_vec();
    for (at, object) in objects.iter().enumerate() {
        bytes.extend(format!("{} 0 obj\n", at + 1).into_bytes());
        bytes.extend(object);
        bytes.extend(b"\nendobj\n");
    }
    bytes.extend(b"trailer\n<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n");
    bytes
}

pub(crate) fn stream(dictionary: &str, content: &[u8]) -> Vec<u8> {
    let mut bytes = format!("<</Length {}{dictionary}>>\nstream\n", content.len()).into_bytes();
    bytes.extend(content);
    bytes.extend(b"\nendstream");
    bytes
}

/// Catalogue, pages and one page that draws object 4 with these resources.
pub(crate) fn page(resources: &str) -> Vec<Vec<u8>> {
    vec![
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec(),
        format!("<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<<{resources}>>>>").into_bytes(),
    ]
}

pub(crate) const FONT: &str = "/Font<</F 5 0 R>>";

/// A font of Latin letters, and what draws `text` with it.
pub(crate) fn font() -> Vec<u8> {
    b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_vec()
}

pub(crate) fn drawing(text: &str) -> Vec<u8> {
    format!("BT /F 12 Tf 50 700 Td ({text}) Tj ET").into_bytes()
}

/// The text of a file, or why it has none.
pub(crate) fn read(bytes: &[u8]) -> Result<String, DocumentError> {
    Document::read(bytes, "案.pdf", &DocumentLimits::default()).map(|document| document.text().trim().to_owned())
}
