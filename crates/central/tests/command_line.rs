//! The program as it is started: the demo, its one line, its end, and the administrator's commands
//! beside it.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test stops where its world is not as it must be"
)]

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use central::store::{EnrolCodeRecord, Enrolment};
use central::{Centre, Site, Storage};
use chacha20poly1305::aead::{Aead, KeyInit};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use courier::{Header, Lock, Writer};
use domain::ids::DeskId;
use domain::time::Timestamp;
use ed25519_dalek::SigningKey;
use hkdf::Hkdf;
use protocol::wire::PushRequest;
use sha2::Sha256;
use uuid::Uuid;
use x25519_dalek::{PublicKey, StaticSecret};
use zeroize::Zeroizing;

const PROGRAM: &str = env!("CARGO_BIN_EXE_motcua-central");

fn run(data: &Path, words: &[&str]) -> Output {
    let mut command = Command::new(PROGRAM);
    command
        .arg("--data")
        .arg(data)
        .args(words)
        .output()
        .expect("runs")
}

fn said(output: &Output) -> String {
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout.clone()).expect("text")
}

fn complained(output: &Output) -> String {
    assert!(!output.status.success(), "it should have refused");
    String::from_utf8(output.stderr.clone()).expect("text")
}

/// A demo that is ended with the test.
struct Demo(Child);

