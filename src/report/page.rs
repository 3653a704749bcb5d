//! A whole report in words: as text for a terminal, as Markdown for the case file. Reads reports, computes nothing.

use super::outline::Outline;
use super::reasons::{at, collect, reasons, support, why_not};
use super::review_words::{rule_set, severity};
use super::{
    CircumstanceResult, Combined, Concurrence, Decision, DecisionOutcome, FactUse, Finding, Report, Step, TierStatus, Truth, VersionChoice,
    show_imposed, show_money,
};
use crate::diagnostic::Language;
use crate::law::Citation;
use crate::model::{Modality, ProcedureOutcome, Verdict};

/// The report as plain text.
#[must_use]
pub fn text(report: &Report, language: Language) -> String {
    page(report, language).text()
}

/// The report as a Markdown page that a case officer could attach.
#[must_use]
pub fn markdown(report: &Report, language: Language) -> String {
    page(report, language).markdown()
}

/// A page in the making: headings in the language asked for, the rules' own words as they are.
struct Writer {
    page: Outline,
    language: Language,
}

fn page(report: &Report, language: Language) -> Outline {
    let mut writer = Writer { page: Outline::default(), language };
    writer.report(report);
    writer.page
}

impl Writer {
    fn say(&self, zh: &str, en: &str) -> String {
        match self.language {
            Language::Chinese => zh.to_owned(),
            Language::English => en.to_owned(),
        }
    }

    fn label(&self, zh: &str, en: &str, text: &str) -> String {
        match self.language {
            Language::Chinese => format!("{zh}：{text}"),
            Language::English => format!("{en}: {text}"),
        }
    }

    fn report(&mut self, report: &Report) {
        let title = self.say("行政处罚裁量意见", "Opinion on the discretion of a penalty");
        self.page.heading(1, title);
        if let Some(case) = &report.case {
            let line = self.label("案号", "Case", case);
            self.page.line(line);
        }
        self.facts(report);
        if report.decisions.is_empty() {
            let line = self.say("没有适用的基准。", "No benchmark applies.");
            self.page.line(line);
        }
        let several = report.decisions.iter().any(|decision| decision.act > 0);
        for decision in &report.decisions {
            let elsewhere = |c: &Concurrence| c.act == decision.act && c.governs.as_ref().is_some_and(|name| *name != decision.benchmark);
            let yields = report.concurrences.iter().any(elsewhere);
            self.decision(decision, several, yields);
        }
        self.concurrences(report);
        self.combined(report.combined.as_ref());
        self.procedures(report);
        self.proposed(report);
        self.findings(&report.findings);
        self.unknown(report);
        self.rules(report);
    }

    fn facts(&mut self, report: &Report) {
        let mut facts: Vec<&FactUse> = Vec::new();
        for decision in &report.decisions {
            let tiers = decision.tiers.iter().flat_map(|tier| &tier.trace);
            let circumstances = decision.circumstances.iter().flat_map(|circumstance| &circumstance.trace);
            tiers.chain(circumstances).chain(&decision.trace).for_each(|step| collect(step.view(), &mut facts));
        }
        report.procedures.iter().flat_map(|procedure| &procedure.trace).for_each(|step| collect(step.view(), &mut facts));
        let known: Vec<Vec<String>> =
            facts.iter().filter_map(|fact| fact.value.as_ref().map(|value| vec![fact.fact.to_string(), value.clone()])).collect();
        if !known.is_empty() {
            let heading = self.say("案情要素", "Facts");
            self.page.heading(2, heading);
            let headings = vec![self.say("要素", "Fact"), self.say("认定", "Value")];
            self.page.table(headings, known);
        }
    }

