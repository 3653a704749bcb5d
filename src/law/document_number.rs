//! Numbers of official documents: 国办发〔2018〕37号. Knows nothing of the documents.

use std::fmt;

use super::money::as_text;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The number of an official document. Orders by agency, year, number.
///
/// ```
/// use zhunsheng::law::DocumentNumber;
///
/// let number = DocumentNumber::parse("国办发[2018]37号").expect("a number");
/// assert_eq!(number.to_string(), "国办发〔2018〕37号");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DocumentNumber {
    /// The agency's code: 国办发.
    pub agency: String,
    /// The year.
    pub year: u16,
    /// The number within the year.
    pub number: u32,
}

impl DocumentNumber {
    /// Reads a number with brackets of any form: 〔〕 [] 【】 （） () ﹝﹞.
    #[must_use]
    pub fn parse(text: &str) -> Option<DocumentNumber> {
        let text = text.trim();
        let (open, bracket) = text.char_indices().find(|(_, c)| "〔[【（(﹝［".contains(*c))?;
        let agency = text.get(..open)?.trim();
        let rest = text.get(open + bracket.len_utf8()..)?;
        let (close, bracket) = rest.char_indices().find(|(_, c)| "〕]】）)﹞］".contains(*c))?;
        let year: u16 = digits(rest.get(..close)?)?.parse().ok()?;
        let number = rest.get(close + bracket.len_utf8()..)?.trim().strip_suffix('号')?;
        let number = number.strip_prefix('第').unwrap_or(number);
        let well_formed = !agency.is_empty() && agency.chars().all(char::is_alphanumeric) && (1000..=9999).contains(&year);
        well_formed.then_some(DocumentNumber { agency: agency.to_owned(), year, number: digits(number)?.parse().ok()? })
    }
}

/// Digits in half width.
fn digits(text: &str) -> Option<String> {
    let text = text.trim();
    let half: Option<String> = text
        .chars()
        .map(|c| match c {
            '0'..='9' => Some(c),
            '０'..='９' => char::from_u32(c as u32 - '０' as u32 + '0' as u32),
            _ => None,
        })
        .collect();
    half.filter(|h| !h.is_empty())
}

impl fmt::Display for DocumentNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}〔{}〕{}号", self.agency, self.year, self.number)
    }
}

as_text!(DocumentNumber: "document number");
