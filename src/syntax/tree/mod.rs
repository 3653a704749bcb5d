//! The syntax tree of one rule file: what was written and where, without what it means.
//!
//! **Invariant:** a tree is made for any text. Everything in a file is a [`Clause`]; a stretch that could not be read
//! is a [`ClauseKind::Bad`], so that the formatter can keep it word for word. Equality ignores places ([`Spanned`]).

mod condition;
mod review;
mod sanction;
mod scoring;

pub use condition::{
    BoundWord, Condition, Connector, CountOf, Expr, ExprOp, Item, ListMeasure, Measure, RangeBound, RangeExpr, Relation, SpanUnit, Value,
    ValueItem, WindowSide,
};
pub use review::{
    AdviceWord, Ask, CitedLevel, CitedWhat, ClassWord, Element, FindingPlace, Gap, NumberingWord, Phrase, SubjectWord, TextTest, UnitWord,
    Word, WordList,
};
pub use sanction::{Connective, Fine, FineBasis, Growth, Modality, Penalty, PenaltyGroup, Sanction};
pub use scoring::{GradeRow, ScoreLine, ScoreOn, ScoreWord};

use crate::diagnostic::{Place, Severity, Span, Spanned};
use crate::law::{Citation, Date, Exact, Rounding};

/// A name as written: an identifier or a quoted text.
pub type Name = Spanned<String>;

/// A dotted path of names: `当事人.出生日期`.
pub type Path = Spanned<Vec<Name>>;

/// A comment, with the `#`, up to the end of its line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// Where it is.
    pub span: Span,
    /// Whether something other than white space stands before it on its line.
    pub trailing: bool,
    /// Its text without the `#`, the blank after it and the blanks at its end; further blanks are the author's.
    pub text: String,
}

/// A whole file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tree {
    /// The top-level clauses, in order.
    pub clauses: Vec<Clause>,
    /// All comments, in order.
    pub comments: Vec<Comment>,
}

/// The clauses between a pair of braces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// The clauses, in order.
    pub clauses: Vec<Clause>,
    /// Opening to closing brace.
    pub span: Place,
}

/// One clause with its place.
pub type Clause = Spanned<ClauseKind>;

/// Every clause of the language. Which clause may stand where is the checker's business, not the grammar's.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are named by the example of their variant")]
pub enum ClauseKind {
    // ── declarations ──
    /// `规则集 名 { … }`
    RuleSet { name: Name, body: Block },
    /// `引入 “路径”`
    Import { path: Spanned<String> },
    /// `单位 名 [= 50千克]`
    Unit { name: Name, equals: Option<Spanned<Measure>> },
    /// `种类 名 属于 种类`
    Kind { name: Name, parent: Name },
    /// `类别 名 { 甲, 乙 }` (unordered) or `等级 名 { 甲 < 乙 }` (ordered)
    Enumeration { name: Name, members: Members },
    /// `要素 名 { … }`
    Record { name: Name, body: Block },
    /// `基准 名 { … }`
    Benchmark { name: Name, body: Block },
    /// `情节 名 { … }`
    Circumstance { name: Name, body: Block },
    /// `幅度规则 [名] { … }`
    RangeRule { name: Option<Name>, body: Block },
    /// `程序 名 { … }`
    Procedure { name: Name, body: Block },
    /// `用例 名 { … }`
    Case { name: Name, body: Block },
    /// `词表 名 { 甲, 乙, 包含 丙 }`
    WordList(WordList),
    /// `审查 名 { … }`
    Review { name: Name, body: Block },

    // ── of a rule set's head ──
    /// `版本 “…”`, `制定机关 “…”` and the other clauses that hold one text
    Text { role: TextRole, text: Spanned<String> },
    /// `施行 日期`, `失效 日期`
    DateOf { role: DateRole, date: Spanned<Date> },
    /// `取整 元 舍去`
    Round { unit: Name, rounding: Spanned<Rounding> },

    // ── of a record ──
    /// `包含 要素名, …`
    Include { records: Vec<Name> },
    /// `名: 类型 [范围] [可缺] [越大越重|越小越重] [“说明”]`
    Field {
        name: Name,
        ty: Spanned<TypeExpr>,
        range: Option<Spanned<RangeExpr>>,
        optional: Option<Place>,
        direction: Option<Spanned<Direction>>,
        note: Option<Spanned<String>>,
    },
    /// `定义 名 = 值或者条件`. A bare path is read as [`Condition::Value`]; the checker decides whether it is a condition.
    Definition { name: Name, value: Spanned<Condition> },

