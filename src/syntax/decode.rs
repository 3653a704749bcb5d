//! Bytes to text: UTF-8, with or without a byte-order mark.

use crate::diagnostic::SourceProblem;

/// The text of a rule file, without its byte-order mark.
///
/// ```
/// use zhunsheng::syntax::decode;
/// assert_eq!(decode("\u{FEFF}单位 担".as_bytes()), Ok("单位 担"));
/// assert!(decode(&[0xFF, 0xFE, 0x55, 0x53]).is_err());
/// ```
///
/// # Errors
/// Says where the bytes stop being UTF-8, that the file ends in the middle of a character, or that it is UTF-16.
pub fn decode(bytes: &[u8]) -> Result<&str, SourceProblem> {
    let encoding = match bytes {
        [0xFF, 0xFE, ..] => Some("UTF-16 LE"),
        [0xFE, 0xFF, ..] => Some("UTF-16 BE"),
        _ => None,
    };
    if let Some(encoding) = encoding {
        return Err(SourceProblem::Utf16 { encoding: encoding.to_owned() });
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let offset = error.valid_up_to().saturating_add(1);
        match error.error_len() {
            Some(_) => SourceProblem::NotUtf8 { offset },
            None => SourceProblem::CutShort { offset },
        }
    })?;
    Ok(text.strip_prefix('\u{FEFF}').unwrap_or(text))
}
