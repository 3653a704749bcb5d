//! Writes words, marks and comments the way different people type them: either width, either language, any spacing.

use super::choices::Choices;
use zhunsheng::syntax::{Keyword, keywords};

/// A rule file in the making.
#[derive(Debug)]
pub struct Writer<'c> {
    /// What decides.
    pub choices: &'c mut Choices,
    /// What is written so far.
    pub out: String,
    /// How deep brackets are open.
    pub depth: usize,
    /// Whether line ends and comments may stand between words: not inside the row of a table.
    lines: bool,
    comments: usize,
}

/// The keyword of a name.
fn keyword(name: &str) -> &'static Keyword {
    keywords().iter().find(|k| k.name == name).unwrap_or_else(|| panic!("no keyword is called {name}"))
}

impl<'c> Writer<'c> {
    /// Nothing written yet.
    pub fn new(choices: &'c mut Choices) -> Self {
        Self { choices, out: String::new(), depth: 0, lines: true, comments: 0 }
    }

    /// One of several.
    pub fn one<'t>(&mut self, of: &[&'t str]) -> &'t str {
        self.choices.one(of)
    }

    /// Whether something happens that happens `times` in ten.
    pub fn often(&mut self, times: usize) -> bool {
        self.choices.often(times)
    }

    /// What stands between two words.
    pub fn gap(&mut self) {
        let gap = if self.lines { self.choices.below(16) } else { self.choices.below(2) };
        match gap {
            1 | 2 => self.out.push_str("  "),
            12 => self.out.push_str("\r\n"),
            13 | 14 => self.out.push_str("\n\t"),
            15 => self.comment(),
            _ => self.out.push(' '),
        }
    }

    fn comment(&mut self) {
        self.comments += 1;
        let sign = self.one(&["#", "＃"]);
        let said = self.one(&["注", "当 { “ 处", "  缩进", "| 甲 |", "", "》》"]);
        self.out.push_str(&format!(" {sign} {said}{}\n", self.comments));
    }

    /// Where a clause may start.
    pub fn line(&mut self) {
        if self.often(1) {
            self.out.push_str(" ; ");
        }
        self.new_line();
    }

    /// A new line, sometimes with a comment or a blank line before it.
    pub fn new_line(&mut self) {
        match self.choices.below(12) {
            10 => self.out.push_str("\n\n"),
            11 => self.comment(),
            _ => self.out.push('\n'),
        }
    }

    /// A word that stands by itself.
    pub fn word(&mut self, word: &str) {
        self.gap();
        self.out.push_str(word);
    }

    /// A keyword in one of its spellings.
    pub fn kw(&mut self, name: &str) {
        let spellings: Vec<&str> = keyword(name).spellings().collect();
        // Chinese is the common case; English and synonyms are the rarer ones.
        let spelling = if self.often(3) { self.choices.one(&spellings) } else { spellings[0] };
        self.word(spelling);
    }

    /// A keyword that may touch a figure before or after it, as `不满1000元以上`.
    pub fn bound(&mut self, name: &str) {
        if self.often(5) && self.out.ends_with(['元', '个', '%', '日']) {
            self.out.push_str(keyword(name).zh);
        } else {
            self.kw(name);
        }
    }

    /// A mark in either width, with or without space before it.
    pub fn mark(&mut self, half: &str) {
        let wide = match half {
            "{" => "｛",
            "}" => "｝",
            "(" => "（",
            ")" => "）",
            "[" => "［",
            "]" => "］",
            "," => "，",
            ";" => "；",
            ":" => "：",
            "=" => "＝",
            "<" => "＜",
            "\\" => "＼",
            "-" => "－",
            "|" => "｜",
            "+" => "＋",
            "*" => "×",
            "/" => "÷",
            other => panic!("no mark is {other}"),
        };
        match half {
            "{" | "(" | "[" => self.depth += 1,
            "}" | ")" | "]" => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        // A sign of reckoning must not touch a figure: `5-3`, `1,000`.
        if self.often(3) || matches!(half, "-" | "+" | "*" | "/" | "\\" | "=") {
            self.gap();
        }
        let mark = if self.often(3) { wide } else { half };
        self.out.push_str(mark);
    }

    /// What `make` writes on one line: no line ends, no comments.
    pub fn on_one_line(&mut self, make: impl FnOnce(&mut Self)) {
        let before = std::mem::replace(&mut self.lines, false);
        make(self);
        self.lines = before;
    }
}
