//! Opens a PDF so that its decoder stays within limits whatever the bytes say; it reads no text.
//!
//! The crates that decode PDF inflate what they meet, follow what calls itself and fill every range of codes, and neither memory nor stack that has
//! run out can be caught. So, before text is read:
//! - the table of objects is made anew from the objects that stand in the file: no stream is inflated to find them;
//! - streams are measured by inflating them within limits ([`measured`]), pictures emptied, and only then are streams of objects unpacked;
//! - what pages and the forms they draw come to when drawn is added up, and a form that draws itself refused;
//! - the ranges of character maps are added up.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Write};

use pdf_extract::content::Content;
use pdf_extract::{Dictionary, Document, LoadOptions, Object, ObjectId, ObjectStream, Stream};
use regex::bytes::Regex;

use super::fonts;
use crate::document::error::{DocumentError, DocumentLimits};

/// The highest number of an object that the format allows.
const HIGHEST_OBJECT: u32 = 8_388_607;

/// The name under which streams of objects are kept from being unpacked while loading.
const KEPT: &[u8] = b"ZsObjStm";

/// Opens a file of which every stream, form and character map is within limits; gives the names of fonts that tell no characters too.
pub(super) fn open(bytes: &[u8], limits: &DocumentLimits) -> Result<(Document, Vec<String>), DocumentError> {
    let listed = listed(bytes, limits)?;
    HELD.set(bytes.len());
    let mut document = Document::load_mem_with_options(&listed, LoadOptions::with_filter(keep)).map_err(DocumentError::damaged_by)?;
    if document.is_encrypted() {
        return Err(DocumentError::Encrypted);
    }
    let budget = Budget::new(limits);
    for object in document.objects.values_mut() {
        if let Object::Stream(stream) = object {
            if stream.dict.has_type(b"XRef") || is_named(&stream.dict, b"Subtype", b"Image") {
                *stream = Stream::new(Dictionary::new(), b" ".to_vec());
            }
            budget.measured(stream)?;
        }
    }
    unpack(&mut document, limits)?;
    Drawn { document: &document, budget: &budget, limits, known: BTreeMap::new(), within: BTreeSet::new() }.pages()?;
    let untold = fonts::prepare(&mut document, &budget)?;
    Ok((document, untold))
}

thread_local! {
    /// The bytes that streams may still hold: together no more than the file, unless they stand within each other.
    static HELD: Cell<usize> = const { Cell::new(0) };
}

/// Keeps streams of objects from being unpacked before they are measured, and leaves out what is held twice.
fn keep(id: ObjectId, object: &mut Object) -> Option<(ObjectId, Object)> {
    if let Object::Stream(stream) = object {
        HELD.set(HELD.get().checked_sub(stream.content.len())?);
        if stream.dict.has_type(b"ObjStm") {
            stream.dict.set("Type", Object::Name(KEPT.to_vec()));
        }
    }
    Some((id, Object::Null))
}

fn is_named(dictionary: &Dictionary, key: &[u8], name: &[u8]) -> bool {
    dictionary.get(key).and_then(Object::as_name).is_ok_and(|found| found == name)
}

pub(super) fn pattern(source: &str) -> Result<Regex, DocumentError> {
    Regex::new(source).map_err(DocumentError::damaged_by)
}

