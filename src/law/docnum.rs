//! Numbers of official documents (`国办发〔2018〕37号`); it knows nothing of the documents.

use std::fmt;
use std::str::FromStr;

use super::numeral::parse_numeral;
use super::text::{digit, serde_as_text};

/// The number of an official document: issuing agency's code, year, number in that year.
///
/// 《党政机关公文格式》 (GB/T 9704-2012) 7.2.5: the year in full in hexagonal brackets 〔〕, the number without
/// 第 and without leading noughts. Other brackets are accepted and written so.
///
/// ```
/// use zhunsheng::law::DocumentNumber;
/// let number = DocumentNumber::parse("国办发[2018]37号").unwrap();
/// assert_eq!(number.to_string(), "国办发〔2018〕37号");
/// assert_eq!((number.agency(), number.year(), number.number()), ("国办发", 2018, 37));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DocumentNumber {
    agency: String,
    year: u16,
    number: u32,
}

const OPEN: [char; 7] = ['〔', '[', '［', '【', '(', '（', '﹝'];
const CLOSE: [char; 7] = ['〕', ']', '］', '】', ')', '）', '﹞'];

impl DocumentNumber {
    /// Takes the parts; nothing for an agency code that is empty or holds blanks, digits at its end, brackets or
    /// punctuation, a year that is not of four digits, or a number of nought.
    #[must_use]
    pub fn new(agency: &str, year: u16, number: u32) -> Option<DocumentNumber> {
        let readable = !agency.is_empty() && agency.chars().count() <= 40 && agency.chars().all(|c| c.is_alphanumeric() || c == '-');
        if !readable || !(1000..=9999).contains(&year) || number == 0 {
            return None;
        }
        Some(DocumentNumber { agency: agency.to_owned(), year, number })
    }

    /// The agency's code: `国办发`.
    #[must_use]
    pub fn agency(&self) -> &str {
        &self.agency
    }

    /// The year.
    #[must_use]
    pub fn year(&self) -> u16 {
        self.year
    }

    /// The number within the year.
    #[must_use]
    pub fn number(&self) -> u32 {
        self.number
    }

    /// Reads a whole text as a document number; nothing for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<DocumentNumber> {
        let (agency, after) = text.split_once(OPEN)?;
        let (year, after) = after.split_once(CLOSE)?;
        let number = after.strip_suffix('号')?;
        let number = number.strip_prefix('第').unwrap_or(number);
        // Web pages set blanks around the figures: 〔2021〕461 号.
        let (year, number) = (year.trim(), number.trim());
        // Arabic digits alone: 37, ３７; no separators, no Chinese.
        let plain = |text: &str, longest: usize| {
            let digits = text.chars().count();
            (1..=longest).contains(&digits) && text.chars().all(|c| digit(c).is_some())
        };
        if !plain(year, 4) || !plain(number, 9) {
            return None;
        }
        let year = u16::try_from(parse_numeral(year)?.to_i64()?).ok()?;
        let number = u32::try_from(parse_numeral(number)?.to_i64()?).ok()?;
        DocumentNumber::new(agency, year, number)
    }
}

impl fmt::Display for DocumentNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}〔{}〕{}号", self.agency, self.year, self.number)
    }
}

/// A text that is no document number.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{found}` 不是发文字号：应如 `国办发〔2018〕37号`")]
pub struct DocumentNumberError {
    found: String,
}

impl DocumentNumberError {
    /// The text that was found.
    #[must_use]
    pub fn found(&self) -> &str {
        &self.found
    }
}

impl FromStr for DocumentNumber {
    type Err = DocumentNumberError;

    fn from_str(text: &str) -> Result<DocumentNumber, DocumentNumberError> {
        DocumentNumber::parse(text).ok_or_else(|| DocumentNumberError { found: text.to_owned() })
    }
}

serde_as_text!(DocumentNumber, DocumentNumber::parse, "a document number such as `国办发〔2018〕37号`");

#[cfg(test)]
mod tests {
    use super::DocumentNumber;

    #[test]
    fn every_bracket_reads_and_the_standard_one_is_written() {
        for text in [
            "鄂政规〔2024〕1号",
            "鄂政规[2024]1号",
            "鄂政规【2024】1号",
            "鄂政规(2024)1号",
            "鄂政规（2024）1号",
            "鄂政规﹝2024﹞1号",
            "鄂政规［２０２４］１号",
            "鄂政规〔2024〕01号",
            "鄂政规〔2024〕第1号",
            "鄂政规〔2024〕 1 号",
        ] {
            let read = DocumentNumber::parse(text).map(|n| n.to_string());
            assert_eq!(read.as_deref(), Some("鄂政规〔2024〕1号"), "{text}");
        }
    }

    #[test]
    fn what_is_no_document_number_is_none() {
        for text in [
            "",
            "号",
            "〔2024〕1号",
            "鄂政规〔24〕1号",
            "鄂政规〔2024〕号",
            "鄂政规〔2024〕0号",
            "鄂政规〔2024〕1",
            "鄂政规2024〕1号",
            "鄂政规〔2024 1号",
            "鄂政规〔2024〕一号",
            "鄂政规〔2024〕1,000号",
            "鄂 政规〔2024〕1号",
            "鄂政规〔2024〕99999999999号",
            "国务院令第1号",
            "鄂政规〔2024〕1.5号",
            "　鄂政规〔2024〕1号",
            "依据：鄂政规〔2024〕1号",
        ] {
            assert_eq!(DocumentNumber::parse(text), None, "{text}");
        }
    }
}
