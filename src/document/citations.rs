//! Citations in running text: acts by title, short title or name, 本办法第X条, 前款, document numbers; it reads, `resolve` follows.

mod resolve;

use std::collections::HashMap;

pub use resolve::{Resolution, resolve};

use super::Document;
use super::definitions::DefinitionForm;
use super::node::{NodeId, NodeKind};
use super::text::{TextRange, clip, clip_end};
use crate::law::citation::{Version, take_places, take_reference};
use crate::law::{Anchor, ArticlePath, ArticleRef, DocumentNumber, Title};

/// What a citation points at, as the text says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CitationTarget {
    /// An act by its title in 《》.
    Act {
        /// The title.
        title: Title,
        /// The version, where one is named.
        version: Option<Version>,
        /// The document number that follows in brackets.
        number: Option<DocumentNumber>,
    },
    /// An act by a short title that the document defined earlier: （以下简称专利法）.
    Short {
        /// The short title.
        term: String,
        /// The title it stands for.
        title: Title,
    },
    /// An act by its name without 《》: 刑法第十三条.
    Named(String),
    /// A place in the document itself: 本办法, 本条, 前款; without a word before the number, `None`.
    Internal(Option<Anchor>),
    /// A document by its number alone.
    Number(DocumentNumber),
}

/// A citation in running text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundCitation {
    /// Where it stands.
    pub place: TextRange,
    /// The node it stands in.
    pub node: NodeId,
    /// What it points at.
    pub target: CitationTarget,
    /// The places cited there; none for the whole.
    pub at: Vec<ArticleRef>,
    /// Whether it stands within quotation marks: `本法` there is the act that is quoted.
    pub quoted: bool,
    /// What it may go on with: the act cited before in the sentence, with these places completed by those cited there.
    pub continues: Option<Continued>,
}

/// A citation that a further place goes on with: `违反本办法第二条第一项的，…；有第三项情形的，…`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Continued {
    /// What was cited before.
    pub target: CitationTarget,
    /// The places, completed.
    pub at: Vec<ArticleRef>,
    /// Whether it can go on with nothing else: `本办法第三条规定第一款`.
    pub surely: bool,
}

/// The words after which the name of an act may begin.
const BEFORE_NAME: &[&str] = &[
    "依照", "根据", "按照", "违反", "适用", "参照", "依据", "和", "与", "及", "或者", "或", "将", "对", "的", "在", "由", "符合", "涉及",
    "不受", "除", "即", "以", "有", "为", "按",
];

/// The words that the name of an act ends with.
const NAME_ENDS: &[&str] =
    &["法", "条例", "规定", "办法", "细则", "规则", "决定", "章程", "公约", "解释", "修正案", "通则", "协定", "议定书"];

pub(super) fn read(document: &Document) -> Vec<FoundCitation> {
    let shorts = short_titles(document);
    let mut found: Vec<FoundCitation> = Vec::new();
    // The last citation of each node: what a list is led by is gone on with in its entries.
    let mut last: HashMap<NodeId, usize> = HashMap::new();
    for (id, node) in document.ids() {
        // A title, a heading of the outline cites nothing.
        if matches!(node.kind, NodeKind::Title | NodeKind::Contents | NodeKind::Number | NodeKind::SignatureDate) {
            continue;
        }
        let range = if node.label.is_empty() { node.own } else { node.text() };
        // 有下列情形的：, or the act that a list changes: （一）《某市停车管理办法》
        let leads = |lead: NodeId| document.node(lead).is_some_and(|node| document.slice(node.own).trim_end().ends_with(['：', ':', '》']));
        let led_by = node.parent.filter(|lead| leads(*lead)).and_then(|lead| last.get(&lead).copied());
        Scan { text: document.slice(range), base: range.from(), node: id, led_by, shorts: &shorts, found: &mut found }.run();
        if found.last().is_some_and(|citation| citation.node == id) {
            last.insert(id, found.len() - 1);
        }
    }
    found
}

/// The short forms that stand for a title in 《》, with where they begin to hold.
fn short_titles(document: &Document) -> HashMap<String, (Title, u32)> {
    let mut shorts = HashMap::new();
    for definition in document.definitions() {
        let title = Title::parse(document.slice(definition.meaning).trim_end().trim_end_matches(|c| c != '》'));
        if let (DefinitionForm::Short, Some(title)) = (definition.form, title) {
            shorts.entry(definition.term.clone()).or_insert((title, definition.place.end));
        }
    }
    shorts
}

