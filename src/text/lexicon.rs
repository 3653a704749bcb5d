//! All words of all patterns, and where they stand in a clause. It knows no patterns.
//!
//! Chinese words begin with far more different *pairs* of characters than a text has in a row, so one bit for each pair is the
//! whole prefilter: a character costs a load, two multiplications and a bit test, however many words there are. All ways to write a pair
//! (full width, capitals) have their bit, so that nothing is folded on the way; white space is stepped over.

use std::collections::HashMap;
use std::ops::Range;

use super::fold::{fold, is_white, raw, raw_at, variants};

/// No character, no node, no word. `0xFFFF_FFFF` is not the UTF-8 of anything.
pub(super) const NONE: u32 = u32::MAX;
/// Stands for the first character in the key of words of one character.
const ALONE: u32 = u32::MAX - 1;
/// The most bytes of a clause whose places can wait.
pub(super) const LONGEST_CLAUSE: u32 = 1 << NUMBER_BITS;
const NUMBER_BITS: u32 = 30;
const PAIR: u64 = 1 << NUMBER_BITS;
const WORD: u64 = 2 << NUMBER_BITS;
const IDEOGRAPHIC_SPACE: u32 = 0x80_80E3;
const FIRST: u32 = 0x9E37_79B1;
const SECOND: u32 = 0x85EB_CA6B;
/// How many places may wait for the look-up: enough that leaving the scan's loop costs nothing.
const WAITING: usize = 128;

/// A word in a clause.
#[derive(Clone, Copy, Debug)]
pub(super) struct Occurrence {
    pub(super) word: u32,
    /// Of the folded clause: where the word begins and ends, in characters.
    pub(super) start: u32,
    pub(super) end: u32,
    /// Of the text of the clause: where it begins and ends, in bytes.
    pub(super) from: u32,
    pub(super) to: u32,
}

/// How words begin: with these characters, one of them ends (or [`NONE`]), others go on (or [`NONE`]).
#[derive(Clone, Copy, Debug)]
struct Slot {
    first: u32,
    second: u32,
    word: u32,
    node: u32,
    /// With which characters the words go on: a bit for a hash of each, so that most that do not are not followed.
    next: u32,
}

/// What has been read so far: the word that ends here, and how it may go on.
#[derive(Clone, Debug, Default)]
struct Node {
    word: Option<u32>,
    edges: Vec<(char, u32)>,
}

/// 65,536 bits in 8 KiB, which stay in the first cache: up to 4,000 pairs set less than one in sixteen; with 60,000 the look-up behind decides.
const BITS: usize = 1024;
type Bits = [u64; BITS];

/// The places where a bit is set, of the second character: its byte in the upper half; below, in two bits, whether words begin here with the
/// pair ([`PAIR`]) and whether the character is a word ([`WORD`]); then its number. They are kept from
/// clause to clause: clearing them would cost more than a short clause.
pub(super) struct Waiting([u64; WAITING]);

impl Default for Waiting {
    fn default() -> Self {
        Self([0; WAITING])
    }
}

/// The words, and the tables made of them.
#[derive(Debug)]
pub(super) struct Lexicon {
    bits: Box<Bits>,
    alone_bits: Box<Bits>,
    any_alone: bool,
    /// Words of one character, by a hash of it: a table of their own, since a text is full of them, and few enough to stay in the first cache.
    alone: Vec<(u32, u32)>,
    slots: Vec<Slot>,
    slot_shift: u32,
    nodes: Vec<Node>,
    words: usize,
}

