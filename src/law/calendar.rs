//! Working days and rest days as the State Council sets them year by year, and the time limits that end by them.
//!
//! The data is a table, not code (`china_holidays.tsv`); a year that the table does not cover is never guessed.

use std::collections::BTreeMap;

use jiff::civil::Weekday;

use super::date::{Date, add_period, parse_date};
use super::period::Period;

/// What a day is to an office.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayKind {
    /// A working day, weekends that are worked in exchange included (调休上班).
    Working,
    /// A rest day: a weekend, a holiday, or a day off in exchange.
    Rest,
    /// A day of a year that the table does not cover: it cannot be told.
    Unlisted,
}

/// Why the calendar gives no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CalendarError {
    /// The table does not cover a year that the count runs into.
    #[error("没有{year}年的法定节假日数据，不能推算期限：请补充该年国务院办公厅节假日安排")]
    NoData {
        /// That year.
        year: i16,
    },
    /// The period ends after the last date there is.
    #[error("自 {start} 起的期限超出可以表示的日期")]
    OutOfRange {
        /// The day the period starts to run.
        start: Date,
    },
    /// A line of the table cannot be read.
    #[error("节假日数据第{line}行应为“日期<TAB>休|班<TAB>节日”或者“年份<TAB>依据<TAB>文号”，实际为：{found}")]
    Malformed {
        /// The line, counted from one.
        line: usize,
        /// What it says.
        found: String,
    },
    /// Two lines say different things of one day or one year.
    #[error("节假日数据第{line}行与前文矛盾：{found}")]
    Conflict {
        /// The second line, counted from one.
        line: usize,
        /// What it says.
        found: String,
    },
}

/// A table of holidays and of weekends that are worked, with the years it covers in full.
///
/// ```
/// use zhunsheng::law::{Calendar, DayKind, Period, date::parse_date};
/// let calendar = Calendar::china();
/// let served = parse_date("2026-04-30").unwrap();
/// // 1 to 5 May is Labour Day; Saturday 9 May is worked.
/// assert_eq!(calendar.day_kind(parse_date("2026-05-09").unwrap()), DayKind::Working);
/// assert_eq!(calendar.deadline(served, Period::WorkingDays(3)), Ok(parse_date("2026-05-08").unwrap()));
/// // A last day that is a holiday moves to the day after the holiday.
/// assert_eq!(calendar.deadline(served, Period::Days(3)), Ok(parse_date("2026-05-06").unwrap()));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    days: BTreeMap<Date, (DayKind, String)>,
    years: BTreeMap<i16, String>,
}

impl Calendar {
    /// The holidays of the People's Republic of China that the library carries: 2020 to 2026.
    ///
    /// A year's last days may still be moved by the notice for the year after (2023's began on 31 December 2022);
    /// once that notice is out, its days belong in the table too.
    #[must_use]
    pub fn china() -> Calendar {
        // INVARIANT: the table in the source reads without error; a test says so. Were it ever broken, an empty calendar
        // answers `Unlisted` and `NoData`, never a wrong day.
        Calendar::parse(include_str!("china_holidays.tsv")).unwrap_or(Calendar { days: BTreeMap::new(), years: BTreeMap::new() })
    }

