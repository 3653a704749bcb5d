//! Word's automatic numbers: definitions of numbering.xml and styles.xml, and a count that goes through the document.

use std::collections::{HashMap, HashSet};

use super::xml::{Happening, each};
use crate::document::error::{DocumentError, DocumentLimits};
use crate::document::reader::counting::NumberFormat;

/// The levels a list has at most.
const LEVELS: usize = 9;

/// One level of a list's definition.
#[derive(Clone, Debug, Default)]
struct Level {
    start: Option<u32>,
    format: NumberFormat,
    /// `第%1条`
    text: String,
    /// Whether every number in it is written in decimal.
    legal: bool,
    /// Whether nothing stands between the number and the text.
    tight: bool,
    /// The level whose number starts this one anew; nought for none.
    restart: Option<u32>,
    /// The paragraph style that is numbered by this level.
    style: Option<String>,
}

#[derive(Clone, Debug, Default)]
struct List {
    levels: Vec<Level>,
    /// A list that is defined by a style: the style's name.
    style_link: Option<String>,
}

#[derive(Clone, Debug, Default)]
struct Instance {
    list: u32,
    starts: HashMap<usize, u32>,
    levels: HashMap<usize, Level>,
}

/// What a paragraph style says of numbers and headings.
#[derive(Clone, Debug, Default)]
struct Style {
    id: String,
    based_on: Option<String>,
    instance: Option<u32>,
    level: Option<usize>,
    outline: Option<u8>,
    title: bool,
}

/// The numbering definitions of a file, with the counts so far.
#[derive(Default)]
pub(super) struct Numbering {
    lists: HashMap<u32, List>,
    instances: HashMap<u32, Instance>,
    styles: HashMap<String, Style>,
    default_style: Option<String>,
    counts: HashMap<u32, [Option<u32>; LEVELS]>,
    begun: HashSet<u32>,
}

/// What a paragraph says of its own number.
#[derive(Clone, Debug, Default)]
pub(super) struct ParagraphNumber {
    pub(super) style: Option<String>,
    pub(super) instance: Option<u32>,
    pub(super) level: Option<usize>,
    pub(super) outline: Option<u8>,
}

impl Numbering {
    pub(super) fn read(numbers: &str, styles: &str, limits: &DocumentLimits) -> Result<Numbering, DocumentError> {
        let mut numbering = Numbering::default();
        if !numbers.is_empty() {
            numbering.read_numbers(numbers, limits)?;
        }
        if !styles.is_empty() {
            numbering.read_styles(styles, limits)?;
        }
        Ok(numbering)
    }

    fn read_numbers(&mut self, part: &str, limits: &DocumentLimits) -> Result<(), DocumentError> {
        let (mut list, mut instance, mut level, mut overridden) = (None, None, None::<usize>, false);
        each(part, limits, |event| {
            let (name, attributes) = match event {
                Happening::Open(name, attributes) => (name, attributes),
                Happening::Close("abstractNum") => {
                    list = None;
                    return Ok(());
                }
                Happening::Close("num") => {
                    instance = None;
                    return Ok(());
                }
                Happening::Close("lvl" | "lvlOverride") => {
                    level = if overridden && matches!(event, Happening::Close("lvl")) { level } else { None };
                    return Ok(());
                }
                Happening::Close(_) | Happening::Text(_) => return Ok(()),
            };
            let value = attributes.number("val");
            match name {
                "abstractNum" => list = attributes.number("abstractNumId"),
                "num" => instance = attributes.number("numId"),
                "abstractNumId" => {
                    if let (Some(id), Some(list)) = (instance, value) {
                        self.instances.entry(id).or_default().list = list;
                    }
                }
                "lvlOverride" => {
                    overridden = true;
                    level = attributes.number("ilvl").map(|n| n as usize).filter(|n| *n < LEVELS);
                }
                "lvl" => {
                    overridden = instance.is_some();
                    level = attributes.number("ilvl").map(|n| n as usize).filter(|n| *n < LEVELS);
                }
                "startOverride" => {
                    if let (Some(id), Some(level), Some(start)) = (instance, level, value) {
                        self.instances.entry(id).or_default().starts.insert(level, start);
                    }
                }
                "numStyleLink" => {
                    if let (Some(id), Some(style)) = (list, attributes.get("val")) {
                        self.lists.entry(id).or_default().style_link = Some(style.to_owned());
                    }
                }
                _ => {
                    let slot = match (instance, list, level) {
                        (Some(id), _, Some(level)) => Some(self.instances.entry(id).or_default().levels.entry(level).or_default()),
                        (None, Some(id), Some(level)) => {
                            let levels = &mut self.lists.entry(id).or_default().levels;
                            if levels.len() <= level {
                                levels.resize(level + 1, Level::default());
                            }
                            levels.get_mut(level)
                        }
                        _ => None,
                    };
                    if let Some(slot) = slot {
                        match name {
                            "start" => slot.start = value,
                            "numFmt" => slot.format = NumberFormat::of(attributes.get("val").unwrap_or_default()),
                            "lvlText" => slot.text = attributes.get("val").unwrap_or_default().to_owned(),
                            "lvlRestart" => slot.restart = value,
                            "isLgl" => slot.legal = attributes.on(),
                            "suff" => slot.tight = attributes.get("val") == Some("nothing"),
                            "pStyle" => slot.style = attributes.get("val").map(str::to_owned),
                            _ => {}
                        }
                    }
                }
            }
            Ok(())
        })
    }

