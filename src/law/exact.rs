//! Exact numbers: fractions of whole numbers, never floating point; it knows arithmetic, not what is counted.

use std::fmt;
use std::ops::Neg;
use std::str::FromStr;

use num_rational::Ratio;
use num_traits::{CheckedAdd, CheckedDiv, CheckedMul, CheckedSub};

use super::text::serde_as_text;

/// An exact rational number.
///
/// Every operation is exact or says that it cannot be (`None`): nothing is rounded silently, nothing
/// panics. Comparison never overflows either: it compares continued fractions instead of multiplying
/// across.
///
/// ```
/// use zhunsheng::law::Exact;
/// let third = Exact::new(1, 3).unwrap();
/// let whole = third.checked_mul(Exact::from_int(3)).unwrap();
/// assert_eq!(whole, Exact::ONE);
/// assert_eq!(third.to_string(), "1/3");
/// assert_eq!("2.50".parse::<Exact>().unwrap().to_string(), "2.5");
/// ```
// INVARIANT: in lowest terms, the denominator above zero, and neither part `i128::MIN`, so that
// negation and absolute value always exist.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Exact(Ratio<i128>);

/// What becomes of the part that does not reach the next step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rounding {
    /// To the step below, towards negative infinity (舍去).
    Down,
    /// To the step above, towards positive infinity (进位).
    Up,
    /// To the nearest step; from the middle to the step above (四舍五入).
    HalfUp,
    /// To the nearest step; from the middle to the even one (四舍六入五成双, GB/T 8170).
    HalfEven,
}

/// A text that is no exact number.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{found}` 不是精确数：应为整数、小数或者分数，如 `12`、`0.5`、`1/3`")]
pub struct ExactError {
    found: String,
}

impl ExactError {
    /// The text that was found.
    #[must_use]
    pub fn found(&self) -> &str {
        &self.found
    }
}

impl Exact {
    /// Nought.
    pub const ZERO: Exact = Exact(Ratio::new_raw(0, 1));
    /// One.
    pub const ONE: Exact = Exact(Ratio::new_raw(1, 1));
    /// What a 角 is of a yuan.
    pub(super) const TENTH: Exact = Exact(Ratio::new_raw(1, 10));
    /// What a 分 is of a yuan.
    pub(super) const HUNDREDTH: Exact = Exact(Ratio::new_raw(1, 100));

    /// Takes a whole number.
    #[must_use]
    pub const fn from_int(value: i64) -> Exact {
        Exact(Ratio::new_raw(value as i128, 1))
    }

    /// Takes numerator and denominator; gives nothing for a denominator of nought or a part of `i128::MIN`.
    #[must_use]
    pub fn new(num: i128, den: i128) -> Option<Exact> {
        if den == 0 || num == i128::MIN || den == i128::MIN {
            return None;
        }
        if den == 1 {
            return Some(Exact(Ratio::new_raw(num, 1)));
        }
        let (Some((size, sign)), Ok(below)) = (small(num), u64::try_from(den)) else { return Some(Exact(Ratio::new(num, den))) };
        let common = common_divisor(size, below);
        Some(Exact(Ratio::new_raw(sign * i128::from(size / common), i128::from(below / common))))
    }

    /// Two whole numbers, as nearly all are: they need no common denominator.
    fn whole(self, other: Exact) -> Option<(i128, i128)> {
        (self.is_integer() && other.is_integer()).then(|| (self.numer(), other.numer()))
    }

    fn checked(value: Ratio<i128>) -> Option<Exact> {
        (*value.numer() != i128::MIN && *value.denom() != i128::MIN).then_some(Exact(value))
    }

    /// The sum, or nothing where it does not fit.
    #[must_use]
    pub fn checked_add(self, other: Exact) -> Option<Exact> {
        match self.whole(other) {
            Some((one, other)) => Exact::new(one.checked_add(other)?, 1),
            None => self.0.checked_add(&other.0).and_then(Self::checked),
        }
    }

    /// The difference, or nothing where it does not fit.
    #[must_use]
    pub fn checked_sub(self, other: Exact) -> Option<Exact> {
        match self.whole(other) {
            Some((one, other)) => Exact::new(one.checked_sub(other)?, 1),
            None => self.0.checked_sub(&other.0).and_then(Self::checked),
        }
    }

