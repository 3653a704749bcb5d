//! The words that every rendering of a review shares: severities, counts, bases, the rules used. Reads reviews, computes nothing.

use super::{Review, ReviewFinding, RuleSetUse};
use crate::diagnostic::{Language, Severity};
use crate::law::Citation;

/// The severities, the gravest first.
pub(super) const GRAVEST_FIRST: [Severity; 3] = [Severity::Error, Severity::Warning, Severity::Hint];

/// One of two texts.
pub(super) fn say(language: Language, zh: &'static str, en: &'static str) -> &'static str {
    match language {
        Language::Chinese => zh,
        Language::English => en,
    }
}

/// A severity in words.
pub(super) fn severity(severity: Severity, language: Language) -> &'static str {
    match severity {
        Severity::Error => say(language, "错误", "error"),
        Severity::Warning => say(language, "警告", "warning"),
        Severity::Hint => say(language, "提示", "hint"),
    }
}

/// How many findings of a severity.
pub(super) fn count(review: &Review, severity: Severity) -> usize {
    review.findings.iter().filter(|f| f.severity == severity).count()
}

/// The document's name, then how many of each.
pub(super) fn counted(review: &Review, language: Language) -> String {
    let colon = say(language, "：", ": ");
    format!("{}{colon}{}", review.document.name, counts(review, language))
}

/// How many checks, findings of each severity and open points, and the advice.
pub(super) fn counts(review: &Review, language: Language) -> String {
    let [errors, warnings, hints] = GRAVEST_FIRST.map(|severity| count(review, severity));
    let (asked, open) = (review.asked.len(), review.open.len());
    match language {
        Language::Chinese => {
            let advice = review.advice.map(|a| format!("；建议{}", a.word())).unwrap_or_default();
            format!("检查 {asked} 项，错误 {errors}，警告 {warnings}，提示 {hints}，待查明 {open}{advice}")
        }
        Language::English => {
            let advice = review.advice.map(|a| format!("; advice: {}", a.word())).unwrap_or_default();
            format!("{asked} checks, {errors} errors, {warnings} warnings, {hints} hints, {open} to establish{advice}")
        }
    }
}

/// The bases of a finding.
pub(super) fn basis(finding: &ReviewFinding) -> String {
    finding.basis.iter().map(Citation::to_string).collect::<Vec<_>>().join("、")
}

/// What is said below a finding, each with its label: basis, suggestion, advice, what may yet except it. What is empty is left out.
pub(super) fn remarks(finding: &ReviewFinding, language: Language) -> Vec<(&'static str, String)> {
    let mut all = vec![
        (say(language, "依据", "basis"), basis(finding)),
        (say(language, "建议", "suggestion"), finding.suggestion.clone().unwrap_or_default()),
        (say(language, "处理", "advice"), finding.advice.map(|a| a.word().to_owned()).unwrap_or_default()),
        (say(language, "除非查明", "unless it is established"), finding.unless.join("；")),
    ];
    all.retain(|(_, text)| !text.is_empty());
    all
}

/// A version of a rule set with its digest.
pub(super) fn rule_set(set: &RuleSetUse, language: Language) -> String {
    match language {
        Language::Chinese => format!("{} {}（{} 施行） sha256:{}", set.name, set.version, set.effective, set.digest),
        Language::English => format!("{} {} (in force from {}) sha256:{}", set.name, set.version, set.effective, set.digest),
    }
}
