//! Search: how long the list waits for its row ids, beside `LIKE` on the folded column of the same
//! database over a bare connection with the same key and settings, both giving every row id, newest
//! first. The dossiers come through the feed, as on a new desk of an old office; they have no pages,
//! which no search looks at.
//!
//! Every query runs once, warm, on one thread. `LIKE` is so much slower that it runs for every tenth
//! query of each kind only, each time right after the search it is compared with, so that whatever
//! else the machine does hits both.

mod like;
mod queries;

use std::time::{Duration, Instant};

use domain::time::Timestamp;
use store::{Find, Found, Queue, Scope, Store};

use crate::Failure;
use crate::args::SearchOptions;
use crate::claim::{Claim, Goal, Report};
use crate::database::{self, Filled};
use crate::live::Progress;
use crate::seeded::Site;
use crate::stats::{Times, geometric_mean, ms};
use like::Like;
use queries::{Kind, Query};

/// An answer within this is felt as instant, in milliseconds.
const P99_MS_MAX: f64 = 30.0;
const TIMES_LIKE_MEAN_MIN: f64 = 50.0;
const TIMES_LIKE_KIND_MIN: f64 = 10.0;
/// `LIKE` runs for one query in so many.
const LIKE_EVERY: usize = 10;
/// Most queries run unmeasured beforehand.
const WARM_UP: usize = 200;

/// One query, answered.
struct Answered {
    kind: Kind,
    took: Duration,
    rows: usize,
    is_found: bool,
    like: Option<Duration>,
}

/// Fills a database, asks, compares.
pub(crate) fn measure(options: &SearchOptions) -> Result<Report, Failure> {
    let home = tempfile::tempdir()?;
    let site = Site::new()?;
    let store = database::create(home.path(), &site)?;
    let filled = database::fill(&store, &site, options.seed, options.dossiers)?;
    let queries = queries::make(&filled.known, options)?;
    let mut like = Like::open(&store)?;
    let answered = ask(&store, &mut like, &queries)?;
    let SearchOptions {
        dossiers,
        queries,
        seed,
    } = options;
    let conditions = format!("{dossiers} dossiers, {queries} queries, seed {seed}, warm");
    let mut report = Report::new("search", conditions);
    fill_measures(&mut report, &filled, &store)?;
    for kind in Kind::ALL {
        kind_claims(&mut report, kind, &answered);
    }
    mean_claim(&mut report, &answered);
    Ok(report)
}

fn ask(store: &Store, like: &mut Like, queries: &[Query]) -> Result<Vec<Answered>, Failure> {
    for query in queries.iter().take(WARM_UP) {
        find(store, query)?;
    }
    if let Some(first) = queries.first() {
        like.rows(first)?;
    }
    let mut answered = Vec::with_capacity(queries.len());
    let mut asked_of_kind = [0_usize; Kind::ALL.len()];
    let mut progress = Progress::new("queries asked", u32::try_from(queries.len())?);
    for (n, query) in queries.iter().enumerate() {
        let (found, took) = find(store, query)?;
        let asked = asked_of_kind
            .get_mut(query.kind.place())
            .ok_or("an unknown kind")?;
        let is_compared = asked.is_multiple_of(LIKE_EVERY);
        *asked += 1;
        let like = if is_compared {
            Some(compared(like, query)?)
        } else {
            None
        };
        let (kind, rows) = (query.kind, found.rows.len());
        let is_found = found.cut || found.rows.contains(&query.row);
        answered.push(Answered {
            kind,
            took,
            rows,
            is_found,
            like,
        });
        progress.reached(u32::try_from(n)?);
    }
    Ok(answered)
}

/// `LIKE`, which must find the dossier too, or it would not be the same work.
fn compared(like: &mut Like, query: &Query) -> Result<Duration, Failure> {
    let begun = Instant::now();
    let rows = like.rows(query)?;
    let took = begun.elapsed();
    if rows.contains(&query.row) {
        Ok(took)
    } else {
        Err(format!("LIKE does not find what {:?} was made from", query.kind).into())
    }
}

