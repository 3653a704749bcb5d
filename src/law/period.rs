//! Periods of time as statutes set them (`6个月`, `15日`, `10个工作日`); it knows no dates and no holidays.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use super::exact::Exact;
use super::numeral::take_numeral;
use super::text::{rest, serde_as_text, strip_any};

/// A period, in the family of units its statute counts in.
///
/// Days, working days and months are not commensurable: a month has 28 to 31 days, and which days are
/// worked depends on the calendar. So order and sum exist within a family alone; across families
/// periods are compared at dates ([`span_cmp`](super::date::span_cmp)).
///
/// ```
/// use zhunsheng::law::Period;
/// assert_eq!(Period::parse("一年六个月"), Some(Period::Months(18)));
/// assert_eq!(Period::Months(18).to_string(), "1年6个月");
/// assert_eq!(Period::Days(30).partial_cmp(&Period::Months(1)), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Period {
    /// Calendar days (日, 天).
    Days(u32),
    /// Working days (工作日).
    WorkingDays(u32),
    /// Calendar months; a year is twelve (《中华人民共和国民法典》第二百零二条 counts both to the same day of the month).
    Months(u32),
}

impl Period {
    /// Reads `2年`, `6个月`, `1年6个月`, `半年`, `一年半`, `15日`, `15天`, `10个工作日`; nothing for anything else.
    ///
    /// `6月` is no period: it may be June.
    #[must_use]
    pub fn parse(text: &str) -> Option<Period> {
        if text == "半年" {
            return Some(Period::Months(6));
        }
        let (number, bytes) = take_numeral(text)?;
        let after = rest(text, bytes)?;
        if let Some(tail) = after.strip_prefix('年') {
            let months = number.checked_mul(Exact::from_int(12))?;
            let part = match tail {
                "" => Exact::ZERO,
                // 一年半, but not 1.5年半.
                "半" if number.is_integer() => Exact::from_int(6),
                _ => {
                    let (part, bytes) = take_numeral(tail)?;
                    strip_any(rest(tail, bytes)?, &["个月"]).filter(|end| end.is_empty())?;
                    if !number.is_integer() || part >= Exact::from_int(12) {
                        return None;
                    }
                    part
                }
            };
            return count(months.checked_add(part)?).map(Period::Months);
        }
        let number = count(number)?;
        match after {
            "个月" => Some(Period::Months(number)),
            "日" | "天" => Some(Period::Days(number)),
            "个工作日" | "工作日" => Some(Period::WorkingDays(number)),
            _ => None,
        }
    }

    /// The sum within one family; nothing across families or where it does not fit.
    #[must_use]
    pub fn checked_add(self, other: Period) -> Option<Period> {
        match (self, other) {
            (Period::Days(a), Period::Days(b)) => a.checked_add(b).map(Period::Days),
            (Period::WorkingDays(a), Period::WorkingDays(b)) => a.checked_add(b).map(Period::WorkingDays),
            (Period::Months(a), Period::Months(b)) => a.checked_add(b).map(Period::Months),
            (Period::Days(_) | Period::WorkingDays(_) | Period::Months(_), _) => None,
        }
    }

    /// The number of days, working days or months.
    #[must_use]
    pub const fn count(self) -> u32 {
        match self {
            Period::Days(n) | Period::WorkingDays(n) | Period::Months(n) => n,
        }
    }
}

fn count(number: Exact) -> Option<u32> {
    u32::try_from(number.to_i64()?).ok()
}

/// A number of days as 《中华人民共和国行政处罚法》 means it: its `二日` `三日` `五日` `七日` are working days,
/// its other days are calendar days (art. 85: “本法中‘二日’‘三日’‘五日’‘七日’的规定是指工作日，不含法定节假日”).
///
/// ```
/// use zhunsheng::law::{Period, period::penalty_law_period};
/// assert_eq!(penalty_law_period(7), Period::WorkingDays(7));
/// assert_eq!(penalty_law_period(15), Period::Days(15));
/// ```
#[must_use]
pub const fn penalty_law_period(days: u32) -> Period {
    match days {
        2 | 3 | 5 | 7 => Period::WorkingDays(days),
        _ => Period::Days(days),
    }
}

impl PartialOrd for Period {
    fn partial_cmp(&self, other: &Period) -> Option<Ordering> {
        match (self, other) {
            (Period::Days(a), Period::Days(b))
            | (Period::WorkingDays(a), Period::WorkingDays(b))
            | (Period::Months(a), Period::Months(b)) => Some(a.cmp(b)),
            (Period::Days(_) | Period::WorkingDays(_) | Period::Months(_), _) => None,
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Period::Days(n) => write!(f, "{n}日"),
            Period::WorkingDays(n) => write!(f, "{n}个工作日"),
            Period::Months(n) => match (n / 12, n % 12) {
                (0, months) => write!(f, "{months}个月"),
                (years, 0) => write!(f, "{years}年"),
                (years, months) => write!(f, "{years}年{months}个月"),
            },
        }
    }
}

/// A text that is no period.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{found}` 不是期限：应如 `2年`、`6个月`、`15日`、`10个工作日`")]
pub struct PeriodError {
    found: String,
}

impl PeriodError {
    /// The text that was found.
    #[must_use]
    pub fn found(&self) -> &str {
        &self.found
    }
}

impl FromStr for Period {
    type Err = PeriodError;

    fn from_str(text: &str) -> Result<Period, PeriodError> {
        Period::parse(text).ok_or_else(|| PeriodError { found: text.to_owned() })
    }
}

serde_as_text!(Period, Period::parse, "a period such as `6个月`");

#[cfg(test)]
mod tests {
    use super::Period;

    #[test]
    fn a_period_reads_as_statutes_write_it() {
        for (text, period) in [
            ("2年", Period::Months(24)),
            ("两年", Period::Months(24)),
            ("0.5年", Period::Months(6)),
            ("1.5年", Period::Months(18)),
            ("半年", Period::Months(6)),
            ("一年半", Period::Months(18)),
            ("6个月", Period::Months(6)),
            ("十八个月", Period::Months(18)),
            ("1年6个月", Period::Months(18)),
            ("一年六个月", Period::Months(18)),
            ("15日", Period::Days(15)),
            ("十五天", Period::Days(15)),
            ("１０个工作日", Period::WorkingDays(10)),
            ("三个工作日", Period::WorkingDays(3)),
        ] {
            assert_eq!(Period::parse(text), Some(period), "{text}");
        }
    }

    #[test]
    fn what_is_no_period_or_may_be_a_date_is_none() {
        for text in [
            "",
            "年",
            "6月",
            "6",
            "个月",
            "1.3年",
            "1年13个月",
            "1年6日",
            "1.5年半",
            "1.5个月",
            "1.5日",
            "6 个月",
            "2026年1月",
            "半",
            "半个月",
            "4294967296日",
            "400000000年",
            "1年6个月以上",
            "-1日",
        ] {
            assert_eq!(Period::parse(text), None, "{text}");
        }
    }

    #[test]
    fn families_do_not_mix() {
        assert_eq!(Period::Days(365).partial_cmp(&Period::Months(12)), None);
        assert_eq!(Period::Days(3).checked_add(Period::WorkingDays(3)), None);
        assert_eq!(Period::Days(u32::MAX).checked_add(Period::Days(1)), None);
        assert!(Period::Months(11) < Period::Months(12));
    }
}
