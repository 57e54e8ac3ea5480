//! Sync: dossiers from an encrypted desk to the centre and from there to another desk, the worker of
//! the product on both, PostgreSQL with fsync below, beside the same dossiers as documents from
//! PouchDB to a CouchDB in Node and back, which syncs nothing. Three runs, the sides in turns that
//! change; medians. Then the same with scans of 300 KB.
//!
//! The dossiers are recorded, and loaded into the local database of the other side, before the clock
//! runs. Our pull ends when every event is checked, stored, folded and searchable; theirs when the
//! documents are in LevelDB.

mod documents;
mod ours;
mod pouchdb;

use std::time::{Duration, Instant};

use crate::Failure;
use crate::args::SyncOptions;
use crate::claim::{Claim, Goal, Report};
use crate::province::{Counts, Door, Province};
use crate::seeded::{Rng, Site};
use crate::stats::median;
use ours::Ours;
use pouchdb::{Packages, Pair};

/// How many times faster than PouchDB.
const PUSH_MIN: f64 = 4.0;
const PULL_MIN: f64 = 3.0;
const SCANS_MIN: f64 = 4.0;
/// How many times its bytes at most.
const BYTES_MAX: f64 = 0.5;
/// A page in colour.
const SCAN_BYTES: usize = 300_000;
const RUNS: u32 = 3;

/// The end of a measured step, as it is seen.
struct Taken {
    at: Instant,
    counts: Counts,
}

/// One measured step.
#[derive(Debug, Clone, Copy)]
struct Step {
    took: Duration,
    passed: Counts,
}

/// Steps of one kind, one for each run.
#[derive(Default)]
struct Steps(Vec<Step>);

impl Steps {
    fn per_second(&self, count: f64) -> f64 {
        let rates = self.0.iter().map(|step| count / step.took.as_secs_f64());
        median(rates.collect())
    }

    fn bytes_each(&self, count: f64) -> Result<f64, Failure> {
        let bytes = self.0.iter().map(|step| {
            let bytes = u32::try_from(step.passed.both())?;
            Ok(f64::from(bytes) / count)
        });
        Ok(median(bytes.collect::<Result<_, Failure>>()?))
    }
}

/// What one side did in all runs.
#[derive(Default)]
struct Side {
    push: Steps,
    pull: Steps,
    push_scans: Steps,
    pull_scans: Steps,
}

/// Both sides, and how large a document is.
#[derive(Default)]
struct Measured {
    ours: Side,
    theirs: Side,
    document_bytes: f64,
}

/// Measures both sides in turns.
pub(crate) fn measure(options: &SyncOptions) -> Result<Report, Failure> {
    let packages = Packages::installed(options.pouchdb.as_deref())?;
    let sites = (1..=2 * RUNS).map(Site::numbered);
    let sites: Vec<Site> = sites.collect::<Result<_, _>>()?;
    let province = Province::start(&sites)?;
    let counting = Door::to(province.address()?)?;
    let bench = Bench {
        options,
        packages: &packages,
        province: &province,
        counting: &counting,
    };
    let mut measured = Measured::default();
    for (run, pair) in (1..=RUNS).zip(sites.chunks(2)) {
        let [plain, scans] = pair else { break };
        bench.documents(run, plain, &mut measured)?;
        bench.scans(run, scans, &mut measured)?;
        crate::complain(&format!("{run} of {RUNS} runs"));
    }
    report(options, &measured)
}

struct Bench<'a> {
    options: &'a SyncOptions,
    packages: &'a Packages,
    province: &'a Province,
    counting: &'a Door,
}

impl Bench<'_> {
    fn documents(&self, run: u32, site: &Site, measured: &mut Measured) -> Result<(), Failure> {
        let (count, seed) = (self.options.dossiers, self.seed(run));
        let mut rng = Rng::new(seed);
        let (ours, documents) =
            Ours::prepare(self.province, self.counting, site, &mut rng, |desk| {
                documents::over_the_year(self.province, (desk, site), seed, count)
            })?;
        let mut theirs = Pair::start(self.packages)?;
        let file = theirs.folder().join("documents");
        measured.document_bytes = documents::write_lines(&file, site, &documents)?;
        drop(documents);
        theirs.load(&file, count)?;
        let (here, there) = (&mut measured.ours, &mut measured.theirs);
        let mut turns = [Turn::Ours, Turn::Theirs];
        if run.is_multiple_of(2) {
            turns.reverse();
        }
        for turn in turns {
            match turn {
                Turn::Ours => here.push.0.push(ours.push()?),
                Turn::Theirs => there.push.0.push(theirs.push(count, pouchdb::BATCH)?),
            }
        }
        for turn in turns {
            match turn {
                Turn::Ours => here.pull.0.push(ours.pull()?),
                Turn::Theirs => there.pull.0.push(theirs.pull(count, pouchdb::BATCH)?),
            }
        }
        Ok(())
    }

    fn scans(&self, run: u32, site: &Site, measured: &mut Measured) -> Result<(), Failure> {
        let (count, seed) = (self.options.attachments, self.seed(RUNS + run));
        let mut rng = Rng::new(seed);
        let (ours, documents) =
            Ours::prepare(self.province, self.counting, site, &mut rng, |desk| {
                documents::with_scans(self.province, (desk, site), seed, (count, SCAN_BYTES))
            })?;
        let mut theirs = Pair::start(self.packages)?;
        let files = theirs.folder().join("scans");
        documents::write_scans(&files, &documents)?;
        drop(documents);
        theirs.attach(&files, count)?;
        let (here, there) = (&mut measured.ours, &mut measured.theirs);
        let batch = pouchdb::BATCH_WITH_SCANS;
        let mut turns = [Turn::Ours, Turn::Theirs];
        if run.is_multiple_of(2) {
            turns.reverse();
        }
        for turn in turns {
            match turn {
                Turn::Ours => here.push_scans.0.push(ours.push_scans()?),
                Turn::Theirs => there.push_scans.0.push(theirs.push(count, batch)?),
            }
        }
        for turn in turns {
            match turn {
                Turn::Ours => here.pull_scans.0.push(ours.fetch_scans()?),
                Turn::Theirs => there.pull_scans.0.push(theirs.pull(count, batch)?),
            }
        }
        Ok(())
    }

    fn seed(&self, n: u32) -> u64 {
        self.options.seed.wrapping_add(u64::from(n) << 32)
    }
}

