//! Problems of benchmarks, tiers, tables, factors and sanctions (`ZS04##`).

use super::Term;

problems! {
    /// Of benchmarks and what they impose.
    BenchmarkProblem {
        /// A benchmark that imposes nothing.
        "ZS0401" Error NothingImposed { benchmark: String } =>
            zh "基准「{benchmark}」没有写任何处理", en "the benchmark “{benchmark}” imposes nothing";
            help zh "写阶次、阶次表、交叉表,或者直接写「处 …」", en "write tiers (阶次), a table, or a plain 处 …";
        /// A tier without a test.
        "ZS0402" Error TierWithoutTest { tier: String } =>
            zh "阶次「{tier}」没有写什么情况下适用", en "the tier “{tier}” does not say when it applies";
            help zh "写「当 …」;作为兜底的阶次写「其他情形」", en "write 当 …, or 其他情形 for the tier that takes all other cases";
        /// 当 and 其他情形 together.
        "ZS0403" Error TierWithTwoTests { tier: String } =>
            zh "阶次「{tier}」既写了条件又写了其他情形", en "the tier “{tier}” has both a condition and 其他情形 (otherwise)";
            help zh "两者留一个", en "keep one of the two";
        /// A tier that imposes nothing.
        "ZS0404" Error TierWithoutSanction { tier: String } =>
            zh "阶次「{tier}」没有写怎么处理", en "the tier “{tier}” does not say what is imposed";
            help zh "写「处 …」;不予处罚的写「处 不予处罚」", en "write 处 …, or 处 不予处罚 where no penalty is imposed";
        /// Two tiers of one name.
        "ZS0405" Error DuplicateTier { tier: String } =>
            zh "这个基准里有两个阶次都叫「{tier}」", en "this benchmark has two tiers named “{tier}”";
            help zh "给其中一个换个名称,用例和决定才说得清是哪一个", en "rename one, so that cases and decisions can tell them apart";
        /// Two tiers for all other cases.
        "ZS0406" Error TwoOtherwise { tier: String } =>
            zh "一个基准只能有一个其他情形,「{tier}」是第二个", en "a benchmark can have one 其他情形 (otherwise); “{tier}” is the second";
        /// Two hit policies that disagree.
        "ZS0407" Error HitTwice { } =>
            zh "命中规则写了两处,说法不一", en "the hit policy is stated twice, and differently";
            help zh "只在一处写明:唯一、首个、从重或者汇总", en "state it once: 唯一, 首个, 从重 or 汇总";
        /// A table without what is imposed.
        "ZS0408" Error TableWithoutColumn { column: String } =>
            zh "阶次表没有「{column}」一列", en "the table of tiers has no column {column}";
            help zh "在表头加上「{column}」", en "add {column} to the header";
        /// A cell that does not suit its column.
        "ZS0409" Error WrongCell { column: String, expected: Term } =>
            zh "「{column}」一列的格子里应当写{expected}", en "a cell of the column “{column}” holds {expected:#}";
        /// 其他 beside other conditions.
        "ZS0410" Error OtherwiseWithMore { } =>
            zh "写了「其他」的一行,别的要素格应当是 -", en "in a row with 其他 (otherwise) the other cells must be -";
            help zh "「其他」是说前面各行都不符合,不能再加条件", en "其他 means that no row above applies, and takes no further condition";
        /// A column twice.
        "ZS0411" Error DuplicateColumn { column: String } =>
            zh "表头里「{column}」出现了两次", en "the header has the column “{column}” twice";
        /// A table without rows.
        "ZS0412" Error EmptyTable { } =>
            zh "表里一行也没有", en "the table has no rows";
        /// A factor's row without a fact to test.
        "ZS0414" Error FactorNeedsFact { factor: String } =>
            zh "因素「{factor}」不是要素名,不知道用什么和这一行比较", en "the factor “{factor}” is not the name of a fact, so there is nothing to compare this row with";
            help zh "写成「当 条件: 比例」,或者把因素名改成要素名", en "write 当 condition: ratio, or name the factor after a fact";
        /// Some factors with weights, some without.
        "ZS0415" Error MixedWeights { factor: String } =>
            zh "有的因素写了权重,「{factor}」没有写", en "some factors have weights, but “{factor}” has none";
            help zh "都写权重(合计 100%),或者都不写", en "give all of them weights that sum to 100%, or none";
        /// A factor twice.
        "ZS0416" Error DuplicateFactor { factor: String } =>
            zh "因素「{factor}」写了两次", en "the factor “{factor}” is listed twice";
        /// 按因素得分罚款 without a range to share out.
        "ZS0417" Error ScoreWithoutRange { } =>
            zh "按因素得分罚款要在法定幅度的上下限之间计算,而法定幅度里没有罚款", en "a fine by the factors’ score lies between the bounds of the statutory fine, but the statutory range has no fine";
            help zh "在「法定幅度」里写明罚款的幅度,或者把罚款写成算式:(因素得分 × 100万元) 罚款", en "state the fine in 法定幅度, or write the fine as a formula: (因素得分 × 100万元) 罚款";
        /// The amount is not money.
        "ZS0418" Error FineNotMoney { found: Term } =>
            zh "罚款数额应当是金额,写的却是{found}", en "a fine is an amount of money, but this is {found:#}";
        /// A multiple or ratio of something other than money.
        "ZS0419" Error FineOfNotMoney { found: Term } =>
            zh "按倍数或者比例计算的罚款要以金额为基数,这里的基数却是{found}", en "a fine by multiple or ratio is taken of an amount of money, but this is {found:#}";
            help zh "面积、重量等数量写成:按 面积 每平方米 50元罚款", en "for a quantity write 按 面积 每平方米 50元罚款";
        /// Neither multiples nor ratios.
        "ZS0420" Error FineFactor { found: Term } =>
            zh "这里应当是倍数或者比例,写的却是{found}", en "a multiple or a ratio belongs here, but this is {found:#}";
        /// A period on a kind that has none.
        "ZS0421" Error PeriodOnKind { kind: String } =>
            zh "「{kind}」不是有期限的处罚,后面不能写期限", en "“{kind}” has no period, so none can follow it";
        /// 罚款 without an amount.
        "ZS0422" Error FineWithoutAmount { } =>
            zh "罚款没有写数额", en "the fine has no amount";
            help zh "写出数额或者幅度,例如「2000元以上5000元以下罚款」", en "write an amount or a range, such as 2000元以上5000元以下罚款";
        /// A step of nothing.
        "ZS0423" Error StepNotPositive { } =>
            zh "递增的每一份应当大于零", en "the step of an increase must be above zero";
        /// Two named ranges of one name.
        "ZS0424" Error DuplicateNamedRange { name: String } =>
            zh "法定幅度里有两个都叫「{name}」", en "the statutory range has two parts named “{name}”";
        /// 适用 of a range that is not there.
        "ZS0425" Error UnknownRange { name: String } =>
            zh "法定幅度里没有名为「{name}」的情节", en "the statutory range has no part named “{name}”";
            help zh "在「法定幅度」里写「{name} {{ … }}」", en "add {name} {{ … }} to 法定幅度";
        /// 不予处罚 beside something else.
        "ZS0426" Error WaiverWithMore { } =>
            zh "不予处罚只能单独写", en "不予处罚 (no penalty) stands alone";
    }
}
