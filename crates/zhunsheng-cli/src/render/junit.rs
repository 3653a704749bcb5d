//! JUnit XML: a suite a rule file, a test case a 用例.

use std::collections::BTreeMap;

/// A case as JUnit knows it.
pub(crate) struct TestCase {
    /// The rule file.
    pub(crate) file: String,
    /// The line of its name.
    pub(crate) line: u32,
    /// Its name.
    pub(crate) name: String,
    /// Why it failed.
    pub(crate) failures: Vec<String>,
    /// Why it could not be run.
    pub(crate) error: Option<String>,
}

/// All suites.
pub(crate) fn render(cases: &[TestCase]) -> String {
    let mut suites: BTreeMap<&str, Vec<&TestCase>> = BTreeMap::new();
    for case in cases {
        suites.entry(&case.file).or_default().push(case);
    }
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    xml.push_str(&format!("<testsuites name=\"zhunsheng\" {}>\n", counts(cases.iter())));
    for (file, cases) in suites {
        xml.push_str(&format!("  <testsuite name=\"{}\" {}>\n", escape(file), counts(cases.iter().copied())));
        for case in cases {
            xml.push_str(&one(case));
        }
        xml.push_str("  </testsuite>\n");
    }
    xml.push_str("</testsuites>\n");
    xml
}

fn counts<'c>(cases: impl Iterator<Item = &'c TestCase>) -> String {
    let (mut tests, mut failures, mut errors) = (0, 0, 0);
    for case in cases {
        tests += 1;
        failures += usize::from(!case.failures.is_empty());
        errors += usize::from(case.error.is_some());
    }
    format!("tests=\"{tests}\" failures=\"{failures}\" errors=\"{errors}\"")
}

fn one(case: &TestCase) -> String {
    let (file, name) = (escape(&case.file), escape(&case.name));
    let open = format!("    <testcase classname=\"{file}\" name=\"{name}\" file=\"{file}\" line=\"{}\"", case.line);
    if case.failures.is_empty() && case.error.is_none() {
        return format!("{open}/>\n");
    }
    let mut xml = format!("{open}>\n");
    for failure in &case.failures {
        xml.push_str(&format!("      <failure message=\"{}\"/>\n", escape(failure)));
    }
    if let Some(error) = &case.error {
        xml.push_str(&format!("      <error message=\"{}\"/>\n", escape(error)));
    }
    xml.push_str("    </testcase>\n");
    xml
}

/// Text for an attribute; characters that XML cannot hold at all are replaced.
fn escape(text: &str) -> String {
    let mut escaped = String::new();
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\n' => escaped.push_str("&#10;"),
            '\t' => escaped.push_str("&#9;"),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            c => escaped.push(c),
        }
    }
    escaped
}
