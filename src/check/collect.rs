//! Gathers the declarations of all files, so that the order of writing never matters. Resolves nothing.

use super::Checker;
use super::names::Table;
use crate::diagnostic::Spanned;
use crate::diagnostic::{SetProblem, Span, Term};
use crate::model::{BenchmarkId, CircumstanceId, EnumerationId, KindId, ProcedureId, RecordId, ReviewId, ScoringId, SetId};
use crate::syntax::tree::{Block, ClauseKind, Measure, Members, Name};

/// What a name of a type stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TypeName {
    Enumeration(EnumerationId),
    Record(RecordId),
    /// Declared badly; already reported.
    Bad,
}

/// All names, by sort.
#[derive(Clone)]
pub(super) struct Tables<'t> {
    pub(super) types: Table<'t, TypeName>,
    pub(super) units: Table<'t, ()>,
    pub(super) kinds: Table<'t, Option<KindId>>,
    pub(super) benchmarks: Table<'t, BenchmarkId>,
    pub(super) circumstances: Table<'t, CircumstanceId>,
    pub(super) procedures: Table<'t, ProcedureId>,
    pub(super) reviews: Table<'t, ReviewId>,
    pub(super) scorings: Table<'t, ScoringId>,
    /// Word lists, by their place in the checker's list.
    pub(super) words: Table<'t, usize>,
}

impl Tables<'_> {
    pub(super) fn new() -> Self {
        Self {
            types: Table::new("要素组、类别或者等级", "group of facts, category or grade"),
            units: Table::new("单位", "unit"),
            kinds: Table::new("种类", "kind"),
            benchmarks: Table::new("基准", "benchmark"),
            circumstances: Table::new("情节", "circumstance"),
            procedures: Table::new("程序", "procedure rule"),
            reviews: Table::new("审查", "set of checks"),
            scorings: Table::new("评分", "scoring standard"),
            words: Table::new("词表", "word list"),
        }
    }
}

/// A declaration with a name and a block.
#[derive(Clone)]
pub(super) struct Declared<'t> {
    pub(super) file: usize,
    /// The version it belongs to, for what belongs to one.
    pub(super) set: SetId,
    pub(super) name: &'t Name,
    pub(super) body: &'t Block,
    pub(super) span: Span,
}

/// A range rule, whose name may be left out.
#[derive(Clone)]
pub(super) struct DeclaredRange<'t> {
    pub(super) file: usize,
    pub(super) set: SetId,
    pub(super) name: Option<&'t Name>,
    pub(super) body: &'t Block,
    pub(super) span: Span,
}

/// The declarations that are lowered later, each in order of files and places.
#[derive(Clone, Default)]
pub(super) struct Rules<'t> {
    pub(super) sets: Vec<Declared<'t>>,
    pub(super) units: Vec<(usize, &'t Name, Option<&'t Spanned<Measure>>)>,
    pub(super) kinds: Vec<(usize, &'t Name, &'t Name)>,
    pub(super) benchmarks: Vec<Declared<'t>>,
    pub(super) circumstances: Vec<Declared<'t>>,
    pub(super) range_rules: Vec<DeclaredRange<'t>>,
    pub(super) procedures: Vec<Declared<'t>>,
    pub(super) reviews: Vec<Declared<'t>>,
    pub(super) scorings: Vec<Declared<'t>>,
    pub(super) cases: Vec<Declared<'t>>,
    /// The version each file is, if it is one.
    pub(super) set_of: Vec<Option<SetId>>,
}

/// An id for the next place of a list.
fn next(len: usize) -> u32 {
    u32::try_from(len).unwrap_or(u32::MAX)
}

impl<'t> Checker<'t> {
    /// Gathers all declarations.
    pub(super) fn collect(&mut self) {
        for file in 0..self.files.len() {
            self.collect_set(file);
        }
        for (file, content) in self.files.iter().enumerate() {
            let set = self.rules.set_of.get(file).copied().flatten();
            let mut complained = false;
            for clause in &content.tree.clauses {
                let needs = match &clause.node {
                    ClauseKind::Benchmark { .. } => Some(Term::new("基准", "benchmark")),
                    ClauseKind::Circumstance { .. } => Some(Term::new("情节", "circumstance")),
                    ClauseKind::RangeRule { .. } => Some(Term::new("幅度规则", "range rule")),
                    ClauseKind::Procedure { .. } => Some(Term::new("程序", "procedure rule")),
                    ClauseKind::Review { .. } => Some(Term::new("审查", "set of checks")),
                    ClauseKind::Scoring { .. } => Some(Term::new("评分", "scoring standard")),
                    ClauseKind::Case { .. } => Some(Term::new("用例", "case")),
                    _ => None,
                };
                // One mistake, one message: the first rule without a rule set speaks for all of its file.
                if let (Some(what), None, false) = (needs, set, complained) {
                    complained = true;
                    self.report(SetProblem::NoRuleSet { what }, clause.span.at_start());
                }
                self.collect_clause(file, set.unwrap_or(SetId(0)), &clause.node, clause.span);
            }
        }
        let Tables { types, units: _, kinds, benchmarks, circumstances, procedures, reviews, scorings, words } = &self.tables;
        types.report_shadows(&self.reach, &mut self.out);
        kinds.report_shadows(&self.reach, &mut self.out);
        benchmarks.report_shadows(&self.reach, &mut self.out);
        circumstances.report_shadows(&self.reach, &mut self.out);
        procedures.report_shadows(&self.reach, &mut self.out);
        reviews.report_shadows(&self.reach, &mut self.out);
        scorings.report_shadows(&self.reach, &mut self.out);
        words.report_shadows(&self.reach, &mut self.out);
    }

