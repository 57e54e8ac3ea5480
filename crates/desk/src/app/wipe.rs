//! An order of the centre to wipe this desk, which was taken out of service. It is carried out when
//! nothing is only here any more: every event in a backup that the centre has read back, every page
//! there, nothing at the printer, nothing parked or being typed. What the centre took, or set aside,
//! or was copied onto a stick, is not safe yet. Until then the strip says what is still to go.
//!
//! What is done is said: the file `wiped.json` stands before anything is removed, so that a wipe that
//! was cut off is finished at the next start, and stays until the machine is enrolled again.

use std::path::{Path, PathBuf};

use domain::time::Timestamp;
use protocol::commands::ChangeTag;
use protocol::view::WipeView;
use protocol::wire::WipeOrder;
use serde::{Deserialize, Serialize};
use store::{OnlyHere, Paths, Reader};
use sync::{WIPE_SETTING, wipe_is_for};

use super::secrets;
use crate::config::DeskConfig;
use crate::desk::Desk;
use crate::enrolment::Enrolment;
use crate::errors::{Fault, chain};
use crate::numbering::forget_witness;
use crate::open::{Open, lock};

const FILE: &str = "wiped.json";

/// That this machine was wiped.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Wiped {
    /// When.
    pub(crate) at: Timestamp,
}

impl Wiped {
    /// Says so, and finishes what was cut off.
    pub(crate) fn finish(config: &DeskConfig) -> Result<Option<Self>, Fault> {
        let text = match std::fs::read_to_string(path(&config.data_dir)) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(source) => return Err(Fault::file("wiped")(source)),
        };
        let wiped: Self = serde_json::from_str(&text).map_err(Fault::json("wiped"))?;
        if Enrolment::load(&config.data_dir)?.is_some() {
            erase(config)?;
        }
        Ok(Some(wiped))
    }

    /// The machine is being enrolled again.
    pub(crate) fn forget(data_dir: &Path) -> Result<(), Fault> {
        match std::fs::remove_file(path(data_dir)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(Fault::file("wiped")(error))
            }
            _ => Ok(()),
        }
    }

    fn save(&self, data_dir: &Path) -> Result<(), Fault> {
        let text = serde_json::to_vec(self).map_err(Fault::json("wiped"))?;
        store::files::write_atomic(&path(data_dir), &text).map_err(Fault::file("wiped"))
    }
}

fn path(data_dir: &Path) -> PathBuf {
    data_dir.join(FILE)
}

/// What the strip says of an order: what is still only here.
pub(crate) fn wipe_view(r: &Reader<'_>, enrolment: &Enrolment) -> Result<Option<WipeView>, Fault> {
    if !is_ordered(r, enrolment)? {
        return Ok(None);
    }
    let OnlyHere {
        events,
        files,
        prints,
        parked,
        typed,
    } = r.only_here()?;
    Ok(Some(WipeView {
        events,
        files,
        prints,
        parked,
        typed,
    }))
}

/// Whether there is an order that counts. It is judged again each time: what lies in a database is
/// no proof of who wrote it.
fn is_ordered(r: &Reader<'_>, enrolment: &Enrolment) -> Result<bool, Fault> {
    let text = r.setting(WIPE_SETTING)?.unwrap_or_default();
    let Ok(order) = serde_json::from_str::<WipeOrder>(&text) else {
        return Ok(false);
    };
    let incarnation = r.identity()?.incarnation;
    let key = &enrolment.centre_key;
    Ok(wipe_is_for(&order, enrolment.desk, incarnation, key))
}

fn is_due(open: &Open) -> Result<bool, Fault> {
    open.store
        .read(|r| Ok(is_ordered(r, &open.enrolment)? && r.only_here()?.is_nothing()))
}

impl Desk {
    /// Carries an order out, if there is one and nothing stands against it. Called whenever the window
    /// asks where the desk stands, which it does when the worker says that something has changed: the
    /// worker cannot end itself.
    pub(crate) fn carry_out_wipe(&self) -> Result<(), Fault> {
        let open = lock(&self.state).open.clone();
        let Some(open) = open else { return Ok(()) };
        let is_due_now = is_due(&open).unwrap_or_else(|fault| {
            tracing::warn!(error = %chain(&fault), "what is only here cannot be counted");
            false
        });
        if !is_due_now {
            return Ok(());
        }
        drop(open);
        let _turn = lock(&self.turn);
        let open = self.update(|state| {
            state.officer = None;
            state.locked = false;
            state.open.take()
        });
        let Some(open) = open else { return Ok(()) };
        open.stop();
        // nobody records any more: what came in between stands, and the next sign-in goes on
        if !is_due(&open)? {
            return Ok(());
        }
        drop(open);
        let wiped = Wiped { at: self.now() };
        wiped.save(&self.config.data_dir)?;
        tracing::warn!("the data of this desk are wiped by order of the centre");
        erase(&self.config)?;
        self.update(|state| {
            state.enrolment = None;
            state.wiped = Some(wiped);
        });
        self.changed(&[ChangeTag::App, ChangeTag::Strip]);
        Ok(())
    }
}

/// The keys first: without them the rest is unreadable. The enrolment last: while it is there, the
/// next start goes on.
fn erase(config: &DeskConfig) -> Result<(), Fault> {
    secrets::forget(&*config.secrets)?;
    forget_witness(&*config.secrets)?;
    store::erase(&Paths::new(&config.data_dir)).map_err(Fault::file("wipe the data"))?;
    Enrolment::remove(&config.data_dir)
}
