//! Rule files from paths: loaded by the library, told of in the language of the run.

use zhunsheng::diagnostic::{Diagnostic, Severity, Sources};
use zhunsheng::engine::Engine;

use crate::output::{Context, Trouble};

/// What a path led to.
pub(crate) struct Rules {
    /// The texts, for places.
    pub(crate) sources: Sources,
    /// All that was found in them.
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// The engine, where there is no error.
    pub(crate) engine: Option<Engine>,
}

/// Loads a rule file or a folder of them.
pub(crate) fn load(path: &str, context: &Context) -> Result<Rules, Trouble> {
    Err(context.trouble(format!("{path}：还不能读取规则"), format!("{path}: rules cannot be loaded yet")))
}

/// The engine of rules that must be without error: else they are told and the run ends.
pub(crate) fn engine(path: &str, context: &Context) -> Result<Engine, Trouble> {
    let rules = load(path, context)?;
    match rules.engine {
        Some(engine) => Ok(engine),
        None => {
            let errors: Vec<Diagnostic> =
                rules.diagnostics.into_iter().filter(|diagnostic| diagnostic.severity() == Severity::Error).collect();
            let told = zhunsheng::diagnostic::render_all(&errors, &rules.sources, context.language);
            crate::output::complain(told.trim_end());
            let count = errors.len();
            Err(context.trouble(
                format!("{path} 有 {count} 处错误，不能据以裁量"),
                format!("{path} has {count} errors; nothing can be decided by it"),
            ))
        }
    }
}
