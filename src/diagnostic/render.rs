//! Diagnostics as text for people.

use super::{Diagnostic, Language, Sources};

/// One diagnostic with its place, as plain text.
#[must_use]
pub fn render(diagnostic: &Diagnostic, _sources: &Sources, language: Language) -> String {
    diagnostic.message(language)
}

/// All diagnostics, in order of place.
#[must_use]
pub fn render_all(diagnostics: &[Diagnostic], sources: &Sources, language: Language) -> String {
    diagnostics.iter().map(|d| render(d, sources, language)).collect()
}
