//! Bundles as a desk writes them, and as nobody should.

use axum::body::Bytes;
use std::io::Write;
use std::path::PathBuf;

use courier::{CourierError, Header, LifeOutcome, Lock, Writer};
use domain::ids::{BlobHash, DeskId};
use ed25519_dalek::SigningKey;
use protocol::wire::PushRequest;
use tempfile::TempDir;
use uuid::Uuid;
use zeroize::Zeroizing;

use super::*;
use crate::admit::Push;
use crate::blobs::Piece;
use crate::fixture::{self, Journal, attachments_added, dossier_id, morning, received};
use crate::storage::Storage;
use crate::store::{DataKind, EnrolCodeRecord, Enrolment, HeldLife, Revocation};

const PAGE: &[u8] = b"trang thu nhat";

/// A centre with one desk, and a stick.
struct Scene {
    centre: Centre,
    stick: TempDir,
    _data: TempDir,
    desk: DeskId,
    key: SigningKey,
}

impl Scene {
    async fn new() -> Self {
        let data = tempfile::tempdir().expect("a folder");
        let centre = Centre::open_in(data.path(), &Storage::default(), DataKind::Demo).await;
        let centre = centre.expect("opens");
        centre.prepare_demo(morning()).await.expect("prepared");
        let key = SigningKey::from_bytes(&crate::keys::random().expect("random"));
        let desk = enrol(&centre, &key).await;
        Self {
            centre,
            stick: tempfile::tempdir().expect("a folder"),
            _data: data,
            desk,
            key,
        }
    }

    fn header(&self) -> Header {
        Header {
            bundle: Uuid::now_v7(),
            desk: self.desk,
            office: fixture::office(),
            number: 1,
            made_at: morning(),
            events: 1000,
            files: 100,
        }
    }

    /// A bundle of these events and files, locked to `centre`.
    fn bundle_for(
        &self,
        centre: &Centre,
        pushes: &[PushRequest],
        files: &[(BlobHash, &[u8])],
    ) -> Vec<u8> {
        let key = Zeroizing::new([9; 32]);
        let sealed = crate::keys::tests::seal(&centre.keys.seal_public(), key.as_slice());
        let lock = Lock { key, sealed };
        let mut writer = Writer::begin(Vec::new(), &self.header(), &lock).expect("begun");
        for push in pushes {
            writer.push(push).expect("events");
        }
        for (hash, bytes) in files {
            writer.file(*hash, bytes.len() as u64).expect("a file");
            for piece in bytes.chunks(4) {
                writer.piece(piece).expect("a piece");
            }
        }
        writer.finish(&self.key).expect("signed")
    }

    fn bundle(&self, pushes: &[PushRequest], files: &[(BlobHash, &[u8])]) -> Vec<u8> {
        self.bundle_for(&self.centre, pushes, files)
    }

    fn put(&self, bytes: &[u8]) -> PathBuf {
        let path = self.stick.path().join("goi.motcua-chuyen");
        let mut file = std::fs::OpenOptions::new();
        let file = file.write(true).create(true).truncate(true).open(&path);
        file.and_then(|mut file| file.write_all(bytes))
            .expect("written");
        path
    }

    async fn import(&self, bytes: &[u8]) -> Result<Imported, CourierFault> {
        import(&self.centre, &self.put(bytes), morning()).await
    }

    async fn lives(&self) -> Vec<HeldLife> {
        self.centre.store.lives().await.expect("told")
    }

    async fn pushed(&self, push: PushRequest) {
        let push = Push::read(self.desk, push).expect("a push");
        self.centre.store.push(push, morning()).await.expect("kept");
    }
}

async fn enrol(centre: &Centre, key: &SigningKey) -> DeskId {
    let code = EnrolCodeRecord {
        secret: [1; 32],
        office: fixture::office(),
        label: "Quầy 1".to_owned(),
        again: None,
        reusable: true,
        until: morning().plus_ms(1_000_000),
    };
    centre.store.add_enrol_code(code).await.expect("kept");
    let wish = Enrolment {
        secret: [1; 32],
        desk: DeskId(Uuid::now_v7()),
        key: key.verifying_key().to_bytes(),
        machine: "m".to_owned(),
        label: "Quầy 1".to_owned(),
        now: morning(),
    };
    let enrolled = centre.store.enrol(wish).await.expect("asked");
    enrolled.expect("enrolled").desk
}

