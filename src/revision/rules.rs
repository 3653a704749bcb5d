//! Circumstances, procedure rules and range rules of two versions: for which cases they hold otherwise, and what else they say.

use super::said::{Facet, cited, notes, severity};
use super::{BenchmarkStatus, CONTRADICT, RuleDifference, SetPair, Versions, paired};
use crate::diagnostic::Span;
use crate::model::{
    Band, Bands, Circumstance, Combination, Condition, ConditionKind, Effect, Item, MixedRule, Modality, Model, Procedure, RangeBase,
    RangeRule, SetId, SeveralRule,
};
use crate::prove::{self, Part, by_name};

pub(super) fn of(versions: &Versions, pair: SetPair) -> Vec<RuleDifference> {
    let (Some(old), Some(new)) = pair else { return Vec::new() };
    let mut found = Vec::new();
    let (before, after) = (&*versions.old, &*versions.new);
    let all = |model: &Model, set: SetId| -> Vec<Circumstance> { model.circumstances.iter().filter(|c| c.set == set).cloned().collect() };
    paired(&all(before, old), &all(after, new), |c| &c.name, |c| &c.name, &mut |one, other| {
        found.extend(either("情节", one, other, |c| &c.name, |one, other| circumstance(versions, one, other)));
    });
    let all = |model: &Model, set: SetId| -> Vec<Procedure> { model.procedures.iter().filter(|p| p.set == set).cloned().collect() };
    paired(&all(before, old), &all(after, new), |p| &p.name, |p| &p.name, &mut |one, other| {
        found.extend(either("程序", one, other, |p| &p.name, |one, other| procedure(versions, one, other)));
    });
    let own = |model: &Model, set: SetId| model.range_rules.iter().find(|rule| rule.set == set).cloned();
    found.extend(either("幅度规则", own(before, old).as_ref(), own(after, new).as_ref(), |rule| &rule.name, range));
    found
}

/// A rule of either version, or of both.
fn either<T>(
    kind: &'static str,
    old: Option<&T>,
    new: Option<&T>,
    name: impl Fn(&T) -> &String,
    both: impl FnOnce(&T, &T) -> Option<RuleDifference>,
) -> Option<RuleDifference> {
    match (old, new) {
        (Some(old), Some(new)) => both(old, new),
        (Some(gone), None) => Some(RuleDifference::only(kind, name(gone), BenchmarkStatus::Removed)),
        (None, Some(come)) => Some(RuleDifference::only(kind, name(come), BenchmarkStatus::Added)),
        (None, None) => None,
    }
}

fn circumstance(versions: &Versions, old: &Circumstance, new: &Circumstance) -> Option<RuleDifference> {
    let mut rule = RuleDifference::only("情节", &new.name, BenchmarkStatus::Same);
    let facets = |model: &Model, circumstance: &Circumstance| {
        let names = circumstance.only_for.as_ref().map(|ids| {
            let mut names: Vec<&str> = ids.iter().map(|id| model[*id].name.as_str()).collect();
            names.sort_unstable();
            names.join("、")
        });
        vec![
            Facet::new(("效果", "effect"), effects(circumstance)),
            Facet::new(("适用于", "applies to"), names.unwrap_or_else(|| "全部基准".to_owned())),
            Facet::new(("依据", "basis"), cited(&circumstance.basis)),
        ]
    };
    rule.notes = notes(facets(&versions.old, old), facets(&versions.new, new));
    let of = |model: &Model, span: Span| model.circumstances.iter().find(|c| c.name_span == span).map(|c| c.condition.clone());
    let said = (by_name(&versions.old, Part::Condition(&old.condition)), by_name(&versions.new, Part::Condition(&new.condition)));
    compare(versions, said, |model| Some((of(model, old.name_span)?, of(model, new.name_span)?)), ("成立", "不成立"), &mut rule);
    rule.settled()
}

fn effects(circumstance: &Circumstance) -> String {
    let word = match circumstance.modality {
        Modality::Shall => "应当",
        Modality::May => "可以",
    };
    let effect = |effect: &Effect| match effect {
        Effect::Waive => "不予处罚",
        Effect::Mitigate => "减轻处罚",
        Effect::Lighten => "从轻处罚",
        Effect::Aggravate => "从重处罚",
    };
    format!("{word}{}", circumstance.effects.iter().map(effect).collect::<Vec<_>>().join("或者"))
}

/// When a procedure rule is violated.
fn violated(procedure: &Procedure) -> Condition {
    let item = |condition: Condition| Item { label: None, condition };
    let unmet = Condition { kind: ConditionKind::Not(Box::new(procedure.must.clone())), span: procedure.must.span };
    let items = procedure.condition.iter().cloned().chain([unmet]).map(item).collect();
    Condition { kind: ConditionKind::All(items), span: procedure.must.span }
}

