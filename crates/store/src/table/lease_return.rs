//! Numbers that nobody drew go back to the centre at the end of their day. The lease is void in the
//! transaction that decides it, and the mark is raised with it: a copy of the database from before
//! is recognised, so what went back is on no paper and may be given to another desk (I6).

use domain::ids::LeaseId;
use domain::time::CivilDate;
use rusqlite::named_params;

use crate::convert;
use crate::error::StoreError;
use crate::table::lease::{self, LeaseState};
use crate::table::number::Numbering;
use crate::tx::{Reader, Tx};

/// Most returns told in one call.
pub const RETURNS_MAX: u32 = 100;

impl Reader<'_> {
    /// How often numbers went back.
    pub(crate) fn returns(&self) -> Result<u64, StoreError> {
        let sql = "SELECT returns FROM fact_numbering WHERE one = 1";
        Ok(convert::count(self.value(sql, [])?.unwrap_or(0)))
    }

    /// Days before `day` that still have numbers to draw.
    ///
    /// # Errors
    /// As the database says.
    pub fn lease_days_before(&self, day: CivilDate) -> Result<Vec<CivilDate>, StoreError> {
        let sql = "SELECT DISTINCT day FROM fact_lease
                   WHERE day < :day AND void = 0 AND next <= last ORDER BY day";
        let params = named_params! {":day": convert::day_text(day)};
        self.rows_of(sql, params, |row| convert::day(row, "day"))
    }

    /// What went back and the centre does not know yet; numbers from `next` on.
    ///
    /// # Errors
    /// As the database says.
    pub fn returns_to_tell(&self) -> Result<Vec<LeaseState>, StoreError> {
        let sql =
            "SELECT id, agency, day, first, last, desk, incarnation, reserve, signature, next, void
                   FROM fact_lease
                   WHERE returned = 1 AND incarnation = (SELECT incarnation FROM fact_identity)
                   ORDER BY day, first LIMIT :limit";
        self.rows_of(sql, named_params! {":limit": RETURNS_MAX}, lease::read)
    }
}

impl Tx<'_> {
    /// Gives back what nobody drew of a day; how many leases. Nothing while numbering is not open:
    /// those leases end with their incarnation.
    ///
    /// # Errors
    /// As the database says.
    pub fn give_back(&self, day: CivilDate) -> Result<usize, StoreError> {
        if self.numbering()? != Numbering::Open {
            return Ok(0);
        }
        let given = self.execute(
            "UPDATE fact_lease SET void = 1, returned = 1
             WHERE day = :day AND void = 0 AND next <= last
               AND incarnation = (SELECT incarnation FROM fact_identity)",
            named_params! {":day": convert::day_text(day)},
        )?;
        if given > 0 {
            self.execute(
                "UPDATE fact_numbering SET returns = returns + 1 WHERE one = 1",
                [],
            )?;
            let journal = self.journal()?;
            self.advance_mark(journal.incarnation, journal.recorded, journal.head)?;
        }
        Ok(given)
    }

    /// The centre knows of these.
    ///
    /// # Errors
    /// As the database says.
    pub fn returns_told(&self, leases: &[LeaseId]) -> Result<(), StoreError> {
        for lease in leases {
            self.execute(
                "UPDATE fact_lease SET returned = 2 WHERE id = :id AND returned = 1",
                named_params! {":id": lease.0.as_bytes()},
            )?;
        }
        Ok(())
    }
}
