//! Signing in and unlocking. An officer who has a key slot on this desk signs in without the
//! network; the first time, and with a password the slot does not know, the centre is asked and
//! releases the database key. What the centre says of a password is believed over the slot, so that
//! a password changed there works here.

use std::sync::Arc;

use domain::ids::OfficerId;
use domain::time::Timestamp;
use protocol::view::{AppState, ErrorView, SignInRequest};
use protocol::wire::SessionReply;
use store::keys::{Argon2Cost, DisplayInfo, KeyFile, SlotError, SlotOfficer};
use store::{DatabaseKey, OpenError, Store};
use sync::{CallError, Credential, DeskIdentity, OFFICER_REVOKED, Proof, SessionAsk};
use zeroize::Zeroizing;

use super::officer::{is_removed, known, signed_in};
use super::secrets::DeskSecrets;
use crate::act::is_out_of_touch;
use crate::desk::Desk;
use crate::enrolment::Enrolment;
use crate::errors::{Code, Fault, chain, view};
use crate::open::{Open, OpenWith, lock};

/// Waits longer than this are told in minutes, in milliseconds.
const WAIT_MS_MAX: i64 = 60_000;
/// Longest password, in bytes.
const PASSWORD_BYTES_MAX: usize = 512;

impl Desk {
    /// Signs an officer in, or unlocks the screen.
    ///
    /// # Errors
    /// `sign_in.*`, `link.*` where the centre was needed, `store.*` and `keyring.*` where the desk
    /// cannot open.
    pub fn sign_in(&self, request: SignInRequest) -> Result<AppState, ErrorView> {
        sign_in(self, request).map_err(view)?;
        self.app_state(())
    }
}

/// Everything one sign-in works with.
struct Attempt<'a> {
    desk: &'a Desk,
    enrolment: Arc<Enrolment>,
    secrets: DeskSecrets,
    credential: Credential,
    now: Timestamp,
}

/// A sign-in that succeeded.
struct Admitted {
    key: DatabaseKey,
    reply: Option<SessionReply>,
}

fn sign_in(desk: &Desk, request: SignInRequest) -> Result<(), Fault> {
    let _turn = lock(&desk.turn);
    let enrolment = lock(&desk.state).enrolment.clone();
    let enrolment = enrolment.ok_or_else(|| Fault::code(Code::Unenrolled))?;
    let officer = OfficerId::parse(request.login.trim())
        .map_err(|_no_name| Fault::code(Code::SignInUnknown))?;
    if request.password.len() > PASSWORD_BYTES_MAX || request.password.is_empty() {
        return Err(Fault::code(Code::SignInPassword));
    }
    if enrolment.recovering {
        return Err(Fault::code(Code::KeyringLost));
    }
    let secrets = DeskSecrets::load(&*desk.config.secrets)?;
    let credential = Credential {
        officer,
        password: Zeroizing::new(request.password),
    };
    let attempt = Attempt {
        desk,
        enrolment,
        secrets,
        credential,
        now: desk.now(),
    };
    let admitted = attempt.admit()?;
    attempt.enter(admitted)
}

