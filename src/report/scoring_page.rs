//! Scores in words: as text for a terminal, as Markdown for the file. Reads score reports, computes nothing.

use super::outline::Outline;
use super::{ItemScore, LineScore, Points, Score, ScoreReport, Truth};
use crate::diagnostic::Language;
use crate::law::Citation;

/// The scores as plain text.
#[must_use]
pub fn score_text(report: &ScoreReport, language: Language) -> String {
    page(report, language).text()
}

/// The scores as a Markdown page: each item with its points and what moved them.
#[must_use]
pub fn score_markdown(report: &ScoreReport, language: Language) -> String {
    page(report, language).markdown()
}

fn page(report: &ScoreReport, language: Language) -> Outline {
    let mut writer = Writer { page: Outline::default(), language };
    writer.report(report);
    writer.page
}

struct Writer {
    page: Outline,
    language: Language,
}

impl Writer {
    fn say(&self, zh: impl Into<String>, en: impl Into<String>) -> String {
        match self.language {
            Language::Chinese => zh.into(),
            Language::English => en.into(),
        }
    }

    fn report(&mut self, report: &ScoreReport) {
        let title = self.say("评分结果", "Scores");
        self.page.heading(1, title);
        if let Some(case) = &report.case {
            let line = self.say(format!("案号：{case}"), format!("Case: {case}"));
            self.page.line(line);
        }
        if report.scores.is_empty() {
            let line = self.say("没有适用的评分标准。", "No scoring standard applies.");
            self.page.line(line);
        }
        report.scores.iter().for_each(|score| self.score(score));
        let heading = self.say("规则", "Rules");
        self.page.heading(2, heading);
        for set in &report.rules {
            let line = self.say(
                format!("{}（版本 {}，{} 施行，摘要 {}）", set.name, set.version, set.effective, set.digest),
                format!("{} (version {}, in force from {}, digest {})", set.name, set.version, set.effective, set.digest),
            );
            self.page.item(0, line);
        }
    }

    fn score(&mut self, score: &Score) {
        self.page.heading(2, score.standard.clone());
        let total = self.points(score.total);
        let line = self.say(format!("得分：{total}，满分 {}分", score.full), format!("Total: {total} of {} points", score.full));
        self.page.item(0, line);
        let all = |or: &str, none: &str| {
            let none = score.or_none.then_some(none);
            score.grades.iter().map(String::as_str).chain(none).collect::<Vec<_>>().join(or)
        };
        let (zh, en) = (all(" 或者 ", "没有等次"), all(" or ", "no grade"));
        let grade = match (score.grades.is_empty(), score.grade(), score.applies) {
            (true, ..) => self.say("等次：没有与得分对应的等次", "Grade: no grade holds the total"),
            (false, Some(one), Truth::True) => self.say(format!("等次：{one}"), format!("Grade: {one}")),
            (false, None, Truth::True) => self.say(format!("等次尚不能确定：{zh}"), format!("Grade not settled: {en}")),
            (false, ..) => self
                .say(format!("是否适用尚不能确定；适用时等次：{zh}"), format!("Not settled whether it applies; if so, the grade is {en}")),
        };
        self.page.item(0, grade);
        if !score.basis.is_empty() {
            let line = self.say(format!("依据：{}", cited(&score.basis)), format!("Basis: {}", cited(&score.basis)));
            self.page.item(0, line);
        }
        for veto in &score.vetoes {
            let holds = veto.holds == Truth::True;
            let line = match holds {
                true => {
                    self.say(format!("一票否决：{}，等次为{}", veto.reason, veto.grade), format!("Veto: {}: {}", veto.reason, veto.grade))
                }
                false => self.say(format!("一票否决待查明：{}", veto.reason), format!("Veto to be established: {}", veto.reason)),
            };
            self.page.item(0, line);
        }
        score.items.iter().for_each(|item| self.item(item));
        for unknown in &score.unknown {
            let line = self.say(format!("待查明：{}", unknown.question), format!("To establish: {}", unknown.question));
            self.page.item(0, line);
        }
    }

    fn item(&mut self, item: &ItemScore) {
        let score = self.points(item.score);
        let line = match item.bonus {
            false => self.say(
                format!("{}：{score}，分值 {}分", item.name, item.points),
                format!("{}: {score} of {} points", item.name, item.points),
            ),
            true => self.say(
                format!("{}（加分）：{score}，最多 {}分", item.name, item.points),
                format!("{} (bonus): {score} of {} points", item.name, item.points),
            ),
        };
        self.page.item(0, line);
        for line in item.lines.iter().map(|line| self.line(line)).collect::<Vec<_>>() {
            self.page.item(1, line);
        }
        if !item.basis.is_empty() {
            let line = self.say(format!("依据：{}", cited(&item.basis)), format!("Basis: {}", cited(&item.basis)));
            self.page.item(1, line);
        }
    }

    fn line(&self, line: &LineScore) -> String {
        let points = self.points(line.moves);
        match (line.deducts, line.moves.single()) {
            (true, Some(_)) => self.say(format!("{}，扣{points}", line.reason), format!("{}: -{points}", line.reason)),
            (false, Some(_)) => self.say(format!("{}，得{points}", line.reason), format!("{}: +{points}", line.reason)),
            (true, None) => self.say(format!("{}（待查明），可扣{points}", line.reason), format!("{} (open): -{points}", line.reason)),
            (false, None) => self.say(format!("{}（待查明），可得{points}", line.reason), format!("{} (open): +{points}", line.reason)),
        }
    }

    fn points(&self, points: Points) -> String {
        match points.single() {
            Some(one) => self.say(format!("{one}分"), one.to_string()),
            None => self.say(format!("{}分至{}分", points.least, points.most), format!("{} to {}", points.least, points.most)),
        }
    }
}

fn cited(basis: &[Citation]) -> String {
    basis.iter().map(Citation::to_string).collect::<Vec<_>>().join("、")
}
