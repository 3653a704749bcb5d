//! Proportions (`30%`) and multiples (`3倍`); it knows not of what.

use std::fmt;

use super::exact::Exact;
use super::numeral::{parse_numeral, take_numeral};
use super::text::{rest, serde_as_text, strip_any};

/// A proportion: `30%`, `百分之三十`, `千分之五`, `5‰`.
///
/// ```
/// use zhunsheng::law::{Exact, Ratio};
/// let ratio = Ratio::parse("千分之五").unwrap();
/// assert_eq!(ratio.exact(), Exact::new(1, 200).unwrap());
/// assert_eq!(ratio.to_string(), "0.5%");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Ratio(Exact);

impl Ratio {
    /// Takes the fraction itself: a half is `50%`.
    #[must_use]
    pub const fn from_exact(fraction: Exact) -> Ratio {
        Ratio(fraction)
    }

    /// Gives the fraction itself.
    #[must_use]
    pub const fn exact(self) -> Exact {
        self.0
    }

    /// Reads `30%`, `30％`, `5‰`, `百分之三十`, `千分之五`, `万分之五`; nothing for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Ratio> {
        let (number, parts) = if let Some(number) = strip_any(text, &["百分之"]) {
            (parse_numeral(number)?, 100)
        } else if let Some(number) = strip_any(text, &["千分之"]) {
            (parse_numeral(number)?, 1_000)
        } else if let Some(number) = strip_any(text, &["万分之"]) {
            (parse_numeral(number)?, 10_000)
        } else if let Some(number) = text.strip_suffix("×100%") {
            (number.parse().ok()?, 1)
        } else if let Some(number) = text.strip_suffix(['%', '％']) {
            (number_or_fraction(number)?, 100)
        } else {
            (number_or_fraction(text.strip_suffix('‰')?)?, 1_000)
        };
        number.checked_div(Exact::from_int(parts)).map(Ratio)
    }
}

/// Numbers as people write them, and the fractions and minus signs that results may have.
fn number_or_fraction(text: &str) -> Option<Exact> {
    parse_numeral(text).or_else(|| text.parse().ok())
}

impl fmt::Display for Ratio {
    /// In per cent; a fraction that has no decimal stays one: `100/3%`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.checked_mul(Exact::from_int(100)) {
            Some(percent) => write!(f, "{percent}%"),
            // Only past 10^36 is there no room for the factor of a hundred.
            None => write!(f, "{}×100%", self.0),
        }
    }
}

serde_as_text!(Ratio, Ratio::parse, "a proportion such as `30%`");

/// A multiple of some other amount: `3倍`, `一倍`, `1.5倍`.
///
/// ```
/// use zhunsheng::law::Multiple;
/// assert_eq!(Multiple::parse("一倍").unwrap().to_string(), "1倍");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Multiple(Exact);

impl Multiple {
    /// Takes the factor.
    #[must_use]
    pub const fn from_exact(factor: Exact) -> Multiple {
        Multiple(factor)
    }

    /// Gives the factor.
    #[must_use]
    pub const fn exact(self) -> Exact {
        self.0
    }

    /// Reads `3倍`, `一倍`, `1.5倍`; nothing for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Multiple> {
        number_or_fraction(text.strip_suffix('倍')?).map(Multiple)
    }
}

impl fmt::Display for Multiple {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}倍", self.0)
    }
}

serde_as_text!(Multiple, Multiple::parse, "a multiple such as `3倍`");

/// Reads the longest proportion at the start of `text` (`30%`, `百分之三十`); gives it with its length in bytes.
#[must_use]
pub fn take_ratio(text: &str) -> Option<(Ratio, usize)> {
    let words = strip_any(text, &["百分之", "千分之", "万分之"]);
    let bytes = if let Some(number) = words {
        let head = text.len().checked_sub(number.len())?;
        head.checked_add(take_numeral(number)?.1)?
    } else {
        let (_, number) = take_numeral(text)?;
        let mark = rest(text, number)?.chars().next().filter(|c| matches!(c, '%' | '％' | '‰'))?;
        number.checked_add(mark.len_utf8())?
    };
    Some((Ratio::parse(text.get(..bytes)?)?, bytes))
}

#[cfg(test)]
mod tests {
    use super::{Multiple, Ratio, take_ratio};

    #[test]
    fn a_proportion_reads_in_signs_and_in_words() {
        for (text, shown) in [
            ("30%", "30%"),
            ("３０％", "30%"),
            ("百分之三十", "30%"),
            ("百分之30", "30%"),
            ("百分之百", ""),
            ("百分之一百", "100%"),
            ("百分之零点五", "0.5%"),
            ("千分之五", "0.5%"),
            ("5‰", "0.5%"),
            ("万分之五", "0.05%"),
            ("100/3%", "100/3%"),
            ("0%", "0%"),
            ("-5%", "-5%"),
            ("", ""),
            ("%", ""),
            ("30", ""),
            ("30 %", ""),
            ("百分之", ""),
            ("百分之三十%", ""),
        ] {
            let read = Ratio::parse(text).map(|r| r.to_string());
            assert_eq!(read.unwrap_or_default(), shown, "{text}");
        }
    }

    #[test]
    fn a_multiple_needs_its_word() {
        for (text, shown) in
            [("3倍", "3倍"), ("一倍", "1倍"), ("1.5倍", "1.5倍"), ("一点五倍", "1.5倍"), ("倍", ""), ("3", ""), ("数倍", "")]
        {
            let read = Multiple::parse(text).map(|m| m.to_string());
            assert_eq!(read.unwrap_or_default(), shown, "{text}");
        }
    }

    #[test]
    fn a_proportion_is_taken_from_the_start() {
        assert_eq!(take_ratio("30%以上").map(|(r, n)| (r.to_string(), n)), Some(("30%".to_owned(), 3)));
        assert_eq!(take_ratio("百分之三十以上").map(|(_, n)| n), Some(15));
        assert_eq!(take_ratio("30元"), None);
    }
}
