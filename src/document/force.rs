//! From when and for how long a document is in force, as its sentences say; it does not know which parts of a document have them.

use super::facts::{Dates, Effective, Validity};
use super::genre::Genre;
use super::marks;
use super::text::{clip, squeeze};
use crate::law::date::take_date;
use crate::law::numeral::take_numeral;
use crate::law::{Date, Period};

/// What a document does from a day on, and how it ends.
const VERBS: [&str; 7] = ["施行", "实施", "执行", "生效", "试行", "正式施行", "正式实施"];
const ENDS: [&str; 9] = ["止", "失效", "废止", "自动失效", "自动废止", "自行失效", "自行废止", "终止", "停止执行"];

/// The words that name the time for which it does.
const TERMS: [&str; 10] = ["有效期", "试行期", "暂行期", "执行期", "施行期", "实施期", "执行时间", "实施时间", "为期", "期限"];

/// What may stand between such a word and the time.
const FILLERS: [&str; 10] = ["限", "间", "暂定", "为", "是", "：", ":", "共", "调整", "延长"];

/// Before a day: 有效期截至2028年12月31日.
const UNTIL: [&str; 6] = ["截止至", "截止到", "截至", "截止", "至", "到"];

/// How many clauses back it may be said that the document is in force: `自…起施行，由市司法局负责解释，有效期5年`.
const BACK: usize = 3;

/// Reads the sentences of one part of a document.
pub(super) fn read(dates: &mut Dates, text: &str) {
    if !VERBS.iter().chain(&TERMS).chain(&["失效", "废止", "终止", "停止", "日止", "有效", "暂行"]).any(|word| text.contains(word))
    {
        return;
    }
    let text = squeeze(text);
    effective(dates, &text);
    let mut before: Vec<&str> = Vec::new();
    let mut rest = text.as_str();
    while !rest.is_empty() {
        let clause = marks::head(rest, &['，', '；', '。']);
        if let Some(span) = span(clause, &before) {
            dates.validity = Some(span.lasts);
            if let Some(from) = span.from {
                dates.effective.get_or_insert(Effective::On(from));
            }
        }
        before.push(clause);
        rest = rest.get(clause.len()..).unwrap_or_default();
        rest = rest.get(rest.chars().next().map_or(0, char::len_utf8)..).unwrap_or_default();
    }
}

/// 自2024年5月1日起施行, 自公布之日起施行
fn effective(dates: &mut Dates, text: &str) {
    for (at, from) in text.match_indices(['自', '从', '于']) {
        let after = clip(text.get(at + from.len()..).unwrap_or_default(), 120);
        if let Some((date, bytes)) = take_date(after) {
            let tail = after.get(bytes..).unwrap_or_default();
            if tail.strip_prefix('起').is_some_and(|verb| VERBS.iter().any(|word| verb.starts_with(word))) {
                dates.effective = Some(Effective::On(date));
            }
        } else if let Some(tail) = day_of(after, &PUBLISHED)
            && VERBS.iter().any(|verb| tail.starts_with(verb))
        {
            dates.effective.get_or_insert(Effective::WhenPublished);
        } else if let Some(wait) = day_of(after, &PUBLISHED).and_then(wait) {
            // 规章应当自公布之日起30日后施行 is said of others.
            let head = text.get(..at).unwrap_or_default();
            let clause = head.rsplit(['，', '；', '。', '：', ',']).next().unwrap_or_default();
            if clause.is_empty() || is_document(clause) {
                dates.effective.get_or_insert(Effective::AfterPublished(wait));
            }
        }
    }
}

/// The time that must have ended: 30日后施行, 满三十日后实施, 第31日起施行.
fn wait(text: &str) -> Option<Period> {
    let text = text.trim_start_matches('的');
    let (head, tail) = text.split_at_checked(text.find(['后', '起'])?)?;
    let verb = tail.trim_start_matches(['后', '起', '开', '始']);
    VERBS.iter().any(|word| verb.starts_with(word)).then_some(())?;
    match Period::parse(head.trim_start_matches(['第', '满']))? {
        // Of the thirty-first day on, thirty have ended.
        Period::Days(day) if head.starts_with('第') && tail.starts_with('起') => day.checked_sub(1).map(Period::Days),
        period => Some(period),
    }
}

const PUBLISHED: [&str; 6] = ["公布", "发布", "印发", "颁布", "下发", "发文"];

