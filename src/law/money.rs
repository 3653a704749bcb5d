//! Amounts of money in whole 分, as decisions state them; it knows neither fines nor rule files.

use std::fmt;
use std::str::FromStr;

use super::exact::Exact;
use super::numeral::take_numeral;
use super::text::{rest, serde_as_text, strip_any};

/// An amount of money in renminbi, in whole 分 (a hundredth of a yuan).
///
/// ```
/// use zhunsheng::law::Money;
/// let fine = Money::parse("1.5万元").unwrap();
/// assert_eq!(fine, Money::from_fen(1_500_000));
/// assert_eq!(fine.to_string(), "1.5万元");
/// assert_eq!(Money::parse("一万五千元"), Some(fine));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Money(i64);

const FEN: i64 = 100;

impl Money {
    /// No money.
    pub const ZERO: Money = Money(0);

    /// Takes whole 分.
    #[must_use]
    #[inline]
    pub const fn from_fen(fen: i64) -> Money {
        Money(fen)
    }

    /// Gives whole 分.
    #[must_use]
    #[inline]
    pub const fn fen(self) -> i64 {
        self.0
    }

    /// Takes yuan; nothing where they are no whole 分 or do not fit. Round first ([`Exact::round_to`]) where the law says how.
    #[must_use]
    pub fn from_yuan(yuan: Exact) -> Option<Money> {
        yuan.checked_mul(Exact::from_int(FEN))?.to_i64().map(Money)
    }

    /// Gives yuan, exactly.
    #[must_use]
    pub fn to_yuan(self) -> Exact {
        // A hundredth always exists; the fallback only spares this a panic.
        Exact::new(i128::from(self.0), i128::from(FEN)).unwrap_or(Exact::ZERO)
    }

    /// The sum, or nothing where it does not fit.
    #[must_use]
    pub fn checked_add(self, other: Money) -> Option<Money> {
        self.0.checked_add(other.0).map(Money)
    }

    /// The difference, or nothing where it does not fit.
    #[must_use]
    pub fn checked_sub(self, other: Money) -> Option<Money> {
        self.0.checked_sub(other.0).map(Money)
    }

    /// The amount in yuan times `factor`, exactly; it is [`Money`] again once rounded to 分.
    ///
    /// ```
    /// use zhunsheng::law::{Exact, Money};
    /// let gains = Money::from_fen(100_001);
    /// let third = gains.times(Exact::new(1, 3).unwrap()).unwrap();
    /// assert_eq!(Money::from_yuan(third), None);
    /// ```
    #[must_use]
    pub fn times(self, factor: Exact) -> Option<Exact> {
        self.to_yuan().checked_mul(factor)
    }

    /// Reads an amount with its unit: `5000元`, `2万元`, `三万元`, `10,000元`, `5角`, `3元5角`, `人民币5000元`, `伍仟元整`.
    ///
    /// Gives nothing without a unit, with less than a 分, or where it does not fit.
    #[must_use]
    pub fn parse(text: &str) -> Option<Money> {
        let text = strip_any(text, &["人民币"]).unwrap_or(text);
        let mut left = text.strip_suffix(['整', '正']).filter(|amount| !amount.is_empty()).unwrap_or(text);
        let mut total = Exact::ZERO;
        // Each coin at most once, the greater first, and less than the one before is worth.
        let coins: [(&[&str], Exact); 3] = [(&["元", "圆"], Exact::ONE), (&["角"], Exact::TENTH), (&["分"], Exact::HUNDREDTH)];
        let mut coins = coins.iter();
        let mut room: Option<Exact> = None;
        loop {
            let (number, bytes) = take_numeral(left)?;
            let after = rest(left, bytes)?;
            let (tail, worth) = coins.find_map(|(names, worth)| Some((strip_any(after, names)?, *worth)))?;
            let part = number.checked_mul(worth)?;
            if room.is_some_and(|room| part >= room || !number.is_integer()) {
                return None;
            }
            total = total.checked_add(part)?;
            if tail.is_empty() {
                return Money::from_yuan(total);
            }
            room = Some(worth);
            left = tail;
        }
    }

    /// The amount as machines exchange it: decimal yuan with two places, `5000.00`.
    #[must_use]
    pub fn to_decimal(self) -> String {
        let sign = if self.0 < 0 { "-" } else { "" };
        let fen = self.0.unsigned_abs();
        format!("{sign}{}.{:02}", fen / 100, fen % 100)
    }
}

/// A text that is no amount of money.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{found}` 不是金额：应写明数额和单位，如 `5000元`、`2万元`")]
pub struct MoneyError {
    found: String,
}

impl MoneyError {
    /// The text that was found.
    #[must_use]
    pub fn found(&self) -> &str {
        &self.found
    }
}

impl FromStr for Money {
    type Err = MoneyError;

