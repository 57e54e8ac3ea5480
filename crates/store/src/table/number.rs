//! Drawing the official number inside the intake's transaction (invariant I6), and the states in
//! which none may be drawn: a restored database, a fork, a clock below the last event.

use domain::code::DossierCode;
use domain::ids::{AgencyCode, DossierId, LeaseId};
use domain::time::{CivilDate, Timestamp};
use rusqlite::named_params;

use crate::convert;
use crate::error::StoreError;
use crate::table::lease::{self, LeaseState};
use crate::table::task::NewTask;
use crate::tx::{Reader, Tx};

/// First temporary number of a day in a restored database, and in one whose twin works: those before
/// may have been given in the part of its life that is gone, or by the other machine. It does not tell
/// two such copies apart: the code does, which ends with its dossier.
const PROVISIONAL_AFTER_RESTORE: u32 = 500;

/// Setting: hash of what tells the machine and folder of this database from others.
const MACHINE_SETTING: &str = "machine.facts";

/// What a number is wanted for.
#[derive(Debug, Clone, Copy)]
pub struct Want<'a> {
    /// The agency that resolves.
    pub agency: &'a AgencyCode,
    /// The civil day of reception.
    pub day: CivilDate,
    /// Now, by the desk's clock.
    pub now: Timestamp,
    /// The dossier that gets it.
    pub dossier: DossierId,
}

/// A number and the lease it was drawn from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TakenNumber {
    /// The lease.
    pub lease: LeaseId,
    /// The number.
    pub number: u32,
}

/// Why no official number can be given; a temporary slip can, always.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NumberRefusal {
    /// No lease for this agency and day has a number left.
    NoLease,
    /// The clock shows a time before the last event.
    ClockBelowLastEvent,
    /// The database was put back from a copy; the centre must give a new incarnation.
    Restored,
    /// The journal and the centre's differ.
    Frozen,
}

/// What showed that the database is a copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RestoredWhy {
    /// An officer restored a backup.
    Announced,
    /// It is older than its side file, the copy of that in the keyring, or the centre.
    Older,
    /// It finds itself on another machine or in another folder.
    Moved,
}

impl RestoredWhy {
    const fn column(self) -> &'static str {
        match self {
            Self::Announced => "announced",
            Self::Older => "older",
            Self::Moved => "moved",
        }
    }
}

/// Whether official numbers may be given at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Numbering {
    /// They may.
    Open,
    /// Not before a new incarnation.
    Restored,
    /// Not before a person has decided.
    Frozen,
}

impl Reader<'_> {
    /// Whether official numbers may be given at all.
    ///
    /// # Errors
    /// As the database says.
    pub fn numbering(&self) -> Result<Numbering, StoreError> {
        let sql = "SELECT restored, frozen FROM fact_numbering WHERE one = 1";
        let flags = self.row(sql, [], |row| {
            Ok((row.get("restored")?, row.get("frozen")?))
        })?;
        Ok(match flags {
            Some((true, _)) => Numbering::Restored,
            Some((false, true)) => Numbering::Frozen,
            _ => Numbering::Open,
        })
    }

    /// What showed that the database is a copy, while it waits for a new incarnation.
    ///
    /// # Errors
    /// As the database says.
    pub fn restored_why(&self) -> Result<Option<RestoredWhy>, StoreError> {
        let sql = "SELECT restored_why FROM fact_numbering WHERE one = 1 AND restored = 1";
        let why: Option<String> = self.value(sql, [])?;
        Ok(why.map(|why| match why.as_str() {
            "older" => RestoredWhy::Older,
            "moved" => RestoredWhy::Moved,
            _ => RestoredWhy::Announced,
        }))
    }

    pub(crate) fn is_restored(&self) -> Result<bool, StoreError> {
        Ok(self.numbering()? == Numbering::Restored)
    }

    /// The time below which the clock may not be: that of the newest event recorded here.
    ///
    /// # Errors
    /// As the database says.
    pub fn clock_floor(&self) -> Result<Timestamp, StoreError> {
        let sql = "SELECT clock_floor_ms FROM fact_numbering WHERE one = 1";
        Ok(Timestamp(self.value(sql, [])?.unwrap_or(0)))
    }
}

