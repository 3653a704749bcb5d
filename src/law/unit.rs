//! Units of measure and of counting, and quantities in them; it knows neither money nor periods of time limits.
//!
//! Legal units and their factors follow 《中华人民共和国计量法》第三条 and 《中华人民共和国法定计量单位》
//! (国发〔1984〕28号); 亩, no longer a legal unit but still met in land penalties, is 10000/15 square metres.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use super::exact::Exact;
use super::numeral::take_numeral;
use super::text::rest;

/// What a unit measures: 长度, 面积, …; each counting unit (人, 次, 件 …) has one of its own.
///
/// ```
/// use zhunsheng::law::UnitTable;
/// let table = UnitTable::builtin();
/// assert_eq!(table.get("亩").unwrap().dimension().name(), "面积");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Dimension(Arc<str>);

impl Dimension {
    /// Takes its name.
    #[must_use]
    pub fn new(name: &str) -> Dimension {
        Dimension(Arc::from(name))
    }

    /// Gives its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Dimension {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl serde::Serialize for Dimension {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

/// A unit: its name, what it measures, and how many base units of that dimension it is.
///
/// It is shared, since every figure of a rule names one.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Unit(Arc<Meaning>);

#[derive(Debug, PartialEq, Eq, Hash)]
struct Meaning {
    name: Arc<str>,
    dimension: Dimension,
    factor: Exact,
}

impl Unit {
    /// A unit; nothing without a name or with a factor of nought or less.
    pub(crate) fn new(name: &str, dimension: Dimension, factor: Exact) -> Option<Unit> {
        (!name.is_empty() && factor > Exact::ZERO).then(|| Unit(Arc::new(Meaning { name: Arc::from(name), dimension, factor })))
    }

    /// Its name as written after a number.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// What it measures.
    #[must_use]
    pub fn dimension(&self) -> &Dimension {
        &self.0.dimension
    }

