//! The statute registry (法规库): which acts there are, in which versions, from when to when, with how many articles; facts, no texts.
//!
//! A registry is a file a reviewer can read and mend, an act a block, a version a line:
//!
//! ```
//! use zhunsheng::law::{Citation, Registry, date::parse_date, registry::Flaw};
//! let file = "《中华人民共和国行政处罚法》 法律\n    2017-09-01 公布, 2018-01-01 施行, 64条\n    2021-01-22 公布, 2021-07-15 施行, 86条\n";
//! let registry = Registry::read(file).unwrap();
//! let answer = registry.check(&Citation::parse("《行政处罚法》第八十七条").unwrap(), parse_date("2024-01-01"));
//! assert!(matches!(answer.flaws.as_slice(), [Flaw::NoSuchArticle { last: 86, .. }]));
//! let answer = registry.check(&Citation::parse("《行政处罚法》第七十条").unwrap(), parse_date("2020-01-01"));
//! assert_eq!(answer.flaws.len(), 1);
//! ```

mod answer;
mod file;
mod near;

use std::collections::HashMap;

pub use answer::{Answer, Flaw};
pub use file::RegistryError;

use super::{Date, Ordinal, Title};

/// The level of an act in the order of laws.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ActLevel {
    /// 宪法
    Constitution,
    /// 法律
    Law,
    /// 行政法规
    AdministrativeRegulation,
    /// 监察法规
    SupervisoryRegulation,
    /// 地方性法规
    LocalRegulation,
    /// 部门规章
    DepartmentalRule,
    /// 地方政府规章
    LocalRule,
    /// 司法解释
    JudicialInterpretation,
    /// 规范性文件
    NormativeDocument,
}

impl ActLevel {
    /// Every level, from the highest.
    pub const ALL: [ActLevel; 9] = [
        ActLevel::Constitution,
        ActLevel::Law,
        ActLevel::AdministrativeRegulation,
        ActLevel::SupervisoryRegulation,
        ActLevel::LocalRegulation,
        ActLevel::DepartmentalRule,
        ActLevel::LocalRule,
        ActLevel::JudicialInterpretation,
        ActLevel::NormativeDocument,
    ];

    /// The word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            ActLevel::Constitution => "宪法",
            ActLevel::Law => "法律",
            ActLevel::AdministrativeRegulation => "行政法规",
            ActLevel::SupervisoryRegulation => "监察法规",
            ActLevel::LocalRegulation => "地方性法规",
            ActLevel::DepartmentalRule => "部门规章",
            ActLevel::LocalRule => "地方政府规章",
            ActLevel::JudicialInterpretation => "司法解释",
            ActLevel::NormativeDocument => "规范性文件",
        }
    }

    /// The level of a word; nothing for another.
    #[must_use]
    pub fn of(word: &str) -> Option<ActLevel> {
        ActLevel::ALL.into_iter().find(|level| level.word() == word)
    }
}

/// The articles of a version: `86条`, and what a plain count does not say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Articles {
    /// The number of the last article.
    pub last: u32,
    /// The inserted ones: 第一百二十条之一.
    pub inserted: Vec<Ordinal>,
    /// The numbers up to the last that no article has.
    pub missing: Vec<u32>,
}

impl Articles {
    /// The articles of a text, by their numbers.
    #[must_use]
    pub fn of(numbers: &[Ordinal]) -> Articles {
        let last = numbers.iter().map(|number| number.number).max().unwrap_or(0);
        let plain: std::collections::BTreeSet<u32> = numbers.iter().filter(|n| n.insert == 0).map(|n| n.number).collect();
        let mut inserted: Vec<Ordinal> = numbers.iter().copied().filter(|number| number.insert > 0).collect();
        inserted.sort_unstable();
        inserted.dedup();
        let missing: Vec<u32> = (1..=last.min(5000)).filter(|number| !plain.contains(number)).collect();
        Articles { last, inserted, missing }
    }

    /// Whether the numbers make sense: an amendment that names the articles it changes has more holes than articles.
    #[must_use]
    pub fn is_plausible(&self) -> bool {
        self.last > 0 && self.missing.len().saturating_mul(5) <= self.last as usize
    }

    /// The articles of both: parts of one act that stand in several files.
    #[must_use]
    pub fn union(&self, other: &Articles) -> Articles {
        let last = self.last.max(other.last);
        let mut inserted = [self.inserted.as_slice(), other.inserted.as_slice()].concat();
        inserted.sort_unstable();
        inserted.dedup();
        let absent = |number: &u32| !self.has(Ordinal::new(*number)) && !other.has(Ordinal::new(*number));
        Articles { last, inserted, missing: (1..=last.min(5000)).filter(absent).collect() }
    }

    /// Whether there is an article of this number.
    #[must_use]
    pub fn has(&self, number: Ordinal) -> bool {
        if number.insert > 0 {
            return self.inserted.contains(&number);
        }
        (1..=self.last).contains(&number.number) && !self.missing.contains(&number.number)
    }
}

/// One version of an act.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ActVersion {
    /// When it was published.
    pub published: Option<Date>,
    /// From when it is in force.
    pub effective: Option<Date>,
    /// Whether it is known to be the act's first version (首版), so that before it there was no such act.
    pub first: bool,
    /// Its articles, where they are known.
    pub articles: Option<Articles>,
    /// Articles whose number changed from the version before: old and new.
    pub renumbered: Vec<(Ordinal, Ordinal)>,
}

