//! What a place of a document is: a prohibition, a quotation, a citation of a level or of a standing. It looks, and asks the registry.

use std::collections::BTreeSet;
use std::ops::Range;

use super::context::{Context, Spot};
use super::truth::of;
use super::{attachments, figures};
use crate::document::citations::{CitationTarget, FoundCitation, Resolution};
use crate::document::marks;
use crate::document::{Definition, DefinitionForm, NodeKind};
use crate::law::Ordinal;
use crate::law::registry::{ActLevel, Flaw};
use crate::model::{Cited, CitedLevel, Class, Subject};
use crate::report::Truth;

/// The words that forbid.
const FORBIDS: [&str; 5] = ["不得", "禁止", "严禁", "不准", "不应"];
/// What turns a prohibition into a duty of those who are governed.
const TURNS: [&str; 6] = ["应当", "必须", "方可", "方能", "可以", "未经"];
/// What says that the prohibition binds whoever lacks a permit.
const WITHOUT: [&str; 12] = ["未经", "未取得", "未获", "未依法", "未办理", "未领", "未申领", "未持", "未到", "未向", "无证", "没有取得"];

// ── citations ──

/// Whether any of the ranges cites one of these.
pub(super) fn cites(context: &Context<'_>, ranges: &[Range<usize>], cited: &[Cited]) -> Truth {
    let within = |c: &FoundCitation| ranges.iter().any(|r| r.start <= c.place.from() && c.place.to() <= r.end);
    of(context.citations.iter().filter(|c| within(c)).any(|citation| cited.iter().any(|one| is_cited(context, citation, one))))
}

fn is_cited(context: &Context<'_>, citation: &FoundCitation, cited: &Cited) -> bool {
    let name = match &citation.target {
        CitationTarget::Act { title, .. } | CitationTarget::Short { title, .. } => Some(title.full().to_owned()),
        CitationTarget::Named(name) => Some(name.clone()),
        CitationTarget::Number(_) => None,
        CitationTarget::Internal(_) => return false,
    };
    let Some(name) = name else { return matches!(cited, Cited::Level(CitedLevel::Any)) };
    match cited {
        Cited::Act(title) => name == title.full() || title.full().ends_with(&name),
        Cited::Level(CitedLevel::Any) => true,
        Cited::Level(wanted) => {
            let registry = context.submission.registry;
            let act = registry.and_then(|r| r.act(&name).or_else(|| r.act_ending(&name)));
            let level = act.and_then(|a| a.level).or_else(|| guess(&name));
            let decision = name.contains("国务院") && name.contains("决定");
            level.is_some_and(|level| is_level(level, *wanted)) || (decision && *wanted == CitedLevel::Superior)
        }
    }
}

fn is_level(level: ActLevel, wanted: CitedLevel) -> bool {
    match wanted {
        CitedLevel::Any => true,
        CitedLevel::Statute => matches!(level, ActLevel::Constitution | ActLevel::Law),
        CitedLevel::AdministrativeRegulation => matches!(level, ActLevel::AdministrativeRegulation | ActLevel::SupervisoryRegulation),
        CitedLevel::LocalRegulation => level == ActLevel::LocalRegulation,
        CitedLevel::DepartmentRule => level == ActLevel::DepartmentalRule,
        CitedLevel::LocalRule => level == ActLevel::LocalRule,
        CitedLevel::Normative => level == ActLevel::NormativeDocument,
        CitedLevel::Superior => matches!(
            level,
            ActLevel::Constitution
                | ActLevel::Law
                | ActLevel::AdministrativeRegulation
                | ActLevel::SupervisoryRegulation
                | ActLevel::LocalRegulation
        ),
    }
}