/// The file with a table of the objects that stand in it, the last of each number, and a trailer that names the catalogue.
fn listed(bytes: &[u8], limits: &DocumentLimits) -> Result<Vec<u8>, DocumentError> {
    let start =
        bytes.windows(5).position(|window| window == b"%PDF-").ok_or_else(|| DocumentError::damaged("没有文件头 %PDF-", "no header"))?;
    let bytes = bytes.get(start..).unwrap_or_default();
    let number = |found: Option<regex::bytes::Match<'_>>| -> Option<u32> { std::str::from_utf8(found?.as_bytes()).ok()?.parse().ok() };

    let mut places: BTreeMap<u32, (usize, u32)> = BTreeMap::new();
    for found in pattern(r"(?-u)([0-9]{1,10})[\s\x00]+([0-9]{1,5})[\s\x00]+obj\b")?.captures_iter(bytes) {
        let (Some(id), Some(generation), Some(place)) = (number(found.get(1)), number(found.get(2)), found.get(1)) else { continue };
        if (1..=HIGHEST_OBJECT).contains(&id) {
            places.insert(id, (place.start(), generation));
        }
        if places.len() > limits.objects {
            return Err(DocumentError::TooLarge { limit: "objects", most: limits.objects });
        }
    }
    let last = |source: &str| -> Result<Option<Vec<u8>>, DocumentError> {
        Ok(pattern(source)?.find_iter(bytes).last().map(|found| found.as_bytes().to_vec()))
    };
    let root = last(r"(?-u)/Root[\s\x00]*[0-9]+[\s\x00]+[0-9]+[\s\x00]+R")?
        .ok_or_else(|| DocumentError::damaged("没有目录对象（/Root），可能只传输或者保存了一部分", "no catalogue"))?;
    let encrypt = last(r"(?-u)/Encrypt[\s\x00]*[0-9]+[\s\x00]+[0-9]+[\s\x00]+R")?;
    let id = last(r"(?s-u)/ID[\s\x00]*\[.{0,1000}?\]")?;
    if encrypt.is_none() && last(r"(?-u)/Encrypt[\s\x00]*<<")?.is_some() {
        return Err(DocumentError::Encrypted);
    }

    // Of an encrypted file each object is copied up to where it ends, which may be the end of the file.
    if encrypt.is_some() {
        let ends: Vec<usize> = pattern("(?-u)endobj")?.find_iter(bytes).map(|end| end.end()).collect();
        let end = |place: usize| ends.get(ends.partition_point(|end| *end < place)).copied().unwrap_or(bytes.len());
        let copied = places.values().fold(0_usize, |copied, (place, _)| copied.saturating_add(end(*place) - place));
        if copied > bytes.len().saturating_mul(2) {
            return Err(DocumentError::damaged("有的对象没有结尾", "objects without an end"));
        }
    }

    let mut listed = bytes.to_vec();
    listed.push(b'\n');
    let table = listed.len();
    listed.extend_from_slice(b"xref\n0 1\n0000000000 65535 f \n");
    for (id, (place, generation)) in &places {
        listed.extend_from_slice(format!("{id} 1\n{place:010} {generation:05} n \n").as_bytes());
    }
    let size = places.last_key_value().map_or(1, |(id, _)| id + 1);
    listed.extend_from_slice(format!("trailer\n<</Size {size}").as_bytes());
    for part in [Some(root), encrypt, id].into_iter().flatten() {
        listed.extend_from_slice(&part);
    }
    listed.extend_from_slice(format!(">>\nstartxref\n{table}\n%%EOF\n").as_bytes());
    Ok(listed)
}

/// Unpacks the streams of objects; an object that stands in the file itself goes before one in a stream, a later stream before an earlier.
fn unpack(document: &mut Document, limits: &DocumentLimits) -> Result<(), DocumentError> {
    let kept: Vec<ObjectId> = document
        .objects
        .iter()
        .filter(|(_, o)| o.as_stream().is_ok_and(|s| s.dict.has_type(KEPT) || s.dict.has_type(b"ObjStm")))
        .map(|(id, _)| *id)
        .collect();
    for id in kept.into_iter().rev() {
        let Some(Object::Stream(mut stream)) = document.objects.remove(&id) else { continue };
        let Ok(unpacked) = ObjectStream::new(&mut stream) else { continue };
        for (id, object) in unpacked.objects {
            document.objects.entry(id).or_insert(object);
        }
        if document.objects.len() > limits.objects {
            return Err(DocumentError::TooLarge { limit: "objects", most: limits.objects });
        }
    }
    Ok(())
}

/// What may still be inflated.
pub(super) struct Budget {
    stream: usize,
    left: Cell<usize>,
    codes: Cell<u64>,
    limits: DocumentLimits,
}

impl Budget {
    fn new(limits: &DocumentLimits) -> Budget {
        Budget {
            stream: limits.unpacked,
            left: Cell::new(limits.unpacked_all),
            codes: Cell::new(u64::try_from(limits.codes).unwrap_or(u64::MAX)),
            limits: limits.clone(),
        }
    }

    fn too_large(&self) -> DocumentError {
        DocumentError::TooLarge { limit: "unpacked", most: self.limits.unpacked }
    }

    /// Takes so many bytes from what all streams may come to.
    fn charge(&self, bytes: usize) -> Result<(), DocumentError> {
        let left = self.left.get().checked_sub(bytes);
        self.left.set(left.ok_or(DocumentError::TooLarge { limit: "unpacked_all", most: self.limits.unpacked_all })?);
        Ok(())
    }

