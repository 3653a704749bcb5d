//! Bytes → text: UTF-8, UTF-16, GB18030, told apart by a byte-order mark, by validity, by the page's own word; it knows no format.

use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

use crate::document::error::DocumentError;

/// Decodes a whole file. `declared` is what the file itself says, of less weight than a byte-order mark and valid UTF-8.
pub(super) fn decode(bytes: &[u8], declared: Option<&'static Encoding>) -> Result<String, DocumentError> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return strictly(encoding, bytes.get(mark..).unwrap_or_default(), mark);
    }
    if let Some(encoding) = unmarked_utf16(bytes) {
        return strictly(encoding, bytes, 0);
    }
    let wrong = match std::str::from_utf8(bytes) {
        Ok(text) => return Ok(text.to_owned()),
        Err(error) => error,
    };
    // A text cut off within its last character is UTF-8 all the same.
    if wrong.error_len().is_none() && wrong.valid_up_to() > 0 {
        return Ok(String::from_utf8_lossy(bytes).into_owned());
    }
    if let Some(encoding) = declared.filter(|encoding| *encoding != UTF_8) {
        return Ok(encoding.decode_without_bom_handling(bytes).0.into_owned());
    }
    strictly(GB18030, bytes, 0).map_err(|_| DocumentError::Encoding { at: wrong.valid_up_to() })
}

fn strictly(encoding: &'static Encoding, bytes: &[u8], mark: usize) -> Result<String, DocumentError> {
    match encoding.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(text) => Ok(text.into_owned()),
        // The tail of a file cut off in the middle is not worth refusing the rest.
        None => {
            let (text, _) = encoding.decode_without_bom_handling(bytes);
            let wrong = text.chars().filter(|c| *c == '\u{FFFD}').count();
            let all = text.chars().count();
            if wrong <= all / 1000 + 1 && wrong < all { Ok(text.into_owned()) } else { Err(DocumentError::Encoding { at: mark }) }
        }
    }
}

/// UTF-16 without a mark: every other byte of its ASCII, line ends above all, is nought.
fn unmarked_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(4096))?;
    let pairs = head.len() / 2;
    if pairs < 2 || !bytes.len().is_multiple_of(2) {
        return None;
    }
    let noughts = |parity: usize| head.iter().skip(parity).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (noughts(0), noughts(1));
    // Not only: 一 is U+4E00, with a nought on the other side.
    match odd.cmp(&even) {
        std::cmp::Ordering::Greater => Some(UTF_16LE),
        std::cmp::Ordering::Less => Some(UTF_16BE),
        std::cmp::Ordering::Equal => None,
    }
}

#[cfg(test)]
mod tests {
    use super::decode;
    use encoding_rs::{GB18030, UTF_16LE};

    #[test]
    fn the_same_text_comes_of_each_encoding() {
        let text = "第一条 为了规范〇㐂停车,制定本办法。\n";
        let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let utf16_be: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let (gb, _, _) = GB18030.encode(text);
        let marked = [&[0xEF, 0xBB, 0xBF], text.as_bytes()].concat();
        let marked_16 = [&[0xFF, 0xFE], utf16.as_slice()].concat();
        for bytes in [text.as_bytes(), &gb, &utf16, &utf16_be, &marked, &marked_16] {
            assert_eq!(decode(bytes, None).as_deref(), Ok(text));
        }
        assert_eq!(decode(&gb, Some(GB18030)).as_deref(), Ok(text));
        assert!(decode(b"\xFF\xFE\x00\xD8", None).is_err());
        assert_eq!(decode(text.as_bytes(), Some(UTF_16LE)).as_deref(), Ok(text));
    }

    #[test]
    fn what_is_no_text_is_refused() {
        let noise: Vec<u8> = (0..4000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8 | 0x80).collect();
        assert!(decode(&noise, None).is_err());
    }
}
