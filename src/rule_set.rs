//! The rules an embedder works with: loaded from files, memory or anywhere, checked, with all that was found.
//!
//! Loading follows 引入 from the files it is given. `引入 “通则/行政处罚法”` names `通则/行政处罚法.zs` from the root of the
//! rules: the folder that was loaded, or the nearest folder above the folder or file from which the import exists.
//! [`FileLoader`] is the only code of the library that touches a file system, and only below the paths it is given.

mod bundle;
mod load;
mod loader;
mod revision;

use std::fmt;
use std::io;
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::Arc;

use crate::check::{self, Outcome};
use crate::diagnostic::{Diagnostic, Language, Severity, Sources, render_all};
use crate::engine::Engine;
use crate::law::Registry;
use crate::model::Model;
use crate::prove::{Proof, prove, prove_on};
use crate::review::Reviewer;
use crate::saved;

use bundle::Bundle;

pub use bundle::{BundleError, BundleLoader};
pub use load::LoadLimits;
pub use loader::{FileLoader, LoadError, Loader, MemoryLoader};
pub use revision::Revision;

/// Rules that were loaded and have no error.
///
/// ```
/// use zhunsheng::RuleSet;
/// let rules = RuleSet::from_sources([("例.zs", "
///     规则集 例 { 版本 “1” 施行 2026年1月1日 制定机关 “某局” }
///     要素 案情 { 违法所得: 金额 0元以上 }
///     基准 某行为 {
///         要素 案情
///         依据 《某法》第一条
///         法定幅度 { 1万元以下罚款 }
///         阶次 较轻 { 当 违法所得 不满1000元 处 1000元以下罚款 }
///         阶次 较重 { 其他情形 处 1000元以上1万元以下罚款 }
///     }
/// ")]).unwrap();
/// assert_eq!(rules.model().benchmarks.len(), 1);
/// ```
#[derive(Debug, Clone)]
pub struct RuleSet {
    model: Arc<Model>,
    diagnostics: Arc<[Diagnostic]>,
    origins: Origins,
}

/// Of each source its name and whether it was asked for; none where two versions were loaded together.
type Origins = Option<Arc<[(String, bool)]>>;

impl RuleSet {
    /// Loads a file, or every `.zs` file below a folder, with all they import.
    ///
    /// # Errors
    /// When a file cannot be read or the rules have an error; every diagnostic of every file is told, not only the first.
    pub fn load(path: impl AsRef<Path>) -> Result<RuleSet, RuleSetError> {
        check_path(path)?.into_rules()
    }

    /// Loads sources from memory; a source’s name is its path from the root of the rules, with or without `.zs`.
    ///
    /// # Errors
    /// As [`RuleSet::load`].
    pub fn from_sources<N: Into<String>, T: Into<Vec<u8>>>(sources: impl IntoIterator<Item = (N, T)>) -> Result<RuleSet, RuleSetError> {
        check_sources(sources)?.into_rules()
    }

    /// Loads the sources named `roots`, with all they import, through a loader.
    ///
    /// # Errors
    /// As [`RuleSet::load`].
    pub fn with_loader<N: Into<String>>(loader: &dyn Loader, roots: impl IntoIterator<Item = N>) -> Result<RuleSet, RuleSetError> {
        check_with(loader, roots, LoadLimits::default())?.into_rules()
    }

