//! Pages and files as they come from a scanner or a folder, small.

use std::io::Cursor;

use image::{ImageFormat, Rgb, RgbImage};

/// A JPEG page; another `shade`, other bytes.
#[must_use]
pub fn jpeg_page(shade: u8) -> Vec<u8> {
    let page = RgbImage::from_fn(413, 585, |x, y| {
        let ink = (x / 7 + y / 11) % 5 == 0;
        if ink {
            Rgb([shade, 40, 40])
        } else {
            Rgb([250, 248, 240])
        }
    });
    let mut bytes = Cursor::new(Vec::new());
    page.write_to(&mut bytes, ImageFormat::Jpeg)
        .expect("an encoder for JPEG");
    bytes.into_inner()
}

/// A PDF of one empty page.
#[must_use]
pub fn pdf_page() -> Vec<u8> {
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
    ];
    let mut pdf = "%PDF-1.7\n".to_owned();
    let mut offsets = Vec::new();
    for (number, object) in (1..).zip(objects) {
        offsets.push(pdf.len());
        pdf.push_str(&format!("{number} 0 obj{object}endobj\n"));
    }
    let table = pdf.len();
    pdf.push_str("xref\n0 4\n0000000000 65535 f \n");
    for offset in offsets {
        pdf.push_str(&format!("{offset:010} 00000 n \n"));
    }
    pdf.push_str(&format!(
        "trailer<</Size 4/Root 1 0 R>>startxref\n{table}\n%%EOF"
    ));
    pdf.into_bytes()
}
