//! Tables of cases and what binding makes of them, and laws that hold for any input.

use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::diagnostic::{Language, Sources, Span};
use crate::law::{Bound, Date, Exact, Money, Period, Range, Rounding, UnitTable};
use crate::model::{
    Benchmark, BenchmarkId, Definition, DefinitionValue, Enumeration, EnumerationId, Expr, ExprKind, Fact, FactId, FactKey, Field, Given,
    HitPolicy, Kind, Model, PeriodFamily, Record, RecordId, RootKind, RoundingRule, RuleSetVersion, SetId, Type, Value as Typed,
};

/// A model with a fact of each type, made by hand: what `check` would make of a few lines.
fn model() -> Model {
    let mut sources = Sources::new();
    let source = sources.add("test.zs", "");
    let span = Span::new(source, 0, 0);
    let units = UnitTable::builtin();
    let unit = |name: &str| units.get(name).expect("a built-in unit").clone();
    let field = |name: &str, ty: Type, bounds: Option<Range<Exact>>, optional: bool| Field {
        name: name.to_owned(),
        ty,
        bounds,
        optional,
        direction: None,
        note: None,
        span,
    };
    let from = |n: i64| Some(Range::at_least(Exact::from_int(n)));
    let fields = vec![
        field("违法所得", Type::Money, from(0), false),
        field("违法次数", Type::Integer(Some(unit("次"))), from(1), false),
        field("危害后果", Type::Category(EnumerationId(0)), None, false),
        field("主动退还", Type::Boolean, None, false),
        field("损失金额", Type::Money, from(0), true),
        field("排放量", Type::Quantity(unit("吨")), None, false),
        field("持续时间", Type::Period(PeriodFamily::Months), None, false),
        field("行为日期", Type::Date, None, false),
        field("超标倍数", Type::Multiple, None, false),
        field("比例", Type::Ratio, Some(Range::between(Bound::inclusive(Exact::ZERO), Bound::inclusive(Exact::ONE))), false),
        field("备注", Type::Text, None, true),
        field("系数", Type::Number, None, false),
        field("以往处罚", Type::List(RecordId(0)), None, false),
        field("当事人.出生日期", Type::Date, None, true),
        field("当事人.姓名", Type::Text, None, false),
    ];
    let facts: Vec<Fact> =
        fields.into_iter().map(|field| Fact { key: FactKey(field.name.split('.').map(Arc::from).collect()), field }).collect();
    let kind = |name: &str, root| Kind { name: name.to_owned(), parent: None, root, span: None };
    let date = Date::new(2026, 1, 1).expect("a day");
    let all: Vec<FactId> = (0..facts.len()).map(|at| FactId(u32::try_from(at).expect("few"))).collect();
    Model {
        units,
        facts,
        records: vec![Record {
            name: "处罚记录".to_owned(),
            fields: vec![field("决定日期", Type::Date, None, false), field("罚款", Type::Money, from(0), true)],
            span,
        }],
        enumerations: vec![Enumeration {
            name: "危害后果程度".to_owned(),
            ordered: true,
            members: ["无", "轻微", "一般", "严重"].map(String::from).to_vec(),
            span,
        }],
        definitions: vec![Definition {
            name: "情节较轻".to_owned(),
            value: DefinitionValue::Expr(Expr { kind: ExprKind::Constant(Typed::Boolean(true)), ty: Type::Boolean, span }),
            span,
        }],
        kinds: vec![kind("警告", RootKind::Warning), kind("罚款", RootKind::Fine), kind("停止执业", RootKind::RestrictOccupation)],
        sets: vec![RuleSetVersion {
            name: "示例".to_owned(),
            version: "1".to_owned(),
            issuer: None,
            effective: date,
            expires: None,
            rounding: RoundingRule { step: Money::from_fen(1), rounding: Rounding::HalfUp },
            levels: Vec::new(),
            digest: String::new(),
            source,
            closure: vec![SetId(0)],
            benchmarks: vec![BenchmarkId(0)],
            circumstances: Vec::new(),
            procedures: Vec::new(),
            range_rule: None,
            name_span: span,
        }],
        benchmarks: vec![Benchmark {
            name: "私自收费".to_owned(),
            set: SetId(0),
            conduct: None,
            breaches: Vec::new(),
            basis: Vec::new(),
            example: true,
            as_published: Vec::new(),
            refines: None,
            applies: None,
            statutory: None,
            hit: HitPolicy::Unique,
            tiers: Vec::new(),
            common: Vec::new(),
            factors: None,
            facts: all,
            definitions: Vec::new(),
            name_span: span,
            span,
        }],
        sources,
        ..Model::default()
    }
}

