//! Pages and files as they come from a scanner or a folder, small.

use std::io::Cursor;

use image::{ImageFormat, Rgb, RgbImage};

use crate::rng::Rng;

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

/// A PDF of one page with `bytes` in it that cannot be made smaller; another `seed`, other bytes.
#[must_use]
pub fn large_page(seed: u64, bytes: usize) -> Vec<u8> {
    let mut rng = Rng::new(seed);
    let mut noise = Vec::with_capacity(bytes + 8);
    while noise.len() < bytes {
        noise.extend(rng.next().to_le_bytes());
    }
    let mut pdf = b"%PDF-1.7\n".to_vec();
    let mut offsets = Vec::new();
    let head = format!("<</Length {}>>stream\n", noise.len());
    let objects: [&[&[u8]]; 4] = [
        &[b"<</Type/Catalog/Pages 2 0 R>>"],
        &[b"<</Type/Pages/Kids[3 0 R]/Count 1>>"],
        &[b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"],
        &[head.as_bytes(), &noise, b"\nendstream "],
    ];
    for (number, parts) in (1..).zip(objects) {
        offsets.push(pdf.len());
        pdf.extend(format!("{number} 0 obj").bytes());
        for part in parts {
            pdf.extend(*part);
        }
        pdf.extend(b"endobj\n");
    }
    let table = pdf.len();
    pdf.extend(b"xref\n0 5\n0000000000 65535 f \n");
    for offset in offsets {
        pdf.extend(format!("{offset:010} 00000 n \n").bytes());
    }
    pdf.extend(format!("trailer<</Size 5/Root 1 0 R>>startxref\n{table}\n%%EOF").bytes());
    pdf
}
