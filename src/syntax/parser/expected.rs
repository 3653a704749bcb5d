//! What each rule of the grammar is called in front of a reviewer. No rule's own name is ever shown.

use super::build::is_keyword;
use super::grammar::Rule;
use crate::syntax::keyword;

/// What a rule reads, in a reviewer's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Told {
    /// A keyword.
    Keyword(&'static keyword::Keyword),
    /// A mark, as it is written.
    Mark(&'static str),
    /// Something with a name in both languages.
    Thing(&'static str, &'static str),
    /// Too small or too large to be worth telling.
    Hidden,
}

const NAME: Told = Told::Thing("名称", "a name");
const FACT: Told = Told::Thing("要素名", "a fact");
const TEXT: Told = Told::Thing("引号里的文字", "a text in quotes");
const VALUE: Told = Told::Thing("要素、数额或者算式", "a fact, a figure or an expression");
const CONDITION: Told = Told::Thing("条件", "a condition");
const RANGE: Told = Told::Thing("幅度(如「1000元以上不满1万元」)", "a range (such as 1000元以上不满1万元)");
const COMPARE: Told = Told::Thing("「为」「含」「早于」等比较", "a comparison such as 为, 含 or 早于");
const SANCTION: Told = Told::Thing("处罚", "a penalty");
const CONNECT: Told = Told::Thing("「,」「并处」或者「或者」", "a comma, 并处 (and_impose) or 或者 (or)");
const JOIN: Told = Told::Thing("「且」或者「或者」", "且 (and) or 或者 (or)");
const ARITHMETIC: Told = Told::Thing("算式符号", "an arithmetic sign");
const SHARE: Told = Told::Thing("比例(如 20%)", "a ratio (such as 20%)");
const FIGURE: Told = Told::Thing("带单位的数", "a figure with its unit");
const CITATION: Told = Told::Thing(
    "引用(如《中华人民共和国行政处罚法》第三十三条第一款)",
    "a citation (such as 《中华人民共和国行政处罚法》第三十三条第一款)",
);
const BLOCK: Told = Told::Thing("花括号 { … }", "a block in braces { … }");
const CLAUSE: Told = Told::Thing("一条完整的写法", "a complete clause");

/// What `rule` is called; `None` for a rule that has been forgotten here, which a test finds.
#[allow(clippy::too_many_lines, reason = "one arm a group of rules")]
pub(super) fn told(rule: Rule) -> Option<Told> {
    if is_keyword(rule) {
        // A keyword of the table; 和 between citations is none of it.
        return Some(keyword::by_name(format!("{rule:?}").trim_start_matches("kw_")).map_or(Told::Hidden, Told::Keyword));
    }
    Some(match rule {
        Rule::p_lbrace => Told::Mark("{"),
        Rule::p_rbrace => Told::Mark("}"),
        Rule::p_lparen => Told::Mark("("),
        Rule::p_rparen => Told::Mark(")"),
        Rule::p_lsquare => Told::Mark("["),
        Rule::p_rsquare => Told::Mark("]"),
        Rule::p_comma => Told::Mark(","),
        Rule::p_stop => Told::Mark("、"),
        Rule::p_semi => Told::Mark(";"),
        Rule::p_colon => Told::Mark(":"),
        Rule::p_equals => Told::Mark("="),
        Rule::p_less => Told::Mark("<"),
        Rule::p_dot => Told::Mark("."),
        Rule::p_back => Told::Mark("\\"),
        Rule::p_bar => Told::Mark("|"),
        Rule::p_dash | Rule::cell_any => Told::Mark("-"),
        Rule::p_minus | Rule::p_plus | Rule::p_times | Rule::p_divide | Rule::add_op | Rule::mul_op => ARITHMETIC,
        Rule::ident | Rule::name | Rule::free_name | Rule::names | Rule::tier_name => NAME,
        Rule::path | Rule::free_path | Rule::fact_column | Rule::column | Rule::corner => FACT,
        Rule::text => TEXT,
        Rule::date => Told::Thing("日期(如 2026年1月1日)", "a date (such as 2026年1月1日)"),
        Rule::ratio | Rule::share => SHARE,
        Rule::unit | Rule::cn_unit | Rule::unit_name => Told::Thing("单位", "a unit"),
        Rule::number_part
        | Rule::multiple
        | Rule::period
        | Rule::money
        | Rule::quantity
        | Rule::number
        | Rule::at_least_count
        | Rule::label_text
        | Rule::step
        | Rule::each => FIGURE,
        Rule::citation | Rule::citations | Rule::cell_citations | Rule::only_citations => CITATION,
        Rule::body
        | Rule::record_body
        | Rule::statutory_body
        | Rule::factors_body
        | Rule::range_rule_body
        | Rule::members
        | Rule::table => BLOCK,
        Rule::literal
        | Rule::expr
        | Rule::sum
        | Rule::product
        | Rule::primary
        | Rule::end_point
        | Rule::expr_group
        | Rule::extreme
        | Rule::extreme_word
        | Rule::elapsed
        | Rule::of_list
        | Rule::fine_fact
        | Rule::values
        | Rule::not_values
        | Rule::value
        | Rule::value_list
        | Rule::value_record
        | Rule::factor_test
        | Rule::cell_test => VALUE,
        Rule::condition
        | Rule::joined
        | Rule::unary
        | Rule::simple
        | Rule::group
        | Rule::comparison
        | Rule::has
        | Rule::has_word
        | Rule::list_of
        | Rule::list_word
        | Rule::item
        | Rule::cell_condition
        | Rule::only_condition => CONDITION,
        Rule::negation => Told::Hidden,
        Rule::connector => JOIN,
        Rule::relation | Rule::relation_word | Rule::window => COMPARE,
        Rule::range | Rule::bound | Rule::bound_prefix | Rule::bound_suffix | Rule::rate | Rule::range_or_figure | Rule::band_of => RANGE,
        Rule::sanction
        | Rule::penalties
        | Rule::penalty
        | Rule::nested
        | Rule::fine
        | Rule::fine_basis
        | Rule::fine_amount
        | Rule::fine_of_fact
        | Rule::per_unit
        | Rule::kind_penalty
        | Rule::cell_sanction
        | Rule::only_sanction
        | Rule::bare_impose => SANCTION,
        Rule::more_penalties | Rule::connective | Rule::either_or_both | Rule::may_and => CONNECT,
        Rule::type_expr => Told::Thing("类型(是否、整数、金额、日期 …)", "a type (是否, 整数, 金额, 日期 …)"),
        Rule::enum_word => Told::Hidden,
        Rule::family => Told::Thing("日、工作日或者月", "日 (days), 工作日 (working_days) or 月 (months)"),
        Rule::policy => Told::Thing("唯一、首个、从重或者汇总", "唯一 (unique), 首个 (first), 从重 (gravest) or 汇总 (collect)"),
        Rule::rounding => Told::Thing("舍去、进一或者四舍五入", "舍去 (down), 进一 (up) or 四舍五入 (half_up)"),
        Rule::severity => Told::Thing("错误、警告或者提示", "错误 (error), 警告 (warning) or 提示 (hint)"),
        Rule::effect_word => {
            Told::Thing("不予处罚、减轻、从轻或者从重", "不予处罚 (no_penalty), 减轻 (mitigate), 从轻 (lighten) or 从重 (aggravate)")
        }
        Rule::range_base_word => Told::Thing("阶次幅度或者法定幅度", "阶次幅度 (tier_range) or 法定幅度 (statutory_range)"),
        Rule::band_word => Told::Thing("减轻、从轻、一般或者从重", "减轻, 从轻, 一般 or 从重"),
        Rule::take_word => Told::Thing("最低、最高、从轻、从重、一般或者全幅", "最低, 最高, 从轻, 从重, 一般 or 全幅"),
        Rule::procedure_word => Told::Thing("满足、违反或者待定", "满足 (met), 违反 (violated) or 待定 (open)"),
        Rule::verdict => {
            Told::Thing("适当、过重、过轻或者种类不符", "适当 (fitting), 过重 (too_heavy), 过轻 (too_light) or 种类不符 (wrong_kind)")
        }
        Rule::side => Told::Thing("「前」或者「后」", "前 (prior) or 后 (later)"),
        Rule::span_unit => Told::Thing("天数或者周岁", "天数 (day_count) or 周岁 (years_of_age)"),
        Rule::list_measure => Told::Thing("「次数」或者「…合计」", "次数 (count) or … 合计 (sum)"),
        Rule::binding | Rule::value_item => Told::Thing("「要素 = 值」", "fact = value"),
        Rule::factor_row => Told::Thing("「幅度或者值: 比例」", "range or value: ratio"),
        Rule::row => Told::Thing("以「|」开头的一行", "a row that starts with |"),
        Rule::field => Told::Thing("「名称: 类型」", "name: type"),
        Rule::clause
        | Rule::record_clause
        | Rule::statutory_clause
        | Rule::factors_clause
        | Rule::range_rule_clause
        | Rule::probe_clause
        | Rule::probe_record
        | Rule::probe_statutory
        | Rule::probe_factors
        | Rule::probe_range_rule => CLAUSE,
        Rule::code => Told::Thing("检查的编号(如 NR-201)", "the code of a check (such as NR-201)"),
        Rule::unit_scope => Told::Thing(
            "单元(全文、标题、章、条、款、项、段、句、引用、定义、附件)",
            "a unit (全文, 标题, 章, 条, 款, 项, 段, 句, 引用, 定义, 附件)",
        ),
        Rule::phrase | Rule::phrases | Rule::element | Rule::list_name | Rule::phrase_of_test | Rule::group_of_words => {
            Told::Thing("短语(如 “应当|须” …20字内… “批准”)", "a phrase (such as “应当|须” …20字内… “批准”)")
        }
        Rule::regex => Told::Thing("「式 “正则表达式”」", "式 (regex) and a regular expression"),
        Rule::gap | Rule::dots => Told::Thing("间隔(如 …20字内…)", "a gap (such as …20字内…)"),
        Rule::gap_size => Told::Thing("字数(如 20字内)", "a number of characters (such as 20字内)"),
        Rule::text_test | Rule::unit_test | Rule::material_test | Rule::numbering => CONDITION,
        Rule::subject => Told::Thing("该句、该款、片段等", "该句, 该款, 片段 or the like"),
        Rule::contains_test | Rule::contains_word | Rule::cites_test | Rule::class_test | Rule::class_verb => {
            Told::Thing("「含」「不含」「引用」或者「为」", "含 (contains), 不含 (lacks_text), 引用 (cites) or 为 (is)")
        }
        Rule::cited | Rule::cited_level => {
            Told::Thing("法律、行政法规、上位法等,或者《…》", "法律, 行政法规, 上位法 or the like, or a title in 《》")
        }
        Rule::unit_class => Told::Thing("禁止性规定、引文、已废止等", "禁止性规定, 引文, 已废止 or the like"),
        Rule::numbering_word => Told::Thing("连续或者不重复", "连续 (consecutive) or 不重复 (without_repeat)"),
        Rule::advice_word => Told::Thing("保留、修改或者废止", "保留 (keep), 修改 (amend) or 废止 (repeal)"),
        Rule::place_in_act => Told::Thing("位置(如 第三条第二款)", "a place (such as 第三条第二款)"),
        Rule::word_members => BLOCK,
        Rule::next_clause | Rule::report_word => Told::Hidden,
        Rule::score_each => Told::Thing("「每 要素 1份」", "每 (each), a fact and a step"),
        Rule::grade_row => Told::Thing("「等次: 90分以上」", "grade: range of points"),
        Rule::item_word | Rule::score_word => Told::Hidden,
        Rule::scoring
        | Rule::full_score
        | Rule::score_cap
        | Rule::score_item
        | Rule::score_line
        | Rule::veto
        | Rule::grades
        | Rule::case_scorings
        | Rule::expect_score => CLAUSE,
        Rule::wordlist
        | Rule::word_include
        | Rule::review
        | Rule::check
        | Rule::target
        | Rule::ask
        | Rule::ask_find
        | Rule::ask_each
        | Rule::ask_require
        | Rule::exception
        | Rule::advise
        | Rule::must_report
        | Rule::case_reviews
        | Rule::case_text
        | Rule::case_materials
        | Rule::expect_finding => CLAUSE,
        Rule::EOI
        | Rule::file
        | Rule::bad
        | Rule::bad_piece
        | Rule::braces
        | Rule::label
        | Rule::modality
        | Rule::first_may
        | Rule::direction
        | Rule::growth
        | Rule::part_counts
        | Rule::fine_limit
        | Rule::limit_word
        | Rule::shift
        | Rule::list_filter
        | Rule::sanction_column
        | Rule::cell_name
        | Rule::balanced
        | Rule::balanced_pair
        | Rule::expr_follows
        | Rule::reserved
        | Rule::WHITESPACE
        | Rule::COMMENT
        | Rule::blank
        | Rule::word
        | Rule::digit
        | Rule::cn_sign
        | Rule::arabic
        | Rule::chinese
        | Rule::numeral
        | Rule::unit_stop
        | Rule::unit_char
        | Rule::figure
        | Rule::figure_ahead
        | Rule::cite_title
        | Rule::cite_number
        | Rule::cite_part
        | Rule::cite_join
        | Rule::cite_end
        | Rule::bound_end => Told::Hidden,
        // Whole clauses and the words that start them: told by their keyword.
        Rule::ruleset
        | Rule::import
        | Rule::unit_decl
        | Rule::kind_decl
        | Rule::enumeration
        | Rule::record
        | Rule::benchmark
        | Rule::circumstance
        | Rule::range_rule
        | Rule::procedure
        | Rule::case
        | Rule::text_clause
        | Rule::text_role
        | Rule::date_clause
        | Rule::date_role
        | Rule::round
        | Rule::include
        | Rule::definition
        | Rule::facts
        | Rule::basis
        | Rule::breaches
        | Rule::when
        | Rule::applies_when
        | Rule::applies
        | Rule::only_for
        | Rule::otherwise
        | Rule::example
        | Rule::verify
        | Rule::as_published
        | Rule::refines
        | Rule::impose
        | Rule::impose_on
        | Rule::if_then
        | Rule::statutory_range
        | Rule::named_range
        | Rule::hit
        | Rule::tier
        | Rule::tier_table
        | Rule::cross_table
        | Rule::factors
        | Rule::factor
        | Rule::factor_floor
        | Rule::factor_cap
        | Rule::effect
        | Rule::range_base
        | Rule::band
        | Rule::bound_word
        | Rule::upper_only
        | Rule::combine
        | Rule::combine_word
        | Rule::level
        | Rule::must
        | Rule::case_benchmarks
        | Rule::let_clause
        | Rule::proposed
        | Rule::expect_tier
        | Rule::expect_sanction
        | Rule::expect_circumstance
        | Rule::expect_word
        | Rule::expect_procedure
        | Rule::expect_unknown
        | Rule::expect_verdict => CLAUSE,
        _ => return None,
    })
}

/// The most words a list of what was expected holds.
const MOST: usize = 5;

/// What was expected, as a phrase in Chinese and one in English.
pub(super) fn phrase(rules: &[Rule]) -> (String, String) {
    let mut zh: Vec<String> = Vec::new();
    let mut en: Vec<String> = Vec::new();
    let told: Vec<Told> = rules.iter().filter_map(|r| told(*r)).collect();
    // What can stand anywhere is told only where nothing else is.
    let things = told.iter().filter(|t| matches!(t, Told::Thing(..))).chain(told.iter().filter(|t| !matches!(t, Told::Thing(..))));
    for item in things {
        let (z, e) = match item {
            Told::Keyword(k) => (format!("「{}」", k.zh), format!("{} ({})", k.zh, k.en)),
            Told::Mark(mark) => (format!("「{mark}」"), format!("“{mark}”")),
            Told::Thing(z, e) => ((*z).to_owned(), (*e).to_owned()),
            Told::Hidden => continue,
        };
        if !zh.contains(&z) {
            zh.push(z);
            en.push(e);
        }
    }
    if zh.len() > 1 {
        let keep: Vec<bool> = zh.iter().map(|z| z != "一条完整的写法").collect();
        let mut flags = keep.iter();
        zh.retain(|_| *flags.next().unwrap_or(&true));
        let mut flags = keep.iter();
        en.retain(|_| *flags.next().unwrap_or(&true));
    }
    let more = zh.len() > MOST;
    zh.truncate(MOST);
    en.truncate(MOST);
    (joined(&zh, "、", "或者", if more { "等" } else { "" }), joined(&en, ", ", " or ", if more { " or the like" } else { "" }))
}

fn joined(list: &[String], comma: &str, or: &str, tail: &str) -> String {
    let text = match list {
        [] => return if comma == "、" { "这一句的结尾".to_owned() } else { "the end of the clause".to_owned() },
        [first @ .., last] if !first.is_empty() && tail.is_empty() => format!("{}{or}{last}", first.join(comma)),
        all => all.join(comma),
    };
    format!("{text}{tail}")
}
