//! The look of a page, kept as a small picture. After a wanted change: `UPDATE_GOLDEN=1`, and look at it.

use std::path::Path;

use forms::render;
use image::GrayImage;

use crate::sample::{GIVEN, full, short};
use crate::tools::File;

const DOTS_PER_INCH: u32 = 50;
/// Side of the squares compared, in dots: about 5 mm.
const SQUARE: u32 = 10;
/// How far the mean of a square may be off; type drawn by another version of poppler stays below, a moved line does not.
const MEAN_OFF_MAX: u32 = 26;

fn compare(name: &str, found: &GrayImage) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/receipt/golden")
        .join(name);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        found.save(&path).expect("the picture is kept");
    }
    let kept = image::open(&path).expect("the kept picture").to_luma8();
    assert_eq!(
        kept.dimensions(),
        found.dimensions(),
        "{name}: the size of the sheet"
    );
    let (width, height) = kept.dimensions();
    for y in (0..height - SQUARE).step_by(SQUARE as usize) {
        for x in (0..width - SQUARE).step_by(SQUARE as usize) {
            let off = mean(&kept, x, y).abs_diff(mean(found, x, y));
            assert!(
                off <= MEAN_OFF_MAX,
                "{name}: the square at {x},{y} is off by {off}"
            );
        }
    }
}

fn mean(page: &GrayImage, x: u32, y: u32) -> u32 {
    let square = image::imageops::crop_imm(page, x, y, SQUARE, SQUARE).to_image();
    square.pixels().map(|dot| u32::from(dot.0[0])).sum::<u32>() / (SQUARE * SQUARE)
}

#[test]
fn an_ordinary_receipt_looks_as_it_did() {
    let pdf = render(&short(), GIVEN).expect("a receipt");
    compare("ordinary.png", &File::new(&pdf).raster(DOTS_PER_INCH));
}

#[test]
fn a_training_receipt_looks_as_it_did() {
    let mut snapshot = full();
    snapshot.demo = true;
    let pdf = render(&snapshot, GIVEN).expect("a receipt");
    compare("training.png", &File::new(&pdf).raster(DOTS_PER_INCH));
}
