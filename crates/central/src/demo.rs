//! The demonstration: one office of Ninh Bình with invented people whose passwords everyone may
//! know. Loopback only, and never on real data.

use std::net::SocketAddr;

use protocol::wire::{DemoOffice, DemoOfficer};

use crate::error::Error;
use crate::site::Site;

const SITE: &str = include_str!("demo_site.json");

/// The demo's office.
pub(crate) fn site() -> Result<Site, Error> {
    Site::from_json(SITE.as_bytes())
}

/// What the desks of a demo are told.
pub(crate) fn office(site: &Site) -> DemoOffice {
    let officers = site.officers.iter().filter_map(|officer| {
        let password = officer.password.clone()?;
        Some(DemoOfficer {
            login: officer.login.clone(),
            name: officer.name.clone(),
            password,
        })
    });
    DemoOffice {
        officers: officers.collect(),
    }
}

/// Refuses an address other machines can reach.
pub(crate) fn check_address(address: SocketAddr) -> Result<(), Error> {
    if address.ip().is_loopback() {
        Ok(())
    } else {
        Err(Error::DemoNotLoopback)
    }
}
