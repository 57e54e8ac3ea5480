//! Backup while working, announced restore, interrupted restore.

use std::fs;

use crate::keys::{DisplayInfo, KeyFile};
use crate::testing::*;
use crate::{
    BlobOrigin, DatabaseKey, NumberRefusal, Numbering, OpenError, Paths, Store, Want,
    restore_announced,
};

/// A desk with a page the centre has in its backup, one it has not, and a key file.
fn world() -> World {
    let world = World::new();
    KeyFile::new(desk(1), DisplayInfo::default())
        .save(&world.paths)
        .expect("a key file");
    world.write(|tx| tx.put_leases(&[lease(1, 1, 50)]));
    for (n, bytes) in [(1, b"xong"), (2, b"chua")] {
        let put = world
            .store()
            .blobs()
            .put(&bytes[..], 100)
            .expect("taken in");
        world.write(|tx| tx.note_blob(&put, BlobOrigin::Here, NOW));
        world.receive(&walk(n).with(vec![attachment(n, bytes)]));
        if n == 1 {
            world.write(|tx| tx.mark_blob_done(put.hash));
        }
    }
    let answer = crate::Acked {
        incarnation: 1,
        upto: 2,
        durable: 2,
        issues: Vec::new(),
        at: NOW,
    };
    world.write(|tx| tx.mark_acked(&answer));
    world
}

#[test]
fn a_backup_opens_by_itself_and_has_what_the_centre_may_not() {
    let world = world();
    let at = world.dir.path().join("backups");
    let folder = world.store().backup_to(&at, NOW).expect("backed up");
    assert_eq!(
        folder.file_name().expect("a name"),
        "motcua-20261122-080000",
        "its civil time"
    );
    let again = world.store().backup_to(&at, NOW).expect("again");
    assert_ne!(folder, again, "never over an older one");
    let copy = Paths::new(&folder);
    assert!(
        copy.keys().exists() && !copy.mark().exists(),
        "key slots, but no high-water mark"
    );
    let blobs = fs::read_dir(copy.blobs()).expect("listed").count();
    assert_eq!(blobs, 1, "only the page that is not durable at the centre");
    let opened = Store::open(&copy, &world.key).expect("opens");
    let recorded = opened.read(|r| r.journal()).expect("read").recorded;
    assert_eq!(recorded, 2, "everything recorded");
    assert_eq!(opened.integrity().expect("checked"), [], "sound");
    let leftovers = fs::read_dir(&at).expect("listed").count();
    assert_eq!(leftovers, 2, "no unfinished folder");
}

#[test]
fn an_announced_restore_voids_leases_and_waits_for_a_new_life() {
    let mut world = world();
    let folder = world
        .store()
        .backup_to(&world.dir.path().join("b"), NOW)
        .expect("backed up");
    world.receive(&walk(3));
    world.close();
    restore_announced(&world.paths, &folder, &world.key, minutes(60)).expect("restored");
    world.reopen();
    assert_eq!(
        world.find("").len(),
        2,
        "as it was when the backup was made"
    );
    assert_eq!(
        world.read(|r| r.numbering()),
        Numbering::Restored,
        "no official number"
    );
    let agency = agency();
    let want = Want {
        agency: &agency,
        day: day(),
        now: minutes(61),
        dossier: dossier(9),
    };
    let refused = world.write(|tx| tx.take_number(&want));
    assert_eq!(
        refused,
        Err(NumberRefusal::Restored),
        "numbers may have been given since"
    );
    assert_eq!(
        world.read(|r| r.codes_left(&agency, day())),
        0,
        "leases are void"
    );
    let blobs = world.store().blobs();
    for bytes in [b"xong", b"chua"] {
        let hash = domain::ids::BlobHash::of(bytes);
        assert!(
            blobs.read(hash, 100).is_ok(),
            "both pages are still on this desk"
        );
    }
    let aside = |name: &str| world.paths.data_dir().join(name).exists();
    assert!(aside("desk.db.replaced-1"), "the replaced database is kept");
    assert!(
        aside("desk.keys.replaced-1") && aside("blobs.replaced-1"),
        "and what belongs to it"
    );
    world.write(|tx| tx.begin_incarnation(2));
    assert_eq!(
        world.read(|r| r.numbering()),
        Numbering::Open,
        "after the centre's word"
    );
    world.reopen();
    assert_eq!(
        world.read(|r| r.numbering()),
        Numbering::Open,
        "and over a restart"
    );
}

