//! The text engine against a plain reading of its definition, and by named examples.

use std::ops::Range;

use proptest::prelude::*;
use zhunsheng::text::{Found, Limits, Matcher, Part, Pattern, PatternError};

fn words(of: &[&str]) -> Part {
    Part::Words(of.iter().map(|w| w.to_string()).collect())
}

fn gap(least: u32, most: u32) -> Part {
    Part::Gap { least, most }
}

fn regex(of: &str) -> Part {
    Part::Regex(of.to_owned())
}

fn pattern(parts: &[Part]) -> Pattern {
    Pattern { parts: parts.to_vec() }
}

fn matcher(patterns: &[Pattern]) -> Matcher {
    Matcher::new(patterns, &Limits::default()).expect("good patterns")
}

/// The clauses of a text parted by `|`, which belongs to none.
fn clauses(text: &str) -> Vec<Range<usize>> {
    let mut at = 0;
    let range = |clause: &str| {
        let range = at..at + clause.len();
        at = range.end + 1;
        range
    };
    text.split('|').map(range).collect()
}

/// (pattern, clause, matched text) of each match.
fn shown<'t>(patterns: &[Pattern], text: &'t str) -> Vec<(u32, u32, &'t str)> {
    let mut found = Vec::new();
    let work = matcher(patterns).find(text, &clauses(text), &mut found);
    assert_eq!(work.cut, 0);
    found.iter().map(|m| (m.pattern, m.clause, &text[m.start..m.end])).collect()
}

// ---- a second implementation, as plain as the definition ----

/// A clause folded: each character with where it stands in the text.
fn folded(text: &str, base: usize) -> Vec<(char, usize, usize)> {
    let fold = |c: char| match u32::from(c) {
        code @ 0xFF01..=0xFF5E => char::from_u32(code - 0xFEE0).expect("ASCII").to_ascii_lowercase(),
        _ => c.to_ascii_lowercase(),
    };
    text.char_indices().filter(|(_, c)| !c.is_whitespace()).map(|(at, c)| (fold(c), base + at, base + at + c.len_utf8())).collect()
}

/// A part that is not a gap: where it ends when it begins at a place, longest first.
fn ends(part: &Part, clause: &[(char, usize, usize)], own: &str, base: usize, at: usize) -> Vec<usize> {
    let mut ends: Vec<usize> = match part {
        Part::Words(words) => {
            let words = words.iter().map(|word| folded(word, 0).iter().map(|c| c.0).collect::<Vec<_>>());
            words
                .filter(|word| clause[at..].iter().map(|c| &c.0).zip(word).filter(|(a, b)| a == b).count() == word.len())
                .map(|w| at + w.len())
                .collect()
        }
        Part::Regex(regex) => {
            let column = |byte: usize| clause.iter().take_while(|c| c.1 < base + byte).count();
            let all = regex::Regex::new(regex).expect("a regex");
            all.find_iter(own).map(|m| (column(m.start()), column(m.end()))).filter(|m| m.0 == at && m.1 > at).map(|m| m.1).collect()
        }
        Part::Gap { .. } => unreachable!("gaps are taken off before"),
    };
    ends.sort_unstable_by(|a, b| b.cmp(a));
    ends
}

/// All ways to match `parts` from a place: (where the last part begins, where it ends).
fn ways(parts: &[Part], clause: &[(char, usize, usize)], own: &str, base: usize, at: usize) -> Vec<(usize, usize)> {
    let mut all = Vec::new();
    for end in ends(&parts[0], clause, own, base, at) {
        let gaps = parts[1..].iter().take_while(|part| matches!(part, Part::Gap { .. })).count();
        let (mut least, mut most) = (0usize, 0usize);
        for part in &parts[1..=gaps] {
            let Part::Gap { least: l, most: m } = part else { unreachable!() };
            least += *l as usize;
            most += *m as usize;
        }
        let rest = &parts[1 + gaps..];
        if rest.is_empty() {
            all.push((at, end));
            continue;
        }
        for next in (end + least..=end + most.min(clause.len())).take_while(|next| *next < clause.len()) {
            all.extend(ways(rest, clause, own, base, next));
        }
    }
    all
}

fn plain(patterns: &[Pattern], text: &str, clauses: &[Range<usize>]) -> Vec<Found> {
    let mut found = Vec::new();
    for (number, range) in clauses.iter().enumerate() {
        let own = &text[range.clone()];
        let clause = folded(own, range.start);
        for (which, pattern) in patterns.iter().enumerate() {
            let mut at = 0;
            while at < clause.len() {
                let all = ways(&pattern.parts, &clause, own, range.start, at);
                let Some(best) = all.iter().min_by_key(|way| (way.0, usize::MAX - way.1)) else {
                    at += 1;
                    continue;
                };
                found.push(Found { pattern: which as u32, clause: number as u32, start: clause[at].1, end: clause[best.1 - 1].2 });
                at = best.1;
            }
        }
    }
    found.sort_unstable_by_key(|m| (m.clause, m.start, m.pattern));
    found
}

