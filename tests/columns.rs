//! Decisions by columns beside those of rows: on generated rules and cases, in every layout of Arrow that a fact is read from, with
//! nulls, split anywhere; and what is said of values that are wrong, beside what the binder says of the same.

#[path = "support/benchmarks.rs"]
mod benchmarks;

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{Int8Type, Int32Type, Int64Type, UInt32Type};
use arrow_array::*;
use arrow_buffer::NullBuffer;
use arrow_schema::DataType;

use benchmarks::{Dice, FACTS, case, rules};
use zhunsheng::RuleSet;
use zhunsheng::engine::{BadRows, ColumnError, ColumnOptions, Engine, FineOutcome, Nulls, Prepared, Row, Status};
use zhunsheng::input::{Binder, CaseFacts, Missing, Value as Raw};
use zhunsheng::law::{Date, Exact};
use zhunsheng::model::{Fact, FactId, Given, Type, Value};

const MARK: ColumnOptions = ColumnOptions { bad_rows: BadRows::Mark, nulls: Nulls::Unknown };

/// A value times a power of ten, where that is whole.
fn scaled(value: &Value, scale: u32) -> Option<i128> {
    let Value::Number(number) = value else { return None };
    let scaled = number.checked_mul(Exact::new(10i128.pow(scale), 1)?)?;
    scaled.is_integer().then(|| scaled.numer())
}

fn days(date: Date) -> i32 {
    let epoch = Date::constant(1970, 1, 1);
    epoch.until(date).expect("a span of days").get_days()
}

/// The values of one fact in an array of a layout that the dice choose.
fn array(dice: &mut Dice, engine: &Engine, fact: &Fact, values: &[Option<Value>]) -> ArrayRef {
    let decimals = |scale: u32| values.iter().map(move |value| value.as_ref().map(|value| scaled(value, scale).expect("a decimal")));
    let decimal = |scale: u32| -> ArrayRef {
        Arc::new(decimals(scale).collect::<Decimal128Array>().with_precision_and_scale(38, scale as i8).expect("a decimal"))
    };
    match &fact.field.ty {
        Type::Boolean => Arc::new(values.iter().map(|value| value.as_ref().map(|v| *v == Value::Boolean(true))).collect::<BooleanArray>()),
        Type::Money => match dice.roll(3) {
            0 => Arc::new(decimals(2).map(|fen| fen.map(|fen| i64::try_from(fen).expect("an amount"))).collect::<Int64Array>()),
            1 => decimal(2),
            _ => decimal(4),
        },
        Type::Integer(_) => {
            let whole = || decimals(0).map(|n| n.map(|n| i8::try_from(n).expect("a small number")));
            match dice.roll(9) {
                0 => Arc::new(whole().collect::<Int8Array>()),
                1 => Arc::new(whole().map(|n| n.map(i16::from)).collect::<Int16Array>()),
                2 => Arc::new(whole().map(|n| n.map(i32::from)).collect::<Int32Array>()),
                3 => Arc::new(whole().map(|n| n.map(i64::from)).collect::<Int64Array>()),
                4 => Arc::new(whole().map(|n| n.map(|n| n.unsigned_abs())).collect::<UInt8Array>()),
                5 => Arc::new(whole().map(|n| n.map(|n| u16::from(n.unsigned_abs()))).collect::<UInt16Array>()),
                6 => Arc::new(whole().map(|n| n.map(|n| u64::from(n.unsigned_abs()))).collect::<UInt64Array>()),
                7 => decimal(0),
                _ => decimal(3),
            }
        }
        Type::Date => {
            let days = values.iter().map(|value| value.as_ref().map(|v| if let Value::Date(date) = v { days(*date) } else { 0 }));
            Arc::new(days.collect::<Date32Array>())
        }
        Type::Category(_) | Type::Text => {
            let names = if let Type::Category(id) = &fact.field.ty { engine.model()[*id].members.clone() } else { Vec::new() };
            let text = |value: &Value| match value {
                Value::Member(member) => names[usize::from(*member)].clone(),
                Value::Text(text) => text.to_string(),
                _ => unreachable!("a text"),
            };
            let texts = values.iter().map(|value| value.as_ref().map(text));
            match dice.roll(6) {
                0 => Arc::new(texts.collect::<StringArray>()),
                1 => Arc::new(texts.collect::<LargeStringArray>()),
                2 => Arc::new(texts.collect::<StringViewArray>()),
                3 => Arc::new(texts.collect::<Vec<_>>().iter().map(Option::as_deref).collect::<DictionaryArray<Int8Type>>()),
                4 => Arc::new(texts.collect::<Vec<_>>().iter().map(Option::as_deref).collect::<DictionaryArray<types::UInt16Type>>()),
                // A dictionary may hold nulls itself.
                _ => {
                    let mut known: Vec<Option<String>> = vec![None];
                    let keys: Vec<i32> = texts
                        .map(|text| {
                            let at = known.iter().position(|other| *other == text);
                            at.unwrap_or_else(|| {
                                known.push(text);
                                known.len() - 1
                            }) as i32
                        })
                        .collect();
                    let known: StringArray = known.into_iter().collect();
                    Arc::new(DictionaryArray::<Int32Type>::new(keys.into(), Arc::new(known)))
                }
            }
        }
        _ => decimal(8),
    }
}

