//! `diff`: what a new version of rules changes, for which cases and texts, with examples; what is the same, and how that is known.

use std::fmt::Write as _;

use clap::ArgMatches;
use serde_json::json;
use zhunsheng::Revision;
use zhunsheng::diagnostic::{Color, Diagnostic, Severity, Term, render_all};
use zhunsheng::law::date;
use zhunsheng::prove::{Direction, Governs, ScoreDirection, ScorePart};
use zhunsheng::revision::{
    BenchmarkStatus, CheckStatus, Difference, Effective, Note, RuleDifference, SetDifference, SetVersion, Succession,
};

use crate::output::{Context, Exit, Format, Ink, Trouble, complain, print};
use crate::{registry, rules};

pub(super) fn run(matches: &ArgMatches, context: &Context) -> Result<Exit, Trouble> {
    let format = context.format_among("diff", &[Format::Text, Format::Json, Format::Markdown])?;
    let path = |id: &str| matches.get_one::<String>(id).map(String::as_str).unwrap_or_default();
    let (old, old_roots) = rules::open(&[path("old")], context)?;
    let (new, new_roots) = rules::open(&[path("new")], context)?;
    let revision = Revision::with_loaders((old.as_ref(), old_roots), (new.as_ref(), new_roots), rules::limits(context))
        .map_err(|error| rules::told(&error, context))?;
    let Some(difference) = revision.difference_with(&registry::built_in()?) else {
        let checked = revision.checked();
        let errors: Vec<Diagnostic> = checked.diagnostics.iter().filter(|d| d.severity() == Severity::Error).cloned().collect();
        complain(render_all(&errors, &checked.sources, context.language, Color::Never).trim_end());
        return Err(context.trouble("规则有错误，不能比较", "the rules have errors and cannot be compared"));
    };
    print(&match format {
        Format::Json => format!(
            "{}\n",
            json!({
                "schema": "zhunsheng-diff/1",
                "differs": difference.differs(),
                "sets": difference.sets,
                "shared": difference.shared,
            })
        ),
        Format::Markdown => markdown(&difference, context),
        _ => text(&difference, context),
    })?;
    Ok(if difference.differs() { Exit::Finding } else { Exit::Clean })
}

fn version(version: Option<&SetVersion>, context: &Context) -> String {
    version.map_or_else(
        || context.say("无", "none"),
        |v| {
            context
                .say(format!("版本 {}({} 施行)", v.version, v.effective), format!("version {} (in force from {})", v.version, v.effective))
        },
    )
}

fn status(status: BenchmarkStatus, context: &Context) -> String {
    match status {
        BenchmarkStatus::Same => context.say("结果没有变化", "the same outcomes"),
        BenchmarkStatus::Changed => context.say("变了", "changed"),
        BenchmarkStatus::Added => context.say("新增", "added"),
        BenchmarkStatus::Removed => context.say("删去", "removed"),
        BenchmarkStatus::Undecided => context.say("未能判定", "undecided"),
    }
}

fn direction(direction: Direction, context: &Context) -> String {
    match direction {
        Direction::Lighter => context.say("变轻", "lighter"),
        Direction::Heavier => context.say("变重", "heavier"),
        Direction::Mixed => context.say("有轻有重", "lighter and heavier"),
        Direction::Incomparable => context.say("轻重未比较", "not compared"),
        Direction::Same => context.say("处罚不变", "the same penalty"),
    }
}

fn governs(governs: Governs, context: &Context) -> String {
    match governs {
        Governs::Old => context.say("旧版本", "the old version"),
        Governs::New => context.say("新版本(从轻)", "the new version (lighter)"),
        Governs::Compare => context.say("逐案比较", "case by case"),
    }
}

/// A part of a rule set that differs, as both pages tell it.
struct Entry {
    head: String,
    status: String,
    changes: Vec<Change>,
    notes: Vec<Note>,
}

/// One change of an entry.
struct Change {
    way: String,
    ink: Ink,
    region: String,
    old: String,
    new: String,
    example: String,
    governs: Option<String>,
}

fn ink(direction: Direction) -> Ink {
    match direction {
        Direction::Lighter => Ink::Green,
        Direction::Heavier => Ink::Red,
        Direction::Mixed | Direction::Incomparable | Direction::Same => Ink::Yellow,
    }
}

