//! The paper as the citizen gets it: its text as another program reads it.

use std::path::Path;
use std::process::Command;

/// All text of a PDF, every run of white space one space.
pub(crate) fn text(pdf: &Path) -> String {
    let output = Command::new("pdftotext")
        .arg("-layout")
        .arg(pdf)
        .arg("-")
        .output();
    let output = output.expect("pdftotext is installed (poppler-utils)");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let text = String::from_utf8(output.stdout).expect("pdftotext writes UTF-8");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
