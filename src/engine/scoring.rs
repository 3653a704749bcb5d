//! Scoring standards asked of facts, and the cases that stand beside them.

use super::reference::{EvaluationError, score};
use super::whole::place;
use super::{Engine, Mismatch, Target, TargetKind};
use crate::input::{BoundSubmission, CaseFacts};
use crate::law::Date;
use crate::model::{CaseId, Expectation, ScoringId};
use crate::report::{RulePlace, RuleSetUse, SCORE_SCHEMA, Score, ScoreReport, Truth};

/// How a case of a scoring standard came out.
#[derive(Debug, Clone, PartialEq)]
pub struct ScoreCaseResult {
    /// The case.
    pub case: CaseId,
    /// Its name.
    pub name: String,
    /// What did not come out as expected; none is a pass.
    pub mismatches: Vec<Mismatch>,
    /// What came out; nothing where the standard does not apply.
    pub score: Option<Score>,
}

impl ScoreCaseResult {
    /// Whether everything came out as expected.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.mismatches.is_empty()
    }
}

impl Engine {
    /// The scoring standards (评分) in force on a day, or all; of one name, or all.
    #[must_use]
    pub fn scorings(&self, name: Option<&str>, day: Option<Date>) -> Vec<ScoringId> {
        let model = self.model();
        let asked = |id: &ScoringId| {
            let scoring = &model[*id];
            name.is_none_or(|name| scoring.name == name) && day.is_none_or(|day| model[scoring.set].in_force(day))
        };
        model.scoring_ids().filter(asked).collect()
    }

    /// What a case scores under a standard; `None` where the standard does not apply (适用).
    ///
    /// A total is a range and several grades are possible while facts are missing; the score says which.
    ///
    /// ```
    /// use zhunsheng::RuleSet;
    /// use zhunsheng::input::{bind, read_json};
    /// let rules = RuleSet::from_sources([("例.zs", "
    ///     规则集 例 { 版本 “1” 施行 2026年1月1日 }
    ///     要素 案卷 { 缺失文书: 整数 0以上 }
    ///     评分 案卷评查 {
    ///         要素 案卷
    ///         示例
    ///         满分 100分
    ///         项目 文书齐全 100分 { 扣 5分 每 缺失文书 1, 最多 50分 “缺少文书” }
    ///         等次 { 优秀: 90分以上; 合格: 60分以上不满90分; 不合格: 不满60分 }
    ///     }
    /// ")]).unwrap();
    /// let engine = rules.compile();
    /// let case = read_json(r#"{ "要素": { "缺失文书": 3 } }"#, &Default::default()).unwrap();
    /// let bound = bind(engine.model(), &case).unwrap();
    /// let standard = engine.scorings(Some("案卷评查"), None)[0];
    /// let score = engine.score(standard, &bound.acts[0].facts).unwrap().unwrap();
    /// assert_eq!(score.total.single().unwrap().to_string(), "85");
    /// assert_eq!(score.grades, ["合格"]);
    /// ```
    ///
    /// # Errors
    /// When an expression of the rules cannot be evaluated for these facts, as [`Engine::evaluate`].
    pub fn score(&self, standard: ScoringId, facts: &CaseFacts) -> Result<Option<Score>, EvaluationError> {
        score(self.model(), standard, facts)
    }

    /// What a submission scores under these standards, as a report. Of several acts the first is scored.
    ///
    /// # Errors
    /// As [`Engine::score`].
    pub fn score_report(&self, submission: &BoundSubmission, standards: &[ScoringId]) -> Result<ScoreReport, EvaluationError> {
        let model = self.model();
        let none = CaseFacts::new(model);
        let facts = submission.acts.first().map_or(&none, |act| &act.facts);
        let mut report =
            ScoreReport { schema: SCORE_SCHEMA.to_owned(), case: submission.case.clone(), rules: Vec::new(), scores: Vec::new() };
        for id in standards {
            let Some(score) = self.score(*id, facts)? else { continue };
            report.scores.push(score);
            let set = &model[model[*id].set];
            let used =
                RuleSetUse { name: set.name.clone(), version: set.version.clone(), effective: set.effective, digest: set.digest.clone() };
            if !report.rules.contains(&used) {
                report.rules.push(used);
            }
        }
        Ok(report)
    }

    /// Every case of a scoring standard, in order.
    #[must_use]
    pub fn scoring_case_ids(&self) -> Vec<CaseId> {
        let cases = (0u32..).zip(&self.model().cases);
        cases.filter(|(_, case)| case.scoring.is_some()).map(|(at, _)| CaseId(at)).collect()
    }

