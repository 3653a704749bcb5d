//! Where rule files come from: a folder, memory, or an embedder's own store. Knows nothing of what is in them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The ending of rule files.
const ENDING: &str = ".zs";

/// Why rule files could not be had.
#[derive(Debug, Clone, thiserror::Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum LoadError {
    /// There is nothing of that name.
    #[error("找不到「{name}」")]
    NotFound {
        /// The name or path.
        name: String,
    },
    /// It is there but cannot be read.
    #[error("读不出「{name}」:{reason}")]
    Unreadable {
        /// The name or path.
        name: String,
        /// What the system said.
        reason: String,
    },
    /// A folder without a rule file: as likely a mistyped path, which must not pass as clean.
    #[error("「{name}」里没有规则文件(.zs)")]
    NoRules {
        /// Its path.
        name: String,
    },
    /// Two sources have one name.
    #[error("有两份规则都叫「{name}」")]
    Duplicate {
        /// The name.
        name: String,
    },
}

/// A store of rule files. Names are paths from the root of the rules with `/`, without the ending `.zs`.
pub trait Loader {
    /// The bytes of the source of that name; `None` when there is none.
    ///
    /// # Errors
    /// When it is there but cannot be read.
    fn load(&self, name: &str) -> Result<Option<Vec<u8>>, LoadError>;

    /// The names of all sources, ascending: what a folder holds, and what a misspelt import may have meant.
    ///
    /// # Errors
    /// When they cannot be listed.
    fn list(&self) -> Result<Vec<String>, LoadError>;

    /// How messages call a source.
    fn display(&self, name: &str) -> String {
        format!("{name}{ENDING}")
    }
}

/// A name without its ending, with `/` between its parts and none of `.`; `None` when it leaves the root.
pub(super) fn normal(name: &str) -> Option<String> {
    let name = name.trim().replace('\\', "/");
    let name = name.strip_suffix(ENDING).unwrap_or(&name);
    let mut parts: Vec<&str> = Vec::new();
    for part in name.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    (!parts.is_empty()).then(|| parts.join("/"))
}

/// Sources in memory.
#[derive(Debug, Clone, Default)]
pub struct MemoryLoader {
    sources: BTreeMap<String, Vec<u8>>,
}

impl MemoryLoader {
    /// The sources by name.
    ///
    /// # Errors
    /// When two have one name, or a name is no path below the root.
    pub fn new<N: Into<String>, T: Into<Vec<u8>>>(sources: impl IntoIterator<Item = (N, T)>) -> Result<Self, LoadError> {
        let mut loader = Self::default();
        for (name, text) in sources {
            let name = name.into();
            let key = normal(&name).ok_or_else(|| LoadError::NotFound { name: name.clone() })?;
            if loader.sources.insert(key, text.into()).is_some() {
                return Err(LoadError::Duplicate { name });
            }
        }
        Ok(loader)
    }
}

impl Loader for MemoryLoader {
    fn load(&self, name: &str) -> Result<Option<Vec<u8>>, LoadError> {
        Ok(self.sources.get(name).cloned())
    }

    fn list(&self) -> Result<Vec<String>, LoadError> {
        Ok(self.sources.keys().cloned().collect())
    }
}

/// Rule files below a folder.
#[derive(Debug, Clone)]
pub struct FileLoader {
    root: PathBuf,
    /// How the caller wrote the root, for messages.
    shown: String,
}

impl FileLoader {
    /// The rules below `root`.
    #[must_use]
    pub fn new(root: impl Into<PathBuf>) -> Self {
        let root = root.into();
        let shown = slashes(&root);
        Self { root, shown }
    }

    /// A loader for files and folders given by path, and the names of the sources they stand for.
    ///
    /// The root of a single file is the nearest folder above it from which its first import exists, else the folder it is in.
    /// The root of a folder is itself, or the nearest folder above it from which the first import found below it exists. Several paths share the root that lies above all of theirs.
    ///
    /// # Errors
    /// When a path is not there, or a folder cannot be listed or holds no rule file.
    pub fn open<P: AsRef<Path>>(paths: impl IntoIterator<Item = P>) -> Result<(FileLoader, Vec<String>), LoadError> {
        let paths: Vec<PathBuf> = paths.into_iter().map(|p| p.as_ref().to_path_buf()).collect();
        let mut root: Option<PathBuf> = None;
        for path in &paths {
            let own = if path.is_dir() {
                folder_root(path)?
            } else if path.is_file() {
                file_root(path)
            } else {
                return Err(LoadError::NotFound { name: slashes(path) });
            };
            root = Some(match root {
                None => own,
                Some(before) => common(&before, &own),
            });
        }
        let loader = FileLoader::new(root.unwrap_or_else(|| PathBuf::from(".")));
        let mut names = Vec::new();
        for path in &paths {
            if path.is_dir() {
                let before = names.len();
                walk(path, &mut |file| names.extend(loader.name_of(file)))?;
                if names.len() == before {
                    return Err(LoadError::NoRules { name: slashes(path) });
                }
            } else {
                names.extend(loader.name_of(path));
            }
        }
        names.sort();
        names.dedup();
        Ok((loader, names))
    }