fn noted(note: &Note, context: &Context) -> String {
    context.say(note.to_string(), format!("{note:#}"))
}

/// A note of what is said in the language of the run already.
fn said(words: String) -> Note {
    Note::from(Term::new(words.clone(), words))
}

fn more(count: usize, context: &Context) -> Option<String> {
    (count > 0).then(|| context.say(format!("……还有 {count} 处"), format!("… and {count} more")))
}

/// What of a rule set is to be told.
fn entries(set: &SetDifference, context: &Context) -> Vec<Entry> {
    let mut entries = Vec::new();
    for benchmark in set.benchmarks.iter().filter(|b| b.differs()) {
        let change = |change: &zhunsheng::prove::OutcomeChange| Change {
            way: direction(change.direction, context),
            ink: ink(change.direction),
            region: change.region.clone(),
            old: change.old.clone(),
            new: change.new.clone(),
            example: change.example.clone(),
            governs: change.governs.map(|which| governs(which, context)),
        };
        entries.push(Entry {
            head: context.say(format!("基准 {}", benchmark.name), format!("benchmark {}", benchmark.name)),
            status: status(benchmark.status, context),
            changes: benchmark.changes.iter().map(change).collect(),
            notes: notes(more(benchmark.more, context), &benchmark.notes, &benchmark.undecided, context),
        });
    }
    entries.extend(set.scorings.iter().filter(|s| s.differs()).map(|scoring| score(scoring, context)));
    entries.extend(set.checks.iter().filter(|c| c.differs()).map(|check| checked(check, context)));
    entries.extend(set.rules.iter().map(|rule| ruled(rule, context)));
    entries
}

fn notes(first: Option<String>, notes: &[Note], undecided: &[String], context: &Context) -> Vec<Note> {
    let undecided = undecided.iter().map(|why| context.say(format!("未能判定:{why}"), format!("undecided: {why}")));
    first.map(said).into_iter().chain(notes.iter().cloned()).chain(undecided.map(said)).collect()
}

fn score(scoring: &zhunsheng::prove::ScoringDifference, context: &Context) -> Entry {
    let change = |change: &zhunsheng::prove::ScoreChange| {
        let part = match &change.part {
            ScorePart::Applies => context.say("适用", "applies"),
            ScorePart::Item(name) => context.say(format!("项目「{name}」"), format!("item {name}")),
            ScorePart::Veto => context.say("一票否决", "veto"),
            ScorePart::Total => context.say("合计", "total"),
            ScorePart::Grade => context.say("等次", "grade"),
        };
        let (way, ink) = match change.direction {
            ScoreDirection::Higher => (context.say("升高", "higher"), Ink::Green),
            ScoreDirection::Lower => (context.say("降低", "lower"), Ink::Red),
            ScoreDirection::Other => (context.say("变了", "changed"), Ink::Yellow),
        };
        let by = change.by.as_ref().map_or_else(String::new, |by| context.say(format!(" {by}分"), format!(" by {by}")));
        Change {
            way: format!("{part}{}{way}{by}", context.say("", " ")),
            ink,
            region: change.region.clone(),
            old: change.old.clone(),
            new: change.new.clone(),
            example: change.example.clone(),
            governs: None,
        }
    };
    Entry {
        head: context.say(format!("评分 {}", scoring.name), format!("scoring standard {}", scoring.name)),
        status: status(scoring.status, context),
        changes: scoring.changes.iter().map(change).collect(),
        notes: notes(more(scoring.more, context), &scoring.notes, &scoring.undecided, context),
    }
}

/// How much of a text is told.
const SHOWN: usize = 80;

