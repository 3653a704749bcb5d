//! What a row came to, and how it is written: an object a line, or the cells of a table.

use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use serde::Serialize;
use zhunsheng::law::Money;
use zhunsheng::model::Verdict;
use zhunsheng::report::MoneyRange;

use super::audit::{Grade, Sentence};

/// A row with what it came to.
#[derive(Debug, Clone, Default)]
pub(crate) struct Line {
    /// From 1, over the rows alone.
    pub(crate) row: u64,
    /// 案号
    pub(crate) case: Option<String>,
    /// Shared by all rows that are decided alike.
    pub(crate) came: Arc<Came>,
    /// What the audit compares.
    pub(crate) sentence: Option<Sentence>,
}

/// What a row came to: all of its line but what is its own.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Came {
    /// One for each act and benchmark.
    pub(crate) decisions: Vec<Decided>,
    /// Codes of the report's findings.
    pub(crate) findings: Vec<String>,
    /// Facts that are still to be established.
    pub(crate) unknown: Vec<String>,
    /// The penalty that the row says was imposed, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) imposed: Option<String>,
    /// How it compares; none while the result is open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) verdict: Option<Verdict>,
    /// The points of the comparison, where it does not fit.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) reasons: Vec<String>,
    /// Why there is no decision.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) errors: Vec<Problem>,
    /// Whether a finding is of level 错误.
    #[serde(skip)]
    pub(crate) grave: bool,
    /// Benchmarks, tiers and circumstances, where every decision is settled.
    #[serde(skip)]
    pub(crate) grade: Option<Arc<Grade>>,
    /// Its part of a line of JSON, made once.
    #[serde(skip)]
    pub(crate) json: OnceLock<String>,
}

impl Deref for Line {
    type Target = Came;

    fn deref(&self) -> &Came {
        &self.came
    }
}

/// What a benchmark says of the row.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Decided {
    pub(crate) benchmark: String,
    /// settled, possible, waived, no-tier, conflict, not-in-force: as in a report.
    pub(crate) outcome: &'static str,
    /// The tier; several where several are possible.
    pub(crate) tiers: Vec<String>,
    /// What is imposed, in words; where several tiers are possible, one for each.
    pub(crate) penalties: Vec<String>,
    /// The ranges of fines on the party.
    pub(crate) fines: Vec<MoneyRange>,
    /// The circumstances that were applied.
    pub(crate) circumstances: Vec<String>,
}

/// A mistake of a row.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Problem {
    pub(crate) code: Option<&'static str>,
    pub(crate) pointer: String,
    pub(crate) message: String,
}

impl Problem {
    /// `/违法所得：ZSI11 …`
    pub(crate) fn text(&self) -> String {
        let parts = [self.code.unwrap_or_default(), &self.pointer, &self.message];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    }
}

impl Line {
    /// A row that could not be read or bound.
    pub(crate) fn bad(row: u64, case: Option<String>, errors: Vec<Problem>) -> Line {
        Line { row, case, came: Arc::new(Came { errors, ..Came::default() }), sentence: None }
    }

    /// Adds the line as an object: `row`, `case`, and what it came to.
    pub(crate) fn json(&self, bytes: &mut Vec<u8>) -> serde_json::Result<()> {
        let came = match self.came.json.get() {
            Some(came) => came,
            None => {
                let came = serde_json::to_string(&*self.came)?;
                self.came.json.get_or_init(|| came)
            }
        };
        bytes.extend_from_slice(b"{\"row\":");
        serde_json::to_writer(&mut *bytes, &self.row)?;
        bytes.extend_from_slice(b",\"case\":");
        serde_json::to_writer(&mut *bytes, &self.case)?;
        bytes.push(b',');
        bytes.extend_from_slice(came.strip_prefix('{').unwrap_or(came).as_bytes());
        Ok(())
    }

    /// The columns of a table, after the row's number.
    pub(crate) const COLUMNS: [&'static str; 13] = [
        "case",
        "benchmark",
        "outcome",
        "tier",
        "penalty",
        "fine_from",
        "fine_to",
        "circumstances",
        "findings",
        "unknown",
        "imposed",
        "verdict",
        "error",
    ];

    /// The cells under [`Line::COLUMNS`]; several of one row are set apart by ` | `, possible tiers and their penalties by `；`.
    pub(crate) fn cells(&self) -> [String; 13] {
        let each = |cell: &dyn Fn(&Decided) -> String| self.decisions.iter().map(cell).collect::<Vec<_>>().join(" | ");
        let money = |bound: Option<Money>| bound.map(Money::to_decimal).unwrap_or_default();
        let fines = |decided: &Decided, bound: &dyn Fn(&MoneyRange) -> Option<Money>| {
            decided.fines.iter().map(|fine| money(bound(fine))).collect::<Vec<_>>().join("；")
        };
        [
            self.case.clone().unwrap_or_default(),
            each(&|decided| decided.benchmark.clone()),
            each(&|decided| decided.outcome.to_owned()),
            each(&|decided| decided.tiers.join("；")),
            each(&|decided| decided.penalties.join("；")),
            each(&|decided| fines(decided, &|fine| Some(fine.lower))),
            each(&|decided| fines(decided, &|fine| fine.upper)),
            each(&|decided| decided.circumstances.join("；")),
            self.findings.join("；"),
            self.unknown.join("；"),
            self.imposed.clone().unwrap_or_default(),
            self.verdict.map(key).unwrap_or_default().to_owned(),
            self.errors.iter().map(Problem::text).collect::<Vec<_>>().join("；"),
        ]
    }
}

/// A verdict as reports write it.
pub(crate) fn key(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Fitting => "fitting",
        Verdict::TooHeavy => "too-heavy",
        Verdict::TooLight => "too-light",
        Verdict::WrongKind => "wrong-kind",
    }
}
