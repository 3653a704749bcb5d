//! Who made a document, as far as the registry, its head, its signature and its articles say. It knows nothing of rules.

use crate::document::{Document, NodeKind};
use crate::law::registry::{ActLevel, Registry};

/// Who made a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Maker {
    /// a people's congress or its standing committee
    Congress,
    /// the Party's centre, the State Council, its departments, the supreme court and procuratorate
    Centre,
    /// whoever makes 规章: it was published by order (令)
    ByOrder,
    /// a local authority, or nobody that is named
    Other,
}

/// With these begin the names of central authorities.
const CENTRES: [&str; 9] = ["中共中央", "中央", "国务院", "全国人民代表大会", "全国人大", "最高人民", "中华人民共和国", "国家", "中国"];
/// With these end the names of departments of the State Council.
const DEPARTMENTS: [&str; 4] = ["部", "总局", "总署", "署"];
/// What names of places end with: 某县委宣传部 is no department of the State Council.
const PLACES: [char; 13] = ['省', '市', '县', '区', '州', '盟', '旗', '镇', '乡', '村', '厅', '街', '场'];
/// With these begin the numbers of central documents.
const NUMBERS: [&str; 8] = ["国发", "国办", "国函", "中发", "中办", "法释", "法发", "高检"];
/// What names of departments say of their subject, no place.
const SUBJECTS: [&str; 3] = ["城乡", "农村", "市场"];
/// What only a central authority says.
const NATIONWIDE: [&str; 7] =
    ["负责全国", "负责对全国", "主管全国", "我部", "各省、自治区、直辖市", "各省（自治区、直辖市）", "各省（区、市）"];
/// With these a report of the news begins what a central authority has issued.
const REPORTED: [&str; 5] = ["中共中央印发", "国务院印发", "中共中央办公厅印发", "国务院办公厅印发", "中共中央办公厅、国务院办公厅"];
/// How many characters such a report takes.
const REPORT_CHARS: usize = 160;
/// Meetings within a department that make 规章.
const MEETINGS: [&str; 4] = ["部务会", "局务会", "委务会", "署务会"];
/// What a place says of the others: it is none of the centre's.
const ABROAD: [&str; 8] = ["与", "和", "同", "向", "对", "参照", "外", "其他"];
/// How many lines of a head are read.
const HEAD_LINES: usize = 16;

/// Who made it.
pub(super) fn maker(document: &Document, registry: Option<&Registry>) -> Maker {
    if let Some(maker) = registered(document, registry) {
        return maker;
    }
    let notes: Vec<&str> = head(document).filter_map(note).collect();
    if notes.iter().any(|n| n.contains("人民代表大会") || n.contains("人大常委会")) {
        return Maker::Congress;
    }
    if central(document) || notes.iter().any(|n| n.contains("国务院批准") || n.contains("国务院发布") || department_published(n))
    {
        return Maker::Centre;
    }
    let by_order = |n: &&str| n.contains('令') || MEETINGS.iter().any(|w| n.contains(w));
    if notes.iter().any(by_order) { Maker::ByOrder } else { Maker::Other }
}

/// Who makes acts of the level that the registry gives for the title.
fn registered(document: &Document, registry: Option<&Registry>) -> Option<Maker> {
    match registry?.act(document.title()?)?.level? {
        ActLevel::Constitution
        | ActLevel::Law
        | ActLevel::AdministrativeRegulation
        | ActLevel::SupervisoryRegulation
        | ActLevel::JudicialInterpretation
        | ActLevel::DepartmentalRule => Some(Maker::Centre),
        ActLevel::LocalRegulation => Some(Maker::Congress),
        ActLevel::LocalRule => Some(Maker::ByOrder),
        ActLevel::NormativeDocument => None,
    }
}

/// The lines before the first numbered part, short ones that end no sentence.
fn head(document: &Document) -> impl Iterator<Item = &str> {
    let first = document.ids().find(|(_, n)| matches!(n.kind, NodeKind::Article | NodeKind::First | NodeKind::Chapter));
    let end = first.map_or(document.text().len(), |(_, n)| n.span.from());
    let lines = document.text().get(..end).unwrap_or_default().lines();
    let lines = lines.map(|line| line.trim_matches(|c: char| c.is_whitespace() || matches!(c, '#' | '*' | '<' | '>' | '!' | '-')));
    lines.filter(|line| !line.is_empty()).take(HEAD_LINES).filter(|line| !line.ends_with(['。', '；', '，']))
}

/// A line that says when and by whom an act was adopted, published, amended.
fn note(line: &str) -> Option<&str> {
    let bare = line.trim_start_matches(['（', '(', '【', '[', ' ']);
    let year = bare.chars().take(4).all(|c| c.is_ascii_digit()) && bare.chars().nth(4) == Some('年');
    let said = ["公布", "发布", "通过", "批准", "修正", "修订", "施行"].iter().any(|w| bare.contains(w));
    let order = bare.contains("令") && bare.contains('第') && bare.ends_with('号');
    let met = line != bare && bare.contains("通过") && MEETINGS.iter().any(|w| bare.contains(w));
    ((year && said) || order || met).then_some(bare)
}

/// Whether a note names no authority of a place as the one that published: （1995年2月13日交通部公布）.
fn department_published(note: &str) -> bool {
    let Some((_, after)) = note.split_once('日') else { return false };
    let Some(end) = ["发布", "公布", "印发"].iter().filter_map(|w| after.find(w)).min() else { return false };
    let by = after.get(..end).unwrap_or_default();
    by.contains(['部', '委', '署', '局']) && !by.contains('令') && !placed(by)
}

