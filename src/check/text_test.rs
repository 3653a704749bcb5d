//! Tests of documents: which subject has a meaning where, and what of a condition is of facts alone.

use super::Checker;
use super::scope::{Found, Scope};
use crate::diagnostic::{Diagnostic, ReviewProblem, Span, Spanned, TypeProblem};
use crate::model::{Cited, CitedLevel, Class, ConditionKind, Expr, ExprKind, Numbering, Subject, Test, TestKind, Type, Unit};
use crate::syntax::tree::{CitedWhat, Condition, Connector, CountOf, Element, Name, Path, TextTest, Word};

/// What the subjects of a test may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sight {
    /// the whole document alone: 要求, 适用 当
    Whole,
    /// a unit: 每一 … 要求
    Unit(Unit),
    /// a match within a unit: 每一 … 查找
    Match(Unit),
}

/// How large a unit or subject is.
fn size(subject: Subject) -> u8 {
    match subject {
        Subject::Match => 0,
        Subject::Citation | Subject::Definition => 1,
        Subject::Sentence => 2,
        Subject::Block => 3,
        Subject::Item => 4,
        Subject::Paragraph => 5,
        Subject::Article => 6,
        Subject::Chapter => 7,
        Subject::Attachment => 8,
        Subject::Whole | Subject::Title | Subject::Before | Subject::After | Subject::Above => 9,
    }
}

fn of_unit(unit: Unit) -> u8 {
    match unit {
        Unit::Title => 0,
        Unit::Citation | Unit::Definition => 1,
        Unit::Sentence => 2,
        Unit::Block => 3,
        Unit::Item => 4,
        Unit::Paragraph => 5,
        Unit::Article => 6,
        Unit::Chapter => 7,
        Unit::Attachment => 8,
        Unit::Whole => 9,
    }
}

/// Whether a subject has a meaning there.
fn visible(sight: Sight, subject: Subject) -> bool {
    if matches!(subject, Subject::Whole | Subject::Title) {
        return true;
    }
    let unit = match sight {
        Sight::Whole => return false,
        Sight::Unit(unit) | Sight::Match(unit) => unit,
    };
    match subject {
        Subject::Citation => unit == Unit::Citation,
        Subject::Definition => unit == Unit::Definition,
        Subject::Match | Subject::Above => true,
        Subject::Before | Subject::After => matches!(sight, Sight::Match(_)) || matches!(unit, Unit::Citation | Unit::Definition),
        _ => matches!(sight, Sight::Match(_)) || size(subject) >= of_unit(unit),
    }
}

/// Whether a subject may be of a class.
fn may_be(subject: Subject, class: Class) -> bool {
    match class {
        Class::InForce
        | Class::Repealed
        | Class::NotYet
        | Class::Unlisted
        | Class::NoSuchArticle
        | Class::InexactTitle
        | Class::Renumbered => subject == Subject::Citation,
        Class::Used | Class::BeforeUse => subject == Subject::Definition,
        Class::AttachmentsLacking => subject == Subject::Whole,
        Class::Unmentioned => subject == Subject::Attachment,
        Class::SharedBound
        | Class::UnequalAmounts
        | Class::ReversedTerm
        | Class::NotAttached
        | Class::Prohibition
        | Class::Definition
        | Class::Quotation
        | Class::Contents
        | Class::Title => !matches!(subject, Subject::Whole | Subject::Title | Subject::Above | Subject::Before | Subject::After),
    }
}

/// Whether any test of documents stands in a condition.
fn has_text(condition: &Condition) -> bool {
    match condition {
        Condition::Text(_) => true,
        Condition::Not(inner) | Condition::Group(inner) => has_text(&inner.node),
        Condition::Join(_, all) | Condition::Mixed(all, _) => all.iter().any(|c| has_text(&c.node)),
        Condition::List(_, items) => items.iter().any(|i| has_text(&i.condition.node)),
        Condition::Except(a, b) => has_text(&a.node) || has_text(&b.node),
        Condition::Value(_) | Condition::InRange(..) | Condition::Relation(..) | Condition::Window { .. } | Condition::Has(..) => false,
    }
}

