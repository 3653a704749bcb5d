//! What may be wrong with a submission: one stable code a mistake, in both languages, with the JSON pointer.

use crate::diagnostic::Language;

use super::expected::{Expected, Found};
use super::sheet;
use crate::law::date::display;

/// A mistake of a submission, in its place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.render(Language::Chinese))]
pub struct InputProblem {
    pointer: String,
    mistake: Mistake,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Mistake {
    /// Something of another type.
    WrongType {
        /// What was found.
        found: Found,
        /// What was expected.
        expected: Expected,
    },
    /// A figure in a unit that does not belong to the fact.
    WrongUnit {
        /// What was found.
        found: Found,
        /// What was expected.
        expected: Expected,
    },
    /// null for a fact that is not 可缺.
    Null {
        /// What was expected.
        expected: Expected,
    },
    /// A name that is no fact of the rules.
    UnknownFact {
        /// The name.
        name: String,
        /// What may have been meant.
        near: Vec<String>,
    },
    /// A value outside its declared bounds.
    OutOfBounds {
        /// What was found.
        found: Found,
        /// The declared bounds, in the rule's words.
        bounds: String,
    },
    /// A fact that is not given, when all were asked for.
    Missing {
        /// Its key.
        name: String,
        /// What was expected.
        expected: Expected,
    },
    /// A text that is no member of the fact's 类别 or 等级.
    NotAMember {
        /// What was found.
        found: Found,
        /// The members.
        expected: Expected,
        /// What may have been meant.
        near: Vec<String>,
    },
    /// A text that is no date, or a day that the calendar does not have.
    BadDate {
        /// What was found.
        found: Found,
    },
    /// An amount finer than 分.
    FinerThanFen {
        /// What was found.
        found: Found,
    },
    /// A name that is no benchmark of the rules.
    UnknownBenchmark {
        /// The name.
        name: String,
        /// What may have been meant.
        near: Vec<String>,
    },
    /// A fact that is given twice: nested and with a dotted key, or under a key and its alias.
    GivenTwice {
        /// Its key.
        name: String,
    },
    /// A fraction where a whole number belongs.
    NotWhole {
        /// What was found.
        found: Found,
    },
    /// A number too large or too fine to be held exactly.
    TooLarge {
        /// What was found.
        found: Found,
    },
    /// A key that a submission does not have.
    UnknownKey {
        /// The key.
        name: String,
        /// What may have been meant.
        near: Vec<String>,
    },
    /// A name that is no kind of penalty.
    UnknownPenalty {
        /// The name.
        name: String,
        /// What may have been meant.
        near: Vec<String>,
    },
    /// A fact that the rules derive from others (定义).
    Derived {
        /// Its name.
        name: String,
    },
    /// Two keys that cannot stand together.
    Conflict {
        /// The one.
        one: String,
        /// The other.
        other: String,
    },
    /// A list of acts without an act.
    NoActs,
}

impl InputProblem {
    pub(crate) fn new(pointer: impl Into<String>, mistake: Mistake) -> InputProblem {
        InputProblem { pointer: pointer.into(), mistake }
    }

    /// Where: a JSON pointer (RFC 6901) into the submission; empty is the whole.
    #[must_use]
    pub fn pointer(&self) -> &str {
        &self.pointer
    }

    /// What is wrong.
    #[must_use]
    pub fn mistake(&self) -> &Mistake {
        &self.mistake
    }

