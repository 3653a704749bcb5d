//! Numbers of Word's lists: several levels, restarts, other starts, styles, as Word shows them.
#![cfg(feature = "docx")]

use std::io::{Cursor, Write as _};

use zhunsheng::document::{Document, DocumentLimits};

/// The lines of a Word file of paragraphs with these properties, each with the text 文.
fn lines(numbering: &str, styles: &str, paragraphs: &[&str]) -> Vec<String> {
    let body: String = paragraphs.iter().map(|own| format!("<w:p><w:pPr>{own}</w:pPr><w:r><w:t>文</w:t></w:r></w:p>")).collect();
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, root, inner) in [
        ("document", "document", format!("<w:body>{body}</w:body>")),
        ("numbering", "numbering", numbering.to_owned()),
        ("styles", "styles", styles.to_owned()),
    ] {
        writer.start_file(format!("word/{name}.xml"), zip::write::SimpleFileOptions::default()).expect("a part");
        write!(writer, r#"<w:{root} xmlns:w="urn:w">{inner}</w:{root}>"#).expect("writes");
    }
    let bytes = writer.finish().expect("a package").into_inner();
    let document = Document::read(&bytes, "甲.docx", &DocumentLimits::default()).expect("reads");
    document.text().lines().map(str::to_owned).collect()
}

/// One level: its number format, what is written, what else it says.
fn level(at: u8, format: &str, text: &str, more: &str) -> String {
    format!(
        r#"<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{format}"/>{more}<w:suff w:val="nothing"/><w:lvlText w:val="{text}"/></w:lvl>"#
    )
}

