//! Tables of declared names and how a file sees them. Knows nothing of what is declared.

use std::collections::{HashMap, HashSet};

use super::near::near;
use crate::diagnostic::{Diagnostic, NameProblem, Problem, Span, Term};
use crate::syntax::tree::Name;

/// How files see each other.
#[derive(Clone, Default)]
pub(super) struct Reach {
    /// The logical name of each file: its path from the root without the ending.
    pub(super) names: Vec<String>,
    /// All files that a file imports, directly or not, and itself; ascending.
    pub(super) of: Vec<Vec<usize>>,
    /// Pairs of a file and another whose declarations it used.
    pub(super) used: HashSet<(usize, usize)>,
}

impl Reach {
    /// The files that `file` sees.
    pub(super) fn of(&self, file: usize) -> &[usize] {
        self.of.get(file).map_or(&[], Vec::as_slice)
    }

    /// Whether `file` sees `other`.
    pub(super) fn sees(&self, file: usize, other: usize) -> bool {
        file == other || self.of(file).binary_search(&other).is_ok()
    }

    /// The logical name of a file.
    pub(super) fn name(&self, file: usize) -> &str {
        self.names.get(file).map_or("", String::as_str)
    }
}

/// A declared name.
#[derive(Clone)]
pub(super) struct Symbol<'t, T> {
    pub(super) name: &'t str,
    pub(super) span: Span,
    pub(super) file: usize,
    pub(super) id: T,
    pub(super) used: bool,
}

/// The declared names of one sort of thing.
#[derive(Clone)]
pub(super) struct Table<'t, T> {
    pub(super) what: Term,
    pub(super) symbols: Vec<Symbol<'t, T>>,
    local: HashMap<(usize, &'t str), usize>,
    global: HashMap<&'t str, Vec<usize>>,
}

/// What a name means to a file.
pub(super) enum Find {
    /// this symbol
    One(usize),
    /// either of two symbols
    Two(usize, usize),
    /// a symbol of a file that is not imported
    Elsewhere(usize),
    /// nothing
    Nothing,
}

impl<'t, T: Copy> Table<'t, T> {
    pub(super) fn new(zh: &str, en: &str) -> Self {
        Self { what: Term::new(zh, en), symbols: Vec::new(), local: HashMap::new(), global: HashMap::new() }
    }

    /// Declares `name`; `Err` holds the diagnostic when the file has it already.
    pub(super) fn declare(&mut self, file: usize, name: &'t Name, id: T) -> Result<(), Box<Diagnostic>> {
        if let Some(first) = self.local.get(&(file, name.node.as_str())).and_then(|&at| self.symbols.get(at)) {
            let problem = NameProblem::Duplicate { what: self.what.clone(), name: name.node.clone() };
            return Err(Box::new(problem_at(problem, name.span).label(first.span, "先在这里声明", "first declared here")));
        }
        let at = self.symbols.len();
        self.symbols.push(Symbol { name: &name.node, span: name.span, file, id, used: false });
        self.local.insert((file, &name.node), at);
        self.global.entry(&name.node).or_default().push(at);
        Ok(())
    }

