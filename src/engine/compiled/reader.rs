//! Anything `Serialize` straight into the slots of a row, and through the binder where that cannot be.

use std::collections::HashMap;
use std::sync::Arc;

use serde::Serialize;

use super::coding::Coding;
use super::limits::within;
use super::program::Program;
use super::row::{Row, Slot};
use crate::diagnostic::Language;
use crate::input::{Binder, Fields, InputProblem, Key, Missing, Plain, ReadError, Value, each_field, read};
use crate::law::date::parse_date;
use crate::law::{Exact, Money};
use crate::model::Type;

/// Reads cases into rows of one benchmark. For several threads, one each.
#[derive(Debug, Clone)]
pub struct CaseReader {
    program: Arc<Program>,
    binder: Arc<Binder>,
    keys: Arc<HashMap<String, Field>>,
    /// The fields of the struct that was read last, by their place in it.
    shape: Vec<Option<(&'static str, Field)>>,
}

/// Why a case could not be read.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum CaseError {
    /// What no value can hold, as [`Value::from_serialize`] tells it.
    #[error("{}", .0.message(Language::Chinese))]
    Read(ReadError),
    /// Every mistake of the case, as the binder tells them.
    #[error("{}", .0.iter().map(|problem| problem.render(Language::Chinese)).collect::<Vec<_>>().join("\n"))]
    Bind(Vec<InputProblem>),
    /// A row is one act.
    #[error("一个案件有 {0} 个行为，一次只能判定一个 (a row is one act)")]
    Acts(usize),
}

/// A key that is one fact of the benchmark and nothing else.
#[derive(Debug, Clone, Copy)]
enum Field {
    /// 案号, which no rule asks.
    Number,
    Fact {
        slot: u32,
        kind: Kind,
    },
}

/// What is taken without the reader of cases.
#[derive(Debug, Clone, Copy)]
enum Kind {
    /// Whole yuan within these.
    Money(i64, i64),
    /// Whole numbers of the base unit within these.
    Whole(i64, i64),
    Boolean,
    Member,
    Date,
    Other,
}

impl super::Prepared {
    /// A reader of cases for rows of this benchmark.
    ///
    /// A struct or map of this benchmark's facts goes straight into the slots, a few times as slow as setters; anything else that a
    /// case may be — nested facts, facts of other benchmarks, several names, mistakes — goes through the binder and costs
    /// microseconds. Answers and errors are the same either way.
    ///
    /// ```
    /// # use zhunsheng::{RuleSet, engine::CaseError};
    /// # let rules = RuleSet::from_sources([("例.zs", "
    /// #     规则集 例 { 版本 “1” 施行 2026年1月1日 制定机关 “某局” }
    /// #     要素 案情 { 违法所得: 金额 0元以上 }
    /// #     基准 某行为 {
    /// #         要素 案情
    /// #         依据 《某法》第一条
    /// #         法定幅度 { 1万元以下罚款 }
    /// #         阶次 较轻 { 当 违法所得 不满1000元 处 1000元以下罚款 }
    /// #         阶次 较重 { 其他情形 处 1000元以上1万元以下罚款 }
    /// #     }
    /// # ")]).unwrap();
    /// #[derive(serde::Serialize)]
    /// struct Case { 违法所得: i64 }
    /// let engine = rules.compile();
    /// let prepared = engine.prepare(engine.benchmarks_named("某行为")[0]);
    /// let (mut reader, mut row) = (prepared.reader(), prepared.row());
    /// reader.read(&Case { 违法所得: 5000 }, &mut row).unwrap();
    /// assert_eq!(row.decide().unwrap().tiers, [1]);
    /// let Err(CaseError::Bind(problems)) = reader.read(&Case { 违法所得: -1 }, &mut row) else { panic!() };
    /// assert_eq!(problems[0].code(), "ZSI15");
    /// ```
    #[must_use]
    pub fn reader(&self) -> CaseReader {
        let model = &self.program.model;
        let mut keys: HashMap<String, Field> = ["案号", "case"].map(|key| (key.to_owned(), Field::Number)).into();
        let mut facts: HashMap<String, usize> = HashMap::new();
        for fact in &model.facts {
            *facts.entry(fact.key.to_string()).or_default() += 1;
        }
        for (slot, info) in self.program.slots.iter().enumerate() {
            let Some(fact) = info.fact.map(|id| &model[id]) else { continue };
            let key = fact.key.to_string();
            // A key of a case itself, or of several facts, is the binder's to judge.
            let reserved = ["案号", "case", "基准", "benchmark", "benchmarks", "要素", "facts", "行为", "acts", "拟处罚", "proposed"];
            if facts.get(&key) == Some(&1) && !reserved.contains(&key.as_str()) && !key.contains('.') {
                let kind = Kind::of(&fact.field, &info.coding);
                keys.insert(key, Field::Fact { slot: slot as u32, kind });
            }
        }
        CaseReader { program: Arc::clone(&self.program), binder: Arc::new(Binder::new(model)), keys: Arc::new(keys), shape: Vec::new() }
    }
}

impl Kind {
    fn of(field: &crate::model::Field, coding: &Coding) -> Kind {
        match (&field.ty, coding, within(field, Exact::ONE)) {
            (Type::Money, Coding::Figure(_), Some((low, high))) => Kind::Money(low, high),
            (Type::Integer(_) | Type::Number | Type::Ratio | Type::Multiple, Coding::Figure(_), Some((low, high))) => {
                Kind::Whole(low, high)
            }
            (Type::Quantity(unit), Coding::Figure(_), Some((low, high))) if unit.factor() == Exact::ONE => Kind::Whole(low, high),
            (Type::Boolean, Coding::Boolean, _) => Kind::Boolean,
            (Type::Category(_), Coding::Member(_), _) => Kind::Member,
            (Type::Date, Coding::Day(_), _) => Kind::Date,
            _ => Kind::Other,
        }
    }
}

