//! Any file given to the catalogue's importer: every record is imported or rejected by its place,
//! nothing is dropped, and what was imported can be published and read again.

use domain::portal::import;
use domain::procedure::Procedure;
use serde_json::value::RawValue;

/// One input: a file, or one record of a file.
pub(crate) fn run(bytes: &[u8]) {
    check(bytes);
    check(&[b"[".as_slice(), bytes, b"]"].concat());
}

fn check(file: &[u8]) {
    let Ok(found) = import(file) else { return };
    let bare = file.strip_prefix(b"\xef\xbb\xbf").unwrap_or(file);
    let records: Vec<&RawValue> = serde_json::from_slice(bare).expect("a list, since it imported");
    let kept = found.procedures.len() + found.rejected.len();
    assert_eq!(kept, records.len(), "every record is imported or rejected");
    for rejected in &found.rejected {
        assert!(rejected.index < records.len(), "rejected by its place");
    }
    for procedure in &found.procedures {
        let json = serde_json::to_string(procedure).expect("a procedure can be published");
        let back: Procedure = serde_json::from_str(&json).expect("and read at a desk");
        assert!(back == *procedure, "unchanged");
    }
}
