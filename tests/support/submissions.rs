//! Rule sets with everything that bears on a whole report — two versions, several benchmarks, circumstances, procedure rules, factors,
//! all kinds of sanctions — and submissions under them.
#![allow(dead_code, unreachable_pub, reason = "each test uses a part, as a module of its own")]

use std::fmt::Write as _;

use super::benchmarks::{Dice, FACTS, RANGE_RULES, atom, case, condition, sanction, table};
use zhunsheng::engine::Engine;
use zhunsheng::input::{Act, BoundSubmission, Limits, bind, read_json};

/// The files of a rule set: names and texts.
pub fn files(dice: &mut Dice) -> Vec<(String, String)> {
    let library = format!(
        "种类 停止执业 属于 限制从业\n{FACTS}要素 进展 {{ 行为日期: 日期  行为终了日期: 日期  决定日期: 日期  告知: 是否  没收金额: 金额 0元以上 }}\n"
    );
    let mut files = vec![("库".to_owned(), library), ("通用".to_owned(), common(dice))];
    let both = dice.roll(3) > 0;
    let until = if both { " 失效 2025年6月30日" } else { "" };
    files.push(("一".to_owned(), version(dice, &format!("版本 “1” 施行 2024年3月1日{until}"))));
    if both {
        files.push(("二".to_owned(), version(dice, "版本 “2” 施行 2025年6月30日")));
    }
    if dice.roll(2) == 0 {
        // Another rule set, so that one act may fall under both.
        files.push(("三".to_owned(), version(dice, "版本 “1” 施行 2020年1月1日").replace("规则集 例", "规则集 另")));
    }
    files
}

/// Circumstances and procedure rules that all versions import.
fn common(dice: &mut Dice) -> String {
    let mut text = "规则集 通用 { 版本 “1” 施行 2019年1月1日 }\n引入 “库”\n".to_owned();
    for (at, effect) in ["从轻", "从重", "不予处罚", "减轻", "从轻 或者 减轻", "从重", "从轻"].iter().enumerate() {
        if dice.roll(2) == 0 {
            let (asked, modality) = (condition(dice, 1), dice.pick(&["应当", "可以"]));
            let _ = writeln!(text, "情节 情节{at} {{ 要素 案情, 进展  依据 《某法》第二条  效果 {modality} {effect}  当 {asked} }}");
        }
    }
    for at in 0..dice.roll(4) {
        let asked = match dice.roll(6) {
            0 => "罚款金额 1万元以上".to_owned(),
            1 => "没收金额 1000元以上 或者 罚款金额 5000元以上".to_owned(),
            2 => "处罚 含 停止执业".to_owned(),
            3 => "罚款金额 超过 所得".to_owned(),
            _ => condition(dice, 1),
        };
        let when = if dice.roll(4) == 0 { String::new() } else { format!("当 {asked}\n") };
        let must = if dice.roll(3) == 0 { "罚款金额 不超过 20万元".to_owned() } else { format!("告知 或者 {}", atom(dice)) };
        let level = dice.pick(&["错误", "警告", "提示"]);
        let _ = writeln!(
            text,
            "程序 程序{at} {{ 要素 案情, 进展\n依据 《某法》第四条\n级别 {level}\n{when}应当 {must}\n提示 “应当”\n建议 “补办” }}"
        );
    }
    text
}

fn version(dice: &mut Dice, head: &str) -> String {
    let round = dice.pick(&["", " 取整 百元 舍去", " 取整 元 四舍五入"]);
    let mut text = format!("规则集 例 {{ {head}{round} }}\n引入 “库”\n引入 “通用”\n{}", dice.pick(&RANGE_RULES));
    benchmark(dice, "行为", &mut text);
    if dice.roll(2) == 0 {
        benchmark(dice, "他行为", &mut text);
    }
    text
}

fn benchmark(dice: &mut Dice, name: &str, text: &mut String) {
    let _ = writeln!(text, "基准 {name} {{ 要素 案情, 进展\n依据 《某法》第一条\n违反 《某法》第九条");
    if dice.roll(3) > 0 {
        let depth = dice.roll(2);
        let _ = writeln!(text, "适用 当 {}", condition(dice, depth));
    }
    let confiscated = if dice.roll(2) == 0 { "\n若 所得 超过0元 则 没收违法所得" } else { "" };
    let range = dice.pick(&["10万元以下罚款", "1000元以上10万元以下罚款", "所得 1倍以上5倍以下罚款"]);
    let _ = writeln!(
        text,
        "法定幅度 {{ 警告, 可以 并处 {range}{confiscated}\n情节严重 {{ 停止执业 3个月以上6个月以下, 并处 5万元以上20万元以下罚款 }} }}"
    );
    let scored = dice.roll(4) == 0;
    if scored {
        factors(dice, text);
    }
    let policy = dice.pick(&["唯一", "首个", "从重", "汇总"]);
    match dice.roll(6) {
        0 if !scored => table(dice, policy, text),
        1 if scored => text.push_str("处 按因素得分罚款\n"),
        _ => {
            let _ = writeln!(text, "命中 {policy}");
            let tiers = 1 + dice.roll(5);
            for tier in 0..tiers {
                let depth = dice.roll(3);
                let last = tier > 0 && tier + 1 == tiers && dice.roll(3) == 0;
                let asked = if last { "其他情形".to_owned() } else { format!("当 {}", any(dice, depth)) };
                let grave = if dice.roll(4) == 0 { "适用 情节严重\n" } else { "" };
                let _ = writeln!(text, "阶次 阶次{tier} {{ {asked}\n{grave}{} }}", measures(dice, scored));
            }
        }
    }
    if dice.roll(4) == 0 {
        let _ = writeln!(text, "若 {} 则 {}", atom(dice), dice.pick(&["没收违法所得", "责令改正"]));
    }
    text.push_str("}\n");
}

