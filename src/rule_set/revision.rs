//! Two versions of a rule base loaded side by side, each under its own root, so that they can be compared case by case.

use std::collections::HashSet;
use std::path::Path;

use super::Checked;
use super::load::{self, Base, LoadLimits};
use super::loader::{FileLoader, LoadError, Loader, MemoryLoader};
use crate::check::{self, Outcome};
use crate::diagnostic::SourceId;
use crate::prove::{self, Difference};

/// An old and a new version of rules, checked together.
///
/// ```
/// use zhunsheng::Revision;
/// use zhunsheng::prove::Direction;
/// let rules = |limit: &str| format!("
///     规则集 例 {{ 版本 “1” 施行 2026年1月1日 制定机关 “某局” }}
///     要素 案情 {{ 违法所得: 金额 0元以上 }}
///     基准 某行为 {{
///         要素 案情
///         依据 《某法》第一条
///         法定幅度 {{ 1万元以下罚款 }}
///         阶次 较轻 {{ 当 违法所得 不满{limit} 处 1000元罚款 }}
///         阶次 较重 {{ 其他情形 处 5000元罚款 }}
///     }}
/// ");
/// let revision = Revision::from_sources([("例.zs", rules("1000元"))], [("例.zs", rules("2000元"))]).unwrap();
/// let difference = revision.difference().unwrap();
/// let changes = &difference.sets[0].benchmarks[0].changes;
/// assert_eq!(changes.len(), 1);
/// assert_eq!(changes[0].region, "违法所得 1000元以上不满2000元");
/// assert_eq!(changes[0].direction, Direction::Lighter);
/// ```
#[derive(Debug, Clone)]
pub struct Revision {
    checked: Checked,
    old: HashSet<SourceId>,
}

impl Revision {
    /// Loads two files or folders, with all they import.
    ///
    /// # Errors
    /// When a path itself cannot be read.
    pub fn load(old: impl AsRef<Path>, new: impl AsRef<Path>) -> Result<Revision, LoadError> {
        let (before, old_roots) = FileLoader::open([old])?;
        let (after, new_roots) = FileLoader::open([new])?;
        Revision::with_loaders((&before, old_roots), (&after, new_roots), LoadLimits::default())
    }

    /// Takes sources from memory.
    ///
    /// # Errors
    /// When two sources of one version have one name.
    pub fn from_sources<N: Into<String>, T: Into<Vec<u8>>>(
        old: impl IntoIterator<Item = (N, T)>,
        new: impl IntoIterator<Item = (N, T)>,
    ) -> Result<Revision, LoadError> {
        let (before, after) = (MemoryLoader::new(old)?, MemoryLoader::new(new)?);
        let (old_roots, new_roots) = (before.list()?, after.list()?);
        Revision::with_loaders((&before, old_roots), (&after, new_roots), LoadLimits::default())
    }

    /// Loads each version through a loader, from its roots.
    ///
    /// # Errors
    /// When a loader fails on a root, or does not have it.
    pub fn with_loaders(
        old: (&dyn Loader, Vec<String>),
        new: (&dyn Loader, Vec<String>),
        limits: LoadLimits,
    ) -> Result<Revision, LoadError> {
        let bases = [Base { loader: old.0, roots: old.1 }, Base { loader: new.0, roots: new.1 }];
        let loaded = load::load(&bases, limits)?;
        let Outcome { model, diagnostics } = check::check(&loaded.sources, &loaded.files, loaded.diagnostics, limits.threads);
        let old = loaded.files.iter().filter(|file| file.base == 0).map(|file| file.source).collect();
        Ok(Revision { checked: Checked { model: model.map(Into::into), sources: loaded.sources, diagnostics, origins: None }, old })
    }

    /// What was found in the files of both.
    #[must_use]
    pub fn checked(&self) -> &Checked {
        &self.checked
    }

    /// How the two differ in meaning; `None` while one of them has an error.
    #[must_use]
    pub fn difference(&self) -> Option<Difference> {
        let model = self.checked.model.as_ref()?;
        Some(prove::difference(model, &|set| self.old.contains(&set.source)))
    }
}
