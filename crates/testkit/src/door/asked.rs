//! Whether a client has asked something on a line, or is still shaking hands.

/// First byte of a TLS line: a handshake record.
const HANDSHAKE: u8 = 22;
/// Of what is encrypted: the end of the handshake, then requests.
const ENCRYPTED: u8 = 23;
/// Type, version, length.
const HEADER_BYTES: usize = 5;

/// Reads the heads of the records a client sends.
#[derive(Debug, Default)]
pub(super) struct Asked {
    head: Vec<u8>,
    /// Bytes of the present record still to come.
    body_left: usize,
    encrypted: u32,
    is_plain: bool,
    has_begun: bool,
}

impl Asked {
    /// Takes in what the client says.
    pub(super) fn hear(&mut self, said: &[u8]) {
        if !self.has_begun {
            self.has_begun = !said.is_empty();
            self.is_plain = said.first().is_some_and(|first| *first != HANDSHAKE);
        }
        // bodies are passed over whole: what measures a line must not slow it
        let mut rest = said;
        while !rest.is_empty() && !self.is_so() {
            let (body, after) = rest.split_at(self.body_left.min(rest.len()));
            self.body_left -= body.len();
            let (head, after) = after.split_at(after.len().min(HEADER_BYTES - self.head.len()));
            self.head.extend_from_slice(head);
            if let [kind, _, _, high, low] = self.head.as_slice() {
                self.encrypted += u32::from(*kind == ENCRYPTED);
                self.body_left = usize::from(u16::from_be_bytes([*high, *low]));
                self.head.clear();
            }
            rest = after;
        }
    }

    /// The first encrypted record ends the handshake (TLS 1.3), the next one asks.
    pub(super) const fn is_so(&self) -> bool {
        self.is_plain || self.encrypted > 1
    }
}