    /// Reads a table: a line for each holiday (`2026-01-01⇥休⇥元旦`) and each weekend that is worked
    /// (`2026-01-04⇥班⇥元旦`), a line for each year it covers in full (`2026⇥依据⇥国办发明电〔2025〕7号`); `#` starts a comment.
    ///
    /// ```
    /// use zhunsheng::law::Calendar;
    /// let calendar = Calendar::parse("2027\t依据\t示例\n2027-01-01\t休\t元旦\n").unwrap();
    /// assert_eq!(calendar.years().collect::<Vec<_>>(), [2027]);
    /// ```
    ///
    /// # Errors
    /// At the first line that cannot be read or contradicts an earlier one.
    pub fn parse(tsv: &str) -> Result<Calendar, CalendarError> {
        let mut calendar = Calendar { days: BTreeMap::new(), years: BTreeMap::new() };
        let tsv = tsv.strip_prefix('\u{feff}').unwrap_or(tsv);
        for (index, text) in tsv.lines().enumerate() {
            if text.trim().is_empty() || text.starts_with('#') {
                continue;
            }
            let line = index.saturating_add(1);
            let malformed = || CalendarError::Malformed { line, found: text.to_owned() };
            let conflict = || CalendarError::Conflict { line, found: text.to_owned() };
            let mut columns = text.split('\t');
            let (Some(first), Some(second), Some(third), None) = (columns.next(), columns.next(), columns.next(), columns.next()) else {
                return Err(malformed());
            };
            if second == "依据" {
                let year = first.parse().map_err(|_| malformed())?;
                if calendar.years.insert(year, third.to_owned()).is_some() {
                    return Err(conflict());
                }
                continue;
            }
            let kind = match second {
                "休" => DayKind::Rest,
                "班" => DayKind::Working,
                _ => return Err(malformed()),
            };
            let date = parse_date(first).ok_or_else(malformed)?;
            if calendar.days.insert(date, (kind, third.to_owned())).is_some_and(|(before, _)| before != kind) {
                return Err(conflict());
            }
        }
        Ok(calendar)
    }

