//! Printers and scanners as last found. Looking takes seconds: a thread of its own keeps the printers
//! true, the scanners are listed at the start and when asked for.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use platform::print::{PrinterInfo, PrinterState};
use protocol::commands::ChangeTag;
use protocol::view::{DeviceState, DeviceView, ErrorView, ScannerChoice, SettingsView};

use super::view::settings;
use crate::config::DeskConfig;
use crate::desk::{Desk, Work};
use crate::errors::{Fault, chain, view};
use crate::open::lock;
use crate::printing::reason_code;
use crate::routine::Routine;
use crate::signal::Signal;

/// How often the printers are asked how they are.
const LOOK_EVERY: Duration = Duration::from_secs(10);

/// The devices as last found; `None` before anyone has looked.
#[derive(Debug, Clone, Default)]
pub(crate) struct Devices {
    printers: Option<Vec<PrinterInfo>>,
    scanners: Option<Vec<ScannerChoice>>,
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
    let (config, devices) = (&work.desk.config, &work.desk.devices);
    look_for_printers(config, devices);
    look_for_scanners(config, devices);
    settings(work)
}

/// Starts the thread that keeps them true.
pub(crate) fn start_looking(
    config: &DeskConfig,
    devices: &Arc<Mutex<Devices>>,
) -> Result<Routine, Fault> {
    let (pace, config, devices) = (config.pace, config.clone(), Arc::clone(devices));
    let turn = move || {
        let mut changed = look_for_printers(&config, &devices);
        if lock(&devices).scanners.is_none() {
            look_for_scanners(&config, &devices);
            changed = true;
        }
        if changed {
            (config.changes)(&[ChangeTag::Strip, ChangeTag::Settings]);
        }
        LOOK_EVERY
    };
    Routine::start(pace, "motcua-devices", Arc::new(Signal::default()), turn)
}

/// True when something is not as it was.
fn look_for_printers(config: &DeskConfig, devices: &Mutex<Devices>) -> bool {
    let found = config.spooler.printers().unwrap_or_else(|error| {
        tracing::debug!(error = %chain(&error), "no printers found");
        Vec::new()
    });
    let found = Some(found);
    let mut devices = lock(devices);
    let changed = devices.printers != found;
    devices.printers = found;
    changed
}

fn look_for_scanners(config: &DeskConfig, devices: &Mutex<Devices>) {
    let found = config.scanner.devices().unwrap_or_else(|error| {
        tracing::info!(error = %chain(&error), "no scanners found");
        Vec::new()
    });
    let choices = found.into_iter().map(|info| ScannerChoice {
        id: info.id,
        name: info.name,
    });
    lock(devices).scanners = Some(choices.collect());
}

impl Devices {
    /// Queue names found.
    pub(crate) fn printers(&self) -> Vec<String> {
        let found = self.printers.iter().flatten();
        found.map(|info| info.queue.clone()).collect()
    }

    /// Scanners found.
    pub(crate) fn scanners(&self) -> Vec<ScannerChoice> {
        self.scanners.clone().unwrap_or_default()
    }

    /// The chosen queue as last seen.
    pub(crate) fn printer(&self, queue: Option<&String>) -> DeviceView {
        let Some(queue) = queue else {
            return device(DeviceState::Absent, "", "");
        };
        let Some(found) = &self.printers else {
            return device(DeviceState::Unknown, queue, "");
        };
        let seen = found.iter().find(|info| info.queue == *queue);
        match seen.map(|info| info.state) {
            Some(PrinterState::Ready) => device(DeviceState::Ready, queue, ""),
            Some(PrinterState::Stopped(reason)) => {
                device(DeviceState::Trouble, queue, reason_code(reason))
            }
            Some(PrinterState::Absent | PrinterState::NoSpooler) | None => {
                device(DeviceState::Absent, queue, "")
            }
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
        let Some(found) = &self.scanners else {
            return device(DeviceState::Unknown, id, "");
        };
        match found.iter().find(|choice| choice.id == id) {
            Some(choice) => device(DeviceState::Ready, &choice.name, ""),
            None => device(DeviceState::Absent, id, ""),
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
