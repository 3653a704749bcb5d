//! Any text gives a tree, its problems can be told, and what the formatter writes it does not change again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use zhunsheng::diagnostic::{Color, Language, Sources, render_all};
use zhunsheng::syntax::{Limits, Style, format, parse};

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let mut sources = Sources::new();
    let source = sources.add("模糊.zs", text);
    let limits = Limits::default();
    let parsed = parse(source, text, &limits);
    let _ = render_all(&parsed.diagnostics, &sources, Language::Chinese, Color::Never);
    let _ = render_all(&parsed.diagnostics, &sources, Language::English, Color::Never);
    // Only a file without mistakes has one layout: what could not be read is kept as it stands.
    if parsed.diagnostics.is_empty() {
        let once = format(source, text, &limits, Style::default()).text;
        let again = parse(source, &once, &limits);
        assert_eq!(parsed.tree.clauses, again.tree.clauses, "{once}");
        assert_eq!(once, format(source, &once, &limits, Style::default()).text);
    }
});
