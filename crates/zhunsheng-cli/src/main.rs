//! The command line of 准绳; everything it knows of law it asks of the library.

mod arguments;
mod batch;
mod cases;
mod formats;
mod output;
mod parallel;
mod registry;
mod render;
mod rules;
mod submissions;
mod usage;
mod verbs;

use std::process::ExitCode;

fn main() -> ExitCode {
    // A panic would be a fault of this program: one line that says so and where, never a backtrace.
    std::panic::set_hook(Box::new(|panic| {
        // What a damaged PDF does to its decoder is told as a damaged file.
        if std::thread::current().name() == Some(zhunsheng::document::PDF_THREAD) {
            return;
        }
        output::complain(&format!("内部错误，请报告 (internal error, please report it): {panic}"));
    }));
    std::panic::catch_unwind(|| verbs::run(std::env::args_os().collect())).unwrap_or_else(|_| output::Exit::Trouble.into())
}
