//! Cases of anything `Serialize` straight into slots, beside the same cases through a value and the binder: the same facts, the same
//! decision, the same mistakes.

#[path = "support/benchmarks.rs"]
mod benchmarks;

use serde::ser::{Serialize, SerializeMap, SerializeStruct, Serializer};

use benchmarks::Dice;
use zhunsheng::RuleSet;
use zhunsheng::engine::{CaseError, Row};
use zhunsheng::input::{Binder, Missing, Value};

const RULES: &str = "规则集 例 { 版本 “1” 施行 2020年1月1日 }
要素 人 { 出生日期: 日期  姓名: 文本 }
要素 旧案 { 金额: 金额 }
要素 案情 {
    所得: 金额 0元以上不满100万元
    损失: 金额 可缺
    次数: 整数 1次以上 可缺
    占比: 比例 0%以上100%以下
    倍数: 倍数
    重量: 数量 吨 不满50吨
    件数: 数 0以上
    时长: 期间 日 不满60日
    后果: 等级 { 轻微 < 一般 < 严重 }
    退还: 是否
    某日: 日期
    文书: 文本
    当事人: 人
    处罚: 列表 旧案
    定义 半数 = 所得 ÷ 2
}
要素 别的 { 面积: 数 }
基准 行为 { 要素 案情
依据 《某法》第一条
法定幅度 { 10万元以下罚款 }
阶次 轻 { 当 所得 不满1000元 且 次数 3次以下; 处 1000元以下罚款 }
阶次 中 { 当 半数 不满1000元 且 后果 一般以上 且 某日 早于 2025-01-01; 处 所得 1倍以下罚款 }
阶次 重 { 其他情形; 处 1000元以上罚款 }
}
基准 别的行为 { 要素 别的
依据 《某法》第二条
法定幅度 { 10万元以下罚款 }
阶次 轻 { 当 面积 不满5; 处 1000元以下罚款 }
}
";

const KEYS: [&str; 24] = [
    "所得",
    "损失",
    "次数",
    "占比",
    "倍数",
    "重量",
    "件数",
    "时长",
    "后果",
    "退还",
    "某日",
    "文书",
    "当事人",
    "当事人.姓名",
    "处罚",
    "面积",
    "半数",
    "案号",
    "case",
    "基准",
    "行为",
    "要素",
    "拟处罚",
    "所的",
];

