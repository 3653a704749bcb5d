//! PDF files made to harm are told as such, or give what harmless text they have, without filling memory or running out of stack;
//! and the ways in which honest files keep their objects are all read.
#![cfg(feature = "pdf")]

use std::io::Write as _;

use zhunsheng::document::{Document, DocumentError, DocumentLimits};

#[path = "support/pdf.rs"]
mod pdf;
use pdf::{FONT, drawing, file, font, page, read, stream};

fn deflated(plain: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(plain).expect("into memory");
    encoder.finish().expect("into memory")
}

/// A quarter of a gigabyte of blanks.
fn blanks() -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    let block = vec![b' '; 1 << 20];
    for _ in 0..256 {
        encoder.write_all(&block).expect("into memory");
    }
    encoder.finish().expect("into memory")
}

fn limit(bytes: &[u8]) -> &'static str {
    match read(bytes) {
        Err(DocumentError::TooLarge { limit, .. }) => limit,
        other => panic!("no limit: {other:?}"),
    }
}

#[test]
fn a_page_is_read_whether_or_not_the_table_of_objects_is_right() {
    let mut objects = page(FONT);
    objects.extend([stream("", &drawing("Article One")), font()]);
    assert_eq!(read(&file(&objects)), Ok("Article One".to_owned()));
}

#[test]
fn the_last_of_several_versions_of_an_object_counts() {
    let mut objects = page(FONT);
    objects.extend([stream("", &drawing("Old")), font()]);
    let mut bytes = file(&objects);
    bytes.extend(b"4 0 obj\n");
    bytes.extend(stream("/Filter/FlateDecode", &deflated(&drawing("New"))));
    bytes.extend(b"\nendobj\ntrailer\n<</Root 1 0 R/Prev 0>>\nstartxref\n0\n%%EOF\n");
    assert_eq!(read(&bytes), Ok("New".to_owned()));
}

#[test]
fn objects_in_a_stream_are_read() {
    let [catalogue, pages, one] = page(FONT).try_into().expect("three");
    let inner = [(1, catalogue), (2, pages), (3, one), (5, font())];
    let (mut index, mut body) = (String::new(), Vec::new());
    for (number, object) in inner {
        index += &format!("{number} {} ", body.len());
        body.extend(object);
        body.push(b'\n');
    }
    let first = index.len();
    let content = deflated(&[index.into_bytes(), body].concat());
    let mut bytes = b"%PDF-1.5\n4 0 obj\n".to_vec();
    bytes.extend(stream("", &drawing("Packed")));
    bytes.extend(b"\nendobj\n6 0 obj\n");
    bytes.extend(stream(&format!("/Type/ObjStm/N 4/First {first}/Filter/FlateDecode"), &content));
    bytes.extend(b"\nendobj\n7 0 obj\n");
    bytes.extend(stream("/Type/XRef/Root 1 0 R/Size 8/W[1 2 1]/Filter/FlateDecode", &deflated(b"")));
    bytes.extend(b"\nendobj\nstartxref\n0\n%%EOF\n");
    assert_eq!(read(&bytes), Ok("Packed".to_owned()));
}

#[test]
fn what_inflates_without_end_is_a_limit_named() {
    let once = blanks();
    let twice = deflated(&once);
    for (what, filter, content) in [("once", "/FlateDecode", &once), ("twice", "[/FlateDecode/FlateDecode]", &twice)] {
        // As what a page draws, and as a stream of objects.
        for kind in ["", "/Type/ObjStm/N 1/First 4"] {
            let mut objects = page("");
            objects.push(stream(&format!("{kind}/Filter{filter}"), content));
            assert_eq!(limit(&file(&objects)), "unpacked", "{what} {kind}");
        }
        // A table of objects is not inflated at all.
        let mut objects = page("");
        objects.extend([stream("", b" "), stream(&format!("/Type/XRef/W[1 2 1]/Filter{filter}"), content)]);
        assert_eq!(read(&file(&objects)), Err(DocumentError::NoText), "{what}");
    }
}

#[test]
fn a_table_of_objects_with_huge_fields_is_not_asked() {
    for fields in ["/W[9223372036854775807 1 1]/Size 1", "/W[0 0 0]/Index[0 9223372036854775807]/Size 9223372036854775807"] {
        let mut objects = page(FONT);
        objects.extend([stream("", &drawing("Text")), font(), stream(&format!("/Type/XRef/Root 1 0 R{fields}"), b"x")]);
        assert_eq!(read(&file(&objects)), Ok("Text".to_owned()));
    }
}

