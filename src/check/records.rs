//! 要素 blocks: their fields and definitions, with what they contain and nest, laid flat. Lowers no definition.

use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;

use super::Checker;
use super::collect::{Declared, TypeName};
use super::graph;
use super::names::{Find, problem_at};
use super::types;
use crate::diagnostic::{NameProblem, Place, Span, Spanned, Term, TypeProblem};
use crate::law::{Bound, Exact, Range};
use crate::model::{Direction, Field, Record, Type, Value};
use crate::syntax::tree::{ClauseKind, Condition, Direction as WrittenDirection, Name, RangeExpr, TypeExpr};

/// Separates the segments of a path in keys; it cannot stand in a name, while a full stop can (“PM2.5”).
pub(super) const SEPARATOR: char = '\u{1f}';

/// The most fields and definitions a record may come to, with all it contains and nests.
pub(super) const LIMIT: usize = 20_000;

/// A path as a key.
pub(super) fn key(path: &[Name]) -> String {
    let mut key = String::new();
    for name in path {
        if !key.is_empty() {
            key.push(SEPARATOR);
        }
        key.push_str(&name.node);
    }
    key
}

/// A key as people write it.
pub(super) fn shown(key: &str) -> String {
    key.replace(SEPARATOR, ".")
}

/// All records.
#[derive(Clone, Default)]
pub(super) struct Records<'t> {
    pub(super) declared: Vec<Declared<'t>>,
    pub(super) flat: Vec<Flat>,
    pub(super) fields: Vec<FieldDecl>,
    pub(super) definitions: Vec<DefinitionDecl<'t>>,
    /// Whether something names the record: a rule, another record or a list.
    pub(super) used: Vec<bool>,
    /// Whether a rule uses it, itself or within another.
    pub(super) in_rules: Vec<bool>,
    /// The records whose elements are listed somewhere.
    pub(super) listed: Vec<usize>,
    /// The records that declare a field of a name, for hints.
    pub(super) owners: HashMap<String, Vec<usize>>,
}

/// A record with all it contains.
#[derive(Clone, Default)]
pub(super) struct Flat {
    pub(super) entries: IndexMap<String, Entry>,
    /// How many of them are fields.
    fields: usize,
    /// A part could not be resolved, so a missing name is no news.
    pub(super) incomplete: bool,
}

impl Flat {
    /// A record of which nothing is known.
    pub(super) fn unknown() -> Self {
        Self { incomplete: true, ..Self::default() }
    }
}

/// What a name within a record stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Entry {
    /// A field, with its place among the fields of this record.
    Field { decl: usize, index: usize },
    /// A definition, with the path of its record within this one.
    Definition { decl: usize, prefix: String },
    /// A nested record.
    Record { record: usize },
    /// Declared badly; already reported.
    Bad,
}

/// A declared field.
#[derive(Clone)]
pub(super) struct FieldDecl {
    pub(super) record: usize,
    pub(super) field: Field,
    pub(super) used: bool,
}

/// A declared definition.
#[derive(Clone)]
pub(super) struct DefinitionDecl<'t> {
    pub(super) record: usize,
    pub(super) file: usize,
    pub(super) name: &'t Name,
    pub(super) value: &'t Spanned<Condition>,
    pub(super) used: bool,
}

/// The parts of a field's clause.
struct FieldParts<'t> {
    name: &'t Name,
    ty: &'t Spanned<TypeExpr>,
    range: Option<&'t Spanned<RangeExpr>>,
    optional: Option<&'t Place>,
    direction: Option<&'t Spanned<WrittenDirection>>,
    note: Option<&'t Spanned<String>>,
}

impl<'t> Records<'t> {
    /// Gives all records one order of fields, so that the elements of a list are the same under either of two versions.
    fn align(&mut self) {
        let mut places: HashMap<String, usize> = HashMap::new();
        for key in self.flat.iter().flat_map(|flat| flat.entries.keys()) {
            let next = places.len();
            places.entry(key.clone()).or_insert(next);
        }
        for flat in &mut self.flat {
            flat.entries.sort_by(|one, _, other, _| places.get(one).cmp(&places.get(other)));
            let mut next = 0;
            for entry in flat.entries.values_mut() {
                if let Entry::Field { index, .. } = entry {
                    *index = next;
                    next += 1;
                }
            }
        }
    }

