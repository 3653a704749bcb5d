//! Holds real reports and cases against the schemas that `zhunsheng schema` prints.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

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
