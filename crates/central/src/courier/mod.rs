//! Takes in what a desk sent by hand: the bundle goes exactly the way its events and files would
//! have gone over the link, and what the link would have answered is signed and written down.
//!
//! Nothing is believed before the desk's signature over the whole file was checked, and nothing is
//! decided here: whether an event is a duplicate, a gap, a fork or set aside is said by
//! [`crate::admit`], whether a file's bytes are right by the folder of pages. Taking a bundle in
//! again, or after the link has brought the same, changes nothing.

mod fault;
mod files;
mod lives;
#[cfg(test)]
mod tests;

use std::io::{Read, Seek};
use std::path::Path;

use courier::{Answer, Bundle, Header, LifeOutcome, Payload, Record, Verified};
use domain::ids::OfficeId;
use domain::time::Timestamp;

pub use fault::CourierFault;

use crate::admit::Feed;
use crate::blobs::Blobs;
use crate::centre::Centre;
use crate::error::Error;
use crate::keys::CentreKeys;
use crate::store::{CentralStore, DeskRecord, PageWish};
use crate::{files as disk, hex};
use files::Files;
use lives::Lives;

/// Ending of an answer's name, without the dot.
pub const ANSWER_EXTENSION: &str = "motcua-phanhoi";

/// What came of a bundle.
#[derive(Debug, Clone)]
pub struct Imported {
    /// What it said of itself.
    pub header: Header,
    /// Events that were new here.
    pub new_events: u64,
    /// Events that were here already.
    pub held_events: u64,
    /// Events that need a person.
    pub issues: usize,
    /// What the desk is answered.
    pub answer: Answer,
    /// The same as the file that goes back.
    pub file: Vec<u8>,
}

/// Takes a bundle in.
///
/// # Errors
/// [`CourierFault`]; a refused file has changed nothing, and one that stopped in the middle (a full
/// disk) is taken in again from its start.
pub async fn import(
    centre: &Centre,
    file: &Path,
    now: Timestamp,
) -> Result<Imported, CourierFault> {
    // as at every start: a database that is an older copy must not give out places of its old feeds
    centre.renew_if_restored(now).await?;
    let blobs = centre.storage.blobs(&centre.data)?;
    blobs.prepare().await?;
    let inlet = Inlet {
        store: &*centre.store,
        keys: &centre.keys,
        blobs,
    };
    let path = file.to_owned();
    let file = blocking(move || std::fs::File::open(path)).await?;
    let file = file.map_err(courier::CourierError::Io)?;
    take_in(inlet, file, None, now).await
}

/// The parts of a centre that a bundle goes through.
pub(crate) struct Inlet<'a> {
    /// Where events go.
    pub(crate) store: &'a dyn CentralStore,
    /// What opens a bundle and signs the answer.
    pub(crate) keys: &'a CentreKeys,
    /// Where pages go.
    pub(crate) blobs: Blobs,
}

/// Takes a bundle in, if its desk is one of `office`, or of whatever office where none is named.
pub(crate) async fn take_in<R: Read + Seek + Send + 'static>(
    inlet: Inlet<'_>,
    file: R,
    office: Option<&OfficeId>,
    now: Timestamp,
) -> Result<Imported, CourierFault> {
    let Inlet { store, keys, blobs } = inlet;
    let (desk, verified) = verify(store, file).await?;
    if office.is_some_and(|office| *office != desk.office) {
        return Err(CourierFault::OtherOffice);
    }
    let header = verified.header().clone();
    let key = open_key(keys, &verified)?;
    let mut payload = blocking(move || verified.open(&key)).await??;
    let mut lives = Lives::new(store, &desk, now);
    let mut files = Files::new(store, &desk, blobs, now);
    loop {
        let (rest, record) = next(payload).await?;
        payload = rest;
        match record {
            Some(Record::Push(push)) => lives.push(push).await?,
            Some(Record::File { hash, size }) => files.begin(hash, size).await?,
            Some(Record::Piece(bytes)) => files.piece(bytes).await?,
            Some(Record::BrokenOff) => files.break_off(),
            None => break,
        }
    }
    let feed_epoch = feed_epoch(store, &desk.office).await?;
    let (held, refused) = files.finish();
    let (new_events, held_events) = (lives.new_events, lives.duplicates);
    let answer = Answer {
        bundle: header.bundle,
        desk: desk.desk,
        made_at: now,
        feed_epoch,
        lives: lives.finish().await?,
        held,
        refused,
    };
    Ok(Imported {
        header,
        new_events,
        held_events,
        issues: answer
            .lives
            .iter()
            .map(|life| life.reply.issues.len())
            .sum(),
        file: answer.encode(|message| sign(keys, message))?,
        answer,
    })
}

