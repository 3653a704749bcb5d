//! Rules in one file: the texts of a load and what the checker made of them, for one build of this library alone.
//!
//! A bundle is [`MAGIC`]; the format, the version of this library and the digest of its sources; for each source whether it is a
//! root, its name, what messages call it, its text; the model, as `saved` writes it; the SHA-256 of all before. Texts stand after
//! their length in bytes, numbers are little-endian.
//!
//! The checksum tells damage, not malice: whoever can change the file can make another. A bundle is therefore read as any input of
//! strangers is (see `saved`), and is worth as much as the place it is kept in, just as rule files are.

use std::collections::BTreeMap;
use std::io::{self, Write};

use sha2::{Digest, Sha256};

use super::loader::{LoadError, Loader};

/// What a bundle starts with.
const MAGIC: &[u8] = b"zhunsheng bundle\n";
/// Which order of parts this is.
const FORMAT: u64 = 2;
/// The version that writes and reads.
const VERSION: &str = env!("CARGO_PKG_VERSION");
/// The digest of the sources it was built from: what a text means, and how a model is written, is only theirs to say.
const BUILD: &str = env!("ZHUNSHENG_BUILD");
const CHECKSUM: usize = 32;

/// Why bytes are not taken for a bundle.
#[derive(Debug, Clone, thiserror::Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum BundleError {
    /// They do not start as one.
    #[error("不是规则包文件")]
    NotABundle,
    /// Another version of the library made it, to which the same text may mean something else.
    #[error("规则包由 {made_by} 版做成,本程序是 {} 版:请用原来的规则文件重做", VERSION)]
    OtherVersion {
        /// The version that made it.
        made_by: String,
    },
    /// The same version made it, built from other sources than this one.
    #[error("规则包由 {} 版的另一个构建做成:请用原来的规则文件重做", VERSION)]
    OtherBuild,
    /// It was cut off or changed.
    #[error("规则包残缺,或者被改动过")]
    Damaged,
    /// The checksum fits, but what it holds are no checked rules: it was not made by this library.
    #[error("规则包的校验和相符,内容却不成其为规则:它不是由准绳做成的")]
    Unsound,
}

/// A source of a bundle.
#[derive(Debug, Clone)]
pub(super) struct Entry<'b> {
    pub(super) root: bool,
    pub(super) name: &'b str,
    pub(super) display: &'b str,
    pub(super) text: &'b str,
}

/// The parts of a bundle; nothing of it was copied.
#[derive(Debug)]
pub(super) struct Bundle<'b> {
    pub(super) entries: Vec<Entry<'b>>,
    pub(super) model: &'b [u8],
}

/// Writes sources and the model that was made of them as a bundle.
pub(super) fn write(out: &mut dyn Write, bundle: &Bundle<'_>) -> io::Result<()> {
    let mut hash = Sha256::new();
    let mut put = |bytes: &[u8]| {
        hash.update(bytes);
        out.write_all(bytes)
    };
    let number = |length: usize| u64::try_from(length).unwrap_or(u64::MAX).to_le_bytes();
    put(MAGIC)?;
    put(&FORMAT.to_le_bytes())?;
    let mut part = |bytes: &[u8]| {
        put(&number(bytes.len()))?;
        put(bytes)
    };
    part(VERSION.as_bytes())?;
    part(BUILD.as_bytes())?;
    for entry in &bundle.entries {
        part(if entry.root { b"root" } else { b"import" })?;
        part(entry.name.as_bytes())?;
        part(entry.display.as_bytes())?;
        part(entry.text.as_bytes())?;
    }
    part(b"model")?;
    part(bundle.model)?;
    out.write_all(&hash.finalize())
}

/// Takes the parts of a bundle off its front; nothing is copied, so that a length without bytes behind it costs nothing.
struct Reader<'b> {
    rest: &'b [u8],
}

