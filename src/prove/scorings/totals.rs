//! Every total that a case can come to under a scoring standard.
//!
//! Lines that share no fact move points independently of each other. So the lines, vetoes and 适用 fall into groups by the facts
//! they read; how a group can come out is found one choice after the other, each way with a case or shown to be impossible;
//! and a total is one way of each group. An item is closed, its points held between nought and its own, when the last group
//! that moves it has been added. Nothing is lost on the way, so what is not among the totals is proved not to be.

use std::collections::BTreeMap;

use crate::law::{Closure, Exact};
use crate::model::{BoundExpr, Bounds, Condition, ConditionKind, Expr, FactId, Model, ScoreItem, ScoreLine, ScoreOn, Scoring};
use crate::prove::examine::Witness;
use crate::prove::fingerprint;
use crate::prove::made::{figure, not};
use crate::prove::rules::possible;

/// How many ways a group of lines that share facts may come out; beyond, a standard is undecided.
pub const LEAF_LIMIT: usize = 4_096;
/// How many totals, with what is open of items, a standard may have on the way; beyond, it is undecided.
pub const TOTAL_LIMIT: usize = 100_000;

/// Every total with the veto that stands over it, and a case that comes to it, where one could be made.
pub(super) type Totals = BTreeMap<(Exact, Option<usize>), Option<Witness>>;

/// One way to settle a line, a veto or 适用.
#[derive(Debug, Clone)]
pub(super) struct Choice {
    pub(super) condition: Condition,
    /// The points it moves, and of which item.
    pub(super) moves: Option<(usize, Exact)>,
    pub(super) veto: Option<usize>,
}

/// What has to be settled: exactly one choice holds of every case in which the standard applies.
#[derive(Debug, Clone)]
pub(super) struct Matter {
    pub(super) choices: Vec<Choice>,
    pub(super) facts: Vec<FactId>,
}

/// What a group has come to: the points moved of each item, each no more than the item holds, and the first veto that holds.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Moved {
    pub(super) items: BTreeMap<usize, Exact>,
    pub(super) veto: Option<usize>,
}

/// What some groups have come to: the total of closed items, and what is open.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct State {
    pub(super) closed: Exact,
    pub(super) open: Moved,
}

/// States with a case that comes to each, where one could be made.
pub(super) type States = BTreeMap<State, Option<Witness>>;

/// All totals; the reason where they are too many to find.
pub(super) fn totals(model: &Model, scoring: &Scoring) -> Result<Totals, String> {
    let mut totals = Totals::new();
    for (state, case) in states(model, &scoring.items, matters(model, scoring).ok_or_else(beyond)?, &[])? {
        keep(&mut totals, (scoring.capped(state.closed), state.open.veto), case);
    }
    Ok(totals)
}

/// All that these matters can come to; the items named are left open, what moves of them told apart.
pub(super) fn states(model: &Model, items: &[ScoreItem], matters: Vec<Matter>, left_open: &[usize]) -> Result<States, String> {
    let groups = groups(matters);
    let mut states = States::new();
    let empty = Witness { facts: crate::input::CaseFacts::new(model), whole: crate::input::CaseFacts::new(model) };
    states.insert(State { closed: Exact::ZERO, open: Moved::default() }, Some(empty));
    // The last group that moves each item.
    let mut last: BTreeMap<usize, usize> = BTreeMap::new();
    for (at, group) in groups.iter().enumerate() {
        for choice in group.iter().flat_map(|matter| &matter.choices) {
            last.extend(choice.moves.map(|(item, _)| (item, at)));
        }
    }
    let mut closed: Vec<usize> = left_open.to_vec();
    for (at, group) in groups.iter().enumerate() {
        let facts: Vec<FactId> = group.iter().flat_map(|matter| matter.facts.iter().copied()).collect();
        let ways = ways(model, items, group)?;
        let ending: Vec<usize> =
            last.iter().filter(|(item, end)| **end == at && !left_open.contains(item)).map(|(item, _)| *item).collect();
        let mut next = States::new();
        for (state, before) in &states {
            for (way, case) in &ways {
                let mut state = state.clone();
                state.open = state.open.with(items, way).ok_or_else(beyond)?;
                for item in &ending {
                    state.close(items, *item).ok_or_else(beyond)?;
                }
                let both = before.as_ref().zip(case.as_ref()).map(|(before, case)| before.joined(case, &facts));
                keep(&mut next, state, both);
                if next.len() > TOTAL_LIMIT {
                    return Err(format!("总分的取值超过 {TOTAL_LIMIT} 种"));
                }
            }
        }
        closed.extend(ending);
        states = next;
    }
    let mut all = States::new();
    for (mut state, case) in states {
        // Items that nothing moves.
        for item in (0..items.len()).filter(|item| !closed.contains(item)) {
            state.close(items, item).ok_or_else(beyond)?;
        }
        keep(&mut all, state, case);
    }
    Ok(all)
}