    /// A decision: one of `several` acts; where it `yields`, the fine of another provision governs (art. 29).
    fn decision(&mut self, decision: &Decision, several: bool, yields: bool) {
        let mut heading = self.label("基准", "Benchmark", &decision.benchmark);
        if several {
            let act = (decision.act + 1).to_string();
            heading = match self.language {
                Language::Chinese => format!("行为{act}　{heading}"),
                Language::English => format!("Act {act}, {heading}"),
            };
        }
        self.page.heading(2, heading);
        let outcome = self.outcome(decision);
        self.page.item(0, outcome);
        if matches!(decision.outcome, DecisionOutcome::Settled { .. })
            || (matches!(decision.outcome, DecisionOutcome::Waived { .. }) && !decision.imposed.is_empty())
        {
            let result = if decision.imposed.is_empty() && yields {
                self.say("不另行罚款", "no further fine")
            } else {
                show_imposed(&decision.imposed)
            };
            let line = self.label("处理", "Result", &result);
            self.page.item(0, line);
        }
        if !decision.statutory.is_empty() {
            let line = self.label("法定幅度", "Statutory range", &show_imposed(&decision.statutory));
            self.page.item(0, line);
        }
        self.citations("违反", "Breached", &decision.breaches);
        self.citations("依据", "Basis", &decision.basis);
        let rule = format!("{}{}", decision.rule_set, at(&decision.rule));
        let line = self.label("规则", "Rule", &rule);
        self.page.item(0, line);
        if decision.example {
            let line = self.say("阶次为示例，未经任何机关公布", "The tiers are examples that no authority published");
            self.page.item(0, line);
        }
        let heading = self.say("裁量理由", "Reasons");
        self.page.heading(3, heading);
        self.page.numbered(reasons(decision));
        self.other_tiers(decision);
        self.circumstances(&decision.circumstances);
        self.version(decision.version.as_ref());
    }

    fn outcome(&self, decision: &Decision) -> String {
        match &decision.outcome {
            DecisionOutcome::Settled { tiers } => self.label("适用阶次", "Tier", &tiers.join("、")),
            DecisionOutcome::Possible { tiers, or_none } => {
                let none = if *or_none { self.say("，或者没有适用的阶次", ", or none") } else { String::new() };
                let names = match decision.left_out() {
                    (0, _) => tiers.join("、"),
                    (left_out, _) => {
                        let first = tiers.iter().take(tiers.len() - left_out).map(String::as_str).collect::<Vec<_>>().join("、");
                        let count = tiers.len();
                        self.say(&format!("{first}等{count}个阶次"), &format!("{first} and {left_out} more, {count} in all"))
                    }
                };
                let text = format!("{names}{none}");
                self.label("阶次尚不能确定，可能为", "Not settled; possible tiers", &text)
            }
            DecisionOutcome::Waived { circumstance, tier } => {
                let tier = tier.as_ref().map(|tier| match self.language {
                    Language::Chinese => format!("（原应适用阶次「{tier}」）"),
                    Language::English => format!(" (else tier {tier})"),
                });
                let text = format!("{circumstance}{}", tier.unwrap_or_default());
                self.label("不予处罚，因为", "No penalty, because of", &text)
            }
            DecisionOutcome::NoTier => self.say("没有阶次符合本案：基准有空档", "No tier fits: the benchmark has a gap"),
            DecisionOutcome::Conflict { tiers } => {
                self.label("几个阶次同时符合，基准有重叠", "Several tiers fit: the benchmark overlaps", &tiers.join("、"))
            }
            DecisionOutcome::NotInForce => self.say("基准在该日没有施行", "The benchmark was not in force on that day"),
        }
    }

    fn citations(&mut self, zh: &str, en: &str, citations: &[Citation]) {
        if !citations.is_empty() {
            let text: Vec<String> = citations.iter().map(ToString::to_string).collect();
            let line = self.label(zh, en, &text.join("、"));
            self.page.item(0, line);
        }
    }