impl<'b> Reader<'b> {
    fn number(&mut self) -> Option<u64> {
        let (number, rest) = self.rest.split_first_chunk()?;
        self.rest = rest;
        Some(u64::from_le_bytes(*number))
    }

    fn part(&mut self) -> Option<&'b [u8]> {
        let length = usize::try_from(self.number()?).ok()?;
        let (part, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some(part)
    }

    fn text(&mut self) -> Option<&'b str> {
        std::str::from_utf8(self.part()?).ok()
    }

    /// All sources, then the model, and nothing behind it.
    fn bundle(&mut self) -> Option<Bundle<'b>> {
        let mut entries = Vec::new();
        loop {
            let root = match self.text()? {
                "root" => true,
                "import" => false,
                "model" => break,
                _ => return None,
            };
            entries.push(Entry { root, name: self.text()?, display: self.text()?, text: self.text()? });
        }
        let model = self.part()?;
        self.rest.is_empty().then_some(Bundle { entries, model })
    }
}

impl Bundle<'_> {
    /// The parts of a bundle that this very build made, as far as its head and its checksum tell.
    pub(super) fn open(bytes: &[u8]) -> Result<Bundle<'_>, BundleError> {
        let rest = bytes.strip_prefix(MAGIC).ok_or(BundleError::NotABundle)?;
        let mut reader = Reader { rest };
        let format = reader.number().ok_or(BundleError::Damaged)?;
        // Whatever the format, the version follows: who made it is told before what it holds is looked at.
        let made_by = reader.text().ok_or(BundleError::Damaged)?;
        if (format, made_by) != (FORMAT, VERSION) {
            return Err(BundleError::OtherVersion { made_by: made_by.chars().take(40).collect() });
        }
        if reader.text().ok_or(BundleError::Damaged)? != BUILD {
            return Err(BundleError::OtherBuild);
        }
        let (kept, checksum) = bytes.split_last_chunk::<CHECKSUM>().ok_or(BundleError::Damaged)?;
        if Sha256::digest(kept).as_slice() != checksum {
            return Err(BundleError::Damaged);
        }
        reader.rest = reader.rest.split_last_chunk::<CHECKSUM>().ok_or(BundleError::Damaged)?.0;
        reader.bundle().ok_or(BundleError::Unsound)
    }
}

/// The texts of a bundle, for whoever needs them rather than what they mean: to compare two versions, to ask a registry.
#[derive(Debug, Clone)]
pub struct BundleLoader {
    /// By name: what messages call it, its text.
    sources: BTreeMap<String, (String, Vec<u8>)>,
}

impl BundleLoader {
    /// Whether bytes claim to be a bundle.
    #[must_use]
    pub fn recognizes(bytes: &[u8]) -> bool {
        bytes.starts_with(MAGIC)
    }

    /// A loader for the sources of a bundle, and the names of those it was made for.
    ///
    /// # Errors
    /// When the bytes are no bundle, or one that another version or build made, or one that was cut off or changed.
    pub fn open(bytes: &[u8]) -> Result<(BundleLoader, Vec<String>), BundleError> {
        let (mut sources, mut roots) = (BTreeMap::new(), Vec::new());
        for entry in Bundle::open(bytes)?.entries {
            if entry.root {
                roots.push(entry.name.to_owned());
            }
            let text = (entry.display.to_owned(), entry.text.as_bytes().to_vec());
            if sources.insert(entry.name.to_owned(), text).is_some() {
                return Err(BundleError::Unsound);
            }
        }
        Ok((BundleLoader { sources }, roots))
    }
}

impl Loader for BundleLoader {
    fn load(&self, name: &str) -> Result<Option<Vec<u8>>, LoadError> {
        Ok(self.sources.get(name).map(|(_, text)| text.clone()))
    }

    fn list(&self) -> Result<Vec<String>, LoadError> {
        Ok(self.sources.keys().cloned().collect())
    }

    fn display(&self, name: &str) -> String {
        self.sources.get(name).map_or_else(|| name.to_owned(), |(display, _)| display.clone())
    }
}
