//! With which characters what an expression reads may start.

use std::collections::{BTreeSet, HashMap};

use pest::unicode::{WHITE_SPACE, XID_CONTINUE, XID_START};
use pest_meta::ast::RuleType;
use pest_meta::optimizer::{OptimizedExpr as Expr, OptimizedRule};

/// Where a rule is called from: it decides whether blanks are skipped between its parts, and whether it leaves nodes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Mode {
    /// Blanks are skipped, rules leave nodes.
    Spaced,
    /// No blanks, rules leave nodes.
    Compound,
    /// No blanks, no nodes but those of compound rules.
    Atomic,
    /// In a lookahead: blanks are skipped, no nodes.
    Ahead,
    /// In a lookahead, without blanks.
    AheadTight,
}

impl Mode {
    pub(crate) fn skips(self) -> bool {
        matches!(self, Mode::Spaced | Mode::Ahead)
    }

    /// Whether a rule that is called leaves a node.
    pub(crate) fn leaves_nodes(self) -> bool {
        matches!(self, Mode::Spaced | Mode::Compound)
    }

    pub(crate) fn ahead(self) -> Mode {
        if self.skips() { Mode::Ahead } else { Mode::AheadTight }
    }

    /// The mode of the inside of a rule.
    pub(crate) fn inside(self, rule: &OptimizedRule) -> Mode {
        match rule.ty {
            // Pest reads these two without blanks, whatever they are declared as.
            _ if matches!(rule.name.as_str(), "WHITESPACE" | "COMMENT") => self.tight(Mode::Atomic),
            RuleType::Normal | RuleType::Silent => self,
            RuleType::Atomic => self.tight(Mode::Atomic),
            RuleType::CompoundAtomic => self.tight(Mode::Compound),
            RuleType::NonAtomic => panic!("{}: rules that bring blanks back are not compiled", rule.name),
        }
    }

    fn tight(self, inside: Mode) -> Mode {
        if matches!(self, Mode::Ahead | Mode::AheadTight) { Mode::AheadTight } else { inside }
    }
}

/// A kind of characters that is too large to be listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Class {
    Any,
    Start,
    Continue,
    Blank,
}

impl Class {
    fn holds(self, c: char) -> bool {
        match self {
            Class::Any => true,
            Class::Start => XID_START(c),
            Class::Continue => XID_CONTINUE(c),
            Class::Blank => WHITE_SPACE(c),
        }
    }
}

/// The characters that an expression may start with.
#[derive(Debug, Clone, Default)]
pub(crate) struct First {
    pub(crate) chars: BTreeSet<char>,
    pub(crate) classes: BTreeSet<Class>,
    /// Whether it may match without reading: then what follows is not known here.
    pub(crate) empty: bool,
}

impl First {
    fn of(chars: impl IntoIterator<Item = char>) -> First {
        First { chars: chars.into_iter().collect(), ..First::default() }
    }

    fn class(class: Class) -> First {
        First { classes: BTreeSet::from([class]), ..First::default() }
    }

    fn nothing() -> First {
        First { empty: true, ..First::default() }
    }

    /// Whether the expression may match where `c` stands next.
    pub(crate) fn admits(&self, c: char) -> bool {
        self.empty || self.chars.contains(&c) || self.classes.iter().any(|class| class.holds(c))
    }

    /// Whether it may match where none of the listed characters stands next, or nothing.
    pub(crate) fn admits_others(&self) -> bool {
        self.empty || !self.classes.is_empty()
    }

    fn join(&mut self, other: First) {
        self.chars.extend(other.chars);
        self.classes.extend(other.classes);
    }
}

/// The rules of a grammar, with what each may start with.
pub(crate) struct Firsts<'g> {
    pub(crate) rules: HashMap<&'g str, &'g OptimizedRule>,
    known: HashMap<(&'g str, bool), First>,
}

impl<'g> Firsts<'g> {
    pub(crate) fn new(rules: &'g [OptimizedRule]) -> Self {
        Self { rules: rules.iter().map(|rule| (rule.name.as_str(), rule)).collect(), known: HashMap::new() }
    }

    pub(crate) fn of(&mut self, expr: &'g Expr, mode: Mode) -> First {
        match expr {
            Expr::Str(text) => text.chars().next().map_or_else(First::nothing, |c| First::of([c])),
            Expr::Range(from, to) => First::of(character(from)..=character(to)),
            Expr::Ident(name) => self.named(name, mode),
            // What is looked ahead at is not read; that it rules much out is left to it.
            Expr::PosPred(_) | Expr::NegPred(_) => First::nothing(),
            Expr::Seq(first, rest) => {
                let mut found = self.of(first, mode);
                if found.empty {
                    if mode.skips() {
                        for name in ["WHITESPACE", "COMMENT"] {
                            let blank = self.named(name, mode);
                            found.join(blank);
                        }
                    }
                    let rest = self.of(rest, mode);
                    found.empty = rest.empty;
                    found.join(rest);
                }
                found
            }
            Expr::Choice(one, other) => {
                let mut found = self.of(one, mode);
                let other = self.of(other, mode);
                found.empty |= other.empty;
                found.join(other);
                found
            }
            Expr::Opt(inner) | Expr::Rep(inner) => First { empty: true, ..self.of(inner, mode) },
            Expr::RestoreOnErr(inner) => self.of(inner, mode),
            Expr::Skip(_) | Expr::Insens(_) | Expr::PeekSlice(..) | Expr::Push(_) => panic!("not compiled: {expr:?}"),
        }
    }

    fn named(&mut self, name: &'g str, mode: Mode) -> First {
        let Some(rule) = self.rules.get(name).copied() else { return builtin(name) };
        let inside = mode.inside(rule);
        let key = (name, inside.skips());
        if let Some(known) = self.known.get(&key) {
            return known.clone();
        }
        let found = self.of(&rule.expr, inside);
        self.known.insert(key, found.clone());
        found
    }
}

pub(crate) fn character(text: &str) -> char {
    text.chars().next().expect("a character")
}

fn builtin(name: &str) -> First {
    match name {
        "ANY" => First::class(Class::Any),
        "XID_START" => First::class(Class::Start),
        "XID_CONTINUE" => First::class(Class::Continue),
        "WHITE_SPACE" => First::class(Class::Blank),
        "NEWLINE" => First::of(['\n', '\r']),
        "ASCII_ALPHA" => First::of(('a'..='z').chain('A'..='Z')),
        "ASCII_ALPHANUMERIC" => First::of(('a'..='z').chain('A'..='Z').chain('0'..='9')),
        "SOI" | "EOI" => First::nothing(),
        _ => panic!("not compiled: {name}"),
    }
}
