//! What an officer types finds whom they mean; every query runs on an index.

use proptest::prelude::*;

use super::filter::{DUE, OF_DESK, OF_OFFICER, TO_DIGITISE, TO_FORWARD, UNSENT};
use super::fragments::{FRAGMENT, PIECES};
use super::run::{EXACT, NEWEST, PREFIX, intersect, newest_first};
use super::words::{NEWEST_BLOCK, OF_BEGINNING, OF_WORD};
use crate::testing::*;
use crate::{Queue, Scope};

/// Seven people, rows 1 to 7.
fn world() -> World {
    let world = World::new();
    for (n, name) in (1..).zip([
        "Nguyễn Văn An",
        "Nguyễn Thị Hương",
        "Trần Văn Nguyên",
        "Đặng Thuỳ Dương",
        "Nguyễn Văn Ánh",
        "Lê An",
        "Y Ƀih Niê",
    ]) {
        world.receive(&walk(n).named(name));
    }
    world
}

#[test]
fn names_are_found_in_any_order_without_marks_and_while_typing() {
    let world = world();
    for (typed, rows) in [
        ("Nguyễn Văn An", vec![5, 1]),
        ("nguyen van an ", vec![5, 1]),
        ("an nguyen", vec![1]),
        ("van nguyen", vec![5, 3, 1]),
        ("huong thi", vec![2]),
        ("dang thuy d", vec![4]),
        ("ĐẶNG", vec![4]),
        ("nguyeenx thij", vec![2]),
        ("nguye6n4 thi5", vec![2]),
        ("le an", vec![6]),
        ("bih", vec![7]),
        ("chung thuc duong", vec![4]),
        ("khongcoai", vec![]),
        ("an an", vec![6, 1]),
        ("huong huong", vec![2]),
        ("nguyeen v", vec![5, 3, 1]),
    ] {
        assert_eq!(world.find(typed), rows, "{typed}");
    }
}

#[test]
fn numbers_telephones_and_codes_are_found_whole_by_their_beginning_and_in_the_middle() {
    let world = world();
    let today = day().yymmdd();
    for (typed, rows) in [
        ("038091000003", vec![3]),
        ("038 091 000 003", vec![3]),
        ("0912300004", vec![4]),
        ("0912 300 004", vec![4]),
        ("+84 912 300 004", vec![4]),
        ("091", vec![7, 6, 5, 4, 3, 2, 1]),
        ("0912", vec![7, 6, 5, 4, 3, 2, 1]),
        ("09123", vec![7, 6, 5, 4, 3, 2, 1]),
        ("912300003", vec![3]),
        ("2300003", vec![3]),
        ("300003", vec![3]),
        ("1000005", vec![5]),
        ("00006", vec![6]),
        (&format!("H42.17-{today}-0002"), vec![2]),
        (&format!("h42.17-{today}-0002"), vec![2]),
        (&format!("{today}-0002"), vec![2]),
        ("H42.17-", vec![7, 6, 5, 4, 3, 2, 1]),
        (&format!("h42.17-{today}"), vec![7, 6, 5, 4, 3, 2, 1]),
        (&format!("h42.17-{today}-"), vec![7, 6, 5, 4, 3, 2, 1]),
        (&format!("h42.17-{today}-000"), vec![7, 6, 5, 4, 3, 2, 1]),
        (&format!("{today}-"), vec![7, 6, 5, 4, 3, 2, 1]),
        ("4", vec![4]),
        ("0004", vec![4]),
        ("999", vec![]),
    ] {
        assert_eq!(world.find(typed), rows, "{typed}");
    }
    let qr = format!("https://tra-cuu.example.vn/#H42.17-{today}-0005.k3xq7a2mmb.d1.c2lnbmF0dXJl");
    assert_eq!(world.find(&qr), [5], "what a scanner reads off a receipt");
}

#[test]
fn words_and_digits_together_must_both_match() {
    let world = world();
    assert_eq!(
        world.find("nguyen 0912300002"),
        [2],
        "the telephone tells them apart"
    );
    assert_eq!(
        world.find("tran 0912300002"),
        [0_u32; 0],
        "no Trần has that one"
    );
    assert_eq!(world.find("an 0912300006"), [6], "a short name too");
    let found = world.found("nguyen", Queue::ToForward, &Scope::Desk(desk(1)));
    assert_eq!(found.rows, [5, 3, 2, 1], "a search inside a queue");
    let nobody = world.found("nguyen", Queue::All, &Scope::Desk(desk(2)));
    assert!(
        nobody.rows.is_empty() && !nobody.cut,
        "nothing of the other desk"
    );
}

