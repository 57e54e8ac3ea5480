//! The order to wipe a desk that was taken out of service. It says of which desk and which life of its
//! database, so that it is worth nothing anywhere else; the desk carries it out when nothing is only
//! there any more.

use domain::ids::DeskId;
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An order to wipe one desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct WipeOrder {
    /// Which desk.
    #[schema(value_type = String)]
    pub desk: DeskId,
    /// Which life of its database; one that began later is not meant.
    pub incarnation: u32,
    /// When it was ordered, UTC milliseconds.
    #[schema(value_type = i64)]
    pub at: Timestamp,
    /// Ed25519 signature of the centre over [`wipe_message`], hexadecimal.
    pub signature: String,
}

/// The bytes the centre signs.
#[must_use]
pub fn wipe_message(desk: DeskId, incarnation: u32, at: Timestamp) -> Vec<u8> {
    format!("motcua-wipe-1\n{desk}\n{incarnation}\n{}", at.0).into_bytes()
}
