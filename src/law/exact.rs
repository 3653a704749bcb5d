//! Exact rational numbers, the ground of every figure. Knows nothing of money, units or law.

use std::fmt;
use std::str::FromStr;

use num_rational::Ratio as Rational;
use num_traits::{CheckedAdd, CheckedDiv, CheckedMul, CheckedSub, Signed, Zero};

/// An exact rational number: no digit is ever lost, and arithmetic that would not fit gives `None`.
///
/// ```
/// use zhunsheng::law::Exact;
///
/// let third = Exact::new(1, 3).expect("a denominator that is not zero");
/// assert_eq!(third.to_string(), "1/3");
/// assert_eq!("1.50".parse::<Exact>().map(|x| x.to_string()).as_deref(), Ok("1.5"));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Exact(Rational<i128>);

/// A text that is no exact number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an exact number within range")]
pub struct ExactError;

/// Which way a figure is rounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Rounding {
    /// 舍去: towards zero's side, to the next lower multiple
    Down,
    /// 进一: to the next higher multiple
    Up,
    /// 四舍五入: to the nearest, halves up
    HalfUp,
    /// to the nearest, halves to the even multiple
    HalfEven,
}

impl Exact {
    /// 0
    pub const ZERO: Exact = Exact(Rational::new_raw(0, 1));
    /// 1
    pub const ONE: Exact = Exact(Rational::new_raw(1, 1));
    /// Figures beyond this are refused, so that comparisons and sums of two always fit.
    const LIMIT: i128 = 1 << 110;

    fn within(value: Rational<i128>) -> Option<Exact> {
        let fits = value.numer().checked_abs().is_some_and(|n| n < Self::LIMIT) && *value.denom() < Self::LIMIT;
        fits.then_some(Exact(value))
    }

    /// A whole number.
    #[must_use]
    pub fn from_int(value: i64) -> Exact {
        Exact(Rational::from_integer(i128::from(value)))
    }

    /// `num / den`, reduced; `None` when `den` is zero or the figures are out of range.
    #[must_use]
    pub fn new(num: i128, den: i128) -> Option<Exact> {
        if den == 0 || num.checked_abs()? >= Self::LIMIT || den.checked_abs()? >= Self::LIMIT {
            return None;
        }
        Some(Exact(Rational::new(num, den)))
    }

    /// The numerator of the reduced fraction.
    #[must_use]
    pub fn numer(self) -> i128 {
        *self.0.numer()
    }

    /// The denominator of the reduced fraction, positive.
    #[must_use]
    pub fn denom(self) -> i128 {
        *self.0.denom()
    }

    /// Sum.
    #[must_use]
    pub fn checked_add(self, other: Exact) -> Option<Exact> {
        self.0.checked_add(&other.0).and_then(Self::within)
    }

    /// Difference.
    #[must_use]
    pub fn checked_sub(self, other: Exact) -> Option<Exact> {
        self.0.checked_sub(&other.0).and_then(Self::within)
    }

    /// Product.
    #[must_use]
    pub fn checked_mul(self, other: Exact) -> Option<Exact> {
        self.0.checked_mul(&other.0).and_then(Self::within)
    }

    /// Quotient; `None` also when `other` is zero.
    #[must_use]
    pub fn checked_div(self, other: Exact) -> Option<Exact> {
        if other.is_zero() {
            return None;
        }
        self.0.checked_div(&other.0).and_then(Self::within)
    }

    /// The same magnitude with the other sign.
    #[must_use]
    pub fn neg(self) -> Exact {
        Exact(-self.0)
    }

    /// The magnitude.
    #[must_use]
    pub fn abs(self) -> Exact {
        Exact(self.0.abs())
    }

    /// Whether it is 0.
    #[must_use]
    pub fn is_zero(self) -> bool {
        self.0.is_zero()
    }

    /// Whether it is whole.
    #[must_use]
    pub fn is_integer(self) -> bool {
        self.0.is_integer()
    }

