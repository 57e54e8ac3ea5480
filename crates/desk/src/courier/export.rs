//! Makes a bundle. It is noted before a byte is written, and counts only once it was read back from
//! the stick and found right: a stick may take everything and keep nothing.

use std::fs::File;
use std::io::Write;
use std::path::Path;

use courier::{BUNDLE_BYTES_MAX, BUNDLE_SUFFIX, Bundle, CourierError, Header, Lock, Writer};
use domain::ids::BlobHash;
use platform::disk;
use protocol::view::{CourierMade, CourierWish, ErrorView};
use protocol::wire::{BLOB_PIECE_BYTES_MAX, PUSH_EVENTS_MAX, PushRequest, WireEvent};
use serde_json::value::RawValue;
use store::files::TempFile;
use store::{Batch, BlobReader, CourierLife, DatabaseKey, NewCourier, seal_recovery_key};
use zeroize::Zeroizing;

use super::plan::Plan;
use super::words::{format_not_written, not_written};
use super::{bundle_view, feed, folder};
use crate::desk::{Desk, Work};
use crate::errors::{Code, Fault, view};
use crate::hex;
use crate::ids::new_uuid;

/// Left free on the stick, in bytes.
const MARGIN_BYTES: u64 = 1024 * 1024;

impl Desk {
    /// Copies what waits into one file, reads it back, and notes it.
    ///
    /// # Errors
    /// `courier.nothing`, `courier.folder`, `courier.full`, `courier.gone`, `courier.read_back`;
    /// `app.officer_removed`; `store.*`. Nothing is noted as copied then.
    pub fn courier_export(&self, wish: CourierWish) -> Result<CourierMade, ErrorView> {
        self.work()
            .and_then(|work| export(&work, &wish))
            .map_err(view)
    }
}

fn export(work: &Work<'_>, wish: &CourierWish) -> Result<CourierMade, Fault> {
    work.role()?; // whom the centre no longer knows sends nothing over the link either
    let place = folder(&wish.folder);
    if !place.is_absolute() || !place.is_dir() {
        return Err(Fault::code(Code::CourierFolder));
    }
    let plan = plan(work, &place, wish.bytes_max)?;
    let (header, file) = note(work, &place, &plan)?;
    let path = place.join(&file);
    let left_out = write(work, &plan, &header, &path)?;
    let bytes = read_back(work, &header, &path)?;
    let row = work.store().write(|tx| {
        for hash in &left_out {
            tx.courier_left_out(header.bundle, *hash)?;
        }
        tx.courier_verified(header.bundle, bytes, work.now)?;
        tx.courier(header.bundle)
    })?;
    let (row, _) = row.ok_or(Fault::Broken("the bundle that was just noted"))?;
    let events_left = work.store().read(|r| events_left(r, &plan))?;
    work.changed(&[protocol::commands::ChangeTag::Sync]);
    let left_out = u32::try_from(left_out.len()).unwrap_or(u32::MAX);
    Ok(CourierMade {
        bundle: bundle_view(work, row),
        events_left,
        files_left: plan.files_left.saturating_add(left_out),
    })
}

/// What fits there.
fn plan(work: &Work<'_>, place: &Path, bytes_max: u64) -> Result<Plan, Fault> {
    let free = disk::free_bytes(place).map_err(|error| not_written(&error))?;
    let wished = if bytes_max == 0 { u64::MAX } else { bytes_max };
    let room = free.min(BUNDLE_BYTES_MAX).saturating_sub(MARGIN_BYTES);
    let plan = work.store().read(|r| Plan::read(r, wished.min(room)))?;
    match (plan.is_empty(), plan.is_whole && plan.files_left == 0) {
        (true, true) => Err(Fault::code(Code::CourierNothing)),
        (true, false) => Err(Fault::code(Code::CourierFull)),
        (false, _) => Ok(plan),
    }
}

