//! Blobs.

use domain::ids::BlobHash;

use super::{World, elsewhere, now};
use crate::admit::PushOutcome;
use crate::fixture::{self, Journal, received};
use crate::store::BlobStanding;

pub(super) async fn a_blob_is_seen_only_by_offices_whose_dossiers_name_it(world: World) {
    let (page, late) = (BlobHash::of(b"page"), BlobHash::of(b"late"));
    let all = async |office, hashes| world.store.blobs(office, hashes).await.expect("answers");
    let here = async |office, hash| all(office, vec![hash]).await.pop().expect("one");
    assert_eq!(
        here(fixture::office(), page).await,
        None,
        "nobody names it yet"
    );
    let mut journal = Journal::new(world.desk().await);
    let dossier = fixture::dossier_id();
    journal.act(dossier, &received(1, &[page]));
    journal.act(dossier, &fixture::attachments_added(&[late, page]));
    let standing = world.admitted(&journal).await;
    let mut wanted = vec![page, late];
    wanted.sort();
    assert_eq!(standing.missing_blobs, wanted, "both are wanted, each once");
    let PushOutcome::Admitted(asked) = world.push(journal.piece(2, 2), journal.desk).await else {
        panic!("an empty push is admitted")
    };
    let mut missing = asked.missing_blobs;
    missing.sort();
    assert_eq!(missing, wanted, "an empty push is told too");
    assert_eq!(
        here(fixture::office(), page).await,
        Some(BlobStanding::Wanted),
        "ours"
    );
    assert_eq!(here(elsewhere(), page).await, None, "not theirs");
    for _ in 0..2 {
        world
            .store
            .blobs_arrived(vec![(page, 4)], now())
            .await
            .expect("answers");
    }
    let arrived = here(fixture::office(), page).await;
    assert_eq!(arrived, Some(BlobStanding::Here { size: 4 }), "here");
    let none = BlobHash::of(b"none");
    assert_eq!(
        all(fixture::office(), vec![late, none, page, late]).await,
        [
            Some(BlobStanding::Wanted),
            None,
            Some(BlobStanding::Here { size: 4 }),
            Some(BlobStanding::Wanted)
        ],
        "several, in the order asked"
    );
    assert_eq!(here(elsewhere(), page).await, None, "still not theirs");
    assert_eq!(
        world.admitted(&journal).await.missing_blobs,
        [late],
        "one is still wanted"
    );
    journal.act(dossier, &fixture::forwarded_to_office("elsewhere"));
    world.admitted(&journal).await;
    let forwarded = here(elsewhere(), page).await;
    assert_eq!(
        forwarded,
        Some(BlobStanding::Here { size: 4 }),
        "theirs with the dossier"
    );
}
