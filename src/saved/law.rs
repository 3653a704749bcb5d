//! What the law is made of, as bytes: figures, dates, units, citations. Each is made again by its own constructor.

use super::codec::{Reader, Saved, Writer, choices, fields};
use crate::law::citation::{ArticlePath, ArticleRef, Ordinal, Version};
use crate::law::{Bound, Citation, Closure, Date, Dimension, Exact, Money, Period, Range, Rounding, Unit};

impl Saved for Exact {
    fn save(&self, out: &mut Writer) {
        self.numer().save(out);
        self.denom().save(out);
    }

    fn load(input: &mut Reader<'_>) -> Option<Self> {
        Exact::new(i128::load(input)?, i128::load(input)?)
    }
}

impl Saved for Money {
    fn save(&self, out: &mut Writer) {
        self.fen().save(out);
    }

    fn load(input: &mut Reader<'_>) -> Option<Self> {
        i64::load(input).map(Money::from_fen)
    }
}

impl Saved for Date {
    fn save(&self, out: &mut Writer) {
        i64::from(self.year()).save(out);
        out.byte(self.month().unsigned_abs());
        out.byte(self.day().unsigned_abs());
    }

    fn load(input: &mut Reader<'_>) -> Option<Self> {
        let year = i16::try_from(i64::load(input)?).ok()?;
        let (month, day) = (i8::try_from(input.byte()?).ok()?, i8::try_from(input.byte()?).ok()?);
        Date::new(year, month, day).ok()
    }
}

impl Saved for Version {
    fn save(&self, out: &mut Writer) {
        out.text(&self.to_string());
    }

    fn load(input: &mut Reader<'_>) -> Option<Self> {
        Version::parse(input.text()?)
    }
}

/// A unit where it is kept; elsewhere it is a number.
pub(super) fn save_unit(unit: &Unit, out: &mut Writer) {
    out.text(unit.name());
    out.text(unit.dimension().name());
    unit.factor().save(out);
}

pub(super) fn load_unit(input: &mut Reader<'_>) -> Option<Unit> {
    let (name, dimension) = (input.text()?, input.text()?);
    Unit::new(name, Dimension::new(dimension), Exact::load(input)?)
}

impl<T: Saved> Saved for Bound<T> {
    fn save(&self, out: &mut Writer) {
        let Self { value, closed } = self;
        value.save(out);
        closed.save(out);
    }

    fn load(input: &mut Reader<'_>) -> Option<Self> {
        Some(Self { value: T::load(input)?, closed: Closure::load(input)? })
    }
}

impl<T: Saved> Saved for Range<T> {
    fn save(&self, out: &mut Writer) {
        let Self { lower, upper } = self;
        lower.save(out);
        upper.save(out);
    }

    fn load(input: &mut Reader<'_>) -> Option<Self> {
        Some(Self { lower: Saved::load(input)?, upper: Saved::load(input)? })
    }
}

fields! {
    Citation { title, version, at }
    Ordinal { number, insert }
    ArticlePath { part, chapter, section, article, paragraph, item, subitem }
}

choices! {
    ArticleRef { 0 One(path), 1 Range(from, to) }
    Closure { 0 Inclusive, 1 Exclusive }
    Period { 0 Days(count), 1 WorkingDays(count), 2 Months(count) }
    Rounding { 0 Down, 1 Up, 2 HalfUp, 3 HalfEven }
}
