//! Values as bytes: what writes, what reads, and the macros that make both of one list of fields. It knows no rules.
//!
//! Whole numbers are LEB128, lists stand after their length, choices are a byte. A reader trusts nothing: a length without bytes
//! behind it, a number that does not fit and an unknown choice are `None`, and nothing is reserved for what only claims to come.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

use crate::diagnostic::Sources;
use crate::law::{Title, Unit};
use crate::model::{FactKey, NESTING};

/// Of a list no more than this is reserved before it is read.
const RESERVED: usize = 64;
/// How deep values may nest: as rules do, and what lowering adds at the leaves (a negation, a date that is moved).
pub(super) const DEPTH: usize = NESTING + 8;

/// A value that is written and read.
pub(super) trait Saved: Sized {
    /// Writes it.
    fn save(&self, out: &mut Writer);
    /// Reads it; `None` where the bytes are none.
    fn load(input: &mut Reader<'_>) -> Option<Self>;
}

/// Values that are written once and then named by number.
#[derive(Debug)]
struct Interned<T> {
    all: Vec<T>,
    numbers: HashMap<T, usize>,
}

impl<T: Clone + Eq + Hash> Interned<T> {
    fn number(&mut self, one: &T) -> usize {
        if let Some(&known) = self.numbers.get(one) {
            return known;
        }
        self.numbers.insert(one.clone(), self.all.len());
        self.all.push(one.clone());
        self.all.len() - 1
    }
}

impl<T> Default for Interned<T> {
    fn default() -> Self {
        Interned { all: Vec::new(), numbers: HashMap::new() }
    }
}

/// Gathers bytes, and the values that are shared.
#[derive(Debug, Default)]
pub(super) struct Writer {
    bytes: Vec<u8>,
    units: Interned<Unit>,
    texts: Interned<Arc<str>>,
    titles: Interned<Title>,
    keys: Interned<FactKey>,
}

impl Writer {
    pub(super) fn byte(&mut self, byte: u8) {
        self.bytes.push(byte);
    }

    pub(super) fn number(&mut self, mut number: u128) {
        while number >= 0x80 {
            self.bytes.push((number & 0x7f) as u8 | 0x80);
            number >>= 7;
        }
        self.bytes.push(number as u8);
    }

    pub(super) fn text(&mut self, text: &str) {
        self.number(text.len() as u128);
        self.bytes.extend_from_slice(text.as_bytes());
    }

    pub(super) fn list<T: Saved>(&mut self, all: &[T]) {
        self.number(all.len() as u128);
        all.iter().for_each(|one| one.save(self));
    }

    /// All that was written, behind the shared values that it names.
    pub(super) fn finish(self) -> Vec<u8> {
        let mut body = self;
        let (units, titles) = (std::mem::take(&mut body.units.all), std::mem::take(&mut body.titles.all));
        let keys = std::mem::take(&mut body.keys.all);
        // Keys are made of texts, which are therefore known only when these are written.
        let mut shared = Writer { texts: std::mem::take(&mut body.texts), ..Writer::default() };
        shared.list(&keys.into_iter().map(Parts).collect::<Vec<_>>());
        let mut whole = Writer::default();
        whole.number(shared.texts.all.len() as u128);
        for text in &shared.texts.all {
            whole.text(text);
        }
        whole.number(units.len() as u128);
        for unit in &units {
            super::law::save_unit(unit, &mut whole);
        }
        whole.number(titles.len() as u128);
        for title in &titles {
            whole.text(title.full());
        }
        whole.bytes.extend(shared.bytes);
        whole.bytes.extend(body.bytes);
        whole.bytes
    }
}

/// A key where it is kept; elsewhere it is a number.
struct Parts(FactKey);

impl Saved for Parts {
    fn save(&self, out: &mut Writer) {
        out.list(&self.0.0);
    }

