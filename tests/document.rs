//! Documents of our own: their outlines as a person would draw them, one outline of every format, and hostile files.

use std::fs;
use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};

use proptest::prelude::{ProptestConfig, any, proptest};
use proptest::{collection, sample};
use zhunsheng::document::citations::{Resolution, resolve};
use zhunsheng::document::{DefinitionForm, Document, DocumentError, DocumentLimits, Effective, NodeKind, Validity};
use zhunsheng::law::{Period, Registry};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents")
}

fn bytes(name: &str) -> Vec<u8> {
    fs::read(folder().join(name)).expect(name)
}

fn read(bytes: &[u8], name: &str) -> Result<Document, DocumentError> {
    Document::read(bytes, name, &DocumentLimits::default())
}

fn document(name: &str) -> Document {
    read(&bytes(name), name).expect(name)
}

/// A line a node: how deep, its path, its kind, its own text.
fn outline(document: &Document) -> String {
    let mut depths: Vec<usize> = Vec::new();
    let mut out = String::new();
    for node in document.nodes() {
        let depth = node.parent.map_or(0, |parent| depths[parent.index()] + 1);
        depths.push(depth);
        let text: String = document.slice(node.own).split_whitespace().collect();
        out.push_str(&format!("{}{} | {} | {text}\n", "  ".repeat(depth), node.path, node.kind.word()));
    }
    out
}

/// Every character that is not blank lies in the own text of exactly one node, and places are those of the text.
fn sound(document: &Document) {
    let mut covered = 0_usize;
    for node in document.nodes() {
        assert!(node.own.from() >= covered, "overlap at {}", node.path);
        let gap = document.text().get(covered..node.own.from()).expect("a place between characters");
        assert!(gap.trim().is_empty(), "lost `{gap}`");
        covered = node.own.to();
        assert!(node.span.from() <= node.own.from() && node.own.to() <= node.span.to());
        if let Some(parent) = node.parent.and_then(|parent| document.node(parent)) {
            assert!(
                parent.span.from() <= node.span.from() && node.span.to() <= parent.span.to(),
                "{} is outside {}",
                node.path,
                parent.path
            );
        }
        let position = document.position(node.own.start);
        let line = document.text().split('\n').nth(position.line as usize - 1).expect("a line");
        let rest: String = line.chars().skip(position.column as usize - 1).collect();
        let first = document.slice(node.own).lines().next().unwrap_or_default();
        assert!(rest.starts_with(first), "{}:{} is not `{first}`", position.line, position.column);
    }
    assert!(document.text().get(covered..).expect("a place").trim().is_empty());
    for citation in document.citations() {
        assert!(!document.slice(citation.place).is_empty());
        let node = document.node(citation.node).expect("a node");
        assert!(node.own.from() <= citation.place.from() && citation.place.to() <= node.own.to());
        let _ = resolve(document, &citation, None, None);
    }
    for definition in document.definitions() {
        assert_eq!(document.slice(definition.place), definition.term);
    }
}

#[test]
fn outlines_are_those_a_person_would_draw() {
    let mut names: Vec<String> = fs::read_dir(folder())
        .expect("the folder")
        .filter_map(|entry| entry.expect("an entry").file_name().into_string().ok())
        .filter(|name| name.ends_with(".txt"))
        .collect();
    names.sort();
    assert!(names.len() >= 3);
    for name in &names {
        let document = document(name);
        sound(&document);
        let found = outline(&document);
        let path = folder().join(Path::new(name).with_extension("outline"));
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&path, &found).expect("writes");
        }
        assert_eq!(found, fs::read_to_string(&path).unwrap_or_default(), "{name}");
    }
}

