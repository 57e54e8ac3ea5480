//! A folder as a printer: *Lưu thành PDF*, and the printer of the training mode.
//!
//! A job is a small file `jobs/<number>-<name>.<state>`; renaming it is what moves the job on, so
//! that the folder tells the same story after a crash as a spooler does.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use uuid::Uuid;

use super::{
    DOCUMENT_BYTES_MAX, FoundJob, JobId, JobState, PrintError, Printer, PrinterState, Ticket,
};

/// Names tried for a document before giving up: "x.pdf", "x (2).pdf", …
const SAME_TITLE_MAX: u32 = 1_000;
/// Longest file name, in characters.
const TITLE_CHARS_MAX: usize = 120;

const EMPTY: &str = "empty";
const DONE: &str = "done";
const CANCELLED: &str = "cancelled";

/// Saves what is printed as PDF files.
#[derive(Debug, Clone)]
pub struct FolderPrinter {
    folder: PathBuf,
}

/// The file of one job.
struct JobFile {
    path: PathBuf,
    id: JobId,
    name: Uuid,
    state: JobState,
}

impl FolderPrinter {
    /// A printer that saves into `folder`, which must exist.
    #[must_use]
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self {
            folder: folder.into(),
        }
    }

    fn jobs_folder(&self) -> PathBuf {
        self.folder.join(".jobs")
    }

    fn jobs(&self) -> Result<Vec<JobFile>, PrintError> {
        let entries = match fs::read_dir(self.jobs_folder()) {
            Ok(entries) => entries,
            Err(cause) if cause.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            Err(cause) => return Err(PrintError::Folder(cause)),
        };
        let mut jobs = Vec::new();
        for entry in entries {
            jobs.extend(job_file(entry.map_err(PrintError::Folder)?.path()));
        }
        Ok(jobs)
    }

    fn job(&self, id: JobId) -> Result<Option<JobFile>, PrintError> {
        Ok(self.jobs()?.into_iter().find(|job| job.id == id))
    }

    /// Saves a document whole or not at all, under a name that is free. (One desk saves here; a
    /// crash between this and the end of the job may leave the document twice, never in part.)
    fn save(&self, title: &str, pdf: &[u8]) -> io::Result<()> {
        let title = file_name(title);
        let beside = self.jobs_folder().join("document.new");
        write_synced(&beside, pdf)?;
        let named = |copy: u32| match copy {
            1 => self.folder.join(format!("{title}.pdf")),
            _ => self.folder.join(format!("{title} ({copy}).pdf")),
        };
        match (1..=SAME_TITLE_MAX).map(named).find(|path| !path.exists()) {
            Some(free) => fs::rename(&beside, free),
            None => Err(ErrorKind::AlreadyExists.into()),
        }
    }

    fn finish(&self, job: &JobFile, state: &str) -> Result<(), PrintError> {
        fs::rename(&job.path, job.path.with_extension(state)).map_err(PrintError::Folder)
    }
}

/// `<number>-<name>.<state>`; anything else in the folder is none of ours.
fn job_file(path: PathBuf) -> Option<JobFile> {
    let state = match path.extension()?.to_str()? {
        EMPTY => JobState::Empty,
        DONE => JobState::Completed,
        CANCELLED => JobState::Cancelled,
        _ => return None,
    };
    let (id, name) = path.file_stem()?.to_str()?.split_once('-')?;
    let (id, name) = (JobId(id.parse().ok()?), name.parse().ok()?);
    Some(JobFile {
        path,
        id,
        name,
        state,
    })
}

/// `title` without what file systems do not take.
fn file_name(title: &str) -> String {
    let safe = |c: char| {
        if c.is_alphanumeric() || " -_.()".contains(c) {
            c
        } else {
            '_'
        }
    };
    let name: String = title.chars().take(TITLE_CHARS_MAX).map(safe).collect();
    let name = name.trim().trim_start_matches('.');
    if name.is_empty() {
        "giay-tiep-nhan".to_owned()
    } else {
        name.to_owned()
    }
}

