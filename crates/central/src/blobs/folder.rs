//! The folder of blobs: `blobs/<2 digits>/<hash>` for whole ones, `partial/<desk>/<hash>` for those
//! under way. A blob is renamed into place only after its hash was checked and its bytes synced, so
//! whatever stands in `blobs/` is right. Partial uploads are kept per desk: one desk cannot spoil
//! another's. A piece is written under a lock on its file, so that several centres may share the
//! folder.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};

use axum::body::{Body, Bytes};
use domain::ids::{BlobHash, DeskId};
use tempfile::NamedTempFile;
use tokio::io::{AsyncReadExt as _, AsyncSeekExt as _};
use tokio_util::io::ReaderStream;

use super::{Appended, BlobFault, PARTIAL_LIFE, Piece};
use crate::error::Error;
use crate::files;

/// The folder.
#[derive(Clone)]
pub(crate) struct Folder {
    whole: PathBuf,
    partial: PathBuf,
}

impl Folder {
    /// The folders below `data`.
    pub(super) fn below(data: &Path) -> Self {
        let (whole, partial) = (data.join("blobs"), data.join("partial"));
        Self { whole, partial }
    }

    /// Makes the folders.
    pub(super) fn prepare(&self) -> Result<(), Error> {
        files::private_folder(&self.whole)?;
        files::private_folder(&self.partial)?;
        files::at(&self.partial, remove_old_partials(&self.partial))
    }

    /// Below which the whole ones stand.
    pub(crate) fn whole(&self) -> &Path {
        &self.whole
    }

    pub(super) fn size(&self, hash: BlobHash) -> io::Result<Option<u64>> {
        length(&path_below(&self.whole, hash))
    }

    pub(super) async fn read(&self, hash: BlobHash, range: Range<u64>) -> io::Result<Body> {
        let mut file = tokio::fs::File::open(path_below(&self.whole, hash)).await?;
        file.seek(SeekFrom::Start(range.start)).await?;
        let part = file.take(range.end - range.start);
        Ok(Body::from_stream(ReaderStream::new(part)))
    }

    /// How much of an upload of `desk` is here.
    pub(super) fn offset(&self, desk: DeskId, hash: BlobHash) -> io::Result<u64> {
        Ok(length(&self.partial_path(desk, hash))?.unwrap_or(0))
    }

    /// Appends a piece; blocking.
    pub(super) fn append(
        &self,
        (desk, hash): (DeskId, BlobHash),
        piece: &Piece,
    ) -> Result<Appended, BlobFault> {
        let (offset, size) = (piece.offset, piece.size);
        let Some(end) = piece.end() else {
            // an upload that stands elsewhere is told where before it is told its size
            return match self.offset(desk, hash)? {
                here if here == offset => Err(BlobFault::TooLarge),
                here => Err(BlobFault::Offset(here)),
            };
        };
        let path = self.partial_path(desk, hash);
        let mut file = open_locked(&path)?;
        let here = file.metadata()?.len();
        if here != offset {
            return Err(BlobFault::Offset(here));
        }
        // all of it came at once: it is checked before it is written
        let is_whole = offset == 0 && end == size;
        if is_whole {
            must_be(hash, hash_of(&mut &*piece.bytes)?, &path)?;
        }
        write_at(&mut file, offset, &piece.bytes)?;
        if end < size {
            return Ok(Appended::Until(end));
        }
        if !is_whole {
            file.seek(SeekFrom::Start(0))?;
            must_be(hash, hash_of(&mut file)?, &path)?;
        }
        self.finish(&file, &path, hash)?;
        Ok(Appended::Complete(size))
    }

    /// Keeps whole blobs whose hash was checked; blocking. All are written before the first is waited
    /// for: the disk makes them last together.
    pub(super) fn keep(&self, desk: DeskId, blobs: &[(BlobHash, Bytes)]) -> io::Result<()> {
        let aside = self.partial.join(desk.to_string());
        fs::create_dir_all(&aside)?;
        let mut written = Vec::new();
        for (hash, bytes) in blobs {
            let mut file = NamedTempFile::new_in(&aside)?;
            file.write_all(bytes)?;
            written.push((*hash, file));
        }
        let mut folders = BTreeMap::new();
        for (hash, file) in written {
            file.as_file().sync_all()?;
            let target = self.place(hash)?;
            file.persist(&target).map_err(|refused| refused.error)?;
            folders.insert(target.parent().map(Path::to_owned), target);
        }
        folders
            .values()
            .try_for_each(|one| files::sync_folder_of(one))
    }

    fn finish(&self, file: &File, path: &Path, hash: BlobHash) -> Result<(), BlobFault> {
        file.sync_all()?;
        let target = self.place(hash)?;
        fs::rename(path, &target)?;
        Ok(files::sync_folder_of(&target)?)
    }

    /// Where a whole blob goes; its folder is there.
    fn place(&self, hash: BlobHash) -> io::Result<PathBuf> {
        let target = path_below(&self.whole, hash);
        if let Some(folder) = target.parent() {
            fs::create_dir_all(folder)?;
        }
        Ok(target)
    }

    fn partial_path(&self, desk: DeskId, hash: BlobHash) -> PathBuf {
        self.partial.join(desk.to_string()).join(hex_of(hash))
    }
}

/// Length of a file that may not be there.
fn length(path: &Path) -> io::Result<Option<u64>> {
    match fs::metadata(path) {
        Ok(file) => Ok(Some(file.len())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
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

/// An upload whose bytes are others than its hash says is begun anew.
fn must_be(hash: BlobHash, found: BlobHash, path: &Path) -> Result<(), BlobFault> {
    if found == hash {
        return Ok(());
    }
    fs::remove_file(path)?;
    Err(BlobFault::Hash)
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
