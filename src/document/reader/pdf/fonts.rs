//! Makes composite fonts such that the decoder finds their characters and widths; it draws nothing.
//!
//! The decoder knows `Identity-H` with a map to Unicode and nothing else: at any other character map it stops, and of widths it reads
//! only those of one code. So each composite font is rewritten before: its codes as they are split, a map of the codes that the file
//! shows, their widths one by one. What a code means is told by the predefined maps of Chinese (GBK-EUC-H, UniGB-UCS2-H …) by
//! their encodings, whose tables `encoding_rs` has; else by the table of characters of the font itself. A font that says nothing of its
//! characters gives U+FFFD for each.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use pdf_extract::content::Content;
use pdf_extract::{Dictionary, Document, Object, ObjectId, Stream};

use super::glyphs;
use super::guard::{Budget, pattern};
use crate::document::error::DocumentError;

/// What stands for a character that its font does not tell.
pub(super) const UNTOLD: char = char::REPLACEMENT_CHARACTER;

/// The most widths that one font may list; there are no more CIDs.
const WIDTHS: usize = 1 << 16;

/// The codes of so many bytes, from one to another.
#[derive(Clone, Copy)]
struct Space {
    width: usize,
    from: u32,
    to: u32,
}

const fn space(width: usize, from: u32, to: u32) -> Space {
    Space { width, from, to }
}

/// What the codes of a character map mean.
#[derive(PartialEq, Eq)]
enum Meaning {
    /// GBK or GB18030.
    Chinese,
    /// UTF-16.
    Unicode,
    /// Whatever the font's own map says.
    Own,
    /// What the table of characters of the font says, by CID.
    Glyphs(BTreeMap<u32, char>),
    /// Nothing that can be known here.
    Untold,
}

/// How a font's strings are split into codes, what the codes mean, and which CIDs have their widths.
struct CodeMap {
    spaces: Vec<Space>,
    meaning: Meaning,
    /// Codes from, to, and the CID of the first.
    cids: Vec<(u32, u32, u32)>,
}

/// Where Latin letters begin in Adobe-GB1: those of their own widths, and those of half a Chinese character.
const PROPORTIONAL: u32 = 1;
const HALF: u32 = 814;

impl CodeMap {
    fn identity(meaning: Meaning) -> CodeMap {
        CodeMap { spaces: vec![space(2, 0, 0xFFFF)], meaning, cids: vec![(0, 0xFFFF, 0)] }
    }

    fn predefined(name: &[u8]) -> Option<CodeMap> {
        let name = std::str::from_utf8(name).ok()?;
        let bare = name.strip_suffix("-H").or_else(|| name.strip_suffix("-V"))?;
        let latin = |first| vec![(0x20, 0x7E, first)];
        let double = space(2, 0x8140, 0xFEFE);
        let (spaces, meaning, cids) = match bare {
            "GB-EUC" | "GBK-EUC" => (vec![space(1, 0, 0x80), double], Meaning::Chinese, latin(HALF)),
            "GBpc-EUC" | "GBKp-EUC" => (vec![space(1, 0, 0x80), double], Meaning::Chinese, latin(PROPORTIONAL)),
            // The second byte of four is a digit; that of two is not.
            "GBK2K" => {
                let spaces = (0x81..=0xFE).map(|lead| space(2, (lead << 8) | 0x40, (lead << 8) | 0xFE));
                let spaces = std::iter::once(space(1, 0, 0x7F)).chain(spaces).chain([space(4, 0x8130_8130, 0xFE39_FE39)]);
                (spaces.collect(), Meaning::Chinese, latin(HALF))
            }
            "Identity" => return Some(CodeMap::identity(Meaning::Untold)),
            _ if bare.starts_with("Uni") && bare.ends_with("-UCS2") => (vec![space(2, 0, 0xFFFF)], Meaning::Unicode, latin(PROPORTIONAL)),
            _ if bare.starts_with("Uni") && bare.ends_with("-UTF16") => {
                let spaces = vec![space(2, 0, 0xD7FF), space(2, 0xE000, 0xFFFF), space(4, 0xD800_DC00, 0xDBFF_DFFF)];
                (spaces, Meaning::Unicode, latin(PROPORTIONAL))
            }
            _ => return None,
        };
        Some(CodeMap { spaces, meaning, cids })
    }

