//! The manual pages of the codes `ZSE###`: the sections of `docs/findings.md`.

use crate::diagnostic::section;

const PAGES: &str = include_str!("../../docs/findings.md");

/// The page of a code of a decision's finding (upper or lower case), in both languages (Markdown).
///
/// ```
/// assert!(zhunsheng::report::finding_page("ZSE006").unwrap().contains("行为日期"));
/// assert_eq!(zhunsheng::report::finding_page("ZSE999"), None);
/// ```
#[must_use]
pub fn finding_page(code: &str) -> Option<&'static str> {
    section(PAGES, "ZSE", code)
}
