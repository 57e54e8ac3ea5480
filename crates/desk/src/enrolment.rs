//! `enrolment.json`: what a desk must know before its database can be opened: where the centre is,
//! which certificate it has, who the desk is. Nothing in it is secret; the database key in it is
//! sealed to the centre and leaves the file after the first session.

use std::path::{Path, PathBuf};

use domain::ids::{AgencyCode, DeskId, OfficeId};
use protocol::wire::DemoOffice;
use serde::{Deserialize, Serialize};

use crate::errors::Fault;

const FILE: &str = "enrolment.json";
/// Largest file read, in bytes.
const BYTES_MAX: u64 = 256 * 1024;

/// The enrolment of this desk.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Enrolment {
    pub(crate) centre_url: String,
    /// CA certificate, DER, hexadecimal.
    pub(crate) ca: String,
    pub(crate) centre_key: String,
    pub(crate) seal_key: String,
    pub(crate) desk: DeskId,
    pub(crate) incarnation: u32,
    pub(crate) office: OfficeId,
    pub(crate) office_name: String,
    pub(crate) agency: AgencyCode,
    pub(crate) label: String,
    pub(crate) offline_days: u16,
    pub(crate) demo: Option<DemoOffice>,
    /// The database key sealed to the centre, until the centre has it.
    #[serde(default)]
    pub(crate) sealed_key: Option<String>,
    /// New secrets are made for a desk whose own are lost, and the centre has not answered yet: they
    /// open nothing.
    #[serde(default)]
    pub(crate) recovering: bool,
}

impl Enrolment {
    /// The enrolment of the desk in `data_dir`, if it is enrolled.
    pub(crate) fn load(data_dir: &Path) -> Result<Option<Self>, Fault> {
        let path = path(data_dir);
        let size = match std::fs::metadata(&path) {
            Ok(metadata) => metadata.len(),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(source) => return Err(Fault::file("enrolment")(source)),
        };
        if size > BYTES_MAX {
            return Err(Fault::Broken("enrolment.json is too large"));
        }
        let text = std::fs::read_to_string(&path).map_err(Fault::file("enrolment"))?;
        serde_json::from_str(&text)
            .map(Some)
            .map_err(Fault::json("enrolment"))
    }

    /// Writes it, whole or not at all.
    pub(crate) fn save(&self, data_dir: &Path) -> Result<(), Fault> {
        let text = serde_json::to_vec_pretty(self).map_err(Fault::json("enrolment"))?;
        store::files::write_atomic(&path(data_dir), &text).map_err(Fault::file("enrolment"))
    }

    /// The desk is enrolled no more.
    pub(crate) fn remove(data_dir: &Path) -> Result<(), Fault> {
        match std::fs::remove_file(path(data_dir)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(Fault::file("enrolment")(error))
            }
            _ => Ok(()),
        }
    }

    pub(crate) fn ca_der(&self) -> Result<Vec<u8>, Fault> {
        crate::hex::decode(&self.ca).ok_or(Fault::Broken("the CA in enrolment.json"))
    }

    pub(crate) fn identity(&self) -> Result<store::Identity, Fault> {
        Ok(store::Identity {
            desk: self.desk,
            incarnation: self.incarnation,
            office: self.office.clone(),
            office_name: self.office_name.clone(),
            agency: self.agency.clone(),
            label: self.label.clone(),
            centre_url: self.centre_url.clone(),
            ca_certificate: self.ca_der()?,
            centre_key: self.centre_key.clone(),
            seal_key: self.seal_key.clone(),
            offline_days: self.offline_days,
        })
    }
}

fn path(data_dir: &Path) -> PathBuf {
    data_dir.join(FILE)
}