fn find(store: &Store, query: &Query) -> Result<(Found, Duration), Failure> {
    let find = Find {
        text: query.typed.clone(),
        queue: Queue::All,
        scope: Scope::Office,
        now: Timestamp(0),
        due_soon_ms: 0,
    };
    let begun = Instant::now();
    let found = store.read(|reader| reader.find(&find))?;
    Ok((found, begun.elapsed()))
}

fn fill_measures(report: &mut Report, filled: &Filled, store: &Store) -> Result<(), Failure> {
    let seconds = filled.took.as_secs_f64();
    let count = f64::from(u32::try_from(filled.known.len())?);
    report.measure("filled through the feed in", seconds, "s");
    report.measure("dossiers a second", count / seconds, "");
    let bytes = std::fs::metadata(store.paths().database())?.len();
    report.measure(
        "database file",
        f64::from(u32::try_from(bytes >> 10)?) / 1024.0,
        "MiB",
    );
    Ok(())
}

fn kind_claims(report: &mut Report, kind: Kind, answered: &[Answered]) {
    let of_kind = || answered.iter().filter(|one| one.kind == kind);
    let times = Times::new(of_kind().map(|one| one.took).collect());
    let like = Times::new(of_kind().filter_map(|one| one.like).collect());
    let name = kind.words();
    report.measure(format!("{name}: queries"), whole(times.count()), "");
    report.measure(format!("{name}: p50"), times.median_ms(), "ms");
    report.measure(format!("{name}: longest"), times.max_ms(), "ms");
    let rows = of_kind().map(|one| one.rows).max().unwrap_or_default();
    report.measure(format!("{name}: most row ids"), whole(rows), "");
    let found = whole(of_kind().filter(|one| one.is_found).count()) / whole(times.count());
    report.measure(format!("{name}: found what was meant"), found * 100.0, "%");
    report.claim(Claim {
        name: format!("{name}, p99"),
        goal: Goal::AtMost(P99_MS_MAX),
        measured: times.p99_ms(),
        unit: "ms",
        beside: format!(
            "LIKE p50 {:.0} ms, longest {:.0} ms",
            like.median_ms(),
            like.max_ms()
        ),
    });
    report.claim(Claim {
        name: format!("{name}, faster than LIKE"),
        goal: Goal::AtLeast(TIMES_LIKE_KIND_MIN),
        measured: geometric_mean(&ratios(of_kind())),
        unit: "×",
        beside: format!("LIKE, geometric mean of {} queries", like.count()),
    });
}

fn mean_claim(report: &mut Report, answered: &[Answered]) {
    let ratios = ratios(answered.iter());
    report.claim(Claim {
        name: "all kinds in their mix, faster than LIKE".to_owned(),
        goal: Goal::AtLeast(TIMES_LIKE_MEAN_MIN),
        measured: geometric_mean(&ratios),
        unit: "×",
        beside: format!("LIKE, geometric mean of {} queries", ratios.len()),
    });
}

fn ratios<'a>(answered: impl Iterator<Item = &'a Answered>) -> Vec<f64> {
    let pairs = answered.filter_map(|one| one.like.map(|like| (like, one.took)));
    pairs.map(|(like, took)| ms(like) / ms(took)).collect()
}

fn whole(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::NAN, f64::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_database_is_searched_whole_and_every_kind_finds_what_was_meant() {
        let options = SearchOptions {
            dossiers: 1_000,
            queries: 200,
            seed: 3,
        };
        let report = measure(&options).expect("measured");
        assert_eq!(
            report.claims.len(),
            Kind::ALL.len() * 2 + 1,
            "two a kind and the mean"
        );
        let found = report
            .measures
            .iter()
            .filter(|one| one.name.ends_with("what was meant"));
        for measure in found {
            assert!(
                measure.value > 99.9,
                "{}: {} %",
                measure.name,
                measure.value
            );
        }
        assert!(
            report.claims.iter().all(|claim| claim.measured.is_finite()),
            "all measured"
        );
    }
}