impl Lexicon {
    /// `words` are folded, not empty and different; a word's number is its place.
    pub(super) fn new(words: &[Vec<char>]) -> Lexicon {
        let mut nodes: Vec<Node> = Vec::new();
        let mut roots: HashMap<(u32, u32), u32> = HashMap::new();
        let mut edges: HashMap<(u32, char), u32> = HashMap::new();
        let mut any_alone = false;
        for (number, word) in words.iter().enumerate() {
            let (keys, rest): (Vec<(u32, u32)>, &[char]) = match word.as_slice() {
                [] => continue,
                [only] => (variants(*only).map(|c| (ALONE, raw(c))).collect(), &[]),
                [first, second, rest @ ..] => {
                    (variants(*first).flat_map(|a| variants(*second).map(move |b| (raw(a), raw(b)))).collect(), rest)
                }
            };
            any_alone |= word.len() == 1;
            let known = keys.first().and_then(|key| roots.get(key).copied());
            let mut node = known.unwrap_or_else(|| add(&mut nodes));
            for key in keys {
                roots.insert(key, node);
            }
            for &c in rest {
                node = *edges.entry((node, c)).or_insert_with(|| add(&mut nodes));
            }
            if let Some(node) = nodes.get_mut(node as usize) {
                node.word = Some(number as u32);
            }
        }
        for ((node, c), next) in edges {
            if let Some(node) = nodes.get_mut(node as usize) {
                node.edges.push((c, next));
            }
        }
        for node in &mut nodes {
            node.edges.sort_unstable();
        }
        Self::with_tables(words.len(), nodes, &roots, any_alone)
    }

    fn with_tables(words: usize, nodes: Vec<Node>, roots: &HashMap<(u32, u32), u32>, any_alone: bool) -> Lexicon {
        let slot_log = (roots.len() * 2).next_power_of_two().ilog2().max(4);
        let mut made = Lexicon {
            bits: Box::new([0; BITS]),
            alone_bits: Box::new([0; BITS]),
            any_alone,
            alone: vec![(NONE, NONE); (roots.keys().filter(|key| key.0 == ALONE).count() * 4).next_power_of_two()],
            slots: vec![Slot { first: NONE, second: NONE, word: NONE, node: NONE, next: 0 }; 1 << slot_log],
            slot_shift: 32 - slot_log,
            nodes,
            words,
        };
        for (&(first, second), &node) in roots {
            let (bits, hash) = if first == ALONE {
                (&mut made.alone_bits, second.wrapping_mul(SECOND))
            } else {
                (&mut made.bits, pair_hash(first, second))
            };
            if let Some(bits) = bits.get_mut((hash >> 22) as usize) {
                *bits |= 1 << (hash >> 16 & 63);
            }
            let of = made.nodes.get(node as usize);
            let word = of.and_then(|node| node.word).unwrap_or(NONE);
            let edges = of.map_or(&[][..], |node| node.edges.as_slice());
            let next = edges.iter().flat_map(|edge| variants(edge.0)).fold(0, |next, c| next | next_bit(raw(c)));
            let node = if next == 0 { NONE } else { node };
            if first == ALONE {
                made.fill_alone(second, word);
            } else {
                made.fill_slot(Slot { first, second, word, node, next });
            }
        }
        made
    }

    fn fill_alone(&mut self, character: u32, word: u32) {
        let mask = self.alone.len() - 1;
        let mut at = alone_hash(character);
        // Ends: three of four are free.
        while self.alone.get(at & mask).is_some_and(|entry| entry.0 != NONE) {
            at += 1;
        }
        if let Some(free) = self.alone.get_mut(at & mask) {
            *free = (character, word);
        }
    }

    /// The word that a character is.
    fn alone(&self, character: u32) -> Option<u32> {
        let mask = self.alone.len() - 1;
        let mut at = alone_hash(character);
        loop {
            let &(of, word) = self.alone.get(at & mask)?;
            if of == character {
                return Some(word);
            }
            if of == NONE {
                return None;
            }
            at += 1;
        }
    }

    fn fill_slot(&mut self, slot: Slot) {
        let mask = self.slots.len() - 1;
        let mut at = (pair_hash(slot.first, slot.second) >> self.slot_shift) as usize;
        // Ends: at least half of the slots stay free.
        while self.slots.get(at & mask).is_some_and(|s| s.first != NONE) {
            at += 1;
        }
        if let Some(free) = self.slots.get_mut(at & mask) {
            *free = slot;
        }
    }

    fn slot(&self, first: u32, second: u32) -> Option<&Slot> {
        let mask = self.slots.len() - 1;
        let mut at = (pair_hash(first, second) >> self.slot_shift) as usize;
        loop {
            let slot = self.slots.get(at & mask)?;
            if slot.first == first && slot.second == second {
                return Some(slot);
            }
            if slot.first == NONE {
                return None;
            }
            at += 1;
        }
    }

