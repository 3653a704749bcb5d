//! Regexes as parts of patterns: compiled within limits, and the words without which they cannot match. It knows no clauses.

use std::cmp::Reverse;

use regex::{Regex, RegexBuilder};
use regex_syntax::hir::{Class, ClassUnicode, Hir, HirKind};

use super::fold::{fold, folded};

/// Of a long literal this many characters are looked for: enough to tell it from all else.
const ENOUGH: usize = 8;
/// With more alternatives than this the regex itself is the better search.
const ALTERNATIVES: usize = 64;
/// Of so many needs no further one is kept: each more rules out less.
const NEEDS: usize = 3;

/// Words (folded) of which at least one stands in every clause that the regex matches in.
type Words = Vec<Vec<char>>;

/// Compiles a regex.
pub(super) fn compile(regex: &str, size: usize) -> Result<Regex, String> {
    RegexBuilder::new(regex).size_limit(size).dfa_size_limit(size).build().map_err(|wrong| wrong.to_string())
}

/// What a regex needs, the most telling first; nothing where nothing can be said.
pub(super) fn required(regex: &str) -> Vec<Words> {
    regex_syntax::parse(regex).map(|hir| of(&hir)).unwrap_or_default()
}

fn of(hir: &Hir) -> Vec<Words> {
    let mut needs = match hir.kind() {
        // A clause that holds the literal as written holds it folded, too.
        HirKind::Literal(literal) => {
            let mut word = std::str::from_utf8(&literal.0).map(folded).unwrap_or_default();
            word.truncate(ENOUGH);
            if word.is_empty() { Vec::new() } else { vec![vec![word]] }
        }
        HirKind::Class(Class::Unicode(class)) => characters(class).into_iter().collect(),
        HirKind::Capture(capture) => of(&capture.sub),
        HirKind::Repetition(repetition) if repetition.min > 0 => of(&repetition.sub),
        HirKind::Concat(parts) => parts.iter().flat_map(of).collect(),
        HirKind::Alternation(branches) => {
            let words = branches.iter().map(|branch| of(branch).into_iter().next()).collect::<Option<Vec<_>>>();
            words.map(|words| words.concat()).filter(|words| words.len() <= ALTERNATIVES).into_iter().collect()
        }
        HirKind::Empty | HirKind::Class(Class::Bytes(_)) | HirKind::Look(_) | HirKind::Repetition(_) => Vec::new(),
    };
    for words in &mut needs {
        words.sort_unstable();
        words.dedup();
    }
    needs.sort_by_key(|words| (Reverse(words.iter().map(Vec::len).min().unwrap_or(0).min(3)), words.len()));
    needs.truncate(NEEDS);
    needs
}

/// The characters of a small class; none where one of them is white space, of which a folded clause has none.
fn characters(class: &ClassUnicode) -> Option<Words> {
    let size = class.ranges().iter().map(|range| u32::from(range.end()) - u32::from(range.start()) + 1).sum::<u32>();
    if size as usize > ALTERNATIVES {
        return None;
    }
    class.ranges().iter().flat_map(|range| range.start()..=range.end()).map(|c| fold(c).map(|c| vec![c])).collect()
}

#[cfg(test)]
mod tests {
    use super::required;

    fn shown(regex: &str) -> Vec<String> {
        let words = |words: Vec<Vec<char>>| words.into_iter().map(String::from_iter).collect::<Vec<_>>().join("|");
        required(regex).into_iter().map(words).collect()
    }

    #[test]
    fn a_regex_needs_its_literals_its_small_classes_and_one_of_its_branches() {
        assert_eq!(shown("第[0-2]+条规定"), ["条规定", "第", "0|1|2"]);
        assert_eq!(shown("(甲方|乙方).*违约"), ["违约", "乙方|甲方"]);
        assert_eq!(shown("甲方.|乙[0-9]"), ["乙|甲方"]);
        assert_eq!(shown("ＧＢ ?[0-9]"), ["gb", "0|1|2|3|4|5|6|7|8|9"]);
        assert_eq!(shown("甲|[２3]"), ["2|3|甲"]);
        assert_eq!(shown("[甲 ]+"), [""; 0]);
        assert_eq!(shown("(不得)?[0-9]*"), [""; 0]);
        assert_eq!(shown("甲|\\p{Han}"), [""; 0]);
    }
}