    /// The product, or nothing where it does not fit.
    #[must_use]
    pub fn checked_mul(self, other: Exact) -> Option<Exact> {
        match self.whole(other) {
            Some((one, other)) => Exact::new(one.checked_mul(other)?, 1),
            None => self.small_product(other).or_else(|| self.0.checked_mul(&other.0).and_then(Self::checked)),
        }
    }

    /// The product where every part fits into 64 bits, as those of figures that people write do: a divisor of 128 bits takes ten times as long to find.
    fn small_product(self, other: Exact) -> Option<Exact> {
        let ((one, sign), (two, other_sign)) = (small(self.numer())?, small(other.numer())?);
        let (below, other_below) = (u64::try_from(self.denom()).ok()?, u64::try_from(other.denom()).ok()?);
        // Each numerator shares nothing with its own denominator, so what is left shares nothing at all.
        let (across, back) = (common_divisor(one, other_below), common_divisor(two, below));
        let num = i128::from(one / across).checked_mul(i128::from(two / back))?;
        let den = i128::from(below / back).checked_mul(i128::from(other_below / across))?;
        Some(Exact(Ratio::new_raw(sign * other_sign * num, den)))
    }

    /// The quotient, or nothing where `other` is nought or it does not fit.
    #[must_use]
    pub fn checked_div(self, other: Exact) -> Option<Exact> {
        if other.is_zero() {
            return None;
        }
        // By the amount, so that the denominator is never `i128::MIN`, whose sign the library could not turn.
        let quotient = self.0.checked_div(&other.abs().0).and_then(Self::checked)?;
        Some(if other.is_negative() { -quotient } else { quotient })
    }

    /// The same amount with the other sign.
    #[must_use]
    #[expect(clippy::should_implement_trait, reason = "the trait is implemented too; this spares callers the import")]
    pub fn neg(self) -> Exact {
        Exact(-self.0)
    }

    /// The amount without its sign.
    #[must_use]
    pub fn abs(self) -> Exact {
        if self.is_negative() { -self } else { self }
    }

    /// Whether it is nought.
    #[must_use]
    pub fn is_zero(self) -> bool {
        self.numer() == 0
    }

    /// Whether it is below nought.
    #[must_use]
    pub fn is_negative(self) -> bool {
        self.numer() < 0
    }

    /// Whether it is a whole number.
    #[must_use]
    pub fn is_integer(self) -> bool {
        self.denom() == 1
    }

    /// The greatest whole number not above it.
    #[must_use]
    pub fn floor(self) -> Exact {
        // Not `Ratio::floor`: that subtracts the denominator first, which can overflow.
        Exact(Ratio::from_integer(self.numer().div_euclid(self.denom())))
    }

    /// The least whole number not below it.
    #[must_use]
    pub fn ceil(self) -> Exact {
        -((-self).floor())
    }

    /// Rounds to a whole multiple of `step`; nothing where `step` is not above nought or the result does not fit.
    ///
    /// ```
    /// use zhunsheng::law::{Exact, Rounding};
    /// let fine = Exact::from_int(1_250);
    /// let hundred = Exact::from_int(100);
    /// assert_eq!(fine.round_to(hundred, Rounding::Down), Some(Exact::from_int(1_200)));
    /// assert_eq!(fine.round_to(hundred, Rounding::HalfUp), Some(Exact::from_int(1_300)));
    /// assert_eq!(fine.round_to(hundred, Rounding::HalfEven), Some(Exact::from_int(1_200)));
    /// ```
    #[must_use]
    pub fn round_to(self, step: Exact, rounding: Rounding) -> Option<Exact> {
        if step <= Exact::ZERO {
            return None;
        }
        let steps = self.checked_div(step)?;
        let below = steps.floor();
        let over = steps.checked_sub(below)?;
        let up = match rounding {
            Rounding::Down => false,
            Rounding::Up => !over.is_zero(),
            Rounding::HalfUp => over >= Exact(Ratio::new_raw(1, 2)),
            Rounding::HalfEven => {
                let half = Exact(Ratio::new_raw(1, 2));
                over > half || (over == half && below.numer() % 2 != 0)
            }
        };
        let whole = if up { below.checked_add(Exact::ONE)? } else { below };
        whole.checked_mul(step)
    }

    /// The whole number it is, or nothing where it is none or does not fit.
    #[must_use]
    pub fn to_i64(self) -> Option<i64> {
        if self.is_integer() { i64::try_from(self.numer()).ok() } else { None }
    }

