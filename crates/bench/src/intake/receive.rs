//! The transaction of an intake, step by step as `desk::intake::receive` does it: number, decision,
//! event with everything derived from it, pages, draft, receipt snapshot, print job.

use domain::code::CodePattern;
use domain::dossier::{Act, CodeNeed, Dossier, EventBody, Received, ReceivedCode, decide};
use domain::journal::ClockReading;
use domain::time::Timestamp;
use ed25519_dalek::SigningKey;
use forms::ReceiptSnapshot;
use store::{NewEvent, NewPrintJob, Store, Tx, Want};

use super::plan::Planned;
use super::receipt::snapshot;
use crate::Failure;
use crate::seeded::Site;

/// Copies of Mẫu 01.
const COPIES: u16 = 2;

/// The office and the desk's key.
pub(super) struct Desk<'a> {
    pub(super) site: &'a Site,
    pub(super) signing: SigningKey,
}

/// Runs the transaction; gives what would be printed.
pub(super) fn receive(
    store: &Store,
    desk: &Desk<'_>,
    planned: &Planned,
) -> Result<ReceiptSnapshot, Failure> {
    store.write(|tx| record(tx, desk, planned))
}

fn record(tx: &mut Tx<'_>, desk: &Desk<'_>, planned: &Planned) -> Result<ReceiptSnapshot, Failure> {
    let request = planned.prepared.request;
    if tx.dossier_of_request(request)?.is_some() {
        return Err("this intake was received before".into());
    }
    let code = draw(tx, desk, planned)?;
    let (body, received) = decided(desk, planned, code)?;
    if tx.draft_attachments(request)?.len() != received.attachments.len() {
        return Err("a page came in between".into());
    }
    append(tx, desk, planned, &body)?;
    if tx.draft(request)?.is_some() {
        tx.move_attachments(request, planned.prepared.id)?;
        tx.remove_draft(request)?;
    }
    let receipt = snapshot(desk, planned.prepared.id, &received);
    tx.add_print_job(&NewPrintJob {
        id: planned.job,
        dossier: planned.prepared.id,
        copies: COPIES,
        reprint_no: 0,
        snapshot: serde_json::to_string(&receipt)?,
        at: planned.now(),
    })?;
    Ok(receipt)
}

fn draw(tx: &Tx<'_>, desk: &Desk<'_>, planned: &Planned) -> Result<ReceivedCode, Failure> {
    let CodeNeed::Official { agency, day } = planned.prepared.checked.need() else {
        return Err("an intake that needs no official code".into());
    };
    let want = Want {
        agency,
        day: *day,
        now: planned.now(),
        dossier: planned.prepared.id,
    };
    let taken = tx.take_number(&want)?;
    let taken = taken.map_err(|refusal| format!("no number: {refusal:?}"))?;
    let number = u64::from(taken.number);
    let code = CodePattern::default().code(&desk.site.agency, *day, number)?;
    Ok(ReceivedCode::Official {
        code,
        lease: taken.lease,
    })
}

fn decided(
    desk: &Desk<'_>,
    planned: &Planned,
    code: ReceivedCode,
) -> Result<(EventBody, Received), Failure> {
    let intake = Box::new(planned.prepared.checked.clone());
    let context = desk.site.context(planned.now(), None);
    let state = Dossier::new(planned.prepared.id);
    let bodies = decide(&state, Act::Receive { intake, code }, &context);
    let bodies = bodies.map_err(|refusal| refusal.code())?;
    let body = bodies
        .into_iter()
        .next()
        .ok_or("a reception without an event")?;
    let EventBody::Received(received) = &body else {
        return Err("a reception that is none".into());
    };
    let received = Received::clone(received);
    Ok((body, received))
}

fn append(
    tx: &Tx<'_>,
    desk: &Desk<'_>,
    planned: &Planned,
    body: &EventBody,
) -> Result<(), Failure> {
    if planned.now() < tx.clock_floor()? {
        return Err("the clock is below the last event".into());
    }
    let setting = |key| {
        tx.setting(key)
            .map(|text| text.and_then(|text| text.parse().ok()))
    };
    let clock = ClockReading {
        skew_ms: setting("clock.skew_ms")?.unwrap_or(0),
        heard_at: setting("clock.heard_at")?.map(Timestamp),
    };
    tx.append(&NewEvent {
        id: planned.event,
        dossier: planned.prepared.id,
        at: planned.now(),
        officer: &desk.site.officer,
        own_epoch: 0,
        clock,
        versions: planned.prepared.checked.versions(),
        body,
    })?;
    Ok(())
}
