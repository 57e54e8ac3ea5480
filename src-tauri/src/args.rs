//! The command line. Parsed by hand: five arguments do not earn a crate.

use std::ffi::OsString;
use std::fmt;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use thiserror::Error;

const HELP: &str = "\
Một Cửa Desk: the desktop application of a one-stop counter

motcua-desk [--data-dir DIR] [--enrol CODE [--label NAME]] [--scan-folder DIR] [--insecure-file-keyring]

  --data-dir DIR            where the database, the pages and the log are kept
                            (else MOTCUA_DATA_DIR, else the data folder of the account)
  --enrol CODE              enrol this desk with a one-time code, if it is not enrolled yet
  --label NAME              what a desk enrolled by --enrol is called (else Quầy 1)
  --scan-folder DIR         a folder in place of a scanner: its pictures are the pages of the feeder
  --insecure-file-keyring   keep the device secret in a plain file: only for tests and demonstrations
";

/// An enrolment code is an address, a fingerprint and a secret; far below this.
const ENROL_CODE_BYTES_MAX: usize = 4096;

/// Makes this program the process of a scanner's driver. The application says it to itself: not in the help.
pub(crate) const SCANNER_DRIVER: &str = "--scanner-driver";

const DEFAULT_LABEL: &str = "Quầy 1";

/// What the command line asks for.
#[derive(Debug)]
pub(crate) enum Invocation {
    /// Open the window.
    Open(Options),
    /// Serve the scanner to the application that started this process.
    ScannerDriver,
    /// Say what can be said and leave.
    Help,
}

/// How the window is to be opened.
pub(crate) struct Options {
    /// Where everything is kept; the default folder if absent.
    pub(crate) data_dir: Option<PathBuf>,
    /// The one-time code of the centre. A secret: never logged.
    pub(crate) enrol: Option<String>,
    /// What a desk enrolled from the command line is called.
    pub(crate) label: String,
    /// A folder that stands for a scanner.
    pub(crate) scan_folder: Option<PathBuf>,
    /// Whether the device secret may live in a plain file.
    pub(crate) insecure_file_keyring: bool,
}

impl fmt::Debug for Options {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Options")
            .field("data_dir", &self.data_dir)
            .field("enrol", &self.enrol.as_ref().map(|_| "…"))
            .field("label", &self.label)
            .field("scan_folder", &self.scan_folder)
            .field("insecure_file_keyring", &self.insecure_file_keyring)
            .finish()
    }
}

/// Why the command line was not understood.
#[derive(Debug, Error, PartialEq, Eq)]
pub(crate) enum ArgsError {
    #[error("unknown argument `{argument}`")]
    Unknown { argument: String },
    #[error("`{argument}` needs a value")]
    ValueMissing { argument: &'static str },
    #[error("the enrolment code is not text of at most {ENROL_CODE_BYTES_MAX} bytes")]
    EnrolCodeUnreadable,
}

/// Reads the arguments after the program's name; the environment fills in the data folder.
pub(crate) fn parse(
    arguments: impl IntoIterator<Item = OsString>,
) -> Result<Invocation, ArgsError> {
    let mut options = Options {
        data_dir: None,
        enrol: None,
        label: DEFAULT_LABEL.to_owned(),
        scan_folder: None,
        insecure_file_keyring: false,
    };
    let mut arguments = arguments.into_iter();
    while let Some(argument) = arguments.next() {
        match argument.to_str() {
            Some("--help" | "-h") => return Ok(Invocation::Help),
            Some(SCANNER_DRIVER) => return Ok(Invocation::ScannerDriver),
            Some("--insecure-file-keyring") => options.insecure_file_keyring = true,
            Some("--data-dir") => {
                options.data_dir = Some(value("--data-dir", &mut arguments)?.into());
            }
            Some("--enrol") => {
                options.enrol = Some(enrol_code(value("--enrol", &mut arguments)?)?);
            }
            Some("--label") => {
                options.label = value("--label", &mut arguments)?
                    .to_string_lossy()
                    .into_owned();
            }
            Some("--scan-folder") => {
                options.scan_folder = Some(value("--scan-folder", &mut arguments)?.into());
            }
            _ => {
                let argument = argument.to_string_lossy().chars().take(80).collect();
                return Err(ArgsError::Unknown { argument });
            }
        }
    }
    if options.data_dir.is_none() {
        options.data_dir = std::env::var_os("MOTCUA_DATA_DIR")
            .filter(|dir| !dir.is_empty())
            .map(Into::into);
    }
    Ok(Invocation::Open(options))
}

fn value(
    argument: &'static str,
    arguments: &mut impl Iterator<Item = OsString>,
) -> Result<OsString, ArgsError> {
    arguments
        .next()
        .filter(|value| !value.is_empty())
        .ok_or(ArgsError::ValueMissing { argument })
}

fn enrol_code(code: OsString) -> Result<String, ArgsError> {
    match code.into_string() {
        Ok(code) if code.len() <= ENROL_CODE_BYTES_MAX => Ok(code.trim().to_owned()),
        _ => Err(ArgsError::EnrolCodeUnreadable),
    }
}

/// Writes the help to standard output.
pub(crate) fn print_help() -> ExitCode {
    match std::io::stdout().write_all(HELP.as_bytes()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_closed) => ExitCode::FAILURE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(arguments: &[&str]) -> Result<Options, ArgsError> {
        match parse(arguments.iter().map(OsString::from))? {
            Invocation::Open(options) => Ok(options),
            Invocation::Help | Invocation::ScannerDriver => panic!("no window: {arguments:?}"),
        }
    }

    #[test]
    fn every_argument_is_read() {
        let options = parsed(&[
            "--data-dir",
            "/tmp/quầy 3",
            "--enrol",
            " mã ",
            "--label",
            "Quầy 3",
            "--scan-folder",
            "/tmp/trang",
            "--insecure-file-keyring",
        ])
        .expect("all known");
        assert_eq!(
            options.data_dir,
            Some("/tmp/quầy 3".into()),
            "the folder is taken as it is"
        );
        assert_eq!(
            options.enrol.as_deref(),
            Some("mã"),
            "blanks around a pasted code go"
        );
        assert_eq!(options.label, "Quầy 3", "the desk's name");
        assert_eq!(
            options.scan_folder,
            Some("/tmp/trang".into()),
            "the folder of pictures"
        );
        assert!(options.insecure_file_keyring, "the switch is on");
    }

    #[test]
    fn an_unknown_argument_is_named() {
        let error = parsed(&["--nhanh"]).expect_err("unknown");
        assert_eq!(
            error,
            ArgsError::Unknown {
                argument: "--nhanh".into()
            },
            "it is named"
        );
    }

    #[test]
    fn an_argument_without_its_value_is_refused() {
        for argument in ["--data-dir", "--enrol", "--label", "--scan-folder"] {
            let error = parsed(&[argument]).expect_err("no value");
            assert_eq!(
                error,
                ArgsError::ValueMissing { argument },
                "{argument} needs a value"
            );
        }
    }

    #[test]
    fn the_enrolment_code_is_not_in_the_debug_text() {
        let options = parsed(&["--enrol", "bí-mật"]).expect("known");
        assert!(
            !format!("{options:?}").contains("bí-mật"),
            "a code is a secret"
        );
    }
}
