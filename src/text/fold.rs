//! How characters are seen: white space not at all, full-width forms as ASCII, letters in lower case. It knows no words.

/// The character as it is compared, or `None` for white space.
pub(super) fn fold(c: char) -> Option<char> {
    if c.is_whitespace() {
        return None;
    }
    let narrow = match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        other => other,
    };
    Some(narrow.to_ascii_lowercase())
}

/// A word or a phrase as it is compared.
pub(super) fn folded(word: &str) -> Vec<char> {
    word.chars().filter_map(fold).collect()
}

/// Every character that folds to this one, which is folded.
pub(super) fn variants(c: char) -> impl Iterator<Item = char> {
    let upper = c.to_ascii_uppercase();
    let wide = |c: char| if ('!'..='~').contains(&c) { char::from_u32(u32::from(c) + 0xFEE0) } else { None };
    let other = (upper != c).then_some(upper);
    [Some(c), wide(c), other, other.and_then(wide)].into_iter().flatten()
}

/// A character as the bytes that encode it, first byte lowest: what the scan compares without decoding.
pub(super) fn raw(c: char) -> u32 {
    let mut bytes = [0; 4];
    c.encode_utf8(&mut bytes);
    u32::from_le_bytes(bytes)
}

/// The raw character at a byte offset and its length; (0, 1) behind the end.
#[inline]
pub(super) fn raw_at(bytes: &[u8], at: usize) -> (u32, usize) {
    // Most are of three bytes.
    if let Some(&[first @ 0xE0..=0xEF, second, third, ..]) = bytes.get(at..) {
        return (u32::from_le_bytes([first, second, third, 0]), 3);
    }
    let length = match bytes.get(at) {
        None | Some(0..=0x7F) => 1,
        Some(0x80..=0xDF) => 2,
        Some(0xE0..=0xEF) => 3,
        Some(0xF0..) => 4,
    };
    let byte = |n: usize| if n < length { u32::from(bytes.get(at + n).copied().unwrap_or(0)) << (8 * n) } else { 0 };
    (byte(0) | byte(1) | byte(2) | byte(3), length)
}

/// Is this raw character white space? Only asked of what is not plainly a Chinese character.
pub(super) fn is_white(raw: u32) -> bool {
    const E2_80: u32 = 0x80E2;
    match raw {
        0x20 | 0x09..=0x0D => true,
        // U+0085, U+00A0
        0x85C2 | 0xA0C2 => true,
        // U+3000, U+1680, U+205F
        0x80_80E3 | 0x80_9AE1 | 0x9F_81E2 => true,
        // U+2000–U+200A, U+2028, U+2029, U+202F
        _ if raw & 0xFFFF == E2_80 && raw <= 0xFF_FFFF => matches!(raw >> 16, 0x80..=0x8A | 0xA8 | 0xA9 | 0xAF),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{fold, is_white, raw, raw_at, variants};

    #[test]
    fn the_scan_and_the_standard_library_agree_on_every_character() {
        for c in '\0'..=char::MAX {
            assert_eq!(is_white(raw(c)), c.is_whitespace(), "{c:?}");
            let mut bytes = [0; 4];
            let text = c.encode_utf8(&mut bytes);
            assert_eq!(raw_at(text.as_bytes(), 0), (raw(c), text.len()), "{c:?}");
            if let Some(folded) = fold(c) {
                assert!(variants(folded).any(|v| v == c), "{c:?}");
            }
        }
    }
}
