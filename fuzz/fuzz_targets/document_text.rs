//! Any bytes read as a text or Markdown file give a document whose places are those of its text, or an error.
#![no_main]

use libfuzzer_sys::fuzz_target;
use zhunsheng::document::citations::resolve;
use zhunsheng::document::{Document, DocumentLimits};

fuzz_target!(|data: &[u8]| {
    let mut limits = DocumentLimits::default();
    limits.unpacked = 1 << 20;
    let Ok(document) = Document::read(data, "模糊.md", &limits) else { return };
    let mut covered = 0;
    for node in document.nodes() {
        assert!(document.text().get(covered..node.own.from()).expect("a place").trim().is_empty());
        covered = node.own.to();
    }
    for citation in document.citations() {
        assert!(!document.slice(citation.place).is_empty());
        let _ = resolve(&document, &citation, None, None);
    }
});
