//! Examples of citations as documents write them; nothing else.

use super::{Anchor, Citation, CitationError, Reference, take_citation, take_reference};

fn shown(text: &str) -> String {
    match Citation::parse(text) {
        Ok(citation) => citation.to_string(),
        Err(error) => panic!("{text}: {error}"),
    }
}

#[test]
fn a_citation_reads_in_each_of_its_forms_and_is_written_in_one() {
    for (text, canonical) in [
        ("《行政处罚法》", "《行政处罚法》"),
        ("《行政处罚法》第33条第1款", "《行政处罚法》第三十三条第一款"),
        ("《行政处罚法》第３３条第１款", "《行政处罚法》第三十三条第一款"),
        ("《行政处罚法》 第三十三条", "《行政处罚法》第三十三条"),
        ("《行政处罚法》　第三十三条", "《行政处罚法》第三十三条"),
        ("《律师法》第四十条第（一）项", "《律师法》第四十条第一项"),
        ("《律师法》第四十条第(一)项", "《律师法》第四十条第一项"),
        ("《律师法》第四十条第(1)项第2目", "《律师法》第四十条第一项第二目"),
        ("《律师法》第四十条第一项、第三项", "《律师法》第四十条第一项、第三项"),
        ("《律师法》第三条、第五条第一款和第七条", "《律师法》第三条、第五条第一款、第七条"),
        ("《律师法》第三条以及第五条", "《律师法》第三条、第五条"),
        ("《律师法》第三条，第五条", "《律师法》第三条、第五条"),
        ("《律师法》第三十条至第三十五条", "《律师法》第三十条至第三十五条"),
        ("《律师法》第三十条第一项至第三项", "《律师法》第三十条第一项至第三项"),
        ("《律师法》第30条-第35条、第40条", "《律师法》第三十条至第三十五条、第四十条"),
        ("《刑法》第一百二十条之一", "《刑法》第一百二十条之一"),
        ("《刑法》第120条之1第2款", "《刑法》第一百二十条之一第二款"),
        ("《刑法》第二编第三章第一节", "《刑法》第二编第三章第一节"),
        ("《刑法》第三章；第五条第一款", "《刑法》第三章、第五条第一款"),
        ("《律师法》第四十条第一、二款", "《律师法》第四十条第一款、第二款"),
        ("《律师法》第四十条第（一）、（三）至（五）项和第六项", "《律师法》第四十条第一项、第三项至第五项、第六项"),
        ("《律师法》第四至第六条、第九条", "《律师法》第四条至第六条、第九条"),
        ("《律师法》第四十条（三）项", "《律师法》第四十条第三项"),
        ("《律\n师法》第四十条", "《律师法》第四十条"),
        ("《关于修改<律师法>的决定》第一条", "《关于修改〈律师法〉的决定》第一条"),
        ("《关于印发《规定》的通知》第一条", "《关于印发〈规定〉的通知》第一条"),
        ("《关于印发〈规定〉的通知》第一条", "《关于印发〈规定〉的通知》第一条"),
        ("《行政处罚法》（2021年修订）", "《行政处罚法》（2021年修订）"),
        ("《行政处罚法》(2021修订)第五条", "《行政处罚法》（2021年修订）第五条"),
        ("《行政处罚法》第五条（2021年1月22日修订）", "《行政处罚法》（2021年1月22日修订）第五条"),
        ("《中华人民共和国刑法修正案（十一）》第一条", "《中华人民共和国刑法修正案（十一）》第一条"),
    ] {
        assert_eq!(shown(text), canonical, "{text}");
        assert_eq!(shown(canonical), canonical);
    }
}

#[test]
fn a_later_place_takes_over_what_it_leaves_out() {
    let citation = Citation::parse("《律师法》第四十条第二款第一项、第三项、第五款").expect("reads");
    let full: Vec<String> = citation.at.iter().map(ToString::to_string).collect();
    assert_eq!(full, ["第四十条第二款第一项", "第四十条第二款第三项", "第四十条第五款"]);
}

