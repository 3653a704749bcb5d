//! What changed of a rule set itself: its dates and authority, and which rules of others bear on it by 引入.

use super::said::{Facet, notes as differing};
use super::{Note, SetDifference, SetPair, Versions};
use crate::diagnostic::Term;
use crate::law::{Rounding, date};
use crate::model::{Model, RoundingRule, SetId};

pub(super) fn notes(versions: &Versions, pair: SetPair) -> Vec<Note> {
    let (Some(old), Some(new)) = pair else { return Vec::new() };
    differing(facets(&versions.old, old), facets(&versions.new, new))
}

fn facets(model: &Model, id: SetId) -> Vec<Facet> {
    let set = &model[id];
    // Rules of its own are compared by themselves; those of others are named with their rule set, whatever its version.
    let listed = |all: &mut dyn Iterator<Item = (SetId, &String)>| {
        let mut all: Vec<String> = all.filter(|(of, _)| *of != id).map(|(of, name)| format!("{name}({})", model[of].name)).collect();
        all.sort_unstable();
        all.join("、")
    };
    vec![
        Facet::new(("制定机关", "issued by"), set.issuer.clone().unwrap_or_default()),
        Facet::new(("施行日期", "in force from"), date::display(set.effective)),
        Facet::new(("失效日期", "in force until"), set.expires.map(date::display).unwrap_or_default()),
        Facet::new(("取整", "rounding"), rounding(set.rounding)),
        Facet::new(
            ("引入的情节", "imported circumstances"),
            listed(&mut set.circumstances.iter().map(|id| (model[*id].set, &model[*id].name))),
        ),
        Facet::new(
            ("引入的程序", "imported procedure rules"),
            listed(&mut set.procedures.iter().map(|id| (model[*id].set, &model[*id].name))),
        ),
        Facet::new(
            ("引入的幅度规则", "imported range rule"),
            listed(&mut set.range_rule.iter().map(|id| (model[*id].set, &model[*id].name))),
        ),
    ]
}

fn rounding(RoundingRule { step, rounding }: RoundingRule) -> String {
    let word = match rounding {
        Rounding::Down => "舍去",
        Rounding::Up => "进位",
        Rounding::HalfUp => "四舍五入",
        Rounding::HalfEven => "四舍六入五成双",
    };
    format!("到{step},{word}")
}

/// Rules that bear on cases under the benchmarks of whoever imports them.
const BEARING: [&str; 3] = ["情节", "程序", "幅度规则"];

/// Tells the rule sets with benchmarks that rules they import have changed: their cases may come out otherwise.
pub(super) fn imported(versions: &Versions, pairs: &[SetPair], sets: &mut [SetDifference]) {
    let changed: Vec<bool> = sets.iter().map(|set| set.rules.iter().any(|rule| BEARING.contains(&rule.kind))).collect();
    for (at, (old, new)) in pairs.iter().enumerate() {
        let (Some(old), Some(new)) = (old, new) else { continue };
        let bears = |other: usize| {
            let of = |model: &Model, of: SetId, set: Option<SetId>| set.is_some_and(|set| set != of && model[of].closure.contains(&set));
            pairs.get(other).is_some_and(|pair| of(&versions.old, *old, pair.0) || of(&versions.new, *new, pair.1))
        };
        let names: Vec<String> = (0..pairs.len())
            .filter(|other| *other != at && changed.get(*other) == Some(&true) && bears(*other))
            .filter_map(|other| sets.get(other).map(|set| format!("「{}」", set.name)))
            .collect();
        let Some(set) = sets.get_mut(at).filter(|set| !set.benchmarks.is_empty() && !names.is_empty()) else { continue };
        let (zh, en) = (names.join("、"), names.join(", "));
        let told = Term::new(
            format!("引入的规则集{zh}变了,各基准的结果可能随之不同"),
            format!("imported rule sets changed ({en}), and cases may come out otherwise with them"),
        );
        set.notes.push(told.into());
    }
}
