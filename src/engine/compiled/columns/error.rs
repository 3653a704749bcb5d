//! What may be wrong with a batch, and where.

use crate::diagnostic::Language;
use crate::engine::EvaluationError;
use crate::input::InputProblem;

/// A batch that cannot be decided, or a row of it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.message(Language::Chinese))]
#[non_exhaustive]
pub enum ColumnError {
    /// A column whose type its fact cannot be read from.
    Type {
        /// The column.
        column: String,
        /// Its Arrow type.
        found: String,
        /// The Arrow types that the fact is read from.
        accepted: String,
    },
    /// A column that is no fact, or stands twice.
    Name(InputProblem),
    /// A value that its fact cannot have.
    Value {
        /// The row, from 0.
        row: usize,
        /// What is wrong; its pointer is the column.
        problem: InputProblem,
    },
    /// A row for which an expression of the rules cannot be evaluated.
    Evaluation {
        /// The row, from 0.
        row: usize,
        /// Why.
        error: EvaluationError,
    },
    /// More rows than the answers to one batch can number.
    Rows {
        /// How many there are.
        rows: usize,
    },
}

impl ColumnError {
    /// The row, from 0, where it is one row that is wrong.
    #[must_use]
    pub fn row(&self) -> Option<usize> {
        match self {
            ColumnError::Value { row, .. } | ColumnError::Evaluation { row, .. } => Some(*row),
            ColumnError::Type { .. } | ColumnError::Name(_) | ColumnError::Rows { .. } => None,
        }
    }

    /// It in words, with the row, counted from 1.
    #[must_use]
    pub fn message(&self, language: Language) -> String {
        let what = self.what(language);
        match (self.row(), language) {
            (Some(row), Language::Chinese) => format!("第 {} 行：{what}", row + 1),
            (Some(row), Language::English) => format!("row {}: {what}", row + 1),
            (None, _) => what,
        }
    }

    /// It in words, without the row.
    #[must_use]
    pub fn what(&self, language: Language) -> String {
        match (self, language) {
            (ColumnError::Type { column, found, accepted }, Language::Chinese) => {
                format!("列「{column}」的类型是 {found}，这个要素要用 {accepted}")
            }
            (ColumnError::Type { column, found, accepted }, Language::English) => {
                format!("the column `{column}` is of type {found}; its fact is read from {accepted}")
            }
            (ColumnError::Name(problem) | ColumnError::Value { problem, .. }, _) => problem.render(language),
            (ColumnError::Evaluation { error, .. }, _) => error.to_string(),
            (ColumnError::Rows { rows }, Language::Chinese) => format!("一批有 {rows} 行，太多：请分批"),
            (ColumnError::Rows { rows }, Language::English) => format!("{rows} rows are too many for one batch: split it"),
        }
    }
}
