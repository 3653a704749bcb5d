//! What each clause is called and where it belongs, for messages about clauses in the wrong place. Knows nothing of meaning.

use crate::diagnostic::Term;
use crate::syntax::tree::{self, ClauseKind, DateRole, TextRole};

/// The name of a clause and where it belongs.
pub(super) struct Described {
    pub(super) name: Term,
    pub(super) belongs: Term,
}

/// Describes a clause; `None` for a stretch that could not be read, which has been reported already.
pub(super) fn describe(clause: &ClauseKind) -> Option<Described> {
    use ClauseKind as C;
    let top = ("文件的最外层", "at the top level of a file");
    let set = ("「规则集」里", "in a rule set’s head (规则集)");
    let record = ("「要素」里", "in a group of facts (要素)");
    let benchmark = ("「基准」里", "in a benchmark (基准)");
    let statutory = ("「法定幅度」里", "in a statutory range (法定幅度)");
    let tier = ("「阶次」里", "in a tier (阶次)");
    let factors = ("「裁量因素」里", "in 裁量因素");
    let circumstance = ("「情节」里", "in a circumstance (情节)");
    let range_rule = ("「幅度规则」里", "in a range rule (幅度规则)");
    let procedure = ("「程序」里", "in a procedure rule (程序)");
    let review = ("「审查」里", "in a set of checks (审查)");
    let check = ("「检查」里", "in a check (检查)");
    let scoring = ("「评分」里", "in a scoring standard (评分)");
    let score_item = ("「项目」里", "in an item of a scoring standard (项目)");
    let case = ("「用例」里", "in a case (用例)");
    let rules = ("「基准」「情节」「程序」里", "in a benchmark, circumstance or procedure rule");
    let imposing = ("「基准」「法定幅度」「阶次」里", "in a benchmark, statutory range or tier");
    let testing = ("「阶次」「情节」「程序」里", "in a tier, circumstance or procedure rule");
    let checking = ("「审查」「检查」里", "in a set of checks or a check");
    let duties = ("「程序」「检查」里", "in a procedure rule or a check");
    let (zh, en, belongs) = match clause {
        C::RuleSet { .. } => ("规则集", "规则集 (rule set)", top),
        C::Import { .. } => ("引入", "引入 (import)", top),
        C::Unit { .. } => ("单位", "单位 (unit)", top),
        C::Kind { .. } => ("种类", "种类 (kind)", top),
        C::Enumeration { members, .. } if members.ordered => ("等级", "等级 (grade)", top),
        C::Enumeration { .. } => ("类别", "类别 (category)", top),
        C::Record { .. } => ("要素", "要素 (facts)", top),
        C::Benchmark { .. } => ("基准", "基准 (benchmark)", top),
        C::Circumstance { .. } => ("情节", "情节 (circumstance)", top),
        C::RangeRule { .. } => ("幅度规则", "幅度规则 (range rule)", top),
        C::Procedure { .. } => ("程序", "程序 (procedure rule)", top),
        C::Case { .. } => ("用例", "用例 (case)", top),
        C::Text { role: TextRole::Version, .. } => ("版本", "版本 (version)", set),
        C::Text { role: TextRole::Issuer, .. } => ("制定机关", "制定机关 (issuer)", set),
        C::Text { role: TextRole::Conduct, .. } => ("违法行为", "违法行为 (conduct)", benchmark),
        C::Text { role: TextRole::Message, .. } => ("提示", "提示 (message)", duties),
        C::Text { role: TextRole::Suggestion, .. } => ("建议", "建议 (suggestion)", duties),
        C::Text { role: TextRole::Note, .. } => ("说明", "说明 (note)", tier),
        C::DateOf { role: DateRole::Effective, .. } => ("施行", "施行 (effective date)", set),
        C::DateOf { role: DateRole::Expires, .. } => ("失效", "失效 (expiry)", set),
        C::Round { .. } => ("取整", "取整 (rounding)", set),
        C::Include { .. } => ("包含", "包含 (include)", record),
        C::Field { .. } => ("要素的项", "a field", record),
        C::Definition { .. } => ("定义", "定义 (definition)", ("「要素」「基准」「情节」「程序」里", "in a group of facts or a rule")),
        C::Facts { .. } => ("要素", "要素 (the facts a rule uses)", rules),
        C::Basis { .. } => (
            "依据",
            "依据 (basis)",
            ("「基准」「阶次」「情节」「幅度规则」「程序」里", "in a benchmark, tier, circumstance, range rule or procedure rule"),
        ),
        C::Breaches { .. } => ("违反", "违反 (breaches)", benchmark),
        C::When { .. } => ("当", "当 (when)", testing),
        C::AppliesWhen { .. } => {
            ("适用 当", "适用 当 (applies when)", ("「基准」「审查」「评分」里", "in a benchmark, a set of checks or a scoring standard"))
        }
        C::Otherwise => ("其他情形", "其他情形 (otherwise)", tier),
        C::Example => ("示例", "示例 (example)", benchmark),
        C::Verify { .. } => ("检验", "检验 (verify)", set),
        C::Refines { .. } => ("细化", "细化 (refines)", benchmark),
        C::AsPublished { .. } => ("原表如此", "原表如此 (as published)", benchmark),
        C::Impose { .. } => ("处", "处 (impose)", imposing),
        C::ImposeOn { .. } => ("对…处", "对 … 处 (impose on)", imposing),
        C::IfThen { .. } => ("若…则", "若 … 则 (if … then)", imposing),
        C::StatutoryRange { .. } => ("法定幅度", "法定幅度 (statutory range)", benchmark),
        C::NamedRange { .. } => ("有条件的幅度", "a named statutory range", statutory),
        C::Applies { .. } => ("适用", "适用 (applies)", tier),
        C::Hit { .. } => ("命中", "命中 (hit policy)", benchmark),
        C::Tier { .. } => ("阶次", "阶次 (tier)", benchmark),
        C::TierTable { .. } => ("阶次表", "阶次表 (table of tiers)", benchmark),
        C::CrossTable { .. } => ("交叉表", "交叉表 (cross table)", benchmark),
        C::Factors { .. } => ("裁量因素", "裁量因素 (factors)", benchmark),
        C::Factor { .. } => ("因素", "因素 (factor)", factors),
        C::FactorFloor { .. } => ("合计下限", "合计下限 (floor)", factors),
        C::FactorCap { .. } => ("合计上限", "合计上限 (cap)", factors),
        C::Effect { .. } => ("效果", "效果 (effect)", circumstance),
        C::OnlyFor { .. } => ("适用于", "适用于 (only for)", circumstance),
        C::RangeBase { .. } => ("基数", "基数 (base)", range_rule),
        C::Band { .. } => ("从轻、一般、从重、减轻的幅度", "a band", range_rule),
        C::UpperOnly { .. } => ("仅有上限", "仅有上限 (upper bound only)", range_rule),
        C::Combine { .. } => ("情节并存的规则", "a rule of combination", range_rule),
        C::Level { .. } => ("级别", "级别 (level)", duties),
        C::Must { .. } => ("应当", "应当 (must)", procedure),
        C::CaseBenchmarks { .. } => ("基准", "基准 (the benchmarks of a case)", case),
        C::Let { .. } => ("设", "设 (let)", case),
        C::Proposed { .. } => ("拟处", "拟处 (proposed)", case),
        C::ExpectTier { .. } => ("应为", "应为 (expected tier)", case),
        C::ExpectSanction { .. } => ("应处", "应处 (expected sanction)", case),
        C::ExpectCircumstance { .. } => ("应有 情节", "应有 情节 (expected circumstance)", case),
        C::ExpectProcedure { .. } => ("应有 程序", "应有 程序 (expected procedure)", case),
        C::ExpectUnknown { .. } => ("待查明", "待查明 (expected unknown)", case),
        C::ExpectVerdict { .. } => ("应认定", "应认定 (expected verdict)", case),
        C::Scoring { .. } => ("评分", "评分 (scoring standard)", top),
        C::FullScore { .. } => ("满分", "满分 (full score)", scoring),
        C::ScoreCap { .. } => ("合计上限", "合计上限 (cap)", scoring),
        C::ScoreItem { bonus: false, .. } => ("项目", "项目 (item)", scoring),
        C::ScoreItem { .. } => ("加分项目", "加分项目 (bonus item)", scoring),
        C::ScoreLine(_) => ("扣分、得分", "扣, 得 (deduct, award)", score_item),
        C::Veto { .. } => ("一票否决", "一票否决 (veto)", scoring),
        C::Grades { .. } => ("等次", "等次 (grades)", scoring),
        C::CaseScorings { .. } => ("评分", "评分 (the scoring standard of a case)", case),
        C::ExpectScore { .. } => ("应得", "应得 (expected score)", case),
        C::WordList(_) => ("词表", "词表 (word list)", top),
        C::Review { .. } => ("审查", "审查 (set of checks)", top),
        C::Check { .. } => ("检查", "检查 (check)", review),
        C::Target { .. } => ("对象", "对象 (target)", review),
        C::Ask(tree::Ask::Whole { .. }) => ("要求", "要求 (require)", check),
        C::Ask(_) => ("每一", "每一 … (each)", check),
        C::Exception { .. } => ("除外", "除外 (excepted)", checking),
        C::Advise { .. } => ("处理", "处理 (advice)", check),
        C::MustReport { report: true, .. } => ("应报", "应报 (must report)", check),
        C::MustReport { .. } => ("不报", "不报 (must not report)", check),
        C::CaseReviews { .. } => ("审查", "审查 (the checks of a case)", case),
        C::CaseText { .. } => ("文本", "文本 (text)", case),
        C::CaseMaterials { .. } => ("材料", "材料 (materials)", case),
        C::ExpectFinding { .. } => ("应有 检查", "应有 (expected finding)", case),
        C::Bad { .. } => return None,
    };
    Some(Described { name: Term::new(zh, en), belongs: Term::new(belongs.0, belongs.1) })
}
