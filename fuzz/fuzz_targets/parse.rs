//! Any text gives a tree, and the formatter keeps what it says.
#![no_main]

use libfuzzer_sys::fuzz_target;
use zhunsheng::diagnostic::{Language, Sources, render_all};
use zhunsheng::syntax::{Limits, parse};

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let mut sources = Sources::new();
    let source = sources.add("模糊.zs", text);
    let parsed = parse(source, text, &Limits::default());
    let _ = render_all(&parsed.diagnostics, &sources, Language::Chinese);
    let _ = render_all(&parsed.diagnostics, &sources, Language::English);
});
