//! Confirmations of the day: whose, when, over what. Rows that stay, for the audit; not events of a
//! dossier, for they belong to none.

use domain::day::DayConfirmed;
use domain::ids::OfficerId;
use domain::time::Timestamp;
use rusqlite::named_params;

use crate::error::StoreError;
use crate::tx::{Reader, Tx};

/// A confirmation to keep.
#[derive(Debug, Clone, Copy)]
pub struct NewDayConfirmed<'a> {
    /// The clock that is confirmed, and the centre's last word.
    pub confirmed: DayConfirmed,
    /// Who sat at the desk.
    pub officer: &'a OfficerId,
    /// The lead who was there; `None` by a telephone code.
    pub lead: Option<&'a OfficerId>,
}

impl Reader<'_> {
    /// The newest confirmation.
    ///
    /// # Errors
    /// As the database says.
    pub fn day_confirmed(&self) -> Result<Option<DayConfirmed>, StoreError> {
        let sql = "SELECT at_ms, over_ms FROM fact_day_confirmed ORDER BY id DESC LIMIT 1";
        self.row(sql, [], |row| {
            Ok(DayConfirmed {
                at: Timestamp(row.get("at_ms")?),
                over: row.get::<_, Option<i64>>("over_ms")?.map(Timestamp),
            })
        })
    }
}

impl Tx<'_> {
    /// Keeps a confirmation: the clock is right now, and numbers may be given again from here.
    ///
    /// # Errors
    /// As the database says.
    pub fn confirm_day(&self, new: &NewDayConfirmed<'_>) -> Result<(), StoreError> {
        let DayConfirmed { at, over } = new.confirmed;
        self.execute(
            "INSERT INTO fact_day_confirmed (at_ms, over_ms, officer, lead, floor_ms)
             VALUES (:at, :over, :officer, :lead,
               (SELECT clock_floor_ms FROM fact_numbering WHERE one = 1))",
            named_params! {
                ":at": at.0,
                ":over": over.map(|over| over.0),
                ":officer": new.officer.as_str(),
                ":lead": new.lead.map_or("", OfficerId::as_str),
            },
        )?;
        self.confirm_clock(at)
    }
}
