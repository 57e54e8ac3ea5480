//! A centre's data folder opened: store, keys, CA, blobs. The server and the administrator's
//! commands stand on it.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::ids::{DeskId, OfficeId};
use domain::mutation::Mutation;
use domain::time::Timestamp;
use protocol::wire::EnrolCode;

use crate::error::Error;
use crate::keys::{self, CentreKeys};
use crate::lease::leasable;
use crate::storage::Storage;
use crate::store::{CentralStore, DataKind, DeskStanding, EnrolCodeRecord, Restore};
use crate::tls::Authority;
use crate::{catalogue, demo, files, hex, policy};

/// The database's file in the data folder.
pub(crate) const DATABASE_FILE: &str = "central.sqlite";
/// The folder of keys in the data folder.
pub(crate) const KEYS_FOLDER: &str = "keys";
const LOCK_FILE: &str = "central.lock";
const PORT_FILE: &str = "port";
const URL_FILE: &str = "url";
/// Life of an enrolment code.
const CODE_MS: i64 = 7 * 24 * 60 * 60 * 1000;
/// Life of the demo's reusable code.
const DEMO_CODE_MS: i64 = 366 * 24 * 60 * 60 * 1000;

/// An opened data folder.
pub struct Centre {
    /// The folder.
    pub data: PathBuf,
    /// The store.
    pub store: Arc<dyn CentralStore>,
    /// The centre's keys.
    pub keys: Arc<CentreKeys>,
    pub(crate) authority: Authority,
    pub(crate) storage: Storage,
}

/// Whether a code enrols one desk or, in a demo, any number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CodeUse {
    Once,
    Again,
    /// Once, for a desk that is there.
    NewKey(DeskId),
}

impl Centre {
    /// Opens, or makes, the data folder for data of `kind`.
    ///
    /// # Errors
    /// When it cannot be used, or holds the other kind of data.
    pub async fn open(data: &Path, kind: DataKind) -> Result<Self, Error> {
        Self::open_in(data, &Storage::default(), kind).await
    }

    /// The same, with its rows and pages where `storage` says.
    ///
    /// # Errors
    /// When it cannot be used, holds the other kind of data, or belongs to a centre of other keys.
    pub async fn open_in(data: &Path, storage: &Storage, kind: DataKind) -> Result<Self, Error> {
        Self::open_with(data, storage, kind, Mutation::NONE).await
    }

    /// The same; the simulator may switch a guard off.
    pub(crate) async fn open_with(
        data: &Path,
        storage: &Storage,
        kind: DataKind,
        mutation: Mutation,
    ) -> Result<Self, Error> {
        let centre = Self::open_folder(data, storage, mutation).await?;
        let found = centre.store.claim_kind(kind).await?;
        if found != kind {
            centre.store.close().await?;
            return Err(Error::WrongData {
                found: name(found),
                wanted: name(kind),
            });
        }
        Ok(centre)
    }

    /// Opens the data folder whatever its data are: for the administrator's commands. A new one is
    /// made for real data.
    ///
    /// # Errors
    /// When it cannot be used.
    pub async fn open_any(data: &Path, storage: &Storage) -> Result<Self, Error> {
        let centre = Self::open_folder(data, storage, Mutation::NONE).await?;
        centre.store.claim_kind(DataKind::Real).await?;
        Ok(centre)
    }

    async fn open_folder(
        data: &Path,
        storage: &Storage,
        mutation: Mutation,
    ) -> Result<Self, Error> {
        files::private_folder(data)?;
        let keys_folder = data.join(KEYS_FOLDER);
        let centre = Self {
            data: data.to_owned(),
            store: storage.open(data, mutation).await?,
            keys: Arc::new(CentreKeys::load_or_make(&keys_folder)?),
            authority: Authority::load_or_make(&keys_folder)?,
            storage: storage.clone(),
        };
        centre.check_keys().await?;
        Ok(centre)
    }

    /// Desks trust one CA and one signing key: centres over one database must have the same, and a
    /// folder that lost its keys must not go on with new ones unseen.
    async fn check_keys(&self) -> Result<(), Error> {
        let own = [
            self.keys.sign_public(),
            self.keys.seal_public(),
            self.authority.fingerprint(),
        ];
        let own = blake3::hash(own.concat().as_bytes()).to_hex().to_string();
        if self.store.claim_keys(own.clone()).await? == own {
            return Ok(());
        }
        self.store.close().await?;
        Err(Error::OtherKeys)
    }

    /// Makes the centre fit to go on, if its database shows that it is an older copy.
    pub(crate) async fn renew_if_restored(&self, now: Timestamp) -> Result<(), Error> {
        self.renew(now, false).await
    }

