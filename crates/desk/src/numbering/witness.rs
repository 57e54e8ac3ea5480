//! What tells a copy of this desk from the desk: a second copy of the high-water mark in the
//! keyring, which a copied folder lacks, and the facts of machine and folder. A database that is
//! older than the copy, or finds itself elsewhere, gives no official number until the centre has
//! given it a new incarnation (I6).
//!
//! The copy is written when leases came or went back, every [`EVENTS_MAX`] events, after a minute,
//! and at closing. A keyring that does not answer is no witness and must not stop the counter.

use std::path::Path;
use std::sync::{Arc, Mutex};

use domain::ids::BlobHash;
use domain::time::Timestamp;
use ed25519_dalek::SigningKey;
use platform::secret::{Secret, SecretStore};
use store::Store;

use crate::errors::{Fault, chain};
use crate::hex;
use crate::open::lock;

/// Name of the copy in the keyring.
const MARK_SECRET: &str = "high-water-mark";
/// Events recorded before the copy is written again.
const EVENTS_MAX: u64 = 50;
/// Time before it is written again.
const WAIT_MS_MAX: i64 = 60_000;

/// Keeps the copy.
pub(crate) struct Witness {
    store: Arc<Store>,
    secrets: Arc<dyn SecretStore>,
    kept: Mutex<Kept>,
}

/// What the copy says, and when it was written.
#[derive(Default)]
struct Kept {
    text: String,
    recorded: u64,
    leases: u64,
    at: Timestamp,
}

/// Forgets the copy: the desk is no more.
pub(crate) fn forget(secrets: &dyn SecretStore) -> Result<(), Fault> {
    Ok(secrets.delete(MARK_SECRET)?)
}

impl Witness {
    /// Compares the open database with the copy and with the facts of this machine; before any
    /// number is given.
    pub(crate) fn begin(
        store: &Arc<Store>,
        secrets: &Arc<dyn SecretStore>,
        facts: &str,
    ) -> Result<Self, Fault> {
        match secrets.get(MARK_SECRET) {
            Ok(Some(copy)) => store.compare_with_copy(&String::from_utf8_lossy(copy.expose()))?,
            Ok(None) => {}
            Err(error) => tracing::warn!(%error, "the keyring cannot say where the journal stood"),
        }
        store.write(|tx| tx.compare_machine(facts))?;
        Ok(Self {
            store: Arc::clone(store),
            secrets: Arc::clone(secrets),
            kept: Mutex::default(),
        })
    }

    /// Writes the copy when it is time.
    pub(crate) fn look(&self, now: Timestamp) {
        self.keep(now, false);
    }

    /// Writes the copy at closing.
    pub(crate) fn close(&self, now: Timestamp) {
        self.keep(now, true);
    }

    fn keep(&self, now: Timestamp, is_closing: bool) {
        if let Err(fault) = self.try_keep(now, is_closing) {
            tracing::warn!(error = %chain(&fault), "the keyring does not keep where the journal stands");
        }
    }

    fn try_keep(&self, now: Timestamp, is_closing: bool) -> Result<(), Fault> {
        let Some(text) = self.store.mark_copy()? else {
            return Ok(()); // waits for a new life: the old copy stands
        };
        let (recorded, leases) = self.store.read(|r| {
            let position = r.journal()?;
            Ok::<_, Fault>((position.recorded, r.leases_changed()?))
        })?;
        let mut kept = lock(&self.kept);
        let waited_ms = now.0.saturating_sub(kept.at.0);
        let is_time = is_closing
            || leases != kept.leases
            || recorded.abs_diff(kept.recorded) >= EVENTS_MAX
            || !(0..WAIT_MS_MAX).contains(&waited_ms);
        if text == kept.text || !is_time {
            return Ok(());
        }
        self.secrets
            .set(MARK_SECRET, &Secret::new(text.clone().into_bytes()))?;
        *kept = Kept {
            text,
            recorded,
            leases,
            at: now,
        };
        drop(kept);
        Ok(())
    }
}

/// Hash of what tells this machine and folder from others: the machine's facts (of the desk's key
/// where the machine has none) and where the data lie.
pub(crate) fn facts(key: &SigningKey, data_dir: &Path) -> String {
    let place = std::fs::canonicalize(data_dir).unwrap_or_else(|_gone| data_dir.to_owned());
    let mut bytes = machine(key).into_bytes();
    bytes.push(b'\n');
    bytes.extend_from_slice(place.as_os_str().as_encoded_bytes());
    hex::encode(&BlobHash::of(&bytes).0)
}

/// Hash of the machine's facts; of the desk's key where the machine has none.
pub(crate) fn machine(key: &SigningKey) -> String {
    let hash = platform::machine::machine_hash().map(|machine| machine.0);
    hex::encode(&hash.unwrap_or_else(|_no_id| BlobHash::of(key.verifying_key().as_bytes()).0))
}