fn checked(check: &zhunsheng::revision::CheckDifference, context: &Context) -> Entry {
    let change = |change: &zhunsheng::revision::FindingChange| {
        let line = change.text.split_whitespace().collect::<Vec<_>>().join(" ");
        let cut = if line.chars().count() > SHOWN { "……" } else { "" };
        let text: String = line.chars().take(SHOWN).collect();
        Change {
            way: context.say("发现变了", "findings"),
            ink: Ink::Yellow,
            region: change.of.clone(),
            old: change.old.clone(),
            new: change.new.clone(),
            example: format!("“{text}{cut}”"),
            governs: None,
        }
    };
    let status = match check.status {
        CheckStatus::Same => context.say("内容没有变化", "says the same"),
        CheckStatus::Changed => context.say("变了", "changed"),
        CheckStatus::Added => context.say("新增", "added"),
        CheckStatus::Removed => context.say("删去", "removed"),
    };
    let (asked, shown) = (check.asked, check.examples.len() + check.more);
    let tried = match shown {
        0 => context.say(
            format!("两个版本的 {asked} 个应报、不报、用例文本都审查过,发现都一样(只是举例,不是证明)"),
            format!("{asked} texts of both versions were reviewed under both and the findings are the same (no proof)"),
        ),
        _ => context.say(
            format!("两个版本的 {asked} 个应报、不报、用例文本都审查过,{shown} 个的发现不同(举例,不是证明)"),
            format!("{asked} texts of both versions were reviewed under both; the findings differ on {shown} (examples, no proof)"),
        ),
    };
    Entry {
        head: context.say(format!("检查 {} {}", check.code, check.title), format!("check {} {}", check.code, check.title)),
        status,
        changes: check.examples.iter().map(change).collect(),
        notes: notes(more(check.more, context), &check.notes, &[], context).into_iter().chain([said(tried)]).collect(),
    }
}

fn kind(kind: &str, context: &Context) -> String {
    let english = match kind {
        "情节" => "circumstance",
        "程序" => "procedure rule",
        "幅度规则" => "range rule",
        "要素" => "group of facts",
        "种类" => "kind of penalty",
        "词表" => "word list",
        "单位" => "units",
        other => other,
    };
    context.say(kind, english)
}

fn ruled(rule: &RuleDifference, context: &Context) -> Entry {
    let change = |change: &zhunsheng::revision::RuleChange| Change {
        way: context.say("变了", "changed"),
        ink: Ink::Yellow,
        region: change.region.clone(),
        old: change.old.clone(),
        new: change.new.clone(),
        example: change.example.clone(),
        governs: None,
    };
    Entry {
        head: format!("{} {}", kind(rule.kind, context), rule.name).trim_end().to_owned(),
        status: status(rule.status, context),
        changes: rule.changes.iter().map(change).collect(),
        notes: notes(None, &rule.notes, &rule.undecided, context),
    }
}

/// How much is the same.
#[derive(Default)]
struct Same {
    sets: usize,
    benchmarks: usize,
    scorings: usize,
    checks: usize,
}

impl Same {
    fn of<'d>(sets: impl IntoIterator<Item = &'d SetDifference>) -> Same {
        sets.into_iter().fold(Same::default(), |same, set| Same {
            sets: same.sets + usize::from(!set.differs()),
            benchmarks: same.benchmarks + set.benchmarks.iter().filter(|b| !b.differs()).count(),
            scorings: same.scorings + set.scorings.iter().filter(|s| !s.differs()).count(),
            checks: same.checks + set.checks.iter().filter(|c| !c.differs()).count(),
        })
    }

    /// What is the same and how that is known; nothing where nothing is.
    fn words(&self, context: &Context) -> Option<String> {
        let counted = |count: usize, zh: &str, en: &str| (count > 0).then(|| context.say(format!("{count} {zh}"), format!("{count} {en}")));
        let join =
            |parts: Vec<Option<String>>| -> String { parts.into_iter().flatten().collect::<Vec<_>>().join(&context.say("、", ", ")) };
        let cases =
            join(vec![counted(self.benchmarks, "个基准", "benchmark(s)"), counted(self.scorings, "个评分标准", "scoring standard(s)")]);
        let cases = (!cases.is_empty())
            .then(|| context.say(format!("{cases}对每个案件的结果不变(已证明)"), format!("{cases} give every case the same (proved)")));
        let checks = counted(self.checks, "项检查", "check(s)");
        let checks =
            checks.map(|n| context.say(format!("{n}的内容一样,对任何文件的发现都一样"), format!("{n} say the same and so find the same")));
        let parts: Vec<String> = [cases, checks].into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join(&context.say(";", "; ")))
    }
}

