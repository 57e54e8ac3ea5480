//! Enrolment: the one-time code brings the centre's address, the fingerprint of its CA and a
//! secret. The desk makes its keys, the centre gives it an identity, and the database is made under
//! a random key that is at once sealed to the centre. The file `enrolment.json` is written last:
//! before it the desk is not enrolled, whatever else lies in the folder.
//!
//! A desk whose secrets are lost from the keyring, or its new machine, is enrolled again by a recovery
//! code: it stays the same desk under a new key, its database stays where it is, and the first
//! officer who signs in is given its key by the centre.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::text::tidy;
use protocol::view::{AppState, EnrolRequest, ErrorView};
use protocol::wire::{EnrolCode, EnrolReply};
use store::keys::KeyFile;
use store::{DatabaseKey, Store};
use sync::{CallError, Transport, TransportError};

use super::secrets::DeskSecrets;
use super::wipe::Wiped;
use crate::desk::Desk;
use crate::enrolment::Enrolment;
use crate::errors::{Code, Fault, view};
use crate::hex;
use crate::numbering::machine;
use crate::open::lock;

const PREFIX: &str = "motcua1.";
/// Longest code, in bytes.
const CODE_BYTES_MAX: usize = 4096;
/// Longest label of a desk, in characters.
const LABEL_CHARS_MAX: usize = 40;

impl Desk {
    /// Enrols this desk.
    ///
    /// # Errors
    /// `enrol.*`, `keyring.*`, `link.*`, `store.*`.
    pub fn enrol(&self, request: EnrolRequest) -> Result<AppState, ErrorView> {
        enrol(self, &request).map_err(view)?;
        self.app_state(())
    }
}

fn enrol(desk: &Desk, request: &EnrolRequest) -> Result<(), Fault> {
    let _turn = lock(&desk.turn);
    let held = lock(&desk.state).enrolment.clone();
    if let Some(held) = &held {
        are_lost(desk, held)?;
    }
    let code = parse_code(&request.code).ok_or_else(|| Fault::code(Code::EnrolCode))?;
    let label = match &held {
        Some(held) if code.desk == Some(held.desk) => held.label.clone(),
        Some(_) => return Err(Fault::code(Code::EnrolRecovery)),
        None => parse_label(&request.label)?,
    };
    let ca = desk.link.fetch_ca(&code).map_err(ca_fault)?;
    let transport = (desk.config.connect)(&code.url, &ca)?;
    if let Some(held) = &held {
        begin_recovery(desk, held)?;
    }
    let secrets = DeskSecrets::create(&*desk.config.secrets)?;
    let reply = ask(desk, transport, &code, &label, &secrets)?;
    let enrolment = make(desk, &code, &ca, label, (reply, held.is_some()))?;
    Wiped::forget(&desk.config.data_dir)?;
    enrolment.save(&desk.config.data_dir)?;
    desk.update(|state| {
        state.wiped = None;
        state.enrolment = Some(Arc::new(enrolment));
        state.problem = None;
    });
    Ok(())
}

/// An enrolled desk is enrolled again only when its secrets are lost.
fn are_lost(desk: &Desk, held: &Enrolment) -> Result<(), Fault> {
    if held.recovering {
        return Ok(());
    }
    match DeskSecrets::load(&*desk.config.secrets) {
        Ok(_) => Err(Fault::code(Code::EnrolAlready)),
        Err(fault) if fault.is(Code::KeyringLost) => Ok(()),
        Err(fault) => Err(fault),
    }
}

/// From here on there are secrets again, which open nothing until the centre has answered.
fn begin_recovery(desk: &Desk, held: &Enrolment) -> Result<(), Fault> {
    let enrolment = Enrolment {
        recovering: true,
        ..held.clone()
    };
    enrolment.save(&desk.config.data_dir)?;
    let open = desk.update(|state| {
        state.enrolment = Some(Arc::new(enrolment));
        state.officer = None;
        state.locked = false;
        state.open.take()
    });
    if let Some(open) = open {
        open.stop(); // what was opened before the secrets were lost works under the old key
    }
    Ok(())
}

fn parse_code(text: &str) -> Option<EnrolCode> {
    let text = text.trim();
    let body = text
        .strip_prefix(PREFIX)
        .filter(|_| text.len() <= CODE_BYTES_MAX)?;
    let json = URL_SAFE_NO_PAD.decode(body.trim_end_matches('=')).ok()?;
    let code: EnrolCode = serde_json::from_slice(&json).ok()?;
    code.url.starts_with("https://").then_some(code)
}

