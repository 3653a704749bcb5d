//! Clauses and blocks.

use super::{Builder, Parts, has, only, word};
use crate::diagnostic::{Place, Severity, Spanned, SyntaxProblem};
use crate::law::Rounding;
use crate::syntax::parser::diagnose;
use crate::syntax::parser::grammar::Rule;
use crate::syntax::parser::matcher::Pair;
use crate::syntax::tree::{
    AdviceWord, BandOf, BandWord, Block, Clause, ClauseKind, CombineWord, DateRole, Direction, EffectWord, FactorRow, Fault, HitPolicy,
    Members, Modality, Name, PeriodFamily, ProcedureWord, RangeBaseWord, Sanction, TakeWord, TextRole, TypeExpr, VerdictWord,
};

/// What kind of clauses a block holds; it decides what a line that cannot be read is measured against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::syntax::parser) enum Context {
    File,
    Body,
    Record,
    Statutory,
    Factors,
    RangeRule,
}

impl Context {
    /// The rule that reads a single clause of the block.
    pub(in crate::syntax::parser) fn probe(self) -> Rule {
        match self {
            Self::File | Self::Body => Rule::probe_clause,
            Self::Record => Rule::probe_record,
            Self::Statutory => Rule::probe_statutory,
            Self::Factors => Rule::probe_factors,
            Self::RangeRule => Rule::probe_range_rule,
        }
    }

    /// The rule that reads the block.
    pub(in crate::syntax::parser) fn block(self) -> Rule {
        match self {
            Self::File => Rule::file,
            Self::Body => Rule::body,
            Self::Record => Rule::record_body,
            Self::Statutory => Rule::statutory_body,
            Self::Factors => Rule::factors_body,
            Self::RangeRule => Rule::range_rule_body,
        }
    }

    fn of(rule: Rule) -> Self {
        match rule {
            Rule::file => Self::File,
            Rule::record_body => Self::Record,
            Rule::statutory_body => Self::Statutory,
            Rule::factors_body => Self::Factors,
            Rule::range_rule_body => Self::RangeRule,
            _ => Self::Body,
        }
    }
}

