//! The manual pages of the codes `ZSI##`: the sections of `docs/input.md`.

const PAGES: &str = include_str!("../../docs/input.md");

/// The page of a code (upper or lower case), in both languages (Markdown).
#[must_use]
pub fn page(code: &str) -> Option<&'static str> {
    let code = code.trim().to_ascii_uppercase();
    crate::diagnostic::section(PAGES, &code).filter(|_| code.starts_with("ZSI"))
}

#[cfg(test)]
mod tests {
    use super::page;

    #[test]
    fn every_code_has_its_page() {
        for code in (1..=5).chain(11..=28) {
            assert!(page(&format!("ZSI{code:02}")).is_some(), "ZSI{code:02}");
        }
        assert!(page("zsi14").is_some_and(|text| text.starts_with("### ZSI14 ") && !text.contains("ZSI15")));
        assert_eq!(page("ZSI99"), None);
        assert_eq!(page(""), None);
    }
}
