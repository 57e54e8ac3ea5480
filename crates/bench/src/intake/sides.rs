//! The two sides and their turns.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use domain::ids::LeaseId;
use domain::time::CivilDate;
use ed25519_dalek::SigningKey;
use forms::ReceiptSnapshot;
use store::{Lease, Paths, Store};
use tempfile::TempDir;
use uuid::Uuid;

use super::bare::must_be_alike;
use super::plan::{self, Planned};
use super::receive::{Desk, receive};
use super::recorder::{Commits, Statements};
use super::replay::Bare;
use super::values::Statement;
use crate::Failure;
use crate::args::IntakeOptions;
use crate::database;
use crate::live::Progress;
use crate::seeded::Site;

/// Intakes at the beginning that are not measured.
const WARM_UP: usize = 10;

/// One intake on both sides.
pub(super) struct Measured {
    /// From the beginning of the transaction to the end of its commit.
    pub(super) transaction: Duration,
    /// From there to the side file on the disk.
    pub(super) side_file: Duration,
    /// The same statements without the store.
    pub(super) bare: Duration,
}

/// Everything a run gives.
pub(super) struct Run {
    pub(super) times: Vec<Measured>,
    pub(super) statements: f64,
    pub(super) receipts: Vec<ReceiptSnapshot>,
}

/// What one intake runs: before its transaction, and in it.
struct Script {
    before: Vec<Statement>,
    intake: Vec<Statement>,
}

pub(super) fn run(site: &Site, options: &IntakeOptions) -> Result<Run, Failure> {
    let home = tempfile::tempdir()?;
    let start = home.path().join("start");
    begin(&start, site, options)?;
    let [told, measured, bare] = ["told", "measured", "bare"].map(|name| home.path().join(name));
    for side in [&told, &measured, &bare] {
        copy(&start, side)?;
    }
    let plans = plan::all(site, options.seed, options.count)?;
    let desk = Desk {
        site,
        signing: SigningKey::from_bytes(&[7; 32]),
    };
    let scripts = write_scripts(&told, &desk, &plans)?;
    let run = take_turns(&home, &desk, &plans, &scripts)?;
    must_be_alike(
        &Paths::new(&measured).database(),
        &Paths::new(&bare).database(),
    )?;
    Ok(run)
}

/// A database with its history and a block of numbers for the day.
fn begin(dir: &Path, site: &Site, options: &IntakeOptions) -> Result<(), Failure> {
    let store = database::create(dir, site)?;
    database::fill(&store, site, options.seed, options.dossiers)?;
    let identity = site.identity();
    let lease = Lease {
        id: LeaseId(Uuid::from_u128(0x0199_0000_0000_7000_8000_0000_0000_0009)),
        agency: site.agency.clone(),
        day: CivilDate::new(2026, 11, 20).ok_or("a day")?,
        from: 1,
        to: 9_999,
        desk: identity.desk,
        incarnation: identity.incarnation,
        reserve: false,
        signature: "0".repeat(128),
    };
    store.write(|tx| tx.put_leases(&[lease]))?;
    Ok(store.close()?)
}

/// The files of a closed database.
fn copy(from: &Path, to: &Path) -> Result<(), Failure> {
    fs::create_dir_all(to)?;
    let (from, to) = (Paths::new(from), Paths::new(to));
    store::files::copy_durable(&from.database(), &to.database())?;
    store::files::copy_durable(&from.mark(), &to.mark())?;
    Ok(())
}

fn write_scripts(dir: &Path, desk: &Desk<'_>, plans: &[Planned]) -> Result<Vec<Script>, Failure> {
    let store = Store::open(&Paths::new(dir), &database::key())?;
    let statements = Statements::of(&store)?;
    let mut scripts = Vec::with_capacity(plans.len());
    for planned in plans {
        planned.type_and_scan(&store)?;
        let before = statements.take()?;
        receive(&store, desk, planned)?;
        scripts.push(Script {
            before,
            intake: statements.take()?,
        });
    }
    Ok(scripts)
}

fn take_turns(
    home: &TempDir,
    desk: &Desk<'_>,
    plans: &[Planned],
    scripts: &[Script],
) -> Result<Run, Failure> {
    let side = |name: &str| -> PathBuf { home.path().join(name) };
    let store = Store::open(&Paths::new(side("measured")), &database::key())?;
    let commits = Commits::of(&store)?;
    let mut bare = Bare::open(&Paths::new(side("bare")).database())?;
    let mut run = Run {
        times: Vec::new(),
        statements: 0.0,
        receipts: Vec::new(),
    };
    let mut progress = Progress::new("intakes", u32::try_from(plans.len())?);
    for (n, (planned, script)) in plans.iter().zip(scripts).enumerate() {
        planned.type_and_scan(&store)?;
        bare.run(&script.before)?;
        let is_bare_first = n % 2 == 1;
        let early = if is_bare_first {
            Some(bare.run(&script.intake)?)
        } else {
            None
        };
        let (receipt, transaction, side_file) = timed(&store, desk, planned, &commits)?;
        let bare = early.map_or_else(|| bare.run(&script.intake), Ok)?;
        if n >= WARM_UP {
            run.times.push(Measured {
                transaction,
                side_file,
                bare,
            });
        }
        run.statements = f64::from(u32::try_from(script.intake.len())?);
        run.receipts.push(receipt);
        progress.reached(u32::try_from(n)?);
    }
    store.close()?;
    Ok(run)
}

fn timed(
    store: &Store,
    desk: &Desk<'_>,
    planned: &Planned,
    commits: &Commits,
) -> Result<(ReceiptSnapshot, Duration, Duration), Failure> {
    let begun = Instant::now();
    let receipt = receive(store, desk, planned)?;
    let done = Instant::now();
    let committed = commits.last()?;
    Ok((
        receipt,
        committed.duration_since(begun),
        done.duration_since(committed),
    ))
}
