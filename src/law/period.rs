//! Periods as statutes count them: days, working days, months. Knows no calendar.

use std::cmp::Ordering;
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::money::as_text;
use super::numeral::take_numeral;

/// A period. Periods of different families do not compare: how many days a month has depends on the month.
///
/// ```
/// use zhunsheng::law::Period;
///
/// assert_eq!(Period::parse("一年六个月"), Some(Period::Months(18)));
/// assert_eq!(Period::Months(18).to_string(), "1年6个月");
/// assert_eq!(Period::Days(30).partial_cmp(&Period::Months(1)), None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Period {
    /// 日, calendar days
    Days(u32),
    /// 工作日
    WorkingDays(u32),
    /// 个月; a year is twelve
    Months(u32),
}

impl Period {
    /// Reads `2年`, `6个月`, `1年6个月`, `半年`, `15日`, `15天`, `10个工作日`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Period> {
        let text = text.trim();
        if text == "半年" {
            return Some(Period::Months(6));
        }
        let (count, rest) = take(text)?;
        match rest {
            "日" | "天" => Some(Period::Days(count)),
            "个工作日" | "工作日" => Some(Period::WorkingDays(count)),
            "个月" | "月" => Some(Period::Months(count)),
            "年" => count.checked_mul(12).map(Period::Months),
            _ => {
                let (months, unit) = take(rest.strip_prefix('年')?.trim_start())?;
                matches!(unit, "个月" | "月").then_some(())?;
                count.checked_mul(12)?.checked_add(months).map(Period::Months)
            }
        }
    }

    /// How many of its own unit.
    #[must_use]
    pub fn count(self) -> u32 {
        match self {
            Period::Days(n) | Period::WorkingDays(n) | Period::Months(n) => n,
        }
    }

    /// Sum of two of one family.
    #[must_use]
    pub fn checked_add(self, other: Period) -> Option<Period> {
        match (self, other) {
            (Period::Days(a), Period::Days(b)) => a.checked_add(b).map(Period::Days),
            (Period::WorkingDays(a), Period::WorkingDays(b)) => a.checked_add(b).map(Period::WorkingDays),
            (Period::Months(a), Period::Months(b)) => a.checked_add(b).map(Period::Months),
            (Period::Days(_) | Period::WorkingDays(_) | Period::Months(_), _) => None,
        }
    }
}

fn take(text: &str) -> Option<(u32, &str)> {
    let (figure, length) = take_numeral(text)?;
    Some((u32::try_from(figure.to_i64()?).ok()?, text.get(length..)?.trim_start()))
}

impl PartialOrd for Period {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
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

as_text!(Period: "period");

/// What 行政处罚法 means by so many 日: 二日, 三日, 五日, 七日 are working days, any other number calendar days (art. 85).
#[must_use]
pub fn penalty_law_period(days: u32) -> Period {
    match days {
        2 | 3 | 5 | 7 => Period::WorkingDays(days),
        _ => Period::Days(days),
    }
}
