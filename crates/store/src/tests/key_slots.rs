//! The key file: slots, tries, locks, damage.

use domain::ids::OfficerId;

use crate::keys::*;
use crate::testing::*;
use crate::{DatabaseKey, Paths};

const CHEAP: Argon2Cost = Argon2Cost {
    memory_kib: 64,
    passes: 1,
};

struct Slots {
    _dir: tempfile::TempDir,
    paths: Paths,
    file: KeyFile,
    key: DatabaseKey,
    device: DeviceSecret,
}

fn who(login: &str) -> SlotOfficer {
    SlotOfficer {
        login: OfficerId::parse(login).expect("a name"),
        name: "Nguyễn Thị Hương".into(),
    }
}

fn slots() -> Slots {
    let dir = tempfile::tempdir().expect("a folder");
    let paths = Paths::new(dir.path());
    let (key, device) = (
        DatabaseKey::from_bytes([5; 32]),
        DeviceSecret::from_bytes([6; 32]),
    );
    let mut file = KeyFile::new(
        desk(1),
        DisplayInfo {
            label: "Quầy 3".into(),
            ..DisplayInfo::default()
        },
    );
    file.add_slot(&who("nt.huong"), "mật khẩu", &device, &key, CHEAP)
        .expect("a slot");
    file.save(&paths).expect("saved");
    Slots {
        _dir: dir,
        paths,
        file,
        key,
        device,
    }
}

impl Slots {
    fn open(&mut self, password: &str, minute: i64) -> Result<DatabaseKey, SlotError> {
        let login = officer();
        self.file
            .open_slot(&self.paths, &login, password, &self.device, minutes(minute))
    }
    fn reload(&mut self) {
        self.file = KeyFile::load(&self.paths).expect("read").expect("there");
    }
}

#[test]
fn the_right_password_on_the_right_machine_opens_the_key() {
    let mut slots = slots();
    slots.reload();
    assert_eq!(
        slots.file.display().label,
        "Quầy 3",
        "what the sign-in screen shows"
    );
    assert_eq!(slots.file.officers(), [who("nt.huong")], "whom it offers");
    assert!(
        slots.open("mật khẩu", 0).expect("opened") == slots.key,
        "the key"
    );
    let decomposed = "ma\u{323}\u{302}t kha\u{302}\u{309}u";
    assert!(
        slots.open(decomposed, 1).is_ok(),
        "another keyboard writes the same letters apart"
    );
    slots.device = DeviceSecret::from_bytes([7; 32]);
    assert!(
        matches!(slots.open("mật khẩu", 2), Err(SlotError::Wrong { .. })),
        "another machine"
    );
    let stranger = slots.file.open_slot(
        &slots.paths,
        &who("nv.la").login,
        "mật khẩu",
        &slots.device,
        NOW,
    );
    assert!(
        matches!(stranger, Err(SlotError::NoSlot)),
        "never signed in here"
    );
}

#[test]
fn wrong_passwords_wait_longer_each_time_and_lock_at_five_even_over_restarts() {
    let mut slots = slots();
    let mut at = NOW;
    for (left, wait_ms) in [(4, 1_000), (3, 2_000), (2, 4_000), (1, 8_000), (0, LOCK_MS)] {
        let tried = slots
            .file
            .open_slot(&slots.paths, &officer(), "sai", &slots.device, at);
        let Err(SlotError::Wrong {
            left: told,
            retry_at,
        }) = tried
        else {
            panic!("wrong")
        };
        assert_eq!(
            (told, retry_at),
            (left, at.plus_ms(wait_ms)),
            "what the screen says"
        );
        let early = slots
            .file
            .open_slot(&slots.paths, &officer(), "mật khẩu", &slots.device, at);
        assert!(
            matches!(early, Err(SlotError::Locked { .. })),
            "not even the right one, too early"
        );
        at = retry_at;
        slots.reload();
    }
    let before = at.plus_ms(-1);
    let locked = slots
        .file
        .open_slot(&slots.paths, &officer(), "mật khẩu", &slots.device, before);
    assert!(
        matches!(locked, Err(SlotError::Locked { until }) if until == at),
        "15 minutes whole"
    );
    let opened = slots
        .file
        .open_slot(&slots.paths, &officer(), "mật khẩu", &slots.device, at);
    assert!(opened.is_ok(), "then the right one opens");
    slots.reload();
    assert!(
        matches!(
            slots.open("sai", 999),
            Err(SlotError::Wrong { left: 4, .. })
        ),
        "counts anew"
    );
}

