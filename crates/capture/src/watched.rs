//! A driver may never answer again: after a cancel, after a cable came loose, in the middle of a
//! page. No thread can be made to return from such a call, so the driver works on a thread of its
//! own and is watched from the one that asked. When it is silent for too long it is given up: what
//! it had delivered stays, whatever it still delivers is not taken, and nothing is asked of it
//! before that call has come back, as it does when the device is unplugged.

use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crate::scanner::{
    CancelToken, ScanError, ScanSettings, ScanSummary, ScannedPage, Scanner, ScannerInfo, Sink,
};

/// How often a driver that says nothing is looked after.
const LOOK_EVERY: Duration = Duration::from_millis(100);

/// How long a driver may say nothing.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// Without a byte, or without the list of devices. A cold lamp needs most of a minute.
    pub silence: Duration,
    /// After it was told to stop.
    pub cancel: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            silence: Duration::from_secs(60),
            cancel: Duration::from_secs(5),
        }
    }
}

/// A scanner whose driver is given up when it does not answer.
#[derive(Debug)]
pub struct WatchedScanner<S> {
    driver: Arc<S>,
    patience: Patience,
    one_at_a_time: Mutex<()>,
    /// The thread of a call that was given up.
    given_up: Mutex<Option<JoinHandle<()>>>,
}

/// What the driver's thread says.
enum Said<T> {
    /// A page, and where to answer whether it was kept.
    Page(ScannedPage, SyncSender<bool>),
    /// The call came back.
    Ended(Result<T, ScanError>),
}

/// Hands pages to the thread that asked.
struct Handing(SyncSender<Said<ScanSummary>>);

impl Sink for Handing {
    fn page(&mut self, page: ScannedPage) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        let (answer, answered) = sync_channel(1);
        // nobody listens any more once the driver was given up
        let is_said = self.0.send(Said::Page(page, answer)).is_ok();
        if is_said && answered.recv() == Ok(true) {
            Ok(())
        } else {
            Err("the page was not taken".into())
        }
    }
}

/// When the driver was last heard.
struct Heard<'a> {
    patience: Patience,
    cancel: &'a CancelToken,
    beats: u64,
    at: Instant,
    cancelled_at: Option<Instant>,
}

impl<'a> Heard<'a> {
    fn now(patience: Patience, cancel: &'a CancelToken) -> Self {
        Self {
            patience,
            cancel,
            beats: cancel.beats(),
            at: Instant::now(),
            cancelled_at: None,
        }
    }

    /// Whether it has said nothing for too long.
    fn is_too_long_ago(&mut self) -> bool {
        let now = Instant::now();
        let beats = self.cancel.beats();
        if beats != self.beats {
            (self.beats, self.at) = (beats, now);
        }
        if self.cancel.is_cancelled() {
            // it goes on delivering bytes perhaps, but it was told to stop
            let since = *self.cancelled_at.get_or_insert(now);
            return now.duration_since(since) >= self.patience.cancel;
        }
        now.duration_since(self.at) >= self.patience.silence
    }
}

