//! Regexes as parts of patterns: compiled within limits, and the words without which they cannot match. It knows no clauses.

use regex::{Regex, RegexBuilder};
use regex_syntax::hir::{Hir, HirKind};

use super::fold::folded;

/// Of a long literal this many characters are looked for: enough to tell it from all else.
const ENOUGH: usize = 8;
/// With more alternatives than this the regex itself is the better search.
const ALTERNATIVES: usize = 64;

/// Compiles a regex.
pub(super) fn compile(regex: &str, size: usize) -> Result<Regex, String> {
    RegexBuilder::new(regex).size_limit(size).dfa_size_limit(size).build().map_err(|wrong| wrong.to_string())
}

/// Words (folded) of which at least one stands in every clause that the regex matches in; `None` where nothing can be said.
pub(super) fn required(regex: &str) -> Option<Vec<Vec<char>>> {
    let mut words = of(&regex_syntax::parse(regex).ok()?)?;
    words.sort_unstable();
    words.dedup();
    Some(words)
}

fn of(hir: &Hir) -> Option<Vec<Vec<char>>> {
    match hir.kind() {
        HirKind::Literal(literal) => {
            // A clause that holds the literal as written holds it folded, too.
            let mut word = folded(std::str::from_utf8(&literal.0).ok()?);
            word.truncate(ENOUGH);
            (!word.is_empty()).then(|| vec![word])
        }
        HirKind::Capture(capture) => of(&capture.sub),
        HirKind::Repetition(repetition) if repetition.min > 0 => of(&repetition.sub),
        HirKind::Concat(parts) => {
            let shortest = |words: &Vec<Vec<char>>| words.iter().map(Vec::len).min().unwrap_or(0);
            parts.iter().filter_map(of).max_by_key(|words| (shortest(words).min(3), usize::MAX - words.len()))
        }
        HirKind::Alternation(branches) => {
            let words = branches.iter().map(of).collect::<Option<Vec<_>>>()?.concat();
            (words.len() <= ALTERNATIVES).then_some(words)
        }
        HirKind::Empty | HirKind::Class(_) | HirKind::Look(_) | HirKind::Repetition(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::required;

    fn shown(regex: &str) -> Option<Vec<String>> {
        Some(required(regex)?.into_iter().map(|word| word.into_iter().collect()).collect())
    }

    #[test]
    fn a_regex_needs_its_longest_literal_or_one_of_its_branches() {
        assert_eq!(shown("第[0-9]+条规定"), Some(vec!["条规定".into()]));
        assert_eq!(shown("(甲方|乙方).*违约"), Some(vec!["违约".into()]));
        assert_eq!(shown("甲方.|乙[0-9]"), Some(vec!["乙".into(), "甲方".into()]));
        assert_eq!(shown("ＧＢ ?[0-9]"), Some(vec!["gb".into()]));
        assert_eq!(shown("(不得)?[0-9]*"), None);
        assert_eq!(shown("甲|[0-9]"), None);
    }
}
