//! Rules in one file: the texts of a load, with the version that checked them and a checksum over all of it.
//!
//! What rules mean is not kept: it is made anew from the texts, by the checker alone, as every model is. So a bundle that was
//! made to harm can be no worse than a rule file that was.
//!
//! A bundle is [`MAGIC`]; the format and the version of this library; for each source whether it is a root, its name, what messages
//! call it, its text; the SHA-256 of all before. Texts stand after their length in bytes, numbers are little-endian.

use std::collections::BTreeMap;
use std::io::{self, Write};

use sha2::{Digest, Sha256};

use super::loader::{LoadError, Loader};

/// What a bundle starts with.
const MAGIC: &[u8] = b"zhunsheng bundle\n";
/// Which order of parts this is.
const FORMAT: u64 = 1;
/// The version that writes and reads.
const VERSION: &str = env!("CARGO_PKG_VERSION");
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
    /// It was cut off or changed.
    #[error("规则包残缺,或者被改动过")]
    Damaged,
}

/// A source of a bundle.
#[derive(Debug, Clone)]
pub(super) struct Entry<'b> {
    pub(super) root: bool,
    pub(super) name: &'b str,
    pub(super) display: &'b str,
    pub(super) text: &'b str,
}

/// Writes sources as a bundle.
pub(super) fn write<'b>(out: &mut dyn Write, entries: impl Iterator<Item = Entry<'b>>) -> io::Result<()> {
    let mut hash = Sha256::new();
    let mut put = |bytes: &[u8]| {
        hash.update(bytes);
        out.write_all(bytes)
    };
    put(MAGIC)?;
    put(&FORMAT.to_le_bytes())?;
    let mut text = |text: &str| {
        put(&u64::try_from(text.len()).unwrap_or(u64::MAX).to_le_bytes())?;
        put(text.as_bytes())
    };
    text(VERSION)?;
    for entry in entries {
        text(if entry.root { "root" } else { "" })?;
        text(entry.name)?;
        text(entry.display)?;
        text(entry.text)?;
    }
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

    fn text(&mut self) -> Option<&'b str> {
        let length = usize::try_from(self.number()?).ok()?;
        let (text, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        std::str::from_utf8(text).ok()
    }

    fn entry(&mut self) -> Option<Entry<'b>> {
        let root = self.text()? == "root";
        Some(Entry { root, name: self.text()?, display: self.text()?, text: self.text()? })
    }
}

/// The sources of a bundle.
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
    /// When the bytes are no bundle, or one that another version made, or one that was cut off or changed.
    pub fn open(bytes: &[u8]) -> Result<(BundleLoader, Vec<String>), BundleError> {
        let rest = bytes.strip_prefix(MAGIC).ok_or(BundleError::NotABundle)?;
        let mut reader = Reader { rest };
        let format = reader.number().ok_or(BundleError::Damaged)?;
        // Whatever the format, the version follows: who made it is told before what it holds is looked at.
        let made_by = reader.text().ok_or(BundleError::Damaged)?;
        if (format, made_by) != (FORMAT, VERSION) {
            return Err(BundleError::OtherVersion { made_by: made_by.chars().take(40).collect() });
        }
        let (kept, checksum) = bytes.split_last_chunk::<CHECKSUM>().ok_or(BundleError::Damaged)?;
        if Sha256::digest(kept).as_slice() != checksum {
            return Err(BundleError::Damaged);
        }
        reader.rest = reader.rest.split_last_chunk::<CHECKSUM>().ok_or(BundleError::Damaged)?.0;
        let (mut sources, mut roots) = (BTreeMap::new(), Vec::new());
        while !reader.rest.is_empty() {
            let entry = reader.entry().ok_or(BundleError::Damaged)?;
            if entry.root {
                roots.push(entry.name.to_owned());
            }
            let text = (entry.display.to_owned(), entry.text.as_bytes().to_vec());
            if sources.insert(entry.name.to_owned(), text).is_some() {
                return Err(BundleError::Damaged);
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