/// An answer in words; of rows and of columns the same.
fn row_says(engine: &Engine, prepared: &Prepared, row: &mut Row) -> String {
    let Ok(outcome) = row.decide() else { return "invalid".to_owned() };
    let status = match (outcome.status, outcome.waived) {
        (Status::Settled, None) => "settled",
        (Status::Settled, Some(_)) => "waived",
        (Status::Possible { .. }, _) => "possible",
        (Status::NoTier, _) => "no-tier",
        (Status::Conflict, _) => "conflict",
    };
    let tier = match (outcome.status, outcome.tiers.as_slice()) {
        (Status::Settled, [only]) => prepared.tier(*only),
        _ => None,
    };
    let waived = outcome.waived.map(|id| engine.model()[id].name.as_str());
    let (fine, lower, upper) = match outcome.fine {
        FineOutcome::None => ("none", None, None),
        FineOutcome::Open => ("open", None, None),
        FineOutcome::Range(range) => {
            let upper = range.upper.map(|upper| (upper.fen(), range.upper_included));
            ("range", Some((range.lower.fen(), range.lower_included)), upper)
        }
    };
    format!("{status} {tier:?} {:?} {waived:?} {fine} {lower:?} {upper:?}", outcome.tiers)
}

fn columns_say(answers: &RecordBatch) -> Vec<String> {
    let column = |name: &str| answers.column_by_name(name).expect("a column of the schema").as_ref();
    let small = |name: &str, at: usize| {
        let dictionary = column(name).as_dictionary::<Int8Type>();
        dictionary.values().as_string::<i32>().value(dictionary.key(at).expect("a key")).to_owned()
    };
    let word = |name: &str, at: usize| {
        let dictionary = column(name).as_dictionary::<Int32Type>();
        dictionary.key(at).map(|key| dictionary.values().as_string::<i32>().value(key).to_owned())
    };
    let amount = |name: &str, at: usize| {
        let (fen, included) = (column(name).as_primitive::<Int64Type>(), column(&format!("{name}_included")).as_boolean());
        (fen.is_valid(at)).then(|| (fen.value(at), included.value(at)))
    };
    let says = |at: usize| {
        let status = small("status", at);
        assert_eq!(status == "invalid", column("problem").is_valid(at));
        if status == "invalid" {
            return status;
        }
        let tiers = column("tiers").as_list::<i32>().value(at);
        let tiers = tiers.as_primitive::<UInt32Type>().values().to_vec();
        let (tier, waived, fine) = (word("tier", at), word("waived", at), small("fine", at));
        format!("{status} {tier:?} {tiers:?} {waived:?} {fine} {:?} {:?}", amount("fine_lower", at), amount("fine_upper", at))
    };
    (0..answers.num_rows()).map(says).collect()
}

