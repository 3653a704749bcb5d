//! The days of an act in the order in which they can come; what stands the wrong way round is told, whatever the rules ask.

use super::{FindingCode, finding};
use crate::engine::{ACT_DATE, ACT_END_DATE, DECISION_DATE};
use crate::law::Date;
use crate::report::Finding;

/// The keys of the days by which an act is dated, none of which can come after one that follows it.
pub(in crate::engine) const DAYS: [&str; 3] = [ACT_DATE, ACT_END_DATE, DECISION_DATE];

/// What a case says of [`DAYS`].
pub(in crate::engine) type Days = [Option<Date>; 3];

/// The pairs of days of which the earlier comes after the later.
const PAIRS: [(usize, usize); 3] = [(0, 1), (1, 2), (0, 2)];

/// Which of the pairs stand the wrong way round, a bit each.
pub(in crate::engine) fn disorder(days: &Days) -> u8 {
    let wrong = |(earlier, later): (usize, usize)| {
        let day = |at: usize| days.get(at).copied().flatten();
        day(earlier).zip(day(later)).is_some_and(|(earlier, later)| earlier > later)
    };
    (0u8..).zip(PAIRS).filter(|(_, pair)| wrong(*pair)).fold(0, |bits, (at, _)| bits | 1 << at)
}

/// The finding of an act whose days cannot be: the first pair that stands the wrong way round.
pub(super) fn finding_of(days: &Days, pointer: impl Fn(&str) -> String) -> Option<Finding> {
    let bits = disorder(days);
    let (_, (earlier, later)) = (0u8..).zip(PAIRS).find(|(at, _)| bits & 1 << at != 0)?;
    let of = |at: usize| Some((*DAYS.get(at)?, crate::law::date::display(days.get(at).copied().flatten()?)));
    let ((first, day), (second, other)) = of(earlier).zip(of(later))?;
    let message = format!("{first}{day}晚于{second}{other}");
    let mut found = finding(FindingCode::DaysReversed, message, None);
    found.place = Some(pointer(second));
    found.suggestion = Some("核对日期;适用哪个版本、是否超过追究期限都以日期为准".to_owned());
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::{DAYS, Days, disorder, finding_of};
    use crate::law::date::parse_date;

    #[test]
    fn of_days_the_wrong_way_round_the_first_pair_is_told() {
        let days = |text: [&str; 3]| -> Days { text.map(parse_date) };
        for (text, bits, told) in [
            (["2026-03-01", "2026-03-01", "2026-03-01"], 0, None),
            (["", "2026-03-01", ""], 0, None),
            (["2026-03-02", "", "2026-03-01"], 0b100, Some("行为日期2026年3月2日晚于决定日期2026年3月1日")),
            (["2026-03-02", "2026-03-01", "2026-03-02"], 0b001, Some("行为日期2026年3月2日晚于行为终了日期2026年3月1日")),
            (["2026-03-01", "2026-03-03", "2026-03-02"], 0b010, Some("行为终了日期2026年3月3日晚于决定日期2026年3月2日")),
            (["2026-03-03", "2026-03-02", "2026-03-01"], 0b111, Some("行为日期2026年3月3日晚于行为终了日期2026年3月2日")),
        ] {
            let days = days(text);
            assert_eq!(disorder(&days), bits, "{text:?}");
            let found = finding_of(&days, |key| format!("/要素/{key}"));
            assert_eq!(found.as_ref().map(|finding| finding.message.as_str()), told);
            assert!(found.is_none_or(|finding| DAYS.iter().any(|key| finding.place == Some(format!("/要素/{key}")))));
        }
    }
}
