//! Which printer was chosen.

use store::{Reader, StoreError};

use super::PRINTER_SETTING;

const FOLDER: &str = "folder:";

/// Where receipts are printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum PrinterChoice {
    /// Nowhere yet: jobs wait.
    None,
    /// Saved as files in the documents folder.
    Folder,
    /// A queue of the print system.
    Queue(String),
}

impl PrinterChoice {
    pub(crate) fn parse(setting: &str) -> Self {
        match setting {
            "" => Self::None,
            text if text.starts_with(FOLDER) => Self::Folder,
            queue => Self::Queue(queue.to_owned()),
        }
    }

    /// What happens to a receipt now: `ReceivedView::print`.
    pub(crate) const fn outcome(&self) -> &'static str {
        match self {
            Self::None => "no_printer",
            Self::Folder => "saved",
            Self::Queue(_) => "queued",
        }
    }
}

/// The chosen printer.
pub(crate) fn printer_choice(r: &Reader<'_>) -> Result<PrinterChoice, StoreError> {
    Ok(PrinterChoice::parse(
        &r.setting(PRINTER_SETTING)?.unwrap_or_default(),
    ))
}
