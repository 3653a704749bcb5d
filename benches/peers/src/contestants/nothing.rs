//! What measuring costs by itself: the case is read, and the answer has been known before.

use super::{Contestant, scan};
use crate::table::{Case, Row};

struct Nothing {
    answers: Vec<usize>,
    cases: Vec<Case>,
}

pub fn load(rows: &[Row], cases: &[Case]) -> Result<Box<dyn Contestant>, String> {
    let mut scan = scan::load(rows, cases)?;
    let answers = (0..cases.len()).map(|at| scan.decide(at)).collect::<Result<_, _>>()?;
    Ok(Box::new(Nothing { answers, cases: cases.to_vec() }))
}

impl Contestant for Nothing {
    fn decide(&mut self, at: usize) -> Result<usize, String> {
        std::hint::black_box(self.cases[at]);
        Ok(self.answers[at])
    }
}
