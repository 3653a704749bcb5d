//! Versions of rule sets: dates, rounding, what bears on what, digests.

use std::collections::{HashMap, HashSet};

use sha2::{Digest, Sha256};

use super::Checker;
use super::names::problem_at;
use crate::diagnostic::{RuleProblem, SetProblem, Span, Term, UsageProblem};
use crate::law::{Date, Money, Rounding};
use crate::model::{CircumstanceId, FactId, ProcedureId, Property, RangeRuleId, RoundingRule, RuleSetVersion, SetId};
use crate::syntax::tree::{ClauseKind, DateRole, Fault, Name, TextRole};

/// What the cases of a rule set need of it.
#[derive(Clone, Default)]
pub(super) struct Sets {
    /// The facts of the circumstances and procedure rules that bear on a set, by key.
    pub(super) shared: Vec<HashMap<String, Vec<FactId>>>,
    /// The facts of each circumstance and procedure rule.
    pub(super) circumstance_facts: Vec<Vec<FactId>>,
    pub(super) procedure_facts: Vec<Vec<FactId>>,
}

const DEFAULT_ROUNDING: RoundingRule = RoundingRule { step: Money::from_fen(1), rounding: Rounding::HalfUp };

impl<'t> Checker<'t> {
    /// Lowers the heads of all rule sets.
    pub(super) fn lower_sets(&mut self) {
        let declared = std::mem::take(&mut self.rules.sets);
        for one in &declared {
            let block = Term::new("「规则集」", "a rule set’s head (规则集)");
            let name = one.name;
            let (mut version, mut issuer, mut effective, mut expires, mut rounding) = (None, None, None, None, None);
            let mut unread = false;
            let mut levels = Vec::new();
            for clause in &one.body.clauses {
                match &clause.node {
                    ClauseKind::Text { role: TextRole::Version, text } => self.once(&mut version, text.node.clone(), clause, &block),
                    ClauseKind::Text { role: TextRole::Issuer, text } => self.once(&mut issuer, text.node.clone(), clause, &block),
                    ClauseKind::DateOf { role: DateRole::Effective, date } => self.once(&mut effective, date.node, clause, &block),
                    ClauseKind::DateOf { role: DateRole::Expires, date } => self.once(&mut expires, date.node, clause, &block),
                    ClauseKind::Round { unit, rounding: way } => {
                        if let Some(step) = self.rounding_step(unit) {
                            self.once(&mut rounding, RoundingRule { step, rounding: way.node }, clause, &block);
                        }
                    }
                    ClauseKind::Verify { fault, level } => levels.push((property(fault.node), level.node)),
                    ClauseKind::Bad { .. } => unread = true,
                    _ => self.misplaced(clause, &block),
                }
            }
            if version.is_none() && !unread {
                self.report(SetProblem::NoVersion { name: name.node.clone() }, name.span);
            }
            if effective.is_none() && !unread {
                self.report(SetProblem::NoEffective { name: name.node.clone() }, name.span);
            }
            if let (Some((from, first)), Some((to, span))) = (effective, expires)
                && to <= from
            {
                self.out.push(problem_at(SetProblem::ExpiresEarly {}, span).label(first, "施行日期在这里", "in force from here"));
            }
            let source = self.files.get(one.file).map_or(name.span.source, |f| f.source);
            self.model.sets.push(RuleSetVersion {
                name: name.node.clone(),
                version: version.map_or_else(String::new, |(v, _)| v),
                issuer: issuer.map(|(i, _)| i),
                effective: effective.map_or(Date::MIN, |(d, _)| d),
                expires: expires.map(|(d, _)| d),
                rounding: rounding.map_or(DEFAULT_ROUNDING, |(r, _)| r),
                levels,
                digest: self.digest(one.file),
                source,
                closure: Vec::new(),
                benchmarks: Vec::new(),
                circumstances: Vec::new(),
                procedures: Vec::new(),
                range_rule: None,
                name_span: name.span,
            });
        }
        self.rules.sets = declared;
        self.compare_versions();
    }

    fn rounding_step(&mut self, unit: &Name) -> Option<Money> {
        let fen = match unit.node.as_str() {
            "分" => 1,
            "角" => 10,
            "元" => 100,
            "十元" => 1_000,
            "百元" => 10_000,
            "千元" => 100_000,
            "万元" => 1_000_000,
            _ => {
                self.report(SetProblem::RoundingUnit { unit: unit.node.clone() }, unit.span);
                return None;
            }
        };
        Some(Money::from_fen(fen))
    }