    /// The greatest whole number not above it.
    #[must_use]
    pub fn floor(self) -> Exact {
        Exact(Rational::from_integer(self.numer().div_euclid(self.denom())))
    }

    /// The least whole number not below it.
    #[must_use]
    pub fn ceil(self) -> Exact {
        let floor = self.floor();
        if floor == self { floor } else { Exact(floor.0 + Rational::from_integer(1)) }
    }

    /// The multiple of `step` (positive) that `rounding` leads to.
    #[must_use]
    pub fn round_to(self, step: Exact, rounding: Rounding) -> Option<Exact> {
        if step <= Exact::ZERO {
            return None;
        }
        let steps = self.checked_div(step)?;
        let low = steps.floor();
        let whole = match rounding {
            Rounding::Down => low,
            Rounding::Up => steps.ceil(),
            Rounding::HalfUp | Rounding::HalfEven => {
                let twice = steps.checked_sub(low)?.checked_mul(Exact::from_int(2))?;
                let up = match twice.cmp(&Exact::ONE) {
                    std::cmp::Ordering::Less => false,
                    std::cmp::Ordering::Greater => true,
                    std::cmp::Ordering::Equal => rounding == Rounding::HalfUp || low.numer().rem_euclid(2) == 1,
                };
                if up { low.checked_add(Exact::ONE)? } else { low }
            }
        };
        whole.checked_mul(step)
    }

    /// As a machine integer, when it is one.
    #[must_use]
    pub fn to_i64(self) -> Option<i64> {
        self.is_integer().then(|| i64::try_from(self.numer()).ok()).flatten()
    }

    /// The decimal digits, when the expansion ends (denominator of twos and fives).
    #[must_use]
    pub fn to_decimal(self) -> Option<String> {
        let (mut den, mut twos, mut fives) = (self.denom(), 0u32, 0u32);
        while den % 2 == 0 {
            den /= 2;
            twos += 1;
        }
        while den % 5 == 0 {
            den /= 5;
            fives += 1;
        }
        let places = twos.max(fives);
        if den != 1 || places > 30 {
            return None;
        }
        let scale = 10i128.checked_pow(places)?;
        let scaled = self.numer().checked_mul(scale.checked_div(self.denom())?)?;
        let (sign, digits) = (if scaled < 0 { "-" } else { "" }, scaled.unsigned_abs().to_string());
        let places = places as usize;
        if places == 0 {
            return Some(format!("{sign}{digits}"));
        }
        let digits = format!("{digits:0>width$}", width = places + 1);
        let (whole, part) = digits.split_at_checked(digits.len() - places)?;
        Some(format!("{sign}{whole}.{part}"))
    }

    /// Reads `12`, `-1.5`, `.5`: ASCII digits with at most one point.
    pub(super) fn parse_decimal(text: &str) -> Option<Exact> {
        let (sign, digits) = match text.strip_prefix('-') {
            Some(rest) => (-1, rest),
            None => (1, text),
        };
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        if whole.is_empty() || (digits.contains('.') && part.is_empty()) || part.len() > 30 {
            return None;
        }
        let all = format!("{whole}{part}");
        if !all.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let num: i128 = all.parse().ok()?;
        Exact::new(sign * num, 10i128.checked_pow(u32::try_from(part.len()).ok()?)?)
    }
}

impl fmt::Display for Exact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.to_decimal() {
            Some(text) => f.write_str(&text),
            None => write!(f, "{}/{}", self.numer(), self.denom()),
        }
    }
}

impl fmt::Debug for Exact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl FromStr for Exact {
    type Err = ExactError;

    fn from_str(text: &str) -> Result<Self, ExactError> {
        match text.split_once('/') {
            Some((num, den)) => Exact::parse_decimal(num).zip(Exact::parse_decimal(den)).and_then(|(n, d)| n.checked_div(d)),
            None => Exact::parse_decimal(text),
        }
        .ok_or(ExactError)
    }
}

impl serde::Serialize for Exact {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Exact {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}