/// Cases as a batch, and as the rows have to take them.
fn batch(dice: &mut Dice, engine: &Engine, facts: &[FactId], cases: &mut [CaseFacts], nulls: Nulls) -> RecordBatch {
    let mut columns = Vec::new();
    for id in facts {
        let fact = &engine.model()[*id];
        let left_out = matches!(fact.field.ty, Type::List(_)) || dice.roll(10) == 0;
        let null = if nulls == Nulls::Absent && fact.field.optional && !left_out { Given::Absent } else { Given::Unknown };
        let mut values = Vec::new();
        for case in cases.iter_mut() {
            match case.get(*id) {
                Given::Known(value) if !left_out => {
                    // 1/3 is no decimal.
                    let value = match scaled(value, 8) {
                        None if matches!(value, Value::Number(_)) => Value::Number(Exact::ONE),
                        _ => value.clone(),
                    };
                    case.set(*id, Given::Known(value.clone()));
                    values.push(Some(value));
                }
                _ => {
                    case.set(*id, null.clone());
                    values.push(None);
                }
            }
        }
        if !left_out {
            columns.push((fact.key.to_string(), array(dice, engine, fact, &values)));
        }
    }
    let row: ArrayRef = Arc::new((0..cases.len()).map(|at| Some(format!("第{at}号"))).collect::<StringArray>());
    columns.push(("案号".to_owned(), row));
    RecordBatch::try_from_iter(columns).expect("columns of one length")
}

/// Rules whose tiers and circumstances ask one fact at a time and fine fixed amounts: what the words of columns are for.
fn plain_rules(dice: &mut Dice) -> String {
    let mut text = format!(
        "规则集 例 {{ 版本 “1” 施行 2020年1月1日 }}\n{FACTS}幅度规则 甲 {{ 依据 《某办法》第一条\n从轻: 0%以上不满30%\n从重: 超过70% 100%以下 }}\n"
    );
    let asked = |dice: &mut Dice| match dice.roll(6) {
        0 => format!("所得 {}", dice.pick(&["不满1000元", "1000元以上", "超过5000元", "100元以上不满5000元"])),
        1 => format!("损失 {}", dice.pick(&["不满1000元", "1万元以下", "超过5000元"])),
        2 => format!("次数 {}", dice.pick(&["2次以下", "3次以上", "2次以上不满10次"])),
        3 => format!("后果 {}", dice.pick(&["轻微以上", "一般以下", "为 严重", "不为 无"])),
        4 => dice.pick(&["退还", "未 退还", "有 损失", "无 损失"]).to_owned(),
        _ => format!("某日 {}", dice.pick(&["早于 2025-06-30", "不早于 2025-01-01"])),
    };
    for at in 0..dice.roll(4) {
        let (effect, word) = (dice.pick(&["从轻", "从重", "不予处罚"]), dice.pick(&[" 且 ", " 或者 "]));
        let asked = (0..=dice.roll(2)).map(|_| format!("({})", asked(dice))).collect::<Vec<_>>().join(word);
        text += &format!("情节 情节{at} {{ 要素 案情  依据 《某法》第二条  效果 应当 {effect}  当 {asked} }}\n");
    }
    let policy = dice.pick(&["唯一", "首个", "从重", "汇总"]);
    text += &format!("基准 行为 {{ 要素 案情\n依据 《某法》第一条\n法定幅度 {{ 警告, 可以 并处 10万元以下罚款 }}\n命中 {policy}\n");
    // Past 64 tiers the tree tells, not the words.
    let tiers = dice.pick(&[2, 3, 5, 12, 60, 90]);
    for tier in 0..tiers {
        let conditions = (0..=dice.roll(3)).map(|_| asked(dice)).collect::<Vec<_>>().join(" 且 ");
        let conditions = if tier + 1 == tiers { "其他情形".to_owned() } else { format!("当 {conditions}") };
        let sanction = match dice.roll(6) {
            0 => "警告".to_owned(),
            1 => "所得 1倍以上3倍以下罚款".to_owned(),
            _ => format!("{}元以上5万元以下罚款", 100 * dice.roll(90)),
        };
        text += &format!("阶次 阶次{tier} {{ {conditions}\n处 {sanction} }}\n");
    }
    text + "}\n"
}