    /// SHA-256 over the file and all it imports, by name, each with its length, so that no two lists of files run together.
    fn digest(&self, file: usize) -> String {
        let mut seen: Vec<(&str, &str)> = self
            .reach
            .of(file)
            .iter()
            .filter_map(|&f| self.files.get(f))
            .map(|f| (f.name.as_str(), self.sources.get(f.source).map_or("", |s| s.text())))
            .collect();
        seen.sort_unstable();
        let mut hash = Sha256::new();
        for (name, text) in seen {
            for part in [name, text] {
                hash.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_le_bytes());
                hash.update(part.as_bytes());
            }
        }
        hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Versions of one name: no two alike, no two in force at once. Those of another base are another time's rules.
    fn compare_versions(&mut self) {
        let base = |at: usize| self.rules.sets.get(at).and_then(|s| self.files.get(s.file)).map_or(0, |f| f.base);
        let mut by_name: HashMap<(usize, &str), Vec<usize>> = HashMap::new();
        for (at, set) in self.model.sets.iter().enumerate() {
            by_name.entry((base(at), &set.name)).or_default().push(at);
        }
        let mut found = Vec::new();
        for (at, set) in self.model.sets.iter().enumerate() {
            // Each name once, at its first version.
            let Some(versions) = by_name.remove(&(base(at), set.name.as_str())) else { continue };
            let mut versions: Vec<&RuleSetVersion> = versions.iter().filter_map(|&v| self.model.sets.get(v)).collect();
            let mut numbers: HashMap<&str, Span> = HashMap::new();
            for version in &versions {
                if let Some(&first) = numbers.get(version.version.as_str()) {
                    if !version.version.is_empty() {
                        let problem = SetProblem::SameVersion { name: version.name.clone(), version: version.version.clone() };
                        found.push(problem_at(problem, version.name_span).label(first, "另一个版本在这里", "the other version is here"));
                    }
                } else {
                    numbers.insert(&version.version, version.name_span);
                }
            }
            versions.sort_by_key(|v| v.effective);
            for pair in versions.windows(2) {
                let [earlier, later] = pair else { continue };
                // A missing date was reported already.
                if earlier.effective == Date::MIN {
                    continue;
                }
                if earlier.expires.is_none_or(|end| end > later.effective) {
                    let other = self.sources.get(later.source).map_or("", |s| s.name()).to_owned();
                    let problem = SetProblem::Overlap { name: earlier.name.clone(), other };
                    found.push(problem_at(problem, earlier.name_span).label(
                        later.name_span,
                        "后施行的版本在这里",
                        "the later version is here",
                    ));
                }
            }
        }
        self.out.extend(found);
    }

    /// Gathers what bears on each rule set: its own rules and the imported ones.
    pub(super) fn close_sets(&mut self) {
        let mut circumstances: HashMap<SetId, Vec<CircumstanceId>> = HashMap::new();
        let mut procedures: HashMap<SetId, Vec<ProcedureId>> = HashMap::new();
        let mut ranges: HashMap<SetId, Vec<RangeRuleId>> = HashMap::new();
        let id = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        for (at, one) in self.model.circumstances.iter().enumerate() {
            circumstances.entry(one.set).or_default().push(CircumstanceId(id(at)));
        }
        for (at, one) in self.model.procedures.iter().enumerate() {
            procedures.entry(one.set).or_default().push(ProcedureId(id(at)));
        }
        for (at, one) in self.model.range_rules.iter().enumerate() {
            ranges.entry(one.set).or_default().push(RangeRuleId(id(at)));
        }
        let files: Vec<usize> = self.rules.sets.iter().map(|s| s.file).collect();
        for (at, file) in files.into_iter().enumerate() {
            let own = SetId(id(at));
            let closure: Vec<SetId> = self.reach.of(file).iter().filter_map(|&f| self.rules.set_of.get(f).copied().flatten()).collect();
            let all = |map: &HashMap<SetId, Vec<CircumstanceId>>| closure.iter().filter_map(|s| map.get(s)).flatten().copied().collect();
            let mine = ranges.get(&own).map(Vec::as_slice).unwrap_or_default();
            let range_rule = match mine {
                [] => self.imported_range_rule(&closure, &ranges, own),
                [one] => Some(*one),
                [one, two, ..] => {
                    let span = |id: RangeRuleId| self.model.range_rules.get(id.index()).map(|r| r.span.at_start());
                    if let (Some(first), Some(second)) = (span(*one), span(*two)) {
                        self.out.push(problem_at(RuleProblem::TwoRangeRules {}, second).label(first, "第一个在这里", "the first is here"));
                    }
                    None
                }
            };
            let circumstances: Vec<CircumstanceId> = all(&circumstances);
            let procedures: Vec<ProcedureId> = closure.iter().filter_map(|s| procedures.get(s)).flatten().copied().collect();
            if let Some(set) = self.model.sets.get_mut(at) {
                set.closure = closure;
                set.circumstances = circumstances;
                set.procedures = procedures;
                set.range_rule = range_rule;
            }
        }
        for (at, benchmark) in self.benchmarks.iter().enumerate() {
            if let Some(set) = self.model.sets.get_mut(benchmark.set.index()) {
                set.benchmarks.push(crate::model::BenchmarkId(id(at)));
            }
        }
        self.warn_of_issuers();
    }