#[test]
fn facts_of_a_document_are_found_where_they_stand() {
    let measures = document("办法.txt");
    assert_eq!(measures.title(), Some("某市停车场管理办法"));
    assert_eq!(measures.genre().map(|genre| genre.word()), Some("办法"));
    assert_eq!(measures.articles(), 5);
    assert_eq!(measures.dates().published.map(|date| date.to_string()).as_deref(), Some("2024-03-01"));
    assert!(matches!(measures.dates().effective, Some(Effective::On(date)) if date.to_string() == "2024-05-01"));
    assert!(matches!(measures.dates().validity, Some(Validity::For(_))));
    let terms: Vec<(&str, DefinitionForm)> = measures.definitions().iter().map(|d| (d.term.as_str(), d.form)).collect();
    assert_eq!(terms, [("道路交通安全法", DefinitionForm::Short), ("停车场", DefinitionForm::Meaning)]);

    let notice = document("通知.txt");
    assert_eq!(notice.title(), Some("某市人民政府办公室关于开展露天停车场检查的通知"));
    assert_eq!(notice.number().map(ToString::to_string).as_deref(), Some("某政办发〔2024〕12号"));
    assert_eq!(notice.issuers(), ["某市人民政府办公室"]);
    assert_eq!(notice.dates().signed.map(|date| date.to_string()).as_deref(), Some("2024-06-03"));

    // Who made an act stands in its notes; who signed, in the signature, without what a page left of its markup.
    assert_eq!(document("断行的条文.txt").issuers(), ["某市人民代表大会常务委员会"]);
    assert_eq!(document("段落归属.txt").issuers(), ["某市人民政府办公室"]);
    for (note, issuer) in [
        ("（2003年10月28日某市发展和改革委员会令第5号公布 自2004年1月1日起施行）", "某市发展和改革委员会"),
        ("(1995年1月11日国务院批准　1995年1月25日国家计划委员会令第4号发布)", "国家计划委员会"),
        ("（2024年3月1日最高人民法院审判委员会第1次会议通过）", "最高人民法院"),
        ("（2012年9月28日市十四届人大常委会第五次会议通过）", "市人大常委会"),
        ("2015年2月8日 市十四届人大五次会议通过", "市人大"),
        ("（2011年1月20日某省人民政府第252号令公布 自2011年2月20日起施行）", "某省人民政府"),
        ("（2011年2月11日文化部部务会议审议通过，自2011年4月1日起施行。）", "文化部"),
        ("(2010年2月12日某市银行业监督管理委员会令2010年第2号公布 自2010年2月20日起施行)", "某市银行业监督管理委员会"),
        (
            "（2024年1月31日经国家发展改革委第8次委务会通过 2024年3月28日国家发展改革委、财政部、水利部令第17号公布）",
            "国家发展改革委、财政部、水利部",
        ),
        (
            "(2016年7月27日交通运输部、公安部、国家网信办发布，根据2019年12月28日《交通运输部关于修改〈某办法〉的决定》修正)",
            "交通运输部、公安部、国家网信办",
        ),
    ] {
        let text = format!("停车管理办法\n{note}\n第一条 为了管理停车，制定本办法。\n");
        assert_eq!(Document::from_text(&text, "a", &DocumentLimits::default()).expect("reads").issuers().join("、"), issuer);
    }
    let statute =
        "某市规定\n2016年8月4日 某市人民代表大会常务委员会公告第72号公布\n2016年10月1日 施行\n第一条 为了管理停车，制定本规定。\n";
    let statute = Document::from_text(statute, "a", &DocumentLimits::default()).expect("reads");
    assert!(matches!(statute.dates().effective, Some(Effective::On(date)) if date.to_string() == "2016-10-01"));

    // An order is the authority's, whoever signs it; what a decision says of itself goes before what the act says that it changes.
    assert_eq!(document("令.txt").issuers(), ["某市人民政府"]);
    let changing = document("修改.txt");
    assert!(matches!(changing.dates().effective, Some(Effective::WhenPublished)));
    let of_another = |citation: &zhunsheng::document::FoundCitation| resolve(&changing, citation, None, None);
    assert!(!changing.citations().iter().map(of_another).any(|found| matches!(found, Resolution::Nowhere { .. })));

    let issued = document("印发.txt");
    assert!(matches!(issued.dates().effective, Some(Effective::WhenPublished)));
}

#[test]
fn citations_lead_where_they_say() {
    let registry = Registry::read("《中华人民共和国道路交通安全法》 法律\n    2021-04-29 公布, 124条\n").expect("a registry");
    let measures = document("办法.txt");
    let found: Vec<(String, String)> = measures
        .citations()
        .iter()
        .map(|citation| {
            let target = match resolve(&measures, citation, Some(&registry), None) {
                Resolution::Here(nodes) => {
                    nodes.iter().filter_map(|id| measures.node(*id)).map(|node| node.path.to_string()).collect::<Vec<_>>().join("、")
                }
                Resolution::Act { title, flaws } => format!("{title} {}", flaws.len()),
                other => format!("{other:?}"),
            };
            (measures.slice(citation.place).to_owned(), target)
        })
        .collect();
    let wanted = [
        ("《中华人民共和国道路交通安全法》（以下简称道路交通安全法）", "中华人民共和国道路交通安全法 0"),
        ("本办法", ""),
        ("本办法", ""),
        ("前款", "第三条第一款"),
        ("本办法第三条第一款第二项", "第三条第一款第(二)项"),
        ("道路交通安全法第九十条", "中华人民共和国道路交通安全法 0"),
        ("本办法", ""),
    ];
    let wanted: Vec<(String, String)> = wanted.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
    assert_eq!(found, wanted);

    let text = "某规定\n第一条 前款规定无处可指。\n第二条 依照本规定第九条办理，依照前条办理，依照本条第一款办理。\n";
    let broken = Document::from_text(text, "规定.txt", &DocumentLimits::default()).expect("reads");
    let nowhere = |citation| matches!(resolve(&broken, citation, None, None), Resolution::Nowhere { .. });
    let states: Vec<bool> = broken.citations().iter().map(nowhere).collect();
    assert_eq!(states, [true, true, false, false]);
}

#[test]
fn the_same_text_in_each_encoding_and_format_has_one_outline() {
    let text = fs::read_to_string(folder().join("办法.txt")).expect("text");
    let expected = outline(&document("办法.txt"));
    let utf16: Vec<u8> = std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let (gb, _, _) = encoding_rs::GB18030.encode(&text);
    let marked = text.replacen("某市", "# 某市", 1).replace("\n第", "\n\n第").replace("第一章", "## 第一章");
    let crlf = text.replace('\n', "\r\n");
    for (bytes, name) in [
        (utf16.as_slice(), "办法.txt"),
        (&gb, "办法.txt"),
        (marked.as_bytes(), "办法.md"),
        (crlf.as_bytes(), "办法.txt"),
        (&bytes("办法.html"), "办法.html"),
        (&bytes("办法.html"), "办法"),
        (&word(), "办法.docx"),
        (&bytes("办法.pdf"), "办法.pdf"),
    ] {
        if name.ends_with("pdf") && !cfg!(feature = "pdf") {
            continue;
        }
        let document = read(bytes, name).expect(name);
        sound(&document);
        assert_eq!(outline(&document), expected, "{name}");
    }
}

/// A package of parts.
fn package(parts: &[(&str, &str)]) -> Vec<u8> {
    packed(&parts.iter().map(|(name, text)| (*name, text.as_bytes())).collect::<Vec<_>>())
}

fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).expect("a part");
        writer.write_all(bytes).expect("writes");
    }
    writer.finish().expect("a package").into_inner()
}

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wps="urn:wps"><w:body>"#;
const TAIL: &str = "</w:body></w:document>";

