//! Any words, gaps and regexes over any text give matches that are sorted, in their clauses and on characters, within the stated work.
#![no_main]

use libfuzzer_sys::fuzz_target;
use zhunsheng::text::{Limits, Matcher, Part, Pattern};

/// The input: patterns, one a line, until an empty line, then the text, whose lines are the clauses. Of a pattern, parts stand between
/// tabs: `~3` is a gap of at most three characters, `/…` a regex, anything else words between commas.
fn pattern(line: &str) -> Pattern {
    let part = |part: &str| match (part.strip_prefix('~'), part.strip_prefix('/')) {
        (Some(most), _) => Part::Gap { least: 0, most: most.parse().unwrap_or(u32::MAX) },
        (_, Some(regex)) => Part::Regex(regex.to_owned()),
        _ => Part::Words(part.split(',').map(str::to_owned).collect()),
    };
    Pattern { parts: line.split('\t').map(part).collect() }
}

fuzz_target!(|data: &str| {
    let Some((patterns, text)) = data.split_once("\n\n") else { return };
    let patterns: Vec<Pattern> = patterns.lines().map(pattern).collect();
    let limits = Limits { regex_size: 1 << 14, regex_bytes: 1 << 20, ..Limits::default() };
    let Ok(matcher) = Matcher::new(&patterns, &limits) else { return };
    let mut at = 0;
    let clauses: Vec<_> = text
        .split('\n')
        .map(|line| {
            let clause = at..at + line.len();
            at = clause.end + 1;
            clause
        })
        .collect();
    let mut found = Vec::new();
    let work = matcher.find(text, &clauses, &mut found);
    assert!(found.is_sorted_by_key(|m| (m.clause, m.start, m.pattern)));
    for m in &found {
        let clause = &clauses[m.clause as usize];
        assert!(clause.start <= m.start && m.start < m.end && m.end <= clause.end && (m.pattern as usize) < patterns.len());
        assert!(!text[m.start..m.end].trim().is_empty());
    }
    // Words are at most as long as the input, parts at most as many.
    let (size, parts) = (data.len() as u64 + 1, patterns.iter().map(|p| p.parts.len() as u64 + 1).sum::<u64>() + 1);
    assert!(work.steps <= 8 * size * size * parts + (1 << 21) * parts, "{work:?}");
});
