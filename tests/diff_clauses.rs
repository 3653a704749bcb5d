//! `diff` never says that nothing changed where a case or a document comes out otherwise, whatever clause was changed; and never
//! that something did where only the layout, the order or the comments are others. The rules are those of the language reference.

mod support;

use std::fs;

use serde_json::{Map, Value as Json, json};
use zhunsheng::document::{Document, DocumentLimits};
use zhunsheng::input::{Limits, bind, read_json};
use zhunsheng::model::{Model, PeriodFamily, Type};
use zhunsheng::review::Submission;
use zhunsheng::revision::Difference;
use zhunsheng::{Revision, RuleSet};

use support::enumeration::Dice;

/// The rule file of the language reference, which has every construct.
fn reference() -> String {
    let page = fs::read_to_string(support::root().join("docs/language.md")).expect("the page");
    let blocks = page.split("```zs\n").skip(1).filter_map(|rest| rest.split_once("```")).map(|(block, _)| block);
    blocks.collect()
}

fn difference(old: &str, new: &str) -> Option<Difference> {
    Revision::from_sources([("例.zs", old)], [("例.zs", new)]).expect("two versions").difference()
}

/// Changes of what the rules say, a clause of each kind; every one must be told.
const CHANGES: &[(&str, &str, &str)] = &[
    ("制定机关", "制定机关 “某市司法局”", "制定机关 “某市城管局”"),
    ("施行", "施行 2026年1月1日", "施行 2026年2月1日"),
    ("失效", "失效 2031年1月1日", "失效 2032年1月1日"),
    ("取整", "取整 元 舍去", "取整 百元 舍去"),
    ("取整的方法", "取整 元 舍去", "取整 元 四舍五入"),
    ("单位", "单位 担 = 50千克", "单位 担 = 60千克"),
    ("类别的成员", "类别 污染物类别 { 一类污染物, 重金属, 其他污染物 }", "类别 污染物类别 { 一类污染物, 重金属, 其他污染物, 油类 }"),
    ("等级的成员", "等级 后果程度 { 无 < 轻微 < 一般 < 严重 }", "等级 后果程度 { 无 < 轻微 < 一般 < 严重 < 特别严重 }"),
    ("种类的上级", "种类 责令限期拆除 属于 责令", "种类 责令限期拆除 属于 责令改正"),
    ("要素的范围", "违法次数: 整数 1次以上", "违法次数: 整数 0次以上"),
    ("要素可缺", "箱数: 数量 标准箱 0标准箱以上", "箱数: 数量 标准箱 0标准箱以上 可缺"),
    ("要素的方向", "危害后果: 后果程度  越大越重", "危害后果: 后果程度"),
    ("要素的说明", "“因该行为收取的财物,按实际收取额计”", "“因该行为收取的财物”"),
    ("列表项的要素", "处罚金额: 金额 0元以上", "处罚金额: 金额 1元以上"),
    ("定义的条件", "定义 情节较轻 = 违法所得 不满1000元", "定义 情节较轻 = 违法所得 不满2000元"),
    ("定义的算式", "定义 平均所得 = 违法所得 ÷ 2", "定义 平均所得 = 违法所得 ÷ 3"),
    ("定义里的期间", "在 行为日期 前 2年以内) 的 次数", "在 行为日期 前 3年以内) 的 次数"),
    ("情节的条件", "自 开始日期 至 结束日期 不满3个月", "自 开始日期 至 结束日期 不满4个月"),
    ("情节的文本", "文书 含 “送达”", "文书 含 “留置送达”"),
    ("情节的效果", "效果 应当 从轻 或者 减轻", "效果 应当 从轻"),
    ("情节的应当", "效果 应当 从轻 或者 减轻", "效果 可以 从轻 或者 减轻"),
    ("情节的依据", "《中华人民共和国行政处罚法》第五条第二款", "《中华人民共和国行政处罚法》第六条"),
    ("情节的适用于", "适用于 列表的写法", "适用于 列表的写法, 交叉的写法"),
    ("违法行为", "“律师私自接受委托、收取费用,接受委托人的财物或者其他利益”", "“律师私自接受委托、收取费用”"),
    ("违反", "违反 《中华人民共和国律师法》第四十条第一项", "违反 《中华人民共和国律师法》第四十条第二项"),
    (
        "依据",
        "依据 《中华人民共和国律师法》第四十八条第一项\n    示例                ",
        "依据 《中华人民共和国律师法》第四十八条第二项\n    示例                ",
    ),
    ("适用", "适用 当 文书 含 “私自接受委托”", "适用 当 文书 含 “私自收费”"),
    ("法定幅度", "警告, 可以 并处 1万元以下罚款\n        若", "警告, 可以 并处 2万元以下罚款\n        若"),
    ("有条件的法定幅度", "情节严重 { 停止执业 3个月以上6个月以下 }", "情节严重 { 停止执业 3个月以上8个月以下 }"),
    ("阶次的条件", "当 违法所得 不满1000元 且 违法次数 为 1次 且 主动退还", "当 违法所得 不满2000元 且 违法次数 为 1次 且 主动退还"),
    ("阶次的名称", "阶次 定额 {", "阶次 定数 {"),
    ("其他情形", "        其他情形                                      # 别的阶次都不符合时", "        当 违法所得 1000元以上不满1万元"),
    ("阶次的罚款", "处 警告, 并处 2000元以上5000元以下罚款", "处 警告, 并处 2000元以上6000元以下罚款"),
    ("并处", "处 警告, 并处 2000元以上5000元以下罚款", "处 警告, 可以 并处 2000元以上5000元以下罚款"),
    ("阶次适用的法定幅度", "        适用 情节严重\n", ""),
    ("有条件的后果", "若 拒不改正 则 责令改正", "若 主动退还 则 责令改正"),
    (
        "各阶次都适用的",
        "若 违法所得 超过0元 则 没收违法所得                  #",
        "若 违法所得 超过100元 则 没收违法所得                  #",
    ),
    (
        "阶次表",
        "| 较轻 | 不满5000元          | 无, 轻微   | 警告                         | 警告               |",
        "| 较轻 | 不满5000元          | 无, 轻微   | 警告                         | 1000元罚款         |",
    ),
    (
        "交叉表",
        "| 二级   | 是                  | 5万元罚款                | 8万元罚款                 |",
        "| 二级   | 是                  | 5万元罚款                | 9万元罚款                 |",
    ),
    (
        "因素的权重",
        "权重 20% { 不满3个月: 0%; 3个月以上不满6个月: 50%; 6个月以上: 100% }\n        因素 保护区 权重 30%",
        "权重 30% { 不满3个月: 0%; 3个月以上不满6个月: 50%; 6个月以上: 100% }\n        因素 保护区 权重 20%",
    ),
    ("因素的分值", "3个月以上不满6个月: 50%", "3个月以上不满6个月: 60%"),
    ("合计下限", "合计下限 20%", "合计下限 10%"),
    ("因素用的法定幅度", "法定幅度 { 2万元以上10万元以下罚款 }", "法定幅度 { 2万元以上12万元以下罚款 }"),
    ("倍数", "违法所得 1倍以上3倍以下罚款", "违法所得 1倍以上4倍以下罚款"),
    ("保底", "最低 1000元", "最低 2000元"),
    ("封顶", "最高 3万元", "最高 4万元"),
    ("每单位", "按 面积 每10平方米 500元罚款", "按 面积 每10平方米 600元罚款"),
    ("递增", "每增加1个, 增加5万元", "每增加1个, 增加6万元"),
    ("期限", "停止执业 3个月以上6个月以下, 一般为 5个月", "停止执业 3个月以上7个月以下, 一般为 5个月"),
    ("一般为", "一般为 5个月", "一般为 4个月"),
    ("对谁", "对 负责人 处 警告", "对 直接责任人 处 警告"),
    ("择一", "处 警告 或者 通报批评", "处 警告, 并处 通报批评"),
    ("基数", "基数 阶次幅度", "基数 法定幅度"),
    ("幅度规则的幅度", "从轻: 0%以上不满30%", "从轻: 0%以上不满20%"),
    ("减轻", "减轻: 低于下限", "减轻: 下限 的 30%以上不满100%"),
    ("仅有上限", "从轻: 10%以上30%以下", "从轻: 10%以上20%以下"),
    ("数个从轻", "数个从轻 取 最低", "数个从轻 取 从轻"),
    ("从轻从重并存", "从轻从重并存 取 全幅", "从轻从重并存 取 一般"),
    ("幅度规则的依据", "《重庆市规范行政处罚裁量权办法》第十三条", "《重庆市规范行政处罚裁量权办法》第十四条"),
    ("程序的级别", "级别 错误                     #", "级别 警告                     #"),
    ("程序的条件", "当 罚款金额 1万元以上 或者", "当 罚款金额 2万元以上 或者"),
    ("程序的种类", "处罚 含 吊销许可证件", "处罚 含 降低资质等级"),
    ("程序的要求", "应当 已告知听证权利", "应当 未 已告知听证权利"),
    ("程序的提示", "提示 “应当告知当事人有要求听证的权利”", "提示 “应当告知听证权利”"),
    ("程序的建议", "建议 “补送听证告知书”", "建议 “补送告知书”"),
    ("词表", "词表 许可用语 { 批准, 许可, 审批,", "词表 许可用语 { 批准, 许可, 审批, 准许,"),
    ("对象", "对象 规范性文件, 公文", "对象 规范性文件"),
    ("审查的适用", "全文 不含 “本文件不公开”", "全文 不含 “不公开”"),
    ("检查的级别", "检查 NR-201 不得设定行政许可 {\n        级别 错误", "检查 NR-201 不得设定行政许可 {\n        级别 警告"),
    ("检查的依据", "《中华人民共和国行政许可法》第十七条", "《中华人民共和国行政许可法》第十八条"),
    ("审查的依据", "《优化营商环境条例》第六十四条", "《优化营商环境条例》第六十五条"),
    ("检查的单元", "每一 款 查找 “应当|须|必须”", "每一 句 查找 “应当|须|必须”"),
    ("短语的词", "“应当|须|必须” …20字内…", "“应当|必须” …20字内…"),
    ("短语的间隔", "“应当|须|必须” …20字内…", "“应当|须|必须” …30字内…"),
    ("短语", "\n            或者 “未经” …10字内… (管制用语 或者 “备案”) …5至20字… “不得”", ""),
    ("除外", "        除外 该款 引用 法律、行政法规、地方性法规\n", ""),
    ("除外的条件", "除外 片段 为 引文 或者 上级 含 “名词解释”", "除外 片段 为 引文 或者 上级 含 “释义”"),
    ("检查的提示", "提示 “有效期超过五年”", "提示 “有效期过长”"),
    ("检查的建议", "建议 “删除{位置}的这一规定,或者写明所依据的法律、法规条款”", "建议 “删除{位置}的这一规定”"),
    ("处理", "        处理 修改\n        应报", "        处理 废止\n        应报"),
    ("要求", "要求 无 有效期 或者 有效期 5年以下", "要求 无 有效期 或者 有效期 3年以下"),
    ("要求的材料", "材料 含 “起草说明”", "材料 含 “说明”"),
    ("编号", "编号 连续 且 编号 不重复", "编号 连续"),
    ("引用", "该引用 为 现行有效、未收录", "该引用 为 现行有效"),
    ("定义为", "该定义 为 已使用", "该定义 为 已使用、先于使用"),
    ("式", "式 “[0-9]+(个)?工作天”", "式 “[0-9]+(个)?(工作天|劳动日)”"),
    ("检查的标题", "检查 NR-404 数额写法一致", "检查 NR-404 数额的写法一致"),
    ("审查用的要素", "有效期: 期间 月 可缺", "有效期: 期间 月"),
];

