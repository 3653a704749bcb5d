//! Dates, ages and elapsed time by the civil calendar (民法典 arts. 200–204). Knows no clock and no holidays.

use std::cmp::Ordering;

use jiff::Span;
use jiff::civil::Date;

use super::Period;
use super::numeral::parse_numeral;

/// Reads `2026-01-01`, `2026年1月1日`, `二〇二六年一月一日`; only days that exist.
#[must_use]
pub fn parse_date(text: &str) -> Option<Date> {
    let text = text.trim();
    if text.contains('年') {
        let (year, rest) = text.split_once('年')?;
        let (month, rest) = rest.split_once('月')?;
        let day = rest.strip_suffix('日')?;
        return make(year, month, day);
    }
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || year.len() != 4 || month.len() != 2 || day.len() != 2 {
        return None;
    }
    make(year, month, day)
}

fn make(year: &str, month: &str, day: &str) -> Option<Date> {
    let figure = |text: &str| parse_numeral(text.trim()).and_then(|n| n.to_i64());
    let year = figure(year)?;
    if !(1000..=9999).contains(&year) {
        return None;
    }
    Date::new(i16::try_from(year).ok()?, i8::try_from(figure(month)?).ok()?, i8::try_from(figure(day)?).ok()?).ok()
}

/// The canonical writing: 2026年1月1日.
#[must_use]
pub fn display(date: Date) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}

/// The last day of a period that starts the day after `start` (民法典 art. 201); a month without that day ends on its
/// last (art. 202). `None` for working days, which need a [`super::Calendar`], and beyond the calendar.
#[must_use]
pub fn add_period(start: Date, period: Period) -> Option<Date> {
    match period {
        Period::Days(days) => start.checked_add(Span::new().try_days(days).ok()?).ok(),
        Period::Months(months) => start.checked_add(Span::new().try_months(months).ok()?).ok(),
        Period::WorkingDays(_) => None,
    }
}

/// The day that lies a period before `end`. `None` for working days and beyond the calendar.
#[must_use]
pub fn subtract_period(end: Date, period: Period) -> Option<Date> {
    match period {
        Period::Days(days) => end.checked_sub(Span::new().try_days(days).ok()?).ok(),
        Period::Months(months) => end.checked_sub(Span::new().try_months(months).ok()?).ok(),
        Period::WorkingDays(_) => None,
    }
}

/// The time from `from` (that day not counted, 民法典 art. 201) to `to`, compared with a period.
#[must_use]
pub fn span_cmp(from: Date, to: Date, period: Period) -> Option<Ordering> {
    add_period(from, period).map(|end| to.cmp(&end))
}

/// Whole days from the day after `from` to `to`; negative when `to` is earlier.
#[must_use]
pub fn days_between(from: Date, to: Date) -> i64 {
    from.until(to).map_or(0, |span| i64::from(span.get_days()))
}

/// 周岁 on a day: a year of age is full on the day after the birthday (法释〔2006〕1号 art. 2). 0 before birth.
#[must_use]
pub fn age_on(birth: Date, on: Date) -> u32 {
    let mut age = u32::try_from(i32::from(on.year()) - i32::from(birth.year())).unwrap_or(0);
    while age > 0 {
        let reached = age.checked_mul(12).and_then(|months| add_period(birth, Period::Months(months)));
        if reached.is_some_and(|birthday| on > birthday) {
            return age;
        }
        age -= 1;
    }
    0
}