impl Builder<'_> {
    /// The clauses of a file or block, with a [`ClauseKind::Bad`] for each stretch that could not be read.
    pub(in crate::syntax::parser) fn clauses(&mut self, pair: Pair<'_>) -> Vec<Clause> {
        let context = Context::of(pair.as_rule());
        let mut clauses: Vec<Clause> = Vec::new();
        // Where the clause before a bad stretch starts, while nothing ended it.
        let mut open: Option<usize> = None;
        for part in pair.into_inner() {
            let rule = part.as_rule();
            let span = self.span(&part);
            let start = self.base + part.start();
            match rule {
                Rule::EOI | Rule::p_lbrace | Rule::p_rbrace => {}
                Rule::p_semi | Rule::p_comma => open = None,
                Rule::bad => {
                    // Lines that carry on a bad stretch are part of it.
                    let carries_on = !diagnose::starts_clause(self, context, span.start as usize);
                    if let Some(Spanned { node: ClauseKind::Bad { text }, span: last }) = clauses.last_mut().filter(|_| carries_on) {
                        *last = last.to(span);
                        *text = self.original.get(last.range()).unwrap_or_default().to_owned();
                        continue;
                    }
                    diagnose::bad(self, context, open.filter(|_| carries_on), span);
                    clauses.push(Spanned::new(self.kept(span), span));
                    open = None;
                }
                _ => {
                    let before = self.diagnostics.len();
                    let node = match self.clause(part) {
                        Some(node) => node,
                        None => {
                            if self.diagnostics.len() == before {
                                let _: Option<()> = self.unread(&part);
                            }
                            self.kept(span)
                        }
                    };
                    if context == Context::File && !is_declaration(&node) {
                        let clause = diagnose::first_word(self.original.get(span.range()).unwrap_or_default()).to_owned();
                        self.report(SyntaxProblem::OutsideDeclaration { clause }, span);
                    }
                    clauses.push(Spanned::new(node, span));
                    open = Some(start);
                }
            }
        }
        clauses
    }

    fn kept(&self, span: crate::diagnostic::Span) -> ClauseKind {
        ClauseKind::Bad { text: self.original.get(span.range()).unwrap_or_default().to_owned() }
    }

    pub(super) fn block(&mut self, pair: Pair<'_>) -> Block {
        let span = Place(self.span(&pair));
        Block { clauses: self.clauses(pair), span }
    }

    fn named(&mut self, pair: Pair<'_>) -> Option<(Name, Block)> {
        let mut parts = Parts::of(pair);
        let name = self.name(parts.next()?);
        Some((name, self.block(parts.next()?)))
    }

    fn only_block(&mut self, pair: Pair<'_>) -> Option<Block> {
        let body = only(pair)?;
        Some(self.block(body))
    }

    fn only_sanction(&mut self, pair: Pair<'_>) -> Option<Spanned<Sanction>> {
        self.sanction(only(pair)?)
    }

    /// One clause.
    #[allow(clippy::too_many_lines, reason = "one arm a clause")]
    fn clause(&mut self, pair: Pair<'_>) -> Option<ClauseKind> {
        let rule = pair.as_rule();
        Some(match rule {
            Rule::clause | Rule::record_clause | Rule::statutory_clause | Rule::factors_clause | Rule::range_rule_clause => {
                return self.clause(only(pair)?);
            }
            Rule::ruleset => self.named(pair).map(|(name, body)| ClauseKind::RuleSet { name, body })?,
            Rule::record => self.named(pair).map(|(name, body)| ClauseKind::Record { name, body })?,
            Rule::benchmark => self.named(pair).map(|(name, body)| ClauseKind::Benchmark { name, body })?,
            Rule::circumstance => self.named(pair).map(|(name, body)| ClauseKind::Circumstance { name, body })?,
            Rule::procedure => self.named(pair).map(|(name, body)| ClauseKind::Procedure { name, body })?,
            Rule::case => self.named(pair).map(|(name, body)| ClauseKind::Case { name, body })?,
            Rule::tier => self.named(pair).map(|(name, body)| ClauseKind::Tier { name, body })?,
            Rule::named_range => self.named(pair).map(|(name, body)| ClauseKind::NamedRange { name, body })?,
            Rule::range_rule => {
                let mut parts = Parts::of(pair);
                let name = parts.take(Rule::free_name).map(|n| self.name(n));
                ClauseKind::RangeRule { name, body: self.block(parts.next()?) }
            }
            Rule::review => self.named(pair).map(|(name, body)| ClauseKind::Review { name, body })?,
            Rule::wordlist => self.word_list(pair)?,
            Rule::check => self.check(pair)?,
            Rule::target => ClauseKind::Target { kinds: self.names(pair) },
            Rule::ask => self.ask(pair)?,
            Rule::exception => ClauseKind::Exception { condition: self.condition(only(pair)?)? },
            Rule::advise => {
                let advice = only(pair)?;
                let node = match word(&advice)? {
                    Rule::kw_keep => AdviceWord::Keep,
                    Rule::kw_amend => AdviceWord::Amend,
                    _ => AdviceWord::Repeal,
                };
                ClauseKind::Advise { advice: Spanned::new(node, self.span(&advice)) }
            }
            Rule::must_report => {
                let report = word(&Parts::of(pair).next()?)? == Rule::kw_must_report;
                ClauseKind::MustReport { report, texts: self.texts(pair) }
            }
            Rule::case_reviews => ClauseKind::CaseReviews { names: self.name_list(pair) },
            Rule::case_text => ClauseKind::CaseText { lines: self.texts(pair) },
            Rule::case_materials => ClauseKind::CaseMaterials { names: self.texts(pair) },
            Rule::expect_finding => self.expect_finding(pair)?,
            Rule::scoring => self.named(pair).map(|(name, body)| ClauseKind::Scoring { name, body })?,
            Rule::full_score => ClauseKind::FullScore { points: self.points(only(pair)?)? },
            Rule::score_cap => ClauseKind::ScoreCap { points: self.points(only(pair)?)? },
            Rule::expect_score => ClauseKind::ExpectScore { points: self.points(only(pair)?)? },
            Rule::case_scorings => ClauseKind::CaseScorings { names: self.name_list(pair) },
            Rule::score_item => self.score_item(pair)?,
            Rule::score_line => self.score_line(pair)?,
            Rule::veto => self.veto(pair)?,
            Rule::grades => self.grades(pair)?,
            Rule::import => {
                let text = only(pair)?;
                ClauseKind::Import { path: self.text(&text) }
            }
            Rule::unit_decl => {
                let mut parts = Parts::of(pair);
                let name = self.name(parts.next()?);
                let equals = match parts.next() {
                    Some(literal) => Some(self.literal(literal)?),
                    None => None,
                };
                ClauseKind::Unit { name, equals }
            }
            Rule::kind_decl => {
                let mut names = self.names(pair).into_iter();
                ClauseKind::Kind { name: names.next()?, parent: names.next()? }
            }
            Rule::enumeration => {
                let mut parts = Parts::of(pair);
                let ordered = word(&parts.next()?)? == Rule::kw_grade;
                let name = self.name(parts.next()?);
                ClauseKind::Enumeration { name, members: self.members(ordered, parts.next()?)? }
            }
            Rule::text_clause => {
                let mut parts = Parts::of(pair);
                let role = match word(&parts.next()?)? {
                    Rule::kw_version => TextRole::Version,
                    Rule::kw_issuer => TextRole::Issuer,
                    Rule::kw_conduct => TextRole::Conduct,
                    Rule::kw_message => TextRole::Message,
                    Rule::kw_suggestion => TextRole::Suggestion,
                    Rule::kw_note => TextRole::Note,
                    _ => return None,
                };
                let text = parts.next()?;
                ClauseKind::Text { role, text: self.text(&text) }
            }
            Rule::date_clause => {
                let mut parts = Parts::of(pair);
                let role = if word(&parts.next()?)? == Rule::kw_effective { DateRole::Effective } else { DateRole::Expires };
                let date = parts.next()?;
                ClauseKind::DateOf { role, date: self.date(&date)? }
            }
            Rule::round => {
                let mut parts = Parts::of(pair);
                let unit = self.name(parts.next()?);
                let rounding = match parts.next() {
                    None => Spanned::new(Rounding::HalfUp, unit.span.at_end()),
                    Some(rounding) => Spanned::new(
                        match word(&rounding)? {
                            Rule::kw_round_down => Rounding::Down,
                            Rule::kw_round_up => Rounding::Up,
                            Rule::kw_round_half_up => Rounding::HalfUp,
                            Rule::kw_round_half_even => Rounding::HalfEven,
                            _ => return None,
                        },
                        self.span(&rounding),
                    ),
                };
                ClauseKind::Round { unit, rounding }
            }
            Rule::include => ClauseKind::Include { records: self.name_list(pair) },
            Rule::facts => ClauseKind::Facts { records: self.name_list(pair) },
            Rule::only_for => ClauseKind::OnlyFor { benchmarks: self.name_list(pair) },
            Rule::case_benchmarks => ClauseKind::CaseBenchmarks { names: self.name_list(pair) },
            Rule::field => self.field(pair)?,
            Rule::definition => {
                let mut parts = Parts::of(pair);
                let name = self.name(parts.next()?);
                ClauseKind::Definition { name, value: self.condition(parts.next()?)? }
            }
            Rule::basis => ClauseKind::Basis { citations: self.citations(only(pair)?)? },
            Rule::breaches => ClauseKind::Breaches { citations: self.citations(only(pair)?)? },
            Rule::when => ClauseKind::When { condition: self.condition(only(pair)?)? },
            Rule::applies_when => ClauseKind::AppliesWhen { condition: self.condition(only(pair)?)? },
            Rule::must => ClauseKind::Must { condition: self.condition(only(pair)?)? },
            Rule::applies => ClauseKind::Applies { name: self.names(pair).pop()? },
            Rule::otherwise => ClauseKind::Otherwise,
            Rule::example => ClauseKind::Example,
            Rule::verify => {
                let mut parts = Parts::of(pair);
                let fault = self.fault(parts.next()?)?;
                let level = parts.next()?;
                let node = match word(&level)? {
                    Rule::kw_error => Some(Severity::Error),
                    Rule::kw_warning => Some(Severity::Warning),
                    Rule::kw_hint => Some(Severity::Hint),
                    _ => None,
                };
                ClauseKind::Verify { fault, level: Spanned::new(node, self.span(&level)) }
            }
            Rule::refines => ClauseKind::Refines { benchmark: self.names(pair).pop()? },
            Rule::as_published => {
                let mut parts = Parts::of(pair);
                let fault = self.fault(parts.next()?)?;
                let reason = parts.next()?;
                ClauseKind::AsPublished { fault, reason: self.text(&reason) }
            }
            Rule::impose | Rule::bare_impose => ClauseKind::Impose { sanction: self.only_sanction(pair)? },
            Rule::proposed => ClauseKind::Proposed { sanction: self.only_sanction(pair)? },
            Rule::expect_sanction => ClauseKind::ExpectSanction { sanction: self.only_sanction(pair)? },
            Rule::impose_on => {
                let mut parts = Parts::of(pair);
                let target = self.name(parts.next()?);
                ClauseKind::ImposeOn { target, sanction: self.sanction(parts.next()?)? }
            }
            Rule::if_then => {
                let mut parts = Parts::of(pair);
                let condition = self.condition(parts.next()?)?;
                let target = parts.take(Rule::name).map(|n| self.name(n));
                ClauseKind::IfThen { condition, target, sanction: self.sanction(parts.next()?)? }
            }
            Rule::statutory_range => ClauseKind::StatutoryRange { body: self.only_block(pair)? },
            Rule::factors => ClauseKind::Factors { body: self.only_block(pair)? },
            Rule::upper_only => ClauseKind::UpperOnly { body: self.only_block(pair)? },
            Rule::hit => {
                let policy = only(pair)?;
                ClauseKind::Hit { policy: self.policy(&policy)? }
            }
            Rule::tier_table => {
                let mut parts = Parts::of(pair);
                let policy = match parts.take(Rule::policy) {
                    Some(policy) => Some(self.policy(&policy)?),
                    None => None,
                };
                ClauseKind::TierTable { policy, table: self.tier_table(parts.next()?)? }
            }
            Rule::cross_table => ClauseKind::CrossTable { table: self.cross_table(only(pair)?)? },
            Rule::factor => {
                let span = self.span(&pair);
                let mut parts = Parts::of(pair);
                let name = self.name(parts.next()?);
                let weight = match parts.take(Rule::share) {
                    Some(share) => Some(self.share(share)?),
                    None => None,
                };
                let mut rows = Vec::new();
                for row in parts.rest() {
                    let mut inner = Parts::of(row);
                    let test = self.factor_test(inner.next()?)?;
                    rows.push(FactorRow { test, ratio: self.share(inner.next()?)? });
                }
                if rows.is_empty() {
                    self.report(SyntaxProblem::EmptyBlock { what: name.node.clone() }, span);
                }
                ClauseKind::Factor { name, weight, rows }
            }
            Rule::factor_floor => ClauseKind::FactorFloor { ratio: self.share(only(pair)?)? },
            Rule::factor_cap => ClauseKind::FactorCap { ratio: self.share(only(pair)?)? },
            Rule::effect => {
                let mut parts = Parts::of(pair);
                let modality = match parts.take(Rule::modality) {
                    Some(m) if word(&m)? == Rule::kw_may => Modality::May,
                    _ => Modality::Shall,
                };
                let mut effects = Vec::new();
                for effect in parts.rest() {
                    let node = match word(&effect)? {
                        Rule::kw_no_penalty => EffectWord::Waive,
                        Rule::kw_mitigate => EffectWord::Mitigate,
                        Rule::kw_lighten => EffectWord::Lighten,
                        Rule::kw_aggravate => EffectWord::Aggravate,
                        _ => return None,
                    };
                    effects.push(Spanned::new(node, self.span(&effect)));
                }
                ClauseKind::Effect { modality, effects }
            }
            Rule::range_base => {
                let base = only(pair)?;
                let node = if word(&base)? == Rule::kw_tier_range { RangeBaseWord::Tier } else { RangeBaseWord::Statutory };
                ClauseKind::RangeBase { base: Spanned::new(node, self.span(&base)) }
            }
            Rule::band => {
                let mut parts = Parts::of(pair);
                let band = parts.next()?;
                let node = match word(&band)? {
                    Rule::kw_mitigate => BandWord::Mitigate,
                    Rule::kw_lighten => BandWord::Lighten,
                    Rule::kw_ordinary => BandWord::Ordinary,
                    Rule::kw_aggravate => BandWord::Aggravate,
                    _ => return None,
                };
                ClauseKind::Band { band: Spanned::new(node, self.span(&band)), of: self.band_of(parts.next()?)? }
            }
            Rule::combine => {
                let mut parts = Parts::of(pair);
                let what = parts.next()?;
                let take = parts.next()?;
                let combine = match word(&what)? {
                    Rule::kw_several_lighten => CombineWord::SeveralLighten,
                    Rule::kw_several_aggravate => CombineWord::SeveralAggravate,
                    Rule::kw_lighten_and_aggravate => CombineWord::Mixed,
                    _ => return None,
                };
                let taken = match word(&take)? {
                    Rule::kw_lowest => TakeWord::Lowest,
                    Rule::kw_highest => TakeWord::Highest,
                    Rule::kw_lighten => TakeWord::Lighten,
                    Rule::kw_aggravate => TakeWord::Aggravate,
                    Rule::kw_ordinary => TakeWord::Ordinary,
                    Rule::kw_whole_range => TakeWord::Whole,
                    _ => return None,
                };
                ClauseKind::Combine { what: Spanned::new(combine, self.span(&what)), take: Spanned::new(taken, self.span(&take)) }
            }
            Rule::level => {
                let level = only(pair)?;
                let node = match word(&level)? {
                    Rule::kw_error => Severity::Error,
                    Rule::kw_warning => Severity::Warning,
                    _ => Severity::Hint,
                };
                ClauseKind::Level { level: Spanned::new(node, self.span(&level)) }
            }
            Rule::let_clause => {
                let mut bindings = Vec::new();
                for binding in Parts::of(pair).rest() {
                    let mut parts = Parts::of(binding);
                    let path = self.path(parts.next()?);
                    bindings.push((path, self.value(parts.next()?)?));
                }
                ClauseKind::Let { bindings }
            }
            Rule::expect_tier => {
                let mut tiers = Vec::new();
                let mut sanction = None;
                for part in Parts::of(pair).rest() {
                    if part.as_rule() == Rule::tier_name {
                        tiers.push(self.name(only(part)?));
                    } else {
                        sanction = Some(self.sanction(part)?);
                    }
                }
                ClauseKind::ExpectTier { tiers, sanction }
            }
            Rule::expect_circumstance => {
                let mut parts = Parts::of(pair);
                let present = word(&parts.next()?)? == Rule::kw_expect;
                ClauseKind::ExpectCircumstance { present, name: self.name(parts.next()?) }
            }
            Rule::expect_procedure => {
                let mut parts = Parts::of(pair);
                let name = self.name(parts.next()?);
                let outcome = parts.next()?;
                let node = match word(&outcome)? {
                    Rule::kw_met => ProcedureWord::Met,
                    Rule::kw_violated => ProcedureWord::Violated,
                    _ => ProcedureWord::Open,
                };
                ClauseKind::ExpectProcedure { name, outcome: Spanned::new(node, self.span(&outcome)) }
            }
            Rule::expect_unknown => ClauseKind::ExpectUnknown { facts: Parts::of(pair).rest().map(|p| self.path(p)).collect() },
            Rule::expect_verdict => {
                let verdict = only(pair)?;
                let node = match word(&verdict)? {
                    Rule::kw_fitting => VerdictWord::Fitting,
                    Rule::kw_too_heavy => VerdictWord::TooHeavy,
                    Rule::kw_too_light => VerdictWord::TooLight,
                    _ => VerdictWord::WrongKind,
                };
                ClauseKind::ExpectVerdict { verdict: Spanned::new(node, self.span(&verdict)) }
            }
            _ => return None,
        })
    }

    fn policy(&mut self, pair: &Pair<'_>) -> Option<Spanned<HitPolicy>> {
        let node = match word(pair)? {
            Rule::kw_unique => HitPolicy::Unique,
            Rule::kw_first => HitPolicy::First,
            Rule::kw_gravest => HitPolicy::Gravest,
            Rule::kw_collect => HitPolicy::Collect,
            _ => return None,
        };
        Some(Spanned::new(node, self.span(pair)))
    }

    fn members(&mut self, ordered: bool, pair: Pair<'_>) -> Option<Members> {
        let span = self.span(&pair);
        let names = self.names(pair);
        if names.is_empty() {
            let what = if ordered { "等级" } else { "类别" };
            self.report(SyntaxProblem::EmptyBlock { what: what.to_owned() }, span);
            return None;
        }
        Some(Members { ordered, names })
    }

    fn band_of(&mut self, pair: Pair<'_>) -> Option<BandOf> {
        if has(&pair, Rule::kw_below_lower) {
            return Some(BandOf::BelowLower);
        }
        let mut parts = Parts::of(pair);
        match parts.take(Rule::bound_word) {
            None => Some(BandOf::Spread(self.range(parts.next()?)?)),
            Some(bound) => {
                let range = self.range(parts.next()?)?;
                Some(if word(&bound)? == Rule::kw_lower_bound { BandOf::OfLower(range) } else { BandOf::OfUpper(range) })
            }
        }
    }

    fn field(&mut self, pair: Pair<'_>) -> Option<ClauseKind> {
        let mut optional = None;
        let mut name = None;
        let mut ty = None;
        let mut range = None;
        let mut direction = None;
        let mut note = None;
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::kw_optional => optional = Some(Place(self.span(&part))),
                Rule::free_name => name = Some(self.name(part)),
                Rule::type_expr => {
                    let span = self.span(&part);
                    ty = Some(Spanned::new(self.type_expr(part)?, span));
                }
                Rule::range => range = Some(self.range(part)?),
                Rule::direction => {
                    let node =
                        if word(&part)? == Rule::kw_greater_is_graver { Direction::GreaterIsGraver } else { Direction::LesserIsGraver };
                    direction = Some(Spanned::new(node, self.span(&part)));
                }
                Rule::text => note = Some(self.text(&part)),
                _ => {}
            }
        }
        Some(ClauseKind::Field { name: name?, ty: ty?, range, optional, direction, note })
    }

    fn type_expr(&mut self, pair: Pair<'_>) -> Option<TypeExpr> {
        let mut inner = pair.into_inner();
        let first = inner.next()?;
        Some(match first.as_rule() {
            Rule::kw_boolean => TypeExpr::Boolean,
            Rule::kw_integer => TypeExpr::Integer,
            Rule::kw_number => TypeExpr::Number,
            Rule::kw_money => TypeExpr::Money,
            Rule::kw_ratio => TypeExpr::Ratio,
            Rule::kw_multiple => TypeExpr::Multiple,
            Rule::kw_quantity => TypeExpr::Quantity(self.name(inner.next()?)),
            Rule::kw_period => {
                let family = inner.next()?;
                let node = match word(&family)? {
                    Rule::kw_days => PeriodFamily::Days,
                    Rule::kw_working_days => PeriodFamily::WorkingDays,
                    _ => PeriodFamily::Months,
                };
                TypeExpr::Period(Spanned::new(node, self.span(&family)))
            }
            Rule::kw_date => TypeExpr::Date,
            Rule::kw_text => TypeExpr::Text,
            Rule::kw_list => TypeExpr::List(self.name(inner.next()?)),
            Rule::enum_word => {
                let ordered = word(&first)? == Rule::kw_grade;
                TypeExpr::Inline(self.members(ordered, inner.next()?)?)
            }
            _ => TypeExpr::Named(self.name(first)),
        })
    }

    fn fault(&self, pair: Pair<'_>) -> Option<Spanned<Fault>> {
        let fault = match word(&pair)? {
            Rule::kw_gap => Fault::Gap,
            Rule::kw_overlap => Fault::Overlap,
            Rule::kw_dead => Fault::Dead,
            Rule::kw_misleading => Fault::Misleading,
            Rule::kw_excess => Fault::Excess,
            Rule::kw_reversal => Fault::Reversal,
            Rule::kw_hole => Fault::Hole,
            Rule::kw_score => Fault::Score,
            Rule::kw_beyond_higher => Fault::BeyondHigher,
            _ => return None,
        };
        Some(Spanned::new(fault, self.span(&pair)))
    }
}

