//! Whatever arrives in whatever order, however often.

use std::collections::HashSet;

use domain::dossier::fold;
use proptest::prelude::*;
use serde_json::json;

use super::desk;
use super::model::Model;
use crate::admit::Verdict;
use crate::fixture::{self, Journal, received};

/// What three desks recorded: desk 0 receives, all act on what it received.
fn three_journals() -> Vec<Journal> {
    let mut journals: Vec<_> = (0..3).map(|_| Journal::new(desk())).collect();
    let dossiers: Vec<_> = (0..4).map(|_| fixture::dossier_id()).collect();
    for (number, dossier) in dossiers.iter().enumerate() {
        let number = u32::try_from(number).expect("small") + 1;
        journals[0].act(*dossier, &received(number, &[]));
        journals[1].act(*dossier, &fixture::paid());
        journals[2].act(*dossier, &fixture::forwarded_to_department("vh-xh"));
        journals[1].act(*dossier, &fixture::started());
        journals[2].act(fixture::dossier_id(), &json!({ "kind": "unknown" }));
    }
    journals
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn whatever_the_interleaving_every_journal_is_a_gapless_prefix_and_each_event_counts_once(
        pushes in prop::collection::vec((0_usize..3, 0_usize..12, 1_usize..9), 1..60),
    ) {
        let journals = three_journals();
        let mut model = Model::default();
        let finish = (0..3).map(|j| (j, 0, usize::MAX));
        for (which, from, count) in pushes.into_iter().chain(finish) {
            let journal = &journals[which];
            let from = from.min(journal.events.len());
            let to = from.saturating_add(count).min(journal.events.len());
            let before = model.lives.get(&(journal.desk, 1)).copied().unwrap_or_default();
            let verdict = model.push(journal.piece(from, to), journal.desk);
            let after = model.lives.get(&(journal.desk, 1)).copied().unwrap_or_default();
            let skips = from as u64 > before.acked && from < to;
            if let Verdict::Gap { expected } = verdict {
                prop_assert!(skips, "no gap there");
                prop_assert_eq!(expected, before.acked + 1, "the next one is asked for");
            } else {
                prop_assert!(!skips, "a skip was admitted");
                let honest = matches!(verdict, Verdict::Admit(_));
                prop_assert!(honest, "an honest journal met {:?}", verdict);
            }
            prop_assert!(after.acked >= before.acked, "what is held stays held");
            let head = journal.head_at(usize::try_from(after.acked).expect("small"));
            prop_assert_eq!(after.head, head, "the head is the desk's own");
        }
        for journal in &journals {
            let held = model.held.range((journal.desk, 1, 0)..=(journal.desk, 1, u64::MAX));
            let seqs: Vec<_> = held.map(|((_, _, seq), _)| *seq).collect();
            let all: Vec<_> = (1..=journal.events.len() as u64).collect();
            prop_assert_eq!(seqs, all, "a gapless prefix, here all of it");
        }
        let ids: HashSet<_> = model.applied.iter().map(|(id, ..)| *id).collect();
        prop_assert_eq!(ids.len(), model.applied.len(), "each event takes effect once");
        for (id, known) in &model.dossiers {
            let own = model.applied.iter().filter(|(_, dossier, ..)| dossier == id);
            let folded = fold(*id, own.map(|(_, _, envelope, body)| (envelope, body)));
            prop_assert_eq!(&folded, &known.state, "the state is the fold of the centre's order");
        }
        for (feed, events) in &model.feeds {
            let distinct: HashSet<_> = events.iter().collect();
            prop_assert_eq!(distinct.len(), events.len(), "{} repeats nothing", feed);
        }
    }
}
