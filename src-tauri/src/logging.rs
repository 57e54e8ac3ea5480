//! The log: `log/desk.log` in the data folder and, from warnings up, standard error. At most two files of 4 MB.
//!
//! No personal data may be logged; a panic is therefore logged by its place, not by its words.

use std::error::Error;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use tracing::Level;
use tracing_subscriber::filter::EnvFilter;
use tracing_subscriber::fmt::layer;
use tracing_subscriber::fmt::writer::MakeWriterExt as _;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt;

const FILE_BYTES_MAX: u64 = 4 << 20;

/// For errors that come before the data folder is known.
pub(crate) fn to_stderr_only() {
    start(tracing_subscriber::registry().with(layer().with_writer(io::stderr).without_time()));
}

/// The normal log. A folder that cannot be written leaves standard error, and a line that says so.
pub(crate) fn to_file_and_stderr(dir: &Path) {
    let stderr = layer().with_writer(io::stderr.with_max_level(Level::WARN));
    match BoundedFile::open(dir, FILE_BYTES_MAX) {
        Ok(file) => start(
            tracing_subscriber::registry()
                .with(filter())
                .with(stderr)
                .with(layer().with_ansi(false).with_writer(Mutex::new(file))),
        ),
        Err(error) => {
            start(tracing_subscriber::registry().with(filter()).with(stderr));
            tracing::warn!("no log file: {error}");
        }
    }
    std::panic::set_hook(Box::new(|panic| {
        let place = panic
            .location()
            .map(ToString::to_string)
            .unwrap_or_default();
        tracing::error!(place, "a panic");
    }));
}

fn filter() -> EnvFilter {
    EnvFilter::try_from_env("MOTCUA_LOG").unwrap_or_else(|_absent| EnvFilter::new("info"))
}

fn start(subscriber: impl SubscriberInitExt) {
    // Fails only when a subscriber is there already, as in tests: then that one serves.
    if let Err(error) = subscriber.try_init() {
        tracing::debug!("{error}");
    }
}

/// An error and its causes on one line.
pub(crate) fn chain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}

/// Appends to `desk.log`; a full file becomes `desk.log.1` in place of the one before.
struct BoundedFile {
    path: PathBuf,
    file: File,
    size_bytes: u64,
    size_bytes_max: u64,
}

impl BoundedFile {
    fn open(dir: &Path, size_bytes_max: u64) -> io::Result<Self> {
        fs::create_dir_all(dir)?;
        let path = dir.join("desk.log");
        let file = append(&path)?;
        let size_bytes = file.metadata()?.len();
        Ok(Self {
            path,
            file,
            size_bytes,
            size_bytes_max,
        })
    }

    fn turn(&mut self) -> io::Result<()> {
        fs::rename(&self.path, self.path.with_extension("log.1"))?;
        self.file = append(&self.path)?;
        self.size_bytes = 0;
        Ok(())
    }
}

impl Write for BoundedFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.size_bytes >= self.size_bytes_max {
            self.turn()?;
        }
        let written = self.file.write(bytes)?;
        self.size_bytes = self
            .size_bytes
            .saturating_add(u64::try_from(written).unwrap_or(u64::MAX));
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

fn append(path: &Path) -> io::Result<File> {
    OpenOptions::new().create(true).append(true).open(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_log_keeps_two_files_and_the_newest_lines() {
        let dir = tempfile::tempdir().expect("a folder");
        let mut log = BoundedFile::open(dir.path(), 100).expect("opened");
        for line in 0..50 {
            writeln!(log, "dòng {line:04}").expect("written");
        }
        let newest = fs::read_to_string(dir.path().join("desk.log")).expect("there");
        let before = fs::read_to_string(dir.path().join("desk.log.1")).expect("there");
        assert!(newest.contains("dòng 0049"), "the newest line is kept");
        assert!(
            newest.len() + before.len() <= 2 * 120,
            "old lines go: the log is bounded"
        );
        assert_eq!(
            fs::read_dir(dir.path()).expect("there").count(),
            2,
            "two files, no more"
        );
    }

    #[test]
    fn a_chain_names_every_cause() {
        let error =
            crate::data_dir::prepare(Some(Path::new("/dev/null/x"))).expect_err("no folder");
        let text = chain(&error);
        assert!(
            text.contains("/dev/null/x cannot be made: "),
            "the cause follows: {text}"
        );
    }
}
