//! Diagnostics of rule files: places, stable codes, texts in Chinese and English, rendering.
//!
//! **Invariant:** nothing here knows how rules are parsed or what they mean; a problem is plain data.

mod catalogue;
mod render;
mod span;

pub(crate) use catalogue::Particular;
pub use catalogue::{
    BenchmarkProblem, CaseProblem, CitationProblem, Code, NameProblem, Problem, ProofProblem, ReviewProblem, RuleProblem, ScoringProblem,
    SetProblem, SoundnessProblem, SourceProblem, SyntaxProblem, Term, TypeProblem, UsageProblem,
};
pub use render::{Color, render, render_all};
pub use span::{LineColumn, Place, Source, SourceId, Sources, Span, Spanned};

/// The language of a text shown to people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Language {
    /// Chinese, the default.
    #[default]
    Chinese,
    /// English.
    English,
}

/// How grave a finding is; graver is greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// 提示: worth a look.
    Hint,
    /// 警告: probably a mistake.
    Warning,
    /// 错误: must be mended.
    Error,
}

/// A further place that explains the primary one, with its text in both languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// What is there, in Chinese.
    pub zh: String,
    /// What is there, in English.
    pub en: String,
}

/// One problem of a rule file, in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// What is wrong, with the particulars its texts need.
    pub problem: Problem,
    /// The place to look at first.
    pub span: Span,
    /// Further places.
    pub labels: Vec<Label>,
    /// What may have been meant in place of the primary span, the likeliest first: “did you mean”, and a fix for editors.
    pub suggestions: Vec<String>,
    /// A case that shows it, as `设` would write it; the evaluator has confirmed it.
    pub witness: Option<String>,
    /// How grave the rule set says it is, where it says so.
    pub level: Option<Severity>,
}

impl Diagnostic {
    /// `problem` at `span`.
    #[must_use]
    pub fn new(problem: Problem, span: Span) -> Self {
        Self { problem, span, labels: Vec::new(), suggestions: Vec::new(), witness: None, level: None }
    }

    /// Adds a further place with its text in both languages.
    #[must_use]
    pub fn label(mut self, span: Span, zh: impl Into<String>, en: impl Into<String>) -> Self {
        self.labels.push(Label { span, zh: zh.into(), en: en.into() });
        self
    }

    /// Adds a case that shows it.
    #[must_use]
    pub fn shown_by(mut self, case: impl Into<String>) -> Self {
        self.witness = Some(case.into());
        self
    }

    /// Adds what may have been meant.
    #[must_use]
    pub fn suggest(mut self, near: impl IntoIterator<Item = String>) -> Self {
        self.suggestions.extend(near);
        self
    }

    /// The stable code.
    #[must_use]
    pub fn code(&self) -> Code {
        self.problem.code()
    }

    /// How grave it is.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.level.unwrap_or_else(|| self.problem.severity())
    }

    /// The message in `language`, one sentence.
    #[must_use]
    pub fn message(&self, language: Language) -> String {
        self.problem.message(language)
    }

    /// What to do about it in `language`, if there is something to say.
    #[must_use]
    pub fn help(&self, language: Language) -> Option<String> {
        let mut parts: Vec<String> = self.problem.help(language).into_iter().collect();
        if !self.suggestions.is_empty() {
            parts.push(match language {
                Language::Chinese => format!("是不是「{}」?", self.suggestions.join("」、「")),
                Language::English => format!("did you mean “{}”?", self.suggestions.join("”, “")),
            });
        }
        (!parts.is_empty()).then(|| {
            parts.join(match language {
                Language::Chinese => ";",
                Language::English => "; ",
            })
        })
    }
}

/// The section of a page of codes (`### ZSI14 …`) for a code of this family, in upper or lower case.
pub(crate) fn section(pages: &'static str, family: &str, code: &str) -> Option<&'static str> {
    let code = code.trim().to_ascii_uppercase();
    let start = pages.find(&format!("### {code} ")).filter(|_| code.starts_with(family))?;
    let section = pages.get(start..)?;
    let end = section.get(4..)?.find("\n### ").map_or(section.len(), |at| at + 4);
    section.get(..end).map(str::trim_end)
}
