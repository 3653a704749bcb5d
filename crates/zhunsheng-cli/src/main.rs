//! The command line of 准绳; everything it knows of law it asks of the library.

mod arguments;
mod cases;
mod formats;
mod output;
mod parallel;
mod render;
mod rules;
mod usage;
mod verbs;

use std::process::ExitCode;

fn main() -> ExitCode {
    verbs::run(std::env::args_os().collect())
}