#[test]
fn columns_and_rows_agree_on_generated_rules() {
    let asked = |name: &str| std::env::var(name).ok().and_then(|n| n.parse::<u64>().ok());
    let wanted = asked("ZHUNSHENG_COMPARISONS").unwrap_or(8_000);
    let mut dice = Dice(asked("ZHUNSHENG_SEED").unwrap_or(0x0DDB_1A5E_5BAD_5EED));
    let mut kinds = std::collections::BTreeMap::<String, u64>::new();
    let (mut compared, mut sets, mut refused) = (0, 0, 0);
    while compared < wanted {
        let text = if dice.roll(3) == 0 { rules(&mut dice) } else { plain_rules(&mut dice) };
        let Ok(set) = RuleSet::from_sources([("例", text.clone())]) else {
            refused += 1;
            assert!(refused * 4 < sets + 40, "too many generated rule sets are refused:\n{text}");
            continue;
        };
        sets += 1;
        let engine = set.compile();
        let prepared = engine.prepare(engine.benchmarks_named("行为")[0]);
        let nulls = dice.pick(&[Nulls::Unknown, Nulls::Absent]);
        let facts = engine.model()[prepared.benchmark()].facts.clone();
        let count = dice.pick(&[1, 63, 64, 200, 1_100]);
        let mut cases: Vec<CaseFacts> = (0..count).map(|_| case(&mut dice, &engine, prepared.benchmark())).collect();
        let batch = batch(&mut dice, &engine, &facts, &mut cases, nulls);
        let mut columns = prepared.columns(ColumnOptions { bad_rows: BadRows::Mark, nulls });
        let answers = columns.decide(&batch).expect("a batch of the right types");
        let whole = columns_say(&answers);
        let mut row = prepared.row();
        for (at, (case, whole)) in cases.iter().zip(&whole).enumerate() {
            row.set_facts(case);
            assert_eq!(row_says(&engine, &prepared, &mut row), *whole, "row {at}\n{case:?}\n{text}");
            *kinds.entry(whole.split(' ').next().unwrap_or_default().to_owned()).or_default() += 1;
        }
        let cut = dice.roll(count + 1);
        // Any part by any thread has the same answers, down to what lies under a null.
        let parts = std::thread::scope(|scope| {
            let parts = [(0, cut), (cut, count - cut)].map(|(from, rows)| {
                let (prepared, part) = (&prepared, batch.slice(from, rows));
                let mut columns = prepared.columns(ColumnOptions { bad_rows: BadRows::Mark, nulls });
                (from, rows, scope.spawn(move || columns.decide(&part).expect("a batch of the right types")))
            });
            parts.map(|(from, rows, part)| (from, rows, part.join().expect("answers")))
        });
        for (from, rows, part) in parts {
            assert_eq!(part, answers.slice(from, rows), "split at {cut}\n{text}");
            for (one, other) in part.columns().iter().zip(answers.slice(from, rows).columns()) {
                assert_eq!(under_nulls(one), under_nulls(other), "split at {cut}\n{text}");
            }
        }
        compared += count as u64;
    }
    println!("{compared} rows: {kinds:?}");
    assert!(kinds.len() >= 5, "every kind of answer is met: {kinds:?}");
}

/// The values of a column of numbers, whether or not they are null.
fn under_nulls(column: &ArrayRef) -> Vec<i64> {
    match column.data_type() {
        DataType::Int64 => column.as_primitive::<Int64Type>().values().to_vec(),
        DataType::Boolean => column.as_boolean().values().iter().map(i64::from).collect(),
        DataType::Dictionary(keys, _) if **keys == DataType::Int32 => {
            column.as_dictionary::<Int32Type>().keys().values().iter().map(|key| i64::from(*key)).collect()
        }
        _ => Vec::new(),
    }
}

#[test]
fn a_tier_that_compares_two_facts_may_be_in_conflict_with_one_that_holds() {
    let rules = "规则集 例 { 版本 “1” 施行 2020年1月1日 }
要素 案情 { 所得: 金额 0元以上  损失: 金额 0元以上 }
基准 行为 { 要素 案情
依据 《某法》第一条
法定幅度 { 10万元以下罚款 }
命中 唯一
阶次 轻 { 当 所得 不满1000元; 处 1000元以下罚款 }
阶次 重 { 当 所得 超过 损失; 处 1000元以上罚款 }
}
";
    let engine = RuleSet::from_sources([("例", rules)]).unwrap_or_else(|error| panic!("{error}")).compile();
    let prepared = engine.prepare(engine.benchmarks_named("行为")[0]);
    let fen = |values: [i64; 4]| -> ArrayRef { Arc::new(Int64Array::from(values.to_vec())) };
    let facts = [("所得", fen([50_000, 50_000, 200_000, 200_000])), ("损失", fen([10_000, 90_000, 10_000, 300_000]))];
    let batch = RecordBatch::try_from_iter(facts).expect("a batch");
    let says = columns_say(&prepared.columns(MARK).decide(&batch).expect("a batch of the right types"));
    let says: Vec<&str> = says.iter().filter_map(|says| says.split(" [").next()).collect();
    assert_eq!(says, ["conflict None", "settled Some(\"轻\")", "settled Some(\"重\")", "no-tier None"]);
}

