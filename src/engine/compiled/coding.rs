//! What a value becomes before it is matched: a small number, the interval it lies in between the constants that the rules
//! compare it with. It knows values and constants, not conditions.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use crate::law::{Date, Exact};
use crate::model::{Type, Value};

/// The code of a fact that is not known.
pub(super) const UNKNOWN: u32 = 0;
/// The code of a fact of which there is none (可缺).
pub(super) const ABSENT: u32 = 1;
/// The first code of a known value.
pub(super) const KNOWN: u32 = 2;

/// A place where the answer changes: at this value (`false`) or just above it (`true`).
pub(super) type Threshold = (Exact, bool);

/// Constants that a slot is compared with, gathered before its coding is made.
#[derive(Debug, Clone, Default)]
pub(super) struct Constants {
    pub(super) thresholds: BTreeSet<Threshold>,
    pub(super) texts: BTreeSet<Arc<str>>,
}

/// How the values of a slot become codes.
#[derive(Debug, Clone)]
pub(super) enum Coding {
    /// Known is all that matters.
    Known,
    /// [`KNOWN`] is false, the next true.
    Boolean,
    /// [`KNOWN`] and the member's index.
    Member(u32),
    /// [`KNOWN`] and the number of thresholds that the value has reached.
    Figure(Cuts),
    /// The same of days.
    Day(Cuts),
    /// [`KNOWN`] is any other text; then each of these.
    Text(HashMap<Arc<str>, u32>),
}

/// Sorted thresholds, and the first 分 and the first whole number that reaches each.
#[derive(Debug, Clone)]
pub(super) struct Cuts {
    thresholds: Box<[Threshold]>,
    fen: Steps,
    whole: Steps,
}

impl Cuts {
    fn new(thresholds: &BTreeSet<Threshold>) -> Cuts {
        // What lies beyond the largest number is never reached; it stands at the end, and is left out.
        let steps = |units: i128| Steps::new(&thresholds.iter().map_while(|threshold| first(*threshold, units)).collect::<Vec<_>>());
        Cuts { thresholds: thresholds.iter().copied().collect(), fen: steps(100), whole: steps(1) }
    }

    /// How many thresholds there are.
    pub(super) fn len(&self) -> usize {
        self.thresholds.len()
    }

    /// The thresholds among hundredths.
    pub(super) fn fen(&self) -> &Steps {
        &self.fen
    }

    /// The thresholds among whole numbers.
    pub(super) fn whole(&self) -> &Steps {
        &self.whole
    }

    /// The code of a number of hundredths.
    #[inline]
    pub(super) fn of_fen(&self, fen: i64) -> u32 {
        KNOWN + self.fen.reached(fen)
    }

    /// The code of a whole number.
    #[inline]
    pub(super) fn of_integer(&self, value: i64) -> u32 {
        KNOWN + self.whole.reached(value)
    }

    /// The code of any number.
    pub(super) fn of_exact(&self, value: Exact) -> u32 {
        // Nearly all are whole, or amounts of money.
        let fen = if 100 % value.denom() == 0 { value.numer().checked_mul(100 / value.denom()) } else { None };
        match fen.and_then(|fen| i64::try_from(fen).ok()) {
            Some(fen) => self.of_fen(fen),
            None => self.of_fraction(value),
        }
    }

    fn of_fraction(&self, value: Exact) -> u32 {
        KNOWN + self.thresholds.partition_point(|(at, above)| if *above { value > *at } else { value >= *at }) as u32
    }

    /// The same cuts among whole multiples of a unit; nothing where that takes more digits than numbers have.
    #[cfg(feature = "arrow")]
    pub(super) fn steps(&self, unit: Exact) -> Option<Steps> {
        let scaled = self.thresholds.iter().map(|(at, above)| Some((at.checked_div(unit)?, *above)));
        let scaled: Vec<Threshold> = scaled.collect::<Option<_>>()?;
        Some(Steps::new(&scaled.into_iter().map_while(|threshold| first(threshold, 1)).collect::<Vec<_>>()))
    }

    /// How many codes below the threshold there are; it is one of those the cuts were made of.
    pub(super) fn rank(&self, threshold: Threshold) -> u32 {
        KNOWN + self.thresholds.partition_point(|t| *t < threshold) as u32
    }
}

/// Ascending numbers, among which a value's place is found without a branch that depends on it.
#[derive(Debug, Clone)]
pub(super) struct Steps {
    /// The last value before the lowest number, and the highest number.
    ends: (i64, i64),
    shift: u32,
    stretches: Stretches,
}

/// What is known of each stretch of `1 << shift` values.
#[derive(Debug, Clone)]
enum Stretches {
    /// None holds two numbers: how many lie before it, and how far into it its own is reached.
    Single(Box<[(u32, u32)]>),
    Several {
        /// How many numbers lie before it.
        before: Box<[u32]>,
        /// How many the fullest holds.
        fullest: usize,
        /// The last value before each number; then as many that no value is past as the fullest holds.
        lasts: Box<[i64]>,
    },
}