    /// How many words there are.
    pub(super) fn words(&self) -> usize {
        self.words
    }

    /// Gives every word in a clause, those that begin with the same two characters in the order of their places; answers how many
    /// characters were compared.
    pub(super) fn scan(&self, text: &str, clause: Range<usize>, waiting: &mut Waiting, hit: &mut impl FnMut(Occurrence)) -> u64 {
        if self.words == 0 {
            0
        } else if self.any_alone {
            self.scan_for::<true>(text, clause, waiting, hit)
        } else {
            self.scan_for::<false>(text, clause, waiting, hit)
        }
    }

    fn scan_for<const ALONE_TOO: bool>(
        &self,
        text: &str,
        clause: Range<usize>,
        waiting: &mut Waiting,
        hit: &mut impl FnMut(Occurrence),
    ) -> u64 {
        let Some(own) = text.get(clause) else { return 0 };
        let bytes = own.as_bytes();
        let mut steps = 0;
        let mut reader =
            Reader { bits: &self.bits, alone_bits: &self.alone_bits, waiting, count: 0, at: 0, index: 0, before: NONE.wrapping_mul(FIRST) };
        while reader.at < bytes.len() {
            reader.read_pairs::<ALONE_TOO>(bytes);
            if reader.count < WAITING - 2 && reader.at < bytes.len() {
                let (second, length) = raw_at(bytes, reader.at);
                if !is_white(second) {
                    reader.note::<ALONE_TOO>(second, reader.at);
                }
                reader.at += length;
            }
            if reader.count >= WAITING - 2 {
                steps += self.look_up::<ALONE_TOO>(own, reader.waiting.0.get(..reader.count).unwrap_or_default(), hit);
                reader.count = 0;
            }
        }
        steps + self.look_up::<ALONE_TOO>(own, reader.waiting.0.get(..reader.count).unwrap_or_default(), hit)
    }

    fn look_up<const ALONE_TOO: bool>(&self, clause: &str, waiting: &[u64], hit: &mut impl FnMut(Occurrence)) -> u64 {
        let bytes = clause.as_bytes();
        let mut steps = waiting.len() as u64;
        for place in waiting {
            let (at, index) = ((place >> 32) as usize, (place & (PAIR - 1)) as u32);
            let (second, length) = raw_at(bytes, at);
            let (end, to) = (index + 1, (at + length) as u32);
            if ALONE_TOO
                && place & WORD != 0
                && let Some(word) = self.alone(second)
            {
                hit(Occurrence { word, start: index, end, from: at as u32, to });
            }
            if ALONE_TOO && place & PAIR == 0 {
                continue;
            }
            let Some((first, from)) = before(clause, at) else { continue };
            let Some(slot) = self.slot(first, second) else { continue };
            let found = Occurrence { word: slot.word, start: index.saturating_sub(1), end, from: from as u32, to };
            if slot.word != NONE {
                hit(found);
            }
            let next = raw_at(bytes, to as usize).0;
            if slot.next & next_bit(next) == 0 && !is_white(next) {
                continue;
            }
            if let Some(node) = self.nodes.get(slot.node as usize) {
                steps += self.walk(clause.get(to as usize..).unwrap_or_default(), node, found, hit);
            }
        }
        steps
    }

    /// Follows the longer words.
    fn walk<'a>(&'a self, rest: &str, mut node: &'a Node, found: Occurrence, hit: &mut impl FnMut(Occurrence)) -> u64 {
        let mut end = found.end;
        let mut steps = 0;
        for (at, c) in rest.char_indices() {
            steps += 1;
            let Some(folded) = fold(c) else { continue };
            let edge = node.edges.binary_search_by_key(&folded, |edge| edge.0).ok().and_then(|n| node.edges.get(n));
            let Some(next) = edge.and_then(|edge| self.nodes.get(edge.1 as usize)) else { break };
            end += 1;
            if let Some(word) = next.word {
                hit(Occurrence { word, end, to: found.to + (at + c.len_utf8()) as u32, ..found });
            }
            if next.edges.is_empty() {
                break;
            }
            node = next;
        }
        steps
    }
}

