//! What the centre does when the simulator has switched a guard off ([`domain::mutation`]): each is
//! the mistake that the guard is there for. Never reached in the product.

use domain::dossier::apply;
use rusqlite::{Transaction, named_params};

use crate::admit::{Admission, Feed, Life, Loaded, Push};
use crate::store::StoreError;

/// Takes the push as the next piece, whatever is missing before it.
pub(super) fn overlook_gap(push: &Push, loaded: &mut Loaded) {
    let first = push.needs().first;
    if first > loaded.life.acked.saturating_add(1) {
        loaded.life = Life {
            acked: first - 1,
            head: push.prev_head(),
        };
    }
}

/// What is held already takes effect once more.
pub(super) fn take_again(push: &Push, loaded: &Loaded, admission: &mut Admission) {
    let known = |event: &protocol::wire::WireEvent| event.envelope.seq <= loaded.life.acked;
    for (_, event, body) in push.read_events().filter(|(_, event, _)| known(event)) {
        let id = event.envelope.dossier;
        let held = || loaded.dossiers.get(&id).map(|known| known.state.clone());
        let state = admission.dossiers.remove(&id).or_else(held);
        if let (Some(state), Some(body)) = (state, body) {
            let state = apply(state, &event.envelope, body);
            admission.dossiers.insert(id, state);
        }
    }
}

/// Every other push has drawn its place in the feed and commits only after the next reader has
/// looked, as happens with a sequence in place of the counter row. In the feeds of offices, which
/// somebody reads.
pub(super) fn come_late(tx: &Transaction<'_>, admission: &Admission) -> Result<(), StoreError> {
    let offices = admission.deliveries.iter();
    let offices = offices.filter(|(feed, _)| matches!(feed, Feed::Office(_)));
    for (feed, deliveries) in offices {
        tx.execute(
            "UPDATE feed_event SET position = -position WHERE feed = :feed \
               AND position > (SELECT position FROM feed WHERE name = :feed) - :count \
               AND (SELECT position FROM feed WHERE name = :feed) % 2 = 0",
            named_params! {
                ":feed": feed.to_string(),
                ":count": i64::try_from(deliveries.len()).unwrap_or(0),
            },
        )?;
    }
    Ok(())
}

/// Afterwards what came late is there for the next one.
pub(super) fn come_at_last(tx: &Transaction<'_>, feed: &Feed) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE feed_event SET position = -position WHERE feed = :feed AND position < 0",
        named_params! { ":feed": feed.to_string() },
    )?;
    Ok(())
}