impl Attempt<'_> {
    fn admit(&self) -> Result<Admitted, Fault> {
        let paths = &self.desk.paths;
        let keys = KeyFile::load(paths)?;
        let mut keys = keys.unwrap_or_else(|| KeyFile::new(self.enrolment.desk, self.display()));
        let Credential { officer, password } = &self.credential;
        match keys.open_slot(paths, officer, password, &self.secrets.device, self.now) {
            Ok(key) => Ok(Admitted { key, reply: None }),
            Err(SlotError::Keys(error)) => Err(error.into()),
            Err(SlotError::Locked { until }) => Err(self.wait(until)),
            Err(SlotError::NoSlot) => self.online(&mut keys).map_err(first_time),
            Err(SlotError::Removed) => self.online(&mut keys).map_err(back_in_service),
            Err(SlotError::Wrong { left, retry_at }) => {
                // a password changed at the centre; without an answer the slot's word stands
                self.online(&mut keys)
                    .map_err(|_refused| self.wrong(left, retry_at))
            }
        }
    }

    fn wrong(&self, left: u8, retry_at: Timestamp) -> Fault {
        if left == 0 {
            self.wait(retry_at)
        } else {
            Fault::with(Code::SignInPassword, "left", left)
        }
    }

    fn wait(&self, until: Timestamp) -> Fault {
        let ms = until.0.saturating_sub(self.now.0).max(0);
        if ms <= WAIT_MS_MAX {
            return Fault::with(Code::SignInWait, "seconds", ms / 1000 + 1);
        }
        Fault::with(Code::SignInLocked, "minutes", ms / 60_000 + 1)
    }

    fn display(&self) -> DisplayInfo {
        DisplayInfo {
            office_name: self.enrolment.office_name.clone(),
            label: self.enrolment.label.clone(),
            centre_url: self.enrolment.centre_url.clone(),
            agency: self.enrolment.agency.to_string(),
            demo: Vec::new(),
        }
    }

    /// Asks the centre; it releases the database key to this desk and officer.
    fn online(&self, keys: &mut KeyFile) -> Result<Admitted, Fault> {
        let enrolment = &self.enrolment;
        let transport = (self.desk.config.connect)(&enrolment.centre_url, &enrolment.ca_der()?)?;
        let identity = DeskIdentity {
            desk: enrolment.desk,
            key: self.secrets.signing.clone(),
        };
        let ask = SessionAsk {
            identity: &identity,
            incarnation: self.incarnation()?,
            officer: &self.credential.officer,
            sealed_key: enrolment.sealed_key.clone(),
        };
        let proof = Proof::Password(&self.credential.password);
        let answer = self.desk.link.session(transport, ask, proof);
        let reply = answer.inspect_err(|error| self.note_removed(keys, error))?;
        let key = reply
            .database_key
            .as_deref()
            .and_then(DatabaseKey::from_hex);
        let key = key.ok_or_else(|| Fault::code(Code::SignInNoKey))?;
        let officer = SlotOfficer {
            login: self.credential.officer.clone(),
            name: reply.officer_name.clone(),
        };
        let (password, cost) = (&self.credential.password, Argon2Cost::default());
        keys.add_slot(&officer, password, &self.secrets.device, &key, cost)?;
        keys.save(&self.desk.paths)?;
        self.forget_sealed_key()?;
        Ok(Admitted {
            key,
            reply: Some(reply),
        })
    }

    /// Whom the centre has out of service keeps no slot.
    fn note_removed(&self, keys: &mut KeyFile, error: &CallError) {
        if error.code() != OFFICER_REVOKED || !keys.remove_slot(&self.credential.officer) {
            return;
        }
        if let Err(error) = keys.save(&self.desk.paths) {
            tracing::warn!(error = %chain(&error), "an officer out of service keeps a key slot");
        }
    }

    /// The open database knows the newest incarnation.
    fn incarnation(&self) -> Result<u32, Fault> {
        let open = lock(&self.desk.state).open.clone();
        open.map_or(Ok(self.enrolment.incarnation), |open| {
            Ok(open.store.read(|r| r.identity())?.incarnation)
        })
    }

    /// The centre has it now.
    fn forget_sealed_key(&self) -> Result<(), Fault> {
        if self.enrolment.sealed_key.is_none() {
            return Ok(());
        }
        let enrolment = Enrolment {
            sealed_key: None,
            ..(*self.enrolment).clone()
        };
        enrolment.save(&self.desk.config.data_dir)?;
        lock(&self.desk.state).enrolment = Some(Arc::new(enrolment));
        Ok(())
    }

    /// Opens the desk if it is not open, and lets the officer in.
    fn enter(self, admitted: Admitted) -> Result<(), Fault> {
        let open = lock(&self.desk.state).open.clone();
        let desk = self.desk;
        let (open, reply) = match open {
            Some(open) => {
                let reply = self.in_touch(&open.store, admitted)?.reply;
                open.worker.sign_in(self.credential.clone(), reply.clone());
                (open, reply)
            }
            None => self.open(admitted)?,
        };
        let officer = signed_in(&open.store, &self.credential.officer, reply.as_ref())?;
        desk.update(|state| {
            state.open = Some(open);
            state.officer = Some(Arc::new(officer));
            state.locked = false;
            state.slept = desk.config.clock.slept();
            state.problem = None;
        });
        Ok(())
    }

    fn open(&self, admitted: Admitted) -> Result<(Arc<Open>, Option<SessionReply>), Fault> {
        let mutation = self.desk.config.pace.mutation();
        let opened = Store::open_with(&self.desk.paths, &admitted.key, mutation);
        let (store, admitted) = match opened {
            Ok(store) => (store, admitted),
            Err(OpenError::Missing) => self.begin_anew(admitted)?,
            Err(error) => return Err(self.shut(error)),
        };
        let Admitted { key, reply } = self.in_touch(&store, admitted)?;
        let enrolment = &self.enrolment;
        let transport = (self.desk.config.connect)(&enrolment.centre_url, &enrolment.ca_der()?)?;
        let with = OpenWith {
            store,
            key,
            signing: self.secrets.signing.clone(),
            enrolment: Arc::clone(enrolment),
            transport,
            credential: self.credential.clone(),
            reply: reply.clone(),
        };
        let open = Open::start(self.desk, with)?;
        Ok((Arc::new(open), reply))
    }

    /// A desk that has not heard the centre for longer than its office allows lets nobody in by the
    /// slot alone, nor an officer out of service, nor one of whom nothing here says what they may do:
    /// the centre is asked.
    fn in_touch(&self, store: &Store, admitted: Admitted) -> Result<Admitted, Fault> {
        let (days, login) = (self.enrolment.offline_days, &self.credential.officer);
        let doubt = store.read(|r| {
            Ok::<_, Fault>(if is_removed(r, login)? {
                Some(Fault::code(Code::OfficerRemoved))
            } else if known(r, login)?.is_none() {
                Some(Fault::code(Code::SignInOffline))
            } else if is_out_of_touch(r, self.now, days)? {
                Some(Fault::with(Code::SignInOfflineTooLong, "days", days))
            } else {
                None
            })
        })?;
        let Some(doubt) = doubt.filter(|_| admitted.reply.is_none()) else {
            return Ok(admitted);
        };
        let keys = KeyFile::load(&self.desk.paths)?;
        let mut keys = keys.ok_or_else(|| Fault::code(Code::SignInOffline))?;
        self.online(&mut keys).map_err(|fault| {
            if has_no_answer(&fault) {
                doubt
            } else {
                first_time(fault)
            }
        })
    }

    /// A database that is gone (put aside as damaged) is begun anew while the centre answers: what
    /// the centre has comes back by itself, the rest from a backup.
    fn begin_anew(&self, admitted: Admitted) -> Result<(Store, Admitted), Fault> {
        let paths = &self.desk.paths;
        let admitted = match (admitted.reply.is_some(), KeyFile::load(paths)?) {
            (false, Some(mut keys)) => {
                let offline = |_no_answer| Fault::code(Code::StoreMissing);
                self.online(&mut keys).map_err(offline)?
            }
            _ => admitted,
        };
        tracing::warn!("there is no database: it is begun anew from the centre");
        let store = Store::create(paths, &admitted.key, &self.enrolment.identity()?)?;
        Ok((store, admitted))
    }

    /// A database of a newer program keeps the whole desk shut until the program is replaced.
    fn shut(&self, error: OpenError) -> Fault {
        if matches!(error, OpenError::Newer { .. }) {
            lock(&self.desk.state).problem = Some(view(Fault::code(Code::StoreNewer)));
        }
        error.into()
    }
}

const fn has_no_answer(fault: &Fault) -> bool {
    matches!(fault, Fault::Call(CallError::Transport(_)))
}

/// The centre's word on an officer who was out of service when it was last heard.
fn back_in_service(fault: Fault) -> Fault {
    if has_no_answer(&fault) {
        Fault::code(Code::OfficerRemoved)
    } else {
        first_time(fault)
    }
}

/// The centre's word at the first sign-in of an officer on this desk.
fn first_time(fault: Fault) -> Fault {
    let Fault::Call(error) = fault else {
        return fault;
    };
    match (error.code(), &error) {
        ("wrong_password", _) => Fault::code(Code::SignInPassword),
        (OFFICER_REVOKED, _) => Fault::code(Code::OfficerRemoved),
        ("locked", CallError::Refused { error, .. }) => {
            let minutes = error.retry_after.unwrap_or(0) / 60 + 1;
            Fault::with(Code::SignInLocked, "minutes", minutes)
        }
        (_, CallError::Transport(_)) => Fault::code(Code::SignInOffline),
        _ => Fault::Call(error),
    }
}
