//! Workflow commands of GitHub Actions: an annotation a notice.

use zhunsheng::diagnostic::Severity;

use super::Notice;

/// A line for each notice.
pub(crate) fn render(notices: &[Notice]) -> String {
    notices.iter().map(line).collect()
}

fn line(notice: &Notice) -> String {
    let command = match notice.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Hint => "notice",
    };
    let place = &notice.location;
    let witness = notice.witness.as_ref().map(|case| format!("\n{case}")).unwrap_or_default();
    let help = notice.help.as_ref().map(|help| format!("\n{help}")).unwrap_or_default();
    format!(
        "::{command} file={},line={},endLine={},col={},endColumn={},title={}::{}\n",
        property(&place.file),
        place.line,
        place.end_line,
        place.column,
        place.end_column,
        property(&notice.code),
        data(&format!("{}{witness}{help}", notice.message)),
    )
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