    /// The symbol that `file` itself declares under `name`.
    pub(super) fn own(&self, file: usize, name: &str) -> Option<&Symbol<'t, T>> {
        self.local.get(&(file, name)).and_then(|&at| self.symbols.get(at))
    }

    /// The symbol at an index given by [`Table::find`].
    pub(super) fn get(&self, at: usize) -> Option<&Symbol<'t, T>> {
        self.symbols.get(at)
    }

    /// What `name` means to `file`.
    pub(super) fn find(&self, reach: &Reach, file: usize, name: &str) -> Find {
        if let Some(&at) = self.local.get(&(file, name)) {
            return Find::One(at);
        }
        let Some(all) = self.global.get(name) else { return Find::Nothing };
        // The shorter of two walks, so that many files of like names stay linear.
        let seen = reach.of(file);
        let mut visible: Vec<usize> = if seen.len() < all.len() {
            seen.iter().filter_map(|&f| self.local.get(&(f, name)).copied()).collect()
        } else {
            all.iter().copied().filter(|&at| self.symbols.get(at).is_some_and(|s| reach.sees(file, s.file))).collect()
        };
        visible.sort_unstable();
        match (visible.as_slice(), all.first()) {
            ([one], _) => Find::One(*one),
            ([one, two, ..], _) => Find::Two(*one, *two),
            ([], Some(&other)) => Find::Elsewhere(other),
            ([], None) => Find::Nothing,
        }
    }

    /// Names that `file` sees and that are near to `name`.
    pub(super) fn suggestions(&self, reach: &Reach, file: usize, name: &str) -> Vec<String> {
        near(name, self.symbols.iter().filter(|s| reach.sees(file, s.file)).map(|s| s.name))
    }

    /// Resolves `name` for `file`; says why where it cannot. `missing` words the problem of a name that is nowhere.
    pub(super) fn resolve(
        &mut self,
        reach: &mut Reach,
        out: &mut Vec<Diagnostic>,
        file: usize,
        name: &Name,
        missing: impl FnOnce(Term) -> Problem,
    ) -> Option<T> {
        match self.find(reach, file, &name.node) {
            Find::One(at) => {
                let symbol = self.symbols.get_mut(at)?;
                symbol.used = true;
                reach.used.insert((file, symbol.file));
                Some(symbol.id)
            }
            Find::Two(one, two) => {
                let problem = NameProblem::Ambiguous { what: self.what.clone(), name: name.node.clone() };
                let mut diagnostic = problem_at(problem, name.span);
                for at in [one, two] {
                    if let Some(symbol) = self.symbols.get_mut(at) {
                        symbol.used = true;
                        reach.used.insert((file, symbol.file));
                        diagnostic = diagnostic.label(symbol.span, "一个在这里", "one is here");
                    }
                }
                out.push(diagnostic);
                None
            }
            Find::Elsewhere(at) => {
                let symbol = self.symbols.get_mut(at)?;
                symbol.used = true;
                let problem =
                    NameProblem::NotImported { what: self.what.clone(), name: name.node.clone(), file: reach.name(symbol.file).to_owned() };
                out.push(problem_at(problem, name.span).label(symbol.span, "声明在这里", "declared here"));
                None
            }
            Find::Nothing => {
                let near = self.suggestions(reach, file, &name.node);
                out.push(Diagnostic::new(missing(self.what.clone()), name.span).suggest(near));
                None
            }
        }
    }

    /// Marks as used what is in a copy of this table.
    pub(super) fn mark(&mut self, copy: &Table<'t, T>) {
        for (symbol, other) in self.symbols.iter_mut().zip(&copy.symbols) {
            symbol.used |= other.used;
        }
    }

    /// Reports names that an imported file declares too.
    pub(super) fn report_shadows(&self, reach: &Reach, out: &mut Vec<Diagnostic>) {
        for symbol in &self.symbols {
            let Some(all) = self.global.get(symbol.name) else { continue };
            if all.len() < 2 {
                continue;
            }
            let seen = reach.of(symbol.file);
            let other = if seen.len() < all.len() {
                seen.iter().filter(|&&f| f != symbol.file).find_map(|&f| self.own(f, symbol.name))
            } else {
                all.iter().filter_map(|&at| self.symbols.get(at)).find(|o| o.file != symbol.file && reach.sees(symbol.file, o.file))
            };
            if let Some(other) = other {
                let problem = NameProblem::DuplicateImported {
                    what: self.what.clone(),
                    name: symbol.name.to_owned(),
                    file: reach.name(other.file).to_owned(),
                };
                out.push(problem_at(problem, symbol.span).label(other.span, "引入的在这里", "the imported one is here"));
            }
        }
    }
}

/// A problem in its place.
pub(super) fn problem_at(problem: impl Into<Problem>, span: Span) -> Diagnostic {
    Diagnostic::new(problem.into(), span)
}