    fn load(input: &mut Reader<'_>) -> Option<Self> {
        let segments: Vec<Arc<str>> = input.list()?;
        (!segments.is_empty()).then(|| Parts(FactKey(segments.into())))
    }
}

/// Takes values off the front of bytes.
#[derive(Debug)]
pub(super) struct Reader<'b> {
    rest: &'b [u8],
    /// The texts in which places lie.
    pub(super) sources: &'b Sources,
    /// How many there are of what ids name, by [`super::tables`].
    pub(super) counts: super::tables::Counts,
    units: Vec<Unit>,
    texts: Vec<Arc<str>>,
    titles: Vec<Title>,
    keys: Vec<FactKey>,
    depth: usize,
}

impl<'b> Reader<'b> {
    /// A reader of what [`Writer::finish`] gave.
    pub(super) fn new(bytes: &'b [u8], sources: &'b Sources) -> Option<Self> {
        let mut reader = Reader {
            rest: bytes,
            sources,
            counts: Default::default(),
            units: Vec::new(),
            texts: Vec::new(),
            titles: Vec::new(),
            keys: Vec::new(),
            depth: 0,
        };
        reader.texts = reader.many(|input| input.text().map(Arc::from))?;
        reader.units = reader.many(super::law::load_unit)?;
        reader.titles = reader.many(|input| Title::new(input.text()?))?;
        reader.keys = reader.many(|input| Some(Parts::load(input)?.0))?;
        Some(reader)
    }

    /// Whether everything was read.
    pub(super) fn at_end(&self) -> bool {
        self.rest.is_empty()
    }

