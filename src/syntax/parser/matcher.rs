//! What the grammar matches, and how, but not why not: the fast reading, compiled from `grammar/*.pest` by `build/`.
//!
//! pest tries every alternative where one is to be chosen, and keeps count of what it tried; that is what a message about a
//! mistake is made of ([`super::diagnose`]), and ten times the work of reading what has none. The nodes are the same: a
//! test compares both readings.

use super::grammar::Rule;
use pest::unicode::{XID_CONTINUE, XID_START};

/// What a rule matched.
#[derive(Debug, Clone, Copy)]
struct Node {
    rule: Rule,
    /// Where it starts and ends, in bytes.
    start: u32,
    end: u32,
    /// The node after it and all that is in it.
    next: u32,
}

/// What a rule matched with all that is in it, before the text it was matched in: nodes in the order in which they start.
#[derive(Debug)]
pub(super) struct Matched<'i> {
    text: &'i str,
    nodes: Vec<Node>,
}

impl Matched<'_> {
    /// Reads the start of a text by a rule; `None` where it does not fit, or the text is too long to have places.
    pub(super) fn read(rule: Rule, text: &str) -> Option<Matched<'_>> {
        u32::try_from(text.len()).ok()?;
        // A cell of a table has about so many; those of a file soon outgrow it.
        let mut matcher = Matcher { text, rest: text, nodes: Vec::with_capacity(32), remembered: None };
        generated::enter(rule, &mut matcher).then_some(Matched { text, nodes: matcher.nodes })
    }

    /// The match as a whole.
    pub(super) fn pair(&self) -> Option<Pair<'_>> {
        let (node, inside) = self.nodes.split_first()?;
        Some(Pair { text: self.text, node, inside, base: 1 })
    }
}

/// One node, with all that is in it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pair<'m> {
    text: &'m str,
    node: &'m Node,
    /// What is in it, the number of the first being `base`.
    inside: &'m [Node],
    base: usize,
}

impl<'m> Pair<'m> {
    pub(super) fn as_rule(&self) -> Rule {
        self.node.rule
    }

    pub(super) fn as_str(&self) -> &'m str {
        self.text.get(self.start()..self.node.end as usize).unwrap_or_default()
    }

    /// Where it starts, in bytes.
    pub(super) fn start(&self) -> usize {
        self.node.start as usize
    }

    /// The nodes directly in it.
    pub(super) fn into_inner(self) -> Pairs<'m> {
        Pairs { text: self.text, nodes: self.inside, base: self.base }
    }
}

/// Nodes that stand one after the other.
#[derive(Debug, Clone)]
pub(super) struct Pairs<'m> {
    text: &'m str,
    nodes: &'m [Node],
    base: usize,
}

impl<'m> Iterator for Pairs<'m> {
    type Item = Pair<'m>;

    fn next(&mut self) -> Option<Pair<'m>> {
        let (node, after) = self.nodes.split_first()?;
        let base = self.base + 1;
        let (inside, rest) = after.split_at_checked((node.next as usize).checked_sub(base)?)?;
        (self.nodes, self.base) = (rest, node.next as usize);
        Some(Pair { text: self.text, node, inside, base })
    }
}

/// Where the reading stands.
struct Matcher<'i> {
    text: &'i str,
    rest: &'i str,
    nodes: Vec<Node>,
    /// Of the rule that is remembered: the bytes that were left where it was last tried, and after it if it matched.
    remembered: Option<(usize, Option<usize>)>,
}

/// A number of bytes or nodes. INVARIANT: a text whose length has no `u32` is not read, and nodes are fewer than its bytes
/// times the depth of the grammar; were they more, the node would be the last.
fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

impl Matcher<'_> {
    #[inline]
    fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    // Inlined, so that each text compared with is known where it is compared.
    #[inline(always)]
    fn take(&mut self, text: &str) -> bool {
        match self.rest.strip_prefix(text) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    #[inline]
    fn take_if(&mut self, fits: impl FnOnce(char) -> bool) -> bool {
        let mut chars = self.rest.chars();
        let taken = chars.next().is_some_and(fits);
        if taken {
            self.rest = chars.as_str();
        }
        taken
    }

    /// A rule that was perhaps tried here just before.
    #[inline]
    fn remember(&mut self, rule: impl FnOnce(&mut Self) -> bool) -> bool {
        let here = self.rest.len();
        match self.remembered {
            Some((there, left)) if there == here => {
                let after = left.and_then(|left| self.text.get(self.text.len().checked_sub(left)?..));
                self.rest = after.unwrap_or(self.rest);
                after.is_some()
            }
            _ => {
                let matched = rule(self);
                self.remembered = Some((here, matched.then_some(self.rest.len())));
                matched
            }
        }
    }

    fn at_start(&self) -> bool {
        self.rest.len() == self.text.len()
    }

    fn at_end(&self) -> bool {
        self.rest.is_empty()
    }

    /// A sequence: where a part fails, nothing of it was read.
    #[inline]
    fn all(&mut self, parts: impl FnOnce(&mut Self) -> bool) -> bool {
        let (rest, nodes) = (self.rest, self.nodes.len());
        let matched = parts(self);
        if !matched {
            self.rest = rest;
            self.nodes.truncate(nodes);
        }
        matched
    }

    #[inline]
    fn ahead(&mut self, part: impl FnOnce(&mut Self) -> bool) -> bool {
        let rest = self.rest;
        let matched = part(self);
        self.rest = rest;
        matched
    }

    #[inline]
    fn node(&mut self, rule: Rule, inside: impl FnOnce(&mut Self) -> bool) -> bool {
        let at = self.nodes.len();
        let start = small(self.text.len() - self.rest.len());
        self.nodes.push(Node { rule, start, end: start, next: 0 });
        let matched = inside(self);
        let (end, next) = (small(self.text.len() - self.rest.len()), small(self.nodes.len()));
        match self.nodes.get_mut(at) {
            Some(node) if matched => (node.end, node.next) = (end, next),
            _ => self.nodes.truncate(at),
        }
        matched
    }
}

#[allow(clippy::all, unused, non_snake_case, reason = "generated code")]
mod generated {
    use super::{Matcher, Rule, XID_CONTINUE, XID_START};
    include!(concat!(env!("OUT_DIR"), "/matcher.rs"));
}
