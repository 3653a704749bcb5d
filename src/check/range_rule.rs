//! Range rules: what 从轻, 一般, 从重 and 减轻 are in figures.

use super::Checker;
use super::benchmark::citations;
use super::collect::DeclaredRange;
use crate::diagnostic::{RuleProblem, SoundnessProblem, Span, Spanned, Term, UsageProblem};
use crate::law::{Exact, Range, Ratio};
use crate::model::{Band, Bands, Combination, MixedRule, RangeBase, RangeRule, SeveralRule, Type};
use crate::syntax::tree::{BandOf, BandWord, Clause, ClauseKind, CombineWord, RangeBaseWord, RangeExpr, TakeWord};

fn band_name(word: BandWord) -> &'static str {
    match word {
        BandWord::Mitigate => "减轻",
        BandWord::Lighten => "从轻",
        BandWord::Ordinary => "一般",
        BandWord::Aggravate => "从重",
    }
}

fn take_name(word: TakeWord) -> &'static str {
    match word {
        TakeWord::Lowest => "最低",
        TakeWord::Highest => "最高",
        TakeWord::Lighten => "从轻",
        TakeWord::Aggravate => "从重",
        TakeWord::Ordinary => "一般",
        TakeWord::Whole => "全幅",
    }
}

impl<'t> Checker<'t> {
    /// Lowers all range rules.
    pub(super) fn lower_range_rules(&mut self) {
        let declared = std::mem::take(&mut self.rules.range_rules);
        for one in &declared {
            let rule = self.lower_range_rule(one);
            self.model.range_rules.push(rule);
        }
        self.rules.range_rules = declared;
    }

    fn lower_range_rule(&mut self, declared: &DeclaredRange<'t>) -> RangeRule {
        let block = Term::new("「幅度规则」", "a range rule (幅度规则)");
        let place = declared.name.map_or(declared.span.at_start(), |n| n.span);
        let file = declared.file;
        let mut basis = Vec::new();
        let mut base = None;
        let mut bands = Bands::default();
        let mut upper_only: Option<(Bands, Span)> = None;
        let mut combination = Combination::default();
        let mut combined: [Option<((), Span)>; 3] = [None, None, None];
        let mut unread = false;
        for clause in &declared.body.clauses {
            match &clause.node {
                ClauseKind::Basis { citations: cited } => basis.extend(citations(cited)),
                ClauseKind::RangeBase { base: word } => {
                    let word = match word.node {
                        RangeBaseWord::Tier => RangeBase::Tier,
                        RangeBaseWord::Statutory => RangeBase::Statutory,
                    };
                    self.once(&mut base, word, clause, &block);
                }
                ClauseKind::Band { band, of } => self.band(file, &mut bands, band, of),
                ClauseKind::UpperOnly { body } => {
                    let mut inner = Bands::default();
                    for clause in &body.clauses {
                        match &clause.node {
                            ClauseKind::Band { band, of } => self.band(file, &mut inner, band, of),
                            _ => self.misplaced(clause, &Term::new("「仅有上限」", "仅有上限")),
                        }
                    }
                    self.once(&mut upper_only, inner, clause, &block);
                }
                ClauseKind::Combine { what, take } => self.combine(&mut combination, &mut combined, clause, what.node, take),
                ClauseKind::Bad { .. } => unread = true,
                _ => self.misplaced(clause, &block),
            }
        }
        let upper_only = upper_only.map(|(b, _)| b);
        if !unread && bands == Bands::default() && upper_only.is_none() {
            self.report(RuleProblem::NoBands {}, place);
        }
        let name = declared.name.map_or_else(String::new, |n| n.node.clone());
        if basis.is_empty() {
            let what = Term::new("幅度规则", "range rule");
            self.report(UsageProblem::NoBasis { what, name: name.clone() }, place);
        }
        RangeRule {
            name,
            set: declared.set,
            basis,
            base: base.map_or(RangeBase::Tier, |(b, _)| b),
            bands,
            upper_only,
            combination,
            span: declared.span,
        }
    }

