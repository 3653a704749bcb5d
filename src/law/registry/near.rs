//! Titles like another: by the pairs of characters they share; it knows no acts.

use crate::law::Title;

fn pairs(text: &str) -> Vec<(char, char)> {
    let mut pairs: Vec<(char, char)> = text.chars().zip(text.chars().skip(1)).collect();
    pairs.sort_unstable();
    pairs
}

/// How many pairs two sorted lists share.
fn shared(a: &[(char, char)], b: &[(char, char)]) -> usize {
    let (mut i, mut j, mut count) = (0, 0, 0);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        match x.cmp(y) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                count += 1;
                i += 1;
                j += 1;
            }
        }
    }
    count
}

/// Whether two titles of one length differ in one character.
fn one_character_off(a: &str, b: &str) -> bool {
    let differing = a.chars().zip(b.chars()).filter(|(x, y)| x != y).take(2).count();
    differing == 1 && a.chars().count() == b.chars().count()
}

/// A title made ready to be compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Name {
    text: String,
    pairs: Vec<(char, char)>,
}

impl Name {
    pub(super) fn of(text: String) -> Name {
        let pairs = pairs(&text);
        Name { text, pairs }
    }
}

/// The titles that share at least three pairs of five with `wanted`, the likeliest first.
pub(super) fn near<'a>(wanted: &Name, titles: impl Iterator<Item = (&'a Name, &'a Title)>) -> Vec<&'a Title> {
    let mut found: Vec<(usize, &Title)> = titles
        .filter_map(|(name, title)| {
            let whole = wanted.pairs.len() + name.pairs.len();
            // Titles of very different length cannot share enough.
            if 2000 * wanted.pairs.len().min(name.pairs.len()) < 400 * whole {
                return None;
            }
            // Dice's coefficient in thousandths.
            let score = (2000 * shared(&wanted.pairs, &name.pairs)).checked_div(whole).unwrap_or(0);
            // In a short title one wrong character spoils two pairs: 行政复异法.
            let one_off = score >= 400 && one_character_off(&wanted.text, &name.text);
            (score >= 600 || one_off).then_some((score, title))
        })
        .collect();
    found.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    found.into_iter().take(3).map(|(_, title)| title).collect()
}
