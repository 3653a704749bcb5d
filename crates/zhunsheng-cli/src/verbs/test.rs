//! `test`: the cases that stand beside the rules, and what no case reaches.

use clap::ArgMatches;
use serde_json::{Value as Json, json};
use zhunsheng::diagnostic::{Severity, SourceId, Span};
use zhunsheng::engine::{CaseResult, Coverage, Engine, Mismatch, ScoreCaseResult, Target, TargetKind};
use zhunsheng::model::{BenchmarkId, CaseId, Model, Property, ScoringId};
use zhunsheng::prove::{Change, Mutated, mutate, mutate_scoring, prove_benchmark};
use zhunsheng::review::{ReviewResult, Reviewer};

use crate::output::{Context, Exit, Format, Ink, Trouble, print};
use crate::render::github;
use crate::render::json::location;
use crate::render::junit::{self, TestCase};
use crate::render::{Location, Notice};
use crate::{parallel, registry, rules};

/// A case that was run.
struct Ran {
    name: String,
    span: Span,
    mismatches: Vec<Mismatch>,
    error: Option<String>,
}

impl Ran {
    fn passed(&self) -> bool {
        self.mismatches.is_empty() && self.error.is_none()
    }
}

/// The cases, run.
struct Suite {
    engine: Engine,
    ran: Vec<Ran>,
    coverage: Option<Coverage>,
    mutated: Option<Vec<Mutated>>,
}

pub(super) fn run(matches: &ArgMatches, context: &Context) -> Result<Exit, Trouble> {
    let format = context.format_among("test", &[Format::Text, Format::Json, Format::Junit, Format::Github])?;
    let engine = rules::engine(&super::paths(matches), context)?;
    let ids: Vec<CaseId> = engine.case_ids();
    let results = parallel::map(context.jobs, &ids, |id| engine.run_case(*id));
    let scoring_ids: Vec<CaseId> = engine.scoring_case_ids();
    let scored = parallel::map(context.jobs, &scoring_ids, |id| engine.run_scoring_case(*id));
    let reviewed = review_cases(&engine, context)?;
    let coverage = matches.get_flag("coverage").then(|| {
        let ran: Vec<CaseResult> = results.iter().filter_map(|result| result.as_ref().ok().cloned()).collect();
        let mut coverage = engine.coverage(&ran);
        excuse_dead_tiers(&mut coverage, engine.model());
        if !engine.model().checks.is_empty() {
            let checks = Reviewer::new(engine.shared()).coverage(&reviewed);
            for (kind, unseen) in [(TargetKind::Check, checks.missed), (TargetKind::Spared, checks.unspared)] {
                let unseen = unseen.into_iter().map(|(code, title, span)| Target { kind, name: format!("{code} {title}"), span });
                coverage.add(kind, checks.all, unseen.collect());
            }
        }
        if !engine.model().scorings.is_empty() {
            let ran: Vec<ScoreCaseResult> = scored.iter().filter_map(|result| result.as_ref().ok().cloned()).collect();
            engine.scoring_coverage(&ran).into_iter().for_each(|(kind, all, missed)| coverage.add(kind, all, missed));
        }
        coverage
    });
    let mutated = matches.get_flag("mutate").then(|| {
        let ids: Vec<BenchmarkId> = engine.model().benchmark_ids().collect();
        let standards: Vec<ScoringId> = engine.model().scoring_ids().collect();
        let mut mutated = parallel::map(context.jobs, &ids, |id| mutate(engine.model(), *id));
        mutated.extend(parallel::map(context.jobs, &standards, |id| mutate_scoring(engine.model(), *id)));
        mutated
    });
    let decided = ids.into_iter().zip(results.into_iter().map(|result| result.map(|r| r.mismatches)));
    let scored = scoring_ids.into_iter().zip(scored.into_iter().map(|result| result.map(|r| r.mismatches)));
    let mut ran: Vec<Ran> = decided
        .chain(scored)
        .map(|(id, result)| {
            let case = &engine.model()[id];
            let error = result.as_ref().err().map(|error| super::eval::told(error, &engine));
            Ran { name: case.name.clone(), span: case.name_span, mismatches: result.unwrap_or_default(), error }
        })
        .collect();
    ran.extend(reviewed.into_iter().map(|r| Ran { name: r.name, span: r.span, mismatches: r.mismatches, error: None }));
    ran.sort_by_key(|r| r.span);
    let suite = Suite { engine, ran, coverage, mutated };
    let failed = suite.ran.iter().filter(|r| !r.passed()).count();
    print(&match format {
        Format::Json => format!("{}\n", as_json(&suite, failed)),
        Format::Junit => junit::render(&test_cases(&suite)),
        Format::Github => github::render(&notices(&suite)),
        Format::Text | Format::Sarif | Format::Markdown | Format::Html | Format::Docx => text(&suite, failed, context),
    })?;
    Ok(if failed > 0 { Exit::Finding } else { Exit::Clean })
}

