//! A checked model as bytes, to be read again without checking: what a bundle of rules holds beside the texts.
//!
//! **Invariant:** bytes are trusted in nothing. What is read names only what is there, is no deeper and takes no more memory than
//! the bytes allow for, and is sound: so a model from bytes can be used as one from `check`. Knows neither files nor versions.
//!
//! Why not a derived format: ids have to be held against the lists that they index, depth has to be bounded as it is read, and the
//! types of the law have serde forms already, made for people. One list of fields a type says both how it is written and read.

mod cases;
mod codec;
mod law;
mod rules;
mod sound;
mod tables;

use codec::{Reader, Writer};

use crate::diagnostic::{Diagnostic, Sources};
use crate::model::Model;

/// A model without its texts, and the diagnostics that came with it, as bytes.
pub(crate) fn write(model: &Model, diagnostics: &[Diagnostic]) -> Vec<u8> {
    let mut out = Writer::default();
    tables::save(model, &mut out);
    out.list(diagnostics);
    out.finish()
}

/// Reads what [`write`] wrote, over the same texts; `None` where that is not what the bytes are.
pub(crate) fn read(bytes: &[u8], sources: &Sources) -> Option<(Model, Vec<Diagnostic>)> {
    let mut input = Reader::new(bytes, sources)?;
    let model = tables::load(&mut input)?;
    let diagnostics = input.list()?;
    (input.at_end() && sound::is_sound(&model)).then_some((model, diagnostics))
}