pub(super) fn beyond() -> String {
    "分数超出可以表示的范围".to_owned()
}

/// Keeps what can be shown before what cannot.
fn keep<K: Ord>(map: &mut BTreeMap<K, Option<Witness>>, key: K, case: Option<Witness>) {
    let known = map.entry(key).or_insert(None);
    if known.is_none() {
        *known = case;
    }
}

impl Moved {
    /// Both, which share no fact.
    pub(super) fn with(&self, items: &[ScoreItem], other: &Moved) -> Option<Moved> {
        let mut both = self.clone();
        for (item, points) in &other.items {
            both.moves(items, *item, *points)?;
        }
        both.vetoed(other.veto);
        Some(both)
    }

    pub(super) fn moves(&mut self, items: &[ScoreItem], item: usize, points: Exact) -> Option<()> {
        let most = items.get(item)?.points;
        let sum = self.items.get(&item).copied().unwrap_or(Exact::ZERO).checked_add(points)?;
        self.items.insert(item, sum.min(most));
        Some(())
    }

    pub(super) fn vetoed(&mut self, veto: Option<usize>) {
        self.veto = match (self.veto, veto) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
    }
}

impl State {
    fn close(&mut self, items: &[ScoreItem], item: usize) -> Option<()> {
        let moved = self.open.items.remove(&item).unwrap_or(Exact::ZERO);
        self.closed = self.closed.checked_add(items.get(item)?.score(moved))?;
        Some(())
    }
}

impl Witness {
    /// This case with these facts as another has them.
    pub(super) fn joined(&self, other: &Witness, facts: &[FactId]) -> Witness {
        let mut both = self.clone();
        for fact in facts {
            both.facts.set(*fact, other.facts.get(*fact).clone());
            both.whole.set(*fact, other.whole.get(*fact).clone());
        }
        both
    }
}

/// Everything that has to be settled; `None` where figures do not fit.
pub(super) fn matters(model: &Model, scoring: &Scoring) -> Option<Vec<Matter>> {
    let mut matters = Vec::new();
    if let Some(condition) = &scoring.applies {
        matters.push(Matter::new(model, vec![Choice { condition: condition.clone(), moves: None, veto: None }]));
    }
    matters.extend(scoring.vetoes.iter().enumerate().map(|(at, veto)| Matter::of_veto(model, at, &veto.condition)));
    for (at, item) in scoring.items.iter().enumerate() {
        for line in &item.lines {
            matters.push(Matter::of_line(model, at, item.points, line)?);
        }
    }
    Some(matters)
}

/// The ways a line can come out, nothing moved first.
pub(super) fn choices(item: usize, held: Exact, line: &ScoreLine) -> Option<Vec<Choice>> {
    match &line.on {
        ScoreOn::When(condition) => {
            let no = Choice { condition: not(condition), moves: Some((item, Exact::ZERO)), veto: None };
            Some(vec![no, Choice { condition: condition.clone(), moves: Some((item, line.points)), veto: None }])
        }
        ScoreOn::Each { value, step, most } => steps(item, held, line, (value, *step, *most)),
    }
}