impl Tx<'_> {
    /// Draws the next number for an agency and day. The pointer moves even past numbers that turn
    /// out to be used; it never goes back, and a rolled-back transaction has drawn nothing.
    ///
    /// # Errors
    /// As the database says. That none can be given is the inner [`NumberRefusal`].
    pub fn take_number(
        &self,
        want: &Want<'_>,
    ) -> Result<Result<TakenNumber, NumberRefusal>, StoreError> {
        match self.numbering()? {
            Numbering::Restored => return Ok(Err(NumberRefusal::Restored)),
            Numbering::Frozen => return Ok(Err(NumberRefusal::Frozen)),
            Numbering::Open => {}
        }
        if want.now < self.clock_floor()? {
            return Ok(Err(NumberRefusal::ClockBelowLastEvent));
        }
        while let Some(block) = self.open_lease(want)? {
            if let Some(number) = self.draw(&block, want)? {
                return Ok(Ok(TakenNumber {
                    lease: block.lease.id,
                    number,
                }));
            }
        }
        Ok(Err(NumberRefusal::NoLease))
    }

    /// The first lease with a number left: everyday blocks before the reserve, lowest first.
    fn open_lease(&self, want: &Want<'_>) -> Result<Option<LeaseState>, StoreError> {
        let sql =
            "SELECT id, agency, day, first, last, desk, incarnation, reserve, signature, next,
                     void
                   FROM fact_lease
                   WHERE agency = :agency AND day = :day AND void = 0 AND next <= last
                     AND incarnation = (SELECT incarnation FROM fact_identity)
                   ORDER BY reserve, first LIMIT 1";
        let day = convert::day_text(want.day);
        self.row(
            sql,
            named_params! {":agency": want.agency.as_str(), ":day": day},
            lease::read,
        )
    }

    /// Moves the pointer by one and takes that number, unless it has been used.
    fn draw(&self, block: &LeaseState, want: &Want<'_>) -> Result<Option<u32>, StoreError> {
        self.hit(
            "lease",
            "UPDATE fact_lease SET next = next + 1 WHERE id = :id",
            named_params! {":id": block.lease.id.0.as_bytes()},
        )?;
        let n = u64::from(block.next);
        let taken = self.use_number(want.agency, want.day, n, want.dossier)?;
        Ok(taken.then_some(block.next))
    }

    /// Notes a number as used; false when it was already.
    fn use_number(
        &self,
        agency: &AgencyCode,
        day: CivilDate,
        n: u64,
        dossier: DossierId,
    ) -> Result<bool, StoreError> {
        let added = self.execute(
            "INSERT INTO fact_number_used (agency, day, n, dossier)
             VALUES (:agency, :day, :n, :dossier) ON CONFLICT DO NOTHING",
            named_params! {
                ":agency": agency.as_str(),
                ":day": convert::day_text(day),
                ":n": convert::column(n),
                ":dossier": dossier.0.as_bytes(),
            },
        )?;
        Ok(added > 0)
    }

    /// Notes the number of a code an event carries; two dossiers with one code become a task.
    pub(crate) fn note_number(
        &self,
        code: &DossierCode,
        dossier: DossierId,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        if self.use_number(code.agency(), code.day(), code.number(), dossier)? {
            return Ok(());
        }
        let sql = "SELECT dossier FROM fact_number_used
                   WHERE agency = :agency AND day = :day AND n = :n";
        let holder: Option<[u8; 16]> = self.value(
            sql,
            named_params! {
                ":agency": code.agency().as_str(),
                ":day": convert::day_text(code.day()),
                ":n": convert::column(code.number()),
            },
        )?;
        if holder == Some(*dossier.0.as_bytes()) {
            return Ok(());
        }
        let detail = code.to_string();
        let (kind, dossier) = ("code_clash", Some(dossier));
        self.add_task(&NewTask {
            kind,
            dossier,
            event: None,
            detail: &detail,
            at,
        })
    }

    /// The next number of this desk's temporary slips on a day; it only grows. Two copies of this
    /// database count alike: alone it makes no code.
    ///
    /// # Errors
    /// As the database says.
    pub fn next_provisional(&self, day: CivilDate) -> Result<u32, StoreError> {
        let least = if self.is_restored()? || self.has_twin()? {
            PROVISIONAL_AFTER_RESTORE
        } else {
            0
        };
        let sql = "INSERT INTO fact_provisional (day, used) VALUES (:day, :least + 1)
                   ON CONFLICT (day) DO UPDATE SET used = max(used, :least) + 1 RETURNING used";
        let params = named_params! {":day": convert::day_text(day), ":least": least};
        self.value(sql, params)?.ok_or(StoreError::NotFound {
            what: "temporary number",
        })
    }

    pub(crate) fn raise_clock_floor(&self, at: Timestamp) -> Result<(), StoreError> {
        self.execute(
            "UPDATE fact_numbering SET clock_floor_ms = max(clock_floor_ms, :at) WHERE one = 1",
            named_params! {":at": at.0},
        )?;
        Ok(())
    }

    /// A person has confirmed that the clock is right now: numbers may be given again from here.
    ///
    /// # Errors
    /// As the database says.
    pub(crate) fn confirm_clock(&self, now: Timestamp) -> Result<(), StoreError> {
        self.execute(
            "UPDATE fact_numbering SET clock_floor_ms = :now WHERE one = 1",
            named_params! {":now": now.0},
        )?;
        Ok(())
    }

    /// Compares what tells this machine and folder from others with what it was: a database that
    /// finds itself elsewhere is a copy, and gives no official number until the centre has given it
    /// a new incarnation.
    ///
    /// # Errors
    /// As the database says.
    pub fn compare_machine(&self, facts: &str) -> Result<(), StoreError> {
        let known = self.setting(MACHINE_SETTING)?;
        if known.as_deref() == Some(facts) {
            return Ok(());
        }
        if known.is_some() {
            tracing::error!("the database is on another machine or in another folder: a copy");
            self.set_restored(RestoredWhy::Moved)?;
        }
        self.set_setting(MACHINE_SETTING, facts)
    }

    /// No official numbers until the centre has given a new incarnation; leases are void. What
    /// showed it first is what the window says.
    ///
    /// # Errors
    /// As the database says.
    pub fn set_restored(&self, why: RestoredWhy) -> Result<(), StoreError> {
        self.execute(
            "UPDATE fact_numbering SET restored = 1, restored_why = :why
             WHERE one = 1 AND restored = 0",
            named_params! {":why": why.column()},
        )?;
        self.void_leases()
    }

    /// No official numbers until a person has decided (a fork).
    ///
    /// # Errors
    /// As the database says.
    pub fn freeze_numbering(&self) -> Result<(), StoreError> {
        self.execute("UPDATE fact_numbering SET frozen = 1 WHERE one = 1", [])?;
        Ok(())
    }

    /// As if the freeze had never been.
    #[cfg(test)]
    pub(crate) fn thaw_numbering(&self) -> Result<(), StoreError> {
        self.execute("UPDATE fact_numbering SET frozen = 0 WHERE one = 1", [])?;
        Ok(())
    }

    pub(crate) fn set_numbering_open(&self) -> Result<(), StoreError> {
        self.execute(
            "UPDATE fact_numbering SET restored = 0, restored_why = '', frozen = 0 WHERE one = 1",
            [],
        )?;
        Ok(())
    }
}
