//! The question that would establish a missing fact, with the values that make a difference.

use std::collections::BTreeSet;

use super::unknown::constants_of;
use crate::law::Exact;
use crate::model::{BenchmarkId, FactId, Model, TierTest, Type};

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

/// The question for a fact, with these figures as the bounds that matter.
pub(in crate::engine) fn ask(model: &Model, fact: FactId, constants: &BTreeSet<Exact>) -> String {
    let field = &model[fact].field;
    let key = &model[fact].key;
    let limits: Vec<String> = constants.iter().map(|n| field.ty.show(*n)).collect();
    let limits = if limits.is_empty() { String::new() } else { format!("(界限:{})", limits.join("、")) };
    match &field.ty {
        Type::Boolean => format!("是否{key}?"),
        Type::Category(id) => format!("{key}是哪一种:{}?", model[*id].members.join("、")),
        Type::Date => format!("{key}是哪一天?"),
        Type::List(_) => format!("{key}有哪些?没有的填空列表"),
        Type::Text => format!("{key}是什么?"),
        Type::Integer(_) | Type::Number | Type::Money | Type::Ratio | Type::Multiple | Type::Quantity(_) | Type::Period(_) => {
            format!("{key}是多少?{limits}")
        }
    }
}
