//! The two secrets of a desk in the system's secret store: the device secret, without which no
//! password opens a key slot, and the Ed25519 key the desk signs with.

use ed25519_dalek::SigningKey;
use platform::secret::{Secret, SecretStore, probe};
use store::keys::DeviceSecret;
use zeroize::Zeroizing;

use crate::errors::{Code, Fault};

const DEVICE_SECRET: &str = "device-secret";
const DESK_KEY: &str = "desk-key";

/// Both secrets.
pub(crate) struct DeskSecrets {
    pub(crate) device: DeviceSecret,
    pub(crate) signing: SigningKey,
}

impl DeskSecrets {
    /// Makes new ones and stores them. Reading proves nothing of a secret service, so it is probed
    /// by a write first. Those of an enrolment that was cut off are used again: the centre answers
    /// the same code and key the same.
    pub(crate) fn create(store: &dyn SecretStore) -> Result<Self, Fault> {
        probe(store)?;
        for name in [DEVICE_SECRET, DESK_KEY] {
            if store.get(name)?.is_none() {
                store.set(name, &Secret::new(random()?.to_vec()))?;
            }
        }
        Self::load(store)
    }

    /// Reads them.
    pub(crate) fn load(store: &dyn SecretStore) -> Result<Self, Fault> {
        let device = get(store, DEVICE_SECRET)?;
        let signing = get(store, DESK_KEY)?;
        Ok(Self {
            device: DeviceSecret::from_bytes(*device),
            signing: SigningKey::from_bytes(&signing),
        })
    }
}

/// Forgets both: no password opens anything of this desk any more.
pub(crate) fn forget(store: &dyn SecretStore) -> Result<(), Fault> {
    for name in [DEVICE_SECRET, DESK_KEY] {
        store.delete(name)?;
    }
    Ok(())
}

fn random() -> Result<Zeroizing<[u8; 32]>, Fault> {
    let mut bytes = Zeroizing::new([0; 32]);
    getrandom::fill(bytes.as_mut_slice()).map_err(Fault::Random)?;
    Ok(bytes)
}

fn get(store: &dyn SecretStore, name: &str) -> Result<Zeroizing<[u8; 32]>, Fault> {
    let bytes = store
        .get(name)?
        .ok_or_else(|| Fault::code(Code::KeyringLost))?;
    let bytes: [u8; 32] = bytes
        .expose()
        .try_into()
        .map_err(|_length| Fault::code(Code::KeyringLost))?;
    Ok(Zeroizing::new(bytes))
}
