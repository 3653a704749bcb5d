//! Holds real reports and cases against the schemas that `zhunsheng schema` prints.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use serde_json::{Value, json};
use zhunsheng::document::{Document, DocumentLimits};
use zhunsheng::review::{Material, Submission};
use zhunsheng::rule_set::check_paths;

fn zhunsheng(arguments: &[&str]) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    let output = Command::new(env!("CARGO_BIN_EXE_zhunsheng")).args(arguments).current_dir(folder).output().expect("it runs");
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// The part of JSON Schema that the two schemas use; what does not fit is told with its pointer.
fn check(schema: &Value, root: &Value, value: &Value, at: &str, wrong: &mut Vec<String>) {
    if let Some(name) = schema["$ref"].as_str() {
        let target = root.pointer(name.trim_start_matches('#')).expect("a reference to a definition");
        return check(target, root, value, at, wrong);
    }
    if let Some(any) = schema["anyOf"].as_array() {
        let fits = any.iter().any(|schema| {
            let mut inner = Vec::new();
            check(schema, root, value, at, &mut inner);
            inner.is_empty()
        });
        if !fits {
            wrong.push(format!("{at}: none of anyOf"));
        }
    }
    if schema.get("const").is_some_and(|wanted| wanted != value) || schema["enum"].as_array().is_some_and(|all| !all.contains(value)) {
        wrong.push(format!("{at}: {value}"));
    }
    let named = |name: &str| match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "number" => value.is_number(),
        "integer" => value.is_i64(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        other => panic!("type {other}"),
    };
    let types: Vec<&str> = match &schema["type"] {
        Value::String(one) => vec![one],
        Value::Array(several) => several.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    if !types.is_empty() && !types.iter().any(|name| named(name)) {
        wrong.push(format!("{at}: not {types:?}"));
    }
    for (index, item) in value.as_array().into_iter().flatten().enumerate() {
        check(&schema["items"], root, item, &format!("{at}/{index}"), wrong);
    }
    let Some(object) = value.as_object().filter(|_| schema.get("properties").is_some()) else {
        return;
    };
    for (key, inner) in object {
        match schema["properties"].get(key) {
            Some(schema) => check(schema, root, inner, &format!("{at}/{key}"), wrong),
            None => wrong.push(format!("{at}/{key}: not in the schema")),
        }
    }
    for key in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        if !object.contains_key(key) {
            wrong.push(format!("{at}/{key}: missing"));
        }
    }
}

fn fits(schema: &str, value: &str) {
    let schema: Value = serde_json::from_str(schema).expect("a schema");
    let value: Value = serde_json::from_str(value).expect("a value");
    let mut wrong = Vec::new();
    check(&schema, &schema, &value, "", &mut wrong);
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_report_fits_the_schema_of_reports() {
    let schema = zhunsheng(&["schema", "report"]);
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules");
    let rules = rules.to_string_lossy();
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/律师私自接受委托.json");
    let example = example.to_string_lossy();
    for arguments in [
        ["eval", "--format", "json", "--rules", "rules", "cases/一案.json"],
        ["eval", "--format", "json", "--rules", "rules", "cases/未知.json"],
        ["eval", "--format", "json", "--rules", "rules", "cases/几案.jsonl"],
        ["eval", "--format", "json", "--rules", &rules, &example],
    ] {
        let reports = zhunsheng(&arguments);
        assert!(!reports.is_empty(), "{arguments:?}");
        reports.lines().for_each(|report| fits(&schema, report));
    }
}

#[test]
fn a_case_that_binds_fits_the_schema_of_cases() {
    let schema = zhunsheng(&["schema", "case", "--rules", "rules"]);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/cases");
    for case in ["一案.json", "未知.json"] {
        fits(&schema, &std::fs::read_to_string(folder.join(case)).expect("a case"));
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The review of the sample, as the command line writes it.
fn sample() -> Value {
    static ONE: LazyLock<Value> = LazyLock::new(reviewed_sample);
    ONE.clone()
}

fn reviewed_sample() -> Value {
    let (rules, sample) = (root().join("rules"), root().join("examples/送审稿/某市停车设施管理办法"));
    let review = zhunsheng(&["review", "--format", "json", "--rules", &rules.to_string_lossy(), &sample.to_string_lossy()]);
    serde_json::from_str(&review).expect("JSON")
}

/// The reviews of every text that stands beside a check of the packs, and beside those of the tests, which leave facts unknown.
fn reviews() -> Vec<Value> {
    let mut found = Vec::new();
    for folder in ["规范性文件", "公平竞争审查", "优化营商环境", "清理", "合同"]
        .map(|pack| root().join("rules").join(pack))
        .into_iter()
        .chain([root().join("tests/review/除外.zs")])
    {
        let reviewer = check_paths([folder]).expect("readable rules").into_rules().expect("rules without errors").reviewer();
        let materials = [Material::default()];
        for example in reviewer.model().checks.iter().flat_map(|check| &check.examples) {
            let text = format!("某市停车办法\n某政发〔2026〕1号\n第一条 可以给予处罚。\n第二条 {}", example.text);
            let document = Document::from_text(&text, "文件.txt", &DocumentLimits::default()).expect("a document");
            let submission = Submission { materials: Some(&materials), ..Submission::of(&document) };
            found.push(serde_json::to_value(reviewer.review(&submission)).expect("plain data"));
        }
    }
    assert!(found.len() > 300, "{}", found.len());
    found
}

/// Every object within a value.
fn objects<'v>(value: &'v mut Value, then: &mut dyn FnMut(&mut serde_json::Map<String, Value>)) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| objects(item, then)),
        Value::Object(object) => {
            object.values_mut().for_each(|inner| objects(inner, then));
            then(object);
        }
        _ => {}
    }
}

