//! The folder that holds everything of one desk: database, pages, keys, log, the web view's own store.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

use thiserror::Error;

/// Why the data folder cannot be used.
#[derive(Debug, Error)]
pub(crate) enum DataDirError {
    #[error("no home folder is known; give --data-dir")]
    HomeUnknown,
    #[error("the data folder {} cannot be made", dir.display())]
    Create {
        dir: PathBuf,
        #[source]
        source: io::Error,
    },
    #[error("the data folder {} cannot be closed to other accounts", dir.display())]
    Protect {
        dir: PathBuf,
        #[source]
        source: io::Error,
    },
}

/// Makes the folder if it is missing, closes it to other accounts and returns its absolute path.
pub(crate) fn prepare(chosen: Option<&Path>) -> Result<PathBuf, DataDirError> {
    let dir = match chosen {
        Some(dir) => dir.to_owned(),
        None => default_dir().ok_or(DataDirError::HomeUnknown)?,
    };
    fs::create_dir_all(&dir).map_err(|source| DataDirError::Create {
        dir: dir.clone(),
        source,
    })?;
    let dir = fs::canonicalize(&dir).map_err(|source| DataDirError::Create { dir, source })?;
    protect(&dir).map_err(|source| DataDirError::Protect {
        dir: dir.clone(),
        source,
    })?;
    Ok(dir)
}

#[cfg(unix)]
fn protect(dir: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(dir, fs::Permissions::from_mode(0o700))
}

#[cfg(not(unix))]
fn protect(_dir: &Path) -> io::Result<()> {
    Ok(()) // folders below %LOCALAPPDATA% are closed to other accounts already
}

/// The account's folder for application data: `$XDG_DATA_HOME`, `~/.local/share` or `%LOCALAPPDATA%`.
fn default_dir() -> Option<PathBuf> {
    let absolute = |name: &str| {
        env::var_os(name)
            .map(PathBuf::from)
            .filter(|dir| dir.is_absolute())
    };
    let base = if cfg!(windows) {
        absolute("LOCALAPPDATA")
    } else {
        absolute("XDG_DATA_HOME").or_else(|| absolute("HOME").map(|home| home.join(".local/share")))
    };
    base.map(|base| base.join("motcua-desk"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_is_made_and_closed_to_others() {
        let outer = tempfile::tempdir().expect("a folder");
        let dir = prepare(Some(&outer.path().join("quầy/3"))).expect("made");
        assert!(
            dir.is_absolute(),
            "later code may change the working folder"
        );
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = fs::metadata(&dir).expect("there").permissions().mode() & 0o777;
            assert_eq!(mode, 0o700, "names and numbers of citizens are in it");
        }
    }

    #[test]
    fn a_file_in_the_way_is_an_error_that_names_it() {
        let outer = tempfile::tempdir().expect("a folder");
        let file = tempfile::NamedTempFile::new_in(outer.path()).expect("a file");
        let error = prepare(Some(file.path())).expect_err("a file is no folder");
        assert!(
            error
                .to_string()
                .contains(&file.path().display().to_string()),
            "got: {error}"
        );
    }
}
