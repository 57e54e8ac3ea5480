//! Confirming the day: a machine whose clock stands where it cannot be believed gives no official
//! number until the officer has confirmed the day together with the lead, who signs with the
//! password here, or tells a code on the telephone that fits only this challenge and the day on the
//! lead's own machine (ADR 0006). Every try uses the challenge up.

use domain::day::{DayConfirmed, DayDoubt, phone_code};
use domain::ids::OfficerId;
use protocol::commands::ChangeTag;
use protocol::view::{ConfirmDay, DayView, ErrorView, OfficerChoice};
use protocol::wire::Role;
use store::NewDayConfirmed;
use store::keys::{KeyFile, SlotError};
use sync::LinkStatus;

use super::officer::is_removed;
use super::secrets::DeskSecrets;
use crate::act::heard_at;
use crate::catalogue::Books;
use crate::desk::{Desk, Work};
use crate::errors::{Code, Fault, view};
use crate::hex;
use crate::numbering::{day_doubt, day_facts, doubt_code};
use crate::open::lock;

/// Digits of a challenge.
const CHALLENGE_DIGITS: usize = 8;
/// Longest password, in bytes.
const PASSWORD_BYTES_MAX: usize = 512;

impl Desk {
    /// What the machine knows of the day, and how it can be confirmed.
    ///
    /// # Errors
    /// `store.*`, `catalogue.absent`.
    pub fn day(&self, (): ()) -> Result<DayView, ErrorView> {
        self.work().and_then(|work| day(&work)).map_err(view)
    }

    /// Confirms that the day on this machine is right.
    ///
    /// # Errors
    /// `day.*`, `sign_in.*` for the lead's password.
    pub fn confirm_day(&self, request: ConfirmDay) -> Result<(), ErrorView> {
        self.work()
            .and_then(|work| confirm(&work, &request))
            .map_err(view)
    }

    /// The lead's code over the telephone for the challenge of another desk.
    ///
    /// # Errors
    /// `app.not_allowed` for anybody else, `day.code` when it is no challenge, `day.centre` while
    /// the day is in doubt here too, `day.no_key`.
    pub fn day_code(&self, challenge: String) -> Result<String, ErrorView> {
        self.work()
            .and_then(|work| code_for(&work, &challenge))
            .map_err(view)
    }
}

fn day(work: &Work<'_>) -> Result<DayView, Fault> {
    let books = work.books()?;
    let challenge = match office_key(&books) {
        Some(_key) => challenge(work)?,
        None => String::new(),
    };
    let keys = KeyFile::load(&work.desk.paths)?;
    let officers = keys.map(|keys| keys.officers()).unwrap_or_default();
    let leads = officers
        .into_iter()
        .filter(|officer| books.role_of(&officer.login) == Some(Role::Lead))
        .map(|officer| OfficerChoice {
            login: officer.login.to_string(),
            name: officer.name,
        });
    work.store().read(|r| {
        let facts = day_facts(r, work.now)?;
        let doubt = day_doubt(r, books.calendar(), work.now)?;
        Ok(DayView {
            doubt: doubt.map_or("", doubt_code).to_owned(),
            now: work.now.0,
            last_act: (facts.last_act.0 > 0).then_some(facts.last_act.0),
            heard: facts.heard.map(|at| at.0),
            challenge,
            leads: leads.collect(),
        })
    })
}

fn confirm(work: &Work<'_>, request: &ConfirmDay) -> Result<(), Fault> {
    work.at_counter()?;
    let books = work.books()?;
    let doubt = work
        .store()
        .read(|r| day_doubt(r, books.calendar(), work.now))?;
    let is_online = work.open.worker.status().link == LinkStatus::Online;
    match doubt {
        None => return Err(Fault::code(Code::DayCentre)),
        // the centre is there and says another day: a clock is set, not argued with
        Some(DayDoubt::BeforeCentre | DayDoubt::FarAfterCentre) if is_online => {
            return Err(Fault::code(Code::DayCentre));
        }
        Some(_) => {}
    }
    let lead = if request.code.trim().is_empty() {
        Some(by_password(work, &books, request)?)
    } else {
        by_telephone(work, &books, request.code.trim())?;
        None
    };
    work.store().write(|tx| {
        let over = heard_at(tx)?;
        let at = work.now;
        tx.confirm_day(&NewDayConfirmed {
            confirmed: DayConfirmed { at, over },
            officer: work.login(),
            lead: lead.as_ref(),
        })
        .map_err(Fault::from)
    })?;
    tracing::warn!(
        by_telephone = lead.is_none(),
        "the day was confirmed by a person"
    );
    work.changed(&[ChangeTag::Strip, ChangeTag::Dossiers, ChangeTag::Sync]);
    work.open.look();
    Ok(())
}