/// The level that a title suggests, for acts that the registry does not know.
fn guess(title: &str) -> Option<ActLevel> {
    let bare = title.trim_end_matches("（试行）").trim_end_matches("（暂行）");
    let head: String = bare.chars().take(10).collect();
    let local = !bare.starts_with("中华人民共和国") && ["省", "市", "自治区", "自治州", "县", "经济特区"].iter().any(|w| head.contains(w));
    if bare.ends_with("法") || bare.ends_with("法典") || bare.ends_with("宪法") {
        let measures = ["办法", "方法", "做法"].iter().any(|w| bare.ends_with(w));
        if !measures {
            return Some(ActLevel::Law);
        }
    }
    if bare.ends_with("条例") {
        return Some(if local { ActLevel::LocalRegulation } else { ActLevel::AdministrativeRegulation });
    }
    let rule = ["办法", "规定", "细则", "规则"].iter().any(|w| bare.ends_with(w));
    match (rule, local) {
        (true, false) => Some(ActLevel::DepartmentalRule),
        (true, true) => Some(ActLevel::LocalRule),
        (false, _) => Some(ActLevel::NormativeDocument),
    }
}

/// How a citation stands to a class.
fn standing(context: &Context<'_>, item: usize, class: Class, missing: &mut BTreeSet<String>) -> Truth {
    let (Some(citation), Some(resolution)) = (context.citations.get(item), context.resolution(item)) else { return Truth::False };
    let flawed = |flaws: &[Flaw], wanted: fn(&Flaw) -> bool| of(flaws.iter().any(wanted));
    match resolution {
        // What is quoted is judged where it comes from.
        Resolution::Here(_) | Resolution::Quoted => of(class == Class::InForce),
        Resolution::Nowhere { .. } => of(class == Class::NoSuchArticle),
        Resolution::Act { title, flaws } => match class {
            Class::InForce => of(!flaws.iter().any(|f| matches!(f, Flaw::Repealed { .. } | Flaw::NotYetInForce { .. }))),
            Class::Repealed => flawed(flaws, |f| matches!(f, Flaw::Repealed { .. })),
            Class::NotYet => flawed(flaws, |f| matches!(f, Flaw::NotYetInForce { .. })),
            Class::NoSuchArticle => flawed(flaws, |f| matches!(f, Flaw::NoSuchArticle { .. })),
            // As the document says it, and as it was when the document was made: a number of those days.
            Class::Renumbered => {
                let moved = |flaws: &[Flaw]| flaws.iter().any(|f| matches!(f, Flaw::Renumbered { .. }));
                let then = || context.resolution_when_made(item);
                of(moved(flaws) || matches!(then(), Some(Resolution::Act { flaws, .. }) if moved(&flaws)))
            }
            Class::InexactTitle => of(matches!(&citation.target, CitationTarget::Act { title: cited, .. } if cited.full() != title)),
            _ => Truth::False,
        },
        Resolution::Unknown => match class {
            Class::Unlisted => Truth::True,
            _ => unknown(context, citation, missing),
        },
        Resolution::Open => unknown(context, citation, missing),
    }
}

fn unknown(context: &Context<'_>, citation: &FoundCitation, missing: &mut BTreeSet<String>) -> Truth {
    missing.insert(context.document.slice(citation.place).to_owned());
    Truth::Unknown
}

// ── classes of places ──