    fn read_styles(&mut self, part: &str, limits: &DocumentLimits) -> Result<(), DocumentError> {
        let mut id = None::<String>;
        each(part, limits, |event| {
            let Happening::Open(name, attributes) = event else { return Ok(()) };
            if name == "style" {
                id = attributes.get("styleId").map(str::to_owned);
                if attributes.get("default").is_some_and(|on| on == "1") && attributes.get("type") == Some("paragraph") {
                    self.default_style = id.clone();
                }
                return Ok(());
            }
            let Some(style) = id.as_ref().map(|id| {
                let style = Style { id: id.clone(), ..Style::default() };
                self.styles.entry(id.clone()).or_insert(style)
            }) else {
                return Ok(());
            };
            match name {
                "basedOn" => style.based_on = attributes.get("val").map(str::to_owned),
                "numId" => style.instance = attributes.number("val"),
                "ilvl" => style.level = attributes.number("val").map(|n| n as usize),
                "outlineLvl" => style.outline = attributes.number("val").and_then(|n| u8::try_from(n).ok()).filter(|n| *n < 9),
                "name" => style.title = matches!(attributes.get("val"), Some("Title" | "title" | "标题")),
                _ => {}
            }
            Ok(())
        })
    }

    /// What the styles of a paragraph say, nearest first.
    fn styles_of(&self, style: Option<&str>) -> Vec<&Style> {
        let mut chain = Vec::new();
        let mut at = style.or(self.default_style.as_deref());
        while let Some(style) = at.and_then(|id| self.styles.get(id)) {
            chain.push(style);
            // A ring of styles ends here.
            if chain.len() >= 16 {
                break;
            }
            at = style.based_on.as_deref();
        }
        chain
    }

    /// The heading level of a paragraph: 1 for a title, from 2 for Word's own levels.
    pub(super) fn heading(&self, paragraph: &ParagraphNumber) -> Option<u8> {
        let chain = self.styles_of(paragraph.style.as_deref());
        if chain.first().is_some_and(|style| style.title) {
            return Some(1);
        }
        let outline = paragraph.outline.or_else(|| chain.iter().find_map(|style| style.outline));
        outline.filter(|level| *level < 5).map(|level| level + 2)
    }

    /// Counts one more paragraph and gives its number as written, with the blank after it.
    pub(super) fn next(&mut self, paragraph: &ParagraphNumber) -> Option<String> {
        let chain = self.styles_of(paragraph.style.as_deref());
        let instance = paragraph.instance.or_else(|| chain.iter().find_map(|style| style.instance)).filter(|id| *id > 0)?;
        let definition = self.instances.get(&instance)?.clone();
        let list = self.linked(definition.list);
        let levels: Vec<Level> = (0..LEVELS)
            .map(|n| definition.levels.get(&n).cloned().or_else(|| self.lists.get(&list)?.levels.get(n).cloned()).unwrap_or_default())
            .collect();
        // A level that names the style goes before the one that the style names (ECMA-376 17.9.23).
        let of_style = |style: &&Style| levels.iter().position(|level| level.style.as_ref() == Some(&style.id)).or(style.level);
        let level = paragraph.level.or_else(|| chain.iter().find_map(of_style)).unwrap_or(0);
        let own = levels.get(level)?.clone();
        let first = self.begun.insert(instance);
        let counts = self.counts.entry(list).or_insert([None; LEVELS]);
        if first {
            for level in definition.starts.keys() {
                if let Some(count) = counts.get_mut(*level) {
                    *count = None;
                }
            }
        }
        let start = |n: usize| definition.starts.get(&n).copied().or_else(|| levels.get(n)?.start).unwrap_or(1);
        // The levels above that no paragraph has had yet show where they start, and are not counted by it.
        let begin = start(level);
        if let Some(count) = counts.get_mut(level) {
            *count = Some(count.map_or(begin, |count| count.saturating_add(1)));
        }
        for (n, count) in counts.iter_mut().enumerate().skip(level + 1) {
            let restarts = match levels.get(n).and_then(|level| level.restart) {
                Some(0) => false,
                Some(after) => (level as u32) < after,
                None => true,
            };
            if restarts {
                *count = None;
            }
        }
        if own.format == NumberFormat::Unnumbered && !own.text.contains('%') {
            return None;
        }
        let mut label = own.text.clone();
        for (n, count) in counts.iter().enumerate() {
            let mark = format!("%{}", n + 1);
            if !label.contains(&mark) {
                continue;
            }
            let format = if own.legal { NumberFormat::Decimal } else { levels.get(n).map_or(NumberFormat::Decimal, |level| level.format) };
            label = label.replace(&mark, &format.write(count.unwrap_or_else(|| start(n))));
        }
        if !own.tight && !label.is_empty() {
            label.push(' ');
        }
        Some(label)
    }

    /// The list itself, or the one that the style it is linked to uses.
    fn linked(&self, list: u32) -> u32 {
        let style = self.lists.get(&list).and_then(|list| list.style_link.as_ref());
        let instance = style.and_then(|style| self.styles.get(style)?.instance);
        instance.and_then(|id| self.instances.get(&id)).map_or(list, |instance| instance.list)
    }
}