/// The rule sets that are the same, in one line.
fn unchanged(difference: &Difference, context: &Context) -> Option<String> {
    let same: Vec<&SetDifference> = difference.sets.iter().filter(|set| !set.differs()).collect();
    if same.is_empty() {
        return None;
    }
    let sets = context.say(format!("{} 个规则集没有变化", same.len()), format!("{} rule set(s) unchanged", same.len()));
    let words = Same::of(same).words(context);
    Some(words.map_or_else(|| sets.clone(), |words| context.say(format!("{sets}:{words}"), format!("{sets}: {words}"))))
}

fn titled(set: &SetDifference, context: &Context) -> String {
    context.say(format!("规则集 {}", set.name), format!("rule set {}", set.name))
}

/// What is told of a rule set besides its entries: notes on itself, what of it is the same, which version governs earlier acts.
fn beside(set: &SetDifference, context: &Context) -> Vec<String> {
    let same = Same::of([set]).words(context).map(|words| context.say(format!("其余 {words}"), format!("the others: {words}")));
    same.into_iter().chain(followed(set, context)).collect()
}

/// Which version governs acts of before the new one; where dates or numbers do not tell the two apart, how to make them.
fn followed(set: &SetDifference, context: &Context) -> Vec<String> {
    let (Some(succession), Some(old), Some(new)) = (set.succession, &set.old, &set.new) else { return Vec::new() };
    let renumber = context.say(
        format!("版本没有改(都是 {}),看报告分不出依据的是哪一版:修订的请另编版本", new.version),
        format!("版本 is the same ({}), so that reports do not tell which of the two they rest on: number a revision anew", new.version),
    );
    let renumber = (!succession.renumbered).then_some(renumber);
    let day = date::display(new.effective);
    let acts = match succession.effective {
        Effective::Later if !succession.penalties => None,
        Effective::Later => Some(context.say(
            format!("{day}以前的行为在{day}以后作出决定的,处罚变轻的适用新版本,变重和不变的适用旧版本(《中华人民共和国行政处罚法》第三十七条)"),
            format!(
                "acts of before {0} decided after it are under the new version where the penalty is lighter, else under the old one \
                 (行政处罚法 art. 37)",
                new.effective
            ),
        )),
        Effective::SameDay => Some(context.say(
            format!("施行日期没有改(都是{day}){}:新版本生效的,请改为它的施行日期", unsettled(succession, context)),
            format!(
                "施行 is the same ({}){}: give the new version the day when it comes into force",
                new.effective,
                unsettled(succession, context)
            ),
        )),
        Effective::Earlier => Some(context.say(
            format!(
                "新版本的施行日期({day})早于旧版本的({}){}:请看新、旧两个文件夹是不是写反了,或者施行日期写错了",
                date::display(old.effective),
                unsettled(succession, context)
            ),
            format!(
                "the new version is in force from {}, before the old one ({}){}: see whether the two were named in the wrong order, or 施行 \
                 is wrong",
                new.effective,
                old.effective,
                unsettled(succession, context)
            ),
        )),
    };
    renumber.into_iter().chain(acts).collect()
}

/// What follows where no acts are of before the new version.
fn unsettled(succession: Succession, context: &Context) -> String {
    match succession.penalties {
        true => context.say(
            ",没有“以前的行为”,从旧兼从轻适用哪个版本无从判断",
            ", so that no acts are of before it and which version governs cannot be told",
        ),
        false => String::new(),
    }
}

fn text(difference: &Difference, context: &Context) -> String {
    let mut out = String::new();
    // Writing to a String does not fail.
    for set in difference.sets.iter().filter(|set| set.differs()) {
        let head = context.paint(Ink::Bold, titled(set, context));
        let _ = writeln!(out, "{head}:{} → {}", version(set.old.as_ref(), context), version(set.new.as_ref(), context));
        for note in &set.notes {
            let _ = writeln!(out, "  {}", noted(note, context));
        }
        entries(set, context).iter().for_each(|entry| told(&mut out, entry, context));
        for line in beside(set, context) {
            let _ = writeln!(out, "  {line}");
        }
        out.push('\n');
    }
    if !difference.shared.is_empty() {
        let _ = writeln!(out, "{}", context.paint(Ink::Bold, context.say("不属于规则集的声明", "declarations outside rule sets")));
        difference.shared.iter().for_each(|rule| told(&mut out, &ruled(rule, context), context));
        out.push('\n');
    }
    if let Some(line) = unchanged(difference, context) {
        let _ = writeln!(out, "{line}");
    }
    out
}

