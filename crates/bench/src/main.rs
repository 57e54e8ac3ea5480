//! The one place of performance claims: a subcommand for each subject. Every claim is printed with
//! its goal, with what it was measured beside in the same run, and with whether it holds.
//!
//! The last line is `claims: N held, M missed`; the exit status is 1 when one was missed, 2 for
//! wrong arguments, 3 when something stopped the measuring. Each subject takes less than five
//! minutes by default. Everything is seeded: the same arguments measure the same work.

mod args;
mod claim;
mod crowd;
mod database;
mod exchange;
mod intake;
mod live;
mod offline;
mod process;
mod province;
mod search;
mod seeded;
mod simulate;
mod stats;
mod window;

use std::error::Error;
use std::io::Write as _;
use std::process::ExitCode;

use args::{Invocation, Output};
use claim::Report;

/// Why nothing could be measured; a tool for engineers needs no more than the words.
type Failure = Box<dyn Error>;

const MISSED: u8 = 1;
const WRONG_ARGUMENTS: u8 = 2;
const STOPPED: u8 = 3;

fn main() -> ExitCode {
    match args::parse(std::env::args().skip(1)) {
        Ok(Invocation::Help) => said(args::HELP, ExitCode::SUCCESS),
        Ok(Invocation::Measure(subject, output)) => measure(&subject, output),
        Err(error) => {
            complain(&format!("{error}; --help lists the arguments"));
            ExitCode::from(WRONG_ARGUMENTS)
        }
    }
}

fn measure(subject: &args::Subject, output: Output) -> ExitCode {
    if cfg!(debug_assertions) {
        complain("warning: a debug build; its numbers mean nothing, use --release");
    }
    let report = match subject {
        args::Subject::Search(options) => search::measure(options),
        args::Subject::Intake(options) => intake::measure(options),
        args::Subject::Window(options) => window::measure(options),
        args::Subject::Simulate(options) if options.trace => {
            return said(&simulate::trace(options), ExitCode::SUCCESS);
        }
        args::Subject::Simulate(options) => Ok(simulate::measure(options)),
        args::Subject::Sync(options) => exchange::measure(options),
        args::Subject::Central(options) => crowd::measure(options),
        args::Subject::Offline(options) => offline::measure(options),
    };
    match report {
        Ok(report) => print(&report, output),
        Err(error) => {
            complain(&format!("stopped: {error}"));
            ExitCode::from(STOPPED)
        }
    }
}

/// Under `--json` the last line goes to standard error, so that standard output is one document.
fn print(report: &Report, output: Output) -> ExitCode {
    let code = if report.missed() == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(MISSED)
    };
    match output {
        Output::Table => said(&format!("{}{}\n", report.table(), report.last_line()), code),
        Output::Json => {
            let code = said(&format!("{:#}\n", report.json()), code);
            complain(&report.last_line());
            code
        }
    }
}

fn said(text: &str, code: ExitCode) -> ExitCode {
    let mut stdout = std::io::stdout().lock();
    match stdout
        .write_all(text.as_bytes())
        .and_then(|()| stdout.flush())
    {
        Ok(()) => code,
        Err(_closed) => ExitCode::from(STOPPED),
    }
}

/// A line for the person at the terminal, beside the report.
fn complain(line: &str) {
    // A closed standard error leaves nobody to tell.
    drop(writeln!(std::io::stderr(), "{line}"));
}