    /// A character map that the file brings along.
    fn embedded(content: &[u8]) -> Result<CodeMap, DocumentError> {
        let mut map = CodeMap { spaces: Vec::new(), meaning: Meaning::Untold, cids: Vec::new() };
        let hex = |found: Option<regex::bytes::Match<'_>>| -> Option<(usize, u32)> {
            let digits = std::str::from_utf8(found?.as_bytes()).ok()?;
            Some((digits.len().div_ceil(2), u32::from_str_radix(digits, 16).ok()?))
        };
        for section in pattern(r"(?s-u)begincodespacerange(.*?)endcodespacerange")?.captures_iter(content) {
            for pair in
                pattern(r"(?-u)<([0-9A-Fa-f]{1,8})>\s*<([0-9A-Fa-f]{1,8})>")?.captures_iter(section.get(1).map_or(b"", |m| m.as_bytes()))
            {
                if let (Some((width, from)), Some((_, to))) = (hex(pair.get(1)), hex(pair.get(2))) {
                    map.spaces.push(space(width, from, to));
                }
            }
        }
        let number = |found: Option<regex::bytes::Match<'_>>| -> Option<u32> { std::str::from_utf8(found?.as_bytes()).ok()?.parse().ok() };
        for section in pattern(r"(?s-u)begincid(?:range|char)(.*?)endcid")?.captures_iter(content) {
            let section = section.get(1).map_or(&b""[..], |m| m.as_bytes());
            for one in pattern(r"(?-u)<([0-9A-Fa-f]{1,8})>\s*(?:<([0-9A-Fa-f]{1,8})>)?\s*([0-9]{1,9})")?.captures_iter(section) {
                if let (Some((_, from)), Some(cid)) = (hex(one.get(1)), number(one.get(3))) {
                    map.cids.push((from, hex(one.get(2)).map_or(from, |(_, to)| to), cid));
                }
            }
        }
        if map.spaces.is_empty() {
            map.spaces.push(space(2, 0, 0xFFFF));
        }
        Ok(map)
    }

    /// The codes of a string.
    fn split(&self, string: &[u8], codes: &mut BTreeSet<(usize, u32)>) {
        let mut rest = string;
        while !rest.is_empty() {
            let mut code = 0_u32;
            let mut taken = None;
            for (at, byte) in rest.iter().take(4).enumerate() {
                code = code << 8 | u32::from(*byte);
                let width = at + 1;
                if self.spaces.iter().any(|space| space.width == width && (space.from..=space.to).contains(&code)) {
                    taken = Some((width, code));
                    break;
                }
            }
            let Some((width, code)) = taken else { return };
            codes.insert((width, code));
            rest = rest.get(width..).unwrap_or_default();
        }
    }

    fn character(&self, width: usize, code: u32) -> Option<String> {
        let bytes = code.to_be_bytes();
        let bytes = bytes.get(4_usize.checked_sub(width)?..)?;
        let encoding = match &self.meaning {
            Meaning::Chinese => encoding_rs::GB18030,
            Meaning::Unicode => encoding_rs::UTF_16BE,
            Meaning::Own => return None,
            Meaning::Glyphs(glyphs) => {
                return Some(self.cid(code).and_then(|cid| glyphs.get(&cid)).copied().unwrap_or(UNTOLD).to_string());
            }
            Meaning::Untold => return Some(UNTOLD.to_string()),
        };
        let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
        text.chars().all(|c| !c.is_control()).then(|| text.into_owned())
    }

    fn cid(&self, code: u32) -> Option<u32> {
        self.cids.iter().find(|(from, to, _)| (*from..=*to).contains(&code)).map(|(from, _, cid)| cid.saturating_add(code - from))
    }

    /// The map as the decoder reads it: it takes half the bytes of a bound for the width of its codes, so that each bound has twice as many.
    /// Cargo.toml holds the decoder to the version that does.
    fn written(&self) -> Vec<u8> {
        let mut written = format!("{} begincodespacerange\n", self.spaces.len());
        for space in &self.spaces {
            let digits = space.width * 4;
            let _ = writeln!(written, "<{:0digits$x}> <{:0digits$x}>", space.from, space.to);
        }
        written.push_str("endcodespacerange\n1 begincidrange\n<00000000> <ffffffff> 0\nendcidrange\n");
        written.into_bytes()
    }
}