    /// Writes the rules as one file, for a service that is to start with exactly these, at once: their texts, what they mean, the
    /// version and build of this library, and a checksum. [`RuleSet::from_bundle`] reads it; [`BundleLoader`] its texts.
    ///
    /// # Errors
    /// When it cannot be written, when the rules are the two versions of a [`Revision`], or when a definition among them would take
    /// more than a million steps: what could not be read again is not written.
    pub fn bundle(&self, mut out: impl io::Write) -> io::Result<()> {
        let Some(origins) = &self.origins else {
            return Err(io::Error::new(io::ErrorKind::Unsupported, "two versions of rules are not one bundle"));
        };
        let sources = self.model.sources.iter().zip(origins.iter());
        let entries =
            sources.map(|((_, source), (name, root))| bundle::Entry { root: *root, name, display: source.name(), text: source.text() });
        let model = saved::write(&self.model, &self.diagnostics);
        if saved::read(&model, &self.model.sources).is_none() {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "a definition of these rules takes more steps than a bundle may hold"));
        }
        bundle::write(&mut out, &Bundle { entries: entries.collect(), model: &model })
    }

    /// Loads what [`RuleSet::bundle`] wrote, without parsing or checking: many times faster than from the texts.
    ///
    /// Bytes are not trusted for it. What a bundle holds is read within bounds and held to all that the library relies on, so that
    /// one that was made to harm is refused, or is rules like any other.
    ///
    /// ```
    /// use zhunsheng::RuleSet;
    /// let rules = RuleSet::from_sources([("例.zs", "规则集 例 { 版本 “1” 施行 2026年1月1日 制定机关 “某局” }")]).unwrap();
    /// let mut file = Vec::new();
    /// rules.bundle(&mut file).unwrap();
    /// let again = RuleSet::from_bundle(&file).unwrap();
    /// assert_eq!(again.model().sets, rules.model().sets);
    /// *file.last_mut().unwrap() ^= 1;
    /// assert!(RuleSet::from_bundle(&file).is_err());
    /// ```
    ///
    /// # Errors
    /// When the bytes are no bundle, one that another version or build made, one that was changed, or one that holds no rules.
    pub fn from_bundle(bytes: &[u8]) -> Result<RuleSet, BundleError> {
        let bundle = Bundle::open(bytes)?;
        let mut sources = Sources::new();
        let mut origins = Vec::with_capacity(bundle.entries.len());
        for entry in &bundle.entries {
            sources.add(entry.display, entry.text);
            origins.push((entry.name.to_owned(), entry.root));
        }
        let (model, diagnostics) = saved::read(bundle.model, &sources).ok_or(BundleError::Unsound)?;
        Ok(RuleSet { model: Arc::new(model), diagnostics: diagnostics.into(), origins: Some(origins.into()) })
    }

    /// What the rules mean.
    #[must_use]
    pub fn model(&self) -> &Arc<Model> {
        &self.model
    }

    /// Warnings and hints, in order of place.
    #[must_use]
    pub fn warnings(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// The texts the rules were read from.
    #[must_use]
    pub fn sources(&self) -> &Sources {
        &self.model.sources
    }

    /// Proves what can be proved of the rules: gaps, overlaps, dead tiers, fines beyond the statute, reversals.
    #[must_use]
    pub fn prove(&self) -> Proof {
        prove(&self.model)
    }

    /// What reviews documents by the checks of these rules.
    #[must_use]
    pub fn reviewer(&self) -> Reviewer {
        Reviewer::new(Arc::clone(&self.model))
    }

    /// An engine that evaluates cases by these rules.
    #[must_use]
    pub fn compile(&self) -> Engine {
        Engine::new(Arc::clone(&self.model))
    }
}

/// All that loading and checking found, for tools that show it whether or not the rules are good.
#[derive(Debug, Clone)]
pub struct Checked {
    /// The model, when there is no error.
    pub model: Option<Arc<Model>>,
    /// The texts.
    pub sources: Sources,
    /// Everything that was found, in order of place.
    pub diagnostics: Vec<Diagnostic>,
    origins: Origins,
}

impl Checked {
    /// Whether there is an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|d| d.severity() == Severity::Error)
    }

    /// Proves the rules, when there is no error, and adds what that finds.
    #[must_use]
    pub fn proved(self) -> Checked {
        self.proved_on(NonZeroUsize::MIN)
    }

    /// As [`Checked::proved`], on up to `threads` threads; what is found is the same with any number.
    #[must_use]
    pub fn proved_on(mut self, threads: NonZeroUsize) -> Checked {
        if let Some(model) = &self.model {
            let proof = prove_on(model, threads).diagnostics;
            // What the check saw in the figures alone, the proof has shown with a case.
            let shown = |d: &Diagnostic, by: &str| proof.iter().any(|p| p.code().as_str() == by && p.span == d.span);
            self.diagnostics.retain(|d| match d.code().as_str() {
                "ZS0802" => !shown(d, "ZS1009"),
                "ZS0803" => !shown(d, "ZS1010"),
                _ => true,
            });
            self.diagnostics.extend(proof);
            self.diagnostics.sort_by_key(|d| (d.span.source, d.span.start, d.code()));
        }
        self
    }

    /// The rules, when there is no error.
    ///
    /// # Errors
    /// Holds all diagnostics otherwise.
    pub fn into_rules(self) -> Result<RuleSet, RuleSetError> {
        match self.model {
            Some(model) => Ok(RuleSet { model, diagnostics: self.diagnostics.into(), origins: self.origins }),
            None => Err(RuleSetError::Mistakes(Mistakes { sources: self.sources, diagnostics: self.diagnostics })),
        }
    }
}