    /// Marks as used what is in a copy of these records.
    pub(super) fn mark(&mut self, copy: &Records<'t>) {
        for (field, other) in self.fields.iter_mut().zip(&copy.fields) {
            field.used |= other.used;
        }
        for (definition, other) in self.definitions.iter_mut().zip(&copy.definitions) {
            definition.used |= other.used;
        }
        let records = self.used.iter_mut().zip(&copy.used).chain(self.in_rules.iter_mut().zip(&copy.in_rules));
        records.for_each(|(used, other)| *used |= other);
    }
}

impl<'t> Checker<'t> {
    /// The name of a record.
    pub(super) fn record_name(&self, record: usize) -> &'t str {
        self.records.declared.get(record).map_or("", |d| d.name.node.as_str())
    }

    /// Lays all records flat, each after those it contains.
    pub(super) fn resolve_records(&mut self) {
        let count = self.records.declared.len();
        self.records.flat.resize_with(count, Flat::default);
        self.records.used.resize(count, false);
        self.records.in_rules.resize(count, false);
        let edges: Vec<Vec<usize>> = (0..count).map(|record| self.contained(record)).collect();
        let order = graph::order(&edges);
        let mut circular: HashSet<usize> = HashSet::new();
        for cycle in &order.cycles {
            circular.extend(cycle);
            let mut names: Vec<&str> = cycle.iter().map(|&r| self.record_name(r)).collect();
            names.extend(names.first().copied());
            let chain = names.join(" → ");
            if let Some(first) = cycle.first().and_then(|&r| self.records.declared.get(r)) {
                self.report(TypeProblem::RecordCycle { chain }, first.name.span);
            }
        }
        for record in order.order {
            let flat = if circular.contains(&record) { Flat::unknown() } else { self.flatten(record) };
            if let Some(slot) = self.records.flat.get_mut(record) {
                *slot = flat;
            }
        }
        if self.comparing() {
            self.records.align();
        }
        for record in 0..count {
            let fields = self.flat_fields(record);
            if let Some(declared) = self.records.declared.get(record) {
                let (name, span) = (declared.name.node.clone(), declared.span);
                self.model.records.push(Record { name, fields, span });
            }
        }
        let mut listed = std::mem::take(&mut self.records.listed);
        listed.sort_unstable();
        listed.dedup();
        for record in listed {
            self.report_element_cycles(record);
        }
    }

    fn flat_fields(&self, record: usize) -> Vec<Field> {
        let Some(flat) = self.records.flat.get(record) else { return Vec::new() };
        let fields = flat.entries.iter().filter_map(|(key, entry)| match entry {
            Entry::Field { decl, .. } => {
                let field = self.records.fields.get(*decl)?.field.clone();
                Some(Field { name: shown(key), ..field })
            }
            Entry::Definition { .. } | Entry::Record { .. } | Entry::Bad => None,
        });
        fields.collect()
    }

    /// The records that a record contains or nests; names that mean none are left to [`Checker::flatten`].
    fn contained(&self, record: usize) -> Vec<usize> {
        let Some(declared) = self.records.declared.get(record) else { return Vec::new() };
        let find = |name: &Name| match self.tables.types.find(&self.reach, declared.file, &name.node) {
            Find::One(at) => match self.tables.types.get(at)?.id {
                TypeName::Record(id) => Some(id.index()),
                TypeName::Enumeration(_) | TypeName::Bad => None,
            },
            Find::Two(..) | Find::Elsewhere(_) | Find::Nothing => None,
        };
        let mut found = Vec::new();
        for clause in &declared.body.clauses {
            match &clause.node {
                ClauseKind::Include { records } => found.extend(records.iter().filter_map(find)),
                ClauseKind::Field { ty, .. } => {
                    if let TypeExpr::Named(name) = &ty.node {
                        found.extend(find(name));
                    }
                }
                _ => {}
            }
        }
        found
    }

    fn flatten(&mut self, record: usize) -> Flat {
        let mut flat = Flat::default();
        let Some(declared) = self.records.declared.get(record) else { return flat };
        let (file, body) = (declared.file, declared.body);
        let block = Term::new("「要素」", "a group of facts (要素)");
        let mut own: HashMap<&str, Span> = HashMap::new();
        // Its own fields go before included ones of the same name, wherever 包含 stands.
        let mut included: Vec<(usize, Span)> = Vec::new();
        for clause in &body.clauses {
            match &clause.node {
                ClauseKind::Include { records } => {
                    for name in records {
                        match self.record(file, name) {
                            Some(other) => {
                                self.mark_used(other);
                                included.push((other, name.span));
                            }
                            None => flat.incomplete = true,
                        }
                    }
                    self.include_all(record, &mut flat, &mut included);
                }
                ClauseKind::Field { name, ty, range, optional, direction, note } => {
                    if self.repeats(record, &mut own, name) {
                        continue;
                    }
                    let parts = FieldParts {
                        name,
                        ty,
                        range: range.as_ref(),
                        optional: optional.as_ref(),
                        direction: direction.as_ref(),
                        note: note.as_ref(),
                    };
                    self.flatten_field(record, file, &parts, &mut flat);
                }
                ClauseKind::Definition { name, value } => {
                    if self.repeats(record, &mut own, name) {
                        continue;
                    }
                    let decl = self.records.definitions.len();
                    self.records.definitions.push(DefinitionDecl { record, file, name, value, used: false });
                    self.add(record, &mut flat, name.node.clone(), Entry::Definition { decl, prefix: String::new() }, name.span);
                }
                _ => self.misplaced(clause, &block),
            }
        }
        if flat.entries.len() > LIMIT {
            let name = self.record_name(record).to_owned();
            let span = self.records.declared.get(record).map(|d| d.name.span);
            if let Some(span) = span {
                self.report(TypeProblem::RecordTooLarge { record: name, limit: LIMIT }, span);
            }
            flat = Flat::unknown();
        }
        flat
    }

    fn include_all(&mut self, record: usize, flat: &mut Flat, included: &mut Vec<(usize, Span)>) {
        for (other, span) in included.drain(..) {
            self.splice(record, flat, other, "", span);
        }
    }

    /// Adds all entries of another record under a path.
    fn splice(&mut self, record: usize, flat: &mut Flat, other: usize, prefix: &str, span: Span) {
        let Some(source) = self.records.flat.get(other) else { return };
        flat.incomplete |= source.incomplete;
        // A record over the limit is reported once, by the caller; there is no need to build it whole.
        if flat.entries.len() > LIMIT {
            return;
        }
        let entries: Vec<(String, Entry)> = source.entries.iter().map(|(k, e)| (k.clone(), e.clone())).collect();
        for (key, entry) in entries {
            let entry = match entry {
                Entry::Definition { decl, prefix: inner } => Entry::Definition { decl, prefix: join(prefix, &inner) },
                other @ (Entry::Field { .. } | Entry::Record { .. } | Entry::Bad) => other,
            };
            self.add(record, flat, join(prefix, &key), entry, span);
        }
    }

    /// Adds an entry; one that is there already must be the same or alike.
    fn add(&mut self, record: usize, flat: &mut Flat, key: String, entry: Entry, span: Span) {
        let entry = if let Entry::Field { decl, .. } = entry { Entry::Field { decl, index: flat.fields } } else { entry };
        let Some(before) = flat.entries.get(&key) else {
            flat.fields += usize::from(matches!(entry, Entry::Field { .. }));
            flat.entries.insert(key, entry);
            return;
        };
        let field = |decl: usize| self.records.fields.get(decl).map(|f| &f.field);
        match (before, &entry) {
            (Entry::Field { decl: a, .. }, Entry::Field { decl: b, .. }) => {
                if let (Some(a), Some(b)) = (field(*a), field(*b))
                    && !self.same_type(&a.ty, &b.ty)
                {
                    let (first, second) = (self.type_term(&a.ty), self.type_term(&b.ty));
                    let (one, two) = (a.span, b.span);
                    let problem = TypeProblem::FactConflict { name: shown(&key), first, second };
                    self.out.push(problem_at(problem, span).label(one, "一处声明在这里", "one is declared here").label(
                        two,
                        "另一处声明在这里",
                        "the other is declared here",
                    ));
                }
            }
            (Entry::Bad, _) | (_, Entry::Bad) => {}
            (a, b) if a == b => {}
            (Entry::Field { .. } | Entry::Definition { .. } | Entry::Record { .. }, _) => {
                let problem = TypeProblem::DuplicateField { name: shown(&key), record: self.record_name(record).to_owned() };
                self.report(problem, span);
            }
        }
    }

    fn repeats(&mut self, record: usize, own: &mut HashMap<&'t str, Span>, name: &'t Name) -> bool {
        if let Some(&first) = own.get(name.node.as_str()) {
            let problem = TypeProblem::DuplicateField { name: name.node.clone(), record: self.record_name(record).to_owned() };
            self.out.push(problem_at(problem, name.span).label(first, "先在这里声明", "first declared here"));
            return true;
        }
        own.insert(&name.node, name.span);
        false
    }

    fn flatten_field(&mut self, record: usize, file: usize, parts: &FieldParts<'t>, flat: &mut Flat) {
        let key = parts.name.node.clone();
        let span = parts.name.span;
        self.records.owners.entry(key.clone()).or_default().push(record);
        if let TypeExpr::Named(name) = &parts.ty.node
            && let Some(TypeName::Record(id)) = self.type_name(file, name)
        {
            if parts.range.is_some() || parts.optional.is_some() || parts.direction.is_some() {
                self.report(TypeProblem::NestedModifier { name: key.clone() }, span);
            }
            self.mark_used(id.index());
            self.add(record, flat, key.clone(), Entry::Record { record: id.index() }, span);
            self.splice(record, flat, id.index(), &key, span);
            return;
        }
        let Some((ty, bounds)) = self.field_type(file, parts) else {
            self.add(record, flat, key, Entry::Bad, span);
            return;
        };
        let direction = parts.direction.map(|d| match d.node {
            WrittenDirection::GreaterIsGraver => Direction::GreaterIsGraver,
            WrittenDirection::LesserIsGraver => Direction::LesserIsGraver,
        });
        if let Some(written) = parts.direction {
            let ordered = match &ty {
                Type::Category(id) => self.model.enumerations.get(id.index()).is_some_and(|e| e.ordered),
                Type::Date => true,
                other => types::is_figure(other),
            };
            if !ordered {
                let found = self.type_term(&ty);
                self.report(TypeProblem::DirectionOnType { found }, written.span);
            }
        }
        let field = Field {
            name: key.clone(),
            ty,
            bounds,
            optional: parts.optional.is_some(),
            direction,
            note: parts.note.map(|n| n.node.clone()),
            span,
        };
        let decl = self.records.fields.len();
        self.records.fields.push(FieldDecl { record, field, used: false });
        self.add(record, flat, key, Entry::Field { decl, index: 0 }, span);
    }

    /// A field's type and bounds; `None` is reported.
    fn field_type(&mut self, file: usize, parts: &FieldParts<'_>) -> Option<(Type, Option<Range<Exact>>)> {
        let ty = match &parts.ty.node {
            TypeExpr::Boolean => Type::Boolean,
            TypeExpr::Integer => Type::Integer(parts.range.and_then(|r| self.counting_unit(file, &r.node))),
            TypeExpr::Number => Type::Number,
            TypeExpr::Money => Type::Money,
            TypeExpr::Ratio => Type::Ratio,
            TypeExpr::Multiple => Type::Multiple,
            TypeExpr::Quantity(unit) => Type::Quantity(self.unit(file, unit)?),
            TypeExpr::Period(family) => Type::Period(types::written_family(family.node)),
            TypeExpr::Date => Type::Date,
            TypeExpr::Text => Type::Text,
            TypeExpr::Inline(members) => Type::Category(self.enumeration(&parts.name.node, parts.name.span, members)?),
            TypeExpr::Named(name) => match self.type_name(file, name)? {
                TypeName::Enumeration(id) => Type::Category(id),
                TypeName::Record(_) | TypeName::Bad => return None,
            },
            TypeExpr::List(name) => {
                let record = self.record(file, name)?;
                self.mark_used(record);
                self.records.listed.push(record);
                Type::List(crate::model::RecordId(u32::try_from(record).ok()?))
            }
        };
        let Some(range) = parts.range else { return Some((ty, None)) };
        if !types::is_figure(&ty) {
            let found = self.type_term(&ty);
            self.report(TypeProblem::BoundsOnType { found }, range.span);
            return Some((ty, None));
        }
        let bounds = self.constant_range(file, &range.node, &ty, range.span);
        Some((ty, bounds))
    }

    /// The unit that an integer's bounds are counted in.
    fn counting_unit(&mut self, file: usize, range: &RangeExpr) -> Option<crate::law::Unit> {
        use crate::syntax::tree::{Expr, Measure};
        let bound = range.lower.as_ref().or(range.upper.as_ref())?;
        match &bound.value.node {
            Expr::Literal(Measure::Quantity(_, unit)) => self.unit(file, unit),
            _ => None,
        }
    }

    /// A range of literals of a type; `None` is reported.
    pub(super) fn constant_range(&mut self, file: usize, range: &RangeExpr, ty: &Type, span: Span) -> Option<Range<Exact>> {
        use crate::syntax::tree::Expr;
        let mut side = |bound: &Option<Box<crate::syntax::tree::RangeBound>>| -> Option<Option<Bound<Exact>>> {
            let Some(bound) = bound else { return Some(None) };
            let Expr::Literal(measure) = &bound.value.node else {
                self.report(TypeProblem::BoundsNotConstant {}, bound.value.span);
                return None;
            };
            match self.literal_as(file, measure, bound.value.span, ty, false)? {
                Value::Number(value) => Some(Some(Bound { value, closed: bound.word.closure() })),
                Value::Boolean(_) | Value::Date(_) | Value::Member(_) | Value::Text(_) | Value::List(_) => None,
            }
        };
        let (lower, upper) = (side(&range.lower), side(&range.upper));
        let range = Range { lower: lower?, upper: upper? };
        if range.is_empty() {
            self.report(crate::diagnostic::SoundnessProblem::EmptyRange {}, span);
            return None;
        }
        Some(range)
    }

    /// What a type's name means; `None` is reported.
    pub(super) fn type_name(&mut self, file: usize, name: &Name) -> Option<TypeName> {
        let missing = |what| NameProblem::Unknown { what, name: name.node.clone() }.into();
        let found = self.tables.types.resolve(&mut self.reach, &mut self.out, file, name, missing)?;
        (found != TypeName::Bad).then_some(found)
    }

    /// The record of that name; `None` is reported.
    pub(super) fn record(&mut self, file: usize, name: &Name) -> Option<usize> {
        match self.type_name(file, name)? {
            TypeName::Record(id) => Some(id.index()),
            TypeName::Enumeration(_) | TypeName::Bad => {
                let (found, expected) = (Term::new("类别或者等级", "category"), Term::new("一组要素", "group of facts"));
                self.report(NameProblem::OtherKind { name: name.node.clone(), found, expected }, name.span);
                None
            }
        }
    }

    pub(super) fn mark_used(&mut self, record: usize) {
        if let Some(used) = self.records.used.get_mut(record) {
            *used = true;
        }
    }
}

/// A key under a path.
pub(super) fn join(prefix: &str, key: &str) -> String {
    match (prefix.is_empty(), key.is_empty()) {
        (true, _) => key.to_owned(),
        (_, true) => prefix.to_owned(),
        (false, false) => format!("{prefix}{SEPARATOR}{key}"),
    }
}
