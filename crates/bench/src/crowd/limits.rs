//! What the disk and PostgreSQL give here at most: syncs of one file one after the other, and commits
//! of one row each in a bare table, as many clients at once as the centre has connections.

use std::fs::OpenOptions;
use std::os::unix::fs::FileExt as _;
use std::time::{Duration, Instant};

use pgcluster::Cluster;

use crate::Failure;

/// What a commit of one dossier writes at least.
const BLOCK: [u8; 8 * 1024] = [0x5A; 8 * 1024];
/// Blocks of the file, written again and again as a write-ahead log is.
const BLOCKS: u64 = 128;
const SYNCING_FOR: Duration = Duration::from_secs(3);
const SECONDS_OF_ROWS: u32 = 5;
const CLIENTS: u32 = 16;

/// Syncs of this disk in a second, one at a time.
pub(super) fn syncs_per_second() -> Result<f64, Failure> {
    let folder = tempfile::tempdir()?;
    let mut options = OpenOptions::new();
    let file = options
        .write(true)
        .create_new(true)
        .open(folder.path().join("log"))?;
    for block in 0..BLOCKS {
        file.write_all_at(&BLOCK, block * BLOCK.len() as u64)?;
    }
    file.sync_all()?;
    let (begun, mut count) = (Instant::now(), 0_u32);
    while begun.elapsed() < SYNCING_FOR {
        let place = u64::from(count) % BLOCKS * BLOCK.len() as u64;
        file.write_all_at(&BLOCK, place)?;
        file.sync_data()?;
        count += 1;
    }
    Ok(f64::from(count) / begun.elapsed().as_secs_f64())
}

/// Rows with such a text that PostgreSQL commits in a second, one a transaction.
pub(super) fn rows_per_second(cluster: &Cluster, text: &str) -> Result<f64, Failure> {
    let database = "bare";
    cluster.sql("postgres", &format!("CREATE DATABASE {database}"))?;
    let table = "CREATE TABLE row (no bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, body text)";
    cluster.sql(database, table)?;
    let folder = tempfile::tempdir()?;
    let script = folder.path().join("script");
    // a dollar quote needs no escaping; pgbench takes a colon before letters for a variable
    let text = text.replace(':', ": ");
    let statement = format!("INSERT INTO row(body) VALUES ($body${text}$body$);\n");
    store::files::write_atomic(&script, statement.as_bytes())?;
    let mut bench = cluster.client("pgbench");
    bench
        .args(["--no-vacuum", "--jobs=2", "--file"])
        .arg(&script);
    bench.arg(format!("--client={CLIENTS}"));
    bench.arg(format!("--time={SECONDS_OF_ROWS}"));
    let told = pgcluster::finished("pgbench", bench.arg(database))?;
    let rate = told.lines().find_map(|line| line.strip_prefix("tps = "));
    let rate = rate.and_then(|rest| rest.split_whitespace().next());
    Ok(rate.ok_or("pgbench told no rate")?.parse()?)
}