/// Whether a clause may stand at the top of a file.
fn is_declaration(clause: &ClauseKind) -> bool {
    match clause {
        ClauseKind::RuleSet { .. }
        | ClauseKind::Import { .. }
        | ClauseKind::Unit { .. }
        | ClauseKind::Kind { .. }
        | ClauseKind::Enumeration { .. }
        | ClauseKind::Record { .. }
        | ClauseKind::Benchmark { .. }
        | ClauseKind::Circumstance { .. }
        | ClauseKind::RangeRule { .. }
        | ClauseKind::Procedure { .. }
        | ClauseKind::Case { .. }
        | ClauseKind::WordList(_)
        | ClauseKind::Review { .. }
        | ClauseKind::Scoring { .. }
        | ClauseKind::Bad { .. } => true,
        ClauseKind::Text { .. }
        | ClauseKind::DateOf { .. }
        | ClauseKind::Round { .. }
        | ClauseKind::Include { .. }
        | ClauseKind::Field { .. }
        | ClauseKind::Definition { .. }
        | ClauseKind::Facts { .. }
        | ClauseKind::Basis { .. }
        | ClauseKind::Breaches { .. }
        | ClauseKind::When { .. }
        | ClauseKind::AppliesWhen { .. }
        | ClauseKind::Otherwise
        | ClauseKind::Example
        | ClauseKind::Verify { .. }
        | ClauseKind::AsPublished { .. }
        | ClauseKind::Refines { .. }
        | ClauseKind::Impose { .. }
        | ClauseKind::ImposeOn { .. }
        | ClauseKind::IfThen { .. }
        | ClauseKind::StatutoryRange { .. }
        | ClauseKind::NamedRange { .. }
        | ClauseKind::Applies { .. }
        | ClauseKind::Hit { .. }
        | ClauseKind::Tier { .. }
        | ClauseKind::TierTable { .. }
        | ClauseKind::CrossTable { .. }
        | ClauseKind::Factors { .. }
        | ClauseKind::Factor { .. }
        | ClauseKind::FactorFloor { .. }
        | ClauseKind::FactorCap { .. }
        | ClauseKind::Effect { .. }
        | ClauseKind::OnlyFor { .. }
        | ClauseKind::RangeBase { .. }
        | ClauseKind::Band { .. }
        | ClauseKind::UpperOnly { .. }
        | ClauseKind::Combine { .. }
        | ClauseKind::Level { .. }
        | ClauseKind::Must { .. }
        | ClauseKind::Check { .. }
        | ClauseKind::Target { .. }
        | ClauseKind::Ask(_)
        | ClauseKind::Exception { .. }
        | ClauseKind::Advise { .. }
        | ClauseKind::MustReport { .. }
        | ClauseKind::FullScore { .. }
        | ClauseKind::ScoreCap { .. }
        | ClauseKind::ScoreItem { .. }
        | ClauseKind::ScoreLine(_)
        | ClauseKind::Veto { .. }
        | ClauseKind::Grades { .. }
        | ClauseKind::CaseScorings { .. }
        | ClauseKind::ExpectScore { .. }
        | ClauseKind::CaseReviews { .. }
        | ClauseKind::CaseText { .. }
        | ClauseKind::CaseMaterials { .. }
        | ClauseKind::ExpectFinding { .. }
        | ClauseKind::CaseBenchmarks { .. }
        | ClauseKind::Let { .. }
        | ClauseKind::Proposed { .. }
        | ClauseKind::ExpectTier { .. }
        | ClauseKind::ExpectSanction { .. }
        | ClauseKind::ExpectCircumstance { .. }
        | ClauseKind::ExpectProcedure { .. }
        | ClauseKind::ExpectUnknown { .. }
        | ClauseKind::ExpectVerdict { .. } => false,
    }
}