    /// The numerator in lowest terms; it carries the sign.
    #[must_use]
    pub fn numer(self) -> i128 {
        *self.0.numer()
    }

    /// The denominator in lowest terms, above nought.
    #[must_use]
    pub fn denom(self) -> i128 {
        *self.0.denom()
    }
}

impl Neg for Exact {
    type Output = Exact;

    fn neg(self) -> Exact {
        Exact(-self.0)
    }
}

impl From<i64> for Exact {
    fn from(value: i64) -> Exact {
        Exact::from_int(value)
    }
}

/// The digits after the point of `rem / den`, or nothing where they do not end.
fn decimals(mut rem: i128, den: i128) -> Option<String> {
    let mut odd = den;
    while odd % 2 == 0 {
        odd /= 2;
    }
    while odd % 5 == 0 {
        odd /= 5;
    }
    if odd != 1 {
        return None;
    }
    let mut digits = String::new();
    while rem != 0 {
        // Past a denominator of 10^37 there is no room for the next digit: the fraction is then the shorter text anyway.
        rem = rem.checked_mul(10)?;
        digits.push_str(&(rem / den).to_string());
        rem %= den;
    }
    Some(digits)
}

impl fmt::Display for Exact {
    /// The shortest decimal where one ends (`0.5`), else the fraction (`1/3`).
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (num, den) = (self.numer(), self.denom());
        let amount = num.abs();
        if num < 0 {
            f.write_str("-")?;
        }
        match decimals(amount % den, den) {
            Some(digits) if digits.is_empty() => write!(f, "{}", amount / den),
            Some(digits) => write!(f, "{}.{digits}", amount / den),
            None => write!(f, "{amount}/{den}"),
        }
    }
}

/// Reads plain digits; nothing where there are none, or too many.
fn whole(text: &str) -> Option<i128> {
    if text.is_empty() || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}

fn read(text: &str) -> Option<Exact> {
    let (negative, amount) = match text.strip_prefix('-') {
        Some(amount) => (true, amount),
        None => (false, text),
    };
    let value = if let Some((num, den)) = amount.split_once('/') {
        Exact::new(whole(num)?, whole(den)?)?
    } else if let Some((before, after)) = amount.split_once('.') {
        from_decimal(whole(before)?, after)?
    } else {
        Exact::new(whole(amount)?, 1)?
    };
    Some(if negative { -value } else { value })
}

/// Builds `before.after` from the whole part and the digits after the point.
pub(crate) fn from_decimal(before: i128, after: &str) -> Option<Exact> {
    let part = whole(after)?;
    let places = u32::try_from(after.len()).ok()?;
    let scale = 10_i128.checked_pow(places)?;
    let num = before.checked_mul(scale)?.checked_add(part)?;
    Exact::new(num, scale)
}

/// The amount of a number that fits into 64 bits, and 1 or -1.
fn small(number: i128) -> Option<(u64, i128)> {
    let size = u64::try_from(number.unsigned_abs()).ok()?;
    Some((size, if number < 0 { -1 } else { 1 }))
}

/// The greatest common divisor (Euclid); never nought where one of the two is not.
fn common_divisor(mut one: u64, mut other: u64) -> u64 {
    while other != 0 {
        (one, other) = (other, one % other);
    }
    one
}

impl FromStr for Exact {
    type Err = ExactError;

    /// Reads `12`, `-0.50` and `1/3`: plain digits as data files carry them. Numbers as people write
    /// them are read by [`parse_numeral`](super::numeral::parse_numeral).
    fn from_str(text: &str) -> Result<Exact, ExactError> {
        read(text).ok_or_else(|| ExactError { found: text.to_owned() })
    }
}

serde_as_text!(Exact, read, "an exact number such as `0.5` or `1/3`");

#[cfg(test)]
mod tests {
    use super::{Exact, Rounding};

    fn exact(text: &str) -> Exact {
        text.parse().expect("a number in the test")
    }

