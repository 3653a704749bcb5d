//! Days of the calendar, ages, and periods that run from one day to another; it knows no holidays.

use std::cmp::Ordering;

use jiff::Span;
pub use jiff::civil::Date;

use super::numeral::{parse_numeral, take_numeral};
use super::period::Period;
use super::text::{digit, rest};

/// Reads `2026-01-01`, `2026年1月1日`, `二〇二六年一月一日`; nothing for a day that the calendar does not have.
///
/// ```
/// use zhunsheng::law::date::parse_date;
/// assert_eq!(parse_date("二〇二六年一月一日"), parse_date("2026-01-01"));
/// assert_eq!(parse_date("2026年2月29日"), None);
/// ```
#[must_use]
pub fn parse_date(text: &str) -> Option<Date> {
    let (date, bytes) = take_date(text)?;
    (bytes == text.len()).then_some(date)
}

/// Reads a date at the start of `text`; gives it with its length in bytes.
#[must_use]
pub fn take_date(text: &str) -> Option<(Date, usize)> {
    let (year_text, after) = text.split_once(['年', '-', '－'])?;
    // The year is written digit by digit, four of them: 二六年 is no year, and neither is 二千零二十六年 in a date.
    if year_text.chars().count() != 4 {
        return None;
    }
    let year = parse_numeral(year_text)?.to_i64()?;
    let mark = text.get(year_text.len()..)?.chars().next()?;
    let (month, after) = split_number(after)?;
    let after = if mark == '年' { after.strip_prefix('月')? } else { after.strip_prefix(['-', '－'])? };
    let (day, after) = split_number(after)?;
    let after = if mark == '年' {
        after.strip_prefix('日')?
    } else {
        // 2026-01-011 is a slip, not the first.
        if after.chars().next().and_then(digit).is_some() {
            return None;
        }
        after
    };
    let date = Date::new(i16::try_from(year).ok().filter(|year| *year > 0)?, month, day).ok()?;
    Some((date, text.len().checked_sub(after.len())?))
}

/// A month or a day: one or two Arabic digits, or Chinese.
fn split_number(text: &str) -> Option<(i8, &str)> {
    let (number, bytes) = take_numeral(text)?;
    if text.get(..bytes)?.chars().filter_map(digit).count() > 2 {
        return None;
    }
    let number = i8::try_from(number.to_i64()?).ok()?;
    Some((number, rest(text, bytes)?))
}

/// Writes a date as documents do: `2026年1月1日`.
#[must_use]
pub fn display(date: Date) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}

/// The full years of age (周岁) of someone born on `birth`, on the day `on`.
///
/// An age is reached on the day after the birthday: 《最高人民法院关于审理未成年人刑事案件具体应用法律若干问题的解释》
/// (法释〔2006〕1号) art. 2, “周岁按照公历的年、月、日计算，从周岁生日的第二天起算”. Who is born on 29 February has
/// the birthday on the last day of February in a common year (民法典 art. 202).
///
/// ```
/// use zhunsheng::law::date::{age_on, parse_date};
/// let birth = parse_date("2008-03-01").unwrap();
/// assert_eq!(age_on(birth, parse_date("2022-03-01").unwrap()), 13);
/// assert_eq!(age_on(birth, parse_date("2022-03-02").unwrap()), 14);
/// ```
#[must_use]
pub fn age_on(birth: Date, on: Date) -> u32 {
    let years = i32::from(on.year()) - i32::from(birth.year());
    let Ok(years) = u32::try_from(years) else {
        return 0;
    };
    let reached = years.checked_mul(12).and_then(|months| add_period(birth, Period::Months(months))).is_some_and(|birthday| on > birthday);
    if reached { years } else { years.saturating_sub(1) }
}

/// The last day of a period that starts to run on `start`, which itself is not counted.
///
/// Days are counted from the day after (《中华人民共和国民法典》第二百零一条). Months end on the same day of the month, or
/// on the month's last day where it has no such day (第二百零二条). Working days need a
/// [`Calendar`](super::Calendar), so for them there is no answer here; and none past the year 9999.
///
/// ```
/// use zhunsheng::law::{Period, date::{add_period, parse_date}};
/// let start = parse_date("2026-01-31").unwrap();
/// assert_eq!(add_period(start, Period::Months(1)), parse_date("2026-02-28"));
/// assert_eq!(add_period(start, Period::Days(1)), parse_date("2026-02-01"));
/// ```
#[must_use]
pub fn add_period(start: Date, period: Period) -> Option<Date> {
    let span = match period {
        Period::Days(days) => Span::new().try_days(i64::from(days)).ok()?,
        Period::Months(months) => Span::new().try_months(i64::from(months)).ok()?,
        Period::WorkingDays(_) => return None,
    };
    start.checked_add(span).ok()
}