impl<'t> Checker<'t> {
    /// A condition of a check; `None` is reported.
    pub(super) fn test(&mut self, scope: &mut Scope<'t>, sight: Sight, condition: &Spanned<Condition>) -> Option<Test> {
        self.deeper(scope, condition.span)?;
        let kind = self.test_kind(scope, sight, condition);
        scope.depth -= 1;
        Some(Test { kind: kind?, span: condition.span })
    }

    fn test_kind(&mut self, scope: &mut Scope<'t>, sight: Sight, condition: &Spanned<Condition>) -> Option<TestKind> {
        if !has_text(&condition.node) {
            return Some(TestKind::Fact(self.condition(scope, condition)?));
        }
        Some(match &condition.node {
            Condition::Text(test) => return self.text_test(scope, sight, test, condition.span),
            Condition::Group(inner) => self.test(scope, sight, inner)?.kind,
            Condition::Not(inner) => TestKind::Not(Box::new(self.test(scope, sight, inner)?)),
            Condition::Join(connector, all) => {
                let tests = self.tests(scope, sight, all.iter())?;
                match connector {
                    Connector::And => TestKind::All(tests),
                    Connector::Or => TestKind::Any(tests),
                }
            }
            Condition::Mixed(_, connectors) => {
                let mut diagnostic = Diagnostic::new(TypeProblem::MixedConnectors {}.into(), condition.span);
                for connector in connectors.iter().take(4) {
                    let word = if connector.node == Connector::And { "且" } else { "或者" };
                    diagnostic = diagnostic.label(connector.span, word, word);
                }
                self.out.push(diagnostic);
                return None;
            }
            Condition::List(count, items) => {
                let tests = self.tests(scope, sight, items.iter().map(|i| &i.condition))?;
                match count {
                    CountOf::All => TestKind::All(tests),
                    CountOf::AtLeast(required) if *required as usize > tests.len() => {
                        self.report(TypeProblem::TooManyRequired { required: *required, listed: tests.len() }, condition.span);
                        return None;
                    }
                    CountOf::AtLeast(0 | 1) => TestKind::Any(tests),
                    CountOf::AtLeast(required) => TestKind::AtLeast(*required, tests),
                }
            }
            Condition::Except(main, exception) => {
                let (main, exception) = (self.test(scope, sight, main), self.test(scope, sight, exception));
                TestKind::Except(Box::new(main?), Box::new(exception?))
            }
            Condition::Value(_) | Condition::InRange(..) | Condition::Relation(..) | Condition::Window { .. } | Condition::Has(..) => {
                TestKind::Fact(self.condition(scope, condition)?)
            }
        })
    }

