//! The paper as the citizen gets it: its text as another program reads it, its one QR as a camera
//! sees it.

use std::path::Path;
use std::process::Command;

/// Dots per inch of a cheap office printer.
const DPI: &str = "200";

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

/// What the QR of the first page says.
pub(crate) fn qr(pdf: &Path) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let stem = folder.path().join("page");
    let status = Command::new("pdftoppm")
        .args(["-r", DPI, "-gray", "-png", "-singlefile"])
        .arg(pdf)
        .arg(&stem)
        .status()
        .expect("pdftoppm is installed (poppler-utils)");
    assert!(status.success(), "the page is drawn");
    let page = image::open(stem.with_extension("png"))
        .expect("a picture")
        .to_luma8();
    let (width, height) = (page.width() / 4, page.height() / 5);
    let corner = image::imageops::crop_imm(&page, 3 * width, height, width, height).to_image();
    // The reader wants modules of more dots than a scan has. As a camera does with its frames, it
    // is shown the same dots at several sizes until it reads one.
    let read = |times: u32| {
        let filter = image::imageops::FilterType::CatmullRom;
        let larger = image::imageops::resize(&corner, width * times, height * times, filter);
        let mut prepared = rqrr::PreparedImage::prepare(larger);
        let found = prepared.detect_grids();
        found.iter().find_map(|grid| Some(grid.decode().ok()?.1))
    };
    [4, 5, 3, 6, 2]
        .into_iter()
        .find_map(read)
        .expect("the QR can be read")
}