/// The desk that wrote the file, every byte of it.
async fn verify<R: Read + Seek + Send + 'static>(
    store: &dyn CentralStore,
    file: R,
) -> Result<(DeskRecord, Verified<R>), CourierFault> {
    let bundle = blocking(move || Bundle::open(file)).await??;
    let desk = store.desk(bundle.header().desk).await?;
    let desk = desk.ok_or(CourierFault::UnknownDesk)?;
    let key = desk.key;
    let verified = blocking(move || bundle.verify(&key)).await??;
    Ok((desk, verified))
}

fn open_key<R: Read + Seek>(
    keys: &CentreKeys,
    verified: &Verified<R>,
) -> Result<[u8; 32], CourierFault> {
    let key = keys.unseal(verified.sealed());
    let key = key.and_then(|key| <[u8; 32]>::try_from(key.as_slice()).ok());
    key.ok_or(CourierFault::File(courier::CourierError::OtherCentre))
}

fn sign(keys: &CentreKeys, message: &[u8]) -> [u8; 64] {
    #[expect(
        clippy::expect_used,
        reason = "the centre's own signature has 64 bytes"
    )]
    hex::decode_array(&keys.sign(message)).expect("BUG: a signature of another length")
}

/// The next part, read and opened on a thread that may wait.
async fn next<R: Read + Seek + Send + 'static>(
    mut payload: Payload<R>,
) -> Result<(Payload<R>, Option<Record>), CourierFault> {
    let (payload, record) = blocking(move || {
        let record = payload.next_record();
        (payload, record)
    })
    .await?;
    Ok((payload, record?))
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, CourierFault> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|_stopped| CourierFault::Stopped)
}

async fn feed_epoch(store: &dyn CentralStore, office: &OfficeId) -> Result<u32, CourierFault> {
    let wish = PageWish {
        after: 0,
        limit: 1,
        bytes_max: 1,
    };
    let page = store.feed_page(Feed::Office(office.clone()), wish).await?;
    Ok(page.feed_epoch)
}

/// Writes an answer, whole or not at all.
///
/// # Errors
/// [`Error::File`].
pub fn write_answer(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    disk::write_private(path, bytes)
}

/// What is to be said of a life whose events did not simply go in, in Vietnamese and in English.
#[must_use]
pub const fn outcome_words(outcome: LifeOutcome) -> Option<(&'static str, &'static str)> {
    match outcome {
        LifeOutcome::Taken => None,
        LifeOutcome::SetAside => Some((
            "máy đã bị thu hồi quyền; các việc để riêng chờ quản trị (quarantine list)",
            "the desk is out of service; its events are set aside (quarantine list)",
        )),
        LifeOutcome::Gap => Some((
            "thiếu các việc trước đó; máy sẽ gửi lại trong gói sau",
            "events before these are missing; the desk sends them with its next bundle",
        )),
        LifeOutcome::Fork => Some((
            "nhật ký trái với bản trung tâm đang giữ; cần người xem",
            "the journal contradicts what is held; a person has to look",
        )),
    }
}
