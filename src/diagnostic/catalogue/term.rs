//! A word of the language in both of ours, for texts that name a kind of thing. Knows nothing of problems.

use std::fmt;

/// A word in Chinese and in English: `{}` prints the one, `{:#}` the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    zh: String,
    en: String,
}

impl Term {
    /// The word `zh`, in English `en`.
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh: zh.into(), en: en.into() }
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if f.alternate() { &self.en } else { &self.zh })
    }
}
