//! Files meant to break things, or that a bad copy made: each is answered by a clean error, soon and in little memory.

mod support;

use std::fmt::Write as _;
use std::fs;

use support::root;
use zhunsheng::diagnostic::{Color, Diagnostic, Language, Severity, render_all};
use zhunsheng::input::{Limits as InputLimits, bind, read_json};
use zhunsheng::report::DecisionOutcome;
use zhunsheng::syntax::{Limits, Style, format};
use zhunsheng::{Checked, RuleSet, check_sources};

const HEAD: &str = "规则集 例 { 版本 “1” 制定机关 “某局” 施行 2026年1月1日 }\n";

/// How many of what is read one by one: a debug build, which only shows that nothing breaks, is spared the rest.
const MANY: usize = if cfg!(debug_assertions) { 20_000 } else { 1_000_000 };

fn checked(bytes: impl Into<Vec<u8>>) -> Checked {
    check_sources([("例", bytes.into())]).expect("one source")
}

fn codes(checked: &Checked) -> Vec<String> {
    checked.diagnostics.iter().map(|d| d.code().to_string()).collect()
}

/// What `work` gives. Work without an end is named by the last line of output, and stopped by whoever runs the tests: a busy machine
/// is not told from slow work by a clock.
fn soon<T>(what: &str, work: impl FnOnce() -> T) -> T {
    println!("{what}");
    work()
}

/// A file that must be refused: not a panic, not a model, at least one error that can be told in both languages.
fn refused(what: &str, bytes: impl Into<Vec<u8>>) -> Checked {
    soon(what, || {
        let found = checked(bytes);
        assert!(found.has_errors() && found.model.is_none(), "{what}: {:?}", codes(&found));
        for language in [Language::Chinese, Language::English] {
            assert!(!render_all(&found.diagnostics, &found.sources, language, Color::Never).is_empty());
        }
        found
    })
}

/// The errors of a file are those that its lines name, in their places; what is said of them stands beside it. Their codes.
fn mistakes(name: &str) -> Vec<String> {
    let path = root().join(format!("tests/hostile/{name}.zs"));
    let text = fs::read_to_string(&path).expect("the file");
    let expected: Vec<(u32, &str)> =
        (1..).zip(text.lines()).filter_map(|(at, line)| Some((at, line.split_once("# 错在本行 ")?.1.trim()))).collect();
    let found = check_sources([(format!("tests/hostile/{name}"), text.clone())]).expect("one source");
    let line = |d: &Diagnostic| found.sources.get(d.span.source).map_or(0, |s| s.line_column(d.span.start).line);
    let errors: Vec<(u32, &str)> =
        found.diagnostics.iter().filter(|d| d.severity() == Severity::Error).map(|d| (line(d), d.code().as_str())).collect();
    assert_eq!(errors, expected);

    let said = [Language::Chinese, Language::English].map(|l| render_all(&found.diagnostics, &found.sources, l, Color::Never)).join("\n");
    let beside = path.with_extension("stderr");
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&beside, &said).expect("the snapshot");
    }
    assert_eq!(said, fs::read_to_string(&beside).unwrap_or_default());
    errors.into_iter().map(|(_, code)| code.to_owned()).collect()
}

#[test]
fn ten_mistakes_are_all_told_in_their_places_in_both_languages() {
    let mut kinds = mistakes("十处错误");
    assert_eq!(kinds.len(), 10);
    kinds.sort_unstable();
    kinds.dedup();
    assert_eq!(kinds.len(), 10);
}

#[test]
fn mistakes_of_checks_are_told_in_their_places_in_both_languages() {
    assert_eq!(mistakes("审查的错误").len(), 7);
}

#[test]
fn a_million_brackets_are_one_limit_named() {
    for (open, close) in [("{", "}"), ("｛", "｝"), ("(", ")"), ("（", "）"), ("[", "]"), ("［", "］")] {
        for (what, before) in [("bare", ""), ("in a condition", "基准 甲 { 当 "), ("in a list", "基准 甲 { 当 具有下列情形之一 ")]
        {
            let nested = format!("{HEAD}{before}{}{}", open.repeat(1_000_000), close.repeat(1_000_000));
            let found = refused(&format!("{open}{close} {what}"), nested);
            assert_eq!(codes(&found), ["ZS0003"], "{open}{close} {what}");
        }
        let opened = refused(&format!("{open} alone"), open.repeat(1_000_000));
        assert_eq!(codes(&opened), ["ZS0003"], "{open}");
        refused(&format!("{close} alone"), close.repeat(MANY));
        refused(&format!("{open}{close} side by side"), format!("{open}{close}").repeat(MANY / 2));
    }
}

