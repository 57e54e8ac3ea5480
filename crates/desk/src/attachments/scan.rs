//! Scans into a paper. Each page is taken in the moment it is whole, so that a jam on page nine
//! keeps the eight before it. One scan at a time.

use capture::{CancelToken, ScanError, ScanSettings, ScanSource, ScannedPage};
use protocol::view::{AttachmentView, ErrorView, PagesView, ScanRequest};

use super::attach::{Incoming, take};
use super::target::Target;
use crate::desk::{Desk, Work};
use crate::errors::{Code, Fault, view};
use crate::open::lock;
use crate::settings::SCANNER_SETTING;

/// Resolution of every scan.
const DPI: u16 = 200;

impl Desk {
    /// Scans pages into a paper; what came in stays, whatever stopped the scan.
    ///
    /// # Errors
    /// `scan.none`, `scan.running`; trouble of the device is in the answer.
    pub fn scan(&self, request: ScanRequest) -> Result<PagesView, ErrorView> {
        self.work()
            .and_then(|work| scan(&work, &request))
            .map_err(view)
    }

    /// Stops the running scan; the pages that came stay.
    ///
    /// # Errors
    /// Never; the type is that of every command.
    pub fn cancel_scan(&self, (): ()) -> Result<(), ErrorView> {
        if let Some(token) = lock(&self.scan).as_ref() {
            token.cancel();
        }
        Ok(())
    }
}

fn scan(work: &Work<'_>, request: &ScanRequest) -> Result<PagesView, Fault> {
    work.at_counter()?;
    let target = Target::parse(&request.to.target)?;
    let device = work
        .store()
        .read(|r| r.setting(SCANNER_SETTING).map_err(Fault::from))?;
    let device = device.filter(|device| !device.is_empty());
    let device = device.ok_or_else(|| Fault::code(Code::ScanNone))?;
    let running = Running::begin(work.desk)?;
    let source = if request.feeder {
        ScanSource::Feeder
    } else {
        ScanSource::Glass
    };
    let settings = ScanSettings { source, dpi: DPI };
    let mut added: Vec<AttachmentView> = Vec::new();
    let mut refused: Option<Fault> = None;
    let mut sink = |page: ScannedPage| {
        let name = format!("Trang {}", added.len() + 1);
        let component = request.to.component.as_str();
        let incoming = Incoming {
            target,
            component,
            name: &name,
            source: "scanner",
            bytes: &page.bytes,
        };
        match take(&work.by_now(), &incoming) {
            Ok(view) => {
                added.push(view);
                Ok(())
            }
            Err(fault) => {
                refused = Some(fault);
                Err("the page was not taken".into())
            }
        }
    };
    let summary = work
        .desk
        .config
        .scanner
        .scan(&device, settings, &mut sink, &running.token);
    let stopped = match summary {
        Ok(summary) => summary.stopped_by,
        Err(error) => Some(error),
    };
    Ok(PagesView {
        added,
        problem: problem(refused, stopped),
    })
}

/// The page that could not be kept says more than the scan that stopped because of it.
fn problem(refused: Option<Fault>, stopped: Option<ScanError>) -> Option<ErrorView> {
    let fault = refused.or_else(|| {
        let error = stopped?;
        tracing::warn!(error = %crate::errors::chain(&error), "the scan stopped");
        Some(Fault::Foreign(error.code()))
    });
    fault.map(view)
}

/// Holds the one place of the running scan.
struct Running<'a> {
    desk: &'a Desk,
    token: CancelToken,
}

impl<'a> Running<'a> {
    fn begin(desk: &'a Desk) -> Result<Self, Fault> {
        let mut place = lock(&desk.scan);
        if place.is_some() {
            return Err(Fault::code(Code::ScanRunning));
        }
        let token = CancelToken::default();
        *place = Some(token.clone());
        drop(place);
        Ok(Self { desk, token })
    }
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        *lock(&self.desk.scan) = None;
    }
}
