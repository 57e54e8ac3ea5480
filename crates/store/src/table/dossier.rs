//! The views of dossiers: list rows, attachments, counts. Written by
//! [`Tx::write_views`] only.

use domain::dossier::{
    Attachment, BusinessStatus, DeliveryStatus, DigitisationStatus, Dossier, MoneyStatus, Owner,
    Received, ReceivedCode,
};
use domain::ids::{DeskId, DossierId, OfficerId, ProcedureCode};
use domain::journal::Envelope;
use domain::time::Timestamp;
use rusqlite::{Row, named_params};

use crate::convert;
use crate::error::StoreError;
use crate::fold::{Seen, Views};
use crate::tx::{Reader, Tx};

/// Most rows one call returns.
pub const ROWS_READ_MAX: usize = 200;

/// One row of a list. `Debug` shows no person.
#[derive(Clone, PartialEq, Eq)]
pub struct DossierRow {
    /// Row id: newest last, never reused.
    pub row: u32,
    /// The dossier.
    pub id: DossierId,
    /// Its code today.
    pub code: String,
    /// Whether that code is temporary.
    pub provisional: bool,
    /// Former temporary code, or empty.
    pub alias: String,
    /// Name of the owner.
    pub person: String,
    /// The procedure.
    pub procedure: ProcedureCode,
    /// Its name that day.
    pub procedure_name: String,
    /// Business status.
    pub status: BusinessStatus,
    /// Money status.
    pub money: MoneyStatus,
    /// Delivery status.
    pub delivery: DeliveryStatus,
    /// When it was received.
    pub received_at: Timestamp,
    /// When the outcome is promised.
    pub due_at: Option<Timestamp>,
    /// The desk that received it.
    pub desk: DeskId,
    /// The desk that holds it now.
    pub holder: Option<DeskId>,
    /// The officer who received it.
    pub officer: OfficerId,
    /// Who holds it.
    pub owner: Option<Owner>,
    /// Handed over, not yet accepted.
    pub forwarded_to: Option<Owner>,
    /// Papers still need scanning.
    pub digitise: bool,
    /// Events or files of it are not at the centre yet.
    pub unsent: bool,
}

impl std::fmt::Debug for DossierRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "DossierRow({} {} {:?})",
            self.row, self.code, self.status
        )
    }
}

/// Counts of the status strip and the rail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Dossiers with something unsent.
    pub unsent: u32,
    /// Files unsent.
    pub unsent_files: u32,
    /// Their size.
    pub unsent_bytes: u64,
    /// Received and not handed over.
    pub to_forward: u32,
    /// With papers that still need scanning.
    pub to_digitise: u32,
    /// Parked intakes of every officer.
    pub parked: u32,
    /// Print jobs that are not done.
    pub print_waiting: u32,
    /// Open tasks that nobody has handed on.
    pub tasks: u32,
}

fn read(row: &Row<'_>) -> Result<DossierRow, StoreError> {
    Ok(DossierRow {
        row: row.get("row")?,
        id: DossierId(convert::uuid(row, "id")?),
        code: row.get("code")?,
        provisional: row.get("provisional")?,
        alias: row.get("alias")?,
        person: row.get("person")?,
        procedure: convert::parsed(row, "procedure")?,
        procedure_name: row.get("procedure_name")?,
        status: convert::from_tag(row, "status")?,
        money: convert::from_tag(row, "money")?,
        delivery: convert::from_tag(row, "delivery")?,
        received_at: Timestamp(row.get("received_ms")?),
        due_at: row.get::<_, Option<i64>>("due_ms")?.map(Timestamp),
        desk: DeskId(convert::uuid(row, "desk")?),
        holder: holder(row)?,
        officer: convert::parsed(row, "officer")?,
        owner: owner(row, "owner")?,
        forwarded_to: owner(row, "forwarded_to")?,
        digitise: row.get("digitise")?,
        unsent: row.get("unsent")?,
    })
}

fn holder(row: &Row<'_>) -> Result<Option<DeskId>, StoreError> {
    let bytes: Vec<u8> = row.get("holder")?;
    let uuid = uuid::Uuid::from_slice(&bytes).ok();
    Ok(uuid.map(DeskId))
}

fn owner(row: &Row<'_>, column: &'static str) -> Result<Option<Owner>, StoreError> {
    let json: String = row.get(column)?;
    if json.is_empty() {
        Ok(None)
    } else {
        convert::from_json(&json, column).map(Some)
    }
}

fn owner_json(owner: Option<&Owner>) -> Result<String, StoreError> {
    owner.map_or_else(
        || Ok(String::new()),
        |owner| convert::to_json(owner, "owner"),
    )
}

macro_rules! dossier_sql {
    ($rest:literal) => {
        concat!(
            "SELECT row, id, code, provisional, alias, person, procedure, procedure_name, status,
               money, delivery, received_ms, due_ms, desk, officer, owner, forwarded_to, digitise,
               unsent, holder
             FROM view_dossier ",
            $rest
        )
    };
}

