//! The same form is the same bytes.

use forms::{Copy, CopyNumber, render, render_both};

use crate::sample::{GIVEN, KEPT, full, short, with_papers};
use crate::tools::File;

#[test]
fn the_same_input_gives_the_same_bytes_also_after_fifty_other_documents() {
    let first = render(&full(), GIVEN).expect("a receipt");
    for n in 0..50 {
        render(&with_papers(n % 7), KEPT).expect("another document");
    }
    assert!(
        render(&full(), GIVEN).expect("a receipt") == first,
        "byte for byte"
    );
}

#[test]
fn threads_do_not_disturb_each_other() {
    let expected = render(&short(), GIVEN).expect("a receipt");
    std::thread::scope(|scope| {
        let made: Vec<_> = (0..4)
            .map(|_| scope.spawn(|| render(&short(), GIVEN)))
            .collect();
        for thread in made {
            assert!(
                thread.join().expect("no panic").expect("a receipt") == expected,
                "byte for byte"
            );
        }
    });
}

#[test]
fn another_copy_or_another_word_is_another_document() {
    let given = render(&short(), GIVEN).expect("a receipt");
    let kept = render(&short(), KEPT).expect("a receipt");
    let again = render(
        &short(),
        Copy {
            number: CopyNumber::Given,
            reprint_no: 1,
        },
    )
    .expect("a receipt");
    assert!(
        given != kept && given != again,
        "the copy is part of the document"
    );
    assert_ne!(id(&given), id(&kept), "with an id of its own");
    let mut other = short();
    other.owner.name.push('a');
    assert_ne!(
        id(&given),
        id(&render(&other, GIVEN).expect("a receipt")),
        "as has every content"
    );
}

#[test]
fn both_copies_in_one_document_are_the_two_copies_in_order() {
    let both = render_both(&full(), 1).expect("a document");
    let text = File::new(&both).text();
    let kept = text.find("(Liên 1: Lưu)").expect("the kept copy");
    let given = text
        .find("(Liên 2: Giao người nộp hồ sơ)")
        .expect("the given copy");
    assert!(kept < given, "the kept one first");
    assert_eq!(
        text.matches("BẢN IN LẠI lần 1").count(),
        2,
        "each with its mark"
    );
    let copy = Copy {
        number: CopyNumber::Kept,
        reprint_no: 1,
    };
    let alone = render(&full(), copy).expect("a receipt");
    assert_ne!(id(&both), id(&alone), "a document of its own");
}

#[test]
fn a_snapshot_survives_storage() {
    let stored = serde_json::to_string(&full()).expect("json");
    let loaded = serde_json::from_str(&stored).expect("the same snapshot");
    assert_eq!(full(), loaded, "every field");
    assert!(
        render(&loaded, GIVEN).expect("a receipt") == render(&full(), GIVEN).expect("a receipt"),
        "the same paper"
    );
}

/// The /ID of the trailer.
fn id(pdf: &[u8]) -> Vec<u8> {
    let at = pdf
        .windows(4)
        .rposition(|window| window == b"/ID[")
        .expect("a trailer with an id");
    pdf[at..at + 40].to_vec()
}

#[test]
fn a_receipt_is_small() {
    let size = render(&full(), GIVEN).expect("a receipt").len();
    assert!(size < 100_000, "{size} bytes");
}
