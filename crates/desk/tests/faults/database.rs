//! A database that is damaged or of a newer program: put aside or left alone, never deleted, said in
//! words, and what the centre has comes back.

use protocol::view::Stage;
use rusqlite::Connection;
use testkit::{HUONG, social_allowance};

use crate::world::{World, key, paths, told};

/// Cuts the database to its first pages, as a power failure on a bad disk may.
fn truncate(world: &World) -> u64 {
    let path = paths(&world.station).database();
    let whole = std::fs::read(&path).expect("the database");
    assert!(whole.len() > 6 * 4096, "more than what is kept");
    std::fs::write(&path, &whole[..5 * 4096]).expect("cut");
    for beside in ["desk.db-wal", "desk.db-shm"] {
        drop(std::fs::remove_file(world.station.data().join(beside))); // or it would be mended
    }
    5 * 4096
}

#[test]
fn a_truncated_database_is_put_aside_and_what_the_centre_has_comes_back() {
    let mut world = World::at_work();
    let received = world.desk().receive(world.typed()).expect("received");
    world.station.wait_sent();
    world.station.stop();
    let cut = truncate(&world);

    world.station.start();
    let error = world
        .station
        .sign_in(HUONG)
        .expect_err("the database is damaged");
    assert_eq!(error.code, "store.corrupt", "said as such");
    told(&error);
    let aside = world.station.data().join(&error.params["file"]);
    let kept = std::fs::metadata(aside)
        .expect("put aside, not deleted")
        .len();
    assert_eq!(kept, cut, "under the name told");
    assert!(!paths(&world.station).database().exists(), "out of the way");

    // the next to sign in begins the desk anew from the centre
    let state = world.desk().app_state(()).expect("a state");
    assert_eq!(state.stage, Stage::SignedOut, "someone may sign in");
    world.station.sign_in(HUONG).expect("begun anew");
    world.station.wait_ready();
    let found = world.station.changes.wait_for("what the centre has", || {
        world.desk().dossier(received.dossier.clone()).ok()
    });
    assert_eq!(found.row.code, received.code, "under its code");
    let next = world
        .station
        .changes
        .wait_for("an official number again", || {
            let draft = testkit::filled_draft(&world.station, social_allowance());
            let next = world.desk().receive(draft).ok()?;
            (!next.provisional).then_some(next)
        });
    assert_ne!(next.code, received.code, "no number twice");
}

#[test]
fn without_the_centre_a_database_that_was_put_aside_waits_and_says_so() {
    let mut world = World::at_work();
    world.desk().receive(world.typed()).expect("received");
    world.station.wait_sent();
    world.station.stop();
    world.centre.stop();
    truncate(&world);
    world.station.start();
    world.station.sign_in(HUONG).expect_err("damaged");
    let error = world
        .station
        .sign_in(HUONG)
        .expect_err("nothing to begin from");
    assert_eq!(
        error.code, "store.missing",
        "the centre or a backup is needed"
    );
    told(&error);
    let files = std::fs::read_dir(world.station.data()).expect("listed");
    let aside = files
        .flatten()
        .filter(|file| file.file_name().to_string_lossy().contains("desk.db"));
    assert!(aside.count() >= 1, "the damaged one is still there");
}

#[test]
fn a_database_of_a_newer_program_is_left_alone_and_said_to_be_newer() {
    let mut world = World::at_work();
    let draft = world.typed();
    world.station.stop();
    let own = schema(&world, 99);
    world.station.start();
    let before = std::fs::read(paths(&world.station).database()).expect("the database");
    let error = world.station.sign_in(HUONG).expect_err("too new");
    assert_eq!(error.code, "store.newer", "said as such");
    told(&error);
    let state = world.desk().app_state(()).expect("a state");
    assert_eq!(state.stage, Stage::Broken, "the window shows what happened");
    assert_eq!(
        state.problem.expect("a reason").code,
        "store.newer",
        "which"
    );
    let after = std::fs::read(paths(&world.station).database()).expect("the database");
    assert!(before == after, "not a byte was changed");

    // the newer program is installed
    world.station.stop();
    schema(&world, own);
    world.station.start();
    world.station.sign_in(HUONG).expect("opened");
    assert_eq!(
        world.desk().current_draft(()).expect("the form"),
        draft,
        "every letter is there"
    );
}

/// Marks the database as one that needs program version `version`; the version it had.
fn schema(world: &World, version: u32) -> u32 {
    let key = key(&world.station, &paths(&world.station));
    let hex: String = key
        .expose()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let connection = Connection::open(paths(&world.station).database()).expect("opened");
    connection
        .execute_batch(&format!("PRAGMA key = \"x'{hex}'\""))
        .expect("unlocked");
    let before = connection.pragma_query_value(None, "user_version", |row| row.get(0));
    connection
        .pragma_update(None, "user_version", version)
        .expect("marked");
    let changed = connection.execute("UPDATE fact_schema SET compat = ?1", [version]);
    assert_eq!(changed.expect("marked"), 1, "one row says what it needs");
    before.expect("a version")
}