const RULES: &str = "规则集 例 { 版本 “1” 施行 2020年1月1日 }
要素 案情 {
    所得: 金额 0元以上不满100万元
    次数: 整数 1次以上 可缺
    占比: 比例 0%以上100%以下
    重量: 数量 吨 不满50吨
    时长: 期间 日 不满60日
    后果: 等级 { 轻微 < 一般 < 严重 }
    退还: 是否
    某日: 日期
    文书: 文本
    定义 半数 = 所得 ÷ 2
}
基准 行为 { 要素 案情
依据 《某法》第一条
法定幅度 { 10万元以下罚款 }
阶次 轻 { 当 所得 不满1000元 且 次数 3次以下 且 重量 不满2.5吨 且 时长 10日以内 且 占比 不满30%; 处 1000元以下罚款 }
阶次 重 { 其他情形; 处 1000元以上罚款 }
}
";

/// The only fault of a batch of one column whose second row is at fault.
fn fault(prepared: &Prepared, column: &str, values: ArrayRef) -> ColumnError {
    let batch = RecordBatch::try_from_iter([(column, values)]).expect("a batch");
    let error = prepared.columns(ColumnOptions::default()).decide(&batch).expect_err(column);
    let marked = prepared.columns(MARK).decide(&batch);
    match error.row() {
        None => assert_eq!(marked.expect_err("a fault of the whole"), error),
        Some(row) => {
            let says = columns_say(&marked.expect("the other rows are decided"));
            let wrong: Vec<usize> = (0..says.len()).filter(|at| says[*at] == "invalid").collect();
            assert_eq!(wrong, [row], "{error}");
        }
    }
    error
}

#[test]
fn a_wrong_value_is_told_with_its_row_as_the_binder_tells_it() {
    let engine = RuleSet::from_sources([("例", RULES)]).unwrap_or_else(|error| panic!("{error}")).compile();
    let prepared = engine.prepare(engine.benchmarks_named("行为")[0]);
    let decimal = |values: [i128; 2], scale: i8| -> ArrayRef {
        Arc::new(Decimal128Array::from_iter_values(values).with_precision_and_scale(38, scale).expect("a decimal"))
    };
    let number = |text: &str| Raw::Number(zhunsheng::input::Number::parse(text).expect("a number"));
    let wrong: Vec<(&str, ArrayRef, Raw)> = vec![
        ("所得", Arc::new(Int64Array::from(vec![5, -1])), number("-0.01")),
        ("所得", Arc::new(Int64Array::from(vec![99_999_999, 100_000_000])), number("1000000.00")),
        ("所得", decimal([5_000, 5_001], 3), number("5.001")),
        ("所得", decimal([5, i128::MAX / 7], 2), number("243058833514956045330981862451263008.18")),
        ("次数", Arc::new(Int32Array::from(vec![1, 0])), number("0")),
        ("次数", decimal([10, 15], 1), number("1.5")),
        ("次数", Arc::new(UInt64Array::from(vec![1, u64::MAX])), number("18446744073709551615")),
        ("占比", decimal([100, 101], 2), number("1.01")),
        ("重量", Arc::new(Int16Array::from(vec![49, 50])), number("50")),
        ("时长", Arc::new(Int8Array::from(vec![59, 60])), Raw::from("60日")),
        ("时长", Arc::new(Int8Array::from(vec![0, -1])), Raw::from("-1日")),
        ("后果", Arc::new(StringArray::from(vec!["一般", "一股"])), Raw::from("一股")),
        ("后果", Arc::new(vec!["严重", "无"].into_iter().collect::<DictionaryArray<Int8Type>>()), Raw::from("无")),
        ("某日", Arc::new(Date32Array::from(vec![0, i32::MAX])), Raw::from("Date32(2147483647)")),
    ];
    let binder = Binder::new(engine.model());
    for (column, values, raw) in wrong {
        let bound = binder.bind(engine.model(), &[(column, raw.clone())].into_iter().collect(), Missing::Unknown);
        match bound {
            // A number beyond 64 bits is decided all the same.
            Ok(_) => {
                let batch = RecordBatch::try_from_iter([(column, values)]).expect("a batch");
                let says = columns_say(&prepared.columns(MARK).decide(&batch).expect("a batch of the right types"));
                assert!(says.iter().all(|says| says != "invalid"), "{column} {raw:?}: {says:?}");
            }
            Err(problems) => match fault(&prepared, column, values) {
                ColumnError::Value { row: 1, problem } => {
                    assert_eq!((problem.mistake(), problem.pointer()), (problems[0].mistake(), column));
                }
                other => panic!("{column} {raw:?}: {other:?}"),
            },
        }
    }
}

