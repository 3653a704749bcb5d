//! Problems of circumstances, range rules and procedure rules (`ZS05##`).

problems! {
    /// Of circumstances, range rules and procedure rules.
    RuleProblem {
        /// A circumstance without effect.
        "ZS0501" Error NoEffect { name: String } =>
            zh "情节「{name}」没有写效果", en "the circumstance “{name}” has no effect";
            help zh "写「效果 应当 从轻」「效果 可以 不予处罚」等", en "write 效果 应当 从轻, 效果 可以 不予处罚 or the like";
        /// A circumstance without condition.
        "ZS0502" Error NoWhen { name: String } =>
            zh "情节「{name}」没有写什么情况下成立", en "the circumstance “{name}” does not say when it holds";
            help zh "写「当 …」", en "write 当 …";
        /// The same effect twice.
        "ZS0503" Error DuplicateEffect { effect: String } =>
            zh "效果里「{effect}」写了两次", en "the effect {effect} is listed twice";
        /// A procedure rule without duty.
        "ZS0504" Error NoDuty { name: String } =>
            zh "程序「{name}」没有写应当做什么", en "the procedure rule “{name}” does not say what must be so";
            help zh "写「应当 …」", en "write 应当 …";
        /// A procedure rule without message.
        "ZS0505" Error NoMessage { name: String } =>
            zh "程序「{name}」没有写提示,违反时没有话可说", en "the procedure rule “{name}” has no message for when it is not met";
            help zh "写「提示 “…”」,说明应当怎样做", en "write 提示 “…” to say what should be done";
        /// A band twice.
        "ZS0506" Error DuplicateBand { band: String } =>
            zh "「{band}」的幅度写了两次", en "the band {band} is stated twice";
        /// A band that is not of figures.
        "ZS0507" Error BandNotRatio { } =>
            zh "这里应当直接写比例,例如 30%以上70%以下", en "write ratios here, such as 30%以上70%以下";
        /// A range rule without bands.
        "ZS0508" Error NoBands { } =>
            zh "幅度规则没有写从轻、一般、从重或者减轻的幅度", en "the range rule states none of the bands 从轻, 一般, 从重, 减轻";
        /// A word that does not answer its question.
        "ZS0509" Error WrongTake { question: String, take: String, allowed: String } =>
            zh "「{question}」不能取「{take}」,可以取:{allowed}", en "{question} cannot lead to {take}; it can lead to {allowed}";
        /// A second range rule in a rule set.
        "ZS0510" Error TwoRangeRules { } =>
            zh "一个规则集只能有一个幅度规则", en "a rule set can have only one range rule";
        /// Several imported range rules.
        "ZS0511" Error SeveralRangeRules { } =>
            zh "引入的文件带来了两个幅度规则,不知道用哪一个", en "the imported files bring two range rules, and it is not clear which applies";
            help zh "只引入其中一份,或者在本规则集里自己写一个", en "import only one of them, or write one in this rule set";
        /// 下限的, 上限的, 低于下限 on a band other than 减轻.
        "ZS0512" Error OnlyMitigate { band: String } =>
            zh "「低于下限」「下限 的」「上限 的」只用于减轻,「{band}」应当在幅度之内", en "低于下限, 下限 的 and 上限 的 are for 减轻; {band} lies within the range";
            help zh "写成上下限之间的比例,例如 0%以上不满30%", en "write a share of the way from the lower to the upper bound, such as 0%以上不满30%";
    }
}
