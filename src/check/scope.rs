//! What a name means inside a rule: facts, definitions, fields of list elements, and the words for outcomes.

use std::collections::HashMap;

use super::Checker;
use super::names::problem_at;
use super::near::near;
use super::records::{Entry, join, key, shown};
use crate::diagnostic::{NameProblem, TypeProblem};
use crate::model::{BenchmarkId, DefinitionId, FactId, Outcome};
use crate::syntax::tree::{Name, Path};

/// What sort of rule a name stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// neither of the others
    Plain,
    /// a benchmark, where 因素得分 may be asked when it has factors
    Benchmark(BenchmarkId, Score),
    /// a procedure rule, where the outcome may be asked
    Procedure,
}

/// Whether 因素得分 has a meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Score {
    /// The benchmark has factors.
    Known,
    /// It has none, or this is where they are computed.
    Unknown,
}

/// The element under a list's filter.
#[derive(Debug, Clone)]
pub(super) struct ElementScope {
    pub(super) record: usize,
    /// The path of the names' record within the element: that of a definition being unfolded.
    pub(super) prefix: String,
}

/// Where names are looked up.
#[derive(Debug, Clone)]
pub(super) struct Scope<'t> {
    pub(super) file: usize,
    /// The records whose fields are meant, in order.
    pub(super) records: Vec<usize>,
    /// The path of those records in the case.
    pub(super) prefix: String,
    /// The rule's own definitions; `None` for bad ones.
    pub(super) own: HashMap<&'t str, Option<DefinitionId>>,
    pub(super) element: Option<ElementScope>,
    pub(super) place: Place,
    /// How deep conditions and expressions are nested here.
    pub(super) depth: usize,
    /// The deepest that was reached here, through definitions too.
    pub(super) deepest: usize,
    /// Inside of a definition: the steps of it so far, with all it rests on.
    pub(super) steps: Option<usize>,
}

/// What a path means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Found {
    Fact(FactId),
    Definition(DefinitionId),
    /// A field of the element under the filter.
    Element {
        record: usize,
        index: usize,
    },
    /// A definition of the element's record, to be unfolded.
    ElementDefinition {
        decl: usize,
        prefix: String,
    },
    /// A whole group of facts.
    Record,
    Outcome(Outcome),
    Score(BenchmarkId),
    /// Declared badly; already reported.
    Bad,
    Nothing,
}

impl Scope<'_> {
    pub(super) fn new(file: usize, records: Vec<usize>, place: Place) -> Self {
        Self { file, records, prefix: String::new(), own: HashMap::new(), element: None, place, depth: 0, deepest: 0, steps: None }
    }
}

/// The path when it is a single name.
pub(super) fn single(path: &Path) -> Option<&Name> {
    match path.node.as_slice() {
        [name] => Some(name),
        _ => None,
    }
}

