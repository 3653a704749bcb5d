//! What is submitted for review: a document with its metadata and materials, a folder of them, or a whole archive.

use std::fs;
use std::path::{Path, PathBuf};

use zhunsheng::diagnostic::Language;
use zhunsheng::document::{Document, DocumentLimits};
use zhunsheng::input::{Binder, CaseFacts, Missing, Value};
use zhunsheng::model::Model;
use zhunsheng::review::Material;

use crate::cases;
use crate::output::{Context, Trouble, complain};

/// The endings of files that are read as documents.
pub(crate) const ENDINGS: [&str; 6] = ["txt", "md", "markdown", "html", "htm", "docx"];
/// The name of the file of metadata in the folder of a submission, without its ending.
const METADATA: &str = "元数据";
const METADATA_ENDINGS: [&str; 4] = ["json", "yaml", "yml", "toml"];
/// The folder of materials in that of a submission.
const MATERIALS: &str = "材料";

/// Who submits, in the metadata: no fact of any rule, but written on the opinion.
const SUBMITTERS: [&str; 2] = ["送审单位", "起草单位"];

/// A document to review, and what belongs to it.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    pub(crate) path: PathBuf,
    pub(crate) metadata: Option<PathBuf>,
    pub(crate) materials: Option<PathBuf>,
}

fn is_document(path: &Path) -> bool {
    path.is_file() && path.extension().and_then(|e| e.to_str()).is_some_and(|e| ENDINGS.contains(&e.to_ascii_lowercase().as_str()))
}

fn entries(folder: &Path, context: &Context) -> Result<Vec<PathBuf>, Trouble> {
    let shown = folder.display();
    let trouble = |error| context.unreadable(&shown, &error);
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(trouble)? {
        found.push(entry.map_err(trouble)?.path());
    }
    found.sort();
    Ok(found)
}

fn metadata_of(folder: &Path) -> Option<PathBuf> {
    METADATA_ENDINGS.iter().map(|ending| folder.join(format!("{METADATA}.{ending}"))).find(|path| path.is_file())
}

/// The drafts of a path: a file, the folder of a submission or, of an archive, every document below.
pub(crate) fn drafts(path: &str, archive: bool, context: &Context) -> Result<Vec<Draft>, Trouble> {
    let path = Path::new(path);
    if !path.is_dir() {
        return Ok(vec![Draft { path: path.to_owned(), metadata: None, materials: None }]);
    }
    if archive {
        return below(path, context);
    }
    let inner: Vec<PathBuf> = entries(path, context)?.into_iter().filter(|p| is_document(p)).collect();
    let shown = path.display();
    match inner.as_slice() {
        [draft] => Ok(vec![submission(path, draft)]),
        [] => Err(context.trouble(format!("{shown} 里没有可以审查的文件"), format!("{shown} has no document to review"))),
        several => Err(context.trouble(
            format!("{shown} 里有 {} 份文件：送审文件夹只放一份送审稿，材料放在「{MATERIALS}」里；要逐份审查请用 --archive", several.len()),
            format!("{shown} has {} documents: a submission has one, its materials in `{MATERIALS}`; use --archive for all", several.len()),
        )),
    }
}

fn submission(folder: &Path, draft: &Path) -> Draft {
    let materials = folder.join(MATERIALS);
    Draft { path: draft.to_owned(), metadata: metadata_of(folder), materials: materials.is_dir().then_some(materials) }
}

/// Every document below a folder; a folder with metadata or materials and one document is a submission.
fn below(folder: &Path, context: &Context) -> Result<Vec<Draft>, Trouble> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let all = entries(&folder, context)?;
        let documents: Vec<&PathBuf> = all.iter().filter(|p| is_document(p)).collect();
        let whole = metadata_of(&folder).is_some() || folder.join(MATERIALS).is_dir();
        match (whole, documents.as_slice()) {
            (true, [draft]) => found.push(submission(&folder, draft)),
            _ => {
                found.extend(documents.iter().map(|p| Draft { path: (*p).clone(), metadata: None, materials: None }));
                folders.extend(all.iter().filter(|p| p.is_dir()).cloned());
            }
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(found)
}

/// Reads a document.
pub(crate) fn read(path: &Path, context: &Context) -> Result<Document, Trouble> {
    let shown = path.display();
    let bytes = fs::read(path).map_err(|error| context.unreadable(&shown, &error))?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    Document::read(&bytes, &name, &DocumentLimits::default()).map_err(|error| match context.language {
        Language::Chinese => Trouble(format!("{shown}：{error}")),
        Language::English => Trouble(format!("{shown}: {}", error.english())),
    })
}

