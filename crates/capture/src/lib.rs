//! Scanners and files become checked pages. What comes in is judged by its bytes, never by its
//! name; every page is handed to a sink the moment it is whole, so that a jam on page 9 keeps the
//! eight before it. This crate stores nothing. (Deskew, OCR and PDF/A have their own place later.)

mod folder;
mod import;
mod process;
mod sane;
mod scanner;
mod thumbnail;

pub use folder::FolderScanner;
pub use import::{
    FILE_BYTES_MAX, ImportError, Imported, MediaType, PAGES_MAX, PIXELS_SIDE_MAX, import,
};
pub use process::{DriverError, Patience, ProcessScanner, Program, WireError, serve, serve_stdio};
pub use sane::SaneScanner;
pub use scanner::{
    CancelToken, SHEETS_MAX, ScanError, ScanSettings, ScanSource, ScanSummary, ScannedPage,
    Scanner, ScannerInfo, Sink,
};
pub use thumbnail::THUMBNAIL_SIDE_PX;
