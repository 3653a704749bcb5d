//! Problems of rule sets and their versions (`ZS07##`).

use super::Term;

problems! {
    /// Of rule sets and versions.
    SetProblem {
        /// Two rule sets in a file.
        "ZS0701" Error TwoRuleSets { name: String } =>
            zh "一份文件只能有一个规则集,「{name}」是第二个", en "a file holds one rule set; “{name}” is the second";
            help zh "把它移到另一份文件里", en "move it to a file of its own";
        /// A rule outside of any rule set.
        "ZS0702" Error NoRuleSet { what: Term } =>
            zh "这份文件没有规则集,不能声明{what}", en "this file has no rule set (规则集), so it cannot declare a {what:#}";
            help zh "在文件开头写「规则集 名称 {{ 版本 “…” 施行 … }}」", en "begin the file with 规则集 name {{ 版本 “…” 施行 … }}";
        /// No version.
        "ZS0703" Error NoVersion { name: String } =>
            zh "规则集「{name}」没有写版本", en "the rule set “{name}” has no version";
            help zh "写「版本 “2026.1”」", en "write 版本 “2026.1”";
        /// No effective date.
        "ZS0704" Error NoEffective { name: String } =>
            zh "规则集「{name}」没有写何时施行", en "the rule set “{name}” does not say from when it is in force";
            help zh "写「施行 2026年1月1日」", en "write 施行 2026年1月1日";
        /// It ends before it begins.
        "ZS0705" Error ExpiresEarly { } =>
            zh "失效日期不晚于施行日期,规则集一天也不施行", en "the rule set expires before it takes effect";
        /// Two versions in force at once.
        "ZS0706" Error Overlap { name: String, other: String } =>
            zh "规则集「{name}」的两个版本施行期重叠", en "two versions of the rule set “{name}” are in force at the same time";
            help zh "给先施行的版本写上失效日期(另一版本在「{other}」)", en "give the earlier version a 失效 date (the other version is in “{other}”)";
        /// Two versions of one number.
        "ZS0707" Error SameVersion { name: String, version: String } =>
            zh "规则集「{name}」有两个版本都标为「{version}」", en "two versions of the rule set “{name}” are both numbered “{version}”";
        /// A unit of rounding that is none.
        "ZS0708" Error RoundingUnit { unit: String } =>
            zh "不能取整到「{unit}」", en "fines cannot be rounded to “{unit}”";
            help zh "可以取整到分、角、元、百元、千元、万元", en "round to 分, 角, 元, 百元, 千元 or 万元";
    }
}