#[test]
fn many_quotes_are_answered() {
    for quote in ["“", "”", "「", "」", "\"", "《", "》", "《《", "“「\""] {
        refused(quote, quote.repeat(MANY / 10));
        refused(quote, format!("{HEAD}基准 {}", format!("{quote}\n").repeat(MANY / 40)));
    }
}

#[test]
fn the_formatter_leaves_a_million_brackets_as_they_are() {
    let text = "(".repeat(1_000_000);
    let mut sources = zhunsheng::diagnostic::Sources::new();
    let id = sources.add("例", text.as_str());
    assert_eq!(soon("format", || format(id, &text, &Limits::default(), Style::default())).text, text);
}

#[test]
fn the_deepest_nesting_that_is_allowed_is_read_at_once() {
    // An unoptimized parser takes more of the stack of a test's thread than it has: 2 MiB.
    let stack = if cfg!(debug_assertions) { 64 << 20 } else { 2 << 20 };
    std::thread::Builder::new().stack_size(stack).spawn(deepest).expect("a thread").join().expect("no panic");
}

fn deepest() {
    let deep = 58;
    for (open, close) in
        [("(", ")"), ("非 (", ")"), ("具有下列情形之一 { ", " }"), ("较大者(1, ", ")"), ("(1 + ", ")"), ("以往 中 (", ") 的 次数 1次以上")]
    {
        let condition = format!("{}甲{}", open.repeat(deep), close.repeat(deep));
        let text =
            format!("{HEAD}要素 案情 {{ 甲: 是否 }}\n基准 某行为 {{ 要素 案情 依据 《某法》第一条 阶次 一 {{ 当 {condition} 处 警告 }} }}");
        soon(open, || checked(text.as_str()));
        // The last bracket missing is what makes a reader try every way again.
        let broken = text.replacen(close, "", 1);
        refused(open, broken);
    }
    let sanction = format!("{}警告{}", "(".repeat(deep), ")".repeat(deep));
    soon("penalties", || checked(format!("{HEAD}基准 某行为 {{ 依据 《某法》第一条 处 {sanction} }}")));
    let ranges = format!("{}警告{}", "情节 { ".repeat(deep), " }".repeat(deep));
    soon("ranges", || checked(format!("{HEAD}基准 某行为 {{ 法定幅度 {{ {ranges} }} }}")));
    let value = format!("{}1{}", "[".repeat(deep), "]".repeat(deep));
    soon("values", || checked(format!("{HEAD}用例 某例 {{ 设 甲 = {value} }}")));
}

#[test]
fn long_chains_of_terms_are_one_limit_named() {
    for (what, link) in [("且", " 且 甲"), ("或者", " 或者 甲"), ("加", " + 甲"), ("减", " 减 1"), ("乘以", " × 2")] {
        let condition = format!("甲{}", link.repeat(MANY / 10));
        let found = refused(what, format!("{HEAD}基准 某行为 {{ 阶次 一 {{ 当 {condition} 处 警告 }} }}"));
        assert!(codes(&found).contains(&"ZS0005".to_owned()), "{what}: {:?}", codes(&found));
    }
    refused("非", format!("{HEAD}基准 某行为 {{ 当 {}甲 }}", "非 ".repeat(MANY / 10)));
    refused("后", format!("{HEAD}基准 某行为 {{ 当 甲{} }}", " 后 2年".repeat(MANY / 10)));
    refused("甲.", format!("{HEAD}基准 某行为 {{ 当 甲{} }}", ".甲".repeat(MANY / 10)));
}

