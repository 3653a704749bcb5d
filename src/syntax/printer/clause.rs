//! Clauses.

use super::layout::{NamePlace, Printer, quoted};
use crate::diagnostic::{Severity, Spanned};
use crate::law::{Citation, Exact, Ratio, Rounding, date};
use crate::syntax::tree::{
    BandOf, BandWord, Block, Clause, ClauseKind, CombineWord, DateRole, Direction, EffectWord, Fault, HitPolicy, Members, Modality, Name,
    PeriodFamily, ProcedureWord, RangeBaseWord, Sanction, TakeWord, TextRole, TypeExpr, VerdictWord,
};
use unicode_width::UnicodeWidthStr;

impl Printer<'_> {
    #[allow(clippy::too_many_lines, reason = "one arm a clause")]
    pub(super) fn clause(&mut self, clause: &Clause) {
        match &clause.node {
            ClauseKind::RuleSet { name, body } => self.named("ruleset", name, body),
            ClauseKind::Record { name, body } => self.named("facts", name, body),
            ClauseKind::Benchmark { name, body } => self.named("benchmark", name, body),
            ClauseKind::Circumstance { name, body } => self.named("circumstance", name, body),
            ClauseKind::Procedure { name, body } => self.named("procedure", name, body),
            ClauseKind::Case { name, body } => self.named("case", name, body),
            ClauseKind::Tier { name, body } => self.named("tier", name, body),
            ClauseKind::RangeRule { name, body } => {
                self.lead("range_rule");
                if let Some(name) = name {
                    self.name(&name.node, NamePlace::Free);
                    self.put(" ");
                }
                self.block(body);
            }
            ClauseKind::NamedRange { name, body } => {
                self.name(&name.node, NamePlace::Reserved);
                self.put(" ");
                self.bare_block(body);
            }
            ClauseKind::StatutoryRange { body } => {
                self.lead("statutory_range");
                self.bare_block(body);
            }
            ClauseKind::Factors { body } => {
                self.lead("factors");
                self.block(body);
            }
            ClauseKind::UpperOnly { body } => {
                self.lead("upper_only");
                self.block(body);
            }
            ClauseKind::Import { path } => {
                self.lead("import");
                self.put(&quoted(&path.node));
            }
            ClauseKind::Unit { name, equals } => {
                self.lead("unit");
                self.name(&name.node, NamePlace::Reserved);
                if let Some(measure) = equals {
                    self.put(" = ");
                    self.measure(&measure.node);
                }
            }
            ClauseKind::Kind { name, parent } => {
                self.lead("kind");
                self.name(&name.node, NamePlace::Reserved);
                self.put(" ");
                self.lead("under");
                self.name(&parent.node, NamePlace::Reserved);
            }
            ClauseKind::Enumeration { name, members } => {
                self.lead(if members.ordered { "grade" } else { "category" });
                self.name(&name.node, NamePlace::Reserved);
                self.put(" ");
                self.members(members);
            }
            ClauseKind::Text { role, text } => {
                self.lead(match role {
                    TextRole::Version => "version",
                    TextRole::Issuer => "issuer",
                    TextRole::Conduct => "conduct",
                    TextRole::Message => "message",
                    TextRole::Suggestion => "suggestion",
                    TextRole::Note => "note",
                });
                self.put(&quoted(&text.node));
            }
            ClauseKind::DateOf { role, date: day } => {
                self.lead(match role {
                    DateRole::Effective => "effective",
                    DateRole::Expires => "expires",
                });
                self.put(&date::display(day.node));
            }
            ClauseKind::Round { unit, rounding } => {
                self.lead("round");
                self.name(&unit.node, NamePlace::Reserved);
                self.put(" ");
                self.put(self.kw(match rounding.node {
                    Rounding::Down => "round_down",
                    Rounding::Up => "round_up",
                    Rounding::HalfUp => "round_half_up",
                    Rounding::HalfEven => "round_half_even",
                }));
            }
            ClauseKind::Include { records } => self.listed("include", records),
            ClauseKind::Facts { records } => self.listed("facts", records),
            ClauseKind::OnlyFor { benchmarks } => self.listed("only_for", benchmarks),
            ClauseKind::CaseBenchmarks { names } => self.listed("benchmark", names),
            ClauseKind::Field { note, .. } => {
                let start = self.out.len();
                self.fact(&clause.node);
                if let Some(note) = note {
                    let width = self.out.get(start..).unwrap_or_default().width();
                    self.put(&" ".repeat(self.notes_at.saturating_sub(width) + 2));
                    self.put(&quoted(&note.node));
                }
            }
            ClauseKind::Definition { name, value } => {
                self.lead("define");
                self.name(&name.node, NamePlace::Free);
                self.put(" = ");
                self.long_condition(value);
            }
            ClauseKind::Basis { citations } => self.citations("basis", citations),
            ClauseKind::Breaches { citations } => self.citations("breaches", citations),
            ClauseKind::When { condition } => {
                self.lead("when");
                self.long_condition(condition);
            }
            ClauseKind::AppliesWhen { condition } => {
                self.lead("applies");
                self.lead("when");
                self.long_condition(condition);
            }
            ClauseKind::Must { condition } => {
                self.lead("shall");
                self.long_condition(condition);
            }
            ClauseKind::Otherwise => self.put(self.kw("otherwise")),
            ClauseKind::Example => self.put(self.kw("example")),
            ClauseKind::Verify { fault, level } => {
                self.lead("verify");
                self.lead(fault_word(fault.node));
                self.put(self.kw(match level.node {
                    Some(Severity::Error) => "error",
                    Some(Severity::Warning) => "warning",
                    Some(Severity::Hint) => "hint",
                    None => "unchecked",
                }));
            }
            ClauseKind::Refines { benchmark } => {
                self.lead("refines");
                self.name(&benchmark.node, NamePlace::Reserved);
            }
            ClauseKind::AsPublished { fault, reason } => {
                self.lead("as_published");
                self.lead(fault_word(fault.node));
                self.put(&quoted(&reason.node));
            }
            ClauseKind::Impose { sanction } => {
                if self.bare {
                    self.sanction(&sanction.node);
                } else {
                    self.imposed("impose", sanction);
                }
            }
            ClauseKind::ImposeOn { target, sanction } => {
                self.target(target);
                self.imposed("impose", sanction);
            }
            ClauseKind::IfThen { condition, target, sanction } => {
                self.lead("if");
                self.condition(&condition.node);
                self.put(" ");
                self.lead("then");
                if let Some(target) = target {
                    self.target(target);
                    self.lead("impose");
                }
                self.sanction(&sanction.node);
            }
            ClauseKind::Applies { name } => {
                self.lead("applies");
                self.name(&name.node, NamePlace::Reserved);
            }
            ClauseKind::Hit { policy } => {
                self.lead("hit");
                self.policy(policy.node);
            }
            ClauseKind::TierTable { policy, table } => {
                self.lead("tier_table");
                if let Some(policy) = policy {
                    self.policy(policy.node);
                    self.put(" ");
                }
                self.tier_table(table, clause.span);
            }
            ClauseKind::CrossTable { table } => {
                self.lead("cross_table");
                self.cross_table(table, clause.span);
            }
            ClauseKind::Factor { name, weight, rows } => {
                self.lead("factor");
                self.name(&name.node, NamePlace::Free);
                self.put(" ");
                if let Some(weight) = weight {
                    self.lead("weight");
                    self.share(weight.node);
                    self.put(" ");
                }
                self.factor_rows(rows, clause.span);
            }
            ClauseKind::FactorFloor { ratio } => {
                self.lead("total_floor");
                self.share(ratio.node);
            }
            ClauseKind::FactorCap { ratio } => {
                self.lead("total_cap");
                self.share(ratio.node);
            }
            ClauseKind::Effect { modality, effects } => {
                self.lead("effect");
                self.lead(match modality {
                    Modality::Shall => "shall",
                    Modality::May => "may",
                });
                for (at, effect) in effects.iter().enumerate() {
                    if at > 0 {
                        self.put(" ");
                        self.lead("or");
                    }
                    self.put(self.kw(match effect.node {
                        EffectWord::Waive => "no_penalty",
                        EffectWord::Mitigate => "mitigate",
                        EffectWord::Lighten => "lighten",
                        EffectWord::Aggravate => "aggravate",
                    }));
                }
            }
            ClauseKind::RangeBase { base } => {
                self.lead("base");
                self.put(self.kw(match base.node {
                    RangeBaseWord::Tier => "tier_range",
                    RangeBaseWord::Statutory => "statutory_range",
                }));
            }
            ClauseKind::Band { band, of } => {
                self.put(self.kw(match band.node {
                    BandWord::Mitigate => "mitigate",
                    BandWord::Lighten => "lighten",
                    BandWord::Ordinary => "ordinary",
                    BandWord::Aggravate => "aggravate",
                }));
                self.put(": ");
                match of {
                    BandOf::Spread(range) => self.range(&range.node),
                    BandOf::BelowLower => self.put(self.kw("below_lower")),
                    BandOf::OfLower(range) | BandOf::OfUpper(range) => {
                        self.lead(if matches!(of, BandOf::OfLower(_)) { "lower_bound" } else { "upper_bound" });
                        self.lead("of");
                        self.range(&range.node);
                    }
                }
            }
            ClauseKind::Combine { what, take } => {
                self.lead(match what.node {
                    CombineWord::SeveralLighten => "several_lighten",
                    CombineWord::SeveralAggravate => "several_aggravate",
                    CombineWord::Mixed => "lighten_and_aggravate",
                });
                self.lead("take");
                self.put(self.kw(match take.node {
                    TakeWord::Lowest => "lowest",
                    TakeWord::Highest => "highest",
                    TakeWord::Lighten => "lighten",
                    TakeWord::Aggravate => "aggravate",
                    TakeWord::Ordinary => "ordinary",
                    TakeWord::Whole => "whole_range",
                }));
            }
            ClauseKind::Level { level } => {
                self.lead("level");
                self.put(self.kw(match level.node {
                    Severity::Error => "error",
                    Severity::Warning => "warning",
                    Severity::Hint => "hint",
                }));
            }
            ClauseKind::Let { bindings } => {
                self.lead("let");
                let parts: Vec<String> = bindings
                    .iter()
                    .map(|(path, value)| {
                        self.aside(|p| {
                            p.free_path(path);
                            p.put(" = ");
                            p.value(&value.node);
                        })
                    })
                    .collect();
                self.fill(&parts, ",");
            }
            ClauseKind::Proposed { sanction } => self.imposed("proposed", sanction),
            ClauseKind::ExpectTier { tiers, sanction } => {
                self.lead("expect_tier");
                for (at, tier) in tiers.iter().enumerate() {
                    if at > 0 {
                        self.put(" ");
                        self.lead("or");
                    }
                    self.name(&tier.node, NamePlace::Reserved);
                }
                if let Some(sanction) = sanction {
                    self.put(", ");
                    self.imposed("impose", sanction);
                }
            }
            ClauseKind::ExpectSanction { sanction } => self.imposed("expect_sanction", sanction),
            ClauseKind::ExpectCircumstance { present, name } => {
                self.lead(if *present { "expect" } else { "expect_not" });
                self.lead("circumstance");
                self.name(&name.node, NamePlace::Reserved);
            }
            ClauseKind::ExpectProcedure { name, outcome } => {
                self.lead("expect");
                self.lead("procedure");
                self.name(&name.node, NamePlace::Reserved);
                self.put(" ");
                self.put(self.kw(match outcome.node {
                    ProcedureWord::Met => "met",
                    ProcedureWord::Violated => "violated",
                    ProcedureWord::Open => "open",
                }));
            }
            ClauseKind::ExpectUnknown { facts } => {
                self.lead("to_establish");
                if facts.is_empty() {
                    self.put(self.kw("none"));
                }
                for (at, fact) in facts.iter().enumerate() {
                    if at > 0 {
                        self.put(", ");
                    }
                    self.path(fact);
                }
            }
            ClauseKind::ExpectVerdict { verdict } => {
                self.lead("expect_verdict");
                self.put(self.kw(match verdict.node {
                    VerdictWord::Fitting => "fitting",
                    VerdictWord::TooHeavy => "too_heavy",
                    VerdictWord::TooLight => "too_light",
                    VerdictWord::WrongKind => "wrong_kind",
                }));
            }
            ClauseKind::Scoring { .. }
            | ClauseKind::FullScore { .. }
            | ClauseKind::ScoreCap { .. }
            | ClauseKind::ScoreItem { .. }
            | ClauseKind::ScoreLine(_)
            | ClauseKind::Veto { .. }
            | ClauseKind::Grades { .. }
            | ClauseKind::CaseScorings { .. }
            | ClauseKind::ExpectScore { .. } => self.scoring_clause(&clause.node),
            ClauseKind::WordList(_)
            | ClauseKind::Review { .. }
            | ClauseKind::Check { .. }
            | ClauseKind::Target { .. }
            | ClauseKind::Ask(_)
            | ClauseKind::Exception { .. }
            | ClauseKind::Advise { .. }
            | ClauseKind::MustReport { .. }
            | ClauseKind::CaseReviews { .. }
            | ClauseKind::CaseText { .. }
            | ClauseKind::CaseMaterials { .. }
            | ClauseKind::ExpectFinding { .. } => self.review_clause(&clause.node),
            ClauseKind::Bad { text } => self.put(text),
        }
    }

    /// A fact without its note.
    pub(super) fn fact(&mut self, clause: &ClauseKind) {
        let ClauseKind::Field { name, ty, range, optional, direction, note: _ } = clause else { return };
        self.name(&name.node, NamePlace::Free);
        self.put(": ");
        self.type_expr(&ty.node);
        if let Some(range) = range {
            self.put(" ");
            self.range(&range.node);
        }
        if optional.is_some() {
            self.put(" ");
            self.put(self.kw("optional"));
        }
        if let Some(direction) = direction {
            self.put(" ");
            self.put(self.kw(match direction.node {
                Direction::GreaterIsGraver => "greater_is_graver",
                Direction::LesserIsGraver => "lesser_is_graver",
            }));
        }
    }

    pub(super) fn named(&mut self, keyword: &str, name: &Name, body: &Block) {
        self.lead(keyword);
        self.name(&name.node, NamePlace::Free);
        self.put(" ");
        let bare = std::mem::replace(&mut self.bare, false);
        self.block(body);
        self.bare = bare;
    }

    fn bare_block(&mut self, body: &Block) {
        let bare = std::mem::replace(&mut self.bare, true);
        self.block(body);
        self.bare = bare;
    }

    pub(super) fn listed(&mut self, keyword: &str, names: &[Name]) {
        self.lead(keyword);
        self.names(names, NamePlace::Reserved);
    }

    fn target(&mut self, target: &Name) {
        self.lead("on");
        self.name(&target.node, NamePlace::Reserved);
        self.put(" ");
    }

    fn imposed(&mut self, keyword: &str, sanction: &Spanned<Sanction>) {
        self.lead(keyword);
        self.sanction(&sanction.node);
    }

    fn citations(&mut self, keyword: &str, citations: &[Spanned<Citation>]) {
        self.lead(keyword);
        let parts: Vec<String> = citations.iter().map(|c| c.node.to_string()).collect();
        self.fill(&parts, ",");
    }

    fn policy(&mut self, policy: HitPolicy) {
        self.put(self.kw(match policy {
            HitPolicy::Unique => "unique",
            HitPolicy::First => "first",
            HitPolicy::Gravest => "gravest",
            HitPolicy::Collect => "collect",
        }));
    }

    fn share(&mut self, share: Exact) {
        self.put(&Ratio::from_exact(share).to_string());
    }

    fn members(&mut self, members: &Members) {
        let parts: Vec<String> = members.names.iter().map(|n| self.aside(|p| p.name(&n.node, NamePlace::Free))).collect();
        self.fill_braces(&parts, if members.ordered { " <" } else { "," });
    }

    fn type_expr(&mut self, ty: &TypeExpr) {
        match ty {
            TypeExpr::Boolean => self.put(self.kw("boolean")),
            TypeExpr::Integer => self.put(self.kw("integer")),
            TypeExpr::Number => self.put(self.kw("number")),
            TypeExpr::Money => self.put(self.kw("money")),
            TypeExpr::Ratio => self.put(self.kw("ratio")),
            TypeExpr::Multiple => self.put(self.kw("multiple")),
            TypeExpr::Quantity(unit) => {
                self.lead("quantity");
                self.put(&unit.node);
            }
            TypeExpr::Period(family) => {
                self.lead("period");
                self.put(self.kw(match family.node {
                    PeriodFamily::Days => "days",
                    PeriodFamily::WorkingDays => "working_days",
                    PeriodFamily::Months => "months",
                }));
            }
            TypeExpr::Date => self.put(self.kw("date")),
            TypeExpr::Text => self.put(self.kw("text")),
            TypeExpr::Inline(members) => {
                self.lead(if members.ordered { "grade" } else { "category" });
                self.members(members);
            }
            TypeExpr::Named(name) => self.name(&name.node, NamePlace::Type),
            TypeExpr::List(name) => {
                self.lead("list");
                self.name(&name.node, NamePlace::Reserved);
            }
        }
    }
}

fn fault_word(fault: Fault) -> &'static str {
    match fault {
        Fault::Gap => "gap",
        Fault::Overlap => "overlap",
        Fault::Dead => "dead",
        Fault::Misleading => "misleading",
        Fault::Excess => "excess",
        Fault::Reversal => "reversal",
        Fault::Hole => "hole",
        Fault::Score => "score",
        Fault::BeyondHigher => "beyond_higher",
    }
}
