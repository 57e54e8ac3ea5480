//! One desk of a run: its folder, its clock, its cable, its printer; killed and started again.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use capture::FolderScanner;
use desk::{Desk, DeskConfig, Pace};
use domain::ids::{DeskId, DossierId, PrintJobId};
use domain::mutation::Mutation;
use forms::ReceiptSnapshot;
use platform::clock::{Clock as _, FixedClock};
use platform::print::Spooler;
use platform::secret::FileSecretStore;
use protocol::view::{ErrorView, SignInRequest};
use store::Store;
use sync::Transport;

use super::folder;
use super::template::{LEAD, OFFICERS, Template};
use super::wire::Wire;
use crate::Officer;

/// Nobody listens there.
const NO_SPOOLER: &str = "127.0.0.1:9";

/// A desk and what is around it.
pub(super) struct Counter {
    pub(super) number: usize,
    id: DeskId,
    pub(super) clock: Arc<FixedClock>,
    pub(super) wire: Arc<Wire>,
    root: PathBuf,
    /// The copy of its folder.
    copied: Option<Copied>,
    mutation: Mutation,
    /// Who sits there.
    officer: Officer,
    /// Taken out of service by the administrator.
    pub(super) is_revoked: bool,
    desk: Option<Desk>,
    seen: BTreeSet<String>,
}

/// When a copy was made, and how far the desk was then.
#[derive(Debug, Clone, Copy)]
pub(super) struct Copied {
    pub(super) step: u32,
    /// Incarnation and events recorded in it.
    pub(super) at: (u32, u64),
}

/// A receipt or slip that came out of a printer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Paper {
    pub(super) desk: usize,
    pub(super) dossier: DossierId,
    pub(super) code: String,
    pub(super) reprint_no: u16,
}

impl Counter {
    /// The desk `number` of the template, below `root`; it does not run yet.
    pub(super) fn new(
        number: usize,
        template: &Template,
        root: &Path,
        mutation: Mutation,
        (clock, wire): (Arc<FixedClock>, Arc<Wire>),
    ) -> Self {
        let root = root.join(format!("desk-{number}"));
        folder::copy(&template.desk(number), &root);
        let counter = Self {
            number,
            id: template.id(number),
            clock,
            wire,
            root,
            copied: None,
            mutation,
            officer: OFFICERS[number % OFFICERS.len()],
            is_revoked: false,
            desk: None,
            seen: BTreeSet::new(),
        };
        std::fs::create_dir_all(counter.papers()).expect("a folder");
        counter
    }

    /// Where its data are: always in the same place, for a desk that finds itself elsewhere takes
    /// itself for a copy.
    pub(super) fn data(&self) -> PathBuf {
        self.root.join("data")
    }

    /// Where the next life finds what a killed one left.
    fn next(&self) -> PathBuf {
        self.root.join("next")
    }

    /// Paper outlives any computer.
    fn papers(&self) -> PathBuf {
        self.root.join("papers")
    }

    /// A stick that is plugged in there.
    pub(super) fn stick(&self) -> PathBuf {
        let stick = self.root.join("stick");
        std::fs::create_dir_all(&stick).expect("a folder");
        stick
    }

    pub(super) fn is_up(&self) -> bool {
        self.desk.is_some()
    }

    /// The running desk.
    pub(super) fn desk(&self) -> &Desk {
        self.desk.as_ref().expect("the desk runs")
    }

    /// Its database.
    pub(super) fn store(&self) -> Arc<Store> {
        self.desk().opened_store().expect("the desk is open")
    }

    /// Starts the program; its officer signs in, with the network only if the desk wants it so. If
    /// nobody is let in, nobody works there and the program ends again.
    pub(super) fn start(&mut self) {
        assert!(self.desk.is_none(), "the desk runs already");
        self.wire.joined(&self.data(), &self.next());
        self.desk = Some(Desk::start(self.config()).expect("the desk starts"));
        let is_in = self.sign_in(self.officer).is_ok() || self.relieve().is_ok();
        if !is_in {
            self.stop();
        }
    }

    fn sign_in(&self, officer: Officer) -> Result<(), ErrorView> {
        let signed_in = self.desk().sign_in(SignInRequest {
            login: officer.login.to_owned(),
            password: officer.password.to_owned(),
        });
        signed_in.map(drop)
    }

    /// The lead sits down there; the first time that needs the centre.
    pub(super) fn relieve(&mut self) -> Result<(), ErrorView> {
        self.sign_in(LEAD)?;
        self.officer = LEAD;
        Ok(())
    }

    /// Who sits there.
    pub(super) fn officer(&self) -> Officer {
        self.officer
    }

    /// Which desk it is, as the centre knows it.
    pub(super) const fn id(&self) -> DeskId {
        self.id
    }

    /// Ends the program as an officer does.
    pub(super) fn stop(&mut self) {
        if let Some(desk) = self.desk.take() {
            desk.shutdown();
        }
    }

