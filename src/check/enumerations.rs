//! 类别 and 等级: their members, each alike enumeration kept once. Knows nothing of records.

use std::collections::HashMap;

use super::Checker;
use super::names::problem_at;
use crate::diagnostic::{Span, TypeProblem};
use crate::model::{Enumeration, EnumerationId};
use crate::syntax::tree::Members;

/// The enumerations by what they say, and their members by name.
#[derive(Clone, Default)]
pub(super) struct Enumerations {
    known: HashMap<(String, bool, Vec<String>), EnumerationId>,
    members: HashMap<(EnumerationId, String), u16>,
}

impl Checker<'_> {
    /// The enumeration of these members; `None` when they are bad.
    ///
    /// Two enumerations that say the same are one, so that versions of a rule set share their facts.
    pub(super) fn enumeration(&mut self, name: &str, span: Span, members: &Members) -> Option<EnumerationId> {
        // The parser asks for the first member.
        if members.names.is_empty() {
            return None;
        }
        let mut good = true;
        let mut first: HashMap<&str, Span> = HashMap::new();
        for member in &members.names {
            if let Some(&before) = first.get(member.node.as_str()) {
                good = false;
                let problem = TypeProblem::DuplicateMember { member: member.node.clone(), enumeration: name.to_owned() };
                self.out.push(problem_at(problem, member.span).label(before, "先写在这里", "first written here"));
            } else {
                first.insert(&member.node, member.span);
            }
        }
        if members.names.len() > usize::from(u16::MAX) {
            self.report(TypeProblem::Overflow {}, span);
            good = false;
        }
        if !good {
            return None;
        }
        let list: Vec<String> = members.names.iter().map(|m| m.node.clone()).collect();
        let key = (name.to_owned(), members.ordered, list.clone());
        if let Some(&id) = self.enumerations.known.get(&key) {
            return Some(id);
        }
        if let Some(id) = self.merged(name, span, members.ordered, &list) {
            self.enumerations.known.insert(key, id);
            return Some(id);
        }
        let id = EnumerationId(u32::try_from(self.model.enumerations.len()).ok()?);
        for (at, member) in list.iter().enumerate() {
            self.enumerations.members.insert((id, member.clone()), u16::try_from(at).ok()?);
        }
        self.enumerations.known.insert(key, id);
        self.model.enumerations.push(Enumeration { name: name.to_owned(), ordered: members.ordered, members: list, span });
        Some(id)
    }

    /// The enumeration of the other version, with the members of both; `None` when no other is alike enough.
    ///
    /// Members get their places before any value is read, so that they may still move.
    fn merged(&mut self, name: &str, span: Span, ordered: bool, list: &[String]) -> Option<EnumerationId> {
        if !self.comparing() {
            return None;
        }
        let base = |span: Span| self.files.iter().find(|f| f.source == span.source).map(|f| f.base);
        let at = self.model.enumerations.iter().position(|other| {
            let common = list.iter().filter(|member| other.members.contains(member)).count();
            other.name == name
                && other.ordered == ordered
                && base(other.span) != base(span)
                && common * 2 >= list.len().max(other.members.len())
        })?;
        let id = EnumerationId(u32::try_from(at).ok()?);
        let other = self.model.enumerations.get_mut(at)?;
        other.members = merge(&other.members, list)?;
        for (place, member) in other.members.iter().enumerate() {
            self.enumerations.members.insert((id, member.clone()), u16::try_from(place).ok()?);
        }
        Some(id)
    }

    /// The place of a member.
    pub(super) fn member(&self, id: EnumerationId, name: &str) -> Option<u16> {
        self.enumerations.members.get(&(id, name.to_owned())).copied()
    }

    /// Whether two enumerations have the same members in the same order.
    pub(super) fn same_members(&self, a: EnumerationId, b: EnumerationId) -> bool {
        let get = |id: EnumerationId| self.model.enumerations.get(id.index());
        a == b || matches!((get(a), get(b)), (Some(a), Some(b)) if a.ordered == b.ordered && a.members == b.members)
    }
}

/// The members of both lists, each in the order of its own; `None` when the orders contradict each other.
fn merge(one: &[String], other: &[String]) -> Option<Vec<String>> {
    let mut merged = Vec::new();
    let mut rest = one.iter();
    for member in other {
        if one.contains(member) {
            loop {
                let next = rest.next()?;
                merged.push(next.clone());
                if next == member {
                    break;
                }
            }
        } else {
            merged.push(member.clone());
        }
    }
    merged.extend(rest.cloned());
    Some(merged)
}
