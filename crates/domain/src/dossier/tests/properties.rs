//! Properties over any events, any acts and any form.

use proptest::prelude::*;

use super::*;

/// What must hold from one state to the next, whatever happened between.
fn lawful(before: &Dossier, after: &Dossier, body: &EventBody) {
    let moved = before.status != after.status;
    let by_table = before.status.may_become(after.status);
    assert!(
        !moved || by_table,
        "{:?} → {:?} by {body:?}",
        before.status,
        after.status
    );
    let raised = after.own_epoch - before.own_epoch;
    let handed_over = matches!(
        body,
        EventBody::Accepted { .. } | EventBody::SentBack { .. }
    );
    assert!(
        raised <= u32::from(handed_over),
        "the epoch grows by hand-over only: {body:?}"
    );
    let owner_changed = before.owner.is_some() && before.owner != after.owner;
    assert_eq!(
        owner_changed,
        raised == 1,
        "owner and epoch change together: {body:?}"
    );
    let paused = matches!(
        after.status,
        BusinessStatus::SupplementRequested | BusinessStatus::ObligationRequested
    );
    assert_eq!(
        after.paused_since.is_some(),
        paused,
        "the clock stands in 5 and 6 only: {body:?}"
    );
    assert_eq!(after.events, before.events + 1, "every event counts");
    assert!(
        before.received.is_none() || before.received == after.received,
        "facts stay"
    );
    assert!(after.paid >= before.paid, "money only comes in");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_events_in_any_order_fold_lawfully_and_never_panic(
        order in proptest::collection::vec((0_usize..31, 0_i64..1_000_000_000), 0..40),
    ) {
        let bodies = bodies();
        let mut state = Dossier::new(ID);
        let mut history = Vec::new();
        for (n, (index, moment)) in order.into_iter().enumerate() {
            let envelope = envelope(n as u64 + 1, Timestamp(1_790_000_000_000 + moment));
            let body = &bodies[index % bodies.len()];
            let fitting = fits(&state, &envelope, body);
            let next = apply(state.clone(), &envelope, body);
            lawful(&state, &next, body);
            if !fitting {
                let counted = Dossier {
                    events: state.events + 1,
                    last_event_at: next.last_event_at,
                    ..state.clone()
                };
                prop_assert_eq!(&next, &counted, "what does not fit changes nothing");
            }
            state = next;
            history.push((envelope, body));
        }
        let folded = fold(ID, history.iter().map(|(envelope, body)| (envelope, *body)));
        prop_assert_eq!(folded, state, "folding again gives the same state");
    }

    #[test]
    fn any_acts_in_any_order_keep_the_invariants(
        order in proptest::collection::vec((0_usize..28, 0_usize..3, any::<bool>(), 1_i64..400), 0..40),
    ) {
        let acts = acts();
        let mut state = Dossier::new(ID);
        let mut now = Site::new().now;
        for (index, side, is_lead, minutes) in order {
            now = now.plus_ms(minutes * 60_000);
            let sides = [office("tt-hoalu"), department(), office("tt-khac")];
            let mut site = Site::new().acting_for(sides[side].clone());
            site.now = now;
            site.role = if is_lead { Role::Lead } else { Role::Officer };
            let act = acts[index % acts.len()].clone();
            let Ok(events) = decide(&state, act, &site.context()) else { continue };
            for body in &events {
                let envelope = envelope(u64::from(state.events) + 1, now);
                prop_assert!(fits(&state, &envelope, body), "decided but does not fit: {:?}", body);
                let next = apply(state.clone(), &envelope, body);
                lawful(&state, &next, body);
                state = next;
            }
        }
        if let Some(due) = &state.due {
            let site = Site::new();
            prop_assert!(site.calendar.is_open(due.at), "promised within the hours");
        }
    }

    #[test]
    fn a_form_with_any_fields_is_checked_without_panic(
        name in "\\PC{0,30}", code in proptest::option::of("\\PC{0,60}"), case in 0_usize..3,
        sets in any::<u16>(), moment in any::<i64>(), states in proptest::collection::vec(0_u8..4, 0..5),
    ) {
        let mut site = Site::with(|p| p.code_issuer = CodeIssuer::Vertical);
        site.now = Timestamp(moment);
        let checked = site.check(|form| {
            form.parties = vec![person(PartyRole::Applicant, &name)];
            form.foreign_code = code;
            form.case = case;
            form.sets = sets;
            form.papers = states.into_iter().map(|n| paper("A", match n {
                0 => PaperState::NotApplicable,
                1 => PaperState::Complete,
                2 => PaperState::Missing,
                _ => PaperState::Incorrect,
            })).collect();
        });
        if let Err(refusal) = checked {
            prop_assert!(!refusal.fields().is_empty(), "a refusal says which fields");
        }
    }
}
