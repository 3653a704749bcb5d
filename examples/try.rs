//! Scratch: shows what is wrong with files.
use zhunsheng::diagnostic::{Color, Language, Sources, render_all};
use zhunsheng::syntax::{parse, Limits};
fn main() {
    for f in std::env::args().skip(1) {
        let text = std::fs::read_to_string(&f).unwrap();
        let mut s = Sources::new();
        let id = s.add(f.as_str(), text.as_str());
        let t = std::time::Instant::now();
        let p = parse(id, &text, &Limits::default());
        println!("{f}: {} clauses, {} diagnostics, {:?}", p.tree.clauses.len(), p.diagnostics.len(), t.elapsed());
        println!("{}", render_all(&p.diagnostics, &s, Language::Chinese, Color::Never));
        if std::env::var("EN").is_ok() { println!("{}", render_all(&p.diagnostics, &s, Language::English, Color::Never)); }
        if std::env::var("TREE").is_ok() { println!("{:#?}", p.tree); }
    }
}
