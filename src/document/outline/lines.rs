//! What single lines of a document look like: titles, document numbers, adoption notes, dates, addressees; it keeps no state.

use super::contents::is_contents;
use crate::document::genre::Genre;
use crate::document::marker::marker;
use crate::document::text::{Flow, Line, Role, clip, is_blank, is_han, squeeze};
use crate::law::date::take_date;
use crate::law::{Date, DocumentNumber};

/// A line with its text, as the tests of this file want it.
#[derive(Clone, Copy)]
pub(super) struct Seen<'t> {
    pub(super) line: Line,
    pub(super) text: &'t str,
}

impl<'t> Seen<'t> {
    pub(super) fn at(flow: &'t Flow, index: usize) -> Option<Seen<'t>> {
        let line = *flow.lines.get(index)?;
        Some(Seen { line, text: flow.slice(line.range) })
    }

    fn chars(&self) -> usize {
        self.text.chars().filter(|c| !is_blank(*c)).take(500).count()
    }

    fn is_plain(&self) -> bool {
        matches!(self.line.role, Role::Text | Role::Heading(_))
    }
}

/// A line that may be (a part of) a title or the name of an authority: short, Chinese, no sentence, no label, no markup.
pub(super) fn is_name(seen: &Seen<'_>, most: usize) -> bool {
    seen.is_plain()
        && (2..=most).contains(&seen.chars())
        && !seen.text.contains(['。', '；', '！', '？', '：', ':', '|', '/', '【', '，', '@'])
        && seen.text.contains(is_han)
        && !seen.text.starts_with(['-', '*', '·', '•'])
        && marker(seen.text).is_none()
}

/// The words that the names of authorities end with.
const AUTHORITIES: [&str; 15] = ["部", "局", "会", "府", "院", "署", "行", "厅", "室", "处", "委", "办", "人大", "中心", "总队"];

/// Whether a text ends as the name of an authority does; 执行 and 机会 are none.
pub(in crate::document) fn is_authority(text: &str) -> bool {
    let text = text.trim_end();
    // 某市公安局（代章）
    let text =
        text.strip_suffix(['）', ')']).map_or(text, |inner| inner.rfind(['（', '(']).and_then(|open| inner.get(..open)).unwrap_or(inner));
    AUTHORITIES.iter().any(|word| text.ends_with(word))
        && !["执行", "施行", "实行", "进行", "试行", "机会", "社会", "内部", "全部", "承办", "主办", "协办", "经办"]
            .iter()
            .any(|word| text.ends_with(word))
}

/// A line that says that the document ends, or from when it holds: 特此通知。 本决定自2024年5月1日起施行。
pub(super) fn is_closing(text: &str) -> bool {
    let text = squeeze(clip(text, 600));
    let formula = text.chars().count() <= 12 && ["特此", "专此", "此复"].iter().any(|word| text.starts_with(word));
    let own = text.strip_prefix('本');
    formula
        || own.is_some_and(|own| Genre::ALL.iter().filter_map(|genre| own.strip_prefix(genre.word())).any(|rest| rest.starts_with('自')))
}

/// A line that is a date and nothing else.
pub(in crate::document) fn whole_date(text: &str) -> Option<Date> {
    let text = squeeze(text);
    let text = text.strip_prefix(['（', '(']).and_then(|text| text.strip_suffix(['）', ')'])).unwrap_or(&text);
    let (date, bytes) = take_date(text)?;
    (bytes == text.len()).then_some(date)
}

/// A line that ends with a date after the name of an authority.
pub(super) fn name_and_date(seen: &Seen<'_>) -> Option<Date> {
    if !is_name(seen, 60) {
        return None;
    }
    let text = squeeze(seen.text);
    let year = text.char_indices().filter(|(_, c)| *c == '年').map(|(at, _)| at).next_back()?;
    let start = text.get(..year)?.char_indices().rev().nth(3).map(|(at, _)| at)?;
    let (date, bytes) = take_date(text.get(start..)?)?;
    (start > 0 && start + bytes == text.len()).then_some(date)
}

/// A line that is a document number and nothing else.
pub(in crate::document) fn whole_number(text: &str) -> Option<DocumentNumber> {
    let whole = DocumentNumber::parse(&squeeze(text));
    whole.or_else(|| {
        // Pages set the date beside it: 国办发〔2022〕27号 2022年7月29日.
        let (number, date) = text.trim().split_once(is_blank)?;
        whole_date(date)?;
        DocumentNumber::parse(number)
    })
}

/// A title without the document number that pages set before it.
pub(super) fn without_number(title: &str) -> &str {
    let after = title.split_once('号').filter(|(number, _)| DocumentNumber::parse(&format!("{number}号")).is_some());
    after.map(|(_, after)| after.trim()).filter(|after| !after.is_empty()).unwrap_or(title)
}

/// The number of an order: `中华人民共和国国务院令第722号`, `第70号`, on a line of its own.
pub(super) fn is_order_number(text: &str) -> bool {
    let text = squeeze(text);
    // （2024年第3号）
    let text = text.strip_prefix(['（', '(']).and_then(|text| text.strip_suffix(['）', ')'])).unwrap_or(&text);
    text.chars().count() <= 40
        && text.ends_with('号')
        && (text.contains("年第")
            || text.contains("令第")
            || text.contains("公告第")
            || text.starts_with('第')
            || text.contains("令（")
            || text.contains("公告〔"))
}

const EVENTS: [&str; 9] = ["通过", "公布", "发布", "施行", "修订", "修正", "批准", "印发", "颁布"];

/// A line of the notes below a title: when the act was adopted, published, amended.
pub(super) fn is_adoption(seen: &Seen<'_>) -> bool {
    if seen.line.role == Role::Front {
        return true;
    }
    if !seen.is_plain() || seen.chars() > 300 || marker(seen.text).is_some() {
        return false;
    }
    let text = squeeze(seen.text);
    let event = EVENTS.iter().any(|event| text.contains(event));
    let dated = text.contains('年') && text.contains('月');
    if text.starts_with(['（', '(']) {
        return (event || dated) && (dated || text.contains('号') || text.ends_with(['）', ')']));
    }
    let bare = text.trim_end_matches(['）', ')', '。']);
    if take_date(&text).is_some() {
        return event && !text.contains('。');
    }
    dated && text.starts_with("根据") && EVENTS.iter().any(|event| bare.ends_with(event))
}

/// The line to whom a document goes: `各县(市)区人民政府：`.
pub(super) fn is_addressee(seen: &Seen<'_>) -> bool {
    seen.is_plain()
        && seen.chars() <= 250
        && seen.text.trim_end().ends_with(['：', ':'])
        && seen.text.starts_with(|c| is_han(c) || matches!(c, '（' | '('))
        && !seen.text.contains(['。', '；', '“', '《'])
        && !["如下", "附件", "方式", "有关", "决定"].iter().any(|word| squeeze(seen.text).trim_end_matches(['：', ':']).ends_with(word))
        && marker(seen.text).is_none()
}

const NOTES: &[&str] = &[
    "公开方式",
    "主动公开",
    "抄送",
    "主题词",
    "联系人：",
    "联系人:",
    "联系电话：",
    "联系电话:",
    "扫一扫",
    "分享到",
    "【打印",
    "打印本页",
    "责任编辑",
    "来源：",
    "来源:",
    "相关附件",
    "附件下载",
    "政策解读",
    "相关解读",
    "索引号",
    "主题分类",
    "发文机关：",
    "发文机关:",
    "发布机构",
    "发布机关",
    "成文日期",
    "发文字号",
    "发布日期",
    "公开日期",
    "有效性",
    "生效日期",
    "信息索引",
    "浏览次数",
    "字体：",
    "github:",
    "http://",
    "https://",
    "公开范围",
    "（此件",
    "(此件",
    "信息公开类别",
    "公开类型",
    "（本文有删减",
    "(本文有删减",
    "公开属性",
    "是否公开",
    "（联系",
    "(联系",
];

/// A line that the office or the web page adds: how it is published, whom to call.
pub(super) fn is_note(seen: &Seen<'_>) -> bool {
    let text = seen.text.trim_start_matches(is_blank);
    // The imprint: 某市人民政府办公室 2024年7月1日印发.
    let imprint = || text.ends_with("日印发") && seen.chars() <= 50 && text.contains('年');
    let noted = || (seen.chars() <= 200 || text.starts_with("http")) && NOTES.iter().any(|note| text.starts_with(note));
    // What a collection writes over a text, rules drawn with signs, links to places of the page.
    let linked = || !text.contains(is_han) && (text.contains("](") || text.starts_with("[["));
    let foreign = || text.matches('|').count() >= 2 || !text.contains(char::is_alphanumeric) || linked();
    seen.is_plain() && (imprint() || noted() || foreign())
}

/// The lines from `index` on that make up a title by its last word: how many, and the title.
pub(super) fn title_at(flow: &Flow, index: usize) -> Option<(usize, String)> {
    let mut title = String::new();
    for count in 1..=5_usize {
        let seen = Seen::at(flow, index + count - 1)?;
        let text = seen.text.trim();
        let fits = is_name(&seen, 70) && whole_date(text).is_none() && whole_number(text).is_none() && !is_order_number(text);
        if !fits || text.starts_with(['（', '(']) || is_contents(text) || is_note(&seen) || attachment_head(text).is_some() {
            return None;
        }
        title.push_str(&name(text));
        if Genre::of(&title).is_none() || title.chars().count() < 4 {
            continue;
        }
        let next = Seen::at(flow, index + count).map(|seen| squeeze(seen.text)).unwrap_or_default();
        if next.starts_with('的') && next.chars().count() <= 12 {
            continue;
        }
        let suffix = next.starts_with(['（', '(']) && next.ends_with(['）', ')']) && next.chars().count() <= 8;
        if suffix {
            title.push_str(&next);
            return Some((count + 1, title));
        }
        return Some((count, title));
    }
    None
}

/// A title as text: blanks set between its characters to fill the line go, those between the names of authorities stay.
pub(in crate::document) fn name(text: &str) -> String {
    let words: Vec<&str> = text.split(is_blank).filter(|word| !word.is_empty()).collect();
    let spaced = words.iter().filter(|word| word.chars().count() == 1).count();
    if spaced * 2 > words.len() || words.iter().any(|word| word.chars().count() == 1) { words.concat() } else { words.join(" ") }
}

/// The head of an attachment or of the list of attachments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct AttachmentHead {
    pub(super) number: u32,
    /// What follows on the line: its name, or the list.
    pub(super) rest: String,
    /// Whether a colon stands after the word, before the rest.
    pub(super) colon: bool,
}

