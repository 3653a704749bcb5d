//! What the prover finds (`ZS10##`): each is shown by a case that the evaluator confirms, or is told as undecided.

use super::Term;

problems! {
    /// Of what was to be proved.
    ProofProblem {
        /// No tier for some case.
        "ZS1001" Error Gap { benchmark: String, region: String } =>
            zh "「{benchmark}」有空档:{region},没有对应的阶次", en "“{benchmark}” has a gap: no tier for {region}";
            help zh "把相邻阶次的界限接上,或者加一个「其他情形」的阶次", en "let the neighbouring tiers meet, or add a tier for 其他情形";
        /// Two tiers for some case, where only one may apply.
        "ZS1002" Error Overlap { first: String, second: String, region: String } =>
            zh "阶次「{first}」和「{second}」重叠:{region},两个都符合", en "the tiers “{first}” and “{second}” overlap: both fit {region}";
            help zh "界限只归一边(一边「不满」,一边「以上」),或者把命中方式写成「首个」「从重」",
            en "give the bound to one side only (不满 beside 以上), or choose the hit policy 首个 or 从重";
        /// A tier that no case reaches.
        "ZS1003" Warning DeadTier { tier: String } =>
            zh "阶次「{tier}」的条件不可能成立,永远不会适用", en "no case can satisfy the tier “{tier}”";
            help zh "看看是不是两个条件互相矛盾、界限写反,或者超出要素的取值范围;用不上的阶次就删去",
            en "see whether two conditions contradict each other, a bound is the wrong way round, or lies outside what the fact can be; a tier of no use can go";
        /// A tier behind others.
        "ZS1004" Warning MaskedTier { tier: String } =>
            zh "符合阶次「{tier}」的情形都先归了别的阶次,它永远不会适用", en "every case of the tier “{tier}” goes to another tier first";
        /// An item that cannot hold.
        "ZS1005" Warning DeadItem { } =>
            zh "这一项不可能成立", en "this item can never hold";
        /// An item that adds nothing.
        "ZS1006" Warning SwallowedItem { } =>
            zh "这一项已经被其他各项包含,有没有它都一样", en "the other items already include this one; nothing changes without it";
        /// An exception that excepts nothing.
        "ZS1007" Warning IdleException { } =>
            zh "这里的除外没有除去任何情形", en "this exception takes nothing away";
        /// A requirement that is always met.
        "ZS1008" Hint AlwaysTrue { } =>
            zh "其他条件成立时这个条件总是成立,有没有它都一样", en "this always holds where the rest does; nothing changes without it";
        /// A fine above the statute's for some case.
        "ZS1009" Error AboveStatute { tier: String, fine: String, limit: String, mend: Term } =>
            zh "阶次「{tier}」的罚款可以达到{fine},高于法定上限{limit}", en "the fine of the tier “{tier}” reaches {fine}, above the statute’s {limit}";
            help zh "{mend}", en "{mend:#}";
        /// A fine below the statute's for some case.
        "ZS1010" Error BelowStatute { tier: String, fine: String, limit: String, mend: Term } =>
            zh "阶次「{tier}」的罚款可以低到{fine},低于法定下限{limit}", en "the fine of the tier “{tier}” goes down to {fine}, below the statute’s {limit}";
            help zh "低于法定下限是减轻处罚,应当写成情节;否则{mend}",
            en "to go below is 减轻, which belongs in a circumstance; else {mend:#}";
        /// A graver tier with a lighter penalty.
        "ZS1011" Warning LighterTier { tier: String, before: String } =>
            zh "阶次「{tier}」排在「{before}」之后,罚款却更轻", en "the tier “{tier}” follows “{before}”, but its fine is lighter";
        /// A graver fact that leads to a lighter tier.
        "ZS1012" Warning GraverFact { fact: String, graver: String, lighter: String } =>
            zh "「{fact}」更重,反而从阶次「{graver}」降到「{lighter}」", en "a graver “{fact}” leads from the tier “{graver}” down to “{lighter}”";
        /// Part of the statutory range that no tier uses.
        "ZS1013" Hint RangeHole { hole: String } =>
            zh "法定幅度里的{hole}没有阶次用到", en "no tier uses {hole} of the statutory range";
        /// A factor whose rows leave cases out.
        "ZS1014" Warning FactorGap { factor: String, region: String } =>
            zh "因素「{factor}」有空档:{region},没有对应的分值", en "the factor “{factor}” has no share for {region}";
        /// A factor's row that never counts.
        "ZS1015" Warning DeadFactorRow { factor: String } =>
            zh "因素「{factor}」的这一行永远轮不到", en "this row of the factor “{factor}” never counts";
        /// A score beyond 100%.
        "ZS1016" Warning ScoreOutside { least: String, most: String } =>
            zh "因素得分可以从 {least} 到 {most},超出 0% 到 100%", en "the factors’ score runs from {least} to {most}, outside 0% to 100%";
            help zh "写「合计上限 100%」「合计下限 0%」,或者调整权重", en "write 合计上限 100% and 合计下限 0%, or change the weights";
        /// Circumstances that command opposite things.
        "ZS1017" Warning Contradiction { first: String, second: String } =>
            zh "凡有情节「{first}」必有情节「{second}」,一个应当从轻,一个应当从重",
            en "wherever “{first}” holds, “{second}” does too: one commands 从轻, the other 从重";
        /// A circumstance that never holds.
        "ZS1018" Warning DeadCircumstance { name: String } =>
            zh "「{name}」的条件不可能成立", en "the condition of “{name}” can never hold";
        /// A fault that was said to be in the published table, and is not there.
        "ZS1019" Warning NoSuchFault { property: String } =>
            zh "写了原表如此,但这里没有发现「{property}」", en "marked as published so, but no such fault ({property}) was found";
            help zh "删去这一行", en "remove this line";
        /// A question without an answer.
        "ZS1020" Hint Undecided { property: String, because: String } =>
            zh "「{property}」未能判定:{because}", en "could not decide {property}: {because}";
        /// A day on which no version is in force.
        "ZS1021" Warning VersionGap { name: String, from: String, to: String } =>
            zh "规则集「{name}」从{from}到{to}没有施行的版本", en "no version of “{name}” is in force from {from} to {to}";
        /// A penalty that the higher authority's benchmark does not allow in some case.
        "ZS1022" Error BeyondHigher { tier: String, higher: String, region: String } =>
            zh "阶次「{tier}」的处罚超出上级基准「{higher}」:{region}", en "the tier “{tier}” goes beyond the higher benchmark “{higher}” for {region}";
            help zh "细化只能在上级基准的种类和幅度以内", en "a refinement stays within the kinds and the ranges of the benchmark above it";
        /// Tiers that say the same and could be one.
        "ZS1023" Hint Mergeable { first: String, second: String } =>
            zh "「{first}」和「{second}」处罚一样,只差一个要素,可以合成一行", en "“{first}” and “{second}” impose the same and differ in one fact alone: they could be one row";
        /// A duty that no penalty brings about.
        "ZS1024" Hint IdleThreshold { procedure: String } =>
            zh "本规则集的基准都不会作出「{procedure}」所说的处罚,这条程序不会用到",
            en "no benchmark of this rule set can impose what “{procedure}” is about: the duty never arises";
            help zh "核对处罚种类和金额的界限", en "check the kind of penalty and the threshold";
        /// A grade that no case comes to.
        "ZS1025" Warning UnreachableGrade { grade: String, least: String, most: String } =>
            zh "没有案件能够评为「{grade}」,总分只能在 {least}分 到 {most}分 之间取值", en "no case comes to the grade “{grade}”: totals run from {least} to {most} points";
            help zh "核对等次的界限和各项目的扣分、得分", en "check the grade’s bounds and the points of the items";
        /// A total without a grade.
        "ZS1026" Error GradeGap { scoring: String, totals: String } =>
            zh "评分「{scoring}」得 {totals} 时没有对应的等次", en "“{scoring}” has no grade for a total of {totals}";
            help zh "把相邻等次的界限接上", en "let the neighbouring grades meet";
        /// Two grades for a total.
        "ZS1027" Error GradeOverlap { first: String, second: String, totals: String } =>
            zh "得 {totals} 时既是「{first}」又是「{second}」", en "a total of {totals} is both “{first}” and “{second}”";
            help zh "界限只归一边(一边「不满」,一边「以上」)", en "give the bound to one side only (不满 beside 以上)";
        /// A total beyond the full score.
        "ZS1028" Warning BeyondFull { scoring: String, most: String, full: String } =>
            zh "评分「{scoring}」的总分可以达到 {most}分,超过满分 {full}分", en "“{scoring}” comes to as much as {most} points, above the full score of {full}";
            help zh "写「合计上限 {full}分」;标准本来允许超过的,写「检验 得分 不查」", en "write 合计上限 {full}分, or 检验 得分 不查 where the standard means it so";
        /// A line that never counts.
        "ZS1029" Warning DeadScoreLine { item: String } =>
            zh "「{item}」的这一行不可能成立", en "this line of “{item}” can never hold";
        /// A tier that loses cases to a lighter one, as its own words do not tell.
        "ZS1030" Warning Misleading { tier: String, taker: String, region: String } =>
            zh "阶次「{tier}」容易误导:它写到的情形里,{region}的,归了处罚更轻的「{taker}」",
            en "the tier “{tier}” misleads: of the cases it is written for, {region} goes to “{taker}”, which is lighter";
            help zh "把「{taker}」的条件写窄;应当从重的,命中方式用「从重」,阶次由轻到重排列;特殊情形从宽的,写成情节",
            en "narrow “{taker}”; where the graver should win, choose 从重 with tiers from light to grave; leniency in special cases belongs in a circumstance";
    }
}