/// Writes down what is about to be written.
fn note(work: &Work<'_>, place: &Path, plan: &Plan) -> Result<(Header, String), Fault> {
    let (id, enrolment) = (new_uuid(work.now)?, &work.open.enrolment);
    let noted = work.store().write(|tx| {
        let number = tx.next_courier()?;
        let day = work.now.civil().0.format("%Y%m%d-%H%M");
        let file = format!("{}-{day}-goi-{number:04}{BUNDLE_SUFFIX}", enrolment.office);
        tx.begin_courier(&NewCourier {
            id,
            number,
            officer: work.login(),
            place: &place.display().to_string(),
            file: &file,
            at: work.now,
            epoch: tx.cursor(&feed(work))?.epoch,
            lives: &plan.lives,
            files: &plan.files,
        })?;
        Ok::<_, Fault>((number, file))
    })?;
    let (number, file) = noted;
    let header = Header {
        bundle: id,
        desk: enrolment.desk,
        office: enrolment.office.clone(),
        number,
        made_at: work.now,
        events: u32::try_from(plan.events).unwrap_or(u32::MAX),
        files: u32::try_from(plan.files.len()).unwrap_or(u32::MAX),
    };
    Ok((header, file))
}

/// A key for this bundle alone, sealed to the centre as the database key was at enrolment.
fn lock(work: &Work<'_>) -> Result<Lock, Fault> {
    let seal_key = hex::decode(&work.open.enrolment.seal_key);
    let seal_key = seal_key.and_then(|bytes| <[u8; 32]>::try_from(bytes.as_slice()).ok());
    let seal_key = seal_key.ok_or(Fault::Broken("the centre's sealing key"))?;
    let key = DatabaseKey::generate()?;
    let sealed = seal_recovery_key(&key, &seal_key)?;
    Ok(Lock {
        key: Zeroizing::new(*key.expose()),
        sealed,
    })
}

/// Writes the file under a temporary name and gives it its own; files that could not be read here.
fn write(
    work: &Work<'_>,
    plan: &Plan,
    header: &Header,
    path: &Path,
) -> Result<Vec<BlobHash>, Fault> {
    let place = path.parent().unwrap_or(path);
    let file = TempFile::begin(place).map_err(|error| not_written(&error))?;
    let mut writer = Writer::begin(file, header, &lock(work)?).map_err(format_not_written)?;
    for life in &plan.lives {
        write_life(work, &mut writer, *life)?;
    }
    let mut left_out = Vec::new();
    for file in &plan.files {
        if !write_file(work, &mut writer, file.hash)? {
            left_out.push(file.hash);
        }
    }
    let file = writer
        .finish(&work.open.signing)
        .map_err(format_not_written)?;
    file.keep_as(path).map_err(|error| not_written(&error))?;
    Ok(left_out)
}

fn write_life<W: Write>(
    work: &Work<'_>,
    writer: &mut Writer<W>,
    life: CourierLife,
) -> Result<(), Fault> {
    let mut first = life.first;
    while first <= life.last {
        let rest = CourierLife { first, ..life };
        let batch = work
            .store()
            .read(|r| r.courier_batch(rest, PUSH_EVENTS_MAX))?;
        let batch = batch.ok_or(Fault::Broken("an event that waits"))?;
        first += batch.events.len() as u64;
        writer.push(&request(batch)?).map_err(format_not_written)?;
    }
    Ok(())
}

fn request(batch: Batch) -> Result<PushRequest, Fault> {
    let wire = |event: store::StoredEvent| {
        let body = RawValue::from_string(event.body).map_err(Fault::json("event"))?;
        Ok::<_, Fault>(WireEvent {
            envelope: event.envelope,
            body,
        })
    };
    Ok(PushRequest {
        incarnation: batch.incarnation,
        prev_head: batch.prev_head.hex(),
        events: batch
            .events
            .into_iter()
            .map(wire)
            .collect::<Result<_, _>>()?,
    })
}

/// Whether the whole file went in. One that cannot be read here holds up no other.
fn write_file<W: Write>(
    work: &Work<'_>,
    writer: &mut Writer<W>,
    hash: BlobHash,
) -> Result<bool, Fault> {
    let mut reader = match work.store().blobs().open(hash) {
        Ok(reader) if reader.size() > 0 => reader,
        Ok(_) | Err(_) => {
            tracing::warn!(%hash, "a file for a bundle cannot be read");
            return Ok(false);
        }
    };
    writer
        .file(hash, reader.size())
        .map_err(format_not_written)?;
    if write_pieces(writer, &mut reader)? {
        return Ok(true);
    }
    tracing::warn!(%hash, "a file for a bundle cannot be read to its end");
    writer.break_off().map_err(format_not_written)?;
    Ok(false)
}