/// Changes that say the same.
const LAYOUT: &[(&str, &str, &str)] = &[
    ("注释", "# 可省:阶次并非任何机关公布", "# 另一句注释"),
    ("空白", "    命中 唯一   ", "  命中\n\n    唯一   "),
    ("标点", "当 违法所得 不满1000元 且 违法次数 为 1次 且 主动退还", "当 (违法所得 不满1000元) 且 违法次数 为 1次 且 主动退还"),
    ("写法", "处 警告, 并处 2000元以上5000元以下罚款", "处 警告, 并处 2000元以上0.5万元以下罚款"),
    ("条件的次序", "当 违法所得 不满1000元 且 违法次数 为 1次 且 主动退还", "当 主动退还 且 违法次数 为 1次 且 违法所得 不满1000元"),
    (
        "列举的次序",
        "        (五) 有 损失金额 且 损失金额 不超过5000元;\n        (六) 行为日期 早于 2021-07-15;\n",
        "        (五) 行为日期 早于 2021-07-15;\n        (六) 有 损失金额 且 损失金额 不超过5000元;\n",
    ),
    ("要素的次序", "    主动退还: 是否\n    拒不改正: 是否\n", "    拒不改正: 是否\n    主动退还: 是否\n"),
    ("列表项的次序", "    作出日期: 日期\n    处罚金额: 金额 0元以上\n", "    处罚金额: 金额 0元以上\n    作出日期: 日期\n"),
    ("类别的次序", "类别 污染物类别 { 一类污染物, 重金属, 其他污染物 }", "类别 污染物类别 { 重金属, 一类污染物, 其他污染物 }"),
    ("词的次序", "{ 批准, 许可, 审批,", "{ 审批, 许可, 批准,"),
    ("说法的次序", "“应当|须|必须”", "“必须|应当|须”"),
    ("除外的次序", "        除外 该款 引用 法律、行政法规、地方性法规\n", "        除外 该款 引用 地方性法规、行政法规、法律\n"),
    ("词表并入", "{ 核准, 包含 许可用语 }", "{ 核准, 批准, 许可, 审批, “资格 认定” }"),
    ("检验", "检验 倒挂 警告", "检验 倒挂 提示"),
    ("应报", "应报 “自受理之日起5个工作天内办结。”", "应报 “自受理之日起15个工作天内办结。”"),
    ("版本号", "版本 “2026.1”", "版本 “2026.2”"),
    ("用例", "设 违法所得 = 800元, 违法次数 = 1次", "设 违法所得 = 900元, 违法次数 = 1次"),
    ("英文", "命中 唯一", "hit unique"),
];