    fn from_str(text: &str) -> Result<Money, MoneyError> {
        Money::parse(text).ok_or_else(|| MoneyError { found: text.to_owned() })
    }
}

impl fmt::Display for Money {
    /// In the statutes' words: 亿元 from 1亿元 in whole 1000万元, 万元 from 1万元 in whole 1000元, else 元.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const UNITS: [(u64, &str); 2] = [(10_000_000_000, "亿元"), (1_000_000, "万元")];
        let fen = self.0.unsigned_abs();
        let (unit, name) = UNITS.into_iter().find(|(unit, _)| fen >= *unit && fen.is_multiple_of(unit / 10)).unwrap_or((100, "元"));
        let sign = if self.0 < 0 { "-" } else { "" };
        match Exact::new(i128::from(fen), i128::from(unit)) {
            Some(number) => write!(f, "{sign}{number}{name}"),
            None => Err(fmt::Error),
        }
    }
}

/// A newtype only for JSON, where an amount is a decimal string in yuan.
struct Decimal(Money);

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.to_decimal())
    }
}

serde_as_text!(Decimal, |text: &str| Money::from_yuan(text.parse().ok()?).map(Decimal), "an amount in yuan such as `5000.00`");

impl serde::Serialize for Money {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Decimal(*self).serialize(serializer)
    }
}

impl<'de> serde::Deserialize<'de> for Money {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Decimal::deserialize(deserializer).map(|decimal| decimal.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Money;
    use crate::law::Exact;

    #[test]
    fn an_amount_reads_with_its_unit() {
        for (text, fen) in [
            ("5000元", 500_000),
            ("０元", 0),
            ("0.01元", 1),
            ("2万元", 2_000_000),
            ("三万元", 3_000_000),
            ("10,000元", 1_000_000),
            ("1.5亿元", 15_000_000_000),
            ("5角", 50),
            ("5分", 5),
            ("3元5角", 350),
            ("3元5角2分", 352),
            ("三元零五分", 0),
            ("人民币5000元", 500_000),
            ("人民币伍仟元整", 500_000),
            ("伍仟圆", 500_000),
        ] {
            // 零五 is year style, 05: five 分.
            let fen = if text == "三元零五分" { 305 } else { fen };
            assert_eq!(Money::parse(text), Some(Money::from_fen(fen)), "{text}");
        }
    }

    #[test]
    fn what_is_no_amount_is_none() {
        for text in [
            "",
            "元",
            "整",
            "5000",
            "万元",
            "5000 元",
            "　5000元",
            "5000元 ",
            "-5元",
            "0.001元",
            "三万五元",
            "5角3元",
            "5元5元",
            "3元15角",
            "3元1.5角",
            "5美元",
            "5元以上",
            "人民币",
            "人民币元",
            "99999999999999999999元",
            "1000000000亿元",
            "5000元整整",
        ] {
            assert_eq!(Money::parse(text), None, "{text}");
        }
    }

    #[test]
    fn an_amount_is_shown_as_statutes_show_it() {
        for (fen, text) in [
            (0, "0元"),
            (50, "0.5元"),
            (1, "0.01元"),
            (500_000, "5000元"),
            (999_900, "9999元"),
            (1_000_000, "1万元"),
            (1_234_500, "12345元"),
            (1_500_000, "1.5万元"),
            (2_000_000, "2万元"),
            (100_000_000, "100万元"),
            (15_000_000_000, "1.5亿元"),
            (12_345_600_000, "12345.6万元"),
            (-500_000, "-5000元"),
        ] {
            assert_eq!(Money::from_fen(fen).to_string(), text);
        }
        assert_eq!(Money::from_fen(i64::MIN).to_decimal(), "-92233720368547758.08");
        assert_eq!(Money::from_fen(i64::MIN).to_string(), "-92233720368547758.08元");
    }

    #[test]
    fn nothing_is_rounded_or_overflows_silently() {
        assert_eq!(Money::from_yuan(Exact::new(1, 3).expect("a third")), None);
        assert_eq!(Money::from_yuan(Exact::from_int(i64::MAX)), None);
        assert_eq!(Money::from_fen(i64::MAX).checked_add(Money::from_fen(1)), None);
        assert_eq!(Money::from_fen(i64::MIN).checked_sub(Money::from_fen(1)), None);
    }

    #[test]
    fn json_carries_decimal_yuan() {
        let json = serde_json::to_string(&Money::from_fen(500_000)).expect("serializes");
        assert_eq!(json, "\"5000.00\"");
        assert_eq!(serde_json::from_str::<Money>("\"-0.05\"").expect("reads"), Money::from_fen(-5));
        assert!(serde_json::from_str::<Money>("5000").is_err());
        assert!(serde_json::from_str::<Money>("\"0.001\"").is_err());
    }
}
