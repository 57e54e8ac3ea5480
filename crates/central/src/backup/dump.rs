//! A dump of a PostgreSQL database, made by the server's own `pg_dump` and read back through
//! `pg_restore`: no second database is needed to know that the journals in it are whole.
//!
//! The programs are those of the operator's `PATH` (Debian: `postgresql-client`), of the server's
//! version or newer.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use domain::ids::BlobHash;
use domain::journal::ChainHead;

use super::chains::{Chains, Life, Position};
use super::copied::{Row, Table};
use super::{Held, unreadable};
use crate::error::Error;
use crate::{files, hex};

/// The tables a backup is judged by.
const TABLES: [&str; 3] = ["event", "life", "blob"];

/// Writes the whole database, as of one moment, to `to`.
pub(super) fn write(url: &str, to: &Path) -> Result<(), Error> {
    let mut command = Command::new("pg_dump");
    let (url, password) = without_password(url);
    if let Some(password) = password {
        // never in the arguments, which every account of the machine can read
        command.env("PGPASSWORD", password);
    }
    command.args(["--format=custom", "--no-owner", "--no-privileges"]);
    command.arg("--file").arg(to).arg("--dbname").arg(url);
    let ended = command.stdin(Stdio::null()).status();
    let ended = ended.map_err(|source| program("pg_dump", source))?;
    if !ended.success() {
        return Err(Error::Backup {
            what: "pg_dump failed",
        });
    }
    let written = std::fs::File::open(to).and_then(|file| file.sync_all());
    files::at(to, written)
}

pub(super) fn read_back(dump: &Path) -> Result<Held, Error> {
    let mut command = Command::new("pg_restore");
    command.args(["--data-only", "--file=-"]);
    for table in TABLES {
        command.args(["--table", table]);
    }
    command
        .arg(dump)
        .stdin(Stdio::null())
        .stdout(Stdio::piped());
    let child = command.spawn();
    let mut child = child.map_err(|source| program("pg_restore", source))?;
    let out = child.stdout.take().ok_or_else(|| unreadable("dump"))?;
    let read = Reading::of(BufReader::new(out));
    let ended = child
        .wait()
        .map_err(|source| program("pg_restore", source))?;
    if !ended.success() {
        return Err(Error::Backup {
            what: "pg_restore failed",
        });
    }
    read?.held()
}

fn program(name: &str, source: std::io::Error) -> Error {
    Error::File {
        path: name.into(),
        source,
    }
}

/// The address without its password, and the password.
fn without_password(url: &str) -> (String, Option<String>) {
    let parts = || {
        let (scheme, rest) = url.split_once("://")?;
        let end = rest.find(['/', '?']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at_checked(end)?;
        let (account, host) = authority.rsplit_once('@')?;
        let (user, password) = account.split_once(':')?;
        let password = percent_encoding::percent_decode_str(password);
        let password = password.decode_utf8().ok()?.into_owned();
        Some((format!("{scheme}://{user}@{host}{path}"), password))
    };
    match parts() {
        Some((url, password)) => (url, Some(password)),
        None => (url.to_owned(), None),
    }
}

/// What the dump holds.
#[derive(Default)]
struct Reading {
    chains: Chains,
    told: Vec<(Life, Position)>,
    blobs: Vec<BlobHash>,
}

impl Reading {
    fn of(out: impl BufRead) -> Result<Self, Error> {
        let mut reading = Self::default();
        let mut table: Option<Table> = None;
        for line in out.lines() {
            let line = line.map_err(|_cut| unreadable("dump"))?;
            match &table {
                None => table = Table::begun_by(&line),
                Some(_) if line == "\\." => table = None,
                Some(open) => reading.take(&open.row(&line)?)?,
            }
        }
        Ok(reading)
    }

    fn take(&mut self, row: &Row<'_>) -> Result<(), Error> {
        match row.table() {
            "event" => self.chains.add(&row.text("envelope")?, row.text("body")?),
            "life" => {
                let head = row.text("head")?;
                let head = head.strip_prefix("\\x").and_then(hex::decode_array);
                let head = ChainHead(head.ok_or_else(|| unreadable("desk"))?);
                let life = (row.parsed("desk")?, row.parsed("incarnation")?);
                self.told.push((life, (row.parsed("acked")?, head)));
                Ok(())
            }
            "blob" => {
                self.blobs.push(row.parsed("hash")?);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn held(self) -> Result<Held, Error> {
        Ok(Held {
            lives: self.chains.compare(&self.told)?,
            blobs: self.blobs,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_never_stands_in_the_arguments() {
        let (url, password) =
            without_password("postgres://m:s%40cret@db:5432/centre?sslmode=require");
        assert_eq!(
            url, "postgres://m@db:5432/centre?sslmode=require",
            "cut out"
        );
        assert_eq!(password.as_deref(), Some("s@cret"), "as it is");
        let plain = "postgres://m@localhost/centre?host=/run/a:b@c";
        assert_eq!(without_password(plain), (plain.to_owned(), None), "none");
    }

    #[test]
    fn a_dump_that_was_cut_is_no_backup() {
        let text = "COPY public.life (desk, incarnation, acked, head, durable) FROM stdin;\n\
                    0197a000-0000-7000-8000-000000000001\t1\t3\t\\\\x00\t0\n\\.\n";
        let read = Reading::of(text.as_bytes());
        assert!(read.is_err(), "a head is 32 bytes");
    }
}