fn changed(base: &str, (what, from, to): &(&str, &str, &str)) -> String {
    assert!(base.contains(from), "{what}: {from} is not in the reference");
    base.replacen(from, to, 1)
}

// ── what comes of a version ──

/// What a version says of cases and documents, places and words of the rules left out.
struct Version {
    rules: RuleSet,
}

impl Version {
    fn of(text: &str) -> Version {
        Version { rules: RuleSet::from_sources([("例.zs", text)]).unwrap_or_else(|mistakes| panic!("{mistakes}")) }
    }

    fn says_of(&self, case: &Json) -> Json {
        let engine = self.rules.compile();
        let value = read_json(&case.to_string(), &Limits::default()).expect("a case");
        match bind(self.rules.model(), &value) {
            Err(problems) => json!({ "refused": problems.len() }),
            Ok(submission) => match engine.evaluate(&submission) {
                Err(_) => json!("cannot be evaluated"),
                Ok(report) => plain(serde_json::to_value(&report).expect("JSON")),
            },
        }
    }

    fn finds_in(&self, text: &str) -> Json {
        let document = Document::from_text(text, "文.txt", &DocumentLimits::default()).expect("a document");
        plain(serde_json::to_value(self.rules.reviewer().review(&Submission::of(&document))).expect("JSON"))
    }
}

