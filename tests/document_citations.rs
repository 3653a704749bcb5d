//! Citations in sixty sentences of running text, each with where it must lead: `tests/documents/citations/sentences.tsv`.

use std::fs;
use std::path::Path;

use zhunsheng::document::citations::{Resolution, resolve};
use zhunsheng::document::statute::repealed;
use zhunsheng::document::{Document, DocumentLimits};
use zhunsheng::law::Registry;

/// The document in which a sentence stands: in 第五条 as its second 款, or in 第六条 alone.
fn document(article: &str, sentence: &str) -> Document {
    let (fifth, sixth) = if article == "5" { (sentence, "停车场应当公示。") } else { ("停车场应当登记。", sentence) };
    let text = format!(
        "某市停车管理办法\n第一章 总则\n第一条 为了管理停车，制定本办法。\n停车应当有序。\n第二条 禁止下列行为：\n（一）占用通道；\n（二）损毁设施；\n（三）拒绝缴费。\n\
         经营者应当劝阻。\n第二章 收费\n第一节 标准\n第三条 停车应当收费。\n收费应当公示。\n公示应当清楚。\n第四条 经营者应当遵守下列规定：\n（一）明码标价；\n（二）保持整洁：\n1.清扫；\n\
         2.除雪；\n（三）看管车辆；\n（四）报告情况。\n第五条 停车场应当验收。\n{fifth}\n第六条 {sixth}\n第七条 停车场应当照明。\n第七条之一 停车场应当通风。\n第八条 本办法自公布之日起施行。\n"
    );
    Document::from_text(&text, "办法.txt", &DocumentLimits::default()).expect("reads")
}

fn told(document: &Document, resolution: &Resolution) -> String {
    match resolution {
        Resolution::Here(nodes) => {
            let paths: Vec<String> = nodes.iter().filter_map(|id| document.node(*id)).map(|node| node.path.to_string()).collect();
            format!("此 {}", paths.join("、")).trim().to_owned()
        }
        Resolution::Nowhere { .. } => "无".to_owned(),
        Resolution::Act { title, flaws } if flaws.is_empty() => format!("法 {title}"),
        Resolution::Act { title, .. } => format!("法 {title} 缺"),
        Resolution::Unknown => "疑".to_owned(),
        Resolution::Quoted => "引".to_owned(),
        Resolution::Open => "开".to_owned(),
    }
}

#[test]
fn sixty_sentences_cite_what_they_say() {
    let registry = "《中华人民共和国行政处罚法》 法律\n    2021-01-22 公布, 2021-07-15 施行, 86条\n\
                    《中华人民共和国行政复议法》 法律\n    2023-09-01 公布, 2024-01-01 施行, 90条\n";
    let registry = Registry::read(registry).expect("a registry");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents/citations/sentences.tsv");
    let table = fs::read_to_string(path).expect("the sentences");
    let mut wrong = String::new();
    let mut count = 0;
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        let columns: Vec<&str> = line.split('\t').collect();
        let [article, sentence, expected] = columns[..] else { panic!("three columns: {line}") };
        let document = document(article, sentence);
        let at = u32::try_from(document.text().find(sentence).expect("the sentence")).expect("small");
        let end = at + u32::try_from(sentence.len()).expect("small");
        let found: Vec<String> = document
            .citations()
            .iter()
            .filter(|citation| (at..end).contains(&citation.place.start))
            .map(|citation| {
                format!("{} → {}", document.slice(citation.place), told(&document, &resolve(&document, citation, Some(&registry), None)))
            })
            .collect();
        count += 1;
        if found.join("｜") != expected {
            wrong.push_str(&format!("{sentence}\n  wanted {expected}\n  found  {}\n", found.join("｜")));
        }
    }
    assert!(count >= 60, "{count} sentences");
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn an_act_repeals_the_acts_that_it_names_whole() {
    let of = |end: &str| {
        let text = format!("某市停车管理办法\n（2024年3月1日公布）\n第一条 为了管理停车，制定本办法。\n第二条 {end}\n");
        let document = Document::from_text(&text, "办法.txt", &DocumentLimits::default()).expect("reads");
        repealed(&document).iter().map(|(title, date)| format!("{title} {date}")).collect::<Vec<_>>()
    };
    let start = "本办法自2024年5月1日起施行。";
    assert_eq!(
        of(&format!("{start}2008年1月1日公布的《某市停车规定》、《某市泊位规定》（某政发〔2009〕3号）同时废止。")),
        ["《某市停车规定》 2024-05-01", "《某市泊位规定》 2024-05-01"]
    );
    assert_eq!(of("本办法自公布之日起施行。《某市停车规定》同时废止。"), ["《某市停车规定》 2024-03-01"]);
    for goes_on in [
        "《某市停车规定》第三条同时废止。",
        "《某市停车规定》中有关泊位的规定同时废止。",
        "《某市停车规定》继续有效。《某市泊位规定》同时修改。",
        // Its own former version.
        "2008年公布的《某市停车管理办法》同时废止。",
        "《某市停车规定》与本办法不一致的，依照本办法执行，其他文件同时废止。",
    ] {
        assert_eq!(of(&format!("{start}{goes_on}")), [""; 0], "{goes_on}");
    }
}
