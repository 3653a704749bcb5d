//! Warnings about what is missing or never used (`ZS09##`).

use super::Term;

problems! {
    /// Of things missing or never used.
    UsageProblem {
        /// A rule without basis.
        "ZS0901" Warning NoBasis { what: Term, name: String } =>
            zh "{what}「{name}」没有写依据", en "the {what:#} “{name}” cites no basis";
            help zh "写「依据 《…》第…条」", en "write 依据 《…》第…条";
        /// A fact never used.
        "ZS0902" Warning UnusedFact { name: String } =>
            zh "要素「{name}」没有规则用到", en "no rule uses the fact “{name}”";
            help zh "删去它,或者检查规则里是不是写漏了", en "remove it, or see whether a rule forgot it";
        /// An import never used.
        "ZS0903" Warning UnusedImport { path: String } =>
            zh "引入了「{path}」,却没有用到其中任何内容", en "“{path}” is imported, but nothing of it is used";
            help zh "删去这一行", en "remove the line";
        /// A definition never used.
        "ZS0904" Warning UnusedDefinition { name: String } =>
            zh "定义「{name}」没有规则用到", en "no rule uses the definition “{name}”";
            help zh "删去它,或者检查规则里是不是写漏了", en "remove it, or see whether a rule forgot it";
        /// A declaration never used.
        "ZS0905" Warning UnusedDeclaration { what: Term, name: String } =>
            zh "{what}「{name}」没有用到", en "the {what:#} “{name}” is never used";
            help zh "删去它,或者检查是不是写漏了", en "remove it, or see whether something forgot it";
        /// A case twice.
        "ZS0906" Warning DuplicateCase { name: String } =>
            zh "有两个用例都叫「{name}」", en "there are two cases named “{name}”";
            help zh "给其中一个换个名称,报告里才分得清", en "rename one, so that reports can tell them apart";
        /// A tier after 其他情形.
        "ZS0907" Warning AfterOtherwise { tier: String } =>
            zh "「其他情形」之后还有阶次「{tier}」,按从轻到重的排列它应当在前面", en "the tier “{tier}” stands after 其他情形 (otherwise)";
            help zh "把「其他情形」移到最后", en "move 其他情形 to the end";
        /// Tiers that no authority is named for.
        "ZS0908" Warning NoIssuer { name: String } =>
            zh "规则集「{name}」没有写制定机关,其中的基准也没有标明示例", en "the rule set “{name}” names no authority, and its benchmarks are not marked as examples";
            help zh "写「制定机关 “…”」;不是任何机关公布的阶次,在基准里写「示例」", en "write 制定机关 “…”, or mark benchmarks that no authority published with 示例";
        /// A benchmark without the statute's range.
        "ZS0909" Warning NoStatutory { name: String } =>
            zh "基准「{name}」没有写法定幅度,无法核对阶次是否超出法律规定", en "the benchmark “{name}” has no statutory range to check its tiers against";
            help zh "按依据的条文写「法定幅度 {{ … }}」", en "write 法定幅度 {{ … }} from the provision it rests on";
        /// A benchmark or a scoring standard that no case tries.
        "ZS0910" Hint NoCase { what: Term, name: String } =>
            zh "{what}「{name}」没有用例", en "no case tries the {what:#} “{name}”";
            help zh "至少在每个阶次、等次的界限上写一个用例", en "write at least one case at the bound of each tier or grade";
    }
}