    /// How many base units it is, exactly.
    #[must_use]
    pub fn factor(&self) -> Exact {
        self.0.factor
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl serde::Serialize for Unit {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// What a unit that a rule set declares for itself means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnitMeaning<'a> {
    /// A counting unit comparable only with itself, such as `艘`.
    Counted,
    /// The base unit of a named dimension, such as `勒克斯` of `照度`.
    BaseOf(&'a str),
    /// So many of a unit already known, such as `打` of 12 `个`.
    Multiple {
        /// How many; above nought.
        factor: Exact,
        /// The unit already known.
        of: &'a str,
    },
}

/// Why a unit cannot be declared.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum UnitError {
    /// The name is already a unit.
    #[error("单位 `{name}` 已有定义，不能重复定义")]
    Duplicate {
        /// The name.
        name: String,
    },
    /// The name already has a meaning after a number: money, a ratio, a date, a period.
    #[error("`{name}` 另有固定含义（金额、比例、日期或者期限），不能用作计量单位")]
    Reserved {
        /// The name.
        name: String,
    },
    /// The name could not be told from the number before it, or from what follows it.
    #[error("`{name}` 不能用作单位名称：应由文字组成，不含数字、空白和标点")]
    Name {
        /// The name.
        name: String,
    },
    /// The unit it is built on is not known.
    #[error("单位 `{name}` 所依据的单位 `{of}` 没有定义")]
    UnknownBase {
        /// The name.
        name: String,
        /// The unknown unit.
        of: String,
    },
    /// A factor of nought or less, or one that does not fit.
    #[error("单位 `{name}` 的换算系数 {factor} 应大于0并在可表示的范围内")]
    Factor {
        /// The name.
        name: String,
        /// The factor found.
        factor: Exact,
    },
    /// The dimension already has a base unit.
    #[error("`{dimension}` 已有基本单位 `{base}`：请用换算系数定义 `{name}`")]
    BaseTaken {
        /// The name.
        name: String,
        /// The dimension.
        dimension: String,
        /// Its base unit.
        base: String,
    },
}

/// The units a text may use, by name.
///
/// ```
/// use zhunsheng::law::{Exact, UnitTable, unit::UnitMeaning};
/// let mut table = UnitTable::builtin();
/// table.declare("打", UnitMeaning::Multiple { factor: Exact::from_int(12), of: "个" }).unwrap();
/// let (unit, bytes) = table.longest_prefix("平方米以上").unwrap();
/// assert_eq!((unit.name(), bytes), ("平方米", 9));
/// ```
#[derive(Clone, Debug)]
pub struct UnitTable {
    units: HashMap<Arc<str>, Unit>,
    longest: usize,
}

/// Measures: dimension, then each name with its factor as numerator and denominator; the first is the base.
type Measure = (&'static str, &'static [(&'static str, i128, i128)]);

const MEASURES: &[Measure] = &[
    (
        "长度",
        &[("米", 1, 1), ("千米", 1_000, 1), ("公里", 1_000, 1), ("分米", 1, 10), ("厘米", 1, 100), ("毫米", 1, 1_000), ("海里", 1_852, 1)],
    ),
    (
        "面积",
        &[
            ("平方米", 1, 1),
            ("亩", 2_000, 3),
            ("公顷", 10_000, 1),
            ("平方千米", 1_000_000, 1),
            ("平方公里", 1_000_000, 1),
            ("平方厘米", 1, 10_000),
        ],
    ),
    ("体积", &[("立方米", 1, 1), ("升", 1, 1_000), ("毫升", 1, 1_000_000), ("立方厘米", 1, 1_000_000)]),
    ("质量", &[("克", 1, 1), ("千克", 1_000, 1), ("公斤", 1_000, 1), ("斤", 500, 1), ("吨", 1_000_000, 1), ("毫克", 1, 1_000)]),
    ("时间", &[("秒", 1, 1), ("分钟", 60, 1), ("小时", 3_600, 1)]),
    ("声级", &[("分贝", 1, 1)]),
    ("功率", &[("瓦", 1, 1), ("千瓦", 1_000, 1)]),
];

/// Counting units; names in one group mean the same.
const COUNTED: &[&[&str]] = &[
    &["人", "名"],
    &["周岁", "岁"],
    &["次"],
    &["件"],
    &["份"],
    &["个"],
    &["项"],
    &["处"],
    &["辆"],
    &["台"],
    &["户"],
    &["只"],
    &["头"],
    &["株"],
    &["家"],
    &["张"],
    &["页"],
    &["条"],
    &["分"],
    &["起"],
    &["宗"],
    &["例"],
    &["批"],
    &["套"],
    &["座"],
    &["栋"],
    &["间"],
    &["层"],
    &["艘"],
    &["架"],
    &["枚"],
    &["支"],
    &["瓶"],
    &["箱"],
    &["袋"],
    &["盒"],
    &["本"],
    &["册"],
    &["部"],
    &["根"],
    &["棵"],
    &["尾"],
    &["种"],
    &["类"],
    &["级"],
    &["人次"],
    &["车次"],
];

/// Words that already mean something after a number.
const RESERVED: &[&str] = &[
    "元",
    "圆",
    "角",
    "万元",
    "亿元",
    "倍",
    "年",
    "月",
    "个月",
    "日",
    "天",
    "个工作日",
    "工作日",
    "以上",
    "以下",
    "以内",
    "以外",
    "条之一",
];

impl UnitTable {
    /// The built-in units.
    #[must_use]
    pub fn builtin() -> UnitTable {
        let mut table = UnitTable { units: HashMap::new(), longest: 0 };
        for (dimension, units) in MEASURES {
            let dimension = Dimension::new(dimension);
            for (name, num, den) in *units {
                if let Some(factor) = Exact::new(*num, *den) {
                    table.insert(name, dimension.clone(), factor);
                }
            }
        }
        for group in COUNTED {
            if let Some(first) = group.first() {
                let dimension = Dimension::new(first);
                for name in *group {
                    table.insert(name, dimension.clone(), Exact::ONE);
                }
            }
        }
        table
    }

    fn insert(&mut self, name: &str, dimension: Dimension, factor: Exact) {
        self.add(Unit(Arc::new(Meaning { name: Arc::from(name), dimension, factor })));
    }

    fn add(&mut self, unit: Unit) {
        self.longest = self.longest.max(unit.name().chars().count());
        self.units.insert(Arc::clone(&unit.0.name), unit);
    }

    /// A table of these units.
    pub(crate) fn of(units: impl IntoIterator<Item = Unit>) -> UnitTable {
        let mut table = UnitTable { units: HashMap::new(), longest: 0 };
        units.into_iter().for_each(|unit| table.add(unit));
        table
    }

    /// The unit of that name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Unit> {
        self.units.get(name)
    }

    /// Every unit, ordered by name so that listings never change.
    #[must_use]
    pub fn units(&self) -> Vec<&Unit> {
        let mut units: Vec<&Unit> = self.units.values().collect();
        units.sort_by_key(|unit| unit.name());
        units
    }

    /// Adds a rule set's own unit.
    ///
    /// # Errors
    /// Where the name is taken, reserved or unreadable, or its meaning does not resolve.
    pub fn declare(&mut self, name: &str, meaning: UnitMeaning<'_>) -> Result<(), UnitError> {
        let owned = || name.to_owned();
        // A name that starts with a numeral sign would run into the number before it: 3 + 千件.
        let readable = !name.is_empty()
            && take_numeral(name).is_none()
            && !name.starts_with(['十', '百', '千', '万', '亿', '点'])
            && name.chars().all(|c| c.is_alphabetic() || matches!(c, '·' | '℃' | '°'));
        if RESERVED.contains(&name) {
            return Err(UnitError::Reserved { name: owned() });
        }
        if !readable {
            return Err(UnitError::Name { name: owned() });
        }
        if self.get(name).is_some() {
            return Err(UnitError::Duplicate { name: owned() });
        }
        let (dimension, factor) = match meaning {
            UnitMeaning::Counted => (Dimension::new(name), Exact::ONE),
            UnitMeaning::BaseOf(dimension) => {
                if let Some(base) = self.units().into_iter().find(|unit| unit.dimension().name() == dimension) {
                    return Err(UnitError::BaseTaken { name: owned(), dimension: dimension.to_owned(), base: base.name().to_owned() });
                }
                (Dimension::new(dimension), Exact::ONE)
            }
            UnitMeaning::Multiple { factor, of } => {
                let base = self.get(of).ok_or_else(|| UnitError::UnknownBase { name: owned(), of: of.to_owned() })?;
                let product = Some(factor)
                    .filter(|factor| *factor > Exact::ZERO)
                    .and_then(|factor| factor.checked_mul(base.factor()))
                    .ok_or_else(|| UnitError::Factor { name: owned(), factor })?;
                (base.dimension().clone(), product)
            }
        };
        self.insert(name, dimension, factor);
        Ok(())
    }

    /// The unit with the longest name that `text` starts with, and that name's length in bytes.
    #[must_use]
    pub fn longest_prefix(&self, text: &str) -> Option<(&Unit, usize)> {
        let mut best = None;
        let mut bytes = 0_usize;
        for c in text.chars().take(self.longest) {
            bytes = bytes.saturating_add(c.len_utf8());
            if let Some(unit) = text.get(..bytes).and_then(|name| self.units.get(name)) {
                best = Some((unit, bytes));
            }
        }
        best
    }
}

impl Default for UnitTable {
    fn default() -> UnitTable {
        UnitTable::builtin()
    }
}

/// A number with its unit: `200平方米`, `3吨`, `5人`.
///
/// Equality and order are those of the amounts: `1千米` equals `1000米`. Quantities of different
/// dimensions are neither less, nor equal, nor greater.
///
/// ```
/// use zhunsheng::law::{Quantity, UnitTable};
/// let table = UnitTable::builtin();
/// let field = Quantity::parse("1.5亩", &table).unwrap();
/// assert_eq!(Quantity::parse("1000平方米", &table), Some(field.clone()));
/// assert!(field < Quantity::parse("1公顷", &table).unwrap());
/// assert_eq!(field.partial_cmp(&Quantity::parse("3人", &table).unwrap()), None);
/// ```
#[derive(Clone, Debug)]
pub struct Quantity {
    /// How many.
    pub value: Exact,
    /// Of what.
    pub unit: Unit,
}

impl Quantity {
    /// Takes number and unit.
    #[must_use]
    pub fn new(value: Exact, unit: Unit) -> Quantity {
        Quantity { value, unit }
    }

    /// The amount in the dimension's base unit; nothing where that does not fit.
    #[must_use]
    pub fn in_base(&self) -> Option<Exact> {
        self.value.checked_mul(self.unit.factor())
    }

    /// The same amount in another unit; nothing across dimensions or where it does not fit.
    #[must_use]
    pub fn convert(&self, unit: &Unit) -> Option<Quantity> {
        if self.unit.dimension() != unit.dimension() {
            return None;
        }
        let value = self.in_base()?.checked_div(unit.factor())?;
        Some(Quantity::new(value, unit.clone()))
    }

    /// Reads a number and a unit of `table`; nothing for anything else.
    #[must_use]
    pub fn parse(text: &str, table: &UnitTable) -> Option<Quantity> {
        let (value, bytes) = take_numeral(text)?;
        let unit = table.get(rest(text, bytes)?)?;
        Some(Quantity::new(value, unit.clone()))
    }
}

impl PartialEq for Quantity {
    fn eq(&self, other: &Quantity) -> bool {
        if self.unit.dimension() != other.unit.dimension() {
            return false;
        }
        match (self.in_base(), other.in_base()) {
            (Some(a), Some(b)) => a == b,
            // Past what fits, only the same text is certainly the same amount.
            (None, None) => self.value == other.value && self.unit == other.unit,
            _ => false,
        }
    }
}

impl Eq for Quantity {}

impl Hash for Quantity {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.unit.dimension().hash(state);
        self.in_base().hash(state);
    }
}

impl PartialOrd for Quantity {
    fn partial_cmp(&self, other: &Quantity) -> Option<Ordering> {
        if self == other {
            return Some(Ordering::Equal);
        }
        if self.unit.dimension() != other.unit.dimension() {
            return None;
        }
        match self.in_base()?.cmp(&other.in_base()?) {
            Ordering::Equal => None,
            order => Some(order),
        }
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.value, self.unit)
    }
}

impl serde::Serialize for Quantity {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::{Quantity, UnitError, UnitMeaning, UnitTable};
    use crate::law::Exact;

    #[test]
    fn quantities_compare_by_amount_within_one_dimension() {
        let table = UnitTable::builtin();
        let read = |text: &str| Quantity::parse(text, &table).expect(text);
        for (a, b) in [
            ("3千米", "3000米"),
            ("三千米", "3公里"),
            ("5千克", "10斤"),
            ("1吨", "1000公斤"),
            ("3亩", "2000平方米"),
            ("15亩", "1公顷"),
            ("1平方公里", "100公顷"),
            ("1立方米", "1000升"),
            ("2小时", "120分钟"),
            ("5人", "五名"),
            ("十四周岁", "14岁"),
        ] {
            assert_eq!(read(a), read(b), "{a} {b}");
        }
        assert!(read("1亩") < read("667平方米"));
        assert_eq!(read("1次").partial_cmp(&read("1件")), None);
        assert_ne!(read("1次"), read("1件"));
    }

    #[test]
    fn a_quantity_needs_a_known_unit() {
        let table = UnitTable::builtin();
        for text in ["", "5", "平方米", "5 人", "5元", "5光年", "5人次数", "半亩"] {
            assert_eq!(Quantity::parse(text, &table), None, "{text}");
        }
        assert_eq!(table.longest_prefix("人次以上").map(|(u, n)| (u.name(), n)), Some(("人次", 6)));
        assert_eq!(table.longest_prefix("以上"), None);
        assert_eq!(table.longest_prefix(""), None);
    }

    #[test]
    fn an_amount_that_does_not_fit_is_neither_equal_nor_ordered() {
        let table = UnitTable::builtin();
        let tons = table.get("吨").expect("built in").clone();
        let huge = Quantity::new(Exact::new(i128::MAX, 1).expect("fits"), tons.clone());
        assert_eq!(huge.in_base(), None);
        assert_eq!(huge, huge.clone());
        assert_eq!(huge.partial_cmp(&Quantity::new(Exact::ONE, tons)), None);
    }

    #[test]
    fn a_declared_unit_must_be_new_readable_and_resolve() {
        let mut table = UnitTable::builtin();
        let twelve = UnitMeaning::Multiple { factor: Exact::from_int(12), of: "个" };
        assert_eq!(table.declare("打", twelve), Ok(()));
        assert_eq!(table.declare("标方", UnitMeaning::Counted), Ok(()));
        assert_eq!(table.declare("勒克斯", UnitMeaning::BaseOf("照度")), Ok(()));
        assert_eq!(Quantity::parse("2打", &table), Quantity::parse("24个", &table));
        assert!(matches!(table.declare("打", twelve), Err(UnitError::Duplicate { .. })));
        for name in ["元", "年", "倍", "以上"] {
            assert!(matches!(table.declare(name, UnitMeaning::Counted), Err(UnitError::Reserved { .. })));
        }
        for name in ["", "3件", "千件", "三", "a b", "件、", "　"] {
            assert!(matches!(table.declare(name, UnitMeaning::Counted), Err(UnitError::Name { .. })), "{name}");
        }
        assert!(matches!(
            table.declare("罗", UnitMeaning::Multiple { factor: Exact::ONE, of: "没有" }),
            Err(UnitError::UnknownBase { .. })
        ));
        assert!(matches!(table.declare("罗", UnitMeaning::Multiple { factor: Exact::ZERO, of: "个" }), Err(UnitError::Factor { .. })));
        assert!(matches!(table.declare("里", UnitMeaning::BaseOf("长度")), Err(UnitError::BaseTaken { .. })));
    }
}
