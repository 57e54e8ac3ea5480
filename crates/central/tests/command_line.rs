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
    let released = said(&run(data.path(), &["quarantine", "release", desk]));
    assert_eq!(released, "nothing of this desk waits\n", "nor of this desk");
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
