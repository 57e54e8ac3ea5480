//! The QR and bar code of a receipt, or anything that is scanned in their place: no card of a
//! person, a code that reads back as it is written, a search text like any other.

use domain::card::parse_card;
use domain::code::{DossierCode, ProvisionalCode};
use domain::text::{QUERY_FORMS_MAX, query_forms};

/// One input.
pub(crate) fn run(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    if text.trim_start().starts_with("https://") {
        assert!(parse_card(text).is_err(), "an address is no person");
    }
    let fragment = text.split_once('#').map_or(text, |(_, fragment)| fragment);
    // <code>.<tail of the id>.<key id>.<signature>; the code has points of its own
    let code = fragment.rsplitn(4, '.').last().unwrap_or_default();
    for code in [text, fragment, code] {
        codes(code);
    }
    let forms = query_forms(text);
    assert!(
        forms.len() <= QUERY_FORMS_MAX,
        "few forms, whatever was scanned into the search"
    );
}

fn codes(text: &str) {
    if let Ok(code) = DossierCode::parse(text) {
        let again = DossierCode::parse(&code.to_string());
        assert!(
            again.as_ref() == Ok(&code),
            "a code reads back as it is written"
        );
    }
    if let Ok(code) = ProvisionalCode::parse(text) {
        let again = ProvisionalCode::parse(&code.to_string());
        assert!(again.as_ref() == Ok(&code), "a temporary code too");
    }
}
