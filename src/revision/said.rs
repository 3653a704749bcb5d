//! What a benchmark or a standard says, by name: texts that two versions share when they say the same, and what is told where they do not.

use crate::diagnostic::{Severity, Term};
use crate::law::Citation;
use crate::model::{Benchmark, FineAmount, Measure, Model, PenaltyKind, Sanction, ScoreOn, Scoring, TierTest};
use crate::prove::{Note, Part, by_name};

/// All that decides a case under a benchmark, the order of tiers aside where it decides nothing.
pub(super) fn benchmark(model: &Model, benchmark: &Benchmark) -> Vec<String> {
    let measures = |measures: &[Measure]| by_name(model, Part::Measures(measures));
    let mut tiers: Vec<String> = benchmark
        .tiers
        .iter()
        .map(|tier| {
            let test = match &tier.test {
                TierTest::When(condition) => by_name(model, Part::Condition(condition)),
                TierTest::Otherwise(_) => "otherwise".to_owned(),
            };
            format!("{}:{test}:{}", tier.name, measures(&tier.measures))
        })
        .collect();
    if benchmark.hit == crate::model::HitPolicy::Unique {
        tiers.sort_unstable();
    }
    let mut said = tiers;
    said.push(format!("hit {:?}", benchmark.hit));
    said.push(format!("common {}", measures(&benchmark.common)));
    said.extend(benchmark.applies.as_ref().map(|condition| format!("applies {}", by_name(model, Part::Condition(condition)))));
    said.extend(benchmark.factors.as_ref().map(|factors| format!("factors {}", by_name(model, Part::Factors(factors)))));
    // The statute's range is part of a fine by score.
    let all = benchmark.tiers.iter().flat_map(|tier| &tier.measures).chain(&benchmark.common);
    if all.into_iter().any(|measure| by_score(&measure.sanction)) {
        said.push(statutory(model, benchmark));
        said.push(ranges(benchmark));
    }
    said
}

fn by_score(sanction: &Sanction) -> bool {
    let Sanction::Groups { groups, .. } = sanction else { return false };
    groups.iter().flat_map(|group| &group.alternatives).any(|penalty| match &penalty.kind {
        PenaltyKind::Fine(fine) => fine.amount == FineAmount::ByScore,
        PenaltyKind::Other { .. } => false,
        PenaltyKind::Nested(inner) => by_score(inner),
    })
}

fn statutory(model: &Model, benchmark: &Benchmark) -> String {
    let measures = |measures: &[Measure]| by_name(model, Part::Measures(measures));
    benchmark.statutory.as_ref().map_or_else(String::new, |statutory| {
        let mut named: Vec<String> = statutory.named.iter().map(|range| format!("{} {}", range.name, measures(&range.measures))).collect();
        named.sort_unstable();
        format!("{} {}", measures(&statutory.base), named.join(" "))
    })
}

/// The named range of the statute that each tier falls under.
fn ranges(benchmark: &Benchmark) -> String {
    let name = |at: usize| benchmark.statutory.as_ref().and_then(|s| s.named.get(at)).map_or("", |range| range.name.as_str());
    let of = benchmark.tiers.iter().filter_map(|tier| tier.applies.map(|at| format!("{} {}", tier.name, name(at))));
    sorted(of)
}

/// Texts of which the order says nothing.
pub(super) fn sorted(texts: impl Iterator<Item = String>) -> String {
    let mut all: Vec<String> = texts.collect();
    all.sort_unstable();
    all.join("、")
}

/// All that decides a score.
pub(super) fn scoring(model: &Model, scoring: &Scoring) -> Vec<String> {
    let condition = |condition| by_name(model, Part::Condition(condition));
    let mut said: Vec<String> = scoring
        .items
        .iter()
        .map(|item| {
            let lines = item.lines.iter().map(|line| match &line.on {
                ScoreOn::When(when) => format!("{:?} when {}", line.points, condition(when)),
                ScoreOn::Each { value, step, most } => {
                    format!("{:?} each {step:?} {most:?} {}", line.points, by_name(model, Part::Expr(value)))
                }
            });
            format!("{} {:?} {:?} {}", item.name, item.points, item.word, sorted(lines))
        })
        .collect();
    said.sort_unstable();
    let grade = |at: usize| scoring.grades.get(at).map_or("", |grade| grade.name.as_str());
    said.extend(scoring.vetoes.iter().map(|veto| format!("veto {} {}", grade(veto.grade), condition(&veto.condition))));
    said.extend(scoring.grades.iter().map(|grade| format!("grade {} {:?}", grade.name, grade.range)));
    said.push(format!("cap {:?}", scoring.cap));
    said.extend(scoring.applies.as_ref().map(|when| format!("applies {}", condition(when))));
    said
}

/// One thing that is told where it changes.
pub(super) struct Facet {
    what: Term,
    text: String,
    /// What is told instead of the texts, where these are for no reader.
    told: Option<Term>,
}

impl Facet {
    /// In Chinese and in English, and what it says.
    pub(super) fn new<Z: Into<String>, E: Into<String>>((zh, en): (Z, E), text: impl Into<String>) -> Self {
        Self { what: Term::new(zh, en), text: text.into(), told: None }
    }

