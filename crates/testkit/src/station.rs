//! A desk in a folder of its own: enrolled, signed in, killed and started again.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use capture::FolderScanner;
use desk::{Desk, DeskConfig, Pace, https};
use domain::ids::OfficerId;
use platform::clock::{Clock as _, FixedClock};
use platform::print::Spooler;
use platform::secret::{FileSecretStore, SecretStore as _};
use protocol::view::{
    AppState, EnrolRequest, ErrorView, LinkState, SettingChange, SignInRequest, StripView,
};
use store::keys::{DeviceSecret, KeyFile};
use store::{DatabaseKey, Paths, Store};
use sync::Transport;
use tempfile::TempDir;

use crate::centre::{TestCentre, copy_folder};
use crate::changes::ChangeLog;
use crate::faults::{Faults, FaultyTransport};

/// Seed of the waits and faults of every station.
const SEED: u64 = 20_261_120;
/// Nobody listens there: a machine without a print system.
const NO_SPOOLER: &str = "127.0.0.1:9";

/// A demo officer.
#[derive(Debug, Clone, Copy)]
pub struct Officer {
    /// Login name.
    pub login: &'static str,
    /// Password, public by design.
    pub password: &'static str,
}

/// Nguyễn Thị Hương, at the counter.
pub const HUONG: Officer = Officer {
    login: "nt.huong",
    password: "motcua-huong",
};
/// Trần Văn Bình, at the counter.
pub const BINH: Officer = Officer {
    login: "tv.binh",
    password: "motcua-binh",
};

/// Phạm Thị Lan, the lead.
pub const LAN: Officer = Officer {
    login: "pt.lan",
    password: "motcua-lan",
};

/// Changes what a desk is started with.
type Tune = dyn Fn(&mut DeskConfig) + Send + Sync;

/// One desk.
pub struct Station {
    desk: Option<Desk>,
    folder: PathBuf,
    /// Removes the folder with the station, unless it is another's.
    _own: Option<TempDir>,
    clock: Arc<FixedClock>,
    tune: Box<Tune>,
    /// What it said had changed.
    pub changes: ChangeLog,
    /// Its cable.
    pub faults: Arc<Faults>,
}

impl Station {
    /// A desk that is not enrolled.
    #[must_use]
    pub fn new(clock: &Arc<FixedClock>) -> Self {
        Self::tuned(clock, |_as_it_is| {})
    }

    /// The same with another printer, scanner or folder: `tune` changes what it is started with,
    /// at every start.
    #[must_use]
    pub fn tuned(
        clock: &Arc<FixedClock>,
        tune: impl Fn(&mut DeskConfig) + Send + Sync + 'static,
    ) -> Self {
        let own = tempfile::tempdir().expect("a folder");
        let folder = own.path().to_owned();
        Self::in_folder(folder, Some(own), clock, tune)
    }

    /// The desk whose folder this is, or is to be: it stays when the station ends.
    #[must_use]
    pub fn at(
        folder: &Path,
        clock: &Arc<FixedClock>,
        tune: impl Fn(&mut DeskConfig) + Send + Sync + 'static,
    ) -> Self {
        Self::in_folder(folder.to_owned(), None, clock, tune)
    }

    fn in_folder(
        folder: PathBuf,
        own: Option<TempDir>,
        clock: &Arc<FixedClock>,
        tune: impl Fn(&mut DeskConfig) + Send + Sync + 'static,
    ) -> Self {
        let mut station = Self {
            desk: None,
            folder,
            _own: own,
            clock: Arc::clone(clock),
            tune: Box::new(tune),
            changes: ChangeLog::default(),
            faults: Faults::new(SEED),
        };
        for folder in [station.documents(), station.scans()] {
            std::fs::create_dir_all(folder).expect("a folder");
        }
        station.start();
        station
    }

    /// A desk enrolled to `centre` as `label`.
    #[must_use]
    pub fn enrolled(centre: &TestCentre, clock: &Arc<FixedClock>, label: &str) -> Self {
        let station = Self::new(clock);
        station.enrol(centre, label);
        station
    }

    /// Enrols it to `centre` as `label`.
    pub fn enrol(&self, centre: &TestCentre, label: &str) {
        self.enrol_with(centre.enrol_code(), label);
    }

