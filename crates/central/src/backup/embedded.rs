//! A copy of the embedded database, read back as a database and as journals.

use std::fs::File;
use std::path::Path;

use domain::ids::{BlobHash, DeskId};
use domain::journal::ChainHead;
use rusqlite::{Connection, OpenFlags, named_params};

use super::chains::{Chains, Life, Position};
use super::{Held, unreadable};
use crate::error::Error;
use crate::files;
use crate::store::{COPY, StoreError};

fn database(error: rusqlite::Error) -> Error {
    Error::Store(StoreError::Embedded(error))
}

/// One read transaction over the whole database, into a file of its own.
pub(super) fn copy(from: &Path, to: &Path) -> Result<(), Error> {
    let source = Connection::open(from).map_err(database)?;
    let name = to.to_str().ok_or(Error::Backup {
        what: "its folder's name is no text",
    })?;
    source
        .execute("VACUUM INTO :name", named_params! { ":name": name })
        .map_err(database)?;
    mark(to)?;
    files::at(to, File::open(to).and_then(|file| file.sync_all()))
}

/// Whoever goes on from the copy must know that it is one: desks know what came later.
fn mark(copy: &Path) -> Result<(), Error> {
    let copy = Connection::open(copy).map_err(database)?;
    let marked = copy.execute(
        "INSERT INTO meta(name, value) VALUES (:name, '') ON CONFLICT(name) DO NOTHING",
        named_params! { ":name": COPY },
    );
    marked.map(drop).map_err(database)
}

pub(super) fn read_back(copy: &Path) -> Result<Held, Error> {
    let copy = Connection::open_with_flags(copy, OpenFlags::SQLITE_OPEN_READ_ONLY);
    let copy = copy.map_err(database)?;
    let sound: String = copy
        .pragma_query_value(None, "integrity_check", |row| row.get("integrity_check"))
        .map_err(database)?;
    if sound != "ok" {
        return Err(Error::Backup {
            what: "the database is damaged",
        });
    }
    Ok(Held {
        lives: chains(&copy)?.compare(&told_heads(&copy)?)?,
        blobs: blobs(&copy)?,
    })
}

fn chains(copy: &Connection) -> Result<Chains, Error> {
    let mut statement = copy
        .prepare("SELECT envelope, body FROM event ORDER BY desk, incarnation, seq")
        .map_err(database)?;
    let mut rows = statement.query([]).map_err(database)?;
    let mut chains = Chains::default();
    while let Some(row) = rows.next().map_err(database)? {
        let envelope: String = row.get("envelope").map_err(database)?;
        chains.add(&envelope, row.get("body").map_err(database)?)?;
    }
    Ok(chains)
}

fn told_heads(copy: &Connection) -> Result<Vec<(Life, Position)>, Error> {
    let mut statement = copy
        .prepare("SELECT desk, incarnation, acked, head FROM life")
        .map_err(database)?;
    let mut rows = statement.query([]).map_err(database)?;
    let mut told = Vec::new();
    while let Some(row) = rows.next().map_err(database)? {
        let desk: String = row.get("desk").map_err(database)?;
        let incarnation: u32 = row.get("incarnation").map_err(database)?;
        let acked: i64 = row.get("acked").map_err(database)?;
        let head: [u8; 32] = row.get("head").map_err(database)?;
        let desk: DeskId = desk.parse().map_err(|_damaged| unreadable("desk"))?;
        let acked = u64::try_from(acked).map_err(|_damaged| unreadable("desk"))?;
        told.push(((desk, incarnation), (acked, ChainHead(head))));
    }
    Ok(told)
}

fn blobs(copy: &Connection) -> Result<Vec<BlobHash>, Error> {
    let mut statement = copy
        .prepare("SELECT hash FROM blob ORDER BY hash")
        .map_err(database)?;
    let mut rows = statement.query([]).map_err(database)?;
    let mut hashes = Vec::new();
    while let Some(row) = rows.next().map_err(database)? {
        let hash: String = row.get("hash").map_err(database)?;
        hashes.push(hash.parse().map_err(|_damaged| unreadable("page"))?);
    }
    Ok(hashes)
}