/// Takes out the tiers that no case can reach, where the rules say that the published table is so (原表如此 死条) and it is proved.
fn excuse_dead_tiers(coverage: &mut Coverage, model: &Model) {
    let mut dead: Vec<(SourceId, u32)> = Vec::new();
    for id in model.benchmark_ids() {
        let benchmark = &model[id];
        let within = |span: Span| span.source == benchmark.span.source && (benchmark.span.start..benchmark.span.end).contains(&span.start);
        let said = benchmark.is_published(Property::Live);
        if said && coverage.missed.iter().any(|t| t.kind == TargetKind::Tier && within(t.span)) {
            let proof = prove_benchmark(model, id);
            let tiers = proof.diagnostics.iter().filter(|d| ["ZS1003", "ZS1004"].contains(&d.code().as_str()));
            dead.extend(tiers.map(|d| (d.span.source, d.span.start)));
        }
    }
    coverage.excuse(|target| target.kind == TargetKind::Tier && dead.contains(&(target.span.source, target.span.start)));
}

/// The cases of checks, run.
fn review_cases(engine: &Engine, context: &Context) -> Result<Vec<ReviewResult>, Trouble> {
    if engine.model().checks.is_empty() {
        return Ok(Vec::new());
    }
    let registry = registry::built_in()?;
    let reviewer = Reviewer::new(engine.shared());
    let ids = reviewer.case_ids();
    Ok(parallel::map(context.jobs, &ids, |id| reviewer.run_case(*id, Some(&registry))))
}

fn text(suite: &Suite, failed: usize, context: &Context) -> String {
    let mut text = String::new();
    let model = suite.engine.model();
    for case in suite.ran.iter().filter(|r| !r.passed()) {
        let place = Location::of(case.span, &model.sources);
        let word = context.paint(Ink::Red, context.say("失败", "failed"));
        text.push_str(&format!("{word} {}:{} {}\n", place.file, place.line, case.name));
        match &case.error {
            None => {
                for mismatch in &case.mismatches {
                    let place = Location::of(mismatch.span, &model.sources);
                    text.push_str(&context.say(
                        format!(
                            "  {}:{} 应当：{}\n  {:indent$} 却是：{}\n",
                            place.file,
                            place.line,
                            mismatch.expected,
                            "",
                            mismatch.actual,
                            indent = width(&place)
                        ),
                        format!(
                            "  {}:{} expected: {}\n  {:indent$} found: {}\n",
                            place.file,
                            place.line,
                            mismatch.expected,
                            "",
                            mismatch.actual,
                            indent = width(&place)
                        ),
                    ));
                }
            }
            Some(error) => text.push_str(&format!("  {error}\n")),
        }
    }
    if let Some(coverage) = &suite.coverage {
        text.push_str(&covered(coverage, &suite.engine, context));
    }
    if let Some(mutated) = &suite.mutated {
        text.push_str(&changes(mutated, &suite.engine, context));
    }
    let all = suite.ran.len();
    let line = context.say(
        format!("用例 {all} 个：通过 {}，失败 {failed}", all - failed),
        format!("{all} cases: {} passed, {failed} failed", all - failed),
    );
    let color = if failed > 0 { Ink::Red } else { Ink::Green };
    text + &context.paint(color, line) + "\n"
}

/// How wide `file:line` is on a terminal, so that the second line stands under the first.
fn width(place: &Location) -> usize {
    let wide = |c: char| if c.is_ascii() { 1 } else { 2 };
    place.file.chars().map(wide).sum::<usize>() + 1 + place.line.to_string().len()
}

