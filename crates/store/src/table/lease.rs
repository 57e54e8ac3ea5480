//! Blocks of numbers the centre has leased to this desk, for one agency and day each. The pointer
//! only grows; a void lease stays void (both also held by triggers).

use domain::ids::{AgencyCode, DeskId, LeaseId};
use domain::time::CivilDate;
use rusqlite::{Row, named_params};

use crate::convert;
use crate::error::StoreError;
use crate::tx::{Reader, Tx};

/// Most leases listed.
const LEASES_MAX: u32 = 500;

/// Most agencies looked at.
const AGENCIES_MAX: u32 = 200;

/// Walks the key from agency to agency instead of over every number.
const RECEIVED_FOR: &str = "
    WITH RECURSIVE each_agency (agency) AS (
      SELECT min(agency) FROM fact_number_used
      UNION ALL
      SELECT (SELECT min(u.agency) FROM fact_number_used AS u WHERE u.agency > a.agency)
      FROM each_agency AS a WHERE a.agency IS NOT NULL
      LIMIT :agencies
    )
    SELECT agency FROM (
      SELECT a.agency AS agency,
        (SELECT count(*) FROM fact_number_used AS u
         WHERE u.agency = a.agency AND u.day >= :from) AS times
      FROM each_agency AS a WHERE a.agency IS NOT NULL
    )
    WHERE times > 0 ORDER BY times DESC, agency";

/// One leased block, as the centre signed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lease {
    /// Identity.
    pub id: LeaseId,
    /// The agency.
    pub agency: AgencyCode,
    /// The day it is good for.
    pub day: CivilDate,
    /// First number.
    pub from: u32,
    /// Last number.
    pub to: u32,
    /// The desk it is bound to.
    pub desk: DeskId,
    /// The incarnation it is bound to.
    pub incarnation: u32,
    /// Whether it comes from the outage range.
    pub reserve: bool,
    /// The centre's signature, hexadecimal.
    pub signature: String,
}

/// A lease and how far it is used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeaseState {
    /// The lease.
    pub lease: Lease,
    /// Next number to give; one past the last when used up.
    pub next: u32,
    /// Not to be drawn from any more.
    pub void: bool,
}

pub(crate) fn read(row: &Row<'_>) -> Result<LeaseState, StoreError> {
    Ok(LeaseState {
        lease: Lease {
            id: LeaseId(convert::uuid(row, "id")?),
            agency: convert::parsed(row, "agency")?,
            day: convert::day(row, "day")?,
            from: row.get("first")?,
            to: row.get("last")?,
            desk: DeskId(convert::uuid(row, "desk")?),
            incarnation: row.get("incarnation")?,
            reserve: row.get("reserve")?,
            signature: row.get("signature")?,
        },
        next: row.get("next")?,
        void: row.get("void")?,
    })
}

