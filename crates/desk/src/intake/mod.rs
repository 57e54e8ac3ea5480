//! Intake at the counter: the draft as typed, what is known and computed beside it, and in the end
//! the reception in one transaction.

mod discard_draft;
mod draft;
mod park;
mod parse;
mod person_hints;
mod qr;
mod quote;
mod read_card;
mod receipt;
mod receive;
mod resume;
mod save_draft;
pub(crate) mod tags;

pub(crate) use discard_draft::ThrownAway;
pub(crate) use draft::{empty, empty_party, own, request_id, to_row};
pub(crate) use parse::{Places, push_refused};
pub(crate) use qr::{ReceiptQr, look_up_text};
pub(crate) use quote::{charge_view, working};
pub(crate) use receipt::{is_provisional_note, received_code, snapshot};
