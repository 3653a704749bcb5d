//! SARIF 2.1.0, as code hosts and editors read it.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use zhunsheng::diagnostic::Severity;

use super::{Location, Notice};

/// One run with all notices.
pub(crate) fn render(notices: &[Notice]) -> Value {
    let mut rules: BTreeMap<&str, &Notice> = BTreeMap::new();
    for notice in notices {
        rules.entry(&notice.code).or_insert(notice);
    }
    let index: BTreeMap<&str, usize> = rules.keys().enumerate().map(|(at, code)| (*code, at)).collect();
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let results: Vec<Value> = notices
        .iter()
        .map(|notice| {
            let key = format!("{}\0{}\0{}", notice.code, notice.location.file, notice.excerpt);
            let times = seen.entry(key.clone()).or_insert(0);
            *times += 1;
            result(notice, index.get(notice.code.as_str()).copied().unwrap_or(0), &fingerprint(&key, *times))
        })
        .collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "zhunsheng",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules.values().map(|notice| rule(notice)).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Hint => "note",
    }
}

fn rule(notice: &Notice) -> Value {
    let mut rule = json!({ "id": notice.code, "defaultConfiguration": { "level": level(notice.severity) } });
    if let (Some(page), Some(rule)) = (notice.page, rule.as_object_mut()) {
        rule.insert("help".to_owned(), json!({ "text": page, "markdown": page }));
    }
    rule
}

fn result(notice: &Notice, rule_index: usize, fingerprint: &str) -> Value {
    let parts = [Some(&notice.message), notice.witness.as_ref(), notice.help.as_ref()];
    let text = parts.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join("\n");
    let mut result = json!({
        "ruleId": notice.code,
        "ruleIndex": rule_index,
        "level": level(notice.severity),
        "message": { "text": text },
        "locations": [{ "physicalLocation": physical(&notice.location) }],
        "partialFingerprints": { "zhunsheng/v1": fingerprint },
    });
    let Some(object) = result.as_object_mut() else {
        return result;
    };
    if let Some(witness) = &notice.witness {
        object.insert("properties".to_owned(), json!({ "witness": witness }));
    }
    if !notice.related.is_empty() {
        let related = notice
            .related
            .iter()
            .enumerate()
            .map(|(at, (place, text))| json!({ "id": at, "message": { "text": text }, "physicalLocation": physical(place) }));
        object.insert("relatedLocations".to_owned(), related.collect());
    }
    if !notice.suggestions.is_empty() {
        let fixes = notice.suggestions.iter().map(|suggestion| {
            json!({
                "description": { "text": suggestion },
                "artifactChanges": [{
                    "artifactLocation": { "uri": uri(&notice.location.file) },
                    "replacements": [{
                        "deletedRegion": region(&notice.location),
                        "insertedContent": { "text": suggestion },
                    }],
                }],
            })
        });
        object.insert("fixes".to_owned(), fixes.collect());
    }
    result
}

fn physical(place: &Location) -> Value {
    json!({ "artifactLocation": { "uri": uri(&place.file) }, "region": region(place) })
}

fn region(place: &Location) -> Value {
    json!({
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    })
}

/// A path as a URI reference: all but unreserved characters and `/` as percent-escaped bytes.
fn uri(path: &str) -> String {
    let mut uri = String::new();
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(char::from(byte)),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

/// FNV-1a over what a notice is about and not where it stands, so that a line inserted above changes nothing.
fn fingerprint(key: &str, times: usize) -> String {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for byte in key.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    format!("{hash:016x}:{times}")
}
