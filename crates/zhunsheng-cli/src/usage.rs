//! What clap says of a wrong command line, in the language of the run.

use clap::error::{ContextKind, ContextValue, Error, ErrorKind};
use zhunsheng::diagnostic::Language;

/// The message, one or two lines.
pub(crate) fn message(error: &Error, language: Language) -> String {
    let get = |kind| error.get(kind).map(shown).unwrap_or_default();
    let argument = get(ContextKind::InvalidArg);
    let value = get(ContextKind::InvalidValue);
    let (zh, en) = match error.kind() {
        ErrorKind::InvalidSubcommand => {
            let name = get(ContextKind::InvalidSubcommand);
            (format!("没有「{name}」这个命令"), format!("there is no command `{name}`"))
        }
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            ("缺少命令".to_owned(), "a command is missing".to_owned())
        }
        ErrorKind::UnknownArgument => (format!("没有「{argument}」这个选项或者多了这个参数"), format!("unexpected argument `{argument}`")),
        ErrorKind::MissingRequiredArgument => (format!("缺少参数：{argument}"), format!("missing: {argument}")),
        ErrorKind::InvalidValue if value.is_empty() => (format!("「{argument}」后面缺少值"), format!("`{argument}` needs a value")),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let valid = get(ContextKind::ValidValue);
            let (zh, en) = match valid.as_str() {
                "" => (String::new(), String::new()),
                valid => (format!("，可以用：{valid}"), format!("; it may be: {valid}")),
            };
            (format!("「{argument}」的值不能是「{value}」{zh}"), format!("`{argument}` cannot be `{value}`{en}"))
        }
        ErrorKind::ArgumentConflict => {
            (format!("「{argument}」不能重复或者与其他选项同时用"), format!("`{argument}` cannot be used twice or with the others"))
        }
        ErrorKind::InvalidUtf8 => ("参数不是 UTF-8 文本".to_owned(), "an argument is no UTF-8 text".to_owned()),
        _ => ("命令行写错了".to_owned(), "the command line cannot be understood".to_owned()),
    };
    let near = [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue]
        .into_iter()
        .filter_map(|kind| match error.get(kind)? {
            // The likeliest comes last.
            ContextValue::Strings(near) => near.last().cloned(),
            ContextValue::String(near) => Some(near.clone()),
            _ => None,
        })
        .next();
    match (language, near) {
        (Language::Chinese, Some(near)) => format!("{zh}；是不是「{near}」？"),
        (Language::Chinese, None) => format!("{zh}；用 zhunsheng --help 看用法"),
        (Language::English, Some(near)) => format!("{en}; did you mean `{near}`?"),
        (Language::English, None) => format!("{en}; see zhunsheng --help --lang en"),
    }
}

fn shown(value: &ContextValue) -> String {
    match value {
        ContextValue::Strings(values) => values.join(" "),
        ContextValue::String(value) => value.clone(),
        _ => String::new(),
    }
}

/// What clap writes into every help in English, put right.
pub(crate) fn help(text: &str, language: Language) -> String {
    // The global options stand under a heading of their own, right below that of the verb.
    let text = text.replace("：\nOptions:\n", "：\n").replace(":\nOptions:\n", ":\n");
    match language {
        Language::English => text,
        Language::Chinese => text.replace("[OPTIONS]", "[选项]").replace("[alias: ", "[别名：").replace("[possible values: ", "[可选："),
    }
}
