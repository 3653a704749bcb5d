//! Reads and parses rule files and all they import, within limits. Knows nothing of what they mean.

use std::collections::{HashMap, HashSet};
use std::num::NonZeroUsize;

use super::loader::{LoadError, Loader, normal};
use crate::check::{File, near};
use crate::diagnostic::{Diagnostic, NameProblem, SourceId, SourceProblem, Sources, Span, Spanned};
use crate::parallel;
use crate::syntax::tree::{ClauseKind, Tree};
use crate::syntax::{Limits, decode, parse};

/// Limits on one load. Exceeding one is an error that names it (`ZS0216`, `ZS0217`); those of a single file are [`Limits`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct LoadLimits {
    /// The most files, imported ones included (20,000).
    pub files: usize,
    /// The most bytes in all files together (256 MiB).
    pub total_bytes: usize,
    /// Of each file.
    pub source: Limits,
    /// The most threads that read files at once, the caller's among them (1: a library starts no threads unasked). What is
    /// loaded is the same with any number. A file is read by one thread, so that a single file gains nothing.
    pub threads: NonZeroUsize,
}

impl Default for LoadLimits {
    fn default() -> Self {
        Self { files: 20_000, total_bytes: 256 * 1024 * 1024, source: Limits::default(), threads: NonZeroUsize::MIN }
    }
}

/// What was read.
pub(super) struct Loaded {
    pub(super) sources: Sources,
    pub(super) files: Vec<File>,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// Which of the files were asked for by name.
    pub(super) roots: HashSet<usize>,
}

impl Loaded {
    /// Where each source came from, in order: its name, and whether it was asked for.
    pub(super) fn origins(&self) -> Vec<(String, bool)> {
        self.files.iter().enumerate().map(|(at, file)| (file.name.clone(), self.roots.contains(&at))).collect()
    }
}

/// Where rules come from, and those to begin with.
pub(super) struct Base<'l> {
    pub(super) loader: &'l dyn Loader,
    pub(super) roots: Vec<String>,
}

struct Load<'l> {
    bases: &'l [Base<'l>],
    limits: LoadLimits,
    loaded: Loaded,
    /// Files by base and name; `None` for those that are not there or were refused.
    known: HashMap<(usize, String), Option<usize>>,
    /// Files that were found and not parsed yet, in order.
    fresh: Vec<usize>,
    /// Sources that end where a byte could not be read.
    cut_short: HashSet<SourceId>,
    bytes: usize,
    /// The limit that was hit, if one was.
    full: Option<NameProblem>,
    /// All names of each loader, listed when first needed.
    listed: HashMap<usize, Vec<String>>,
}