    /// The years covered in full, in order.
    pub fn years(&self) -> impl Iterator<Item = i16> + '_ {
        self.years.keys().copied()
    }

    /// The notice a year's data rests on, such as `国办发明电〔2025〕7号`.
    #[must_use]
    pub fn source(&self, year: i16) -> Option<&str> {
        self.years.get(&year).map(String::as_str)
    }

    /// The holiday a day belongs to, or is worked in exchange for.
    #[must_use]
    pub fn holiday(&self, date: Date) -> Option<&str> {
        self.days.get(&date).map(|(_, name)| name.as_str())
    }

    /// What a day is; [`DayKind::Unlisted`] where the table does not cover its year.
    #[must_use]
    pub fn day_kind(&self, date: Date) -> DayKind {
        if let Some((kind, _)) = self.days.get(&date) {
            return *kind;
        }
        if !self.years.contains_key(&date.year()) {
            return DayKind::Unlisted;
        }
        match date.weekday() {
            Weekday::Saturday | Weekday::Sunday => DayKind::Rest,
            _ => DayKind::Working,
        }
    }

    /// The last day of a time limit that starts to run on `start`.
    ///
    /// The first day is not counted (《中华人民共和国民法典》第二百零一条第一款). A last day that is a rest day moves to the next
    /// working day (第二百零三条第一款). Working days are counted by this calendar. A period of none ends on `start` itself, moved likewise.
    ///
    /// # Errors
    /// [`CalendarError::NoData`] where the count meets a year without data, [`CalendarError::OutOfRange`] past the year 9999.
    pub fn deadline(&self, start: Date, period: Period) -> Result<Date, CalendarError> {
        let out_of_range = || CalendarError::OutOfRange { start };
        let mut day = match period {
            Period::Days(_) | Period::Months(_) => add_period(start, period).ok_or_else(out_of_range)?,
            Period::WorkingDays(count) => {
                let mut left = count;
                let mut day = start;
                // Ends: a year without data is an error, and the table has finitely many.
                while left > 0 {
                    day = day.tomorrow().map_err(|_| out_of_range())?;
                    if self.works_on(day)? {
                        left -= 1;
                    }
                }
                day
            }
        };
        while !self.works_on(day)? {
            day = day.tomorrow().map_err(|_| out_of_range())?;
        }
        Ok(day)
    }

    fn works_on(&self, day: Date) -> Result<bool, CalendarError> {
        match self.day_kind(day) {
            DayKind::Working => Ok(true),
            DayKind::Rest => Ok(false),
            DayKind::Unlisted => Err(CalendarError::NoData { year: day.year() }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Calendar, CalendarError, DayKind};
    use crate::law::date::{Date, parse_date};
    use crate::law::{DocumentNumber, Period};

    fn date(text: &str) -> Date {
        parse_date(text).expect(text)
    }

    #[test]
    fn the_table_in_the_source_reads_and_names_the_notice_of_each_year() {
        let calendar = Calendar::parse(include_str!("china_holidays.tsv")).expect("reads");
        assert_eq!(calendar, Calendar::china());
        assert_eq!(calendar.years().collect::<Vec<_>>(), (2020..=2026).collect::<Vec<_>>());
        for year in calendar.years() {
            let source = calendar.source(year).expect("a source");
            let first = source.split('、').next().expect("a part");
            assert!(DocumentNumber::parse(first).is_some(), "{source}");
        }
    }

    #[test]
    fn a_weekend_in_the_table_is_worked_and_a_weekday_is_off() {
        for (day, kind) in [
            ("2026-01-04", DayKind::Working),
            ("2026-02-16", DayKind::Rest),
            ("2026-02-28", DayKind::Working),
            ("2026-03-01", DayKind::Rest),
            ("2026-03-02", DayKind::Working),
            ("2022-12-31", DayKind::Rest),
            ("2020-02-01", DayKind::Rest),
            ("2020-02-03", DayKind::Working),
            ("2025-10-08", DayKind::Rest),
            ("2019-12-31", DayKind::Unlisted),
            ("2027-01-01", DayKind::Unlisted),
        ] {
            assert_eq!(Calendar::china().day_kind(date(day)), kind, "{day}");
        }
    }

    #[test]
    fn a_deadline_moves_past_rest_days_and_is_never_guessed() {
        let calendar = Calendar::china();
        for (start, period, end) in [
            ("2026-09-20", Period::Days(10), "2026-09-30"),
            ("2026-09-21", Period::Days(10), "2026-10-08"),
            ("2026-09-30", Period::WorkingDays(1), "2026-10-08"),
            ("2026-01-31", Period::Months(1), "2026-02-28"),
            ("2026-02-13", Period::WorkingDays(2), "2026-02-24"),
            ("2026-03-07", Period::Days(0), "2026-03-09"),
            ("2026-03-07", Period::WorkingDays(0), "2026-03-09"),
        ] {
            assert_eq!(calendar.deadline(date(start), period), Ok(date(end)), "{start} {period}");
        }
        assert_eq!(calendar.deadline(date("2026-12-30"), Period::WorkingDays(5)), Err(CalendarError::NoData { year: 2027 }));
        assert_eq!(calendar.deadline(date("2020-01-01"), Period::WorkingDays(u32::MAX)), Err(CalendarError::NoData { year: 2027 }));
        assert!(matches!(calendar.deadline(date("2026-12-30"), Period::Months(u32::MAX)), Err(CalendarError::OutOfRange { .. })));
    }

    #[test]
    fn a_line_that_cannot_be_read_or_contradicts_is_named() {
        for (tsv, line) in [
            ("2026-01-01", 1),
            ("# x\n2026-01-01\t休", 2),
            ("\n2026-02-30\t休\t元旦", 2),
            ("2026-01-01\t假\t元旦", 1),
            ("年\t依据\t文号", 1),
            ("2026-01-01\t休\t元旦\t多", 1),
        ] {
            let error = Calendar::parse(tsv).expect_err(tsv);
            assert!(matches!(error, CalendarError::Malformed { line: at, .. } if at == line), "{error}");
        }
        let twice = "2026-01-01\t休\t元旦\r\n2026-01-01\t班\t元旦\r\n";
        assert!(matches!(Calendar::parse(twice), Err(CalendarError::Conflict { line: 2, .. })));
    }
}