impl From<RuleSet> for Checked {
    fn from(rules: RuleSet) -> Checked {
        Checked {
            sources: rules.model.sources.clone(),
            diagnostics: rules.diagnostics.to_vec(),
            model: Some(rules.model),
            origins: rules.origins,
        }
    }
}

/// Why there are no rules.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum RuleSetError {
    /// A file or folder could not be read at all.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// The rules have mistakes.
    #[error("{0}")]
    Mistakes(Mistakes),
}

impl RuleSetError {
    /// What was found in the rule files, if they could be read.
    #[must_use]
    pub fn diagnostics(&self) -> &[Diagnostic] {
        match self {
            RuleSetError::Load(_) => &[],
            RuleSetError::Mistakes(mistakes) => &mistakes.diagnostics,
        }
    }
}

/// The mistakes of rule files; prints them all, in Chinese.
#[derive(Debug, Clone)]
pub struct Mistakes {
    sources: Sources,
    diagnostics: Vec<Diagnostic>,
}

impl Mistakes {
    /// The texts.
    #[must_use]
    pub fn sources(&self) -> &Sources {
        &self.sources
    }

    /// Errors, warnings and hints, in order of place.
    #[must_use]
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }
}

impl fmt::Display for Mistakes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&render_all(&self.diagnostics, &self.sources, Language::Chinese, crate::diagnostic::Color::Never))
    }
}

/// Checks a file, or every `.zs` file below a folder, with all they import.
///
/// # Errors
/// When the path itself cannot be read.
pub fn check_path(path: impl AsRef<Path>) -> Result<Checked, LoadError> {
    check_paths([path])
}

/// Checks several files and folders together; a file that two of them reach is read once.
///
/// # Errors
/// When a path cannot be read, or the files lie below different roots.
pub fn check_paths<P: AsRef<Path>>(paths: impl IntoIterator<Item = P>) -> Result<Checked, LoadError> {
    let (loader, roots) = FileLoader::open(paths)?;
    check_with(&loader, roots, LoadLimits::default())
}

/// Checks sources from memory.
///
/// # Errors
/// When two sources have one name.
pub fn check_sources<N: Into<String>, T: Into<Vec<u8>>>(sources: impl IntoIterator<Item = (N, T)>) -> Result<Checked, LoadError> {
    let loader = MemoryLoader::new(sources)?;
    let roots: Vec<String> = loader.list()?;
    check_with(&loader, roots, LoadLimits::default())
}

/// Checks the sources named `roots`, with all they import, through a loader and within limits.
///
/// # Errors
/// When the loader fails on a root, or does not have it.
pub fn check_with<N: Into<String>>(
    loader: &dyn Loader,
    roots: impl IntoIterator<Item = N>,
    limits: LoadLimits,
) -> Result<Checked, LoadError> {
    checked(loader, roots, limits, None)
}

/// As [`check_with`], and asks a statute registry about every citation of the rules.
///
/// # Errors
/// As [`check_with`].
pub fn check_with_registry<N: Into<String>>(
    loader: &dyn Loader,
    roots: impl IntoIterator<Item = N>,
    limits: LoadLimits,
    registry: &Registry,
) -> Result<Checked, LoadError> {
    checked(loader, roots, limits, Some(registry))
}

fn checked<N: Into<String>>(
    loader: &dyn Loader,
    roots: impl IntoIterator<Item = N>,
    limits: LoadLimits,
    registry: Option<&Registry>,
) -> Result<Checked, LoadError> {
    let loaded = load::load(&[load::Base { loader, roots: roots.into_iter().map(Into::into).collect() }], limits)?;
    let origins = Some(loaded.origins().into());
    let Outcome { model, mut diagnostics } = check::check(&loaded.sources, &loaded.files, loaded.diagnostics, limits.threads);
    let mut model = model.map(Arc::new);
    if let Some(registry) = registry {
        diagnostics.extend(check::verify(&loaded.files, registry));
        diagnostics.sort_by_key(|one| (one.span.source, one.span.start, one.code()));
        // A citation that leads nowhere is an error as any other.
        if diagnostics.iter().any(|one| one.severity() == Severity::Error) {
            model = None;
        }
    }
    Ok(Checked { model, sources: loaded.sources, diagnostics, origins })
}
