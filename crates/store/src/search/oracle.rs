//! What a search finds, beside a plain look at every dossier: over random dossiers and queries the
//! rows are the newest of those that match, in that order.

use domain::text;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::{Find, Queue, Scope};
use crate::testing::*;

const NAMES: [&str; 12] = [
    "Nguyễn", "Trần", "Lê", "Y", "Văn", "Thị", "An", "Anh", "Ánh", "Hương", "Hường", "Niê",
];
const PROCEDURES: [&str; 3] = [
    "Đăng ký khai sinh",
    "Cấp bản sao, an toàn",
    "Trợ cấp xã hội",
];

/// A dossier as it is told to the store, and again as a plain matcher sees it.
#[derive(Debug, Clone)]
struct Known {
    name: String,
    procedure: String,
    number: String,
    phone: String,
    code: Value,
    code_text: String,
    dated: Option<String>,
    tail: Option<String>,
}

impl Known {
    fn words(&self) -> Vec<String> {
        text::words(&format!("{} {}", self.name, self.procedure))
    }

    fn has_words(&self, typed: &str) -> bool {
        let words = self.words();
        let is_form = |form: &String| {
            let asked = text::words(form);
            let Some((last, whole)) = asked.split_last() else {
                return false;
            };
            whole.iter().all(|word| words.contains(word))
                && words.iter().any(|word| word.starts_with(last))
        };
        text::query_forms(typed).iter().any(is_form)
    }

    fn numbers(&self) -> impl Iterator<Item = &String> {
        let own = [&self.number, &self.phone, &self.code_text];
        own.into_iter().chain(&self.dated)
    }

    fn has_number(&self, digits: &str) -> bool {
        let is_tail = self.tail.as_deref() == Some(digits.trim_start_matches('0'));
        let is_inside = digits.len() >= 3 && self.numbers().any(|number| number.contains(digits));
        is_inside || (is_tail && digits.len() <= 6)
    }
}

/// Few different digits, so that pieces are found in several places.
fn digits(count: usize) -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(vec!['0', '1', '2']), count)
        .prop_map(|digits| digits.into_iter().collect())
}

prop_compose! {
    fn known()(
        name in prop::collection::vec(prop::sample::select(NAMES.to_vec()), 1..5),
        procedure in prop::sample::select(PROCEDURES.to_vec()),
        (number, phone) in (digits(8), digits(8)),
        kind in 0..7,
        (day, running) in (10..13_u8, 1..40_u32),
    ) -> Known {
        let (dated, tail) = (Some(format!("2611{day}{running:04}")), Some(running.to_string()));
        let (code, code_text, dated, tail) = match kind {
            0 => {
                let code = format!("TAM-Q3-2611{day}-{running:03}");
                (json!({"type": "provisional", "code": code}), code, None, tail)
            }
            6 => {
                let code = format!("TAM-Q3-2611{day}-{running:03}{number:.5}");
                (json!({"type": "provisional", "code": code}), code, None, tail)
            }
            1 => {
                let code = format!("BTP-{number}-{running}");
                (json!({"type": "foreign", "code": code}), code, None, None)
            }
            _ => {
                let code = format!("H42.17-2611{day}-{running:04}");
                let lease = lease_id(1);
                (json!({"type": "official", "code": code, "lease": lease}), code, dated, tail)
            }
        };
        Known {
            name: name.join(" "), procedure: procedure.into(),
            number: format!("0380{number}"), phone: format!("09{phone}"),
            code, code_text: code_text.to_ascii_lowercase(), dated, tail,
        }
    }
}

/// Which dossier a query is made from, how, and two numbers to cut it by.
type Cut = (prop::sample::Index, u8, usize, usize);

fn piece(of: &str, from: usize, length: usize) -> String {
    of.chars()
        .skip(from % of.len())
        .take(1 + length % of.len())
        .collect()
}

/// Some words in another order, the last perhaps not finished.
fn some_words(known: &Known, a: usize, b: usize) -> String {
    let mut words = known.words();
    let count = words.len();
    words.rotate_left(a % count);
    words.truncate(1 + b % 4);
    let last = words.pop().expect("a word");
    words.push(piece(&last, 0, b));
    words.join(" ")
}

/// What is typed, and the places of the dossiers that match, newest last.
fn query(all: &[Known], (of, kind, a, b): &Cut) -> (String, Vec<usize>) {
    let known = of.get(all);
    let places = |is_meant: &dyn Fn(&Known) -> bool| -> Vec<usize> {
        (0..all.len())
            .filter(|place| is_meant(&all[*place]))
            .collect()
    };
    match kind {
        0 | 1 => {
            let typed = some_words(known, *a, *b);
            let places = places(&|one| one.has_words(&typed));
            (typed, places)
        }
        2 => {
            let digits = piece(&known.number, *a, *b);
            let places = places(&|one| one.has_number(&digits));
            (digits, places)
        }
        3 => {
            let digits = piece(&known.phone, *a, *b);
            let places = places(&|one| one.has_number(&digits));
            (digits, places)
        }
        4 => {
            let (words, digits) = (
                some_words(known, *a, 2),
                piece(&known.number, *a % 9, 2 + b % 6),
            );
            let places = places(&|one| one.has_words(&words) && one.has_number(&digits));
            (format!("{words} {digits}"), places)
        }
        5 => {
            let digits = known.tail.clone().unwrap_or_else(|| "7".into());
            let places = places(&|one| one.has_number(&digits));
            (digits, places)
        }
        _ => {
            let dash = known.code_text.find('-').expect("a dash");
            let typed: String = known.code_text.chars().take(dash + 3 + a % 14).collect();
            let places = places(&|one| one.code_text.starts_with(&typed));
            (typed.to_uppercase(), places)
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]
    #[test]
    fn what_is_found_is_the_newest_of_what_a_plain_look_at_every_dossier_finds(
        all in prop::collection::vec(known(), 1..24),
        cuts in prop::collection::vec(any::<Cut>(), 40),
        limit in 1..6_usize,
    ) {
        let world = World::new();
        for (n, known) in (1..).zip(&all) {
            let mut walk = walk(n).named(&known.name).code(known.code.clone());
            walk.procedure.clone_from(&known.procedure);
            walk.number.clone_from(&known.number);
            walk.phone.clone_from(&known.phone);
            world.receive(&walk);
        }
        for cut in cuts {
            let cut = (cut.0, cut.1 % 7, cut.2, cut.3);
            let (typed, places) = query(&all, &cut);
            let rows: Vec<u32> = places.iter().rev().map(|place| u32::try_from(*place).expect("few") + 1).collect();
            let find = Find {
                text: typed.clone(), queue: Queue::All, scope: Scope::Office, now: NOW, due_soon_ms: 1,
            };
            let found = world.read(|r| r.find_at_most(&find, limit));
            prop_assert_eq!(&found.rows, &rows[..rows.len().min(limit)], "{}", typed);
            prop_assert_eq!(found.cut, rows.len() > limit, "more of {}", typed);
        }
    }
}
