//! Rule sets of one benchmark and cases for it, by pseudo-random numbers: what the tests of the compiled engine compare on.
#![allow(dead_code, unreachable_pub, reason = "each test uses a part, as a module of its own")]

use std::fmt::Write;

use zhunsheng::engine::Engine;
use zhunsheng::input::CaseFacts;
use zhunsheng::law::{Date, Exact};
use zhunsheng::model::{BenchmarkId, Given, Type, Value};

/// A small generator of pseudo-random numbers, so that a run is the same everywhere and a million cases cost little.
pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from((self.0 >> 33) % below as u64).expect("a small number")
    }

    pub fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.roll(of.len())]
    }
}

const GRADES: [&str; 4] = ["无", "轻微", "一般", "严重"];
const MONEY: [&str; 6] = ["100元", "1000元", "1000.01元", "5000元", "1万元", "20万元"];
const COUNTS: [&str; 4] = ["1次", "2次", "3次", "10次"];
const MULTIPLES: [&str; 4] = ["0.5倍", "1倍", "1.25倍", "3倍"];
const DAYS: [&str; 4] = ["2025-01-01", "2025-06-30", "2026-02-28", "2024-02-29"];

pub const FACTS: &str = "要素 案情 {
    所得: 金额 0元以上
    损失: 金额 0元以上 可缺
    次数: 整数 1次以上
    倍数: 倍数
    后果: 等级 { 无 < 轻微 < 一般 < 严重 }
    退还: 是否
    拒绝: 是否 可缺
    某日: 日期
    他日: 日期
    文书: 文本
    处罚: 列表 旧案
    定义 半数 = 所得 ÷ 2
    定义 轻 = 所得 不满1000元 且 退还
}
要素 旧案 { 金额: 金额 0元以上  日: 日期 }
";

pub const RANGE_RULES: [&str; 3] = [
    "",
    "幅度规则 甲 {
    依据 《某办法》第一条
    从轻: 0%以上不满30%
    一般: 30%以上70%以下
    从重: 超过70% 100%以下
    减轻: 低于下限
    数个从轻 取 最低
    从轻从重并存 取 一般
}
",
    "幅度规则 乙 {
    依据 《某办法》第一条
    基数 法定幅度
    从轻: 0%以上不满40%
    从重: 超过60% 100%以下
    减轻: 下限 的 30%以上不满100%
    仅有上限 { 减轻: 上限 的 10%以下; 从轻: 10%以上30%以下 }
    数个从重 取 最高
}
",
];

/// `low以上不满high` and its kin over sorted constants.
fn bounds(dice: &mut Dice, constants: &[&str]) -> String {
    let at = dice.roll(constants.len());
    let low = constants[at];
    match dice.roll(6) {
        0 => format!("不满{low}"),
        1 => format!("{low}以上"),
        2 => format!("超过{low}"),
        3 => format!("{low}以下"),
        4 if at + 1 < constants.len() => format!("{low}以上不满{}", constants[at + 1 + dice.roll(constants.len() - at - 1)]),
        _ => format!("为 {low}"),
    }
}

pub fn atom(dice: &mut Dice) -> String {
    match dice.roll(20) {
        0..=3 => format!("所得 {}", bounds(dice, &MONEY)),
        4 => format!("损失 {}", bounds(dice, &MONEY)),
        5 | 6 => format!("次数 {}", bounds(dice, &COUNTS)),
        7 => format!("倍数 {}", bounds(dice, &MULTIPLES)),
        8 | 9 => format!("后果 {}{}", dice.pick(&GRADES), dice.pick(&["以上", "以下"])),
        10 => format!("后果 {} {}", dice.pick(&["为", "不为"]), dice.pick(&GRADES)),
        11 | 12 => dice.pick(&["退还", "未 退还", "拒绝", "非 (拒绝)"]).to_owned(),
        13 => dice.pick(&["有 损失", "无 损失"]).to_owned(),
        14 => format!("某日 {} {}", dice.pick(&["早于", "晚于", "不早于", "不晚于"]), dice.pick(&DAYS)),
        15 => dice.pick(&["某日 早于 他日", "某日 在 他日 后 6个月以内", "自 某日 至 他日 不满3个月"]).to_owned(),
        16 => format!("半数 {}", bounds(dice, &MONEY)),
        17 => dice.pick(&["所得 超过 损失", "所得 超过 损失 × 30%", "轻", "未 轻"]).to_owned(),
        18 => format!("文书 {}", dice.pick(&["含 “送达”", "为 “告知书”", "不为 “告知书”"])),
        _ => format!("处罚 中 (日 早于 某日 且 金额 {}) 的 次数 {}", bounds(dice, &MONEY), bounds(dice, &COUNTS)),
    }
}