    fn other_tiers(&mut self, decision: &Decision) {
        let others: Vec<_> = decision.tiers.iter().filter(|tier| tier.status != TierStatus::Applies).collect();
        if others.is_empty() && decision.unlisted == 0 {
            return;
        }
        let heading = self.say("其他阶次", "Other tiers");
        self.page.heading(3, heading);
        for tier in others {
            let status = match tier.status {
                TierStatus::Rejected | TierStatus::Passed => self.say("不适用", "does not apply"),
                TierStatus::Possible => format!("{}（{}）", self.say("可能适用", "may apply"), show_imposed(&tier.imposed)),
                TierStatus::Applies => continue,
            };
            let line = self.label(&tier.name, &tier.name, &status);
            self.page.item(0, line);
            for reason in why_not(tier) {
                self.page.item(1, reason);
            }
        }
        let (may, not) = decision.left_out();
        if may > 0 {
            let line =
                self.say(&format!("另有{may}个阶次可能适用，没有列出"), &format!("{may} further tiers may apply and are not listed"));
            self.page.item(0, line);
        }
        if not > 0 {
            let line =
                self.say(&format!("另有{not}个阶次不适用，没有列出"), &format!("{not} further tiers do not apply and are not listed"));
            self.page.item(0, line);
        }
    }

    fn circumstances(&mut self, circumstances: &[CircumstanceResult]) {
        if circumstances.is_empty() {
            return;
        }
        let heading = self.say("情节", "Circumstances");
        self.page.heading(3, heading);
        for circumstance in circumstances {
            let holds = match (circumstance.holds, circumstance.modality) {
                (Truth::Unknown, _) => self.say("待查明", "not established"),
                (_, Modality::Shall) => self.say("应当适用", "must be applied"),
                (_, Modality::May) => self.say("可以适用", "may be applied"),
            };
            let applied = circumstance.applied.as_ref().map(|text| format!("；{text}")).unwrap_or_default();
            let basis: Vec<String> = circumstance.basis.iter().map(ToString::to_string).collect();
            let text = format!("{holds}{applied}（{}）{}", basis.join("、"), at(&circumstance.rule));
            let line = self.label(&circumstance.name, &circumstance.name, &text);
            self.page.item(0, line);
            self.steps(&circumstance.trace);
        }
    }

    fn steps(&mut self, steps: &[Step]) {
        let mut lines = Vec::new();
        steps.iter().for_each(|step| support(step.view(), &mut lines));
        for line in lines {
            self.page.item(1, line);
        }
    }

    fn version(&mut self, version: Option<&VersionChoice>) {
        let Some(version) = version else { return };
        let heading = self.say("从旧兼从轻", "Which version governs");
        self.page.heading(3, heading);
        let at_act = self.label("行为时", "At the act", &version.at_act);
        let at_decision = self.label("决定时", "At the decision", &version.at_decision);
        self.page.item(0, at_act);
        self.page.item(0, at_decision);
        self.page.item(0, version.reason.clone());
        if let Some(other) = &version.other {
            let text = format!("{} {} {}", other.rule_set, self.outcome(other), show_imposed(&other.imposed));
            let line = self.label("另一版本的结果", "The other version", &text);
            self.page.item(0, line);
        }
    }

    fn concurrences(&mut self, report: &Report) {
        if report.concurrences.is_empty() {
            return;
        }
        let heading = self.say("同一行为触犯多个规定", "One act under several benchmarks");
        self.page.heading(2, heading);
        for concurrence in &report.concurrences {
            let basis: Vec<String> = concurrence.basis.iter().map(ToString::to_string).collect();
            let governs = concurrence.governs.as_deref().map_or_else(|| self.say("尚不能确定", "not settled"), str::to_owned);
            let text = format!("{governs}；{}（{}）", concurrence.reason, basis.join("、"));
            let line = self.label(&concurrence.benchmarks.join("、"), &concurrence.benchmarks.join(", "), &text);
            self.page.item(0, line);
        }
    }

    fn combined(&mut self, combined: Option<&Combined>) {
        let Some(combined) = combined else { return };
        let heading = self.say("数个违法行为合并", "Several acts together");
        self.page.heading(2, heading);
        if let Some(fine) = &combined.fine {
            let line = self.label("罚款合计", "Fines together", &show_money(fine));
            self.page.item(0, line);
        }
        for other in &combined.others {
            self.page.item(0, other.clone());
        }
    }