    /// Enrols it with a one-time code.
    pub fn enrol_with(&self, code: String, label: &str) {
        let request = EnrolRequest {
            code,
            label: label.to_owned(),
        };
        self.desk().enrol(request).expect("the desk is enrolled");
    }

    /// A desk where `officer` is at work: signed in, catalogue and numbers there, receipts saved.
    #[must_use]
    pub fn at_work(
        centre: &TestCentre,
        clock: &Arc<FixedClock>,
        label: &str,
        officer: Officer,
    ) -> Self {
        let station = Self::enrolled(centre, clock, label);
        station.begin_work(officer);
        station
    }

    /// Signs `officer` in and waits for catalogue and numbers; receipts are saved.
    pub fn begin_work(&self, officer: Officer) {
        self.sign_in(officer).expect("the officer is signed in");
        self.wait_ready();
        self.set("printer", "folder:");
    }

    /// Changes a setting.
    pub fn set(&self, key: &str, value: &str) {
        let change = SettingChange {
            key: key.to_owned(),
            value: value.to_owned(),
        };
        self.desk()
            .change_setting(change)
            .expect("the setting is taken");
    }

    /// Starts the program in the folder.
    pub fn start(&mut self) {
        assert!(self.desk.is_none(), "the desk runs already");
        self.desk = Some(Desk::start(self.config()).expect("the desk starts"));
    }

    /// Stops the program.
    pub fn stop(&mut self) {
        if let Some(desk) = self.desk.take() {
            desk.shutdown();
        }
    }

    /// A copy of its data, without the secrets in the keyring; it must be stopped.
    #[must_use]
    pub fn copied(&self) -> TempDir {
        assert!(self.desk.is_none(), "a copy is made of a stopped desk");
        let copy = tempfile::tempdir().expect("a folder");
        copy_folder(&self.data(), copy.path());
        copy
    }

    /// Puts an earlier copy in the place of its data; it must be stopped.
    pub fn put_back(&mut self, copy: &TempDir) {
        assert!(self.desk.is_none(), "the desk runs");
        std::fs::remove_dir_all(self.data()).expect("cleared");
        copy_folder(copy.path(), &made(&self.data()));
    }

    /// The data and the keyring of a stopped desk, carried to another place.
    #[must_use]
    pub fn carried_from(other: &Self) -> Self {
        let mut station = Self::new(&other.clock);
        station.stop();
        station.put_back(&other.copied());
        let secrets = "secrets.json";
        std::fs::copy(other.folder.join(secrets), station.folder.join(secrets))
            .expect("the keyring too");
        station.start();
        station
    }

    /// The running desk.
    #[must_use]
    pub fn desk(&self) -> &Desk {
        self.desk.as_ref().expect("the desk runs")
    }

    /// Signs an officer in.
    ///
    /// # Errors
    /// As the desk says.
    pub fn sign_in(&self, officer: Officer) -> Result<AppState, ErrorView> {
        self.desk().sign_in(SignInRequest {
            login: officer.login.to_owned(),
            password: officer.password.to_owned(),
        })
    }

    /// The status strip.
    #[must_use]
    pub fn strip(&self) -> StripView {
        self.desk().strip(()).expect("the strip")
    }

    /// Waits until catalogue and numbers have come.
    pub fn wait_ready(&self) {
        self.changes.wait_for("numbers and catalogue", || {
            let strip = self.desk().strip(()).ok()?;
            let target = self.desk().forward_targets(()).ok()?;
            (strip.codes_left > 0 && !target.is_empty()).then_some(())
        });
    }

    /// Waits until the link is as wanted.
    pub fn wait_link(&self, wanted: &LinkState) {
        self.changes.wait_for("the state of the link", || {
            self.desk().send_now(()).expect("signed in");
            (self.strip().link == *wanted).then_some(())
        });
    }

    /// Waits until everything recorded here is at the centre.
    pub fn wait_sent(&self) {
        self.changes.wait_for("everything is sent", || {
            let sync = self.desk().sync_overview(()).ok()?;
            (sync.recorded == sync.acked && sync.files_waiting == 0).then_some(())
        });
    }

    /// Waits until `look` gives something; `what` names it when it never comes.
    pub fn until<T>(&self, what: &str, look: impl FnMut() -> Option<T>) -> T {
        self.changes.wait_for(what, look)
    }

