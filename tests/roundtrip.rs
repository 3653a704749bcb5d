//! What is written is what is read: the parser and the formatter lose and change nothing, and no text stops either.

mod support;

use proptest::prelude::{any, prop, prop_assert, prop_assert_eq, proptest};
use support::choices::{made, runs};
use support::{clauses, rule_files};
use zhunsheng::check_sources;
use zhunsheng::diagnostic::{Color, Language, SourceId, Sources, render_all};
use zhunsheng::syntax::tree::Tree;
use zhunsheng::syntax::{Keywords, Limits, Parsed, Style, decode, format, parse, print};

fn source(text: &str) -> (Sources, SourceId) {
    let mut sources = Sources::new();
    let id = sources.add("例.zs", text);
    (sources, id)
}

fn parsed(text: &str) -> Parsed {
    parse(source(text).1, text, &Limits::default())
}

fn formatted(text: &str, keywords: Keywords) -> String {
    format(source(text).1, text, &Limits::default(), Style { keywords }).text
}

/// The mistakes of a text as they are told.
fn told(text: &str, parsed: &Parsed) -> String {
    render_all(&parsed.diagnostics, &source(text).0, Language::Chinese, Color::Never)
}

fn codes(parsed: &Parsed) -> Vec<String> {
    parsed.diagnostics.iter().map(|d| d.code().to_string()).collect()
}

/// What the comments of a tree say. Trees compare without places ([`zhunsheng::diagnostic::Spanned`]), comments do not.
fn comments(tree: &Tree) -> Vec<&str> {
    let mut said: Vec<&str> = tree.comments.iter().map(|c| c.text.as_str()).collect();
    said.sort_unstable();
    said
}

/// The laws of a text that reads without a mistake; the first that is broken, in words.
fn laws(text: &str) -> Result<(), String> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let first = parsed(text);
    let tree = &first.tree;
    let same = |law: &str, written: &str| {
        let again = parsed(written);
        if codes(&again) != codes(&first) {
            return Err(format!("{law}: reads with other mistakes\n{}\n{text}\n— as —\n{written}", told(written, &again)));
        }
        if again.tree.clauses != tree.clauses {
            let (a, b) = (&tree.clauses, &again.tree.clauses);
            let first = a.iter().zip(b).find(|(a, b)| a != b);
            return Err(format!("{law}: says something else\n{text}\n— as —\n{written}\n{first:#?}"));
        }
        if comments(&again.tree) != comments(tree) {
            return Err(format!("{law}: {:?} became {:?}\n{text}\n— as —\n{written}", comments(tree), comments(&again.tree)));
        }
        Ok(())
    };
    same("printed without its source", &print(tree, Style::default()))?;
    let kept = formatted(text, Keywords::Keep);
    same("formatted", &kept)?;
    let twice = formatted(&kept, Keywords::Keep);
    if twice != kept {
        return Err(format!("formatted twice:\n{text}\n— as —\n{kept}\n— as —\n{twice}"));
    }
    let chinese = formatted(text, Keywords::Chinese);
    same("in Chinese", &chinese)?;
    let english = formatted(&chinese, Keywords::English);
    same("in English", &english)?;
    let back = formatted(&english, Keywords::Chinese);
    if back != chinese {
        return Err(format!("Chinese to English and back:\n{chinese}\n— as —\n{english}\n— as —\n{back}"));
    }
    Ok(())
}

/// Nothing is asked of the answer but that there is one, and that what is written down loses no comment.
fn answered(bytes: &[u8]) {
    let checked = check_sources([("例", bytes)]).expect("one source");
    assert_eq!(checked.model.is_none(), checked.has_errors());
    for language in [Language::Chinese, Language::English] {
        let _ = render_all(&checked.diagnostics, &checked.sources, language, Color::Never);
    }
    let Ok(text) = decode(bytes) else { return };
    for keywords in [Keywords::Keep, Keywords::Chinese, Keywords::English] {
        let written = formatted(text, keywords);
        assert_eq!(comments(&parsed(text).tree), comments(&parsed(&written).tree), "{text}\n— as —\n{written}");
    }
}

