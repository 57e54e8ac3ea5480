//! A database file that somebody or something has touched: a bit of every page turned over, single
//! pages put back to what they were, a copy made in the middle of writing. What is noticed, when, and
//! that no number is given twice where it is not.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead as _, BufReader};

use super::crash;
use crate::testing::*;
use crate::{NumberRefusal, Numbering, OpenError, Paths, RestoredWhy, Store, StoreError, Want};

const PAGE: usize = 4096;
/// What the check says when it could not go on.
const STOPPED: &str = "stopped early";
/// Everyday numbers of the day.
const NUMBERS: u32 = 200;

/// Receives `n` under the next number of its lease.
fn receive(world: &World, n: u64) -> u32 {
    let agency = agency();
    world.write(|tx| {
        let number = tx.take_number(&want(&agency, n))?.expect("a number").number;
        let body = walk(n).code(official(number.into())).body();
        tx.append(&new_event(n, n, NOW, &officer(), &body))?;
        Ok(number)
    })
}

fn want(agency: &domain::ids::AgencyCode, n: u64) -> Want<'_> {
    Want {
        agency,
        day: day(),
        now: minutes(5),
        dossier: dossier(n),
    }
}

/// A closed database of so many receptions.
fn world_of(receptions: u64) -> World {
    let mut world = World::new();
    world.write(|tx| tx.put_leases(&[lease(1, 1, NUMBERS)]));
    for n in 1..=receptions {
        receive(&world, n);
    }
    world.close();
    world
}

/// Puts these bytes in the place of the database, and takes away what a try before left behind.
fn put(paths: &Paths, bytes: &[u8]) {
    for file in fs::read_dir(paths.data_dir())
        .expect("the folder")
        .flatten()
    {
        if file.file_name().to_string_lossy().starts_with("desk.db") {
            fs::remove_file(file.path()).expect("removed");
        }
    }
    crate::files::write_atomic(&paths.database(), bytes).expect("put in place");
}

/// Opens, and reads what a look at every dossier and a walk over the journal read.
fn works(store: &Store) -> Result<(), StoreError> {
    store.read(|r| r.verify_journal(u32::MAX))?;
    for n in 1..=200 {
        store.read(|r| r.row_of(dossier(n)).map(drop))?;
    }
    Ok(())
}

#[test]
fn a_bit_turned_over_in_any_page_is_noticed_and_the_file_is_kept() {
    let world = world_of(12);
    let whole = fs::read(world.paths.database()).expect("the database");
    let (mut at_start, mut later, mut at_work) = (0, 0, 0);
    for page in 0..whole.len() / PAGE {
        let mut flipped = whole.clone();
        let bit = page * 2_654_435_761 % (PAGE * 8); // another place in every page
        flipped[page * PAGE + bit / 8] ^= 1 << (bit % 8);
        put(&world.paths, &flipped);
        match Store::open(&world.paths, &world.key) {
            Err(OpenError::Corrupt { quarantined }) => {
                let kept = fs::read(&quarantined).expect("put aside");
                assert!(kept == flipped, "page {page}: not a byte was changed");
                assert!(
                    !world.paths.database().exists(),
                    "page {page}: out of the way"
                );
                at_start += 1;
            }
            Ok(store) => {
                let faults = store.integrity().expect("checked");
                let name = (page + 1).to_string();
                let is_named = faults
                    .iter()
                    .any(|fault| fault.detail.contains(&name) || fault.detail == STOPPED);
                assert!(is_named, "page {page} is named: {faults:?}");
                later += 1;
                if works(&store).is_err() {
                    drop(store);
                    let again = Store::open(&world.paths, &world.key);
                    let is_put_aside = matches!(again, Err(OpenError::Corrupt { .. }));
                    assert!(is_put_aside, "page {page}, met at work: {again:?}");
                    at_work += 1;
                }
            }
            Err(other) => panic!("page {page}: {other}"),
        }
    }
    println!("noticed at the start {at_start}, later {later}, of them when it was read {at_work}");
    assert!(at_start > 0 && at_work > 0, "{at_start} and {at_work}");
}

