//! Making, opening and damaging a database.

use std::fs;

use crate::testing::*;
use crate::{DatabaseKey, NumberRefusal, Numbering, OpenError, Paths, Store, Want};

#[test]
fn a_desk_comes_back_with_its_identity_and_nothing_readable_on_disk() {
    let mut world = World::new();
    world.receive(&walk(1));
    world.reopen();
    assert_eq!(
        world.read(|r| r.identity()),
        identity(),
        "who the desk is survives"
    );
    world.close();
    for entry in fs::read_dir(world.paths.data_dir()).expect("listed") {
        let path = entry.expect("an entry").path();
        if path.is_file() {
            let bytes = fs::read(&path).expect("bytes");
            for secret in ["Nguyễn", "038091000001", "SQLite format"] {
                let found = bytes
                    .windows(secret.len())
                    .any(|window| window == secret.as_bytes());
                assert!(!found, "{} shows {secret}", path.display());
            }
        }
    }
}

#[test]
fn the_write_ahead_log_of_an_open_database_shows_nothing_either() {
    let world = World::new();
    world.receive(&walk(1));
    let log = fs::read(world.paths.data_dir().join("desk.db-wal")).expect("a log");
    assert!(!log.is_empty(), "the event is in the log");
    assert!(
        !log.windows(7).any(|window| window == "Nguyễn".as_bytes()),
        "encrypted too"
    );
}

#[test]
fn a_missing_a_second_and_a_busy_database_are_told_apart() {
    let world = World::new();
    let empty = Paths::new(world.dir.path().join("elsewhere"));
    let missing = Store::open(&empty, &world.key);
    assert!(matches!(missing, Err(OpenError::Missing)), "no folder");
    fs::create_dir(empty.data_dir()).expect("a folder");
    assert!(
        matches!(Store::open(&empty, &world.key), Err(OpenError::Missing)),
        "no database"
    );
    let busy = Store::open(&world.paths, &world.key);
    assert!(matches!(busy, Err(OpenError::Busy)), "open already");
    let mut world = world;
    world.close();
    let second = Store::create(&world.paths, &world.key, &identity());
    assert!(
        matches!(second, Err(OpenError::Exists)),
        "one desk, one database"
    );
}

#[test]
fn a_wrong_key_is_a_wrong_key_and_nothing_is_renamed() {
    let mut world = World::new();
    world.close();
    let other = DatabaseKey::from_bytes([1; 32]);
    assert!(
        matches!(Store::open(&world.paths, &other), Err(OpenError::WrongKey)),
        "wrong key"
    );
    fs::remove_file(world.paths.mark()).expect("no witness");
    let unsure = Store::open(&world.paths, &other);
    assert!(
        matches!(unsure, Err(OpenError::WrongKey)),
        "without the mark it is not damage either"
    );
    world.reopen();
}

#[test]
fn a_truncated_database_is_put_aside_and_never_deleted() {
    for keep in [0, 100, 4096, 5 * 4096] {
        let mut world = World::new();
        for n in 1..=5 {
            world.receive(&walk(n));
        }
        world.close();
        let path = world.paths.database();
        let whole = fs::read(&path).expect("bytes");
        assert!(whole.len() > 6 * 4096, "more than what is kept");
        crate::files::write_atomic(&path, &whole[..keep]).expect("cut");
        match Store::open(&world.paths, &world.key) {
            Err(OpenError::Corrupt { quarantined }) => {
                assert_eq!(
                    fs::read(&quarantined).expect("kept").len(),
                    keep,
                    "kept as it was"
                );
                assert!(!path.exists(), "out of the way for the restore");
            }
            other => panic!("cut to {keep} bytes should be damage: {other:?}"),
        }
    }
}

#[test]
fn damage_to_the_first_page_under_the_right_key_is_damage() {
    let mut world = World::new();
    world.close();
    flip(&world.paths, 100);
    let damaged = Store::open(&world.paths, &world.key);
    assert!(
        matches!(damaged, Err(OpenError::Corrupt { .. })),
        "the mark knows the key is right"
    );
}

#[test]
fn a_flipped_bit_is_named_by_its_page() {
    let mut world = World::new();
    for n in 1..=20 {
        world.receive(&walk(n));
    }
    assert_eq!(
        world.store().integrity().expect("checked"),
        [],
        "sound before"
    );
    let sql = "SELECT rootpage FROM sqlite_schema WHERE name = 'view_search'";
    let page: u32 = world.read(|r| Ok(r.connection.query_row(sql, [], |row| row.get(0))?));
    world.close();
    flip(&world.paths, u64::from(page - 1) * 4096 + 2_000);
    let store = Store::open(&world.paths, &world.key);
    let store = store.expect("the page is not read at the start");
    let faults = store.integrity().expect("checked");
    let named = faults
        .iter()
        .any(|f| f.check == "cipher" && f.detail.contains(&page.to_string()));
    assert!(named, "page {page} is named: {faults:?}");
}