/// Where the scan is.
struct Reader<'a> {
    bits: &'a Bits,
    alone_bits: &'a Bits,
    waiting: &'a mut Waiting,
    count: usize,
    at: usize,
    index: u32,
    /// The share of the character before in the hash of a pair.
    before: u32,
}

impl Reader<'_> {
    /// The common case, two characters at a time: of U+3000–U+FFFF, without the one of them that is white space. Ends where
    /// something else stands, or where the next two characters might not find room.
    fn read_pairs<const ALONE_TOO: bool>(&mut self, bytes: &[u8]) {
        // In a copy, which the compiler can keep in registers.
        let Reader { bits, alone_bits, ref mut waiting, count, at, index, before } = *self;
        let mut own = Reader { bits, alone_bits, waiting, count, at, index, before };
        for &[a, b, c, d, e, f] in bytes.get(at..).unwrap_or_default().as_chunks::<6>().0 {
            let six = u64::from_le_bytes([a, b, c, d, e, f, 0, 0]);
            let (one, two) = (six as u32 & 0xFF_FFFF, (six >> 24) as u32);
            if !from_e3(six) || one == IDEOGRAPHIC_SPACE || two == IDEOGRAPHIC_SPACE || own.count >= WAITING - 2 {
                break;
            }
            own.note::<ALONE_TOO>(one, own.at);
            own.note::<ALONE_TOO>(two, own.at + 3);
            own.at += 6;
        }
        let Reader { count, at, index, before, .. } = own;
        (self.count, self.at, self.index, self.before) = (count, at, index, before);
    }

    #[inline(always)]
    fn note<const ALONE_TOO: bool>(&mut self, second: u32, at: usize) {
        let second_hash = second.wrapping_mul(SECOND);
        let mut set = bit(self.bits, self.before.wrapping_add(second_hash));
        if ALONE_TOO {
            set |= bit(self.alone_bits, second_hash) << 1;
        }
        // Written whether or not the bit is set: a store costs less than a branch that cannot be foreseen.
        if let Some(place) = self.waiting.0.get_mut(self.count % WAITING) {
            *place = (at as u64) << 32 | set << NUMBER_BITS | u64::from(self.index);
        }
        self.count += usize::from(set != 0);
        self.index += 1;
        self.before = second.wrapping_mul(FIRST);
    }
}

fn add(nodes: &mut Vec<Node>) -> u32 {
    nodes.push(Node::default());
    (nodes.len() - 1) as u32
}

fn pair_hash(first: u32, second: u32) -> u32 {
    first.wrapping_mul(FIRST).wrapping_add(second.wrapping_mul(SECOND))
}

fn next_bit(character: u32) -> u32 {
    1 << (character.wrapping_mul(FIRST) >> 27)
}

fn alone_hash(character: u32) -> usize {
    (character.wrapping_mul(SECOND) >> 12) as usize
}

fn bit(bits: &Bits, hash: u32) -> u64 {
    bits.get((hash >> 22) as usize).map_or(0, |bits| bits >> (hash >> 16 & 63) & 1)
}

/// Do two characters of three bytes stand here that begin with E3 to EF?
fn from_e3(six: u64) -> bool {
    let leads = six & 0xFF00_00FF;
    // Added to the lower half of a byte, 0D carries from 3 on.
    leads & 0xF000_00F0 == 0xE000_00E0 && ((leads & 0x0F00_000F) + 0x0D00_000D) & 0x1000_0010 == 0x1000_0010
}

/// The last character before a place that is not white space, and where it begins.
fn before(clause: &str, at: usize) -> Option<(u32, usize)> {
    let bytes = clause.as_bytes();
    if let Some([lead @ 0xE3..=0xEF, second, third]) = bytes.get(at.saturating_sub(3)..at) {
        let first = u32::from_le_bytes([*lead, *second, *third, 0]);
        if first != IDEOGRAPHIC_SPACE {
            return Some((first, at.saturating_sub(3)));
        }
    }
    let (from, c) = clause.get(..at)?.char_indices().rev().find(|(_, c)| !c.is_whitespace())?;
    Some((raw(c), from))
}
