//! Scratch: prints what a file parses to.
use zhunsheng::diagnostic::{Language, Sources};
use zhunsheng::syntax::{parse, Limits};
fn main() {
    for f in std::env::args().skip(1) {
        let text = std::fs::read_to_string(&f).unwrap();
        let mut s = Sources::new();
        let id = s.add(f.as_str(), text.as_str());
        let t = std::time::Instant::now();
        let p = parse(id, &text, &Limits::default());
        println!("{f}: {} clauses, {} diagnostics, {:?}", p.tree.clauses.len(), p.diagnostics.len(), t.elapsed());
        for d in p.diagnostics.iter().take(20) {
            let lc = s.get(id).unwrap().line_column(d.span.start);
            println!("  {}:{} {} {} / {} [{}]", lc.line, lc.column, d.code(), d.message(Language::Chinese), d.message(Language::English), d.help(Language::Chinese).unwrap_or_default());
        }
        if std::env::var("TREE").is_ok() { println!("{:#?}", p.tree); }
    }
}
