//! Central: a province of desks at one centre on PostgreSQL with fsync. First an open loop: every
//! desk sends a dossier a minute and once a burst of fifty, when it was planned and not when the last
//! answer came, and listens in between; times count from the planned moment. Then bursts from all
//! desks at once as fast as the centre takes them, few desks and many in turns, the same dossiers in
//! all. Last, what the disk and PostgreSQL themselves give here.
//!
//! The desks are in the same process and on the same cores as the centre: a centre with a machine of
//! its own has more room.

mod desk;
mod limits;
mod plan;

use std::time::Duration;

use domain::time::CivilDate;
use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinSet;
use tokio::time::Instant;

use crate::Failure;
use crate::args::CentralOptions;
use crate::claim::{Claim, Goal, Report};
use crate::live::Progress;
use crate::province::Province;
use crate::seeded::{Rng, Site, measured_day};
use crate::stats::{Times, median};
use desk::{Desk, Log, Planned};
use plan::BURST;

/// From the planned moment to the answer, in milliseconds.
const P99_MS_MAX: f64 = 500.0;
/// Of the dossiers a second that few desks get through.
const OF_FEW_MIN: f64 = 0.9;
/// Counters of one office.
const DESKS_AN_OFFICE: u32 = 4;
/// The few that the many are set beside.
const FEW_DIVISOR: usize = 8;
const RUNS: usize = 3;
/// Pushes of one dossier each that every desk makes as fast as it can.
const SINGLES: usize = 10;
/// Before the first planned push everybody listens.
const LEAD: Duration = Duration::from_millis(500);

/// What was measured.
struct Measured {
    open: Log,
    few: Vec<f64>,
    many: Vec<f64>,
    singles: f64,
    syncs: f64,
    rows: f64,
    /// What went wrong in the legs after the open loop.
    errors: usize,
}

/// Opens the loop, then drives the centre as hard as it goes.
pub(crate) fn measure(options: &CentralOptions) -> Result<Report, Failure> {
    let mut crowd = Crowd::gather(options)?;
    let open = crowd.open(options.seconds)?;
    let mut measured = Measured {
        open,
        few: Vec::new(),
        many: Vec::new(),
        singles: 0.0,
        syncs: limits::syncs_per_second()?,
        rows: limits::rows_per_second(crowd.province.cluster(), &crowd.sample)?,
        errors: 0,
    };
    let (few, all) = (crowd.few(), crowd.desks.len());
    for run in 0..RUNS {
        let mut turns = [few, all];
        if run % 2 == 1 {
            turns.reverse();
        }
        for desks in turns {
            let each = BURST * all / desks;
            let rate = crowd.flood(desks, (each, BURST), &mut measured.errors)?;
            let rates = if desks == few {
                &mut measured.few
            } else {
                &mut measured.many
            };
            rates.push(rate);
        }
    }
    measured.singles = crowd.flood(all, (SINGLES, 1), &mut measured.errors)?;
    crowd.check()?;
    Ok(report(options, few, &measured))
}

/// Desks, their offices, and a day for each leg.
struct Crowd {
    desks: Vec<Desk>,
    sites: Vec<Site>,
    province: Province,
    threads: Runtime,
    day: CivilDate,
    rng: Rng,
    recorded: usize,
    /// A body, for what is measured beside.
    sample: String,
}

impl Crowd {
    fn gather(options: &CentralOptions) -> Result<Self, Failure> {
        let count = usize::try_from(options.desks)?;
        let offices = options.desks.div_ceil(DESKS_AN_OFFICE);
        let sites: Vec<Site> = (1..=offices)
            .map(Site::numbered)
            .collect::<Result<_, _>>()?;
        let province = Province::start(&sites)?;
        let mut rng = Rng::new(options.seed);
        let mut progress = Progress::new("desks enrolled", options.desks);
        let mut desks = Vec::with_capacity(count);
        // office after office: the few are as many of an office as the many
        let of_offices = sites.iter().enumerate();
        let of_desks = of_offices.flat_map(|one| (0..DESKS_AN_OFFICE).map(move |_| one));
        for (n, site) in of_desks.take(count) {
            desks.push(Desk::enrol(&province, (n, site), &mut rng)?);
            progress.reached(u32::try_from(desks.len())?);
        }
        let threads = Builder::new_multi_thread()
            .worker_threads(2)
            .thread_name("desks")
            .enable_all()
            .build()?;
        Ok(Self {
            desks,
            sites,
            province,
            threads,
            day: measured_day().ok_or("a day")?,
            rng,
            recorded: 0,
            sample: String::new(),
        })
    }