/// The strings that the pages and forms of a file show.
fn shown(document: &Document, budget: &Budget) -> Result<BTreeSet<Vec<u8>>, DocumentError> {
    let mut strings = BTreeSet::new();
    let mut take = |content: &[u8]| {
        for operation in Content::decode(content).map(|content| content.operations).unwrap_or_default() {
            if !matches!(operation.operator.as_str(), "Tj" | "TJ" | "'" | "\"") {
                continue;
            }
            for operand in &operation.operands {
                let parts = operand.as_array().map_or(std::slice::from_ref(operand), Vec::as_slice);
                strings.extend(parts.iter().filter_map(|part| part.as_str().ok()).map(<[u8]>::to_vec));
            }
        }
    };
    for page in document.page_iter() {
        let mut content = Vec::new();
        for id in document.get_page_contents(page) {
            if let Ok(stream) = document.get_object(id).and_then(Object::as_stream) {
                content.extend(budget.measured(stream)?);
                content.push(b'\n');
            }
        }
        take(&content);
    }
    for object in document.objects.values() {
        if let Object::Stream(stream) = object
            && stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name == b"Form")
        {
            take(&budget.measured(stream)?);
        }
    }
    Ok(strings)
}

/// Rewrites the composite fonts of a file; gives the names of those that do not tell their characters, and then of those that may not tell all.
pub(super) fn prepare(document: &mut Document, budget: &Budget) -> Result<Vec<String>, DocumentError> {
    set_apart(document);
    let mut fonts: Vec<(ObjectId, Dictionary)> = Vec::new();
    for (id, object) in &document.objects {
        if let Object::Dictionary(dictionary) = object
            && is_composite(dictionary)
        {
            fonts.push((*id, dictionary.clone()));
        }
    }
    if fonts.is_empty() {
        return Ok(Vec::new());
    }
    let strings = shown(document, budget)?;
    let (mut untold, mut in_part) = (Vec::new(), Vec::new());
    let mut known: BTreeMap<Vec<u8>, (BTreeSet<(usize, u32)>, Option<ObjectId>)> = BTreeMap::new();
    for (id, mut font) in fonts {
        let of = |key: &[u8]| font.get(key).ok().and_then(|object| document.dereference(object).ok()).map(|(_, object)| object);
        let told = matches!(of(b"ToUnicode"), Some(Object::Stream(_)));
        let mut unicode = matches!(of(b"ToUnicode"), Some(Object::Name(_)));
        let (name, mut map) = match of(b"Encoding") {
            Some(Object::Name(name)) => (Some(name.clone()), CodeMap::predefined(name)),
            Some(Object::Stream(stream)) => (None, Some(CodeMap::embedded(&budget.measured(stream)?)?)),
            _ => (None, None),
        };
        // Of a map that is unknown nothing is known, not even how its codes are split.
        let split = map.as_ref().is_some_and(|map| map.meaning == Meaning::Untold);
        unicode &= split;
        let mut map = map.take().unwrap_or_else(|| CodeMap::identity(Meaning::Untold));
        if map.meaning == Meaning::Untold {
            map.meaning = if told {
                Meaning::Own
            } else if unicode {
                Meaning::Unicode
            } else {
                Meaning::Untold
            };
        }
        let Some((mut descendant, widths)) = descendant(document, &font) else { continue };
        if map.meaning == Meaning::Untold
            && split
            && let Some(found) = glyphs::characters(document, &descendant, budget)?
        {
            map.meaning = Meaning::Glyphs(found);
        }
        let by_glyphs = matches!(map.meaning, Meaning::Glyphs(_));
        if by_glyphs || map.meaning == Meaning::Untold {
            let base =
                font.get(b"BaseFont").and_then(Object::as_name).map_or("?".into(), |name| String::from_utf8_lossy(name).into_owned());
            if by_glyphs { in_part.push(base) } else { untold.push(base) }
        }
        // Fonts of one predefined map share what it makes of the strings.
        let shared = !by_glyphs && map.meaning != Meaning::Own;
        let key = name.filter(|_| shared).unwrap_or_else(|| format!("{id:?}").into_bytes());
        if !known.contains_key(&key) {
            let mut codes = BTreeSet::new();
            strings.iter().for_each(|string| map.split(string, &mut codes));
            let to_unicode = (map.meaning != Meaning::Own).then(|| document.add_object(plain(characters(&map, &codes))));
            known.insert(key.clone(), (codes, to_unicode));
        }
        let Some((codes, to_unicode)) = known.get(&key) else { continue };
        let widths = codes.iter().filter_map(|(_, code)| Some((*code, widths.get(&map.cid(*code)?)?)));
        let widths = widths.flat_map(|(code, width)| [Object::Integer(i64::from(code)), Object::Array(vec![width.clone()])]).collect();
        descendant.set("W", Object::Array(widths));
        font.set("DescendantFonts", Object::Array(vec![Object::Dictionary(descendant)]));
        font.set("Encoding", Object::Reference(document.add_object(plain(map.written()))));
        if let Some(to_unicode) = to_unicode {
            font.set("ToUnicode", Object::Reference(*to_unicode));
        }
        document.objects.insert(id, Object::Dictionary(font));
    }
    untold.append(&mut in_part);
    Ok(untold)
}

