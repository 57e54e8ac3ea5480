//! Files for a person: in the officer's own documents folder and nowhere else.

use std::path::Path;

use crate::errors::{Code, Fault, chain};

/// Writes a file into the folder, whole or not at all; its name.
///
/// # Errors
/// `task.folder` when the folder cannot be written.
pub(crate) fn write_document(folder: &Path, name: String, bytes: &[u8]) -> Result<String, Fault> {
    let path = folder.join(&name);
    let written =
        std::fs::create_dir_all(folder).and_then(|()| store::files::write_atomic(&path, bytes));
    written.map_err(|error| {
        tracing::warn!(error = %chain(&error), "a file for the documents folder was not written");
        Fault::code(Code::TaskFolder)
    })?;
    Ok(name)
}
