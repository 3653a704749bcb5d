//! What the checker makes of whole files: good ones are clean, any text is answered, and what is
//! lowered is what was meant.

use proptest::prelude::{ProptestConfig, any, proptest};
use std::path::Path;
use zhunsheng::diagnostic::{Code, Diagnostic, Severity};
use zhunsheng::model::{ConditionKind, DefinitionValue, ExprKind, FineForm, Model, PenaltyKind, Sanction, Side, TierTest, Type};
use zhunsheng::{Checked, RuleSet, check_path, check_sources};

const HEAD: &str = "规则集 例 { 版本 “1” 制定机关 “某局” 施行 2026年1月1日 }\n";

fn checked(text: &str) -> Checked {
    check_sources([("例", text)]).expect("one source")
}

fn codes(diagnostics: &[Diagnostic]) -> Vec<String> {
    diagnostics.iter().map(|d| d.code().to_string()).collect()
}

/// A benchmark over `facts` whose one tier applies where `condition` holds.
fn rule(facts: &str, condition: &str, sanction: &str) -> String {
    format!(
        "{HEAD}要素 案情 {{\n{facts}\n}}\n基准 某行为 {{\n要素 案情\n依据 《某法》第一条\n法定幅度 {{ 100万元以下罚款 }}\n阶次 甲 {{\n当 {condition}\n处 {sanction}\n}}\n}}\n"
    )
}

fn model(text: &str) -> std::sync::Arc<Model> {
    let checked = checked(text);
    assert!(!checked.has_errors(), "{:?}", codes(&checked.diagnostics));
    checked.model.expect("no error, so a model")
}

fn condition(model: &Model) -> &ConditionKind {
    match &model.benchmarks[0].tiers[0].test {
        TierTest::When(condition) => &condition.kind,
        TierTest::Otherwise(_) => panic!("the tier has a condition"),
    }
}

#[test]
fn good_files_are_clean() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/check");
    for entry in std::fs::read_dir(folder).expect("the folder") {
        let path = entry.expect("an entry").path();
        let checked = check_path(&path).expect("the file");
        assert_eq!(codes(&checked.diagnostics), [""; 0], "{}", path.display());
    }
}

#[test]
fn the_packs_have_no_error_and_share_their_files() {
    let rules = RuleSet::load(Path::new(env!("CARGO_MANIFEST_DIR")).join("rules")).expect("the packs");
    assert!(rules.model().benchmarks.len() > 50);
    assert!(rules.warnings().iter().all(|d| d.severity() != Severity::Error));
}

#[test]
fn a_single_file_finds_its_imports_from_the_folder_above() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/司法行政/律师.zs");
    let rules = RuleSet::load(file).expect("the file and all it imports");
    assert!(rules.model().circumstances.len() > 5);
}

#[test]
fn a_digest_follows_the_text_of_the_file_and_of_what_it_imports() {
    let digest = |library: &str| {
        let main = format!("{HEAD}引入 “库”\n要素 案情 {{ 地点: 区域 }}\n");
        let checked = check_sources([("甲/main.zs", main.clone()), ("甲/../库.zs", library.to_owned())]);
        checked.expect("two sources").model.map(|m| m.sets[0].digest.clone())
    };
    let one = digest("类别 区域 { 城区, 郊区 }");
    assert_eq!(one.as_ref().map(String::len), Some(64));
    assert_eq!(one, digest("类别 区域 { 城区, 郊区 }"));
    assert_ne!(one, digest("类别 区域 { 城区, 郊区 }\n# 改"));
}

/// A slip in one place must not advise to delete the right declaration in another.
#[test]
fn what_a_mistake_may_have_meant_is_not_told_as_unused() {
    let told = |facts: &str, condition: &str| {
        let mut told = codes(&checked(&rule(facts, condition, "警告")).diagnostics);
        told.retain(|code| ["ZS01", "ZS02", "ZS03", "ZS090"].iter().any(|area| code.starts_with(area)));
        told
    };
    let facts = "违法所得: 金额 0元以上\n次数: 整数 1次以上";
    assert_eq!(told(facts, "违法所的 不满1000元 且 次数 为 1次"), ["ZS0211"]);
    assert_eq!(told(facts, "违法所得 大于1000元 且 次数 为 1次"), ["ZS0134"]);
    assert_eq!(told(facts, "次数 为 1次 且 没有 违法所得"), ["ZS0134"]);
    // What no mistake names is told as before.
    assert_eq!(told(facts, "违法所的 不满1000元"), ["ZS0902", "ZS0211"]);
    assert_eq!(told(facts, "违法所得 大于1000元"), ["ZS0902", "ZS0134"]);
    let import = check_sources([
        ("例", format!("引入 “库”\n{}", rule("次数: 整数 1次以上", "地的 为 城区", "警告"))),
        ("库", "类别 区域 { 城区 }".to_owned()),
    ]);
    let import = codes(&import.expect("two sources").diagnostics);
    assert!(!import.contains(&"ZS0903".to_owned()), "{import:?}");
}

/// Words written on to a name make another: what is meant is the name with the word, not the name alone.
#[test]
fn a_word_written_on_to_a_name_is_set_off_again() {
    let suggestions = |condition: &str| {
        let checked = checked(&rule("主动退还: 是否\n首次违法: 是否", condition, "警告"));
        checked.diagnostics.iter().flat_map(|d| d.suggestions.clone()).collect::<Vec<_>>()
    };
    assert_eq!(suggestions("未主动退还"), ["未 主动退还"]);
    assert_eq!(suggestions("没有主动退还"), ["未 主动退还"]);
    assert_eq!(suggestions("主动退还且首次违法"), ["主动退还 且 首次违法"]);
    assert_eq!(suggestions("主动退环"), ["主动退还"]);
}