// ---- the two compared ----

fn any_word() -> impl Strategy<Value = String> {
    // White space and full width in the words, too; never nothing but white space.
    ("[甲乙丙a]", "[甲乙丙aＡA（( 　]{0,2}").prop_map(|(first, rest)| first + &rest)
}

fn any_solid() -> impl Strategy<Value = Part> {
    prop_oneof![
        12 => prop::collection::vec(any_word(), 1..4).prop_map(Part::Words),
        1 => prop::sample::select(vec!["甲+乙", "[乙丙]", "甲|乙丙", "a ?A", " *乙", "甲.*丙", "^甲", "(甲|乙)丙?", "x*"]).prop_map(regex),
    ]
}

fn any_gap() -> impl Strategy<Value = Part> {
    prop_oneof![4 => (0u32..4, 0u32..5).prop_map(|(least, more)| gap(least, least + more)), 1 => (0u32..3).prop_map(|least| gap(least, u32::MAX))]
}

fn any_pattern() -> impl Strategy<Value = Pattern> {
    (any_solid(), prop::collection::vec((prop::collection::vec(any_gap(), 0..3), any_solid()), 0..4)).prop_map(|(first, rest)| {
        let mut parts = vec![first];
        for (gaps, solid) in rest {
            parts.extend(gaps);
            parts.push(solid);
        }
        Pattern { parts }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: std::env::var("ZHUNSHENG_TEXTS").ok().and_then(|n| n.parse().ok()).unwrap_or(3_000), ..ProptestConfig::default() })]

    #[test]
    fn what_is_found_is_what_the_definition_says(
        patterns in prop::collection::vec(any_pattern(), 1..6),
        text in "([甲乙丙]{0,4}[甲乙丙aAＡ（(| 　\n\u{a0}𠮷é]{0,3}){0,9}",
    ) {
        let clauses = clauses(&text);
        let mut found = Vec::new();
        matcher(&patterns).find(&text, &clauses, &mut found);
        prop_assert_eq!(found, plain(&patterns, &text, &clauses));
    }

    #[test]
    fn the_order_of_the_patterns_changes_their_numbers_and_nothing_else(
        patterns in prop::collection::vec(any_pattern(), 1..8),
        text in "[甲乙丙aA（|  ]{0,40}",
    ) {
        let clauses = clauses(&text);
        let (mut forth, mut back) = (Vec::new(), Vec::new());
        matcher(&patterns).find(&text, &clauses, &mut forth);
        let turned: Vec<Pattern> = patterns.iter().rev().cloned().collect();
        matcher(&turned).find(&text, &clauses, &mut back);
        for found in &mut back {
            found.pattern = patterns.len() as u32 - 1 - found.pattern;
        }
        back.sort_unstable_by_key(|m| (m.clause, m.start, m.pattern));
        prop_assert_eq!(forth, back);
    }
}

// ---- named examples ----

#[test]
fn a_gap_is_at_most_as_long_as_it_says_and_stays_in_its_clause() {
    let near = [pattern(&[words(&["限定"]), gap(0, 3), words(&["购买"])])];
    assert_eq!(shown(&near, "限定单位购买|限定或者变相购买|限定|购买"), [(0, 0, "限定单位购买")]);
    let rest = [pattern(&[words(&["限定"]), gap(0, u32::MAX), words(&["购买"])])];
    assert_eq!(shown(&rest, "限定单位和个人只能在本地购买|限定|购买"), [(0, 0, "限定单位和个人只能在本地购买")]);
    let least = [pattern(&[words(&["本"]), gap(1, 2), words(&["本"])])];
    assert_eq!(shown(&least, "本本市本本"), [(0, 0, "本本市本")]);
}

#[test]
fn white_space_is_not_there() {
    let forbidden = [pattern(&[words(&["不得"]), gap(0, 1), words(&["收费"])])];
    assert_eq!(
        shown(&forbidden, "不 得　收\n费|不得再\u{a0} 收\t费|不得擅自收费"),
        [(0, 0, "不 得　收\n费"), (0, 1, "不得再\u{a0} 收\t费")]
    );
    assert_eq!(shown(&[pattern(&[words(&["不 得"])])], "  不得 "), [(0, 0, "不得")]);
}

