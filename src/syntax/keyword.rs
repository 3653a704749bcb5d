//! The table of keywords, read from `grammar/keywords.pest`, which is the only place where a keyword is spelled.

use std::sync::LazyLock;

/// A keyword: its name in the grammar and its spellings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keyword {
    /// Its name: `when`.
    pub name: &'static str,
    /// The Chinese spelling that is written: `当`.
    pub zh: &'static str,
    /// The English spelling that is written: `when`.
    pub en: &'static str,
    /// Other spellings that are read.
    pub synonyms: Vec<&'static str>,
    /// The heading it stands under in the table.
    pub group: &'static str,
}

impl Keyword {
    /// All spellings, the Chinese first, then the English.
    pub fn spellings(&self) -> impl Iterator<Item = &'static str> + '_ {
        [self.zh, self.en].into_iter().chain(self.synonyms.iter().copied())
    }
}

static TABLE: LazyLock<Vec<Keyword>> = LazyLock::new(|| read(include_str!("../../grammar/keywords.pest")));

/// Every keyword, in the order of the table.
///
/// ```
/// let when = zhunsheng::syntax::keywords().iter().find(|k| k.zh == "当").unwrap();
/// assert_eq!((when.name, when.en), ("when", "when"));
/// ```
#[must_use]
pub fn keywords() -> &'static [Keyword] {
    &TABLE
}

/// The keyword of a name in the grammar.
pub(crate) fn by_name(name: &str) -> Option<&'static Keyword> {
    TABLE.iter().find(|keyword| keyword.name == name)
}

fn read(table: &'static str) -> Vec<Keyword> {
    let mut group = "";
    let mut found = Vec::new();
    for line in table.lines() {
        if let Some(heading) = line.strip_prefix("// ── ") {
            group = heading.trim_end_matches(" ──");
        }
        let Some((name, rule)) = line.strip_prefix("kw_").and_then(|l| l.split_once(" = ")) else { continue };
        // The spellings are the quoted parts: every second piece between quotes.
        let mut spellings = rule.split('"').skip(1).step_by(2);
        if let (Some(zh), Some(en)) = (spellings.next(), spellings.next()) {
            found.push(Keyword { name, zh, en, synonyms: spellings.collect(), group });
        }
    }
    found
}

/// The names of the keywords that start a clause.
const CLAUSE_STARTS: &[&str] = &[
    "ruleset",
    "import",
    "unit",
    "kind",
    "category",
    "grade",
    "facts",
    "benchmark",
    "circumstance",
    "range_rule",
    "procedure",
    "case",
    "version",
    "issuer",
    "effective",
    "expires",
    "round",
    "include",
    "define",
    "conduct",
    "breaches",
    "basis",
    "message",
    "suggestion",
    "note",
    "when",
    "applies",
    "only_for",
    "otherwise",
    "example",
    "impose",
    "on",
    "if",
    "statutory_range",
    "hit",
    "tier",
    "tier_table",
    "cross_table",
    "factors",
    "factor",
    "total_floor",
    "total_cap",
    "effect",
    "shall",
    "base",
    "upper_only",
    "several_lighten",
    "several_aggravate",
    "lighten_and_aggravate",
    "level",
    "let",
    "proposed",
    "expect_tier",
    "expect_sanction",
    "expect",
    "expect_not",
    "to_establish",
    "expect_verdict",
    "scoring",
    "full_score",
    "score_item",
    "bonus_item",
    "deduct",
    "award",
    "veto",
    "grades",
    "expect_score",
    "wordlist",
    "review",
    "check",
    "target",
    "every",
    "require",
    "excepted",
    "advice",
    "must_report",
    "must_not_report",
    "text",
    "material",
];

/// The keywords that start a clause.
pub(crate) fn clause_starts() -> impl Iterator<Item = &'static Keyword> {
    TABLE.iter().filter(|keyword| CLAUSE_STARTS.contains(&keyword.name))
}

/// The clause keyword that `text` starts with as a whole word, and its length in bytes.
pub(crate) fn clause_at(text: &str) -> Option<(&'static Keyword, usize)> {
    clause_starts()
        .flat_map(|keyword| keyword.spellings().map(move |s| (keyword, s)))
        .filter(|(_, s)| text.strip_prefix(s).is_some_and(|rest| !rest.starts_with(is_word)))
        .map(|(keyword, s)| (keyword, s.len()))
        .max_by_key(|(_, length)| *length)
}

/// Where a word runs into a comparison with a figure: `违法所得不满1000元` at `不满`.
pub(crate) fn seam_before_figure(word: &str) -> Option<usize> {
    let is_digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
    // Asked of every name: nearly none has a figure in it.
    if !word.contains(is_digit) {
        return None;
    }
    ["below", "short_of", "over", "at_most", "at_least", "is", "is_not"]
        .iter()
        .filter_map(|name| by_name(name))
        .flat_map(Keyword::spellings)
        .filter(|s| !s.is_ascii())
        .filter_map(|s| {
            let at = word.find(s)?;
            let figure = word.get(at + s.len()..)?.starts_with(is_digit);
            (at > 0 && figure).then_some(at)
        })
        .min()
}

/// Ways to read an unknown word as several, with a keyword of conditions between: `未主动退还` as `未 主动退还`.
///
/// For whoever knows which names there are, and so can tell a forgotten space from a misspelt name.
///
/// ```
/// assert_eq!(zhunsheng::syntax::seams("未主动退还"), [["未", "主动退还"]]);
/// ```
#[must_use]
pub fn seams(word: &str) -> Vec<Vec<&str>> {
    let mut ways = Vec::new();
    for keyword in
        ["not", "has", "lacks", "and", "or", "is", "is_not", "before", "after", "contains"].iter().filter_map(|name| by_name(name))
    {
        for spelling in keyword.spellings().filter(|s| !s.is_ascii()) {
            let prefix = matches!(keyword.name, "not" | "has" | "lacks");
            if let Some((before, after)) = word.split_once(spelling) {
                if after.is_empty() || before.is_empty() != prefix {
                    continue;
                }
                let middle = word.get(before.len()..before.len() + spelling.len()).unwrap_or_default();
                ways.push([before, middle, after].into_iter().filter(|part| !part.is_empty()).collect());
            }
        }
    }
    ways
}

/// Whether a character may belong to a name; the grammar's `XID_CONTINUE`.
pub(crate) fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '·'
}
