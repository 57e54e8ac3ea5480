//! Print jobs, outages, settings, published documents.

use crate::testing::*;
use crate::{NewPrintJob, Outage, PrintState, Published, PublishedKind, StoreError};
use domain::ids::PrintJobId;

fn job(n: u64) -> NewPrintJob {
    NewPrintJob {
        id: PrintJobId(uuid(7, n)),
        dossier: dossier(n),
        copies: 2,
        reprint_no: 0,
        snapshot: format!("{{\"code\":\"{n}\"}}"),
        at: NOW,
    }
}

#[test]
fn a_print_job_goes_through_its_states_and_done_is_done() {
    let world = World::new();
    world.receive(&walk(1));
    world.write(|tx| tx.add_print_job(&job(1)));
    let id = job(1).id;
    let reason = String::from("paper_out");
    for state in [
        PrintState::Waiting,
        PrintState::Created { queue_job: 77 },
        PrintState::Sent { queue_job: 77 },
        PrintState::Held {
            queue_job: Some(77),
            reason: reason.clone(),
        },
        PrintState::Held {
            queue_job: None,
            reason: reason.clone(),
        },
        PrintState::Failed { reason },
        PrintState::Done,
    ] {
        world.write(|tx| tx.set_print_state(id, &state, minutes(1)));
        let read = world.read(|r| r.print_job(id)).expect("a job");
        assert_eq!(
            (&read.state, read.changed_at),
            (&state, minutes(1)),
            "as it was set"
        );
        let waits = world.read(|r| r.unfinished_print_jobs(9)).len();
        assert_eq!(
            waits,
            usize::from(state != PrintState::Done),
            "{state:?} in the list"
        );
        assert_eq!(
            world.read(|r| r.counts()).print_waiting as usize,
            waits,
            "and in the strip"
        );
    }
    let again = world
        .store()
        .write(|tx| tx.set_print_state(id, &PrintState::Waiting, NOW));
    assert!(
        matches!(again, Err(StoreError::NotFound { .. })),
        "never printed twice by a late word"
    );
    let jobs = world.read(|r| r.print_jobs_of(dossier(1)));
    assert_eq!(
        jobs[0].snapshot,
        job(1).snapshot,
        "the receipt as it was given"
    );
}

#[test]
fn a_print_job_exists_only_with_its_reception() {
    let world = World::new();
    let body = walk(1).body();
    let failed: Result<(), StoreError> = world.store().write(|tx| {
        tx.append(&new_event(1, 1, NOW, &officer(), &body))?;
        tx.add_print_job(&job(1))?;
        Err(StoreError::Busy)
    });
    assert!(failed.is_err(), "the reception failed");
    assert!(
        world.read(|r| r.unfinished_print_jobs(9)).is_empty(),
        "nothing is printed (I1)"
    );
}

#[test]
fn an_outage_begins_once_and_ends_once() {
    let world = World::new();
    world.write(|tx| tx.begin_outage(minutes(1), "refused", "call"));
    world.write(|tx| tx.begin_outage(minutes(2), "timeout", "call"));
    let lasts = Outage {
        from: minutes(1),
        to: None,
        reason: "refused".into(),
        detected: "call".into(),
    };
    assert_eq!(
        world.read(|r| r.outages(9)),
        [lasts],
        "one, since the first sign of it"
    );
    world.write(|tx| tx.end_outage(minutes(5)));
    world.write(|tx| tx.end_outage(minutes(6)));
    world.write(|tx| tx.begin_outage(minutes(7), "timeout", "call"));
    let outages = world.read(|r| r.outages(9));
    assert_eq!(outages[0].reason, "timeout", "newest first");
    assert_eq!(outages[1].to, Some(minutes(5)), "ended when it ended");
}

#[test]
fn settings_and_documents_keep_what_they_were_given() {
    let mut world = World::new();
    world.write(|tx| tx.set_setting("printer", "HP"));
    world.write(|tx| tx.set_setting("printer", "Canon"));
    let long = world
        .store()
        .write(|tx| tx.set_setting("x", &"y".repeat(70_000)));
    assert!(matches!(long, Err(StoreError::TooMuch { .. })), "bounded");
    let document = |version: u32, json: &str| Published {
        kind: PublishedKind::Catalogue,
        version,
        json: json.into(),
        signature: "ab".into(),
    };
    world.write(|tx| tx.put_published(&document(1, "{\"a\":1}"), NOW));
    world.write(|tx| tx.put_published(&document(2, "{\"a\":2}"), NOW));
    world.write(|tx| tx.put_published(&document(2, "{\"a\":\"changed\"}"), NOW));
    world.reopen();
    assert_eq!(
        world.read(|r| r.setting("printer")),
        Some("Canon".into()),
        "the last one"
    );
    assert_eq!(world.read(|r| r.setting("scanner")), None, "never set");
    let newest = world.read(|r| r.published(PublishedKind::Catalogue));
    assert_eq!(
        newest,
        Some(document(2, "{\"a\":2}")),
        "the newest, exactly as first signed"
    );
    let pinned = world.read(|r| r.published_version(PublishedKind::Catalogue, 1));
    assert_eq!(
        pinned,
        Some(document(1, "{\"a\":1}")),
        "old versions stay for pinned dossiers"
    );
    assert_eq!(
        world.read(|r| r.published_newest(PublishedKind::Policy)),
        0,
        "none yet"
    );
}

#[test]
fn the_identity_may_change_its_words_but_never_its_desk_or_life() {
    let world = World::new();
    let mut identity = identity();
    identity.label = "Quầy 4".into();
    identity.desk = desk(9);
    identity.incarnation = 9;
    world.write(|tx| tx.set_identity(&identity));
    let read = world.read(|r| r.identity());
    assert_eq!(
        (read.label.as_str(), read.desk, read.incarnation),
        ("Quầy 4", desk(1), 1),
        "desk and life stay"
    );
}