    fn tests<'c>(&mut self, scope: &mut Scope<'t>, sight: Sight, all: impl Iterator<Item = &'c Spanned<Condition>>) -> Option<Vec<Test>> {
        let tests: Vec<Option<Test>> = all.map(|c| self.test(scope, sight, c)).collect();
        tests.into_iter().collect()
    }

    fn text_test(&mut self, scope: &mut Scope<'t>, sight: Sight, test: &TextTest, span: Span) -> Option<TestKind> {
        let negate = |kind: TestKind, not: bool| if not { TestKind::Not(Box::new(Test { kind, span })) } else { kind };
        Some(match test {
            TextTest::Contains { subject, lacks, phrases } => {
                let found = self.subject(sight, super::review::subject(subject.node), subject.span);
                let lowered = self.phrases(scope.file, phrases);
                negate(TestKind::Contains(found?, lowered?), *lacks)
            }
            TextTest::Material { lacks, phrases, .. } => negate(TestKind::Material(self.phrases(scope.file, phrases)?), *lacks),
            TextTest::Cites { subject, cited } => {
                let subject = self.subject(sight, super::review::subject(subject.node), subject.span)?;
                let cited = cited.iter().map(|one| match &one.node {
                    CitedWhat::Level(level) => Cited::Level(self::level(*level)),
                    CitedWhat::Act(citation) => Cited::Act(citation.title.clone()),
                });
                TestKind::Cites(subject, cited.collect())
            }
            TextTest::Is { subject, not, classes } => {
                let word = subject.span;
                let subject = self.subject(sight, super::review::subject(subject.node), word)?;
                let mut lowered = Vec::new();
                for class in classes {
                    let found = super::review::class(class.node);
                    if !may_be(subject, found) {
                        let problem = ReviewProblem::ClassNotHere { class: found.word().to_owned(), subject: subject.word().to_owned() };
                        self.report(problem, class.span);
                        return None;
                    }
                    lowered.push(found);
                }
                negate(TestKind::Is(subject, lowered), *not)
            }
            TextTest::Numbering { what } => {
                let fits = match sight {
                    Sight::Whole => true,
                    Sight::Unit(unit) => matches!(unit, Unit::Chapter | Unit::Article | Unit::Paragraph | Unit::Item),
                    Sight::Match(_) => false,
                };
                if !fits {
                    self.report(ReviewProblem::NumberingNotHere { place: place(sight) }, what.span);
                    return None;
                }
                TestKind::Numbering(match what.node {
                    crate::syntax::tree::NumberingWord::Consecutive => Numbering::Consecutive,
                    crate::syntax::tree::NumberingWord::NoRepeat => Numbering::NoRepeat,
                })
            }
        })
    }

    fn subject(&mut self, sight: Sight, subject: Subject, span: Span) -> Option<Subject> {
        if visible(sight, subject) {
            return Some(subject);
        }
        self.report(ReviewProblem::SubjectNotHere { subject: subject.word().to_owned(), place: place(sight) }, span);
        None
    }

    /// A test of documents outside of checks: a fact may have the name of a subject, as `标题 含 “…”`.
    pub(super) fn text_condition(&mut self, scope: &mut Scope<'t>, test: &TextTest, span: Span) -> Option<ConditionKind> {
        let (word, at, lacks, phrases) = match test {
            TextTest::Contains { subject, lacks, phrases } => (super::review::subject(subject.node).word(), subject.span, *lacks, phrases),
            TextTest::Material { place, lacks, phrases } => ("材料", place.0, *lacks, phrases),
            TextTest::Cites { .. } | TextTest::Is { .. } | TextTest::Numbering { .. } => {
                self.report(ReviewProblem::TestElsewhere {}, span);
                return None;
            }
        };
        let name: Name = Spanned::new(word.to_owned(), at);
        let path: Path = Spanned::new(vec![name], at);
        let Found::Fact(id) = self.look_up(scope, &path) else {
            self.report(ReviewProblem::TestElsewhere {}, span);
            return None;
        };
        let ty = self.model.facts.get(id.index())?.field.ty.clone();
        if ty != Type::Text {
            let found = self.type_term(&ty);
            self.report(TypeProblem::NotText { found }, at);
            return None;
        }
        let value = Expr { kind: ExprKind::Fact(id), ty, span: at };
        let mut items = Vec::new();
        for phrase in phrases {
            let [(None, Spanned { node: Element::Word(Word::Text(text)), .. })] = phrase.node.parts.as_slice() else {
                self.report(ReviewProblem::TestElsewhere {}, phrase.span);
                return None;
            };
            let condition = crate::model::Condition { kind: ConditionKind::Contains(value.clone(), text.node.as_str().into()), span };
            items.push(crate::model::Item { label: None, condition });
        }
        let kind = match items.len() {
            1 => items.pop().map(|i| i.condition.kind)?,
            _ => ConditionKind::Any(items),
        };
        Some(if lacks { ConditionKind::Not(Box::new(crate::model::Condition { kind, span })) } else { kind })
    }
}

fn place(sight: Sight) -> String {
    match sight {
        Sight::Whole => "对全文的要求".to_owned(),
        Sight::Unit(unit) => format!("每一{}的要求", unit.word()),
        Sight::Match(unit) => format!("每一{}的查找", unit.word()),
    }
}

fn level(word: crate::syntax::tree::CitedLevel) -> CitedLevel {
    use crate::syntax::tree::CitedLevel as W;
    match word {
        W::Statute => CitedLevel::Statute,
        W::AdministrativeRegulation => CitedLevel::AdministrativeRegulation,
        W::LocalRegulation => CitedLevel::LocalRegulation,
        W::DepartmentRule => CitedLevel::DepartmentRule,
        W::LocalRule => CitedLevel::LocalRule,
        W::Normative => CitedLevel::Normative,
        W::Superior => CitedLevel::Superior,
        W::Any => CitedLevel::Any,
    }
}
