//! Writing files so that a crash or a power cut leaves the old or the new one, never half of one:
//! temporary file, fsync, rename, fsync of the folder. The one place that may call the writing
//! functions of `std::fs`.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// A file being written under a temporary name beside its destination; removed unless kept.
#[derive(Debug)]
pub struct TempFile {
    file: File,
    path: PathBuf,
    kept: bool,
}

/// Ending of temporary names; a start may remove what carries it.
pub const TEMP_SUFFIX: &str = ".part";

impl TempFile {
    /// Begins a file in `dir`.
    ///
    /// # Errors
    /// When it cannot be made or there are no random bytes for its name.
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the place that replaces them"
    )]
    pub fn begin(dir: &Path) -> io::Result<Self> {
        let mut name = [0; 8];
        getrandom::fill(&mut name).map_err(io::Error::other)?;
        let path = dir.join(format!("{:016x}{TEMP_SUFFIX}", u64::from_le_bytes(name)));
        let file = File::create(&path)?;
        Ok(Self {
            file,
            path,
            kept: false,
        })
    }

    /// Syncs the bytes and gives the file its name, replacing what was there.
    ///
    /// # Errors
    /// When syncing or renaming fails; the temporary file is gone then.
    pub fn keep_as(mut self, path: &Path) -> io::Result<()> {
        self.file.sync_all()?;
        fs::rename(&self.path, path)?;
        self.kept = true;
        path.parent().map_or(Ok(()), sync_dir)
    }
}

impl Write for TempFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }
    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for TempFile {
    fn drop(&mut self) {
        if !self.kept
            && let Err(error) = fs::remove_file(&self.path)
        {
            tracing::warn!(%error, "a temporary file stays until the next start");
        }
    }
}

/// Replaces the file at `path` by `bytes`, whole or not at all.
///
/// # Errors
/// As the file system says.
pub fn write_atomic(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let dir = path.parent().unwrap_or_else(|| Path::new("."));
    let mut file = TempFile::begin(dir)?;
    file.write_all(bytes)?;
    file.keep_as(path)
}

/// Renames and syncs both folders.
///
/// # Errors
/// As the file system says.
pub fn rename_durable(from: &Path, to: &Path) -> io::Result<()> {
    fs::rename(from, to)?;
    to.parent().map_or(Ok(()), sync_dir)?;
    from.parent().map_or(Ok(()), sync_dir)
}

/// Copies a file whole or not at all.
///
/// # Errors
/// As the file system says.
pub fn copy_durable(from: &Path, to: &Path) -> io::Result<u64> {
    let dir = to.parent().unwrap_or_else(|| Path::new("."));
    let mut file = TempFile::begin(dir)?;
    let size = io::copy(&mut File::open(from)?, &mut file)?;
    file.keep_as(to)?;
    Ok(size)
}

/// Makes the entries of a folder durable. Windows has no such call and needs none after a rename.
///
/// # Errors
/// As the file system says.
pub fn sync_dir(dir: &Path) -> io::Result<()> {
    if cfg!(windows) {
        return Ok(());
    }
    let dir = if dir.as_os_str().is_empty() {
        Path::new(".")
    } else {
        dir
    };
    File::open(dir)?.sync_all()
}

/// Removes temporary files a crash left in `dir`.
///
/// # Errors
/// When the folder cannot be read or a file not removed.
pub fn remove_temporary(dir: &Path) -> io::Result<()> {
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        if path
            .to_str()
            .is_some_and(|name| name.ends_with(TEMP_SUFFIX))
        {
            fs::remove_file(path)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_whole_and_an_abandoned_one_leaves_nothing() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("desk.mark");
        write_atomic(&path, b"one").expect("first");
        write_atomic(&path, b"two").expect("second");
        let mut abandoned = TempFile::begin(dir.path()).expect("begun");
        abandoned.write_all(b"half").expect("written");
        drop(abandoned);
        assert_eq!(
            fs::read(&path).expect("read"),
            b"two",
            "the newest bytes stand"
        );
        assert_eq!(
            fs::read_dir(dir.path()).expect("listed").count(),
            1,
            "nothing else is left"
        );
    }

    #[test]
    fn leftovers_of_a_crash_are_removed_and_nothing_else() {
        let dir = tempfile::tempdir().expect("a folder");
        write_atomic(&dir.path().join("keep"), b"x").expect("kept");
        copy_durable(&dir.path().join("keep"), &dir.path().join("a.part")).expect("leftover");
        remove_temporary(dir.path()).expect("swept");
        let left: Vec<_> = fs::read_dir(dir.path()).expect("listed").collect();
        assert_eq!(left.len(), 1, "only the real file stays");
    }
}
