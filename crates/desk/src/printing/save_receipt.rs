//! Saves the receipt as a PDF in the documents folder.

use platform::print::{FolderPrinter, Printer, Ticket};
use protocol::view::ErrorView;

use super::reprint::receipt;
use crate::act::dossier;
use crate::desk::{Desk, Work};
use crate::dossiers::dossier_id;
use crate::errors::{Code, Fault, chain, view};

impl Desk {
    /// Saves both copies of the receipt in one PDF; returns the name of the file.
    ///
    /// # Errors
    /// `print.folder`, `dossier.unknown`.
    pub fn save_receipt(&self, dossier: String) -> Result<String, ErrorView> {
        self.work()
            .and_then(|work| save(&work, &dossier))
            .map_err(view)
    }
}

fn save(work: &Work<'_>, id: &str) -> Result<String, Fault> {
    let id = dossier_id(id)?;
    let books = work.books()?;
    let (receipt, reprints) = work.store().read(|r| {
        let reprints = dossier(r, id)?.reprints;
        Ok::<_, Fault>((receipt(r, work, &books, id)?, reprints))
    })?;
    let pdf = forms::render_both(&receipt, reprints)?;
    let folder = &work.desk.config.documents_dir;
    let printer = FolderPrinter::new(folder);
    let ticket = Ticket {
        name: crate::ids::new_uuid(work.now)?,
        title: receipt.code.clone(),
    };
    let saved = std::fs::create_dir_all(folder)
        .map_err(platform::print::PrintError::Folder)
        .and_then(|()| printer.create_job(&ticket))
        .and_then(|job| printer.send_document(job, &ticket, &pdf));
    saved.map_err(|error| {
        tracing::warn!(error = %chain(&error), "the receipt was not saved");
        Fault::code(Code::PrintFolder)
    })?;
    Ok(format!("{}.pdf", receipt.code))
}
