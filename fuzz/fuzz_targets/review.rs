//! Any good checks review any text: places slice to their quotations, and the same bytes give the same review.
//!
//! The input is a rule file and, after the first NUL, a document as text.
#![no_main]

use libfuzzer_sys::fuzz_target;
use zhunsheng::RuleSet;
use zhunsheng::diagnostic::{Color, Language};
use zhunsheng::document::{Document, DocumentLimits};
use zhunsheng::report::{review_markdown, review_text};
use zhunsheng::review::Submission;

fuzz_target!(|data: &[u8]| {
    let at = data.iter().position(|&b| b == 0).unwrap_or(data.len());
    let (rules, text) = data.split_at(at);
    let Ok(rules) = RuleSet::from_sources([("模糊", rules)]) else { return };
    let reviewer = rules.reviewer();
    for id in reviewer.case_ids() {
        let _ = reviewer.run_case(id, None);
    }
    let text = String::from_utf8_lossy(text.get(1..).unwrap_or_default());
    let Ok(document) = Document::from_text(&text, "模糊.txt", &DocumentLimits::default()) else { return };
    let review = reviewer.review(&Submission::of(&document));
    for finding in &review.findings {
        let place = &finding.place;
        assert_eq!(document.text().get(place.start as usize..place.end as usize), Some(place.quote.as_str()));
    }
    assert_eq!(review, reviewer.review(&Submission::of(&document)));
    let _ = (review_text(&review, document.text(), Language::Chinese, Color::Never), review_markdown(&review, Language::English));
});