/// Numbers of a stretch that are all compared; among more the place is searched.
const COMPARED: usize = 8;

impl Steps {
    fn new(firsts: &[i64]) -> Steps {
        // Every value reaches the least there is: such numbers are counted beforehand, so that each other has a value before it.
        let always = firsts.partition_point(|first| *first == i64::MIN);
        let others = firsts.get(always..).unwrap_or_default();
        let (low, high) = (others.first().map_or(0, |first| first.wrapping_sub(1)), others.last().copied().unwrap_or(0));
        let place = |first: i64, shift: u32| (first.abs_diff(low) >> shift) as usize;
        let alone = |shift: &u32| others.windows(2).all(|two| matches!(two, [a, b] if place(*a, *shift) < place(*b, *shift)));
        let room = |stretches: usize| (0..63).find(|shift| high.abs_diff(low) >> shift < stretches as u64).unwrap_or(63);
        let before = |stretch: usize, shift: u32| always + others.partition_point(|first| place(*first, shift) < stretch);
        // The widest stretches that hold one number each; failing that, so many that few hold more than are compared at once.
        if let Some(shift) = (room((8 * others.len()).max(256))..u32::BITS).take_while(alone).last() {
            let single = |stretch: usize| {
                let before = before(stretch, shift);
                let own = firsts.get(before).filter(|first| place(**first, shift) == stretch);
                let into = own.and_then(|first| u32::try_from(first.abs_diff(low) - ((stretch as u64) << shift)).ok());
                (before as u32, into.unwrap_or(u32::MAX))
            };
            return Steps { ends: (low, high), shift, stretches: Stretches::Single((0..=place(high, shift)).map(single).collect()) };
        }
        let shift = room(16 * others.len());
        let fullest = (0..=place(high, shift)).map(|at| before(at + 1, shift) - before(at, shift)).max().unwrap_or(1);
        let lasts = firsts.iter().map(|first| first.wrapping_sub(1)).chain((0..fullest).map(|_| i64::MAX)).collect();
        let before = (0..=place(high, shift)).map(|at| before(at, shift) as u32).collect();
        Steps { ends: (low, high), shift, stretches: Stretches::Several { before, fullest, lasts } }
    }

    /// How many of them the value reaches.
    #[inline]
    pub(super) fn reached(&self, value: i64) -> u32 {
        let (low, high) = self.ends;
        let distance = value.max(low).min(high).abs_diff(low);
        let stretch = (distance >> self.shift) as usize;
        match &self.stretches {
            Stretches::Single(stretches) => {
                let (before, from) = stretches.get(stretch).copied().unwrap_or_default();
                before + u32::from(distance - ((stretch as u64) << self.shift) >= from.into())
            }
            Stretches::Several { before, fullest, lasts } => {
                let before = before.get(stretch).copied().unwrap_or(0);
                counted(before, lasts.get(before as usize..).and_then(|lasts| lasts.get(..*fullest)).unwrap_or_default(), value)
            }
        }
    }
}

/// How many a value reaches by the numbers of its stretch. What lies past the stretch is not reached, and does no harm.
#[inline]
fn counted(before: u32, lasts: &[i64], value: i64) -> u32 {
    if lasts.len() <= COMPARED {
        return lasts.iter().fold(before, |reached, last| reached + u32::from(value > *last));
    }
    before + lasts.partition_point(|last| value > *last) as u32
}

/// The least number of `1/units` that reaches a threshold; nothing where no `i64` does.
pub(super) fn first((at, above): Threshold, units: i128) -> Option<i64> {
    let Some(scaled) = at.numer().checked_mul(units) else { return searched((at, above), units) };
    let (floor, rest) = (scaled.div_euclid(at.denom()), scaled.rem_euclid(at.denom()));
    let first = if above || rest != 0 { floor.saturating_add(1) } else { floor };
    i64::try_from(first.max(i128::from(i64::MIN))).ok()
}

/// The same of a threshold whose digits are too many to multiply.
fn searched((at, above): Threshold, units: i128) -> Option<i64> {
    let reaches = |number: i64| Exact::new(i128::from(number), units).is_some_and(|n| n > at || (n == at && !above));
    let (mut below, mut reached) = (i64::MIN, i64::MAX);
    if reaches(below) || !reaches(reached) {
        return reaches(below).then_some(below);
    }
    while reached.wrapping_sub(below) != 1 {
        let middle = below.midpoint(reached);
        *(if reaches(middle) { &mut reached } else { &mut below }) = middle;
    }
    Some(reached)
}