pub fn condition(dice: &mut Dice, depth: usize) -> String {
    if depth == 0 {
        return atom(dice);
    }
    let part = |dice: &mut Dice| {
        let depth = dice.roll(depth);
        condition(dice, depth)
    };
    let (one, two, three) = (part(dice), part(dice), part(dice));
    match dice.roll(8) {
        0..=3 => format!("({one}) 且 ({two})"),
        4 => format!("({one}) 或者 ({two})"),
        5 => format!("非 ({one})"),
        6 => format!("({one}) 且 ({two}) 且 ({three})"),
        _ => format!("具有下列情形 2项以上 {{ (一) {one}; (二) {two}; (三) {three} }}"),
    }
}

/// What a tier imposes: a sanction, or one under a condition with or without another beside it.
fn measure(dice: &mut Dice) -> String {
    let plain = format!("处 {}", sanction(dice));
    match dice.roll(4) {
        0 => format!("若 {} 则 {plain}", atom(dice)),
        1 => format!("若 {} 则 {plain}\n处 {}", atom(dice), sanction(dice)),
        _ => plain,
    }
}

pub fn sanction(dice: &mut Dice) -> String {
    match dice.roll(6) {
        0 => "警告".to_owned(),
        1 => "警告, 可以 并处 1000元以上5000元以下罚款".to_owned(),
        2 => "不满3000元罚款".to_owned(),
        3 => "所得 1倍以上3倍以下罚款".to_owned(),
        4 => format!("{}元以上5万元以下罚款", 100 * dice.roll(90)),
        _ => "5000元罚款".to_owned(),
    }
}

/// A rule set of one benchmark.
pub fn rules(dice: &mut Dice) -> String {
    let mut text = format!("规则集 例 {{ 版本 “1” 施行 2020年1月1日 }}\n{FACTS}");
    text.push_str(dice.pick(&RANGE_RULES));
    for (at, effect) in ["从轻", "从重", "不予处罚", "减轻", "从轻 或者 减轻", "从重", "从轻"].iter().enumerate() {
        if dice.roll(2) == 0 {
            let asked = condition(dice, 1);
            let _ = writeln!(text, "情节 情节{at} {{ 要素 案情  依据 《某法》第二条  效果 应当 {effect}  当 {asked} }}");
        }
    }
    let _ = writeln!(text, "基准 行为 {{ 要素 案情\n依据 《某法》第一条\n法定幅度 {{ 警告, 可以 并处 10万元以下罚款 }}");
    let policy = dice.pick(&["唯一", "首个", "从重", "汇总"]);
    if dice.roll(3) == 0 {
        table(dice, policy, &mut text);
    } else {
        let _ = writeln!(text, "命中 {policy}");
        let tiers = 1 + dice.roll(5);
        for tier in 0..tiers {
            let depth = dice.roll(3);
            let last = tier > 0 && tier + 1 == tiers && dice.roll(3) == 0;
            let asked = if last { "其他情形".to_owned() } else { format!("当 {}", condition(dice, depth)) };
            let _ = writeln!(text, "阶次 阶次{tier} {{ {asked}\n{} }}", measure(dice));
        }
    }
    text.push_str("}\n");
    text
}

