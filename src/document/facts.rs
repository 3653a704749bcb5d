//! Number, issuers and dates of a document, from where they usually stand; what is not said stays unknown.

use super::Document;
use super::force;
use super::marks;
use super::node::NodeKind;
use super::outline::lines::{is_authority, whole_date, whole_number};
use super::text::{clip, is_blank, is_han, squeeze};
use crate::law::date::{add_period, take_date};
use crate::law::{Date, DocumentNumber, Period};

/// When a document was made and from when it holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dates {
    /// 成文日期: the date of the signature.
    pub signed: Option<Date>,
    /// The first publication or adoption that its notes name.
    pub published: Option<Date>,
    /// The last amendment that its notes name, or else the publication.
    pub version: Option<Date>,
    /// From when it is in force.
    pub effective: Option<Effective>,
    /// How long it is in force.
    pub validity: Option<Validity>,
}

/// From when a document is in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effective {
    /// 自2021年7月15日起施行
    On(Date),
    /// 自公布之日起施行, 自印发之日起施行
    WhenPublished,
    /// 自公布之日起30日后施行, 自公布之日起第31日起施行: the time that must have ended
    AfterPublished(Period),
}

impl Dates {
    /// The day from which it is in force, where it says one or the day it was published is known.
    ///
    /// 30日后 is the day after the thirtieth, which is counted from the day after publication (民法典 art. 201).
    ///
    /// ```
    /// use zhunsheng::document::{Document, DocumentLimits};
    ///
    /// let text = "某市停车规定\n（2024年3月1日公布）\n第一条 本规定自公布之日起30日后施行。\n";
    /// let document = Document::from_text(text, "规定.txt", &DocumentLimits::default()).unwrap();
    /// assert_eq!(document.dates().in_force_from().unwrap().to_string(), "2024-04-01");
    /// ```
    #[must_use]
    pub fn in_force_from(&self) -> Option<Date> {
        let published = self.published.or(self.signed);
        match self.effective? {
            Effective::On(date) => Some(date),
            Effective::WhenPublished => published,
            Effective::AfterPublished(period) => add_period(published?, period)?.tomorrow().ok(),
        }
    }
}

/// How long a document is in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Validity {
    /// 有效期5年
    For(Period),
    /// 有效期至2026年12月31日
    Until(Date),
}

#[derive(Clone, Debug, Default)]
pub(super) struct Facts {
    pub(super) number: Option<DocumentNumber>,
    pub(super) issuers: Vec<String>,
    pub(super) dates: Dates,
}

pub(super) fn read(document: &Document) -> Facts {
    let mut facts = Facts::default();
    // What a document says of itself goes before what those say that it issues.
    let mut issued = Dates::default();
    let mut made_by = Vec::new();
    for node in document.nodes() {
        let text = document.slice(node.own);
        match node.kind {
            NodeKind::Number if facts.number.is_none() && node.path.annex.is_none() => facts.number = whole_number(text),
            NodeKind::Adoption => {
                text.lines().for_each(|line| adoption(&mut facts.dates, line));
                made_by.extend(text.lines().flat_map(made));
            }
            NodeKind::SignatureDate if facts.dates.signed.is_none() => facts.dates.signed = whole_date(text),
            NodeKind::Signature if facts.dates.signed.is_none() => names(&mut facts, text),
            NodeKind::Paragraph
            | NodeKind::Text
            | NodeKind::Preamble
            | NodeKind::First
            | NodeKind::Second
            | NodeKind::Third
            | NodeKind::Item
            | NodeKind::Article => {
                let own = node.path.annex.is_none();
                force::read(if own { &mut facts.dates } else { &mut issued }, text);
            }
            _ => {}
        }
    }
    facts.dates.effective = facts.dates.effective.or(issued.effective);
    facts.dates.validity = facts.dates.validity.or(issued.validity);
    if facts.issuers.is_empty() {
        let told = made_by.iter().position(|made| !made.within).unwrap_or(0);
        facts.issuers = match document.title().and_then(issuer_of_title) {
            Some(issuer) => vec![issuer],
            None => made_by.into_iter().nth(told).map(|made| made.by).unwrap_or_default(),
        };
    }
    facts
}

/// The authorities of a signature: set off by wide blanks where several share a line.
fn names(facts: &mut Facts, text: &str) {
    let compact = squeeze(text);
    if let Some((head, _)) = compact.split_once("年").filter(|_| compact.ends_with('日')) {
        let head: String = head.chars().take(head.chars().count().saturating_sub(4)).collect();
        facts.dates.signed = compact.get(head.len()..).and_then(whole_date);
        facts.issuers.push(head);
        return;
    }
    // Who signs an order is not who makes it: 市长　张某.
    let office = |word: &str| word.chars().count() <= 4 && ["长", "主席", "主任", "总理"].iter().any(|end| word.ends_with(end));
    if text.split(is_blank).map(squeeze).find(|word| !word.is_empty()).is_some_and(|word| office(&word)) {
        return;
    }
    // What a page left of its markup (`&sp;`) is no name.
    let names = text.split("  ").flat_map(|name| name.split('　')).map(squeeze);
    facts.issuers.extend(names.filter(|name| name.chars().filter(|c| is_han(*c)).count() > 1));
}

