//! Problems of scoring standards (`ZS17##`).

use super::Term;

problems! {
    /// Of scoring standards.
    ScoringProblem {
        /// A standard without items.
        "ZS1701" Error NoItems { name: String } =>
            zh "评分「{name}」没有「项目」", en "the scoring standard “{name}” has no items (项目)";
            help zh "写「项目 名称 20分 {{ 扣 2分 当 … }}」", en "write 项目, a name, its points and what takes them away";
        /// A standard without grades.
        "ZS1702" Error NoGrades { name: String } =>
            zh "评分「{name}」没有「等次」", en "the scoring standard “{name}” has no grades (等次)";
            help zh "写「等次 {{ 优秀: 90分以上; 合格: 60分以上不满90分; 不合格: 不满60分 }}」", en "write 等次 and a range of points for each";
        /// A standard without a full score.
        "ZS1703" Error NoFullScore { name: String } =>
            zh "评分「{name}」没有「满分」", en "the scoring standard “{name}” has no full score (满分)";
            help zh "写「满分 100分」", en "write 满分 100分";
        /// Items that do not come to the full score.
        "ZS1704" Error ItemSum { sum: String, full: String } =>
            zh "各项目合计{sum}分,满分却是{full}分", en "the items come to {sum} points, but the full score is {full}";
            help zh "改正项目的分值;满分以外的写成「加分项目」", en "correct the items’ points; what goes beyond is a 加分项目";
        /// A figure that is no points.
        "ZS1705" Error NotPoints { found: String } =>
            zh "这里应当是分数(如 20分),「{found}」不是", en "points (such as 20分) are needed here, “{found}” is none";
        /// 扣 and 得 in one item.
        "ZS1706" Error MixedLines { item: String } =>
            zh "项目「{item}」里既有「扣」又有「得」", en "the item “{item}” both deducts (扣) and awards (得)";
            help zh "一个项目或者从满分往下扣,或者从零分往上得;加分项目只能「得」", en "an item either loses points or earns them; a bonus item (加分项目) only earns";
        /// A grade that is not there.
        "ZS1707" Error UnknownGrade { grade: String } =>
            zh "没有名为「{grade}」的等次", en "there is no grade named “{grade}”";
        /// An item or a grade twice.
        "ZS1708" Error Twice { what: Term, name: String } =>
            zh "{what}「{name}」写了两次", en "the {what:#} “{name}” is there twice";
        /// A step that cannot be counted by.
        "ZS1709" Error BadStep { found: String } =>
            zh "「每」之后不能按「{found}」计次", en "“{found}” cannot be counted by";
            help zh "写数量、金额、期间等要素,一次的大小必须大于零,例如「每 缺失文书 1份」", en "name a figure, and a step above nought: 每 缺失文书 1份";
        /// A line that takes more than its item has.
        "ZS1710" Warning BeyondItem { item: String, points: String, most: String } =>
            zh "这里的{points}分超过了项目「{item}」的{most}分", en "these {points} points are more than the {most} of the item “{item}”";
            help zh "项目最多扣到零分、得到满分,超出的部分没有作用", en "an item never leaves 0 to its points; the rest has no effect";
        /// An item that never changes.
        "ZS1711" Error NoLines { item: String } =>
            zh "项目「{item}」没有写怎样扣分、得分", en "nothing moves the points of the item “{item}”";
            help zh "写「扣 2分 当 …」或者「得 2分 当 …」", en "write 扣 2分 当 … or 得 2分 当 …";
        /// A case of a standard mixed with others.
        "ZS1712" Error MixedCase { case: String } =>
            zh "用例「{case}」按评分标准打分,不能同时写这一项", en "the case “{case}” is scored by a standard; this has no place in it";
            help zh "另写一个用例", en "write another case";
        /// A case of no standard, or of several.
        "ZS1713" Error OneStandard { case: String } =>
            zh "用例「{case}」应当写明按哪一个评分标准打分", en "the case “{case}” must name one scoring standard";
            help zh "写「评分 名称」,一个用例一个标准", en "write 评分 and its name: one standard a case";
        /// A grade without points.
        "ZS1714" Error GradeBounds { grade: String } =>
            zh "等次「{grade}」的界限不是分数", en "the bounds of the grade “{grade}” are not points";
            help zh "写成「90分以上」「60分以上不满90分」", en "write 90分以上 or 60分以上不满90分";
    }
}
