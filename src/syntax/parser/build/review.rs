//! Word lists, phrases, and the tests and asks of checks.

use super::{Builder, Parts, only, word};
use crate::diagnostic::{Place, Spanned, SyntaxProblem};
use crate::law::numeral;
use crate::syntax::parser::grammar::Rule;
use crate::syntax::parser::matcher::Pair;
use crate::syntax::tree::{
    Ask, CitedLevel, CitedWhat, ClassWord, ClauseKind, Element, FindingPlace, Gap, NumberingWord, Phrase, SubjectWord, TextTest, UnitWord,
    Word, WordList,
};

/// The word of a list whose keyword a pair holds.
fn chosen<T: Copy>(pair: &Pair<'_>, all: &[T], keyword: impl Fn(T) -> &'static str) -> Option<T> {
    let found = format!("{:?}", word(pair)?);
    let name = found.strip_prefix("kw_")?;
    all.iter().copied().find(|one| keyword(*one) == name)
}

impl Builder<'_> {
    pub(super) fn word_list(&mut self, pair: Pair<'_>) -> Option<ClauseKind> {
        let mut parts = Parts::of(pair);
        let name = self.name(parts.next()?);
        let (mut words, mut includes) = (Vec::new(), Vec::new());
        for part in Parts::of(parts.next()?).rest() {
            match part.as_rule() {
                Rule::word_include => includes.extend(self.names(part)),
                _ => words.push(self.name(part)),
            }
        }
        Some(ClauseKind::WordList(WordList { name, words, includes }))
    }

    pub(super) fn check(&mut self, pair: Pair<'_>) -> Option<ClauseKind> {
        let mut parts = Parts::of(pair);
        let code = parts.take(Rule::code).map(|c| Spanned::new(c.as_str().trim_end().to_owned(), self.span(&c)));
        let title = parts.take(Rule::free_name).map(|n| self.name(n));
        Some(ClauseKind::Check { code, title, body: self.block(parts.next()?) })
    }

    pub(super) fn ask(&mut self, pair: Pair<'_>) -> Option<ClauseKind> {
        let inner = only(pair)?;
        let rule = inner.as_rule();
        let mut parts = Parts::of(inner);
        let scope = match parts.take(Rule::unit_scope) {
            Some(scope) => Some(Spanned::new(chosen(&scope, UnitWord::ALL, UnitWord::keyword)?, self.span(&scope))),
            None => None,
        };
        Some(ClauseKind::Ask(match (rule, scope) {
            (Rule::ask_find, Some(scope)) => Ask::Find { scope, phrases: self.phrases(parts.next()?)? },
            (Rule::ask_each, Some(scope)) => {
                let first = self.condition(parts.next()?)?;
                match parts.next() {
                    None => Ask::Each { scope, when: None, require: first },
                    Some(second) => Ask::Each { scope, when: Some(Box::new(first)), require: self.condition(second)? },
                }
            }
            _ => Ask::Whole { require: self.condition(parts.next()?)? },
        }))
    }

    /// The texts among the parts of a pair.
    pub(super) fn texts(&mut self, pair: Pair<'_>) -> Vec<Spanned<String>> {
        Parts::of(pair).rest().filter(|p| p.as_rule() == Rule::text).map(|p| self.text(&p)).collect()
    }

    pub(super) fn expect_finding(&mut self, pair: Pair<'_>) -> Option<ClauseKind> {
        let mut parts = Parts::of(pair);
        let present = word(&parts.next()?)? == Rule::kw_expect;
        let code = parts.next()?;
        let code = Spanned::new(code.as_str().trim_end().to_owned(), self.span(&code));
        let at = parts.next().map(|place| {
            let text = self.text(&place);
            match place.as_rule() {
                Rule::text => text.map(FindingPlace::Text),
                _ => Spanned::new(FindingPlace::Path(place.as_str().trim_end().to_owned()), text.span),
            }
        });
        Some(ClauseKind::ExpectFinding { present, code, at })
    }

    // ── phrases ──

    /// The phrases of a list of alternatives.
    fn phrases(&mut self, pair: Pair<'_>) -> Option<Vec<Spanned<Phrase>>> {
        Parts::of(pair).rest().map(|p| self.phrase(p)).collect()
    }

    fn phrase(&mut self, pair: Pair<'_>) -> Option<Spanned<Phrase>> {
        let span = self.span(&pair);
        let mut gap = None;
        let mut parts = Vec::new();
        for part in Parts::of(pair).rest() {
            match part.as_rule() {
                Rule::gap => gap = Some(self.gap(part)?),
                _ => parts.push((gap.take(), self.element(part)?)),
            }
        }
        Some(Spanned::new(Phrase { parts }, span))
    }

    fn gap(&mut self, pair: Pair<'_>) -> Option<Spanned<Gap>> {
        let span = self.span(&pair);
        let Some(size) = Parts::of(pair).rest().find(|p| p.as_rule() == Rule::gap_size) else { return Some(Spanned::new(Gap::Any, span)) };
        let mut figures = Vec::new();
        let mut around = false;
        for number in Parts::of(size).rest() {
            if number.as_rule() == Rule::either_side {
                around = true;
                continue;
            }
            let Some(count) = numeral::parse_numeral(number.as_str()).and_then(|n| u32::try_from(n.to_i64()?).ok()) else {
                self.report(SyntaxProblem::BadNumber { found: number.as_str().to_owned() }, self.span(&number));
                return None;
            };
            figures.push(count);
        }
        let gap = match figures[..] {
            [most] if around => Gap::Around(most),
            [most] => Gap::UpTo(most),
            [least, most] => Gap::Between(least, most),
            _ => return None,
        };
        Some(Spanned::new(gap, span))
    }

    fn element(&mut self, pair: Pair<'_>) -> Option<Spanned<Element>> {
        let span = self.span(&pair);
        let inner = only(pair)?;
        let node = match inner.as_rule() {
            Rule::regex => Element::Regex(self.text(&only(inner)?)),
            Rule::group_of_words => Element::Group(Parts::of(inner).rest().map(|p| self.one_word(p)).collect()),
            _ => Element::Word(self.one_word(inner)),
        };
        Some(Spanned::new(node, span))
    }

    fn one_word(&mut self, pair: Pair<'_>) -> Word {
        match pair.as_rule() {
            Rule::text => Word::Text(self.text(&pair)),
            _ => Word::List(self.name(pair)),
        }
    }

    // ── tests ──

    pub(super) fn text_test(&mut self, pair: Pair<'_>) -> Option<TextTest> {
        let inner = only(pair)?;
        match inner.as_rule() {
            Rule::numbering => {
                let what = only(inner)?;
                let node = chosen(&what, NumberingWord::ALL, NumberingWord::keyword)?;
                Some(TextTest::Numbering { what: Spanned::new(node, self.span(&what)) })
            }
            Rule::material_test => {
                let first = inner.into_inner().next()?;
                let place = Place(self.span(&first));
                let mut parts = Parts::of(inner);
                let lacks = word(&parts.next()?)? == Rule::kw_lacks_text;
                Some(TextTest::Material { place, lacks, phrases: self.phrases(parts.next()?)? })
            }
            _ => self.unit_test(inner),
        }
    }

    fn unit_test(&mut self, pair: Pair<'_>) -> Option<TextTest> {
        let mut parts = Parts::of(pair);
        let subject = parts.next()?;
        let subject = Spanned::new(chosen(&subject, SubjectWord::ALL, SubjectWord::keyword)?, self.span(&subject));
        let test = parts.next()?;
        let rule = test.as_rule();
        let mut inner = Parts::of(test);
        Some(match rule {
            Rule::contains_test => {
                let lacks = word(&inner.next()?)? == Rule::kw_lacks_text;
                TextTest::Contains { subject, lacks, phrases: self.phrases(inner.next()?)? }
            }
            Rule::cites_test => {
                let mut cited = Vec::new();
                for one in inner.rest() {
                    let span = self.span(&one);
                    let what = only(one)?;
                    let node = match what.as_rule() {
                        Rule::cited_level => CitedWhat::Level(chosen(&what, CitedLevel::ALL, CitedLevel::keyword)?),
                        _ => CitedWhat::Act(self.citation(&what)?.node),
                    };
                    cited.push(Spanned::new(node, span));
                }
                TextTest::Cites { subject, cited }
            }
            _ => {
                let not = word(&inner.next()?)? == Rule::kw_is_not;
                let mut classes = Vec::new();
                for class in inner.rest() {
                    classes.push(Spanned::new(chosen(&class, ClassWord::ALL, ClassWord::keyword)?, self.span(&class)));
                }
                TextTest::Is { subject, not, classes }
            }
        })
    }
}
