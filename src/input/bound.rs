//! A submission bound to the facts of a model: what the engine reads.

use crate::model::{BenchmarkId, FactId, Given, Model, ProposedPenalty};

/// What a case says of each fact of a model; facts that were not set are unknown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseFacts {
    values: Vec<Given>,
}

impl CaseFacts {
    /// Nothing known of any fact of the model.
    #[must_use]
    pub fn new(model: &Model) -> Self {
        Self { values: vec![Given::Unknown; model.facts.len()] }
    }

    /// What is known of a fact.
    #[must_use]
    pub fn get(&self, fact: FactId) -> &Given {
        self.values.get(fact.index()).unwrap_or(&Given::Unknown)
    }

    /// Sets what is known of a fact; a fact of another model is ignored.
    pub fn set(&mut self, fact: FactId, given: Given) {
        if let Some(slot) = self.values.get_mut(fact.index()) {
            *slot = given;
        }
    }
}

/// One act: under which benchmarks it is to be decided, and its facts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    /// The benchmarks that the case names; empty: those whose 适用 condition holds.
    pub benchmarks: Vec<BenchmarkId>,
    /// Its facts.
    pub facts: CaseFacts,
}

/// A case, bound.
#[derive(Debug, Clone, PartialEq)]
pub struct BoundSubmission {
    /// 案号
    pub case: Option<String>,
    /// One or more acts.
    pub acts: Vec<Act>,
    /// 拟处罚
    pub proposed: Option<ProposedPenalty>,
}