/// A journal of three events whose dossier names one page.
fn journal(scene: &Scene) -> Journal {
    let mut journal = Journal::new(scene.desk);
    let dossier = dossier_id();
    journal.act(dossier, &received(1, &[]));
    journal.act(dossier, &attachments_added(&[BlobHash::of(PAGE)]));
    journal.act(dossier_id(), &received(2, &[]));
    journal
}

#[tokio::test]
async fn a_bundle_goes_the_way_of_a_push_and_a_second_time_changes_nothing() {
    let scene = Scene::new().await;
    let journal = journal(&scene);
    let page = (BlobHash::of(PAGE), PAGE);
    let bytes = scene.bundle(&[journal.piece(0, 2), journal.piece(2, 3)], &[page]);
    let first = scene.import(&bytes).await.expect("taken in");
    assert_eq!((first.new_events, first.held_events), (3, 0), "all new");
    assert_eq!(first.answer.held, [page.0], "and the page");
    let life = &first.answer.lives[0];
    assert_eq!(
        (life.outcome, life.reply.acked),
        (LifeOutcome::Taken, 3),
        "the whole life"
    );
    assert_eq!(life.reply.head, journal.head().hex(), "with its head");
    assert!(life.reply.missing_blobs.is_empty(), "nothing is missing");
    let public = hex::decode_array(&scene.centre.keys.sign_public()).expect("a key");
    let answer = Answer::decode(&first.file, &public).expect("signed by the centre");
    assert_eq!(answer.bundle, first.header.bundle, "about this bundle");
    let before = scene.lives().await;
    let again = scene.import(&bytes).await.expect("taken in again");
    assert_eq!((again.new_events, again.held_events), (0, 3), "nothing new");
    assert_eq!(again.answer.held, [page.0], "still held");
    let place = |lives: &[HeldLife]| lives.iter().map(|l| (l.acked, l.head)).collect::<Vec<_>>();
    assert_eq!(
        place(&scene.lives().await),
        place(&before),
        "the journal is as it was"
    );
}

#[tokio::test]
async fn the_link_and_the_stick_may_come_in_any_order() {
    let scene = Scene::new().await;
    let journal = journal(&scene);
    let hash = BlobHash::of(PAGE);
    scene.pushed(journal.piece(0, 2)).await;
    // the link had begun the page, too
    let blobs = scene.centre.storage.blobs(&scene.centre.data);
    let blobs = blobs.expect("a place");
    let piece = Piece {
        offset: 0,
        size: PAGE.len() as u64,
        bytes: Bytes::from_static(&PAGE[..6]),
    };
    let begun = blobs.append((scene.desk, hash), piece);
    assert!(begun.await.is_ok(), "half of it");
    let bytes = scene.bundle(&[journal.whole()], &[(hash, PAGE)]);
    let late = scene.import(&bytes).await.expect("taken in");
    assert_eq!(
        (late.new_events, late.held_events),
        (1, 2),
        "what was missing"
    );
    assert_eq!(late.answer.held, [hash], "the upload was gone on with");
    scene.pushed(journal.whole()).await;
    let third = scene.import(&bytes).await.expect("taken in");
    assert_eq!(
        (third.new_events, third.held_events),
        (0, 3),
        "nothing twice"
    );
}

#[tokio::test]
async fn a_file_that_is_not_what_it_should_be_is_refused_in_words_and_changes_nothing() {
    let (scene, other) = (Scene::new().await, Scene::new().await);
    let journal = journal(&scene);
    let good = scene.bundle(&[journal.whole()], &[]);
    let elsewhere = scene.bundle_for(&other.centre, &[journal.whole()], &[]);
    let stranger = other.bundle(&[], &[]);
    let mut forged = other.header();
    forged.desk = scene.desk;
    let (key, sealed) = (Zeroizing::new([9; 32]), vec![0; courier::SEALED_BYTES]);
    let forged = Writer::begin(Vec::new(), &forged, &Lock { key, sealed }).expect("begun");
    let forged = forged.finish(&other.key).expect("signed by another");
    let mut flipped = good.clone();
    let middle = good.len() / 2;
    flipped[middle] ^= 1;
    let cases: [(&str, &[u8]); 7] = [
        ("nothing", b""),
        ("no bundle", b"%PDF-1.7 is no bundle at all"),
        ("cut", &good[..good.len() - 1]),
        ("flipped", &flipped),
        ("another desk's signature", &forged),
        ("a desk of another province", &stranger),
        ("another centre's", &elsewhere),
    ];
    for (what, bytes) in cases {
        let fault = scene.import(bytes).await.expect_err(what);
        let words = fault.to_string();
        assert!(words.split(' ').count() > 4, "{what}: {words}");
        let is_refused = matches!(fault, CourierFault::File(_) | CourierFault::UnknownDesk);
        assert!(is_refused, "{what}: {fault:?}");
    }
    let fault = scene
        .import(&elsewhere)
        .await
        .expect_err("another centre's");
    assert!(
        matches!(fault, CourierFault::File(CourierError::OtherCentre)),
        "{fault:?}"
    );
    assert!(
        scene.lives().await.iter().all(|life| life.acked == 0),
        "nothing came in"
    );
}

