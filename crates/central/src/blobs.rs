//! The folder of blobs: `blobs/<2 digits>/<hash>` for whole ones, `partial/<desk>/<hash>` for those
//! under way. A blob is renamed into place only after its hash was checked and its bytes synced, so
//! whatever stands in `blobs/` is right. Partial uploads are kept per desk: one desk cannot spoil
//! another's. A piece is written under a lock on its file, so that several centres may share the
//! folder.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use domain::ids::{BlobHash, DeskId};
use protocol::wire::BLOB_BYTES_MAX;

use crate::error::Error;
use crate::files;

/// A partial upload nobody went on with for so long is removed at the next start.
const PARTIAL_LIFE: Duration = Duration::from_secs(14 * 24 * 60 * 60);

/// The folder.
pub(crate) struct Blobs {
    whole: PathBuf,
    partial: PathBuf,
}

/// How far an upload is.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Appended {
    /// So many bytes are here.
    Until(u64),
    /// All are, and verified.
    Complete(u64),
}

/// Why a piece was not taken.
#[derive(Debug)]
pub(crate) enum BlobFault {
    /// It does not begin where the upload stands.
    Offset(u64),
    /// More than the blob's size, or than any blob may have.
    TooLarge,
    /// The whole has another hash; it was thrown away.
    Hash,
    /// The disk failed.
    Disk(io::Error),
}

impl From<io::Error> for BlobFault {
    fn from(error: io::Error) -> Self {
        Self::Disk(error)
    }
}

impl Blobs {
    /// Uses, or makes, the folders below `data`.
    pub(crate) fn open(data: &Path) -> Result<Self, Error> {
        let (whole, partial) = (data.join("blobs"), data.join("partial"));
        files::private_folder(&whole)?;
        files::private_folder(&partial)?;
        files::at(&partial, remove_old_partials(&partial))?;
        Ok(Self { whole, partial })
    }

    /// Where a whole blob stands.
    pub(crate) fn path(&self, hash: BlobHash) -> PathBuf {
        path_below(&self.whole, hash)
    }

    /// How much of an upload of `desk` is here.
    pub(crate) fn offset(&self, desk: DeskId, hash: BlobHash) -> io::Result<u64> {
        match fs::metadata(self.partial_path(desk, hash)) {
            Ok(file) => Ok(file.len()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(0),
            Err(error) => Err(error),
        }
    }

    /// Appends `bytes` at `offset` of a blob of `size` bytes; blocking.
    pub(crate) fn append(
        &self,
        (desk, hash): (DeskId, BlobHash),
        (offset, size): (u64, u64),
        bytes: &[u8],
    ) -> Result<Appended, BlobFault> {
        let length = u64::try_from(bytes.len()).map_err(|_huge| BlobFault::TooLarge)?;
        let end = offset.checked_add(length).ok_or(BlobFault::TooLarge)?;
        if end > size || size > BLOB_BYTES_MAX {
            // an upload that stands elsewhere is told where before it is told its size
            return match self.offset(desk, hash)? {
                here if here == offset => Err(BlobFault::TooLarge),
                here => Err(BlobFault::Offset(here)),
            };
        }
        let path = self.partial_path(desk, hash);
        let mut file = open_locked(&path)?;
        let here = file.metadata()?.len();
        if here != offset {
            return Err(BlobFault::Offset(here));
        }
        write_at(&mut file, offset, bytes)?;
        if end < size {
            return Ok(Appended::Until(end));
        }
        self.finish(&mut file, &path, hash)
            .map(|()| Appended::Complete(size))
    }

    fn finish(&self, file: &mut File, path: &Path, hash: BlobHash) -> Result<(), BlobFault> {
        file.seek(SeekFrom::Start(0))?;
        if hash_of(file)? != hash {
            fs::remove_file(path)?;
            return Err(BlobFault::Hash);
        }
        file.sync_all()?;
        let target = self.path(hash);
        if let Some(folder) = target.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::rename(path, &target)?;
        Ok(files::sync_folder_of(&target)?)
    }

    fn partial_path(&self, desk: DeskId, hash: BlobHash) -> PathBuf {
        self.partial.join(desk.to_string()).join(hex_of(hash))
    }
}

/// Where a blob stands below a folder of blobs.
pub(crate) fn path_below(folder: &Path, hash: BlobHash) -> PathBuf {
    let hex = hex_of(hash);
    folder
        .join(hex.chars().take(2).collect::<String>())
        .join(hex)
}

fn hex_of(hash: BlobHash) -> String {
    crate::hex::encode(&hash.0)
}

/// The hash of everything left in `reader`.
pub(crate) fn hash_of(reader: &mut impl Read) -> io::Result<BlobHash> {
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(reader)?;
    Ok(BlobHash(*hasher.finalize().as_bytes()))
}

/// The file of an upload, which nobody else writes to until it is closed.
fn open_locked(path: &Path) -> io::Result<File> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    let file = files::open_private(path, &mut options)?;
    file.lock()?;
    Ok(file)
}

/// A piece that was only half written (disk full, power) is cut off again.
fn write_at(file: &mut File, offset: u64, bytes: &[u8]) -> io::Result<()> {
    file.seek(SeekFrom::Start(offset))?;
    if let Err(error) = file.write_all(bytes) {
        file.set_len(offset)?;
        return Err(error);
    }
    Ok(())
}

fn remove_old_partials(folder: &Path) -> io::Result<()> {
    for desk in fs::read_dir(folder)? {
        for upload in fs::read_dir(desk?.path())? {
            let upload = upload?;
            let age = upload.metadata()?.modified()?.elapsed().unwrap_or_default();
            if age > PARTIAL_LIFE {
                fs::remove_file(upload.path())?;
            }
        }
    }
    Ok(())
}