fn abstract_list(id: u8, inner: &str) -> String {
    format!(r#"<w:abstractNum w:abstractNumId="{id}">{inner}</w:abstractNum>"#)
}

fn list(id: u8, of: u8, inner: &str) -> String {
    format!(r#"<w:num w:numId="{id}"><w:abstractNumId w:val="{of}"/>{inner}</w:num>"#)
}

fn style(kind: &str, id: &str, inner: &str) -> String {
    format!(r#"<w:style w:type="{kind}" w:styleId="{id}">{inner}</w:style>"#)
}

fn at(list: u8, level: u8) -> String {
    format!(r#"<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list}"/></w:numPr>"#)
}

fn styled(style: &str) -> String {
    format!(r#"<w:pStyle w:val="{style}"/>"#)
}

/// Asks for the number of each paragraph.
fn numbers(numbering: &str, styles: &str, expected: &[(String, &str)]) {
    let paragraphs: Vec<&str> = expected.iter().map(|(own, _)| own.as_str()).collect();
    let wanted: Vec<String> = expected.iter().map(|(_, number)| format!("{number}文")).collect();
    assert_eq!(lines(numbering, styles, &paragraphs), wanted);
}

/// 章, 节, 条: each level shows those above it, in decimal where it is legal.
fn chapters() -> String {
    [
        level(0, "chineseCounting", "第%1章", ""),
        level(1, "chineseCounting", "%1.%2", ""),
        level(2, "decimal", "%1.%2.%3", "<w:isLgl/>"),
        level(3, "decimal", "%1-%4", r#"<w:isLgl w:val="0"/>"#),
    ]
    .concat()
}

#[test]
fn a_level_shows_those_above_it_and_starts_anew_below_each() {
    let numbering = abstract_list(1, &chapters()) + &list(1, 1, "");
    numbers(
        &numbering,
        "",
        &[
            (at(1, 0), "第一章"),
            (at(1, 1), "一.一"),
            (at(1, 1), "一.二"),
            (at(1, 2), "1.2.1"),
            (at(1, 3), "一-1"),
            (at(1, 2), "1.2.2"),
            (at(1, 3), "一-1"),
            (at(1, 0), "第二章"),
            // No 节 of the second 章 has come: it shows where that starts.
            (at(1, 2), "2.1.1"),
            (at(1, 1), "二.一"),
        ],
    );
}

#[test]
fn a_level_starts_anew_only_below_the_level_it_names() {
    let levels =
        |restart: &str| [level(0, "decimal", "%1", ""), level(1, "decimal", "%2", ""), level(2, "decimal", "(%3)", restart)].concat();
    let paragraphs = |last: [&'static str; 4]| {
        let order = [at(1, 0), at(1, 1), at(1, 2), at(1, 1), at(1, 2), at(1, 0), at(1, 2), at(1, 1), at(1, 2)];
        let [a, b, c, d] = last;
        let shown = ["1", "1", a, "2", b, "2", c, "1", d];
        order.into_iter().zip(shown).collect::<Vec<_>>()
    };
    for (restart, shown) in [
        ("", ["(1)", "(1)", "(1)", "(1)"]),
        (r#"<w:lvlRestart w:val="1"/>"#, ["(1)", "(2)", "(1)", "(2)"]),
        (r#"<w:lvlRestart w:val="0"/>"#, ["(1)", "(2)", "(3)", "(4)"]),
    ] {
        numbers(&(abstract_list(1, &levels(restart)) + &list(1, 1, "")), "", &paragraphs(shown));
    }
}

#[test]
fn a_list_may_start_elsewhere_or_write_a_level_otherwise() {
    let five = r#"<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>"#;
    let other = format!(r#"<w:lvlOverride w:ilvl="1">{}</w:lvlOverride>"#, level(1, "upperRoman", "%2)", ""));
    let numbering = abstract_list(1, &chapters()) + &list(1, 1, "") + &list(2, 1, five) + &list(3, 1, &other);
    numbers(
        &numbering,
        "",
        &[
            (at(1, 0), "第一章"),
            // Lists of one definition count on together.
            (at(3, 0), "第二章"),
            (at(3, 1), "I)"),
            (at(3, 1), "II)"),
            (at(2, 0), "第五章"),
            (at(2, 1), "五.一"),
            (at(2, 0), "第六章"),
            (at(1, 0), "第七章"),
        ],
    );
}

#[test]
fn styles_name_lists_and_levels_name_styles() {
    let numbered = |level: &str| format!(r#"<w:pPr><w:numPr>{level}<w:numId w:val="1"/></w:numPr></w:pPr>"#);
    let styles = [
        style("paragraph", "章", &numbered("")),
        // The level that names it goes before the one it names.
        style("paragraph", "条", &numbered(r#"<w:ilvl w:val="0"/>"#)),
        style("paragraph", "条文", r#"<w:basedOn w:val="条"/>"#),
        style("paragraph", "项", &numbered(r#"<w:ilvl w:val="2"/>"#)),
        style("numbering", "单", &numbered("")),
    ]
    .concat();
    let levels = [
        level(0, "chineseCounting", "第%1章", r#"<w:pStyle w:val="章"/>"#),
        level(1, "chineseCounting", "第%2条", r#"<w:lvlRestart w:val="0"/><w:pStyle w:val="条"/>"#),
        level(2, "chineseCounting", "（%3）", ""),
    ]
    .concat();
    let linked = abstract_list(2, r#"<w:numStyleLink w:val="单"/>"#);
    let numbering = abstract_list(1, &levels) + &linked + &list(1, 1, "") + &list(2, 2, "");
    numbers(
        &numbering,
        &styles,
        &[
            (styled("章"), "第一章"),
            (styled("条"), "第一条"),
            (styled("条文"), "第二条"),
            (styled("项"), "（一）"),
            (styled("项"), "（二）"),
            (styled("章"), "第二章"),
            (styled("条"), "第三条"),
            // What the paragraph says goes before its style.
            (styled("条") + &at(1, 2), "（一）"),
            (styled("条") + r#"<w:numPr><w:numId w:val="0"/></w:numPr>"#, ""),
            // A list linked to a style is that style's list.
            (at(2, 1), "第四条"),
        ],
    );
}