fn covered(coverage: &Coverage, engine: &Engine, context: &Context) -> String {
    let mut text = String::new();
    for target in &coverage.missed {
        let place = Location::of(target.span, &engine.model().sources);
        let word = context.paint(Ink::Yellow, context.say("未覆盖", "not reached"));
        text.push_str(&format!("{word} {}:{} {} {}\n", place.file, place.line, kind(target.kind, context), target.name));
    }
    let parts: Vec<String> =
        coverage.reached.iter().map(|(what, all, reached)| format!("{} {reached}/{all}", kind(*what, context))).collect();
    let dead = coverage.unreachable.len();
    let besides = |words: String| if dead > 0 { words } else { String::new() };
    let line = context.say(
        format!("覆盖：{}{}", parts.join("，"), besides(format!("（另有 {dead} 个阶次原表如此，经证明没有案件能够适用）"))),
        format!(
            "reached: {}{}",
            parts.join(", "),
            besides(format!(" (besides {dead} tiers that are published so, and proved out of any case’s reach)"))
        ),
    );
    text + &context.paint(Ink::Bold, line) + "\n"
}

/// The changes that no case notices.
fn changes(mutated: &[Mutated], engine: &Engine, context: &Context) -> String {
    let mut text = String::new();
    let sources = &engine.model().sources;
    for survivor in mutated.iter().flat_map(|m| &m.survivors) {
        let place = Location::of(survivor.span, sources);
        let word = context.paint(Ink::Yellow, context.say("未发现", "unnoticed"));
        let words = sources.slice(survivor.span).split_whitespace().collect::<Vec<_>>().join(" ");
        let what = match survivor.change {
            Change::Bound => context.say(format!("界限「{words}」含不含本数"), format!("whether the bound {words} is included")),
            Change::Moved => context.say(format!("界限「{words}」移高一些"), format!("the bound {words} somewhat higher")),
            Change::Dropped => context.say(format!("删去「{words}」"), format!("leaving out {words}")),
            Change::Category => context.say(format!("改动类别「{words}」"), format!("another category in {words}")),
            Change::Points => context.say(format!("「{words}」的分数加1分"), format!("one point more for {words}")),
            Change::Step => context.say(format!("「{words}」每次的数量加大"), format!("a longer step in {words}")),
            Change::Cap => context.say(format!("「{words}」的上限提高"), format!("a higher cap of {words}")),
        };
        text.push_str(&format!("{word} {}:{} {what}\n", place.file, place.line));
    }
    let noticed: usize = mutated.iter().map(|m| m.noticed).sum();
    let same: usize = mutated.iter().map(|m| m.same).sum();
    let unnoticed: usize = mutated.iter().map(|m| m.survivors.len()).sum();
    let line = context.say(
        format!("改动：用例发现 {noticed}，未发现 {unnoticed}（另有 {same} 处改动经证明没有区别）"),
        format!("changes: {noticed} noticed by a case, {unnoticed} not (besides {same} that provably alter nothing)"),
    );
    let unstated: usize = mutated.iter().map(|m| m.unstated).sum();
    let beside = if unstated == 0 {
        String::new()
    } else {
        context.say(
            format!("另有 {unstated} 处改动只影响没有对应阶次、等次或者阶次冲突的案件，没有用例可写\n"),
            format!("besides, {unstated} changes alter only cases without an outcome or in conflict: no case can state these\n"),
        )
    };
    text + &context.paint(Ink::Bold, line) + "\n" + &beside
}

fn kind(kind: TargetKind, context: &Context) -> String {
    match kind {
        TargetKind::Tier => context.say("阶次", "tiers"),
        TargetKind::Item => context.say("条件项", "items"),
        TargetKind::Circumstance => context.say("情节", "circumstances"),
        TargetKind::Procedure => context.say("程序", "procedures"),
        TargetKind::Check => context.say("检查", "checks"),
        TargetKind::Spared => context.say("检查的不报", "checks that stay silent"),
        TargetKind::ScoreLine => context.say("扣分得分项", "score lines"),
        TargetKind::Grade => context.say("等次", "grades"),
    }
}

