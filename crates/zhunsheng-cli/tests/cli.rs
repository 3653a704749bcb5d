//! Runs the command lines of `tests/cli/*.cmd` and compares what comes of them with the `.out` file beside each.
//!
//! A line of a `.cmd` file is a command line, run in a fresh copy of `tests/data`; `< FILE` at its end is its standard
//! input. `UPDATE=1` writes the expected results anew.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use libtest_mimic::{Arguments, Failed, Trial};

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli");
    let mut trials = Vec::new();
    for entry in fs::read_dir(&folder).expect("tests/cli") {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|ending| ending == "cmd") {
            let name = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
            trials.push(Trial::test(name.clone(), move || run(&path, &name)));
        }
    }
    trials.sort_by(|a, b| a.name().cmp(b.name()));
    libtest_mimic::run(&arguments, trials).exit_code()
}

fn run(path: &Path, name: &str) -> Result<(), Failed> {
    let work = std::env::temp_dir().join(format!("zhunsheng-cli-{}-{name}", std::process::id()));
    let _ = fs::remove_dir_all(&work);
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data"), &work)?;
    let mut found = String::new();
    for line in fs::read_to_string(path)?.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')) {
        found.push_str(&one(line, &work)?);
    }
    fs::remove_dir_all(&work)?;
    let expected = path.with_extension("out");
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&expected, found)?;
        return Ok(());
    }
    let wanted = fs::read_to_string(&expected).unwrap_or_default();
    if wanted == found {
        return Ok(());
    }
    let differs = wanted.lines().zip(found.lines()).position(|(a, b)| a != b).unwrap_or(wanted.lines().count().min(found.lines().count()));
    let line = |text: &str| text.lines().nth(differs).unwrap_or("(nothing)").to_owned();
    Err(format!(
        "{}:{}\n  expected: {}\n  found:    {}\nUPDATE=1 rewrites it",
        expected.display(),
        differs + 1,
        line(&wanted),
        line(&found)
    )
    .into())
}

fn one(line: &str, work: &Path) -> Result<String, Failed> {
    let (command, input) = match line.split_once(" < ") {
        Some((command, input)) => (command, Some(input.trim())),
        None => (line, None),
    };
    let mut words = command.split_whitespace();
    if words.next() == Some("cat") {
        let mut text = format!("$ {line}\n");
        for file in words {
            text.push_str(&fs::read_to_string(work.join(file))?);
        }
        return Ok(text);
    }
    let stdin = match input {
        Some(file) => Stdio::from(fs::File::open(work.join(file))?),
        None => Stdio::null(),
    };
    let output =
        Command::new(env!("CARGO_BIN_EXE_zhunsheng")).args(words).current_dir(work).env_remove("NO_COLOR").stdin(stdin).output()?;
    let mut text = format!("$ {line}\n{}", String::from_utf8_lossy(&output.stdout));
    if !text.ends_with('\n') {
        text.push('\n');
    }
    for line in String::from_utf8_lossy(&output.stderr).lines() {
        text.push_str(&format!("! {line}\n"));
    }
    text.push_str(&format!("= {}\n\n", output.status.code().unwrap_or(-1)));
    Ok(text)
}

fn copy(from: &Path, to: &PathBuf) -> Result<(), Failed> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let path = entry?.path();
        let target = to.join(path.file_name().unwrap_or_default());
        if path.is_dir() {
            copy(&path, &target)?;
        } else {
            fs::copy(&path, &target)?;
        }
    }
    Ok(())
}
