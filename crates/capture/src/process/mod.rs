//! A scanner's driver is foreign C. It may never answer again, it may crash, and threads that it
//! cancels leave locks behind that nobody opens any more: none of that may happen to the process
//! that holds the journal and its key. So each question starts a process that does nothing else,
//! and is heard with patience and without trust; when it fails, it is killed, the pages it had
//! delivered stay, and the next question begins with a new one (ADR 13).

mod driver;
mod serve;
mod trouble;
mod turn;
mod wire;

use std::time::{Duration, Instant};

pub use driver::{DriverError, Program};
pub use serve::{serve, serve_stdio};
pub use wire::WireError;

use driver::Driver;
use turn::Turn;
use wire::{Asked, Heard};

use crate::scanner::{
    CancelToken, Cause, SHEETS_MAX, ScanError, ScanSettings, ScanSummary, ScannedPage, Scanner,
    ScannerInfo, Sink,
};

/// How often a driver that says nothing is looked after.
const LOOK_EVERY: Duration = Duration::from_millis(100);
/// Longest name of a device, in bytes.
const DEVICE_BYTES_MAX: usize = 1_024;

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

/// Scanners whose drivers run in a process of their own.
#[derive(Debug)]
pub struct ProcessScanner {
    program: Program,
    patience: Patience,
    turn: Turn,
}

impl ProcessScanner {
    /// Over a program that serves scanners.
    #[must_use]
    pub fn new(program: Program) -> Self {
        Self::with(program, Patience::default())
    }

    /// The same with another patience.
    #[must_use]
    pub fn with(program: Program, patience: Patience) -> Self {
        Self {
            program,
            patience,
            turn: Turn::default(),
        }
    }
}

impl Scanner for ProcessScanner {
    fn devices(&self) -> Result<Vec<ScannerInfo>, ScanError> {
        let _turn = self.turn.take(&CancelToken::default())?;
        let mut driver = Driver::start(&self.program, &Asked::Devices)?;
        let began = Instant::now();
        loop {
            match driver.hear()? {
                Some(Heard::Devices(found)) => return Ok(found),
                Some(Heard::Ended(Some(error))) => return Err(error),
                Some(Heard::Ended(None) | Heard::Page(_) | Heard::Beat) => {
                    return Err(WireError::OutOfTurn.into());
                }
                None if began.elapsed() < self.patience.silence => {}
                None => return Err(ScanError::Hung),
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
        if device.len() > DEVICE_BYTES_MAX {
            return Err(ScanError::Gone);
        }
        let _turn = self.turn.take(cancel)?;
        let device = device.to_owned();
        let driver = Driver::start(&self.program, &Asked::Scan { device, settings })?;
        let mut run = Run {
            driver,
            patience: self.patience,
            sink,
            cancel,
            pages: 0,
            heard_at: Instant::now(),
            told_at: None,
            refused: None,
        };
        let stopped_by = run.until_its_end();
        run.summary(stopped_by)
    }
}

/// A scan under way.
struct Run<'a> {
    driver: Driver,
    patience: Patience,
    sink: &'a mut dyn Sink,
    cancel: &'a CancelToken,
    pages: u32,
    heard_at: Instant,
    /// When it was told to stop.
    told_at: Option<Instant>,
    /// Why a page was not kept.
    refused: Option<Cause>,
}

impl Run<'_> {
    /// Hears the driver until its end, and says what that was.
    fn until_its_end(&mut self) -> Option<ScanError> {
        while !self.is_too_long_silent() {
            self.pass_cancel_on();
            match self.driver.hear() {
                Ok(None) => continue,
                Ok(Some(Heard::Beat)) => {}
                Ok(Some(Heard::Page(_))) if self.pages >= SHEETS_MAX => {
                    return Some(ScanError::TooManySheets);
                }
                Ok(Some(Heard::Page(page))) => self.take(page),
                Ok(Some(Heard::Ended(stopped_by))) => return stopped_by,
                Ok(Some(Heard::Devices(_))) => return Some(WireError::OutOfTurn.into()),
                Err(error) => return Some(error),
            }
            self.heard_at = Instant::now();
        }
        Some(ScanError::Hung)
    }

    fn pass_cancel_on(&mut self) {
        if self.told_at.is_none() && self.cancel.is_cancelled() {
            self.driver.tell(&Asked::Stop);
            self.told_at = Some(Instant::now());
        }
    }

    /// The driver goes on when it is told that the page was kept, or stops when not.
    fn take(&mut self, page: ScannedPage) {
        if self.refused.is_none() {
            self.refused = self.sink.page(page).err();
        }
        // before the answer: nobody begins another page only to stop it
        self.pass_cancel_on();
        if self.refused.is_some() {
            self.driver.tell(&Asked::NotKept);
            self.told_at.get_or_insert_with(Instant::now);
        } else {
            self.pages += 1;
            self.driver.tell(&Asked::Kept);
        }
    }

    /// Whether it has said nothing for too long, or goes on though it was told to stop.
    fn is_too_long_silent(&self) -> bool {
        match self.told_at {
            Some(at) => at.elapsed() >= self.patience.cancel,
            None => self.heard_at.elapsed() >= self.patience.silence,
        }
    }

    /// A page that was not kept is told with the reason of whoever did not keep it. Who wanted it to
    /// stop has what he wanted, whatever the driver made of it.
    fn summary(self, stopped_by: Option<ScanError>) -> Result<ScanSummary, ScanError> {
        let failed = matches!(&stopped_by, Some(ScanError::Hung | ScanError::Driver(_)));
        if failed {
            tracing::error!(error = ?stopped_by, pages = self.pages, "the scanner's driver was ended");
        }
        let stopped_by = match self.refused {
            Some(reason) => Some(ScanError::Sink(reason)),
            None if failed && self.told_at.is_some() => Some(ScanError::Cancelled),
            None => stopped_by,
        };
        match stopped_by {
            Some(error) if self.pages == 0 => Err(error),
            stopped_by => Ok(ScanSummary {
                pages: self.pages,
                stopped_by,
            }),
        }
    }
}