fn paragraph(text: &str, level: Option<u8>) -> String {
    let number = level.map_or(String::new(), |level| format!(r#"<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>"#));
    let middle = text.chars().count() / 2;
    let (a, b): (String, String) = (text.chars().take(middle).collect(), text.chars().skip(middle).collect());
    format!(r#"<w:p><w:pPr>{number}</w:pPr><w:r><w:t>{a}</w:t></w:r><w:r><w:t xml:space="preserve">{b}</w:t></w:r></w:p>"#)
}

const NUMBERING: &str = r#"<w:numbering xmlns:w="urn:w"><w:abstractNum w:abstractNumId="7">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="第%1章"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlRestart w:val="0"/><w:lvlText w:val="第%2条"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:suff w:val="nothing"/><w:lvlText w:val="（%3）"/></w:lvl>
<w:lvl w:ilvl="3"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:suff w:val="nothing"/><w:lvlText w:val="%4."/></w:lvl>
</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num></w:numbering>"#;

/// What stands in a generated document, one after the other.
#[derive(Clone, Copy, Debug)]
enum Block {
    Chapter,
    Article,
    Item,
    Subitem,
    Sentence,
    Table,
}

/// The same blocks in Word, whose numbers Word counts, in HTML, and as lines where there is no table.
fn in_each_format(blocks: &[Block]) -> (Vec<u8>, String, Option<String>) {
    let title = "某市停车管理办法";
    let (mut word, mut page, mut text) =
        (format!("{HEAD}{}", paragraph(title, None)), format!("<html><p>{title}</p>"), format!("{title}\n"));
    let mut counts = [0_u64; 4];
    for (n, block) in blocks.iter().enumerate() {
        let words = format!("所写的是内容{}。", zhunsheng::law::numeral::to_chinese(n as u64 + 1));
        let level = match block {
            Block::Chapter => Some(0),
            Block::Article => Some(1),
            Block::Item => Some(2),
            Block::Subitem => Some(3),
            Block::Sentence | Block::Table => None,
        };
        if let Block::Table = block {
            let cell = |text: &str| format!("<w:tc>{}</w:tc>", paragraph(text, None));
            word.push_str(&format!("<w:tbl><w:tr>{}{}</w:tr></w:tbl>", cell("项目"), cell(&words)));
            page.push_str(&format!("<table><tr><td>项目</td><td>{words}</td></tr></table>"));
            continue;
        }
        let (label, words) = match level {
            Some(level) => {
                counts[usize::from(level)] += 1;
                // Articles are counted through the document; what is below starts anew.
                counts.iter_mut().enumerate().filter(|(at, _)| *at > usize::from(level).max(1)).for_each(|(_, count)| *count = 0);
                let number = zhunsheng::law::numeral::to_chinese(counts[usize::from(level)]);
                match level {
                    0 => (format!("第{number}章 "), "内容".to_owned()),
                    1 => (format!("第{number}条 "), words),
                    2 => (format!("（{number}）"), words),
                    _ => (format!("{}.", counts[3]), words),
                }
            }
            None => (String::new(), words),
        };
        word.push_str(&paragraph(&words, level));
        page.push_str(&format!("<p>{label}{words}</p>"));
        text.push_str(&format!("{label}{words}\n"));
    }
    let word = package(&[("word/document.xml", &format!("{word}{TAIL}")), ("word/numbering.xml", NUMBERING)]);
    let plain = !blocks.iter().any(|block| matches!(block, Block::Table));
    (word, format!("{page}</html>"), plain.then_some(text))
}

/// 办法.txt as a Word file whose numbers Word counts.
fn word() -> Vec<u8> {
    let text = fs::read_to_string(folder().join("办法.txt")).expect("text");
    let mut body = String::from(HEAD);
    for line in text.lines().filter(|line| !line.is_empty()) {
        let (level, rest) = if line.starts_with('第') {
            let (label, rest) = line.split_once(' ').expect("a label");
            (Some(u8::from(label.ends_with('条'))), rest)
        } else if let Some(rest) = line.strip_prefix("（一）").or_else(|| line.strip_prefix("（二）")) {
            (Some(2), rest)
        } else if let Some(rest) = line.strip_prefix("1.").or_else(|| line.strip_prefix("2.")) {
            (Some(3), rest)
        } else {
            (None, line)
        };
        body.push_str(&paragraph(rest, level));
    }
    body.push_str(TAIL);
    package(&[("word/document.xml", &body), ("word/numbering.xml", NUMBERING)])
}

/// What a run hides is no body text, and is not lost.
#[cfg(feature = "docx")]
#[test]
fn hidden_text_of_word_is_a_note() {
    let body = format!(
        "{HEAD}{}{}{}{TAIL}",
        paragraph("某市规定", None),
        r#"<w:p><w:r><w:t>第一条 处五千元</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>以上一万元以下</w:t></w:r><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>罚款。</w:t></w:r></w:p>"#,
        r#"<w:p><w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr><w:r><w:rPr><w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange></w:rPr><w:t>第二条 照此办理。</w:t></w:r></w:p>"#,
    );
    let document = read(&package(&[("word/document.xml", &body)]), "规定.docx").expect("reads");
    sound(&document);
    let lines: Vec<&str> = document.text().lines().collect();
    assert_eq!(lines, ["某市规定", "第一条 处五千元罚款。", "第二条 照此办理。", "〔隐藏文字〕以上一万元以下"]);
    assert_eq!(document.nodes().last().map(|node| node.kind), Some(NodeKind::Footnote));
}

/// Numbers of lists of several levels, restarts, other starts, and lists that a style names.
#[cfg(feature = "docx")]
#[test]
fn levels_of_word_lists_are_counted_as_word_counts_them() {
    let level = |at: u8, format: &str, text: &str, more: &str| {
        format!(r#"<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{format}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>"#)
    };
    let numbering = format!(
        r#"<w:numbering xmlns:w="urn:w"><w:abstractNum w:abstractNumId="1">{}{}{}{}</w:abstractNum>
        <w:abstractNum w:abstractNumId="2"><w:numStyleLink w:val="L"/></w:abstractNum>
        <w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>
        <w:num w:numId="2"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>
        <w:num w:numId="3"><w:abstractNumId w:val="2"/></w:num></w:numbering>"#,
        level(0, "chineseCounting", "%1、", ""),
        level(1, "decimal", "%1.%2", ""),
        level(2, "decimal", "%1.%2.%3", "<w:isLgl/>"),
        level(3, "decimal", "%1-%4", r#"<w:isLgl w:val="0"/>"#),
    );
    let styles = r#"<w:styles xmlns:w="urn:w"><w:style w:type="numbering" w:styleId="L"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
        <w:style w:type="paragraph" w:styleId="S"><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
        <w:style w:type="paragraph" w:styleId="T"><w:basedOn w:val="S"/></w:style></w:styles>"#;
    let listed = |list: u8, level: u8| format!(r#"<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list}"/></w:numPr>"#);
    let styled = |style: &str| format!(r#"<w:pStyle w:val="{style}"/>"#);
    let expected = [
        (listed(1, 0), "一、 "),
        (listed(1, 1), "一.1 "),
        (styled("T"), "一.2 "),
        (listed(1, 2), "1.2.1 "),
        (listed(1, 3), "一-1 "),
        (listed(1, 2), "1.2.2 "),
        // What is below starts anew.
        (listed(1, 0), "二、 "),
        (listed(1, 1), "二.1 "),
        (listed(1, 2), "2.1.1 "),
        (listed(3, 0), "三、 "),
        (listed(2, 0), "五、 "),
        (listed(2, 1), "五.1 "),
        (listed(2, 0), "六、 "),
        // None, though the style has one.
        (format!("{}{}", styled("S"), r#"<w:numPr><w:numId w:val="0"/></w:numPr>"#), ""),
    ];
    let paragraphs: String =
        expected.iter().map(|(properties, _)| format!("<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>内容</w:t></w:r></w:p>")).collect();
    let body = format!("{HEAD}{paragraphs}{TAIL}");
    let parts = [("word/document.xml", body.as_str()), ("word/numbering.xml", &numbering), ("word/styles.xml", styles)];
    let document = read(&package(&parts), "清单.docx").expect("reads");
    let lines: Vec<&str> = document.text().lines().collect();
    assert_eq!(lines, expected.iter().map(|(_, label)| format!("{label}内容")).collect::<Vec<_>>());
}

/// The numbers of lists as a browser shows them.
#[cfg(feature = "html")]
#[test]
fn lists_of_a_page_have_their_numbers() {
    for (list, shown) in [
        ("<ol><li>甲<li>乙</ol>", &["1. 甲", "2. 乙"][..]),
        ("<ol start=3><li>甲</li><li value='7'>乙</li><li>丙</li></ol>", &["3. 甲", "7. 乙", "8. 丙"]),
        ("<ol type=a><li>甲<li>乙</ol><ol type='I'><li>丙</ol>", &["a. 甲", "b. 乙", "I. 丙"]),
        ("<ol reversed><li>甲<ul><li>子</ul><li>乙<li>丙</ol>", &["3. 甲", "子", "2. 乙", "1. 丙"]),
        ("<ol reversed start='0'><li>甲<li>乙</ol>", &["0. 甲", "-1. 乙"]),
        ("<ol><li><p>甲</p><p>又</p><ol type=i><li>子<li>丑</ol><li>乙</ol>", &["1. 甲", "又", "i. 子", "ii. 丑", "2. 乙"]),
        ("<ol style=\"list-style-type: cjk-ideographic\"><li>甲<li>乙</ol>", &["一、甲", "二、乙"]),
        ("<ol style='margin:0;list-style:none'><li>甲<li>乙</ol><ul><li>丙</ul>", &["甲", "乙", "丙"]),
        ("<ol><li>第一条 甲。<li>（一）乙<li>2.丙<li>丁</ol>", &["第一条 甲。", "（一）乙", "2.丙", "4. 丁"]),
        ("<table><tr><td>项<td><ol><li>甲<li>乙</ol></table>", &["项\t1. 甲 2. 乙"]),
    ] {
        let document = read(format!("<html><body>{list}</body></html>").as_bytes(), "a.html").expect(list);
        sound(&document);
        assert_eq!(document.text().lines().collect::<Vec<_>>(), shown, "{list}");
    }
    let deep = format!("<html>{}甲", "<ol>".repeat(300));
    assert_eq!(read(deep.as_bytes(), "a.html").err(), Some(DocumentError::TooLarge { limit: "depth", most: 256 }));
}

#[test]
fn word_files_are_read_as_they_show() {
    let body = format!(
        "{HEAD}{}{}{}{}{}{TAIL}",
        paragraph("某市规定", None),
        // Tracked changes read as accepted.
        "<w:p><w:r><w:t>第一条 处</w:t></w:r><w:ins><w:r><w:t>五千元</w:t></w:r></w:ins><w:del><w:r><w:delText>一万元</w:delText></w:r></w:del><w:r><w:t>罚款&#12290;</w:t></w:r></w:p>",
        // A paragraph whose end was deleted goes on in the next.
        "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>第二条 前半</w:t></w:r></w:p><w:p><w:r><w:t>后半。</w:t></w:r></w:p>",
        // A text box, twice as Word writes it; then a table and a frame.
        "<w:p><w:r><mc:AlternateContent><mc:Choice><wps:txbx><w:txbxContent><w:p><w:r><w:t>框中文字。</w:t></w:r></w:p></w:txbxContent></wps:txbx></mc:Choice><mc:Fallback><w:p><w:r><w:t>框中文字。</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>框外文字。</w:t></w:r></w:p>",
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>项目</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>金额</w:t></w:r></w:p></w:tc></w:tr><w:tr><w:tc><w:p><w:r><w:t>罚款</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>一万</w:t></w:r></w:p><w:p><w:r><w:t>二万</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:tbl><w:tr><w:tc><w:p><w:r><w:t>第三条 框架里的条文。</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
    );
    let notes = "<w:footnotes xmlns:w=\"urn:w\"><w:footnote w:type=\"separator\"><w:p><w:r><w:t>----</w:t></w:r></w:p></w:footnote><w:footnote><w:p><w:r><w:t>脚注文字。</w:t></w:r></w:p></w:footnote></w:footnotes>";
    let document = read(&package(&[("word/document.xml", &body), ("word/footnotes.xml", notes)]), "规定.docx").expect("reads");
    sound(&document);
    let lines: Vec<&str> = document.text().lines().collect();
    assert_eq!(
        lines,
        [
            "某市规定",
            "第一条 处五千元罚款。",
            "第二条 前半后半。",
            "框外文字。",
            "框中文字。",
            "项目\t金额",
            "罚款\t一万 二万",
            "第三条 框架里的条文。",
            "脚注文字。"
        ]
    );
    assert_eq!(document.articles(), 3);
    assert_eq!(document.nodes().iter().filter(|node| node.kind == NodeKind::Table).count(), 1);
    assert_eq!(document.nodes().last().map(|node| node.kind), Some(NodeKind::Footnote));
}

const RELATIONS: &str = r#"<Relationships><Relationship Id="rId1" Type="urn:x/relationships/aFChunk" Target="../正文.htm"/><Relationship Id="rId2" Type="urn:x/relationships/aFChunk" Target="说明.txt"/><Relationship Id="rId3" Type="urn:x/relationships/aFChunk" Target="/word/附.docx"/></Relationships>"#;

#[test]
fn parts_of_other_formats_in_a_word_file_are_read_in_their_places() {
    let inner = package(&[("word/document.xml", &format!("{HEAD}{}{TAIL}", paragraph("第四条 嵌套的条文。", None)))]);
    let body = format!(
        r#"{HEAD}{}<w:altChunk r:id="rId1"/>{}<w:altChunk r:id="rId2"><w:altChunkPr/></w:altChunk><w:altChunk r:id="rId3"/>{TAIL}"#,
        paragraph("某市规定", None),
        paragraph("第二条 本部分的条文。", None)
    );
    let html = "<html><p>第一条 网页的条文。</p><table><tr><td>项目</td><td>金额</td></tr></table></html>";
    let parts: [(&str, &[u8]); 5] = [
        ("word/document.xml", body.as_bytes()),
        ("word/_rels/document.xml.rels", RELATIONS.as_bytes()),
        ("正文.htm", html.as_bytes()),
        ("word/说明.txt", "第三条 文本的条文。".as_bytes()),
        ("word/附.docx", &inner),
    ];
    let whole = packed(&parts);
    let document = read(&whole, "规定.docx").expect("reads");
    sound(&document);
    let lines: Vec<&str> = document.text().lines().collect();
    assert_eq!(
        lines,
        ["某市规定", "第一条 网页的条文。", "项目\t金额", "第二条 本部分的条文。", "第三条 文本的条文。", "第四条 嵌套的条文。"]
    );
    assert_eq!(document.articles(), 4);

    // A package in a package in a package …, and one whose parts together are too much.
    let mut deep = inner.clone();
    for _ in 0..4 {
        let body = format!(r#"{HEAD}<w:altChunk r:id="rId3"/>{TAIL}"#);
        deep = packed(&[
            ("word/document.xml", body.as_bytes()),
            ("word/_rels/document.xml.rels", RELATIONS.as_bytes()),
            ("word/附.docx", &deep),
        ]);
    }
    assert!(matches!(read(&deep, "深.docx"), Err(DocumentError::TooLarge { limit: "depth", .. })));
    let mut limits = DocumentLimits::default();
    limits.unpacked_all = 600;
    assert!(matches!(Document::read(&whole, "规定.docx", &limits), Err(DocumentError::TooLarge { limit: "unpacked_all", .. })));
    // What cannot be read there is named, not left out.
    let strange = packed(&[parts[0], parts[1], ("正文.htm", b"{\\rtf1 x}")]);
    assert!(matches!(read(&strange, "规定.docx"), Err(DocumentError::Format { .. })));
}

#[test]
fn a_word_file_is_found_where_its_package_says_and_merged_paragraphs_have_the_number_of_the_last() {
    let rels = r#"<Relationships><Relationship Id="a" Type="urn:x/officeDocument" Target="/word/document2.xml"/></Relationships>"#;
    let own = r#"<Relationships><Relationship Id="a" Type="urn:x/numbering" Target="numbers.xml"/></Relationships>"#;
    let deleted = r#"<w:p><w:pPr><w:numPr><w:ilvl w:val="2"/><w:numId w:val="1"/></w:numPr><w:rPr><w:del/></w:rPr></w:pPr><w:del><w:r><w:delText>旧</w:delText></w:r></w:del></w:p>"#;
    let ruby = r#"<w:p><w:r><w:ruby><w:rt><w:r><w:t>xiàng</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>项</w:t></w:r></w:rubyBase></w:ruby></w:r><w:r><w:t>目如下。</w:t></w:r></w:p>"#;
    let body = format!("{HEAD}{}{deleted}{}{ruby}{TAIL}", paragraph("某市规定", None), paragraph("正文。", Some(1)));
    let parts =
        [("_rels/.rels", rels), ("word/document2.xml", &body), ("word/_rels/document2.xml.rels", own), ("word/numbers.xml", NUMBERING)];
    let document = read(&package(&parts), "规定.docx").expect("reads");
    assert_eq!(document.text().lines().collect::<Vec<_>>(), ["某市规定", "第一条 正文。", "项目如下。"]);
}

#[test]
fn broken_and_hostile_files_are_refused_by_name() {
    let small = DocumentLimits::default();
    let mut limits = DocumentLimits::default();
    limits.unpacked = 1 << 20;
    let bomb = format!("{HEAD}{}{TAIL}", " ".repeat(4 << 20));
    let bomb = package(&[("word/document.xml", &bomb)]);
    assert!(bomb.len() < 20_000);
    assert_eq!(Document::read(&bomb, "a.docx", &limits).err(), Some(DocumentError::TooLarge { limit: "unpacked", most: 1 << 20 }));

    let entities = r#"<!DOCTYPE w [<!ENTITY a "哈哈哈哈"><!ENTITY b "&a;&a;&a;">]><w:document><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>"#;
    assert!(matches!(Document::read(&package(&[("word/document.xml", entities)]), "a.docx", &small), Err(DocumentError::Damaged { .. })));
    let unknown = format!("{HEAD}<w:p><w:r><w:t>&b;</w:t></w:r></w:p>{TAIL}");
    assert!(matches!(Document::read(&package(&[("word/document.xml", &unknown)]), "a.docx", &small), Err(DocumentError::Damaged { .. })));
    let deep = format!("{HEAD}{}", "<w:sdt>".repeat(1000));
    assert_eq!(
        Document::read(&package(&[("word/document.xml", &deep)]), "a.docx", &small).err(),
        Some(DocumentError::TooLarge { limit: "depth", most: 256 })
    );
    let whole = word();
    assert!(matches!(read(&whole[..whole.len() / 2], "a.docx"), Err(DocumentError::Damaged { .. })));
    assert!(matches!(read(&package(&[("xl/workbook.xml", "")]), "a.docx"), Err(DocumentError::Format { .. })));
    // The old container holds a protected .docx, or an old file, whatever its name says.
    let compound = |entry: &str| -> Vec<u8> {
        let entry = entry.encode_utf16().flat_map(u16::to_le_bytes);
        [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1].into_iter().chain(std::iter::repeat_n(0, 504)).chain(entry).collect()
    };
    assert_eq!(read(&compound("EncryptedPackage"), "a.docx").err(), Some(DocumentError::Encrypted));
    let found = |bytes: &[u8], name: &str| match read(bytes, name) {
        Err(DocumentError::Format { found }) => found,
        other => panic!("{name}: {other:?}"),
    };
    assert_eq!(found(&compound("WordDocument"), "a.docx"), "旧版 Word 文件");
    assert_eq!(found(&compound("WordDocument"), "a.doc"), "旧版 Word 文件");
    assert_eq!(found(&compound("WordDocument"), "a.wps"), "WPS 文字文件（.wps）");
    assert_eq!(found(&package(&[("OFD.xml", "")]), "a.ofd"), "OFD 版式文件");
    assert_eq!(found(&package(&[("xl/workbook.xml", "")]), "a.docx"), "Excel 表格");
    assert_eq!(found(&package(&[("content.xml", "")]), "a.odt"), "OpenDocument 文件");
    assert_eq!(read(b"", "a.docx").err(), Some(DocumentError::NoText));
    if cfg!(feature = "pdf") {
        assert!(matches!(read(b"%PDF-1.7", "a.pdf"), Err(DocumentError::Damaged { .. })));
    } else {
        assert_eq!(read(b"%PDF-1.7", "a.pdf").err(), Some(DocumentError::Disabled { format: "pdf" }));
    }
    assert!(matches!(read(b"plain", "a.docx"), Err(DocumentError::Damaged { .. })));
    // Each language says what is wrong in its own words; what a library told stands in brackets.
    for (bytes, name) in [(&b"plain"[..], "a.docx"), (b"PK\x03\x04cut", "a.docx"), (b"%PDF-1.7", "a.pdf")] {
        let error = read(bytes, name).expect_err("no document");
        let DocumentError::Damaged { zh, en } = &error else { continue };
        let reason = zh.split('（').next().unwrap_or_default();
        assert!(en.is_ascii() && !reason.contains(|c: char| c.is_ascii_lowercase()), "{zh} / {en}");
    }
    let mut limits = DocumentLimits::default();
    limits.bytes = 3;
    assert_eq!(Document::read(b"text", "a.txt", &limits).err(), Some(DocumentError::TooLarge { limit: "bytes", most: 3 }));
    let tables = "<table>".repeat(1000);
    assert_eq!(read(tables.as_bytes(), "a.html").err(), Some(DocumentError::TooLarge { limit: "depth", most: 256 }));
}

#[test]
fn a_table_that_frames_a_page_is_taken_apart_and_the_tables_in_it_stay() {
    let html = "<table><tr><td>导航</td><td><h1>某市停车规定</h1><p>第一条&nbsp;甲。</p><table><tr><td>项目<td>金额<tr><td>小车<td>5元</table>\
        <p>第二条 乙。</p><table><tr><td>大车<td>9元</table></td></tr></table>";
    let page = read(html.as_bytes(), "a.html").expect("reads");
    sound(&page);
    let kinds: Vec<(NodeKind, &str)> = page.nodes().iter().map(|node| (node.kind, page.slice(node.own).trim())).collect();
    let (note, table) = (kinds[0], NodeKind::Table);
    assert_eq!(note.1, "导航");
    assert_eq!(
        kinds[1..],
        [
            (NodeKind::Title, "某市停车规定"),
            (NodeKind::Article, "第一条"),
            (NodeKind::Paragraph, "甲。"),
            (table, "项目\t金额\n小车\t5元"),
            (NodeKind::Article, "第二条"),
            (NodeKind::Paragraph, "乙。"),
            (table, "大车\t9元"),
        ]
    );
}

/// The entries of a table of contents may have lost their lines, and the word over it.
#[test]
fn a_table_of_contents_on_one_line_lists_and_divides_nothing() {
    let body = "第一章 总 则\n第一节 目的\n第一条 甲。\n第二章 罚则\n第二条 乙。\n";
    for (head, contents) in [
        ("目录 第一章 总则 第二章 罚则\n", true),
        ("目 录：第一章 总则…1 第二章 罚则…………2\n", true),
        ("目录\n第一章 总则 第一节 目的 第二章 罚则\n", true),
        ("目录 第一章 总则\t1\t第二章 罚则\t2\n第三章 附则 3\n", true),
        ("目录 序言 第一章 总则 第二章 罚则\n序言\n", true),
        ("第一章 总则 第二章 罚则\n", true),
        ("## 第一章 总则 第二章 罚则\n", true),
        ("# 目录\n第一章 总则\n第二章 罚则\n", true),
        ("目录所列第一章 第二章的物品，按照规定执行。\n", false),
        ("", false),
    ] {
        let document = read(format!("某市规定\n{head}{body}").as_bytes(), "a.md").expect(head);
        sound(&document);
        assert_eq!(document.title(), Some("某市规定"), "{head}");
        assert_eq!(document.nodes().iter().filter(|node| node.kind == NodeKind::Contents).count(), usize::from(contents), "{head}");
        let divided = document.nodes().iter().filter(|node| matches!(node.kind, NodeKind::Chapter | NodeKind::Section));
        let paths: Vec<String> = divided.map(|node| node.path.to_string()).collect();
        assert_eq!(paths, ["第一章", "第一章第一节", "第二章"], "{head}");
        assert_eq!(document.articles(), 2, "{head}");
    }
    // A notice lists its own headings.
    let notice =
        read("某市意见\n目录 一、总体要求 二、保障措施\n一、总体要求\n甲。\n二、保障措施\n乙。\n".as_bytes(), "a.txt").expect("reads");
    assert_eq!(notice.nodes().iter().map(|node| node.kind.word()).collect::<Vec<_>>(), ["标题", "目录", "一、", "段", "一、", "段"]);
    // 编 and 章 on one line, and entries that stand nowhere else, are headings.
    for head in ["第一编 总则 第一章 规定\n第一条 甲。\n", "第一章 总则 第二章 罚则\n第一条 甲。\n"] {
        let document = read(format!("某市规定\n{head}").as_bytes(), "a.txt").expect(head);
        assert!(document.nodes().iter().all(|node| node.kind != NodeKind::Contents), "{head}");
    }
}

#[test]
fn a_file_without_text_is_no_document() {
    for (bytes, name) in
        [(&b""[..], "a.txt"), (b" \r\n\t\n", "a.txt"), (b"", "a.md"), (b"", "a.html"), (b"<html><p>&nbsp;</p></html>", "a.html")]
    {
        assert_eq!(read(bytes, name).err(), Some(DocumentError::NoText), "{name}");
    }
}

/// Lines that are hard on an outline: labels, half labels, titles, dates, brackets.
const LINES: &[&str] = &[
    "第一条 为了",
    "第二条 依照本办法第一条、前款和《某法》第三条第一款",
    "第二章 总则",
    "第三条规定的",
    "（一）甲；",
    "(2)乙",
    "1.丙",
    "一、丁",
    "①戊",
    "二、三四级",
    "目录",
    "目录 第一章 总则 第二章 罚则",
    "第一章 总则 第二章 罚则",
    "第一章 总则",
    "附件",
    "附件1",
    "附件：1.表",
    "2024年1月1日",
    "某市人民政府",
    "关于某事的通知",
    "某政发〔2024〕1号",
    "各区：",
    "（2024年1月1日公布）",
    "本办法所称甲，是指乙。",
    "甲（以下简称“乙”）",
    "《",
    "》",
    "第",
    "条",
    "",
    "　　",
    "\u{E000}",
    "第一编",
    "第一分编 通则",
    "前两款规定",
    "甲，",
    "# 标题",
    "## 第一章",
    "| a | b |",
    "<!-- x",
    "-->",
    "第四条 甲。 第五条 乙。 第六条",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_or_refused(noise in collection::vec(any::<u8>(), 0..400), ending in sample::select(vec!["txt", "md", "html", "docx", ""])) {
        if let Ok(document) = read(&noise, &format!("a.{ending}")) {
            sound(&document);
        }
    }

    #[test]
    fn any_lines_are_covered(lines in collection::vec(sample::select(LINES.to_vec()), 0..40), ending in sample::select(vec!["txt", "md"])) {
        sound(&read(format!("甲\n{}", lines.join("\n")).as_bytes(), &format!("a.{ending}")).expect("text"));
    }

    /// Documents of chapters, articles, lists, sentences and tables have one outline whatever the format.
    #[test]
    fn generated_documents_have_one_outline_in_each_format(blocks in collection::vec(sample::select(vec![Block::Chapter, Block::Article, Block::Article, Block::Item, Block::Item, Block::Subitem, Block::Sentence, Block::Table]), 1..30)) {
        let (word, page, text) = in_each_format(&blocks);
        let page = read(page.as_bytes(), "a.html").expect("a page");
        sound(&page);
        let expected = outline(&page);
        proptest::prop_assert_eq!(&outline(&read(&word, "a.docx").expect("a Word file")), &expected);
        if let Some(text) = text {
            proptest::prop_assert_eq!(&outline(&read(text.as_bytes(), "a.txt").expect("a text")), &expected);
        }
    }

    #[test]
    fn any_tags_are_read(parts in collection::vec(sample::select(vec!["<p>", "</p>", "<table>", "<tr>", "<td>", "</td>", "</table>", "<script>", "</script>", "<", ">", "&amp;", "&#x7b2c;", "&", "第一条 甲", "<a href='", "'>", "<!--", "-->", "<h2>", "</h2>", "<br/>"]), 0..60)) {
        sound(&read(format!("甲{}", parts.concat()).as_bytes(), "a.html").expect("a page"));
    }

    #[test]
    fn any_word_body_is_read_or_refused(parts in collection::vec(sample::select(vec!["<w:p>", "</w:p>", "<w:r><w:t>第一条 甲</w:t></w:r>", "<w:tbl>", "</w:tbl>", "<w:tr>", "</w:tr>", "<w:tc>", "</w:tc>", "<w:del>", "</w:del>", "<w:pPr>", "</w:pPr>", "<w:numPr><w:ilvl w:val='1'/><w:numId w:val='1'/></w:numPr>", "<w:txbxContent>", "</w:txbxContent>", "<w:br/>"]), 0..30)) {
        let body = format!("{HEAD}{}{TAIL}", parts.concat());
        if let Ok(document) = read(&package(&[("word/document.xml", &body), ("word/numbering.xml", NUMBERING)]), "a.docx") {
            sound(&document);
        }
    }
}

#[test]
fn what_stands_beside_the_number_of_an_article_is_no_signature() {
    for (stop, comma) in [("。", "，"), (".", ","), (".", "，"), ("。", ",")] {
        let (paragraphs, signed, validity) = ended(&format!("本办法自2026年6月1日起施行{comma}有效期十年{stop}"));
        assert_eq!((paragraphs, signed), (2, vec!["某市人民政府".to_owned()]), "{stop} {comma}");
        assert!(matches!(validity, Some(Validity::For(Period::Months(120)))), "{stop} {comma}: {validity:?}");
    }
    let (paragraphs, signed, _) = ended("即日施行");
    assert_eq!((paragraphs, signed), (2, vec!["某市人民政府".to_owned()]));
}

/// The paragraphs, the signatures and the validity of a document whose last article says this.
fn ended(last: &str) -> (usize, Vec<String>, Option<Validity>) {
    let text = format!("某市网约车管理办法\n\n第一条 为了规范管理，制定本办法。\n\n第二条 {last}\n\n某市人民政府\n\n2026年5月1日\n");
    let document = read(text.as_bytes(), "办法.txt").expect("a document");
    let of = |kind| document.nodes().iter().filter(move |n| n.kind == kind).map(|n| document.slice(n.own).to_owned());
    let (paragraphs, signed) = (of(NodeKind::Paragraph).count(), of(NodeKind::Signature).collect());
    (paragraphs, signed, document.dates().validity)
}

#[test]
fn how_long_a_document_is_in_force_is_read_in_every_form_and_of_nothing_else() {
    let table = fs::read_to_string(folder().join("validity.tsv")).expect("the forms");
    let mut wrong = String::new();
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        let columns: Vec<&str> = line.split('\t').collect();
        let [last, effective, validity] = columns[..] else { panic!("three columns: {line}") };
        let text = format!("某市停车管理办法\n第一条 为了管理停车，制定本办法。\n第二条 {last}\n");
        let dates = read(text.as_bytes(), "办法.txt").expect("a text").dates().clone();
        let begins = dates.effective.map_or(String::new(), |effective| match effective {
            Effective::On(date) => date.to_string(),
            Effective::WhenPublished => "公布".to_owned(),
            Effective::AfterPublished(period) => format!("公布后{period}"),
        });
        let lasts = dates.validity.map_or(String::new(), |validity| match validity {
            Validity::Until(date) => date.to_string(),
            Validity::For(Period::Months(months)) => months.to_string(),
            Validity::For(other) => format!("{other:?}"),
        });
        if (begins.as_str(), lasts.as_str()) != (effective, validity) {
            wrong.push_str(&format!("{last}\n  wanted {effective} | {validity}\n  found  {begins} | {lasts}\n"));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// Wrapped lines are joined, the number of the page is left out.
#[cfg(feature = "pdf")]
#[test]
fn a_pdf_has_the_outline_of_its_text() {
    let bytes = std::fs::read(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents/停车管理办法.pdf")).unwrap();
    let pdf = Document::read(&bytes, "停车管理办法.pdf", &DocumentLimits::default()).unwrap();
    let text = "某市停车管理办法\n第一条 为了规范停车秩序，保障道路畅通，根据《中华人民共和国道路交通安全法》等法律、法规，结合本市实际，制定本办法。\n第二条 禁止下列行为：\n（一）占用消防通道；\n（二）损毁停车设施。\n第三条 违反本办法第二条规定的，由城市管理部门责令改正，可以处200元以上2000元以下罚款。\n";
    let plain = Document::from_text(text, "停车管理办法.txt", &DocumentLimits::default()).unwrap();
    let outline = |d: &Document| -> Vec<(String, String)> {
        let words = |node: &zhunsheng::document::Node| d.slice(node.text()).split_whitespace().collect::<String>();
        d.nodes().iter().map(|node| (node.path.to_string(), words(node))).collect()
    };
    assert_eq!(outline(&pdf), outline(&plain));
    // Damaged in many ways: an error or a document, never a panic that reaches the caller.
    for at in (0..bytes.len()).step_by(bytes.len() / 40) {
        let _ = Document::read(&bytes[..at], "a.pdf", &DocumentLimits::default());
        let mut broken = bytes.clone();
        broken[at..(at + 16).min(bytes.len())].fill(b'x');
        let _ = Document::read(&broken, "a.pdf", &DocumentLimits::default());
    }
}