fn is_composite(dictionary: &Dictionary) -> bool {
    dictionary.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name == b"Type0")
}

/// How deep a font may stand within an object: in the resources of a page it is the third.
const DEEPEST: usize = 8;

/// Makes objects of their own of the composite fonts that stand within others.
fn set_apart(document: &mut Document) {
    let mut found = Vec::new();
    let mut next = document.max_id;
    for object in document.objects.values_mut() {
        within(object, DEEPEST, &mut |font| {
            next = next.saturating_add(1);
            let place = Object::Reference((next, 0));
            found.push(((next, 0), std::mem::replace(font, place)));
        });
    }
    document.max_id = next;
    document.objects.extend(found);
}

fn within(object: &mut Object, depth: usize, take: &mut impl FnMut(&mut Object)) {
    let Some(depth) = depth.checked_sub(1) else { return };
    let parts = match object {
        Object::Dictionary(dictionary) | Object::Stream(Stream { dict: dictionary, .. }) => dictionary.iter_mut().map(|(_, part)| part),
        _ => return,
    };
    for part in parts {
        if matches!(part, Object::Dictionary(dictionary) if is_composite(dictionary)) {
            take(part);
        } else {
            within(part, depth, take);
        }
    }
}

fn plain(content: Vec<u8>) -> Stream {
    Stream::new(Dictionary::new(), content)
}

/// The font below a composite one, and the widths that it lists, by CID.
fn descendant(document: &Document, font: &Dictionary) -> Option<(Dictionary, BTreeMap<u32, Object>)> {
    let resolve = |object: &Object| document.dereference(object).ok().map(|(_, object)| object.clone());
    let Object::Array(descendants) = resolve(font.get(b"DescendantFonts").ok()?)? else { return None };
    let Object::Dictionary(mut descendant) = resolve(descendants.first()?)? else { return None };
    if descendant.get(b"FontDescriptor").is_err() {
        descendant.set("FontDescriptor", Object::Dictionary(Dictionary::new()));
    }
    let mut widths = BTreeMap::new();
    let listed = descendant.get(b"W").ok().and_then(resolve);
    let listed: Vec<Object> = listed.and_then(|listed| listed.as_array().ok().cloned()).unwrap_or_default();
    let listed: Vec<Object> = listed.iter().filter_map(resolve).collect();
    let mut rest = listed.as_slice();
    while let [first, second, more @ ..] = rest {
        rest = more;
        let Some(cid) = first.as_i64().ok().and_then(|cid| u32::try_from(cid).ok()) else { break };
        match (second, more) {
            (Object::Array(each), _) => {
                widths.extend((cid..=u32::MAX).zip(each.iter().filter_map(resolve)));
            }
            (last, [width, after @ ..]) => {
                rest = after;
                let Some(last) = last.as_i64().ok().and_then(|last| u32::try_from(last).ok()) else { break };
                widths.extend((cid..=last).take(WIDTHS).map(|cid| (cid, width.clone())));
            }
            _ => break,
        }
        if widths.len() > WIDTHS {
            break;
        }
    }
    widths.retain(|_, width| matches!(width, Object::Integer(_) | Object::Real(_)));
    Some((descendant, widths))
}

/// The map from codes to characters, as fonts write it.
fn characters(map: &CodeMap, codes: &BTreeSet<(usize, u32)>) -> Vec<u8> {
    let pairs: Vec<(u32, String)> = codes.iter().filter_map(|(width, code)| Some((*code, map.character(*width, *code)?))).collect();
    let mut written = format!("{} beginbfchar\n", pairs.len());
    for (code, text) in pairs {
        let _ = write!(written, "<{code:08x}> <");
        for unit in text.encode_utf16() {
            let _ = write!(written, "{unit:04x}");
        }
        written.push_str(">\n");
    }
    written.push_str("endbfchar\n");
    written.into_bytes()
}