    fn few(&self) -> usize {
        self.desks.len().div_ceil(FEW_DIVISOR)
    }

    /// Numbers of every leg are of a day of their own: a block has no more than five hundred.
    fn record(&mut self, counts: &[usize]) -> Result<(), Failure> {
        self.day = self.day.plus_days(-1);
        let seed = self.rng.next();
        let desks = (&mut *self.desks, counts);
        plan::record(&self.province, &self.sites, desks, (self.day, seed))?;
        self.recorded += counts.iter().sum::<usize>();
        if let Some(sample) = self.desks.iter().find_map(Desk::sample) {
            self.sample = sample;
        }
        Ok(())
    }

    fn open(&mut self, seconds: u32) -> Result<Log, Failure> {
        let plans = plan::open(self.desks.len(), seconds, &mut self.rng);
        let sum = |plan: &Vec<Planned>| plan.iter().map(|one| one.dossiers).sum();
        self.record(&plans.iter().map(sum).collect::<Vec<usize>>())?;
        crate::complain(&format!("open loop for {seconds} s"));
        let begun = Instant::now() + LEAD;
        let desks = self.desks.drain(..).zip(plans);
        let tasks = desks.map(|(desk, plan)| desk.open_loop(begun, plan));
        let (desks, logs) = self.threads.block_on(all(tasks))?;
        self.desks = desks;
        Ok(joined(logs))
    }

    /// Dossiers a second when the first so many desks send `each`, so many at a time, at once.
    fn flood(
        &mut self,
        desks: usize,
        (each, at_once): (usize, usize),
        errors: &mut usize,
    ) -> Result<f64, Failure> {
        let counts: Vec<usize> = (0..self.desks.len())
            .map(|n| if n < desks { each } else { 0 })
            .collect();
        self.record(&counts)?;
        let begun = Instant::now();
        let all_desks = self.desks.drain(..);
        let tasks = all_desks.map(|desk| desk.closed_loop(at_once));
        let (gathered, logs) = self.threads.block_on(all(tasks))?;
        let took = begun.elapsed();
        self.desks = gathered;
        let log = joined(logs);
        *errors += log.errors.len();
        if let Some(error) = log.errors.first() {
            crate::complain(&format!("a push failed: {error}"));
        }
        Ok(dossiers(&log) / took.as_secs_f64())
    }

    /// Everything recorded is at the centre, once, and nothing is wrong with it.
    fn check(&self) -> Result<(), Failure> {
        let (events, odd) = self.province.events()?;
        if events == self.recorded as u64 && odd == 0 {
            return Ok(());
        }
        let recorded = self.recorded;
        Err(format!("{recorded} recorded, {events} at the centre, {odd} odd").into())
    }
}

/// Runs every desk to its end; they come back in their order.
async fn all(
    tasks: impl Iterator<Item = impl Future<Output = (Desk, Log)> + Send + 'static>,
) -> Result<(Vec<Desk>, Vec<Log>), Failure> {
    let mut running = JoinSet::new();
    for (n, task) in tasks.enumerate() {
        running.spawn(async move { (n, task.await) });
    }
    let mut ended = running.join_all().await;
    ended.sort_by_key(|(n, _)| *n);
    Ok(ended.into_iter().map(|(_, done)| done).unzip())
}

fn joined(logs: Vec<Log>) -> Log {
    logs.into_iter().fold(Log::default(), |mut all, log| {
        all.sent.extend(log.sent);
        all.pulls += log.pulls;
        all.errors.extend(log.errors);
        all
    })
}