/// Whether a subject is of a class.
pub(super) fn is(context: &Context<'_>, subject: Subject, class: Class, spot: Option<&Spot<'_>>, missing: &mut BTreeSet<String>) -> Truth {
    let Some(spot) = spot else { return of(class == Class::AttachmentsLacking && attachments::lacking(context)) };
    let texts = || context.ranges(subject, Some(spot));
    match class {
        Class::InForce
        | Class::Repealed
        | Class::NotYet
        | Class::Unlisted
        | Class::NoSuchArticle
        | Class::InexactTitle
        | Class::Renumbered => standing(context, spot.unit.item, class, missing),
        Class::Used | Class::BeforeUse => {
            context.document.definitions().get(spot.unit.item).map_or(Truth::False, |d| of(used(context, d, class)))
        }
        Class::SharedBound => of(texts().into_iter().any(|range| figures::shared_bound(context.slice(range)))),
        Class::UnequalAmounts => of(texts().into_iter().any(|range| figures::unequal_amounts(context.slice(range)))),
        Class::ReversedTerm => of(texts().into_iter().any(|range| figures::reversed_term(context.slice(range)))),
        Class::NotAttached => of(attachments::not_attached(context, &texts())),
        Class::Unmentioned => of(attachments::unmentioned(context, &spot.unit.range)),
        Class::AttachmentsLacking => of(attachments::lacking(context)),
        Class::Prohibition => of(forbids(context, subject, spot)),
        Class::Definition => of(context.ranges(subject, Some(spot)).iter().any(|range| {
            context.document.definitions().iter().any(|d| {
                let (from, to) = (d.place.from().min(d.meaning.from()), d.place.to().max(d.meaning.to()));
                let meaning = d.form == DefinitionForm::Meaning && from < range.end && range.start < to;
                let place = d.place.from() < range.end && range.start < d.place.to();
                meaning || place
            })
        })),
        Class::Quotation => of(quoted(context, &spot.at)),
        Class::Contents => of(kind_at(context, spot) == Some(NodeKind::Contents)),
        Class::Title => of(heading(context, spot)),
    }
}

fn kind_at(context: &Context<'_>, spot: &Spot<'_>) -> Option<NodeKind> {
    let at = u32::try_from(spot.at.start).ok()?;
    context.document.node_at(at).and_then(|id| context.document.node(id)).map(|n| n.kind)
}

/// Whether a place lies in a title or the heading of a division.
fn heading(context: &Context<'_>, spot: &Spot<'_>) -> bool {
    let at = u32::try_from(spot.at.start).unwrap_or(u32::MAX);
    let node = context.document.node_at(at).and_then(|id| context.document.node(id));
    node.is_some_and(|node| {
        matches!(
            node.kind,
            NodeKind::Title
                | NodeKind::Heading
                | NodeKind::Part
                | NodeKind::Subpart
                | NodeKind::Portion
                | NodeKind::Chapter
                | NodeKind::Section
        ) || node.heading.is_some_and(|h| h.contains(at))
    })
}

/// Whether quotation marks that open before a place do not close before it.
fn quoted(context: &Context<'_>, at: &Range<usize>) -> bool {
    let block = context.units.at(crate::model::Unit::Block, at.start);
    let before = context.slice(block.map_or(at.start, |b| b.range.start)..at.start);
    let mut open = Vec::new();
    for (at, c) in before.char_indices() {
        match c {
            '“' | '「' | '『' => open.push(at),
            '”' | '」' | '』' => drop(open.pop()),
            _ => {}
        }
    }
    match open.as_slice() {
        [] => false,
        [one] => !enacts(before.get(..*one).unwrap_or_default()),
        _ => true,
    }
}

/// Whether what stands before a quotation enacts it: 第九条修改为：“…”, 增加一条，作为第十条：“…”.
fn enacts(before: &str) -> bool {
    let before = before.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '：' | ':'));
    let added = before.contains("增加") && before.ends_with(['条', '款', '项', '目', '句']);
    added || ["修改为", "改为", "修正为", "表述为"].iter().any(|word| before.ends_with(word))
}

/// Whether what is found is forbidden to authorities: 不得 before it in its sentence, or in the lead of its list.
fn forbids(context: &Context<'_>, subject: Subject, spot: &Spot<'_>) -> bool {
    let sentence = context.ranges(Subject::Sentence, Some(spot)).into_iter().next().unwrap_or(spot.at.clone());
    let whole = subject != Subject::Match && spot.unit.range == spot.at;
    let end = if whole { sentence.end } else { spot.at.end.min(sentence.end) };
    let head = context.slice(sentence.start..end);
    let from = spot.at.start.saturating_sub(sentence.start).min(head.len());
    if governs(head, if whole { head.len() } else { from }) {
        return true;
    }
    let leads = context.ranges(Subject::Above, Some(spot));
    leads.iter().take(3).any(|range| {
        let lead = context.slice(range.clone()).trim_end();
        lead.ends_with(['：', ':']) && governs(lead, lead.len())
    })
}

