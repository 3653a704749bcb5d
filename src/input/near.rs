//! Which known names a misspelt one may have meant; it knows characters, not facts.

/// How many names are suggested at most.
const SUGGESTED: usize = 3;

/// The names among `known` that are near `name`, the nearest first.
pub(crate) fn near<'n>(name: &str, known: impl IntoIterator<Item = &'n str>) -> Vec<String> {
    let wanted: Vec<char> = name.chars().collect();
    // `违法所得（万元）`: the unit stands over a column, and in each value of a case.
    let bare: Vec<char> = wanted.iter().copied().take_while(|c| !matches!(c, '(' | '（')).collect();
    // A third of a name may be wrong: one character of three, two of six. A name of one character is a guess.
    let room = (wanted.len() + 1) / 3;
    let mut found: Vec<(usize, &str)> = known
        .into_iter()
        .filter_map(|candidate| {
            // `出生日期` for `当事人.出生日期`: the last part alone may have been meant.
            let last = candidate.rsplit('.').next().unwrap_or(candidate);
            let noted = bare.len() < wanted.len() && !bare.is_empty() && candidate.chars().eq(bare.iter().copied());
            let nearest = [candidate, last].into_iter().map(|text| distance(&wanted, text)).min()?;
            let distance = if noted { 0 } else { nearest };
            (distance <= room && name != candidate).then_some((distance, candidate))
        })
        .collect();
    found.sort();
    found.dedup();
    found.into_iter().take(SUGGESTED).map(|(_, candidate)| candidate.to_owned()).collect()
}

/// Edits (insert, delete, replace, swap of neighbours) between two texts.
fn distance(wanted: &[char], candidate: &str) -> usize {
    let other: Vec<char> = candidate.chars().collect();
    let (mut before, mut last): (Vec<usize>, Vec<usize>) = (Vec::new(), (0..=other.len()).collect());
    for (i, a) in wanted.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, b) in other.iter().enumerate() {
            let at = |row: &[usize], j: usize| row.get(j).copied().unwrap_or(usize::MAX / 2);
            let mut best = (at(&row, j) + 1).min(at(&last, j + 1) + 1).min(at(&last, j) + usize::from(a != b));
            let swapped = i > 0 && j > 0 && wanted.get(i - 1) == Some(b) && other.get(j - 1) == Some(a);
            if swapped {
                best = best.min(at(&before, j - 1) + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::near;

    #[test]
    fn a_misspelt_name_finds_the_ones_it_may_have_meant() {
        let known = ["违法所得", "违法次数", "危害后果", "当事人.出生日期"];
        for (name, found) in [
            ("违法所的", vec!["违法所得"]),
            ("违所法得", vec!["违法所得"]),
            ("出生日期", vec!["当事人.出生日期"]),
            ("出生期日", vec!["当事人.出生日期"]),
            ("违法所得（万元）", vec!["违法所得"]),
            ("完全不同的名称", vec![]),
            ("", vec![]),
        ] {
            assert_eq!(near(name, known), found, "{name}");
        }
    }
}
