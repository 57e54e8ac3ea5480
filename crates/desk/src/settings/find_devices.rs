//! Printers and scanners as last found. Looking takes seconds, so it happens when asked for; the
//! strip shows what was found.

use platform::print::{PrinterInfo, PrinterState};
use protocol::view::{DeviceState, DeviceView, ErrorView, ScannerChoice, SettingsView};

use super::view::settings;
use crate::desk::{Desk, Work};
use crate::errors::{Fault, chain, view};
use crate::open::lock;
use crate::printing::reason_code;

/// The devices as last found.
#[derive(Debug, Clone, Default)]
pub(crate) struct Devices {
    pub(crate) printers: Vec<String>,
    pub(crate) scanners: Vec<ScannerChoice>,
    states: Vec<PrinterInfo>,
    looked: bool,
}

impl Desk {
    /// Looks for devices again.
    ///
    /// # Errors
    /// `store.*`; a machine without printers or scanners has none, which is no error.
    pub fn find_devices(&self, (): ()) -> Result<SettingsView, ErrorView> {
        self.work().and_then(|work| find(&work)).map_err(view)
    }
}

fn find(work: &Work<'_>) -> Result<SettingsView, Fault> {
    let states = work.desk.config.spooler.printers().unwrap_or_else(|error| {
        tracing::info!(error = %chain(&error), "no printers found");
        Vec::new()
    });
    let scanners = work.desk.config.scanner.devices().unwrap_or_else(|error| {
        tracing::info!(error = %chain(&error), "no scanners found");
        Vec::new()
    });
    let scanners = scanners.into_iter().map(|info| ScannerChoice {
        id: info.id,
        name: info.name,
    });
    *lock(&work.desk.devices) = Devices {
        printers: states.iter().map(|info| info.queue.clone()).collect(),
        scanners: scanners.collect(),
        states,
        looked: true,
    };
    settings(work)
}

impl Devices {
    /// The chosen queue as last seen.
    pub(crate) fn printer(&self, queue: Option<&String>) -> DeviceView {
        let Some(queue) = queue else {
            return device(DeviceState::Absent, "", "");
        };
        let seen = self.states.iter().find(|info| info.queue == *queue);
        match seen.map(|info| info.state) {
            Some(PrinterState::Ready) => device(DeviceState::Ready, queue, ""),
            Some(PrinterState::Stopped(reason)) => {
                device(DeviceState::Trouble, queue, reason_code(reason))
            }
            Some(PrinterState::Absent | PrinterState::NoSpooler) => {
                device(DeviceState::Absent, queue, "")
            }
            None if self.looked => device(DeviceState::Absent, queue, ""),
            None => device(DeviceState::Unknown, queue, ""),
        }
    }

    /// Saving to a folder.
    pub(crate) fn folder(&self) -> DeviceView {
        device(DeviceState::Ready, "PDF", "")
    }

    /// The chosen scanner as last seen.
    pub(crate) fn scanner(&self, id: &str) -> DeviceView {
        if id.is_empty() {
            return device(DeviceState::Absent, "", "");
        }
        match self.scanners.iter().find(|choice| choice.id == id) {
            Some(choice) => device(DeviceState::Ready, &choice.name, ""),
            None if self.looked => device(DeviceState::Absent, id, ""),
            None => device(DeviceState::Unknown, id, ""),
        }
    }
}

fn device(state: DeviceState, name: &str, reason: &str) -> DeviceView {
    DeviceView {
        state,
        name: name.to_owned(),
        reason: reason.to_owned(),
    }
}