fn central(document: &Document) -> bool {
    let numbered = document.number().is_some_and(|n| NUMBERS.iter().any(|w| n.to_string().starts_with(w)));
    let signed = document.issuers().iter().any(|issuer| is_centre(issuer));
    let titled = document.title().into_iter().chain(head(document)).any(|line| issuer(line).is_some_and(is_centre));
    // What is sent to all provinces, or says who is in charge of all the country.
    let nationwide = head(document).any(|line| line.starts_with("各省、")) || NATIONWIDE.iter().any(|w| speaks_to(document.text(), w));
    let opening: String = document.text().chars().take(REPORT_CHARS).collect();
    let reported = opening.contains("近日") && REPORTED.iter().any(|w| opening.contains(w));
    numbered || signed || titled || nationwide || reported || explained(document)
}

/// Whether a text says this of those it governs, not of others it deals with: 与各省、自治区、直辖市合作.
fn speaks_to(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| !text.get(..at).is_some_and(|before| ABROAD.iter().any(|w| before.ends_with(w))))
}

/// Who a title says has issued the document: 某部 of 某部关于印发某办法的通知.
fn issuer(line: &str) -> Option<&str> {
    let (by, rest) = match line.find("关于") {
        Some(at) => (line.get(..at)?, line.get(at..)?),
        None => (line, ""),
    };
    let by = by.split_whitespace().next()?;
    // 国家赔偿办法 names no authority.
    let named = !rest.is_empty() || by.ends_with(['部', '院', '局', '署', '会', '厅']);
    (named && !by.contains('《')).then_some(by)
}

/// Whether the last articles leave the explanation to a central authority.
fn explained(document: &Document) -> bool {
    document.text().match_indices("负责解释").chain(document.text().match_indices("进行解释")).any(|(at, _)| {
        let before = document.text().get(..at).unwrap_or_default();
        let clause = before.rfind(['。', '，', '\n']).map_or(before, |from| before.get(from..).unwrap_or_default());
        clause.rfind('由').and_then(|from| clause.get(from + '由'.len_utf8()..)).is_some_and(is_centre)
    })
}

/// Whether a name has that of a place in it.
fn placed(name: &str) -> bool {
    SUBJECTS.iter().fold(name.to_owned(), |name, word| name.replace(word, "")).contains(PLACES)
}

fn is_centre(name: &str) -> bool {
    let name = name.trim();
    let department = DEPARTMENTS.iter().any(|w| name.ends_with(w)) && !placed(name) && name.chars().count() <= 20;
    CENTRES.iter().any(|w| name.starts_with(w)) || (department && !["本部", "内部", "我部", "外部"].contains(&name))
}

#[cfg(test)]
mod tests {
    use super::{Maker, maker};
    use crate::document::{Document, DocumentLimits};

    #[test]
    fn the_head_the_signature_and_the_last_article_say_who_made_a_document() {
        let of = |text: &str| maker(&Document::from_text(text, "文.txt", &DocumentLimits::default()).expect("a document"), None);
        let body = "第一条 为了规范停车，制定本办法。";
        for (expected, head) in [
            (Maker::Other, "某市停车管理办法"),
            (Maker::Other, "某市停车管理办法\n（2025年3月1日某市人民政府第3次会议通过）"),
            (Maker::Other, "中共某县委宣传部关于规范停车的办法"),
            (Maker::Other, "国家赔偿费用管理办法"),
            (Maker::Congress, "某市停车条例\n2025年3月1日某市第一届人民代表大会常务委员会第三次会议通过"),
            (Maker::ByOrder, "某省停车管理办法\n（2025年3月1日某省人民政府令第200号公布）"),
            (Maker::ByOrder, "某省人民政府令\n第200号\n某省停车管理办法\n（2025年3月1日某省人民政府令第200号公布）"),
            (Maker::Centre, "停车管理办法\n（2025年3月1日国务院批准 2025年4月1日交通运输部发布）"),
            (Maker::Centre, "停车管理办法（试行）\n(1995年2月13日交通部交基发〔1995〕97号公布 自1995年2月13日起施行)"),
            (Maker::Other, "停车管理办法\n（2016年1月5日某市住房城乡建设局公布）"),
            (Maker::Centre, "关于规范停车的意见\n各省、自治区、直辖市公安厅（局）："),
            (Maker::Centre, "关于规范停车的意见\n各省、自治区、直辖市人民政府，国务院各部委、各直属机构："),
            (Maker::Centre, "停车建设规划\n近日，中共中央印发了《停车建设规划》，并发出通知，要求认真贯彻落实。"),
            (Maker::Centre, "停车管理规定\n（《停车管理规定》已经2021年6月11日第3次局务会议审议通过，现予以公布）"),
            (Maker::Centre, "公安部关于印发停车管理办法的通知"),
            (Maker::Centre, "中共中央 国务院关于规范停车的办法"),
        ] {
            assert_eq!(of(&format!("{head}\n{body}")), expected, "{head}");
        }
        assert_eq!(of(&format!("停车管理办法\n{body}\n第二条 本办法由住房城乡建设部负责解释。")), Maker::Centre);
        assert_eq!(of(&format!("停车管理办法\n{body}\n第二条 本办法由某市公安局负责解释。")), Maker::Other);
        assert_eq!(of(&format!("停车管理意见\n{body}\n第二条 各省、自治区、直辖市可以制定实施细则。")), Maker::Centre);
        assert_eq!(of(&format!("停车管理意见\n{body}\n第二条 加强与各省、自治区、直辖市的协作。")), Maker::Other);
        assert_eq!(of("关于停车的通知\n各区：\n根据《停车条例》（国务院令第100号），通知如下：\n一、规范停车。"), Maker::Other);
    }
}