impl Reader<'_> {
    /// Leases from a day on, in order of agency, day and number, at most 500.
    ///
    /// # Errors
    /// As the database says.
    pub fn leases(&self, from: CivilDate) -> Result<Vec<LeaseState>, StoreError> {
        let sql =
            "SELECT id, agency, day, first, last, desk, incarnation, reserve, signature, next,
                     void
                   FROM fact_lease WHERE day >= :day
                   ORDER BY agency, day, reserve, first LIMIT :limit";
        let params = named_params! {":day": convert::day_text(from), ":limit": LEASES_MAX};
        self.rows_of(sql, params, read)
    }

    /// A number that grows whenever leases come or go back.
    ///
    /// # Errors
    /// As the database says.
    pub fn leases_changed(&self) -> Result<u64, StoreError> {
        let newest = self.value("SELECT COALESCE(max(rowid), 0) FROM fact_lease", [])?;
        Ok(convert::count(newest.unwrap_or(0)) + self.returns()?)
    }

    /// How many numbers of one kind can still be given for an agency and day.
    ///
    /// # Errors
    /// As the database says.
    pub fn codes_left_of(
        &self,
        agency: &AgencyCode,
        day: CivilDate,
        reserve: bool,
    ) -> Result<u32, StoreError> {
        let sql = "SELECT COALESCE(sum(last + 1 - next), 0) FROM fact_lease
                   WHERE agency = :agency AND day = :day AND reserve = :reserve AND void = 0
                     AND incarnation = (SELECT incarnation FROM fact_identity)";
        let params = named_params! {
            ":agency": agency.as_str(),
            ":day": convert::day_text(day),
            ":reserve": reserve,
        };
        Ok(convert::count32(self.value(sql, params)?.unwrap_or(0)))
    }

    /// Agencies but `own` that codes were given for since `from`, the most frequent first.
    ///
    /// # Errors
    /// As the database says.
    pub fn agencies_received_for(
        &self,
        from: CivilDate,
        own: &[AgencyCode],
        limit: u32,
    ) -> Result<Vec<AgencyCode>, StoreError> {
        let params = named_params! {":from": convert::day_text(from), ":agencies": AGENCIES_MAX};
        let mut agencies: Vec<AgencyCode> =
            self.rows_of(RECEIVED_FOR, params, |row| convert::parsed(row, "agency"))?;
        agencies.retain(|agency| !own.contains(agency));
        agencies.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        Ok(agencies)
    }

    /// How many official codes can still be given for an agency and day.
    ///
    /// # Errors
    /// As the database says.
    pub fn codes_left(&self, agency: &AgencyCode, day: CivilDate) -> Result<u32, StoreError> {
        let sql = "SELECT COALESCE(sum(last + 1 - next), 0) FROM fact_lease
                   WHERE agency = :agency AND day = :day AND void = 0
                     AND incarnation = (SELECT incarnation FROM fact_identity)";
        let params = named_params! {":agency": agency.as_str(), ":day": convert::day_text(day)};
        Ok(convert::count32(self.value(sql, params)?.unwrap_or(0)))
    }
}

impl Tx<'_> {
    /// Keeps leases whose signature the caller has checked; one that is held already stays as it
    /// is, so its pointer never goes back.
    ///
    /// # Errors
    /// [`StoreError::NotNow`] for a lease of another desk or incarnation, or with no number in it.
    pub fn put_leases(&self, leases: &[Lease]) -> Result<(), StoreError> {
        let identity = self.identity()?;
        for lease in leases {
            let is_ours = lease.desk == identity.desk && lease.incarnation == identity.incarnation;
            if !is_ours || lease.from == 0 || lease.to < lease.from {
                return Err(StoreError::NotNow {
                    what: "a lease that is not this desk's",
                });
            }
            self.insert_lease(lease)?;
        }
        Ok(())
    }

    fn insert_lease(&self, lease: &Lease) -> Result<(), StoreError> {
        self.execute(
            "INSERT INTO fact_lease (id, agency, day, first, last, next, desk, incarnation, reserve,
               signature)
             VALUES (:id, :agency, :day, :first, :last, :first, :desk, :incarnation, :reserve,
               :signature)
             ON CONFLICT (id) DO NOTHING",
            named_params! {
                ":id": lease.id.0.as_bytes(),
                ":agency": lease.agency.as_str(),
                ":day": convert::day_text(lease.day),
                ":first": lease.from,
                ":last": lease.to,
                ":desk": lease.desk.0.as_bytes(),
                ":incarnation": lease.incarnation,
                ":reserve": lease.reserve,
                ":signature": lease.signature,
            },
        )?;
        Ok(())
    }

    /// No lease that is here may be drawn from any more.
    ///
    /// # Errors
    /// As the database says.
    pub fn void_leases(&self) -> Result<(), StoreError> {
        self.execute("UPDATE fact_lease SET void = 1 WHERE void = 0", [])?;
        Ok(())
    }

    /// One lease may not be drawn from any more (its numbers went back to the centre).
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for an unknown lease.
    pub fn void_lease(&self, lease: LeaseId) -> Result<(), StoreError> {
        let sql = "UPDATE fact_lease SET void = 1 WHERE id = :id";
        self.hit("lease", sql, named_params! {":id": lease.0.as_bytes()})
    }
}