/// The materials of a folder, each with its title where it can be read.
pub(crate) fn materials(folder: &Path, context: &Context) -> Result<Vec<Material>, Trouble> {
    let mut found = Vec::new();
    for path in entries(folder, context)?.into_iter().filter(|p| p.is_file()) {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let title = if is_document(&path) { read(&path, context).ok().and_then(|d| d.title().map(str::to_owned)) } else { None };
        found.push(Material { name, title });
    }
    Ok(found)
}

/// What a file of metadata says.
pub(crate) struct Metadata {
    /// What the rules ask for.
    pub(crate) facts: CaseFacts,
    /// 送审单位, or else 起草单位.
    pub(crate) submitter: Option<String>,
}

/// The metadata of a file.
pub(crate) fn metadata(path: &Path, model: &Model, binder: &Binder, context: &Context) -> Result<Metadata, Trouble> {
    let shown = path.display().to_string();
    let case = cases::read(&shown, None, context)?.into_iter().next();
    let value = match case.map(|c| c.value) {
        Some(Ok(value)) => value,
        Some(Err(error)) => {
            let place = error.place().map(|p| format!(":{}:{}", p.line, p.column)).unwrap_or_default();
            return Err(Trouble(format!("{shown}{place}：{} {}", error.code(), error.message(context.language))));
        }
        None => return Ok(Metadata { facts: CaseFacts::new(model), submitter: None }),
    };
    Ok(Metadata { facts: facts(&value, &shown, model, binder, context)?, submitter: submitter(&value) })
}

fn submitter(metadata: &Value) -> Option<String> {
    let Value::Object(object) = metadata else { return None };
    let name = SUBMITTERS.iter().find_map(|key| object.get(*key))?;
    match name {
        Value::Text(name) => Some(name.clone()),
        _ => None,
    }
}

/// The metadata, bound to the facts of the rules. What the rules do not ask for is told and left out.
fn facts(value: &Value, shown: &str, model: &Model, binder: &Binder, context: &Context) -> Result<CaseFacts, Trouble> {
    let first = bind(model, binder, value);
    let Err(problems) = first else { return first.map_err(|_| Trouble(shown.to_owned())) };
    // The checks of one set need not ask for all that a bureau records.
    let unknown: Vec<&str> =
        problems.iter().filter(|p| matches!(p.code(), "ZSI14" | "ZSI24")).filter_map(|p| p.pointer().strip_prefix('/')).collect();
    let trouble = |problems: &[zhunsheng::input::InputProblem]| {
        let lines: Vec<String> = problems.iter().map(|p| format!("{shown}：{}", p.render(context.language))).collect();
        Trouble(lines.join("\n"))
    };
    let Value::Object(object) = value else { return Err(trouble(&problems)) };
    if unknown.is_empty() {
        return Err(trouble(&problems));
    }
    let mut kept = object.clone();
    kept.retain(|key, _| !unknown.contains(&key.replace('~', "~0").replace('/', "~1").as_str()));
    let unasked: Vec<&str> = unknown.iter().copied().filter(|key| !SUBMITTERS.contains(key)).collect();
    if !unasked.is_empty() {
        // A slip of the pen is as likely as a fact that these rules do not ask for; what is given as well was not meant.
        let meant = |key: &str| {
            let own = problems.iter().find(|p| p.pointer().strip_prefix('/') == Some(key))?;
            own.suggestions().iter().find(|name| !object.contains_key(name.as_str())).cloned()
        };
        let named = |key: &&str| match meant(key) {
            Some(name) => context.say(format!("{key}（是不是「{name}」？）"), format!("{key} (did you mean `{name}`?)")),
            None => (*key).to_owned(),
        };
        let listed = unasked.iter().map(named).collect::<Vec<_>>().join(&context.say("、", ", "));
        complain(&context.say(format!("{shown}：规则没有用到 {listed}"), format!("{shown}: the rules do not ask for {listed}")));
    }
    bind(model, binder, &Value::Object(kept)).map_err(|problems| trouble(&problems))
}

fn bind(model: &Model, binder: &Binder, value: &Value) -> Result<CaseFacts, Vec<zhunsheng::input::InputProblem>> {
    let bound = binder.bind(model, value, Missing::Unknown)?;
    Ok(bound.acts.into_iter().next().map_or_else(|| CaseFacts::new(model), |act| act.facts))
}
