//! Facts and definitions as the rules use them: fields of records at the root of a case. Each alike fact is kept once.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::Checker;
use super::graph;
use super::names::problem_at;
use super::records::{Entry, Flat, SEPARATOR, join, key, shown};
use super::scope::{Place, Scope};
use crate::diagnostic::{Span, Spanned, TypeProblem};
use crate::model::{Definition, DefinitionId, DefinitionValue, Fact, FactId, FactKey, Field, Type};
use crate::syntax::tree::{Cell, Condition, Expr, Name};

/// The facts and definitions made so far.
#[derive(Clone, Default)]
pub(super) struct Facts {
    by_decl: HashMap<(usize, String), FactId>,
    by_key: HashMap<String, Vec<FactId>>,
    definitions: HashMap<(usize, String), Option<DefinitionId>>,
    roots: HashMap<usize, (Arc<[FactId]>, Arc<[DefinitionId]>)>,
    reported: HashSet<usize>,
    /// How deep each definition of the model nests, with all it rests on.
    heights: Vec<usize>,
    /// In how many steps each is evaluated, with all it rests on.
    steps: Vec<usize>,
    /// The key of each fact, as [`Facts::by_key`] has it.
    pub(super) keys: Vec<String>,
}

impl Facts {
    /// The definition a declaration was lowered to under a path; `None` when it was bad.
    pub(super) fn definition(&self, decl: usize, prefix: &str) -> Option<DefinitionId> {
        self.definitions.get(&(decl, prefix.to_owned())).copied().flatten()
    }
}

impl Facts {
    /// How deep a definition nests, with all it rests on.
    pub(super) fn height(&self, id: DefinitionId) -> usize {
        self.heights.get(id.index()).copied().unwrap_or(0)
    }

    /// In how many steps a definition is evaluated, with all it rests on.
    pub(super) fn steps(&self, id: DefinitionId) -> usize {
        self.steps.get(id.index()).copied().unwrap_or(0)
    }
}

impl<'t> Checker<'t> {
    /// The fact of a declared field at a key.
    pub(super) fn fact(&mut self, decl: usize, at: &str) -> Option<FactId> {
        if let Some(&id) = self.facts.by_decl.get(&(decl, at.to_owned())) {
            return Some(id);
        }
        let field = self.records.fields.get(decl)?.field.clone();
        let alike = |a: &Field, b: &Field| self.same_domain(&a.ty, &b.ty) && a.bounds == b.bounds && a.optional == b.optional;
        let known = self.facts.by_key.get(at).into_iter().flatten().copied();
        let mut known = known.filter(|id| self.model.facts.get(id.index()).is_some_and(|f| alike(&f.field, &field)));
        let known = known.next().or_else(|| if self.comparing() { self.widened(at, &field) } else { None });
        let id = match known {
            Some(id) => id,
            None => {
                let id = FactId(u32::try_from(self.model.facts.len()).ok()?);
                let segments: Vec<Arc<str>> = at.split(SEPARATOR).map(Arc::from).collect();
                self.model.facts.push(Fact { key: FactKey(segments.into()), field: Field { name: shown(at), ..field } });
                self.facts.keys.push(at.to_owned());
                self.facts.by_key.entry(at.to_owned()).or_default().push(id);
                id
            }
        };
        self.facts.by_decl.insert((decl, at.to_owned()), id);
        Some(id)
    }

    /// The fact of the other version at this key, made to admit what either version does; `None` when its type is another.
    fn widened(&mut self, at: &str, field: &Field) -> Option<FactId> {
        let known = self.facts.by_key.get(at).into_iter().flatten().copied();
        let of_type = |id: &FactId| self.model.facts.get(id.index()).is_some_and(|f| self.same(&f.field.ty, &field.ty, |_, _| true));
        let id = known.into_iter().find(of_type)?;
        let wider = &mut self.model.facts.get_mut(id.index())?.field;
        widen(wider, field);
        if let (Type::List(one), Type::List(other)) = (&wider.ty, &field.ty) {
            let others = self.model.records.get(other.index())?.fields.clone();
            let fields = &mut self.model.records.get_mut(one.index())?.fields;
            fields.iter_mut().zip(&others).for_each(|(wider, field)| widen(wider, field));
        }
        Some(id)
    }

