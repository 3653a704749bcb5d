//! A digest of the sources of the library: bundles hold models, which only the build that wrote them may read.

use std::fs;
use std::path::{Path, PathBuf};

/// FNV-1a over the files below `folders`, by name, each with its length. It tells builds apart; against malice it is no help and need
/// not be. Carriage returns do not count, so that a checkout on Windows is the same build.
pub(crate) fn digest(folders: &[&str]) -> String {
    let mut files: Vec<PathBuf> = Vec::new();
    folders.iter().for_each(|folder| gather(Path::new(folder), &mut files));
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut add = |bytes: &[u8]| {
        for byte in bytes.len().to_le_bytes().iter().chain(bytes) {
            hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    };
    let mut named: Vec<(String, PathBuf)> = files.into_iter().map(|file| (file.to_string_lossy().replace('\\', "/"), file)).collect();
    named.sort();
    for (name, file) in named {
        let bytes = fs::read(&file).unwrap_or_else(|error| panic!("{name}: {error}"));
        add(name.as_bytes());
        add(&bytes.into_iter().filter(|byte| *byte != b'\r').collect::<Vec<u8>>());
    }
    format!("{hash:016x}")
}

fn gather(folder: &Path, files: &mut Vec<PathBuf>) {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    for entry in entries {
        let path = entry.expect("an entry of a folder").path();
        if path.is_dir() { gather(&path, files) } else { files.push(path) }
    }
}
