//! What is left over: imports, declarations and facts that nothing uses, benchmarks that no case tries.

use std::collections::HashSet;

use super::Checker;
use super::names::problem_at;
use super::records::FieldDecl;
use crate::diagnostic::{Diagnostic, Problem, Severity, SourceId, Span, Term, UsageProblem};
use crate::model::{ACT_DATE, ACT_END_DATE, DECISION_DATE, DocumentProperty};
use crate::syntax::tree::ClauseKind;

/// What mistakes leave open of what is used: told as unused, a right declaration would be deleted for a slip elsewhere.
struct Misunderstood {
    /// Names that misspelt ones may have meant.
    meant: HashSet<String>,
    /// The lines with an error.
    lines: String,
    /// The files with names that mean nothing, or clauses that cannot be read.
    files: HashSet<SourceId>,
}

impl Misunderstood {
    fn excuses(&self, unused: &Diagnostic) -> bool {
        let named = |name: &str| self.meant.contains(name) || self.lines.contains(name);
        match &unused.problem {
            Problem::UsageProblem(UsageProblem::UnusedImport { .. }) => self.files.contains(&unused.span.source),
            Problem::UsageProblem(
                UsageProblem::UnusedDeclaration { name, .. }
                | UsageProblem::UnusedFact { name }
                | UsageProblem::UnusedDefinition { name }
                | UsageProblem::NoCase { name, .. },
            ) => named(name),
            _ => false,
        }
    }
}