    /// Whether two types hold the same values: lists do whose elements have the same fields.
    fn same_domain(&self, a: &Type, b: &Type) -> bool {
        self.same(a, b, |a, b| a.bounds == b.bounds && a.optional == b.optional)
    }

    /// Whether two types are one, lists by the fields of their elements, of which more is asked.
    fn same(&self, a: &Type, b: &Type, alike: impl Fn(&Field, &Field) -> bool) -> bool {
        let (Type::List(one), Type::List(other)) = (a, b) else { return a == b };
        let fields = |id: &crate::model::RecordId| self.model.records.get(id.index()).map(|r| r.fields.as_slice());
        let same = |(a, b): (&Field, &Field)| a.name == b.name && a.ty == b.ty && alike(a, b);
        one == other || matches!((fields(one), fields(other)), (Some(a), Some(b)) if a.len() == b.len() && a.iter().zip(b).all(same))
    }

    /// The facts and definitions of a record whose fields are keys of the case itself.
    pub(super) fn root(&mut self, record: usize) -> (Arc<[FactId]>, Arc<[DefinitionId]>) {
        if let Some(known) = self.facts.roots.get(&record) {
            return known.clone();
        }
        let entries: Vec<(String, Entry)> =
            self.records.flat.get(record).into_iter().flat_map(|f| &f.entries).map(|(k, e)| (k.clone(), e.clone())).collect();
        let mut facts = Vec::new();
        let nodes = self.definition_nodes(record);
        if let Some(used) = self.records.in_rules.get_mut(record) {
            *used = true;
        }
        for (at, entry) in entries {
            match entry {
                Entry::Field { decl, .. } => facts.extend(self.fact(decl, &at)),
                Entry::Definition { .. } | Entry::Record { .. } | Entry::Bad => {}
            }
        }
        let definitions = self.lower_definitions(&nodes);
        let made: (Arc<[FactId]>, Arc<[DefinitionId]>) = (facts.into(), definitions.into());
        self.facts.roots.insert(record, made.clone());
        made
    }

    /// Lowers the definitions of a record, each after those it rests on.
    ///
    /// INVARIANT: a definition of the model refers only to definitions before it.
    fn lower_definitions(&mut self, nodes: &[(usize, String)]) -> Vec<DefinitionId> {
        let (order, circular) = self.order_definitions(nodes);
        let mut lowered = Vec::new();
        for n in order {
            let Some((decl, prefix)) = nodes.get(n) else { continue };
            if let Some(known) = self.facts.definitions.get(&(*decl, prefix.clone())) {
                lowered.extend(*known);
                continue;
            }
            let id = if circular.contains(&n) { None } else { self.lower_definition(*decl, prefix) };
            self.facts.definitions.insert((*decl, prefix.clone()), id);
            lowered.extend(id);
        }
        lowered
    }

    /// Reports circles among the definitions of list elements before any is unfolded.
    pub(super) fn report_element_cycles(&mut self, record: usize) {
        let nodes = self.definition_nodes(record);
        let _ = self.order_definitions(&nodes);
    }

    fn definition_nodes(&self, record: usize) -> Vec<(usize, String)> {
        let entries = self.records.flat.get(record).into_iter().flat_map(|f| f.entries.values());
        let nodes = entries.filter_map(|e| if let Entry::Definition { decl, prefix } = e { Some((*decl, prefix.clone())) } else { None });
        nodes.collect()
    }

    /// Whether a definition rests on itself; reported already.
    pub(super) fn is_circular(&self, decl: usize) -> bool {
        self.facts.reported.contains(&decl)
    }

    /// Checks the definitions that no rule reached: those of libraries. Leaves nothing of them in the model.
    pub(super) fn check_unreached_definitions(&mut self) {
        let (facts, definitions) = (self.model.facts.len(), self.model.definitions.len());
        let lowered: HashSet<usize> = self.facts.definitions.keys().map(|(decl, _)| *decl).collect();
        for record in 0..self.records.declared.len() {
            let nodes = self.definition_nodes(record);
            if nodes.iter().any(|(decl, _)| !lowered.contains(decl)) {
                self.lower_definitions(&nodes);
            }
        }
        self.model.facts.truncate(facts);
        self.model.definitions.truncate(definitions);
        self.facts.heights.truncate(definitions);
        self.facts.steps.truncate(definitions);
    }

