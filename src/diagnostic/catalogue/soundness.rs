//! Problems that show from the figures alone, without a proof (`ZS08##`).

problems! {
    /// Of figures that cannot be right.
    SoundnessProblem {
        /// A range with nothing in it.
        "ZS0801" Error EmptyRange { } =>
            zh "下限高于上限,这个幅度里什么也没有", en "the lower bound is above the upper one, so nothing lies in this range";
        /// A fine above the statute's.
        "ZS0802" Warning FineAbove { amount: String, limit: String } =>
            zh "罚款上限 {amount} 高于法定上限 {limit}", en "the fine goes up to {amount}, above the statutory {limit}";
            help zh "改在法定幅度之内;适用加重情节的,写「适用 …」", en "keep it within the statutory range; where a graver part of the statute applies, say so with 适用 …";
        /// A fine below the statute's.
        "ZS0803" Warning FineBelow { amount: String, limit: String } =>
            zh "罚款下限 {amount} 低于法定下限 {limit}", en "the fine goes down to {amount}, below the statutory {limit}";
            help zh "低于法定下限是减轻处罚,应当写成情节", en "to go below the statute’s lower bound is 减轻, which belongs in a circumstance";
        /// A kind that the statute does not provide.
        "ZS0804" Warning KindOutside { kind: String } =>
            zh "法定幅度里没有「{kind}」", en "the statutory range does not provide “{kind}”";
            help zh "补进法定幅度,或者写「适用 …」指明适用法定幅度里的哪一种情节", en "add it to 法定幅度, or say with 适用 … which part of the statute applies";
        /// Weights that do not sum to one.
        "ZS0805" Error WeightSum { sum: String } =>
            zh "各因素的权重合计是 {sum},应当是 100%", en "the factors’ weights sum to {sum} instead of 100%";
        /// A share outside 0–100%.
        "ZS0806" Warning ShareOutside { ratio: String } =>
            zh "比例 {ratio} 不在 0% 到 100% 之间", en "the ratio {ratio} lies outside 0% to 100%";
        /// A range outside of what the fact can be.
        "ZS0808" Warning OutsideDeclared { name: String, bounds: String } =>
            zh "「{name}」的取值范围是{bounds},这个条件不可能成立", en "“{name}” is declared as {bounds}, so this can never hold";
        /// A range that holds always.
        "ZS0809" Warning FloorAboveCap { } =>
            zh "保底高于封顶", en "the floor is above the cap";
        /// A usual value outside its range.
        "ZS0810" Warning UsualOutside { } =>
            zh "一般值不在它的幅度之内", en "the usual value lies outside its range";
        /// A period beyond the statute's.
        "ZS0811" Warning PeriodOutside { kind: String } =>
            zh "「{kind}」的期限超出法定幅度", en "the period of “{kind}” exceeds the statutory range";
    }
}