#[tokio::test]
async fn a_gap_a_fork_and_a_desk_out_of_service_are_answered_as_over_the_link() {
    let scene = Scene::new().await;
    let journal = journal(&scene);
    let gap = scene
        .import(&scene.bundle(&[journal.piece(1, 3)], &[]))
        .await
        .expect("answered");
    let life = &gap.answer.lives[0];
    assert_eq!(
        (life.outcome, life.reply.acked),
        (LifeOutcome::Gap, 0),
        "the first is missing"
    );
    assert_eq!(gap.new_events, 0, "and nothing was skipped");
    scene.pushed(journal.piece(0, 1)).await;
    let mut other = journal.clone();
    other.events.swap(1, 2);
    let mut forked = Journal::new(scene.desk);
    forked.act(dossier_id(), &received(7, &[]));
    let fork = scene
        .import(&scene.bundle(&[forked.whole()], &[]))
        .await
        .expect("answered");
    assert_eq!(
        fork.answer.lives[0].outcome,
        LifeOutcome::Fork,
        "another history"
    );

    let scene = Scene::new().await;
    let journal = tests::journal(&scene);
    let revoked = scene
        .centre
        .store
        .revoke(Revocation::Desk(scene.desk), morning())
        .await;
    assert!(revoked.expect("asked"), "out of service");
    let bytes = scene.bundle(&[journal.whole()], &[(BlobHash::of(PAGE), PAGE)]);
    let aside = scene.import(&bytes).await.expect("answered");
    assert_eq!(
        aside.answer.lives[0].outcome,
        LifeOutcome::SetAside,
        "for a person"
    );
    assert_eq!(
        aside.answer.refused,
        [BlobHash::of(PAGE)],
        "no dossier names the page before a person has let it in"
    );
    let waiting = scene.centre.store.quarantined(10).await.expect("told");
    assert_eq!(waiting.len(), 3, "nothing is thrown away");
    assert!(scene.import(&bytes).await.is_ok(), "nor kept twice");
    assert_eq!(
        scene
            .centre
            .store
            .quarantined(10)
            .await
            .expect("told")
            .len(),
        3,
        "once"
    );
}

#[tokio::test]
async fn a_desk_out_of_service_hands_over_pages_of_dossiers_that_are_held() {
    let scene = Scene::new().await;
    let journal = journal(&scene);
    scene.pushed(journal.whole()).await;
    let revoked = scene
        .centre
        .store
        .revoke(Revocation::Desk(scene.desk), morning())
        .await;
    assert!(revoked.expect("asked"), "out of service");
    let hash = BlobHash::of(PAGE);
    let taken = scene.import(&scene.bundle(&[], &[(hash, PAGE)])).await;
    let answer = taken.expect("taken in").answer;
    assert_eq!(
        (answer.held, answer.refused),
        (vec![hash], vec![]),
        "as over the link"
    );
}

#[tokio::test]
async fn a_page_nobody_names_and_a_page_of_other_bytes_are_not_kept() {
    let scene = Scene::new().await;
    let journal = journal(&scene);
    let unnamed = (BlobHash::of(b"khong ai can"), &b"khong ai can"[..]);
    let wrong = (BlobHash::of(PAGE), &b"nhung byte khac"[..]);
    let bytes = scene.bundle(&[journal.whole()], &[unnamed, wrong]);
    let taken = scene.import(&bytes).await.expect("taken in");
    assert_eq!(
        taken.answer.refused,
        [unnamed.0, wrong.0],
        "neither is kept"
    );
    assert_eq!(
        taken.answer.lives[0].reply.missing_blobs,
        [wrong.0],
        "the real one is still wanted"
    );
    let right = scene.bundle(&[journal.whole()], &[(wrong.0, PAGE)]);
    let taken = scene.import(&right).await.expect("taken in");
    assert_eq!(taken.answer.held, [wrong.0], "and taken when it comes");
}