    pub(super) fn byte(&mut self) -> Option<u8> {
        let (&byte, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(byte)
    }

    pub(super) fn number(&mut self) -> Option<u128> {
        let mut number = 0u128;
        for shift in (0..u128::BITS).step_by(7) {
            let byte = self.byte()?;
            let part = u128::from(byte & 0x7f);
            // The last byte has room for two bits only.
            if part.leading_zeros() < shift {
                return None;
            }
            number |= part << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    pub(super) fn small(&mut self) -> Option<u32> {
        // Nearly all numbers are a byte or three: the long way is kept off this one.
        let mut number = 0u32;
        for shift in [0, 7, 14, 21] {
            let byte = self.byte()?;
            number |= u32::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        let byte = self.byte()?;
        (byte < 0x10).then(|| number | u32::from(byte) << 28)
    }

    pub(super) fn text(&mut self) -> Option<&'b str> {
        let length = self.small()? as usize;
        let (text, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        std::str::from_utf8(text).ok()
    }

    /// A list of what `one` reads, each of at least a byte.
    fn many<T>(&mut self, one: impl Fn(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let count = self.small()? as usize;
        self.so_many(count, one)
    }

    /// As many as were told before.
    pub(super) fn so_many<T>(&mut self, count: usize, one: impl Fn(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        if count > self.rest.len() {
            return None;
        }
        let mut all = Vec::with_capacity(count.min(RESERVED));
        for _ in 0..count {
            all.push(one(self)?);
        }
        Some(all)
    }

    pub(super) fn list<T: Saved>(&mut self) -> Option<Vec<T>> {
        self.many(T::load)
    }

    /// Reads what may hold its like.
    pub(super) fn nested<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        if self.depth >= DEPTH {
            return None;
        }
        self.depth += 1;
        let value = read(self);
        self.depth -= 1;
        value
    }
}

impl Saved for bool {
    fn save(&self, out: &mut Writer) {
        out.byte(u8::from(*self));
    }

    fn load(input: &mut Reader<'_>) -> Option<Self> {
        match input.byte()? {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }
}

macro_rules! whole_numbers {
    ($($ty:ty),*) => { $(
        impl Saved for $ty {
            fn save(&self, out: &mut Writer) {
                out.number(*self as u128);
            }

            fn load(input: &mut Reader<'_>) -> Option<Self> {
                <$ty>::try_from(input.small()?).ok()
            }
        }
    )* };
}

// A length or an index is kept as 32 bits: of more no model consists.
whole_numbers!(u16, u32, usize);

impl Saved for i128 {
    fn save(&self, out: &mut Writer) {
        // The sign in the lowest bit.
        out.number(((self << 1) ^ (self >> 127)) as u128);
    }

    fn load(input: &mut Reader<'_>) -> Option<Self> {
        let number = input.number()?;
        Some((number >> 1) as i128 ^ -((number & 1) as i128))
    }
}

impl Saved for i64 {
    fn save(&self, out: &mut Writer) {
        i128::from(*self).save(out);
    }

    fn load(input: &mut Reader<'_>) -> Option<Self> {
        i64::try_from(i128::load(input)?).ok()
    }
}

impl Saved for String {
    fn save(&self, out: &mut Writer) {
        out.text(self);
    }

    fn load(input: &mut Reader<'_>) -> Option<Self> {
        input.text().map(str::to_owned)
    }
}

/// Defines how values are saved that are kept once.
macro_rules! shared {
    ($($ty:ty: $list:ident),*) => { $(
        impl Saved for $ty {
            fn save(&self, out: &mut Writer) {
                let number = out.$list.number(self);
                out.number(number as u128);
            }

            fn load(input: &mut Reader<'_>) -> Option<Self> {
                let number = input.small()? as usize;
                input.$list.get(number).cloned()
            }
        }
    )* };
}

shared!(Arc<str>: texts, Unit: units, Title: titles, FactKey: keys);

impl<T: Saved> Saved for Option<T> {
    fn save(&self, out: &mut Writer) {
        out.byte(u8::from(self.is_some()));
        if let Some(value) = self {
            value.save(out);
        }
    }

    fn load(input: &mut Reader<'_>) -> Option<Self> {
        Some(if bool::load(input)? { Some(T::load(input)?) } else { None })
    }
}

impl<T: Saved> Saved for Box<T> {
    fn save(&self, out: &mut Writer) {
        (**self).save(out);
    }

    fn load(input: &mut Reader<'_>) -> Option<Self> {
        T::load(input).map(Box::new)
    }
}

impl<T: Saved> Saved for Vec<T> {
    fn save(&self, out: &mut Writer) {
        out.list(self);
    }

    fn load(input: &mut Reader<'_>) -> Option<Self> {
        input.list()
    }
}

impl<A: Saved, B: Saved> Saved for (A, B) {
    fn save(&self, out: &mut Writer) {
        self.0.save(out);
        self.1.save(out);
    }

    fn load(input: &mut Reader<'_>) -> Option<Self> {
        Some((A::load(input)?, B::load(input)?))
    }
}

/// Saves structs field by field; one that is left out does not compile.
macro_rules! fields {
    ($($ty:ident { $($field:ident),* $(,)? })*) => { $(
        impl Saved for $ty {
            fn save(&self, out: &mut Writer) {
                let Self { $($field),* } = self;
                $($field.save(out);)*
            }

            fn load(input: &mut Reader<'_>) -> Option<Self> {
                Some(Self { $($field: Saved::load(input)?),* })
            }
        }
    )* };
}

/// Saves enums as a byte that says which, then the parts; a variant that is left out does not compile. What may hold its like
/// is marked `nested`.
macro_rules! choices {
    ($($ty:ident $($nested:ident)? {
        $($number:literal $variant:ident $(($($part:ident),*))? $({$($field:ident),*})?),* $(,)?
    })*) => { $(
        impl Saved for $ty {
            fn save(&self, out: &mut Writer) {
                match self { $(
                    Self::$variant $(($($part),*))? $({$($field),*})? => {
                        out.byte($number);
                        $($($part.save(out);)*)?
                        $($($field.save(out);)*)?
                    }
                )* }
            }

            fn load(input: &mut Reader<'_>) -> Option<Self> {
                $crate::saved::codec::read!(input, $($nested)?, match input.byte()? {
                    $($number => Some(Self::$variant
                        $(($($crate::saved::codec::take!($part, input)),*))?
                        $({$($field: Saved::load(input)?),*})?),)*
                    _ => None,
                })
            }
        }
    )* };
}

macro_rules! take {
    ($part:ident, $input:ident) => {
        Saved::load($input)?
    };
}

macro_rules! read {
    ($input:ident, , $read:expr) => {
        $read
    };
    ($input:ident, nested, $read:expr) => {
        $input.nested(|$input| $read)
    };
}

pub(super) use {choices, fields, read, take};
