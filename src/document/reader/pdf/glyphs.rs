//! What the codes of a composite font show, by the character table of the font that the file brings along; it rewrites nothing.
//!
//! A font without a map to Unicode numbers its glyphs only. Where it is TrueType and still has its table from characters to glyphs,
//! that table read backwards tells them. A font cut down to the glyphs that are used often has none; then nothing is told.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use pdf_extract::{Dictionary, Document, Object, Stream};
use ttf_parser::cmap::{Format, Subtable, Table};
use ttf_parser::{RawFace, Tag};

use super::guard::Budget;
use crate::document::error::DocumentError;

/// The characters that are asked for, the likelier first: of 一 and ⼀, which share a glyph, the character and not the radical.
const ASKED: [RangeInclusive<u32>; 4] = [0x4E00..=0x9FFF, 0x20..=0x4DFF, 0xA000..=0xFFEF, 0x20000..=0x323AF];

/// The codes of a font by CID: the character of each.
pub(super) fn characters(
    document: &Document,
    descendant: &Dictionary,
    budget: &Budget,
) -> Result<Option<BTreeMap<u32, char>>, DocumentError> {
    let of = |dictionary: &Dictionary, key: &[u8]| -> Option<Object> {
        dictionary.get(key).ok().and_then(|object| document.dereference(object).ok()).map(|(_, object)| object.clone())
    };
    let Some(Object::Dictionary(descriptor)) = of(descendant, b"FontDescriptor") else { return Ok(None) };
    let Some(Object::Stream(program)) = of(&descriptor, b"FontFile2") else { return Ok(None) };
    let Some(glyphs) = by_glyph(&program, budget)? else { return Ok(None) };
    match of(descendant, b"CIDToGIDMap") {
        Some(Object::Stream(map)) => Ok(Some(through(&budget.measured(&map)?, &glyphs))),
        _ => Ok(Some(glyphs)),
    }
}

/// The glyphs of a font program: the character of each.
fn by_glyph(program: &Stream, budget: &Budget) -> Result<Option<BTreeMap<u32, char>>, DocumentError> {
    let program = budget.measured(program)?;
    let table = RawFace::parse(&program, 0).ok().and_then(|face| face.table(Tag::from_bytes(b"cmap")));
    let Some(table) = table.and_then(Table::parse) else { return Ok(None) };
    let unicode: Vec<Subtable<'_>> = table.subtables.into_iter().filter(|table| table.is_unicode() && is_quick(table)).collect();
    if unicode.is_empty() {
        return Ok(None);
    }
    // Many fonts must not cost more than many codes do.
    budget.codes(ASKED.into_iter().map(|asked| u64::from(asked.end() - asked.start())).sum::<u64>() / 32)?;
    let mut glyphs = BTreeMap::new();
    for c in ASKED.into_iter().flatten().filter_map(char::from_u32).filter(|c| !('\u{E000}'..='\u{F8FF}').contains(c)) {
        let glyph = unicode.iter().find_map(|table| table.glyph_index(u32::from(c))).map(|glyph| u32::from(glyph.0));
        if let Some(glyph) = glyph.filter(|glyph| *glyph > 0 && !c.is_control()) {
            glyphs.entry(glyph).or_insert(c);
        }
    }
    Ok((!glyphs.is_empty()).then_some(glyphs))
}

/// Whether a table answers without going through all it holds.
fn is_quick(table: &Subtable<'_>) -> bool {
    matches!(
        table.format,
        Format::ByteEncodingTable(_)
            | Format::SegmentMappingToDeltaValues(_)
            | Format::TrimmedTableMapping(_)
            | Format::SegmentedCoverage(_)
    )
}

/// The characters of CIDs whose glyphs a map tells, two bytes each.
fn through(map: &[u8], glyphs: &BTreeMap<u32, char>) -> BTreeMap<u32, char> {
    let pairs = (0_u32..=0xFFFF).zip(map.chunks_exact(2));
    pairs
        .filter_map(|(cid, glyph)| {
            let [high, low] = glyph else { return None };
            Some((cid, *glyphs.get(&u32::from(u16::from_be_bytes([*high, *low])))?))
        })
        .collect()
}