/// Reads `附件`, `附件1`, `附件：1.……`, `附件二 ……`, `附：……` at the start of a line.
pub(super) fn attachment_head(text: &str) -> Option<AttachmentHead> {
    let text = squeeze(text);
    let rest = ["附件", "附录", "附表"].iter().find_map(|word| text.strip_prefix(word)).or_else(|| {
        let rest = text.strip_prefix('附')?;
        (rest.is_empty() || rest.starts_with(['：', ':'])).then_some(rest)
    })?;
    let digits: String = rest.chars().take_while(|c| c.is_ascii_digit() || "一二三四五六七八九十".contains(*c)).take(3).collect();
    let number = crate::law::numeral::parse_numeral(&digits).and_then(|n| n.to_i64()).and_then(|n| u32::try_from(n).ok());
    let after = rest.get(digits.len()..).unwrap_or_default();
    let colon = after.starts_with(['：', ':']);
    let rest = after.trim_start_matches(['：', ':', '.', '．', '、']);
    // 附件规定 and 附件中 begin a sentence.
    let sentence = number.is_none() && !colon && !rest.is_empty();
    (!sentence && rest.chars().count() <= 120 && !rest.ends_with(['。', '；'])).then(|| AttachmentHead {
        number: number.unwrap_or(0),
        rest: rest.to_owned(),
        colon,
    })
}

/// A line that names a file for downloading.
pub(super) fn is_file_name(text: &str) -> bool {
    let text = text.trim().to_ascii_lowercase();
    [".doc", ".docx", ".pdf", ".xls", ".xlsx", ".wps", ".zip", ".rar", ".jpg", ".ofd"].iter().any(|end| text.ends_with(end))
}