impl Drop for Demo {
    fn drop(&mut self) {
        // it may have ended already
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

fn demo(data: &Path) -> (Demo, String) {
    let mut command = Command::new(PROGRAM);
    command
        .arg("--data")
        .arg(data)
        .arg("--demo")
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    let mut child = command.spawn().expect("starts");
    let mut lines = BufReader::new(child.stdout.take().expect("piped")).lines();
    let ready = lines.next().expect("a line").expect("text");
    (Demo(child), ready)
}

#[cfg(unix)]
#[test]
fn a_demo_says_ready_keeps_its_port_ends_on_sigterm_and_leaves_a_code() {
    let data = tempfile::tempdir().expect("a folder");
    let (mut first, ready) = demo(data.path());
    let port = ready
        .strip_prefix("ready https://127.0.0.1:")
        .expect("the line");
    assert!(port.parse::<u16>().is_ok(), "a port: {ready}");
    let code = std::fs::read_to_string(data.path().join("enrolment-code.txt")).expect("the code");
    assert!(code.starts_with("motcua1."), "an enrolment code");
    let id = first.0.id().to_string();
    let kill = Command::new("kill")
        .args(["-TERM", &id])
        .status()
        .expect("signals");
    assert!(kill.success(), "signalled");
    assert!(first.0.wait().expect("ends").success(), "a clean end");
    let (_second, again) = demo(data.path());
    assert_eq!(ready, again, "the same port");
    let other = std::fs::read_to_string(data.path().join("enrolment-code.txt")).expect("the code");
    assert_ne!(code, other, "a fresh code at each start");
}

#[test]
fn the_administrators_commands_work_beside_a_running_centre() {
    let data = tempfile::tempdir().expect("a folder");
    let (_running, _) = demo(data.path());
    assert_eq!(
        said(&run(data.path(), &["offices"])),
        "nam-hoa-lu\n",
        "the demo's office"
    );
    let code = said(&run(data.path(), &["enrol-code", "--office", "nam-hoa-lu"]));
    assert!(code.starts_with("motcua1."), "a one-time code: {code}");
    let unknown = complained(&run(data.path(), &["enrol-code", "--office", "x"]));
    assert!(unknown.contains("no office of that name"), "{unknown}");
    let into = data.path().join("backups");
    let made = said(&run(data.path(), &["backup", into.to_str().expect("text")]));
    assert!(made.contains("read back"), "{made}");
    let waiting = said(&run(data.path(), &["quarantine", "list"]));
    assert_eq!(waiting, "0 events wait\n", "nothing was set aside");
    let desk = "0197a000-0000-7000-8000-000000000001";
    let decide = |what: &str, by: &[&str]| {
        let words = [&["quarantine", what, desk], by].concat();
        complained(&run(data.path(), &words))
    };
    let by = ["--by", "pt.lan", "--reason", "đã hỏi"];
    for what in ["release", "refuse"] {
        let unknown = decide(what, &by);
        assert!(unknown.contains("no desk or waiting event"), "{unknown}");
        let nobody = decide(what, &by[2..]);
        assert!(nobody.contains("--by LOGIN is missing"), "{nobody}");
        let why = decide(what, &["--by", "pt.lan", "--reason", " "]);
        assert!(why.contains("--reason TEXT is missing"), "{why}");
    }
    let decided = said(&run(data.path(), &["quarantine", "decided"]));
    assert_eq!(decided, "", "nobody has decided over anything");
    assert_eq!(
        said(&run(data.path(), &["thaws"])),
        "",
        "no freeze was lifted"
    );
    let wiped = complained(&run(data.path(), &["revoke-desk", desk, "--wipe"]));
    assert!(wiped.contains("no desk or officer"), "{wiped}");
    let declared = said(&run(data.path(), &["restored"]));
    assert!(declared.contains("read its feed anew"), "{declared}");
    said(&run(data.path(), &["revoke-officer", "dn.son"]));
    assert!(complained(&run(data.path(), &["revoke-officer", "x"])).contains("no desk or officer"));
    assert!(
        complained(&run(data.path(), &["--demo"])).contains("another centre runs"),
        "locked"
    );
}

#[test]
fn an_import_prints_its_oddities_and_raises_the_version_once() {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/procedures.json");
    if !shared.exists() {
        println!("SKIPPED: ../shared/data/procedures.json is absent, nothing was imported");
        return;
    }
    let data = tempfile::tempdir().expect("a folder");
    let file = shared.to_str().expect("text");
    let first = said(&run(data.path(), &["import-catalogue", file]));
    assert!(
        first.contains("137 procedures"),
        "all of them: {:?}",
        first.lines().last()
    );
    assert!(first.contains("ForeignCurrency"), "oddities are listed");
    assert!(first.ends_with("catalogue version 1\n"), "published");
    let again = said(&run(data.path(), &["import-catalogue", file]));
    assert!(
        again.ends_with("catalogue version 1\n"),
        "the same file is no news"
    );
}

#[test]
fn an_administrator_sets_a_limit_the_portal_left_unclear() {
    let data = tempfile::tempdir().expect("a folder");
    let (_running, _) = demo(data.path());
    let file = data.path().join("rules.json");
    let path = file.to_str().expect("text");
    let write = |text: &str| {
        #[expect(clippy::disallowed_methods, reason = "a test's own input file")]
        std::fs::write(&file, text).expect("writes");
    };
    write(
        r#"[{"code":"1.010824","source":"Quyết định 639/QĐ-BNV","methods":[{"channel":"direct","limit":{"unit":"days","count":0}}]}]"#,
    );
    let told = complained(&run(data.path(), &["import-rules", path]));
    assert!(
        told.contains("1.010824: methods: Direct has a limit that is no rule"),
        "{told}"
    );
    write(
        r#"[{"code":"1.010824","source":"Quyết định 639/QĐ-BNV","methods":[{"channel":"direct","limit":{"unit":"days","count":19}}]}]"#,
    );
    let set = said(&run(data.path(), &["import-rules", path]));
    assert_eq!(set, "1 rules, catalogue version 2\n", "published");
    let again = said(&run(data.path(), &["import-rules", path]));
    assert_eq!(again, set, "the same again is no news");
    write("{}");
    let told = complained(&run(data.path(), &["import-rules", path]));
    assert!(told.contains("no list of rules"), "{told}");
}

#[test]
fn an_office_is_imported_from_a_file_and_real_data_make_no_demo() {
    let data = tempfile::tempdir().expect("a folder");
    let file = data.path().join("site.json");
    let site = include_str!("../src/demo_site.json").replace("nam-hoa-lu", "tam-diep");
    #[expect(clippy::disallowed_methods, reason = "a test's own input file")]
    std::fs::write(&file, site).expect("writes");
    let file = file.to_str().expect("text");
    assert_eq!(
        said(&run(data.path(), &["import-site", file])),
        "tam-diep\n",
        "its office"
    );
    let early = complained(&run(data.path(), &["enrol-code", "--office", "tam-diep"]));
    assert!(
        early.contains("has not run here yet"),
        "no address is known: {early}"
    );
    let words = [
        "enrol-code",
        "--office",
        "tam-diep",
        "--url",
        "https://centre.example:8443",
    ];
    assert!(
        said(&run(data.path(), &words)).starts_with("motcua1."),
        "unless it is said"
    );
    let refused = complained(&run(data.path(), &["--demo"]));
    assert!(
        refused.contains("holds real data, not demo data"),
        "{refused}"
    );
    let bare = data.path().join("bare.json");
    let rules = r#""rules": { "provisional_title": " ", "#;
    let text = include_str!("../src/demo_site.json").replace(r#""rules": { "#, rules);
    #[expect(clippy::disallowed_methods, reason = "a test's own input file")]
    std::fs::write(&bare, text).expect("writes");
    let words = ["import-site", bare.to_str().expect("text")];
    let untitled = complained(&run(data.path(), &words));
    assert!(
        untitled.contains("title of the temporary slip"),
        "{untitled}"
    );
    let text = include_str!("../src/demo_site.json")
        .replace(r#""rules": { "#, r#""rules": { "page_budget": 5, "#);
    #[expect(clippy::disallowed_methods, reason = "a test's own input file")]
    std::fs::write(&bare, text).expect("writes");
    let misspelt = complained(&run(data.path(), &words));
    assert!(
        misspelt.contains("unknown rule `page_budget`"),
        "{misspelt}"
    );
    let bad = complained(&run(data.path(), &["import-site", PROGRAM]));
    assert!(bad.contains("no site file"), "{bad}");
}

#[test]
fn an_auditor_walks_the_journals_and_exports_them_beside_a_running_centre() {
    let data = tempfile::tempdir().expect("a folder");
    let (_running, _) = demo(data.path());
    let walked = said(&run(data.path(), &["verify"]));
    assert_eq!(
        walked, "0 journals, every chain sound\n",
        "nothing came yet"
    );
    assert_eq!(said(&run(data.path(), &["export-journal"])), "", "no event");
}

/// A desk enrolled beside the program, and a bundle of it with one event.
async fn bundle_of_a_desk(data: &Path) -> Vec<u8> {
    let centre = Centre::open_any(data, &Storage::default()).await;
    let centre = centre.expect("opens");
    let site = Site::from_json(include_bytes!("../src/demo_site.json")).expect("reads");
    let (office, now) = (site.office.id.clone(), Timestamp(1_795_000_000_000));
    let kept = centre
        .store
        .apply_site(site.record().expect("a record"), now);
    kept.await.expect("kept");
    let code = EnrolCodeRecord {
        secret: [1; 32],
        office: office.clone(),
        label: String::new(),
        again: None,
        reusable: false,
        until: now.plus_ms(1),
    };
    centre.store.add_enrol_code(code).await.expect("kept");
    let key = SigningKey::from_bytes(&[5; 32]);
    let wish = Enrolment {
        secret: [1; 32],
        desk: DeskId(Uuid::from_u128(77)),
        key: key.verifying_key().to_bytes(),
        machine: String::new(),
        label: "Quầy 1".to_owned(),
        now,
    };
    let enrolled = centre.store.enrol(wish).await.expect("asked");
    let desk = enrolled.expect("enrolled").desk;
    let header = Header {
        bundle: Uuid::from_u128(78),
        desk,
        office,
        number: 4,
        made_at: now,
        events: 1,
        files: 0,
    };
    let key_of_bundle = Zeroizing::new([9; 32]);
    let sealed = sealed(&centre.keys.seal_public(), &key_of_bundle);
    centre.store.close().await.expect("closed");
    let lock = Lock {
        key: key_of_bundle,
        sealed,
    };
    let mut writer = Writer::begin(Vec::new(), &header, &lock).expect("begun");
    writer.push(&one_event(desk)).expect("an event");
    writer.finish(&key).expect("signed")
}

/// An event no program reads: kept all the same.
fn one_event(desk: DeskId) -> PushRequest {
    let event = serde_json::json!({
        "envelope": {
            "id": Uuid::from_u128(79), "origin": desk, "incarnation": 1, "seq": 1,
            "dossier": Uuid::from_u128(80), "at": 1, "officer": "nt.huong", "own_epoch": 0,
            "clock": {"skew_ms": 0, "heard_at": null},
            "versions": {"procedure": 1, "calendar": 1, "policy": 1},
        },
        "body": {"kind": "of a later program"},
    });
    PushRequest {
        incarnation: 1,
        prev_head: "0".repeat(64),
        events: vec![serde_json::from_str(&event.to_string()).expect("an event")],
    }
}

/// Sealed as a desk seals its keys to the centre.
fn sealed(centre_public: &str, key: &[u8; 32]) -> Vec<u8> {
    let digits = centre_public.as_bytes().chunks(2).map(|pair| {
        let pair = std::str::from_utf8(pair).expect("digits");
        u8::from_str_radix(pair, 16).expect("digits")
    });
    let centre: [u8; 32] = digits.collect::<Vec<u8>>().try_into().expect("a key");
    let secret = StaticSecret::from([6; 32]);
    let public = PublicKey::from(&secret);
    let shared = secret.diffie_hellman(&PublicKey::from(centre));
    let info = [&b"motcua-seal-1"[..], public.as_bytes(), &centre].concat();
    let mut derived = [0; 32];
    let hkdf = Hkdf::<Sha256>::new(None, shared.as_bytes());
    hkdf.expand(&info, &mut derived).expect("32 fits");
    let cipher = XChaCha20Poly1305::new(&derived.into());
    let nonce = [2; 24];
    let text = cipher.encrypt(&XNonce::from(nonce), key.as_slice());
    [public.as_bytes().as_slice(), &nonce, &text.expect("sealed")].concat()
}

#[test]
fn a_bundle_is_taken_in_by_the_administrator_and_answered_and_rubbish_is_refused_in_words() {
    let data = tempfile::tempdir().expect("a folder");
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let bytes = runtime.block_on(bundle_of_a_desk(data.path()));
    let stick = tempfile::tempdir().expect("a stick");
    let write = |name: &str, bytes: &[u8]| {
        let path = stick.path().join(name);
        #[expect(clippy::disallowed_methods, reason = "a test's own input file")]
        std::fs::write(&path, bytes).expect("writes");
        path.to_str().expect("text").to_owned()
    };
    let bundle = write("goi-0004.motcua-chuyen", &bytes);
    let told = said(&run(data.path(), &["courier", "import", &bundle]));
    assert!(
        told.contains("1 việc mới, 0 việc đã có, 1 việc cần xem"),
        "{told}"
    );
    assert!(
        told.contains("1 new events, 0 held already"),
        "in both languages: {told}"
    );
    let answer = std::fs::read(stick.path().join("goi-0004.motcua-phanhoi"));
    assert!(answer.expect("beside the bundle").len() > 100, "an answer");
    let out = stick.path().join("elsewhere");
    let words = [
        "courier",
        "import",
        &bundle,
        "--out",
        out.to_str().expect("text"),
    ];
    let again = said(&run(data.path(), &words));
    assert!(
        again.contains("0 việc mới, 1 việc đã có"),
        "twice is once: {again}"
    );
    assert!(out.exists(), "where it was said");
    let cut = write("cut", &bytes[..bytes.len() - 1]);
    let told = complained(&run(data.path(), &["courier", "import", &cut]));
    assert!(told.contains("chữ ký không khớp"), "in Vietnamese: {told}");
    assert!(
        told.contains("the signature does not fit"),
        "and in English: {told}"
    );
    let rubbish = write("rubbish", b"");
    let told = complained(&run(data.path(), &["courier", "import", &rubbish]));
    assert!(told.contains("không phải tệp chuyển"), "{told}");
    let none = complained(&run(data.path(), &["courier", "import", "/none"]));
    assert!(none.contains("No such file"), "{none}");
}

#[test]
fn strange_words_get_the_usage() {
    let data = tempfile::tempdir().expect("a folder");
    let cases: [&[&str]; 4] = [&["--what"], &["dance"], &["--listen"], &["enrol-code"]];
    for words in cases {
        let told = complained(&run(data.path(), words));
        assert!(
            told.contains("motcua-central [--data DIR]"),
            "{words:?}: {told}"
        );
    }
    assert!(
        said(&run(data.path(), &["--help"])).contains("import-catalogue FILE"),
        "help"
    );
    let refused = complained(&run(data.path(), &["--demo", "--listen", "0.0.0.0:0"]));
    assert!(refused.contains("loopback"), "{refused}");
}
