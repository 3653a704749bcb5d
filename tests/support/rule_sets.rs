//! Small well-typed rule sets and cases under them, with figures from one short list so that cases meet bounds.

use super::choices::Choices;
use std::fmt::Write as _;

/// A rule set and a case under it.
#[derive(Debug, Clone)]
pub struct Scenario {
    /// Its files: names and texts; the first holds the rule set.
    pub files: Vec<(String, String)>,
    /// What the case says: a name and its value as JSON, some of them not given.
    pub facts: Vec<(&'static str, Option<String>)>,
}

impl Scenario {
    /// The case as JSON, of the facts of `self.facts` that `given` picks, in its order.
    pub fn case(&self, given: impl IntoIterator<Item = usize>) -> String {
        let facts: Vec<String> = given
            .into_iter()
            .filter_map(|at| self.facts.get(at))
            .filter_map(|(name, value)| value.as_ref().map(|value| format!("\"{name}\": {value}")))
            .collect();
        format!("{{\"基准\": \"某行为\", \"要素\": {{{}}}}}", facts.join(", "))
    }
}

/// The statute's fine, in yuan; odd on purpose, so that rounding may step over it.
const STATUTE: [(u32, u32); 4] = [(0, 50_000), (1_000, 10_000), (2_050, 30_070), (0, 9_999)];
const AMOUNTS: [&str; 5] = ["1000元", "5000元", "1万元", "5000.01元", "20,000元"];
const GIVEN_AMOUNTS: [&str; 7] = ["\"5000元\"", "0", "4999.99", "\"0.5万元\"", "5000.01", "\"1,000元\"", "10000"];

/// A scenario.
pub fn scenario(choices: &mut Choices) -> Scenario {
    let facts = vec![
        ("所得", choices.one(&GIVEN_AMOUNTS).to_owned()),
        ("次数", choices.one(&["1", "2", "\"3次\""]).to_owned()),
        ("后果", choices.one(&["\"轻微\"", "\"无\"", "\"一般\"", "\"严重\""]).to_owned()),
        ("退还", choices.one(&["true", "false"]).to_owned()),
        ("区域", choices.one(&["\"甲区\"", "\"乙区\"", "\"丙区\""]).to_owned()),
        ("损失", choices.one(&["null", "0", "5000", "\"1万元\""]).to_owned()),
        ("行为日", choices.one(&["\"2026-02-28\"", "\"2026-03-01\"", "\"2027-01-31\""]).to_owned()),
        ("发现日", choices.one(&["\"2026-03-01\"", "\"2026-05-28\"", "\"2028-02-29\""]).to_owned()),
        ("告知", choices.one(&["true", "false"]).to_owned()),
    ];
    let facts = facts.into_iter().map(|(name, value)| (name, (!choices.often(3)).then_some(value))).collect();
    let (low, high) = choices.one(&STATUTE);
    let imports = "引入 “库”\n引入 “情节”\n";
    let unit = choices.one(&["元", "百元", "分", "千元"]);
    let way = choices.one(&["舍去", "进一", "四舍五入", "四舍六入五成双"]);
    let mut main = format!("规则集 例 {{ 版本 “1” 制定机关 “某局” 施行 2025年1月1日 取整 {unit} {way} }}\n{imports}");
    let _ = writeln!(main, "基准 某行为 {{\n要素 案情\n依据 《某法》第一条\n法定幅度 {{ 警告, 可以 并处 {low}元以上{high}元以下罚款 }}");
    let _ = writeln!(main, "命中 {}", choices.one(&["唯一", "首个", "从重", "汇总"]));
    let count = choices.below(4) + 1;
    for at in 0..count {
        let test = if at > 0 && at + 1 == count && choices.often(7) {
            "其他情形".to_owned()
        } else {
            format!("当 {}", condition(choices, 2))
        };
        let _ = writeln!(main, "阶次 第{at}档 {{\n{test}\n处 {}\n}}", sanction(choices, low, high));
    }
    main.push_str("}\n");
    main.push_str(&range_rule(choices));
    if choices.often(5) {
        let duty = "依据 《某法》第四条\n级别 错误\n当 罚款金额 5000元以上\n应当 告知\n提示 “应当告知”";
        let _ = writeln!(main, "程序 听证 {{\n要素 案情\n{duty}\n}}");
    }
    let library = "等级 程度 { 无 < 轻微 < 一般 < 严重 }\n要素 案情 {\n所得: 金额 0元以上\n次数: 整数 1次以上\n后果: 程度\n退还: 是否\n区域: 类别 { 甲区, 乙区, 丙区 }\n损失: 金额 0元以上 可缺\n行为日: 日期\n发现日: 日期\n告知: 是否\n定义 轻案 = 所得 不满5000元 且 退还\n定义 总额 = 所得 × 2\n}\n";
    let mut circumstances = String::from("规则集 通用 { 版本 “1” 制定机关 “某局” 施行 2025年1月1日 }\n引入 “库”\n");
    for at in 0..choices.below(4) {
        let modality = choices.one(&["应当", "可以"]);
        let effect = choices.one(&["从轻", "从重", "减轻", "从轻 或者 减轻", "不予处罚"]);
        let test = condition(choices, 1);
        let _ = writeln!(circumstances, "情节 情节{at} {{\n要素 案情\n依据 《某法》第二条\n效果 {modality} {effect}\n当 {test}\n}}");
    }
    let files = vec![("主".to_owned(), main), ("库".to_owned(), library.to_owned()), ("情节".to_owned(), circumstances)];
    Scenario { files, facts }
}

fn condition(choices: &mut Choices, depth: usize) -> String {
    let amount = choices.one(&AMOUNTS);
    match choices.below(if depth == 0 { 11 } else { 16 }) {
        1 => format!("所得 {amount}以上"),
        2 => format!("次数 为 {}次", choices.below(3) + 1),
        3 => format!("后果 {}", choices.one(&["一般以上", "轻微以下", "为 无、严重", "不为 轻微"])),
        4 => "退还".to_owned(),
        5 => format!("区域 {} {}", choices.one(&["为", "不为"]), choices.one(&["甲区", "乙区、丙区"])),
        6 => choices.one(&["有 损失", "无 损失", "损失 不满5000元", "损失 不超过 所得"]).to_owned(),
        7 => format!("发现日 在 行为日 {} {}以内", choices.one(&["后", "前"]), choices.one(&["3个月", "2年", "1日"])),
        8 => format!("自 行为日 至 发现日 {}", choices.one(&["不满3个月", "1年以上", "的 天数 10以上"])),
        9 => choices.one(&["轻案", "总额 超过1万元", "较大者(所得, 5000元) 不满1万元"]).to_owned(),
        10 => format!("行为日 {} 2026-03-01", choices.one(&["早于", "不早于", "晚于"])),
        11 => format!("非 ({})", condition(choices, depth - 1)),
        at @ 12..=13 => {
            let word = if at == 12 { "且" } else { "或者" };
            format!("({}) {word} ({})", condition(choices, depth - 1), condition(choices, depth - 1))
        }
        14 => {
            let word = choices.one(&["具有下列情形之一", "同时具有下列情形", "具有下列情形 2项以上"]);
            let items: Vec<String> = (0..3).map(|_| condition(choices, depth - 1)).collect();
            format!("{word} {{ {} }}", items.join("; "))
        }
        15 => format!("{}, 但是 {} 除外", condition(choices, 0), condition(choices, 0)),
        _ => format!("所得 不满{amount}"),
    }
}

/// A penalty within the statute's range.
fn sanction(choices: &mut Choices, low: u32, high: u32) -> String {
    let step = (high - low) / 4;
    match choices.below(6) {
        1 => format!("{}元以上{}元以下罚款", low + step, high - step),
        2 => format!("警告, 并处 {low}元以上不满{}元罚款", high - step),
        3 => format!("{}元罚款", low + 3 * step),
        4 => format!("所得 1倍以上3倍以下罚款, 最低 {}元, 最高 {high}元", low + 1),
        5 => format!("{high}元以下罚款, 最低 {}元", low + step),
        _ => "警告".to_owned(),
    }
}

fn range_rule(choices: &mut Choices) -> String {
    let base = choices.one(&["阶次幅度", "法定幅度"]);
    let (light, heavy) = choices.one(&[("0%以上不满30%", "超过70% 100%以下"), ("0%以上30%以下", "60%以上100%以下")]);
    let mitigate = choices.one(&["低于下限", "下限 的 30%以上不满100%", "上限 的 10%以下"]);
    let mut text = format!("幅度规则 例 {{\n基数 {base}\n从轻: {light}\n一般: 30%以上70%以下\n从重: {heavy}\n减轻: {mitigate}\n");
    if choices.often(4) {
        text.push_str("仅有上限 { 减轻: 上限 的 10%以下 从轻: 10%以上30%以下 }\n");
    }
    if choices.often(4) {
        let _ = writeln!(text, "数个从轻 取 最低\n数个从重 取 最高\n从轻从重并存 取 {}", choices.one(&["全幅", "一般"]));
    }
    text + "}\n"
}
