//! Names, literals, conditions, expressions and penalties, as the grammar allows them; whether they make sense is not asked.

use super::writer::Writer;

const NAMES: &[&str] = &["甲", "违法所得", "危害后果", "乙类", "情节_2", "Fact", "严重"];
/// Where any word may be a name: also keywords, and what needs quotation marks.
const FREE_NAMES: &[&str] =
    &["甲", "轻微", "一般", "从重", "警告", "单位", "“2-10 违法设置”", "「含 空格」", "\"5000元以上\"", "“当”", "\"引“号”\"", "unit"];
const TEXTS: &[&str] = &["“提示”", "「内有 | 竖线」", "\"half # width\"", "＂全角＂", "“”", "“{片段}”", "\"他说“可以”\"", "“引 \" 号”"];
const CITATIONS: &[&str] = &[
    "《某法》第一条",
    "《中华人民共和国律师法》第四十八条第一款第（一）项",
    "《甲法》第三条、第五条",
    "《乙条例》第10条之一",
    "《丙法》第十二条至第十五条",
    "《丁办法》",
    "《戊法》第三十条第一款第二项、第三项",
    "《己规定》（2020修订）第八条",
];
const DATES: &[&str] = &["2026-01-01", "2026年1月1日", "2024-2-29", "二〇二六年三月十五日"];
const FIGURES: &[&str] = &[
    "5000元",
    "5,000元",
    "2万元",
    "三万五千元",
    "1.5亿元",
    "100元5角",
    "30%",
    "百分之三十",
    "千分之五",
    "3倍",
    "6个月",
    "2年",
    "1年6个月",
    "15日",
    "10个工作日",
    "半年",
    "200平方米",
    "3吨",
    "1.5毫克",
    "2次",
    "三人",
    "12",
    "1.25",
    "10,000",
    "三十",
    "５０００元",
    "0元",
];