/// Whose turn it is.
#[derive(Clone, Copy)]
enum Turn {
    Ours,
    Theirs,
}

fn report(options: &SyncOptions, measured: &Measured) -> Result<Report, Failure> {
    let SyncOptions {
        dossiers,
        attachments,
        seed,
        ..
    } = options;
    let mut report = Report::new(
        "sync",
        format!(
            "{dossiers} dossiers, {attachments} scans of 300 KB, seed {seed}, medians of {RUNS} \
             runs; ours: SQLCipher FULL, TLS, PostgreSQL with fsync; PouchDB: LevelDB without sync, \
             {} documents a request",
            pouchdb::BATCH,
        ),
    );
    report.measure(
        "a dossier as a document: median",
        measured.document_bytes,
        "bytes",
    );
    let count = f64::from(*dossiers);
    for (what, least, ours, theirs) in [
        ("push", PUSH_MIN, &measured.ours.push, &measured.theirs.push),
        ("pull", PULL_MIN, &measured.ours.pull, &measured.theirs.pull),
    ] {
        speed(
            &mut report,
            (what, "dossiers/s"),
            least,
            (ours, theirs),
            count,
        );
        bytes(&mut report, what, (ours, theirs), count)?;
    }
    let megabytes = f64::from(*attachments) * f64::from(u32::try_from(SCAN_BYTES)?) / 1e6;
    let (here, there) = (&measured.ours, &measured.theirs);
    let scans = (&here.push_scans, &there.push_scans);
    speed(
        &mut report,
        ("scans up", "MB/s"),
        SCANS_MIN,
        scans,
        megabytes,
    );
    for (who, steps) in [
        (
            "ours, one at a time as they are looked at",
            &here.pull_scans,
        ),
        ("PouchDB, all", &there.pull_scans),
    ] {
        let name = format!("scans down: {who}");
        report.measure(name, steps.per_second(megabytes), "MB/s");
    }
    Ok(report)
}

fn speed(
    report: &mut Report,
    (what, unit): (&str, &'static str),
    least: f64,
    (ours, theirs): (&Steps, &Steps),
    count: f64,
) {
    let (ours, theirs) = (ours.per_second(count), theirs.per_second(count));
    report.measure(format!("{what}: ours"), ours, unit);
    report.measure(format!("{what}: PouchDB"), theirs, unit);
    report.claim(Claim {
        name: format!("{what}, times the speed of PouchDB"),
        goal: Goal::AtLeast(least),
        measured: ours / theirs,
        unit: "×",
        beside: format!("PouchDB {theirs:.0} {unit}"),
    });
}

fn bytes(
    report: &mut Report,
    what: &str,
    (ours, theirs): (&Steps, &Steps),
    count: f64,
) -> Result<(), Failure> {
    let (ours, theirs) = (ours.bytes_each(count)?, theirs.bytes_each(count)?);
    let name = format!("{what}: ours, both ways, of a dossier");
    report.measure(name, ours, "bytes");
    let name = format!("{what}: PouchDB, both ways, of a document");
    report.measure(name, theirs, "bytes");
    report.claim(Claim {
        name: format!("{what}, bytes beside PouchDB's"),
        goal: Goal::AtMost(BYTES_MAX),
        measured: ours / theirs,
        unit: "×",
        beside: format!("PouchDB {theirs:.0} bytes"),
    });
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_dossiers_and_scans_go_to_the_centre_and_to_another_desk() {
        let sites = [1, 2].map(|n| Site::numbered(n).expect("a site"));
        let [plain, scans] = &sites;
        let province = Province::start(&sites).expect("a centre");
        let counting = Door::to(province.address().expect("an address")).expect("a door");
        let mut rng = Rng::new(5);
        let make = |desk: &_| documents::over_the_year(&province, (desk, plain), 5, 30);
        let made = Ours::prepare(&province, &counting, plain, &mut rng, make);
        let (ours, documents) = made.expect("recorded");
        assert_eq!(documents.len(), 30, "as many as asked for");
        let push = ours.push().expect("pushed");
        assert!(push.passed.up > push.passed.down, "events go up");
        let pull = ours.pull().expect("pulled");
        assert!(pull.passed.down > pull.passed.up, "and come down");
        let make = |desk: &_| documents::with_scans(&province, (desk, scans), 6, (3, 10_000));
        let made = Ours::prepare(&province, &counting, scans, &mut rng, make);
        let (ours, _) = made.expect("recorded");
        let up = ours.push_scans().expect("pushed with its scans");
        assert!(up.passed.up > 30_000, "every byte of a scan travels");
        let down = ours.fetch_scans().expect("fetched");
        assert!(down.passed.down > 30_000, "and comes back");
        assert_eq!(province.events().expect("counted"), (33, 0), "once each");
    }
}
