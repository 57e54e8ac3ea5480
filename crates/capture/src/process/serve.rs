//! The driver's side: answers one request, then the process ends. Nothing of the application is in
//! it: no window, no journal, no key.

use std::io::{self, BufReader, Read, Write};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::{Duration, Instant};

use super::wire::{self, Asked, WireError};
use crate::sane::SaneScanner;
use crate::scanner::{CancelToken, Cause, ScanSettings, ScannedPage, Scanner, Sink};

/// Signs of life are told no more often.
const BEAT_EVERY: Duration = Duration::from_millis(200);

/// Answers on standard output what standard input asks, with the scanners of this machine. What the
/// drivers themselves print goes to standard error.
///
/// # Errors
/// When whoever asked cannot be heard or told.
pub fn serve_stdio() -> io::Result<()> {
    end_with_the_parent();
    serve(&SaneScanner::default(), io::stdin(), apart_from_prints()?)
}

/// Answers on `output` the one request that comes on `input`. Ends this process when `input` ends,
/// wherever the driver is then.
///
/// # Errors
/// When whoever asked cannot be heard or told.
pub fn serve(
    scanner: &dyn Scanner,
    input: impl Read + Send + 'static,
    mut output: impl Write,
) -> io::Result<()> {
    let mut input = BufReader::new(input);
    match wire::asked(&mut input).map_err(io::Error::other)? {
        None => Ok(()),
        Some(Asked::Devices) => {
            let _nothing_is_answered = listen(input, CancelToken::default())?;
            match scanner.devices() {
                Ok(found) => wire::tell_devices(&mut output, found),
                Err(error) => wire::tell_end(&mut output, Some(&error)),
            }
        }
        Some(Asked::Scan { device, settings }) => {
            let cancel = CancelToken::default();
            let answers = listen(input, cancel.clone())?;
            let telling = Telling {
                output,
                answers,
                told_at: None,
            };
            telling.scan(scanner, &device, settings, &cancel)
        }
        Some(Asked::Kept | Asked::NotKept | Asked::Stop) => Err(io::ErrorKind::InvalidData.into()),
    }
}

/// Hears what is said while the driver works; gives the answers to pages.
fn listen(
    mut input: impl io::BufRead + Send + 'static,
    cancel: CancelToken,
) -> io::Result<Receiver<bool>> {
    let (answer, answers) = sync_channel(1);
    let thread = std::thread::Builder::new().name("asked".to_owned());
    thread.spawn(move || {
        while is_heard(&wire::asked(&mut input), &answer, &cancel) {}
        end_at_once();
    })?;
    Ok(answers)
}

/// Passes on what was said; false when nobody is there or nothing more can be understood.
fn is_heard(
    asked: &Result<Option<Asked>, WireError>,
    answer: &SyncSender<bool>,
    cancel: &CancelToken,
) -> bool {
    match asked {
        Ok(Some(Asked::Kept)) => answer.try_send(true).is_ok(),
        Ok(Some(Asked::NotKept)) => answer.try_send(false).is_ok(),
        Ok(Some(Asked::Stop)) => {
            cancel.cancel();
            true
        }
        Ok(Some(Asked::Devices | Asked::Scan { .. }) | None) | Err(_) => false,
    }
}

/// Tells what comes from the scanner.
struct Telling<W> {
    output: W,
    answers: Receiver<bool>,
    told_at: Option<Instant>,
}

impl<W: Write> Telling<W> {
    fn scan(
        mut self,
        scanner: &dyn Scanner,
        device: &str,
        settings: ScanSettings,
        cancel: &CancelToken,
    ) -> io::Result<()> {
        let ended = scanner.scan(device, settings, &mut self, cancel);
        let stopped_by = ended.map_or_else(Some, |summary| summary.stopped_by);
        wire::tell_end(&mut self.output, stopped_by.as_ref())
    }
}

impl<W: Write> Sink for Telling<W> {
    fn page(&mut self, page: ScannedPage) -> Result<(), Cause> {
        wire::tell_page(&mut self.output, &page)?;
        if self.answers.recv()? {
            Ok(())
        } else {
            Err("the page was not taken".into())
        }
    }

    fn beat(&mut self) {
        if self.told_at.is_some_and(|at| at.elapsed() < BEAT_EVERY) {
            return;
        }
        self.told_at = Some(Instant::now());
        if let Err(error) = wire::tell_beat(&mut self.output) {
            tracing::debug!("nobody hears the scan: {error}");
        }
    }
}

/// The kernel ends this process should the application end without a word. Where it cannot, the end
/// of the input does.
#[cfg(target_os = "linux")]
fn end_with_the_parent() {
    use rustix::process::{Signal, set_parent_process_death_signal};
    if let Err(error) = set_parent_process_death_signal(Some(Signal::KILL)) {
        tracing::debug!("not bound to the parent: {error}");
    }
}

#[cfg(not(target_os = "linux"))]
fn end_with_the_parent() {}

/// The pipe to the application; from now on standard output is standard error.
#[cfg(unix)]
fn apart_from_prints() -> io::Result<std::fs::File> {
    use std::os::fd::AsFd as _;
    let pipe = io::stdout().as_fd().try_clone_to_owned()?;
    rustix::stdio::dup2_stdout(io::stderr())?;
    Ok(pipe.into())
}

#[cfg(not(unix))]
fn apart_from_prints() -> io::Result<io::Stdout> {
    Ok(io::stdout())
}

/// Without the driver's own endings: it may be stuck, and they would be too.
#[cfg(unix)]
fn end_at_once() {
    use rustix::process::{Signal, getpid, kill_process};
    if kill_process(getpid(), Signal::KILL).is_err() {
        std::process::abort();
    }
}

#[cfg(not(unix))]
fn end_at_once() {
    std::process::abort();
}
