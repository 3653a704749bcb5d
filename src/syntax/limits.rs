//! How much one source may ask of the parser; checked before the grammar runs.

/// Limits on one source. Exceeding one gives a single clear diagnostic (`ZS000#`), never a crash or a long wait.
///
/// ```
/// use zhunsheng::syntax::Limits;
/// let limits = Limits { nesting: 16, ..Limits::default() };
/// assert_eq!(limits.source_bytes, 16 * 1024 * 1024);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The longest source in bytes (16 MiB): far above any published benchmark, below what could stall a service.
    pub source_bytes: usize,
    /// The deepest nesting of brackets of all kinds (64): the parser recurses once a level.
    pub nesting: usize,
    /// The most terms joined in one expression or condition without brackets (1,000).
    pub terms: usize,
    /// The most diagnostics reported for one source (200); one more then says how many were left out.
    pub diagnostics: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { source_bytes: 16 * 1024 * 1024, nesting: 64, terms: 1_000, diagnostics: 200 }
    }
}
