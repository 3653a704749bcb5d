//! The manual pages, kept as Markdown in `docs/diagnostics/`.

/// The page of a code.
pub(super) fn page(_code: &str) -> Option<&'static str> {
    None
}
