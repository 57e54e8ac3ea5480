//! Queues and scopes: each is one narrow index whose row ids are read whole and intersected.

use domain::ids::{DeskId, OfficerId};
use rusqlite::named_params;

use super::Find;
use super::run::newest_first;
use crate::error::StoreError;
use crate::tx::Reader;

/// A queue of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Queue {
    /// Everything.
    All,
    /// Received and not handed over.
    ToForward,
    /// With papers that still need scanning.
    ToDigitise,
    /// Due within the given time; the clock runs.
    DueSoon,
    /// Past its due time; the clock runs.
    Overdue,
    /// With something the centre does not have.
    Unsent,
}

/// Whose dossiers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// The whole office.
    Office,
    /// Received at one desk.
    Desk(DeskId),
    /// Received by one officer.
    Officer(OfficerId),
}

pub(super) const TO_FORWARD: &str = "SELECT row FROM view_dossier WHERE to_forward = 1";
pub(super) const TO_DIGITISE: &str = "SELECT row FROM view_dossier WHERE digitise = 1";
pub(super) const UNSENT: &str = "SELECT row FROM view_dossier WHERE unsent = 1";
pub(super) const DUE: &str =
    "SELECT row FROM view_dossier WHERE clock_due_ms >= :from AND clock_due_ms < :to";
pub(super) const OF_DESK: &str = "SELECT row FROM view_dossier WHERE desk = :desk";
pub(super) const OF_OFFICER: &str = "SELECT row FROM view_dossier WHERE officer = :officer";

impl Reader<'_> {
    /// Row ids of the queue and of the scope, where they restrict anything.
    pub(super) fn filter(&self, find: &Find) -> Result<Vec<Vec<u32>>, StoreError> {
        let queue = match find.queue {
            Queue::All => None,
            Queue::ToForward => Some(self.ids(TO_FORWARD, [])?),
            Queue::ToDigitise => Some(self.ids(TO_DIGITISE, [])?),
            Queue::Unsent => Some(self.ids(UNSENT, [])?),
            Queue::Overdue => Some(self.due(i64::MIN, find.now.0)?),
            Queue::DueSoon => {
                Some(self.due(find.now.0, find.now.0.saturating_add(find.due_soon_ms))?)
            }
        };
        let scope = match &find.scope {
            Scope::Office => None,
            Scope::Desk(desk) => {
                Some(self.ids(OF_DESK, named_params! {":desk": desk.0.as_bytes()})?)
            }
            Scope::Officer(officer) => {
                Some(self.ids(OF_OFFICER, named_params! {":officer": officer.as_str()})?)
            }
        };
        Ok(queue.into_iter().chain(scope).map(newest_first).collect())
    }

    fn due(&self, from: i64, to: i64) -> Result<Vec<u32>, StoreError> {
        self.ids(DUE, named_params! {":from": from, ":to": to})
    }
}
