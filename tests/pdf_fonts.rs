//! Fonts of Chinese PDF files: the predefined character maps, those a file brings along, and those that tell nothing; and files that
//! are encrypted but open without a password.
#![cfg(feature = "pdf")]

use std::fmt::Write as _;

use zhunsheng::document::DocumentError;

#[path = "support/pdf.rs"]
mod pdf;
use pdf::{FONT, drawing, file, font, page, read, stream};

/// A composite font of an encoding, with the entries that follow.
fn composite(encoding: &str, more: &str) -> Vec<u8> {
    format!(
        "<</Type/Font/Subtype/Type0/BaseFont/SimSun/Encoding{encoding}{more}/DescendantFonts[<</Type/Font/Subtype/CIDFontType2/BaseFont/SimSun\
         /CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/DW 1000/W[1 95 500 814 939 500]/FontDescriptor<</Type/FontDescriptor\
         /FontName/SimSun/Flags 4>>>>]>>"
    )
    .into_bytes()
}

/// Draws strings one beside the other, each at its place in points.
fn strings(pieces: &[(u32, Vec<u8>)]) -> Vec<u8> {
    let mut drawn = String::from("BT /F 10 Tf\n");
    for (x, bytes) in pieces {
        let hex: String = bytes.iter().map(|byte| format!("{byte:02X}")).collect();
        let _ = writeln!(drawn, "1 0 0 1 {x} 700 Tm <{hex}> Tj");
    }
    drawn.push_str("ET");
    drawn.into_bytes()
}

fn gb(text: &str) -> Vec<u8> {
    encoding_rs::GB18030.encode(text).0.into_owned()
}

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_be_bytes).collect()
}

#[test]
fn predefined_character_maps_of_chinese_are_read_with_their_widths() {
    for (name, encode) in [
        ("GB-EUC-H", gb as fn(&str) -> Vec<u8>),
        ("GBpc-EUC-H", gb),
        ("GBK-EUC-H", gb),
        ("GBK-EUC-V", gb),
        ("GBKp-EUC-H", gb),
        ("GBK2K-H", gb),
        ("UniGB-UCS2-H", utf16),
        ("UniGB-UCS2-V", utf16),
        ("UniGB-UTF16-H", utf16),
    ] {
        // Where letters counted as wide as characters, the figures would reach into what stands after them.
        let content = strings(&[(50, encode("第12条 ")), (85, encode("停车")), (105, encode("2024")), (125, encode("年"))]);
        let mut objects = page(FONT);
        objects.extend([stream("", &content), composite(&format!("/{name}"), "")]);
        assert_eq!(read(&file(&objects)).as_deref(), Ok("第12条 停车2024年"), "{name}");
    }
}

#[test]
fn characters_of_four_bytes_are_read() {
    for (name, bytes) in [("GBK2K-H", gb("㐂𠮷停")), ("UniGB-UTF16-H", utf16("㐂𠮷停"))] {
        let mut objects = page(FONT);
        objects.extend([stream("", &strings(&[(50, bytes)])), composite(&format!("/{name}"), "")]);
        assert_eq!(read(&file(&objects)).as_deref(), Ok("㐂𠮷停"), "{name}");
    }
}

#[test]
fn a_map_that_the_file_brings_along_splits_its_strings() {
    let map = b"/CIDInit /ProcSet findresource begin begincmap 2 begincodespacerange <00> <7f> <8100> <feff> endcodespacerange\n\
        2 begincidrange <20> <7e> 814 <8140> <fefe> 2000 endcidrange endcmap";
    let unicode = b"begincmap 2 beginbfchar <41> <0041> <b5da> <7b2c> endbfchar endcmap";
    let mut objects = page(FONT);
    objects.extend([
        stream("", &strings(&[(50, gb("A第A"))])),
        composite(" 6 0 R", "/ToUnicode 7 0 R"),
        stream("", map),
        stream("", unicode),
    ]);
    assert_eq!(read(&file(&objects)).as_deref(), Ok("A第A"));
}

#[test]
fn identity_is_read_by_its_map_to_unicode_and_refused_by_name_without() {
    let unicode = b"begincmap 2 beginbfchar <0001> <7b2c> <0002> <6761> endbfchar endcmap";
    let mut objects = page(FONT);
    let content = strings(&[(50, vec![0, 1, 0, 2])]);
    objects.extend([stream("", &content), composite("/Identity-H", "/ToUnicode 6 0 R"), stream("", unicode)]);
    assert_eq!(read(&file(&objects)).as_deref(), Ok("第条"));
    for encoding in ["/Identity-H", "/Identity-V", "/Unheard-Of-H"] {
        let mut objects = page(FONT);
        objects.extend([stream("", &content), composite(encoding, "")]);
        assert_eq!(read(&file(&objects)), Err(DocumentError::NoCharacters { font: "SimSun".to_owned() }), "{encoding}");
    }
    // A sign among much text is shown as one that could not be read.
    let mut objects = page("/Font<</F 5 0 R/G 6 0 R>>");
    let mut content = strings(&[(50, gb("第一条 为了规范停车秩序，保障道路畅通，制定本办法。"))]);
    content.extend(b" BT /G 10 Tf 1 0 0 1 400 700 Tm <0009> Tj ET");
    objects.extend([stream("", &content), composite("/GBK-EUC-H", ""), composite("/Identity-H", "")]);
    assert_eq!(read(&file(&objects)).as_deref(), Ok("第一条 为了规范停车秩序，保障道路畅通，制定本办法。 \u{FFFD}"));
}