    /// Runs a case of a scoring standard.
    ///
    /// # Errors
    /// When an expression of the rules cannot be evaluated.
    pub fn run_scoring_case(&self, id: CaseId) -> Result<ScoreCaseResult, EvaluationError> {
        let case = &self.model()[id];
        let score = match case.scoring {
            Some(standard) => self.score(standard, &self.facts_of(case))?,
            None => None,
        };
        let mut mismatches = Vec::new();
        for (expectation, span) in &case.expectations {
            if let Some((expected, actual)) = differs(expectation, score.as_ref()) {
                mismatches.push(Mismatch { span: *span, expected, actual });
            }
        }
        Ok(ScoreCaseResult { case: id, name: case.name.clone(), mismatches, score })
    }
}

impl Engine {
    /// Which lines and grades of the scoring standards the cases that were run reach: how many there are, and those missed.
    #[must_use]
    pub fn scoring_coverage(&self, results: &[ScoreCaseResult]) -> Vec<(TargetKind, usize, Vec<Target>)> {
        let model = self.model();
        let scores = || results.iter().filter_map(|r| r.score.as_ref());
        let moved: Vec<&RulePlace> = scores()
            .flat_map(|score| score.items.iter().flat_map(|item| &item.lines))
            .filter(|line| line.moves.single().is_some())
            .map(|line| &line.rule)
            .chain(scores().flat_map(|score| &score.vetoes).filter(|veto| veto.holds == Truth::True).map(|veto| &veto.rule))
            .collect();
        let (mut lines, mut grades) = ((0, Vec::new()), (0, Vec::new()));
        for scoring in &model.scorings {
            let name = format!("评分 {}", scoring.name);
            let of = &name;
            let items =
                scoring.items.iter().flat_map(|item| item.lines.iter().map(move |line| (format!("{of} / 项目 {}", item.name), line.span)));
            let vetoes = scoring.vetoes.iter().map(|veto| (format!("{name} / 一票否决"), veto.span));
            for (of, span) in items.chain(vetoes) {
                lines.0 += 1;
                let at = place(model, span, &name);
                if !moved.iter().any(|rule| **rule == at) {
                    lines.1.push(Target { kind: TargetKind::ScoreLine, name: of, span });
                }
            }
            for grade in &scoring.grades {
                grades.0 += 1;
                let rule = place(model, scoring.name_span, &name);
                if !scores().any(|score| score.rule == rule && score.grade() == Some(grade.name.as_str())) {
                    grades.1.push(Target { kind: TargetKind::Grade, name: format!("{name} / 等次 {}", grade.name), span: grade.span });
                }
            }
        }
        vec![(TargetKind::ScoreLine, lines.0, lines.1), (TargetKind::Grade, grades.0, grades.1)]
    }
}

/// What was expected and what came out, when they differ.
fn differs(expectation: &Expectation, score: Option<&Score>) -> Option<(String, String)> {
    match expectation {
        Expectation::Score(points) => {
            let total = score.map(|s| s.total);
            let same = total.and_then(|t| t.single()) == Some(*points);
            let actual = match total.map(|t| (t.single(), t)) {
                None => "不适用".to_owned(),
                Some((Some(total), _)) => format!("得 {total}分"),
                Some((None, total)) => format!("得 {}分至{}分,尚不能确定", total.least, total.most),
            };
            (!same).then(|| (format!("应得 {points}分"), actual))
        }
        Expectation::Tiers(wanted) => {
            let actual = score.map(|s| s.grades.as_slice()).unwrap_or_default();
            let or_none = score.is_some_and(|s| s.or_none);
            // One grade is expected as settled.
            let settled = wanted.len() > 1 || !or_none;
            let same = settled && wanted.len() == actual.len() && wanted.iter().all(|name| actual.contains(name));
            (!same).then(|| {
                let none = if or_none { " 或者 没有等次" } else { "" };
                let actual = if actual.is_empty() { "没有对应的等次".to_owned() } else { actual.join(" 或者 ") + none };
                (format!("应为 {}", wanted.join(" 或者 ")), actual)
            })
        }
        Expectation::Unknown(keys) => {
            let mut wanted: Vec<String> = keys.iter().map(ToString::to_string).collect();
            let mut actual: Vec<String> = score.iter().flat_map(|s| &s.unknown).map(|u| u.fact.clone()).collect();
            wanted.sort();
            actual.sort();
            let list = |keys: &[String]| if keys.is_empty() { "无".to_owned() } else { keys.join(", ") };
            (wanted != actual).then(|| (format!("待查明 {}", list(&wanted)), format!("待查明 {}", list(&actual))))
        }
        // The checker lets no other into a case of a standard.
        Expectation::Sanction(_)
        | Expectation::Circumstance(..)
        | Expectation::Procedure(..)
        | Expectation::Verdict(_)
        | Expectation::Finding(..) => None,
    }
}
