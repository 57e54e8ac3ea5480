//! The command line. Parsed by hand: a handful of numbers does not earn a crate.

use std::fmt;
use std::path::PathBuf;

pub(crate) const HELP: &str = "\
Performance claims of Một Cửa Desk; build with --release.

motcua-bench search [--dossiers 100000] [--queries 1000]
motcua-bench intake [--count 1000] [--dossiers 5000]
motcua-bench window [--starts 10] [--app PATH] [--empty PATH]
motcua-bench simulate [--seeds 200] [--mutants]
motcua-bench simulate --seed N --trace
motcua-bench sync [--dossiers 2000] [--attachments 200] [--pouchdb FOLDER]
motcua-bench central [--desks 200] [--seconds 60]
motcua-bench offline [--dossiers 5000] [--pages 150000] [--days 5] [--page-kb 2]

  --seed N   another seeded world (default 2026); of simulate: the first run (default 1)
  --json     a JSON document on standard output instead of the table

window: the application must be built with the feature `automation`, the empty window with
`cargo build --release -p motcua-app --features automation --example empty-window`.
Both are looked for beside this program.

sync: needs Debian's packages `postgresql` and Node 20 with npm. PouchDB is installed from the lock
file in crates/bench/baselines/pouchdb into FOLDER, by default ~/.cache/motcua-bench/pouchdb.

central: needs Debian's package `postgresql`.

offline: a week's backlog at real page size, two gigabytes of it, is
`offline --dossiers 240 --pages 7200 --page-kb 290`.
";

const SEED: u64 = 2026;

/// What to do.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Invocation {
    Help,
    Measure(Subject, Output),
}

/// What to measure.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Subject {
    Search(SearchOptions),
    Intake(IntakeOptions),
    Window(WindowOptions),
    Simulate(SimulateOptions),
    Sync(SyncOptions),
    Central(CentralOptions),
    Offline(OfflineOptions),
}

/// How to say it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Output {
    Table,
    Json,
}

/// A database of this size, this many queries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct SearchOptions {
    pub(crate) dossiers: u32,
    pub(crate) queries: u32,
    pub(crate) seed: u64,
}

/// This many intakes into a database that holds this many dossiers already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct IntakeOptions {
    pub(crate) count: u32,
    pub(crate) dossiers: u32,
    pub(crate) seed: u64,
}

/// This many fresh starts of each program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct WindowOptions {
    pub(crate) starts: u32,
    pub(crate) app: Option<PathBuf>,
    pub(crate) empty: Option<PathBuf>,
}

/// So many runs of the simulator, from the first seed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct SimulateOptions {
    pub(crate) first: u64,
    pub(crate) seeds: u32,
    /// With each guard switched off in turn: is it noticed?
    pub(crate) mutants: bool,
    /// One run, told step by step.
    pub(crate) trace: bool,
}

/// This many dossiers from desk to centre to desk, and this many scans.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SyncOptions {
    pub(crate) dossiers: u32,
    pub(crate) attachments: u32,
    /// Where PouchDB is, or is to be installed.
    pub(crate) pouchdb: Option<PathBuf>,
    pub(crate) seed: u64,
}

/// This many desks at one centre, sending as planned for so long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct CentralOptions {
    pub(crate) desks: u32,
    pub(crate) seconds: u32,
    pub(crate) seed: u64,
}

/// So many days without the centre, with so much to receive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct OfflineOptions {
    pub(crate) dossiers: u32,
    pub(crate) pages: u32,
    pub(crate) days: u32,
    pub(crate) page_kb: u32,
    pub(crate) seed: u64,
}

/// Why the command line was not understood.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum ArgsError {
    NoSubject,
    Unknown(String),
    Value(String),
    OutOfRange {
        name: &'static str,
        min: u64,
        max: u64,
    },
}

impl fmt::Display for ArgsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSubject => f.write_str(
                "say what to measure: search, intake, window, simulate, sync, central or offline",
            ),
            Self::Unknown(argument) => write!(f, "unknown argument `{argument}`"),
            Self::Value(argument) => write!(f, "`{argument}` needs a value"),
            Self::OutOfRange { name, min, max } => {
                write!(f, "`{name}` must be a number from {min} to {max}")
            }
        }
    }
}

/// The options as given, each at most once in effect: the last one counts.
#[derive(Default)]
struct Given {
    values: Vec<(String, String)>,
    flags: Vec<String>,
    is_json: bool,
}

/// Reads the arguments after the program's name.
pub(crate) fn parse(arguments: impl Iterator<Item = String>) -> Result<Invocation, ArgsError> {
    let mut arguments = arguments.peekable();
    if arguments.peek().is_none() {
        return Err(ArgsError::NoSubject);
    }
    let subject = arguments.next().unwrap_or_default();
    let known: &[&str] = match subject.as_str() {
        "--help" | "-h" => return Ok(Invocation::Help),
        "search" => &["--dossiers", "--queries", "--seed"],
        "intake" => &["--count", "--dossiers", "--seed"],
        "window" => &["--starts", "--app", "--empty"],
        "simulate" => &["--seeds", "--seed"],
        "sync" => &["--dossiers", "--attachments", "--pouchdb", "--seed"],
        "central" => &["--desks", "--seconds", "--seed"],
        "offline" => &["--dossiers", "--pages", "--days", "--page-kb", "--seed"],
        _ => return Err(ArgsError::Unknown(subject)),
    };
    let mut given = Given::default();
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--help" | "-h" => return Ok(Invocation::Help),
            "--json" => given.is_json = true,
            "--mutants" | "--trace" if subject == "simulate" => given.flags.push(argument),
            name if known.contains(&name) => {
                let value = arguments.next().filter(|value| !value.is_empty());
                let value = value.ok_or_else(|| ArgsError::Value(argument.clone()))?;
                given.values.push((argument, value));
            }
            _ => return Err(ArgsError::Unknown(argument)),
        }
    }
    let output = if given.is_json {
        Output::Json
    } else {
        Output::Table
    };
    Ok(Invocation::Measure(given.subject(&subject)?, output))
}

