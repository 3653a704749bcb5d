//! Twenty real notices whose outlines a person drew from the raw text, before the program had read them.
//!
//! `tests/documents/normative/NNN.outline` holds facts and a drawing: lines of the file, depth by indentation, kind, number, and what the
//! unit is about in words that are not the notice's. Nothing rewrites them: where the program differs, it is the program that is mended.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use zhunsheng::document::{Document, DocumentLimits, Effective, NodeKind};
use zhunsheng::law::Date;

/// What is told of each unit after its kind and number; at most so many characters in a row are the notice's own.
const BORROWED: usize = 9;

fn corpus() -> Option<PathBuf> {
    let folder =
        std::env::var_os("ZHUNSHENG_CORPUS").map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus"), PathBuf::from);
    let found = folder.join("normative").is_dir();
    if !found {
        println!("skipped: no corpus in {}", folder.display());
    }
    found.then(|| folder.join("normative"))
}

/// The drawing without the words of the person: what the program must come to.
fn drawn(outline: &str) -> String {
    let (facts, tree) = outline.split_once("\n\n").expect("facts, a blank line, the tree");
    let mut out = format!("{facts}\n\n");
    for line in tree.lines() {
        let mut columns = line.split('\t');
        let (at, unit) = (columns.next().expect("lines"), columns.next().expect("a unit"));
        writeln!(out, "{at}\t{unit}").expect("writes");
    }
    out
}

fn date(date: Option<Date>) -> Option<String> {
    date.map(|date| date.to_string())
}

/// The same of a document.
fn found(document: &Document) -> String {
    let effective = document.dates().effective.map(|effective| match effective {
        Effective::On(date) => date.to_string(),
        Effective::WhenPublished => "公布".to_owned(),
        Effective::AfterPublished(period) => format!("公布后{period}"),
    });
    let issuers = document.issuers();
    let facts = [
        ("文种", document.genre().map(|genre| genre.word().to_owned())),
        ("标题", document.title().map(str::to_owned)),
        ("文号", document.number().map(ToString::to_string)),
        ("制定机关", (!issuers.is_empty()).then(|| issuers.join("；"))),
        ("成文", date(document.dates().signed)),
        ("公布", date(document.dates().published)),
        ("版本", date(document.dates().version)),
        ("施行", effective),
    ];
    let mut out = String::new();
    for (name, fact) in facts.iter().filter_map(|(name, fact)| Some((name, fact.as_deref()?))) {
        writeln!(out, "{name}\t{fact}").expect("writes");
    }
    out.push_str(&format!("计数\t{}\n\n", counts(document)));
    let mut depths: Vec<usize> = Vec::new();
    for node in document.nodes() {
        let depth = node.parent.map_or(0, |parent| depths[parent.index()] + 1);
        depths.push(depth);
        let first = document.position(node.own.start).line;
        let last = document.position(node.own.end).line;
        let at = if first == last { first.to_string() } else { format!("{first}-{last}") };
        let number = node.number.map(|number| format!(" {}", number.number)).unwrap_or_default();
        writeln!(out, "{at}\t{}{}{number}", "  ".repeat(depth), node.kind.word()).expect("writes");
    }
    out
}

fn counts(document: &Document) -> String {
    use NodeKind as K;
    let counted = [
        K::Article,
        K::Paragraph,
        K::Item,
        K::First,
        K::Second,
        K::Third,
        K::Fourth,
        K::Heading,
        K::Text,
        K::Table,
        K::Enclosure,
        K::Attachment,
    ];
    let count = |kind: &NodeKind| document.nodes().iter().filter(|node| node.kind == *kind).count();
    let counted = counted.iter().map(|kind| (kind.word(), count(kind))).filter(|(_, count)| *count > 0);
    counted.map(|(word, count)| format!("{word}={count}")).collect::<Vec<_>>().join(" ")
}

/// The lines of each that the other has not.
fn difference(drawn: &str, found: &str) -> String {
    let missing = drawn.lines().filter(|line| !found.lines().any(|other| other == *line)).map(|line| format!("  drawn {line}\n"));
    let added = found.lines().filter(|line| !drawn.lines().any(|other| other == *line)).map(|line| format!("  found {line}\n"));
    missing.chain(added).collect()
}

#[test]
fn twenty_notices_have_the_outline_that_a_person_drew() {
    let Some(corpus) = corpus() else { return };
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents/normative");
    let mut files: Vec<PathBuf> = fs::read_dir(folder).expect("the drawings").map(|entry| entry.expect("an entry").path()).collect();
    files.sort();
    assert_eq!(files.len(), 20);
    let mut differ = String::new();
    let mut agreed = 0;
    for path in &files {
        let number = path.file_stem().and_then(|stem| stem.to_str()).expect("a name");
        let name = format!("{number}.txt");
        let bytes = fs::read(corpus.join(&name)).expect("a notice");
        let document = Document::read(&bytes, &name, &DocumentLimits::default()).expect("reads");
        let outline = fs::read_to_string(path).expect("a drawing");
        own_words(&outline, &document, number);
        let (drawn, found) = (drawn(&outline), found(&document));
        if drawn == found {
            agreed += 1;
        } else {
            writeln!(differ, "{number}:\n{}", difference(&drawn, &found)).expect("writes");
        }
    }
    println!("{agreed} of {} agree", files.len());
    assert!(differ.is_empty(), "{differ}");
}

/// Units with a number say what they are about, and not in the notice's words.
fn own_words(outline: &str, document: &Document, number: &str) {
    let text: String = document.text().split_whitespace().collect();
    for line in outline.split_once("\n\n").expect("a tree").1.lines() {
        let columns: Vec<&str> = line.split('\t').collect();
        let said = columns.get(2).copied().unwrap_or_default();
        let numbered = columns[1].trim_start().contains(' ') && !columns[1].contains('款');
        assert!(!numbered || !said.is_empty(), "{number}: what is `{line}` about?");
        let said: Vec<char> = said.chars().collect();
        for words in said.windows(BORROWED) {
            let words: String = words.iter().collect();
            assert!(!text.contains(&words), "{number}: `{words}` is the notice's");
        }
    }
}
