//! Why a dossier is late.

use proptest::prelude::*;

use super::*;
use crate::dossier::{Cause, Lateness, OutageSpan, lateness};

const HOUR_MS: i64 = 3_600_000;

/// Bodies with their moments, in order.
struct Journal(Vec<(Envelope, EventBody)>);

impl Journal {
    /// Received with a promise of `due` hours.
    fn received(due: i64) -> (Self, Timestamp) {
        let received = Story::received().state.received.expect("received");
        let start = received.received_at.instant();
        let mut received = received;
        received.due.at = start.plus_ms(due * HOUR_MS).civil();
        let body = EventBody::Received(Box::new(received));
        (Self(vec![(envelope(1, start), body)]), start)
    }

    fn then(mut self, at: Timestamp, body: EventBody) -> Self {
        let n = self.0.len() as u64 + 1;
        self.0.push((envelope(n, at), body));
        self
    }

    fn late(&self, outages: &[OutageSpan], now: Timestamp) -> Option<Lateness> {
        let events: Vec<_> = self.0.iter().map(|(e, b)| (e, b)).collect();
        lateness(ID, &events, outages, now)
    }
}

fn forwarded() -> EventBody {
    EventBody::Forwarded {
        to: department(),
        request: request(4),
    }
}

#[test]
fn a_hand_over_held_up_by_an_outage_is_late_because_of_synchronisation() {
    let (journal, start) = Journal::received(8);
    let hour = |n: i64| start.plus_ms(n * HOUR_MS);
    let journal = journal
        .then(hour(1), forwarded())
        .then(hour(5), EventBody::Accepted { by: department() })
        .then(hour(5), EventBody::ProcessingStarted)
        .then(
            hour(11),
            EventBody::Completed {
                decision: String::new(),
            },
        );
    let outage = (hour(0), Some(hour(3)));
    let late = journal.late(&[outage], hour(40)).expect("late");
    let expected = Lateness {
        sync_ms: 2 * HOUR_MS,
        department_ms: HOUR_MS,
        ..Lateness::default()
    };
    assert_eq!(late, expected, "two of three hours waited for the link");
    assert_eq!(late.main_cause(), Cause::Sync, "the larger part");
    let in_time = journal.late(&[], hour(7));
    assert_eq!(
        in_time.map(|late| late.total_ms()),
        Some(3 * HOUR_MS),
        "it ended at the same hour"
    );
}

#[test]
fn what_lies_at_the_office_is_the_officers_and_an_outage_is_no_excuse_for_it() {
    let (journal, start) = Journal::received(8);
    let hour = |n: i64| start.plus_ms(n * HOUR_MS);
    let outage = (hour(0), None);
    let late = journal.late(&[outage], hour(10)).expect("late");
    assert_eq!(
        (late.officer_ms, late.total_ms()),
        (2 * HOUR_MS, 2 * HOUR_MS),
        "the counter works without a link"
    );
    assert_eq!(journal.late(&[], hour(8)), None, "not late to the minute");
}

#[test]
fn papers_that_came_late_are_the_citizens_part_and_the_outcome_after_them_the_offices() {
    let (journal, start) = Journal::received(8);
    let hour = |n: i64| start.plus_ms(n * HOUR_MS);
    let mut kept = Story::received().state.due.expect("a promise");
    kept.at = hour(8).civil(); // the promise was not moved for the wait
    let journal = journal
        .then(hour(1), EventBody::ProcessingStarted)
        .then(
            hour(2),
            EventBody::SupplementRequested {
                items: vec!["Ảnh".to_owned()],
                reason: "thiếu".to_owned(),
            },
        )
        .then(hour(11), EventBody::SupplementReceived { due: kept })
        .then(
            hour(12),
            EventBody::Completed {
                decision: String::new(),
            },
        );
    let late = journal.late(&[(hour(0), None)], hour(40)).expect("late");
    let expected = Lateness {
        citizen_ms: 3 * HOUR_MS,
        officer_ms: HOUR_MS,
        ..Lateness::default()
    };
    assert_eq!(late, expected, "three of four hours waited for the papers");
    assert_eq!(late.main_cause(), Cause::Citizen, "the larger part");
}

#[test]
fn time_after_the_outcome_was_there_makes_nothing_late() {
    let (journal, start) = Journal::received(8);
    let hour = |n: i64| start.plus_ms(n * HOUR_MS);
    let journal = journal
        .then(hour(1), EventBody::ProcessingStarted)
        .then(
            hour(7),
            EventBody::Completed {
                decision: String::new(),
            },
        )
        .then(
            hour(30),
            EventBody::Paid {
                amount: Dong(20_000),
                method: "cash".to_owned(),
            },
        );
    assert_eq!(journal.late(&[], hour(90)), None, "the citizen came late");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn the_parts_sum_to_the_whole_lateness_whatever_happened(
        due in -50_i64..200,
        steps in proptest::collection::vec((0_usize..40, -20_i64..60), 0..25),
        outages in proptest::collection::vec((-50_i64..600, proptest::option::of(-50_i64..600)), 0..8),
        now in -50_i64..900,
    ) {
        let bodies = bodies();
        let (mut journal, start) = Journal::received(due);
        let mut at = start;
        for (index, hours) in steps {
            at = at.plus_ms(hours * HOUR_MS);
            journal = journal.then(at, bodies[index % bodies.len()].clone());
        }
        let hour = |n: i64| start.plus_ms(n * HOUR_MS);
        let outages: Vec<OutageSpan> =
            outages.into_iter().map(|(from, to)| (hour(from), to.map(hour))).collect();
        let now = hour(now);
        let without = journal.late(&[], now);
        let late = journal.late(&outages, now);
        prop_assert_eq!(without.map(|l| l.total_ms()), late.map(|l| l.total_ms()),
            "outages move blame, never the lateness");
        if let Some(late) = late {
            let events: Vec<_> = journal.0.iter().map(|(e, b)| (e, b)).collect();
            let state = fold(ID, events.iter().copied());
            let due = state.due.expect("a promise").at.instant();
            prop_assert!(late.total_ms() > 0, "late");
            prop_assert!(
                [late.sync_ms, late.department_ms, late.officer_ms, late.citizen_ms].iter().all(|ms| *ms >= 0),
                "no part below zero"
            );
            if !state.status.is_final() && matches!(state.status, BusinessStatus::Received | BusinessStatus::Processing) {
                prop_assert_eq!(late.total_ms(), now.0 - due.0, "the whole of it, while the clock runs");
            }
            if outages.is_empty() {
                prop_assert_eq!(late.sync_ms, 0, "nothing to excuse");
            }
        }
    }
}
