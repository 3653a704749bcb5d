//! What the engine itself finds, beside the rules: one code, title and gravity each, and the page that explains it.

use crate::diagnostic::Severity;

const PAGES: &str = include_str!("../../../docs/findings.md");

/// A finding of the engine itself; those of rules have the rule's name for a code.
///
/// ```
/// use zhunsheng::engine::FindingCode;
/// assert_eq!(FindingCode::parse("zse011"), Some(FindingCode::TooHeavy));
/// assert!(FindingCode::TooHeavy.page().is_some_and(|page| page.contains("拟处罚过重")));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FindingCode {
    /// The case names no benchmark and none applies.
    NoBenchmark,
    /// Whether a benchmark applies is not known.
    ApplicabilityOpen,
    /// No tier fits the case.
    Gap,
    /// Several tiers fit where one may.
    Overlap,
    /// The benchmark was not in force.
    NotInForce,
    /// The days of the act, its end and the decision do not follow each other.
    DaysReversed,
    /// The proposed penalty is above the range.
    TooHeavy,
    /// The proposed penalty is below the range.
    TooLight,
    /// The proposed penalty is of another kind.
    WrongKind,
}

impl FindingCode {
    /// All of them, in order of code.
    pub const ALL: [FindingCode; 9] = [
        FindingCode::NoBenchmark,
        FindingCode::ApplicabilityOpen,
        FindingCode::Gap,
        FindingCode::Overlap,
        FindingCode::NotInForce,
        FindingCode::DaysReversed,
        FindingCode::TooHeavy,
        FindingCode::TooLight,
        FindingCode::WrongKind,
    ];

    /// The stable code, `ZSE###`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            FindingCode::NoBenchmark => "ZSE001",
            FindingCode::ApplicabilityOpen => "ZSE002",
            FindingCode::Gap => "ZSE003",
            FindingCode::Overlap => "ZSE004",
            FindingCode::NotInForce => "ZSE005",
            FindingCode::DaysReversed => "ZSE006",
            FindingCode::TooHeavy => "ZSE011",
            FindingCode::TooLight => "ZSE012",
            FindingCode::WrongKind => "ZSE013",
        }
    }

    /// What it is called.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            FindingCode::NoBenchmark => "没有基准",
            FindingCode::ApplicabilityOpen => "适用待定",
            FindingCode::Gap => "空档",
            FindingCode::Overlap => "重叠",
            FindingCode::NotInForce => "不在施行期间",
            FindingCode::DaysReversed => "日期先后不合",
            FindingCode::TooHeavy => "拟处罚过重",
            FindingCode::TooLight => "拟处罚过轻",
            FindingCode::WrongKind => "拟处罚的种类不符",
        }
    }

    /// How grave it is.
    #[must_use]
    pub fn severity(self) -> Severity {
        match self {
            FindingCode::ApplicabilityOpen => Severity::Hint,
            FindingCode::NoBenchmark | FindingCode::DaysReversed => Severity::Warning,
            FindingCode::Gap
            | FindingCode::Overlap
            | FindingCode::NotInForce
            | FindingCode::TooHeavy
            | FindingCode::TooLight
            | FindingCode::WrongKind => Severity::Error,
        }
    }

    /// The code of these letters, upper or lower case.
    #[must_use]
    pub fn parse(code: &str) -> Option<FindingCode> {
        FindingCode::ALL.into_iter().find(|one| one.code().eq_ignore_ascii_case(code.trim()))
    }

    /// Its page, in both languages (Markdown).
    #[must_use]
    pub fn page(self) -> Option<&'static str> {
        crate::diagnostic::section(PAGES, "ZSE", self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::FindingCode;

    #[test]
    fn every_finding_has_its_page_under_its_title() {
        for code in FindingCode::ALL {
            let heading = format!("### {} {} · ", code.code(), code.title());
            assert!(code.page().is_some_and(|page| page.starts_with(&heading) && page.lines().count() >= 5), "{heading}");
        }
    }
}