/// Loads the roots of each base and all they import. The roots are taken by name, so that the order they are given in decides
/// nothing: what comes first in a model comes first in a report. Files of one base do not see those of another.
pub(super) fn load(bases: &[Base<'_>], limits: LoadLimits) -> Result<Loaded, LoadError> {
    let loaded = Loaded { sources: Sources::new(), files: Vec::new(), diagnostics: Vec::new(), roots: HashSet::new() };
    let mut load = Load {
        bases,
        limits,
        loaded,
        known: HashMap::new(),
        fresh: Vec::new(),
        cut_short: HashSet::new(),
        bytes: 0,
        full: None,
        listed: HashMap::new(),
    };
    for (at, base) in bases.iter().enumerate() {
        let mut names = Vec::new();
        for root in &base.roots {
            names.push((normal(root).ok_or_else(|| LoadError::NotFound { name: root.clone() })?, root));
        }
        names.sort();
        for (name, root) in names {
            match load.add(at, &name)? {
                Some(file) => {
                    load.loaded.roots.insert(file);
                }
                None if load.full.is_none() => return Err(LoadError::NotFound { name: root.clone() }),
                None => {}
            }
        }
    }
    // What the roots import is read together, then what that imports, and so on.
    while !load.fresh.is_empty() {
        let fresh = std::mem::take(&mut load.fresh);
        load.parse(&fresh);
        fresh.into_iter().for_each(|file| load.follow(file));
    }
    if let Some(problem) = load.full
        && let Some(first) = load.loaded.files.first()
    {
        load.loaded.diagnostics.push(Diagnostic::new(problem.into(), Span::new(first.source, 0, 0)));
    }
    Ok(load.loaded)
}

/// How many bytes stand before the fault of a text that is not UTF-8.
fn readable(problem: &SourceProblem) -> usize {
    match problem {
        SourceProblem::NotUtf8 { offset } | SourceProblem::CutShort { offset } => offset.saturating_sub(1),
        SourceProblem::TooLarge { .. }
        | SourceProblem::TooDeep { .. }
        | SourceProblem::Utf16 { .. }
        | SourceProblem::TooManyTerms { .. }
        | SourceProblem::MoreProblems { .. } => 0,
    }
}

impl Load<'_> {
    /// The file of that name, taken in when it is new; `None` when there is none, or no room for it.
    fn add(&mut self, base: usize, name: &str) -> Result<Option<usize>, LoadError> {
        let key = (base, name.to_owned());
        if let Some(&known) = self.known.get(&key) {
            return Ok(known);
        }
        if self.full.is_some() {
            return Ok(None);
        }
        if self.loaded.files.len() >= self.limits.files {
            self.full = Some(NameProblem::TooManyFiles { limit: self.limits.files });
            return Ok(None);
        }
        let Some(loader) = self.bases.get(base).map(|b| b.loader) else { return Ok(None) };
        let Some(bytes) = loader.load(name)? else {
            self.known.insert(key, None);
            return Ok(None);
        };
        self.bytes = self.bytes.saturating_add(bytes.len());
        if self.bytes > self.limits.total_bytes {
            self.full = Some(NameProblem::TooManyBytes { limit: self.limits.total_bytes });
            return Ok(None);
        }
        let at = self.loaded.files.len();
        self.known.insert(key, Some(at));
        self.take_in(base, name, loader.display(name), &bytes);
        self.fresh.push(at);
        Ok(Some(at))
    }

    /// Keeps the text of a file, up to what cannot be read of it.
    fn take_in(&mut self, base: usize, name: &str, display: String, bytes: &[u8]) {
        let source = match decode(bytes) {
            Ok(text) => self.loaded.sources.add(display, text),
            Err(problem) => {
                let read = bytes.get(..readable(&problem)).and_then(|good| decode(good).ok()).unwrap_or_default();
                let source = self.loaded.sources.add(display, read);
                let end = u32::try_from(read.len()).unwrap_or(u32::MAX);
                self.loaded.diagnostics.push(Diagnostic::new(problem.into(), Span::new(source, end, end)));
                self.cut_short.insert(source);
                source
            }
        };
        let tree = Tree { clauses: Vec::new(), comments: Vec::new() };
        self.loaded.files.push(File { base, name: name.to_owned(), source, tree, imports: Vec::new() });
    }

    /// Parses files that were taken in, on as many threads as may be.
    fn parse(&mut self, fresh: &[usize]) {
        let sources = &self.loaded.sources;
        let texts: Vec<(usize, SourceId, &str)> = fresh
            .iter()
            .filter_map(|&at| Some((at, self.loaded.files.get(at)?.source)))
            // What follows a bad byte would only give mistakes that are none.
            .filter(|(_, source)| !self.cut_short.contains(source))
            .filter_map(|(at, source)| Some((at, source, sources.get(source)?.text())))
            .collect();
        let limits = self.limits;
        let parsed = parallel::map(limits.threads, &texts, |&(at, source, text)| (at, parse(source, text, &limits.source)));
        for (at, parsed) in parsed {
            self.loaded.diagnostics.extend(parsed.diagnostics);
            if let Some(file) = self.loaded.files.get_mut(at) {
                file.tree = parsed.tree;
            }
        }
    }

    fn follow(&mut self, file: usize) {
        let Some(content) = self.loaded.files.get(file) else { return };
        let base = content.base;
        let paths: Vec<Spanned<String>> = content
            .tree
            .clauses
            .iter()
            .filter_map(|c| if let ClauseKind::Import { path } = &c.node { Some(path.clone()) } else { None })
            .collect();
        let imports = paths.iter().map(|path| self.import(base, path)).collect();
        if let Some(content) = self.loaded.files.get_mut(file) {
            content.imports = imports;
        }
    }

    fn import(&mut self, base: usize, path: &Spanned<String>) -> Option<usize> {
        let missing = || NameProblem::ImportNotFound { path: path.node.clone() };
        let Some(name) = normal(&path.node) else {
            self.loaded.diagnostics.push(Diagnostic::new(missing().into(), path.span));
            return None;
        };
        match self.add(base, &name) {
            Ok(Some(file)) => Some(file),
            Ok(None) => {
                if self.full.is_none() {
                    let near = near(&name, self.names(base).iter().map(String::as_str));
                    self.loaded.diagnostics.push(Diagnostic::new(missing().into(), path.span).suggest(near));
                }
                None
            }
            Err(error) => {
                let reason = match error {
                    LoadError::Unreadable { reason, .. } => reason,
                    other @ (LoadError::NotFound { .. } | LoadError::NoRules { .. } | LoadError::Duplicate { .. }) => other.to_string(),
                };
                self.known.insert((base, name), None);
                let problem = NameProblem::ImportUnreadable { path: path.node.clone(), reason };
                self.loaded.diagnostics.push(Diagnostic::new(problem.into(), path.span));
                None
            }
        }
    }

    fn names(&mut self, base: usize) -> &[String] {
        let list = || self.bases.get(base).and_then(|b| b.loader.list().ok()).unwrap_or_default();
        self.listed.entry(base).or_insert_with(list)
    }
}