    #[test]
    fn small_fractions_are_those_of_the_library() {
        use num_rational::Ratio;
        use num_traits::CheckedMul;
        let edge = i128::from(u64::MAX);
        let parts = [0, 1, -1, 2, 3, -6, 10, 12, 100, -250, 9_999, edge - 1, edge, edge + 1, -edge, i128::from(i64::MIN), i128::MAX];
        let pairs = || parts.into_iter().flat_map(|num| parts.into_iter().filter(|den| *den != 0).map(move |den| (num, den)));
        for (num, den) in pairs() {
            let made = Exact::new(num, den).expect("a number");
            assert_eq!(made.0, Ratio::new(num, den), "{num}/{den}");
            for (other, below) in pairs() {
                let (product, there) = (made.checked_mul(Exact::new(other, below).expect("a number")), Ratio::new(other, below));
                // Where the library's own product overflows on the way, ours may still fit.
                if let Some(expected) = made.0.checked_mul(&there).and_then(Exact::checked) {
                    let product = product.expect("a product");
                    assert_eq!((product.numer(), product.denom()), (expected.numer(), expected.denom()), "{num}/{den} * {other}/{below}");
                }
            }
        }
    }

    #[test]
    fn a_number_is_shown_as_the_shortest_decimal_or_else_as_a_fraction() {
        for (text, shown) in [
            ("0", "0"),
            ("-0", "0"),
            ("0.50", "0.5"),
            ("1/8", "0.125"),
            ("-7/2", "-3.5"),
            ("2/6", "1/3"),
            ("-2000/3", "-2000/3"),
            ("10/5", "2"),
        ] {
            assert_eq!(exact(text).to_string(), shown);
        }
    }

    #[test]
    fn a_text_that_is_no_number_is_refused() {
        for text in [
            "",
            "-",
            ".",
            "1.",
            ".5",
            "1/0",
            "1/",
            "/2",
            "1e3",
            "+1",
            "１",
            " 1",
            "1 ",
            "--1",
            "1/-2",
            "0x1",
            "1_000",
            "999999999999999999999999999999999999999999",
            "0.0000000000000000000000000000000000000000001",
        ] {
            assert!(text.parse::<Exact>().is_err(), "{text}");
        }
    }

    #[test]
    fn what_does_not_fit_is_none_and_never_a_panic() {
        let big = Exact::new(i128::MAX, 1).expect("fits");
        let fine = Exact::new(1, i128::MAX).expect("fits");
        assert_eq!(big.checked_add(Exact::ONE), None);
        assert_eq!((-big).checked_sub(Exact::ONE), None);
        assert_eq!(big.checked_mul(big), None);
        assert_eq!(big.checked_div(fine), None);
        assert_eq!(Exact::ONE.checked_div(Exact::ZERO), None);
        assert_eq!(Exact::new(1, 0), None);
        let shift = |bits: u32| 1_i128 << bits;
        let part = Exact::new(1, shift(64)).expect("fits");
        let whole = Exact::new(-shift(63), 1).expect("fits");
        assert_eq!(part.checked_div(whole), None);
        assert_eq!(whole.checked_mul(Exact::new(shift(64), 1).expect("fits")), None);
        assert_eq!(whole.checked_div(part), None);
        let half = Exact::new(-i128::MAX, 2).expect("fits");
        assert_eq!(half.checked_sub(Exact::new(1, 2).expect("fits")), Exact::new(-shift(126), 1));
        assert_eq!(Exact::new(i128::MIN, 1), None);
        assert!(fine < Exact::ONE && -big < fine);
        assert_eq!((-fine).floor(), -Exact::ONE);
        assert_eq!(fine.ceil(), Exact::ONE);
        assert_eq!(fine.to_string(), format!("1/{}", i128::MAX));
    }

    #[test]
    fn rounding_goes_the_way_it_is_told() {
        let step = exact("0.01");
        for (value, down, up, half_up, half_even) in [
            ("1.005", "1", "1.01", "1.01", "1"),
            ("1.015", "1.01", "1.02", "1.02", "1.02"),
            ("-1.005", "-1.01", "-1", "-1", "-1"),
            ("1.01", "1.01", "1.01", "1.01", "1.01"),
            ("1/3", "0.33", "0.34", "0.33", "0.33"),
        ] {
            let round = |rounding| exact(value).round_to(step, rounding).map(|r| r.to_string());
            assert_eq!(round(Rounding::Down).as_deref(), Some(down));
            assert_eq!(round(Rounding::Up).as_deref(), Some(up));
            assert_eq!(round(Rounding::HalfUp).as_deref(), Some(half_up));
            assert_eq!(round(Rounding::HalfEven).as_deref(), Some(half_even));
        }
        assert_eq!(exact("1").round_to(Exact::ZERO, Rounding::Down), None);
        assert_eq!(exact("1").round_to(-step, Rounding::Down), None);
    }
}
