//! The province's centre: admits events, leases numbers, keeps dossiers and pages.
//!
//! [`admit`] and [`lease`] decide, pure; [`store`] loads and writes, one transaction each; `api`
//! speaks HTTP over TLS; [`Server`] puts them together and can run many times in one process.
//!
//! The centre never rewrites a fact: what a desk sends is kept byte for byte, also when it cannot
//! take effect.

pub mod admit;
mod api;
pub mod audit;
pub mod backup;
mod blobs;
mod calls;
pub mod catalogue;
mod centre;
mod clock;
pub mod courier;
mod demo;
mod error;
mod files;
#[cfg(test)]
mod fixture;
mod hex;
mod keys;
pub mod lease;
mod limits;
mod password;
mod policy;
mod rules;
mod server;
mod site;
mod storage;
pub mod store;
mod tls;

pub use blobs::{BucketAddress, Pages};
pub use centre::Centre;
pub use clock::{Clock, system_clock};
pub use error::Error;
pub use keys::CentreKeys;
pub use limits::{Limits, NoRate, Rate};
pub use rules::RulesError;
pub use server::{RunningServer, Server, ServerConfig, Service};
pub use site::{Department, Officer, Site};
pub use storage::{Rows, Storage};