/// What follows 公布之日起, for these words.
fn day_of<'t>(after: &'t str, words: &[&str]) -> Option<&'t str> {
    let (head, tail) = after.split_once("之日起").filter(|(head, _)| head.len() <= 36)?;
    let known = words.iter().any(|word| head.ends_with(word));
    (known && (head.chars().count() == 2 || head.starts_with('本'))).then_some(tail)
}

/// For how long, and from which day if that is said with it.
struct Span {
    from: Option<Date>,
    lasts: Validity,
}

impl Span {
    fn until(date: Date) -> Span {
        Span { from: None, lasts: Validity::Until(date) }
    }

    fn length(length: Period) -> Span {
        Span { from: None, lasts: Validity::For(length) }
    }
}

/// Whether a clause goes on with being in force: 止, 期间有效, 施行.
fn lasting(tail: &str) -> bool {
    let tail = tail.trim_start_matches(['止', '期', '间', '内']);
    tail.is_empty() || tail.starts_with("有效") || VERBS.iter().any(|verb| tail.starts_with(verb))
}

/// How long a clause says that the document is in force.
fn span(clause: &str, before: &[&str]) -> Option<Span> {
    let goes_on = before.iter().rev().take(BACK).any(|clause| in_force(clause))
        && !before.iter().rev().take(BACK).any(|clause| clause.contains('证'));
    let own = |at: usize| -> bool {
        match clause.get(..at).unwrap_or_default() {
            "" => goes_on,
            words => is_document(words),
        }
    };
    let after = |at: usize, word: &str| clause.get(at + word.len()..).unwrap_or_default();
    let places = |words: &'static [&'static str]| words.iter().flat_map(|word| clause.match_indices(*word)).filter(|(at, _)| own(*at));

    let termed = places(&TERMS).find_map(|(at, word)| term(after(at, word)));
    // 试行两年, 执行至2026年12月31日
    let tried = || places(&["试行", "暂行", "暂定", "暂定执行"]).find_map(|(at, word)| length(after(at, word)).map(|(length, _)| length));
    let until_day =
        || places(&["施行", "实施", "执行", "试行", "暂行", "有效"]).find_map(|(at, word)| until(after(at, word)).map(|(date, _)| date));
    // 自2024年1月1日至2026年12月31日施行
    let between = || {
        clause.match_indices(['自', '从']).filter(|(at, _)| *at == 0 || own(*at)).find_map(|(at, word)| {
            let (from, bytes) = take_date(after(at, word))?;
            let tail = after(at, word).get(bytes..)?.trim_start_matches('起');
            let (date, _) = until(tail).filter(|(_, tail)| lasting(tail))?;
            Some(Span { from: Some(from), lasts: Validity::Until(date) })
        })
    };
    // 至2028年12月31日止, 于2028年12月31日自动失效
    let ends = || {
        places(&["至", "到", "于"]).find_map(|(at, word)| {
            let (date, tail) = day(after(at, word))?;
            let tail = tail.trim_start_matches(['起', '后']);
            ENDS.iter().any(|end| tail.starts_with(end)).then_some(date)
        })
    };
    // 满五年自动失效, 5年后废止
    let expires = || {
        let start = clause.find('满').map(|at| (at, at + '满'.len_utf8())).unwrap_or((0, 0));
        let (length, tail) = length(clause.get(start.1..)?)?;
        let tail = tail.trim_start_matches(['后', '届', '满', '时']);
        let ends = ENDS.iter().any(|end| *end != "止" && tail.starts_with(end));
        (ends && own(start.0)).then_some(length)
    };
    termed
        .or_else(|| tried().map(Span::length))
        .or_else(|| until_day().map(Span::until))
        .or_else(between)
        .or_else(|| ends().map(Span::until))
        .or_else(|| expires().map(Span::length))
}

/// The time after 有效期: `为5年`, `自2024年1月1日至2028年12月31日`, `截至2028年12月31日`.
fn term(after: &str) -> Option<Span> {
    let mut rest = fillers(after);
    let mut from = None;
    let start = rest.strip_prefix(['自', '从']);
    if let Some((date, bytes)) = take_date(start.unwrap_or(rest)) {
        from = Some(date);
        rest = start.unwrap_or(rest).get(bytes..)?.trim_start_matches('起');
    } else if let Some(start) = start {
        rest = start.split_once('起').filter(|(head, _)| head.chars().count() <= 16)?.1;
    }
    rest = fillers(rest.trim_start_matches(['计', '算']));
    let lasts = until(rest).map(|(date, _)| Validity::Until(date)).or_else(|| length(rest).map(|(length, _)| Validity::For(length)));
    Some(Span { from, lasts: lasts? })
}