    // ── shared ──
    /// `要素 名, …` inside a rule
    Facts { records: Vec<Name> },
    /// `依据 《…》第…条, …`
    Basis { citations: Vec<Spanned<Citation>> },
    /// `违反 《…》第…条, …`
    Breaches { citations: Vec<Spanned<Citation>> },
    /// `当 条件`
    When { condition: Spanned<Condition> },
    /// `适用 当 条件`
    AppliesWhen { condition: Spanned<Condition> },
    /// `其他情形`
    Otherwise,
    /// `示例`
    Example,
    /// `检验 空档 警告`, `检验 倒挂 不查` (`None`)
    Verify { fault: Spanned<Fault>, level: Spanned<Option<Severity>> },
    /// 细化
    Refines { benchmark: Name },
    /// `原表如此 重叠 “…”`
    AsPublished { fault: Spanned<Fault>, reason: Spanned<String> },
    /// `处 …` (also `应处` in a case: see [`ClauseKind::ExpectSanction`])
    Impose { sanction: Spanned<Sanction> },
    /// `对 个人 处 …`
    ImposeOn { target: Name, sanction: Spanned<Sanction> },
    /// `若 条件 则 …`, optionally `若 条件 则 对 个人 处 …`
    IfThen { condition: Spanned<Condition>, target: Option<Name>, sanction: Spanned<Sanction> },

    // ── of a benchmark ──
    /// `法定幅度 { … }`: holds bare sanctions ([`ClauseKind::Impose`]), `若…则…`, `对…处…` and named [`ClauseKind::NamedRange`]s
    StatutoryRange { body: Block },
    /// `情节严重 { … }` inside 法定幅度
    NamedRange { name: Name, body: Block },
    /// `适用 情节严重` inside a tier
    Applies { name: Name },
    /// `命中 唯一`
    Hit { policy: Spanned<HitPolicy> },
    /// `阶次 名 { … }`
    Tier { name: Name, body: Block },
    /// `阶次表 [唯一] { | … | }`
    TierTable { policy: Option<Spanned<HitPolicy>>, table: Table },
    /// `交叉表 { | … | }`
    CrossTable { table: CrossTable },
    /// `裁量因素 { … }`
    Factors { body: Block },
    /// `因素 名 [权重 20%] { 幅度或值: 比例; 当 条件: 比例; 其他: 比例 }`
    Factor { name: Name, weight: Option<Spanned<Exact>>, rows: Vec<FactorRow> },
    /// `合计下限 20%`
    FactorFloor { ratio: Spanned<Exact> },
    /// `合计上限 100%`
    FactorCap { ratio: Spanned<Exact> },

    // ── of a circumstance ──
    /// `效果 [应当|可以] 从轻 或者 减轻`
    Effect { modality: Modality, effects: Vec<Spanned<EffectWord>> },
    /// `适用于 基准名, …`
    OnlyFor { benchmarks: Vec<Name> },

    // ── of a range rule ──
    /// `基数 阶次幅度|法定幅度`
    RangeBase { base: Spanned<RangeBaseWord> },
    /// `从轻: 0%以上不满30%`; for 减轻 also `低于下限`, `下限 的 …`, `上限 的 …`
    Band { band: Spanned<BandWord>, of: BandOf },
    /// `仅有上限 { … }`
    UpperOnly { body: Block },
    /// `数个从轻 取 最低`
    Combine { what: Spanned<CombineWord>, take: Spanned<TakeWord> },

    // ── of a procedure ──
    /// `级别 错误`
    Level { level: Spanned<Severity> },
    /// `应当 条件`
    Must { condition: Spanned<Condition> },

    // ── of a set of checks ──
    /// `检查 编号 标题 { … }`
    Check { code: Option<Name>, title: Option<Name>, body: Block },
    /// `对象 公文, …`
    Target { kinds: Vec<Name> },
    /// `每一 款 查找 …`, `每一 款 [当 …] 要求 …`, `要求 …`
    Ask(Ask),
    /// `除外 条件` of a check
    Exception { condition: Spanned<Condition> },
    /// `处理 修改`
    Advise { advice: Spanned<AdviceWord> },
    /// `应报 “…”` (true), `不报 “…”` (false)
    MustReport { report: bool, texts: Vec<Spanned<String>> },

