//! Rule files from paths: loaded by the library, told of in the language of the run.

use std::fs;
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::Arc;

use zhunsheng::diagnostic::{Color, Diagnostic, Severity, render_all};
use zhunsheng::engine::Engine;
use zhunsheng::law::Registry;
use zhunsheng::model::Model;
use zhunsheng::{BundleError, BundleLoader, Checked, FileLoader, LoadError, LoadLimits, Loader, RuleSet, check_with, check_with_registry};

use crate::output::{Context, Trouble, complain};

/// Loads rule files and folders, mistakes and all.
pub(crate) fn load(paths: &[&str], context: &Context) -> Result<Checked, Trouble> {
    load_with(paths, None, context)
}

/// As [`load`], asking a registry about citations where one is given.
pub(crate) fn load_with(paths: &[&str], registry: Option<&Registry>, context: &Context) -> Result<Checked, Trouble> {
    if let (Some(path), None) = (bundle(paths, context)?, registry) {
        let rules = RuleSet::from_bundle(&read(path, context)?).map_err(|error| refused(path, &error, context))?;
        return Ok(rules.into());
    }
    let (loader, roots) = open(paths, context)?;
    let checked = match registry {
        None => check_with(loader.as_ref(), roots, limits(context)),
        Some(registry) => check_with_registry(loader.as_ref(), roots, limits(context), registry),
    };
    checked.map_err(|error| told(&error, context))
}

/// A load on as many threads as the run may use.
pub(crate) fn limits(context: &Context) -> LoadLimits {
    let mut limits = LoadLimits::default();
    limits.threads = NonZeroUsize::new(context.jobs).unwrap_or(limits.threads);
    limits
}

/// Where the texts of rules come from: files and folders, or one bundle.
pub(crate) fn open(paths: &[&str], context: &Context) -> Result<(Box<dyn Loader>, Vec<String>), Trouble> {
    let Some(path) = bundle(paths, context)? else {
        let (loader, roots) = FileLoader::open(paths).map_err(|error| told(&error, context))?;
        return Ok((Box::new(loader), roots));
    };
    let (loader, roots) = BundleLoader::open(&read(path, context)?).map_err(|error| refused(path, &error, context))?;
    Ok((Box::new(loader), roots))
}

/// The bundle among the paths, which must be the only one.
fn bundle<'p>(paths: &[&'p str], context: &Context) -> Result<Option<&'p str>, Trouble> {
    match (paths.iter().find(|path| is_bundle(path)), paths) {
        (Some(path), [_, _, ..]) => Err(context.trouble(
            format!("「{path}」是规则包，不能和别的规则一起读入"),
            format!("`{path}` is a bundle, which is not loaded with other rules"),
        )),
        (found, _) => Ok(found.copied()),
    }
}

fn read(path: &str, context: &Context) -> Result<Vec<u8>, Trouble> {
    fs::read(path).map_err(|error| told(&LoadError::Unreadable { name: path.to_owned(), reason: error.to_string() }, context))
}

fn refused(path: &str, error: &BundleError, context: &Context) -> Trouble {
    let why = bundle_told(error, context);
    context.trouble(format!("读不了「{path}」：{why}"), format!("cannot read `{path}`: {why}"))
}

/// Whether a path is a bundle, by its ending.
fn is_bundle(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|ending| ending == "zsb") && Path::new(path).is_file()
}

fn bundle_told(error: &BundleError, context: &Context) -> String {
    match error {
        BundleError::NotABundle => context.say("不是规则包", "it is no bundle of rules"),
        BundleError::OtherVersion { made_by } => context.say(
            format!("由准绳 {made_by} 版做成，现在是 {} 版，请用规则文件重做", env!("CARGO_PKG_VERSION")),
            format!("made by zhunsheng {made_by}; this is {}: make it again from the rule files", env!("CARGO_PKG_VERSION")),
        ),
        BundleError::OtherBuild => context.say(
            "由同一版准绳的另一个构建做成，请用规则文件重做",
            "made by another build of this version of zhunsheng: make it again from the rule files",
        ),
        BundleError::Unsound => context.say(
            "校验和相符，内容却不成其为规则：它不是由准绳做成的",
            "the checksum fits, but it holds no rules: zhunsheng did not make it",
        ),
        BundleError::Damaged => context.say("残缺，或者被改动过", "it was cut off or changed"),
        other => other.to_string(),
    }
}

/// Why rules could not be loaded.
pub(crate) fn told(error: &LoadError, context: &Context) -> Trouble {
    match error {
        LoadError::NotFound { name } => context.trouble(format!("找不到「{name}」"), format!("cannot find `{name}`")),
        LoadError::Unreadable { name, reason } => {
            context.trouble(format!("读不了「{name}」：{reason}"), format!("cannot read `{name}`: {reason}"))
        }
        LoadError::NoRules { name } => {
            context.trouble(format!("「{name}」里没有规则文件（.zs）"), format!("no rule file (.zs) in `{name}`"))
        }
        LoadError::Duplicate { name } => {
            context.trouble(format!("有两份规则都叫「{name}」"), format!("two rule files are called `{name}`"))
        }
        other => Trouble(other.to_string()),
    }
}

/// The model of rules that must be without error: else they are told and the run ends.
pub(crate) fn model(paths: &[&str], context: &Context) -> Result<Arc<Model>, Trouble> {
    engine(paths, context).map(|engine| engine.shared())
}

/// The engine of rules that must be without error: else they are told and the run ends.
pub(crate) fn engine(paths: &[&str], context: &Context) -> Result<Engine, Trouble> {
    rule_set(paths, context).map(|rules| rules.compile())
}

/// Rules that must be without error: else they are told and the run ends.
pub(crate) fn rule_set(paths: &[&str], context: &Context) -> Result<RuleSet, Trouble> {
    let checked = load(paths, context)?;
    if checked.model.is_none() {
        let errors: Vec<Diagnostic> =
            checked.diagnostics.into_iter().filter(|diagnostic| diagnostic.severity() == Severity::Error).collect();
        complain(render_all(&errors, &checked.sources, context.language, Color::Never).trim_end());
        let count = errors.len();
        return Err(context.trouble(
            format!("规则有 {count} 处错误，不能据以裁量"),
            format!("the rules have {count} errors; nothing can be decided by them"),
        ));
    }
    checked.into_rules().map_err(|error| Trouble(error.to_string()))
}