/// Without where the rules stand and how they word it.
fn plain(json: Json) -> Json {
    const LEFT_OUT: [&str; 5] = ["rule", "rules", "trace", "rule_set", "digest"];
    match json {
        Json::Object(fields) => {
            fields.into_iter().filter(|(key, _)| !LEFT_OUT.contains(&key.as_str())).map(|(k, v)| (k, plain(v))).collect()
        }
        Json::Array(all) => Json::Array(all.into_iter().map(plain).collect()),
        other => other,
    }
}

/// A case with some of the facts of a model, figures near the bounds that rules have.
fn case(model: &Model, dice: &mut Dice) -> Json {
    let mut case = Map::new();
    let at = usize::try_from(dice.below(model.benchmarks.len() as u64)).unwrap();
    case.insert("基准".to_owned(), json!(model.benchmarks[at].name));
    for fact in &model.facts {
        if dice.below(8) == 0 {
            continue;
        }
        let value = if fact.field.optional && dice.below(3) == 0 { Json::Null } else { value(model, &fact.field.ty, dice) };
        let mut into = &mut case;
        let (last, path) = fact.key.0.split_last().expect("a key");
        for segment in path {
            into = into.entry(segment.to_string()).or_insert_with(|| json!({})).as_object_mut().expect("a group");
        }
        into.insert(last.to_string(), value);
    }
    Json::Object(case)
}