pub fn table(dice: &mut Dice, policy: &str, text: &mut String) {
    let _ =
        writeln!(text, "阶次表 {policy} {{\n| 阶次 | 所得 | 次数 | 后果 | 退还 | 某日 | 半数 | 处罚 |\n|---|---|---|---|---|---|---|---|");
    // Past 64 rows the index is another: a tree of cuts where rows part the cases well, as a grid does, else words.
    if dice.roll(2) == 0 {
        for row in 0..150 {
            let (low, high) = (row / 3 * 100, row / 3 * 100 + 100);
            let times = ["不满2次", "2次以上不满4次", "4次以上"][row % 3];
            let _ = writeln!(text, "| 格{row} | {low}元以上不满{high}元 | {times} | - | - | - | - | {} |", sanction(dice));
        }
        text.push_str("}\n");
        return;
    }
    let rows = dice.pick(&[3, 8, 12, 40, 70, 150]);
    for row in 0..rows {
        let figure = |dice: &mut Dice, constants: &[&str]| bounds(dice, constants).replace("为 ", "");
        let cells = [
            if dice.roll(4) == 0 { "-".to_owned() } else { figure(dice, &MONEY) },
            if dice.roll(2) == 0 { "-".to_owned() } else { figure(dice, &COUNTS) },
            if dice.roll(2) == 0 { "-".to_owned() } else { dice.pick(&GRADES).to_owned() },
            dice.pick(&["-", "-", "是", "否"]).to_owned(),
            if dice.roll(3) == 0 { dice.pick(&DAYS).to_owned() } else { "-".to_owned() },
            if dice.roll(4) == 0 { figure(dice, &MONEY) } else { "-".to_owned() },
        ];
        let _ = writeln!(text, "| 行{row} | {} | {} |", cells.join(" | "), sanction(dice));
    }
    text.push_str("}\n");
}

fn value(dice: &mut Dice, engine: &Engine, ty: &Type) -> Value {
    let exact = |text: &str| text.parse::<Exact>().expect("a number");
    const AMOUNTS: [&str; 14] =
        ["0", "99.99", "100", "999.99", "1000", "1000.01", "1000.02", "2000", "5000", "9999", "10000", "20000", "200000", "400000.01"];
    match ty {
        Type::Boolean => Value::Boolean(dice.roll(2) == 0),
        Type::Money => Value::Number(exact(dice.pick(&AMOUNTS))),
        Type::Integer(_) => Value::Number(Exact::from_int(1 + i64::try_from(dice.roll(11)).expect("a small number"))),
        Type::Multiple => Value::Number(exact(dice.pick(&["-1", "0", "1/3", "0.5", "1", "1.25", "1.26", "3", "3.0000001"]))),
        Type::Category(_) => Value::Member(u16::try_from(dice.roll(GRADES.len())).expect("a small number")),
        Type::Date => {
            let date: Date = dice.pick(&DAYS).parse().expect("a date");
            Value::Date(match dice.roll(3) {
                0 => date,
                1 => date.tomorrow().expect("a day"),
                _ => date.yesterday().expect("a day"),
            })
        }
        Type::Text => Value::Text(dice.pick(&["告知书", "送达回证", "其他"]).into()),
        Type::List(record) => {
            let types: Vec<Type> = engine.model()[*record].fields.iter().map(|f| f.ty.clone()).collect();
            let elements = (0..dice.roll(4)).map(|_| {
                let given = |ty: &Type| if dice.roll(8) == 0 { Given::Unknown } else { Given::Known(value(dice, engine, ty)) };
                zhunsheng::model::Element(types.iter().map(given).collect())
            });
            Value::List(elements.collect::<Vec<_>>().into())
        }
        Type::Number | Type::Ratio | Type::Quantity(_) | Type::Period(_) => Value::Number(exact("1")),
    }
}

pub fn case(dice: &mut Dice, engine: &Engine, id: BenchmarkId) -> CaseFacts {
    let mut facts = CaseFacts::new(engine.model());
    // From cases with everything known to cases with half of it missing.
    let missing = dice.pick(&[0, 0, 1, 2, 4]);
    for fact in &engine.model()[id].facts {
        let field = engine.model()[*fact].field.clone();
        let given = if dice.roll(8) < missing {
            Given::Unknown
        } else if field.optional && dice.roll(4) == 0 {
            Given::Absent
        } else {
            Given::Known(value(dice, engine, &field.ty))
        };
        facts.set(*fact, given);
    }
    facts
}
