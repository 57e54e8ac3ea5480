//! Who was taken out of service leaves: the screen locks, reading ends with it, and the key slot goes,
//! so that this machine opens for them no more. What they recorded and typed stays and is sent.

use domain::ids::OfficerId;
use store::keys::KeyFile;

use super::officer::is_removed;
use crate::desk::Desk;
use crate::errors::Fault;
use crate::open::lock;

impl Desk {
    /// Called whenever the window asks where the desk stands, which it does when the worker says that
    /// something has changed.
    pub(super) fn send_off(&self) -> Result<(), Fault> {
        if self.to_send_off()?.is_empty() {
            return Ok(());
        }
        let _turn = lock(&self.turn); // nobody signs in meanwhile
        let removed = self.to_send_off()?;
        self.update(|state| {
            let here = state.officer.as_ref();
            state.locked |= here.is_some_and(|officer| removed.contains(&officer.login));
        });
        let Some(mut keys) = KeyFile::load(&self.paths)? else {
            return Ok(());
        };
        let mut had_slot = false;
        for officer in &removed {
            had_slot |= keys.remove_slot(officer);
        }
        if had_slot {
            tracing::warn!("the key slots of officers out of service are removed");
            keys.save(&self.paths)?;
        }
        Ok(())
    }

    /// Officers out of service who have a slot, or sit before an open screen.
    fn to_send_off(&self) -> Result<Vec<OfficerId>, Fault> {
        let state = lock(&self.state);
        let open = state.open.clone();
        let here = state.officer.clone().filter(|_officer| !state.locked);
        drop(state);
        let Some(open) = open else {
            return Ok(Vec::new());
        };
        let keys = KeyFile::load(&self.paths)?;
        let slots = keys.map(|keys| keys.officers()).unwrap_or_default();
        let mut officers: Vec<OfficerId> = slots.into_iter().map(|slot| slot.login).collect();
        if let Some(here) = here.filter(|here| !officers.contains(&here.login)) {
            officers.push(here.login.clone());
        }
        open.store.read(|r| {
            let mut removed = Vec::new();
            for officer in officers {
                if is_removed(r, &officer)? {
                    removed.push(officer);
                }
            }
            Ok(removed)
        })
    }
}
