//! Those who decide the table, one a file. Each is given the table in the form that is natural to it, and its cases beforehand
//! in its own values; what is measured is one decision and reading the row's number from its answer.

pub mod cel;
pub mod dsntk;
pub mod nothing;
pub mod regorus;
pub mod rhai;
pub mod scan;
pub mod zen;
pub mod zhunsheng;

use crate::table::{Case, Row};

/// A table that is loaded, with its cases.
pub trait Contestant {
    /// The number of the row that fits case `at`, from 0.
    fn decide(&mut self, at: usize) -> Result<usize, String>;

    /// Decides the first cases, so many, in turn: the loop is compiled with each contestant, and knows which it calls.
    fn pass(&mut self, cases: usize) -> Result<(), String> {
        for at in 0..cases {
            std::hint::black_box(self.decide(std::hint::black_box(at))?);
        }
        Ok(())
    }
}

/// What loads a table.
pub type Load = fn(&[Row], &[Case]) -> Result<Box<dyn Contestant>, String>;

/// All contestants: name, the largest table that it is given, loader. The others are compared with the first.
pub const ALL: [(&str, usize, Load); 10] = [
    ("zhunsheng, prepared row", usize::MAX, zhunsheng::load_prepared),
    ("nothing (the loop)", usize::MAX, nothing::load),
    ("scan by hand", usize::MAX, scan::load),
    ("zhunsheng, full report", usize::MAX, zhunsheng::load),
    ("rhai", usize::MAX, rhai::load),
    ("zen-engine", usize::MAX, zen::load),
    ("regorus, interpreter", 1_024, regorus::load),
    // A rule has at most 255 registers.
    ("regorus, RVM", 12, regorus::load_rvm),
    ("dsntk", 10_000, dsntk::load),
    ("cel", usize::MAX, cel::load),
];

/// Any error in words.
fn told(error: impl std::fmt::Debug) -> String {
    let mut text = format!("{error:?}");
    text.truncate(text.char_indices().nth(300).map_or(text.len(), |(at, _)| at));
    text
}
