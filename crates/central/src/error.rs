//! What can go wrong when a centre is started, administered or asked. Nothing here names a person.

use std::path::PathBuf;

use thiserror::Error;

/// A failure of the centre itself, not of a request.
#[derive(Debug, Error)]
pub enum Error {
    /// A file or folder of the data could not be read or written.
    #[error("could not use {path}")]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// A key or certificate file does not hold what it should.
    #[error("key material in {path} is damaged")]
    KeyFile {
        /// Which.
        path: PathBuf,
    },
    /// The operating system gave no random bytes.
    #[error("no random bytes")]
    Random(#[source] getrandom::Error),
    /// A certificate could not be made.
    #[error("could not make a certificate")]
    Certificate(#[from] rcgen::Error),
    /// TLS could not be set up.
    #[error("could not set up TLS")]
    Tls(#[from] rustls::Error),
    /// The address could not be listened on.
    #[error("could not listen on {addr}")]
    Listen {
        /// Which.
        addr: std::net::SocketAddr,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// Demo mode was asked for on an address other machines can reach.
    #[error("a demo centre listens on a loopback address only")]
    DemoNotLoopback,
    /// Demo mode was asked for on real data, or the other way round.
    #[error("the data folder holds {found} data, not {wanted} data")]
    WrongData {
        /// What is there.
        found: &'static str,
        /// What was asked for.
        wanted: &'static str,
    },
    /// The database was filled by a centre with other keys.
    #[error(
        "the database belongs to a centre with other keys: put the folder `keys` of that centre \
         into this data folder"
    )]
    OtherKeys,
    /// Another process serves from the same folder.
    #[error("another centre runs on this data folder")]
    InUse,
    /// A password could not be hashed.
    #[error("could not hash a password")]
    Password,
    /// There is no such office, desk or officer.
    #[error("no {what} of that name")]
    Unknown {
        /// What was looked for.
        what: &'static str,
    },
    /// A file to import is not what it should be.
    #[error("the file is no {what}")]
    Import {
        /// What it should be.
        what: &'static str,
        /// Where it fails.
        #[source]
        source: Option<Box<dyn std::error::Error + Send + Sync>>,
    },
    /// A backup read back differs from what was written.
    #[error("the backup does not read back: {what}")]
    Backup {
        /// What differs.
        what: &'static str,
    },
    /// Events that were set aside do not follow what is held.
    #[error("the desk has not sent everything yet: event {expected} is missing")]
    Unreleasable {
        /// The position expected.
        expected: u64,
    },
    /// Events that were set aside contradict what is held.
    #[error("the events contradict what is held of this desk")]
    ReleasedFork,
    /// Whoever decides over what is held may not.
    #[error(
        "this officer decides over nothing that is held: only the lead of the desk's office or an \
         administrator does, in service"
    )]
    NotRuler,
    /// A held event cannot take effect as things stand.
    #[error("the event cannot take effect as things stand: {issue}")]
    StillHeld {
        /// Under which issue it would be held again.
        issue: &'static str,
    },
    /// Journals hold other events than their desks recorded.
    #[error("{count} journals are not as their desks recorded them")]
    BrokenJournals {
        /// How many.
        count: usize,
    },
    /// A row of a backup is not what it should be.
    #[error("a {what} in the backup does not read")]
    Unreadable {
        /// What.
        what: &'static str,
    },
    /// The pages could not be reached, or the place is none.
    #[error("could not use the place of the pages")]
    Pages(#[source] Option<Box<dyn std::error::Error + Send + Sync>>),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] crate::store::StoreError),
}

/// An error and its causes on one line.
pub(crate) fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(source) = next {
        text.push_str(": ");
        text.push_str(&source.to_string());
        next = source.source();
    }
    text
}
