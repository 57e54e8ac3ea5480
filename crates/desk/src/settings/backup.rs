//! A verified copy of database, pages and keys in a new dated folder.

use protocol::view::ErrorView;

use super::LAST_BACKUP_SETTING;
use crate::desk::{Desk, Work};
use crate::errors::{Fault, chain, view};

impl Desk {
    /// Makes a backup; returns where it is.
    ///
    /// # Errors
    /// `app.not_allowed` for who only reads, `store.full`, `backup.failed`.
    pub fn backup(&self, (): ()) -> Result<String, ErrorView> {
        self.work().and_then(|work| backup(&work)).map_err(view)
    }
}

fn backup(work: &Work<'_>) -> Result<String, Fault> {
    work.tends_desk()?;
    let made = work
        .store()
        .backup_to(&work.desk.config.backup_dir, work.now);
    let folder = made.map_err(|error| {
        if matches!(error, store::StoreError::DiskFull) {
            return error.into();
        }
        tracing::error!(error = %chain(&error), "the backup failed");
        Fault::code(crate::errors::Code::BackupFailed)
    })?;
    let at = work.now.0.to_string();
    work.store().write(|tx| {
        tx.set_setting(LAST_BACKUP_SETTING, &at)
            .map_err(Fault::from)
    })?;
    Ok(folder.display().to_string())
}
