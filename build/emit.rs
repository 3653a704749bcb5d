//! The rules as Rust: a function for each rule and mode, `true` where it matched; one that does not leaves all as it was.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use pest_meta::ast::RuleType;
use pest_meta::optimizer::{OptimizedExpr as Expr, OptimizedRule};

use crate::first::{First, Firsts, Mode, character};

/// The rule that is tried at one place for one kind of figure after another: what came of it there is kept. It has no nodes, and
/// what it reads depends on nothing but the place.
const REMEMBERED: &str = "numeral";

/// The functions of all rules.
pub(crate) fn matcher(rules: &[OptimizedRule]) -> String {
    let mut emit = Emit { firsts: Firsts::new(rules), wanted: Vec::new(), seen: BTreeSet::new() };
    let mut out = String::from("pub(super) fn enter(rule: Rule, p: &mut Matcher<'_>) -> bool {\n    match rule {\n");
    for rule in rules {
        let call = emit.call(rule, Mode::Spaced);
        let _ = writeln!(out, "        Rule::{} => {call},", rule.name);
    }
    out.push_str("        Rule::EOI => p.at_end(),\n    }\n}\n");
    let skip = emit.skip();
    let _ = writeln!(out, "fn skip(p: &mut Matcher<'_>) -> bool {{ {skip} }}");
    while let Some((rule, mode)) = emit.wanted.pop() {
        let inside = mode.inside(rule);
        let body = emit.expr(&rule.expr, inside);
        let node = match rule.ty {
            RuleType::Silent => false,
            // A compound rule brings nodes back, where it is not looked ahead at.
            RuleType::CompoundAtomic => inside.leaves_nodes(),
            RuleType::Normal | RuleType::Atomic | RuleType::NonAtomic => mode.leaves_nodes(),
        };
        let body = if REMEMBERED == rule.name && !mode.skips() {
            assert!(rule.ty == RuleType::Silent, "what is remembered leaves no nodes");
            format!("p.remember(|p| {body})")
        } else {
            body
        };
        let body = if node { format!("p.node(Rule::{}, |p| {body})", rule.name) } else { body };
        let _ = writeln!(out, "fn {}(p: &mut Matcher<'_>) -> bool {{ {body} }}", function(&rule.name, mode));
    }
    out
}

fn function(rule: &str, mode: Mode) -> String {
    format!("{rule}__{mode:?}").to_lowercase()
}

