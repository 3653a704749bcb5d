//! Compiles the grammar to a matcher (`$OUT_DIR/matcher.rs`, included by `src/syntax/parser/matcher.rs`): the same rules as
//! the parser that pest derives, but each choice looks at the next character and tries only what may start with it. Also tells the
//! library the digest of its own sources (`ZHUNSHENG_BUILD`).

mod digest;
mod emit;
mod first;

use std::path::Path;
use std::{env, fs};

use pest_meta::optimizer::OptimizedRule;

/// The files of the grammar, in the order in which `src/syntax/parser/grammar.rs` names them.
const GRAMMAR: [&str; 3] = ["grammar/lexical.pest", "grammar/keywords.pest", "grammar/rules.pest"];

fn main() {
    println!("cargo:rerun-if-changed=build");
    let mut text = String::new();
    for file in GRAMMAR {
        println!("cargo:rerun-if-changed={file}");
        text.push_str(&fs::read_to_string(file).unwrap_or_else(|error| panic!("{file}: {error}")));
        text.push('\n');
    }
    println!("cargo:rerun-if-changed=src");
    println!("cargo:rustc-env=ZHUNSHENG_BUILD={}", digest::digest(&["src", "grammar"]));
    let rules: Vec<OptimizedRule> = match pest_meta::parse_and_optimize(&text) {
        Ok((_, rules)) => rules,
        Err(errors) => panic!("{}", errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")),
    };
    let folder = env::var_os("OUT_DIR").expect("cargo names a folder for what is generated");
    fs::write(Path::new(&folder).join("matcher.rs"), emit::matcher(&rules)).expect("the matcher can be written");
}
