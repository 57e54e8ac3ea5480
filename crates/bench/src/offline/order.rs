//! What arrived, and in which order: read from the centre's own database and folder.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::SystemTime;

use rusqlite::Connection;

use super::OVERTAKING_MAX;
use super::week::Week;
use crate::Failure;
use crate::claim::{Claim, Goal, Report};

pub(super) fn report(report: &mut Report, week: &Week) -> Result<(), Failure> {
    let database = Connection::open(week.centre.database())?;
    let places: BTreeMap<&str, u32> = (0..)
        .zip(&week.dossiers)
        .map(|(place, id)| (id.as_str(), place))
        .collect();
    let received = received(&database)?;
    let kept: Vec<u32> = received
        .iter()
        .filter_map(|id| places.get(id.as_str()).copied())
        .collect();
    let different: std::collections::BTreeSet<u32> = kept.iter().copied().collect();
    let lost = places.len() - different.len();
    none(report, "dossiers lost", lost);
    none(report, "dossiers doubled", kept.len() - different.len());
    let swapped = kept.iter().zip(kept.iter().skip(1)).filter(|(a, b)| a > b);
    none(
        report,
        "receptions that arrived before an earlier one",
        swapped.count(),
    );

    let pages = pages(&database, &places, &week.centre.database())?;
    let missing = u64::from(week.page_count()).abs_diff(pages.len() as u64);
    report.measure("pages missing", float(usize::try_from(missing)?), "");
    let (mut latest, mut overtaking) = (0, 0);
    for place in &pages {
        latest = latest.max(*place);
        overtaking = overtaking.max(latest - place);
    }
    report.claim(Claim {
        name: "dossiers by which a page arrived before an earlier one's".to_owned(),
        goal: Goal::AtMost(if missing == 0 {
            f64::from(OVERTAKING_MAX)
        } else {
            -1.0
        }),
        measured: f64::from(overtaking),
        unit: "",
        beside: format!("{} pages at the centre", pages.len()),
    });
    Ok(())
}

fn none(report: &mut Report, what: &str, count: usize) {
    report.claim(Claim {
        name: what.to_owned(),
        goal: Goal::AtMost(0.0),
        measured: float(count),
        unit: "",
        beside: String::new(),
    });
}

fn float(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

/// Dossiers in the order in which their reception came to the centre.
fn received(database: &Connection) -> Result<Vec<String>, Failure> {
    let sql =
        "SELECT dossier FROM event WHERE instr(CAST(body AS TEXT), '\"received\"') > 0 ORDER BY no";
    let mut statement = database.prepare(sql)?;
    let rows = statement.query_map([], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Places of the dossiers of its pages, in the order in which they came.
fn pages(
    database: &Connection,
    places: &BTreeMap<&str, u32>,
    path: &Path,
) -> Result<Vec<u32>, Failure> {
    let mut times = BTreeMap::new();
    let data = path.parent().ok_or("a folder")?;
    arrivals(&data.join("blobs"), &mut times)?;
    let mut statement = database.prepare(
        "SELECT w.dossier, w.hash FROM blob_want AS w JOIN blob AS b ON b.hash = w.hash",
    )?;
    let mut arrived = Vec::new();
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (dossier, hash): (String, String) = (row.get(0)?, row.get(1)?);
        let hash = hash.trim_start_matches("b3:");
        if let (Some(place), Some(at)) = (places.get(dossier.as_str()), times.get(hash)) {
            arrived.push((*at, *place));
        }
    }
    arrived.sort_unstable();
    Ok(arrived.into_iter().map(|(_, place)| place).collect())
}

/// When each file below a folder was written, by its hash.
fn arrivals(folder: &Path, times: &mut BTreeMap<String, SystemTime>) -> Result<(), Failure> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            arrivals(&entry.path(), times)?;
        } else {
            let name = entry.file_name().to_string_lossy().into_owned();
            times.insert(name, entry.metadata()?.modified()?);
        }
    }
    Ok(())
}