#[test]
fn a_column_of_no_fact_or_of_another_type_is_an_error_of_the_batch() {
    let engine = RuleSet::from_sources([("例", RULES)]).unwrap_or_else(|error| panic!("{error}")).compile();
    let prepared = engine.prepare(engine.benchmarks_named("行为")[0]);
    let numbers = || -> ArrayRef { Arc::new(Int32Array::from(vec![1, 2])) };
    let told = |column: &str, values: ArrayRef| fault(&prepared, column, values).to_string();
    assert_eq!(told("所得", numbers()), "列「所得」的类型是 Int32，这个要素要用 Decimal128 (元) / Int64 (分)");
    assert_eq!(told("退还", numbers()), "列「退还」的类型是 Int32，这个要素要用 Boolean");
    assert_eq!(told("后果", numbers()), "列「后果」的类型是 Int32，这个要素要用 Utf8 / LargeUtf8 / Utf8View / Dictionary");
    assert_eq!(told("某日", numbers()), "列「某日」的类型是 Int32，这个要素要用 Date32");
    assert!(told("所的", numbers()).contains("所得"), "{}", told("所的", numbers()));
    assert!(told("半数", numbers()).starts_with("ZSI26"), "{}", told("半数", numbers()));
}

#[test]
fn texts_say_unknown_and_none_as_in_a_case_and_a_null_is_unknown() {
    let rules = RULES.replace("后果: 等级 { 轻微 < 一般 < 严重 }", "后果: 等级 { 轻微 < 一般 < 严重 } 可缺");
    let rules = rules.replace("当 所得 不满1000元 且", "当 后果 一般以上; 处 500元以下罚款 }\n阶次 中 { 当 无 后果 且 所得 不满1000元 且");
    let engine = RuleSet::from_sources([("例", rules)]).unwrap_or_else(|error| panic!("{error}")).compile();
    let prepared = engine.prepare(engine.benchmarks_named("行为")[0]);
    let harm: ArrayRef = Arc::new(StringArray::from(vec![Some("未知"), Some(" 一般 "), Some("无"), None, Some("轻微"), Some("严重")]));
    let money: ArrayRef = Arc::new(Int64Array::new(
        vec![200_000, 0, 200_000, 0, 0, 0].into(),
        Some(NullBuffer::from(vec![true, true, true, true, false, true])),
    ));
    let batch = RecordBatch::try_from_iter([("后果", harm), ("所得", money)]).expect("a batch");
    let of = |nulls: Nulls| {
        let answers = prepared.columns(ColumnOptions { nulls, ..MARK }).decide(&batch).expect("a batch of the right types");
        columns_say(&answers).iter().map(|says| says.split(" [").next().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    let light = "settled Some(\"轻\")";
    let mut expected = ["possible None", light, "settled Some(\"重\")", "possible None", "settled Some(\"重\")", light];
    assert_eq!(of(Nulls::Unknown), expected);
    // Then the fourth case has no 后果 at all, which leaves the other facts to be known.
    expected[3] = "possible None";
    assert_eq!(of(Nulls::Absent), expected);
    assert_eq!(prepared.columns(MARK).schema().field(5).data_type(), &DataType::Int64);
}
