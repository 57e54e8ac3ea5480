//! What every store decides alike, pure: a store loads the rows, asks here, and writes the answer in
//! the same transaction. No SQL and no clock.

pub(super) mod enrolling;
pub(super) mod leasing;
pub(super) mod paging;
pub(super) mod pushing;
pub(super) mod quarantine;
pub(super) mod restoring;
pub(super) mod ruling;
pub(super) mod signing_in;
pub(super) mod texts;