impl Writer<'_> {
    /// A name in an expression.
    pub fn name(&mut self) {
        let name = if self.often(2) { self.one(TEXTS) } else { self.one(NAMES) };
        self.word(name);
    }

    /// A name where a declaration stands.
    pub fn free_name(&mut self) {
        let name = self.one(FREE_NAMES);
        self.word(name);
    }

    /// Names joined by commas.
    pub fn names(&mut self) {
        self.name();
        while self.often(3) {
            self.mark(",");
            self.name();
        }
    }

    /// `甲.乙`
    pub fn path(&mut self) {
        let name = self.one(NAMES);
        self.word(name);
        if self.often(2) {
            self.out.push('.');
            let name = self.one(&["出生日期", "类型", "“别 名”"]);
            self.out.push_str(name);
        }
    }

    pub fn text(&mut self) {
        let text = self.one(TEXTS);
        self.word(text);
    }

    pub fn date(&mut self) {
        let date = self.one(DATES);
        self.word(date);
    }

    pub fn citations(&mut self) {
        let citation = self.one(CITATIONS);
        self.word(citation);
        while self.often(3) {
            self.mark(",");
            let citation = self.one(CITATIONS);
            self.word(citation);
        }
    }

    fn figure(&mut self) {
        let figure = self.one(FIGURES);
        self.word(figure);
    }

    fn literal(&mut self) {
        match self.choices.below(8) {
            5 => self.date(),
            6 => self.text(),
            7 => {
                let word = if self.often(5) { "yes" } else { "no" };
                self.kw(word);
            }
            _ => self.figure(),
        }
    }

    fn deep(&mut self) -> bool {
        self.depth > 9 || self.choices.spent()
    }

    /// An operand; where `simple`, one that `自 … 至 …` may end at.
    fn primary(&mut self) {
        if self.deep() {
            return self.path();
        }
        match self.choices.below(12) {
            4..=6 => self.literal(),
            7 => {
                self.kw("from");
                self.path();
                self.kw("to");
                self.path();
                if self.often(6) {
                    self.kw("of");
                    let unit = if self.often(5) { "day_count" } else { "years_of_age" };
                    self.kw(unit);
                }
            }
            8 => {
                let word = if self.often(5) { "larger" } else { "smaller" };
                self.kw(word);
                self.mark("(");
                self.expr();
                self.mark(",");
                self.expr();
                self.mark(")");
            }
            9 => {
                self.gap();
                self.mark("(");
                self.expr();
                self.mark(")");
                // Only what follows tells an expression in brackets from a condition.
                self.operator(&["plus", "times"]);
                self.path();
            }
            10 | 11 => {
                self.path();
                if self.often(5) {
                    self.kw("among");
                    self.mark("(");
                    self.condition();
                    self.mark(")");
                }
                self.kw("of");
                if self.often(5) {
                    self.kw("count");
                } else {
                    self.name();
                    self.kw("sum");
                }
            }
            _ => self.path(),
        }
    }

    fn operator(&mut self, of: &[&str]) {
        let operator = self.one(of);
        if self.often(4) {
            return self.kw(operator);
        }
        self.gap();
        self.mark(match operator {
            "plus" => "+",
            "minus" => "-",
            "times" => "*",
            _ => "/",
        });
        self.out.push(' ');
    }

    fn sum(&mut self) {
        self.primary();
        while !self.deep() && self.often(2) {
            self.operator(&["plus", "minus", "times", "divided_by"]);
            self.primary();
        }
    }

    pub fn expr(&mut self) {
        self.sum();
        if !self.deep() && self.often(1) {
            let side = if self.often(5) { "prior" } else { "later" };
            self.kw(side);
            self.figure();
        }
    }

    fn bounded(&mut self) {
        if self.often(2) { self.sum() } else { self.figure() }
    }

    pub fn range(&mut self) {
        match self.choices.below(4) {
            1 => {
                let word = self.one(&["below", "over", "at_most", "at_least"]);
                self.kw(word);
                self.bounded();
            }
            2 => {
                self.bounded();
                self.bound("or_more");
                self.bound("below");
                self.bounded();
            }
            3 => {
                self.kw("over");
                self.bounded();
                // `超过甲 乙以下`: the bounds of a range need no word between them.
                self.figure();
                self.bound("or_less");
            }
            _ => {
                self.bounded();
                let word = self.one(&["or_more", "or_less"]);
                self.bound(word);
            }
        }
    }

    pub fn condition(&mut self) {
        self.joined();
        if !self.deep() && self.often(1) {
            if self.often(5) {
                self.mark(",");
            }
            self.kw("but");
            self.joined();
            self.kw("excepted");
        }
    }

    fn joined(&mut self) {
        self.unary();
        let connector = if self.often(5) { "and" } else { "or" };
        while !self.deep() && self.often(3) {
            // Both without brackets is a mistake that the checker tells, not the grammar.
            let other = self.often(1);
            let word = if other { "or" } else { connector };
            self.kw(word);
            self.unary();
        }
    }

    fn unary(&mut self) {
        if self.often(1) {
            self.kw("not");
        }
        if self.deep() {
            return self.path();
        }
        match self.choices.below(10) {
            0 => self.path(),
            1 => {
                let word = if self.often(5) { "has" } else { "lacks" };
                self.kw(word);
                self.path();
            }
            2 => {
                self.gap();
                self.mark("(");
                self.condition();
                self.mark(")");
            }
            3 => self.list(),
            4 => {
                self.expr();
                self.kw("in");
                self.path();
                let side = if self.often(5) { "prior" } else { "later" };
                self.kw(side);
                self.figure();
                self.bound("or_less");
            }
            5 | 6 => {
                self.expr();
                let word = self.one(&["is", "is_not", "before", "after", "not_before", "not_after", "contains"]);
                self.kw(word);
                self.expr();
                while self.often(2) {
                    self.out.push('、');
                    self.expr();
                }
            }
            _ => {
                self.expr();
                self.range();
            }
        }
    }

    fn list(&mut self) {
        let word = self.one(&["any_of", "all_of", "at_least_of"]);
        self.kw(word);
        if word == "at_least_of" {
            self.out.push_str(" 2项以上");
        }
        self.mark("{");
        for at in 0..=self.choices.below(3) {
            if at > 0 {
                self.mark(";");
            }
            let label = self.one(&["", "（一）", "(2)", "(十一)"]);
            self.word(label);
            self.condition();
        }
        self.mark("}");
    }

    pub fn sanction(&mut self) {
        if self.often(1) {
            return self.kw("no_penalty");
        }
        if self.often(1) {
            self.kw("may");
            self.kw("impose");
        }
        self.penalties();
        while self.often(3) {
            match self.choices.below(5) {
                1 => {
                    self.mark(",");
                    self.kw("and_impose");
                }
                2 => {
                    self.mark(",");
                    self.kw("may");
                    self.kw("and_impose");
                }
                3 => {
                    self.kw("may_and_impose");
                }
                4 => {
                    self.mark(",");
                    for word in ["may", "alone", "or", "and_impose"] {
                        self.kw(word);
                    }
                }
                _ => self.mark(","),
            }
            self.penalties();
        }
    }

    fn penalties(&mut self) {
        self.penalty();
        while self.often(2) {
            self.kw("or");
            self.penalty();
        }
    }

    fn penalty(&mut self) {
        if self.deep() {
            return self.word("警告");
        }
        match self.choices.below(10) {
            1 => {
                self.gap();
                self.mark("(");
                self.sanction();
                self.mark(")");
            }
            2 | 3 => {
                let kind = self.one(&["停止执业", "行政拘留", "“限制 从业”"]);
                self.word(kind);
                let measure = self.one(&["3个月以上6个月以下", "不满5日", "6个月", "10日"]);
                self.word(measure);
                if self.often(3) {
                    self.mark(",");
                    self.kw("usually");
                    self.figure();
                }
            }
            4..=9 => self.fine(),
            _ => {
                let kind = self.one(&["警告", "没收违法所得", "责令改正", "“责令 停产”"]);
                self.word(kind);
            }
        }
    }

    fn fine(&mut self) {
        match self.choices.below(7) {
            1 => {
                self.range();
                self.bound("fine");
            }
            2 => {
                self.path();
                let rate = self.one(&["1倍以上3倍以下", "2%以上不满4%", "3倍", "30%"]);
                self.word(rate);
                self.bound("fine");
            }
            3 => {
                self.kw("per");
                self.path();
                let each = self.one(&["每平方米", "每10平方米", "每人", "each吨"]);
                self.word(each);
                let rate = self.one(&["50元以下", "20元以上50元以下", "30元"]);
                self.word(rate);
                self.bound("fine");
            }
            4 => self.kw("by_score"),
            5 => {
                self.gap();
                self.mark("(");
                self.expr();
                self.mark(")");
                self.gap();
                self.kw("fine");
            }
            _ => {
                self.figure();
                self.bound("fine");
            }
        }
        if self.often(2) {
            self.mark(",");
            self.path();
            self.kw("over");
            self.figure();
            self.mark(",");
            self.kw("each_further");
            self.figure();
            if self.often(3) {
                self.out.push_str("不足1个按1个计");
            }
            self.mark(",");
            self.kw("add");
            self.figure();
        }
        for limit in ["lowest", "highest", "usually"] {
            if self.often(2) {
                self.mark(",");
                self.kw(limit);
                self.figure();
            }
        }
    }
}
