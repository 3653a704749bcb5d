//! Small helpers over text that the readers of this layer share; it knows characters, not law.

/// Gives `text` without the first of `words` that it starts with, longest word first where the caller orders them so.
pub(crate) fn strip_any<'t>(text: &'t str, words: &[&str]) -> Option<&'t str> {
    words.iter().find_map(|word| text.strip_prefix(word))
}

/// Reads a digit in half width (`7`) or full width (`７`).
pub(crate) fn digit(c: char) -> Option<u32> {
    match c {
        '0'..='9' => c.to_digit(10),
        '０'..='９' => u32::from(c).checked_sub(u32::from('０')),
        _ => None,
    }
}

/// Gives the rest of `text` after its first `bytes`, or nothing where that is no place between two characters.
pub(crate) fn rest(text: &str, bytes: usize) -> Option<&str> {
    text.get(bytes..)
}

/// Writes and reads a type as its canonical text, so that JSON shows what a reviewer would write.
macro_rules! serde_as_text {
    ($type:ty, $parse:expr, $expected:literal) => {
        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str> as serde::Deserialize>::deserialize(deserializer)?;
                let read: Option<$type> = $parse(text.as_ref());
                read.ok_or_else(|| serde::de::Error::custom(format!(concat!("expected ", $expected, ", found `{}`"), text)))
            }
        }
    };
}

pub(crate) use serde_as_text;