impl Reader<'_> {
    /// Rows by row id, in the order asked; ids that are not there are left out.
    ///
    /// # Errors
    /// [`StoreError::TooMuch`] beyond 200.
    pub fn rows(&self, ids: &[u32]) -> Result<Vec<DossierRow>, StoreError> {
        if ids.len() > ROWS_READ_MAX {
            return Err(StoreError::TooMuch {
                what: "rows at once",
                max: ROWS_READ_MAX as u64,
            });
        }
        let one = |id: &u32| {
            self.row(
                dossier_sql!("WHERE row = :row"),
                named_params! {":row": id},
                read,
            )
        };
        ids.iter().filter_map(|id| one(id).transpose()).collect()
    }

    /// The list row of one dossier.
    ///
    /// # Errors
    /// As the database says.
    pub fn row_of(&self, dossier: DossierId) -> Result<Option<DossierRow>, StoreError> {
        let id = dossier.0.as_bytes();
        self.row(
            dossier_sql!("WHERE id = :id"),
            named_params! {":id": id},
            read,
        )
    }

    /// Dossiers a desk holds that are not at their end, oldest first, at most `limit`.
    ///
    /// # Errors
    /// As the database says.
    pub fn held_by(&self, desk: DeskId, limit: usize) -> Result<Vec<DossierId>, StoreError> {
        let sql = "SELECT id FROM view_dossier WHERE holder = :holder
                     AND status NOT IN ('refused', 'withdrawn', 'stopped', 'returned')
                   ORDER BY row LIMIT :limit";
        let limit = convert::column(limit as u64);
        let params = named_params! {":holder": desk.0.as_bytes().to_vec(), ":limit": limit};
        self.rows_of(sql, params, |row| Ok(DossierId(convert::uuid(row, "id")?)))
    }

    /// The counts of the strip, in one snapshot.
    ///
    /// # Errors
    /// As the database says.
    pub fn counts(&self) -> Result<Counts, StoreError> {
        let count = |sql: &str| -> Result<u32, StoreError> {
            Ok(convert::count32(self.value(sql, [])?.unwrap_or(0)))
        };
        let (unsent_files, unsent_bytes) = self.files_waiting()?;
        Ok(Counts {
            unsent: count("SELECT count(*) FROM view_dossier WHERE unsent = 1")?,
            unsent_files,
            unsent_bytes,
            to_forward: count("SELECT count(*) FROM view_dossier WHERE to_forward = 1")?,
            to_digitise: count("SELECT count(*) FROM view_dossier WHERE digitise = 1")?,
            parked: count("SELECT count(*) FROM fact_draft WHERE parked_ms IS NOT NULL")?,
            print_waiting: count("SELECT count(*) FROM fact_print_job WHERE state <> 'done'")?,
            tasks: count("SELECT count(*) FROM fact_task WHERE done_ms IS NULL AND state = ''")?,
        })
    }

    /// Whether events or files of a dossier are not at the centre yet.
    fn is_unsent(&self, row: u32) -> Result<bool, StoreError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM fact_event AS e
                     JOIN fact_life AS l ON l.incarnation = e.incarnation
                     WHERE e.dossier = :row AND e.own = 1 AND e.seq > l.acked)
                   OR EXISTS (SELECT 1 FROM view_attachment AS a
                     JOIN fact_blob AS b ON b.hash = a.blob
                     WHERE a.dossier = :row AND b.done = 0)";
        Ok(self
            .value(sql, named_params! {":row": row})?
            .unwrap_or(false))
    }
}