fn told(out: &mut String, entry: &Entry, context: &Context) {
    let _ = writeln!(out, "\n  {}:{}", context.paint(Ink::Bold, &entry.head), entry.status);
    for change in &entry.changes {
        let _ = writeln!(out, "    {}  {}", context.paint(change.ink, &change.way), change.region);
        for (word, said) in [
            (context.say("原", "old"), Some(&change.old)),
            (context.say("现", "new"), Some(&change.new)),
            (context.say("例", "for example"), Some(&change.example)),
            (context.say("以前的行为适用", "earlier acts are under"), change.governs.as_ref()),
        ] {
            if let Some(said) = said {
                let _ = writeln!(out, "      {word}:{said}");
            }
        }
    }
    for note in &entry.notes {
        let _ = writeln!(out, "    {}", noted(note, context));
    }
}

/// A cell of a Markdown table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

/// 修订对照表
fn markdown(difference: &Difference, context: &Context) -> String {
    let mut out = context.say("# 修订对照表\n", "# Table of changes\n");
    for set in difference.sets.iter().filter(|set| set.differs()) {
        let _ = writeln!(out, "\n## {}\n\n{} → {}", set.name, version(set.old.as_ref(), context), version(set.new.as_ref(), context));
        let itself = Entry { head: titled(set, context), status: String::new(), changes: Vec::new(), notes: set.notes.clone() };
        let entries: Vec<Entry> = (!set.notes.is_empty()).then_some(itself).into_iter().chain(entries(set, context)).collect();
        table(&mut out, &entries, context);
        for line in beside(set, context) {
            let _ = writeln!(out, "\n{line}。");
        }
    }
    if !difference.shared.is_empty() {
        let _ = writeln!(out, "\n## {}", context.say("不属于规则集的声明", "Declarations outside rule sets"));
        table(&mut out, &difference.shared.iter().map(|rule| ruled(rule, context)).collect::<Vec<_>>(), context);
    }
    if let Some(line) = unchanged(difference, context) {
        let _ = writeln!(out, "\n{line}。");
    }
    out
}

fn table(out: &mut String, entries: &[Entry], context: &Context) {
    if entries.is_empty() {
        return;
    }
    out.push_str(&context.say(
        "\n| 条目 | 原规定 | 新规定 | 变化 | 举例 |\n| --- | --- | --- | --- | --- |\n",
        "\n| rule | before | after | change | example |\n| --- | --- | --- | --- | --- |\n",
    ));
    let mut row = |cells: [&str; 5]| {
        let _ = writeln!(out, "| {} |", cells.map(cell).join(" | "));
    };
    for entry in entries {
        for change in &entry.changes {
            let governs = change.governs.as_ref();
            let governs = governs.map_or_else(String::new, |which| {
                context.say(format!(";以前的行为适用{which}"), format!("; earlier acts are under {which}"))
            });
            let way = format!("{}{}{}{governs}", change.way, context.say(":", ": "), change.region);
            row([&entry.head, &change.old, &change.new, &way, &change.example]);
        }
        let (mut words, pairs): (Vec<&Note>, Vec<&Note>) = entry.notes.iter().partition(|note| note.old.is_none());
        for note in pairs {
            let side = |text: &Option<String>| text.clone().filter(|text| !text.is_empty()).unwrap_or_else(|| context.say("无", "none"));
            row([&entry.head, &side(&note.old), &side(&note.new), &context.say(note.what.to_string(), format!("{:#}", note.what)), ""]);
        }
        let status = said(entry.status.clone());
        if entry.changes.is_empty() && !entry.status.is_empty() {
            words.insert(0, &status);
        }
        if !words.is_empty() {
            let words: Vec<String> = words.iter().map(|note| noted(note, context)).collect();
            row([&entry.head, "", "", &words.join(&context.say(";", "; ")), ""]);
        }
    }
}
