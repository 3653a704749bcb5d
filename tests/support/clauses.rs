//! Every clause of the grammar, wherever the grammar lets it stand; where it belongs is the checker's business.

use super::choices::Choices;
use super::writer::Writer;

/// A rule file without a mistake of spelling: it need not make sense.
pub fn file(choices: &mut Choices) -> String {
    let mut writer = Writer::new(choices);
    loop {
        writer.line();
        writer.declaration();
        if writer.choices.spent() {
            break;
        }
    }
    let mut text = writer.out;
    if choices.often(5) {
        text.push('\n');
    }
    if choices.often(1) { format!("\u{FEFF}{text}") } else { text }
}

impl Writer<'_> {
    fn declaration(&mut self) {
        match self.choices.below(14) {
            1 => {
                self.kw("import");
                self.text();
            }
            2 => {
                self.kw("unit");
                self.name();
                if self.often(5) {
                    self.mark("=");
                    self.word("50千克");
                }
            }
            3 => {
                self.kw("kind");
                self.name();
                self.kw("under");
                self.name();
            }
            4 => {
                let word = self.one(&["category", "grade"]);
                self.kw(word);
                self.name();
                self.members(word == "grade");
            }
            5 => {
                self.kw("facts");
                self.free_name();
                self.body(Self::record_clause, ";");
            }
            6..=9 => {
                let word = self.one(&["benchmark", "benchmark", "circumstance", "procedure", "case"]);
                self.kw(word);
                self.free_name();
                self.body(Self::clause, "");
            }
            10 => {
                self.kw("range_rule");
                if self.often(5) {
                    self.free_name();
                }
                self.body(Self::range_rule_clause, "");
            }
            11 => self.word_list(),
            12 | 13 => self.review(),
            _ => {
                self.kw("ruleset");
                self.free_name();
                self.body(Self::head_clause, "");
            }
        }
    }

    /// A block; `end` is what must stand between clauses that might else be read as one.
    pub fn body(&mut self, mut clause: impl FnMut(&mut Self), end: &str) {
        self.mark("{");
        for at in 0..=self.choices.below(4) {
            if at > 0 && !end.is_empty() {
                self.mark(end);
            }
            self.line();
            clause(self);
        }
        if self.often(5) {
            self.line();
        }
        self.mark("}");
    }

    fn members(&mut self, ordered: bool) {
        self.mark("{");
        self.free_name();
        while self.often(6) {
            self.mark(if ordered { "<" } else { "," });
            self.free_name();
        }
        self.mark("}");
    }

    fn head_clause(&mut self) {
        match self.choices.below(4) {
            1 => {
                let word = self.one(&["effective", "expires"]);
                self.kw(word);
                self.date();
            }
            2 => {
                self.kw("round");
                let unit = self.one(&["元", "百元", "万元"]);
                self.word(unit);
                let way = self.one(&["round_down", "round_up", "round_half_up", "round_half_even"]);
                self.kw(way);
            }
            _ => {
                let role = self.one(&["version", "issuer", "note", "conduct", "message", "suggestion"]);
                self.kw(role);
                self.text();
            }
        }
    }

    fn record_clause(&mut self) {
        match self.choices.below(8) {
            1 => {
                self.kw("include");
                self.names();
            }
            2 | 3 => {
                self.kw("define");
                self.free_name();
                self.mark("=");
                self.condition();
            }
            _ => self.field(),
        }
    }

    fn field(&mut self) {
        self.free_name();
        self.mark(":");
        match self.choices.below(10) {
            1 => {
                self.kw("quantity");
                let unit = self.one(&["平方米", "标准箱", "吨"]);
                self.word(unit);
            }
            2 => {
                self.kw("period");
                let family = self.one(&["days", "working_days", "months"]);
                self.kw(family);
            }
            3 => {
                self.kw("list");
                self.name();
            }
            4 | 5 => {
                let word = self.one(&["category", "grade"]);
                self.kw(word);
                self.members(word == "grade");
            }
            6 => self.name(),
            _ => {
                let ty = self.one(&["money", "boolean", "integer", "number", "ratio", "multiple", "date", "text"]);
                self.kw(ty);
            }
        }
        if self.often(3) {
            self.range();
        }
        if self.often(3) {
            self.kw("optional");
        }
        if self.often(2) {
            let way = self.one(&["greater_is_graver", "lesser_is_graver"]);
            self.kw(way);
        }
        if self.often(3) {
            self.text();
        }
    }

    fn clause(&mut self) {
        match self.choices.below(37) {
            35 | 36 => self.review_case_clause(),
            1 => {
                self.kw("facts");
                self.names();
            }
            2 => {
                let word = self.one(&["basis", "breaches"]);
                self.kw(word);
                self.citations();
            }
            3 => {
                self.kw("applies");
                self.kw("when");
                self.condition();
            }
            4 => {
                let word = self.one(&["applies", "only_for"]);
                self.kw(word);
                self.name();
            }
            5 => {
                let word = self.one(&["otherwise", "example"]);
                self.kw(word);
            }
            6 | 7 => {
                self.kw("impose");
                self.sanction();
            }
            8 => self.on(),
            9 => self.if_then(),
            10 | 11 => {
                self.kw("statutory_range");
                self.body(Self::statutory_clause, ";");
            }
            12 => {
                self.kw("hit");
                self.policy();
            }
            13 | 14 if self.depth < 5 => {
                self.kw("tier");
                self.free_name();
                self.body(Self::clause, "");
            }
            15 | 16 => self.tier_table(),
            17 => self.cross_table(),
            18 | 19 => {
                self.kw("factors");
                self.body(Self::factors_clause, "");
            }
            20 => {
                self.kw("effect");
                if self.often(5) {
                    let word = self.one(&["shall", "may"]);
                    self.kw(word);
                }
                self.effect();
                while self.often(3) {
                    self.kw("or");
                    self.effect();
                }
            }
            21 => {
                self.kw("level");
                let level = self.one(&["error", "warning", "hint"]);
                self.kw(level);
            }
            22 => {
                self.kw("shall");
                self.condition();
            }
            23 => {
                self.kw("benchmark");
                self.names();
            }
            24..=26 => self.case_clause(),
            27 | 28 => self.expectation(),
            29 => self.head_clause(),
            30 => {
                self.kw("define");
                self.free_name();
                self.mark("=");
                self.condition();
            }
            _ => {
                self.kw("when");
                self.condition();
            }
        }
    }

    fn on(&mut self) {
        self.kw("on");
        self.name();
        self.kw("impose");
        self.sanction();
    }

    fn if_then(&mut self) {
        self.kw("if");
        self.condition();
        if self.often(5) {
            self.mark(",");
        }
        self.kw("then");
        if self.often(3) { self.on() } else { self.sanction() }
    }

    fn policy(&mut self) {
        let policy = self.one(&["unique", "first", "gravest", "collect"]);
        self.kw(policy);
    }

    fn effect(&mut self) {
        let effect = self.one(&["lighten", "mitigate", "aggravate", "no_penalty"]);
        self.kw(effect);
    }

    fn statutory_clause(&mut self) {
        match self.choices.below(6) {
            1 => self.if_then(),
            2 => self.on(),
            3 => {
                self.kw("basis");
                self.citations();
            }
            4 if self.depth < 4 => {
                self.name();
                self.body(Self::statutory_clause, ";");
            }
            _ => self.sanction(),
        }
    }

    fn share(&mut self) {
        let share = self.one(&["0%", "50%", "百分之二十", "100%", "0.3", "33.3％"]);
        self.word(share);
    }

    fn factors_clause(&mut self) {
        match self.choices.below(5) {
            1 => {
                let word = self.one(&["total_floor", "total_cap"]);
                self.kw(word);
                self.share();
            }
            _ => {
                self.kw("factor");
                self.free_name();
                if self.often(5) {
                    self.kw("weight");
                    self.share();
                }
                self.body(Self::factor_row, ";");
            }
        }
    }

    fn factor_row(&mut self) {
        match self.choices.below(4) {
            1 => self.kw("other"),
            2 => {
                self.kw("when");
                self.condition();
            }
            3 => self.values(),
            _ => self.range(),
        }
        self.mark(":");
        self.share();
    }

    fn range_rule_clause(&mut self) {
        match self.choices.below(7) {
            1 => {
                self.kw("basis");
                self.citations();
            }
            2 => {
                self.kw("base");
                let base = self.one(&["tier_range", "statutory_range"]);
                self.kw(base);
            }
            3 if self.depth < 4 => {
                self.kw("upper_only");
                self.body(Self::range_rule_clause, "");
            }
            4 => {
                let what = self.one(&["several_lighten", "several_aggravate", "lighten_and_aggravate"]);
                self.kw(what);
                self.kw("take");
                let take = self.one(&["lowest", "highest", "lighten", "aggravate", "ordinary", "whole_range"]);
                self.kw(take);
            }
            _ => {
                let band = self.one(&["lighten", "ordinary", "aggravate", "mitigate"]);
                self.kw(band);
                self.mark(":");
                match self.choices.below(4) {
                    1 => self.kw("below_lower"),
                    2 => {
                        let bound = self.one(&["lower_bound", "upper_bound"]);
                        self.kw(bound);
                        self.kw("of");
                        self.range();
                    }
                    _ => self.range(),
                }
            }
        }
    }

    fn case_clause(&mut self) {
        if self.often(3) {
            self.kw("proposed");
            return self.sanction();
        }
        self.kw("let");
        self.binding();
        while self.often(4) {
            self.mark(",");
            self.binding();
        }
    }

    fn binding(&mut self) {
        self.path();
        self.mark("=");
        self.value();
    }

    fn value(&mut self) {
        match self.choices.below(8) {
            1 => self.kw("none"),
            2 => self.kw("unknown"),
            3 if self.depth < 5 => {
                self.gap();
                self.mark("[");
                if self.often(8) {
                    self.value();
                    while self.often(3) {
                        self.mark(",");
                        self.value();
                    }
                }
                self.mark("]");
            }
            4 if self.depth < 5 => {
                self.gap();
                self.mark("{");
                self.free_name();
                self.mark("=");
                self.value();
                self.mark("}");
            }
            _ => self.expr(),
        }
    }

    fn expectation(&mut self) {
        match self.choices.below(6) {
            1 => {
                self.kw("expect_sanction");
                self.sanction();
            }
            2 => {
                let word = self.one(&["expect", "expect_not"]);
                self.kw(word);
                self.kw("circumstance");
                self.name();
            }
            3 => {
                self.kw("expect");
                self.kw("procedure");
                self.name();
                let word = self.one(&["met", "violated", "open"]);
                self.kw(word);
            }
            4 => {
                self.kw("to_establish");
                if self.often(3) {
                    return self.kw("none");
                }
                self.path();
            }
            5 => {
                self.kw("expect_verdict");
                let word = self.one(&["fitting", "too_heavy", "too_light", "wrong_kind"]);
                self.kw(word);
            }
            _ => {
                self.kw("expect_tier");
                self.name();
                while self.often(3) {
                    self.kw("or");
                    self.name();
                }
                if self.often(3) {
                    self.mark(",");
                    self.kw("impose");
                    self.sanction();
                }
            }
        }
    }

    fn values(&mut self) {
        let value = self.one(&["轻微", "是", "3次", "“文本 值”"]);
        self.word(value);
        while self.often(2) {
            self.mark(",");
            let value = self.one(&["严重", "5元", "甲"]);
            self.word(value);
        }
    }

    fn row(&mut self, cells: &mut [Box<dyn FnMut(&mut Self)>]) {
        self.new_line();
        self.on_one_line(|w| {
            for cell in cells {
                w.mark("|");
                cell(w);
                w.gap();
            }
            w.mark("|");
        });
        self.out.push('\n');
    }

    fn tier_table(&mut self) {
        self.kw("tier_table");
        if self.often(5) {
            self.policy();
        }
        self.mark("{");
        let columns = self.columns();
        let mut header: Vec<Box<dyn FnMut(&mut Self)>> = Vec::new();
        for &column in &columns {
            header.push(Box::new(move |w| match column {
                "path" => w.path(),
                "on" => {
                    w.kw("sanction");
                    w.mark("(");
                    w.name();
                    w.mark(")");
                }
                keyword => w.kw(keyword),
            }));
        }
        self.row(&mut header);
        if self.often(2) {
            self.out.push('|');
            self.out.push_str(&"---|".repeat(columns.len()));
            self.out.push('\n');
        }
        for _ in 0..=self.choices.below(3) {
            let mut cells: Vec<Box<dyn FnMut(&mut Self)>> = Vec::new();
            for &column in &columns {
                cells.push(Box::new(move |w| w.cell(column)));
            }
            self.row(&mut cells);
        }
        self.mark("}");
    }

    fn columns(&mut self) -> Vec<&'static str> {
        let mut columns = vec!["tier"];
        for column in ["path", "path", "when", "applies", "sanction", "on", "basis", "note"] {
            if self.often(4) {
                columns.push(column);
            }
        }
        columns
    }

    fn cell(&mut self, column: &str) {
        if self.often(1) {
            self.gap();
            return self.out.push('-');
        }
        match column {
            "path" => match self.choices.below(5) {
                1 => self.kw("other"),
                2 => {
                    self.kw("not");
                    self.values();
                }
                3 => self.values(),
                _ => self.range(),
            },
            "when" => self.condition(),
            "sanction" | "on" => self.sanction(),
            "basis" => self.citations(),
            "note" => {
                let note = self.one(&["见说明", "“引号 | 内”", "第(二)项", "a b  c"]);
                self.word(note);
            }
            _ => self.free_name(),
        }
    }

    fn cross_table(&mut self) {
        self.kw("cross_table");
        self.mark("{");
        let (more, wide) = (self.choices.below(2), self.choices.below(3) + 1);
        let mut header: Vec<Box<dyn FnMut(&mut Self)>> = Vec::new();
        for _ in 0..more {
            header.push(Box::new(Self::path));
        }
        header.push(Box::new(|w: &mut Self| {
            w.path();
            w.mark("\\");
            w.path();
        }));
        for _ in 0..wide {
            header.push(Box::new(Self::heading));
        }
        self.row(&mut header);
        for _ in 0..=self.choices.below(3) {
            let mut cells: Vec<Box<dyn FnMut(&mut Self)>> = Vec::new();
            for _ in 0..=more {
                cells.push(Box::new(Self::heading));
            }
            for _ in 0..wide {
                cells.push(Box::new(|w: &mut Self| w.cell("sanction")));
            }
            self.row(&mut cells);
        }
        self.mark("}");
    }

    fn heading(&mut self) {
        if self.often(5) { self.values() } else { self.range() }
    }
}
