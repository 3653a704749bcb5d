//! Problems of cases (`ZS06##`).

use super::Term;

problems! {
    /// Of cases.
    CaseProblem {
        /// A key that no rule asks for.
        "ZS0601" Error UnknownKey { key: String } =>
            zh "没有规则用到名为「{key}」的要素", en "no rule of this case uses a fact named “{key}”";
        /// A key twice.
        "ZS0602" Error SetTwice { key: String } =>
            zh "「{key}」设了两次", en "“{key}” is given twice";
        /// A derived value given.
        "ZS0603" Error DerivedGiven { key: String } =>
            zh "「{key}」是定义,由其他要素推出,不能直接设", en "“{key}” is a definition: it follows from other facts and cannot be given";
            help zh "改设它所依据的要素", en "give the facts it follows from";
        /// A value of another type.
        "ZS0604" Error WrongValue { key: String, expected: Term, found: Term } =>
            zh "「{key}」应当是{expected},设的却是{found}", en "“{key}” holds {expected:#}, but it is given {found:#}";
        /// A value outside the declared bounds.
        "ZS0605" Error OutOfBounds { key: String, bounds: String } =>
            zh "「{key}」的取值范围是{bounds},设的值不在其中", en "“{key}” is declared as {bounds}, and the value lies outside";
        /// 无 for a fact that is always there.
        "ZS0606" Error AbsentNotAllowed { key: String } =>
            zh "「{key}」没有标明可缺,不能设为无", en "“{key}” is not marked 可缺, so it cannot be given as 无 (none)";
            help zh "不知道的写「未知」;金额为零的写「0元」", en "write 未知 for what is not known, 0元 for no money";
        /// A field that elements do not have.
        "ZS0607" Error UnknownElementField { name: String, record: String } =>
            zh "要素组「{record}」里没有「{name}」", en "the group of facts “{record}” has no field “{name}”";
        /// A proposed penalty that is not fixed.
        "ZS0608" Error ProposedNotFixed { } =>
            zh "拟处应当是确定的处罚,不能写幅度或者算式", en "a proposed penalty is definite: no ranges and no formulas";
            help zh "写出确定的数额或者期限,例如「拟处 3000元罚款」", en "write a definite amount or period, such as 拟处 3000元罚款";
        /// A proposed penalty that leaves a choice.
        "ZS0609" Error ProposedChoice { } =>
            zh "拟处应当是确定的处罚,不能写「或者」「可以」", en "a proposed penalty is definite: no 或者 (or) and no 可以 (may)";
        /// A case that expects nothing.
        "ZS0610" Warning NothingExpected { case: String } =>
            zh "用例「{case}」没有写应当得出什么", en "the case “{case}” does not say what must come of it";
            help zh "写「应为 …」「应处 …」「应有 …」等", en "write 应为 …, 应处 …, 应有 … or the like";
        /// A tier that the case's benchmarks do not have.
        "ZS0611" Error UnknownTier { tier: String } =>
            zh "这个用例的基准里没有叫「{tier}」的阶次", en "the benchmarks of this case have no tier named “{tier}”";
        /// A verdict without a proposal.
        "ZS0612" Error VerdictWithoutProposal { } =>
            zh "写了应认定,却没有写拟处什么", en "a verdict is expected, but no penalty is proposed";
            help zh "写「拟处 …」", en "write 拟处 …";
        /// The same circumstance expected and not.
        "ZS0613" Error Contradiction { name: String } =>
            zh "「{name}」既写了应有,又写了不应有", en "“{name}” is expected both to be there and not to be";
        /// Two fines proposed.
        "ZS0614" Error TwoFines { } =>
            zh "拟处里有两项罚款", en "two fines are proposed";
            help zh "合成一项", en "merge them into one";
    }
}