fn write_pieces<W: Write>(writer: &mut Writer<W>, reader: &mut BlobReader) -> Result<bool, Fault> {
    let mut at = 0;
    while at < reader.size() {
        let Ok(piece) = reader.read_piece(at, BLOB_PIECE_BYTES_MAX) else {
            return Ok(false);
        };
        at += piece.len() as u64;
        writer.piece(&piece).map_err(format_not_written)?;
    }
    Ok(true)
}

/// Reads the file back from the stick, not from memory; its size. What is not right is removed.
fn read_back(work: &Work<'_>, header: &Header, path: &Path) -> Result<u64, Fault> {
    let own = work.open.signing.verifying_key().to_bytes();
    match check(header, path, &own) {
        Ok(bytes) => Ok(bytes),
        Err(error) => {
            tracing::error!(error = %crate::errors::chain(&error), "a bundle does not read back");
            if let Err(error) = std::fs::remove_file(path) {
                tracing::warn!(%error, "a bad bundle stays where it is");
            }
            Err(Fault::code(Code::CourierReadBack))
        }
    }
}

fn check(header: &Header, path: &Path, own: &[u8; 32]) -> Result<u64, CourierError> {
    let file = File::open(path).map_err(CourierError::Io)?;
    disk::forget_cached(&file).map_err(CourierError::Io)?;
    let bytes = file.metadata().map_err(CourierError::Io)?.len();
    let verified = Bundle::open(file)?.verify(own)?;
    if verified.header() == header {
        Ok(bytes)
    } else {
        Err(CourierError::Signature) // an older file of this desk
    }
}

/// Events that wait and are in no part of the bundle.
fn events_left(r: &store::Reader<'_>, plan: &Plan) -> Result<u64, Fault> {
    if plan.is_whole {
        return Ok(0);
    }
    let (spans, _) = r.courier_spans(u32::MAX, u64::MAX)?;
    let waiting: u64 = spans
        .iter()
        .map(|span| span.life.last + 1 - span.life.first)
        .sum();
    Ok(waiting.saturating_sub(plan.events))
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_bundle_that_is_not_the_one_just_written_is_not_taken_for_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("goi");
        let key = ed25519_dalek::SigningKey::from_bytes(&[1; 32]);
        let header = Header {
            bundle: Uuid::from_u128(1),
            desk: domain::ids::DeskId(Uuid::from_u128(2)),
            office: "nam-hoa-lu".parse().expect("an office"),
            number: 1,
            made_at: domain::time::Timestamp(1),
            events: 0,
            files: 0,
        };
        let lock = Lock {
            key: Zeroizing::new([3; 32]),
            sealed: vec![0; courier::SEALED_BYTES],
        };
        let writer = Writer::begin(Vec::new(), &header, &lock).expect("begun");
        let bytes = writer.finish(&key).expect("signed");
        store::files::write_atomic(&path, &bytes).expect("written");
        let own = key.verifying_key().to_bytes();
        let size = check(&header, &path, &own).expect("it reads back");
        assert_eq!(size, bytes.len() as u64, "all of it");
        let other = Header {
            bundle: Uuid::from_u128(9),
            ..header.clone()
        };
        assert!(check(&other, &path, &own).is_err(), "an older file");
        for cut in [0, 1, bytes.len() / 2, bytes.len() - 1] {
            store::files::write_atomic(&path, &bytes[..cut]).expect("written");
            assert!(check(&header, &path, &own).is_err(), "cut at {cut}");
        }
        let mut flipped = bytes;
        let middle = flipped.len() / 2;
        flipped[middle] ^= 1;
        store::files::write_atomic(&path, &flipped).expect("written");
        assert!(check(&header, &path, &own).is_err(), "a bit of the stick");
    }
}
