//! Checks of documents, scoring standards and cases, as bytes; and the diagnostics that came with the rules.

use std::sync::Arc;

use super::codec::{Reader, Saved, Writer, choices, fields};
use crate::diagnostic::{Diagnostic, Label, Particular, Problem, Severity};
use crate::model::{
    Advice, Ask, Case, CaseValue, Check, Cited, CitedLevel, Class, DocumentProperty, Element, Example, Expectation, ExpectedPlace,
    ExpectedSanction, Given, Grade, Numbering, Phrase, ProcedureOutcome, ProposedPenalty, ReviewCase, ReviewSet, ScoreItem, ScoreLine,
    ScoreLineKind, ScoreOn, Scoring, Subject, Test, TestKind, Unit, Value, Verdict, Veto, WordList,
};
use crate::text::{Part, Pattern};

fields! {
    // review.rs
    ReviewSet { name, set, targets, applies, checks, facts, properties, name_span, span }
    Check { code, title, review, basis, severity, ask, exceptions, message, suggestion, advice, examples, name_span, span }
    Example { report, text, span }
    WordList { name, words, uses, span }
    Phrase { pattern, span }
    Pattern { parts }
    Test { kind, span }
    ReviewCase { reviews, lines, materials }

    // scoring.rs
    Scoring { name, set, basis, example, applies, full, cap, items, vetoes, grades, facts, name_span, span }
    ScoreItem { name, bonus, points, word, basis, lines, span }
    ScoreLine { points, on, reason, span }
    Veto { grade, condition, reason, span }
    Grade { name, range, span }

    // case.rs
    Case { name, set, benchmarks, values, review, scoring, proposed, expectations, name_span, span }
    CaseValue { key, facts, span }
    ExpectedSanction { measures }
    ProposedPenalty { fine, others, waived }

    Diagnostic { problem, span, labels, suggestions, witness, level }
    Label { span, zh, en }
}

choices! {
    Ask { 0 Find(unit, phrases), 1 Each { unit, when, require }, 2 Whole(test) }
    Part { 0 Words(words), 1 Gap { least, most }, 2 Regex(regex) }
    TestKind nested {
        0 All(tests), 1 Any(tests), 2 AtLeast(count, tests), 3 Not(inner), 4 Except(base, exception), 5 Contains(subject, phrases),
        6 Cites(subject, cited), 7 Is(subject, classes), 8 Material(phrases), 9 Numbering(numbering), 10 Fact(condition),
    }
    Cited { 0 Level(level), 1 Act(title) }
    Advice { 0 Keep, 1 Amend, 2 Repeal }
    ExpectedPlace { 0 Text(text), 1 Path(path) }
    Severity { 0 Hint, 1 Warning, 2 Error }

    ScoreLineKind { 0 Deduct, 1 Award }
    ScoreOn { 0 When(condition), 1 Each { value, step, most } }

    Value nested { 0 Boolean(value), 1 Number(figure), 2 Date(day), 3 Member(member), 4 Text(text), 5 List(elements) }
    Given { 0 Unknown, 1 Absent, 2 Known(value) }
    Expectation {
        0 Score(total), 1 Tiers(names), 2 Sanction(sanction), 3 Circumstance(id, wanted), 4 Procedure(id, outcome), 5 Unknown(keys),
        6 Verdict(verdict), 7 Finding(check, wanted, place),
    }
    ProcedureOutcome { 0 Met, 1 Violated, 2 Open }
    Verdict { 0 Fitting, 1 TooHeavy, 2 TooLight, 3 WrongKind }

    Particular { 0 Text(text), 1 Number(number), 2 Sign(sign), 3 Term(zh, en) }
}

/// Enums of words, as their place among them.
macro_rules! words {
    ($($ty:ident),*) => { $(
        impl Saved for $ty {
            fn save(&self, out: &mut Writer) {
                Self::ALL.iter().position(|one| one == self).unwrap_or_default().save(out);
            }

            fn load(input: &mut Reader<'_>) -> Option<Self> {
                Self::ALL.get(usize::load(input)?).copied()
            }
        }
    )* };
}

words!(Unit, Subject, CitedLevel, Class, Numbering, DocumentProperty);

impl Saved for Element {
    fn save(&self, out: &mut Writer) {
        out.list(&self.0);
    }

    fn load(input: &mut Reader<'_>) -> Option<Self> {
        input.list().map(Element)
    }
}

impl Saved for Arc<[Element]> {
    fn save(&self, out: &mut Writer) {
        out.list(self);
    }

    fn load(input: &mut Reader<'_>) -> Option<Self> {
        input.list::<Element>().map(Arc::from)
    }
}

impl Saved for char {
    fn save(&self, out: &mut Writer) {
        u32::from(*self).save(out);
    }

    fn load(input: &mut Reader<'_>) -> Option<Self> {
        char::from_u32(u32::load(input)?)
    }
}

impl Saved for Problem {
    fn save(&self, out: &mut Writer) {
        out.text(self.code().as_str());
        out.list(&self.particulars());
    }

    fn load(input: &mut Reader<'_>) -> Option<Self> {
        let code = input.text()?;
        Problem::restored(code, input.list()?)
    }
}
