//! Word lists, checks of documents, phrases and their tests, wherever the grammar lets them stand.

use super::writer::Writer;

const UNITS: [&str; 11] =
    ["whole", "title", "chapter", "article", "paragraph", "item", "block", "sentence", "citation", "definition", "attachment"];
const SUBJECTS: [&str; 15] = [
    "this_sentence",
    "this_paragraph",
    "this_item",
    "this_article",
    "this_chapter",
    "this_block",
    "this_citation",
    "this_definition",
    "this_attachment",
    "whole",
    "title",
    "match",
    "text_before",
    "text_after",
    "above",
];

impl Writer<'_> {
    pub fn word_list(&mut self) {
        self.kw("wordlist");
        self.free_name();
        self.mark("{");
        for at in 0..self.choices.below(4) {
            if at > 0 {
                if self.often(5) { self.mark(",") } else { self.word("、") }
            }
            self.word_or_text();
        }
        if self.often(4) {
            self.mark(",");
            self.kw("include");
            self.word_or_text();
        }
        self.mark("}");
    }

    fn word_or_text(&mut self) {
        let word = self.one(&["批准", "许可", "“资格 认定”", "“include”", "「含 “引号” 的」", "“2年”"]);
        self.word(word);
    }

    pub fn review(&mut self) {
        self.kw("review");
        self.free_name();
        self.body(Self::review_clause, "");
    }

    fn review_clause(&mut self) {
        match self.choices.below(5) {
            1 => {
                self.kw("target");
                self.free_name();
                self.word("、");
                self.free_name();
            }
            2 => {
                self.kw("applies");
                self.kw("when");
                self.condition();
            }
            3 => {
                self.kw("facts");
                self.name();
            }
            _ => {
                self.kw("check");
                let code = self.one(&["NR-201", "a1", "GB-7-x"]);
                self.word(code);
                self.free_name();
                self.body(Self::check_clause, "");
            }
        }
    }

    pub fn check_clause(&mut self) {
        match self.choices.below(9) {
            1 => {
                self.kw("every");
                let unit = self.one(&UNITS);
                self.kw(unit);
                self.kw("find");
                self.phrases();
            }
            2 => {
                self.kw("every");
                let unit = self.one(&UNITS);
                self.kw(unit);
                if self.often(5) {
                    self.kw("when");
                    self.test();
                }
                self.kw("require");
                self.test();
            }
            3 => {
                self.kw("require");
                self.test();
            }
            4 => {
                self.kw("excepted");
                self.test();
            }
            5 => {
                self.kw("advice");
                let word = self.one(&["keep", "amend", "repeal"]);
                self.kw(word);
            }
            6 => {
                let word = self.one(&["must_report", "must_not_report"]);
                self.kw(word);
                self.text();
                if self.often(5) {
                    self.mark(",");
                    self.text();
                }
            }
            7 => {
                self.kw("basis");
                self.citations();
            }
            8 => {
                self.kw("message");
                self.text();
            }
            _ => {
                self.kw("level");
                let word = self.one(&["error", "warning", "hint"]);
                self.kw(word);
            }
        }
    }

    /// What a case of checks has beside 设.
    pub fn review_case_clause(&mut self) {
        match self.choices.below(4) {
            1 => {
                self.kw("review");
                self.names();
            }
            2 => {
                let word = self.one(&["text", "material"]);
                self.kw(word);
                self.text();
                self.mark(",");
                self.text();
            }
            _ => {
                let word = self.one(&["expect", "expect_not"]);
                self.kw(word);
                self.word("NR-201");
                if self.often(6) {
                    self.kw("at");
                    if self.often(5) { self.text() } else { self.word("第三条第二款第（一）项") }
                }
            }
        }
    }

    fn phrases(&mut self) {
        self.phrase();
        while self.often(3) {
            self.kw("or");
            self.phrase();
        }
    }

    fn phrase(&mut self) {
        self.element();
        while self.often(4) {
            if self.often(7) {
                let gap = self.one(&["…20字内…", "…", "……", "… 5至20字 …", "…十字以内…", "…前后20字内…"]);
                self.word(gap);
            }
            self.element();
        }
    }

    fn element(&mut self) {
        match self.choices.below(4) {
            1 => self.word("许可用语"),
            2 => {
                self.mark("(");
                self.word("许可用语");
                self.kw("or");
                self.word("“备案”");
                self.mark(")");
            }
            3 => {
                self.kw("regex");
                self.word("“第[一二]+条”");
            }
            _ => self.word("“应当|须”"),
        }
    }

    /// A test of documents, alone or joined with a condition of facts.
    fn test(&mut self) {
        self.text_test();
        if self.often(3) {
            let word = self.one(&["and", "or"]);
            self.kw(word);
            self.text_test();
        }
    }

    fn text_test(&mut self) {
        if self.often(1) {
            self.kw("not");
        }
        match self.choices.below(6) {
            1 => {
                self.kw("material");
                self.kw("contains");
                self.phrase();
            }
            2 => {
                self.kw("numbering");
                let word = self.one(&["consecutive", "no_repeat"]);
                self.kw(word);
            }
            3 => {
                let subject = self.one(&SUBJECTS);
                self.kw(subject);
                self.kw("cites");
                let level = self.one(&["statute", "local_rule", "superior_law", "any_document"]);
                self.kw(level);
                self.word("、");
                self.word("《某法》");
            }
            4 => {
                let subject = self.one(&SUBJECTS);
                self.kw(subject);
                let verb = self.one(&["is", "is_not"]);
                self.kw(verb);
                let class = self.one(&["prohibition", "quotation", "in_force", "used", "no_such_article"]);
                self.kw(class);
                self.word("、");
                self.kw("repealed");
            }
            _ => {
                let subject = self.one(&SUBJECTS);
                self.kw(subject);
                let verb = self.one(&["contains", "lacks_text"]);
                self.kw(verb);
                self.phrase();
            }
        }
    }
}
