//! Views are only ever what the journal says: dropped and rebuilt they are the same, byte for byte.

use rusqlite::types::Value;

use crate::testing::*;
use crate::{Acked, FeedPage, Queue, Reader, Scope, StoreError};

/// Every row of every view, and every entry of the text indexes.
fn dump(r: &Reader<'_>) -> Result<Vec<Vec<Value>>, StoreError> {
    let queries = [
        "SELECT * FROM view_dossier ORDER BY row",
        "SELECT * FROM view_attachment ORDER BY attachment",
        "SELECT * FROM view_key ORDER BY kind, key, dossier",
        "SELECT * FROM view_search ORDER BY row",
        "SELECT * FROM view_word ORDER BY block, word",
        "SELECT term, doc FROM temp.fragments ORDER BY term, doc",
    ];
    let mut rows = Vec::new();
    for sql in queries {
        let mut statement = r.connection.prepare(sql)?;
        let columns = statement.column_count();
        let read = statement.query_map([], |row| (0..columns).map(|n| row.get(n)).collect())?;
        rows.extend(read.collect::<Result<Vec<Vec<Value>>, _>>()?);
    }
    Ok(rows)
}

fn dumped(world: &World) -> Vec<Vec<Value>> {
    world.write(|tx| {
        tx.connection.execute_batch(
            "CREATE VIRTUAL TABLE IF NOT EXISTS temp.fragments
               USING fts5vocab('main', 'view_fragments', 'instance');",
        )?;
        dump(tx)
    })
}

/// A desk with a bit of everything in it.
fn busy_world() -> World {
    let world = World::new();
    for n in 1..=30 {
        let name = ["Trần Thị Bình", "Lê Văn Cường", "Đặng Thuỳ Dương"]
            [usize::try_from(n % 3).expect("small")];
        let pages = vec![attachment(n, &[7; 10])];
        world.receive(&walk(n).named(name).with(pages));
    }
    let slip = serde_json::json!({"type": "provisional", "code": "TAM-Q3-261122-001"});
    world.receive(&walk(31).code(slip));
    let code = format!("H42.17-{}-0777", day().yymmdd())
        .parse()
        .expect("a code");
    world.append(
        100,
        31,
        minutes(2),
        &domain::dossier::EventBody::CodeAssigned { code },
    );
    world.append(101, 3, minutes(3), &forwarded(60));
    let third = world.read(|r| r.timeline(dossier(3))).remove(0);
    let theirs = FeedPage {
        feed: "office:tthcc-a".into(),
        events: vec![
            pulled(1, 1, dossier(50), &walk(50).body()),
            returned(2, &third),
            pulled(3, 2, dossier(3), &forwarded(61)),
        ],
        next: 3,
        epoch: 1,
        at: minutes(4),
    };
    world.write(|tx| tx.apply_feed(&theirs.clone().ready()));
    let answer = Acked {
        incarnation: 1,
        upto: 10,
        durable: 5,
        issues: Vec::new(),
        at: minutes(5),
    };
    world.write(|tx| tx.mark_acked(&answer));
    world
}

#[test]
fn views_dropped_and_rebuilt_are_the_same_byte_for_byte() {
    let world = busy_world();
    let before = dumped(&world);
    assert!(
        before.len() > 500,
        "there is something to compare: {}",
        before.len()
    );
    world.store().rebuild().expect("rebuilt");
    let after = dumped(&world);
    assert_eq!(before.len(), after.len(), "as many rows");
    for (b, a) in before.iter().zip(&after) {
        assert_eq!(b, a, "the same row");
    }
    world.store().optimise_search().expect("optimised");
    assert!(
        dumped(&world) == after,
        "joining the parts of an index changes nothing either"
    );
}

#[test]
fn a_spoilt_view_is_mended_by_a_rebuild() {
    let world = busy_world();
    let before = dumped(&world);
    world.write(|tx| tx.execute("UPDATE view_dossier SET person = 'Ai đó', code = 'x'", []));
    world.write(|tx| tx.execute("DELETE FROM view_key WHERE kind = 'number'", []));
    assert!(dumped(&world) != before, "it is spoilt");
    world.store().rebuild().expect("rebuilt");
    assert!(dumped(&world) == before, "it is mended");
}