#[test]
fn full_width_forms_and_capitals_are_the_same_characters() {
    let standard = [pattern(&[words(&["GB/T（试行）"])])];
    assert_eq!(shown(&standard, "ＧＢ／Ｔ(试行)和gb/t （试行）"), [(0, 0, "ＧＢ／Ｔ(试行)"), (0, 0, "gb/t （试行）")]);
    assert_eq!(shown(&[pattern(&[words(&["，"])])], "甲,乙，丙"), [(0, 0, ","), (0, 0, "，")]);
}

#[test]
fn of_several_words_the_longest_that_lets_the_rest_match() {
    let one = [pattern(&[words(&["许可", "许可证"])])];
    assert_eq!(shown(&one, "许可证许可"), [(0, 0, "许可证"), (0, 0, "许可")]);
    let rest = [pattern(&[words(&["许可", "许可证"]), words(&["证明", "明细"])])];
    assert_eq!(shown(&rest, "许可证明|许可证明细"), [(0, 0, "许可证明"), (0, 1, "许可证明")]);
}

#[test]
fn the_shortest_gap_counts_and_matches_do_not_overlap() {
    let pair = [pattern(&[words(&["应当"]), gap(0, 20), words(&["证明"])])];
    assert_eq!(shown(&pair, "应当提交证明和证明，应当应当证明"), [(0, 0, "应当提交证明"), (0, 0, "应当应当证明")]);
}

#[test]
fn a_regex_sees_the_clause_as_it_is_written() {
    let article = [pattern(&[words(&["依照"]), gap(0, 5), regex("第[一二三四五六七八九十]+条"), gap(0, 2), words(&["处罚"])])];
    assert_eq!(shown(&article, "依照本法第十二条的处罚|依照本法第 二条处罚"), [(0, 0, "依照本法第十二条的处罚")]);
    assert_eq!(shown(&[pattern(&[regex("^ *[0-9]+")])], " 12 34|５|6"), [(0, 0, "12"), (0, 2, "6")]);
}

#[test]
fn words_of_one_character_and_of_rare_characters_are_words() {
    let some = [pattern(&[words(&["或"])]), pattern(&[words(&["𠮷野", "é"])]), pattern(&[words(&["\0甲"])])];
    assert_eq!(shown(&some, "或𠮷 野|甲é|\0甲"), [(0, 0, "或"), (1, 0, "𠮷 野"), (1, 1, "é"), (2, 2, "\0甲")]);
}

#[test]
fn what_is_wrong_with_a_pattern_is_told_with_its_place() {
    let wrong =
        |parts: &[Part]| Matcher::new(&[pattern(&[words(&["甲"])]), pattern(parts)], &Limits::default()).expect_err("a wrong pattern");
    assert_eq!(wrong(&[]), PatternError::Empty { pattern: 1 });
    assert_eq!(wrong(&[gap(0, 1), words(&["甲"])]), PatternError::EdgeGap { pattern: 1, part: 0 });
    assert_eq!(wrong(&[words(&["甲"]), gap(0, 1)]), PatternError::EdgeGap { pattern: 1, part: 1 });
    assert_eq!(wrong(&[words(&[])]), PatternError::NoWord { pattern: 1, part: 0 });
    assert_eq!(wrong(&[words(&["甲", "　"])]), PatternError::EmptyWord { pattern: 1, part: 0 });
    let turned = [words(&["甲"]), gap(3, 2), words(&["乙"])];
    assert_eq!(wrong(&turned), PatternError::TurnedGap { pattern: 1, part: 1, least: 3, most: 2 });
    assert!(wrong(&[words(&["甲"]), regex("(")]).to_string().starts_with("pattern 1, part 1: regex parse error"));
    assert!(matches!(wrong(&[regex("(甲{1000}){1000}")]), PatternError::Regex { .. }));
    assert!(matches!(wrong(&[words(&["甲"]), gap(0, 20_000), words(&["乙"])]), PatternError::TooLong { limit: "gap", .. }));
    assert!(matches!(wrong(&[words(&[&"甲".repeat(300)])]), PatternError::TooLong { limit: "word", .. }));
    assert!(matches!(wrong(&vec![words(&["甲"]); 65]), PatternError::TooMany { limit: "parts", .. }));
}

#[test]
fn ranges_that_are_none_of_the_text_hold_nothing() {
    let mut found = Vec::new();
    let ranges = [Range { start: 6, end: 3 }, 0..1, 1..6, 3..100, 200..300, 0..0, 3..6];
    matcher(&[pattern(&[words(&["得"])]), pattern(&[regex(".*")])]).find("不得", &ranges, &mut found);
    let expected = [Found { pattern: 0, clause: 6, start: 3, end: 6 }, Found { pattern: 1, clause: 6, start: 3, end: 6 }];
    assert_eq!(found, expected);
}