/// No step, one, two … until more move nothing.
fn steps(item: usize, held: Exact, line: &ScoreLine, (value, step, most): (&Expr, Exact, Option<Exact>)) -> Option<Vec<Choice>> {
    let most = most.map_or(held, |most| most.min(held));
    let from = |count: Exact| Some(BoundExpr { value: figure(value, step.checked_mul(count)?, line.span), closure: Closure::Inclusive });
    let reaches = |bounds| Condition { kind: ConditionKind::Compare(value.clone(), Box::new(bounds)), span: line.span };
    let mut choices = Vec::new();
    let (mut count, mut points) = (Exact::ZERO, Exact::ZERO);
    loop {
        let next = count.checked_add(Exact::ONE)?;
        let last = points >= most || line.points.is_zero();
        let condition = match (count.is_zero(), last) {
            (true, true) => Condition { kind: ConditionKind::Constant(true), span: line.span },
            // 无 counts nothing.
            (true, false) => not(&reaches(Bounds { lower: from(next), upper: None })),
            (false, true) => reaches(Bounds { lower: from(count), upper: None }),
            (false, false) => {
                let upper = from(next).map(|bound| BoundExpr { closure: Closure::Exclusive, ..bound });
                reaches(Bounds { lower: from(count), upper })
            }
        };
        choices.push(Choice { condition, moves: Some((item, points.min(most))), veto: None });
        if last || choices.len() > LEAF_LIMIT {
            return Some(choices);
        }
        count = next;
        points = line.points.checked_mul(count)?;
    }
}

impl Matter {
    /// Whether a veto holds.
    pub(super) fn of_veto(model: &Model, at: usize, condition: &Condition) -> Matter {
        let no = Choice { condition: not(condition), moves: None, veto: None };
        Matter::new(model, vec![no, Choice { condition: condition.clone(), moves: None, veto: Some(at) }])
    }

    /// How many points a line of an item moves; `None` where figures do not fit.
    pub(super) fn of_line(model: &Model, item: usize, held: Exact, line: &ScoreLine) -> Option<Matter> {
        Some(Matter::new(model, choices(item, held, line)?))
    }

    fn new(model: &Model, choices: Vec<Choice>) -> Matter {
        let mut facts = Vec::new();
        for choice in &choices {
            fingerprint::facts_of(model, &choice.condition, &mut facts);
        }
        facts.sort_unstable();
        facts.dedup();
        Matter { choices, facts }
    }
}

/// Matters that share facts, directly or through others, together.
pub(super) fn groups(matters: Vec<Matter>) -> Vec<Vec<Matter>> {
    let mut groups: Vec<Vec<Matter>> = Vec::new();
    for matter in matters {
        let touches = |group: &Vec<Matter>| group.iter().any(|other| other.facts.iter().any(|fact| matter.facts.contains(fact)));
        let (touched, apart): (Vec<_>, Vec<_>) = groups.into_iter().partition(touches);
        groups = apart;
        groups.push(touched.into_iter().flatten().chain([matter]).collect());
    }
    groups
}

/// How a group can come out, each way with a case where one could be made.
fn ways(model: &Model, items: &[ScoreItem], group: &[Matter]) -> Result<BTreeMap<Moved, Option<Witness>>, String> {
    let mut search = Search { model, items, group, found: BTreeMap::new(), leaves: 0 };
    search.settle(&mut Vec::new(), &Moved::default())?;
    Ok(search.found)
}

struct Search<'s> {
    model: &'s Model,
    items: &'s [ScoreItem],
    group: &'s [Matter],
    found: BTreeMap<Moved, Option<Witness>>,
    leaves: usize,
}

impl<'s> Search<'s> {
    /// Settles what is not settled yet, beside the conditions chosen so far.
    fn settle(&mut self, chosen: &mut Vec<&'s Condition>, moved: &Moved) -> Result<(), String> {
        let Some(matter) = self.group.get(chosen.len()) else { return Ok(()) };
        for choice in &matter.choices {
            chosen.push(&choice.condition);
            let case = possible(self.model, chosen);
            if let Some(case) = case {
                let mut moved = moved.clone();
                if let Some((item, points)) = choice.moves {
                    moved.moves(self.items, item, points).ok_or_else(beyond)?;
                }
                moved.vetoed(choice.veto);
                if chosen.len() == self.group.len() {
                    self.leaves += 1;
                    if self.leaves > LEAF_LIMIT {
                        return Err(format!("共用要素的扣分、得分组合超过 {LEAF_LIMIT} 种"));
                    }
                    keep(&mut self.found, moved, case);
                } else {
                    self.settle(chosen, &moved)?;
                }
            }
            chosen.pop();
        }
        Ok(())
    }
}
