//! Any bytes are answered by the checker: with a model, or with at least one error that can be told in both languages.
#![no_main]

use libfuzzer_sys::fuzz_target;
use zhunsheng::check_sources;
use zhunsheng::diagnostic::{Color, Language, render_all};

fuzz_target!(|data: &[u8]| {
    let checked = check_sources([("模糊", data)]).expect("one source has one name");
    assert_eq!(checked.model.is_none(), checked.has_errors());
    let _ = render_all(&checked.diagnostics, &checked.sources, Language::Chinese, Color::Never);
    let _ = render_all(&checked.diagnostics, &checked.sources, Language::English, Color::Never);
});