fn value(model: &Model, ty: &Type, dice: &mut Dice) -> Json {
    let day = |dice: &mut Dice| format!("{}-{:02}-{:02}", 2021 + dice.below(6), 1 + dice.below(12), 1 + dice.below(28));
    match ty {
        Type::Boolean => json!(dice.below(2) == 0),
        Type::Integer(_) => json!(dice.below(12)),
        Type::Number | Type::Multiple => json!(dice.below(5)),
        Type::Money => json!([0u64, 50, 500, 999, 1500, 3000, 5000, 12_000, 30_000, 500_000][usize::try_from(dice.below(10)).unwrap()]),
        Type::Ratio => json!(format!("{}%", dice.below(100))),
        Type::Quantity(unit) => json!(format!("{}{}", dice.below(300), unit.name())),
        Type::Period(PeriodFamily::Months) => json!(format!("{}个月", dice.below(80))),
        Type::Period(_) => json!(format!("{}日", dice.below(80))),
        Type::Date => json!(day(dice)),
        Type::Text => json!(["送达", "留置送达", "私自接受委托", "私自收费"][usize::try_from(dice.below(4)).unwrap()]),
        Type::Category(id) => {
            let members = &model.enumerations[id.index()].members;
            json!(members[usize::try_from(dice.below(members.len() as u64)).unwrap()])
        }
        Type::List(record) => {
            let fields = &model.records[record.index()].fields;
            let element = |dice: &mut Dice| -> Json {
                fields.iter().map(|f| (f.name.clone(), value(model, &f.ty, dice))).collect::<Map<_, _>>().into()
            };
            (0..dice.below(4)).map(|_| element(dice)).collect()
        }
    }
}

const DOCUMENTS: [&str; 3] = [
    "某市培训管理办法\n第一条 举办培训应当经市文化局批准。\n第二条 未经文化局批准，任何单位和个人不得举办培训。\n第二条 自受理之日起5个工作天内办结。",
    "某市备案规定\n第一条 依照《中华人民共和国行政许可法》第二十条，应当经批准。\n第三条 本规定所称备案，是指登记。本规定自2026年7月1日起施行。",
    "关于收费的通知\n一、须经准许方可收费。\n二、名词解释：应当经核准的，是指……\n三、必须在受理后的十日以内报请上一级主管部门同意并经许可。本文件不公开。",
];

/// The first case or document that the two do not say the same of.
fn apart(old: &Version, new: &Version, cases: usize, dice: &mut Dice) -> Option<String> {
    for number in 0..cases {
        // Of either version, since either may admit what the other does not.
        let case = case(if number % 2 == 0 { old } else { new }.rules.model(), dice);
        if old.says_of(&case) != new.says_of(&case) {
            return Some(case.to_string());
        }
    }
    DOCUMENTS.iter().find(|text| old.finds_in(text) != new.finds_in(text)).map(|text| (*text).to_owned())
}

#[test]
fn a_change_of_any_clause_is_told() {
    let base = reference();
    let mut untold = Vec::new();
    for change in CHANGES {
        match difference(&base, &changed(&base, change)) {
            Some(told) if told.differs() => {}
            Some(_) => untold.push(format!("{}: not told", change.0)),
            None => untold.push(format!("{}: no rules without a mistake", change.0)),
        }
    }
    assert!(untold.is_empty(), "{untold:#?}");
}