    // ── of a scoring standard ──
    /// `评分 名 { … }`
    Scoring { name: Name, body: Block },
    /// `满分 100分`
    FullScore { points: Spanned<Measure> },
    /// `合计上限 100分`
    ScoreCap { points: Spanned<Measure> },
    /// `项目 名 20分 { … }`, `加分项目 名 5分 { … }`
    ScoreItem { bonus: bool, name: Name, points: Spanned<Measure>, body: Block },
    /// `扣 2分 每 甲 1份, 最多 10分 “…”`, `得 5分 当 … “…”`
    ScoreLine(Box<ScoreLine>),
    /// `一票否决 [为 不合格] 当 … “…”`
    Veto { grade: Option<Name>, condition: Spanned<Condition>, reason: Option<Spanned<String>> },
    /// `等次 { 优秀: 90分以上; … }`
    Grades { rows: Vec<GradeRow>, span: Place },

    // ── of a case ──
    /// `评分 名, …` inside a case
    CaseScorings { names: Vec<Name> },
    /// `应得 92分`
    ExpectScore { points: Spanned<Measure> },
    /// `审查 名, …` inside a case
    CaseReviews { names: Vec<Name> },
    /// `文本 “…”` inside a case: each a line
    CaseText { lines: Vec<Spanned<String>> },
    /// `材料 “…”` inside a case
    CaseMaterials { names: Vec<Spanned<String>> },
    /// `应有 编号 [于 “…”]`, `不应有 编号 [于 第三条]`
    ExpectFinding { present: bool, code: Name, at: Option<Spanned<FindingPlace>> },
    /// `基准 名, …` inside a case
    CaseBenchmarks { names: Vec<Name> },
    /// `设 甲 = 值, 乙 = 值`
    Let { bindings: Vec<(Path, Spanned<Value>)> },
    /// `拟处 …`
    Proposed { sanction: Spanned<Sanction> },
    /// `应为 甲 或者 乙 [, 处 …]`
    ExpectTier { tiers: Vec<Name>, sanction: Option<Spanned<Sanction>> },
    /// `应处 …`, `应处 不予处罚`
    ExpectSanction { sanction: Spanned<Sanction> },
    /// `应有 情节 名`, `不应有 情节 名`
    ExpectCircumstance { present: bool, name: Name },
    /// `应有 程序 名 违反`
    ExpectProcedure { name: Name, outcome: Spanned<ProcedureWord> },
    /// `待查明 甲, 乙`; `待查明 无` is an empty list
    ExpectUnknown { facts: Vec<Path> },
    /// `应认定 过重`
    ExpectVerdict { verdict: Spanned<VerdictWord> },

    /// A stretch that could not be read; the text is kept word for word.
    Bad { text: String },
}

/// Which clause a single text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TextRole {
    /// 版本
    Version,
    /// 制定机关
    Issuer,
    /// 违法行为
    Conduct,
    /// 提示
    Message,
    /// 建议
    Suggestion,
    /// 说明
    Note,
}

/// Which clause a single date is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DateRole {
    /// 施行
    Effective,
    /// 失效
    Expires,
}

/// A type as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TypeExpr {
    /// 是否
    Boolean,
    /// 整数
    Integer,
    /// 数
    Number,
    /// 金额
    Money,
    /// 比例
    Ratio,
    /// 倍数
    Multiple,
    /// `数量 平方米`
    Quantity(Name),
    /// `期间 日|工作日|月`
    Period(Spanned<PeriodFamily>),
    /// 日期
    Date,
    /// 文本
    Text,
    /// `类别 {…}` or `等级 {…}` written in place
    Inline(Members),
    /// a declared 类别, 等级 or 要素
    Named(Name),
    /// `列表 要素名`
    List(Name),
}

/// The members of an enumeration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Members {
    /// 等级 (from light to grave) or 类别.
    pub ordered: bool,
    /// The members in order.
    pub names: Vec<Name>,
}

/// Which periods a fact holds; periods compare only within one family.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PeriodFamily {
    /// 日
    Days,
    /// 工作日
    WorkingDays,
    /// 月 (and 年)
    Months,
}

/// Which way a fact grows graver.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Direction {
    /// 越大越重
    GreaterIsGraver,
    /// 越小越重
    LesserIsGraver,
}

/// What happens where several tiers fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum HitPolicy {
    /// 唯一: exactly one may fit
    Unique,
    /// 首个: the first that fits
    First,
    /// 从重: the last, which is the gravest
    Gravest,
    /// 汇总: all that fit
    Collect,
}

