//! The encrypted local database of a desk: journal, views, search, drafts, numbers, print jobs,
//! blobs, and the file of key slots beside them.
//!
//! One writer connection, a few read-only ones, no waiting on anything but the disk. The journal's
//! events are the truth; every `view_` table is rebuilt from them. Nothing here reads a clock,
//! decides about business or speaks to the network: times come in as arguments, events come in
//! decided, and `sync` carries them away.

mod backup;
mod blob_file;
mod blobs;
mod connection;
mod convert;
mod error;
pub mod files;
mod fold;
mod key;
pub mod keys;
mod mark;
mod migrate;
mod opening;
mod paths;
mod readers;
mod rebuild;
mod restore;
mod seal;
mod search;
mod store;
mod table;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
#[cfg(feature = "trace")]
mod trace;
mod tx;

pub use blob_file::BlobReader;
pub use blobs::{BlobError, Blobs, PutBlob};
pub use error::{IntegrityFault, OpenError, StoreError};
pub use key::DatabaseKey;
pub use paths::Paths;
pub use restore::restore_announced;
pub use seal::{open_sealed_key, seal_recovery_key};
pub use search::{Find, Found, Queue, ROWS_FOUND_MAX, Scope};
pub use store::Store;
pub use table::attachment::{AttachmentBlob, LocalAttachment};
pub use table::audit::{AuditEntry, AuditFilter};
pub use table::blob::{BLOBS_TO_SEND_MAX, BlobOrigin, BlobState, BlobToSend};
pub use table::courier::{
    CourierFile, CourierLife, CourierRow, CourierSpan, NewCourier, UnsentPlace,
};
pub use table::cursor::Cursor;
pub use table::day::NewDayConfirmed;
pub use table::dossier::{Counts, DossierRow, ROWS_READ_MAX};
pub use table::draft::Draft;
pub use table::event::{JournalPosition, SentState, StoredEvent};
pub use table::feed::{FeedOutcome, FeedPage, Pulled, ReadyPage};
pub use table::identity::Identity;
pub use table::journal::NewEvent;
pub use table::lease::{Lease, LeaseState};
pub use table::lease_return::RETURNS_MAX;
pub use table::number::{NumberRefusal, Numbering, RestoredWhy, TakenNumber, Want};
pub use table::outage::Outage;
pub use table::outbox::{Acked, Batch, UnsentItem};
pub use table::print_job::{NewPrintJob, PrintJob, PrintState};
pub use table::published::{Published, PublishedKind};
pub use table::purge::{PageRoom, Purged};
pub use table::refusal::{Refusal, RefusalPage, Told};
pub use table::slip::SLIPS_MAX;
pub use table::task::{NewTask, Task, TaskState};
pub use table::thaw::{NewThaw, Thawed};
pub use table::twin::Ended;
pub use table::wipe::{OnlyHere, erase};
pub use tx::{Reader, Tx};
