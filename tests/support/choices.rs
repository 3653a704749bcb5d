//! A tape of choices that generators read: proptest fills it and shortens it, so that what fails is shown small.
//!
//! A tape that has run out gives 0 for ever, so every generator must stop when each choice is its first.

use proptest::collection::vec;
use proptest::prelude::{ProptestConfig, Strategy, any};

/// The tape.
#[derive(Debug, Clone)]
pub struct Choices {
    tape: Vec<u16>,
    at: usize,
}

impl Choices {
    /// A tape of what was chosen.
    pub fn new(tape: Vec<u16>) -> Self {
        Self { tape, at: 0 }
    }

    /// A number below `count`.
    pub fn below(&mut self, count: usize) -> usize {
        let value = self.tape.get(self.at).copied().unwrap_or(0);
        self.at += 1;
        usize::from(value) % count.max(1)
    }

    /// Whether something happens that happens `times` in ten.
    pub fn often(&mut self, times: usize) -> bool {
        self.below(10) >= 10 - times
    }

    /// One of several.
    pub fn one<T: Copy>(&mut self, of: &[T]) -> T {
        let at = self.below(of.len());
        of[at]
    }

    /// Whether the tape has run out.
    pub fn spent(&self) -> bool {
        self.at >= self.tape.len()
    }
}

/// What `make` makes of tapes of up to `length` choices.
pub fn made<T: std::fmt::Debug>(length: usize, make: fn(&mut Choices) -> T) -> impl Strategy<Value = T> {
    vec(any::<u16>(), 0..length).prop_map(move |tape| make(&mut Choices::new(tape)))
}

/// A run of `cases` cases, or as many as `PROPTEST_CASES` asks for.
pub fn runs(cases: u32) -> ProptestConfig {
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|n| n.parse().ok());
    ProptestConfig { cases: asked.unwrap_or(cases), max_shrink_iters: 4_000, failure_persistence: None, ..ProptestConfig::default() }
}