    /// The order in which definitions can be lowered, and those that rest on themselves.
    fn order_definitions(&mut self, nodes: &[(usize, String)]) -> (Vec<usize>, HashSet<usize>) {
        let at: HashMap<(usize, &str), usize> = nodes.iter().enumerate().map(|(n, (decl, prefix))| ((*decl, prefix.as_str()), n)).collect();
        let edges: Vec<Vec<usize>> = nodes.iter().map(|(decl, prefix)| self.definition_edges(*decl, prefix, &at)).collect();
        let order = graph::order(&edges);
        let mut circular = HashSet::new();
        for cycle in &order.cycles {
            circular.extend(cycle.iter().copied());
            let decls: Vec<usize> = cycle.iter().filter_map(|&n| nodes.get(n)).map(|(decl, _)| *decl).collect();
            self.report_definition_cycle(&decls);
        }
        (order.order, circular)
    }

    fn report_definition_cycle(&mut self, decls: &[usize]) {
        if decls.iter().any(|d| self.facts.reported.contains(d)) {
            return;
        }
        self.facts.reported.extend(decls);
        let declared: Vec<_> =
            decls.iter().filter_map(|&d| self.records.definitions.get(d)).map(|d| (d.name.node.as_str(), d.name.span)).collect();
        self.push_cycle(&declared);
    }

    /// Reports a circle of definitions.
    pub(super) fn push_cycle(&mut self, cycle: &[(&str, Span)]) {
        let mut names: Vec<&str> = cycle.iter().map(|&(name, _)| name).collect();
        names.extend(names.first().copied());
        let chain = names.join(" → ");
        let mut spans = cycle.iter().map(|&(_, span)| span);
        if let Some(first) = spans.next() {
            let mut diagnostic = problem_at(TypeProblem::DefinitionCycle { chain }, first);
            for span in spans {
                diagnostic = diagnostic.label(span, "又引用", "which rests on");
            }
            self.out.push(diagnostic);
        }
    }

    fn definition_edges(&self, decl: usize, prefix: &str, at: &HashMap<(usize, &str), usize>) -> Vec<usize> {
        let Some(definition) = self.records.definitions.get(decl) else { return Vec::new() };
        let Some(flat) = self.records.flat.get(definition.record) else { return Vec::new() };
        let mut edges = Vec::new();
        self.paths(definition.value, flat, &mut |path| {
            if let Some(Entry::Definition { decl, prefix: inner }) = flat.entries.get(&key(path)) {
                edges.extend(at.get(&(*decl, join(prefix, inner).as_str())));
            }
        });
        edges
    }

    fn lower_definition(&mut self, decl: usize, prefix: &str) -> Option<DefinitionId> {
        let definition = self.records.definitions.get(decl)?;
        let (record, file, name, value) = (definition.record, definition.file, definition.name, definition.value);
        let mut scope = Scope::new(file, vec![record], Place::Plain);
        scope.prefix = prefix.to_owned();
        let name = Spanned::new(shown(&join(prefix, &name.node)), name.span);
        self.push_definition(&mut scope, &name, value)
    }

    /// Lowers a definition's value and adds it to the model.
    pub(super) fn push_definition(&mut self, scope: &mut Scope<'t>, name: &Name, value: &Spanned<Condition>) -> Option<DefinitionId> {
        let outer = std::mem::replace(&mut scope.deepest, scope.depth);
        let around = scope.steps.replace(0);
        let value = self.definition_value(scope, value);
        let steps = std::mem::replace(&mut scope.steps, around).unwrap_or(0);
        let height = std::mem::replace(&mut scope.deepest, outer).saturating_sub(scope.depth);
        let value = value?;
        let id = DefinitionId(u32::try_from(self.model.definitions.len()).ok()?);
        self.model.definitions.push(Definition { name: name.node.clone(), value, span: name.span });
        self.facts.heights.push(height + 1);
        self.facts.steps.push(steps + 1);
        Some(id)
    }