/// The authority before 关于: 某市人民政府办公室关于印发…; or the one whose order it is: 某市人民政府令.
fn issuer_of_title(title: &str) -> Option<String> {
    let head = match title.strip_suffix('令').filter(|head| is_authority(head)) {
        Some(head) => head,
        None => title.split_once("关于")?.0,
    };
    let head = head.trim();
    (head.chars().count() >= 3).then(|| head.to_owned())
}

/// Who made an act by one note below its title, and whether the note tells of no more than a meeting within: 文化部部务会议审议通过.
struct Made {
    by: Vec<String>,
    within: bool,
}

/// What tells who made an act, behind the name; the second kind are meetings within.
const MAKING: [&str; 6] = ["令第", "令〔", "公布", "发布", "印发", "会议通过"];
const MEETINGS: [&str; 8] = ["部务会", "委务会", "局务会", "行务会", "署务会", "厅务会", "办公会", "常务会议"];

/// Who made an act, as a note says: `2003年10月28日国家发展和改革委员会令第5号公布`, `…人民代表大会常务委员会第二次会议通过`.
fn made(line: &str) -> Vec<Made> {
    let text = squeeze(clip(line, 2000));
    let days = text.char_indices().filter(|(_, c)| c.is_ascii_digit() || "一二".contains(*c));
    let made = days.filter_map(|(at, _)| {
        let (_, bytes) = take_date(text.get(at..)?)?;
        let clause = marks::head(text.get(at + bytes..)?, &['，', '；', '。', '《', '（']);
        // 批准 is done by another than who made it.
        let clause = clause.split("批准").last()?.trim_start_matches(['经', '由']);
        // 令2010年第2号
        let order = clause
            .match_indices('令')
            .find(|(at, word)| clause.get(at + word.len()..).is_some_and(|n| n.starts_with(|c: char| c.is_ascii_digit())));
        // 省人民政府第252号令
        let numbered = clause.find("号令").and_then(|end| clause.get(..end)?.rfind('第'));
        let made = MAKING.iter().filter_map(|word| clause.find(word)).chain(order.map(|(at, _)| at)).chain(numbered).min();
        let met = MEETINGS.iter().filter_map(|word| clause.find(word)).min();
        let end = made.into_iter().chain(met).min()?;
        let by: Vec<String> = clause.get(..end)?.split('、').map(maker).collect();
        let whole = by.iter().all(|name| is_authority(name) && name.chars().all(is_han) && name.chars().count() >= 3);
        whole.then_some(Made { by, within: met == Some(end) })
    });
    made.collect()
}

/// The name of an authority without its term and the number of its meeting.
fn maker(name: &str) -> String {
    let numeral = |c: char| c.is_ascii_digit() || "一二三四五六七八九十百".contains(c);
    let name = name.strip_suffix('次').map_or(name, |name| name.trim_end_matches(numeral).trim_end_matches('第'));
    let name = name.strip_suffix("审判委员会").unwrap_or(name);
    // 浙江省第十三届人民代表大会常务委员会 is 浙江省人民代表大会常务委员会, whatever its term.
    match name.split_once('届') {
        Some((place, body)) => [place.trim_end_matches(numeral).trim_end_matches('第'), body].concat(),
        None => name.to_owned(),
    }
}

/// The dates of one note below the title.
fn adoption(dates: &mut Dates, line: &str) {
    let text = squeeze(clip(line, 2000));
    for (at, _) in text.char_indices().filter(|(_, c)| c.is_ascii_digit() || "一二".contains(*c)) {
        let Some((date, bytes)) = text.get(at..).and_then(take_date) else { continue };
        let after = text.get(at + bytes..).unwrap_or_default();
        if ["起", "施行", "实施", "生效"].iter().any(|word| after.starts_with(word)) {
            dates.effective.get_or_insert(Effective::On(date));
            continue;
        }
        let clause = marks::head(after, &['，', '；', '。']);
        let made = ["通过", "公布", "发布", "批准", "修订", "修正", "颁布", "令", "印发"].iter().any(|word| clause.contains(word));
        if made || after.is_empty() || after.starts_with(['）', ')']) {
            dates.published.get_or_insert(date);
            if dates.version.is_none_or(|version| version < date) {
                dates.version = Some(date);
            }
        }
    }
}
