//! Word lists, checks of documents, phrases and their tests.

use super::layout::{NamePlace, Printer, WIDTH, quoted};
use crate::diagnostic::Spanned;
use crate::law::Citation;
use crate::syntax::tree::{Ask, CitedWhat, ClauseKind, Element, FindingPlace, Gap, Phrase, TextTest, UnitWord, Word, WordList};
use unicode_width::UnicodeWidthStr;

impl Printer<'_> {
    pub(super) fn review_clause(&mut self, clause: &ClauseKind) {
        match clause {
            ClauseKind::WordList(list) => self.word_list(list),
            ClauseKind::Review { name, body } => self.named("review", name, body),
            ClauseKind::Check { code, title, body } => {
                self.lead("check");
                if let Some(code) = code {
                    self.put(&code.node);
                    self.put(" ");
                }
                if let Some(title) = title {
                    self.name(&title.node, NamePlace::Free);
                    self.put(" ");
                }
                self.block(body);
            }
            ClauseKind::Target { kinds } => {
                self.lead("target");
                self.names(kinds, NamePlace::Free);
            }
            ClauseKind::Ask(ask) => self.ask(ask),
            ClauseKind::Exception { condition } => {
                self.lead("excepted");
                self.long_condition(condition);
            }
            ClauseKind::Advise { advice } => {
                self.lead("advice");
                let word = self.kw(advice.node.keyword());
                self.put(word);
            }
            ClauseKind::MustReport { report, texts } => {
                let word = if *report { "must_report" } else { "must_not_report" };
                self.texts(word, texts);
            }
            ClauseKind::CaseReviews { names } => self.listed("review", names),
            ClauseKind::CaseText { lines } => self.texts("text", lines),
            ClauseKind::CaseMaterials { names } => self.texts("material", names),
            ClauseKind::ExpectFinding { present, code, at } => {
                self.lead(if *present { "expect" } else { "expect_not" });
                self.put(&code.node);
                if let Some(at) = at {
                    self.put(" ");
                    self.lead("at");
                    match &at.node {
                        FindingPlace::Text(text) => self.put(&quoted(text)),
                        FindingPlace::Path(path) => self.put(path),
                    }
                }
            }
            _ => {}
        }
    }

    /// Several texts: on lines of their own where one does not hold them.
    fn texts(&mut self, keyword: &str, texts: &[Spanned<String>]) {
        self.lead(keyword);
        let parts: Vec<String> = texts.iter().map(|t| quoted(&t.node)).collect();
        self.fill(&parts, ",");
    }

    fn word_list(&mut self, list: &WordList) {
        self.lead("wordlist");
        self.name(&list.name.node, NamePlace::Free);
        self.put(" ");
        let mut parts: Vec<String> = list.words.iter().map(|n| self.aside(|p| p.name(&n.node, NamePlace::Word))).collect();
        for (at, name) in list.includes.iter().enumerate() {
            parts.push(self.aside(|p| {
                if at == 0 {
                    p.lead("include");
                }
                p.name(&name.node, NamePlace::Word);
            }));
        }
        self.fill_braces(&parts, ",");
    }

    fn scope(&mut self, scope: UnitWord) {
        self.lead("every");
        self.lead(scope.keyword());
    }

    fn ask(&mut self, ask: &Ask) {
        match ask {
            Ask::Find { scope, phrases } => {
                self.scope(scope.node);
                self.lead("find");
                self.phrases(phrases, true);
            }
            Ask::Each { scope, when, require } => {
                self.scope(scope.node);
                if let Some(when) = when {
                    self.lead("when");
                    self.condition(&when.node);
                    self.put(" ");
                }
                self.lead("require");
                self.long_condition(require);
            }
            Ask::Whole { require } => {
                self.lead("require");
                self.long_condition(require);
            }
        }
    }

    /// Alternatives; `breaks` lets each start a line where one line does not hold them.
    fn phrases(&mut self, phrases: &[Spanned<Phrase>], breaks: bool) {
        let parts: Vec<String> = phrases.iter().map(|p| self.aside(|q| q.phrase(&p.node))).collect();
        let width: usize = parts.iter().map(|p| p.width() + 6).sum();
        let broken = breaks && !self.inline && self.column() + width > WIDTH;
        for (at, part) in parts.iter().enumerate() {
            if at > 0 {
                if broken {
                    self.continue_line();
                } else {
                    self.put(" ");
                }
                self.lead("or");
            }
            self.put(part);
        }
    }

    fn phrase(&mut self, phrase: &Phrase) {
        for (at, (gap, element)) in phrase.parts.iter().enumerate() {
            if at > 0 {
                self.put(" ");
            }
            if let Some(gap) = gap {
                let text = match gap.node {
                    Gap::Any => "… ".to_owned(),
                    Gap::Around(most) => format!("…前后{most}字内… "),
                    Gap::UpTo(most) => format!("…{most}字内… "),
                    Gap::Between(least, most) => format!("…{least}至{most}字… "),
                };
                self.put(&text);
            }
            match &element.node {
                Element::Word(word) => self.word(word),
                Element::Group(words) => {
                    self.put("(");
                    for (at, word) in words.iter().enumerate() {
                        if at > 0 {
                            self.put(" ");
                            self.lead("or");
                        }
                        self.word(word);
                    }
                    self.put(")");
                }
                Element::Regex(text) => {
                    self.lead("regex");
                    self.put(&quoted(&text.node));
                }
            }
        }
    }

    fn word(&mut self, word: &Word) {
        match word {
            Word::Text(text) => self.put(&quoted(&text.node)),
            Word::List(name) => self.put(&name.node),
        }
    }

    pub(super) fn text_test(&mut self, test: &TextTest) {
        match test {
            TextTest::Contains { subject, lacks, phrases } => {
                self.lead(subject.node.keyword());
                self.lead(if *lacks { "lacks_text" } else { "contains" });
                self.phrases(phrases, false);
            }
            TextTest::Material { lacks, phrases, .. } => {
                self.lead("material");
                self.lead(if *lacks { "lacks_text" } else { "contains" });
                self.phrases(phrases, false);
            }
            TextTest::Cites { subject, cited } => {
                self.lead(subject.node.keyword());
                self.lead("cites");
                for (at, one) in cited.iter().enumerate() {
                    if at > 0 {
                        self.put("、");
                    }
                    match &one.node {
                        CitedWhat::Level(level) => {
                            let word = self.kw(level.keyword());
                            self.put(word);
                        }
                        CitedWhat::Act(citation) => self.put(&Citation::to_string(citation)),
                    }
                }
            }
            TextTest::Is { subject, not, classes } => {
                self.lead(subject.node.keyword());
                self.lead(if *not { "is_not" } else { "is" });
                for (at, class) in classes.iter().enumerate() {
                    if at > 0 {
                        self.put("、");
                    }
                    let word = self.kw(class.node.keyword());
                    self.put(word);
                }
            }
            TextTest::Numbering { what } => {
                self.lead("numbering");
                let word = self.kw(what.node.keyword());
                self.put(word);
            }
        }
    }
}
