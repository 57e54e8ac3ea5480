//! What could be copied now, what was copied, and where the sticks are.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use courier::ANSWER_SUFFIX;
use platform::{disk, stick};
use protocol::view::{CourierPlace, CourierView, ErrorView};

use super::bundle_view;
use super::plan::Plan;
use crate::desk::{Desk, Work};
use crate::errors::{Fault, view};

/// Most answers listed.
const ANSWERS_MAX: usize = 10;
/// Most entries of a folder that are looked at.
const ENTRIES_MAX: usize = 5_000;

impl Desk {
    /// What could be carried to the centre by hand, and what was.
    ///
    /// # Errors
    /// `store.*`.
    pub fn courier(&self, (): ()) -> Result<CourierView, ErrorView> {
        self.work().and_then(|work| overview(&work)).map_err(view)
    }
}

fn overview(work: &Work<'_>) -> Result<CourierView, Fault> {
    let documents = &work.desk.config.documents_dir;
    let sticks = stick::sticks();
    let folders = sticks.iter().map(|stick| stick.folder.as_path());
    let answers = answers(folders.chain([documents.as_path()]));
    let (rows, plan, files_copied, unsealed) = work.store().read(|r| {
        let plan = Plan::read(r, u64::MAX)?;
        Ok::<_, Fault>((
            r.couriers()?,
            plan,
            r.files_copied()?,
            r.journal()?.unsealed,
        ))
    })?;
    Ok(CourierView {
        bundles: rows.into_iter().map(|row| bundle_view(work, row)).collect(),
        places: sticks.into_iter().map(place).collect(),
        answers: answers
            .into_iter()
            .map(|path| path.display().to_string())
            .collect(),
        documents: documents.display().to_string(),
        events: plan.events,
        files: u32::try_from(plan.files.len()).unwrap_or(u32::MAX),
        bytes: plan.bytes,
        files_copied,
        unsealed,
    })
}

fn place(stick: stick::Stick) -> CourierPlace {
    CourierPlace {
        free: disk::free_bytes(&stick.folder).unwrap_or(0),
        folder: stick.folder.display().to_string(),
        name: stick.name,
    }
}

/// Answers that lie in these folders, newest first. A folder that cannot be read has none.
fn answers<'a>(folders: impl Iterator<Item = &'a Path>) -> Vec<PathBuf> {
    let mut found: Vec<(SystemTime, PathBuf)> = Vec::new();
    for folder in folders {
        let Ok(entries) = std::fs::read_dir(folder) else {
            continue;
        };
        let named = entries.take(ENTRIES_MAX).filter_map(Result::ok);
        let named = named.filter(|entry| {
            let name = entry.file_name();
            name.to_str()
                .is_some_and(|name| name.ends_with(ANSWER_SUFFIX))
        });
        found.extend(named.filter_map(|entry| {
            let at = entry.metadata().and_then(|about| about.modified()).ok()?;
            Some((at, entry.path()))
        }));
    }
    found.sort();
    let newest = found.into_iter().rev().map(|(_, path)| path);
    newest.take(ANSWERS_MAX).collect()
}
