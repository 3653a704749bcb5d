//! What can be proved of a benchmark.

/// A property that the prover asks of every benchmark; each has a fault that denies it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Property {
    /// 无空档: every case falls in a tier.
    Complete,
    /// 无重叠: under 唯一, no case falls in two.
    Disjoint,
    /// 无死条: every tier and every item of a list makes a difference.
    Live,
    /// 无误导: under 首个 and 从重, no tier loses a case to a lighter one that asks less.
    Clear,
    /// 不越限: no fine leaves the statutory range.
    Bounded,
    /// 无倒挂: a graver tier is not lighter; a graver fact does not lead to a lighter tier.
    Monotone,
    /// 衔接: the tiers use the whole statutory range. Asked only where a rule set asks for it.
    Seamless,
    /// 因素得分: every case has a score, between 0% and 100%.
    Scored,
    /// 不超上级: no penalty leaves the range of the benchmark that this one refines.
    Refines,
}

impl Property {
    /// All of them.
    pub const ALL: [Property; 9] = [
        Property::Complete,
        Property::Disjoint,
        Property::Live,
        Property::Clear,
        Property::Bounded,
        Property::Monotone,
        Property::Seamless,
        Property::Scored,
        Property::Refines,
    ];

    /// What denies it, as rule files name it.
    #[must_use]
    pub fn fault(self) -> &'static str {
        match self {
            Property::Complete => "空档",
            Property::Disjoint => "重叠",
            Property::Live => "死条",
            Property::Clear => "误导",
            Property::Bounded => "越限",
            Property::Monotone => "倒挂",
            Property::Seamless => "不衔接",
            Property::Scored => "得分",
            Property::Refines => "超上级",
        }
    }

    /// Its own name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Property::Complete => "无空档",
            Property::Disjoint => "无重叠",
            Property::Live => "无死条",
            Property::Clear => "无误导",
            Property::Bounded => "不越限",
            Property::Monotone => "无倒挂",
            Property::Seamless => "幅度衔接",
            Property::Scored => "因素得分",
            Property::Refines => "不超上级",
        }
    }
}
