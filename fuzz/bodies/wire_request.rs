//! The body of any request of a desk but a push (that is `wire_answer`'s) and a bundle (`courier`'s),
//! and the header every request carries, as the centre reads them: read or refused, never a panic.
//! What was read says the same when it is written and read again, and no field of a signed message can
//! pass for the next one.
//!
//! The first byte chooses the call; the rest is the body, or the header's text.

use protocol::Spoken;
use protocol::wire::{
    ChallengeRequest, ClaimRequest, EnrolRequest, IncarnationRequest, LeaseReturn, LeaseWish,
    SessionRequest, session_message,
};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// One input.
pub(crate) fn run(bytes: &[u8]) {
    let Some((call, body)) = bytes.split_first() else {
        return;
    };
    match call % 8 {
        0 => drop(read::<EnrolRequest>(body)),
        1 => drop(read::<ChallengeRequest>(body)),
        2 => session(body),
        3 => drop(read::<IncarnationRequest>(body)),
        4 => leases(body),
        5 => drop(read::<Vec<LeaseReturn>>(body)),
        6 => drop(read::<ClaimRequest>(body)),
        _ => header(body),
    }
}

fn read<T: Serialize + DeserializeOwned>(body: &[u8]) -> Option<T> {
    let read: T = serde_json::from_slice(body).ok()?;
    let written = serde_json::to_string(&read).expect("what was read is written");
    let again: T = serde_json::from_str(&written).expect("and read again");
    let again = serde_json::to_string(&again).expect("and written again");
    assert!(again == written, "it says the same");
    Some(read)
}

fn session(body: &[u8]) {
    let Some(request) = read::<SessionRequest>(body) else {
        return;
    };
    let SessionRequest {
        desk,
        incarnation,
        officer,
        nonce,
        ..
    } = request;
    let signed = session_message(desk, incarnation, &officer, &nonce);
    let signed = String::from_utf8(signed).expect("a text");
    let lines: Vec<&str> = signed.splitn(5, '\n').skip(1).collect();
    let (desk, incarnation) = (desk.to_string(), incarnation.to_string());
    let said = [&*desk, &*incarnation, officer.as_str(), &*nonce];
    assert!(lines == said, "each field on its line");
}

fn leases(body: &[u8]) {
    for wish in read::<Vec<LeaseWish>>(body).unwrap_or_default() {
        let agency = wish.agency.to_string();
        assert!(!agency.contains('\n'), "an agency is one line of a lease");
    }
}

fn header(text: &[u8]) {
    let Some(heard) = std::str::from_utf8(text).ok().and_then(Spoken::parse) else {
        return;
    };
    let said = heard.to_string();
    assert!(Spoken::parse(&said) == Some(heard), "what is said is heard");
    if let Some(older) = Spoken::OURS.toned_down(heard.version) {
        assert!(Spoken::OURS.understands(older.version), "and is understood");
    }
}
