//! A hundred thousand dossiers: lists and searches stay quick. Slow to fill, so only on demand:
//! `cargo test -p motcua-store -- --ignored --nocapture scale`. The claim itself, with its baseline,
//! is the benchmark's.

use std::time::Instant;

use crate::testing::*;
use crate::{Find, Queue, Scope};

const FAMILY: [&str; 12] = [
    "Nguyễn", "Nguyễn", "Nguyễn", "Nguyễn", "Trần", "Trần", "Lê", "Phạm", "Hoàng", "Đặng", "Vũ",
    "Bùi",
];
const MIDDLE: [&str; 10] = [
    "Văn", "Thị", "Đức", "Hữu", "Ngọc", "Minh", "Thanh", "Xuân", "Quang", "Thuỳ",
];
const GIVEN: [&str; 20] = [
    "An", "Anh", "Bình", "Cường", "Dung", "Dương", "Giang", "Hà", "Hải", "Hương", "Khánh", "Lan",
    "Linh", "Long", "Mai", "Nam", "Phương", "Quân", "Trang", "Tuấn",
];
const PROCEDURES: [&str; 5] = [
    "Chứng thực bản sao từ bản chính",
    "Đăng ký khai sinh",
    "Đăng ký kết hôn",
    "Trợ cấp xã hội hằng tháng",
    "Xác nhận tình trạng hôn nhân",
];

fn pick<'a>(list: &[&'a str], n: u64) -> &'a str {
    list[usize::try_from(n % list.len() as u64).expect("small")]
}

fn person(n: u64) -> Walk {
    let mixed = n.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 20;
    let mut walk = walk(n).named(&format!(
        "{} {} {}",
        pick(&FAMILY, mixed),
        pick(&MIDDLE, mixed / 12),
        pick(&GIVEN, mixed / 120),
    ));
    walk.procedure = pick(&PROCEDURES, mixed / 2_400).into();
    walk.number = format!("0{:02}{:09}", 38 + n % 3, mixed % 1_000_000_000);
    walk.phone = format!("09{:08}", mixed / 7 % 100_000_000);
    let day = day().plus_days(-i64::try_from(n % 250).expect("small"));
    let code = format!("H42.17-{}-{:04}", day.yymmdd(), n / 250 + 1);
    walk.code(serde_json::json!({"type": "official", "code": code, "lease": lease_id(1)}))
}

/// Milliseconds this thread has been computing, other programs of the machine left out; wall time
/// where the system does not say.
fn busy_ms(begun: Instant) -> f64 {
    let said = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanos = said.and_then(|text| text.split(' ').next()?.parse::<u64>().ok());
    nanos.map_or_else(
        || begun.elapsed().as_secs_f64() * 1e3,
        |nanos| nanos as f64 / 1e6,
    )
}

/// Milliseconds of each query of a kind: the 99th percentile.
fn measure(world: &World, kind: &str, queries: impl Iterator<Item = String>) -> f64 {
    let (mut times, mut rows) = (Vec::new(), 0);
    let start = Instant::now();
    for text in queries {
        let find = Find {
            text,
            queue: Queue::All,
            scope: Scope::Office,
            now: NOW,
            due_soon_ms: 1,
        };
        let begun = busy_ms(start);
        rows += world.read(|r| r.find(&find)).rows.len();
        times.push(busy_ms(start) - begun);
    }
    times.sort_by(f64::total_cmp);
    let (p50, p99) = (times[times.len() / 2], times[times.len() * 99 / 100]);
    let (max, mean) = (times[times.len() - 1], rows / times.len());
    println!("{kind:28} p50 {p50:7.2}  p99 {p99:7.2}  max {max:7.2} ms  {mean} rows");
    p99
}

fn fill(world: &World, count: u64) {
    for chunk in 0..count.div_ceil(2_000) {
        world.write(|tx| {
            for n in chunk * 2_000 + 1..=((chunk + 1) * 2_000).min(count) {
                let body = person(n).body();
                tx.append(&new_event(n, n, NOW, &officer(), &body))?;
            }
            Ok(())
        });
    }
}

fn code(n: u64) -> String {
    person(n).code["code"].as_str().expect("a code").to_owned()
}

/// The characters of a text from one place, `length` of them.
fn part(text: &str, from: usize, length: usize) -> String {
    text.chars().skip(from).take(length).collect()
}

type Kind = (&'static str, fn(u64) -> String);

const KINDS: [Kind; 19] = [
    ("full name", |n| person(n).name),
    ("words in any order", |n| {
        person(n)
            .name
            .split(' ')
            .rev()
            .collect::<Vec<_>>()
            .join(" ")
    }),
    ("typing: last letter missing", |n| {
        let name = person(n).name;
        part(&name, 0, name.chars().count() - 1)
    }),
    ("typing: family name", |n| {
        person(n).name.split(' ').take(1).collect()
    }),
    ("typing: one letter", |n| part(&person(n).name, 0, 1)),
    ("typing: two letters", |n| part(&person(n).name, 0, 2)),
    ("given name and procedure", |n| {
        format!("{} khai sinh", pick(&GIVEN, n))
    }),
    ("code", code),
    ("code without agency", |n| part(&code(n), 7, 20)),
    ("citizen number", |n| person(n).number),
    ("telephone", |n| person(n).phone),
    ("first 3 of a number", |n| part(&person(n).number, 0, 3)),
    ("first 4 of a number", |n| part(&person(n).number, 0, 4)),
    ("first 6 of a number", |n| part(&person(n).number, 0, 6)),
    ("first 9 of a number", |n| part(&person(n).number, 0, 9)),
    ("middle 6 of a number", |n| part(&person(n).number, 5, 6)),
    ("last 4 of a telephone", |n| part(&person(n).phone, 6, 4)),
    ("last 3 of a telephone", |n| part(&person(n).phone, 7, 3)),
    ("name and digits", |n| {
        format!("{} {}", person(n).name, part(&person(n).phone, 0, 5))
    }),
];

#[test]
#[ignore = "fills a database for minutes; run by name"]
fn scale_a_hundred_thousand_dossiers_are_searched_quickly() {
    let count = std::env::var("DOSSIERS")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(100_000);
    let world = World::new();
    let begun = Instant::now();
    fill(&world, count);
    println!("{count} dossiers in {:.0} s", begun.elapsed().as_secs_f64());
    let mut worst: f64 = 0.0;
    for (place, (kind, query)) in (1..).zip(KINDS) {
        let some = (1..=200_u64).map(|n| query((n * 7_919 * place) % count + 1));
        worst = worst.max(measure(&world, kind, some));
    }
    measure(&world, "everything", (0..20).map(|_| String::new()));
    assert!(worst < 300.0, "even unoptimised: {worst} ms");
}
