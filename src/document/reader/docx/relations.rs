//! Which parts of a package a part refers to, by their ids and kinds; it reads none of them.

use super::xml::{Happening, each};
use crate::document::error::{DocumentError, DocumentLimits};

/// The relations of a part.
#[derive(Default)]
pub(super) struct Relations(Vec<Relation>);

struct Relation {
    id: String,
    /// The last word of its type: `styles`, `aFChunk`.
    kind: String,
    part: String,
}

impl Relations {
    /// Where the relations of a part stand: `word/_rels/document.xml.rels`.
    pub(super) fn place(part: &str) -> String {
        let (folder, name) = part.rsplit_once('/').map_or(("", part), |(folder, name)| (folder, name));
        let folder = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        format!("{folder}_rels/{name}.rels")
    }

    /// Those of a part, whose folder the targets start from.
    pub(super) fn read(rels: &str, part: &str, limits: &DocumentLimits) -> Result<Relations, DocumentError> {
        let folder = part.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut relations = Vec::new();
        each(rels, limits, |event| {
            if let Happening::Open("Relationship", attributes) = event
                && attributes.get("TargetMode") != Some("External")
                && let (Some(id), Some(kind), Some(target)) = (attributes.get("Id"), attributes.get("Type"), attributes.get("Target"))
            {
                let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
                relations.push(Relation { id: id.to_owned(), kind, part: resolved(folder, target) });
            }
            Ok(())
        })?;
        Ok(Relations(relations))
    }

    /// The first part of a kind.
    pub(super) fn of_kind(&self, kind: &str) -> Option<&str> {
        self.0.iter().find(|relation| relation.kind == kind).map(|relation| relation.part.as_str())
    }

    /// The parts of a kind with their ids.
    pub(super) fn all(&self, kind: &str) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().filter(move |relation| relation.kind == kind).map(|relation| (relation.id.as_str(), relation.part.as_str()))
    }
}

/// A target from a folder: `../chunk.htm`, `/word/styles.xml`.
fn resolved(folder: &str, target: &str) -> String {
    let mut parts: Vec<&str> =
        if target.starts_with('/') { Vec::new() } else { folder.split('/').filter(|part| !part.is_empty()).collect() };
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}