impl ActVersion {
    /// From when it holds, as far as is known.
    #[must_use]
    pub fn from(&self) -> Option<Date> {
        self.effective.or(self.published)
    }
}

/// Whether an act was repealed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Repeal {
    /// It was not.
    #[default]
    No,
    /// It was, on a day that is not known.
    Yes,
    /// It was, from a day on.
    From(Date),
}

/// An act with its versions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Act {
    /// The full title.
    pub title: Title,
    /// Its level.
    pub level: Option<ActLevel>,
    /// Its versions, the oldest first.
    pub versions: Vec<ActVersion>,
    /// Whether it was repealed.
    pub repeal: Repeal,
}

/// The acts that are known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Registry {
    acts: Vec<Act>,
    by_name: HashMap<String, usize>,
    /// The titles as `near` compares them, in the order of the acts.
    names: Vec<near::Name>,
}

/// The form of a title in which two spellings of it are alike: short, without blanks, brackets of one kind.
fn key(title: &str) -> String {
    let title = title.trim().strip_prefix("中华人民共和国").filter(|short| !short.is_empty()).unwrap_or(title.trim());
    title
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| match c {
            '(' => '（',
            ')' => '）',
            '<' | '《' => '〈',
            '>' | '》' => '〉',
            c => c,
        })
        .collect()
}

impl Registry {
    /// Reads a registry file.
    ///
    /// # Errors
    /// Says in which line what was found and what was expected.
    pub fn read(text: &str) -> Result<Registry, RegistryError> {
        file::read(text)
    }

    /// Writes it as a file, the acts in the order they have.
    #[must_use]
    pub fn write(&self) -> String {
        file::write(self)
    }

    /// The acts.
    #[must_use]
    pub fn acts(&self) -> &[Act] {
        &self.acts
    }

    /// Whether it knows no act.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.acts.is_empty()
    }

    /// The act of a title, in full or without 中华人民共和国.
    #[must_use]
    pub fn act(&self, title: &str) -> Option<&Act> {
        self.by_name.get(&key(title)).and_then(|index| self.acts.get(*index))
    }

    /// The act whose name a run of text ends with, the longest: 违反刑法 → 刑法.
    #[must_use]
    pub fn act_ending(&self, run: &str) -> Option<&Act> {
        run.char_indices().filter_map(|(at, _)| run.get(at..)).find_map(|name| self.act(name))
    }

    /// Up to three titles that a title may have been meant for, the likeliest first.
    #[must_use]
    pub fn near(&self, title: &str) -> Vec<&Title> {
        near::near(&near::Name::of(key(title)), self.names.iter().zip(self.acts.iter().map(|act| &act.title)))
    }

    /// Adds an act, or what is said of it to the act of that title: a version of the same dates is replaced.
    pub fn add(&mut self, act: Act) {
        let name = key(act.title.full());
        let Some(known) = self.by_name.get(&name).and_then(|index| self.acts.get_mut(*index)) else {
            self.by_name.insert(name.clone(), self.acts.len());
            self.names.push(near::Name::of(name));
            self.acts.push(act);
            return;
        };
        if act.title.full().len() > known.title.full().len() {
            known.title = act.title;
        }
        known.level = known.level.or(act.level);
        if act.repeal != Repeal::No {
            known.repeal = act.repeal;
        }
        for version in act.versions {
            // A version without articles, such as a list of statutes gives, is completed by its text.
            let same = |other: &ActVersion| other.published == version.published;
            match known.versions.iter_mut().find(|other| same(other)) {
                Some(other) => {
                    other.effective = version.effective.or(other.effective);
                    other.first |= version.first;
                    other.articles = match (other.articles.take(), version.articles) {
                        (Some(a), Some(b)) => Some(a.union(&b)),
                        (a, b) => a.or(b),
                    };
                    if !version.renumbered.is_empty() {
                        other.renumbered = version.renumbered;
                    }
                }
                None => known.versions.push(version),
            }
        }
        known.versions.sort_by_key(|version| version.from());
    }

    /// Drops what holds no fact: acts without level and versions, counts that make no sense.
    pub fn tidy(&mut self) {
        for version in self.acts.iter_mut().flat_map(|act| act.versions.iter_mut()) {
            version.articles = version.articles.take().filter(Articles::is_plausible);
        }
        let says = |version: &ActVersion| version.published.is_some() || version.effective.is_some() || version.articles.is_some();
        for act in &mut self.acts {
            act.versions.retain(says);
        }
        self.acts.retain(|act| !act.versions.is_empty() || act.repeal != Repeal::No);
        self.index();
    }

    /// Puts the acts in the order of level and title.
    pub fn sort(&mut self) {
        self.acts.sort_by(|a, b| (a.level, a.title.full()).cmp(&(b.level, b.title.full())));
        self.index();
    }

    fn index(&mut self) {
        self.by_name = self.acts.iter().enumerate().map(|(index, act)| (key(act.title.full()), index)).collect();
        self.names = self.acts.iter().map(|act| near::Name::of(key(act.title.full()))).collect();
    }
}

#[cfg(test)]
mod tests;