fn write_synced(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new()
        .create(true)
        .write(true)
        .truncate(true)
        .open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

impl Printer for FolderPrinter {
    fn state(&self) -> Result<PrinterState, PrintError> {
        Ok(if self.folder.is_dir() {
            PrinterState::Ready
        } else {
            PrinterState::Absent
        })
    }

    fn create_job(&self, ticket: &Ticket) -> Result<JobId, PrintError> {
        if !self.folder.is_dir() {
            return Err(PrintError::NoSuchPrinter);
        }
        let folder = self.jobs_folder();
        fs::create_dir_all(&folder).map_err(PrintError::Folder)?;
        let last = self.jobs()?.iter().map(|job| job.id.0).max().unwrap_or(0);
        let id = JobId(last.checked_add(1).ok_or(PrintError::BadAnswer)?);
        let path = folder.join(format!("{}-{}.{EMPTY}", id.0, ticket.name));
        let file = OpenOptions::new().create_new(true).write(true).open(path);
        file.and_then(|file| file.sync_all())
            .map_err(PrintError::Folder)?;
        File::open(&folder)
            .and_then(|folder| folder.sync_all())
            .map_err(PrintError::Folder)?;
        Ok(id)
    }

    fn send_document(&self, job: JobId, ticket: &Ticket, pdf: &[u8]) -> Result<(), PrintError> {
        if pdf.is_empty() || pdf.len() > DOCUMENT_BYTES_MAX {
            return Err(PrintError::Invalid);
        }
        let job = self.job(job)?.ok_or(PrintError::NoSuchJob)?;
        if job.state != JobState::Empty {
            return Err(PrintError::Closed);
        }
        self.save(&ticket.title, pdf).map_err(PrintError::Folder)?;
        self.finish(&job, DONE)
    }

    fn job_state(&self, job: JobId) -> Result<JobState, PrintError> {
        Ok(self.job(job)?.map_or(JobState::Gone, |job| job.state))
    }

    fn find_job_by_name(&self, name: Uuid) -> Result<Option<FoundJob>, PrintError> {
        let is_open = |job: &JobFile| job.name == name && job.state == JobState::Empty;
        Ok(self.jobs()?.into_iter().find(is_open).map(|job| FoundJob {
            id: job.id,
            state: job.state,
        }))
    }

    fn cancel(&self, job: JobId) -> Result<(), PrintError> {
        let job = self.job(job)?.ok_or(PrintError::NoSuchJob)?;
        if job.state == JobState::Empty {
            self.finish(&job, CANCELLED)
        } else {
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ticket(title: &str) -> Ticket {
        Ticket {
            name: Uuid::from_u128(7),
            title: title.into(),
        }
    }

    fn saved(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder)
            .expect("readable")
            .map(|entry| entry.expect("an entry"));
        let mut names: Vec<_> = entries
            .map(|e| e.file_name().to_string_lossy().into_owned())
            .collect();
        names.retain(|name| name.ends_with(".pdf"));
        names.sort();
        names
    }

    #[test]
    fn a_document_is_saved_once_under_its_title() {
        let folder = tempfile::tempdir().expect("a folder");
        let printer = FolderPrinter::new(folder.path());
        let ticket = ticket("H42.15.08-261120-0131 Liên 2");
        let job = printer.create_job(&ticket).expect("a job");
        assert_eq!(
            printer.job_state(job).expect("known"),
            JobState::Empty,
            "nothing sent yet"
        );
        printer
            .send_document(job, &ticket, b"%PDF-1.7")
            .expect("saved");
        assert_eq!(
            printer.job_state(job).expect("known"),
            JobState::Completed,
            "done"
        );
        assert!(
            printer.send_document(job, &ticket, b"%PDF-1.7").is_err(),
            "not a second time"
        );
        assert_eq!(
            saved(folder.path()),
            ["H42.15.08-261120-0131 Liên 2.pdf"],
            "one file"
        );
    }

    #[test]
    fn a_second_document_of_the_same_title_replaces_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let printer = FolderPrinter::new(folder.path());
        for bytes in [b"one", b"two"] {
            let job = printer.create_job(&ticket("0131/Liên 2")).expect("a job");
            printer
                .send_document(job, &ticket("0131/Liên 2"), bytes)
                .expect("saved");
        }
        assert_eq!(
            saved(folder.path()),
            ["0131_Liên 2 (2).pdf", "0131_Liên 2.pdf"],
            "both are there"
        );
        assert_eq!(
            fs::read(folder.path().join("0131_Liên 2.pdf")).expect("readable"),
            b"one",
            "the first as it was"
        );
    }

    #[test]
    fn an_empty_job_left_by_a_crash_is_found_by_its_name_and_cancelled() {
        let folder = tempfile::tempdir().expect("a folder");
        let lost = FolderPrinter::new(folder.path())
            .create_job(&ticket("x"))
            .expect("a job");
        let printer = FolderPrinter::new(folder.path());
        let found = printer
            .find_job_by_name(Uuid::from_u128(7))
            .expect("readable");
        assert_eq!(
            found,
            Some(FoundJob {
                id: lost,
                state: JobState::Empty
            }),
            "after a restart"
        );
        assert_eq!(
            printer
                .find_job_by_name(Uuid::from_u128(8))
                .expect("readable"),
            None,
            "no other"
        );
        printer.cancel(lost).expect("cancelled");
        assert_eq!(
            printer.job_state(lost).expect("known"),
            JobState::Cancelled,
            "for good"
        );
        assert_eq!(
            printer
                .find_job_by_name(Uuid::from_u128(7))
                .expect("readable"),
            None,
            "not found again"
        );
        assert!(
            matches!(
                printer.send_document(lost, &ticket("x"), b"y"),
                Err(PrintError::Closed)
            ),
            "closed"
        );
    }

    #[test]
    fn a_folder_that_is_gone_is_an_absent_printer() {
        let printer = FolderPrinter::new("/nonexistent/motcua");
        assert_eq!(
            printer.state().expect("an answer"),
            PrinterState::Absent,
            "state"
        );
        assert!(
            matches!(
                printer.create_job(&ticket("x")),
                Err(PrintError::NoSuchPrinter)
            ),
            "no job"
        );
        assert_eq!(
            printer.job_state(JobId(1)).expect("an answer"),
            JobState::Gone,
            "no job known"
        );
        assert!(
            matches!(printer.cancel(JobId(1)), Err(PrintError::NoSuchJob)),
            "nothing to cancel"
        );
    }
}
