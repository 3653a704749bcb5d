//! Lines → outline: which line is a title, a 条, a 款, the signature; it knows neither files nor what citations mean.
//!
//! One pass over the lines, with a small state: which document we are in (the first, one it issues, an attachment), whether its
//! numbered part has begun, and which nodes are open. Nothing is left out: a line that is nothing else is a 款 or a 段.

mod belonging;
mod captions;
mod contents;
mod flattened;
mod headings;
pub(super) mod lines;
mod swallowed;
mod tree;

use std::collections::HashSet;

use super::marker::{After, Marker, MarkerKind, StepForm, marker};
use super::marks;
use super::node::{Node, NodeId, NodeKind};
use super::text::{Flow, Line, Role, TextRange, ends_sentence, is_han, squeeze};
use crate::law::Ordinal;
use crate::law::numeral::to_chinese;
use contents::is_contents;
use headings::{caption, marker_below, step_heading};
use lines::{
    AttachmentHead, Seen, attachment_head, is_addressee, is_adoption, is_file_name, is_name, is_note, is_order_number, name_and_date,
    title_at, whole_date, whole_number,
};
use tree::{New, Tree};

/// The outline of a text with the title found in it.
pub(super) struct Outlined {
    pub(super) nodes: Vec<Node>,
    pub(super) title: Option<String>,
}

pub(super) fn outline(flow: &mut Flow) -> Outlined {
    swallowed::set_apart(flow);
    flattened::set_together(flow);
    captions::mark(flow);
    let flow = &*flow;
    let mut builder = Builder {
        flow,
        tree: Tree::default(),
        unit: Unit::default(),
        steps: Vec::new(),
        title: None,
        table: None,
        at: 0,
        quoted: quoted(&flow.text),
    };
    builder.find_title();
    while builder.at < flow.lines.len() {
        let before = builder.at;
        builder.next();
        builder.at = builder.at.max(before + 1);
    }
    Outlined { nodes: builder.tree.finish(flow), title: builder.title.map(|title| title.text) }
}

/// What numbers within a 款 are, from the outermost.
const ITEMS: [NodeKind; 3] = [NodeKind::Item, NodeKind::Subitem, NodeKind::Point];

/// The most lines without a number between two entries of a list.
const BETWEEN: usize = 12;

/// From how many characters on a line of an article that ends without a mark was broken by the width of a page.
const BROKEN: usize = 20;

/// The most lines of authorities that sign together, with their date.
const SIGNING: usize = 8;

struct FoundTitle {
    text: String,
    first: usize,
    count: usize,
}

/// What is known of the document within the document that is being read.
#[derive(Default)]
struct Unit {
    /// Whether its first heading, 条 or numbered line has come.
    body: bool,
    titled: bool,
    addressed: bool,
    /// Whether its date has come, after which only another document may begin.
    signed: bool,
    /// Whether it is an attachment or an issued document, not the first.
    annex: bool,
    prefaced: bool,
    /// The last 一、 that stands in no article.
    first: Option<u32>,
}

struct Builder<'t> {
    flow: &'t Flow,
    tree: Tree,
    unit: Unit,
    /// The forms of numbers open within the current 款, outermost first.
    steps: Vec<StepForm>,
    title: Option<FoundTitle>,
    /// The table whose rows are being read.
    table: Option<u32>,
    at: usize,
    /// The titles that stand in 《》 anywhere, without blanks.
    quoted: HashSet<String>,
}

/// The titles in 《》 of a text, those of a reasonable length.
fn quoted(text: &str) -> HashSet<String> {
    let open = text.match_indices('《').filter_map(|(at, mark)| text.get(at + mark.len()..));
    open.filter_map(|after| {
        let end = after.char_indices().take(80).find(|(_, c)| *c == '》')?.0;
        after.get(..end).map(squeeze)
    })
    .collect()
}

