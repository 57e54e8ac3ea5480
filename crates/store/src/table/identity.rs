//! Who this desk is. The desk's identity never changes; its incarnation only by
//! [`Tx::begin_incarnation`].

use domain::ids::{AgencyCode, DeskId, OfficeId};
use domain::journal::ChainHead;
use rusqlite::{Row, named_params};

use crate::convert;
use crate::error::StoreError;
use crate::tx::{Reader, Tx};

/// Who this desk is and where its centre is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The desk.
    pub desk: DeskId,
    /// The life of its database.
    pub incarnation: u32,
    /// Its office.
    pub office: OfficeId,
    /// Name of the office.
    pub office_name: String,
    /// Agency whose codes it draws first.
    pub agency: AgencyCode,
    /// What the desk is called.
    pub label: String,
    /// Address of the centre.
    pub centre_url: String,
    /// The centre's CA certificate, DER.
    pub ca_certificate: Vec<u8>,
    /// Ed25519 public key of the centre, hexadecimal.
    pub centre_key: String,
    /// X25519 public key the database key is sealed to, hexadecimal.
    pub seal_key: String,
    /// Days an officer may work without the centre.
    pub offline_days: u16,
}

impl Reader<'_> {
    /// Who this desk is.
    ///
    /// # Errors
    /// As the database says.
    pub fn identity(&self) -> Result<Identity, StoreError> {
        let sql = "SELECT desk, incarnation, office, office_name, agency, label, centre_url,
                          ca_certificate, centre_key, seal_key, offline_days
                   FROM fact_identity WHERE one = 1";
        self.row(sql, [], read)?
            .ok_or(StoreError::NotFound { what: "identity" })
    }
}

fn read(row: &Row<'_>) -> Result<Identity, StoreError> {
    Ok(Identity {
        desk: DeskId(convert::uuid(row, "desk")?),
        incarnation: row.get("incarnation")?,
        office: convert::parsed(row, "office")?,
        office_name: row.get("office_name")?,
        agency: convert::parsed(row, "agency")?,
        label: row.get("label")?,
        centre_url: row.get("centre_url")?,
        ca_certificate: row.get("ca_certificate")?,
        centre_key: row.get("centre_key")?,
        seal_key: row.get("seal_key")?,
        offline_days: row.get("offline_days")?,
    })
}

impl Tx<'_> {
    /// The first rows of a new database.
    pub(crate) fn begin_identity(&self, identity: &Identity) -> Result<(), StoreError> {
        self.execute(
            "INSERT INTO fact_identity (one, desk, incarnation, office, office_name, agency, label,
               centre_url, ca_certificate, centre_key, seal_key, offline_days)
             VALUES (1, :desk, :incarnation, '-', '', '-', '', '', x'', '', '', 0)",
            named_params! {
                ":desk": identity.desk.0.as_bytes(),
                ":incarnation": identity.incarnation,
            },
        )?;
        self.begin_life(identity.incarnation, 0, ChainHead::default())?;
        self.set_identity(identity)
    }

    /// Replaces everything but the desk and its incarnation.
    ///
    /// # Errors
    /// As the database says.
    pub fn set_identity(&self, identity: &Identity) -> Result<(), StoreError> {
        self.hit(
            "identity",
            "UPDATE fact_identity SET office = :office, office_name = :office_name,
               agency = :agency, label = :label, centre_url = :centre_url,
               ca_certificate = :ca_certificate, centre_key = :centre_key, seal_key = :seal_key,
               offline_days = :offline_days
             WHERE one = 1",
            named_params! {
                ":office": identity.office.as_str(),
                ":office_name": identity.office_name,
                ":agency": identity.agency.as_str(),
                ":label": identity.label,
                ":centre_url": identity.centre_url,
                ":ca_certificate": identity.ca_certificate,
                ":centre_key": identity.centre_key,
                ":seal_key": identity.seal_key,
                ":offline_days": identity.offline_days,
            },
        )
    }
}
