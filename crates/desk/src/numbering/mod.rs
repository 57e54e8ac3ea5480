//! Codes: the one drawn at reception, the temporary one where there is none to give, and the official
//! one that takes its place; and the witness that this database is no copy.

mod assign_codes;
mod clerk;
mod code;
mod doubt;
mod give_back;
mod on_demand;
mod witness;

pub(crate) use clerk::{ClerkDesk, start};
pub(crate) use code::{draw, official, provisional};
pub(crate) use doubt::{day_doubt, day_facts, doubt_code};
pub(crate) use on_demand::OnDemand;
pub(crate) use witness::{Witness, facts, forget as forget_witness, machine};
