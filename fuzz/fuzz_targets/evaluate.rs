//! Any good rules decide any case that binds, and the cases beside them; the same bytes give the same report.
//!
//! The input is a rule file and, after the first NUL, a case as JSON.
#![no_main]

use libfuzzer_sys::fuzz_target;
use zhunsheng::RuleSet;
use zhunsheng::diagnostic::Language;
use zhunsheng::input::{Limits, bind, read_json};
use zhunsheng::report::{markdown, text};

fuzz_target!(|data: &[u8]| {
    let at = data.iter().position(|&b| b == 0).unwrap_or(data.len());
    let (rules, case) = data.split_at(at);
    let Ok(rules) = RuleSet::from_sources([("模糊", rules)]) else { return };
    let engine = rules.compile();
    for id in engine.case_ids() {
        let _ = engine.run_case(id);
    }
    let case = String::from_utf8_lossy(case.get(1..).unwrap_or_default());
    let Ok(case) = read_json(&case, &Limits::default()) else { return };
    let Ok(submission) = bind(engine.model(), &case) else { return };
    let report = engine.evaluate(&submission);
    assert_eq!(report, engine.evaluate(&submission));
    if let Ok(report) = report {
        let _ = (markdown(&report, Language::Chinese), text(&report, Language::English));
    }
});