    /// The stable code: `ZSI14`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self.mistake {
            Mistake::WrongType { .. } => "ZSI11",
            Mistake::WrongUnit { .. } => "ZSI12",
            Mistake::Null { .. } => "ZSI13",
            Mistake::UnknownFact { .. } => "ZSI14",
            Mistake::OutOfBounds { .. } => "ZSI15",
            Mistake::Missing { .. } => "ZSI16",
            Mistake::NotAMember { .. } => "ZSI17",
            Mistake::BadDate { .. } => "ZSI18",
            Mistake::FinerThanFen { .. } => "ZSI19",
            Mistake::UnknownBenchmark { .. } => "ZSI20",
            Mistake::GivenTwice { .. } => "ZSI21",
            Mistake::NotWhole { .. } => "ZSI22",
            Mistake::TooLarge { .. } => "ZSI23",
            Mistake::UnknownKey { .. } => "ZSI24",
            Mistake::UnknownPenalty { .. } => "ZSI25",
            Mistake::Derived { .. } => "ZSI26",
            Mistake::Conflict { .. } => "ZSI27",
            Mistake::NoActs => "ZSI28",
        }
    }

    /// What was expected in place of what was found, if a type says it.
    #[must_use]
    pub fn expected(&self) -> Option<&Expected> {
        match &self.mistake {
            Mistake::WrongType { expected, .. }
            | Mistake::WrongUnit { expected, .. }
            | Mistake::Null { expected }
            | Mistake::Missing { expected, .. }
            | Mistake::NotAMember { expected, .. } => Some(expected),
            Mistake::UnknownFact { .. }
            | Mistake::OutOfBounds { .. }
            | Mistake::BadDate { .. }
            | Mistake::FinerThanFen { .. }
            | Mistake::UnknownBenchmark { .. }
            | Mistake::GivenTwice { .. }
            | Mistake::NotWhole { .. }
            | Mistake::TooLarge { .. }
            | Mistake::UnknownKey { .. }
            | Mistake::UnknownPenalty { .. }
            | Mistake::Derived { .. }
            | Mistake::Conflict { .. }
            | Mistake::NoActs => None,
        }
    }

    /// What may have been meant, the likeliest first.
    #[must_use]
    pub fn suggestions(&self) -> &[String] {
        match &self.mistake {
            Mistake::UnknownFact { near, .. }
            | Mistake::NotAMember { near, .. }
            | Mistake::UnknownBenchmark { near, .. }
            | Mistake::UnknownKey { near, .. }
            | Mistake::UnknownPenalty { near, .. } => near,
            Mistake::WrongType { .. }
            | Mistake::WrongUnit { .. }
            | Mistake::Null { .. }
            | Mistake::OutOfBounds { .. }
            | Mistake::Missing { .. }
            | Mistake::BadDate { .. }
            | Mistake::FinerThanFen { .. }
            | Mistake::GivenTwice { .. }
            | Mistake::NotWhole { .. }
            | Mistake::TooLarge { .. }
            | Mistake::Derived { .. }
            | Mistake::Conflict { .. }
            | Mistake::NoActs => &[],
        }
    }

    /// The message in `language`, one sentence, without the place.
    #[must_use]
    pub fn message(&self, language: Language) -> String {
        match language {
            Language::Chinese => self.chinese(),
            Language::English => self.english(),
        }
    }

    fn chinese(&self) -> String {
        let zh = Language::Chinese;
        match &self.mistake {
            Mistake::WrongType { found, expected } => {
                format!("应为{}，却是{}", expected.text(zh), found.text(zh))
            }
            Mistake::WrongUnit { found, expected } => format!("单位不符：应为{}，却是{}", expected.text(zh), found.text(zh)),
            Mistake::Null { expected } => format!("不能为空（null）：应为{}", expected.text(zh)),
            Mistake::UnknownFact { name, .. } => format!("规则里没有名为「{name}」的要素"),
            Mistake::OutOfBounds { found, bounds } => {
                format!("超出声明的取值范围：应为{bounds}，却是{}", found.text(zh))
            }
            Mistake::Missing { name, expected } => {
                format!("缺少要素「{name}」：应为{}", expected.text(zh))
            }
            Mistake::NotAMember { found, expected, .. } => format!("应为{}，却是{}", expected.text(zh), found.text(zh)),
            Mistake::BadDate { found } => format!("{}不是日历上的日期：应如“2026-01-01”、“2026/1/1”、“2026年1月1日”", found.text(zh)),
            Mistake::FinerThanFen { found } => format!("金额不能细于分：{}", found.text(zh)),
            Mistake::UnknownBenchmark { name, .. } => format!("规则里没有名为「{name}」的基准"),
            Mistake::GivenTwice { name } => format!("「{name}」给了两次，无法判断以哪个为准"),
            Mistake::NotWhole { found } => format!("应为整数，却是{}", found.text(zh)),
            Mistake::TooLarge { found } => {
                format!("{}太大或者位数太多，无法精确计算", found.text(zh))
            }
            Mistake::UnknownKey { name, .. } => format!("案件没有「{name}」这一栏"),
            Mistake::UnknownPenalty { name, .. } => format!("规则里没有名为「{name}」的处罚种类"),
            Mistake::Derived { name } => {
                format!("「{name}」是由其他要素推出的（定义），不能直接给出")
            }
            Mistake::Conflict { one, other } => format!("「{one}」和「{other}」不能同时给出"),
            Mistake::NoActs => "「行为」里一个行为也没有".to_owned(),
        }
    }

    fn english(&self) -> String {
        let en = Language::English;
        match &self.mistake {
            Mistake::WrongType { found, expected } => {
                format!("expected {}, found {}", expected.text(en), found.text(en))
            }
            Mistake::WrongUnit { found, expected } => format!("wrong unit: expected {}, found {}", expected.text(en), found.text(en)),
            Mistake::Null { expected } => {
                format!("must not be null: expected {}", expected.text(en))
            }
            Mistake::UnknownFact { name, .. } => format!("the rules have no fact named `{name}`"),
            Mistake::OutOfBounds { found, bounds } => format!("outside the declared bounds: expected {bounds}, found {}", found.text(en)),
            Mistake::Missing { name, expected } => format!("the fact `{name}` is missing: expected {}", expected.text(en)),
            Mistake::NotAMember { found, expected, .. } => format!("expected {}, found {}", expected.text(en), found.text(en)),
            Mistake::BadDate { found } => {
                format!("{} is no day of the calendar: expected a date such as `2026-01-01`", found.text(en))
            }
            Mistake::FinerThanFen { found } => format!("an amount cannot be finer than 分 (0.01 yuan): {}", found.text(en)),
            Mistake::UnknownBenchmark { name, .. } => {
                format!("the rules have no benchmark named `{name}`")
            }
            Mistake::GivenTwice { name } => {
                format!("`{name}` is given twice; which one counts cannot be told")
            }
            Mistake::NotWhole { found } => {
                format!("expected a whole number, found {}", found.text(en))
            }
            Mistake::TooLarge { found } => format!("{} is too large or too fine to be computed exactly", found.text(en)),
            Mistake::UnknownKey { name, .. } => format!("a case has no key `{name}`"),
            Mistake::UnknownPenalty { name, .. } => {
                format!("the rules have no kind of penalty named `{name}`")
            }
            Mistake::Derived { name } => {
                format!("`{name}` is derived from other facts (定义) and cannot be given")
            }
            Mistake::Conflict { one, other } => {
                format!("`{one}` and `{other}` cannot be given together")
            }
            Mistake::NoActs => "`行为` holds no act".to_owned(),
        }
    }

    /// What to do about it in `language`, if there is something to say.
    #[must_use]
    pub fn help(&self, language: Language) -> Option<String> {
        let near = self.suggestions();
        if !near.is_empty() {
            return Some(match language {
                Language::Chinese => format!("是不是「{}」？", near.join("」、「")),
                Language::English => format!("did you mean `{}`?", near.join("`, `")),
            });
        }
        if let Mistake::BadDate { found: Found::Text(text) } = &self.mistake
            && let Some(day) = sheet::counted(text)
        {
            return Some(match language {
                Language::Chinese => format!("像是电子表格的日期序号（按1900年起算是{}）：把这一栏设成日期格式再另存", display(day)),
                Language::English => {
                    format!(
                        "it looks like a spreadsheet's count of days ({day}, counted from 1900): format the column as dates and save it again"
                    )
                }
            });
        }
        let (zh, en) = match &self.mistake {
            Mistake::Null { .. } => (
                "没有查明的，不写这一项；只有声明为“可缺”的要素才可以写 null，表示确实没有",
                "leave out what is not established; only a fact declared 可缺 may be null, which says that there is none",
            ),
            Mistake::WrongType { expected: Expected::Period(_), .. } => ("期间要写明单位", "write the unit of a period"),
            Mistake::UnknownKey { .. } => ("要素写在「要素」里面", "facts belong in `要素`"),
            Mistake::Derived { .. } => ("请给出它所依据的要素", "give the facts that it rests on"),
            Mistake::Conflict { .. } => ("只保留其中之一", "keep one of them"),
            Mistake::NoActs => ("至少写一个行为，或者用「要素」代替「行为」", "state at least one act, or use `要素` in place of `行为`"),
            Mistake::WrongType { .. }
            | Mistake::WrongUnit { .. }
            | Mistake::UnknownFact { .. }
            | Mistake::OutOfBounds { .. }
            | Mistake::Missing { .. }
            | Mistake::NotAMember { .. }
            | Mistake::BadDate { .. }
            | Mistake::FinerThanFen { .. }
            | Mistake::UnknownBenchmark { .. }
            | Mistake::GivenTwice { .. }
            | Mistake::NotWhole { .. }
            | Mistake::TooLarge { .. }
            | Mistake::UnknownPenalty { .. } => return None,
        };
        Some(match language {
            Language::Chinese => zh.to_owned(),
            Language::English => en.to_owned(),
        })
    }

    /// Code, place, message and help in one line: `ZSI14 /要素/违法所的：…`.
    #[must_use]
    pub fn render(&self, language: Language) -> String {
        let message = self.message(language);
        let help = self.help(language);
        let code = self.code();
        match language {
            Language::Chinese => {
                let place = if self.pointer.is_empty() { "整个案件" } else { &self.pointer };
                let help = help.map(|help| format!("；{help}")).unwrap_or_default();
                format!("{code} {place}：{message}{help}")
            }
            Language::English => {
                let place = if self.pointer.is_empty() { "the whole case" } else { &self.pointer };
                let help = help.map(|help| format!("; {help}")).unwrap_or_default();
                format!("{code} {place}: {message}{help}")
            }
        }
    }
}