    fn combine(
        &mut self,
        combination: &mut Combination,
        seen: &mut [Option<((), Span)>; 3],
        clause: &Clause,
        what: CombineWord,
        take: &Spanned<TakeWord>,
    ) {
        let [lighten, aggravate, mixed] = seen;
        let block = Term::new("「幅度规则」", "a range rule (幅度规则)");
        let (question, allowed, slot, good) = match (what, take.node) {
            (CombineWord::SeveralLighten, word) => {
                let rule = match word {
                    TakeWord::Lowest => Some(SeveralRule::Bound),
                    TakeWord::Lighten => Some(SeveralRule::Band),
                    TakeWord::Highest | TakeWord::Aggravate | TakeWord::Ordinary | TakeWord::Whole => None,
                };
                combination.several_lighten = rule.unwrap_or_default();
                ("数个从轻", "最低、从轻", lighten, rule.is_some())
            }
            (CombineWord::SeveralAggravate, word) => {
                let rule = match word {
                    TakeWord::Highest => Some(SeveralRule::Bound),
                    TakeWord::Aggravate => Some(SeveralRule::Band),
                    TakeWord::Lowest | TakeWord::Lighten | TakeWord::Ordinary | TakeWord::Whole => None,
                };
                combination.several_aggravate = rule.unwrap_or_default();
                ("数个从重", "最高、从重", aggravate, rule.is_some())
            }
            (CombineWord::Mixed, word) => {
                let rule = match word {
                    TakeWord::Whole => Some(MixedRule::Whole),
                    TakeWord::Ordinary => Some(MixedRule::Ordinary),
                    TakeWord::Lowest | TakeWord::Highest | TakeWord::Lighten | TakeWord::Aggravate => None,
                };
                combination.mixed = rule.unwrap_or_default();
                ("从轻从重并存", "全幅、一般", mixed, rule.is_some())
            }
        };
        self.once(slot, (), clause, &block);
        if !good {
            let problem = RuleProblem::WrongTake {
                question: question.to_owned(),
                take: take_name(take.node).to_owned(),
                allowed: allowed.to_owned(),
            };
            self.report(problem, take.span);
        }
    }

    fn band(&mut self, file: usize, bands: &mut Bands, word: &Spanned<BandWord>, of: &BandOf) {
        let lowered = match of {
            BandOf::Spread(range) => self.shares(file, range).map(|r| {
                self.warn_shares(&r, range.span);
                Band::Spread(r)
            }),
            BandOf::BelowLower => Some(Band::BelowLower),
            BandOf::OfLower(range) => self.shares(file, range).map(Band::OfLower),
            BandOf::OfUpper(range) => self.shares(file, range).map(Band::OfUpper),
        };
        let name = band_name(word.node).to_owned();
        let within = matches!(of, BandOf::Spread(_));
        let slot = match word.node {
            BandWord::Mitigate => &mut bands.mitigate,
            BandWord::Lighten => &mut bands.lighten,
            BandWord::Ordinary => &mut bands.ordinary,
            BandWord::Aggravate => &mut bands.aggravate,
        };
        if slot.is_some() {
            self.report(RuleProblem::DuplicateBand { band: name }, word.span);
            return;
        }
        *slot = lowered;
        if !within && word.node != BandWord::Mitigate {
            self.report(RuleProblem::OnlyMitigate { band: name }, word.span);
        }
    }

    /// A range of ratios; `None` is reported.
    fn shares(&mut self, file: usize, range: &Spanned<RangeExpr>) -> Option<Range<Exact>> {
        use crate::syntax::tree::{Expr, Measure};
        let written = [&range.node.lower, &range.node.upper].into_iter().flatten();
        for bound in written {
            if !matches!(bound.value.node, Expr::Literal(Measure::Ratio(_))) {
                self.report(RuleProblem::BandNotRatio {}, bound.value.span);
                return None;
            }
        }
        self.constant_range(file, &range.node, &Type::Ratio, range.span)
    }

    fn warn_shares(&mut self, range: &Range<Exact>, span: Span) {
        for bound in [&range.lower, &range.upper].into_iter().flatten() {
            if bound.value < Exact::ZERO || bound.value > Exact::from_int(1) {
                let ratio = Ratio::from_exact(bound.value).to_string();
                self.report(SoundnessProblem::ShareOutside { ratio }, span);
            }
        }
    }
}
