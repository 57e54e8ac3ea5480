//! The bar code and the QR, read from the page as a scanner at 200 dpi sees it.

use forms::{ReceiptSnapshot, render};

use crate::code_128::{Found, decode};
use crate::sample::{GIVEN, QR, full, short};
use crate::tools::File;

const DOTS_PER_INCH: u32 = 200;

fn page(snapshot: &ReceiptSnapshot) -> image::GrayImage {
    File::new(&render(snapshot, GIVEN).expect("a receipt")).raster(DOTS_PER_INCH)
}

/// The reader wants modules of more dots than a scan has: it is shown the same dots, larger.
fn decoded_qr(page: &image::GrayImage) -> Vec<String> {
    let part = image::imageops::crop_imm(
        page,
        page.width() / 2,
        0,
        page.width() / 2,
        page.height() / 2,
    )
    .to_image();
    let page = image::imageops::resize(
        &part,
        part.width() * 3,
        part.height() * 3,
        image::imageops::Triangle,
    );
    let mut prepared = rqrr::PreparedImage::prepare(page);
    prepared
        .detect_grids()
        .iter()
        .filter_map(|grid| grid.decode().ok())
        .map(|(_, text)| text)
        .collect()
}

#[test]
fn the_one_qr_is_read_at_200_dpi() {
    assert_eq!(
        decoded_qr(&page(&short())),
        [QR],
        "one QR with the whole look-up text"
    );
}

#[test]
fn the_qr_is_read_under_the_watermark_too() {
    let mut snapshot = full();
    snapshot.demo = true;
    assert_eq!(
        decoded_qr(&page(&snapshot)),
        [QR],
        "the slanted words do not hide it"
    );
}

#[test]
fn the_bar_code_is_the_dossier_code_and_at_least_60_mm_wide() {
    for code in [
        "H42.15.08-261120-0131",
        "000.00.10.H42-261120-10000",
        "TAM-Q3-261120-007",
        "TAM-Q3C4E5-261120-00748213",
        "TAM-BPTNVTE0F7-261120-100048213",
    ] {
        let mut snapshot = short();
        snapshot.code = code.into();
        let page = page(&snapshot);
        let found = bar_codes(&page);
        let read = found
            .first()
            .unwrap_or_else(|| panic!("no bar code found for {code}"));
        assert_eq!(read.text, code, "decoded from the page");
        let millimetres = read.width / f64::from(DOTS_PER_INCH) * 25.4;
        assert!(millimetres >= 60.0, "{millimetres} mm wide");
    }
}

/// Codes found along the scan lines of the upper left of the page.
fn bar_codes(page: &image::GrayImage) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    for y in (0..page.height() / 3).step_by(3) {
        let dark: Vec<f64> = (0..page.width() / 2)
            .map(|x| 1.0 - f64::from(page.get_pixel(x, y).0[0]) / 255.0)
            .collect();
        if let Some(code) = decode(&runs(&dark))
            && found.iter().all(|other| other.text != code.text)
        {
            found.push(code);
        }
    }
    found
}

/// Lengths between the edges of a scan line, each edge to a fraction of a dot; the line starts light.
fn runs(dark: &[f64]) -> Vec<f64> {
    let mut edges = Vec::new();
    for (x, pair) in (0_u32..).zip(dark.windows(2)) {
        if (pair[0] < 0.5) != (pair[1] < 0.5) {
            edges.push(f64::from(x) + (0.5 - pair[0]) / (pair[1] - pair[0]));
        }
    }
    edges.windows(2).map(|pair| pair[1] - pair[0]).collect()
}