#[test]
fn matches_are_added_behind_those_that_are_there() {
    let there = Found { pattern: 9, clause: 9, start: 9, end: 9 };
    let mut found = vec![there];
    matcher(&[pattern(&[words(&["得"])])]).find("不得", &clauses("不得"), &mut found);
    assert_eq!(found, [there, Found { pattern: 0, clause: 0, start: 3, end: 6 }]);
}

// ---- hostile texts and patterns ----

/// Nine parts and eight gaps over words that the text is made of.
fn hostile_patterns() -> Vec<Pattern> {
    let mut all = Vec::new();
    for (least, most, last) in [(5, 10_000, "甲乙"), (0, u32::MAX, "丙丁")] {
        let mut parts = Vec::new();
        for _ in 0..8 {
            parts.extend([words(&["甲", "甲乙甲"]), gap(least, most)]);
        }
        parts.push(words(&[last]));
        all.push(Pattern { parts });
    }
    all
}

#[test]
fn work_grows_with_the_text_and_no_faster_whatever_the_gaps() {
    let matcher = matcher(&hostile_patterns());
    let steps = |times: usize| {
        let text = "甲乙".repeat(times) + "丙丁";
        let mut found = Vec::new();
        let work = matcher.find(&text, &clauses(&text), &mut found);
        assert!(!found.is_empty());
        work.steps / times as u64
    };
    // From 6 KB to 1 MB.
    let (small, big) = (steps(1_000), steps(175_000));
    assert!(big <= small + small / 50, "{small} steps for each pair of characters, then {big}");
}

#[test]
fn nested_words_cost_at_most_their_length_at_each_place() {
    let nested: Vec<String> = (1..=64).map(|n| "甲".repeat(n)).collect();
    let matcher = matcher(&[Pattern { parts: vec![Part::Words(nested)] }]);
    let text = "甲".repeat(20_000);
    let mut found = Vec::new();
    let work = matcher.find(&text, &clauses(&text), &mut found);
    assert_eq!(found.len(), 20_000usize.div_ceil(64));
    assert!(work.steps < 20_000 * 64 * 4, "{}", work.steps);
}

#[test]
fn limits_keep_the_first_matches_and_say_that_they_cut() {
    let limits = Limits { matches: 3, ..Limits::default() };
    let some = [pattern(&[words(&["乙"])]), pattern(&[words(&["甲"])])];
    let mut found = Vec::new();
    let text = "甲乙甲乙甲乙|甲";
    let work = Matcher::new(&some, &limits).expect("good patterns").find(text, &clauses(text), &mut found);
    assert_eq!(found.iter().map(|m| (m.clause, m.start)).collect::<Vec<_>>(), [(0, 0), (0, 3), (0, 6), (1, 19)]);
    assert_eq!(work.cut, 1);

    let limits = Limits { clause_bytes: 7, ..Limits::default() };
    found.clear();
    let work = Matcher::new(&some, &limits).expect("good patterns").find("甲乙甲", &clauses("甲乙甲"), &mut found);
    assert_eq!((found.len(), work.cut), (2, 1));

    // Each match of this one reads all that is left.
    let limits = Limits { regex_bytes: 10_000, ..Limits::default() };
    let text = "甲".repeat(1_000);
    found.clear();
    let far = [pattern(&[regex("甲.*乙|甲")])];
    let work = Matcher::new(&far, &limits).expect("good patterns").find(&text, &clauses(&text), &mut found);
    assert!(found.len() < 10 && work.cut == 1 && work.steps < 30_000, "{} matches, {work:?}", found.len());
}

#[test]
fn too_many_patterns_or_words_are_refused() {
    let one = pattern(&[words(&["甲", "乙"])]);
    let limits = Limits { patterns: 1, ..Limits::default() };
    assert_eq!(
        Matcher::new(&[one.clone(), one.clone()], &limits).expect_err("too many"),
        PatternError::TooMany { limit: "patterns", most: 1 }
    );
    let limits = Limits { words: 3, ..Limits::default() };
    assert_eq!(Matcher::new(&[one.clone(), one], &limits).expect_err("too many"), PatternError::TooMany { limit: "words", most: 3 });
}

#[test]
fn a_matcher_is_shared_between_threads() {
    let matcher = matcher(&hostile_patterns());
    let text = "甲乙丙丁".repeat(50);
    let find = |matcher: &Matcher| {
        let mut found = Vec::new();
        matcher.find(&text, &clauses(&text), &mut found);
        found
    };
    let alone = find(&matcher);
    std::thread::scope(|scope| {
        let others: Vec<_> = (0..3).map(|_| matcher.clone()).map(|own| scope.spawn(move || find(&own))).collect();
        for other in others {
            assert_eq!(other.join().expect("a thread"), alone);
        }
    });
}