#[test]
fn a_clock_set_back_cannot_lock_for_longer_than_the_lock() {
    let mut slots = slots();
    assert!(
        slots.open("sai", 10_000).is_err(),
        "wrong, by a clock far ahead"
    );
    let Err(SlotError::Locked { until }) = slots.open("mật khẩu", 0) else {
        panic!("locked")
    };
    assert_eq!(until, NOW.plus_ms(LOCK_MS), "at most the lock from now");
}

#[test]
fn slots_are_replaced_removed_and_bounded() {
    let mut slots = slots();
    let (key, device) = (
        DatabaseKey::from_bytes([5; 32]),
        DeviceSecret::from_bytes([6; 32]),
    );
    slots
        .file
        .add_slot(&who("nt.huong"), "mới", &device, &key, CHEAP)
        .expect("replaced");
    assert_eq!(slots.file.officers().len(), 1, "one slot per officer");
    assert!(slots.open("mới", 0).is_ok(), "the new password");
    assert!(slots.file.remove_slot(&officer()), "there was one");
    assert!(!slots.file.remove_slot(&officer()), "and now there is none");
    assert!(
        matches!(slots.open("mới", 1), Err(SlotError::Removed)),
        "gone, and known to be"
    );
    slots.file.save(&slots.paths).expect("saved");
    slots.file = KeyFile::load(&slots.paths).expect("reads").expect("there");
    assert_eq!(slots.file.officers(), [], "no slot in the file");
    assert!(
        matches!(slots.open("mới", 2), Err(SlotError::Removed)),
        "the file says it too"
    );
    slots
        .file
        .add_slot(&who("nt.huong"), "mới", &device, &key, CHEAP)
        .expect("back in service");
    assert!(slots.open("mới", 3).is_ok(), "as if never gone");
    assert!(slots.file.remove_slot(&officer()), "gone again");
    for n in 0..SLOTS_MAX {
        let login = format!("nv.{n}");
        slots
            .file
            .add_slot(&who(&login), "x", &device, &key, CHEAP)
            .expect("room");
    }
    let full = slots
        .file
        .add_slot(&who("nv.them"), "x", &device, &key, CHEAP);
    assert!(matches!(full, Err(KeysError::Full)), "bounded");
}

#[test]
fn a_slot_copied_to_another_officer_does_not_open() {
    let mut slots = slots();
    slots.file.save(&slots.paths).expect("saved");
    let json = std::fs::read_to_string(slots.paths.keys()).expect("read");
    assert!(!json.contains("mật khẩu"), "no password in the file");
    let forged = json.replace("\"nt.huong\"", "\"tr.phong\"");
    crate::files::write_atomic(&slots.paths.keys(), forged.as_bytes()).expect("forged");
    slots.reload();
    let login = who("tr.phong").login;
    let opened = slots
        .file
        .open_slot(&slots.paths, &login, "mật khẩu", &slots.device, NOW);
    assert!(
        matches!(opened, Err(SlotError::Wrong { .. })),
        "a slot belongs to its officer"
    );
}

#[test]
fn a_missing_damaged_or_newer_key_file_is_told_apart() {
    let slots = slots();
    let nowhere = Paths::new(slots.paths.data_dir().join("x"));
    assert!(matches!(KeyFile::load(&nowhere), Ok(None)), "not enrolled");
    let put = |text: &str| crate::files::write_atomic(&slots.paths.keys(), text.as_bytes());
    put("{\"version\":1,\"desk\"").expect("cut");
    assert!(
        matches!(KeyFile::load(&slots.paths), Err(KeysError::Unreadable)),
        "damaged"
    );
    put("{\"version\":9,\"whatever\":true}").expect("newer");
    let newer = KeyFile::load(&slots.paths);
    assert!(
        matches!(newer, Err(KeysError::Newer { version: 9 })),
        "{newer:?}"
    );
}