    fn procedures(&mut self, report: &Report) {
        if report.procedures.is_empty() {
            return;
        }
        let heading = self.say("程序提示", "Procedure");
        self.page.heading(2, heading);
        // What is violated comes first; duties of which not even the condition is known are only named.
        let asked = |outcome, settled: bool| {
            report.procedures.iter().filter(move |p| p.outcome == outcome && (p.applies != Truth::Unknown) == settled)
        };
        for procedure in [ProcedureOutcome::Violated, ProcedureOutcome::Open, ProcedureOutcome::Met]
            .into_iter()
            .flat_map(|outcome| asked(outcome, true))
            .chain(asked(ProcedureOutcome::Violated, false))
            .chain(asked(ProcedureOutcome::Met, false))
        {
            let outcome = match procedure.outcome {
                ProcedureOutcome::Met => self.say("满足", "met"),
                ProcedureOutcome::Violated => self.say("违反", "violated"),
                ProcedureOutcome::Open => self.say("待定", "open"),
            };
            let basis: Vec<String> = procedure.basis.iter().map(ToString::to_string).collect();
            let text = format!("{outcome}（{}）{}", basis.join("、"), at(&procedure.rule));
            let line = self.label(&procedure.name, &procedure.name, &text);
            self.page.item(0, line);
        }
        let open: Vec<&str> = asked(ProcedureOutcome::Open, false).map(|procedure| procedure.name.as_str()).collect();
        if !open.is_empty() {
            let line = self.label("是否适用尚未确定", "Whether these apply is not settled", &open.join("、"));
            self.page.item(0, line);
        }
    }

    fn proposed(&mut self, report: &Report) {
        let Some(proposed) = &report.proposed else {
            return;
        };
        let heading = self.say("拟处罚的评价", "The proposed penalty");
        self.page.heading(2, heading);
        let verdict = match proposed.verdict {
            Some(Verdict::Fitting) => self.say("适当", "fitting"),
            Some(Verdict::TooHeavy) => self.say("过重", "too heavy"),
            Some(Verdict::TooLight) => self.say("过轻", "too light"),
            Some(Verdict::WrongKind) => self.say("种类不符", "wrong kind"),
            None => self.say("尚不能评价", "cannot be judged yet"),
        };
        let line = self.label("认定", "Verdict", &verdict);
        self.page.item(0, line);
        for reason in &proposed.reasons {
            self.page.item(0, reason.clone());
        }
    }

    fn findings(&mut self, findings: &[Finding]) {
        if findings.is_empty() {
            return;
        }
        let heading = self.say("需要注意", "To be looked at");
        self.page.heading(2, heading);
        for finding in findings {
            let severity = severity(finding.severity, self.language);
            let basis: Vec<String> = finding.basis.iter().map(ToString::to_string).collect();
            let basis = if basis.is_empty() { String::new() } else { format!("（{}）", basis.join("、")) };
            let place = finding.rule.as_ref().map(at).unwrap_or_default();
            let title = format!("{severity} {}", finding.title);
            let line = self.label(&title, &title, &format!("{}{basis}{place}", finding.message));
            self.page.item(0, line);
            if let Some(suggestion) = &finding.suggestion {
                let line = self.label("建议", "Suggestion", suggestion);
                self.page.item(1, line);
            }
        }
    }

    fn unknown(&mut self, report: &Report) {
        if report.unknown.is_empty() {
            return;
        }
        let heading = self.say("待查明", "To be established");
        self.page.heading(2, heading);
        for unknown in &report.unknown {
            let text = format!("{}（{}）", unknown.question, unknown.matters_to.join("、"));
            let line = self.label(&unknown.fact, &unknown.fact, &text);
            self.page.item(0, line);
        }
    }

    fn rules(&mut self, report: &Report) {
        let heading = self.say("所用规则", "Rules used");
        self.page.heading(2, heading);
        for set in &report.rules {
            let text = rule_set(set, self.language);
            self.page.item(0, text);
        }
    }
}