    /// Killed: what the disk holds is what the next start finds.
    pub(super) fn crash(&mut self) {
        if !self.wire.is_dead() {
            folder::replace(&self.data(), &self.next());
        }
        self.next_life();
    }

    /// The program is gone; its next start is in the folder of the next life.
    pub(super) fn next_life(&mut self) {
        drop(self.desk.take());
        folder::remove(&self.data());
        std::fs::rename(self.next(), self.data()).expect("the next life");
        self.wire.joined(&self.data(), &self.next());
    }

    /// Copies the folder as it is; one copy is kept.
    pub(super) fn keep_copy(&mut self, step: u32) {
        folder::replace(&self.data(), &self.copy());
        let at = self.at();
        self.copied = Some(Copied { step, at });
    }

    fn copy(&self) -> PathBuf {
        self.root.join("copy")
    }

    pub(super) const fn copied(&self) -> Option<Copied> {
        self.copied
    }

    /// Incarnation and events recorded in it.
    pub(super) fn at(&self) -> (u32, u64) {
        let journal = self.store().read(|r| r.journal()).expect("read");
        (journal.incarnation, journal.recorded)
    }

    /// Another machine with the disk of the copy; it does not run yet.
    pub(super) fn twin(&self, number: usize, wire: Arc<Wire>) -> Self {
        let root = self.root.with_file_name(format!("desk-{number}"));
        folder::copy(&self.copy(), &root.join("data"));
        std::fs::copy(self.root.join("secrets.json"), root.join("secrets.json"))
            .expect("the secrets are copied");
        let twin = Self {
            number,
            id: self.id,
            clock: Arc::new(FixedClock::at(self.clock.now())),
            wire,
            root,
            copied: None,
            mutation: self.mutation,
            officer: self.officer,
            is_revoked: false,
            desk: None,
            seen: BTreeSet::new(),
        };
        std::fs::create_dir_all(twin.papers()).expect("a folder");
        twin
    }

    /// Ends the program and puts the copy's database in place of its own, the mark left as it is.
    /// The step of the copy, if there is one.
    pub(super) fn restore_database(&mut self) -> Option<u32> {
        let step = self.copied?.step;
        self.stop();
        for name in ["desk.db", "desk.db-wal", "desk.db-shm"] {
            let (from, to) = (self.copy().join(name), self.data().join(name));
            if to.exists() {
                std::fs::remove_file(&to).expect("removed");
            }
            if from.exists() {
                std::fs::copy(&from, &to).expect("a copy");
            }
        }
        Some(step)
    }

    /// The same with everything in the folder, the mark too.
    pub(super) fn restore_folder(&mut self) -> Option<u32> {
        let step = self.copied?.step;
        self.stop();
        folder::replace(&self.copy(), &self.data());
        Some(step)
    }

    /// What came out of the printer since it was last asked.
    pub(super) fn printed(&mut self) -> Vec<Paper> {
        let Ok(entries) = std::fs::read_dir(self.papers().join(".jobs")) else {
            return Vec::new();
        };
        let names = entries.map(|entry| entry.expect("an entry").file_name());
        let names = names.map(|name| name.to_string_lossy().into_owned());
        let done: BTreeSet<String> = names.filter(|name| name.ends_with(".done")).collect();
        let new: Vec<String> = done.difference(&self.seen).cloned().collect();
        self.seen.extend(done);
        new.iter().map(|name| self.paper(name)).collect()
    }

    /// `<number>-<id of the print job>.done`
    fn paper(&self, name: &str) -> Paper {
        let id = name.trim_end_matches(".done").split_once('-');
        let id = PrintJobId(id.expect("a number").1.parse().expect("an id"));
        let job = self.store().read(|r| r.print_job(id));
        let job = job.expect("read").expect("what is printed is a job");
        let snapshot: ReceiptSnapshot = serde_json::from_str(&job.snapshot).expect("a receipt");
        Paper {
            desk: self.number,
            dossier: job.dossier,
            code: snapshot.code,
            reprint_no: job.reprint_no,
        }
    }

    fn config(&self) -> DeskConfig {
        let wire = Arc::clone(&self.wire);
        let made = |folder: PathBuf| {
            std::fs::create_dir_all(&folder).expect("a folder");
            folder
        };
        DeskConfig {
            data_dir: self.data(),
            documents_dir: self.papers(),
            backup_dir: made(self.root.join("backups")),
            secrets: Arc::new(FileSecretStore::new(self.root.join("secrets.json"))),
            insecure_keyring: true,
            clock: self.clock.clone(),
            spooler: Spooler::at(NO_SPOOLER),
            scanner: Arc::new(FolderScanner::new(&self.root)),
            changes: Arc::new(|_tags| {}),
            connect: Arc::new(move |_url, _ca| {
                let wire: Arc<dyn Transport> = wire.clone();
                Ok(wire)
            }),
            version: "0.0.0".to_owned(),
            seed: 0,
            pace: Pace::Stepped(self.mutation),
        }
    }
}