fn procedure(versions: &Versions, old: &Procedure, new: &Procedure) -> Option<RuleDifference> {
    let mut rule = RuleDifference::only("程序", &new.name, BenchmarkStatus::Same);
    let facets = |procedure: &Procedure| {
        vec![
            Facet::new(("级别", "level"), severity(procedure.severity)),
            Facet::new(("依据", "basis"), cited(&procedure.basis)),
            Facet::new(("提示", "message"), procedure.message.clone()),
            Facet::new(("建议", "suggestion"), procedure.suggestion.clone().unwrap_or_default()),
        ]
    };
    rule.notes = notes(facets(old), facets(new));
    let of = |model: &Model, span: Span| model.procedures.iter().find(|p| p.name_span == span).map(violated);
    // Where it bears and what it demands are said apart: met is not the same as not asked.
    let when = |model: &Model, procedure: &Procedure| {
        let part = |condition: &Condition| by_name(model, Part::Condition(condition));
        format!("{:?} {}", procedure.condition.as_ref().map(part), part(&procedure.must))
    };
    let said = (when(&versions.old, old), when(&versions.new, new));
    compare(versions, said, |model| Some((of(model, old.name_span)?, of(model, new.name_span)?)), ("违反", "不违反"), &mut rule);
    rule.settled()
}

/// The cases in which one of two conditions holds and the other does not.
fn compare(
    versions: &Versions,
    said: (String, String),
    conditions: impl FnOnce(&Model) -> Option<(Condition, Condition)>,
    words: (&'static str, &'static str),
    rule: &mut RuleDifference,
) {
    if said.0 == said.1 {
        return;
    }
    let Some((model, (old, new))) = versions.both.as_ref().and_then(|model| Some((model, conditions(model)?))) else {
        return rule.undecided.push(CONTRADICT.to_owned());
    };
    let found = prove::conditions(model, &old, &new, words);
    rule.changes = found.changes;
    rule.undecided.extend(found.undecided);
}

fn range(old: &RangeRule, new: &RangeRule) -> Option<RuleDifference> {
    let mut rule = RuleDifference::only("幅度规则", &new.name, BenchmarkStatus::Same);
    rule.notes = notes(range_facets(old), range_facets(new));
    rule.settled()
}

fn range_facets(rule: &RangeRule) -> Vec<Facet> {
    let base = match rule.base {
        RangeBase::Tier => "阶次幅度",
        RangeBase::Statutory => "法定幅度",
    };
    let several = |rule| match rule {
        SeveralRule::Band => "按一个情节的幅度",
        SeveralRule::Bound => "取到底",
    };
    let Combination { several_lighten, several_aggravate, mixed } = rule.combination;
    let mixed = match mixed {
        MixedRule::Whole => "全幅",
        MixedRule::Ordinary => "一般",
    };
    let mut facets = vec![
        Facet::new(("名称", "name"), rule.name.clone()),
        Facet::new(("依据", "basis"), cited(&rule.basis)),
        Facet::new(("幅度的基数", "base of the ranges"), base),
        Facet::new(("数个从轻并存", "several that lighten"), several(several_lighten)),
        Facet::new(("数个从重并存", "several that aggravate"), several(several_aggravate)),
        Facet::new(("从轻从重并存", "lighten and aggravate together"), mixed),
    ];
    for (of, bands) in [(("", ""), Some(&rule.bands)), (("(只有上限的罚款)", " (fines with an upper end only)"), rule.upper_only.as_ref())]
    {
        let Some(Bands { mitigate, lighten, ordinary, aggravate }) = bands else { continue };
        for (what, one) in [
            (("减轻", "mitigation"), mitigate),
            (("从轻", "lightening"), lighten),
            (("一般", "ordinary cases"), ordinary),
            (("从重", "aggravation"), aggravate),
        ] {
            let named = (format!("{}的幅度{}", what.0, of.0), format!("range of {}{}", what.1, of.1));
            facets.push(Facet::new(named, one.as_ref().map(band).unwrap_or_default()));
        }
    }
    facets
}

fn band(band: &Band) -> String {
    let range =
        |range: &crate::law::Range<crate::law::Exact>| range.map(|part| crate::law::Ratio::from_exact(part).to_string()).to_string();
    match band {
        Band::Spread(part) => format!("幅度的 {}", range(part)),
        Band::BelowLower => "法定下限以下".to_owned(),
        Band::OfLower(part) => format!("法定下限的 {}", range(part)),
        Band::OfUpper(part) => format!("法定上限的 {}", range(part)),
    }
}