#[test]
fn a_file_of_100_megabytes_is_refused_by_the_limit_of_its_name() {
    let pieces: &[&str] = if cfg!(debug_assertions) { &["甲"] } else { &["甲", "{", "\n", "基准 甲 { }\n", "\0"] };
    for piece in pieces {
        let bytes = piece.repeat(100 * 1024 * 1024 / piece.len()).into_bytes();
        let found = refused("100 MB", bytes);
        assert_eq!(codes(&found), ["ZS0001"], "{piece:?}");
    }
    let mut broken = vec![b' '; 100 * 1024 * 1024];
    broken.push(0xE5);
    assert_eq!(codes(&refused("100 MB and half a character", broken)).len(), 1);
}

#[test]
fn what_a_bad_copy_makes_of_a_file_is_named() {
    let good = format!("{HEAD}# 终");
    assert!(!checked(good.as_str()).has_errors());
    let half = &good.as_bytes()[..good.len() - 1];
    assert_eq!(codes(&refused("half a character", half)), ["ZS0007"]);
    let wide: Vec<u8> = good.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(codes(&refused("UTF-16 LE", [vec![0xFF, 0xFE], wide].concat())), ["ZS0004"]);
    let wide: Vec<u8> = good.encode_utf16().flat_map(u16::to_be_bytes).collect();
    assert_eq!(codes(&refused("UTF-16 BE", [vec![0xFE, 0xFF], wide].concat())), ["ZS0004"]);
    let gbk = [b"# ".as_slice(), &[0xB9, 0xE6, 0xD4, 0xF2], b"\n"].concat();
    assert_eq!(codes(&refused("GBK", gbk)), ["ZS0002"]);
    assert!(!checked(format!("\u{FEFF}{good}")).has_errors());
    assert!(!checked(good.replace('\n', "\r\n")).has_errors());
    for text in ["\0", "规则集 例 {\0}", "要素 案\0情 { 甲: 是否 }", "\0\0\0\0"] {
        refused("NUL", text);
    }
    for (bytes, at) in [(&b"\xEF\xBB\xBF\xE5\x9F"[..], "第 4 字节"), (b"\xEF\xBB\xBF", ""), (b"\xEF\xBB", "第 1 字节")] {
        let said: String = checked(bytes).diagnostics.iter().map(|d| d.message(Language::Chinese)).collect();
        assert_eq!(said.contains("字节"), !at.is_empty(), "{bytes:?}: {said}");
        assert!(said.contains(at), "{bytes:?}: {said}");
    }
}

#[test]
fn imports_in_a_circle_are_read_once_and_told() {
    let file = |imports: &str| format!("引入 “{imports}”\n");
    let own = check_sources([("甲", file("甲"))]).expect("one file");
    assert!(codes(&own).iter().all(|code| code.starts_with("ZS")), "{:?}", codes(&own));
    for count in [2_usize, 3, 2_000] {
        let ring = (0..count).map(|at| (format!("文件{at}"), file(&format!("文件{}", (at + 1) % count))));
        let found = soon("a ring", || check_sources(ring).expect("distinct names"));
        assert!(found.diagnostics.len() <= count * 2, "{}", found.diagnostics.len());
        let _ = render_all(&found.diagnostics, &found.sources, Language::Chinese, Color::Never);
    }
}

#[test]
fn long_chains_of_names_are_followed() {
    const LONG: usize = if cfg!(debug_assertions) { 1_000 } else { 10_000 };
    let mut files: Vec<(String, String)> = (0..LONG).map(|at| (format!("文件{at}"), format!("引入 “文件{}”\n", at + 1))).collect();
    files.push((format!("文件{LONG}"), String::new()));
    soon("imports", || check_sources(files).expect("distinct names"));

    let chain = |first: &str, link: &dyn Fn(usize) -> String| {
        let mut text = format!("{HEAD}{first}\n");
        for at in 1..LONG {
            let _ = writeln!(text, "{}", link(at));
        }
        text
    };
    soon("units", || checked(chain("单位 担0", &|at| format!("单位 担{at} = 2担{}", at - 1))));
    soon("kinds", || checked(chain("种类 停业0 属于 责令停产停业", &|at| format!("种类 停业{at} 属于 停业{}", at - 1))));
    soon("kinds in a ring", || {
        checked(chain(&format!("种类 停业0 属于 停业{}", LONG - 1), &|at| format!("种类 停业{at} 属于 停业{}", at - 1)))
    });
    soon("records", || checked(chain("要素 案情0 { 甲: 是否 }", &|at| format!("要素 案情{at} {{ 包含 案情{} }}", at - 1))));
    soon("nested records", || checked(chain("要素 案情0 { 甲: 是否 }", &|at| format!("要素 案情{at} {{ 甲: 案情{} }}", at - 1))));
    soon("records in a ring", || {
        checked(chain(&format!("要素 案情0 {{ 甲: 案情{} }}", LONG - 1), &|at| format!("要素 案情{at} {{ 甲: 案情{} }}", at - 1)))
    });
}

