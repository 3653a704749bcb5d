//! The lists of a model and the ids that name their members: an id is read only where there is what it names.

use super::codec::{Reader, Saved, Writer};
use crate::diagnostic::{SourceId, Span};
use crate::law::UnitTable;
use crate::model::{
    BenchmarkId, CaseId, CheckId, CircumstanceId, DefinitionId, EnumerationId, FactId, KindId, Model, ProcedureId, RangeRuleId, RecordId,
    ReviewId, ScoringId, SetId,
};

macro_rules! tables {
    ($($id:ident => $list:ident),* $(,)?) => {
        /// How many there are in each list of a model.
        #[derive(Debug, Clone, Copy, Default)]
        pub(super) struct Counts {
            $($list: u32,)*
        }

        $(
            impl Saved for $id {
                fn save(&self, out: &mut Writer) {
                    self.0.save(out);
                }

                fn load(input: &mut Reader<'_>) -> Option<Self> {
                    let id = u32::load(input)?;
                    (id < input.counts.$list).then_some($id(id))
                }
            }
        )*

        /// Writes all lists but the texts.
        pub(super) fn save(model: &Model, out: &mut Writer) {
            let Model { sources: _, units, word_lists, $($list),* } = model;
            let units = units.units().into_iter().cloned().collect::<Vec<_>>();
            out.list(&units);
            $($list.len().save(out);)*
            $($list.iter().for_each(|one| one.save(out));)*
            out.list(word_lists);
        }

        /// Reads what [`save`] wrote.
        pub(super) fn load(input: &mut Reader<'_>) -> Option<Model> {
            let units = UnitTable::of(input.list()?);
            let counts = Counts { $($list: Saved::load(input)?),* };
            input.counts = counts;
            $(let $list = input.so_many(counts.$list as usize, Saved::load)?;)*
            let word_lists = input.list()?;
            Some(Model { sources: input.sources.clone(), units, word_lists, $($list),* })
        }
    };
}

tables! {
    SetId => sets,
    EnumerationId => enumerations,
    RecordId => records,
    FactId => facts,
    DefinitionId => definitions,
    KindId => kinds,
    BenchmarkId => benchmarks,
    CircumstanceId => circumstances,
    RangeRuleId => range_rules,
    ProcedureId => procedures,
    ReviewId => reviews,
    CheckId => checks,
    ScoringId => scorings,
    CaseId => cases,
}

impl Saved for SourceId {
    fn save(&self, out: &mut Writer) {
        self.index().save(out);
    }

    fn load(input: &mut Reader<'_>) -> Option<Self> {
        let index = usize::load(input)?;
        input.sources.id(index)
    }
}

impl Saved for Span {
    fn save(&self, out: &mut Writer) {
        let Span { source, start, end } = *self;
        source.save(out);
        start.save(out);
        end.saturating_sub(start).save(out);
    }

    fn load(input: &mut Reader<'_>) -> Option<Self> {
        let (source, start, length) = (SourceId::load(input)?, u32::load(input)?, u32::load(input)?);
        let span = Span::new(source, start, start.checked_add(length)?);
        // What a place says is cut out of the text, character by character.
        input.sources.get(source)?.text().get(span.range()).is_some().then_some(span)
    }
}
