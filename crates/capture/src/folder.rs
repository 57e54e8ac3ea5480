//! A folder that a multi-function printer scans into: every such machine can do that, so it is the
//! fallback where no driver exists. Files are taken in name order and left where they are; the
//! caller remembers by content what it has, so a second run brings nothing twice.

use std::fs;
use std::path::{Path, PathBuf};

use crate::import::FILE_BYTES_MAX;
use crate::scanner::{
    CancelToken, SHEETS_MAX, ScanError, ScanSettings, ScanSummary, ScannedPage, Scanner,
    ScannerInfo, Sink,
};

/// Scans a folder.
#[derive(Debug, Clone)]
pub struct FolderScanner {
    folder: PathBuf,
}

impl FolderScanner {
    /// Over `folder`, which need not exist yet.
    #[must_use]
    pub fn new(folder: &Path) -> Self {
        Self {
            folder: folder.to_owned(),
        }
    }

    /// Plain files in name order; dot files and half-written `.part`/`.tmp` files are left alone.
    fn files(&self) -> Result<Vec<PathBuf>, ScanError> {
        let mut files = Vec::new();
        for entry in fs::read_dir(&self.folder).map_err(ScanError::Folder)? {
            let path = entry.map_err(ScanError::Folder)?.path();
            if path.is_file() && !is_unfinished(&path) {
                files.push(path);
            }
        }
        files.sort();
        Ok(files)
    }
}

fn is_unfinished(path: &Path) -> bool {
    let name = path
        .file_name()
        .map(|n| n.to_string_lossy().to_lowercase())
        .unwrap_or_default();
    name.starts_with('.') || name.ends_with(".part") || name.ends_with(".tmp")
}

impl Scanner for FolderScanner {
    fn devices(&self) -> Result<Vec<ScannerInfo>, ScanError> {
        let id = self.folder.to_string_lossy().into_owned();
        let found = ScannerInfo {
            name: id.clone(),
            id,
        };
        Ok(if self.folder.is_dir() {
            vec![found]
        } else {
            Vec::new()
        })
    }

    fn scan(
        &self,
        _device: &str,
        _settings: ScanSettings,
        sink: &mut dyn Sink,
        cancel: &CancelToken,
    ) -> Result<ScanSummary, ScanError> {
        let files = self.files()?;
        if files.is_empty() {
            return Err(ScanError::NoPaper);
        }
        let mut pages = 0;
        for file in files {
            let taken = take(&file, pages, sink, cancel);
            if let Err(stop) = taken {
                return Ok(ScanSummary {
                    pages,
                    stopped_by: Some(stop),
                });
            }
            pages += 1;
        }
        Ok(ScanSummary {
            pages,
            stopped_by: None,
        })
    }
}

fn take(
    file: &Path,
    taken: u32,
    sink: &mut dyn Sink,
    cancel: &CancelToken,
) -> Result<(), ScanError> {
    if cancel.is_cancelled() {
        return Err(ScanError::Cancelled);
    }
    if taken >= SHEETS_MAX {
        return Err(ScanError::TooManySheets);
    }
    let size = fs::metadata(file).map_err(ScanError::Folder)?.len();
    if size > FILE_BYTES_MAX as u64 {
        return Err(ScanError::BadPicture(None));
    }
    let bytes = fs::read(file).map_err(ScanError::Folder)?;
    sink.page(ScannedPage { bytes }).map_err(ScanError::Sink)
}

#[cfg(test)]
#[expect(
    clippy::disallowed_methods,
    reason = "tests write plain files into a folder of their own"
)]
mod tests {
    use super::*;
    use crate::scanner::ScanSource;

    const SETTINGS: ScanSettings = ScanSettings {
        source: ScanSource::Feeder,
        dpi: 200,
    };

    fn scan(folder: &Path, sink: &mut dyn Sink) -> Result<ScanSummary, ScanError> {
        FolderScanner::new(folder).scan("", SETTINGS, sink, &CancelToken::default())
    }

    #[test]
    fn pages_come_in_name_order_and_half_written_ones_wait() {
        let folder = tempfile::tempdir().expect("a folder");
        for (name, text) in [
            ("b.jpg", "2"),
            ("a.jpg", "1"),
            ("c.jpg.part", "3"),
            (".d", "4"),
        ] {
            fs::write(folder.path().join(name), text).expect("a file");
        }
        let mut got = Vec::new();
        let summary = scan(folder.path(), &mut |p: ScannedPage| {
            got.push(p.bytes);
            Ok(())
        })
        .expect("the folder is there");
        assert_eq!(got, [b"1".to_vec(), b"2".to_vec()], "whole files, in order");
        assert!(summary.stopped_by.is_none(), "nothing stopped it");
    }

    #[test]
    fn an_empty_folder_is_an_empty_feeder_and_a_missing_one_says_so() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut sink = |_: ScannedPage| Ok(());
        assert_eq!(
            scan(folder.path(), &mut sink).expect_err("empty").code(),
            "scan.no_paper",
            "empty"
        );
        let gone = folder.path().join("gone");
        assert_eq!(
            scan(&gone, &mut sink).expect_err("missing").code(),
            "scan.folder",
            "missing"
        );
    }

    #[test]
    fn a_page_that_cannot_be_kept_stops_the_run_and_keeps_the_ones_before() {
        let folder = tempfile::tempdir().expect("a folder");
        for name in ["1", "2", "3"] {
            fs::write(folder.path().join(name), name).expect("a file");
        }
        let mut room = 2;
        let summary = scan(folder.path(), &mut |_: ScannedPage| {
            room -= 1;
            if room < 0 {
                Err("disk full".into())
            } else {
                Ok(())
            }
        })
        .expect("it began");
        assert_eq!(summary.pages, 2, "two were kept");
        assert_eq!(
            summary.stopped_by.expect("stopped").code(),
            "scan.not_kept",
            "and the reason is known"
        );
    }
}
