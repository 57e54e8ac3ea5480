//! One format for exported journals, of a desk and of the centre: a line of JSON an event.

use domain::journal::ChainHead;
use serde::Serialize;
use serde_json::value::RawValue;

/// An event as a line. Whoever has the lines of a journal can compute its chain again (invariant
/// I5) without what the events say about dossiers and persons: the chain is over the envelope and
/// the BLAKE3 hash of the body.
#[derive(Debug, Serialize)]
pub struct AuditLine<'a, E: Serialize> {
    /// Who, when, where in the journal, which dossier.
    pub envelope: E,
    /// Kind tag of what happened; empty where it does not read.
    pub kind: &'a str,
    /// BLAKE3 of the body's bytes, 64 hexadecimal digits.
    pub body_hash: String,
    /// Chain head after it, 64 hexadecimal digits; empty for an event of another journal.
    pub head: String,
    /// What the centre said against it, or empty.
    pub issue: &'a str,
    /// What happened, only where persons may be named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<&'a RawValue>,
}

impl<'a, E: Serialize> AuditLine<'a, E> {
    /// A line without the body.
    #[must_use]
    pub fn new(envelope: E, kind: &'a str, body: &[u8], head: Option<ChainHead>) -> Self {
        Self {
            envelope,
            kind,
            body_hash: blake3::hash(body).to_hex().to_string(),
            head: head.map(|head| head.hex()).unwrap_or_default(),
            issue: "",
            body: None,
        }
    }
}