    /// What a definition gives: its type, 是否 for a condition.
    pub(super) fn definition_type(&self, id: DefinitionId) -> Type {
        match self.model.definitions.get(id.index()).map(|d| &d.value) {
            Some(DefinitionValue::Expr(expr)) => expr.ty.clone(),
            Some(DefinitionValue::Condition(_)) | None => Type::Boolean,
        }
    }

    /// Calls `found` with each path of a condition that may mean a name outside of list elements.
    pub(super) fn paths(&self, condition: &Spanned<Condition>, flat: &Flat, found: &mut dyn FnMut(&[Name])) {
        let mut walk = PathWalk { checker: self, flat, found };
        walk.condition(&condition.node);
    }
}

/// Walks a condition for the paths in it. As deep as the parser's limit on nesting.
struct PathWalk<'a, 't> {
    checker: &'a Checker<'t>,
    flat: &'a Flat,
    found: &'a mut dyn FnMut(&[Name]),
}

impl PathWalk<'_, '_> {
    fn condition(&mut self, condition: &Condition) {
        match condition {
            Condition::Value(expr) => self.expr(expr),
            Condition::Not(inner) | Condition::Group(inner) => self.condition(&inner.node),
            Condition::Join(_, all) | Condition::Mixed(all, _) => all.iter().for_each(|c| self.condition(&c.node)),
            Condition::List(_, items) => items.iter().for_each(|i| self.condition(&i.condition.node)),
            Condition::Except(a, b) => {
                self.condition(&a.node);
                self.condition(&b.node);
            }
            Condition::InRange(expr, range) => {
                self.expr(&expr.node);
                self.range(&range.node);
            }
            Condition::Relation(expr, _, others) => {
                self.expr(&expr.node);
                others.iter().for_each(|o| self.expr(&o.node));
            }
            Condition::Window { date, anchor, range, .. } => {
                self.expr(&date.node);
                self.expr(&anchor.node);
                self.range(&range.node);
            }
            Condition::Has(_, path) => (self.found)(&path.node),
            Condition::Text(_) => {}
        }
    }

    fn range(&mut self, range: &crate::syntax::tree::RangeExpr) {
        for bound in [&range.lower, &range.upper].into_iter().flatten() {
            self.expr(&bound.value.node);
        }
    }

    fn expr(&mut self, expr: &Expr) {
        match expr {
            Expr::Literal(_) => {}
            Expr::Path(path) => (self.found)(&path.node),
            Expr::Binary(_, a, b) | Expr::Elapsed(a, b, _) | Expr::Shift(a, _, b) => {
                self.expr(&a.node);
                self.expr(&b.node);
            }
            Expr::Group(inner) => self.expr(&inner.node),
            Expr::Larger(all) | Expr::Smaller(all) => all.iter().for_each(|e| self.expr(&e.node)),
            Expr::OfList { list, filter, measure: _ } => {
                (self.found)(&list.node);
                let Some(filter) = filter else { return };
                // Names of the element hide names outside.
                let element = match self.flat.entries.get(&key(&list.node)) {
                    Some(Entry::Field { decl, .. }) => match self.checker.records.fields.get(*decl).map(|f| &f.field.ty) {
                        Some(Type::List(record)) => self.checker.records.flat.get(record.index()),
                        _ => None,
                    },
                    _ => None,
                };
                let outer = &mut *self.found;
                let mut hidden = |path: &[Name]| {
                    if !element.is_some_and(|e| e.entries.contains_key(&key(path))) {
                        outer(path);
                    }
                };
                PathWalk { checker: self.checker, flat: self.flat, found: &mut hidden }.condition(&filter.node);
            }
        }
    }
}

/// Makes a field admit what the other does, too.
fn widen(wider: &mut Field, other: &Field) {
    wider.optional |= other.optional;
    wider.bounds = wider.bounds.zip(other.bounds).map(|(one, other)| one.hull(other));
}

/// Whether a cell compares with the fact of its column, rather than being a condition of its own.
pub(super) fn compares(cell: &Cell) -> bool {
    match cell {
        Cell::Range(_) | Cell::Values(_) | Cell::NotValues(_) | Cell::Name(_) => true,
        Cell::Any | Cell::Otherwise | Cell::Condition(_) | Cell::Sanction(_) | Cell::Basis(_) | Cell::Text(_) | Cell::Bad(_) => false,
    }
}
