//! The three programs, and a desk enrolled at a demonstration centre: what the sign-in screen needs
//! to be shown. The centre runs while the desk is enrolled, not while it is measured.

use std::path::{Path, PathBuf};
use std::time::Duration;

use super::driver::{Driver, Program};
use super::session::Session;
use crate::Failure;
use crate::args::WindowOptions;
use crate::process::{Process, until};

const CENTRE_START_MAX: Duration = Duration::from_secs(60);

/// The field a person types into first: the name where nobody has signed in before, else the
/// password.
pub(super) const SIGN_IN: &str = "input[name=login], input[name=password]";

/// The programs of one build.
pub(super) struct Programs {
    pub(super) desk: PathBuf,
    pub(super) empty: PathBuf,
    central: PathBuf,
}

impl Programs {
    /// Those named, or those beside this program.
    pub(super) fn find(options: &WindowOptions) -> Result<Self, Failure> {
        let own = std::env::current_exe()?;
        let beside = |name: &str| own.with_file_name(name);
        let desk = options.app.clone().unwrap_or_else(|| beside("motcua-desk"));
        let central = desk.with_file_name("motcua-central");
        let empty = options.empty.clone();
        let empty = empty.unwrap_or_else(|| desk.with_file_name("examples").join("empty-window"));
        for program in [&desk, &empty, &central] {
            if !program.is_file() {
                return Err(format!("{} is not built; see --help", program.display()).into());
            }
        }
        Ok(Self {
            desk,
            empty,
            central,
        })
    }
}

/// The arguments of an enrolled desk.
pub(super) fn enrolled(session: &Session, programs: &Programs) -> Result<Vec<String>, Failure> {
    let data = session.dir("desk").display().to_string();
    let mut arguments = vec![
        "--data-dir".to_owned(),
        data,
        "--insecure-file-keyring".to_owned(),
    ];
    let centre = session.dir("centre");
    let mut command = session.command(&programs.central);
    command
        .args(["--demo", "--listen", "127.0.0.1:0"])
        .arg("--data")
        .arg(&centre);
    let running = Process::start(&command)?;
    let code = until("enrolment code", CENTRE_START_MAX, || code(&centre))?;
    arguments.extend(["--enrol".to_owned(), code]);
    let given: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let desk = Program {
        path: &programs.desk,
        arguments: &given,
        field: SIGN_IN,
    };
    let (window, _) = Driver::start(session)?.open(&desk)?;
    let enrolled = session.dir("desk").join("enrolment.json");
    until("enrolment", CENTRE_START_MAX, || {
        enrolled.is_file().then_some(())
    })?;
    window.close()?;
    drop(running);
    arguments.truncate(3);
    Ok(arguments)
}

/// What the demonstration centre leaves beside its data, once it listens.
fn code(centre: &Path) -> Option<String> {
    let text = std::fs::read_to_string(centre.join("enrolment-code.txt")).ok()?;
    Some(text.trim().to_owned()).filter(|code| !code.is_empty())
}