#[test]
fn layout_order_and_what_decides_nothing_change_nothing() {
    let base = reference();
    let old = Version::of(&base);
    let mut dice = Dice(7, 0);
    let mut wrong = Vec::new();
    for change in LAYOUT {
        let new = changed(&base, change);
        let Some(told) = difference(&base, &new) else {
            wrong.push(format!("{}: no rules without a mistake", change.0));
            continue;
        };
        if told.differs() {
            let differing: Vec<_> = told.sets.iter().filter(|set| set.differs()).flat_map(told_of).collect();
            wrong.push(format!("{}: told as a change: {differing:?} {:?}", change.0, told.shared));
        }
        if let Some(case) = apart(&old, &Version::of(&new), 6, &mut dice) {
            wrong.push(format!("{}: does change {case}", change.0));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// What of a set is told, in short.
fn told_of(set: &zhunsheng::revision::SetDifference) -> Vec<String> {
    let benchmarks = set.benchmarks.iter().filter(|b| b.differs()).map(|b| format!("{b:?}"));
    let scorings = set.scorings.iter().filter(|s| s.differs()).map(|s| format!("{s:?}"));
    let checks = set.checks.iter().filter(|c| c.differs()).map(|c| format!("{c:?}"));
    set.notes
        .iter()
        .map(ToString::to_string)
        .chain(benchmarks)
        .chain(scorings)
        .chain(checks)
        .chain(set.rules.iter().map(|r| format!("{r:?}")))
        .collect()
}

/// Every figure and every text of the rules changed by itself: where `diff` tells nothing, no case and no document comes out otherwise.
#[test]
fn what_is_not_told_changes_no_case_and_no_document() {
    let base = reference();
    let old = Version::of(&base);
    let mut dice = Dice(11, 0);
    let wanted: usize = std::env::var("ZHUNSHENG_REVISIONS").ok().and_then(|n| n.parse().ok()).unwrap_or(24);
    let (mut told, mut same, mut refused) = (0, Vec::new(), 0);
    for mutant in mutants(&base, wanted, &mut dice) {
        let Some(difference) = difference(&base, &mutant.text) else {
            refused += 1;
            continue;
        };
        if difference.differs() {
            told += 1;
            continue;
        }
        if let Some(case) = apart(&old, &Version::of(&mutant.text), 12, &mut dice) {
            panic!("{} changes what comes of {case}, and is not told", mutant.what);
        }
        same.push(mutant.what);
    }
    println!("{told} told, {refused} refused, not told: {same:#?}");
    assert!(told * 3 > wanted, "{told} of {wanted} told");
}

struct Mutant {
    what: String,
    text: String,
}

/// Versions with one figure raised or one text changed, spread over the whole file; comments left alone.
fn mutants(base: &str, wanted: usize, dice: &mut Dice) -> Vec<Mutant> {
    let mut places: Vec<(usize, usize, String)> = Vec::new();
    let mut offset = 0;
    for line in base.split_inclusive('\n') {
        let code = line.split('#').next().unwrap_or_default();
        let mut figure: Option<usize> = None;
        for (at, c) in code.char_indices() {
            match (c.is_ascii_digit(), figure) {
                (true, None) => figure = Some(at),
                (false, Some(from)) => {
                    let number: u64 = code[from..at].parse().expect("digits");
                    places.push((offset + from, offset + at, (number + 1).to_string()));
                    figure = None;
                }
                _ => {}
            }
            if c == '”' {
                places.push((offset + at, offset + at, "甲".to_owned()));
            }
        }
        offset += line.len();
    }
    let step = (places.len() / wanted).max(1);
    let start = usize::try_from(dice.below(step as u64)).unwrap();
    let mutant = |(from, to, put): &(usize, usize, String)| {
        let line = base[..*from].matches('\n').count() + 1;
        Mutant {
            what: format!("line {line}: {:?} → {put:?}", &base[*from..*to]), text: format!("{}{put}{}", &base[..*from], &base[*to..])
        }
    };
    places.iter().skip(start).step_by(step).take(wanted).map(mutant).collect()
}