    fn collect_set(&mut self, file: usize) {
        let mut set = None;
        let clauses = self.files.get(file).map_or(&[][..], |f| &f.tree.clauses);
        for clause in clauses {
            let ClauseKind::RuleSet { name, body } = &clause.node else { continue };
            if set.is_some() {
                self.report(SetProblem::TwoRuleSets { name: name.node.clone() }, name.span);
                continue;
            }
            let id = SetId(next(self.rules.sets.len()));
            set = Some(id);
            self.rules.sets.push(Declared { file, set: id, name, body, span: clause.span });
        }
        self.rules.set_of.push(set);
    }

    fn collect_clause(&mut self, file: usize, set: SetId, clause: &'t ClauseKind, span: Span) {
        let declared = |name, body| Declared { file, set, name, body, span };
        let result = match clause {
            ClauseKind::RuleSet { .. } | ClauseKind::Import { .. } | ClauseKind::Bad { .. } => Ok(()),
            ClauseKind::Unit { name, equals } => {
                self.rules.units.push((file, name, equals.as_ref()));
                self.tables.units.declare(file, name, ())
            }
            ClauseKind::Kind { name, parent } => {
                self.rules.kinds.push((file, name, parent));
                self.tables.kinds.declare(file, name, None)
            }
            ClauseKind::Enumeration { name, members } => self.collect_enumeration(file, name, members),
            ClauseKind::Record { name, body } => {
                let id = RecordId(next(self.records.declared.len()));
                self.records.declared.push(declared(name, body));
                self.tables.types.declare(file, name, TypeName::Record(id))
            }
            ClauseKind::Benchmark { name, body } => {
                let id = BenchmarkId(next(self.rules.benchmarks.len()));
                self.rules.benchmarks.push(declared(name, body));
                self.tables.benchmarks.declare(file, name, id)
            }
            ClauseKind::Circumstance { name, body } => {
                let id = CircumstanceId(next(self.rules.circumstances.len()));
                self.rules.circumstances.push(declared(name, body));
                self.tables.circumstances.declare(file, name, id)
            }
            ClauseKind::RangeRule { name, body } => {
                self.rules.range_rules.push(DeclaredRange { file, set, name: name.as_ref(), body, span });
                Ok(())
            }
            ClauseKind::Procedure { name, body } => {
                let id = ProcedureId(next(self.rules.procedures.len()));
                self.rules.procedures.push(declared(name, body));
                self.tables.procedures.declare(file, name, id)
            }
            ClauseKind::Review { name, body } => {
                let id = ReviewId(next(self.rules.reviews.len()));
                self.rules.reviews.push(declared(name, body));
                self.tables.reviews.declare(file, name, id)
            }
            ClauseKind::Scoring { name, body } => {
                let id = ScoringId(next(self.rules.scorings.len()));
                self.rules.scorings.push(declared(name, body));
                self.tables.scorings.declare(file, name, id)
            }
            ClauseKind::WordList(list) => {
                let at = self.words.len();
                self.words.push(super::words::Words::new(file, list));
                self.tables.words.declare(file, &list.name, at)
            }
            ClauseKind::Case { name, body } => {
                self.rules.cases.push(declared(name, body));
                Ok(())
            }
            _ => {
                let block = Term::new("文件的最外层", "the top level of a file");
                if let Some(described) = super::clauses::describe(clause) {
                    let problem = crate::diagnostic::NameProblem::Misplaced { clause: described.name, block, belongs: described.belongs };
                    self.report(problem, span);
                }
                Ok(())
            }
        };
        if let Err(diagnostic) = result {
            self.out.push(*diagnostic);
        }
    }

    fn collect_enumeration(&mut self, file: usize, name: &'t Name, members: &'t Members) -> Result<(), Box<crate::diagnostic::Diagnostic>> {
        let id = self.enumeration(&name.node, name.span, members).map_or(TypeName::Bad, TypeName::Enumeration);
        self.tables.types.declare(file, name, id)
    }
}
