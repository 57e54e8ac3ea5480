//! The settings as the window shows them.

use protocol::view::{ErrorView, SettingsView};

use super::{
    LANGUAGE_SETTING, LAST_BACKUP_SETTING, PRINTER_SETTING, SCANNER_SETTING, TEXT_SIZE_SETTING,
    THEME_SETTING,
};
use crate::desk::{Desk, Work};
use crate::errors::{Fault, view};
use crate::open::lock;

impl Desk {
    /// Settings of this desk.
    ///
    /// # Errors
    /// `store.*`.
    pub fn settings(&self, (): ()) -> Result<SettingsView, ErrorView> {
        self.work().and_then(|work| settings(&work)).map_err(view)
    }
}

pub(super) fn settings(work: &Work<'_>) -> Result<SettingsView, Fault> {
    let devices = lock(&work.desk.devices).clone();
    work.store().read(|r| {
        let text = |key, default: &str| {
            Ok::<_, Fault>(r.setting(key)?.unwrap_or_else(|| default.to_owned()))
        };
        Ok(SettingsView {
            printer: text(PRINTER_SETTING, "")?,
            scanner: text(SCANNER_SETTING, "")?,
            theme: text(THEME_SETTING, "system")?,
            text_size: text(TEXT_SIZE_SETTING, "100")?.parse().unwrap_or(100),
            language: text(LANGUAGE_SETTING, "vi")?,
            printers: devices.printers(),
            scanners: devices.scanners(),
            data_dir: work.desk.config.data_dir.display().to_string(),
            last_backup: text(LAST_BACKUP_SETTING, "")?.parse().ok(),
        })
    })
}