/// The lead at the desk.
fn by_password(work: &Work<'_>, books: &Books, request: &ConfirmDay) -> Result<OfficerId, Fault> {
    let no_lead = || Fault::code(Code::DayLead);
    let lead = OfficerId::parse(request.lead.trim()).map_err(|_no_name| no_lead())?;
    let is_lead = books.role_of(&lead) == Some(Role::Lead);
    if !is_lead || work.store().read(|r| is_removed(r, &lead))? {
        return Err(no_lead());
    }
    if request.password.is_empty() || request.password.len() > PASSWORD_BYTES_MAX {
        return Err(Fault::code(Code::SignInPassword));
    }
    let _turn = lock(&work.desk.turn); // the file of officers is written
    let paths = &work.desk.paths;
    let secrets = DeskSecrets::load(&*work.desk.config.secrets)?;
    let keys = KeyFile::load(paths)?;
    let mut keys = keys.ok_or_else(|| Fault::code(Code::DayNoSlot))?;
    match keys.open_slot(paths, &lead, &request.password, &secrets.device, work.now) {
        Ok(_key) => Ok(lead),
        Err(SlotError::NoSlot | SlotError::Removed) => Err(Fault::code(Code::DayNoSlot)),
        Err(SlotError::Locked { until }) => {
            let minutes = until.0.saturating_sub(work.now.0).max(0) / 60_000 + 1;
            Err(Fault::with(Code::SignInLocked, "minutes", minutes))
        }
        Err(SlotError::Wrong { left, .. }) => Err(Fault::with(Code::SignInPassword, "left", left)),
        Err(SlotError::Keys(error)) => Err(error.into()),
    }
}

/// The lead on the telephone.
fn by_telephone(work: &Work<'_>, books: &Books, code: &str) -> Result<(), Fault> {
    let key = office_key(books).ok_or_else(|| Fault::code(Code::DayNoKey))?;
    let challenge = lock(&work.desk.challenge).take();
    let challenge = challenge.ok_or_else(|| Fault::code(Code::DayCode))?;
    let digits: String = code.chars().filter(char::is_ascii_digit).collect();
    if digits == phone_code(&key, work.now.civil_date(), &challenge) {
        Ok(())
    } else {
        Err(Fault::code(Code::DayCode))
    }
}

fn code_for(work: &Work<'_>, challenge: &str) -> Result<String, Fault> {
    if work.role()? != Role::Lead {
        return Err(Fault::code(Code::NotAllowed));
    }
    let books = work.books()?;
    let key = office_key(&books).ok_or_else(|| Fault::code(Code::DayNoKey))?;
    let doubt = work
        .store()
        .read(|r| day_doubt(r, books.calendar(), work.now))?;
    if doubt.is_some() {
        return Err(Fault::code(Code::DayCentre));
    }
    let digits: String = challenge.chars().filter(char::is_ascii_digit).collect();
    if digits.len() != CHALLENGE_DIGITS {
        return Err(Fault::code(Code::DayCode));
    }
    Ok(phone_code(&key, work.now.civil_date(), &digits))
}

fn office_key(books: &Books) -> Option<[u8; 32]> {
    hex::decode_array(&books.policy.day_key)
}

/// The challenge on the screen; the same until it is used up.
fn challenge(work: &Work<'_>) -> Result<String, Fault> {
    let mut held = lock(&work.desk.challenge);
    if let Some(challenge) = held.as_ref() {
        return Ok(challenge.clone());
    }
    let mut bytes = [0; 8];
    getrandom::fill(&mut bytes).map_err(Fault::Random)?;
    let number = u64::from_le_bytes(bytes) % 10_u64.pow(8);
    let challenge = format!("{number:0CHALLENGE_DIGITS$}");
    *held = Some(challenge.clone());
    drop(held);
    Ok(challenge)
}
