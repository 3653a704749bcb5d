//! Word lists and phrases: names of lists resolved to their words, gaps and regular expressions tried.

use super::Checker;
use super::names::problem_at;
use crate::diagnostic::{ReviewProblem, Span, Spanned};
use crate::model;
use crate::syntax::tree::{Element, Gap, Name, Phrase, Word, WordList};
use crate::text::{Limits, Matcher, Part, Pattern, PatternError};

/// The most characters of a gap that has a limit.
const GAP: u32 = 1_000;

/// The most gaps of 前后 in one phrase: each doubles the orders that are searched for.
const AROUND: usize = 3;

/// A declared word list, and its words once they are known.
#[derive(Clone)]
pub(super) struct Words<'t> {
    pub(super) file: usize,
    pub(super) list: &'t WordList,
    /// All words, those of other lists included, each once.
    pub(super) words: Vec<String>,
    /// The lists it includes.
    includes: Vec<usize>,
    /// Where phrases name it, or a list that includes it.
    uses: Vec<Span>,
}

impl<'t> Words<'t> {
    pub(super) fn new(file: usize, list: &'t WordList) -> Self {
        Self { file, list, words: Vec::new(), includes: Vec::new(), uses: Vec::new() }
    }
}

impl<'t> Checker<'t> {
    /// Resolves all word lists.
    pub(super) fn resolve_words(&mut self) {
        let declared: Vec<(usize, &'t WordList)> = self.words.iter().map(|w| (w.file, w.list)).collect();
        let mut edges: Vec<Vec<usize>> = Vec::new();
        for (file, list) in &declared {
            edges.push(list.includes.iter().filter_map(|name| self.word_list(*file, name)).collect());
        }
        let super::graph::Order { order, cycles } = super::graph::order(&edges);
        for cycle in &cycles {
            if let Some((_, list)) = cycle.first().and_then(|&at| declared.get(at)) {
                self.report(ReviewProblem::CyclicWords { name: list.name.node.clone() }, list.name.span);
            }
        }
        for at in order {
            let Some((_, list)) = declared.get(at) else { continue };
            let mut words: Vec<String> = Vec::new();
            for word in &list.words {
                words.extend(self.alternatives(&word.node, word.span));
            }
            let others = edges.get(at).into_iter().flatten().filter_map(|&other| self.words.get(other));
            let others: Vec<String> = others.flat_map(|o| o.words.iter().cloned()).collect();
            words.extend(others);
            let mut seen = std::collections::HashSet::new();
            words.retain(|word| seen.insert(word.clone()));
            if words.is_empty() && list.words.is_empty() && list.includes.is_empty() {
                self.report(ReviewProblem::EmptyWords { name: list.name.node.clone() }, list.name.span);
            }
            if let Some(slot) = self.words.get_mut(at) {
                slot.words = words;
                slot.includes = edges.get(at).cloned().unwrap_or_default();
            }
        }
    }

    /// The word list of a name; `None` is reported.
    fn word_list(&mut self, file: usize, name: &Name) -> Option<usize> {
        let missing = |_| ReviewProblem::UnknownWords { name: name.node.clone() }.into();
        self.tables.words.resolve(&mut self.reach, &mut self.out, file, name, missing)
    }

    /// The alternatives of a text, at its bars.
    fn alternatives(&mut self, text: &str, span: Span) -> Vec<String> {
        let parts: Vec<String> = text.split(['|', '｜']).map(str::trim).map(str::to_owned).collect();
        if parts.iter().any(String::is_empty) {
            self.report(ReviewProblem::EmptyWord {}, span);
        }
        parts.into_iter().filter(|p| !p.is_empty()).collect()
    }

    fn one_word(&mut self, file: usize, word: &Word) -> Option<Vec<String>> {
        let words = match word {
            Word::Text(text) => self.alternatives(&text.node, text.span),
            Word::List(name) => {
                let at = self.word_list(file, name)?;
                self.use_words(at, name.span);
                self.words.get(at).map(|w| w.words.clone()).unwrap_or_default()
            }
        };
        (!words.is_empty()).then_some(words)
    }

    /// Notes that a phrase names a list, and with it all that the list includes.
    fn use_words(&mut self, list: usize, span: Span) {
        let mut open = vec![list];
        while let Some(at) = open.pop() {
            // Lists that include each other in a circle were reported, and end here.
            let Some(words) = self.words.get_mut(at).filter(|words| words.uses.last() != Some(&span)) else { continue };
            words.uses.push(span);
            open.extend(&words.includes);
        }
    }

    /// Leaves the word lists in the model.
    pub(super) fn keep_words(&mut self) {
        let kept = self.words.iter().map(|words| model::WordList {
            name: words.list.name.node.clone(),
            words: words.words.clone(),
            uses: words.uses.clone(),
            span: words.list.name.span,
        });
        self.model.word_lists = kept.collect();
    }

    /// Several phrases, each in every order that it may stand in; `None` where one is bad, which is reported.
    pub(super) fn phrases(&mut self, file: usize, phrases: &[Spanned<Phrase>]) -> Option<Vec<model::Phrase>> {
        let lowered: Vec<Option<Vec<model::Phrase>>> = phrases.iter().map(|p| self.phrase(file, p)).collect();
        Some(lowered.into_iter().collect::<Option<Vec<_>>>()?.into_iter().flatten().collect())
    }

    fn phrase(&mut self, file: usize, phrase: &Spanned<Phrase>) -> Option<Vec<model::Phrase>> {
        let found = phrase.node.parts.iter().filter(|(gap, _)| gap.as_ref().is_some_and(|g| matches!(g.node, Gap::Around(_)))).count();
        if found > AROUND {
            self.report(ReviewProblem::TooManyAround { found, limit: AROUND }, phrase.span);
            return None;
        }
        // Every order of what stands between gaps of 前后, each a list of parts.
        let mut orders: Vec<Vec<Part>> = Vec::new();
        let mut parts = Vec::new();
        let mut distance = None;
        let mut good = true;
        for (gap, element) in &phrase.node.parts {
            if let Some(gap) = gap {
                let (least, most) = match gap.node {
                    Gap::Any => (0, u32::MAX),
                    Gap::UpTo(most) | Gap::Around(most) => (0, most),
                    Gap::Between(least, most) => (least, most),
                };
                if least > most {
                    self.report(ReviewProblem::GapReversed { least, most }, gap.span);
                    good = false;
                }
                if most > GAP && gap.node != Gap::Any {
                    self.report(ReviewProblem::GapTooLong { most, limit: GAP }, gap.span);
                    good = false;
                }
                match gap.node {
                    Gap::Around(most) => orders = arranged(&orders, distance.replace(most), std::mem::take(&mut parts)),
                    Gap::Any | Gap::UpTo(_) | Gap::Between(..) => parts.push(Part::Gap { least, most }),
                }
            }
            match self.phrase_part(file, &element.node) {
                Some(part) => parts.push(part),
                None => good = false,
            }
        }
        if !good {
            return None;
        }
        let patterns = arranged(&orders, distance, parts).into_iter().map(|parts| Pattern { parts });
        patterns.map(|pattern| self.sound_pattern(pattern, phrase)).collect()
    }

    fn phrase_part(&mut self, file: usize, element: &Element) -> Option<Part> {
        Some(match element {
            Element::Word(word) => Part::Words(self.one_word(file, word)?),
            Element::Group(words) => {
                let all: Vec<Option<Vec<String>>> = words.iter().map(|word| self.one_word(file, word)).collect();
                Part::Words(all.into_iter().collect::<Option<Vec<_>>>()?.into_iter().flatten().collect())
            }
            Element::Regex(text) => Part::Regex(text.node.clone()),
        })
    }

    /// The pattern as a phrase, if the text engine takes it; what it refuses is reported.
    fn sound_pattern(&mut self, pattern: Pattern, phrase: &Spanned<Phrase>) -> Option<model::Phrase> {
        let Err(error) = Matcher::new(std::slice::from_ref(&pattern), &Limits::default()) else {
            return Some(model::Phrase { pattern, span: phrase.span });
        };
        let regex = phrase.node.parts.iter().rev().find_map(|(_, element)| match &element.node {
            Element::Regex(text) => Some(text.span),
            Element::Word(_) | Element::Group(_) => None,
        });
        let reason = match error {
            PatternError::Regex { reason, .. } => reason,
            other => other.to_string(),
        };
        // Of several lines the last says what is wrong, and the others show where.
        let reason = reason.lines().last().unwrap_or_default().trim().trim_start_matches("error: ").to_owned();
        self.report(ReviewProblem::BadPattern { reason }, regex.unwrap_or(phrase.span));
        None
    }

    /// Warns of word lists that nothing uses, in files that have rules.
    pub(super) fn unused_words(&self, found: &mut Vec<crate::diagnostic::Diagnostic>) {
        let has_set = |file: usize| self.rules.set_of.get(file).is_some_and(Option::is_some);
        for symbol in self.tables.words.symbols.iter().filter(|s| !s.used && has_set(s.file)) {
            found.push(problem_at(ReviewProblem::UnusedWords { name: symbol.name.to_owned() }, symbol.span));
        }
    }
}

/// Each order with further parts at either end, no farther from it than that; the parts alone where there is none yet.
fn arranged(orders: &[Vec<Part>], distance: Option<u32>, parts: Vec<Part>) -> Vec<Vec<Part>> {
    let Some(most) = distance else { return vec![parts] };
    let join = |first: &[Part], second: &[Part]| [first, &[Part::Gap { least: 0, most }], second].concat();
    orders.iter().flat_map(|order| [join(order, &parts), join(&parts, order)]).collect()
}
