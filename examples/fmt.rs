//! Scratch: formats files, checks idempotence and that trees stay the same.
use zhunsheng::diagnostic::Sources;
use zhunsheng::syntax::{format, parse, Keywords, Limits, Style};
fn main() {
    for f in std::env::args().skip(1) {
        let text = std::fs::read_to_string(&f).unwrap();
        let mut s = Sources::new();
        let id = s.add(f.as_str(), text.as_str());
        let a = parse(id, &text, &Limits::default());
        let one = format(id, &text, &Limits::default(), Style::default()).text;
        let b = parse(id, &one, &Limits::default());
        let two = format(id, &one, &Limits::default(), Style::default()).text;
        let en = format(id, &text, &Limits::default(), Style { keywords: Keywords::English }).text;
        let c = parse(id, &en, &Limits::default());
        for d in c.diagnostics.iter().take(3) { println!("  EN {:?} {}", &en[d.span.range()], d.message(zhunsheng::diagnostic::Language::Chinese)); }
        println!("{f}: same tree {} {}, idempotent {}, comments {} {}, en {} {}", a.tree.clauses == b.tree.clauses, b.diagnostics.len(), one == two, a.tree.comments.len(), b.tree.comments.len(), c.diagnostics.len(), a.tree.clauses == c.tree.clauses);
        if a.tree.clauses != b.tree.clauses { for (x, y) in a.tree.clauses.iter().zip(&b.tree.clauses) { if x != y { std::fs::write("/tmp/x", format!("{x:#?}")).unwrap(); std::fs::write("/tmp/y", format!("{y:#?}")).unwrap(); break; } } }
        if std::env::var("OUT").is_ok() { print!("{one}"); }
        if std::env::var("EN").is_ok() { print!("{en}"); }
    }
}
