//! Facts of a prepared benchmark by their types: found once by name, then set in rows without looking for place or type.

use std::sync::Arc;

use super::Prepared;
use super::coding::{Coding, KNOWN, Steps, day_number};
use super::program::Program;
use super::row::{Datum, Row, WrongSlot};
use crate::law::{Date, Money};
use crate::model::Type;

/// A fact of a benchmark, with how its values become codes.
#[derive(Debug, Clone)]
struct Place<C> {
    program: Arc<Program>,
    at: usize,
    codes: C,
}

/// An amount of money (金额).
#[derive(Debug, Clone)]
pub struct MoneySlot(Place<Steps>);

/// A figure that is given in whole numbers: an 整数, a 期间 in its own count, any other in its base unit (yuan for money).
#[derive(Debug, Clone)]
pub struct WholeSlot(Place<Steps>);

/// A date (日期).
#[derive(Debug, Clone)]
pub struct DateSlot(Place<Steps>);

/// A truth (是否).
#[derive(Debug, Clone)]
pub struct TruthSlot(Place<()>);

/// A member of a 类别 or 等级, by its index.
#[derive(Debug, Clone)]
pub struct MemberSlot(Place<u32>);

impl Prepared {
    /// A fact of money by its key. Such handles are the quickest way to fill a row: what [`Row::set_money`] looks up for each value is
    /// looked up here once. They are of this benchmark's rows alone; another's refuse them.
    ///
    /// ```
    /// # use zhunsheng::{RuleSet, law::Money};
    /// # let rules = RuleSet::from_sources([("例.zs", "
    /// #     规则集 例 { 版本 “1” 施行 2026年1月1日 }
    /// #     要素 案情 { 违法所得: 金额 0元以上  主动退还: 是否 }
    /// #     基准 某行为 {
    /// #         要素 案情
    /// #         依据 《某法》第一条
    /// #         法定幅度 { 1万元以下罚款 }
    /// #         阶次 较轻 { 当 违法所得 不满1000元 且 主动退还 处 1000元以下罚款 }
    /// #         阶次 较重 { 其他情形 处 1000元以上1万元以下罚款 }
    /// #     }
    /// # ")]).unwrap();
    /// # let engine = rules.compile();
    /// let prepared = engine.prepare(engine.benchmarks_named("某行为")[0]);
    /// let gains = prepared.money_slot("违法所得").unwrap();
    /// let returned = prepared.truth_slot("主动退还").unwrap();
    /// assert!(prepared.truth_slot("违法所得").is_none());
    /// let mut row = prepared.row();
    /// for (fen, tier) in [(80_000, 0), (120_000, 1)] {
    ///     gains.set(&mut row, Money::from_fen(fen)).unwrap();
    ///     returned.set(&mut row, true).unwrap();
    ///     assert_eq!(row.decide().unwrap().tiers, [tier]);
    /// }
    /// let other = engine.prepare(prepared.benchmark());
    /// assert!(gains.set(&mut other.row(), Money::from_fen(1)).is_err());
    /// ```
    #[must_use]
    pub fn money_slot(&self, key: &str) -> Option<MoneySlot> {
        let place = self.place(key, |coding, ty| match (coding, ty) {
            (Coding::Figure(cuts), Type::Money) => Some(cuts.fen().clone()),
            _ => None,
        });
        place.map(MoneySlot)
    }

    /// A figure by its key; see [`Prepared::money_slot`].
    #[must_use]
    pub fn whole_slot(&self, key: &str) -> Option<WholeSlot> {
        self.place(key, |coding, _| if let Coding::Figure(cuts) = coding { Some(cuts.whole().clone()) } else { None }).map(WholeSlot)
    }

    /// A date by its key; see [`Prepared::money_slot`].
    #[must_use]
    pub fn date_slot(&self, key: &str) -> Option<DateSlot> {
        self.place(key, |coding, _| if let Coding::Day(cuts) = coding { Some(cuts.whole().clone()) } else { None }).map(DateSlot)
    }

    /// A 是否 by its key; see [`Prepared::money_slot`].
    #[must_use]
    pub fn truth_slot(&self, key: &str) -> Option<TruthSlot> {
        self.place(key, |coding, _| matches!(coding, Coding::Boolean).then_some(())).map(TruthSlot)
    }

    /// A 类别 or 等级 by its key; see [`Prepared::money_slot`].
    #[must_use]
    pub fn member_slot(&self, key: &str) -> Option<MemberSlot> {
        self.place(key, |coding, _| if let Coding::Member(count) = coding { Some(*count) } else { None }).map(MemberSlot)
    }

    fn place<C>(&self, key: &str, codes: impl FnOnce(&Coding, &Type) -> Option<C>) -> Option<Place<C>> {
        let at = *self.program.names.get(key)? as usize;
        let info = self.program.slots.get(at)?;
        let codes = codes(&info.coding, &self.program.model[info.fact?].field.ty)?;
        Some(Place { program: Arc::clone(&self.program), at, codes })
    }
}

impl<C> Place<C> {
    #[inline]
    fn put(&self, row: &mut Row, code: u32, datum: Datum) -> Result<(), WrongSlot> {
        if !Arc::ptr_eq(&self.program, &row.program) {
            return Err(WrongSlot);
        }
        row.write(self.at, code, datum);
        Ok(())
    }
}

impl MoneySlot {
    /// Sets it in a row.
    ///
    /// # Errors
    /// When the row is not of the slot's own [`Prepared`] or of a clone of it; so for each of these.
    #[inline]
    pub fn set(&self, row: &mut Row, amount: Money) -> Result<(), WrongSlot> {
        let fen = amount.fen();
        self.0.put(row, KNOWN + self.0.codes.reached(fen), Datum::Fen(fen))
    }
}

impl WholeSlot {
    /// Sets it in a row.
    ///
    /// # Errors
    /// As [`MoneySlot::set`].
    #[inline]
    pub fn set(&self, row: &mut Row, value: i64) -> Result<(), WrongSlot> {
        self.0.put(row, KNOWN + self.0.codes.reached(value), Datum::Integer(value))
    }
}

impl DateSlot {
    /// Sets it in a row.
    ///
    /// # Errors
    /// As [`MoneySlot::set`].
    #[inline]
    pub fn set(&self, row: &mut Row, date: Date) -> Result<(), WrongSlot> {
        let day = day_number(date);
        self.0.put(row, KNOWN + self.0.codes.reached(day), Datum::Day(day))
    }
}

impl TruthSlot {
    /// Sets it in a row.
    ///
    /// # Errors
    /// As [`MoneySlot::set`].
    #[inline]
    pub fn set(&self, row: &mut Row, value: bool) -> Result<(), WrongSlot> {
        self.0.put(row, KNOWN + u32::from(value), Datum::Boolean(value))
    }
}

impl MemberSlot {
    /// Sets it in a row.
    ///
    /// # Errors
    /// As [`MoneySlot::set`], and when there is no such member.
    #[inline]
    pub fn set(&self, row: &mut Row, member: u16) -> Result<(), WrongSlot> {
        if u32::from(member) >= self.0.codes {
            return Err(WrongSlot);
        }
        self.0.put(row, KNOWN + u32::from(member), Datum::Member(member))
    }
}