/// A TrueType font of nothing but its table of characters: each run of them, and the glyph of the first.
fn truetype(runs: &[(u32, u32, u32)]) -> Vec<u8> {
    let long = |numbers: &[u32]| numbers.iter().flat_map(|n| n.to_be_bytes()).collect::<Vec<u8>>();
    let mut table = vec![0, 0, 0, 1, 0, 3, 0, 10, 0, 0, 0, 12, 0, 12, 0, 0];
    table.extend(long(&[16 + 12 * u32::try_from(runs.len()).unwrap(), 0, u32::try_from(runs.len()).unwrap()]));
    runs.iter().for_each(|(from, to, glyph)| table.extend(long(&[*from, *to, *glyph])));
    let mut font = vec![0, 1, 0, 0, 0, 1, 0, 16, 0, 0, 0, 0];
    font.extend(b"cmap");
    font.extend(long(&[0, 28, u32::try_from(table.len()).unwrap()]));
    font.extend(table);
    font
}

#[test]
fn identity_without_a_map_is_read_by_the_characters_of_the_font_in_the_file() {
    let descendant = |more: &str| {
        format!(
            "/DescendantFonts[<</Type/Font/Subtype/CIDFontType2/BaseFont/AB+SimSun/DW 1000{more}/FontDescriptor<</Type/FontDescriptor/FontName/AB+SimSun/Flags 4/FontFile2 6 0 R>>>>]>>"
        )
    };
    let font = |encoding: &str, more: &str| {
        format!("<</Type/Font/Subtype/Type0/BaseFont/AB+SimSun/Encoding/{encoding}{}", descendant(more)).into_bytes()
    };
    // 一 and its radical ⼀ are one glyph; 第 and 条 are drawn, 款 has none.
    let program = truetype(&[(0x2F00, 0x2F00, 5), (0x4E00, 0x4E00, 5), (0x6761, 0x6761, 9), (0x7B2C, 0x7B2C, 7)]);
    let content = strings(&[(50, vec![0, 7, 0, 5, 0, 9])]);
    let file_of = |font: Vec<u8>, program: &[u8], content: &[u8]| {
        let mut objects = page(FONT);
        objects.extend([stream("", content), font, stream("", program), stream("", &[0, 0, 0, 7, 0, 5, 0, 9])]);
        file(&objects)
    };
    assert_eq!(read(&file_of(font("Identity-H", ""), &program, &content)).as_deref(), Ok("第一条"));
    assert_eq!(read(&file_of(font("Identity-H", "/CIDToGIDMap/Identity"), &program, &content)).as_deref(), Ok("第一条"));
    let mapped = strings(&[(50, vec![0, 1, 0, 2, 0, 3])]);
    assert_eq!(read(&file_of(font("Identity-H", "/CIDToGIDMap 7 0 R"), &program, &mapped)).as_deref(), Ok("第一条"));
    // Of a map that is unknown, of glyphs that no character has, of a font without a table nothing is told.
    let refused = Err(DocumentError::NoCharacters { font: "AB+SimSun".to_owned() });
    assert_eq!(read(&file_of(font("Unheard-Of-H", ""), &program, &content)), refused);
    assert_eq!(read(&file_of(font("Identity-H", ""), &program, &strings(&[(50, vec![0, 1, 0, 2])]))), refused);
    assert_eq!(read(&file_of(font("Identity-H", ""), b"no font", &content)), refused);
}

#[test]
fn a_font_that_stands_in_the_resources_of_its_page_is_read() {
    let font = String::from_utf8(composite("/GBK-EUC-H", "")).expect("text");
    let mut objects = page(&format!("/Font<</F {font}>>"));
    objects.push(stream("", &strings(&[(50, gb("第一条"))])));
    assert_eq!(read(&file(&objects)).as_deref(), Ok("第一条"));
    // In those of a form, too.
    let mut objects = page("/XObject<</X 5 0 R>>");
    let form =
        stream(&format!("/Type/XObject/Subtype/Form/BBox[0 0 600 800]/Resources<</Font<</F {font}>>>>"), &strings(&[(50, gb("第二条"))]));
    objects.extend([stream("", b"/X Do"), form]);
    assert_eq!(read(&file(&objects)).as_deref(), Ok("第二条"));
}