struct Scan<'a> {
    text: &'a str,
    base: usize,
    node: NodeId,
    /// The last citation of what leads the list that the node is an entry of.
    led_by: Option<usize>,
    shorts: &'a HashMap<String, (Title, u32)>,
    found: &'a mut Vec<FoundCitation>,
}

impl Scan<'_> {
    fn run(mut self) {
        let mut at = 0;
        while let Some(here) = self.text.get(at..) {
            let Some(step) = here.find(['《', '本', '前', '第', '〔', '[', '［', '﹝']) else { break };
            at += step;
            let Some(here) = self.text.get(at..) else { break };
            let taken = self.take(at, clip(here, 6000));
            at += taken.max(here.chars().next().map_or(1, char::len_utf8));
        }
    }

    /// Reads a citation at an offset; gives its length, or nought.
    fn take(&mut self, at: usize, here: &str) -> usize {
        match here.chars().next() {
            Some('《') => self.titled(at, here),
            Some('第') => self.bare(at, here),
            Some('本' | '前') => {
                let Some((reference, bytes)) = take_reference(here) else { return 0 };
                // 目前条件, 以前款, 基本条件, 日本条约 are other words.
                let before = self.text.get(..at).and_then(|before| before.chars().next_back());
                let words = if here.starts_with('前') { "目以之当先提从" } else { "基资样版日根" };
                let another = ["本条件", "本条约", "本条理", "前条件"].iter().any(|word| here.starts_with(word));
                if another || before.is_some_and(|c| words.contains(c)) {
                    return 0;
                }
                self.push(at, bytes, CitationTarget::Internal(Some(reference.anchor)), reference.at);
                bytes
            }
            Some(_) => self.numbered(at, here),
            None => 0,
        }
    }

    fn push(&mut self, at: usize, bytes: usize, target: CitationTarget, places: Vec<ArticleRef>) {
        let place = TextRange::new(self.base + at, self.base + at + bytes);
        let quoted = is_quoted(self.text.get(..at).unwrap_or_default());
        let continues = match target {
            CitationTarget::Internal(None) => self.continued(at, &places),
            _ => None,
        };
        self.found.push(FoundCitation { place, node: self.node, target, at: places, quoted, continues });
    }

    /// What a bare place may go on with: a 条 with another act, what is below one with any.
    fn continued(&self, at: usize, places: &[ArticleRef]) -> Option<Continued> {
        let own = self.found.last().filter(|before| before.node == self.node);
        let before = own.or_else(|| self.found.get(self.led_by?))?;
        let between = match own {
            Some(before) => self.text.get(before.place.to().checked_sub(self.base)?..at)?,
            None => self.text.get(..at)?,
        };
        let (target, cited) = match &before.continues {
            Some(continued) => (&continued.target, &continued.at),
            None => (&before.target, &before.at),
        };
        let starts_below = places.iter().all(|one| {
            let (ArticleRef::One(path) | ArticleRef::Range(path, _)) = one;
            path.article.is_none() && (path.paragraph.is_some() || path.item.is_some() || path.subitem.is_some())
        });
        let fits = match target {
            CitationTarget::Act { .. } | CitationTarget::Short { .. } | CitationTarget::Named(_) => true,
            CitationTarget::Internal(Some(_)) => starts_below,
            CitationTarget::Internal(None) => starts_below && !cited.is_empty(),
            CitationTarget::Number(_) => false,
        };
        if between.contains('。') || !fits {
            return None;
        }
        let base = match cited.last() {
            Some(ArticleRef::One(path) | ArticleRef::Range(_, path)) => *path,
            None => ArticlePath::default(),
        };
        let surely = starts_below && own.is_some() && matches!(between, "规定" | "规定的" | "的");
        Some(Continued { target: target.clone(), at: resolve::below(base, places), surely })
    }

    fn titled(&mut self, at: usize, here: &str) -> usize {
        let Some((reference, mut bytes)) = take_reference(here) else { return 0 };
        let Anchor::Title(title) = reference.anchor else { return 0 };
        let mut places = reference.at;
        let mut number = None;
        let after = here.get(bytes..).unwrap_or_default();
        if let Some((read, length)) = bracketed_number(after) {
            number = Some(read);
            bytes += length;
        } else if let Some(length) = bracketed_short(after).filter(|_| places.is_empty()) {
            bytes += length;
        }
        if places.is_empty() {
            // 《行政处罚法》的第五条, 《律师法》（以下简称律师法）第五条
            let after = here.get(bytes..).unwrap_or_default();
            let (more, length) = take_places(after);
            if length > 0 {
                places = more;
                bytes += length;
            }
        }
        let short = self.shorts.get_key_value(title.full()).filter(|(_, (_, from))| (*from as usize) <= self.base + at);
        let target = match short {
            Some((term, (title, _))) => CitationTarget::Short { term: term.clone(), title: title.clone() },
            None => CitationTarget::Act { title, version: reference.version, number },
        };
        self.push(at, bytes, target, places);
        bytes
    }

    /// A place without 《》 before it: of a named act, or of this one.
    fn bare(&mut self, at: usize, here: &str) -> usize {
        let (places, bytes) = take_places(here);
        if bytes == 0 {
            return 0;
        }
        let before = clip_end(self.text.get(..at).unwrap_or_default(), 120);
        let run = before.rsplit(|c: char| c.is_whitespace() || "，。；：、《》（）()“”,;:".contains(c)).next().unwrap_or_default();
        let known = |term: &&str| self.shorts.get_key_value(*term).filter(|(_, (_, from))| (*from as usize) <= self.base + at);
        let ends = run.char_indices().filter_map(|(from, _)| run.get(from..));
        if let Some((term, (title, _))) = ends.into_iter().find_map(|term| known(&term)) {
            let (length, target) = (term.len(), CitationTarget::Short { term: term.clone(), title: title.clone() });
            self.push(at - length, length + bytes, target, places);
            return bytes;
        }
        if NAME_ENDS.iter().any(|end| run.ends_with(end)) && !run.ends_with("有关规定") {
            let name = act_name(run);
            if is_act_name(name) {
                self.push(at - name.len(), name.len() + bytes, CitationTarget::Named(name.to_owned()), places);
                return bytes;
            }
        }
        self.push(at, bytes, CitationTarget::Internal(None), places);
        bytes
    }

    /// A document number: its code stands before the bracket.
    fn numbered(&mut self, at: usize, here: &str) -> usize {
        let Some(end) = here.char_indices().take(24).find(|(_, c)| *c == '号').map(|(end, c)| end + c.len_utf8()) else { return 0 };
        let before = clip_end(self.text.get(..at).unwrap_or_default(), 90);
        let run = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        let code = run.rsplit(['以', '据', '按', '照']).next().unwrap_or_default();
        if !(2..=14).contains(&code.chars().count()) {
            return 0;
        }
        let Some(text) = self.text.get(at - code.len()..at + end) else { return 0 };
        let Some(number) = DocumentNumber::parse(text) else { return 0 };
        self.push(at - code.len(), code.len() + end, CitationTarget::Number(number), Vec::new());
        end
    }
}

