//! Settings of this desk, its devices, backup and restore.

mod backup;
mod change_setting;
mod find_devices;
mod printer;
mod rebuild;
mod restore;
mod view;

pub(crate) use find_devices::{Devices, start_looking};
pub(crate) use printer::{PrinterChoice, printer_choice};

/// Setting: queue name of the printer, or `folder:` with or without a folder.
pub(crate) const PRINTER_SETTING: &str = "ui.printer";
/// Setting: device name of the scanner.
pub(crate) const SCANNER_SETTING: &str = "ui.scanner";
pub(crate) const THEME_SETTING: &str = "ui.theme";
pub(crate) const TEXT_SIZE_SETTING: &str = "ui.textSize";
pub(crate) const LANGUAGE_SETTING: &str = "ui.language";
/// Setting: when the last backup was made, UTC milliseconds.
pub(crate) const LAST_BACKUP_SETTING: &str = "backup.last";
