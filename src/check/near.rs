//! Finds the names nearest to a misspelt one, counting characters, so that Chinese names work. Knows nothing of rules.

/// The most names that are compared for one mistake.
const CANDIDATES: usize = 4_000;

/// Up to three of `names` that `name` may have meant, the nearest first.
pub(crate) fn near<'n>(name: &str, names: impl IntoIterator<Item = &'n str>) -> Vec<String> {
    let wanted: Vec<char> = name.chars().collect();
    let mut found: Vec<(usize, &str)> = Vec::new();
    for candidate in names.into_iter().take(CANDIDATES) {
        let chars: Vec<char> = candidate.chars().collect();
        if chars == wanted {
            continue;
        }
        // A part of the name is likely meant: 违法所得 for 违法所得额.
        let part = wanted.len() >= 2 && chars.len() >= 2 && (candidate.contains(name) || name.contains(candidate));
        let allowed = (wanted.len().max(chars.len()) / 3).max(1);
        let distance = distance(&wanted, &chars, if part { wanted.len().max(chars.len()) } else { allowed });
        if let Some(distance) = distance.filter(|&d| part || d < wanted.len()) {
            found.push((distance, candidate));
        }
    }
    found.sort();
    found.dedup();
    found.into_iter().take(3).map(|(_, name)| name.to_owned()).collect()
}

/// How many characters must be added, dropped, replaced or swapped; `None` when more than `limit`.
fn distance(a: &[char], b: &[char], limit: usize) -> Option<usize> {
    if a.len().abs_diff(b.len()) > limit {
        return None;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, &x) in a.iter().enumerate() {
        let mut row = Vec::with_capacity(b.len() + 1);
        row.push(i + 1);
        for (j, &y) in b.iter().enumerate() {
            let at = |row: &[usize], k: usize| row.get(k).copied().unwrap_or(usize::MAX / 2);
            let mut best = (at(&last, j) + usize::from(x != y)).min(at(&last, j + 1) + 1).min(at(&row, j) + 1);
            let swapped = i > 0 && j > 0 && a.get(i - 1) == Some(&y) && b.get(j - 1) == Some(&x);
            if swapped {
                best = best.min(at(&before, j - 1) + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().filter(|&d| d <= limit)
}

#[cfg(test)]
mod tests {
    use super::near;

    #[test]
    fn a_wrong_character_a_missing_one_and_a_swap_are_near() {
        let names = ["违法所得", "主动退还", "危害后果"];
        assert_eq!(near("违法所的", names), ["违法所得"]);
        assert_eq!(near("违法所得额", names), ["违法所得"]);
        assert_eq!(near("危害果后", names), ["危害后果"]);
        assert!(near("持续时间", names).is_empty());
    }

    #[test]
    fn a_name_of_one_character_is_near_to_nothing_but_its_like() {
        assert!(near("甲", ["乙", "丙"]).is_empty());
    }
}