#[test]
fn a_page_put_back_to_what_it_was_never_leads_to_a_number_given_twice() {
    let mut world = world_of(8);
    let older = fs::read(world.paths.database()).expect("the database");
    world.reopen();
    let used: Vec<u32> = (9..=16).map(|n| receive(&world, n)).collect();
    world.close();
    let newer = fs::read(world.paths.database()).expect("the database");
    let mark = fs::read(world.paths.mark()).expect("the mark");
    let mut noticed: BTreeMap<&str, u32> = BTreeMap::new();
    let agency = agency();
    for page in 0..older.len() / PAGE {
        let place = page * PAGE..(page + 1) * PAGE;
        if older[place.clone()] == newer[place.clone()] {
            continue;
        }
        let mut mixed = newer.clone();
        mixed[place.clone()].copy_from_slice(&older[place]);
        put(&world.paths, &mixed);
        crate::files::write_atomic(&world.paths.mark(), &mark).expect("the mark");
        let when = match Store::open(&world.paths, &world.key) {
            Err(_) => "at the start",
            Ok(store) => {
                let is_open = store.read(|r| r.numbering());
                let is_open = is_open.is_ok_and(|numbering| numbering == Numbering::Open);
                let is_sound = store.integrity().is_ok_and(|faults| faults.is_empty());
                let works = works(&store).is_ok();
                let drawn = store.write(|tx| tx.take_number(&want(&agency, 99)));
                if let Ok(Ok(number)) = drawn {
                    let is_new = number.number > 8 && !used.contains(&number.number);
                    assert!(is_new, "page {page}: {} was given before", number.number);
                }
                match (is_open, works, is_sound) {
                    (false, ..) => "no number is given",
                    (true, false, _) => "when it is read",
                    (true, true, false) => "by the check",
                    (true, true, true) => "not at all",
                }
            }
        };
        *noticed.entry(when).or_default() += 1;
    }
    println!("pages put back, and when it is noticed: {noticed:?}");
    assert!(
        noticed.values().sum::<u32>() > 5,
        "pages had changed: {noticed:?}"
    );
}

#[test]
fn a_copy_made_while_writing_goes_on_gives_no_number_without_a_new_life() {
    let mut world = World::new();
    world.write(|tx| {
        tx.put_leases(&[lease(1, 1, 100_000)])?;
        tx.compare_machine("here")
    });
    world.close();
    let mut child = crash::child(&world, 1);
    let said = BufReader::new(child.stdout.take().expect("its words")).lines();
    let mut copies = Vec::new();
    let mut done = 0;
    for line in said
        .map_while(Result::ok)
        .filter(|line| line.contains("did "))
    {
        done += 1;
        assert!(line.contains(&format!("did {done} ")), "in order: {line}");
        if done % 6 == 0 {
            let copy = Paths::new(world.dir.path().join(format!("copy-{done}")));
            fs::create_dir(copy.data_dir()).expect("a folder");
            let names = ["desk.db", "desk.db-wal"]; // one after the other, while writing goes on
            for name in names {
                let from = world.paths.data_dir().join(name);
                fs::copy(from, copy.data_dir().join(name)).expect("copied");
            }
            copies.push((done, copy));
        }
        if copies.len() == 10 {
            break;
        }
    }
    child.kill().expect("killed");
    child.wait().expect("gone");
    let (agency, mut sound, mut refused) = (agency(), 0, 0);
    for (done, copy) in &copies {
        let store = match Store::open(copy, &world.key) {
            Ok(store) => store,
            // without a mark a first page that does not verify may be a wrong key
            Err(OpenError::Corrupt { .. } | OpenError::WrongKey) => {
                refused += 1;
                continue;
            }
            Err(other) => panic!("after {done}: {other}"),
        };
        let compared = store.write(|tx| tx.compare_machine("there"));
        compared.expect("it knows that it is elsewhere");
        let why = store.read(|r| r.restored_why()).expect("read");
        assert_eq!(why, Some(RestoredWhy::Moved), "after {done}");
        let drawn = store.write(|tx| tx.take_number(&want(&agency, 1_000_000)));
        let drawn = drawn.expect("asked");
        assert_eq!(drawn, Err(NumberRefusal::Restored), "after {done}: none");
        if store.integrity().expect("checked").is_empty() {
            let recorded = store.read(|r| r.journal()).expect("read").recorded;
            assert!(
                recorded >= *done,
                "all it had said by then: {recorded} of {done}"
            );
            sound += 1;
        }
    }
    let unsound = copies.len() - sound - refused;
    println!(
        "{} copies: {sound} sound, {refused} refused, {unsound} found by the check",
        copies.len()
    );
    assert!(sound > 0, "most copies are good for something");
}
