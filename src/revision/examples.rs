//! The texts beside the rules of both versions, reviewed under both.

use std::collections::{BTreeMap, BTreeSet};

use super::Versions;
use super::checks::FindingChange;
use crate::law::Registry;
use crate::review::{BesideText, Reported, Reviewer};

/// What came of the texts: for each check those on which the versions differ.
pub(super) struct Trial {
    changes: BTreeMap<String, Vec<FindingChange>>,
    texts: usize,
}

impl Trial {
    /// Asks the checks of these codes; none are asked where nothing differs.
    pub(super) fn of(versions: &Versions, codes: &[String], registry: Option<&Registry>) -> Self {
        let mut trial = Self { changes: BTreeMap::new(), texts: 0 };
        if codes.is_empty() {
            return trial;
        }
        let codes: BTreeSet<&str> = codes.iter().map(String::as_str).collect();
        let (old, new) = (Reviewer::new(versions.old.clone()), Reviewer::new(versions.new.clone()));
        let mut texts = BesideText::all(&versions.new);
        for text in BesideText::all(&versions.old) {
            if !texts.iter().any(|other| other.same(&text)) {
                texts.push(text);
            }
        }
        trial.texts = texts.len();
        for text in &texts {
            let (before, after) = (old.reported(text, &codes, registry), new.reported(text, &codes, registry));
            let none = Reported::default();
            let touched: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
            for code in touched {
                let (one, other) = (before.get(code).unwrap_or(&none), after.get(code).unwrap_or(&none));
                if one != other {
                    trial.changes.entry(code.clone()).or_default().push(FindingChange {
                        of: text.name.clone(),
                        text: text.text.clone(),
                        old: words(one),
                        new: words(other),
                    });
                }
            }
        }
        trial
    }

    /// The texts on which a check differs.
    pub(super) fn of_check(&self, code: &str) -> Vec<FindingChange> {
        self.changes.get(code).cloned().unwrap_or_default()
    }

    /// How many texts were asked.
    pub(super) fn texts(&self) -> usize {
        self.texts
    }
}

fn words(reported: &Reported) -> String {
    let quotes: Vec<String> = reported.quotes.iter().map(|(_, _, quote)| format!("“{quote}”")).collect();
    match (quotes.is_empty(), reported.open) {
        (false, _) => format!("报{}", quotes.join("、")),
        (true, true) => "待查明".to_owned(),
        (true, false) => "不报".to_owned(),
    }
}
