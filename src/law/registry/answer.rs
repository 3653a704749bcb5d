//! What a registry says of a citation: whether the act exists, holds, has that article; it gives facts, no advice.

use super::{Act, ActVersion, Registry, Repeal};
use crate::law::{ArticleRef, Citation, Date, Ordinal, Title};

/// What is wrong with a citation.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Flaw {
    /// No act has this title; these come near.
    UnknownAct {
        /// Titles that may have been meant.
        near: Vec<Title>,
    },
    /// The act was repealed, on a day if it is known.
    Repealed {
        /// From when.
        from: Option<Date>,
    },
    /// The act was not yet in force on the day asked for.
    NotYetInForce {
        /// From when it is.
        from: Date,
    },
    /// No version is known that was in force on the day asked for: the known ones are later.
    NoVersionThen,
    /// The version that was in force has no such article.
    NoSuchArticle {
        /// The article.
        article: Ordinal,
        /// The last one it has.
        last: u32,
    },
    /// The article has another number since the version named.
    Renumbered {
        /// The number cited.
        article: Ordinal,
        /// The number it has now.
        now: Ordinal,
        /// From when.
        since: Option<Date>,
    },
}

/// What a registry says of a citation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer<'r> {
    /// The act, where it is known.
    pub act: Option<&'r Act>,
    /// The version that was in force on the day, or the last.
    pub version: Option<&'r ActVersion>,
    /// Whether the title is the full one.
    pub full_title: bool,
    /// What is wrong; empty for a good citation.
    pub flaws: Vec<Flaw>,
}

impl Registry {
    /// Checks a citation: against the version in force `on` a day, or against the one that the citation names, or the last.
    #[must_use]
    pub fn check(&self, citation: &Citation, on: Option<Date>) -> Answer<'_> {
        let Some(act) = self.act(citation.title.full()) else {
            let near = self.near(citation.title.full()).into_iter().cloned().collect();
            return Answer { act: None, version: None, full_title: false, flaws: vec![Flaw::UnknownAct { near }] };
        };
        let mut answer = self.check_act(act, citation.version.as_ref().map(crate::law::citation::Version::year), &citation.at, on);
        answer.full_title = act.title == citation.title;
        answer
    }

    /// Checks places within an act that is already found.
    #[must_use]
    pub fn check_act<'r>(&'r self, act: &'r Act, year: Option<u16>, at: &[ArticleRef], on: Option<Date>) -> Answer<'r> {
        let mut flaws = Vec::new();
        match (act.repeal, on) {
            (Repeal::No, _) => {}
            (Repeal::From(from), Some(on)) if on < from => {}
            (Repeal::From(from), _) => flaws.push(Flaw::Repealed { from: Some(from) }),
            (Repeal::Yes, _) => flaws.push(Flaw::Repealed { from: None }),
        }
        let named = year.and_then(|year| act.versions.iter().find(|version| is_of(version, year)));
        let version = match (named, on) {
            (Some(named), _) => Some(named),
            (None, None) => act.versions.last(),
            (None, Some(on)) => {
                let then = act.versions.iter().rev().find(|version| version.from().is_none_or(|from| from <= on));
                if then.is_none()
                    && let Some(first) = act.versions.first()
                {
                    // Earlier versions may be missing here: only of the act's first is it known that none was in force.
                    flaws.push(match first.from() {
                        Some(from) if first.first => Flaw::NotYetInForce { from },
                        _ => Flaw::NoVersionThen,
                    });
                }
                then
            }
        };
        if let Some(version) = version {
            self.check_places(act, version, at, &mut flaws);
        }
        Answer { act: Some(act), version, full_title: true, flaws }
    }

    fn check_places(&self, act: &Act, version: &ActVersion, at: &[ArticleRef], flaws: &mut Vec<Flaw>) {
        let later = act.versions.iter().skip_while(|other| *other != version).skip(1);
        let later: Vec<&ActVersion> = later.collect();
        for one in at {
            let ends = match one {
                ArticleRef::One(path) => [path.article, None],
                ArticleRef::Range(from, to) => [from.article, to.article],
            };
            for article in ends.into_iter().flatten() {
                if let Some(articles) = version.articles.as_ref().filter(|articles| articles.last > 0)
                    && !articles.has(article)
                {
                    flaws.push(Flaw::NoSuchArticle { article, last: articles.last });
                    continue;
                }
                let mut now = article;
                let mut since = None;
                for next in &later {
                    if let Some((_, new)) = next.renumbered.iter().find(|(old, _)| *old == now) {
                        now = *new;
                        since = next.from();
                    }
                }
                if now != article {
                    flaws.push(Flaw::Renumbered { article, now, since });
                }
            }
        }
    }
}

/// Whether a version is of a year: published or in force from then.
fn is_of(version: &ActVersion, year: u16) -> bool {
    [version.published, version.effective].into_iter().flatten().any(|date| u16::try_from(date.year()) == Ok(year))
}