impl<S: Scanner + 'static> WatchedScanner<S> {
    /// Over a driver.
    pub fn new(driver: S) -> Self {
        Self::with(driver, Patience::default())
    }

    /// The same with another patience.
    pub fn with(driver: S, patience: Patience) -> Self {
        Self {
            driver: Arc::new(driver),
            patience,
            one_at_a_time: Mutex::default(),
            given_up: Mutex::default(),
        }
    }

    /// Waits for the turn; refused while a call that was given up has not come back.
    fn turn(&self) -> Result<MutexGuard<'_, ()>, ScanError> {
        let turn = lock(&self.one_at_a_time);
        let mut given_up = lock(&self.given_up);
        given_up.take_if(|thread| thread.is_finished());
        if given_up.is_some() {
            return Err(ScanError::Hung);
        }
        drop(given_up);
        Ok(turn)
    }

    fn give_up(&self, thread: JoinHandle<()>) {
        tracing::error!("the scanner's driver does not answer");
        *lock(&self.given_up) = Some(thread);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Asks the driver on a thread of its own.
fn ask<S: Scanner + 'static, T: Send + 'static>(
    driver: &Arc<S>,
    work: impl FnOnce(&S, &SyncSender<Said<T>>) -> Result<T, ScanError> + Send + 'static,
) -> Result<(Receiver<Said<T>>, JoinHandle<()>), ScanError> {
    let (say, said) = sync_channel(0);
    let driver = Arc::clone(driver);
    let thread = std::thread::Builder::new().name("scanner".to_owned());
    let thread = thread.spawn(move || {
        let ended = work(&driver, &say);
        // nobody listens any more once the driver was given up
        drop(say.send(Said::Ended(ended)));
    });
    Ok((said, thread.map_err(|_no_thread| ScanError::Busy)?))
}

impl<S: Scanner + 'static> Scanner for WatchedScanner<S> {
    fn devices(&self) -> Result<Vec<ScannerInfo>, ScanError> {
        let _turn = self.turn()?;
        let never = CancelToken::default();
        let mut heard = Heard::now(self.patience, &never);
        let (said, thread) = ask(&self.driver, |driver, _| driver.devices())?;
        loop {
            match said.recv_timeout(LOOK_EVERY) {
                Ok(Said::Ended(found)) => return found,
                Ok(Said::Page(..)) => {}
                Err(RecvTimeoutError::Timeout) if !heard.is_too_long_ago() => {}
                Err(_) => {
                    self.give_up(thread);
                    return Err(ScanError::Hung);
                }
            }
        }
    }

    fn scan(
        &self,
        device: &str,
        settings: ScanSettings,
        sink: &mut dyn Sink,
        cancel: &CancelToken,
    ) -> Result<ScanSummary, ScanError> {
        let _turn = self.turn()?;
        let mut heard = Heard::now(self.patience, cancel);
        let (device, token) = (device.to_owned(), cancel.clone());
        let (said, thread) = ask(&self.driver, move |driver, say| {
            let mut handing = Handing(say.clone());
            driver.scan(&device, settings, &mut handing, &token)
        })?;
        let (mut pages, mut refused) = (0, None);
        loop {
            match said.recv_timeout(LOOK_EVERY) {
                Ok(Said::Page(page, answer)) => {
                    let kept = sink.page(page);
                    pages += u32::from(kept.is_ok());
                    // a page was all the driver could say, and storing it may have taken a while
                    heard.at = Instant::now();
                    if answer.send(kept.is_ok()).is_err() {
                        tracing::debug!("the driver did not wait for the answer");
                    }
                    refused = kept.err().or(refused);
                }
                Ok(Said::Ended(ended)) => return named(ended, refused),
                Err(RecvTimeoutError::Timeout) if !heard.is_too_long_ago() => {}
                Err(_) => {
                    self.give_up(thread);
                    return given_up(pages);
                }
            }
        }
    }
}

/// A page that was not kept is told with the reason of whoever did not keep it.
fn named(
    ended: Result<ScanSummary, ScanError>,
    refused: Option<Box<dyn std::error::Error + Send + Sync>>,
) -> Result<ScanSummary, ScanError> {
    let Some(reason) = refused else { return ended };
    let is_it = |error: &ScanError| matches!(error, ScanError::Sink(_));
    match ended {
        Ok(summary) if summary.stopped_by.as_ref().is_some_and(is_it) => Ok(ScanSummary {
            stopped_by: Some(ScanError::Sink(reason)),
            ..summary
        }),
        Err(error) if is_it(&error) => Err(ScanError::Sink(reason)),
        Ok(summary) => Ok(summary),
        Err(error) => Err(error),
    }
}

fn given_up(pages: u32) -> Result<ScanSummary, ScanError> {
    match pages {
        0 => Err(ScanError::Hung),
        _ => Ok(ScanSummary {
            pages,
            stopped_by: Some(ScanError::Hung),
        }),
    }
}