fn json(text: &str) -> Value {
    read_json(text, &Limits::default()).expect("JSON of the test")
}

/// What is bound for a fact, in a short form.
fn given(case: &str, fact: &str) -> String {
    let model = model();
    match bind(&model, &json(case)) {
        Ok(bound) => {
            let at = model.facts.iter().position(|f| f.key.to_string() == fact).expect("a fact of the test");
            let id = FactId(u32::try_from(at).expect("few"));
            match bound.acts.first().map(|act| act.facts.get(id)) {
                Some(Given::Known(Typed::Number(n))) => n.to_string(),
                Some(Given::Known(Typed::Boolean(b))) => b.to_string(),
                Some(Given::Known(Typed::Date(d))) => d.to_string(),
                Some(Given::Known(Typed::Member(m))) => format!("#{m}"),
                Some(Given::Known(Typed::Text(t))) => format!("“{t}”"),
                Some(Given::Known(Typed::List(l))) => format!("{} elements", l.len()),
                Some(Given::Absent) => "absent".to_owned(),
                Some(Given::Unknown) | None => "unknown".to_owned(),
            }
        }
        Err(problems) => problems.iter().map(|p| format!("{} {}", p.code(), p.pointer())).collect::<Vec<_>>().join("; "),
    }
}

#[test]
fn a_value_is_read_by_the_type_of_its_fact() {
    for (fact, value, bound) in [
        ("违法所得", "5000", "5000"),
        ("违法所得", "\"5000元\"", "5000"),
        ("违法所得", "\"0.5万元\"", "5000"),
        ("违法所得", "\"5000\"", "5000"),
        ("违法所得", "\"5,000.00 元\"", "5000"),
        ("违法所得", "\"五千元\"", "5000"),
        ("违法所得", "\"￥5000.10\"", "5000.1"),
        ("违法所得", "5e3", "5000"),
        ("违法所得", "0.10", "0.1"),
        ("违法所得", "\"未知\"", "unknown"),
        ("违法所得", "\"１，０００．５\"", "1000.5"),
        ("违法所得", "\" 1,000.00 元 \"", "1000"),
        ("违法所得", "\"0.1万\"", "1000"),
        ("违法次数", "2", "2"),
        ("违法次数", "\"2次\"", "2"),
        ("违法次数", "\"两次\"", "2"),
        ("违法次数", "2.0", "2"),
        ("危害后果", "\"轻微\"", "#1"),
        ("危害后果", "\"无\"", "#0"),
        ("主动退还", "true", "true"),
        ("主动退还", "\"否\"", "false"),
        ("主动退还", "\"√\"", "true"),
        ("损失金额", "null", "absent"),
        ("损失金额", "\"无\"", "absent"),
        ("排放量", "\"3吨\"", &given(r#"{"排放量": 3}"#, "排放量")),
        ("排放量", "\"3000千克\"", &given(r#"{"排放量": 3}"#, "排放量")),
        ("持续时间", "\"6个月\"", "6"),
        ("持续时间", "\"2年\"", "24"),
        ("行为日期", "\"2026-01-01\"", "2026-01-01"),
        ("行为日期", "\"2026年1月1日\"", "2026-01-01"),
        ("行为日期", "\"2026/1/1 0:00\"", "2026-01-01"),
        ("超标倍数", "\"3倍\"", "3"),
        ("超标倍数", "1.5", "1.5"),
        ("比例", "\"30%\"", "0.3"),
        ("比例", "0.3", "0.3"),
        ("比例", "\"百分之三十\"", "0.3"),
        ("系数", "\"-0.5\"", "-0.5"),
        ("备注", "\"无\"", "“无”"),
        ("以往处罚", "[]", "0 elements"),
        ("以往处罚", r#"[{"决定日期": "2024-05-01"}, {"罚款": null}]"#, "2 elements"),
    ] {
        assert_eq!(given(&format!("{{\"{fact}\": {value}}}"), fact), bound, "{fact}: {value}");
    }
}

#[test]
fn every_mistake_has_its_own_code_and_place() {
    for (case, problem) in [
        (r#"{"违法所得": true}"#, "ZSI11 /违法所得"),
        (r#"{"违法所得": "很多"}"#, "ZSI11 /违法所得"),
        (r#"{"主动退还": 1}"#, "ZSI11 /主动退还"),
        (r#"{"行为日期": 20260101}"#, "ZSI11 /行为日期"),
        (r#"{"持续时间": 6}"#, "ZSI11 /持续时间"),
        (r#"{"违法所得": "5000美元"}"#, "ZSI12 /违法所得"),
        (r#"{"违法次数": "2人"}"#, "ZSI12 /违法次数"),
        (r#"{"排放量": "3平方米"}"#, "ZSI12 /排放量"),
        (r#"{"持续时间": "15日"}"#, "ZSI12 /持续时间"),
        (r#"{"违法所得": null}"#, "ZSI13 /违法所得"),
        (r#"{"当事人": null}"#, "ZSI13 /当事人"),
        (r#"{"违法所的": 5}"#, "ZSI14 /违法所的"),
        (r#"{"当事人": {"出生日": "2000-01-01"}}"#, "ZSI14 /当事人/出生日"),
        (r#"{"以往处罚": [{"决定日": "2024-05-01"}]}"#, "ZSI14 /以往处罚/0/决定日"),
        (r#"{"违法所得": "-5元"}"#, "ZSI15 /违法所得"),
        (r#"{"违法次数": 0}"#, "ZSI15 /违法次数"),
        (r#"{"比例": "130%"}"#, "ZSI15 /比例"),
        (r#"{"危害后果": "轻徽"}"#, "ZSI17 /危害后果"),
        (r#"{"行为日期": "2026-02-30"}"#, "ZSI18 /行为日期"),
        (r#"{"违法所得": 0.001}"#, "ZSI19 /违法所得"),
        (r#"{"违法所得": "0.001元"}"#, "ZSI19 /违法所得"),
        (r#"{"基准": "私自收", "要素": {}}"#, "ZSI20 /基准"),
        (r#"{"当事人": {"姓名": "甲"}, "当事人.姓名": "乙"}"#, "ZSI21 /当事人.姓名"),
        (r#"{"基准": ["私自收费", "私自收费"], "要素": {}}"#, "ZSI21 /基准/1"),
        (r#"{"违法次数": 1.5}"#, "ZSI22 /违法次数"),
        (r#"{"系数": 1e59}"#, "ZSI23 /系数"),
        (r#"{"要素": {}, "违法所得": 5}"#, "ZSI24 /违法所得"),
        (r#"{"要素": {}, "拟处": "警告"}"#, "ZSI24 /拟处"),
        (r#"{"要素": {}, "拟处罚": {"罚金": 5}}"#, "ZSI25 /拟处罚/罚金"),
        (r#"{"情节较轻": true}"#, "ZSI26 /情节较轻"),
        (r#"{"行为": [], "要素": {}}"#, "ZSI27 /要素; ZSI28 /行为"),
        (r#"{"要素": {}, "facts": {}}"#, "ZSI27 /facts"),
        (r#"{"要素": {}, "拟处罚": {"不予处罚": true, "罚款": 5}}"#, "ZSI27 /拟处罚"),
        (r#"{"要素": 5}"#, "ZSI11 /要素"),
        (r#"[]"#, "ZSI11 "),
        (r#"{"a/b~c": 5}"#, "ZSI14 /a~1b~0c"),
        (r#"{"违法所得": null, "违法次数": 0}"#, "ZSI13 /违法所得; ZSI15 /违法次数"),
    ] {
        assert_eq!(given(case, "违法所得"), problem, "{case}");
    }
}

#[test]
fn a_message_says_what_was_found_and_what_was_expected_in_both_languages() {
    let model = model();
    let told = |case: &str, language| {
        let problems = bind(&model, &json(case)).expect_err("a mistake");
        problems.iter().map(|p| p.render(language)).collect::<Vec<_>>().join("\n")
    };
    for (case, zh, en) in [
        (
            r#"{"违法所得": "5000美元"}"#,
            "ZSI12 /违法所得：单位不符：应为金额（如 5000、“5000元”、“0.5万元”），却是文本“5000美元”",
            "ZSI12 /违法所得: wrong unit: expected an amount of money such as 5000, “5000元” or “0.5万元”, found the text “5000美元”",
        ),
        (
            r#"{"违法所的": 5}"#,
            "ZSI14 /违法所的：规则里没有名为「违法所的」的要素；是不是「违法所得」？",
            "ZSI14 /违法所的: the rules have no fact named `违法所的`; did you mean `违法所得`?",
        ),
        (
            r#"{"行为日期": "45296"}"#,
            "ZSI18 /行为日期：文本“45296”不是日历上的日期：应如“2026-01-01”、“2026/1/1”、“2026年1月1日”；像是电子表格的日期序号（按1900年起算是2024年1月5日）：把这一栏设成日期格式再另存",
            "ZSI18 /行为日期: the text “45296” is no day of the calendar: expected a date such as `2026-01-01`; it looks like a spreadsheet's count of days (2024-01-05, counted from 1900): format the column as dates and save it again",
        ),
        (
            r#"{"违法次数": 0}"#,
            "ZSI15 /违法次数：超出声明的取值范围：应为1次以上，却是数 0",
            "ZSI15 /违法次数: outside the declared bounds: expected 1次以上, found the number 0",
        ),
    ] {
        assert_eq!(told(case, Language::Chinese), zh);
        assert_eq!(told(case, Language::English), en);
    }
}

#[test]
fn the_keys_of_a_case_have_two_spellings_and_a_case_may_be_the_bare_facts() {
    let model = model();
    let cases = [
        r#"{"案号": "甲", "基准": "私自收费", "要素": {"违法所得": 5}, "拟处罚": {"罚款": "3000元", "停止执业": "3个月"}}"#,
        r#"{"case": "甲", "benchmark": ["示例/私自收费"], "facts": {"违法所得": "5元"}, "proposed": [{"罚款": 3000}, {"停止执业": "3个月"}]}"#,
        r#"{"案号": "甲", "行为": [{"基准": "私自收费", "要素": {"违法所得": 5}}], "拟处罚": {"罚款": 3000, "警告": false, "停止执业": "3个月"}}"#,
        r#"{"案号": "甲", "基准": "私自收费", "违法所得": 5, "拟处罚.罚款": "3000", "拟处罚.停止执业": "3个月", "拟处罚.警告": ""}"#,
    ];
    let bound: Vec<_> = cases.iter().map(|case| bind(&model, &json(case)).expect(case)).collect();
    let first = bound.first().expect("the first");
    assert_eq!(first.case.as_deref(), Some("甲"));
    assert_eq!(first.acts.first().map(|act| act.benchmarks.clone()), Some(vec![BenchmarkId(0)]));
    let proposed = first.proposed.clone().expect("a proposal");
    assert_eq!(proposed.fine, Some(Money::from_fen(300_000)));
    assert_eq!(proposed.others.first().and_then(|(_, period)| *period), Some(Period::Months(3)));
    for (other, case) in bound.iter().zip(cases) {
        assert_eq!(other, first, "{case}");
    }
    let waived = bind(&model, &json(r#"{"违法所得": 5, "拟处罚": "不予处罚"}"#)).expect("binds");
    assert!(waived.proposed.expect("a proposal").waived);
}

#[test]
fn a_missing_fact_is_unknown_or_when_asked_a_problem() {
    let model = model();
    let case = json(r#"{"基准": "私自收费", "要素": {"违法所得": 5}}"#);
    assert!(bind(&model, &case).is_ok());
    let problems = Binder::new(&model).bind(&model, &case, Missing::Problem).expect_err("facts are missing");
    assert_eq!(problems.len(), model.facts.len() - 1);
    assert!(problems.iter().all(|p| p.code() == "ZSI16"));
    assert!(problems.iter().any(|p| p.pointer() == "/要素/当事人/出生日期"));
}

#[test]
fn what_is_no_json_is_told_with_its_place() {
    for (text, told) in [
        ("", "ZSI01 1:1"),
        ("{", "ZSI01 1:2"),
        ("{\"甲\": 1,}", "ZSI01 1:9"),
        ("{\"甲\": 1\n\"乙\": 2}", "ZSI01 2:1"),
        ("{\"甲\": 01}", "ZSI01 1:7"),
        ("{\"甲\": 1.}", "ZSI01 1:7"),
        ("[1, 2", "ZSI01 1:6"),
        ("[1] 2", "ZSI01 1:5"),
        ("\"甲", "ZSI01 1:1"),
        ("\"\\x\"", "ZSI01 1:3"),
        ("\"\\ud800\"", "ZSI01 1:3"),
        ("\"甲\n\"", "ZSI01 1:3"),
        ("NaN", "ZSI01 1:1"),
        ("{\"甲\": 1, \"甲\": 2}", "ZSI02 1:10"),
    ] {
        let error = read_json(text, &Limits::default()).expect_err(text);
        let place = error.place().map(|p| format!("{}:{}", p.line, p.column)).unwrap_or_default();
        assert_eq!(format!("{} {place}", error.code()), told, "{text}");
    }
}

#[test]
fn limits_are_named_and_hold_for_a_million_brackets() {
    let deep = "[".repeat(1_000_000);
    assert_eq!(read_json(&deep, &Limits::default()).expect_err("too deep").code(), "ZSI04");
    let long = Limits::default().with_bytes(3);
    assert_eq!(read_json("[1, 2]", &long).expect_err("too large").code(), "ZSI03");
    let mut nested: serde_json::Value = serde_json::Value::Null;
    for _ in 0..100 {
        nested = serde_json::Value::Array(vec![nested]);
    }
    assert_eq!(Value::from_serialize(&nested).expect_err("too deep").code(), "ZSI04");
}

#[test]
fn anything_that_serializes_becomes_the_value_its_json_would() {
    #[derive(serde::Serialize)]
    enum Harm {
        轻微,
    }
    #[derive(serde::Serialize)]
    struct Case {
        违法所得: f64,
        浮点: f32,
        大数: i128,
        无符号: u128,
        损失金额: Option<u8>,
        危害后果: Harm,
        行为日期: Date,
        元组: (u8, char),
        表: std::collections::BTreeMap<u8, bool>,
        空: (),
    }
    let case = Case {
        违法所得: 0.1,
        浮点: 0.1,
        大数: i128::MIN,
        无符号: u128::MAX,
        损失金额: None,
        危害后果: Harm::轻微,
        行为日期: Date::new(2026, 1, 1).expect("a day"),
        元组: (1, '甲'),
        表: [(1, true)].into(),
        空: (),
    };
    let expected = json(
        r#"{"违法所得": 0.1, "浮点": 0.1, "大数": -170141183460469231731687303715884105728,
            "无符号": 340282366920938463463374607431768211455, "损失金额": null, "危害后果": "轻微",
            "行为日期": "2026-01-01", "元组": [1, "甲"], "表": {"1": true}, "空": null}"#,
    );
    assert_eq!(Value::from_serialize(&case), Ok(expected));
    assert_eq!(Value::from_serialize(&f64::NAN).expect_err("no number").code(), "ZSI05");
}

/// JSON texts, well formed or nearly so.
fn jsonish() -> impl Strategy<Value = String> {
    let token = prop::sample::select(vec![
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"甲\"",
        "\"a\\n\\u4e00\"",
        " 1 ",
        " -0.50 ",
        " 1e5 ",
        "true",
        "null",
        " ",
        "\n",
        "\"",
        " 01 ",
        "\\",
    ]);
    prop::collection::vec(token, 0..12).prop_map(|tokens| tokens.concat())
}

proptest! {
    #[test]
    fn the_reader_takes_what_serde_json_takes(text in jsonish()) {
        let ours = read_json(&text, &Limits::default());
        let theirs = serde_json::from_str::<serde_json::Value>(&text);
        let twice = ours.as_ref().err().is_some_and(|e| e.code() == "ZSI02");
        prop_assert!(ours.is_ok() == theirs.is_ok() || twice, "{text}: {ours:?} {theirs:?}");
        if let Ok(value) = ours {
            // And as any serde format would hand it over, where no digit can be lost.
            let by_serde: Value = serde_json::from_str(&text).expect("taken");
            prop_assert_eq!(shape(&value), shape(&by_serde));
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in any::<String>()) {
        let _ = read_json(&text, &Limits::default());
        let _ = read_json(&format!("{{\"违法所得\": {text}}}"), &Limits::default());
    }

    #[test]
    fn no_digit_is_lost(whole in "0|[1-9][0-9]{0,30}", part in "[0-9]{1,30}") {
        let text = format!("{whole}.{part}");
        let Value::Number(number) = json(&text) else { panic!("a number") };
        prop_assert_eq!(number.as_str(), text);
    }

    #[test]
    fn an_amount_is_the_same_in_every_spelling(fen in 0_i64..1_000_000_000_000) {
        let yuan = Money::from_fen(fen).to_decimal();
        let wan = Exact::new(i128::from(fen), 1_000_000).expect("fits").to_string();
        let expected = Money::from_fen(fen).to_yuan().to_string();
        for value in [yuan.clone(), format!("\"{yuan}\""), format!("\"{yuan}元\""), format!("\"{wan}万元\"")] {
            prop_assert_eq!(given(&format!("{{\"违法所得\": {value}}}"), "违法所得"), expected.clone(), "{}", value);
        }
    }

    #[test]
    fn any_value_of_any_fact_is_bound_or_told(at in 0_usize..15, text in "[0-9.,万亿元吨次年月日%倍负-]{0,8}", number in any::<i64>()) {
        let model = model();
        let key = model.facts.get(at).expect("a fact").key.to_string();
        let place = format!("/{key}");
        for value in [Value::from(text), Value::from(number), Value::from(true), Value::Null, Value::List(vec![Value::Null])] {
            let case: Value = [(key.clone(), value)].into_iter().collect();
            if let Err(problems) = bind(&model, &case) {
                prop_assert!(!problems.is_empty());
                prop_assert!(problems.iter().all(|p| p.pointer().starts_with(&place)));
            }
        }
    }
}

/// A value with its numbers as what they are worth.
fn shape(value: &Value) -> String {
    match value {
        Value::Number(number) => number.to_exact().map_or_else(|| "?".to_owned(), |n| n.to_string()),
        Value::List(values) => format!("{:?}", values.iter().map(shape).collect::<Vec<_>>()),
        Value::Object(entries) => format!("{:?}", entries.iter().map(|(k, v)| (k, shape(v))).collect::<Vec<_>>()),
        Value::Null | Value::Boolean(_) | Value::Text(_) => format!("{value:?}"),
    }
}