#[derive(Debug, Clone)]
enum Cell {
    Null,
    Truth(bool),
    Integer(i64),
    Wide(i128),
    Float(f64),
    Single(f32),
    Text(&'static str),
    Variant(&'static str),
    Letter(char),
    List(Vec<i64>),
    Fields(Vec<(&'static str, Cell)>),
    Optional(Box<Cell>),
}

impl Serialize for Cell {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Cell::Null => to.serialize_none(),
            Cell::Truth(value) => to.serialize_bool(*value),
            Cell::Integer(value) => to.serialize_i64(*value),
            Cell::Wide(value) => to.serialize_i128(*value),
            Cell::Float(value) => to.serialize_f64(*value),
            Cell::Single(value) => to.serialize_f32(*value),
            Cell::Text(value) => to.serialize_str(value),
            Cell::Variant(value) => to.serialize_unit_variant("类", 0, value),
            Cell::Letter(value) => to.serialize_char(*value),
            Cell::List(values) => values.serialize(to),
            Cell::Fields(fields) => Shaped(fields).serialize(to),
            Cell::Optional(value) => to.serialize_some(value),
        }
    }
}

/// A case as a struct.
struct Shaped<'c>(&'c [(&'static str, Cell)]);

impl Serialize for Shaped<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut fields = to.serialize_struct("案", self.0.len())?;
        for (key, value) in self.0 {
            fields.serialize_field(key, value)?;
        }
        fields.end()
    }
}

/// The same as a map.
struct Mapped<'c>(&'c [(&'static str, Cell)]);

impl Serialize for Mapped<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut entries = to.serialize_map(None)?;
        for (key, value) in self.0 {
            entries.serialize_entry(key, value)?;
        }
        entries.end()
    }
}

fn cell(dice: &mut Dice, depth: usize) -> Cell {
    const TEXTS: [&str; 24] = [
        "一般",
        " 一般 ",
        "一股",
        "未知",
        "无",
        "是",
        "否",
        "5000",
        "0.5万元",
        "5,000元",
        "3次",
        "30%",
        "2倍",
        "49吨",
        "10日",
        "2个月",
        "2026-01-01",
        "2026年1月1日",
        "20260101",
        "2026-02-30",
        "张三",
        "",
        "行为",
        "-3",
    ];
    match dice.roll(if depth == 0 { 10 } else { 12 }) {
        0 => Cell::Null,
        1 => Cell::Truth(dice.roll(2) == 0),
        2 | 3 => Cell::Integer(dice.pick(&[-1, 0, 1, 2, 5, 49, 50, 999, 1000, 999_999, 1_000_000, i64::MAX, i64::MIN])),
        4 => Cell::Wide(dice.pick(&[3, i128::MAX, i128::from(u64::MAX)])),
        5 => Cell::Float(dice.pick(&[0.1, 0.305, 5000.0, 1e30, -0.0, f64::NAN])),
        6 => match dice.roll(2) {
            0 => Cell::Single(0.1),
            _ => Cell::Letter(dice.pick(&['无', '是'])),
        },
        7 => Cell::Variant(dice.pick(&["一般", "严重", "未知", "是"])),
        8 | 9 => Cell::Text(dice.pick(&TEXTS)),
        10 => match dice.roll(3) {
            0 => Cell::List(vec![1]),
            1 => Cell::Fields(vec![("姓名", cell(dice, 0)), ("出生日期", cell(dice, 0))]),
            _ => Cell::List(Vec::new()),
        },
        _ => Cell::Optional(Box::new(cell(dice, depth - 1))),
    }
}

/// A value that is likely right for the fact.
fn fitting(dice: &mut Dice, key: &str) -> Cell {
    match key {
        "所得" | "损失" | "次数" | "件数" | "重量" => Cell::Integer(dice.pick(&[1, 2, 4, 49, 999, 1000, 3000])),
        "占比" | "倍数" => Cell::Float(0.305),
        "时长" => Cell::Text("10日"),
        "后果" => Cell::Variant(dice.pick(&["轻微", "一般", "严重"])),
        "退还" => Cell::Truth(dice.roll(2) == 0),
        "某日" => Cell::Text(dice.pick(&["2024-12-31", "2025-01-01"])),
        "文书" => Cell::Text("张三"),
        "案号" => Cell::Text("第1号"),
        _ => cell(dice, 2),
    }
}

fn through_the_binder(binder: &Binder, model: &zhunsheng::model::Model, case: &impl Serialize, row: &mut Row) -> Result<(), CaseError> {
    row.clear();
    let value = Value::from_serialize(case).map_err(CaseError::Read)?;
    let bound = binder.bind(model, &value, Missing::Unknown).map_err(CaseError::Bind)?;
    match bound.acts.as_slice() {
        [act] => row.set_facts(&act.facts),
        acts => return Err(CaseError::Acts(acts.len())),
    }
    Ok(())
}

#[test]
fn a_case_read_into_slots_is_the_case_that_is_bound() {
    let engine = RuleSet::from_sources([("例", RULES)]).unwrap_or_else(|error| panic!("{error}")).compile();
    let prepared = engine.prepare(engine.benchmarks_named("行为")[0]);
    let binder = Binder::new(engine.model());
    let (mut reader, mut straight, mut bound) = (prepared.reader(), prepared.row(), prepared.row());
    let mut dice = Dice(0x5EED_0F5E_1A11_2E5D);
    let (mut right, mut wrong) = (0, 0);
    for _ in 0..20_000 {
        // From cases that are right to cases in which anything may stand anywhere.
        let wild = dice.pick(&[0, 0, 1, 4]);
        let mut case: Vec<(&'static str, Cell)> = Vec::new();
        for key in KEYS.iter().take(if wild == 0 { 12 } else { KEYS.len() }) {
            if dice.roll(if wild == 4 { 6 } else { 2 }) == 0 {
                let value = if dice.roll(8) < wild { cell(&mut dice, 2) } else { fitting(&mut dice, key) };
                case.push((key, value));
            }
        }
        if dice.roll(20) < wild {
            case.extend(case.first().cloned());
        }
        let (read, expected) = match dice.roll(2) {
            0 => (reader.read(&Shaped(&case), &mut straight), through_the_binder(&binder, engine.model(), &Shaped(&case), &mut bound)),
            _ => (reader.read(&Mapped(&case), &mut straight), through_the_binder(&binder, engine.model(), &Mapped(&case), &mut bound)),
        };
        assert_eq!(read, expected, "{case:?}");
        if read.is_ok() {
            right += 1;
            assert_eq!(straight.facts(), bound.facts(), "{case:?}");
            let (straight, bound) = (straight.decide().expect("a decision"), bound.decide().expect("a decision"));
            assert_eq!(straight, bound, "{case:?}");
        } else {
            wrong += 1;
        }
    }
    assert!(right > 5_000 && wrong > 2_000, "{right} right, {wrong} wrong");
}

/// A case of so many counts, each 1.
struct Counts(usize);

impl Serialize for Counts {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(None)?;
        (0..self.0).try_for_each(|at| map.serialize_entry(&format!("甲{at}号"), &1))?;
        map.end()
    }
}

/// The 128th slot once stood for 案号 too, and what a case gave for it was lost.
#[test]
fn every_one_of_many_facts_is_read() {
    for count in [127, 128, 129, 200] {
        let fields: String = (0..count).map(|at| format!("    甲{at}号: 整数 0以上\n")).collect();
        let all = (0..count).map(|at| format!("甲{at}号 1以上")).collect::<Vec<_>>().join(" 且 ");
        let text = format!(
            "规则集 例 {{ 版本 “1” 施行 2020年1月1日 }}\n要素 案情 {{\n{fields}}}\n基准 行为 {{ 要素 案情\n依据 《某法》第一条\n\
             法定幅度 {{ 10万元以下罚款 }}\n阶次 轻 {{ 当 {all}; 处 1000元以下罚款 }}\n阶次 重 {{ 其他情形; 处 1000元以上罚款 }}\n}}\n"
        );
        let engine = RuleSet::from_sources([("例", text)]).unwrap_or_else(|error| panic!("{error}")).compile();
        let prepared = engine.prepare(engine.benchmarks_named("行为")[0]);
        let binder = Binder::new(engine.model());
        let (mut reader, mut straight, mut bound) = (prepared.reader(), prepared.row(), prepared.row());
        assert_eq!(reader.read(&Counts(count), &mut straight), Ok(()));
        assert_eq!(through_the_binder(&binder, engine.model(), &Counts(count), &mut bound), Ok(()));
        assert_eq!(straight.facts(), bound.facts(), "{count} facts");
        assert_eq!(straight.decide().expect("a decision").tiers, [0], "{count} facts");
    }
}