#[test]
fn a_restore_on_an_empty_machine_is_the_desk_again() {
    let world = world();
    let folder = world
        .store()
        .backup_to(&world.dir.path().join("b"), NOW)
        .expect("backed up");
    let fresh = Paths::new(world.dir.path().join("new machine"));
    restore_announced(&fresh, &folder, &world.key, minutes(60)).expect("restored");
    let store = Store::open(&fresh, &world.key).expect("opens");
    assert_eq!(
        store.read(|r| r.identity()).expect("read"),
        identity(),
        "the same desk"
    );
    assert!(fresh.keys().exists(), "its officers can sign in");
}

#[test]
fn a_restore_that_cannot_work_changes_nothing() {
    let mut world = world();
    let folder = world
        .store()
        .backup_to(&world.dir.path().join("b"), NOW)
        .expect("backed up");
    let busy = restore_announced(&world.paths, &folder, &world.key, NOW);
    assert!(matches!(busy, Err(OpenError::Busy)), "while the desk works");
    world.close();
    let database = fs::read(world.paths.database()).expect("bytes");
    let nothing = restore_announced(&world.paths, world.dir.path(), &world.key, NOW);
    assert!(
        matches!(nothing, Err(OpenError::BadBackup { .. })),
        "no backup there"
    );
    let wrong = DatabaseKey::from_bytes([1; 32]);
    let key = restore_announced(&world.paths, &folder, &wrong, NOW);
    assert!(
        matches!(key, Err(OpenError::WrongKey)),
        "another desk's key"
    );
    let copy = Paths::new(&folder).database();
    let mut bytes = fs::read(&copy).expect("bytes");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    crate::files::write_atomic(&copy, &bytes).expect("damaged");
    let damaged = restore_announced(&world.paths, &folder, &world.key, NOW);
    assert!(
        matches!(damaged, Err(OpenError::BadBackup { .. })),
        "a damaged backup: {damaged:?}"
    );
    assert!(
        fs::read(world.paths.database()).expect("bytes") == database,
        "nothing was touched"
    );
    world.reopen();
    assert_eq!(
        world.read(|r| r.numbering()),
        Numbering::Open,
        "the desk works on"
    );
}

#[test]
fn a_restore_interrupted_at_any_step_is_finished_at_the_next_start() {
    for step in 0..4 {
        let mut world = world();
        let folder = world
            .store()
            .backup_to(&world.dir.path().join("b"), NOW)
            .expect("backed up");
        world.receive(&walk(3));
        world.close();
        let other = Paths::new(world.dir.path().join("twin"));
        restore_announced(&other, &folder, &world.key, NOW).expect("prepared elsewhere");
        let ready = Paths::new(world.paths.restore_ready());
        fs::create_dir(ready.data_dir()).expect("a folder");
        let moves = [
            (other.keys(), ready.keys(), world.paths.keys()),
            (other.blobs(), ready.blobs(), world.paths.blobs()),
            (other.database(), ready.database(), world.paths.database()),
        ];
        for (n, (from, ready, place)) in moves.into_iter().enumerate() {
            if n < step {
                let aside = crate::opening::aside_name(&place, "replaced-1");
                fs::rename(&place, aside).expect("aside");
                fs::rename(from, place).expect("in place before the crash");
            } else {
                fs::rename(from, ready).expect("still to be moved");
            }
        }
        world.reopen();
        assert_eq!(
            world.read(|r| r.numbering()),
            Numbering::Restored,
            "step {step}: restored"
        );
        assert_eq!(
            world.find("").len(),
            2,
            "step {step}: the backup's dossiers"
        );
        assert!(
            !world.paths.restore_ready().exists(),
            "step {step}: finished"
        );
        let kept = world.paths.data_dir().join("desk.db.replaced-1");
        assert!(kept.exists(), "step {step}: the old database is kept");
    }
}