    /// As [`Facet::new`], of texts that are for no reader.
    pub(super) fn hidden(what: &str, text: String, (zh, en): (&str, &str)) -> Self {
        Self { what: Term::new(what, what), text, told: Some(Term::new(zh, en)) }
    }

    /// What it is called.
    pub(super) fn what(&self) -> String {
        self.what.to_string()
    }
}

/// What differs of the facets of two versions.
pub(super) fn notes(old: Vec<Facet>, new: Vec<Facet>) -> Vec<Note> {
    let text = |of: &[Facet], what: &Term| of.iter().find(|facet| facet.what == *what).map_or_else(String::new, |facet| facet.text.clone());
    let gone = old.iter().filter(|facet| !new.iter().any(|other| other.what == facet.what));
    let mut notes = Vec::new();
    for facet in new.iter().chain(gone) {
        let (before, after) = (text(&old, &facet.what), text(&new, &facet.what));
        if before == after {
            continue;
        }
        notes.push(match &facet.told {
            Some(told) => told.clone().into(),
            None => Note { what: facet.what.clone(), old: Some(before), new: Some(after) },
        });
    }
    notes
}

pub(super) fn cited(list: &[Citation]) -> String {
    list.iter().map(ToString::to_string).collect::<Vec<_>>().join("、")
}

pub(super) fn severity(level: Severity) -> &'static str {
    match level {
        Severity::Error => "错误",
        Severity::Warning => "警告",
        Severity::Hint => "提示",
    }
}

fn sample(example: bool) -> &'static str {
    if example { "示例" } else { "" }
}

/// What a benchmark says that decides no tier by itself.
pub(super) fn facets(model: &Model, benchmark: &Benchmark) -> Vec<Facet> {
    let tiers = |of: &dyn Fn(&crate::model::Tier) -> String| {
        sorted(
            benchmark
                .tiers
                .iter()
                .map(|tier| (tier, of(tier)))
                .filter(|(_, text)| !text.is_empty())
                .map(|(tier, text)| format!("{} {text}", tier.name)),
        )
    };
    vec![
        Facet::new(("违法行为", "conduct"), benchmark.conduct.clone().unwrap_or_default()),
        Facet::new(("违反", "breach"), cited(&benchmark.breaches)),
        Facet::new(("依据", "basis"), cited(&benchmark.basis)),
        Facet::new(("示例", "example mark"), sample(benchmark.example)),
        Facet::new(("细化", "refines"), benchmark.refines.map_or_else(String::new, |id| model[id].name.clone())),
        Facet::hidden(
            "法定幅度",
            statutory(model, benchmark),
            ("法定幅度变了(影响减轻处罚和是否越限)", "the statutory range changed (it bears on mitigation and on excess)"),
        ),
        Facet::new(("各阶次适用的法定幅度", "statutory range of each tier"), ranges(benchmark)),
        Facet::new(("各阶次的依据", "basis of each tier"), tiers(&|tier| cited(&tier.basis))),
        Facet::new(("各阶次的说明", "note of each tier"), tiers(&|tier| tier.note.clone().unwrap_or_default())),
        Facet::new(("各阶次的示例", "example mark of each tier"), tiers(&|tier| sample(tier.example).to_owned())),
        Facet::hidden(
            "裁量因素",
            benchmark.factors.as_ref().map_or_else(String::new, |factors| by_name(model, Part::Factors(factors))),
            ("裁量因素的分值变了", "the scores of factors changed"),
        ),
    ]
}

/// What a standard says beside the points, and its figures as they are written.
pub(super) fn scoring_facets(scoring: &Scoring) -> Vec<Facet> {
    let points = |n: crate::law::Exact| format!("{n}分");
    let mut facets = vec![
        Facet::new(("依据", "basis"), cited(&scoring.basis)),
        Facet::new(("示例", "example mark"), sample(scoring.example)),
        Facet::new(("满分", "full score"), points(scoring.full)),
        Facet::new(("合计上限", "cap of the total"), scoring.cap.map(points).unwrap_or_default()),
    ];
    for item in &scoring.items {
        let of = |zh: &str, en: &str| (format!("项目「{}」的{zh}", item.name), format!("{en} of item {}", item.name));
        facets.push(Facet::new(of("分值", "points"), points(item.points)));
        facets.push(Facet::new(of("类别", "kind"), if item.bonus { "加分项目" } else { "项目" }));
        facets.push(Facet::new(of("依据", "basis"), cited(&item.basis)));
        facets.push(Facet::new(of("说明", "reasons"), sorted(item.lines.iter().filter_map(|line| line.reason.clone()))));
    }
    facets.push(Facet::new(("一票否决的说明", "reasons of vetoes"), sorted(scoring.vetoes.iter().filter_map(|veto| veto.reason.clone()))));
    let grade = |grade: &crate::model::Grade| format!("{} {}", grade.name, grade.range.map(points));
    facets.push(Facet::new(("等次", "grades"), scoring.grades.iter().map(grade).collect::<Vec<_>>().join("、")));
    facets
}
