//! Numbers: signed, disjoint blocks bound to (desk, incarnation, agency, day).

use domain::ids::{AgencyCode, DeskId, LeaseId};
use domain::time::CivilDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Most numbers one lease may hold.
pub const LEASE_NUMBERS_MAX: u32 = 500;

/// `POST /v1/lease`: a list of these.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LeaseWish {
    /// For which agency.
    #[schema(value_type = String)]
    pub agency: AgencyCode,
    /// For which day.
    #[schema(value_type = String)]
    pub day: CivilDate,
    /// How many numbers are wanted, at most [`LEASE_NUMBERS_MAX`].
    pub want: u32,
    /// From the outage range instead of the everyday one.
    pub reserve: bool,
}

/// One leased block; the answer to the wishes is a list of these.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Lease {
    /// Identity.
    #[schema(value_type = String)]
    pub id: LeaseId,
    /// The desk it is bound to.
    #[schema(value_type = String)]
    pub desk: DeskId,
    /// The incarnation it is bound to.
    pub incarnation: u32,
    /// The agency.
    #[schema(value_type = String)]
    pub agency: AgencyCode,
    /// The day it is good for.
    #[schema(value_type = String)]
    pub day: CivilDate,
    /// First number.
    pub from: u32,
    /// Last number.
    pub to: u32,
    /// Whether it comes from the outage range.
    pub reserve: bool,
    /// Ed25519 signature of the centre over [`lease_message`], hexadecimal.
    pub signature: String,
}

/// `POST /v1/lease/return`: a list of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LeaseReturn {
    /// The lease.
    #[schema(value_type = String)]
    pub lease: LeaseId,
    /// First number that nobody drew; it and all above go back.
    pub from: u32,
}

/// The answer to returns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReturnReply {
    /// Leases of which numbers were taken back; one told before is not among them.
    #[schema(value_type = Vec<String>)]
    pub taken: Vec<LeaseId>,
}

/// The bytes the centre signs.
#[must_use]
pub fn lease_message(l: &Lease) -> Vec<u8> {
    format!(
        "motcua-lease-1\n{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}",
        l.id, l.desk, l.incarnation, l.agency, l.day, l.from, l.to, l.reserve
    )
    .into_bytes()
}
