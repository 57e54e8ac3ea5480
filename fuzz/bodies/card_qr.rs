//! Any bytes a reader may type are a person, an answer that says what to do, and never a panic.

use domain::card::{CARD_BYTES_MAX, CardReading, parse_card, parse_card_bytes};
use domain::text::nfc;

/// One input.
pub(crate) fn run(bytes: &[u8]) {
    let Ok(reading) = parse_card_bytes(bytes) else {
        return;
    };
    assert!(bytes.len() <= CARD_BYTES_MAX, "longer than a card can be");
    assert_eq!(reading.number.as_str().len(), 12, "twelve digits");
    assert!(!reading.name.is_empty(), "a person has a name");
    assert!(reading.name == nfc(&reading.name), "the name is composed");
    assert!(
        reading.address == nfc(&reading.address),
        "the address is composed"
    );
    let shown = format!("{reading:?}");
    assert!(
        !shown.contains(reading.number.as_str()),
        "no person in Debug"
    );
    let json = serde_json::to_string(&reading).expect("a reading can be written");
    let back: CardReading = serde_json::from_str(&json).expect("and read");
    assert!(back == reading, "unchanged");
    let text = String::from_utf8_lossy(bytes);
    if let Ok(again) = parse_card(&format!("{}\r\n", text.trim())) {
        assert!(
            again.number == reading.number,
            "the reader's Enter changes nobody"
        );
    }
}
