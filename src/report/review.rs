//! What a review of a document found, as plain data: findings at their places, points still open, the checks that were asked.

use serde::{Deserialize, Serialize};

use super::{RulePlace, RuleSetUse, Truth};
use crate::diagnostic::Severity;
use crate::law::Citation;
use crate::model::Advice;

/// The schema that this version writes.
pub const REVIEW_SCHEMA: &str = "zhunsheng-review/1";

/// Everything one review says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Review {
    /// [`REVIEW_SCHEMA`].
    pub schema: String,
    /// The document.
    pub document: ReviewedDocument,
    /// The versions of rule sets that were used, with their digests.
    pub rules: Vec<RuleSetUse>,
    /// What was found, in order of place, then of code.
    pub findings: Vec<ReviewFinding>,
    /// What could not be told for want of facts, in order of code.
    pub open: Vec<OpenPoint>,
    /// The checks that were asked, in order of code.
    pub asked: Vec<AskedCheck>,
    /// The gravest advice of all findings.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub advice: Option<Advice>,
}

/// The document of a review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewedDocument {
    /// The name it was read by.
    pub name: String,
    /// Its title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// 文种
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub genre: Option<String>,
    /// 文号
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// The number of articles.
    pub articles: usize,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReviewFinding {
    /// The code of the check.
    pub code: String,
    /// How grave.
    pub severity: Severity,
    /// The title of the check.
    pub title: String,
    /// The whole message.
    pub message: String,
    /// Legal basis.
    pub basis: Vec<Citation>,
    /// Where it is.
    pub place: DocumentPlace,
    /// What to do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suggestion: Option<String>,
    /// What a campaign should do with the document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub advice: Option<Advice>,
    /// The check.
    pub rule: RulePlace,
    /// The phrase that matched or the requirement that failed, then each exception and how it came out.
    pub trace: Vec<Looked>,
    /// What is unknown and may yet except it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unless: Vec<String>,
}

/// A place in a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentPlace {
    /// Where in its outline: `第三条第二款`.
    pub path: String,
    /// The line of the canonical text, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
    /// The first byte of the canonical text.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
    /// The words there.
    pub quote: String,
}

/// A part of a check that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Looked {
    /// What it is for the check.
    pub part: Part,
    /// The rule's own words, white space folded.
    pub text: String,
    /// How it came out.
    pub outcome: Truth,
    /// The line of the rule file, from 1.
    pub line: u32,
}

/// What a [`Looked`] part is for its check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Part {
    /// a phrase of 查找
    Phrase,
    /// 要求
    Requirement,
    /// 除外
    Exception,
}

/// Something that could not be told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenPoint {
    /// The code of the check; the name of the set where it is unknown whether that applies.
    pub code: String,
    /// The title of the check.
    pub title: String,
    /// What is to be established: facts, 材料, citations.
    pub missing: Vec<String>,
    /// The rule.
    pub rule: RulePlace,
}

/// A check that was asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskedCheck {
    /// Its code.
    pub code: String,
    /// Its title.
    pub title: String,
    /// How many findings it has.
    pub findings: usize,
}