fn fillers(mut text: &str) -> &str {
    while let Some(rest) = FILLERS.iter().find_map(|word| text.strip_prefix(word)) {
        text = rest;
    }
    text
}

/// A day behind 至, and what follows it.
fn until(text: &str) -> Option<(Date, &str)> {
    day(UNTIL.iter().find_map(|word| text.strip_prefix(word))?)
}

/// A day, or the last of a month or a year: 2028年底.
fn day(text: &str) -> Option<(Date, &str)> {
    if let Some((date, bytes)) = take_date(text) {
        return Some((date, text.get(bytes..)?));
    }
    let (year, after) = text.split_once('年').filter(|(year, _)| year.chars().count() == 4)?;
    let (month, after) = match after.strip_prefix(['底', '末']) {
        Some(after) => (12, after),
        None => {
            let (month, bytes) = take_numeral(after)?;
            (month.to_i64()?, after.get(bytes..)?.strip_prefix('月')?.strip_prefix(['底', '末'])?)
        }
    };
    let year = take_numeral(year)?.0.to_i64()?;
    let first = Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, 1).ok()?;
    Some((first.last_of_month(), after))
}

/// A length of time, `5年`, `18个月`, `一年半`, and what follows it; none of `3至5年` or `5年以上`.
fn length(text: &str) -> Option<(Period, &str)> {
    let (number, bytes) = take_numeral(text)?;
    let number = number.to_i64().and_then(|number| u32::try_from(number).ok()).filter(|number| (1..=100).contains(number))?;
    let after = text.get(bytes..)?;
    let (months, after) = if let Some(after) = after.strip_prefix('年') {
        let half = after.strip_prefix('半');
        (number * 12 + if half.is_some() { 6 } else { 0 }, half.unwrap_or(after))
    } else {
        (number, after.strip_prefix("个月")?)
    };
    (!["以", "至", "到", "—", "-", "～", "度", "内"].iter().any(|word| after.starts_with(word))).then_some((Period::Months(months), after))
}

/// Whether a clause says that the document is in force. A licence is, too.
fn in_force(clause: &str) -> bool {
    let has = |words: &[&str]| words.iter().any(|word| clause.contains(word));
    has(&["施行", "实施", "试行"]) || (has(&["执行", "生效"]) && (after_start(clause).is_some() || clause.contains('本')))
}

/// What follows 自2024年1月1日起, 自公布之日起.
fn after_start(words: &str) -> Option<&str> {
    let after = words.strip_prefix(['自', '从', '于'])?;
    match take_date(after) {
        Some((_, bytes)) => after.get(bytes..)?.strip_prefix('起'),
        None => day_of(after, &PUBLISHED).or_else(|| day_of(after, &["施行", "实施", "生效"])),
    }
}

/// Whether words name the document itself, or its being in force from a day on: `本办法`, `自2024年1月1日起`, `本办法自公布之日起施行`.
fn is_document(words: &str) -> bool {
    let in_force = |words: &str| after_start(words).is_some_and(|verb| verb.is_empty() || VERBS.contains(&verb));
    if in_force(words) {
        return true;
    }
    let Some((_, named)) = words.rsplit_once('本') else { return false };
    let ends = named.char_indices().map(|(at, c)| at + c.len_utf8()).take(LONGEST_NAME);
    ends.filter_map(|end| named.split_at_checked(end)).any(|(name, rest)| {
        let rest = rest.strip_prefix("（试行）").or_else(|| rest.strip_prefix("(试行)")).unwrap_or(rest);
        is_name(name) && (matches!(rest, "" | "的" | "将") || in_force(rest))
    })
}

/// The most characters of a name behind 本: 规范性文件, 实施细则.
const LONGEST_NAME: usize = 6;

/// Whether a word names a document; 本市许可规定 is no name of this one.
fn is_name(name: &str) -> bool {
    const KINDS: [&str; 6] = ["文件", "政策", "措施", "合同", "协议", "规范性文件"];
    let own = KINDS.contains(&name) || Genre::ALL.iter().any(|genre| name.ends_with(genre.word()));
    own && !name.starts_with(['市', '省', '县', '区', '州', '镇', '级', '局', '条', '单', '机', '部', '院', '校', '国'])
}