impl Tx<'_> {
    /// Writes every view of a folded dossier; they have only those that were received.
    pub(crate) fn write_views(
        &self,
        row: u32,
        Views { folded, entries }: &Views,
        seen: Seen,
    ) -> Result<(), StoreError> {
        match (&folded.state.received, &folded.reception, entries) {
            (Some(received), Some(envelope), Some(entries)) => {
                self.write_attachments(row, &folded.attachments)?;
                self.write_row(row, &folded.state, received, envelope)?;
                self.write_search(row, entries, seen)
            }
            _ => Ok(()),
        }
    }

    fn write_row(
        &self,
        row: u32,
        state: &Dossier,
        received: &Received,
        envelope: &Envelope,
    ) -> Result<(), StoreError> {
        let due = state.due.as_ref().map(|due| due.at.instant().0);
        let person = received
            .parties
            .first()
            .map_or("", |party| party.body.name());
        // REPLACE would begin a savepoint, and there the full-text index writes what it has gathered
        self.execute(
            "INSERT INTO view_dossier (row, id, code, provisional, alias, person,
               procedure, procedure_name, status, money, delivery, received_ms, due_ms,
               clock_due_ms, desk, officer, owner, forwarded_to, to_forward, digitise, unsent,
               holder)
             VALUES (:row, :id, :code, :provisional, :alias, :person, :procedure, :procedure_name,
               :status, :money, :delivery, :received, :due, :clock_due, :desk, :officer, :owner,
               :forwarded_to, :to_forward, :digitise, :unsent, :holder)
             ON CONFLICT (row) DO UPDATE SET id = excluded.id, code = excluded.code,
               provisional = excluded.provisional, alias = excluded.alias,
               person = excluded.person, procedure = excluded.procedure,
               procedure_name = excluded.procedure_name, status = excluded.status,
               money = excluded.money, delivery = excluded.delivery,
               received_ms = excluded.received_ms, due_ms = excluded.due_ms,
               clock_due_ms = excluded.clock_due_ms, desk = excluded.desk,
               officer = excluded.officer, owner = excluded.owner,
               forwarded_to = excluded.forwarded_to, to_forward = excluded.to_forward,
               digitise = excluded.digitise, unsent = excluded.unsent, holder = excluded.holder",
            named_params! {
                ":row": row,
                ":id": state.id.0.as_bytes(),
                ":code": state.code().unwrap_or_default(),
                ":provisional": is_provisional(state, received),
                ":alias": alias(state, received),
                ":person": person,
                ":procedure": received.procedure.as_str(),
                ":procedure_name": received.procedure_name,
                ":status": convert::tag(&state.status, "status")?,
                ":money": convert::tag(&state.money, "money")?,
                ":delivery": convert::tag(&state.delivery, "delivery")?,
                ":received": received.received_at.instant().0,
                ":due": due,
                ":clock_due": due.filter(|_| clock_runs(state.status)),
                ":desk": envelope.origin.0.as_bytes(),
                ":officer": envelope.officer.as_str(),
                ":owner": owner_json(state.owner.as_ref())?,
                ":forwarded_to": owner_json(state.forwarded_to.as_ref())?,
                ":to_forward": is_to_forward(state),
                ":digitise": is_to_digitise(state),
                ":unsent": self.is_unsent(row)?,
                ":holder": state.holder.map(|desk| desk.0.as_bytes().to_vec()).unwrap_or_default(),
            },
        )?;
        Ok(())
    }

    fn write_attachments(&self, row: u32, attachments: &[Attachment]) -> Result<(), StoreError> {
        for attachment in attachments {
            self.execute(
                "INSERT INTO view_attachment (attachment, dossier, blob, media_type, size_bytes)
                 VALUES (:attachment, :dossier, :blob, :media_type, :size)
                 ON CONFLICT (attachment) DO NOTHING",
                named_params! {
                    ":attachment": attachment.id.0.as_bytes(),
                    ":dossier": row,
                    ":blob": attachment.blob.0,
                    ":media_type": attachment.media_type,
                    ":size": convert::column(attachment.size_bytes),
                },
            )?;
        }
        Ok(())
    }

    /// Sets the unsent mark of the dossiers that use a blob.
    pub(crate) fn refresh_unsent_of_blob(&self, hash: &[u8; 32]) -> Result<(), StoreError> {
        let sql = "SELECT DISTINCT dossier FROM view_attachment WHERE blob = :blob";
        let rows = self.rows_of(sql, named_params! {":blob": hash}, |row| Ok(row.get(0)?))?;
        rows.into_iter()
            .try_for_each(|row| self.refresh_unsent_of(row))
    }

    /// Sets the unsent mark of every dossier with events that are not acknowledged.
    pub(crate) fn refresh_unsent(&self) -> Result<(), StoreError> {
        let sql = "SELECT DISTINCT e.dossier FROM fact_life AS l CROSS JOIN fact_event AS e
                     ON e.own = 1 AND e.incarnation = l.incarnation AND e.seq > l.acked";
        let rows = self.rows_of(sql, [], |row| Ok(row.get(0)?))?;
        rows.into_iter()
            .try_for_each(|row| self.refresh_unsent_of(row))
    }

    /// Sets the unsent mark of one dossier.
    pub(crate) fn refresh_unsent_of(&self, row: u32) -> Result<(), StoreError> {
        let unsent = self.is_unsent(row)?;
        self.execute(
            "UPDATE view_dossier SET unsent = :unsent WHERE row = :row AND unsent <> :unsent",
            named_params! {":row": row, ":unsent": unsent},
        )?;
        Ok(())
    }
}

const fn clock_runs(status: BusinessStatus) -> bool {
    use BusinessStatus as B;
    matches!(status, B::Registered | B::Received | B::Processing)
}

fn is_provisional(state: &Dossier, received: &Received) -> bool {
    state.assigned_code.is_none() && matches!(received.code, ReceivedCode::Provisional { .. })
}

/// The temporary code stays an alias for ever once the official one has come.
fn alias(state: &Dossier, received: &Received) -> String {
    if state.assigned_code.is_none() {
        return String::new();
    }
    let first = received.code.to_string();
    let mut aliases = vec![first];
    aliases.extend(state.former_codes.iter().cloned());
    aliases.join(" ")
}

/// Received here and nothing done with it yet (*Cần chuyển ngay*).
fn is_to_forward(state: &Dossier) -> bool {
    state.status == BusinessStatus::Received
        && state.forwarded_to.is_none()
        && matches!(state.owner, Some(Owner::Office { .. }))
}

const fn is_to_digitise(state: &Dossier) -> bool {
    !state.status.is_final()
        && matches!(
            state.digitisation,
            DigitisationStatus::None | DigitisationStatus::Partial
        )
}
