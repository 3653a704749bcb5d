//! Every problem a rule file can have: its code, gravity, texts in both languages. One file an area, one entry a problem.
//!
//! The manual page of a code is `docs/diagnostics/ZS####.md`; its failing example is `tests/diagnostics/ZS####.zs`.

mod pages;
mod particular;

use super::{Language, Severity};
use std::fmt;

/// A stable code: `ZS0101`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Code(&'static str);

impl Code {
    /// The code as text.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.0
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// Defines an area's problems. An entry is
/// `"ZS0101" Error Name { field: Type } => zh "…{field}…", en "…"; help zh "…", en "…";`
macro_rules! problems {
    ($(#[$meta:meta])* $area:ident { $(
        $(#[$doc:meta])*
        $code:literal $severity:ident $variant:ident { $($field:ident : $ty:ty),* $(,)? } =>
            zh $zh:literal, en $en:literal;
            $(help zh $help_zh:literal, en $help_en:literal;)?
    )* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum $area { $(
            $(#[$doc])*
            $variant {
                $(
                    #[doc = concat!("`", stringify!($field), "` of the texts.")]
                    $field: $ty
                ),*
            },
        )* }

        #[allow(unused_variables)]
        impl $area {
            /// The codes of the area with their gravity, in order.
            pub(super) const CODES: &'static [(super::Code, $crate::diagnostic::Severity)] =
                &[$((super::Code($code), $crate::diagnostic::Severity::$severity)),*];

            pub(super) fn code(&self) -> super::Code {
                match self { $(Self::$variant { .. } => super::Code($code),)* }
            }

            pub(super) fn severity(&self) -> $crate::diagnostic::Severity {
                match self { $(Self::$variant { .. } => $crate::diagnostic::Severity::$severity,)* }
            }

            pub(super) fn message(&self, language: $crate::diagnostic::Language) -> String {
                match self { $(Self::$variant { $($field),* } => match language {
                    $crate::diagnostic::Language::Chinese => format!($zh),
                    $crate::diagnostic::Language::English => format!($en),
                },)* }
            }

            pub(super) fn help(&self, language: $crate::diagnostic::Language) -> Option<String> {
                match self { $(Self::$variant { $($field),* } => {
                    $(return Some(match language {
                        $crate::diagnostic::Language::Chinese => format!($help_zh),
                        $crate::diagnostic::Language::English => format!($help_en),
                    });)?
                    #[allow(unreachable_code)]
                    None
                })* }
            }
        }

        impl $area {
            pub(super) fn particulars(&self) -> Vec<super::Particular> {
                match self { $(Self::$variant { $($field),* } => vec![$(super::particular::Part::told($field)),*],)* }
            }

            /// The problem of that code, if it is of this area.
            pub(super) fn restored(code: &str, particulars: &mut dyn Iterator<Item = super::Particular>) -> Option<Self> {
                match code {
                    $($code => Some(Self::$variant { $($field: super::particular::Part::of(particulars.next()?)?),* }),)*
                    _ => None,
                }
            }
        }

        impl From<$area> for super::Problem {
            fn from(problem: $area) -> Self {
                super::Problem::$area(problem)
            }
        }
    };
}

mod benchmark;
mod case;
mod citation;
mod name;
mod proof;
mod review;
mod rule;
mod scoring;
mod set;
mod soundness;
mod source;
mod syntax;
mod term;
mod typing;
mod usage;

pub(crate) use pages::section;
pub(crate) use particular::Particular;
pub use term::Term;

/// Lists the areas once for everything that asks all of them.
macro_rules! areas {
    ($($area:ident in $module:ident: $doc:literal),* $(,)?) => {
        $(pub use $module::$area;)*

        /// A problem of any area.
        #[derive(Debug, Clone, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum Problem {
            $(#[doc = $doc] $area($area),)*
        }

        impl Problem {
            /// The stable code.
            #[must_use]
            pub fn code(&self) -> Code {
                match self { $(Self::$area(p) => p.code(),)* }
            }

            /// How grave it is.
            #[must_use]
            pub fn severity(&self) -> Severity {
                match self { $(Self::$area(p) => p.severity(),)* }
            }

            /// The message in `language`, one sentence.
            #[must_use]
            pub fn message(&self, language: Language) -> String {
                match self { $(Self::$area(p) => p.message(language),)* }
            }

            /// What to do about it, if there is something to say of the problem in general.
            #[must_use]
            pub fn help(&self, language: Language) -> Option<String> {
                match self { $(Self::$area(p) => p.help(language),)* }
            }

            /// The particulars that its texts need, in order.
            pub(crate) fn particulars(&self) -> Vec<Particular> {
                match self { $(Self::$area(p) => p.particulars(),)* }
            }

            /// The problem of a code with these particulars; `None` where it needs others.
            pub(crate) fn restored(code: &str, particulars: Vec<Particular>) -> Option<Problem> {
                let mut particulars = particulars.into_iter();
                // Of all areas only that of the code takes any.
                let problem = None$(.or_else(|| $area::restored(code, &mut particulars).map(Problem::$area)))*?;
                particulars.next().is_none().then_some(problem)
            }
        }

        impl Code {
            /// Every code with its gravity, in order of areas.
            pub fn all() -> impl Iterator<Item = (Code, Severity)> {
                [$($area::CODES),*].into_iter().flatten().copied()
            }
        }
    };
}

areas! {
    SourceProblem in source: "Of files and limits.",
    SyntaxProblem in syntax: "Of how a file is written.",
    NameProblem in name: "Of names, imports and the places of clauses.",
    TypeProblem in typing: "Of types, units, records and conditions.",
    BenchmarkProblem in benchmark: "Of benchmarks and what they impose.",
    RuleProblem in rule: "Of circumstances, range rules and procedure rules.",
    CaseProblem in case: "Of cases.",
    SetProblem in set: "Of rule sets and versions.",
    SoundnessProblem in soundness: "Of figures that cannot be right.",
    ProofProblem in proof: "Of what the prover finds.",
    UsageProblem in usage: "Of things missing or never used.",
    CitationProblem in citation: "Of citations, where a registry is asked.",
    ReviewProblem in review: "Of checks of documents.",
    ScoringProblem in scoring: "Of scoring standards.",
}

impl Code {
    /// The code written `text` (upper or lower case), if there is one.
    #[must_use]
    pub fn parse(text: &str) -> Option<Code> {
        Code::all().map(|(code, _)| code).find(|code| code.0.eq_ignore_ascii_case(text.trim()))
    }

    /// Its manual page, in both languages (Markdown).
    #[must_use]
    pub fn page(self) -> Option<&'static str> {
        pages::page(self.0)
    }
}