/// Compares the time from `from` to `to` with a period: `Equal` on the very day the period ends.
///
/// The day `from` is not counted (民法典 art. 201), so `不满2年` holds exactly where this is `Less`, and `2年以内` where
/// it is not `Greater` (art. 1259: 以内 includes, 不满 excludes). Gives nothing for working days.
///
/// ```
/// use std::cmp::Ordering;
/// use zhunsheng::law::{Period, date::{parse_date, span_cmp}};
/// let from = parse_date("2024-02-29").unwrap();
/// let to = parse_date("2025-02-28").unwrap();
/// assert_eq!(span_cmp(from, to, Period::Months(12)), Some(Ordering::Equal));
/// assert_eq!(span_cmp(from, to, Period::Days(366)), Some(Ordering::Less));
/// ```
#[must_use]
pub fn span_cmp(from: Date, to: Date, period: Period) -> Option<Ordering> {
    match period {
        Period::WorkingDays(_) => None,
        Period::Days(_) | Period::Months(_) => Some(match add_period(from, period) {
            Some(end) => to.cmp(&end),
            // A period that ends after the last date there is has not run out by any date.
            None => Ordering::Less,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::{Date, add_period, age_on, display, parse_date, span_cmp, take_date};
    use crate::law::Period;
    use std::cmp::Ordering;

    fn date(text: &str) -> Date {
        parse_date(text).expect(text)
    }

    #[test]
    fn a_date_reads_in_each_of_its_forms() {
        for text in [
            "2026-01-01",
            "2026-1-1",
            "2026年1月1日",
            "2026年01月01日",
            "２０２６年１月１日",
            "二〇二六年一月一日",
            "二○二六年一月一日",
            "二零二六年一月一日",
        ] {
            assert_eq!(parse_date(text).map(display).as_deref(), Some("2026年1月1日"), "{text}");
        }
        assert_eq!(display(date("二〇二六年十二月三十一日")), "2026年12月31日");
        assert_eq!(take_date("2026年1月1日起施行").map(|(_, n)| n), Some(15));
    }

    #[test]
    fn a_day_that_is_none_or_half_written_is_refused() {
        for text in [
            "",
            "2026",
            "2026年",
            "2026年1月",
            "2026年1月1",
            "2026-01",
            "2026-13-01",
            "2026-02-29",
            "2026年2月30日",
            "2026年0月1日",
            "2026-00-01",
            "0000-01-01",
            "26年1月1日",
            "2026年1-1",
            "2026-1月1日",
            "2026-01-011",
            "2026-001-01",
            "2026年1.5月1日",
            " 2026-01-01",
            "2026-01-01　",
            "１９９９９年1月1日",
            "1.5年1月1日",
        ] {
            assert_eq!(parse_date(text), None, "{text}");
        }
    }

    #[test]
    fn an_age_is_reached_on_the_day_after_the_birthday() {
        for (birth, on, age) in [
            ("2008-03-01", "2022-03-01", 13),
            ("2008-03-01", "2022-03-02", 14),
            ("2008-02-29", "2022-02-28", 13),
            ("2008-02-29", "2022-03-01", 14),
            ("2008-02-29", "2024-02-29", 15),
            ("2008-12-31", "2022-12-31", 13),
            ("2008-12-31", "2023-01-01", 14),
            ("2022-03-01", "2022-03-01", 0),
            ("2022-03-01", "2022-04-01", 0),
            ("2022-03-01", "2008-03-01", 0),
        ] {
            assert_eq!(age_on(date(birth), date(on)), age, "{birth} {on}");
        }
    }

    #[test]
    fn a_period_past_the_last_date_never_ends() {
        let start = date("9999-12-01");
        assert_eq!(add_period(start, Period::Months(1)), None);
        assert_eq!(add_period(start, Period::Days(u32::MAX)), None);
        assert_eq!(add_period(start, Period::WorkingDays(1)), None);
        assert_eq!(span_cmp(start, date("9999-12-31"), Period::Months(1)), Some(Ordering::Less));
        assert_eq!(span_cmp(start, start, Period::WorkingDays(1)), None);
    }
}