#[test]
fn a_row_says_what_the_list_shows() {
    let world = busy_world();
    let row = world.read(|r| r.row_of(dossier(31))).expect("a row");
    assert_eq!(
        row.code,
        format!("H42.17-{}-0777", day().yymmdd()),
        "the official code"
    );
    assert_eq!(
        row.alias, "TAM-Q3-261122-001",
        "the temporary one stays an alias"
    );
    assert!(!row.provisional, "it is official now");
    assert_eq!(
        row.due_at,
        Some(day().plus_days(10).at(9, 45).expect("a moment").instant()),
        "due"
    );
    let by = |code: &str| world.read(|r| r.dossier_by_code(code));
    assert_eq!(by(&row.code), Some(dossier(31)), "found by today's code");
    assert_eq!(
        by(" tam-q3-261122-001 "),
        Some(dossier(31)),
        "and by the former"
    );
    assert_eq!(by("H42.17-261122-9999"), None, "and by no other");
    assert!(format!("{row:?}").len() < 80, "Debug is short: {row:?}");
    assert!(
        !format!("{row:?}").contains("Nguyễn"),
        "and shows no person"
    );
}

#[test]
fn queues_and_scopes_hold_what_they_say_and_rows_are_bounded() {
    let world = busy_world();
    let count = |queue, scope| world.found("", queue, &scope).rows.len();
    assert_eq!(count(Queue::All, Scope::Office), 32, "everything");
    assert_eq!(
        count(Queue::All, Scope::Desk(desk(2))),
        1,
        "one of the other desk"
    );
    assert_eq!(
        count(Queue::All, Scope::Officer(officer())),
        32,
        "all of this officer"
    );
    assert_eq!(
        count(Queue::ToForward, Scope::Office),
        31,
        "one was handed over"
    );
    assert_eq!(
        count(Queue::ToDigitise, Scope::Office),
        2,
        "two without pages"
    );
    assert_eq!(
        count(Queue::Unsent, Scope::Desk(desk(1))),
        22,
        "acknowledged up to ten"
    );
    assert_eq!(
        count(Queue::DueSoon, Scope::Office),
        0,
        "none is due within a day"
    );
    let all = world.found("", Queue::All, &Scope::Office).rows;
    assert!(all.is_sorted_by(|a, b| a > b), "newest first");
    let rows = world.read(|r| r.rows(&[5, 2, 999]));
    let ids: Vec<u32> = rows.iter().map(|row| row.row).collect();
    assert_eq!(ids, [5, 2], "in the order asked, unknown ones left out");
    let many = vec![1; 201];
    let refused = world.store().read(|r| r.rows(&many));
    assert!(
        matches!(refused, Err(StoreError::TooMuch { .. })),
        "at most 200"
    );
}

#[test]
fn due_queues_look_only_at_running_clocks() {
    let world = World::new();
    world.receive(&walk(1));
    let due = world
        .read(|r| r.row_of(dossier(1)))
        .expect("a row")
        .due_at
        .expect("due");
    let found = |now, queue| {
        let find = crate::Find {
            text: String::new(),
            queue,
            scope: Scope::Office,
            now,
            due_soon_ms: 86_400_000,
        };
        world.read(|r| r.find(&find)).rows.len()
    };
    assert_eq!(
        found(due.plus_ms(-3_600_000), Queue::DueSoon),
        1,
        "an hour before"
    );
    assert_eq!(found(due.plus_ms(1), Queue::Overdue), 1, "just after");
    assert_eq!(
        found(due.plus_ms(1), Queue::DueSoon),
        0,
        "in one of the two only"
    );
    let withdrawn = domain::dossier::EventBody::Withdrawn {
        reason: "thôi".into(),
    };
    world.append(2, 1, minutes(1), &withdrawn);
    assert_eq!(
        found(due.plus_ms(1), Queue::Overdue),
        0,
        "a withdrawn dossier is never late"
    );
}

#[test]
fn the_strip_counts_in_one_snapshot() {
    let world = busy_world();
    let counts = world.read(|r| r.counts());
    assert_eq!(
        (counts.unsent, counts.to_forward, counts.to_digitise),
        (22, 31, 2),
        "{counts:?}"
    );
    assert_eq!(counts.tasks, 1, "the hand-over that came too late");
}
