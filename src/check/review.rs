//! Sets of checks and their checks: what each asks, excepts and says.

use super::Checker;
use super::benchmark::citations;
use super::collect::Declared;
use super::names::problem_at;
use super::scope::{Place, Scope};
use super::text_test::Sight;
use crate::diagnostic::{ReviewProblem, Severity, Span, Spanned, Term, UsageProblem};
use crate::law::Citation;
use crate::model::{
    Advice, Ask, Check, CheckId, Class, DocumentProperty, Example, FactId, PLACEHOLDERS, ReviewId, ReviewSet, Subject, Type, Unit,
};
use crate::syntax::tree::{self, Block, Clause, ClauseKind, Name, TextRole};

/// Words for kinds of document beside the 文种.
const CLASSES: [&str; 7] = ["规范性文件", "地方规范性文件", "公文", "地方公文", "地方性法规", "规章", "合同"];

/// The words that titles end with, as [`crate::model::ReviewSet::targets`] may name them.
const GENRES: &[&str] = &[
    "法", "条例", "办法", "规定", "细则", "规则", "规程", "规范", "决定", "决议", "解释", "批复", "答复", "意见", "通知", "通报", "公告",
    "通告", "公报", "命令", "令", "函", "复函", "纪要", "报告", "请示", "议案", "方案", "规划", "计划", "要点", "纲要", "预案", "基准",
    "标准", "制度", "指引", "指南", "目录", "清单", "措施", "政策", "准则", "章程", "协议", "说明",
];

/// What a set of checks says for each of them.
#[derive(Default)]
struct Shared<'t> {
    basis: Vec<Citation>,
    exceptions: Vec<&'t Spanned<tree::Condition>>,
}

impl<'t> Checker<'t> {
    /// Lowers all sets of checks.
    pub(super) fn lower_reviews(&mut self) {
        let declared = std::mem::take(&mut self.rules.reviews);
        for one in &declared {
            self.lower_review(one);
        }
        self.rules.reviews = declared;
    }

    fn lower_review(&mut self, declared: &Declared<'t>) {
        let block = Term::new("「审查」", "a set of checks (审查)");
        let id = ReviewId(u32::try_from(self.model.reviews.len()).unwrap_or(u32::MAX));
        let (mut scope, facts, _) = self.rule_scope(declared.file, declared.body, Place::Plain);
        let (mut applies, mut shared, mut targets, mut checks) = (None, Shared::default(), Vec::new(), Vec::new());
        let mut unread = false;
        for clause in &declared.body.clauses {
            match &clause.node {
                ClauseKind::Facts { .. } | ClauseKind::Definition { .. } => {}
                ClauseKind::Target { kinds } => {
                    for kind in kinds {
                        self.target(kind);
                        targets.push(kind.node.clone());
                    }
                }
                ClauseKind::AppliesWhen { condition } => self.once(&mut applies, condition, clause, &block),
                ClauseKind::Basis { citations: cited } => shared.basis.extend(citations(cited)),
                ClauseKind::Exception { condition } => shared.exceptions.push(condition),
                ClauseKind::Text { role: TextRole::Note, .. } => {}
                ClauseKind::Check { code, title, body } => checks.push((clause, code, title, body)),
                ClauseKind::Bad { .. } => unread = true,
                _ => self.misplaced(clause, &block),
            }
        }
        if checks.is_empty() && !unread {
            self.report(ReviewProblem::NoChecks { name: declared.name.node.clone() }, declared.name.span);
        }
        let applies = applies.and_then(|(condition, _)| self.test(&mut scope, Sight::Whole, condition));
        let properties = self.properties(&facts);
        self.model.reviews.push(ReviewSet {
            name: declared.name.node.clone(),
            set: declared.set,
            targets,
            applies,
            checks: Vec::new(),
            facts,
            properties,
            name_span: declared.name.span,
            span: declared.span,
        });
        for (clause, code, title, body) in checks {
            if let Some(check) = self.lower_check(id, &mut scope, &mut shared, clause, (code.as_ref(), title.as_ref(), body)) {
                let at = CheckId(u32::try_from(self.model.checks.len()).unwrap_or(u32::MAX));
                self.model.checks.push(check);
                if let Some(review) = self.model.reviews.get_mut(id.index()) {
                    review.checks.push(at);
                }
            }
        }
    }

    fn target(&mut self, kind: &Name) {
        let known = || CLASSES.iter().chain(GENRES).copied();
        if !known().any(|k| k == kind.node) {
            let near = super::near::near(&kind.node, known());
            self.out.push(problem_at(ReviewProblem::UnknownTarget { name: kind.node.clone() }, kind.span).suggest(near));
        }
    }

