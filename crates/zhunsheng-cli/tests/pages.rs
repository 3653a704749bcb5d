//! `review --format html` and `--format docx` from the command line: one page of all documents, the same whatever the jobs; one opinion.

use std::path::Path;
use std::process::{Command, Output};

fn zhunsheng(arguments: &[&str]) -> Output {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    Command::new(env!("CARGO_BIN_EXE_zhunsheng")).args(arguments).current_dir(folder).output().expect("it runs")
}

#[test]
fn an_archive_is_one_page_with_a_list_whatever_the_jobs() {
    let page = |jobs| {
        let output =
            zhunsheng(&["review", "--rules", "审查/规则.zs", "审查", "--archive", "--format", "html", "--lang", "en", "--jobs", jobs]);
        assert_eq!(output.status.code(), Some(1));
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    let one = page("1");
    assert!(one.starts_with("<!DOCTYPE html>\n<html lang=\"en\">") && one.ends_with("</html>\n"));
    assert_eq!((one.matches("<!DOCTYPE").count(), one.matches("<article ").count(), one.matches("<nav ").count()), (1, 3, 1));
    for number in 1..=3 {
        assert!(one.contains(&format!("<a href=\"#d{number}\">")) && one.contains(&format!("<article id=\"d{number}\">")));
    }
    for file in ["审查/送审/送审稿.txt", "审查/档案/甲.txt", "审查/档案/乙.txt"] {
        assert!(one.contains(&format!("<dd>{file}</dd>")), "{file}");
    }
    assert!(!one.contains("<script") && !one.contains("src=") && !one.contains("url("));
    assert_eq!(one, page("3"));
}

#[test]
fn an_opinion_goes_to_a_pipe_or_a_file_and_is_the_same() {
    let arguments = ["review", "--rules", "审查/规则.zs", "审查/送审", "--format", "docx"];
    let piped = zhunsheng(&arguments).stdout;
    assert!(piped.starts_with(b"PK\x03\x04"));
    let file = std::env::temp_dir().join(format!("zhunsheng-opinion-{}.docx", std::process::id()));
    let name = file.to_string_lossy();
    let output = zhunsheng(&[&arguments[..], &["-o", &name]].concat());
    assert!(output.stdout.is_empty());
    let written = std::fs::read(&file).expect("the file");
    std::fs::remove_file(&file).expect("ours");
    assert_eq!(written, piped);
}
