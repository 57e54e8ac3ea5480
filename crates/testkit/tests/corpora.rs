//! What the fuzz targets have been given so far, replayed with every run of the tests: the bodies
//! of the targets are the very files that cargo-fuzz builds.
#![cfg(test)]

use std::path::{Path, PathBuf};

#[path = "../../../fuzz/bodies/card_qr.rs"]
mod card_qr;
#[path = "../../../fuzz/bodies/courier.rs"]
mod courier_file;
#[path = "../../../fuzz/bodies/pages.rs"]
mod pages;
#[path = "../../../fuzz/bodies/portal_record.rs"]
mod portal_record;
#[path = "../../../fuzz/bodies/receipt_qr.rs"]
mod receipt_qr;
#[path = "../../../fuzz/bodies/wire_answer.rs"]
mod wire_answer;
#[path = "../../../fuzz/bodies/wire_request.rs"]
mod wire_request;

/// Largest input kept, in bytes: a corpus is small, or it would not be replayed every time.
const INPUT_BYTES_MAX: usize = 64 * 1024;

fn fuzz() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz")
}

fn replay(target: &str, run: fn(&[u8])) {
    let folder = fuzz().join("corpus").join(target);
    let inputs = std::fs::read_dir(&folder).unwrap_or_else(|e| panic!("{folder:?}: {e}"));
    let mut count = 0;
    for input in inputs {
        let path = input.expect("listed").path();
        let bytes = std::fs::read(&path).expect("readable");
        assert!(
            bytes.len() <= INPUT_BYTES_MAX,
            "{path:?} is too large to keep"
        );
        println!("{target}: {path:?}"); // shown when it fails
        run(&bytes);
        for cut in [bytes.len() / 2, bytes.len().saturating_sub(1)] {
            run(&bytes[..cut]);
        }
        count += 1;
    }
    assert!(count >= 5, "{target}: the corpus has {count} inputs");
}

#[test]
fn readings_of_cards_replay() {
    replay("card_qr", card_qr::run);
}

#[test]
fn files_of_the_courier_replay() {
    replay("courier", courier_file::run);
}

#[test]
fn bodies_of_pages_replay() {
    replay("pages", pages::run);
}

#[test]
fn records_of_the_portal_replay() {
    replay("portal_record", portal_record::run);
}

#[test]
fn codes_of_receipts_replay() {
    replay("receipt_qr", receipt_qr::run);
}

#[test]
fn answers_of_a_centre_replay() {
    replay("wire_answer", wire_answer::run);
}

#[test]
fn requests_of_a_desk_replay() {
    replay("wire_request", wire_request::run);
}

#[test]
fn every_fuzz_target_has_a_corpus_and_every_corpus_a_target() {
    let names = |folder: &str| {
        let files = std::fs::read_dir(fuzz().join(folder)).expect("a folder");
        let stem = |path: PathBuf| path.file_stem().map(|s| s.to_string_lossy().into_owned());
        let mut names: Vec<String> = files.filter_map(|f| stem(f.ok()?.path())).collect();
        names.sort();
        names
    };
    let targets = names("fuzz_targets");
    assert_eq!(
        targets,
        [
            "card_qr",
            "courier",
            "pages",
            "portal_record",
            "receipt_qr",
            "wire_answer",
            "wire_request"
        ],
        "all replayed"
    );
    assert_eq!(names("bodies"), targets, "a body for each");
    assert_eq!(names("corpus"), targets, "a corpus for each");
    let manifest = std::fs::read_to_string(fuzz().join("Cargo.toml")).expect("readable");
    for target in &targets {
        assert!(
            manifest.contains(&format!("name = \"{target}\"")),
            "{target} is built"
        );
    }
}