    /// A stream as its decoder will have it, within limits.
    pub(super) fn measured(&self, stream: &Stream) -> Result<Vec<u8>, DocumentError> {
        let parameters = stream.dict.get(b"DecodeParms").and_then(Object::as_dict).ok();
        if let Some(parameters) = parameters {
            let of = |key: &[u8], least: i64| parameters.get(key).and_then(Object::as_i64).unwrap_or(least).max(least);
            let row = of(b"Columns", 1).saturating_mul(of(b"Colors", 1)).saturating_mul(of(b"BitsPerComponent", 8)) / 8;
            // The decoder makes room for a row whether or not there is so much in the stream.
            let row = usize::try_from(row).ok().filter(|row| *row <= self.stream).ok_or_else(|| self.too_large())?;
            self.charge(row)?;
        }
        let mut content = stream.content.clone();
        for filter in stream.filters().unwrap_or_default() {
            content = match filter {
                b"FlateDecode" => self.inflated(&content)?,
                b"LZWDecode" => self.unwound(&content, parameters)?,
                // Four bytes of a `z` are the most that one byte becomes.
                b"ASCII85Decode" if content.len() <= self.stream / 4 => {
                    let mut plain = Stream::new(Dictionary::new(), content);
                    plain.dict.set("Filter", Object::Name(b"ASCII85Decode".to_vec()));
                    plain.decompressed_content().unwrap_or_default()
                }
                b"ASCII85Decode" => return Err(self.too_large()),
                // No other filter is decoded.
                _ => return Ok(Vec::new()),
            };
            if content.len() > self.stream {
                return Err(self.too_large());
            }
            self.charge(content.len())?;
        }
        self.mapped(&content)?;
        Ok(content)
    }

    fn inflated(&self, content: &[u8]) -> Result<Vec<u8>, DocumentError> {
        let most = self.stream as u64 + 1;
        let mut plain = Vec::new();
        // What is damaged is used as far as it goes, and without its header where that is what is wrong; so does the decoder.
        if flate2::read::ZlibDecoder::new(content).take(most).read_to_end(&mut plain).is_err()
            && plain.is_empty()
            && let Some(bare) = content.get(2..)
        {
            let _ = flate2::read::DeflateDecoder::new(bare).take(most).read_to_end(&mut plain);
        }
        if plain.len() > self.stream { Err(self.too_large()) } else { Ok(plain) }
    }

    fn unwound(&self, content: &[u8], parameters: Option<&Dictionary>) -> Result<Vec<u8>, DocumentError> {
        let early = parameters.and_then(|p| p.get(b"EarlyChange").and_then(Object::as_i64).ok()).is_none_or(|early| early != 0);
        let mut decoder = if early {
            weezl::decode::Decoder::with_tiff_size_switch(weezl::BitOrder::Msb, 8)
        } else {
            weezl::decode::Decoder::new(weezl::BitOrder::Msb, 8)
        };
        let mut plain = Limited { most: self.stream, written: Vec::new(), full: false };
        let _ = decoder.into_stream(&mut plain).decode_all(content);
        if plain.full { Err(self.too_large()) } else { Ok(plain.written) }
    }

    /// Adds up the ranges of a character map.
    fn mapped(&self, content: &[u8]) -> Result<(), DocumentError> {
        if !content.windows(12).any(|window| window == b"beginbfrange") {
            return Ok(());
        }
        for found in pattern(r"(?-u)<([0-9A-Fa-f\s]*)>\s*<([0-9A-Fa-f\s]*)>\s*[<\[]")?.captures_iter(content) {
            // Eight digits are what a code has; the decoder drops what stands before the last of them.
            let code = |at: usize| -> u64 {
                let digits = found.get(at).map_or(&[][..], |m| m.as_bytes());
                digits
                    .iter()
                    .filter_map(|d| char::from(*d).to_digit(16))
                    .fold(0, |code, digit| (code << 4 | u64::from(digit)) & 0xffff_ffff)
            };
            self.codes((code(2) + 1).saturating_sub(code(1)))?;
        }
        Ok(())
    }