fn flip(paths: &Paths, offset: u64) {
    let mut bytes = fs::read(paths.database()).expect("bytes");
    bytes[usize::try_from(offset).expect("small")] ^= 1;
    crate::files::write_atomic(&paths.database(), &bytes).expect("flipped");
}

#[test]
fn a_newer_schema_opens_unless_it_says_that_older_programs_must_not() {
    let mut world = World::new();
    let next = crate::migrate::understood() + 1;
    let newer = |world: &World, compat: u32| {
        world.write(|tx| {
            tx.connection.pragma_update(None, "user_version", next)?;
            tx.connection
                .execute("UPDATE fact_schema SET compat = ?1", [compat])?;
            Ok(())
        });
    };
    newer(&world, 1);
    world.reopen();
    newer(&world, next);
    world.close();
    match Store::open(&world.paths, &world.key) {
        Err(OpenError::Newer {
            schema,
            understands,
        }) => {
            assert_eq!(
                (schema, understands),
                (next, next - 1),
                "both numbers, for the message"
            );
        }
        other => panic!("must refuse: {other:?}"),
    }
    assert!(
        world.paths.database().exists(),
        "a newer database is not touched"
    );
}

#[test]
fn a_full_disk_is_told_as_such_and_the_database_stays_sound() {
    let world = World::new();
    world.receive(&walk(1));
    world.write(|tx| {
        let pages: u32 = tx
            .connection
            .pragma_query_value(None, "page_count", |row| row.get(0))?;
        tx.connection.pragma_update(None, "max_page_count", pages)?;
        Ok(())
    });
    let full = (2..200).find_map(|n| {
        let body = walk(n).body();
        world
            .store()
            .write(|tx| tx.append(&new_event(n, n, NOW, &officer(), &body)))
            .err()
    });
    assert!(
        matches!(full, Some(crate::StoreError::DiskFull)),
        "{full:?}"
    );
    assert_eq!(world.store().integrity().expect("checked"), [], "sound");
    let recorded = world.read(|r| r.journal()).recorded;
    let listed = world.find("");
    assert_eq!(
        listed.len() as u64,
        recorded,
        "what was recorded is listed, nothing else"
    );
}

#[test]
fn a_database_older_than_its_mark_gives_no_official_number() {
    let mut world = World::new();
    world.write(|tx| tx.put_leases(&[lease(1, 1, 50)]));
    world.receive(&walk(1));
    world.close();
    let old = fs::read(world.paths.database()).expect("a copy");
    world.reopen();
    world.receive(&walk(2));
    world.close();
    crate::files::write_atomic(&world.paths.database(), &old).expect("put back");
    world.reopen();
    assert_eq!(
        world.read(|r| r.numbering()),
        Numbering::Restored,
        "seen by the mark"
    );
    let refused = world.write(|tx| tx.take_number(&want(&agency())));
    assert_eq!(
        refused,
        Err(NumberRefusal::Restored),
        "and no number is given"
    );
    assert_eq!(
        world.read(|r| r.codes_left(&agency(), day())),
        0,
        "its leases are void"
    );
    world.reopen();
    assert_eq!(
        world.read(|r| r.numbering()),
        Numbering::Restored,
        "it stays so over a restart"
    );
}

#[test]
fn a_database_ahead_of_its_mark_is_the_crash_between_the_two_and_fine() {
    let mut world = World::new();
    world.receive(&walk(1));
    let older = fs::read(world.paths.mark()).expect("a mark");
    world.receive(&walk(2));
    world.close();
    crate::files::write_atomic(&world.paths.mark(), &older).expect("behind");
    world.reopen();
    assert_eq!(world.read(|r| r.numbering()), Numbering::Open, "no alarm");
    let mark = fs::read_to_string(world.paths.mark()).expect("a mark");
    assert!(mark.contains("\"seq\":2"), "and the mark is raised: {mark}");
}

#[test]
fn a_fork_of_the_same_length_freezes_numbering() {
    let mut world = World::new();
    world.close();
    let empty = fs::read(world.paths.database()).expect("a copy");
    world.reopen();
    world.receive(&walk(1));
    world.close();
    let mark = fs::read(world.paths.mark()).expect("a mark");
    crate::files::write_atomic(&world.paths.database(), &empty).expect("put back");
    fs::remove_file(world.paths.mark()).expect("witness away");
    world.reopen();
    world.receive(&walk(2));
    world.close();
    crate::files::write_atomic(&world.paths.mark(), &mark).expect("witness back");
    world.reopen();
    assert_eq!(
        world.read(|r| r.numbering()),
        Numbering::Frozen,
        "other history, same length"
    );
}

fn want(agency: &domain::ids::AgencyCode) -> Want<'_> {
    Want {
        agency,
        day: day(),
        now: minutes(5),
        dossier: dossier(99),
    }
}