#[test]
fn forms_that_draw_themselves_or_each_other_without_end_are_refused() {
    let form = |resources: &str, content: &[u8]| stream(&format!("/Type/XObject/Subtype/Form/BBox[0 0 9 9]{resources}"), content);
    // Itself by its own resources, itself by those of the page, and in a circle of two.
    for (own, other) in
        [("/Resources<</XObject<</A 5 0 R>>>>", ""), ("", ""), ("/Resources<</XObject<</A 6 0 R>>>>", "/Resources<</XObject<</A 5 0 R>>>>")]
    {
        let mut objects = page("/XObject<</A 5 0 R>>");
        objects.extend([stream("", b"/A Do"), form(own, b"/A Do"), form(other, b"/A Do")]);
        assert!(matches!(read(&file(&objects)), Err(DocumentError::Damaged { .. })));
    }
    // Twenty that each draw the next ten times.
    let mut objects = page("/XObject<</A 5 0 R>>");
    objects.push(stream("", b"/A Do"));
    for next in 6..26 {
        objects.push(form(&format!("/Resources<</XObject<</A {next} 0 R>>>>"), "/A Do ".repeat(10).as_bytes()));
    }
    objects.push(form("", b" "));
    assert_eq!(limit(&file(&objects)), "unpacked");
}

#[test]
fn ranges_of_codes_without_end_and_rows_without_end_are_refused() {
    let map = b"/CIDInit /ProcSet findresource begin begincmap 1 beginbfrange <00000000> <FFFFFFFF> <0000> endbfrange endcmap";
    let mut objects = page(FONT);
    objects.extend([
        stream("", &drawing("Text")),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding/ToUnicode 6 0 R>>".to_vec(),
        stream("", map),
    ]);
    assert_eq!(limit(&file(&objects)), "codes");

    let mut objects = page("");
    objects.push(stream("/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 99999999999>>", &deflated(b"\0x")));
    assert_eq!(limit(&file(&objects)), "unpacked");
}

#[test]
fn pages_in_a_circle_and_deep_brackets_end() {
    let mut objects = page("");
    objects[1] = b"<</Type/Pages/Kids[2 0 R 3 0 R 2 0 R]/Count 3>>".to_vec();
    objects.push(stream("", b" "));
    let _ = read(&file(&objects));
    for open in ["[", "<<", "<</A", "("] {
        let mut objects = page("");
        objects.extend([stream("", open.repeat(1_000_000).as_bytes()), open.repeat(1_000_000).into_bytes()]);
        let _ = read(&file(&objects));
    }
}

#[test]
fn resources_of_the_tree_of_pages_count_and_its_circles_end() {
    let one = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R>>".to_vec();
    let mut objects = page("");
    objects[1] = b"<</Type/Pages/Kids[3 0 R]/Count 1/Resources<</Font<</F 5 0 R>>/XObject<</A 6 0 R>>>>>>".to_vec();
    objects[2] = one;
    objects.extend([stream("", &drawing("Text")), font(), stream("/Type/XObject/Subtype/Form/BBox[0 0 9 9]", b"/A Do")]);
    assert_eq!(read(&file(&objects)), Ok("Text".to_owned()));
    objects[3] = stream("", b"/A Do");
    assert!(matches!(read(&file(&objects)), Err(DocumentError::Damaged { .. })));
    objects[2] = b"<</Type/Page/Parent 3 0 R/Contents 4 0 R>>".to_vec();
    assert!(matches!(read(&file(&objects)), Err(DocumentError::Damaged { .. })));
}

#[test]
fn streams_within_streams_and_objects_without_an_end_are_not_copied_again_and_again() {
    let (mut heads, mut body) = (Vec::new(), 0);
    for number in (11..4_011).rev() {
        let head = format!("{number} 0 obj<</Length {body}>>stream\n");
        body += head.len() + "endstream\n".len();
        heads.push(head);
    }
    heads.reverse();
    let nested = format!("%PDF-1.4\n{}{}trailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n", heads.concat(), "endstream\n".repeat(heads.len()));
    assert!(read(nested.as_bytes()).is_err());
    let endless: String = (1..30_000).map(|number| format!("{number} 0 obj ")).collect();
    let encrypted = format!("%PDF-1.4\n{endless}\ntrailer<</Root 1 0 R/Encrypt 2 0 R>>\nstartxref\n0\n%%EOF\n");
    assert!(matches!(read(encrypted.as_bytes()), Err(DocumentError::Damaged { .. })));
}

#[test]
fn more_objects_than_the_limit_are_refused() {
    let mut limits = DocumentLimits::default();
    limits.objects = 4;
    let mut objects = page(FONT);
    objects.extend([stream("", &drawing("Text")), font()]);
    let refused = Document::read(&file(&objects), "案.pdf", &limits).map(|document| document.text().to_owned());
    assert_eq!(refused, Err(DocumentError::TooLarge { limit: "objects", most: 4 }));
}
