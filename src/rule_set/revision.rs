//! Two versions of a rule base loaded side by side, each under its own root, so that they can be compared case by case.

use std::path::Path;
use std::sync::Arc;

use super::Checked;
use super::load::{self, Base, LoadLimits, Loaded};
use super::loader::{FileLoader, LoadError, Loader, MemoryLoader};
use crate::check::{self, File, Outcome};
use crate::diagnostic::Diagnostic;
use crate::law::Registry;
use crate::revision::{Difference, Versions};

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
    versions: Option<Versions>,
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
        let Outcome { model, diagnostics } = check::check(&loaded.sources, &loaded.files, loaded.diagnostics.clone(), limits.threads);
        let checked = Checked { model: model.map(Into::into), sources: loaded.sources.clone(), diagnostics, origins: None };
        let Loaded { sources, files, diagnostics, .. } = loaded;
        let (old, new) = apart(files);
        let alone = |files: &[File]| check::check(&sources, files, of(files, &diagnostics), limits.threads).model.map(Arc::new);
        let versions = alone(&old).zip(alone(&new)).map(|(old, new)| Versions::new(old, new, checked.model.clone()));
        Ok(Revision { checked, versions })
    }

    /// What was found in the files of both.
    #[must_use]
    pub fn checked(&self) -> &Checked {
        &self.checked
    }

    /// How the two differ in meaning; `None` while one of them has an error.
    #[must_use]
    pub fn difference(&self) -> Option<Difference> {
        self.versions.as_ref().map(|versions| versions.difference(None))
    }

    /// As [`Revision::difference`], with what knows the acts that texts beside the checks cite.
    #[must_use]
    pub fn difference_with(&self, registry: &Registry) -> Option<Difference> {
        self.versions.as_ref().map(|versions| versions.difference(Some(registry)))
    }
}

/// The files of each version by themselves, as if no other had been loaded.
fn apart(files: Vec<File>) -> (Vec<File>, Vec<File>) {
    let mut places: Vec<usize> = Vec::new();
    let mut counts = [0usize; 2];
    for file in &files {
        let count = if file.base == 0 { &mut counts[0] } else { &mut counts[1] };
        places.push(*count);
        *count += 1;
    }
    let (mut old, mut new) = (Vec::new(), Vec::new());
    for mut file in files {
        for import in file.imports.iter_mut().flatten() {
            // Files of one base see no others.
            *import = places.get(*import).copied().unwrap_or(*import);
        }
        let version = if file.base == 0 { &mut old } else { &mut new };
        version.push(File { base: 0, ..file });
    }
    (old, new)
}

/// What was found in these files.
fn of(files: &[File], diagnostics: &[Diagnostic]) -> Vec<Diagnostic> {
    diagnostics.iter().filter(|found| files.iter().any(|file| file.source == found.span.source)).cloned().collect()
}