impl Given {
    fn subject(&self, name: &str) -> Result<Subject, ArgsError> {
        Ok(match name {
            "search" => Subject::Search(SearchOptions {
                dossiers: self.number("--dossiers", 100_000, 1_000, 2_000_000)?,
                queries: self.number("--queries", 1_000, 100, 100_000)?,
                seed: self.seed()?,
            }),
            "intake" => Subject::Intake(IntakeOptions {
                count: self.number("--count", 1_000, 20, 9_000)?,
                dossiers: self.number("--dossiers", 5_000, 0, 1_000_000)?,
                seed: self.seed()?,
            }),
            "simulate" => Subject::Simulate(SimulateOptions {
                first: self.seed_or(1)?,
                seeds: self.number("--seeds", 200, 1, 100_000)?,
                mutants: self.flag("--mutants"),
                trace: self.flag("--trace"),
            }),
            "sync" => Subject::Sync(SyncOptions {
                dossiers: self.number("--dossiers", 2_000, 100, 100_000)?,
                attachments: self.number("--attachments", 200, 10, 500)?,
                pouchdb: self.text("--pouchdb").map(Into::into),
                seed: self.seed()?,
            }),
            "central" => Subject::Central(CentralOptions {
                desks: self.number("--desks", 200, 8, 400)?,
                seconds: self.number("--seconds", 60, 1, 3_600)?,
                seed: self.seed()?,
            }),
            "offline" => Subject::Offline(OfflineOptions {
                dossiers: self.number("--dossiers", 5_000, 10, 5_000)?,
                pages: self.number("--pages", 150_000, 0, 1_000_000)?,
                days: self.number("--days", 5, 1, 5)?,
                page_kb: self.number("--page-kb", 2, 1, 10_000)?,
                seed: self.seed()?,
            }),
            _ => Subject::Window(WindowOptions {
                starts: self.number("--starts", 10, 1, 100)?,
                app: self.text("--app").map(Into::into),
                empty: self.text("--empty").map(Into::into),
            }),
        })
    }

    fn text(&self, name: &str) -> Option<&str> {
        let mut found = self.values.iter().rev().filter(|(given, _)| given == name);
        found.next().map(|(_, value)| value.as_str())
    }

    fn flag(&self, name: &str) -> bool {
        self.flags.iter().any(|flag| flag == name)
    }

    fn seed(&self) -> Result<u64, ArgsError> {
        self.seed_or(SEED)
    }

    fn seed_or(&self, default: u64) -> Result<u64, ArgsError> {
        let out_of_range = ArgsError::OutOfRange {
            name: "--seed",
            min: 0,
            max: u64::MAX,
        };
        self.text("--seed").map_or(Ok(default), |text| {
            text.parse().map_err(|_no_number| out_of_range)
        })
    }

    fn number(
        &self,
        name: &'static str,
        default: u32,
        min: u32,
        max: u32,
    ) -> Result<u32, ArgsError> {
        let Some(text) = self.text(name) else {
            return Ok(default);
        };
        let number = text
            .parse()
            .ok()
            .filter(|number| (min..=max).contains(number));
        number.ok_or(ArgsError::OutOfRange {
            name,
            min: min.into(),
            max: max.into(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<Invocation, ArgsError> {
        parse(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn the_defaults_are_those_of_the_claims() {
        let search = SearchOptions {
            dossiers: 100_000,
            queries: 1_000,
            seed: SEED,
        };
        let expected = Invocation::Measure(Subject::Search(search), Output::Table);
        assert_eq!(read("search"), Ok(expected), "search");
        let intake = IntakeOptions {
            count: 1_000,
            dossiers: 5_000,
            seed: 7,
        };
        let expected = Invocation::Measure(Subject::Intake(intake), Output::Json);
        assert_eq!(read("intake --json --seed 7"), Ok(expected), "intake");
    }

    #[test]
    fn what_is_not_understood_is_named() {
        let unknown = |argument: &str| Err(ArgsError::Unknown(argument.to_owned()));
        assert_eq!(read(""), Err(ArgsError::NoSubject), "nothing");
        assert_eq!(read("speed"), unknown("speed"), "an unknown subject");
        assert_eq!(
            read("search --count 3"),
            unknown("--count"),
            "an option of another subject"
        );
        assert_eq!(
            read("intake --count"),
            Err(ArgsError::Value("--count".into())),
            "no value"
        );
        let range = ArgsError::OutOfRange {
            name: "--starts",
            min: 1,
            max: 100,
        };
        assert_eq!(read("window --starts 0"), Err(range), "out of range");
    }
}