#[test]
fn what_is_no_citation_says_where_and_what_was_found() {
    for text in ["", "行政处罚法第五条", "第五条", " 《律师法》"] {
        assert_eq!(Citation::parse(text), Err(CitationError::NoTitle), "{text}");
    }
    for text in ["《", "《律师法", "《律师法第五条", "《关于〈规定〉的通知"] {
        assert_eq!(Citation::parse(text), Err(CitationError::UnclosedTitle), "{text}");
    }
    for text in ["《》", "《 》第五条", "《律\t师法》"] {
        assert_eq!(Citation::parse(text), Err(CitationError::EmptyTitle), "{text}");
    }
    for (text, left) in [
        ("《律师法》第", "第"),
        ("《律师法》第条", "第条"),
        ("《律师法》第零条", "第零条"),
        ("《律师法》第1.5条", "第1.5条"),
        ("《律师法》第（一项", "第（一项"),
        ("《律师法》第一款第三条", "第三条"),
        ("《律师法》第五条第五条", "第五条"),
        ("《律师法》第五条、", "、"),
        ("《律师法》第五条至第三条", "至第三条"),
        ("《律师法》第五条规定", "规定"),
        ("《律师法》第九十九亿条", "第九十九亿条"),
        ("《律师法》（试行）", "（试行）"),
        ("《律师法》 ", " "),
        ("《律师法》第五条之规定", "之规定"),
        ("《律师法》第一、二部分", "第一、二部分"),
        ("《律师法》第五至三条", "第五至三条"),
        ("《律师法》第一、二", "第一、二"),
        ("《律师法》（三）项", "（三）项"),
    ] {
        match Citation::parse(text) {
            Err(CitationError::Place { at, found }) => {
                assert_eq!(found, left, "{text}");
                assert_eq!(text.get(at..), Some(left));
            }
            other => panic!("{text}: {other:?}"),
        }
    }
}

#[test]
fn a_citation_in_running_text_ends_where_the_clause_goes_on() {
    for (text, taken) in [
        ("《律师法》第四十条规定", "《律师法》第四十条"),
        ("《律师法》第四十条，第五条另有规定", "《律师法》第四十条"),
        ("《律师法》和《公证法》第五条", "《律师法》"),
        ("《律师法》第三条和《公证法》第五条", "《律师法》第三条"),
        ("《律师法》（以下简称本法）", "《律师法》"),
        ("《律师法》 的规定", "《律师法》"),
        ("《律师法》第三条之规定", "《律师法》第三条"),
    ] {
        let (citation, bytes) = take_citation(text).expect(text);
        assert_eq!(citation.to_string(), taken);
        assert_eq!(bytes, taken.len(), "{text}");
    }
    assert_eq!(take_citation("依据《律师法》"), None);
}

#[test]
fn relative_references_keep_what_they_start_from() {
    for (text, anchor, canonical) in [
        ("本法第三条", Anchor::ThisAct("本法".to_owned()), "本法第三条"),
        ("本条例", Anchor::ThisAct("本条例".to_owned()), "本条例"),
        ("本条第二款", Anchor::ThisArticle, "本条第二款"),
        ("前条", Anchor::PreviousArticles(1), "前条"),
        ("前二条", Anchor::PreviousArticles(2), "前两条"),
        ("前两款", Anchor::PreviousParagraphs(2), "前两款"),
        ("前款第一项", Anchor::PreviousParagraphs(1), "前款第一项"),
        ("前3项", Anchor::PreviousItems(3), "前三项"),
    ] {
        let reference = Reference::parse(text).expect(text);
        assert_eq!(reference.anchor, anchor, "{text}");
        assert_eq!(reference.to_string(), canonical);
    }
    for text in ["本法院", "前", "前零款", "前项目", "本", "前天", "上款"] {
        assert_eq!(take_reference(text), None, "{text}");
    }
}

#[test]
fn unclosed_brackets_without_end_are_read_in_no_time() {
    assert_eq!(Citation::parse(&"《".repeat(1_000_000)), Err(CitationError::UnclosedTitle));
    let long = format!("《律师法》{}", "第五条、".repeat(50_000));
    assert!(matches!(Citation::parse(&long), Err(CitationError::Place { .. })));
}
