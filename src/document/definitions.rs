//! What a document defines: 以下简称…, 本办法所称…是指; it does not follow where the terms are used.

use super::Document;
use super::marks::{self, meant};
use super::node::NodeId;
use super::text::{TextRange, clip, clip_end};

/// How a term is defined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DefinitionForm {
    /// A short form: （以下简称…）, （以下统称…）
    Short,
    /// A meaning: 本办法所称…，是指…
    Meaning,
}

/// One definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definition {
    /// How.
    pub form: DefinitionForm,
    /// The term.
    pub term: String,
    /// Where the term stands.
    pub place: TextRange,
    /// What it stands for: of a short form the words before the bracket, as far back as the clause goes; of a meaning the sentence.
    pub meaning: TextRange,
    /// The node it stands in.
    pub node: NodeId,
}

const SHORT: &[&str] = &["以下简称", "以下统称", "以下合称", "以下称", "下称", "简称"];
const QUOTES: &[char] = &['“', '”', '"', '「', '」', '《', '》', '：', ':', '为', '‘', '’'];

pub(super) fn read(document: &Document) -> Vec<Definition> {
    let mut found = Vec::new();
    for (id, node) in document.ids() {
        let text = document.slice(node.own);
        short_forms(text, node.own.from(), id, &mut found);
        meanings(text, node.own.from(), id, &mut found);
    }
    found
}

fn short_forms(text: &str, base: usize, node: NodeId, found: &mut Vec<Definition>) {
    for (open, bracket) in text.char_indices().filter(|(_, c)| matches!(c, '（' | '(')) {
        let after = text.get(open + bracket.len_utf8()..).unwrap_or_default();
        let Some(word) = SHORT.iter().find(|word| after.starts_with(**word)) else { continue };
        let inner = after.get(word.len()..).unwrap_or_default();
        // 以下简称区、县（市）
        let mut depth = 1_usize;
        let close = inner.char_indices().take(60).find_map(|(at, c)| {
            match c {
                '（' | '(' => depth += 1,
                '）' | ')' => depth -= 1,
                _ => {}
            }
            (depth == 0).then_some(at)
        });
        let Some(close) = close else { continue };
        let whole = inner.get(..close).unwrap_or_default();
        let whole = marks::head(whole, &['，', '；']);
        let term = whole.trim_matches(|c: char| QUOTES.contains(&c) || c.is_whitespace());
        if term.is_empty() {
            continue;
        }
        let lead = whole.find(term).unwrap_or(0);
        let start = base + open + bracket.len_utf8() + word.len() + lead;
        let before = text.get(..open).unwrap_or_default();
        let near = clip_end(before, 900);
        let from = before.len() - near.len() + clause_start(near);
        found.push(Definition {
            form: DefinitionForm::Short,
            term: term.to_owned(),
            place: TextRange::new(start, start + term.len()),
            meaning: TextRange::new(base + from, base + open),
            node,
        });
    }
}

/// Where what a short form stands for begins: a title whole, else after the last mark.
fn clause_start(before: &str) -> usize {
    // A document number may stand between a title and its short form.
    let bare = before.trim_end_matches(|c: char| !matches!(c, '》' | '，' | '。' | '；' | '、' | '：'));
    if bare.ends_with('》') {
        let mut depth = 0_usize;
        for (at, c) in bare.char_indices().rev() {
            match c {
                '》' => depth += 1,
                '《' => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        return at;
                    }
                }
                _ => {}
            }
        }
    }
    marks::last(before, &['，', '。', '；', '、', '：']).map_or(0, |mark| mark.end)
}

fn meanings(text: &str, base: usize, node: NodeId, found: &mut Vec<Definition>) {
    for (at, word) in text.match_indices("所称") {
        let after_at = at + word.len();
        let Some(after) = text.get(after_at..).map(|after| clip(after, 3000)) else { continue };
        let verb = after.char_indices().take(60).find_map(|(at, c)| {
            let here = after.get(at..)?;
            let verb = here.starts_with("是指")
                || here.strip_prefix(['，', ',']).is_some_and(|here| ["是指", "包括", "指"].iter().any(|verb| here.starts_with(verb)))
                || here.starts_with("包括");
            let end = verb || matches!(meant(after, at, c), '。' | '；' | '\n');
            end.then_some((at, verb))
        });
        let Some((end, true)) = verb else { continue };
        let whole = after.get(..end).unwrap_or_default();
        let term = whole.trim_start_matches("的").trim_matches(|c: char| QUOTES.contains(&c) || c.is_whitespace());
        if term.is_empty() {
            continue;
        }
        let lead = whole.find(term).unwrap_or(0);
        let sentence = marks::first(after, &['。']).map_or(after.len(), |stop| stop.end);
        found.push(Definition {
            form: DefinitionForm::Meaning,
            term: term.to_owned(),
            place: TextRange::new(base + after_at + lead, base + after_at + lead + term.len()),
            meaning: TextRange::new(base + after_at + end, base + after_at + sentence),
            node,
        });
    }
}
