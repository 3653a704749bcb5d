//! The reader over real statutes: every text is read, loses nothing, and has as many 条 as a count by other means.
//!
//! The texts are no part of the project. Where they are absent, the tests say so and pass.

use std::fs;
use std::path::{Path, PathBuf};

use zhunsheng::document::citations::{Resolution, resolve};
use zhunsheng::document::{CitationTarget, Document, DocumentLimits, NodeKind};
use zhunsheng::law::Registry;

/// The texts whose count differs, with the reason in `docs/document.md`.
const EXCEPTIONS: usize = 5;

fn corpus() -> Option<PathBuf> {
    let folder =
        std::env::var_os("ZHUNSHENG_CORPUS").map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus"), PathBuf::from);
    let found = folder.join("laws").is_dir();
    if !found {
        println!("skipped: no corpus in {}", folder.display());
    }
    found.then_some(folder)
}

fn texts(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a readable folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn read(path: &Path) -> Document {
    let bytes = fs::read(path).expect("a readable file");
    let name = path.file_name().and_then(|name| name.to_str()).expect("a name");
    Document::read(&bytes, name, &DocumentLimits::default()).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The number of 条 by the plainest means: lines that begin with 第…条 and a blank. It shares no code with the reader.
fn count_articles(text: &str) -> usize {
    let is_article = |line: &str| {
        let Some(rest) = line.trim_start_matches([' ', '　', '\u{2002}']).strip_prefix('第') else { return false };
        let Some((number, after)) = rest.split_once('条') else { return false };
        let numeral = !number.is_empty() && number.chars().all(|c| "一二三四五六七八九十百千零〇0123456789 ".contains(c));
        let after = after.strip_prefix('之').map_or(after, |insert| insert.trim_start_matches(|c| "一二三四五六七八九十".contains(c)));
        numeral && (after.is_empty() || after.starts_with([' ', '　', '\t', '\u{2002}']))
    };
    text.lines().filter(|line| is_article(line)).count()
}

#[test]
fn every_statute_is_read_with_all_its_articles() {
    let Some(corpus) = corpus() else { return };
    let files = texts(&corpus.join("laws"), "md");
    let mut differ = Vec::new();
    for path in &files {
        let document = read(path);
        let text = fs::read_to_string(path).expect("text");
        let expected = count_articles(&text);
        if document.articles() != expected {
            differ.push(format!("{}: {} articles, counted {expected}", path.display(), document.articles()));
        }
        lost_nothing(&document);
    }
    println!("{} texts, {} differ:\n{}", files.len(), differ.len(), differ.join("\n"));
    assert!(files.len() > 1500, "the corpus has 1,586 texts");
    assert!(differ.len() <= EXCEPTIONS, "more than the {EXCEPTIONS} explained exceptions");
}

#[test]
fn every_notice_and_rule_is_read_without_loss() {
    let Some(corpus) = corpus() else { return };
    let files: Vec<PathBuf> =
        [texts(&corpus.join("normative"), "txt"), texts(&corpus.join("guidance"), "txt"), texts(&corpus.join("guidance"), "md")].concat();
    for path in &files {
        lost_nothing(&read(path));
    }
    println!("{} texts", files.len());
    assert!(files.len() > 200);
}

/// Every character that is not blank lies in the own text of exactly one node.
fn lost_nothing(document: &Document) {
    let mut covered = 0;
    for node in document.nodes() {
        assert!(node.own.start >= covered, "{}: {} overlaps what is before it", document.name(), node.path);
        let gap = document.text().get(covered as usize..node.own.from()).expect("a place between characters");
        assert!(gap.trim().is_empty(), "{}: lost `{gap}`", document.name());
        covered = node.own.end;
    }
    let rest = document.text().get(covered as usize..).expect("a place between characters");
    assert!(rest.trim().is_empty(), "{}: lost `{rest}`", document.name());
}

#[test]
fn citations_lead_somewhere() {
    let Some(corpus) = corpus() else { return };
    let registry = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/法规库/法规库.txt")).expect("the registry");
    let registry = Registry::read(&registry).expect("reads");
    let (mut inner, mut inner_found, mut outer, mut outer_found) = (0_usize, 0_usize, 0_usize, 0_usize);
    for path in texts(&corpus.join("laws"), "md") {
        let document = read(&path);
        for citation in document.citations() {
            assert!(!document.slice(citation.place).is_empty());
            match resolve(&document, &citation, Some(&registry), None) {
                Resolution::Here(_) => {
                    inner += 1;
                    inner_found += 1;
                }
                Resolution::Nowhere { .. } => inner += 1,
                Resolution::Act { .. } => {
                    outer += 1;
                    outer_found += 1;
                }
                // Certificates and lists stand in 《》 too; decisions that amend are no acts of the registry.
                Resolution::Unknown if names_an_act(&citation.target) => outer += 1,
                // What is quoted is of another document.
                Resolution::Unknown | Resolution::Quoted | Resolution::Open => {}
            }
        }
    }
    println!("within the document: {inner_found} of {inner}; other acts: {outer_found} of {outer}");
    assert!(inner_found * 100 >= inner * 99, "{inner_found} of {inner}");
    assert!(outer_found * 100 >= outer * 95, "{outer_found} of {outer}");
}

fn names_an_act(target: &CitationTarget) -> bool {
    let title = match target {
        CitationTarget::Act { title, .. } | CitationTarget::Short { title, .. } => title.full(),
        CitationTarget::Named(name) => name,
        CitationTarget::Internal(_) | CitationTarget::Number(_) => return false,
    };
    ["法", "条例", "办法", "规定", "细则", "规则", "章程", "解释"].iter().any(|word| title.ends_with(word)) || title.ends_with('）')
}

/// Twenty notices keep their outlines: written by the program and read over, not drawn by a person (`docs/document.md`).
#[test]
fn notices_keep_the_outlines_that_were_read_over() {
    let Some(corpus) = corpus() else { return };
    let expected = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents/normative.tsv")).expect("the table");
    let mut found = String::new();
    for line in expected.lines() {
        let file = line.split('\t').next().unwrap_or_default();
        if file.starts_with('#') {
            found.push_str(&format!("{line}\n"));
            continue;
        }
        let document = read(&corpus.join("normative").join(file));
        let count = |kind| document.nodes().iter().filter(|node| node.kind == kind).count();
        let signed = document.dates().signed.map(|date| date.to_string()).unwrap_or_default();
        let number = document.number().map(ToString::to_string).unwrap_or_default();
        found.push_str(&format!(
            "{file}\t{}\t{number}\t{signed}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\n",
            document.genre().map(|genre| genre.word()).unwrap_or_default(),
            count(NodeKind::Chapter),
            document.articles(),
            count(NodeKind::First),
            count(NodeKind::Second),
            count(NodeKind::Third),
            count(NodeKind::Enclosure),
            count(NodeKind::Attachment),
        ));
    }
    if std::env::var_os("UPDATE").is_some() {
        fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents/normative.tsv"), &found).expect("writes");
    }
    assert_eq!(found, expected);
}
