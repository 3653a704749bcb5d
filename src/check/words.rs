//! Word lists and phrases: names of lists resolved to their words, gaps and regular expressions tried.

use super::Checker;
use super::names::problem_at;
use crate::diagnostic::{ReviewProblem, Span, Spanned};
use crate::model;
use crate::syntax::tree::{Element, Gap, Name, Phrase, Word, WordList};
use crate::text::{Limits, Matcher, Part, Pattern, PatternError};

/// The most characters of a gap that has a limit.
const GAP: u32 = 1_000;

/// A declared word list, and its words once they are known.
#[derive(Clone)]
pub(super) struct Words<'t> {
    pub(super) file: usize,
    pub(super) list: &'t WordList,
    /// All words, those of other lists included, each once.
    pub(super) words: Vec<String>,
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
                self.words.get(at).map(|w| w.words.clone()).unwrap_or_default()
            }
        };
        (!words.is_empty()).then_some(words)
    }

    /// Several phrases; the bad ones are reported and left out.
    pub(super) fn phrases(&mut self, file: usize, phrases: &[Spanned<Phrase>]) -> Vec<model::Phrase> {
        phrases.iter().filter_map(|p| self.phrase(file, p)).collect()
    }

    fn phrase(&mut self, file: usize, phrase: &Spanned<Phrase>) -> Option<model::Phrase> {
        let mut parts = Vec::new();
        let mut good = true;
        let mut regex = None;
        for (gap, element) in &phrase.node.parts {
            if let Some(gap) = gap {
                let (least, most) = match gap.node {
                    Gap::Any => (0, u32::MAX),
                    Gap::UpTo(most) => (0, most),
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
                parts.push(Part::Gap { least, most });
            }
            match &element.node {
                Element::Word(word) => match self.one_word(file, word) {
                    Some(words) => parts.push(Part::Words(words)),
                    None => good = false,
                },
                Element::Group(words) => {
                    let mut all = Vec::new();
                    for word in words {
                        match self.one_word(file, word) {
                            Some(words) => all.extend(words),
                            None => good = false,
                        }
                    }
                    parts.push(Part::Words(all));
                }
                Element::Regex(text) => {
                    regex = Some(text.span);
                    parts.push(Part::Regex(text.node.clone()));
                }
            }
        }
        if !good {
            return None;
        }
        let pattern = Pattern { parts };
        if let Err(error) = Matcher::new(std::slice::from_ref(&pattern), &Limits::default()) {
            let reason = match error {
                PatternError::Regex { reason, .. } => reason,
                other => other.to_string(),
            };
            // Of several lines the last says what is wrong, and the others show where.
            let reason = reason.lines().last().unwrap_or_default().trim().trim_start_matches("error: ").to_owned();
            self.report(ReviewProblem::BadPattern { reason }, regex.unwrap_or(phrase.span));
            return None;
        }
        Some(model::Phrase { pattern, span: phrase.span })
    }

    /// Warns of word lists that nothing uses, in files that have rules.
    pub(super) fn unused_words(&self, found: &mut Vec<crate::diagnostic::Diagnostic>) {
        let has_set = |file: usize| self.rules.set_of.get(file).is_some_and(Option::is_some);
        for symbol in self.tables.words.symbols.iter().filter(|s| !s.used && has_set(s.file)) {
            found.push(problem_at(ReviewProblem::UnusedWords { name: symbol.name.to_owned() }, symbol.span));
        }
    }
}
