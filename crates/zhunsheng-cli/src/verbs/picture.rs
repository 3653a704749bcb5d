//! `picture`: a benchmark's tiers over one or two facts as a self-contained SVG; gaps and overlaps hatched.

use std::fmt::Write as _;

use clap::ArgMatches;
use zhunsheng::prove::{Picture, picture};

use crate::output::{Context, Exit, Format, Trouble, print};
use crate::rules;

/// The size of a field, and the room for words at the left and at the top.
const FIELD: (usize, usize) = (96, 44);
const LEFT: usize = 190;
const TOP: usize = 110;
/// From light to grave.
const COLORS: [&str; 8] = ["#e8f3e8", "#d3e7c4", "#f7efb2", "#fbd99a", "#f6b784", "#ec8f78", "#d96c70", "#b5506e"];

pub(super) fn run(matches: &ArgMatches, context: &Context) -> Result<Exit, Trouble> {
    context.format_among("picture", &[Format::Text])?;
    let engine = rules::engine(&super::paths(matches), context)?;
    let name = matches.get_one::<String>("benchmark").map(String::as_str);
    let ids = super::cases::chosen(engine.model(), name, context)?;
    let facts: Vec<&str> = matches.get_many::<String>("facts").unwrap_or_default().map(|f| f.trim()).collect();
    let Some(id) = ids.first() else { return Ok(Exit::Clean) };
    let drawn = picture(engine.model(), *id, &facts).map_err(|error| Trouble(error.to_string()))?;
    print(&svg(&drawn, context))?;
    Ok(Exit::Clean)
}

fn svg(picture: &Picture, context: &Context) -> String {
    let columns = picture.across.1.len();
    let rows = picture.fields.len();
    let legend = picture.tiers.len() + 2;
    let width = (LEFT + columns * FIELD.0 + 24).max(560);
    let height = TOP + rows * FIELD.1 + 40 + legend * 24;
    let mut out = String::new();
    // Writing to a String does not fail.
    let _ = writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
         font-family=\"'Noto Sans CJK SC','Source Han Sans SC','Microsoft YaHei',sans-serif\" font-size=\"13\">\n\
         <defs>\n\
         <pattern id=\"gap\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">\
         <line x1=\"0\" y1=\"0\" x2=\"0\" y2=\"8\" stroke=\"#c0392b\" stroke-width=\"2\"/></pattern>\n\
         <pattern id=\"overlap\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(-45)\">\
         <line x1=\"0\" y1=\"0\" x2=\"0\" y2=\"8\" stroke=\"#1f4e9c\" stroke-width=\"2\"/></pattern>\n\
         </defs>\n\
         <rect width=\"{width}\" height=\"{height}\" fill=\"white\"/>"
    );
    text(&mut out, 16, 28, 17, "start", &picture.benchmark);
    text(&mut out, LEFT, TOP - 44, 13, "start", &format!("{} →", picture.across.0));
    if let Some((name, _)) = &picture.down {
        text(&mut out, 16, TOP - 10, 13, "start", &format!("{name} ↓"));
    }
    for (column, words) in picture.across.1.iter().enumerate() {
        for (line, part) in wrapped(words, 7).iter().enumerate() {
            text(&mut out, LEFT + column * FIELD.0 + FIELD.0 / 2, TOP - 24 + line * 14, 11, "middle", part);
        }
    }
    for (row, fields) in picture.fields.iter().enumerate() {
        let y = TOP + row * FIELD.1;
        if let Some(words) = picture.down.as_ref().and_then(|(_, words)| words.get(row)) {
            text(&mut out, LEFT - 10, y + FIELD.1 / 2 + 4, 11, "end", words);
        }
        for (column, field) in fields.iter().enumerate() {
            let x = LEFT + column * FIELD.0;
            let count = field.tiers.len().max(1);
            for (at, tier) in field.tiers.iter().enumerate() {
                let (from, to) = (x + at * FIELD.0 / count, x + (at + 1) * FIELD.0 / count);
                rect(&mut out, (from, y), (to - from, FIELD.1), color(*tier, picture.tiers.len()), "none");
            }
            for (wanted, pattern) in [(field.overlap, "url(#overlap)"), (field.gap, "url(#gap)")] {
                if wanted {
                    rect(&mut out, (x, y), FIELD, pattern, "none");
                }
            }
            rect(&mut out, (x, y), FIELD, "none", "#888");
            let names: Vec<&str> = field.tiers.iter().filter_map(|t| picture.tiers.get(*t)).map(String::as_str).collect();
            let label = if names.is_empty() { context.say("空档", "gap").to_owned() } else { names.join("/") };
            let lines = wrapped(&label, 7);
            let top = if lines.len() > 1 { y + FIELD.1 / 2 - 4 } else { y + FIELD.1 / 2 + 4 };
            for (line, part) in lines.iter().take(2).enumerate() {
                text(&mut out, x + FIELD.0 / 2, top + line * 16, 12, "middle", part);
            }
        }
    }
    let mut y = TOP + rows * FIELD.1 + 28;
    for (at, tier) in picture.tiers.iter().enumerate() {
        rect(&mut out, (LEFT, y), (32, 16), color(at, picture.tiers.len()), "#888");
        text(&mut out, LEFT + 42, y + 13, 12, "start", tier);
        y += 24;
    }
    let hatched = [
        ("url(#gap)", context.say("空档:有的案件没有对应的阶次", "gap: some case has no tier")),
        ("url(#overlap)", context.say("重叠:有的案件符合两个阶次", "overlap: some case has two tiers")),
    ];
    for (pattern, words) in hatched {
        rect(&mut out, (LEFT, y), (32, 16), pattern, "#888");
        text(&mut out, LEFT + 42, y + 13, 12, "start", &words);
        y += 24;
    }
    out.push_str("</svg>\n");
    out
}

fn color(tier: usize, tiers: usize) -> &'static str {
    let at = if tiers > 1 { tier * (COLORS.len() - 1) / (tiers - 1) } else { 0 };
    COLORS.get(at).copied().unwrap_or("#eeeeee")
}

fn rect(out: &mut String, (x, y): (usize, usize), (width, height): (usize, usize), fill: &str, stroke: &str) {
    let _ = writeln!(out, "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" fill=\"{fill}\" stroke=\"{stroke}\"/>");
}

fn text(out: &mut String, x: usize, y: usize, size: usize, anchor: &str, words: &str) {
    let escaped = words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    // A white edge keeps words legible over hatches and dark tiers.
    let edge = "stroke=\"#fff\" stroke-width=\"3\" stroke-linejoin=\"round\" paint-order=\"stroke\"";
    let _ = writeln!(out, "<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\" text-anchor=\"{anchor}\" {edge}>{escaped}</text>");
}

/// Words in lines of so many characters.
fn wrapped(words: &str, most: usize) -> Vec<String> {
    let characters: Vec<char> = words.chars().collect();
    characters.chunks(most).map(|line| line.iter().collect()).collect()
}
