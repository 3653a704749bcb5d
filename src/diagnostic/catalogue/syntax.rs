//! Problems of how a file is written (`ZS01##`), in a reviewer's words.

problems! {
    /// Of how a file is written.
    SyntaxProblem {
        /// Something else was expected.
        "ZS0101" Error Expected { expected: String, found: String } =>
            zh "这里应当是{expected},却是{found}", en "expected {expected}, found {found}";
    }
}
