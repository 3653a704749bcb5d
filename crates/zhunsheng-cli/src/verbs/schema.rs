//! `schema`: the JSON Schema of reports, of reviews, of scores, of differences, and of a case for given rules.

use clap::ArgMatches;
use serde_json::{Map, Value as Json, json};
use zhunsheng::model::{Benchmark, Fact, Field, Model, PeriodFamily, Type};

use crate::output::{Context, Exit, Format, Trouble, print};
use crate::rules;

/// Written by hand; a test holds real reports against it.
const REPORT: &str = include_str!("../schema/report.json");
/// The same of reviews.
const REVIEW: &str = include_str!("../schema/review.json");
/// The same of scores.
const SCORE: &str = include_str!("../schema/score.json");
/// The same of differences.
const DIFF: &str = include_str!("../schema/diff.json");

pub(super) fn run(matches: &ArgMatches, context: &Context) -> Result<Exit, Trouble> {
    context.format_among("schema", &[Format::Text, Format::Json])?;
    let written = match matches.get_one::<String>("of").map(String::as_str) {
        Some("report") => Some(REPORT),
        Some("review") => Some(REVIEW),
        Some("score") => Some(SCORE),
        Some("diff") => Some(DIFF),
        _ => None,
    };
    if let Some(written) = written {
        print(written)?;
        return Ok(Exit::Clean);
    }
    let Some(path) = matches.get_one::<String>("rules") else {
        return Err(context.trouble("案件的模式要用 --rules 指明规则", "the schema of a case needs --rules"));
    };
    let engine = rules::engine(&[path], context)?;
    let model = engine.model();
    let named = matches.get_one::<String>("benchmark");
    let benchmarks: Vec<&Benchmark> =
        model.benchmarks.iter().filter(|benchmark| named.is_none_or(|name| benchmark.name == *name)).collect();
    if let (Some(name), true) = (named, benchmarks.is_empty()) {
        return Err(context.trouble(format!("{path} 里没有名为「{name}」的基准"), format!("{path} has no benchmark named `{name}`")));
    }
    print(&format!("{:#}\n", case(model, &benchmarks, named.is_some())))?;
    Ok(Exit::Clean)
}

fn case(model: &Model, benchmarks: &[&Benchmark], only: bool) -> Json {
    let facts: Vec<&Fact> = match only {
        true => {
            let mut ids: Vec<_> = benchmarks.iter().flat_map(|benchmark| benchmark.facts.iter().copied()).collect();
            ids.sort();
            ids.dedup();
            ids.into_iter().map(|id| &model[id]).collect()
        }
        false => model.facts.iter().collect(),
    };
    let mut properties = Map::new();
    for fact in facts {
        insert(&mut properties, &fact.key.to_string(), field(model, &fact.field));
    }
    let mut names: Vec<&str> = benchmarks.iter().map(|benchmark| benchmark.name.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    let benchmark = json!({ "enum": names });
    let benchmark = json!({ "anyOf": [benchmark, { "type": "array", "items": benchmark }] });
    let facts = json!({ "type": "object", "properties": properties, "additionalProperties": false });
    let act = json!({
        "type": "object",
        "properties": { "基准": benchmark, "要素": { "$ref": "#/$defs/要素" } },
        "additionalProperties": false,
    });
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "案件",
        "type": "object",
        "properties": {
            "案号": { "type": "string" },
            "基准": benchmark,
            "要素": { "$ref": "#/$defs/要素" },
            "行为": { "type": "array", "minItems": 1, "items": act },
            "拟处罚": proposed(model),
        },
        "additionalProperties": false,
        "$defs": { "要素": facts },
    })
}

/// Puts a field under its dotted name, with the groups that its dots open.
fn insert(properties: &mut Map<String, Json>, name: &str, schema: Json) {
    match name.split_once('.') {
        None => {
            // Records may declare a key differently: either way of giving it is then right.
            let schema = match properties.remove(name) {
                Some(other) if other != schema => json!({ "anyOf": [other, schema] }),
                _ => schema,
            };
            properties.insert(name.to_owned(), schema);
        }
        Some((group, rest)) => {
            let inner =
                properties.entry(group).or_insert_with(|| json!({ "type": "object", "properties": {}, "additionalProperties": false }));
            if let Some(inner) = inner.get_mut("properties").and_then(Json::as_object_mut) {
                insert(inner, rest, schema);
            }
        }
    }
}

fn field(model: &Model, field: &Field) -> Json {
    let mut schema = of_type(model, &field.ty);
    if field.optional {
        schema = json!({ "anyOf": [schema, { "type": "null" }] });
    }
    if let (Some(note), Some(object)) = (&field.note, schema.as_object_mut()) {
        object.insert("description".to_owned(), json!(note));
    }
    schema
}

fn of_type(model: &Model, ty: &Type) -> Json {
    let figure = |example: &str| json!({ "type": ["number", "string"], "examples": [example] });
    match ty {
        Type::Boolean => json!({ "enum": [true, false, "是", "否"] }),
        Type::Integer(None) => json!({ "type": ["integer", "string"] }),
        Type::Integer(Some(unit)) => {
            json!({ "type": ["integer", "string"], "examples": [format!("2{unit}")] })
        }
        Type::Number => json!({ "type": ["number", "string"] }),
        Type::Money => figure("5000元"),
        Type::Ratio => figure("30%"),
        Type::Multiple => figure("3倍"),
        Type::Quantity(unit) => figure(&format!("3{unit}")),
        Type::Period(PeriodFamily::Days) => json!({ "type": "string", "examples": ["15日"] }),
        Type::Period(PeriodFamily::WorkingDays) => {
            json!({ "type": "string", "examples": ["10个工作日"] })
        }
        Type::Period(PeriodFamily::Months) => json!({ "type": "string", "examples": ["6个月"] }),
        Type::Date => json!({ "type": "string", "examples": ["2026-01-01"] }),
        Type::Text => json!({ "type": "string" }),
        Type::Category(id) => json!({ "enum": model[*id].members }),
        Type::List(id) => {
            let mut properties = Map::new();
            for inner in &model[*id].fields {
                insert(&mut properties, &inner.name, field(model, inner));
            }
            let element = json!({ "type": "object", "properties": properties, "additionalProperties": false });
            json!({ "type": "array", "items": element })
        }
    }
}

fn proposed(model: &Model) -> Json {
    let mut properties = Map::new();
    properties.insert("不予处罚".to_owned(), json!({ "type": "boolean" }));
    for kind in &model.kinds {
        let schema = match kind.name.as_str() {
            "罚款" => json!({ "type": ["number", "string"], "examples": ["3000元"] }),
            _ => json!({ "type": ["boolean", "string"], "examples": [true, "3个月"] }),
        };
        properties.insert(kind.name.clone(), schema);
    }
    json!({
        "anyOf": [
            { "const": "不予处罚" },
            { "type": "object", "properties": properties, "additionalProperties": false },
        ],
    })
}