#[test]
fn a_code_that_came_later_is_found_and_a_person_by_number() {
    let world = world();
    let slip = serde_json::json!({"type": "provisional", "code": "TAM-Q3-261122-009"});
    world.receive(&walk(8).code(slip));
    let code = format!("H42.17-{}-0555", day().yymmdd());
    let body = domain::dossier::EventBody::CodeAssigned {
        code: code.parse().expect("a code"),
    };
    world.append(99, 8, minutes(1), &body);
    for typed in [
        code.as_str(),
        "TAM-Q3-261122-009",
        "tam-q3",
        "tam-q3-261122-0",
        "555",
        "009",
    ] {
        assert_eq!(world.find(typed), [8], "{typed}");
    }
    let slip = serde_json::json!({"type": "provisional", "code": "TAM-Q3C4E5-261122-73140213"});
    world.receive(&walk(9).code(slip));
    for typed in [
        "TAM-Q3C4E5-261122-73140213",
        "tam-q3c4e5-261122-731",
        "731",
        "40213",
        "73140213",
    ] {
        assert_eq!(world.find(typed), [9], "{typed}: the dossier's digits too");
    }
    let of = world.read(|r| r.dossiers_of_number("038091000008", 9));
    assert_eq!(of, [dossier(8)], "what is known of a person");
}

#[test]
fn hostile_input_is_only_text() {
    let world = world();
    let long = "a ".repeat(5_000);
    for typed in [
        "\"",
        "'",
        "*",
        "a* OR b*",
        "NEAR(a b)",
        "words:x",
        "(",
        "-",
        "^",
        "\u{0}",
        "%",
        "_",
        "DROP TABLE",
        "nguyen\" OR \"tran",
        "🏛",
        &long,
        "--",
        "#",
        "https://#",
        "0",
        "000000000000",
    ] {
        world.find(typed);
    }
    assert_eq!(world.find("nguyen thi\""), [2], "a stray quote is nothing");
}

#[test]
fn every_query_uses_an_index() {
    let world = world();
    world.read(|r| {
        for (sql, index) in [
            (TO_FORWARD, "view_dossier_to_forward"),
            (TO_DIGITISE, "view_dossier_digitise"),
            (UNSENT, "view_dossier_unsent"),
            (DUE, "COVERING INDEX view_dossier_clock"),
            (OF_DESK, "COVERING INDEX view_dossier_desk"),
            (OF_OFFICER, "COVERING INDEX view_dossier_officer"),
            (NEWEST_BLOCK, "SEARCH view_word"),
            (
                OF_WORD,
                "SEARCH view_word USING PRIMARY KEY (block=? AND word=?)",
            ),
            (
                OF_BEGINNING,
                "SEARCH view_word USING PRIMARY KEY (block=? AND word>? AND word<?)",
            ),
            (PIECES, "VIRTUAL TABLE INDEX"),
            (
                EXACT,
                "SEARCH view_key USING PRIMARY KEY (kind=? AND key=?)",
            ),
            (
                PREFIX,
                "SEARCH view_key USING PRIMARY KEY (kind=? AND key>? AND key<?)",
            ),
            (FRAGMENT, "SEARCH s USING INTEGER PRIMARY KEY"),
            (FRAGMENT, "VIRTUAL TABLE INDEX"),
        ] {
            let plan = plan(r, sql)?;
            assert!(
                plan.iter().any(|step| step.contains(index)),
                "{sql}: {plan:?}"
            );
            let sorts = plan.iter().any(|step| step.contains("TEMP B-TREE"));
            assert!(!sorts, "{sql} sorts: {plan:?}");
        }
        let plan = plan(r, NEWEST)?;
        assert!(
            plan.iter().any(|step| step.contains("COVERING INDEX")),
            "{plan:?}"
        );
        Ok(())
    });
}

fn plan(r: &crate::Reader<'_>, sql: &str) -> Result<Vec<String>, crate::StoreError> {
    let mut statement = r.connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}"))?;
    let mut rows = statement.raw_query();
    let mut steps = Vec::new();
    while let Some(row) = rows.next()? {
        steps.push(row.get("detail")?);
    }
    Ok(steps)
}

proptest! {
    #[test]
    fn intersecting_is_being_in_every_part(
        parts in prop::collection::vec(prop::collection::vec(0..40_u32, 0..30), 1..4)
    ) {
        let parts: Vec<Vec<u32>> = parts.into_iter().map(newest_first).collect();
        let expected: Vec<u32> = (0..40)
            .rev()
            .filter(|id| parts.iter().all(|part| part.contains(id)))
            .collect();
        prop_assert_eq!(intersect(parts), Some(expected));
    }
}
