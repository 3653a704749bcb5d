//! An opinion as a Word file: the parts of the package, which hold nothing but what a reader needs. Knows no reviews.

use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::{Paragraph, Style};
use crate::report::markup::xml;

const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const MAIN: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// The package: stored, and dated as zip dates what has no date, so that the bytes tell of the text alone.
pub(super) fn package(paragraphs: &[Paragraph]) -> std::io::Result<Vec<u8>> {
    let parts = [
        ("[Content_Types].xml", include_str!("parts/content_types.xml").to_owned()),
        ("_rels/.rels", include_str!("parts/package.rels").to_owned()),
        ("word/_rels/document.xml.rels", include_str!("parts/document.rels").to_owned()),
        ("word/document.xml", document(paragraphs)),
        ("word/styles.xml", include_str!("parts/styles.xml").to_owned()),
        ("word/fontTable.xml", include_str!("parts/fonts.xml").to_owned()),
        ("word/settings.xml", include_str!("parts/settings.xml").to_owned()),
        ("word/footer1.xml", footer("right")),
        ("word/footer2.xml", footer("left")),
    ];
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored).last_modified_time(DateTime::DEFAULT);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        writer.start_file(name, options)?;
        writer.write_all(text.as_bytes())?;
    }
    Ok(writer.finish()?.into_inner())
}

fn document(paragraphs: &[Paragraph]) -> String {
    let body: String = paragraphs.iter().map(paragraph).collect();
    // GB/T 9704-2012, 5.2: A4, 37 mm above, 35 mm below, 28 mm to the left, 26 mm to the right; 22 lines a page.
    format!(
        "{DECLARATION}<w:document xmlns:w=\"{MAIN}\" xmlns:r=\"{RELATIONSHIPS}\"><w:body>{body}<w:sectPr>\
         <w:footerReference w:type=\"default\" r:id=\"rId4\"/><w:footerReference w:type=\"even\" r:id=\"rId5\"/>\
         <w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"2098\" w:right=\"1474\" w:bottom=\"1984\" w:left=\"1587\" \
         w:header=\"851\" w:footer=\"1418\" w:gutter=\"0\"/></w:sectPr></w:body></w:document>"
    )
}

fn paragraph(paragraph: &Paragraph) -> String {
    let style = match paragraph.style {
        Style::Title => "Title",
        Style::Heading => "Heading1",
        Style::Subheading => "Heading2",
        Style::Text => "Normal",
        Style::Signature => "Signature",
    };
    let lines: Vec<String> = paragraph.text.lines().map(|line| format!("<w:t xml:space=\"preserve\">{}</w:t>", xml(line))).collect();
    format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr><w:r>{}</w:r></w:p>", lines.join("<w:br/>"))
}

/// The number of the page, `— 1 —`: to the right on odd pages, to the left on even ones (GB/T 9704-2012, 7.5).
fn footer(side: &str) -> String {
    format!(
        "{DECLARATION}<w:ftr xmlns:w=\"{MAIN}\"><w:p><w:pPr><w:pStyle w:val=\"Footer\"/><w:jc w:val=\"{side}\"/></w:pPr>\
         <w:r><w:t xml:space=\"preserve\">— </w:t></w:r><w:fldSimple w:instr=\" PAGE \"><w:r><w:t>1</w:t></w:r></w:fldSimple>\
         <w:r><w:t xml:space=\"preserve\"> —</w:t></w:r></w:p></w:ftr>"
    )
}
