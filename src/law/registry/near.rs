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

/// The titles that share at least three pairs of five with `wanted`, the likeliest first.
pub(super) fn near<'a>(wanted: &str, titles: impl Iterator<Item = (String, &'a Title)>) -> Vec<&'a Title> {
    let mine = pairs(wanted);
    let mut found: Vec<(usize, &Title)> = titles
        .filter_map(|(name, title)| {
            let theirs = pairs(&name);
            // Dice's coefficient in thousandths.
            let whole = mine.len() + theirs.len();
            let score = (2000 * shared(&mine, &theirs)).checked_div(whole).unwrap_or(0);
            (score >= 600).then_some((score, title))
        })
        .collect();
    found.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    found.into_iter().take(3).map(|(_, title)| title).collect()
}