impl<'t> Checker<'t> {
    /// What `path` means in `scope`; marks what it finds as used and reports nothing.
    pub(super) fn look_up(&mut self, scope: &Scope<'t>, path: &Path) -> Found {
        let wanted = key(&path.node);
        if let Some(element) = &scope.element {
            let at = join(&element.prefix, &wanted);
            match self.records.flat.get(element.record).and_then(|f| f.entries.get(&at)).cloned() {
                Some(Entry::Field { decl, index }) => {
                    self.use_field(decl);
                    return Found::Element { record: element.record, index };
                }
                Some(Entry::Definition { decl, prefix }) => {
                    self.use_definition(decl);
                    return Found::ElementDefinition { decl, prefix };
                }
                Some(Entry::Record { .. }) => return Found::Record,
                Some(Entry::Bad) => return Found::Bad,
                None => {}
            }
        }
        if let Some(name) = single(path)
            && let Some(own) = scope.own.get(name.node.as_str())
        {
            return own.map_or(Found::Bad, Found::Definition);
        }
        for &record in &scope.records {
            let Some(entry) = self.records.flat.get(record).and_then(|f| f.entries.get(&wanted)).cloned() else { continue };
            return match entry {
                Entry::Field { decl, .. } => {
                    self.use_field(decl);
                    self.fact(decl, &join(&scope.prefix, &wanted)).map_or(Found::Bad, Found::Fact)
                }
                Entry::Definition { decl, prefix } => {
                    self.use_definition(decl);
                    let id = self.facts.definition(decl, &join(&scope.prefix, &prefix));
                    id.map_or(Found::Bad, Found::Definition)
                }
                Entry::Record { .. } => Found::Record,
                Entry::Bad => Found::Bad,
            };
        }
        let Some(name) = single(path) else { return Found::Nothing };
        match (name.node.as_str(), scope.place) {
            ("罚款金额", Place::Procedure) => Found::Outcome(Outcome::FineAmount),
            ("没收金额", Place::Procedure) => Found::Outcome(Outcome::ConfiscatedAmount),
            ("因素得分", Place::Benchmark(id, Score::Known)) => Found::Score(id),
            _ => Found::Nothing,
        }
    }

    fn use_field(&mut self, decl: usize) {
        if let Some(field) = self.records.fields.get_mut(decl) {
            field.used = true;
        }
    }

    fn use_definition(&mut self, decl: usize) {
        if let Some(definition) = self.records.definitions.get_mut(decl) {
            definition.used = true;
        }
    }

    /// Reports a path that means nothing in `scope`, unless a bad declaration may be the cause.
    pub(super) fn report_unknown(&mut self, scope: &Scope<'t>, path: &Path) {
        let flats = || scope.records.iter().chain(scope.element.iter().map(|e| &e.record)).filter_map(|&r| self.records.flat.get(r));
        if flats().any(|f| f.incomplete) {
            return;
        }
        let name = shown(&key(&path.node));
        let first = path.node.first().map_or("", |n| n.node.as_str());
        match (first, path.node.len()) {
            ("罚款金额" | "没收金额" | "处罚", 1) => return self.report(TypeProblem::OutcomeElsewhere { word: name }, path.span),
            ("因素得分", 1) => return self.report(TypeProblem::ScoreElsewhere {}, path.span),
            _ => {}
        }
        let owner = self.records.owners.get(first).into_iter().flatten().find_map(|&r| {
            let declared = self.records.declared.get(r)?;
            self.reach.sees(scope.file, declared.file).then(|| (declared.name.node.clone(), declared.name.span))
        });
        if let (Some((record, span)), None) = (owner, &scope.element)
            && !scope.records.is_empty()
        {
            let problem = NameProblem::FactElsewhere { name, record };
            self.out.push(problem_at(problem, path.span).label(span, "这组要素在这里", "the group is here"));
            return;
        }
        let known: Vec<String> =
            flats().flat_map(|f| f.entries.keys()).map(|k| shown(k)).chain(scope.own.keys().map(|k| (*k).to_owned())).collect();
        let mut near = near(&name, known.iter().map(String::as_str));
        let whole = |part: &str| known.iter().any(|known| known == part);
        // 未 and 且 written on to a name make another name.
        if let Some(fact) = ["未", "没有", "不"].iter().find_map(|not| name.strip_prefix(not)).filter(|fact| whole(fact)) {
            near = vec![format!("未 {fact}")];
        } else if let Some((one, other)) = name.split_once("并处") {
            near = vec![format!("{one}, 并处 {other}")];
        } else if let Some((one, joint, other)) =
            ["且", "或者"].iter().find_map(|joint| name.split_once(joint).map(|(one, other)| (one, joint, other)))
            && (whole(one) || whole(other))
        {
            near = vec![format!("{one} {joint} {other}")];
        }
        self.out.push(problem_at(NameProblem::UnknownFact { name }, path.span).suggest(near));
    }
}
