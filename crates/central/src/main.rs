//! `motcua-central`: runs a centre, and the administrator's commands on its data folder. The
//! commands may be used while the centre runs. Its log goes to standard error, a line an event, as
//! JSON with `MOTCUA_LOG=json`.

mod cli;

use std::io::Write;
use std::process::ExitCode;

use tracing_subscriber::EnvFilter;

fn main() -> ExitCode {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_unset| EnvFilter::new("info"));
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    if std::env::var_os("MOTCUA_LOG").is_some_and(|form| form == "json") {
        lines.json().init();
    } else {
        lines.init();
    }
    match cli::run(std::env::args().skip(1)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let mut text = format!("motcua-central: {error}");
            let mut source = error.source();
            while let Some(cause) = source {
                text.push_str(&format!(": {cause}"));
                source = cause.source();
            }
            // a closed standard error leaves nobody to tell
            drop(writeln!(std::io::stderr(), "{text}"));
            ExitCode::FAILURE
        }
    }
}