#[test]
fn an_encrypted_file_is_read_where_no_password_is_asked_and_refused_where_one_is() {
    use pdf_extract::{Document, EncryptionState, EncryptionVersion, Object, Permissions, StringFormat};
    let mut objects = page(FONT);
    objects.extend([stream("", &drawing("Article One")), font()]);
    for (password, key_length) in [("", 40), ("", 128), ("secret", 128)] {
        // A table of objects is made by saving what was read leniently.
        let bytes = listed(&objects);
        let mut document = Document::load_mem(&bytes).expect("a file");
        let id = Object::String(b"0123456789abcdef".to_vec(), StringFormat::Hexadecimal);
        document.trailer.set("ID", Object::Array(vec![id.clone(), id]));
        let version = EncryptionVersion::V2 {
            document: &document,
            owner_password: "owner",
            user_password: password,
            key_length,
            permissions: Permissions::empty(),
        };
        let state = EncryptionState::try_from(version).expect("a state");
        document.encrypt(&state).expect("encrypts");
        let mut encrypted = Vec::new();
        document.save_to(&mut encrypted).expect("saves");
        assert!(!encrypted.windows(11).any(|window| window == b"Article One"));
        let expected = if password.is_empty() { Ok("Article One".to_owned()) } else { Err(DocumentError::Encrypted) };
        assert_eq!(read(&encrypted), expected, "{password} {key_length}");
    }
}

/// A file with a table of its objects.
fn listed(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = b"%PDF-1.5\n".to_vec();
    let mut places = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        places.push(bytes.len());
        bytes.extend(format!("{} 0 obj\n", at + 1).into_bytes());
        bytes.extend(object);
        bytes.extend(b"\nendobj\n");
    }
    let table = bytes.len();
    bytes.extend(format!("xref\n0 {}\n0000000000 65535 f \n", places.len() + 1).into_bytes());
    for place in &places {
        bytes.extend(format!("{place:010} 00000 n \n").into_bytes());
    }
    bytes.extend(format!("trailer\n<</Size {}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n", places.len() + 1).into_bytes());
    bytes
}

/// Fonts whose every byte may be changed, since nothing in the file is packed.
fn seeds() -> Vec<Vec<u8>> {
    let unicode = b"1 beginbfchar <7b2c> <7b2c> endbfchar 1 beginbfrange <4e00> <4eff> <4e00> endbfrange";
    let map = b"1 begincodespacerange <0000> <ffff> endcodespacerange 1 begincidrange <0000> <ffff> 0 endcidrange";
    let content = b"BT /F 10 Tf 50 700 Td <b5dad2bbcce5> Tj 0 -20 Td [<7b2c4e00> -20 <67614e2d>] TJ (A) ' ET /X Do";
    let mut seeds = Vec::new();
    for (encoding, more) in [
        ("/GBK-EUC-H", ""),
        ("/GBK2K-V", ""),
        ("/UniGB-UTF16-H", ""),
        ("/Identity-H", ""),
        ("/Identity-H", "/ToUnicode 6 0 R"),
        (" 7 0 R", ""),
    ] {
        let mut objects = page("/Font<</F 5 0 R>>/XObject<</X 8 0 R>>");
        let form = stream("/Type/XObject/Subtype/Form/BBox[0 0 9 9]", b"BT /F 9 Tf 9 9 Td (form) Tj ET");
        objects.extend([stream("", content), composite(encoding, more), stream("", unicode), stream("", map), form]);
        seeds.push(file(&objects));
    }
    seeds.push(include_bytes!("documents/停车管理办法.pdf").to_vec());
    seeds.push(include_bytes!("documents/办法.pdf").to_vec());
    seeds
}

/// What a mutation writes: structure, limits of numbers, operators.
const WORDS: &[&str] = &[
    "0",
    "-1",
    "99999999999",
    "4294967296",
    "<<",
    ">>",
    "[",
    "]",
    "(",
    ")",
    "<ffffffff>",
    "/Type0",
    "/Kids",
    "/W",
    "/DW",
    "/Identity-H",
    "/UniGB-UTF8-H",
    "endstream",
    "endobj",
    " 1 0 R ",
    " 3 0 R ",
    " 5 0 R ",
    "beginbfrange",
    "begincidrange",
    "begincodespacerange",
    "Tf",
    "Tj",
    "Do",
    "BT",
    "/Filter/FlateDecode",
    "/Predictor 15",
    "/Columns 99999",
    "null",
    "\u{0}",
    "1e99",
];

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { cases: cases(), failure_persistence: None, ..Default::default() })]

    /// A file changed in a few places is a document, or refused; it neither panics into the caller nor goes on without end.
    #[test]
    fn changed_files_are_read_or_refused(
        seed in 0..8_usize,
        changes in proptest::collection::vec((proptest::prelude::any::<proptest::sample::Index>(), proptest::prelude::any::<u8>(), 0..WORDS.len() + 8, 0..4_usize), 1..6),
    ) {
        let mut bytes = seeds().swap_remove(seed);
        for (at, byte, word, over) in changes {
            let at = at.index(bytes.len());
            let end = (at + over).min(bytes.len());
            let written = WORDS.get(word).map_or_else(|| vec![byte], |word| word.as_bytes().to_vec());
            bytes.splice(at..end, written);
        }
        let _ = read(&bytes);
    }
}

fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(200)
}
