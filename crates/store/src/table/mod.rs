//! One file per table or part of the journal: its row types, its SQL, its functions.

pub(crate) mod attachment;
pub(crate) mod audit;
pub(crate) mod blob;
pub(crate) mod cursor;
pub(crate) mod day;
pub(crate) mod dossier;
pub(crate) mod draft;
pub(crate) mod event;
pub(crate) mod feed;
pub(crate) mod identity;
pub(crate) mod journal;
pub(crate) mod lease;
pub(crate) mod lease_return;
pub(crate) mod life;
pub(crate) mod number;
pub(crate) mod outage;
pub(crate) mod outbox;
pub(crate) mod print_job;
pub(crate) mod published;
pub(crate) mod purge;
pub(crate) mod request;
pub(crate) mod setting;
pub(crate) mod slip;
pub(crate) mod task;
pub(crate) mod thaw;
pub(crate) mod wipe;