/// Whether a word that forbids stands in `head` and still bears on what starts at `from`.
fn governs(head: &str, from: usize) -> bool {
    let Some(at) = FORBIDS.iter().filter_map(|w| head.rfind(w)).max() else { return false };
    let before = head.get(..at).unwrap_or_default();
    let clause = marks::tail(before, &['。', '；']).0;
    if WITHOUT.iter().any(|w| clause.contains(w)) {
        return false;
    }
    let between = head.get(at..from.max(at)).unwrap_or_default();
    !TURNS.iter().any(|w| between.contains(w))
}

/// Whether a defined term is used, or defined before it is.
fn used(context: &Context<'_>, definition: &Definition, class: Class) -> bool {
    let own = definition.place.from().min(definition.meaning.from())..definition.place.to();
    let meaning = definition.meaning.range();
    let term = definition.term.as_str();
    let text = context.document.text();
    // A word of two characters is everybody's before it is defined.
    if class == Class::BeforeUse && term.chars().count() <= 2 {
        return true;
    }
    let whole = context.slice(meaning.clone());
    let mut uses = text.match_indices(term).map(|(at, _)| at).filter(|at| !own.contains(at) && !meaning.contains(at)).filter(|at| {
        let node = u32::try_from(*at).ok().and_then(|at| context.document.node_at(at)).and_then(|id| context.document.node(id));
        let elsewhere = node.is_some_and(|n| {
            let front = matches!(n.kind, NodeKind::Title | NodeKind::Contents | NodeKind::Number | NodeKind::Adoption | NodeKind::Note);
            // 第一条 says what for, in everybody's words; what they mean is defined after it.
            let purpose = n.path.place.article == Some(Ordinal::new(1)) && context.slice(n.own.range()).trim_start().starts_with('为');
            let heading = n.heading.is_some_and(|h| u32::try_from(*at).is_ok_and(|at| h.contains(at)));
            front || purpose || heading
        });
        !elsewhere && !of_longer_name(text, *at, term, whole)
    });
    match class {
        Class::Used => uses.any(|at| at >= definition.place.to()),
        _ => !uses.any(|at| at < own.start),
    }
}

/// Whether a term stands within the name it is short for, or within a longer title: 条例 in 《某市停车条例》（以下简称条例）.
fn of_longer_name(text: &str, at: usize, term: &str, whole: &str) -> bool {
    let (before, after) = (text.get(..at).unwrap_or_default(), text.get(at + term.len()..).unwrap_or_default());
    if before.ends_with('《') && after.starts_with('》') {
        return false;
    }
    let next_to = |head: &str, tail: &str| {
        let left = head.chars().next_back().is_some_and(|c| before.ends_with(c));
        let right = tail.chars().next().is_some_and(|c| after.starts_with(c));
        left || right
    };
    let in_name = whole.match_indices(term).any(|(from, _)| {
        let head = whole.get(..from).unwrap_or_default();
        let tail = whole.get(from + term.len()..).unwrap_or_default();
        next_to(head, tail)
    });
    in_name || in_longer_title(before, after)
}

/// Whether what stands between two texts is part of a title in 《》, not all of it.
fn in_longer_title(before: &str, after: &str) -> bool {
    let near = before.char_indices().rev().take(80).take_while(|(_, c)| !matches!(c, '》' | '\n')).find(|(_, c)| *c == '《');
    let Some((open, mark)) = near else { return false };
    let whole = open + mark.len_utf8() == before.len() && after.starts_with('》');
    !whole && after.chars().take(80).take_while(|c| !matches!(c, '《' | '\n')).any(|c| c == '》')
}