fn parse_label(text: &str) -> Result<String, Fault> {
    let label = tidy(text);
    let count = label.chars().count();
    if count == 0 || count > LABEL_CHARS_MAX {
        return Err(Fault::with(Code::EnrolLabel, "max", LABEL_CHARS_MAX));
    }
    Ok(label)
}

fn ca_fault(error: TransportError) -> Fault {
    if error == TransportError::Certificate {
        return Fault::code(Code::EnrolFingerprint);
    }
    error.into()
}

fn ask(
    desk: &Desk,
    transport: Arc<dyn Transport>,
    code: &EnrolCode,
    label: &str,
    secrets: &DeskSecrets,
) -> Result<EnrolReply, Fault> {
    let request = protocol::wire::EnrolRequest {
        secret: code.secret.clone(),
        desk_key: hex::encode(secrets.signing.verifying_key().as_bytes()),
        machine: machine(&secrets.signing),
        label: label.to_owned(),
        sealed_key: None,
    };
    desk.link.enrol(transport, &request).map_err(|error| {
        let is_used = matches!(error.status(), Some(400 | 401 | 403 | 404 | 409 | 410));
        if is_used {
            Fault::code(Code::EnrolUsed)
        } else {
            error.into()
        }
    })
}

/// Makes the record of the enrolment, and the database; that of a recovered desk stays, or is made when
/// the centre has given its key.
fn make(
    desk: &Desk,
    code: &EnrolCode,
    ca: &[u8],
    label: String,
    (reply, is_here): (EnrolReply, bool),
) -> Result<Enrolment, Fault> {
    let recovers = reply.recovers;
    let enrolment = Enrolment {
        centre_url: code.url.clone(),
        ca: hex::encode(ca),
        centre_key: reply.centre_key,
        seal_key: reply.seal_key,
        desk: reply.desk,
        incarnation: reply.incarnation,
        office: reply.office,
        office_name: reply.office_name,
        agency: reply.agency,
        label,
        offline_days: reply.offline_days,
        demo: reply.demo,
        sealed_key: None,
        recovering: false,
    };
    if let Some(keys) = KeyFile::load(&desk.paths)? {
        // what the lost secret sealed opens no more
        KeyFile::new(enrolment.desk, keys.display().clone()).save(&desk.paths)?;
    }
    if !(recovers && is_here) {
        put_aside_unfinished(desk)?;
    }
    if recovers {
        return Ok(enrolment);
    }
    let centre = hex::decode_array(&enrolment.seal_key).ok_or(Fault::Call(CallError::Garbled))?;
    let key = DatabaseKey::generate()?;
    let sealed = store::seal_recovery_key(&key, &centre)?;
    Store::create(&desk.paths, &key, &enrolment.identity()?)?.close()?;
    Ok(Enrolment {
        sealed_key: Some(hex::encode(&sealed)),
        ..enrolment
    })
}

/// A database without enrolment is left over from an enrolment that was cut off: its key is gone
/// and nothing was ever recorded in it. It is renamed all the same.
fn put_aside_unfinished(desk: &Desk) -> Result<(), Fault> {
    let database = desk.paths.database();
    if !database.exists() {
        return Ok(());
    }
    let aside = database.with_extension(format!("unfinished-{}", desk.now().0));
    store::files::rename_durable(&database, &aside).map_err(Fault::file("put a database aside"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(json: &str) -> String {
        format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(json))
    }

    #[test]
    fn a_code_is_read_with_the_spaces_of_a_paste_around_it() {
        let json = r#"{"url":"https://trungtam:8443","ca_sha256":"ab","secret":"s"}"#;
        let read = parse_code(&format!("  {}\n", code(json))).expect("a code");
        assert_eq!(read.url, "https://trungtam:8443", "the address is in it");
    }

    #[test]
    fn what_is_no_code_is_refused() {
        let plain = code(r#"{"url":"http://trungtam","ca_sha256":"ab","secret":"s"}"#);
        let long = format!("{PREFIX}{}", "A".repeat(CODE_BYTES_MAX));
        for text in ["", "motcua1.", "motcua1.%%%", "1234", &plain, &long] {
            assert!(
                parse_code(text).is_none(),
                "{} bytes are no code",
                text.len()
            );
        }
    }

    #[test]
    fn a_label_is_tidied_and_bounded() {
        assert_eq!(
            parse_label("  Quầy   3 ").ok().as_deref(),
            Some("Quầy 3"),
            "tidied"
        );
        assert!(parse_label("   ").is_err(), "a desk has a name");
        assert!(
            parse_label(&"Q".repeat(41)).is_err(),
            "41 characters are too many"
        );
    }
}
