//! kill -9 of a real process that receives dossiers as fast as it can: what it said it had done is
//! there, whole, and the mark never runs ahead.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};

use crate::testing::*;
use crate::{DatabaseKey, Draft, Numbering, Paths, Store, Want};

const CHILD: &str = "MOTCUA_STORE_CRASH_CHILD";
const ROUNDS: u64 = 12;

/// Not a test of its own: the body of the child process.
#[test]
fn child_that_receives_until_it_is_killed() {
    let Ok(dir) = std::env::var(CHILD) else {
        return;
    };
    let (dir, from) = dir.rsplit_once('|').expect("folder and number");
    let paths = Paths::new(dir);
    let store = Store::open(&paths, &DatabaseKey::from_bytes([42; 32])).expect("opened");
    let agency = agency();
    for n in from.parse().expect("a number").. {
        let page = format!("trang {n}").into_bytes();
        store.blobs().put(&page[..], 1_000).expect("taken in");
        let said = store.write(|tx| {
            let want = Want {
                agency: &agency,
                day: day(),
                now: NOW,
                dossier: dossier(n),
            };
            let number = tx.take_number(&want)?.expect("a number").number;
            let local = crate::LocalAttachment {
                attachment: attachment(n, &page),
                name: "trang.png".into(),
                thumbnail: vec![1],
            };
            let code = official(number.into());
            let body = walk(n)
                .code(code)
                .with(vec![local.attachment.clone()])
                .body();
            tx.append(&new_event(n, n, NOW, &officer(), &body))?;
            tx.add_dossier_attachment(dossier(n), &local)?;
            tx.save_draft(&Draft {
                request: request(n),
                officer: officer(),
                json: format!("{n}"),
                person: String::new(),
                procedure: String::new(),
                parked_since: Some(NOW),
                saved_at: NOW,
                pages: 0,
            })?;
            Ok::<_, crate::StoreError>(number)
        });
        let number = said.expect("written");
        println!("did {n} {number}");
        std::io::stdout().flush().expect("said");
    }
}

/// Starts a process that receives into this database until it is killed, and says so line by line.
pub(super) fn child(world: &World, from: u64) -> Child {
    Command::new(std::env::current_exe().expect("this test"))
        .args([
            "--exact",
            "tests::crash::child_that_receives_until_it_is_killed",
            "--nocapture",
        ])
        .env(
            CHILD,
            format!("{}|{from}", world.paths.data_dir().display()),
        )
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("started")
}

/// Runs the child until it has said `count` things, kills it, returns everything it said.
fn run_and_kill(world: &World, from: u64, count: usize) -> Vec<(u64, u32)> {
    let mut child = child(world, from);
    let lines = BufReader::new(child.stdout.take().expect("its words")).lines();
    let mut said = Vec::new();
    for line in lines.map_while(Result::ok) {
        let words: Vec<&str> = line.split(' ').collect();
        if let [.., "did", n, number] = words.as_slice() {
            said.push((
                n.parse().expect("a number"),
                number.parse().expect("a number"),
            ));
        }
        if said.len() == count {
            child.kill().expect("killed");
        }
    }
    child.wait().expect("gone");
    said
}

#[test]
fn killing_the_process_loses_nothing_it_had_said_and_leaves_nothing_half_done() {
    let mut world = World::new();
    world.write(|tx| tx.put_leases(&[lease(1, 1, 100_000)]));
    world.close();
    let (mut from, mut all) = (1, Vec::new());
    for round in 0..ROUNDS {
        let said = run_and_kill(
            &world,
            from,
            1 + usize::try_from(round * 3 % 11).expect("small"),
        );
        assert!(!said.is_empty(), "the child worked");
        all.extend(said);
        world.reopen();
        let recorded = check(&world, &all, round);
        from = recorded + 1;
        world.close();
    }
}

/// Everything said is there; everything there is whole. Returns the newest dossier.
fn check(world: &World, said: &[(u64, u32)], round: u64) -> u64 {
    assert_eq!(
        world.read(|r| r.numbering()),
        Numbering::Open,
        "round {round}: the mark is behind"
    );
    assert_eq!(
        world.store().integrity().expect("checked"),
        [],
        "round {round}: sound"
    );
    let recorded = world.read(|r| r.journal()).recorded;
    for (n, number) in said {
        let row = world
            .read(|r| r.row_of(dossier(*n)))
            .expect("what was said is there");
        assert!(
            row.code.ends_with(&format!("{number:04}")),
            "round {round}: the code it said"
        );
    }
    assert_eq!(
        world.find("").len() as u64,
        recorded,
        "round {round}: one row per event"
    );
    assert_eq!(
        world.find("nguyen van an").len() as u64,
        recorded,
        "round {round}: found by words"
    );
    assert_eq!(
        world.find("038091").len() as u64,
        recorded,
        "round {round}: found by number"
    );
    assert_eq!(
        world.read(|r| r.parked(&officer())).len() as u64,
        recorded.min(200),
        "drafts"
    );
    for n in 1..=recorded {
        let page = attachment(n, format!("trang {n}").as_bytes());
        let bytes = world.store().blobs().read(page.blob, 1_000);
        assert!(bytes.is_ok(), "round {round}: the page of {n} is whole");
    }
    let codes: std::collections::BTreeSet<_> = (1..=recorded)
        .map(|n| world.read(|r| r.row_of(dossier(n))).expect("a row").code)
        .collect();
    assert_eq!(
        codes.len() as u64,
        recorded,
        "round {round}: no number twice"
    );
    recorded
}