impl Coding {
    /// The coding of values of a type that are compared with these constants.
    pub(super) fn new(ty: &Type, members: usize, constants: &Constants) -> Coding {
        match ty {
            Type::Boolean => Coding::Boolean,
            Type::Category(_) => Coding::Member(u32::try_from(members).unwrap_or(u32::MAX)),
            Type::Integer(_) | Type::Number | Type::Money | Type::Ratio | Type::Multiple | Type::Quantity(_) | Type::Period(_) => {
                Coding::Figure(Cuts::new(&constants.thresholds))
            }
            Type::Date => Coding::Day(Cuts::new(&constants.thresholds)),
            Type::Text => {
                let coded =
                    constants.texts.iter().enumerate().filter_map(|(at, text)| Some((text.clone(), u32::try_from(at).ok()? + KNOWN + 1)));
                Coding::Text(coded.collect())
            }
            Type::List(_) => Coding::Known,
        }
    }

    /// How many codes there are.
    pub(super) fn codes(&self) -> u32 {
        KNOWN
            + match self {
                Coding::Known => 1,
                Coding::Boolean => 2,
                Coding::Member(count) => *count,
                Coding::Figure(cuts) | Coding::Day(cuts) => cuts.len() as u32 + 1,
                Coding::Text(texts) => texts.len() as u32 + 1,
            }
    }

    /// The code of a value; that of an unknown fact for a value of another type.
    pub(super) fn of(&self, value: &Value) -> u32 {
        match (self, value) {
            (Coding::Known, _) => KNOWN,
            (Coding::Boolean, Value::Boolean(value)) => KNOWN + u32::from(*value),
            (Coding::Member(count), Value::Member(member)) if u32::from(*member) < *count => KNOWN + u32::from(*member),
            (Coding::Figure(cuts), Value::Number(value)) => cuts.of_exact(*value),
            (Coding::Day(cuts), Value::Date(date)) => cuts.of_integer(day_number(*date)),
            (Coding::Text(texts), Value::Text(text)) => texts.get(text).copied().unwrap_or(KNOWN),
            _ => UNKNOWN,
        }
    }
}

/// Days since 1970-01-01 in the proleptic Gregorian calendar; years are counted from March, so that the leap day comes last.
#[inline]
pub(super) fn day_number(date: Date) -> i64 {
    let (year, month, day) = (i64::from(date.year()), i64::from(date.month()), i64::from(date.day()));
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// The day of a number; nothing past the calendar's ends.
pub(super) fn date_of(number: i64) -> Option<Date> {
    let shifted = number.checked_add(719_468)?;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let years = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * years + years / 4 - years / 100);
    let shifted_month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = years + era * 400 + i64::from(month <= 2);
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Cuts, Threshold, date_of, day_number};
    use crate::law::{Date, Exact};

    #[test]
    fn a_day_and_its_number_are_one() {
        for number in (-700_000..2_900_000).step_by(97) {
            let Some(date) = date_of(number) else { continue };
            assert_eq!(day_number(date), number);
            let epoch = Date::constant(1970, 1, 1);
            assert_eq!(epoch.until(date).map(|span| i64::from(span.get_days())).ok(), Some(number));
        }
    }

    #[test]
    fn a_code_is_the_same_by_whole_numbers_and_by_fractions() {
        let exact = |text: &str| text.parse::<Exact>().expect("a number");
        let thresholds = [("1/3", true), ("0.01", false), ("0.01", true), ("500", false), ("-2", true)];
        let mut thresholds: BTreeSet<Threshold> = thresholds.iter().map(|(at, above)| (exact(at), *above)).collect();
        let long = |numer: i128| (Exact::new(numer, i128::MAX / 3).expect("a number"), true);
        thresholds.extend([long(i128::MAX), long(i128::MAX / 7), (Exact::new(i128::MAX, 1).expect("a number"), false)]);
        // With few thresholds and with many, evenly spread or not.
        for many in [0, 1, 3, 7, 100_000] {
            let spread = (0..30).map(|n| (Exact::new(n * n * many, 10).expect("a number"), n % 3 == 0));
            agrees(&Cuts::new(&thresholds.iter().copied().chain(spread).collect()));
        }
    }

    fn agrees(cuts: &Cuts) {
        for fen in (-300..60_000).chain([i64::MIN, i64::MAX]) {
            assert_eq!(cuts.of_fen(fen), cuts.of_fraction(Exact::new(i128::from(fen), 100).expect("a number")));
        }
        for whole in [i64::MIN, -3, -2, -1, 0, 3, 4, 499, 500, 501, i64::MAX] {
            assert_eq!(cuts.of_integer(whole), cuts.of_fraction(Exact::from_int(whole)));
            assert_eq!(cuts.of_integer(whole), cuts.of_exact(Exact::from_int(whole)));
        }
    }
}
