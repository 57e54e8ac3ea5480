//! The centre, in the process, on a port of its own, that can be stopped and started again.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use central::courier::{self, CourierFault, Imported};
use central::store::{QuarantinedEvent, Released, Revocation, Ruled, Ruler, RulingKind};
use central::{Limits, RunningServer, Server, ServerConfig, Site, audit, backup};
use domain::dossier::Dossier;
use domain::ids::{DeskId, DossierId, EventId};
use domain::policy::SitePolicy;
use domain::time::Timestamp;
use platform::clock::{Clock, FixedClock};
use protocol::Spoken;
use protocol::wire::{Catalogue, EnrolCode, Policy, Role};
use rusqlite::Connection;
use tempfile::TempDir;
use tokio::runtime::Runtime;

use crate::station::{LAN, Officer};

/// Its database in its folder.
const DATABASE: &str = "central.sqlite";

/// The demo's office as its administrator wrote it.
const DEMO_SITE: &[u8] = include_bytes!("../../central/src/demo_site.json");

/// The lead, who decides over what is held.
pub(crate) fn lead(now: Timestamp) -> Ruler {
    let login = LAN.login.parse().expect("a name");
    Ruler::new(login, "đã hỏi từng việc", now).expect("a reason")
}

/// A demo centre with its seed catalogue and officers.
pub struct TestCentre {
    runtime: Runtime,
    running: Option<RunningServer>,
    data: TempDir,
    listen: SocketAddr,
    clock: Arc<FixedClock>,
    limits: Limits,
    speaks: Spoken,
}

