//! Units and quantities: figures with a dimension. Knows nothing of money and periods, which have types of their own.

use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use super::Exact;
use super::numeral::take_numeral;

/// What a unit measures; named after its base unit. Only quantities of one dimension compare.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Dimension(Arc<str>);

impl Dimension {
    /// The base unit's name.
    #[must_use]
    pub fn base(&self) -> &str {
        &self.0
    }
}

/// A unit: its dimension and how many base units it is.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Unit {
    name: Arc<str>,
    dimension: Dimension,
    factor: Exact,
}

impl Unit {
    /// Its name: 平方米.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it measures.
    #[must_use]
    pub fn dimension(&self) -> &Dimension {
        &self.dimension
    }

    /// How many base units it is.
    #[must_use]
    pub fn factor(&self) -> Exact {
        self.factor
    }

    /// A figure in base units as one of this unit; `None` out of range.
    #[must_use]
    pub fn from_base(&self, base: Exact) -> Option<Exact> {
        base.checked_div(self.factor)
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

/// Why a unit cannot be declared.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UnitError {
    /// There is one of that name.
    #[error("there is a unit {0} already")]
    Duplicate(String),
    /// It is declared by a unit that there is not.
    #[error("there is no unit {0}")]
    Unknown(String),
    /// Its size is zero, negative or out of range.
    #[error("the size of {0} must be a positive figure")]
    Size(String),
}

/// The units known to a set of rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitTable {
    units: IndexMap<Arc<str>, Unit>,
}

/// Built-in units: name, base unit, numerator and denominator of the factor.
const BUILTIN: &[(&str, &str, i128, i128)] = &[
    ("米", "米", 1, 1),
    ("厘米", "米", 1, 100),
    ("毫米", "米", 1, 1000),
    ("千米", "米", 1000, 1),
    ("公里", "米", 1000, 1),
    ("平方米", "平方米", 1, 1),
    ("平方千米", "平方米", 1_000_000, 1),
    ("平方公里", "平方米", 1_000_000, 1),
    ("公顷", "平方米", 10_000, 1),
    ("亩", "平方米", 2000, 3),
    ("立方米", "立方米", 1, 1),
    ("升", "立方米", 1, 1000),
    ("毫升", "立方米", 1, 1_000_000),
    ("克", "克", 1, 1),
    ("毫克", "克", 1, 1000),
    ("千克", "克", 1000, 1),
    ("公斤", "克", 1000, 1),
    ("吨", "克", 1_000_000, 1),
    ("秒", "秒", 1, 1),
    ("分钟", "秒", 60, 1),
    ("小时", "秒", 3600, 1),
    ("分贝", "分贝", 1, 1),
    ("千瓦", "千瓦", 1, 1),
    ("千瓦时", "千瓦时", 1, 1),
    ("人", "人", 1, 1),
    ("名", "人", 1, 1),
    ("周岁", "周岁", 1, 1),
    ("岁", "周岁", 1, 1),
];

/// Counting units: each its own dimension, so that 3次 is not 3件.
const COUNTING: &[&str] = &[
    "个", "次", "件", "份", "项", "处", "辆", "台", "套", "户", "只", "头", "株", "家", "张", "页", "条", "艘", "间", "起", "批", "种", "级",
    "分", "倍数", "座", "口", "根", "箱", "袋", "瓶", "册", "枚", "宗", "片", "栋", "层", "票",
];

impl Default for UnitTable {
    fn default() -> Self {
        Self::builtin()
    }
}

impl UnitTable {
    /// The units that every set of rules has.
    #[must_use]
    pub fn builtin() -> Self {
        let mut units = IndexMap::new();
        let mut add = |name: &str, base: &str, factor: Exact| {
            let name: Arc<str> = name.into();
            units.insert(name.clone(), Unit { name, dimension: Dimension(base.into()), factor });
        };
        for &(name, base, num, den) in BUILTIN {
            if let Some(factor) = Exact::new(num, den) {
                add(name, base, factor);
            }
        }
        for name in COUNTING {
            add(name, name, Exact::ONE);
        }
        Self { units }
    }

    /// The unit of a name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Unit> {
        self.units.get(name)
    }

    /// All units, built-in ones first.
    pub fn iter(&self) -> impl Iterator<Item = &Unit> {
        self.units.values()
    }

    /// Declares a unit of its own dimension (`size` is `None`), or as so many of another: 1担 = 50千克.
    ///
    /// # Errors
    /// When the name is taken, the other unit is unknown, or the size is not positive.
    pub fn declare(&mut self, name: &str, size: Option<(Exact, &str)>) -> Result<(), UnitError> {
        if self.units.contains_key(name) {
            return Err(UnitError::Duplicate(name.to_owned()));
        }
        let name: Arc<str> = name.into();
        let (dimension, factor) = match size {
            None => (Dimension(name.clone()), Exact::ONE),
            Some((count, other)) => {
                let other = self.units.get(other).ok_or_else(|| UnitError::Unknown(other.to_owned()))?;
                let factor = count.checked_mul(other.factor).filter(|f| *f > Exact::ZERO);
                (other.dimension.clone(), factor.ok_or_else(|| UnitError::Size(name.to_string()))?)
            }
        };
        self.units.insert(name.clone(), Unit { name, dimension, factor });
        Ok(())
    }

    /// The longest unit that a text starts with, and its length in bytes.
    #[must_use]
    pub fn longest_prefix(&self, text: &str) -> Option<(&Unit, usize)> {
        self.units.values().filter(|u| text.starts_with(&*u.name)).map(|u| (u, u.name.len())).max_by_key(|(_, length)| *length)
    }

    /// Reads `200平方米`, `三吨`, `2次`.
    #[must_use]
    pub fn parse(&self, text: &str) -> Option<Quantity> {
        let text = text.trim();
        let (value, length) = take_numeral(text)?;
        let unit = self.get(text.get(length..)?.trim())?.clone();
        Some(Quantity { value, unit })
    }
}

/// A figure with its unit.
///
/// ```
/// use zhunsheng::law::UnitTable;
///
/// let units = UnitTable::builtin();
/// assert!(units.parse("3吨") > units.parse("2000千克"));
/// assert_eq!(units.parse("3吨").partial_cmp(&units.parse("3次")), None);
/// ```
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Quantity {
    /// The figure.
    pub value: Exact,
    /// The unit it is in.
    pub unit: Unit,
}

impl Quantity {
    /// The figure in base units; `None` out of range.
    #[must_use]
    pub fn in_base(&self) -> Option<Exact> {
        self.value.checked_mul(self.unit.factor)
    }
}

impl PartialEq for Quantity {
    fn eq(&self, other: &Self) -> bool {
        self.partial_cmp(other) == Some(Ordering::Equal)
    }
}

impl PartialOrd for Quantity {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        (self.unit.dimension == other.unit.dimension).then(|| Some(self.in_base()?.cmp(&other.in_base()?))).flatten()
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.value, self.unit)
    }
}
