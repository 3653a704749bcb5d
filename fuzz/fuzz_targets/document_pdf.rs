//! Any bytes read as a PDF file give a document whose places are those of its text, or an error.
#![no_main]

use libfuzzer_sys::fuzz_target;
use zhunsheng::document::citations::resolve;
use zhunsheng::document::{Document, DocumentLimits, PDF_THREAD};

// The decoder's panics are caught by the reader; the hook of the fuzzer would abort before they are.
fn quiet() {
    static ONCE: std::sync::Once = std::sync::Once::new();
    ONCE.call_once(|| {
        let fatal = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if std::thread::current().name() != Some(PDF_THREAD) {
                fatal(info);
            }
        }));
    });
}

fuzz_target!(|data: &[u8]| {
    quiet();
    let mut limits = DocumentLimits::default();
    limits.unpacked = 1 << 20;
    limits.unpacked_all = 8 << 20;
    limits.codes = 1 << 16;
    let Ok(document) = Document::read(data, "模糊.pdf", &limits) else { return };
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
