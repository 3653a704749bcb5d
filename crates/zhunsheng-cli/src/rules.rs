//! Rule files from paths: loaded by the library, told of in the language of the run.

use std::num::NonZeroUsize;
use std::sync::Arc;

use zhunsheng::diagnostic::{Color, Diagnostic, Severity, render_all};
use zhunsheng::engine::Engine;
use zhunsheng::law::Registry;
use zhunsheng::model::Model;
use zhunsheng::{Checked, FileLoader, LoadError, LoadLimits, check_with, check_with_registry};

use crate::output::{Context, Trouble, complain};

/// Loads rule files and folders, mistakes and all.
pub(crate) fn load(paths: &[&str], context: &Context) -> Result<Checked, Trouble> {
    load_with(paths, None, context)
}

/// As [`load`], asking a registry about citations where one is given.
pub(crate) fn load_with(paths: &[&str], registry: Option<&Registry>, context: &Context) -> Result<Checked, Trouble> {
    let mut limits = LoadLimits::default();
    limits.threads = NonZeroUsize::new(context.jobs).unwrap_or(limits.threads);
    let checked = FileLoader::open(paths).and_then(|(loader, roots)| match registry {
        None => check_with(&loader, roots, limits),
        Some(registry) => check_with_registry(&loader, roots, limits, registry),
    });
    checked.map_err(|error| told(&error, context))
}

/// Why rules could not be loaded.
pub(crate) fn told(error: &LoadError, context: &Context) -> Trouble {
    match error {
        LoadError::NotFound { name } => context.trouble(format!("找不到「{name}」"), format!("cannot find `{name}`")),
        LoadError::Unreadable { name, reason } => {
            context.trouble(format!("读不了「{name}」：{reason}"), format!("cannot read `{name}`: {reason}"))
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
    let checked = load(paths, context)?;
    match checked.model {
        Some(model) => Ok(Engine::new(model)),
        None => {
            let errors: Vec<Diagnostic> =
                checked.diagnostics.into_iter().filter(|diagnostic| diagnostic.severity() == Severity::Error).collect();
            complain(render_all(&errors, &checked.sources, context.language, Color::Never).trim_end());
            let count = errors.len();
            Err(context.trouble(
                format!("规则有 {count} 处错误，不能据以裁量"),
                format!("the rules have {count} errors; nothing can be decided by them"),
            ))
        }
    }
}
