//! Every diagnostic has a failing example, `tests/diagnostics/ZS####.zs`, and what is said of it beside it, in
//! Chinese and in English. `UPDATE=1 cargo test --test diagnostics` rewrites the latter.

use libtest_mimic::{Arguments, Failed, Trial};
use std::fs;
use std::path::Path;
use zhunsheng::diagnostic::{Code, Color, Diagnostic, Language, Sources, render_all};
use zhunsheng::law::Registry;
use zhunsheng::syntax::{Limits, decode, parse};
use zhunsheng::{FileLoader, LoadLimits, check_with, check_with_registry};

fn main() {
    let arguments = Arguments::from_args();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut trials = Vec::new();
    for (code, _) in Code::all() {
        let path = root.join("tests/diagnostics").join(format!("{code}.zs"));
        trials.push(Trial::test(format!("{code} is shown by its example"), move || shown(code, &path)));
        trials.push(Trial::test(format!("{code} has its page"), move || paged(code)));
    }
    libtest_mimic::run(&arguments, trials).exit();
}

/// What is wrong with a file, or with `main.zs` of a folder and what it imports.
fn diagnose(code: Code, path: &Path) -> (Sources, Vec<Diagnostic>) {
    let folder = path.with_extension("");
    let file = if folder.is_dir() { folder.join("main.zs") } else { path.to_path_buf() };
    let bytes = fs::read(&file).unwrap_or_default();
    let name = file.strip_prefix(env!("CARGO_MANIFEST_DIR")).unwrap_or(&file).display().to_string();
    // How a file is written (ZS00, ZS01) shows from the file alone.
    if code.as_str() >= "ZS0200" {
        let root = Path::new(name.as_str()).parent().map(Path::to_path_buf).unwrap_or_default();
        let limits = load_limits(&String::from_utf8_lossy(&bytes));
        let stem = file.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
        let loader = FileLoader::new(root);
        // What a registry knows (ZS15) shows where one is asked.
        let checked = if code.as_str() >= "ZS1500" {
            let registry = fs::read_to_string("tests/diagnostics/法规库.txt").expect("the registry of the examples");
            check_with_registry(&loader, [stem], limits, &Registry::read(&registry).expect("a registry"))
        } else {
            check_with(&loader, [stem], limits)
        };
        let checked = checked.expect("the example can be read");
        // What is proved (ZS10) is asked only of its own examples.
        let checked = if code.as_str().starts_with("ZS10") { checked.proved() } else { checked };
        return (checked.sources, checked.diagnostics);
    }
    let mut sources = Sources::new();
    match decode(&bytes) {
        Ok(text) => {
            let id = sources.add(name, text);
            let diagnostics = parse(id, text, &limits(text)).diagnostics;
            (sources, diagnostics)
        }
        Err(problem) => {
            let id = sources.add(name, "");
            let start = zhunsheng::diagnostic::Span::new(id, 0, 0);
            (sources, vec![Diagnostic::new(problem.into(), start)])
        }
    }
}

/// The settings a file asks for in its first line: `# …: 上限 nesting=3`.
fn settings(text: &str) -> Vec<(&str, usize)> {
    let first = text.lines().next().unwrap_or_default();
    let settings = first.split_once("上限 ").map_or("", |(_, settings)| settings);
    let pairs = settings.split_whitespace().filter_map(|s| s.split_once('='));
    pairs.map(|(name, value)| (name, value.parse().expect("a number"))).collect()
}

fn load_limits(text: &str) -> LoadLimits {
    let mut limits = LoadLimits::default();
    for (name, value) in settings(text) {
        match name {
            "files" => limits.files = value,
            "total_bytes" => limits.total_bytes = value,
            other => panic!("no limit is called {other}"),
        }
    }
    limits
}

fn limits(text: &str) -> Limits {
    let mut limits = Limits::default();
    for (name, value) in settings(text) {
        match name {
            "source_bytes" => limits.source_bytes = value,
            "nesting" => limits.nesting = value,
            "terms" => limits.terms = value,
            "diagnostics" => limits.diagnostics = value,
            other => panic!("no limit is called {other}"),
        }
    }
    limits
}

fn shown(code: Code, path: &Path) -> Result<(), Failed> {
    if !path.exists() && !path.with_extension("").is_dir() {
        return Err(format!("{} is missing", path.display()).into());
    }
    let (sources, diagnostics) = diagnose(code, path);
    let exactly = code.as_str() >= "ZS0200";
    let shows = diagnostics.iter().any(|d| d.code() == code) && (!exactly || diagnostics.iter().all(|d| d.code() == code));
    if !shows {
        let found: Vec<String> = diagnostics.iter().map(|d| d.code().to_string()).collect();
        return Err(format!("{} shows {found:?}", path.display()).into());
    }
    let said = format!(
        "{}\n{}",
        render_all(&diagnostics, &sources, Language::Chinese, Color::Never),
        render_all(&diagnostics, &sources, Language::English, Color::Never)
    );
    let beside = path.with_extension("stderr");
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&beside, &said).map_err(|e| e.to_string())?;
        return Ok(());
    }
    let expected = fs::read_to_string(&beside).unwrap_or_default();
    if said == expected { Ok(()) } else { Err(format!("what is said has changed:\n{said}\nexpected:\n{expected}").into()) }
}

/// The page is in both languages and shows the failing example as it is.
fn paged(code: Code) -> Result<(), Failed> {
    let page = code.page().ok_or_else(|| format!("docs/diagnostics/{code}.md is missing, or not listed in pages.rs"))?;
    let (zh, en) = page.split_once("\n---\n").ok_or("the page has no English half after ---")?;
    for half in [zh, en] {
        if !half.trim_start().starts_with(&format!("# {code} ")) {
            return Err(format!("a half of the page of {code} does not start with its code").into());
        }
    }
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diagnostics");
    let folder = examples.join(code.as_str()).join("main.zs");
    let path = if folder.exists() { folder } else { examples.join(format!("{code}.zs")) };
    if let Ok(example) = fs::read_to_string(path) {
        let body = example.split_once('\n').map_or("", |(_, rest)| rest);
        if !page.contains(body) {
            return Err(format!("the page of {code} does not show its example").into());
        }
    }
    Ok(())
}