    fn imported_range_rule(&mut self, closure: &[SetId], ranges: &HashMap<SetId, Vec<RangeRuleId>>, own: SetId) -> Option<RangeRuleId> {
        let all: Vec<RangeRuleId> = closure.iter().filter_map(|s| ranges.get(s)).flatten().copied().collect();
        if let [one, two, ..] = all.as_slice() {
            // Only matters where there is something to apply it to.
            let place = self.model.sets.get(own.index()).map(|s| s.name_span);
            let span = |id: &RangeRuleId| self.model.range_rules.get(id.index()).map(|r| r.span.at_start());
            if let (Some(place), Some(one), Some(two)) = (place, span(one), span(two)) {
                let diagnostic = problem_at(RuleProblem::SeveralRangeRules {}, place);
                self.out.push(diagnostic.label(one, "一个在这里", "one is here").label(two, "另一个在这里", "the other is here"));
            }
            return None;
        }
        all.first().copied()
    }

    fn warn_of_issuers(&mut self) {
        let mut found = Vec::new();
        for set in &self.model.sets {
            let published = |b: &crate::model::BenchmarkId| self.benchmarks.get(b.index()).is_some_and(|b| !b.example);
            if set.issuer.is_none() && set.benchmarks.iter().any(published) {
                found.push(problem_at(UsageProblem::NoIssuer { name: set.name.clone() }, set.name_span));
            }
        }
        self.out.extend(found);
    }

    /// Gathers the facts that circumstances and procedure rules share with the benchmarks they bear on, and reports keys of two types.
    pub(super) fn check_shared_keys(&mut self) {
        let mut reported: HashSet<(Span, Span)> = HashSet::new();
        for at in 0..self.model.sets.len() {
            let mut shared: HashMap<String, Vec<FactId>> = HashMap::new();
            let Some(set) = self.model.sets.get(at) else { continue };
            let circumstances = set.circumstances.iter().filter_map(|c| self.sets.circumstance_facts.get(c.index()));
            let procedures = set.procedures.iter().filter_map(|p| self.sets.procedure_facts.get(p.index()));
            let mut all: Vec<FactId> = circumstances.chain(procedures).flatten().copied().collect();
            all.sort_unstable();
            all.dedup();
            let mut conflicts = Vec::new();
            for id in all {
                let Some(key) = self.facts.keys.get(id.index()) else { continue };
                let same = shared.entry(key.clone()).or_default();
                conflicts.extend(same.first().map(|&first| (first, id)));
                same.push(id);
            }
            let benchmarks = set.benchmarks.iter().filter_map(|b| self.benchmarks.get(b.index()));
            for &id in benchmarks.flat_map(|b| &b.facts) {
                let first = self.facts.keys.get(id.index()).and_then(|key| shared.get(key)).and_then(|s| s.first());
                conflicts.extend(first.filter(|&&first| first != id).map(|&first| (first, id)));
            }
            for (first, second) in conflicts {
                let field = |id: FactId| self.model.facts.get(id.index()).map(|f| f.field.clone());
                let (Some(first), Some(second)) = (field(first), field(second)) else { continue };
                if self.same_type(&first.ty, &second.ty) || !reported.insert((first.span, second.span)) {
                    continue;
                }
                let terms = (self.type_term(&first.ty), self.type_term(&second.ty));
                let problem = crate::diagnostic::TypeProblem::FactConflict { name: second.name.clone(), first: terms.0, second: terms.1 };
                self.out.push(problem_at(problem, second.span).label(first.span, "另一处声明在这里", "the other is declared here"));
            }
            self.sets.shared.push(shared);
        }
    }
}

/// The property that a fault denies.
pub(super) fn property(fault: Fault) -> Property {
    match fault {
        Fault::Gap => Property::Complete,
        Fault::Overlap => Property::Disjoint,
        Fault::Dead => Property::Live,
        Fault::Misleading => Property::Clear,
        Fault::Excess => Property::Bounded,
        Fault::Reversal => Property::Monotone,
        Fault::Hole => Property::Seamless,
        Fault::Score => Property::Scored,
        Fault::BeyondHigher => Property::Refines,
    }
}