/// The name of an act at the end of a run of characters.
fn act_name(run: &str) -> &str {
    let start = BEFORE_NAME.iter().filter_map(|word| run.rfind(word).map(|at| at + word.len())).max().unwrap_or(0);
    run.get(start..).unwrap_or_default()
}

/// Whether a run of characters is a name: not 讨论决定, 前款规定 or 第三条规定, whose last word is a verb.
fn is_act_name(name: &str) -> bool {
    let verb = ["决定", "规定", "解释"].iter().any(|word| name.ends_with(word));
    let place = name.starts_with(['本', '前', '该']) || (name.contains('第') && name.contains(['条', '款', '项']));
    name.chars().count() >= if verb { 6 } else { 2 } && !place
}

/// Whether a quotation that opens in a text does not end in it.
fn is_quoted(before: &str) -> bool {
    let depth = before.chars().fold(0_usize, |depth, c| match c {
        '“' | '「' | '『' => depth + 1,
        '”' | '」' | '』' => depth.saturating_sub(1),
        _ => depth,
    });
    depth > 0
}

/// `（国办发〔2018〕37号）` after a title.
fn bracketed_number(after: &str) -> Option<(DocumentNumber, usize)> {
    let inner = after.strip_prefix(['（', '('])?;
    let (end, mark) = inner.match_indices('号').next().filter(|(end, _)| *end < 120)?;
    let number = DocumentNumber::parse(inner.get(..end + mark.len())?)?;
    let close = inner.get(end + mark.len()..)?;
    let left = close.strip_prefix(['）', ')'])?;
    Some((number, after.len() - left.len()))
}

/// The length of `（以下简称…）` after a title.
fn bracketed_short(after: &str) -> Option<usize> {
    let inner = after.strip_prefix(['（', '('])?;
    let short = ["以下简称", "以下称", "简称", "下称"].iter().any(|word| inner.starts_with(word));
    let close = inner.char_indices().take(60).find(|(_, c)| matches!(c, '）' | ')')).filter(|_| short)?;
    Some(after.len() - inner.len() + close.0 + close.1.len_utf8())
}