impl Checker<'_> {
    /// Warns of what nothing uses. Files without rules are libraries: what they offer may be for rules not loaded now.
    pub(super) fn warn_of_unused(&mut self) {
        let mut found: Vec<Diagnostic> = Vec::new();
        self.unused_imports(&mut found);
        let has_set = |file: usize| self.rules.set_of.get(file).is_some_and(Option::is_some);
        let unused = |what: Term, name: &str| UsageProblem::UnusedDeclaration { what, name: name.to_owned() };
        for symbol in &self.tables.types.symbols {
            let used = symbol.used
                || match symbol.id {
                    super::collect::TypeName::Record(id) => self.records.used.get(id.index()) == Some(&true),
                    super::collect::TypeName::Enumeration(_) => false,
                    super::collect::TypeName::Bad => true,
                };
            if !used && has_set(symbol.file) {
                let what = match symbol.id {
                    super::collect::TypeName::Record(_) => Term::new("要素组", "group of facts"),
                    super::collect::TypeName::Enumeration(_) | super::collect::TypeName::Bad => Term::new("类别", "category"),
                };
                found.push(problem_at(unused(what, symbol.name), symbol.span));
            }
        }
        for symbol in self.tables.units.symbols.iter().filter(|s| !s.used && has_set(s.file)) {
            found.push(problem_at(unused(Term::new("单位", "unit"), symbol.name), symbol.span));
        }
        for symbol in self.tables.kinds.symbols.iter().filter(|s| !s.used && has_set(s.file)) {
            found.push(problem_at(unused(Term::new("种类", "kind"), symbol.name), symbol.span));
        }
        self.unused_words(&mut found);
        self.unused_fields(&mut found);
        let tried: HashSet<_> = self.model.cases.iter().flat_map(|c| c.benchmarks.iter().copied()).collect();
        let free: HashSet<_> = self
            .model
            .cases
            .iter()
            .filter(|c| c.benchmarks.is_empty() && c.review.is_none() && c.scoring.is_none())
            .map(|c| c.set)
            .collect();
        for (at, benchmark) in self.benchmarks.iter().enumerate() {
            let id = crate::model::BenchmarkId(u32::try_from(at).unwrap_or(u32::MAX));
            if !tried.contains(&id) && !free.contains(&benchmark.set) {
                let what = Term::new("基准", "benchmark");
                found.push(problem_at(UsageProblem::NoCase { what, name: benchmark.name.clone() }, benchmark.name_span));
            }
        }
        let scored: HashSet<_> = self.model.cases.iter().filter_map(|c| c.scoring).collect();
        for id in self.model.scoring_ids().filter(|id| !scored.contains(id)) {
            let scoring = &self.model[id];
            let what = Term::new("评分", "scoring standard");
            found.push(problem_at(UsageProblem::NoCase { what, name: scoring.name.clone() }, scoring.name_span));
        }
        let told = self.misunderstood();
        found.retain(|unused| !told.excuses(unused));
        self.out.extend(found);
    }

    /// What mistakes leave open of what is used: a name that was misspelt, a clause that could not be read.
    fn misunderstood(&self) -> Misunderstood {
        let errors = || self.out.iter().filter(|d| d.severity() == Severity::Error);
        let lines: Vec<(SourceId, &str)> = errors().map(|error| (error.span.source, self.lines(error.span))).collect();
        Misunderstood {
            meant: errors().flat_map(|error| error.suggestions.iter().cloned()).collect(),
            lines: lines.iter().map(|(_, text)| *text).collect::<Vec<_>>().join("\n"),
            files: errors()
                .filter(|e| matches!(e.problem, Problem::NameProblem(_) | Problem::SyntaxProblem(_)))
                .map(|e| e.span.source)
                .collect(),
        }
    }

    /// The lines that a place touches.
    fn lines(&self, span: Span) -> &str {
        let Some(source) = self.sources.get(span.source) else { return "" };
        let text = source.text();
        let start = text.get(..span.range().start).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
        let end = text.get(span.range().end..).and_then(|rest| rest.find('\n')).map_or(text.len(), |at| span.range().end + at);
        text.get(start..end).unwrap_or_default()
    }

    fn unused_fields(&self, found: &mut Vec<Diagnostic>) {
        let in_rules: HashSet<usize> = self.rule_records();
        // What is named like a property of documents is read by reviews, whether or not a rule asks it.
        let of_documents = |name: &str| DocumentProperty::ALL.iter().any(|property| property.word() == name);
        // These choose the version of the rules that governs.
        let dates = |name: &str| [ACT_DATE, ACT_END_DATE, DECISION_DATE].contains(&name);
        let read = |name: &str| of_documents(name) || dates(name);
        let unused = |field: &&FieldDecl| !field.used && in_rules.contains(&field.record) && !read(&field.field.name);
        for field in self.records.fields.iter().filter(unused) {
            found.push(problem_at(UsageProblem::UnusedFact { name: field.field.name.clone() }, field.field.span));
        }
        for definition in self.records.definitions.iter().filter(|d| !d.used && in_rules.contains(&d.record)) {
            found.push(problem_at(UsageProblem::UnusedDefinition { name: definition.name.node.clone() }, definition.name.span));
        }
    }

    /// The records whose fields some rule has at hand, directly or through others.
    fn rule_records(&self) -> HashSet<usize> {
        use super::records::Entry;
        let mut found = HashSet::new();
        for (record, _) in self.records.in_rules.iter().enumerate().filter(|(_, used)| **used) {
            for entry in self.records.flat.get(record).into_iter().flat_map(|f| f.entries.values()) {
                match entry {
                    Entry::Field { decl, .. } => found.extend(self.records.fields.get(*decl).map(|f| f.record)),
                    Entry::Definition { decl, .. } => found.extend(self.records.definitions.get(*decl).map(|d| d.record)),
                    Entry::Record { .. } | Entry::Bad => {}
                }
            }
        }
        found
    }

    fn unused_imports(&self, found: &mut Vec<Diagnostic>) {
        let brings: HashSet<usize> = (0..self.files.len()).filter(|&f| self.brings_rules(f)).collect();
        for (at, file) in self.files.iter().enumerate() {
            let paths = file.tree.clauses.iter().filter_map(|c| if let ClauseKind::Import { path } = &c.node { Some(path) } else { None });
            for (target, path) in file.imports.iter().zip(paths) {
                let Some(target) = *target else { continue };
                let used = self.reach.of(target).iter().any(|f| self.reach.used.contains(&(at, *f)) || brings.contains(f));
                if !used && target != at {
                    found.push(problem_at(UsageProblem::UnusedImport { path: path.node.clone() }, path.span));
                }
            }
        }
    }

    /// Whether importing a file changes decisions even if no name of it is written.
    fn brings_rules(&self, file: usize) -> bool {
        self.files.get(file).is_some_and(|f| {
            f.tree.clauses.iter().any(|c| {
                matches!(
                    c.node,
                    ClauseKind::Circumstance { .. }
                        | ClauseKind::Procedure { .. }
                        | ClauseKind::RangeRule { .. }
                        | ClauseKind::Review { .. }
                        | ClauseKind::Scoring { .. }
                )
            })
        })
    }
}
