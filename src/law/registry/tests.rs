//! The registry's file and its answers; nothing else.

use super::{Flaw, Registry};
use crate::law::date::parse_date;
use crate::law::{Citation, Ordinal};

const FILE: &str = "\
# 示例
《中华人民共和国行政处罚法》 法律
    2017-09-01 公布, 2018-01-01 施行, 64条
    2021-01-22 公布, 2021-07-15 施行, 86条, 改号 42→64
《中华人民共和国刑法》 法律
    2023-12-29 公布, 2024-03-01 施行, 452条, 增120之1、120之2, 缺199
《中外合资经营企业法实施条例》 行政法规
    2019-03-02 公布, 118条
    2020-01-01 废止
《中华人民共和国增值税法》 法律
    2024-12-25 公布, 2026-01-01 施行, 首版, 38条
";

fn flaws(citation: &str, on: &str) -> Vec<Flaw> {
    let registry = Registry::read(FILE).expect("reads");
    registry.check(&Citation::parse(citation).expect(citation), parse_date(on)).flaws
}

#[test]
fn what_is_written_reads_back_the_same() {
    let registry = Registry::read(FILE).expect("reads");
    let written = registry.write();
    assert_eq!(Registry::read(&written).as_ref(), Ok(&registry));
    assert_eq!(written.lines().count(), FILE.lines().count() - 1);
}

#[test]
fn each_question_has_its_answer() {
    assert_eq!(flaws("《行政处罚法》第三十三条", "2024-01-01"), []);
    assert!(matches!(flaws("《行政处罚法》第八十七条", "2024-01-01").as_slice(), [Flaw::NoSuchArticle { last: 86, .. }]));
    assert!(matches!(flaws("《行政处罚法》第七十条", "2019-01-01").as_slice(), [Flaw::NoSuchArticle { last: 64, .. }]));
    assert!(matches!(
        flaws("《行政处罚法》第四十二条", "2019-01-01").as_slice(),
        [Flaw::Renumbered { now: Ordinal { number: 64, .. }, .. }]
    ));
    assert_eq!(flaws("《行政处罚法》第四十二条", "2024-01-01"), []);
    assert_eq!(flaws("《行政处罚法》（2017年修正）第六十四条", "2024-01-01"), []);
    assert_eq!(flaws("《行政处罚法》第五条", "2010-01-01"), [Flaw::NoVersionThen]);
    assert_eq!(flaws("《刑法》第一百二十条之一", "2024-05-01"), []);
    assert_eq!(flaws("《刑法》第一百二十条之一至第一百二十一条", "2024-05-01"), []);
    assert!(matches!(flaws("《刑法》第一百二十条之三", "2024-05-01").as_slice(), [Flaw::NoSuchArticle { .. }]));
    assert!(matches!(flaws("《刑法》第一百九十九条", "2024-05-01").as_slice(), [Flaw::NoSuchArticle { .. }]));
    assert!(matches!(flaws("《中外合资经营企业法实施条例》", "2024-05-01").as_slice(), [Flaw::Repealed { from: Some(_) }]));
    assert_eq!(flaws("《中外合资经营企业法实施条例》", "2019-05-01"), []);
    assert!(matches!(flaws("《增值税法》第三条", "2025-12-31").as_slice(), [Flaw::NotYetInForce { .. }]));
    assert_eq!(flaws("《增值税法》第三条", "2026-01-01"), []);
    let near = flaws("《中华人民共和国行政处分法》", "2024-01-01");
    assert!(matches!(near.as_slice(), [Flaw::UnknownAct { .. }]));
    let Some(Flaw::UnknownAct { near }) = flaws("《行政处罚法法》", "2024-01-01").pop() else { panic!("unknown") };
    assert_eq!(near.first().map(crate::law::Title::short), Some("行政处罚法"));
}

#[test]
fn a_line_that_cannot_be_read_is_named() {
    for (file, line) in [
        ("行政处罚法\n", 1),
        ("《行政处罚法》 法令\n", 1),
        ("《行政处罚法》\n  86\n", 2),
        ("《行政处罚法》\n  2021-01-22 起\n", 2),
        ("《行政处罚法》\n  86条, 增一\n", 2),
        ("《行政处罚法》\n  86条, 改号 4\n", 2),
        ("《行政处罚法》\n  明天 废止\n", 2),
        ("《行政处罚法》\n86条\n《中华人民共和国行政处罚法》\n", 3),
        ("《行政处罚法", 1),
    ] {
        assert_eq!(Registry::read(file).map_err(|error| error.line), Err(line), "{file}");
    }
}
