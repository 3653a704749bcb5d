//! `outline`: the structure and the citations of documents, as a tree for people or an object a line.

use std::fs;
use std::path::{Path, PathBuf};

use clap::ArgMatches;
use serde_json::{Value, json};
use zhunsheng::document::citations::{Resolution, resolve};
use zhunsheng::document::{CitationTarget, Document, Effective, FoundCitation, Node, NodeId, TextRange, Validity};
use zhunsheng::law::registry::Flaw;
use zhunsheng::law::{Date, Registry};

use super::statutes::flaw;
use crate::output::{Context, Exit, Format, Trouble, complain, print};
use crate::{parallel, registry, submissions};

/// How many documents are read before their outlines are written.
const AT_ONCE: usize = 64;

pub(super) fn run(matches: &ArgMatches, context: &Context) -> Result<Exit, Trouble> {
    let format = context.format_among("outline", &[Format::Text, Format::Json])?;
    let registry = registry::of(matches, context)?;
    let on = registry::on(matches, context)?;
    let mut exit = Exit::Clean;
    let files = files(&super::paths(matches), context)?;
    for some in files.chunks(AT_ONCE) {
        let outlines = parallel::map(context.jobs, some, |path| {
            submissions::read(path, context).map(|document| match format {
                Format::Json => format!("{}\n", object(path, &document, &registry, on, context)),
                _ => tree(path, &document, &registry, on, context),
            })
        });
        for outline in outlines {
            match outline {
                Ok(text) => print(&text)?,
                Err(Trouble(message)) => {
                    complain(&message);
                    exit = Exit::Trouble;
                }
            }
        }
    }
    Ok(exit)
}

/// The files of the paths; of a folder those with an ending that is read, in order.
fn files(paths: &[&str], context: &Context) -> Result<Vec<PathBuf>, Trouble> {
    let mut found = Vec::new();
    for path in paths {
        let path = Path::new(path);
        if !path.is_dir() {
            found.push(path.to_owned());
            continue;
        }
        let mut folders = vec![path.to_owned()];
        let mut inner = Vec::new();
        while let Some(folder) = folders.pop() {
            let shown = folder.display().to_string();
            let entries = fs::read_dir(&folder).map_err(|error| context.unreadable(&shown, &error))?;
            for entry in entries {
                let path = entry.map_err(|error| context.unreadable(&shown, &error))?.path();
                let known = path
                    .extension()
                    .and_then(|e| e.to_str())
                    .is_some_and(|e| submissions::ENDINGS.contains(&e.to_ascii_lowercase().as_str()));
                if path.is_dir() {
                    folders.push(path);
                } else if known {
                    inner.push(path);
                }
            }
        }
        if inner.is_empty() {
            return Err(context.trouble(
                format!("{} 中没有可读的文件（{}）", path.display(), submissions::ENDINGS.join("、")),
                format!("{} holds no file that is read ({})", path.display(), submissions::ENDINGS.join(", ")),
            ));
        }
        inner.sort();
        found.extend(inner);
    }
    Ok(found)
}

fn place(document: &Document, range: TextRange) -> Value {
    let position = document.position(range.start);
    json!({ "line": position.line, "column": position.column, "start": range.start, "end": range.end })
}

/// One document as an object.
fn object(path: &Path, document: &Document, registry: &Registry, on: Option<Date>, context: &Context) -> Value {
    let dates = document.dates();
    let effective = dates.effective.map(|effective| match effective {
        Effective::On(date) => date.to_string(),
        Effective::WhenPublished => "published".to_owned(),
        Effective::AfterPublished(period) => format!("published + {period}"),
    });
    let validity = dates.validity.map(|validity| match validity {
        Validity::For(period) => period.to_string(),
        Validity::Until(date) => date.to_string(),
    });
    let definitions = document.definitions().iter().map(|definition| {
        json!({
            "form": definition.form,
            "term": definition.term,
            "meaning": document.slice(definition.meaning).trim(),
            "node": definition.node,
            "place": place(document, definition.place),
        })
    });
    json!({
        "file": path.display().to_string(),
        "title": document.title(),
        "genre": document.genre(),
        "number": document.number(),
        "issuers": document.issuers(),
        "dates": {
            "signed": dates.signed,
            "published": dates.published,
            "version": dates.version,
            "effective": effective,
            "validity": validity,
        },
        "articles": document.articles(),
        "nodes": document.nodes().iter().map(|node| node_object(document, node)).collect::<Vec<_>>(),
        "citations": document.citations().iter().map(|citation| citation_object(document, citation, registry, on, context)).collect::<Vec<_>>(),
        "definitions": definitions.collect::<Vec<_>>(),
    })
}