fn machine_kind(kind: TargetKind) -> &'static str {
    match kind {
        TargetKind::Tier => "tier",
        TargetKind::Item => "item",
        TargetKind::Circumstance => "circumstance",
        TargetKind::Procedure => "procedure",
        TargetKind::Check => "check",
        TargetKind::Spared => "spared",
        TargetKind::ScoreLine => "score-line",
        TargetKind::Grade => "grade",
    }
}

fn as_json(suite: &Suite, failed: usize) -> Json {
    let mut cases = Vec::new();
    let mut reached = Vec::new();
    let mut missed = Vec::new();
    let model = suite.engine.model();
    for case in &suite.ran {
        let mismatches: Vec<Json> = case
            .mismatches
            .iter()
            .map(|mismatch| {
                json!({
                    "place": location(&Location::of(mismatch.span, &model.sources)),
                    "expected": mismatch.expected,
                    "actual": mismatch.actual,
                })
            })
            .collect();
        cases.push(json!({
            "name": case.name,
            "place": location(&Location::of(case.span, &model.sources)),
            "passed": case.passed(),
            "mismatches": mismatches,
            "error": case.error,
        }));
    }
    if let Some(coverage) = &suite.coverage {
        reached.extend(
            coverage.reached.iter().map(|(kind, all, reached)| json!({ "kind": machine_kind(*kind), "all": all, "reached": reached })),
        );
        missed.extend(coverage.missed.iter().map(|target| {
            json!({
                "kind": machine_kind(target.kind),
                "name": target.name,
                "place": location(&Location::of(target.span, &model.sources)),
            })
        }));
    }
    let passed = cases.len() - failed;
    let changes = suite.mutated.as_ref().map(|mutated| {
        let survivors: Vec<Json> = mutated
            .iter()
            .flat_map(|m| &m.survivors)
            .map(|s| {
                let change = match s.change {
                    Change::Bound => "bound",
                    Change::Moved => "moved",
                    Change::Dropped => "dropped",
                    Change::Category => "category",
                    Change::Points => "points",
                    Change::Step => "step",
                    Change::Cap => "cap",
                };
                json!({ "change": change, "place": location(&Location::of(s.span, &model.sources)) })
            })
            .collect();
        json!({
            "noticed": mutated.iter().map(|m| m.noticed).sum::<usize>(),
            "same": mutated.iter().map(|m| m.same).sum::<usize>(),
            "unstated": mutated.iter().map(|m| m.unstated).sum::<usize>(),
            "unnoticed": survivors,
        })
    });
    let mut document = json!({ "schema": "zhunsheng-test/1", "passed": passed, "failed": failed, "cases": cases });
    if let (true, Some(object)) = (suite.coverage.is_some(), document.as_object_mut()) {
        object.insert("coverage".to_owned(), json!({ "reached": reached, "missed": missed }));
    }
    if let (Some(changes), Some(object)) = (changes, document.as_object_mut()) {
        object.insert("changes".to_owned(), changes);
    }
    document
}

fn test_cases(suite: &Suite) -> Vec<TestCase> {
    let model = suite.engine.model();
    let cases = suite.ran.iter().map(|case| {
        let place = Location::of(case.span, &model.sources);
        TestCase {
            file: place.file,
            line: place.line,
            name: case.name.clone(),
            failures: case.mismatches.iter().map(|m| format!("应当：{}；却是：{}", m.expected, m.actual)).collect(),
            error: case.error.clone(),
        }
    });
    cases.collect()
}

fn notices(suite: &Suite) -> Vec<Notice> {
    let model = suite.engine.model();
    let mut notices = Vec::new();
    let mut add = |code: &str, severity, message: String, span| {
        notices.push(Notice {
            code: code.to_owned(),
            severity,
            message,
            help: None,
            location: Location::of(span, &model.sources),
            excerpt: String::new(),
            related: Vec::new(),
            witness: None,
            suggestions: Vec::new(),
            page: None,
        });
    };
    for case in &suite.ran {
        for m in &case.mismatches {
            add(&case.name, Severity::Error, format!("应当：{}；却是：{}", m.expected, m.actual), m.span);
        }
        if let Some(error) = &case.error {
            add(&case.name, Severity::Error, error.clone(), case.span);
        }
    }
    for target in suite.coverage.iter().flat_map(|coverage| &coverage.missed) {
        add("coverage", Severity::Hint, format!("没有用例覆盖：{}", target.name), target.span);
    }
    notices
}