#[test]
fn the_rule_packs_keep_the_laws() {
    let mut broken = Vec::new();
    // A debug build takes the smaller files.
    let most = if cfg!(debug_assertions) { 16_000 } else { usize::MAX };
    for (name, bytes) in rule_files("rules").into_iter().filter(|(_, bytes)| bytes.len() <= most) {
        let text = decode(&bytes).expect("UTF-8");
        if let Err(law) = laws(text) {
            broken.push(format!("{name}: {}", law.chars().take(2_000).collect::<String>()));
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n\n"));
}

#[test]
fn files_with_mistakes_lose_nothing_and_settle_at_once() {
    for (name, bytes) in rule_files("tests/diagnostics") {
        answered(&bytes);
        let Ok(text) = decode(&bytes) else { continue };
        if parsed(text).diagnostics.is_empty() {
            laws(text).unwrap_or_else(|law| panic!("{name}: {law}"));
        }
        let once = formatted(text, Keywords::Keep);
        assert_eq!(formatted(&once, Keywords::Keep), once, "{name}");
    }
}

/// Once printed without its `;`, the first penalty ran on into what could not be read.
#[test]
fn what_cannot_be_read_stays_apart_from_the_penalty_before_it() {
    laws("基准 甲{法定幅度{若 (无 甲) 则 警告;\n(甲)罚款 或者 5000元以上不满5000元罚款}}").unwrap_or_else(|law| panic!("{law}"));
}

proptest! {
    #![proptest_config(runs(96))]

    #[test]
    fn generated_files_keep_the_laws(text in made(400, clauses::file)) {
        let first = parsed(text.trim_start_matches('\u{FEFF}'));
        // Of two figures taken at random the lower one may be the greater: every word reads all the same.
        prop_assert!(codes(&first).iter().all(|code| code == "ZS0113"), "{}\n{}", text, told(&text, &first));
        let outcome = laws(&text);
        prop_assert!(outcome.is_ok(), "{}", outcome.unwrap_err());
    }

    #[test]
    fn any_text_is_answered(text in any::<String>()) {
        answered(text.as_bytes());
    }

    #[test]
    fn any_bytes_are_answered(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        answered(&bytes);
    }

    #[test]
    fn text_made_of_the_signs_of_the_language_is_answered(pieces in prop::collection::vec(prop::sample::select(SIGNS), 0..60)) {
        answered(pieces.concat().as_bytes());
    }

    #[test]
    fn a_mutated_file_is_answered(
        file in any::<prop::sample::Index>(),
        from in any::<prop::sample::Index>(),
        steps in prop::collection::vec((0_usize..4, any::<prop::sample::Index>(), any::<prop::sample::Index>(), 1_usize..60), 1..6),
    ) {
        let files = pieces();
        let text = &files[file.index(files.len())];
        let mut text: Vec<char> = text.chars().skip(from.index(text.chars().count().saturating_sub(1_500).max(1))).take(1_500).collect();
        for (what, at, other, length) in steps {
            mutate(&mut text, what, at, other, length);
        }
        answered(text.iter().collect::<String>().as_bytes());
    }

    #[test]
    fn a_file_cut_inside_a_character_is_answered(at in any::<prop::sample::Index>()) {
        let files = pieces();
        let bytes = files[0].as_bytes();
        answered(&bytes[..at.index(bytes.len().min(4_000))]);
        prop_assert_eq!(decode(&bytes[..2]).is_err(), !files[0].is_char_boundary(2));
    }
}

/// Pieces of the language, whole and half.
const SIGNS: &[&str] = &[
    "{",
    "}",
    "｛",
    "｝",
    "(",
    ")",
    "（",
    "[",
    "]",
    "“",
    "”",
    "「",
    "\"",
    "《",
    "》",
    "|",
    "｜",
    "\\",
    "#",
    "\n",
    "\r\n",
    " ",
    ";",
    "；",
    "：",
    ":",
    "=",
    ",",
    "，",
    "、",
    "。",
    "-",
    "—",
    "基准",
    "阶次",
    "阶次表",
    "交叉表",
    "当",
    "处",
    "罚款",
    "以上",
    "以下",
    "不满",
    "5000元",
    "30%",
    "第一条",
    "甲",
    "且",
    "或者",
    "未",
    "具有下列情形之一",
    "要素",
    "用例",
    "设",
    "应为",
    "when",
    "tier",
    "每增加",
    "最高",
    "并处",
    "可以",
    "若",
    "则",
    "\0",
    "\u{FEFF}",
    "\u{200B}",
    "\u{301}",
    "🙂",
    "％",
    "千分之",
    "万",
    "年",
    "2026-13-45",
    "９９９９９９９９９９９９９９９９９９９９９９",
];

/// The texts that mutation starts from.
fn pieces() -> &'static [String] {
    static FILES: std::sync::OnceLock<Vec<String>> = std::sync::OnceLock::new();
    FILES.get_or_init(|| {
        let files = rule_files("rules").into_iter().chain(rule_files("tests/check")).chain(rule_files("tests/diagnostics"));
        files.filter_map(|(_, bytes)| String::from_utf8(bytes).ok()).collect()
    })
}

/// Cuts out, doubles, swaps or replaces a stretch.
fn mutate(text: &mut Vec<char>, what: usize, at: prop::sample::Index, other: prop::sample::Index, length: usize) {
    if text.is_empty() {
        return;
    }
    let start = at.index(text.len());
    let end = (start + length).min(text.len());
    let piece: Vec<char> = text[start..end].to_vec();
    match what {
        0 => drop(text.drain(start..end)),
        1 => drop(text.splice(start..start, piece)),
        2 => {
            text.drain(start..end);
            let to = other.index(text.len() + 1);
            text.splice(to..to, piece);
        }
        _ => drop(text.splice(start..end, SIGNS[other.index(SIGNS.len())].chars())),
    }
}
