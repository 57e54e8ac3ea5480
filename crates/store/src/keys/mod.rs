//! `desk.keys`: one key slot per officer, and what the sign-in screen shows before anything is
//! unlocked. Small, beside the database and in every backup, replaced whole.
//!
//! A slot holds the database key under `HKDF(device_secret ‖ argon2id(password, salt))`: a stolen
//! disk lacks the device secret (it is in the keyring), a stolen login lacks the password. Wrong
//! passwords are counted in the file before they are tried; after five the slot is locked for 15
//! minutes. Clocks can be set back, so a lock further ahead than 15 minutes is cut to that.

mod kinds;
mod slot;

pub use kinds::{
    Argon2Cost, DemoOfficer, DeviceSecret, DisplayInfo, KeysError, SlotError, SlotOfficer,
};

use std::io;

use domain::ids::{DeskId, OfficerId};
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};

use self::slot::Slot;
use crate::files;
use crate::key::DatabaseKey;
use crate::paths::Paths;

/// Wrong passwords before a slot is locked.
pub const ATTEMPTS_MAX: u8 = 5;
/// How long it stays locked, in milliseconds.
pub const LOCK_MS: i64 = 15 * 60 * 1000;
/// Most officers with a slot on one desk.
pub const SLOTS_MAX: usize = 200;
/// Largest key file read, in bytes.
const FILE_BYTES_MAX: u64 = 1024 * 1024;
const FORMAT: u32 = 1;

/// The key file.
#[derive(Clone, Serialize, Deserialize)]
pub struct KeyFile {
    version: u32,
    desk: DeskId,
    display: DisplayInfo,
    slots: Vec<Slot>,
    /// Who had a slot and was taken out of service: told so while nothing else can be read.
    #[serde(default)]
    removed: Vec<OfficerId>,
}

impl std::fmt::Debug for KeyFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "KeyFile({}, {} slots)", self.desk, self.slots.len())
    }
}

impl KeyFile {
    /// A key file without slots.
    #[must_use]
    pub const fn new(desk: DeskId, display: DisplayInfo) -> Self {
        Self {
            version: FORMAT,
            desk,
            display,
            slots: Vec::new(),
            removed: Vec::new(),
        }
    }

    /// Reads the key file; `None` when the desk has none (it is not enrolled).
    ///
    /// # Errors
    /// [`KeysError`] says what is wrong with it.
    pub fn load(paths: &Paths) -> Result<Option<Self>, KeysError> {
        let read_error = |source| KeysError::Io {
            what: "read the key file",
            source,
        };
        let bytes = match std::fs::metadata(paths.keys()) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(read_error(error)),
            Ok(meta) if meta.len() > FILE_BYTES_MAX => return Err(KeysError::Unreadable),
            Ok(_) => std::fs::read(paths.keys()).map_err(read_error)?,
        };
        #[derive(Deserialize)]
        struct Versioned {
            version: u32,
        }
        let versioned: Option<Versioned> = serde_json::from_slice(&bytes).ok();
        let Versioned { version } = versioned.ok_or(KeysError::Unreadable)?;
        if version > FORMAT {
            return Err(KeysError::Newer { version });
        }
        serde_json::from_slice(&bytes)
            .ok()
            .map(Some)
            .ok_or(KeysError::Unreadable)
    }

    /// Replaces the key file.
    ///
    /// # Errors
    /// As the disk says.
    pub fn save(&self, paths: &Paths) -> Result<(), KeysError> {
        let json = serde_json::to_vec_pretty(self)
            .ok()
            .ok_or(KeysError::Unreadable)?;
        files::write_atomic(&paths.keys(), &json).map_err(|source| KeysError::Io {
            what: "write the key file",
            source,
        })
    }

    /// The desk.
    #[must_use]
    pub const fn desk(&self) -> DeskId {
        self.desk
    }

    /// What the sign-in screen shows.
    #[must_use]
    pub const fn display(&self) -> &DisplayInfo {
        &self.display
    }

    /// Replaces what the sign-in screen shows; save afterwards.
    pub fn set_display(&mut self, display: DisplayInfo) {
        self.display = display;
    }

    /// Officers with a slot, in the order they first signed in.
    #[must_use]
    pub fn officers(&self) -> Vec<SlotOfficer> {
        let officer = |slot: &Slot| SlotOfficer {
            login: slot.officer.clone(),
            name: slot.name.clone(),
        };
        self.slots.iter().map(officer).collect()
    }

    /// Whether the officer can sign in without the centre.
    #[must_use]
    pub fn has_slot(&self, officer: &OfficerId) -> bool {
        self.slots.iter().any(|slot| slot.officer == *officer)
    }

    /// Gives an officer a slot, replacing an older one; save afterwards.
    ///
    /// # Errors
    /// [`KeysError::Full`] beyond 200 slots; without memory or random bytes.
    pub fn add_slot(
        &mut self,
        officer: &SlotOfficer,
        password: &str,
        device: &DeviceSecret,
        key: &DatabaseKey,
        cost: Argon2Cost,
    ) -> Result<(), KeysError> {
        if !self.has_slot(&officer.login) && self.slots.len() >= SLOTS_MAX {
            return Err(KeysError::Full);
        }
        let slot = Slot::sealed(self.desk, officer, password, device, key, cost)?;
        self.removed.retain(|removed| *removed != officer.login);
        match self
            .slots
            .iter_mut()
            .find(|have| have.officer == officer.login)
        {
            Some(have) => *have = slot,
            None => self.slots.push(slot),
        }
        Ok(())
    }

    /// Takes the slot of an officer away who is out of service; save afterwards. Says whether there
    /// was one.
    pub fn remove_slot(&mut self, officer: &OfficerId) -> bool {
        if !self.has_slot(officer) {
            return false;
        }
        self.slots.retain(|slot| slot.officer != *officer);
        if self.removed.len() >= SLOTS_MAX {
            self.removed.remove(0);
        }
        self.removed.push(officer.clone());
        true
    }

    /// Opens an officer's slot. The try is counted in the file before the password is looked at,
    /// so that killing the program gives no extra tries.
    ///
    /// # Errors
    /// [`SlotError`] says which; the waits are in it.
    pub fn open_slot(
        &mut self,
        paths: &Paths,
        officer: &OfficerId,
        password: &str,
        device: &DeviceSecret,
        now: Timestamp,
    ) -> Result<DatabaseKey, SlotError> {
        let slot = self.slot_mut(officer)?;
        if let Some(until) = slot.locked_until(now) {
            return Err(SlotError::Locked { until });
        }
        slot.count_try(now);
        let tried = slot.clone();
        self.save(paths)?;
        let Some(key) = tried.open(self.desk, password, device)? else {
            let left = ATTEMPTS_MAX.saturating_sub(tried.wrong);
            return Err(SlotError::Wrong {
                left,
                retry_at: Timestamp(tried.retry_at),
            });
        };
        let slot = self.slot_mut(officer)?;
        (slot.wrong, slot.retry_at) = (0, 0);
        self.save(paths)?;
        Ok(key)
    }

    fn slot_mut(&mut self, officer: &OfficerId) -> Result<&mut Slot, SlotError> {
        let found = self.slots.iter_mut().find(|slot| slot.officer == *officer);
        found.ok_or(if self.removed.contains(officer) {
            SlotError::Removed
        } else {
            SlotError::NoSlot
        })
    }
}