/// A condition, at times with an exception or a list of which one suffices.
fn any(dice: &mut Dice, depth: usize) -> String {
    match dice.roll(6) {
        0 => format!("{}, 但是 {} 除外", condition(dice, depth), atom(dice)),
        1 => format!("具有下列情形之一 {{ (一) {}; (二) {} }}", condition(dice, depth), atom(dice)),
        _ => condition(dice, depth),
    }
}

fn factors(dice: &mut Dice, text: &mut String) {
    text.push_str("裁量因素 {\n");
    let weights: &[u32] = dice.pick(&[&[100], &[40, 60], &[20, 30, 50]]);
    for (at, weight) in weights.iter().enumerate() {
        let (one, two) = (atom(dice), atom(dice));
        let _ = writeln!(text, "因素 因素{at} 权重 {weight}% {{ 当 {one}: 20%; 当 {two}: 60%; 其他: 100% }}");
    }
    if dice.roll(2) == 0 {
        text.push_str("合计下限 20%\n合计上限 80%\n");
    }
    text.push_str("}\n");
}

/// What a tier imposes.
fn measures(dice: &mut Dice, scored: bool) -> String {
    let mut text = match dice.roll(4) {
        0 => format!("若 {} 则 处 {}\n处 {}", atom(dice), one(dice, scored), one(dice, scored)),
        1 => format!("若 {} 则 处 {}", atom(dice), one(dice, scored)),
        _ => format!("处 {}", one(dice, scored)),
    };
    match dice.roll(5) {
        0 => text.push_str("\n对 负责人 处 1000元以上2000元以下罚款"),
        1 => text.push_str("\n若 退还 则 责令改正"),
        _ => {}
    }
    text
}

fn one(dice: &mut Dice, scored: bool) -> String {
    let other = match dice.roll(14) {
        0 => "停止执业 3个月以上6个月以下, 一般为 5个月",
        1 => "警告 或者 通报批评, 可以 单处 或者 并处 1000元以下罚款",
        2 => "5000元罚款, 次数 超过1次, 每增加1次, 增加500元, 最高 8万元",
        3 => "所得 30%以上50%以下罚款, 最低 100元, 最高 3万元",
        4 => "1000元以上3000元以下罚款, 一般为 2000元",
        5 => "可以 处 警告",
        6 => "(警告, 并处 1000元罚款) 或者 (通报批评, 并处 所得 1倍罚款)",
        7 => "责令改正, 并处 (所得 × 2) 以上 (所得 × 3) 以下罚款",
        8 => "行政拘留 5日以上10日以下",
        9 => "不予处罚",
        10 if scored => "按因素得分罚款",
        11 if scored => "(因素得分 × 1万元) 罚款",
        _ => return sanction(dice),
    };
    other.to_owned()
}

/// A submission: one act or two, of named benchmarks or of those that apply, at times with a proposed penalty.
pub fn submission(dice: &mut Dice, engine: &Engine) -> BoundSubmission {
    let ids: Vec<_> = engine.model().benchmark_ids().collect();
    let acts = (0..1 + usize::from(dice.roll(5) == 0)).map(|_| {
        let first = dice.pick(&ids);
        let facts = case(dice, engine, first);
        let benchmarks = match dice.roll(4) {
            0 => Vec::new(),
            1 => ids.clone(),
            _ => vec![first],
        };
        Act { benchmarks, facts }
    });
    let acts = acts.collect();
    let proposed = (dice.roll(4) == 0).then(|| {
        let fine = 100 * dice.roll(1_000);
        let words = match dice.roll(6) {
            0 => "\"不予处罚\": true".to_owned(),
            1 => "\"警告\": true".to_owned(),
            2 => format!("\"警告\": true, \"罚款\": \"{fine}元\""),
            3 => "\"停止执业\": \"4个月\"".to_owned(),
            4 => format!("\"责令改正\": true, \"行政拘留\": \"{}日\"", 1 + dice.roll(14)),
            _ => format!("\"罚款\": \"{fine}元\""),
        };
        let json = read_json(&format!("{{ \"拟处罚\": {{ {words} }} }}"), &Limits::default()).expect("JSON");
        bind(engine.model(), &json).expect("a proposal").proposed
    });
    let proposed = proposed.flatten();
    BoundSubmission { case: Some("示1号".to_owned()), acts, proposed }
}