impl Builder<'_> {
    /// Looks for the title among the first lines, before the text begins.
    fn find_title(&mut self) {
        let top = |line: &Line| {
            let text = self.flow.slice(line.range);
            line.role == Role::Heading(1) && marker(text).is_none() && !is_contents(text) && !text.contains('|')
        };
        let heading = self.flow.lines.iter().take(40).position(top);
        // What a collection writes over a text is no title of it: `# page | address | file`.
        let heading = heading.filter(|index| Seen::at(self.flow, *index).is_some_and(|seen| is_name(&seen, 120)));
        if let Some(index) = heading {
            let text = Seen::at(self.flow, index).map(|seen| lines::name(lines::without_number(seen.text))).unwrap_or_default();
            self.title = Some(FoundTitle { text, first: index, count: 1 });
            return;
        }
        let mut fallback = None;
        for index in 0..self.flow.lines.len().min(25) {
            let Some(seen) = Seen::at(self.flow, index) else { break };
            if let Some((count, text)) = title_at(self.flow, index) {
                self.title = Some(FoundTitle { text, first: index, count });
                return;
            }
            if is_note(&seen) || is_order_number(seen.text) || whole_number(seen.text).is_some() || is_adoption(&seen) {
                continue;
            }
            if marker(seen.text).is_some() || seen.text.contains('。') || is_addressee(&seen) || is_contents(seen.text) {
                break;
            }
            // What is Chinese by the half at most is of the page: `warning 原文链接`.
            let chinese = seen.text.chars().filter(|c| is_han(*c)).count() * 2 >= squeeze(seen.text).chars().count();
            if fallback.is_none()
                && chinese
                && is_name(&seen, 50)
                && whole_date(seen.text).is_none()
                && attachment_head(seen.text).is_none()
            {
                fallback = Some(FoundTitle { text: lines::name(seen.text), first: index, count: 1 });
            }
        }
        self.title = fallback;
    }

    fn next(&mut self) {
        let Some(seen) = Seen::at(self.flow, self.at) else { return };
        match seen.line.role {
            Role::Row(table) => return self.row(seen.line, table),
            Role::Note => return self.plain(NodeKind::Footnote, seen.line),
            Role::Text | Role::Heading(_) | Role::Front => {}
        }
        self.table = None;
        if let Some((first, count)) = self.title.as_ref().map(|title| (title.first, title.count))
            && first == self.at
        {
            self.unit.titled = true;
            return self.lines_as(NodeKind::Title, count);
        }
        if let Some(count) = contents::length(self.flow, self.at, self.unit.body) {
            return self.lines_as(NodeKind::Contents, count);
        }
        if self.attachment(&seen) || self.labelled(&seen) || self.heading(&seen) || self.close_of_document(&seen) {
            return;
        }
        if is_note(&seen) {
            return self.plain(NodeKind::Note, seen.line);
        }
        if self.enclosure() {
            return;
        }
        if self.unit.body {
            self.sentence(seen.line);
        } else {
            self.front(&seen);
        }
    }

    /// A node of one line, right below its document.
    fn plain(&mut self, kind: NodeKind, line: Line) {
        self.tree.push(New::plain(kind, line.range));
    }

    /// A node of the next `count` lines.
    fn lines_as(&mut self, kind: NodeKind, count: usize) {
        let range = |index: usize| self.flow.lines.get(index).map(|line| line.range);
        let Some(first) = range(self.at) else { return };
        let last = range(self.at + count.saturating_sub(1)).unwrap_or(first);
        self.tree.push(New::plain(kind, TextRange { start: first.start, end: last.end }));
        self.at += count.max(1);
    }

    fn row(&mut self, line: Line, table: u32) {
        if self.table == Some(table)
            && let Some(node) = self.tree.last_mut().filter(|node| node.kind == NodeKind::Table)
        {
            node.own.end = line.range.end;
            node.span.end = line.range.end;
            return;
        }
        self.table = Some(table);
        self.tree.push(New::plain(NodeKind::Table, line.range));
    }

    /// Begins an attachment, or takes the list of attachments before the signature.
    fn attachment(&mut self, seen: &Seen<'_>) -> bool {
        let Some(head) = attachment_head(seen.text) else { return false };
        let next = Seen::at(self.flow, self.at + 1);
        let second = |text: &str| matches!(marker(text).map(|m| m.kind), Some(MarkerKind::Step(StepForm::Third, 1 | 2)));
        // 附件：1.申请表.docx above 2.承诺书.docx
        let files = is_file_name(seen.text);
        if files && !(head.colon && !head.rest.is_empty() && next.is_some_and(|next| second(next.text))) {
            self.plain(NodeKind::Note, seen.line);
            return true;
        }
        let listed = files || next.is_some_and(|next| attachment_head(next.text).is_some() || (self.date_follows(12) && second(next.text)));
        let awaits = self.unit.addressed && !self.unit.signed;
        let names = !head.rest.is_empty();
        if listed || (names && head.colon && (awaits || self.unit.body) && !self.unit.signed) || (awaits && names && self.date_follows(8)) {
            self.attachment_note(&head);
            return true;
        }
        if names && head.number == 0 && head.colon && self.unit.signed {
            self.attachment_note(&head);
            return true;
        }
        self.begin_attachment(seen, &head);
        true
    }

    fn begin_attachment(&mut self, seen: &Seen<'_>, head: &AttachmentHead) {
        let number = (head.number > 0).then_some(Ordinal::new(head.number));
        let heading = (!head.rest.is_empty()).then_some(seen.line.range);
        let label = TextRange::new(seen.line.range.from(), seen.line.range.from());
        self.tree.push(New { kind: NodeKind::Attachment, number, label, heading, own: seen.line.range });
        self.unit = Unit { annex: true, titled: !head.rest.is_empty(), ..Unit::default() };
        self.steps.clear();
    }

    /// Whether a line of a date alone stands within the next lines.
    fn date_follows(&self, within: usize) -> bool {
        (1..=within).filter_map(|ahead| Seen::at(self.flow, self.at + ahead)).any(|seen| whole_date(seen.text).is_some())
    }

    fn attachment_note(&mut self, head: &AttachmentHead) {
        let mut count = 1;
        let mut expected = if head.rest.is_empty() { 1 } else { 2 };
        while let Some(seen) = Seen::at(self.flow, self.at + count) {
            let step = matches!(marker(seen.text).map(|m| m.kind), Some(MarkerKind::Step(StepForm::Third, n)) if n == expected);
            let again = attachment_head(seen.text).is_some_and(|next| next.number == expected && !next.rest.is_empty());
            if !(step || again) || seen.text.ends_with('。') {
                break;
            }
            expected += 1;
            count += 1;
        }
        self.lines_as(NodeKind::AttachmentNote, count);
    }

    /// A line with a label: a division, a 条, a numbered line.
    fn labelled(&mut self, seen: &Seen<'_>) -> bool {
        let Some(mark) = marker(seen.text) else { return false };
        let rest = seen.text.get(mark.text..).unwrap_or_default();
        match mark.kind {
            MarkerKind::Division(division, number) => {
                if !self.divides(seen, &mark, rest) {
                    return false;
                }
                self.begin_body();
                self.open(Tree::division(division), Some(number), seen.line, &mark, Own::Heading);
                true
            }
            MarkerKind::Article(number) => {
                if !self.is_article(&mark, number, rest) {
                    return false;
                }
                self.begin_body();
                self.article(seen.line, &mark, number, rest);
                true
            }
            MarkerKind::Step(form, number) => {
                if !self.is_step(form, number, rest) {
                    return false;
                }
                self.step(seen, &mark, form, number);
                true
            }
        }
    }

    fn begin_body(&mut self) {
        self.unit.body = true;
        self.steps.clear();
    }

    fn divides(&self, seen: &Seen<'_>, mark: &Marker, rest: &str) -> bool {
        if matches!(seen.line.role, Role::Heading(_)) {
            return true;
        }
        let letter = match mark.after {
            After::Letter(c) => !"的第、，。和与至及或规所中".contains(c),
            After::Gap | After::End => true,
        };
        letter && rest.chars().count() <= 40 && !rest.contains(['。', '；', '，', ';']) && !rest.ends_with(['：', ':'])
    }

    fn is_article(&self, mark: &Marker, number: Ordinal, rest: &str) -> bool {
        match mark.after {
            After::End => true,
            After::Gap => {
                let cited = rest.starts_with('第') && marker_below(rest);
                !cited || self.expects(number)
            }
            After::Letter(_) => {
                const CITED: &[&str] = &[
                    "规定的",
                    "规定，",
                    "规定和",
                    "规定情",
                    "的",
                    "、",
                    "，",
                    "。",
                    "；",
                    "）",
                    ")",
                    "第",
                    "至",
                    "和",
                    "或",
                    "之",
                    "款",
                    "项",
                ];
                self.expects(number) && !CITED.iter().any(|word| rest.starts_with(word))
            }
        }
    }

    /// Whether a 条 of this number may come now: the first, the next, or one inserted.
    fn expects(&self, number: Ordinal) -> bool {
        match self.tree.last_article() {
            None => number.number == 1,
            // One number may be missing before it: it was broken off, or lost in the file.
            Some(last) => {
                (number.number > last.number && number.number <= last.number + 2)
                    || (number.number == last.number && number.insert == last.insert + 1)
            }
        }
    }

    fn article(&mut self, line: Line, mark: &Marker, number: Ordinal, rest: &str) {
        // A date before an article was not the end.
        self.unit.signed = false;
        let start = line.range.from();
        let label = TextRange::new(start + mark.start, start + mark.end);
        let mut own = TextRange { start: line.range.start, end: TextRange::new(0, start + mark.text).end.min(line.range.end) };
        let caption = caption(rest);
        let heading = (caption > 0).then(|| TextRange::new(start + mark.text, start + mark.text + caption));
        if let Some(heading) = heading {
            own.end = heading.end;
        }
        self.tree.push(New { kind: NodeKind::Article, number: Some(number), label, heading, own });
        let after = rest.get(caption..).unwrap_or_default();
        let text = after.trim_start();
        if !text.is_empty() {
            let from = line.range.to() - text.len();
            self.tree.push(New::plain(NodeKind::Paragraph, TextRange::new(from, line.range.to())));
        }
    }

    /// Whether a number is one of the outline: not the `三、四级` of a sentence.
    fn is_step(&self, form: StepForm, number: u32, rest: &str) -> bool {
        let figures = matches!(form, StepForm::First | StepForm::Third)
            && rest.starts_with(|c: char| "一二三四五六七八九十".contains(c) || c.is_ascii_digit());
        if !figures {
            return true;
        }
        let last = self.last_number(form).unwrap_or(0);
        number == last + 1 || number == 1
    }

    fn step(&mut self, seen: &Seen<'_>, mark: &Marker, form: StepForm, number: u32) {
        let outside = matches!(seen.line.role, Role::Heading(_)) || self.leaves_article(form, number);
        if form == StepForm::First && (outside || self.tree.open_of(NodeKind::Article).is_none()) {
            self.unit.first = Some(number);
        }
        let number = Some(Ordinal::new(number));
        if self.tree.open_of(NodeKind::Article).is_some() && !outside {
            match self.steps.iter().position(|open| *open == form) {
                Some(position) => self.steps.truncate(position + 1),
                None => self.steps.push(form),
            }
            let [item, subitem, point] = ITEMS;
            let kind = match self.steps.len() {
                0 | 1 => item,
                2 => subitem,
                _ => point,
            };
            if self.tree.open_of(NodeKind::Paragraph).is_none() {
                // An article whose 项 follow its number at once has one 款 all the same.
                let at = seen.line.range.from();
                self.tree.push(New::plain(NodeKind::Paragraph, TextRange::new(at, at)));
            }
            self.open(kind, number, seen.line, mark, Own::Sentences);
            return;
        }
        self.begin_body();
        self.open(NodeKind::of_step(form), number, seen.line, mark, Own::Step);
    }

    /// Whether a number in an article goes on with those outside: `七、` where no `六、` is before it in the article, after `六、` of the
    /// document (a decision quotes an article at its sixth number) or after 第六条.
    fn leaves_article(&self, form: StepForm, number: u32) -> bool {
        let Some(before) = number.checked_sub(1).filter(|before| form == StepForm::First && *before > 0) else { return false };
        if self.last_number(form).is_some_and(|last| last == before) {
            return false;
        }
        let Some(last) = self.tree.nodes.last() else { return false };
        let own = self.flow.slice(last.own);
        let instead = || {
            let begun = own.contains(&format!("{}、", to_chinese(u64::from(before))));
            self.tree.last_article() == Some(Ordinal::new(before))
                && ends_sentence(own)
                && !own.trim_end().ends_with(['：', ':', '；', ';'])
                && !begun
        };
        self.unit.first == Some(before) || instead()
    }

    fn open(&mut self, kind: NodeKind, number: Option<Ordinal>, line: Line, mark: &Marker, own: Own) {
        let start = line.range.from();
        let label = TextRange::new(start + mark.start, start + mark.end);
        let text = TextRange::new(start + mark.text, line.range.to());
        let heading = match own {
            Own::Heading => (!text.is_empty()).then_some(text),
            Own::Sentences => None,
            Own::Step => step_heading(self.flow.slice(text)).map(|bytes| TextRange::new(text.from(), text.from() + bytes)),
        };
        self.tree.push(New { kind, number, label, heading, own: line.range });
    }

    /// A heading without number, as the format marks it, or by its word: 序言, 附则; a colon after it is no part of the name.
    fn heading(&mut self, seen: &Seen<'_>) -> bool {
        let named = Seen { line: seen.line, text: seen.text.trim_end_matches(['：', ':']) };
        let marked = matches!(seen.line.role, Role::Heading(_)) && is_name(&named, 60);
        let by_word = seen.line.role == Role::Text && matches!(squeeze(seen.text).as_str(), "总则" | "分则" | "罚则" | "附则");
        if !(marked || by_word) {
            return false;
        }
        self.begin_body();
        self.tree.close_to(if seen.line.role == Role::Heading(2) { 2 } else { NodeKind::Heading.rank() });
        let label = TextRange::new(seen.line.range.from(), seen.line.range.from());
        let own = seen.line.range;
        self.tree.push(New { kind: NodeKind::Heading, number: None, label, heading: Some(own), own });
        true
    }

    /// The date that ends a document, with the names before it.
    fn close_of_document(&mut self, seen: &Seen<'_>) -> bool {
        let begun = self.unit.body || self.unit.prefaced;
        if !begun {
            return false;
        }
        if whole_date(seen.text).is_some() {
            self.names_before();
            self.plain(NodeKind::SignatureDate, seen.line);
        } else if !self.unit.signed && name_and_date(seen).is_some() {
            self.plain(NodeKind::Signature, seen.line);
        } else {
            return false;
        }
        self.unit.signed = true;
        self.steps.clear();
        true
    }

    /// Turns the short lines just before a date into the signature.
    fn names_before(&mut self) {
        let mut first = self.tree.nodes.len();
        while let Some(node) = first.checked_sub(1).and_then(|index| self.tree.nodes.get(index)) {
            let text = self.flow.slice(node.own);
            let length = squeeze(text).chars().count();
            let leaf = matches!(node.kind, NodeKind::Text | NodeKind::Paragraph | NodeKind::Preamble) && !text.contains('\n');
            let name = (2..=60).contains(&length) && marks::first(text, &['。', '；', '：', '，', '、']).is_none();
            if !leaf
                || !name
                || self.beside_its_number(first - 1)
                || squeeze(text).starts_with("特此")
                || self.tree.nodes.len() - first >= 8
            {
                break;
            }
            first -= 1;
        }
        for index in first..self.tree.nodes.len() {
            self.tree.recast(NodeId::at(index), NodeKind::Signature);
        }
    }

    /// Whether a node is what stands beside the number of its article, on the same line.
    fn beside_its_number(&self, index: usize) -> bool {
        let node = self.tree.nodes.get(index);
        let article = index.checked_sub(1).and_then(|before| self.tree.nodes.get(before)).filter(|n| n.kind == NodeKind::Article);
        let between = article.zip(node).map(|(article, node)| TextRange::new(article.label.to(), node.own.from()));
        between.is_some_and(|between| !self.flow.slice(between).contains('\n'))
    }

    /// Begins a document that this one issues.
    fn enclosure(&mut self) -> bool {
        let Some((count, title)) = title_at(self.flow, self.at) else { return false };
        let same = self.title.as_ref().is_some_and(|first| squeeze(&first.text) == squeeze(&title));
        if same && !self.unit.body && !self.unit.annex {
            // After an order that publishes an act stands the act, under the same title.
            self.unit = Unit { titled: true, ..Unit::default() };
            self.lines_as(NodeKind::Title, count);
            return true;
        }
        if self.unit.annex && !self.unit.titled && !self.unit.body {
            self.unit.titled = true;
            self.lines_as(NodeKind::Title, count);
            return true;
        }
        let quoted = self.quoted.contains(&squeeze(&title));
        let begun = self.unit.body || self.unit.prefaced;
        // 关于《某办法》的说明 behind the 办法.
        let explains = title.ends_with("说明") && self.title.as_ref().is_some_and(|own| title.contains(&format!("《{}》", own.text)));
        if !begun || !(self.unit.signed || explains || (quoted && !self.unit.annex)) {
            return false;
        }
        let at = self.flow.lines.get(self.at).map_or(0, |line| line.range.from());
        self.tree.push(New::plain(NodeKind::Enclosure, TextRange::new(at, at)));
        self.unit = Unit { annex: true, titled: true, ..Unit::default() };
        self.steps.clear();
        self.lines_as(NodeKind::Title, count);
        true
    }

    /// A line before the numbered part.
    fn front(&mut self, seen: &Seen<'_>) {
        let kind = if whole_number(seen.text).is_some() || is_order_number(seen.text) {
            NodeKind::Number
        } else if !self.unit.prefaced && !self.unit.addressed && (is_adoption(seen) || whole_date(seen.text).is_some()) {
            NodeKind::Adoption
        } else if !self.unit.addressed && !self.unit.prefaced && is_addressee(seen) {
            self.unit.addressed = true;
            NodeKind::Addressee
        } else if self.unit.annex && !self.unit.titled && is_name(seen, 50) {
            self.unit.titled = true;
            NodeKind::Title
        } else if !self.unit.prefaced && !self.unit.annex && !self.unit.titled && self.title.as_ref().is_some_and(|t| t.first > self.at) {
            NodeKind::Note
        } else {
            self.unit.prefaced = true;
            NodeKind::Preamble
        };
        self.plain(kind, seen.line);
    }

    /// A line of the numbered part without a label.
    fn sentence(&mut self, line: Line) {
        if self.continues(line) {
            if let Some(node) = self.tree.last_mut() {
                node.own.end = line.range.end;
                node.span.end = line.range.end;
            }
            return;
        }
        let in_article = self.tree.open_of(NodeKind::Article).is_some();
        if in_article && !self.unit.signed && self.list_goes_on() {
            self.plain(NodeKind::Text, line);
        } else if in_article && !self.unit.signed {
            self.steps.clear();
            self.plain(NodeKind::Paragraph, line);
        } else {
            self.plain(NodeKind::Text, line);
        }
    }

    /// The number that stands open of a form.
    fn last_number(&self, form: StepForm) -> Option<u32> {
        if self.tree.open_of(NodeKind::Article).is_none() {
            return self.tree.number_of(NodeKind::of_step(form));
        }
        let level = self.steps.iter().position(|open| *open == form)?;
        self.tree.number_of(*ITEMS.get(level).or(ITEMS.last())?)
    }

    /// Whether the next number goes on with a list that is open in the article: a 款 does not stand between two 项.
    fn list_goes_on(&self) -> bool {
        let labels = (1..=BETWEEN).filter_map(|ahead| Seen::at(self.flow, self.at + ahead)).filter_map(|seen| marker(seen.text));
        match labels.map(|mark| mark.kind).next() {
            Some(MarkerKind::Step(form, number)) => {
                self.steps.contains(&form) && self.last_number(form).is_some_and(|last| number == last.saturating_add(1))
            }
            Some(MarkerKind::Article(_) | MarkerKind::Division(..)) | None => false,
        }
    }

    /// Whether the line names an authority, and its date, or others that sign with it, follow.
    fn signs(&self) -> bool {
        let mut lines = (0..).map_while(|ahead| Seen::at(self.flow, self.at + ahead)).take(SIGNING);
        let authority = |seen: &Seen<'_>| is_name(seen, 30) && lines::is_authority(seen.text);
        lines.next().is_some_and(|first| {
            authority(&first) && lines.find(|seen| !authority(seen)).is_some_and(|next| whole_date(next.text).is_some())
        })
    }

    /// Whether the sentence before was broken off by the end of its line.
    fn continues(&self, line: Line) -> bool {
        let Some(last) = self.tree.nodes.last() else { return false };
        let sentence = match last.kind {
            NodeKind::Paragraph | NodeKind::Text | NodeKind::Item | NodeKind::Subitem | NodeKind::Point => true,
            kind => (6..=10).contains(&kind.rank()) && last.heading.is_none() && kind != NodeKind::Article,
        };
        if !sentence || line.role != Role::Text {
            return false;
        }
        let before = self.flow.slice(last.own).trim_end();
        // In an article every sentence ends with a mark; in a notice a line without one may be a heading or an entry.
        let in_article = self.tree.open_of(NodeKind::Article).is_some() && last.kind != NodeKind::Text && !self.unit.signed;
        let last_line = before.rsplit('\n').next().unwrap_or(before);
        let broken = in_article
            && before.ends_with(is_han)
            && squeeze(last_line).chars().count() >= BROKEN
            // 应纳税额＝应纳税所得额×适用税率
            && !last_line.contains(['＝', '=', '×', '÷'])
            && !self.signs();
        broken || before.ends_with(['，', '、', ','])
    }
}

/// What a labelled line says after its label.
enum Own {
    Heading,
    Sentences,
    /// A heading, or a sentence, or a heading and sentences.
    Step,
}