impl CaseReader {
    /// Sets a row from a case: what the case does not give is unknown. `row` must be of the reader's benchmark.
    ///
    /// # Errors
    /// Those of [`Value::from_serialize`] and of [`Binder::bind`], for the same cases; and where a case has several acts. The row is
    /// then to be read again.
    pub fn read<T: Serialize + ?Sized>(&mut self, case: &T, row: &mut Row) -> Result<(), CaseError> {
        row.clear();
        let CaseReader { program, keys, shape, .. } = self;
        let mut slots = Slots { program, keys, shape, row, taken: 0, numbered: false };
        if each_field(case, &mut slots) {
            return Ok(());
        }
        let value = Value::from_serialize(case).map_err(CaseError::Read)?;
        let bound = self.binder.bind(&self.program.model, &value, Missing::Unknown).map_err(CaseError::Bind)?;
        match bound.acts.as_slice() {
            [act] => {
                row.set_facts(&act.facts);
                Ok(())
            }
            acts => Err(CaseError::Acts(acts.len())),
        }
    }
}

/// A row that takes fields.
struct Slots<'r> {
    program: &'r Program,
    keys: &'r HashMap<String, Field>,
    shape: &'r mut Vec<Option<(&'static str, Field)>>,
    row: &'r mut Row,
    /// A bit for each slot that was set; past the 128th none is.
    taken: u128,
    /// Whether 案号 was read.
    numbered: bool,
}

impl Slots<'_> {
    fn field(&mut self, key: Key<'_>) -> Option<Field> {
        let (at, name) = match key {
            Key::Entry(name) => return self.keys.get(name).copied(),
            Key::Field(at, name) => (at, name),
        };
        match self.shape.get(at) {
            // The names of fields are constants: the same place is the same name.
            Some(Some((known, field))) if std::ptr::eq(*known, name) => Some(*field),
            _ => {
                let field = self.keys.get(name).copied()?;
                if self.shape.len() <= at {
                    self.shape.resize(at + 1, None);
                }
                if let Some(place) = self.shape.get_mut(at) {
                    *place = Some((name, field));
                }
                Some(field)
            }
        }
    }

    /// What has no shorter way is read as a case file is.
    fn read(&mut self, slot: u32, value: &Value) -> bool {
        let program = self.program;
        let Some(fact) = program.slots.get(slot as usize).and_then(|info| info.fact) else { return false };
        let given = read(&program.model, &program.model[fact].field, value, "", &mut Vec::new());
        given.is_some_and(|given| self.row.set(Slot(slot), &given).is_ok())
    }
}

impl Fields for Slots<'_> {
    fn take(&mut self, key: Key<'_>, value: Plain<'_>) -> bool {
        let (slot, kind) = match self.field(key) {
            Some(Field::Fact { slot, kind }) => (slot, kind),
            // A second one is told by the binder, as any key that stands twice.
            Some(Field::Number) => {
                let first = !std::mem::replace(&mut self.numbered, true);
                return first && matches!(value, Plain::Text(_) | Plain::Integer(_));
            }
            None => return false,
        };
        let bit = 1u128.checked_shl(slot).filter(|bit| self.taken & bit == 0);
        let Some(bit) = bit else { return false };
        self.taken |= bit;
        let at = Slot(slot);
        let row = &mut *self.row;
        match (kind, value) {
            (Kind::Money(low, high), Plain::Integer(yuan)) => {
                let fen = yuan.checked_mul(100).filter(|_| low <= yuan && yuan <= high);
                fen.is_some_and(|fen| row.set_money(at, Money::from_fen(fen)).is_ok())
            }
            (Kind::Whole(low, high), Plain::Integer(whole)) => low <= whole && whole <= high && row.set_integer(at, whole).is_ok(),
            (Kind::Boolean, Plain::Boolean(value)) => row.set_boolean(at, value).is_ok(),
            (Kind::Member, Plain::Text(text)) => self.member(slot, text) || self.read(slot, &Value::from(text)),
            (Kind::Date, Plain::Text(text)) => match parse_date(text) {
                Some(date) => row.set_date(at, date).is_ok(),
                None => self.read(slot, &Value::from(text)),
            },
            (_, Plain::Integer(value)) => self.read(slot, &Value::from(value)),
            (_, Plain::Boolean(value)) => self.read(slot, &Value::from(value)),
            (_, Plain::Number(number)) => self.read(slot, &Value::Number(number)),
            (_, Plain::Text(text)) => self.read(slot, &Value::from(text)),
            (_, Plain::Null) => self.read(slot, &Value::Null),
        }
    }
}

impl Slots<'_> {
    fn member(&mut self, slot: u32, text: &str) -> bool {
        let program = self.program;
        let ty = program.slots.get(slot as usize).and_then(|info| info.fact).map(|fact| &program.model[fact].field.ty);
        let Some(Type::Category(id)) = ty else { return false };
        let at = program.model[*id].members.iter().position(|member| member == text);
        at.and_then(|at| u16::try_from(at).ok()).is_some_and(|member| self.row.set_member(Slot(slot), member).is_ok())
    }
}