    /// The facts that the document answers by itself.
    fn properties(&self, facts: &[FactId]) -> Vec<(DocumentProperty, FactId)> {
        let mut found = Vec::new();
        for &id in facts {
            let (Some(key), Some(fact)) = (self.facts.keys.get(id.index()), self.model.facts.get(id.index())) else { continue };
            let Some(&property) = DocumentProperty::ALL.iter().find(|p| p.word() == key) else { continue };
            use DocumentProperty as P;
            let fits = matches!(
                (property, &fact.field.ty),
                (P::Title | P::Genre | P::Number | P::Issuer, Type::Text)
                    | (P::Signed | P::Published | P::Effective | P::Expires | P::ReviewDate, Type::Date)
                    | (P::Validity, Type::Period(_))
                    | (P::Articles | P::Characters | P::Citations, Type::Integer(_) | Type::Number)
            );
            if fits {
                found.push((property, id));
            }
        }
        found
    }

    fn lower_check(
        &mut self,
        review: ReviewId,
        scope: &mut Scope<'t>,
        shared: &mut Shared<'t>,
        clause: &'t Clause,
        (code, title, body): (Option<&'t Name>, Option<&'t Name>, &'t Block),
    ) -> Option<Check> {
        let block = Term::new("「检查」", "a check (检查)");
        let name_span = code.or(title).map_or(clause.span.at_start(), |n| n.span);
        let shown = code.or(title).map_or_else(String::new, |n| n.node.clone());
        match (code, title) {
            (None, _) => self.report(ReviewProblem::NoCode { title: shown.clone() }, name_span),
            (Some(code), None) => self.report(ReviewProblem::NoTitle { code: code.node.clone() }, code.span),
            (Some(_), Some(_)) => {}
        }
        if let Some(code) = code {
            self.declare_code(review, code);
        }
        let mut basis = Vec::new();
        let (mut level, mut message, mut suggestion, mut advice, mut asked) = (None, None, None, None, None::<(&tree::Ask, Span)>);
        let mut excepted: Vec<&Spanned<tree::Condition>> = Vec::new();
        let mut examples = Vec::new();
        let mut unread = false;
        for clause in &body.clauses {
            match &clause.node {
                ClauseKind::Basis { citations: cited } => basis.extend(citations(cited)),
                ClauseKind::Level { level: written } => self.once(&mut level, written.node, clause, &block),
                ClauseKind::Text { role: TextRole::Message, text } => self.once(&mut message, text, clause, &block),
                ClauseKind::Text { role: TextRole::Suggestion, text } => self.once(&mut suggestion, text, clause, &block),
                ClauseKind::Text { role: TextRole::Note, .. } => {}
                ClauseKind::Advise { advice: written } => self.once(&mut advice, self::advice(written.node), clause, &block),
                ClauseKind::Ask(ask) => match asked {
                    None => asked = Some((ask, clause.span)),
                    Some((_, first)) => {
                        let diagnostic = problem_at(ReviewProblem::TwoAsks { code: shown.clone() }, clause.span);
                        self.out.push(diagnostic.label(first, "先写在这里", "first written here"));
                    }
                },
                ClauseKind::Exception { condition } => excepted.push(condition),
                ClauseKind::MustReport { report, texts } => {
                    examples.extend(texts.iter().map(|text| Example { report: *report, text: text.node.clone(), span: text.span }))
                }
                ClauseKind::Bad { .. } => unread = true,
                _ => self.misplaced(clause, &block),
            }
        }
        if asked.is_none() && !unread {
            self.report(ReviewProblem::NoAsk { code: shown.clone() }, name_span);
        }
        if message.is_none() && !unread {
            self.report(ReviewProblem::NoReportMessage { code: shown.clone() }, name_span);
        }
        for text in [&message, &suggestion].into_iter().flatten() {
            self.placeholders(text.0);
        }
        if basis.is_empty() {
            basis.extend(shared.basis.iter().cloned());
        }
        if basis.is_empty() {
            self.report(UsageProblem::NoBasis { what: Term::new("检查", "check"), name: shown }, name_span);
        }
        let (ask, _) = asked?;
        let (ask, sight) = self.ask(scope, ask);
        let mut exceptions: Vec<_> = excepted.into_iter().map(|condition| self.test(scope, sight, condition)).collect();
        if sight != Sight::Whole {
            // A shared exception that is wrong is told at the first check alone.
            shared.exceptions.retain(|condition| {
                let test = self.test(scope, sight, condition);
                let sound = test.is_some();
                exceptions.extend(sound.then_some(test));
                sound
            });
        }
        Some(Check {
            code: code?.node.clone(),
            title: title?.node.clone(),
            review,
            basis,
            severity: level.map_or(Severity::Error, |(l, _)| l),
            ask: ask?,
            exceptions: exceptions.into_iter().collect::<Option<_>>()?,
            message: message?.0.node.clone(),
            suggestion: suggestion.map(|(s, _)| s.node.clone()),
            advice: advice.map(|(a, _)| a),
            examples,
            name_span,
            span: clause.span,
        })
    }

    /// Codes are unique, versions of one rule set aside; those of another base are another time's rules.
    fn declare_code(&mut self, review: ReviewId, code: &Name) {
        let name_of = |id: ReviewId| self.model.reviews.get(id.index()).and_then(|r| self.model.sets.get(r.set.index()));
        let base = |source| self.files.iter().find(|file| file.source == source).map(|file| file.base);
        let own = name_of(review);
        let same = self.model.checks.iter().find(|c| {
            let other = name_of(c.review);
            let version = match (own, other) {
                (Some(own), Some(other)) if base(own.source) != base(other.source) => true,
                (Some(own), Some(other)) => own.name == other.name && own.source != other.source,
                _ => false,
            };
            c.code == code.node && !version
        });
        if let Some(first) = same.map(|c| c.name_span) {
            let diagnostic = problem_at(ReviewProblem::DuplicateCode { code: code.node.clone() }, code.span);
            self.out.push(diagnostic.label(first, "先用在这里", "first used here"));
        }
    }

    /// Reports what stands in braces and cannot be filled in.
    fn placeholders(&mut self, text: &Spanned<String>) {
        let pieces = text.node.split('{').skip(1).filter_map(|piece| piece.split_once('}'));
        let unknown: Vec<String> = pieces.map(|(name, _)| name.to_owned()).filter(|name| !PLACEHOLDERS.contains(&name.as_str())).collect();
        for name in unknown {
            self.report(ReviewProblem::UnknownPlaceholder { name }, text.span);
        }
    }

    fn ask(&mut self, scope: &mut Scope<'t>, ask: &'t tree::Ask) -> (Option<Ask>, Sight) {
        match ask {
            tree::Ask::Find { scope: unit, phrases } => {
                let unit = self::unit(unit.node);
                let ask = self.phrases(scope.file, phrases).map(|phrases| Ask::Find(unit, phrases));
                (ask, Sight::Match(unit))
            }
            tree::Ask::Each { scope: unit, when, require } => {
                let unit = self::unit(unit.node);
                let sight = Sight::Unit(unit);
                let test = when.as_ref().map(|when| self.test(scope, sight, when));
                let require = self.test(scope, sight, require);
                let ask = match (test, require) {
                    (None, Some(require)) => Some(Ask::Each { unit, when: None, require }),
                    (Some(Some(when)), Some(require)) => Some(Ask::Each { unit, when: Some(when), require }),
                    _ => None,
                };
                (ask, sight)
            }
            tree::Ask::Whole { require } => (self.test(scope, Sight::Whole, require).map(Ask::Whole), Sight::Whole),
        }
    }
}

fn advice(word: tree::AdviceWord) -> Advice {
    match word {
        tree::AdviceWord::Keep => Advice::Keep,
        tree::AdviceWord::Amend => Advice::Amend,
        tree::AdviceWord::Repeal => Advice::Repeal,
    }
}

fn unit(word: tree::UnitWord) -> Unit {
    use tree::UnitWord as W;
    match word {
        W::Whole => Unit::Whole,
        W::Title => Unit::Title,
        W::Chapter => Unit::Chapter,
        W::Article => Unit::Article,
        W::Paragraph => Unit::Paragraph,
        W::Item => Unit::Item,
        W::Block => Unit::Block,
        W::Sentence => Unit::Sentence,
        W::Citation => Unit::Citation,
        W::Definition => Unit::Definition,
        W::Attachment => Unit::Attachment,
    }
}

pub(super) fn subject(word: tree::SubjectWord) -> Subject {
    use tree::SubjectWord as W;
    match word {
        W::Sentence => Subject::Sentence,
        W::Paragraph => Subject::Paragraph,
        W::Item => Subject::Item,
        W::Article => Subject::Article,
        W::Chapter => Subject::Chapter,
        W::Block => Subject::Block,
        W::Citation => Subject::Citation,
        W::Definition => Subject::Definition,
        W::Attachment => Subject::Attachment,
        W::Whole => Subject::Whole,
        W::Title => Subject::Title,
        W::Match => Subject::Match,
        W::Before => Subject::Before,
        W::After => Subject::After,
        W::Above => Subject::Above,
    }
}

pub(super) fn class(word: tree::ClassWord) -> Class {
    use tree::ClassWord as W;
    match word {
        W::Prohibition => Class::Prohibition,
        W::Definition => Class::Definition,
        W::Quotation => Class::Quotation,
        W::Contents => Class::Contents,
        W::Title => Class::Title,
        W::InForce => Class::InForce,
        W::Repealed => Class::Repealed,
        W::NotYet => Class::NotYet,
        W::Unlisted => Class::Unlisted,
        W::NoSuchArticle => Class::NoSuchArticle,
        W::InexactTitle => Class::InexactTitle,
        W::Renumbered => Class::Renumbered,
        W::Used => Class::Used,
        W::BeforeUse => Class::BeforeUse,
        W::SharedBound => Class::SharedBound,
        W::UnequalAmounts => Class::UnequalAmounts,
        W::ReversedTerm => Class::ReversedTerm,
        W::NotAttached => Class::NotAttached,
        W::AttachmentsLacking => Class::AttachmentsLacking,
        W::Unmentioned => Class::Unmentioned,
    }
}