fn node_object(document: &Document, node: &Node) -> Value {
    let number = node.number.map(|number| match number.insert {
        0 => number.number.to_string(),
        insert => format!("{}之{insert}", number.number),
    });
    json!({
        "kind": node.kind,
        "word": node.kind.word(),
        "number": number,
        "path": node.path,
        "label": document.slice(node.label),
        "heading": node.heading.map(|heading| document.slice(heading)),
        "text": document.slice(node.text()).trim(),
        "parent": node.parent,
        "place": place(document, node.own),
        "span": { "start": node.span.start, "end": node.span.end },
    })
}

fn citation_object(document: &Document, citation: &FoundCitation, registry: &Registry, on: Option<Date>, context: &Context) -> Value {
    let (kind, target, number) = match &citation.target {
        CitationTarget::Act { title, number, .. } => ("act", Some(title.full().to_owned()), number.as_ref().map(ToString::to_string)),
        CitationTarget::Short { title, .. } => ("short", Some(title.full().to_owned()), None),
        CitationTarget::Named(name) => ("named", Some(name.clone()), None),
        CitationTarget::Internal(anchor) => ("internal", anchor.as_ref().map(ToString::to_string), None),
        CitationTarget::Number(number) => ("number", None, Some(number.to_string())),
    };
    let path = |id: &NodeId| document.node(*id).map(|node| node.path.to_string());
    let resolution = match resolve(document, citation, Some(registry), on) {
        Resolution::Here(nodes) => json!({ "status": "here", "nodes": nodes, "paths": nodes.iter().filter_map(path).collect::<Vec<_>>() }),
        Resolution::Nowhere { missing } => json!({ "status": "nowhere", "missing": missing }),
        Resolution::Act { title, flaws } => {
            let status = if flaws.is_empty() { "act" } else { "flawed" };
            json!({ "status": status, "title": title, "flaws": flaws.iter().map(|one| flaw_object(one, context)).collect::<Vec<_>>() })
        }
        Resolution::Unknown => json!({ "status": "unknown", "near": near(&citation.target, registry) }),
        Resolution::Quoted => json!({ "status": "quoted" }),
        Resolution::Open => json!({ "status": "open" }),
    };
    json!({
        "text": document.slice(citation.place),
        "kind": kind,
        "target": target,
        "number": number,
        "at": citation.at,
        "node": citation.node,
        "path": path(&citation.node),
        "place": place(document, citation.place),
        "resolution": resolution,
    })
}

/// The titles that may have been meant.
fn near<'r>(target: &CitationTarget, registry: &'r Registry) -> Vec<&'r str> {
    match target {
        CitationTarget::Act { title, .. } | CitationTarget::Short { title, .. } => {
            registry.near(title.full()).into_iter().map(|title| title.full()).collect()
        }
        CitationTarget::Named(_) | CitationTarget::Internal(_) | CitationTarget::Number(_) => Vec::new(),
    }
}

fn flaw_object(found: &Flaw, context: &Context) -> Value {
    json!(flaw(found, context))
}

/// One document as an indented tree.
fn tree(path: &Path, document: &Document, registry: &Registry, on: Option<Date>, context: &Context) -> String {
    let mut out = format!("{}\n", path.display());
    let mut depths: Vec<usize> = Vec::with_capacity(document.nodes().len());
    for node in document.nodes() {
        let depth = node.parent.and_then(|parent| depths.get(parent.index())).map_or(0, |depth| depth + 1);
        depths.push(depth);
        let text: String = document.slice(node.own).split_whitespace().collect::<Vec<_>>().join(" ");
        let shown: String = text.chars().take(40).collect();
        let more = if text.chars().count() > 40 { "…" } else { "" };
        let line = document.position(node.own.start).line;
        out.push_str(&format!("{}{} {}:{line} {shown}{more}\n", "  ".repeat(depth + 1), node.path, node.kind.word()));
    }
    let citations = document.citations();
    if !citations.is_empty() {
        out.push_str(&context.say("  引用\n", "  citations\n"));
    }
    for citation in &citations {
        let position = document.position(citation.place.start);
        let verdict = match resolve(document, citation, Some(registry), on) {
            Resolution::Here(nodes) => nodes
                .first()
                .and_then(|id| document.node(*id))
                .map_or_else(|| context.say("本文件", "this document"), |node| format!("→ {}", node.path)),
            Resolution::Nowhere { .. } => context.say("本文件没有此处", "no such place in this document"),
            Resolution::Act { title, flaws } if flaws.is_empty() => format!("→ 《{title}》"),
            Resolution::Act { flaws, .. } => flaws.iter().map(|one| flaw(one, context)).collect::<Vec<_>>().join("；"),
            Resolution::Unknown => context.say("法规库中没有", "not in the registry"),
            Resolution::Quoted => context.say("引号中所引文件的条文", "of what is quoted"),
            Resolution::Open => context.say("未核对", "not checked"),
        };
        out.push_str(&format!("    {}:{} {}  {verdict}\n", position.line, position.column, document.slice(citation.place)));
    }
    out
}