    /// Makes the centre fit to go on from an older copy of its database that does not show it.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn declare_restored(&self, now: Timestamp) -> Result<(), Error> {
        self.renew(now, true).await?;
        self.publish_policies(now).await
    }

    async fn renew(&self, now: Timestamp, declared: bool) -> Result<(), Error> {
        let renewed = self.store.renew_after_restore(Restore {
            declared,
            days: leasable(now.civil_date()),
            now,
        });
        if let Some(epoch) = renewed.await? {
            tracing::warn!(
                epoch,
                "the database is an older copy: desks read and send anew"
            );
        }
        Ok(())
    }

    /// Puts the demo's office, catalogue and calendar in place the first time.
    pub(crate) async fn prepare_demo(&self, now: Timestamp) -> Result<(), Error> {
        if self.store.offices().await?.is_empty() {
            let record = tokio::task::spawn_blocking(|| demo::site()?.record()).await;
            self.store
                .apply_site(record.map_err(|_stopped| Error::Password)??, now)
                .await?;
        }
        catalogue::publish_seed(&*self.store, &self.keys).await?;
        self.publish_policies(now).await
    }

    /// Publishes the policies that changed since they were published.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn publish_policies(&self, now: Timestamp) -> Result<(), Error> {
        for office in self.store.offices().await? {
            policy::publish(&*self.store, &self.keys, &office, now).await?;
        }
        Ok(())
    }

    /// A new one-time enrolment code for a desk of `office`.
    ///
    /// # Errors
    /// When there is no such office.
    pub async fn enrol_code(
        &self,
        url: &str,
        office: &OfficeId,
        label: &str,
        now: Timestamp,
    ) -> Result<String, Error> {
        self.code(url, (office, label), CodeUse::Once, now).await
    }

    /// A one-time code with which a desk whose secrets are lost, or its new machine, is the same desk
    /// with a new key.
    ///
    /// # Errors
    /// When there is no such desk in service.
    pub async fn recovery_code(
        &self,
        url: &str,
        desk: DeskId,
        now: Timestamp,
    ) -> Result<String, Error> {
        let held = self.store.desk(desk).await?;
        let held = held.filter(|held| held.standing != DeskStanding::Revoked);
        let held = held.ok_or(Error::Unknown { what: "desk" })?;
        self.code(url, (&held.office, ""), CodeUse::NewKey(desk), now)
            .await
    }

    /// A code any number of desks of the demo may use, until the next start.
    pub(crate) async fn demo_code(&self, url: &str, now: Timestamp) -> Result<String, Error> {
        let offices = self.store.offices().await?;
        let office = offices.first().ok_or(Error::Unknown { what: "office" })?;
        self.code(url, (office, "Quầy demo"), CodeUse::Again, now)
            .await
    }

    async fn code(
        &self,
        url: &str,
        (office, label): (&OfficeId, &str),
        usage: CodeUse,
        now: Timestamp,
    ) -> Result<String, Error> {
        let secret = hex::encode(&keys::random::<20>()?);
        let reusable = usage == CodeUse::Again;
        let desk = match usage {
            CodeUse::NewKey(desk) => Some(desk),
            CodeUse::Once | CodeUse::Again => None,
        };
        let known = self.store.add_enrol_code(EnrolCodeRecord {
            secret: *blake3::hash(secret.as_bytes()).as_bytes(),
            office: office.clone(),
            label: label.to_owned(),
            again: desk,
            reusable,
            until: now.plus_ms(if reusable { DEMO_CODE_MS } else { CODE_MS }),
        });
        if !known.await? {
            return Err(Error::Unknown { what: "office" });
        }
        let ca_sha256 = self.authority.fingerprint();
        let code = EnrolCode {
            url: url.to_owned(),
            ca_sha256,
            secret,
            desk,
        };
        let json = serde_json::to_vec(&code).map_err(|source| Error::Import {
            what: "code",
            source: Some(Box::new(source)),
        })?;
        Ok(format!("motcua1.{}", URL_SAFE_NO_PAD.encode(json)))
    }

    /// The port used before, if any.
    pub(crate) fn kept_port(&self) -> Result<Option<u16>, Error> {
        let kept = files::read_if_there(&self.data.join(PORT_FILE))?;
        Ok(kept.and_then(|text| String::from_utf8(text).ok()?.trim().parse().ok()))
    }

    /// Keeps port and address for the next start and for codes made in between.
    pub(crate) fn keep_address(&self, port: u16, url: &str) -> Result<(), Error> {
        files::write_private(&self.data.join(PORT_FILE), port.to_string().as_bytes())?;
        files::write_private(&self.data.join(URL_FILE), url.as_bytes())
    }

    /// The address desks were last told.
    ///
    /// # Errors
    /// When the centre never ran from this folder.
    pub fn kept_url(&self) -> Result<String, Error> {
        let kept = files::read_if_there(&self.data.join(URL_FILE))?;
        let text = kept.and_then(|text| String::from_utf8(text).ok());
        text.ok_or(Error::Unknown {
            what: "address (the centre has not run here yet)",
        })
    }
}

const fn name(kind: DataKind) -> &'static str {
    match kind {
        DataKind::Demo => "demo",
        DataKind::Real => "real",
    }
}

/// Keeps other servers away from the folder while it lives.
pub(crate) struct FolderLock {
    _file: File,
}

impl FolderLock {
    pub(crate) fn take(data: &Path) -> Result<Self, Error> {
        files::private_folder(data)?;
        let path = data.join(LOCK_FILE);
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(false);
        let file = files::at(&path, files::open_private(&path, &mut options))?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(Error::InUse),
            Err(TryLockError::Error(source)) => Err(Error::File { path, source }),
        }
    }
}