/// Every key that a schema names. Nothing in it may go unseen, so that each of its words was held against a value.
fn named(schema: &Value) -> BTreeSet<String> {
    let mut named = BTreeSet::new();
    objects(&mut schema.clone(), &mut |object| {
        if let Some(properties) = object.get("properties").and_then(Value::as_object) {
            named.extend(properties.keys().cloned());
            assert_eq!(object.get("additionalProperties"), Some(&json!(false)), "{object:?}");
        }
    });
    named
}

/// Scores of cases that leave facts unknown, of a table, and where a total may have no grade.
fn scores() -> Vec<Value> {
    let packs = root().join("rules/执法监督");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    let (packs, rules, cases) = (packs.to_string_lossy(), folder.join("score"), folder.join("score/案卷.csv"));
    let of = |rules: &str, case: &Path| zhunsheng(&["score", "--format", "json", "--rules", rules, &case.to_string_lossy()]);
    let all = of(&packs, &folder.join("score/未知.json"))
        + &of(&rules.to_string_lossy(), &cases)
        + &of(&folder.join("等次空档/规则.zs").to_string_lossy(), &folder.join("等次空档/未知.json"));
    let lines = all.lines().map(|line| serde_json::from_str(line).expect("JSON"));
    lines.filter(|line: &Value| line.get("scores").is_some()).collect()
}

#[test]
fn every_score_fits_the_schema_of_scores() {
    let schema: Value = serde_json::from_str(&zhunsheng(&["schema", "score"])).expect("a schema");
    let mut keys = BTreeSet::new();
    for mut score in scores() {
        let mut wrong = Vec::new();
        check(&schema, &schema, &score, "", &mut wrong);
        assert!(wrong.is_empty(), "{wrong:#?}");
        objects(&mut score, &mut |object| keys.extend(object.keys().cloned()));
    }
    assert_eq!(keys, named(&schema));
}

#[test]
fn every_difference_fits_the_schema_of_differences() {
    let schema: Value = serde_json::from_str(&zhunsheng(&["schema", "diff"])).expect("a schema");
    let mut keys = BTreeSet::new();
    for (old, new) in [
        ("修订/旧", "修订/新"),
        ("修订/新", "修订/新"),
        ("修订日期/旧.zs", "修订日期/未改.zs"),
        ("修订日期/旧.zs", "修订日期/另一规则集.zs"),
        ("修订多处/旧.zs", "修订多处/新.zs"),
    ] {
        let mut difference: Value = serde_json::from_str(&zhunsheng(&["diff", "--format", "json", old, new])).expect("JSON");
        let mut wrong = Vec::new();
        check(&schema, &schema, &difference, "", &mut wrong);
        assert!(wrong.is_empty(), "{wrong:#?}");
        objects(&mut difference, &mut |object| keys.extend(object.keys().cloned()));
    }
    assert_eq!(keys, named(&schema));
}

#[test]
fn every_review_fits_the_schema_of_reviews() {
    let schema = zhunsheng(&["schema", "review"]);
    let schema: Value = serde_json::from_str(&schema).expect("a schema");
    let mut keys = BTreeSet::new();
    for mut review in reviews().into_iter().chain([sample()]) {
        let mut wrong = Vec::new();
        check(&schema, &schema, &review, "", &mut wrong);
        assert!(wrong.is_empty(), "{wrong:#?}");
        objects(&mut review, &mut |object| keys.extend(object.keys().cloned()));
    }
    assert_eq!(keys, named(&schema));
}

#[test]
fn what_the_schema_of_reviews_does_not_name_or_misses_is_told() {
    let schema: Value = serde_json::from_str(&zhunsheng(&["schema", "review"])).expect("a schema");
    let review = sample();
    let mut count = 0;
    objects(&mut review.clone(), &mut |_| count += 1);
    assert!(count > 100);
    for nth in 0..count {
        let mut wider = review.clone();
        let mut at = 0;
        objects(&mut wider, &mut |object| {
            if at == nth {
                object.insert("more".to_owned(), json!(1));
            }
            at += 1;
        });
        let mut wrong = Vec::new();
        check(&schema, &schema, &wider, "", &mut wrong);
        assert_eq!(wrong.len(), 1, "{wrong:?}");
    }
    for name in schema["required"].as_array().expect("what a review has").iter().filter_map(Value::as_str) {
        let mut less = review.clone();
        less.as_object_mut().expect("an object").remove(name);
        let mut wrong = Vec::new();
        check(&schema, &schema, &less, "", &mut wrong);
        assert_eq!(wrong, [format!("/{name}: missing")]);
    }
}