    /// Waits until no print job is on its way any more.
    pub fn wait_printed(&self) {
        self.changes.wait_for("everything is printed", || {
            (self.strip().print_waiting == 0).then_some(())
        });
    }

    /// Waits until a receipt has been saved, and gives its bytes.
    #[must_use]
    pub fn wait_receipt(&self, code: &str) -> Vec<u8> {
        let path = self.documents().join(format!("{code}.pdf"));
        self.changes
            .wait_for("the saved receipt", || std::fs::read(&path).ok())
    }

    /// The folder with its data, its secrets and what it printed.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// How many receipts it printed into the folder of documents.
    #[must_use]
    pub fn receipts(&self) -> usize {
        let files = std::fs::read_dir(self.documents()).expect("the folder");
        let is_pdf = |name: &str| name.to_lowercase().ends_with(".pdf");
        files
            .flatten()
            .filter(|file| is_pdf(&file.file_name().to_string_lossy()))
            .count()
    }

    /// Its database with an officer's password; the program must be stopped.
    #[must_use]
    pub fn store(&self, officer: Officer) -> Store {
        assert!(self.desk.is_none(), "the desk runs");
        let paths = Paths::new(self.data());
        Store::open(&paths, &self.key(&paths, officer)).expect("the database opens")
    }

    /// The key of its database in the folder of `paths`, by an officer's password.
    #[must_use]
    pub fn key(&self, paths: &Paths, officer: Officer) -> DatabaseKey {
        let secrets = FileSecretStore::new(self.secrets());
        let secret = secrets.get("device-secret").expect("readable");
        let secret = secret.expect("kept");
        let secret = DeviceSecret::from_bytes(secret.expose().try_into().expect("32 bytes"));
        let mut keys = KeyFile::load(paths).expect("readable").expect("a key file");
        let login = OfficerId::parse(officer.login).expect("a name");
        keys.open_slot(paths, &login, officer.password, &secret, self.clock.now())
            .expect("the slot opens")
    }

    /// Folder of the desk's data.
    #[must_use]
    pub fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    /// Where its secrets are.
    pub(crate) fn secrets(&self) -> PathBuf {
        self.folder.join("secrets.json")
    }

    /// Where receipts are saved.
    #[must_use]
    pub fn documents(&self) -> PathBuf {
        self.folder.join("documents")
    }

    /// Where the folder scanner looks.
    #[must_use]
    pub fn scans(&self) -> PathBuf {
        self.folder.join("scans")
    }

    /// Where backups go.
    #[must_use]
    pub fn backups(&self) -> PathBuf {
        self.folder.join("backups")
    }

    fn config(&self) -> DeskConfig {
        let faults = Arc::clone(&self.faults);
        let mut config = DeskConfig {
            data_dir: made(&self.data()),
            documents_dir: self.documents(),
            backup_dir: made(&self.backups()),
            secrets: Arc::new(FileSecretStore::new(self.secrets())),
            insecure_keyring: true,
            clock: self.clock.clone(),
            spooler: Spooler::at(NO_SPOOLER),
            scanner: Arc::new(FolderScanner::new(&self.scans())),
            changes: self.changes.sink(),
            connect: https(),
            version: "0.0.0".to_owned(),
            seed: SEED,
            pace: Pace::Running,
        };
        wrap_connections(&mut config, move |inner| {
            FaultyTransport::new(inner, Arc::clone(&faults))
        });
        (self.tune)(&mut config);
        config
    }
}

/// Every connection of a desk goes through what `wrap` makes of it.
pub fn wrap_connections<T: Transport + 'static>(
    config: &mut DeskConfig,
    wrap: impl Fn(Arc<dyn Transport>) -> T + Send + Sync + 'static,
) {
    let connect = Arc::clone(&config.connect);
    config.connect = Arc::new(move |url, ca| {
        let wrapped: Arc<dyn Transport> = Arc::new(wrap(connect(url, ca)?));
        Ok(wrapped)
    });
}

fn made(folder: &Path) -> PathBuf {
    std::fs::create_dir_all(folder).expect("a folder");
    folder.to_owned()
}

impl Drop for Station {
    fn drop(&mut self) {
        self.stop();
    }
}