impl TestCentre {
    /// Starts a centre that reads `clock`.
    #[must_use]
    pub fn start(clock: &Arc<FixedClock>) -> Self {
        Self::start_at(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)), clock)
    }

    /// A centre of its own CA at an address another one had.
    #[must_use]
    pub fn start_at(listen: SocketAddr, clock: &Arc<FixedClock>) -> Self {
        Self::start_with(listen, clock, Limits::default())
    }

    /// A centre that lets a desk ask so much and no more.
    #[must_use]
    pub fn limited(clock: &Arc<FixedClock>, limits: Limits) -> Self {
        Self::start_with(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)), clock, limits)
    }

    fn start_with(listen: SocketAddr, clock: &Arc<FixedClock>, limits: Limits) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .expect("a runtime");
        let data = tempfile::tempdir().expect("a folder");
        let mut centre = Self {
            runtime,
            running: None,
            data,
            listen,
            clock: Arc::clone(clock),
            limits,
            speaks: Spoken::OURS,
        };
        centre.start_again();
        centre
    }

    /// Starts it again on the same data and the same port.
    pub fn start_again(&mut self) {
        let clock = Arc::clone(&self.clock);
        let config = ServerConfig {
            data_dir: self.data.path().to_owned(),
            listen: self.listen,
            url: None,
            demo: true,
            clock: Arc::new(move || clock.now()),
            limits: self.limits,
            speaks: self.speaks,
        };
        let started = self.runtime.block_on(Server::start(config));
        self.running = Some(started.expect("the centre starts"));
    }

    /// Puts a centre of another build in its place; it must be stopped.
    pub const fn becomes(&mut self, speaks: Spoken) {
        self.speaks = speaks;
    }

    /// Stops it: the port refuses connections.
    pub fn stop(&mut self) {
        if let Some(running) = self.running.take() {
            self.runtime
                .block_on(running.shutdown())
                .expect("the centre stops");
        }
    }

    /// A copy of everything it has; it must be stopped.
    #[must_use]
    pub fn copied(&self) -> TempDir {
        let copy = tempfile::tempdir().expect("a folder");
        copy_folder(self.data.path(), copy.path());
        copy
    }

    /// The same as a backup has it: put back, it is known for an older copy; it must be stopped.
    #[must_use]
    pub fn backed_up(&self) -> TempDir {
        self.backup_without("")
    }

    fn backup_without(&self, lost: &str) -> TempDir {
        let copy = self.copied();
        let database = Connection::open(copy.path().join(DATABASE)).expect("the database");
        let sql = format!("{lost}; INSERT INTO meta(name, value) VALUES ('copy', '')");
        database.execute_batch(&sql).expect("written");
        copy
    }

    /// A backup from before any page had come; it must be stopped.
    #[must_use]
    pub fn copied_before_its_pages(&self) -> TempDir {
        let copy = self.backup_without("DELETE FROM blob");
        std::fs::remove_dir_all(copy.path().join("blobs")).expect("removed");
        copy
    }

    /// How many pages it has.
    #[must_use]
    pub fn pages(&self) -> u32 {
        let database = Connection::open(self.data.path().join(DATABASE)).expect("the database");
        let count = database.query_row("SELECT count(*) FROM blob", [], |row| row.get(0));
        count.expect("a number")
    }

    /// Puts an earlier copy in the place of what it has; it must be stopped.
    pub fn put_back(&mut self, copy: TempDir) {
        self.data = copy;
    }

    /// Where its data are.
    pub(crate) fn data(&self) -> &Path {
        self.data.path()
    }

    /// The file of its embedded database, to look into.
    #[must_use]
    pub fn database(&self) -> PathBuf {
        self.data.path().join(DATABASE)
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        let url = &self.running.as_ref().expect("the centre runs").url;
        url.trim_start_matches("https://")
            .parse()
            .expect("an address")
    }

    /// A fresh one-time enrolment code.
    #[must_use]
    pub fn enrol_code(&self) -> String {
        let running = self.running.as_ref().expect("the centre runs");
        self.runtime.block_on(running.enrol_code()).expect("a code")
    }

    /// A code with which the desk of that label gets a new key.
    #[must_use]
    pub fn recovery_code(&self, label: &str) -> String {
        let running = self.running.as_ref().expect("the centre runs");
        let (desk, now) = (self.desk_called(label), self.clock.now());
        let code = running.centre.recovery_code(&running.url, desk, now);
        self.runtime.block_on(code).expect("a code")
    }

    /// A code with this centre's fingerprint and another address.
    #[must_use]
    pub fn enrol_code_pointing_at(&self, url: &str) -> String {
        let code = EnrolCode {
            url: url.to_owned(),
            ..self.parsed_code()
        };
        let json = serde_json::to_vec(&code).expect("a code is JSON");
        format!("motcua1.{}", URL_SAFE_NO_PAD.encode(json))
    }

    /// The address.
    #[must_use]
    pub fn url(&self) -> String {
        self.running.as_ref().expect("the centre runs").url.clone()
    }

    /// The CA certificate, fetched and checked as a desk does it.
    #[must_use]
    pub fn ca(&self) -> Vec<u8> {
        let code = self.parsed_code();
        let fetched = self
            .runtime
            .block_on(sync::Https::fetch_ca(&code.url, &code.ca_sha256));
        fetched.expect("the centre's own fingerprint")
    }

    fn parsed_code(&self) -> EnrolCode {
        let code = self.enrol_code();
        let json = code
            .strip_prefix("motcua1.")
            .map(|text| URL_SAFE_NO_PAD.decode(text));
        let json = json.expect("a prefix").expect("base64");
        serde_json::from_slice(&json).expect("a code")
    }

    /// Takes an officer out of service and publishes the list without.
    pub fn revoke_officer(&self, officer: Officer) {
        let centre = &self.running.as_ref().expect("the centre runs").centre;
        let (login, now) = (officer.login.parse().expect("a name"), self.clock.now());
        self.runtime.block_on(async {
            let revoked = centre.store.revoke(Revocation::Officer(login), now).await;
            assert!(
                revoked.expect("the store answers"),
                "there is such an officer"
            );
            centre.publish_policies(now).await.expect("published");
        });
    }

    /// Takes in a bundle that was carried here; the answer is written beside it.
    ///
    /// # Errors
    /// As the centre says.
    pub fn import_bundle(&self, bundle: &Path) -> Result<(Imported, PathBuf), CourierFault> {
        let centre = &self.running.as_ref().expect("the centre runs").centre;
        let taken_in = courier::import(centre, bundle, self.clock.now());
        let imported = self.runtime.block_on(taken_in)?;
        let answer = bundle.with_extension(courier::ANSWER_EXTENSION);
        courier::write_answer(&answer, &imported.file).expect("the answer is written");
        Ok((imported, answer))
    }

    /// Takes the desk called `label` out of service and orders that it be wiped.
    pub fn wipe_desk(&self, label: &str) {
        self.revoke(Revocation::AndWipe(self.desk_called(label)));
    }

    /// Lets in what was set aside of the desk called `label`.
    pub fn release(&self, label: &str) {
        let desk = self.desk_called(label);
        let centre = &self.running.as_ref().expect("the centre runs").centre;
        let releasing = centre.store.release(desk, lead(self.clock.now()));
        let released = self.runtime.block_on(releasing);
        let released = released.expect("the store answers");
        assert_ne!(released, Released::NotAllowed, "the lead may");
    }

    /// What the lead decides over one event that waits.
    pub fn rule(&self, event: EventId, kind: RulingKind) -> Ruled {
        let centre = &self.running.as_ref().expect("the centre runs").centre;
        let ruling = centre.store.rule(event, kind, lead(self.clock.now()));
        self.runtime.block_on(ruling).expect("the store answers")
    }

    /// Takes the desk called `label` out of service.
    pub fn revoke_desk(&self, label: &str) {
        self.revoke(Revocation::Desk(self.desk_called(label)));
    }

    fn revoke(&self, whom: Revocation) {
        let centre = &self.running.as_ref().expect("the centre runs").centre;
        let revoking = centre.store.revoke(whom, self.clock.now());
        let revoked = self.runtime.block_on(revoking);
        assert!(revoked.expect("the store answers"), "there is such a one");
    }

    /// Whether every chain of hashes is as the desks recorded it.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        let centre = &self.running.as_ref().expect("the centre runs").centre;
        let walked = self.runtime.block_on(audit::verify(&*centre.store));
        let walked = walked.expect("the store answers");
        walked.iter().all(|life| life.fault.is_none())
    }

    /// Makes a backup and reads it back: what is here is safe from now on.
    pub fn back_up(&self) {
        let centre = &self.running.as_ref().expect("the centre runs").centre;
        let into = tempfile::tempdir().expect("a folder");
        let making = backup::make(centre, into.path(), self.clock.now());
        self.runtime.block_on(making).expect("it reads back");
    }

    /// How many events wait for the administrator.
    #[must_use]
    pub fn set_aside(&self) -> usize {
        self.waiting().len()
    }

    /// The events that wait for the administrator.
    #[must_use]
    pub fn waiting(&self) -> Vec<QuarantinedEvent> {
        let centre = &self.running.as_ref().expect("the centre runs").centre;
        let waiting = self.runtime.block_on(centre.store.quarantined(1_000));
        waiting.expect("the store answers")
    }

    fn desk_called(&self, label: &str) -> DeskId {
        let desks = self.policy().desks;
        let found = desks.iter().find(|desk| desk.label == label);
        found.expect("a desk of that name").desk
    }

    /// Publishes the catalogue with a change.
    pub fn edit_catalogue(&self, change: impl Fn(&mut Catalogue) + Send + Sync + 'static) {
        let centre = &self.running.as_ref().expect("the centre runs").centre;
        let keys = Arc::clone(&centre.keys);
        let edit = move |(), json: Option<String>, _version: u32| {
            let json = json.expect("a catalogue");
            let mut catalogue: Catalogue = serde_json::from_str(&json).expect("a catalogue");
            change(&mut catalogue);
            serde_json::to_string(&catalogue).ok()
        };
        let sign = Arc::new(move |message: &[u8]| keys.sign(message));
        let published = centre.store.publish_catalogue(Box::new(edit), sign);
        self.runtime.block_on(published).expect("published");
    }

    /// Sets rules of the demo's office and publishes them.
    pub fn set_rules(&self, change: impl FnOnce(&mut SitePolicy)) {
        self.edit_site(|site| change(&mut site.rules));
    }

    /// Gives an officer of the demo's office another role and publishes it.
    pub fn set_role(&self, officer: Officer, role: Role) {
        self.edit_site(|site| {
            let mut officers = site.officers.iter_mut();
            let found = officers.find(|listed| listed.login.as_str() == officer.login);
            found.expect("an officer of the demo").role = role;
        });
    }

    fn edit_site(&self, change: impl FnOnce(&mut Site)) {
        let centre = &self.running.as_ref().expect("the centre runs").centre;
        let mut site = Site::from_json(DEMO_SITE).expect("the demo's site reads");
        for officer in &mut site.officers {
            officer.password = None; // as they are
        }
        change(&mut site);
        let (record, now) = (site.record().expect("a record"), self.clock.now());
        self.runtime.block_on(async {
            centre.store.apply_site(record, now).await.expect("applied");
            centre.publish_policies(now).await.expect("published");
        });
    }

    /// The catalogue in force.
    #[must_use]
    pub fn catalogue(&self) -> Catalogue {
        let store = &self.running.as_ref().expect("the centre runs").centre.store;
        let found = self.runtime.block_on(store.catalogue_after(0));
        let published = found.expect("the centre's store answers");
        serde_json::from_str(&published.expect("a catalogue").json).expect("a catalogue")
    }

    /// The policy of its first office.
    #[must_use]
    pub fn policy(&self) -> Policy {
        let store = &self.running.as_ref().expect("the centre runs").centre.store;
        let found = self.runtime.block_on(async {
            let office = store.offices().await?.remove(0);
            store.policy_after(office, 0).await
        });
        let published = found.expect("the centre's store answers");
        serde_json::from_str(&published.expect("a policy").json).expect("a policy")
    }

    /// A dossier as the centre folded it.
    #[must_use]
    pub fn dossier(&self, id: &str) -> Option<Dossier> {
        let id: DossierId = id.parse().expect("a dossier id");
        let store = &self.running.as_ref().expect("the centre runs").centre.store;
        self.runtime
            .block_on(store.dossier(id))
            .expect("the centre's store answers")
    }
}

pub(crate) fn copy_folder(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).expect("the folder") {
        let from = entry.expect("an entry").path();
        let to = to.join(from.file_name().expect("a name"));
        if from.is_dir() {
            std::fs::create_dir(&to).expect("a folder");
            copy_folder(&from, &to);
        } else {
            std::fs::copy(&from, &to).expect("a copy");
        }
    }
}

impl Drop for TestCentre {
    fn drop(&mut self) {
        self.stop();
    }
}
