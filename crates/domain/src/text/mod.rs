//! Vietnamese text: one stored form (NFC), one search form (folded), the order of names, and the
//! signs that a text was damaged on its way through a keyboard or an old font.
//!
//! Stored text never loses its marks; the fold is for keys only. Everything is linear in the length
//! of its input and bounded by the constants beside it.

mod fold;
mod garbled;
mod name_order;
mod query;
mod syllable;
mod telex;
mod tokens;
mod vni;

pub use fold::{fold, nfc, tidy};
pub use garbled::{Garble, garble};
pub use name_order::name_key;
pub use query::{QUERY_CHARS_MAX, QUERY_FORMS_MAX, query_forms};
pub use tokens::{TOKEN_WORDS_MAX, family_given, tokens, words};
