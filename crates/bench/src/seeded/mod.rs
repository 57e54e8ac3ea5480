//! A seeded world: Vietnamese people with names as frequent as they really are, the bundled
//! procedures, one office. The same seed gives the same dossiers, letter for letter. Every intake
//! passes the same rules as one typed at a counter; nothing here is anybody's data.

mod dossiers;
mod names;
pub(crate) mod pages;
mod people;
mod rng;
mod site;

pub(crate) use dossiers::{Dossiers, Prepared, measured_day};
pub(crate) use rng::Rng;
pub(crate) use site::Site;
