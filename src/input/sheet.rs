//! How spreadsheets and people who fill them write a day and a yes: what can be read in one way only. Legal texts write neither so.

use jiff::ToSpan as _;

use crate::law::Date;
use crate::law::date::parse_date;

/// A day as a cell has it: also `2024/1/5`, `2024.1.5`, `20240105`, with or without a time of day. Two figures of a year, or a day before its
/// month, say nothing for certain.
pub(super) fn day(text: &str) -> Option<Date> {
    let text = text.trim();
    let (day, time) = text.split_once([' ', 'T', '\u{3000}']).unwrap_or((text, ""));
    let compact: String = match is_time(time.trim()) {
        true => day.to_owned(),
        false => text.chars().filter(|c| !c.is_whitespace()).collect(),
    };
    parse_date(&compact).or_else(|| slashed(&compact)).or_else(|| run_together(&compact))
}

/// Whether there is nothing, or a time of day: `0:00`, `14:30:00`, `00:00:00.000`.
fn is_time(text: &str) -> bool {
    let parts: Vec<&str> = text.split(':').collect();
    let short = |part: &&str| matches!(part.len(), 1 | 2) && part.bytes().all(|byte| byte.is_ascii_digit());
    let seconds =
        |part: &str| part.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') && part.starts_with(|c: char| c.is_ascii_digit());
    match parts.as_slice() {
        [""] => true,
        [hours, minutes] => short(hours) && short(minutes),
        [hours, minutes, rest] => short(hours) && short(minutes) && seconds(rest.trim_end_matches('Z')),
        _ => false,
    }
}

/// `2024/1/5`, `2024.01.05`: the year first, and the same mark twice.
fn slashed(text: &str) -> Option<Date> {
    let mark = text.chars().find(|c| matches!(c, '/' | '／' | '.' | '．'))?;
    let parts: Vec<&str> = text.split(mark).collect();
    match parts.as_slice() {
        [year, month, day] => parse_date(&format!("{year}-{month}-{day}")),
        _ => None,
    }
}

/// `20240105`, the basic form of ISO 8601.
fn run_together(text: &str) -> Option<Date> {
    let figures = text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit());
    figures.then(|| parse_date(&format!("{}-{}-{}", text.get(..4)?, text.get(4..6)?, text.get(6..)?))).flatten()
}

/// The day that a spreadsheet stands for by a count of days from 1900 on, of which hardly any other figure in a column of dates could be one.
pub(super) fn counted(text: &str) -> Option<Date> {
    let count: i64 = text.trim().parse().ok().filter(|count| (20_000..80_000).contains(count))?;
    // The spreadsheets' 1900 has a 29 February; after it day 1 is 31 December 1899.
    parse_date("1899-12-30")?.checked_add(count.days()).ok()
}

/// Yes or no as a cell has it.
pub(super) fn truth(text: &str) -> Option<bool> {
    match text.trim() {
        "是" | "√" | "✓" | "✔" | "true" | "TRUE" | "True" => Some(true),
        "否" | "×" | "✗" | "✘" | "false" | "FALSE" | "False" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{counted, day, truth};
    use crate::law::date::parse_date;

    #[test]
    fn a_day_is_read_where_it_can_be_read_in_one_way_only() {
        let wanted = parse_date("2024-01-05");
        for text in [
            "2024/1/5",
            "2024/01/05",
            "2024-1-5",
            "2024.1.5",
            "２０２４／１／５",
            "20240105",
            "2024年1月5日",
            " 2024 年 1 月 5 日 ",
            "2024/1/5 0:00",
            "2024/1/5 14:30:59",
            "2024-01-05T00:00:00.000",
            "2024-01-05 00:00:00",
            "2024年1月5日 9:05",
            "\u{3000}2024/1/5\u{3000}",
        ] {
            assert_eq!(day(text), wanted, "{text}");
        }
        for text in [
            "24/1/5",
            "5/1/2024",
            "1/5/2024",
            "2024/1",
            "2024/13/5",
            "2024/2/30",
            "2024/1.5",
            "202415",
            "2024010",
            "45296",
            "2024/1/5 下午",
            "2024/1/5/6",
            "2024/1/5 1:2:3:4",
            "2024/1/5-6",
            "",
            "/",
        ] {
            assert_eq!(day(text), None, "{text}");
        }
    }

    #[test]
    fn a_count_of_days_is_known_for_what_it_is() {
        assert_eq!(counted("45296"), parse_date("2024-01-05"));
        assert_eq!(counted("36526"), parse_date("2000-01-01"));
        for text in ["2024", "20240105", "45296.5", "", "19999"] {
            assert_eq!(counted(text), None, "{text}");
        }
    }

    #[test]
    fn yes_and_no_are_read_and_nothing_that_may_be_either() {
        assert_eq!(
            ["是", " √", "TRUE", "否", "×", "false"].map(truth),
            [Some(true), Some(true), Some(true), Some(false), Some(false), Some(false)]
        );
        assert_eq!(["", "有", "无", "1", "0", "Y", "N", "是否"].map(truth), [None; 8]);
    }
}