struct Emit<'g> {
    firsts: Firsts<'g>,
    wanted: Vec<(&'g OptimizedRule, Mode)>,
    seen: BTreeSet<(&'g str, Mode)>,
}

impl<'g> Emit<'g> {
    fn call(&mut self, rule: &'g OptimizedRule, mode: Mode) -> String {
        if self.seen.insert((&rule.name, mode)) {
            self.wanted.push((rule, mode));
        }
        format!("{}(p)", function(&rule.name, mode))
    }

    /// Blanks and comments, as pest skips them.
    fn skip(&mut self) -> String {
        let [blank, comment] = ["WHITESPACE", "COMMENT"].map(|name| {
            let rule = self.firsts.rules.get(name).copied().unwrap_or_else(|| panic!("no {name}"));
            self.call(rule, Mode::Atomic)
        });
        format!("while {blank} {{}} while {comment} {{ while {blank} {{}} }} true")
    }

    fn expr(&mut self, expr: &'g Expr, mode: Mode) -> String {
        match expr {
            Expr::Str(text) => format!("p.take({text:?})"),
            Expr::Range(from, to) => format!("p.take_if(|c| matches!(c, {:?}..={:?}))", character(from), character(to)),
            Expr::Ident(name) => match self.firsts.rules.get(name.as_str()).copied() {
                Some(rule) => self.call(rule, mode),
                None => builtin(name, mode).to_owned(),
            },
            Expr::PosPred(inner) => format!("p.ahead(|p| {})", self.expr(inner, mode.ahead())),
            Expr::NegPred(inner) => format!("!p.ahead(|p| {})", self.expr(inner, mode.ahead())),
            Expr::Seq(..) => {
                let mut parts = Vec::new();
                let mut rest = expr;
                while let Expr::Seq(first, next) = rest {
                    parts.push(self.expr(first, mode));
                    rest = next;
                }
                parts.push(self.expr(rest, mode));
                let between = if mode.skips() { " && skip(p) && " } else { " && " };
                format!("p.all(|p| {})", parts.join(between))
            }
            Expr::Choice(..) => self.choice(expr, mode),
            Expr::Opt(inner) => {
                let guard = self.guard(inner, mode);
                format!("{{ if {guard} {{ {}; }} true }}", self.expr(inner, mode))
            }
            Expr::Rep(inner) => {
                let (guard, one) = (self.guard(inner, mode), self.expr(inner, mode));
                if mode.skips() {
                    // The blanks before what is not repeated again are left to what follows.
                    format!("{{ if {guard} && {one} {{ while p.all(|p| skip(p) && {guard} && {one}) {{}} }} true }}")
                } else {
                    format!("{{ while {guard} && {one} {{}} true }}")
                }
            }
            Expr::RestoreOnErr(inner) => self.expr(inner, mode),
            Expr::Skip(_) | Expr::Insens(_) | Expr::PeekSlice(..) | Expr::Push(_) => panic!("not compiled: {expr:?}"),
        }
    }

    /// What must hold of the next character before an expression is tried at all.
    fn guard(&mut self, expr: &'g Expr, mode: Mode) -> String {
        let first = self.firsts.of(expr, mode);
        if first.admits_others() { "true".to_owned() } else { format!("matches!(p.peek(), Some({}))", pattern(&first.chars)) }
    }

    /// The alternatives, in their order, by the next character.
    fn choice(&mut self, expr: &'g Expr, mode: Mode) -> String {
        let mut alternatives: Vec<(First, String)> = Vec::new();
        let mut rest = expr;
        while let Expr::Choice(one, other) = rest {
            alternatives.push((self.firsts.of(one, mode), self.expr(one, mode)));
            rest = other;
        }
        alternatives.push((self.firsts.of(rest, mode), self.expr(rest, mode)));
        let of = |fits: &dyn Fn(&First) -> bool| -> String {
            let fitting: Vec<&str> = alternatives.iter().filter(|(first, _)| fits(first)).map(|(_, code)| code.as_str()).collect();
            if fitting.is_empty() { "false".to_owned() } else { fitting.join(" || ") }
        };
        let others = of(&First::admits_others);
        let listed: BTreeSet<char> = alternatives.iter().flat_map(|(first, _)| first.chars.iter().copied()).collect();
        let mut arms: BTreeMap<String, BTreeSet<char>> = BTreeMap::new();
        for c in listed {
            arms.entry(of(&|first| first.admits(c))).or_default().insert(c);
        }
        arms.remove(&others);
        if arms.is_empty() {
            return format!("({others})");
        }
        let arms: String = arms.iter().map(|(code, chars)| format!("Some({}) => {code}, ", pattern(chars))).collect();
        format!("match p.peek() {{ {arms}_ => {others} }}")
    }
}

/// Characters as a pattern.
fn pattern(chars: &BTreeSet<char>) -> String {
    chars.iter().map(|c| format!("{c:?}")).collect::<Vec<_>>().join(" | ")
}

fn builtin(name: &str, mode: Mode) -> &'static str {
    match name {
        "ANY" => "p.take_if(|_| true)",
        "XID_START" => "p.take_if(XID_START)",
        "XID_CONTINUE" => "p.take_if(XID_CONTINUE)",
        "WHITE_SPACE" => "p.take_if(char::is_whitespace)",
        "NEWLINE" => "(p.take(\"\\n\") || p.take(\"\\r\\n\") || p.take(\"\\r\"))",
        "ASCII_ALPHA" => "p.take_if(|c| c.is_ascii_alphabetic())",
        "ASCII_ALPHANUMERIC" => "p.take_if(|c| c.is_ascii_alphanumeric())",
        "SOI" => "p.at_start()",
        "EOI" if mode.leaves_nodes() => "p.node(Rule::EOI, |p| p.at_end())",
        "EOI" => "p.at_end()",
        _ => panic!("not compiled: {name}"),
    }
}
