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

#[cfg(test)]
mod tests {
    use super::finding_page;

    #[test]
    fn every_code_of_the_engine_has_its_page() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/engine/whole");
        let mut codes = std::collections::BTreeSet::new();
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let text = std::fs::read_to_string(entry.expect("an entry").path()).expect("a text");
            codes.extend(text.split('"').filter(|part| part.len() == 6 && part.starts_with("ZSE")).map(str::to_owned));
        }
        assert!(codes.len() >= 9, "{codes:?}");
        for code in codes {
            assert!(finding_page(&code).is_some(), "{code}");
        }
    }
}
