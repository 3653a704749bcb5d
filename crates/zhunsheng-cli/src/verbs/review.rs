//! `review`: documents reviewed by checks; one, the folder of a submission, or a whole archive with a table at the end.

use std::path::Path;

use clap::ArgMatches;
use zhunsheng::diagnostic::Severity;
use zhunsheng::input::Binder;
use zhunsheng::law::date::parse_date;
use zhunsheng::law::{Date, Registry};
use zhunsheng::review::{Material, Reviewer, Submission};

use crate::output::{Context, Exit, Trouble, complain, same_file};
use crate::render::review::{Reviewed, Reviews};
use crate::submissions::{self, Draft};
use crate::{parallel, registry, rules};

/// How many documents are reviewed before their reviews are written.
const AT_ONCE: usize = 64;

/// What every document of a run is reviewed with.
struct Run<'m> {
    reviewer: Reviewer,
    binder: Binder,
    registry: Registry,
    date: Option<Date>,
    set: Option<&'m str>,
    metadata: Option<&'m Path>,
    materials: Option<Vec<Material>>,
}

pub(super) fn run(matches: &ArgMatches, context: &Context) -> Result<Exit, Trouble> {
    let archive = matches.get_flag("archive");
    let one = |name: &str| matches.get_one::<String>(name).map(String::as_str);
    let model = rules::model(&[one("rules").unwrap_or_default()], context)?;
    let reviewer = Reviewer::new(model.clone());
    let set = one("set");
    if let Some(name) = set.filter(|name| !reviewer.knows(name)) {
        let names = reviewer.names();
        return Err(context.trouble(
            format!("规则里没有「{name}」，有：{}", names.join("、")),
            format!("the rules have no set of checks `{name}`; there are: {}", names.join(", ")),
        ));
    }
    if model.checks.is_empty() {
        return Err(context.trouble("规则里没有检查", "the rules have no checks"));
    }
    let run = Run {
        binder: Binder::new(&model),
        registry: registry::of(matches, context)?,
        date: date(one("date"), context)?,
        set,
        metadata: one("meta").map(Path::new),
        materials: one("materials").map(|folder| submissions::materials(Path::new(folder), context)).transpose()?,
        reviewer,
    };
    let mut drafts: Vec<Draft> = Vec::new();
    for path in super::paths(matches) {
        drafts.extend(submissions::drafts(path, archive, context)?);
    }
    let output = one("output").map(Path::new);
    if let Some(written) = output.filter(|output| drafts.iter().any(|draft| same_file(&draft.path, output))) {
        let shown = written.display();
        return Err(context.trouble(format!("不能写到正在读的文件 {shown}"), format!("cannot write to {shown}, which is being read")));
    }
    let mut reviews = Reviews::new(archive, drafts.len(), output, context)?;
    let mut exit = Exit::Clean;
    for (at, some) in drafts.chunks(AT_ONCE).enumerate() {
        for result in parallel::map(context.jobs, some, |draft| review(&run, draft, context)) {
            let reviewed = match result {
                Ok(reviewed) => reviewed,
                Err(Trouble(message)) => {
                    complain(&message);
                    exit = Exit::Trouble;
                    continue;
                }
            };
            if reviewed.review.findings.iter().any(|f| f.severity == Severity::Error) {
                exit = exit.max(Exit::Finding);
            }
            reviews.add(&reviewed)?;
        }
        let done = (at * AT_ONCE + some.len()).min(drafts.len());
        if archive {
            complain(&context.say(format!("已审查 {done}/{}", drafts.len()), format!("reviewed {done}/{}", drafts.len())));
        }
    }
    reviews.finish()?;
    Ok(exit)
}

fn date(text: Option<&str>, context: &Context) -> Result<Option<Date>, Trouble> {
    let Some(text) = text else { return Ok(None) };
    let trouble =
        || context.trouble(format!("「{text}」不是日期，应如 2026-01-01"), format!("`{text}` is no date; it should look like 2026-01-01"));
    parse_date(text).map(Some).ok_or_else(trouble)
}

fn review(run: &Run<'_>, draft: &Draft, context: &Context) -> Result<Reviewed, Trouble> {
    let document = submissions::read(&draft.path, context)?;
    let metadata = match run.metadata.or(draft.metadata.as_deref()) {
        Some(path) => Some(submissions::metadata(path, run.reviewer.model(), &run.binder, context)?),
        None => None,
    };
    let own = match (&run.materials, &draft.materials) {
        (None, Some(folder)) => Some(submissions::materials(folder, context)?),
        _ => None,
    };
    let submission = Submission {
        document: &document,
        materials: own.as_deref().or(run.materials.as_deref()),
        facts: metadata.as_ref().map(|metadata| &metadata.facts),
        registry: Some(&run.registry),
        date: run.date,
    };
    let mut review = match run.set {
        Some(name) => run.reviewer.review_by(&submission, name),
        None => run.reviewer.review(&submission),
    };
    review.document.name = draft.path.display().to_string();
    Ok(Reviewed { review, document, submitter: metadata.and_then(|metadata| metadata.submitter) })
}