#[test]
fn a_long_chain_of_definitions_is_refused() {
    for (first, link) in [("甲", ""), ("非 甲", "非 "), ("乙1999", "")] {
        let mut text = format!("{HEAD}要素 案情 {{\n甲: 是否\n定义 乙0 = {first}\n");
        for at in 1..2_000 {
            let _ = writeln!(text, "定义 乙{at} = {link}乙{}", at - 1);
        }
        text.push_str("}\n基准 某行为 { 要素 案情 依据 《某法》第一条 阶次 一 { 当 乙1999 处 警告 } }\n");
        refused(&format!("{first} {link}"), text);
    }
}

#[test]
fn definitions_that_double_are_refused_by_a_limit() {
    let doubled = |what: &str, fields: &str, first: &str, link: &dyn Fn(usize) -> String, last: &str| {
        let mut text = format!("{HEAD}{fields}定义 乙0 = {first}\n");
        for at in 1..100 {
            let _ = writeln!(text, "定义 乙{at} = {}", link(at - 1));
        }
        let _ = write!(text, "}}\n{last}");
        let found = refused(what, text);
        assert_eq!(codes(&found).iter().filter(|code| *code == "ZS0348").count(), 1, "{:?}", codes(&found));
    };
    let tier = |condition: &str| format!("基准 某行为 {{ 要素 案情 依据 《某法》第一条 阶次 一 {{ 当 {condition} 处 警告 }} }}\n");
    let sum = |at: usize| format!("乙{at} + 乙{at}");
    doubled("sums", "要素 案情 {\n甲: 金额 0元以上\n", "甲", &sum, &tier("乙99 超过1元"));
    doubled("conditions", "要素 案情 {\n甲: 是否\n", "甲", &|at| format!("乙{at} 或者 非 乙{at}"), &tier("乙99"));
}

#[test]
fn the_longest_chain_of_definitions_that_is_allowed_is_decided() {
    let mut text = format!("{HEAD}要素 案情 {{\n甲: 是否\n定义 乙0 = 甲\n");
    for at in 1..120 {
        let _ = writeln!(text, "定义 乙{at} = 非 乙{}", at - 1);
    }
    text.push_str("}\n基准 某行为 { 要素 案情 依据 《某法》第一条 阶次 一 { 当 乙119 处 警告 } 阶次 二 { 其他情形 处 警告 } }\n");
    let engine = RuleSet::from_sources([("例", text)]).expect("good rules").compile();
    let case = read_json("{\"基准\": \"某行为\", \"要素\": {\"甲\": true}}", &InputLimits::default()).expect("JSON");
    let report = engine.evaluate(&bind(engine.model(), &case).expect("a case")).expect("a report");
    assert_eq!(report.decisions[0].outcome, DecisionOutcome::Settled { tiers: vec!["二".to_owned()] });
}

#[test]
fn a_case_nested_a_million_times_is_refused_by_a_limit() {
    for (open, close) in [("[", "]"), ("{\"甲\":", "}"), ("[[", "]]")] {
        let text = format!("{}1{}", open.repeat(1_000_000), close.repeat(1_000_000));
        assert!(soon(open, || read_json(&text, &InputLimits::default())).is_err());
        assert!(soon(open, || read_json(&open.repeat(1_000_000), &InputLimits::default())).is_err());
    }
    for number in ["9".repeat(1_000_000), format!("1e{}", "9".repeat(100)), format!("0.{}1", "0".repeat(1_000_000))] {
        let text = format!("{{\"所得\": {number}}}");
        let Ok(value) = soon("a number", || read_json(&text, &InputLimits::default())) else { continue };
        let rules = RuleSet::from_sources([("例", format!("{HEAD}要素 案情 {{ 所得: 金额 }}"))]).expect("good rules");
        assert!(soon("a number", || bind(rules.model(), &value)).is_err());
    }
}
