//! Which files see which: imports followed to their ends, circles reported. Loads nothing itself.

use std::collections::HashMap;

use super::Checker;
use super::graph;
use super::names::problem_at;
use crate::diagnostic::{NameProblem, Span};
use crate::syntax::tree::ClauseKind;

impl Checker<'_> {
    /// Follows imports, so that names of other files can be looked up.
    pub(super) fn resolve_imports(&mut self) {
        let edges: Vec<Vec<usize>> = self.files.iter().map(|f| f.imports.iter().flatten().copied().collect()).collect();
        self.reach.names = self.files.iter().map(|f| f.name.clone()).collect();
        self.report_twice();
        let order = graph::order(&edges);
        for cycle in &order.cycles {
            self.report_cycle(cycle);
        }
        // Files of a circle see at least what was closed before them; the circle itself is an error already.
        let mut of: Vec<Vec<usize>> = vec![Vec::new(); self.files.len()];
        for &file in &order.order {
            let mut seen = vec![file];
            for &next in edges.get(file).into_iter().flatten() {
                seen.push(next);
                seen.extend(of.get(next).into_iter().flatten());
            }
            seen.sort_unstable();
            seen.dedup();
            if let Some(slot) = of.get_mut(file) {
                *slot = seen;
            }
        }
        for cycle in &order.cycles {
            let mut all: Vec<usize> = cycle.iter().filter_map(|&f| of.get(f)).flatten().copied().collect();
            all.sort_unstable();
            all.dedup();
            for &file in cycle {
                if let Some(slot) = of.get_mut(file) {
                    slot.clone_from(&all);
                }
            }
        }
        self.reach.of = of;
    }

    fn import_spans(&self, file: usize) -> Vec<Span> {
        let clauses = self.files.get(file).map_or(&[][..], |f| &f.tree.clauses);
        clauses.iter().filter_map(|c| if let ClauseKind::Import { path } = &c.node { Some(path.span) } else { None }).collect()
    }

    fn report_twice(&mut self) {
        for (at, file) in self.files.iter().enumerate() {
            let spans = self.import_spans(at);
            let mut first: HashMap<usize, Span> = HashMap::new();
            for (target, span) in file.imports.iter().zip(spans) {
                let Some(target) = *target else { continue };
                if let Some(&before) = first.get(&target) {
                    let path = self.reach.name(target).to_owned();
                    self.out.push(problem_at(NameProblem::ImportTwice { path }, span).label(before, "先在这里引入", "first imported here"));
                } else {
                    first.insert(target, span);
                }
            }
        }
    }

    fn report_cycle(&mut self, cycle: &[usize]) {
        let mut names: Vec<&str> = cycle.iter().map(|&f| self.reach.name(f)).collect();
        names.extend(names.first().copied());
        let chain = names.join(" → ");
        let next = |at: usize| cycle.get((at + 1) % cycle.len().max(1)).copied();
        let mut places = cycle.iter().enumerate().filter_map(|(at, &file)| {
            let target = next(at)?;
            let index = self.files.get(file)?.imports.iter().position(|&i| i == Some(target))?;
            self.import_spans(file).get(index).copied()
        });
        if let Some(span) = places.next() {
            let mut diagnostic = problem_at(NameProblem::ImportCycle { chain }, span);
            for place in places {
                diagnostic = diagnostic.label(place, "又引入", "which imports");
            }
            self.out.push(diagnostic);
        }
    }
}
