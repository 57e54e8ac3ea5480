//! The world every run begins with: a centre with an office, and desks enrolled to it over the real
//! wire. Made once and copied, so that a run costs no TLS and no hard password.
//!
//! Passwords are stretched as little as the formats allow, in the copy alone: the product has no
//! switch for that.

use std::path::PathBuf;

use argon2::password_hash::PasswordHasher as _;
use argon2::{Algorithm, Argon2, Params, Version};
use desk::Pace;
use domain::ids::{DeskId, OfficerId};
use domain::mutation::Mutation;
use platform::secret::{FileSecretStore, SecretStore as _};
use rusqlite::{Connection, named_params};
use store::Paths;
use store::keys::{Argon2Cost, DeviceSecret, KeyFile, SlotOfficer};
use tempfile::TempDir;

use super::folder;
use crate::{BINH, HUONG, LAN, Officer, Station, TestCentre, friday_morning};

/// Who works where.
pub(super) const OFFICERS: [Officer; 3] = [HUONG, BINH, LAN];
/// The lead, who sits down where an officer is taken out of service.
pub(super) const LEAD: Officer = LAN;
/// Where the lead sits.
pub(super) const LEADS_DESK: usize = 2;
/// Everyday numbers and reserve of a day that a desk asks for at once: few, so that an outage uses them
/// up.
const LEASES: [(&str, &str); 2] = [("lease.block", "3"), ("lease.reserve", "2")];
/// Memory is where a disk that forgets is fastest.
const MEMORY: &str = "/dev/shm";

/// The folders a run starts from.
pub(super) struct Template {
    root: TempDir,
    ids: Vec<DeskId>,
}

impl Template {
    pub(super) fn make() -> Self {
        let root = room();
        let clock = friday_morning();
        let mut centre = TestCentre::start(&clock);
        let ids = Vec::new();
        let mut template = Self { root, ids };
        for (n, officer) in OFFICERS.into_iter().enumerate() {
            let mut station = Station::tuned(&clock, |config| {
                config.pace = Pace::Stepped(Mutation::NONE);
            });
            template.ids.push(begin(&station, &centre, n, officer));
            station.stop();
            ease_slot(&station, officer);
            folder::copy(&station.data(), &template.desk(n).join("data"));
            let secrets = template.desk(n).join("secrets.json");
            std::fs::copy(station.secrets(), secrets).expect("the secrets");
        }
        centre.stop();
        ease_passwords(&centre);
        folder::copy(centre.data(), &template.centre());
        template
    }

    pub(super) fn centre(&self) -> PathBuf {
        self.root.path().join("centre")
    }

    /// Which desk the centre takes it for.
    pub(super) fn id(&self, n: usize) -> DeskId {
        self.ids[n]
    }

    pub(super) fn desk(&self, n: usize) -> PathBuf {
        self.root.path().join(format!("desk-{n}"))
    }
}

/// A folder in memory where there is one.
pub(super) fn room() -> TempDir {
    let memory = std::path::Path::new(MEMORY);
    let made = if memory.is_dir() {
        tempfile::tempdir_in(memory)
    } else {
        tempfile::tempdir()
    };
    made.expect("a folder")
}

/// Enrolled, signed in, catalogue and first numbers there, receipts saved as files.
fn begin(station: &Station, centre: &TestCentre, n: usize, officer: Officer) -> DeskId {
    station.enrol(centre, &format!("Quầy {}", n + 1));
    station.sign_in(officer).expect("the officer is signed in");
    let store = station.desk().opened_store().expect("the desk is open");
    for (setting, numbers) in LEASES {
        let kept = store.write(|tx| tx.set_setting(setting, numbers));
        kept.expect("the setting is kept");
    }
    station.set("printer", "folder:");
    let first = station.desk().step_sync().expect("the desk is stepped");
    first.expect("the centre answers");
    store.read(|r| r.identity()).expect("read").desk
}

/// The officer's slot, sealed again under a password that costs nothing to try.
fn ease_slot(station: &Station, officer: Officer) {
    let paths = Paths::new(station.data());
    let secrets = FileSecretStore::new(station.secrets());
    let secret = secrets.get("device-secret").expect("a secret store");
    let secret = secret.expect("the device secret");
    let device = DeviceSecret::from_bytes(secret.expose().try_into().expect("32 bytes"));
    let login = OfficerId::parse(officer.login).expect("a login");
    let mut keys = KeyFile::load(&paths).expect("read").expect("a key file");
    let now = friday_morning();
    let now = platform::clock::Clock::now(&*now);
    let key = keys.open_slot(&paths, &login, officer.password, &device, now);
    let key = key.expect("the slot opens");
    let name = officer.login.to_owned();
    let cost = Argon2Cost {
        memory_kib: 8,
        passes: 1,
    };
    let who = SlotOfficer { login, name };
    keys.add_slot(&who, officer.password, &device, &key, cost)
        .expect("sealed");
    keys.save(&paths).expect("saved");
}

fn ease_passwords(centre: &TestCentre) {
    let params = Params::new(8, 1, 1, None).expect("the least there is");
    let cheap = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let database = Connection::open(centre.data().join("central.sqlite")).expect("the database");
    for officer in OFFICERS {
        let hash = cheap.hash_password(officer.password.as_bytes());
        let hash = hash.expect("a hash").to_string();
        let changed = database.execute(
            "UPDATE officer SET password = :hash WHERE login = :login",
            named_params! {":hash": hash, ":login": officer.login},
        );
        assert_eq!(changed.expect("written"), 1, "the officer is there");
    }
}