    fn name_of(&self, file: &Path) -> Option<String> {
        let below = file.strip_prefix(&self.root).unwrap_or(file);
        normal(&slashes(below))
    }

    fn path_of(&self, name: &str) -> PathBuf {
        self.root.join(format!("{name}{ENDING}"))
    }
}

impl Loader for FileLoader {
    fn load(&self, name: &str) -> Result<Option<Vec<u8>>, LoadError> {
        match std::fs::read(self.path_of(name)) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(LoadError::Unreadable { name: self.display(name), reason: error.to_string() }),
        }
    }

    fn list(&self) -> Result<Vec<String>, LoadError> {
        let mut names = Vec::new();
        walk(&self.root, &mut |file| names.extend(self.name_of(file)))?;
        names.sort();
        Ok(names)
    }

    fn display(&self, name: &str) -> String {
        if self.shown.is_empty() || self.shown == "." {
            format!("{name}{ENDING}")
        } else {
            format!("{}/{name}{ENDING}", self.shown.trim_end_matches('/'))
        }
    }
}

fn slashes(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

/// The folder that both lie in.
fn common(a: &Path, b: &Path) -> PathBuf {
    a.components().zip(b.components()).take_while(|(x, y)| x == y).map(|(x, _)| x).collect()
}

/// The root of a folder: itself, unless what is below it imports from farther up.
fn folder_root(folder: &Path) -> Result<PathBuf, LoadError> {
    let mut files = Vec::new();
    walk(folder, &mut |file| files.push(file.to_path_buf()))?;
    for file in files {
        let imports = std::fs::read(&file).ok().map(|bytes| imports_of(&bytes)).unwrap_or_default();
        if let Some(first) = imports.first() {
            let here = folder.join(format!("{first}{ENDING}")).is_file();
            let root = if here { folder.to_path_buf() } else { file_root(&file) };
            // An import that is nowhere leaves the folder its own root, where it is told.
            return Ok(if folder.starts_with(&root) { root } else { folder.to_path_buf() });
        }
    }
    Ok(folder.to_path_buf())
}

/// The root of a single file: the nearest folder above it from which its imports exist.
fn file_root(file: &Path) -> PathBuf {
    let own = file.parent().map_or_else(|| PathBuf::from("."), Path::to_path_buf);
    let imports = std::fs::read(file).ok().map(|bytes| imports_of(&bytes)).unwrap_or_default();
    let Some(first) = imports.first() else { return own };
    // Of a relative path, the folders above the current one are out of sight; `.` stands for it.
    let above = own.ancestors().map(|a| if a.as_os_str().is_empty() { PathBuf::from(".") } else { a.to_path_buf() });
    above.into_iter().find(|root| root.join(format!("{first}{ENDING}")).is_file()).unwrap_or(own)
}

/// The paths that a file imports, read as the parser reads them.
fn imports_of(bytes: &[u8]) -> Vec<String> {
    use crate::diagnostic::Sources;
    use crate::syntax::{Limits, parse, tree::ClauseKind};
    let text = String::from_utf8_lossy(bytes);
    let source = Sources::new().add("", "");
    let parsed = parse(source, text.trim_start_matches('\u{feff}'), &Limits::default());
    let imports =
        parsed.tree.clauses.iter().filter_map(|c| if let ClauseKind::Import { path } = &c.node { normal(&path.node) } else { None });
    imports.collect()
}

/// Calls `found` with each rule file below a folder, in order of names. Symbolic links are not followed, so it ends.
fn walk(folder: &Path, found: &mut dyn FnMut(&Path)) -> Result<(), LoadError> {
    let unreadable = |error: std::io::Error| LoadError::Unreadable { name: slashes(folder), reason: error.to_string() };
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let mut entries: Vec<PathBuf> = Vec::new();
        for entry in std::fs::read_dir(&folder).map_err(unreadable)? {
            entries.push(entry.map_err(unreadable)?.path());
        }
        entries.sort();
        for path in entries {
            let hidden = path.file_name().is_some_and(|n| n.to_string_lossy().starts_with('.'));
            if hidden || path.is_symlink() {
                continue;
            }
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "zs") {
                found(&path);
            }
        }
    }
    Ok(())
}