#[test]
fn ten_mistakes_are_ten_messages() {
    let text = format!(
        "{HEAD}要素 案情 {{
    违法所得: 金额 0元以上
    面积: 数量 平方米
    地点: 类别 {{ 城区, 郊区 }}
    重复: 是否
    重复: 是否
    定义 一 = 违法所的 1元以上
    定义 二 = 违法所得 1000
    定义 三 = 地点 城区以上
    定义 四 = 面积 3吨以上
    定义 五 = 重复 且 重复 或者 重复
}}
情节 甲 {{ 要素 案情 依据 《某法》第一条 当 重复 }}
种类 停业 属于 责令停产停夜
基准 乙 {{ 要素 案情 依据 《某法》第一条 命中 唯一 }}
用例 丙 {{ 基准 丁 应为 甲 }}
"
    );
    let found = checked(&text);
    let errors: Vec<Code> = found.diagnostics.iter().filter(|d| d.severity() == Severity::Error).map(Diagnostic::code).collect();
    let mut distinct = errors.clone();
    distinct.sort();
    distinct.dedup();
    assert!(found.model.is_none());
    assert!(distinct.len() >= 9, "{errors:?}");
}

#[test]
fn a_window_is_a_comparison_of_dates_that_holds_on_the_anchor_itself() {
    let facts = "发现日期: 日期\n行为日期: 日期";
    let model = model(&rule(facts, "发现日期 在 行为日期 后 2年以内", "1元罚款"));
    let ConditionKind::Compare(date, bounds) = condition(&model) else { panic!("a comparison") };
    assert_eq!(date.ty, Type::Date);
    assert!(matches!(bounds.lower.as_ref().map(|b| &b.value.kind), Some(ExprKind::Fact(_))));
    assert!(matches!(bounds.upper.as_ref().map(|b| &b.value.kind), Some(ExprKind::Shift(_, Side::After, _))));
}

#[test]
fn a_grade_and_above_is_its_members() {
    let model = model(&rule("后果: 等级 { 无 < 轻微 < 一般 < 严重 }", "后果 一般以上", "1元罚款"));
    assert!(matches!(condition(&model), ConditionKind::Member { among, .. } if among == &[2, 3]));
}

#[test]
fn to_have_an_amount_that_is_always_there_is_to_have_more_than_nothing() {
    let model = model(&rule("违法所得: 金额 0元以上", "有 违法所得", "1元罚款"));
    assert!(matches!(condition(&model), ConditionKind::Compare(_, bounds) if bounds.lower.is_some() && bounds.upper.is_none()));
}

#[test]
fn every_form_of_fine_is_told_apart() {
    for (written, form) in [
        ("1万元罚款", FineForm::Fixed),
        ("2000元以上5000元以下罚款", FineForm::Range),
        ("违法所得 1倍以上3倍以下罚款", FineForm::Multiple),
        ("违法所得 2%以上4%以下罚款", FineForm::Ratio),
        ("按 面积 每10平方米 50元以下罚款", FineForm::PerUnit),
        ("(违法所得 × 3) 以上 (违法所得 × 5) 以下罚款", FineForm::Formula),
    ] {
        let model = model(&rule("违法所得: 金额 0元以上\n面积: 数量 平方米", "违法所得 1元以上", written));
        let Sanction::Groups { groups, .. } = &model.benchmarks[0].tiers[0].measures[0].sanction else { panic!("{written}") };
        let PenaltyKind::Fine(fine) = &groups[0].alternatives[0].kind else { panic!("{written}") };
        assert_eq!(fine.form, form, "{written}");
    }
}

#[test]
fn definitions_stand_after_all_they_rest_on() {
    let facts = "甲: 是否\n定义 丁 = 丙 且 甲\n定义 乙 = 甲\n定义 丙 = 非 乙";
    let model = model(&rule(facts, "丁", "1元罚款"));
    let names: Vec<&str> = model.definitions.iter().map(|d| d.name.as_str()).collect();
    assert_eq!(names, ["乙", "丙", "丁"]);
    assert!(matches!(&model.definitions[0].value, DefinitionValue::Condition(_)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_text_is_answered(text in ".{0,200}") {
        let _ = checked(&text);
    }

    #[test]
    fn a_file_with_a_piece_cut_out_or_doubled_is_answered(from in any::<prop::sample::Index>(), length in 1_usize..400, double in any::<bool>()) {
        const FILES: [&str; 2] = [include_str!("check/条件.zs"), include_str!("../rules/住房城乡建设/建设工程.zs")];
        for file in FILES {
            let file: Vec<char> = file.chars().take(6_000).collect();
            let start = from.index(file.len());
            let end = (start + length).min(file.len());
            let middle: String = if double { file[start..end].iter().chain(&file[start..end]).collect() } else { String::new() };
            let text: String = file[..start].iter().collect::<String>() + &middle + &file[end..].iter().collect::<String>();
            let found = checked(&text);
            assert_eq!(found.model.is_none(), found.has_errors());
        }
    }
}

use proptest::prelude::prop;

#[test]
fn a_folder_within_the_packs_finds_above_it_what_it_imports() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/司法行政");
    let rules = zhunsheng::RuleSet::load(folder).unwrap_or_else(|mistakes| panic!("{mistakes}"));
    assert!(rules.sources().iter().any(|(_, source)| source.name().ends_with("通则/行政处罚法.zs")));
}