    /// Takes so many codes from what all character maps may come to.
    pub(super) fn codes(&self, count: u64) -> Result<(), DocumentError> {
        let left = self.codes.get().checked_sub(count);
        self.codes.set(left.ok_or(DocumentError::TooLarge { limit: "codes", most: self.limits.codes })?);
        Ok(())
    }
}

/// A buffer that refuses to grow past a limit.
struct Limited {
    most: usize,
    written: Vec<u8>,
    full: bool,
}

impl Write for Limited {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if self.written.len() + bytes.len() > self.most {
            self.full = true;
            return Err(std::io::ErrorKind::FileTooLarge.into());
        }
        self.written.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Adds up what pages come to when they are drawn.
struct Drawn<'d> {
    document: &'d Document,
    budget: &'d Budget,
    limits: &'d DocumentLimits,
    /// What each form comes to.
    known: BTreeMap<ObjectId, u64>,
    /// The forms that are being added up: one that is met again draws itself.
    within: BTreeSet<ObjectId>,
}

impl<'d> Drawn<'d> {
    fn pages(&mut self) -> Result<(), DocumentError> {
        let mut total = 0_u64;
        for page in self.document.page_iter() {
            let mut content = Vec::new();
            for id in self.document.get_page_contents(page) {
                if let Ok(stream) = self.document.get_object(id).and_then(Object::as_stream) {
                    content.extend(self.budget.measured(stream)?);
                }
            }
            let resources = self.inherited(page)?;
            total = total.saturating_add(self.content(&content, &resources)?);
            if total > self.limits.unpacked as u64 {
                return Err(self.budget.too_large());
            }
        }
        Ok(())
    }

    /// The resources of a page, its own or its nearest ancestor's, as the decoder finds them.
    fn inherited(&self, page: ObjectId) -> Result<Vec<&'d Dictionary>, DocumentError> {
        let mut node = self.document.get_dictionary(page).ok();
        for _ in 0..self.limits.depth {
            let Some(dictionary) = node else { return Ok(Vec::new()) };
            if let Ok(resources) = self.document.get_dict_in_dict(dictionary, b"Resources") {
                return Ok(vec![resources]);
            }
            node = dictionary.get(b"Parent").and_then(Object::as_reference).and_then(|parent| self.document.get_dictionary(parent)).ok();
        }
        Err(DocumentError::damaged("页面互相包含", "pages stand in a circle"))
    }

    /// What a content comes to: its own bytes, and those of the forms it draws, as often as it does.
    fn content(&mut self, content: &[u8], resources: &[&'d Dictionary]) -> Result<u64, DocumentError> {
        if content.len() > self.limits.content {
            return Err(DocumentError::TooLarge { limit: "content", most: self.limits.content });
        }
        let mut total = content.len() as u64 + 1;
        if !content.windows(2).any(|window| window == b"Do") {
            return Ok(total);
        }
        for operation in Content::decode(content).map(|content| content.operations).unwrap_or_default() {
            let Some(name) = operation.operands.first().and_then(|name| name.as_name().ok()).filter(|_| operation.operator == "Do") else {
                continue;
            };
            for resources in resources {
                if let Ok(forms) = self.document.get_dict_in_dict(resources, b"XObject")
                    && let Ok(id) = forms.get(name).and_then(Object::as_reference)
                {
                    total = total.saturating_add(self.form(id, resources)?);
                }
            }
        }
        Ok(total)
    }

    fn form(&mut self, id: ObjectId, caller: &'d Dictionary) -> Result<u64, DocumentError> {
        if let Some(known) = self.known.get(&id) {
            return Ok(*known);
        }
        let document = self.document;
        let Ok(stream) = document.get_object(id).and_then(Object::as_stream) else { return Ok(0) };
        if !self.within.insert(id) {
            return Err(DocumentError::damaged("有的图形引用了自身", "a form draws itself"));
        }
        if self.within.len() > self.limits.depth {
            return Err(DocumentError::TooLarge { limit: "depth", most: self.limits.depth });
        }
        let own = document.get_dict_in_dict(&stream.dict, b"Resources").ok();
        let content = self.budget.measured(stream)?;
        let total = self.content(&content, &[own.unwrap_or(caller)])?;
        self.within.remove(&id);
        // Without resources of its own it draws with its caller's, so what it comes to holds for this caller alone.
        if own.is_some() {
            self.known.insert(id, total);
        }
        Ok(total)
    }
}