fn dossiers(log: &Log) -> f64 {
    let count: usize = log.sent.iter().map(|sent| sent.dossiers).sum();
    u32::try_from(count).map_or(f64::NAN, f64::from)
}

fn number(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::INFINITY, f64::from)
}

fn report(options: &CentralOptions, few: usize, measured: &Measured) -> Report {
    let CentralOptions {
        desks,
        seconds,
        seed,
    } = options;
    let conditions = format!(
        "{desks} desks of {} offices, open loop of {seconds} s, seed {seed}, PostgreSQL with fsync, \
         desks and centre on the same cores",
        desks.div_ceil(DESKS_AN_OFFICE),
    );
    let mut report = Report::new("central", conditions);
    let times = |wanted: &dyn Fn(usize) -> bool| {
        let sent = measured.open.sent.iter();
        let wanted = sent.filter(|sent| wanted(sent.dossiers));
        Times::new(wanted.map(|sent| sent.took).collect())
    };
    let every = times(&|_| true);
    for (name, times) in [
        ("a dossier", times(&|dossiers| dossiers == 1)),
        ("a burst of 50", times(&|dossiers| dossiers > 1)),
        ("every push", every.clone()),
    ] {
        report.measure(format!("open loop, {name}: p50"), times.median_ms(), "ms");
        report.measure(format!("open loop, {name}: p99"), times.p99_ms(), "ms");
        report.measure(format!("open loop, {name}: longest"), times.max_ms(), "ms");
    }
    let (few_rate, many_rate) = (median(measured.few.clone()), median(measured.many.clone()));
    for (name, rate) in [
        (format!("bursts at once: {few} desks"), few_rate),
        (format!("bursts at once: {desks} desks"), many_rate),
    ] {
        report.measure(name, rate, "dossiers/s");
    }
    limits_measured(&mut report, measured);
    let errors = measured.open.errors.len() + measured.errors;
    report.claim(Claim {
        name: "pushes and pulls that failed".to_owned(),
        goal: Goal::AtMost(0.0),
        measured: number(errors),
        unit: "",
        beside: format!("{} pushes, {} pulls", every.count(), measured.open.pulls),
    });
    report.claim(Claim {
        name: "push in the open loop, p99 from the planned moment".to_owned(),
        goal: Goal::AtMost(P99_MS_MAX),
        measured: every.p99_ms(),
        unit: "ms",
        beside: format!("one sync of this disk {:.1} ms", 1_000.0 / measured.syncs),
    });
    report.claim(Claim {
        name: format!("bursts at once, {desks} desks beside {few}"),
        goal: Goal::AtLeast(OF_FEW_MIN),
        measured: many_rate / few_rate,
        unit: "×",
        beside: format!("{few} desks {few_rate:.0} dossiers/s"),
    });
    report
}

/// How far the centre is from what the machine gives.
fn limits_measured(report: &mut Report, measured: &Measured) {
    let Measured {
        singles,
        syncs,
        rows,
        ..
    } = measured;
    report.measure("disk: syncs, one at a time", *syncs, "/s");
    let name = "bare PostgreSQL: commits of one row with such a body, 16 at once";
    report.measure(name, *rows, "/s");
    let name = "centre: pushes of one dossier each, all desks at once";
    report.measure(name, *singles, "/s");
    report.measure("centre, of bare PostgreSQL's commits", singles / rows, "×");
    report.measure("centre, of the disk's syncs", singles / syncs, "×");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eight_desks_send_listen_and_lose_nothing() {
        let options = CentralOptions {
            desks: 8,
            seconds: 3,
            seed: 5,
        };
        let report = measure(&options).expect("measured");
        assert_eq!(report.claims.len(), 3, "three claims");
        let failed = report.claims.first().expect("the first");
        assert!(failed.holds(), "nothing failed: {failed:?}");
        assert!(
            report.claims.iter().all(|claim| claim.measured.is_finite()),
            "all measured"
        );
    }
}
