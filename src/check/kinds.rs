//! Kinds of penalty: the built-in ones and those declared under them. Knows nothing of what imposes them.

use std::collections::HashMap;

use super::Checker;
use super::graph;
use super::names::{Find, problem_at};
use crate::diagnostic::{NameProblem, TypeProblem};
use crate::model::{Kind, KindId, RootKind};
use crate::syntax::tree::Name;

/// Orders that the law names so often that they are built in under 责令.
const ORDERS: [&str; 4] = ["责令改正", "责令停止违法行为", "责令限期改正", "责令恢复原状"];

impl Checker<'_> {
    /// Builds the tree of kinds.
    pub(super) fn resolve_kinds(&mut self) {
        for (root, name) in RootKind::ALL {
            self.model.kinds.push(Kind { name: name.to_owned(), parent: None, root, span: None });
        }
        for name in ORDERS {
            self.model.kinds.push(Kind { name: name.to_owned(), parent: Some(KindId(0)), root: RootKind::Order, span: None });
        }
        let declared = std::mem::take(&mut self.rules.kinds);
        let declaration_at: HashMap<_, usize> = declared.iter().enumerate().map(|(at, (_, name, _))| (name.span, at)).collect();
        let symbols = self.tables.kinds.symbols.iter().enumerate();
        let at_symbol: HashMap<usize, usize> = symbols.filter_map(|(at, s)| Some((at, *declaration_at.get(&s.span)?))).collect();
        let edges: Vec<Vec<usize>> = declared
            .iter()
            .map(|(file, _, parent)| match self.tables.kinds.find(&self.reach, *file, &parent.node) {
                Find::One(at) => at_symbol.get(&at).copied().into_iter().collect(),
                Find::Two(..) | Find::Elsewhere(_) | Find::Nothing => Vec::new(),
            })
            .collect();
        let order = graph::order(&edges);
        for cycle in &order.cycles {
            let mut names: Vec<&str> = cycle.iter().filter_map(|&at| declared.get(at)).map(|(_, name, _)| name.node.as_str()).collect();
            names.extend(names.first().copied());
            let chain = names.join(" → ");
            if let Some((_, name, _)) = cycle.first().and_then(|&at| declared.get(at)) {
                self.report(TypeProblem::KindCycle { chain }, name.span);
            }
        }
        let circular: std::collections::HashSet<usize> = order.cycles.iter().flatten().copied().collect();
        let mut known: HashMap<(String, KindId), KindId> = HashMap::new();
        let symbol_of: HashMap<usize, usize> = at_symbol.iter().map(|(&symbol, &declaration)| (declaration, symbol)).collect();
        for at in order.order {
            let Some((file, name, parent)) = declared.get(at) else { continue };
            if builtin(&name.node).is_some() {
                let what = self.tables.kinds.what.clone();
                self.report(NameProblem::Duplicate { what, name: name.node.clone() }, name.span);
            }
            if circular.contains(&at) {
                continue;
            }
            let Some(parent) = self.kind(*file, parent) else { continue };
            let next = KindId(u32::try_from(self.model.kinds.len()).unwrap_or(u32::MAX));
            // Two versions of a rule set that declare the same kind mean the same kind.
            let id = *known.entry((name.node.clone(), parent)).or_insert(next);
            if id == next {
                let root = self.model.kinds.get(parent.index()).map_or(RootKind::Order, |k| k.root);
                self.model.kinds.push(Kind { name: name.node.clone(), parent: Some(parent), root, span: Some(name.span) });
            }
            if let Some(symbol) = symbol_of.get(&at).and_then(|&s| self.tables.kinds.symbols.get_mut(s)) {
                symbol.id = Some(id);
            }
        }
        self.rules.kinds = declared;
    }

    /// The kind of that name; `None` is reported.
    pub(super) fn kind(&mut self, file: usize, name: &Name) -> Option<KindId> {
        if let Some(id) = builtin(&name.node) {
            return Some(id);
        }
        let missing = NameProblem::UnknownKind { name: name.node.clone() };
        if let Find::Nothing = self.tables.kinds.find(&self.reach, file, &name.node) {
            let built_in = RootKind::ALL.iter().map(|&(_, name)| name).chain(ORDERS);
            let declared = self.tables.kinds.symbols.iter().filter(|s| self.reach.sees(file, s.file)).map(|s| s.name);
            let near = super::near::near(&name.node, built_in.chain(declared));
            self.out.push(problem_at(missing, name.span).suggest(near));
            return None;
        }
        self.tables.kinds.resolve(&mut self.reach, &mut self.out, file, name, |_| missing.into()).flatten()
    }

    /// Whether `kind` is `ancestor` or stands under it.
    pub(super) fn is_under(&self, kind: KindId, ancestor: KindId) -> bool {
        let mut at = Some(kind);
        while let Some(id) = at {
            if id == ancestor {
                return true;
            }
            at = self.model.kinds.get(id.index()).and_then(|k| k.parent);
        }
        false
    }
}

/// The built-in kind of that name.
fn builtin(name: &str) -> Option<KindId> {
    let roots = RootKind::ALL.iter().map(|&(_, root)| root);
    roots.chain(ORDERS).position(|n| n == name).and_then(|at| u32::try_from(at).ok()).map(KindId)
}
