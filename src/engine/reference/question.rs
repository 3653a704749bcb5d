//! The question that would establish a missing fact, with the values that make a difference.

use std::collections::BTreeSet;

use super::unknown::constants_of;
use crate::engine::whole::ask;
use crate::model::{BenchmarkId, FactId, Model, TierTest};

/// `违法所得是多少?(界限:1000元、1万元)`.
pub(in crate::engine) fn question(model: &Model, fact: FactId, benchmark: BenchmarkId) -> String {
    let mut constants = BTreeSet::new();
    for tier in &model[benchmark].tiers {
        if let TierTest::When(condition) = &tier.test {
            constants_of(model, condition, fact, &mut constants);
        }
    }
    ask(model, fact, &constants)
}