/// A table of tiers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The header.
    pub columns: Vec<Spanned<Column>>,
    /// The rows; a row has a cell for each column, missing ones reported by the parser and filled with [`Cell::Any`].
    pub rows: Vec<Spanned<Vec<Spanned<Cell>>>>,
}

/// What a column holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Column {
    /// 阶次
    Tier,
    /// a fact or definition
    Fact(Path),
    /// 当
    When,
    /// 适用
    Applies,
    /// 处罚 (`None`) or 处罚(个人)
    Sanction(Option<Name>),
    /// 依据
    Basis,
    /// 说明
    Note,
}

/// A cell of a table, read by its column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// `-`
    Any,
    /// 其他
    Otherwise,
    /// a name (tier, applied range)
    Name(Name),
    /// a range of a fact
    Range(RangeExpr),
    /// one of several values: members, 是, 否, literals
    Values(Vec<Spanned<Expr>>),
    /// `非 甲`
    NotValues(Vec<Spanned<Expr>>),
    /// a condition, in a column 当
    Condition(Condition),
    /// what is imposed, in a column 处罚
    Sanction(Sanction),
    /// citations, in a column 依据
    Basis(Vec<Spanned<Citation>>),
    /// a text, in a column 说明
    Text(String),
    /// could not be read
    Bad(String),
}

/// A cross table: rows by one or more facts, columns by one more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CrossTable {
    /// The facts of the row headings.
    pub row_facts: Vec<Path>,
    /// The fact of the column headings.
    pub column_fact: Path,
    /// The column headings ([`Cell::Range`], [`Cell::Values`]).
    pub columns: Vec<Spanned<Cell>>,
    /// Each row: a heading for each row fact, then a cell ([`Cell::Sanction`] or [`Cell::Any`]) for each column.
    pub rows: Vec<Spanned<CrossRow>>,
}

/// A row of a [`CrossTable`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CrossRow {
    /// One heading for each row fact.
    pub headings: Vec<Spanned<Cell>>,
    /// One cell for each column.
    pub cells: Vec<Spanned<Cell>>,
}

/// A row of a factor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactorRow {
    /// When the row applies: a [`Cell::Range`] or [`Cell::Values`] of the fact of the factor's name, a
    /// [`Cell::Condition`], or [`Cell::Otherwise`].
    pub test: Spanned<Cell>,
    /// Its share.
    pub ratio: Spanned<Exact>,
}

/// A word of 效果.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EffectWord {
    /// 不予处罚
    Waive,
    /// 减轻
    Mitigate,
    /// 从轻
    Lighten,
    /// 从重
    Aggravate,
}

/// A fault that the prover looks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fault {
    /// 空档
    Gap,
    /// 重叠
    Overlap,
    /// 死条
    Dead,
    /// 误导
    Misleading,
    /// 越限
    Excess,
    /// 倒挂
    Reversal,
    /// 不衔接
    Hole,
    /// 得分
    Score,
    /// 超上级
    BeyondHigher,
}

/// A word of 基数.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RangeBaseWord {
    /// 阶次幅度
    Tier,
    /// 法定幅度
    Statutory,
}

/// Which band a range rule sets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BandWord {
    /// 减轻
    Mitigate,
    /// 从轻
    Lighten,
    /// 一般
    Ordinary,
    /// 从重
    Aggravate,
}

/// What a band's ratios are of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BandOf {
    /// ratios of the way from the lower to the upper bound
    Spread(Spanned<RangeExpr>),
    /// `低于下限`
    BelowLower,
    /// `下限 的 30%以上不满100%`
    OfLower(Spanned<RangeExpr>),
    /// `上限 的 10%以下`
    OfUpper(Spanned<RangeExpr>),
}

/// Which meeting of circumstances a rule settles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CombineWord {
    /// 数个从轻
    SeveralLighten,
    /// 数个从重
    SeveralAggravate,
    /// 从轻从重并存
    Mixed,
}

/// What a meeting of circumstances leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TakeWord {
    /// 最低
    Lowest,
    /// 最高
    Highest,
    /// 从轻
    Lighten,
    /// 从重
    Aggravate,
    /// 一般
    Ordinary,
    /// 全幅
    Whole,
}

/// How a procedure rule stands in a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ProcedureWord {
    /// 满足
    Met,
    /// 违反
    Violated,
    /// 待定
    Open,
}

/// How a proposed penalty compares with the result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum VerdictWord {
    /// 适当
    Fitting,
    /// 过重
    TooHeavy,
    /// 过轻
    TooLight,
    /// 种类不符
    WrongKind,
}
