//! Money to the 分, ratios and multiples. Knows nothing of why it is due.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Exact;
use super::numeral::{parse_numeral, take_numeral};

/// An amount of 人民币 in whole 分.
///
/// ```
/// use zhunsheng::law::Money;
///
/// let money = Money::parse("1.5万元").expect("an amount");
/// assert_eq!(money, Money::from_fen(1_500_000));
/// assert_eq!(money.to_string(), "1.5万元");
/// assert_eq!(serde_json::to_string(&money).ok().as_deref(), Some("\"15000.00\""));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Money(i64);

impl Money {
    /// No money.
    pub const ZERO: Money = Money(0);

    /// An amount in 分.
    #[must_use]
    pub fn from_fen(fen: i64) -> Money {
        Money(fen)
    }

    /// The amount in 分.
    #[must_use]
    pub fn fen(self) -> i64 {
        self.0
    }

    /// An amount in 元; `None` when it is finer than a 分 or out of range.
    #[must_use]
    pub fn from_yuan(yuan: Exact) -> Option<Money> {
        yuan.checked_mul(Exact::from_int(100))?.to_i64().map(Money)
    }

    /// The amount in 元.
    #[must_use]
    pub fn to_yuan(self) -> Exact {
        Exact::new(i128::from(self.0), 100).unwrap_or(Exact::ZERO)
    }

    /// Sum.
    #[must_use]
    pub fn checked_add(self, other: Money) -> Option<Money> {
        self.0.checked_add(other.0).map(Money)
    }

    /// Difference.
    #[must_use]
    pub fn checked_sub(self, other: Money) -> Option<Money> {
        self.0.checked_sub(other.0).map(Money)
    }

    /// Reads `5000元`, `2万元`, `三万元`, `10,000元`, `人民币5000元`, `5角`, `3元5角2分`. A unit is needed.
    #[must_use]
    pub fn parse(text: &str) -> Option<Money> {
        let mut rest = text.trim();
        rest = rest.strip_prefix("人民币").unwrap_or(rest);
        let mut total = Exact::ZERO;
        let mut last = Exact::from_int(10);
        if rest.is_empty() {
            return None;
        }
        while !rest.is_empty() {
            let (figure, length) = take_numeral(rest)?;
            rest = rest.get(length..)?;
            let (unit, worth) = [("元", Exact::ONE), ("圆", Exact::ONE), ("角", Exact::new(1, 10)?), ("分", Exact::new(1, 100)?)]
                .into_iter()
                .find(|(unit, _)| rest.starts_with(unit))?;
            if worth >= last {
                return None;
            }
            last = worth;
            rest = rest.get(unit.len()..)?;
            total = total.checked_add(figure.checked_mul(worth)?)?;
        }
        Money::from_yuan(total)
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let yuan = self.to_yuan();
        let scaled = |by: i64, finest: i64| {
            let magnitude = self.0.unsigned_abs();
            let whole = u64::try_from(by).unwrap_or(1) * 100;
            (magnitude >= whole && magnitude % (u64::try_from(finest).unwrap_or(1) * 100) == 0)
                .then(|| yuan.checked_div(Exact::from_int(by)))
                .flatten()
        };
        // 亿元 and 万元 where one decimal says it, as statutes write amounts.
        if let Some(amount) = scaled(100_000_000, 10_000_000) {
            write!(f, "{amount}亿元")
        } else if let Some(amount) = scaled(10_000, 1_000) {
            write!(f, "{amount}万元")
        } else {
            write!(f, "{yuan}元")
        }
    }
}

impl Serialize for Money {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (sign, fen) = (if self.0 < 0 { "-" } else { "" }, self.0.unsigned_abs());
        serializer.collect_str(&format_args!("{sign}{}.{:02}", fen / 100, fen % 100))
    }
}

impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse::<Exact>()
            .ok()
            .and_then(Money::from_yuan)
            .ok_or_else(|| serde::de::Error::custom(format!("{text:?} is no amount of yuan to the fen")))
    }
}

/// A share of something: 30% is the fraction 3/10.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Ratio(Exact);

impl Ratio {
    /// The share as a fraction of one.
    #[must_use]
    pub fn from_exact(fraction: Exact) -> Ratio {
        Ratio(fraction)
    }

    /// The fraction of one.
    #[must_use]
    pub fn exact(self) -> Exact {
        self.0
    }

    /// Reads `30%`, `30％`, `5‰`, `百分之三十`, `千分之五`, `万分之五`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Ratio> {
        let text = text.trim();
        for (prefix, of) in [("百分之", 100), ("千分之", 1000), ("万分之", 10_000)] {
            if let Some(rest) = text.strip_prefix(prefix) {
                return parse_numeral(rest)?.checked_div(Exact::from_int(of)).map(Ratio);
            }
        }
        for (suffix, of) in [("%", 100), ("％", 100), ("‰", 1000)] {
            if let Some(rest) = text.strip_suffix(suffix) {
                return parse_numeral(rest.trim_end())?.checked_div(Exact::from_int(of)).map(Ratio);
            }
        }
        None
    }
}

impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.checked_mul(Exact::from_int(100)) {
            Some(percent) => write!(f, "{percent}%"),
            None => write!(f, "{}", self.0),
        }
    }
}

/// So many times something: 3倍.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Multiple(Exact);

impl Multiple {
    /// That many times.
    #[must_use]
    pub fn from_exact(times: Exact) -> Multiple {
        Multiple(times)
    }

    /// How many times.
    #[must_use]
    pub fn exact(self) -> Exact {
        self.0
    }

    /// Reads `3倍`, `一倍`, `1.5倍`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Multiple> {
        parse_numeral(text.trim().strip_suffix('倍')?.trim_end()).map(Multiple)
    }
}

impl fmt::Display for Multiple {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}倍", self.0)
    }
}

/// Serde as the canonical text.
macro_rules! as_text {
    ($($ty:ident: $what:literal),*) => {$(
        impl Serialize for $ty {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $ty {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                $ty::parse(&text).ok_or_else(|| serde::de::Error::custom(format!(concat!("{:?} is no ", $what), text)))
            }
        }
    )*};
}
pub(super) use as_text;

as_text!(Ratio: "ratio", Multiple: "multiple");
