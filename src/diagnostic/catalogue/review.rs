//! Problems of checks of documents (`ZS16##`).

problems! {
    /// Of checks of documents.
    ReviewProblem {
        /// A word list that is not there.
        "ZS1601" Error UnknownWords { name: String } =>
            zh "没有名为「{name}」的词表", en "there is no word list named “{name}”";
            help zh "短语写在引号里;几种说法写成 “甲|乙”,或者用「或者」连接", en "a phrase stands in quotation marks; ways to say it are “a|b”, or joined by “or”";
        /// Word lists in a circle.
        "ZS1602" Error CyclicWords { name: String } =>
            zh "词表「{name}」绕一圈又包含了自己", en "the word list “{name}” takes in itself";
            help zh "去掉其中一处「包含」", en "leave one of the 包含 out";
        /// A word list without words.
        "ZS1603" Error EmptyWords { name: String } =>
            zh "词表「{name}」里一个词也没有", en "the word list “{name}” has no word";
            help zh "没有词的词表什么也查不到", en "a list without words finds nothing";
        /// A code twice.
        "ZS1604" Error DuplicateCode { code: String } =>
            zh "检查编号「{code}」已经用过了", en "the code “{code}” is taken";
            help zh "编号用来指称检查结果,一次装入的规则里不能重复", en "findings go by their code, so no two checks of a load share one";
        /// A check without code.
        "ZS1605" Error NoCode { title: String } =>
            zh "检查「{title}」没有编号", en "the check “{title}” has no code";
            help zh "写成「检查 NR-201 标题 {{ … }}」", en "write 检查 NR-201 and the title";
        /// A check without title.
        "ZS1606" Error NoTitle { code: String } =>
            zh "检查「{code}」没有标题", en "the check “{code}” has no title";
            help zh "在编号之后写明查的是什么", en "say after the code what it looks for";
        /// A check that asks nothing.
        "ZS1607" Error NoAsk { code: String } =>
            zh "检查「{code}」没有写明查什么", en "the check “{code}” asks nothing";
            help zh "写「每一 款 查找 …」「每一 条 要求 …」或者「要求 …」", en "write 每一 款 查找 …, 每一 条 要求 … or 要求 …";
        /// A check that asks twice.
        "ZS1608" Error TwoAsks { code: String } =>
            zh "检查「{code}」查了两样", en "the check “{code}” asks twice";
            help zh "一条检查查一样;几个短语用「或者」连起来", en "one check asks one thing; join several phrases with 或者";
        /// A check without message.
        "ZS1609" Error NoReportMessage { code: String } =>
            zh "检查「{code}」没有「提示」", en "the check “{code}” has no message (提示)";
            help zh "写明查出之后对审查人员说什么", en "say what a reviewer is told";
        /// A subject that means nothing here.
        "ZS1610" Error SubjectNotHere { subject: String, place: String } =>
            zh "「{subject}」在{place}里没有所指", en "“{subject}” means nothing here: {place}";
        /// A gap whose bounds are reversed.
        "ZS1611" Error GapReversed { least: u32, most: u32 } =>
            zh "间隔「{least}至{most}字」前大后小", en "the gap of {least} to {most} characters goes backwards";
            help zh "小的写在前面", en "write the smaller figure first";
        /// A gap beyond the limit.
        "ZS1612" Error GapTooLong { most: u32, limit: u32 } =>
            zh "间隔有{most}字,最多{limit}字", en "the gap has {most} characters, more than {limit}";
            help zh "不限字数的间隔写「…」", en "write … for a gap without limit";
        /// A regular expression that cannot be read, or a phrase beyond the limits.
        "ZS1613" Error BadPattern { reason: String } =>
            zh "短语或者正则表达式不能使用:{reason}", en "the phrase or regular expression cannot be used: {reason}";
        /// A test of documents outside of checks.
        "ZS1614" Error TestElsewhere {} =>
            zh "这种写法只能用在「检查」里", en "this test has a meaning only in a check (检查)";
            help zh "在其他规则里比较要素:「要素名 含 “…”」", en "elsewhere compare facts";
        /// Numbers of units that have none.
        "ZS1615" Error NumberingNotHere { place: String } =>
            zh "编号只能问章、条、款、项,或者用「要求」问全文,这里是{place}", en "numbers are asked of 章, 条, 款 and 项, or of the whole document: this is {place}";
        /// An empty text in a phrase.
        "ZS1616" Error EmptyWord {} =>
            zh "短语里有空的文字", en "the phrase has an empty text";
            help zh "「|」的两边都要有字", en "both sides of a | need characters";
        /// A code that no check has.
        "ZS1617" Error UnknownCode { code: String } =>
            zh "没有编号为「{code}」的检查", en "there is no check with the code “{code}”";
        /// A review case without document.
        "ZS1618" Error CaseWithoutText { case: String } =>
            zh "用例「{case}」要审查文件,却没有「文本」", en "the case “{case}” reviews a document but has no 文本";
        /// A kind of document that is not known.
        "ZS1619" Warning UnknownTarget { name: String } =>
            zh "「{name}」不是已知的文件种类", en "“{name}” is no known kind of document";
            help zh "写文种(通知、办法 …)或者规范性文件、地方规范性文件、公文、地方公文、地方性法规、规章、合同", en "write a 文种 (通知, 办法 …) or 规范性文件, 地方规范性文件, 公文, 地方公文, 地方性法规, 规章, 合同";
        /// A placeholder that is not known.
        "ZS1620" Error UnknownPlaceholder { name: String } =>
            zh "提示里的「{{{name}}}」没有可填的内容", en "nothing can be filled in for “{{{name}}}”";
            help zh "可以写 {{片段}} {{位置}} {{标题}} {{引用}}", en "there are {{片段}}, {{位置}}, {{标题}} and {{引用}}";
        /// A class that the subject never has.
        "ZS1621" Error ClassNotHere { class: String, subject: String } =>
            zh "「{subject}」不会是「{class}」", en "“{subject}” is never “{class}”";
        /// A word list that nothing uses.
        "ZS1622" Warning UnusedWords { name: String } =>
            zh "词表「{name}」没有用到", en "the word list “{name}” is never used";
        /// A case of two sorts.
        "ZS1623" Error MixedCase { case: String } =>
            zh "用例「{case}」既判处罚又审查文件", en "the case “{case}” is both of a penalty and of a document";
            help zh "分成两个用例", en "make two cases of it";
        /// A phrase with too many parts that may stand on either side.
        "ZS1625" Error TooManyAround { found: usize, limit: usize } =>
            zh "短语里有{found}处「前后」,最多{limit}处", en "the phrase has {found} gaps of 前后, more than {limit}";
            help zh "写成几个短语,用「或者」连起来", en "write several phrases joined by 或者";
        /// A set without checks.
        "ZS1624" Error NoChecks { name: String } =>
            zh "审查「{name}」里没有检查", en "the set of checks “{name}” has no check";
    }
}
