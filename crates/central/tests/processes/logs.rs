//! What a centre and a desk write into their logs at work, everything they have to say: no person, no
//! body, no password, no token, no code.

use std::fs::OpenOptions;
use std::path::Path;
use std::sync::Mutex;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use protocol::view::EnrolRequest;
use protocol::{PROTOCOL_HEADER, Spoken};
use serde_json::Value;
use testkit::{
    CentreProcess, Door, HUONG, HUONG_CARD, Officer, Station, clock_of_the_machine, filled_draft,
    jpeg_page, social_allowance,
};

use crate::world::PROGRAM;

/// Longer than any name in a line; tokens, keys, hashes and signatures are longer still.
const WORD_CHARS_MAX: usize = 28;
/// Of a login that failed until the next is tried.
const WAIT_MS: i64 = 60_000;
const MISTYPED: Officer = Officer {
    login: HUONG.login,
    password: "mat-khau-go-nham",
};
/// What a stranger sends.
const TOKEN: &str = "the-token-of-somebody-else";

#[test]
fn no_line_of_a_log_names_a_citizen_or_an_officer_or_tells_a_secret() {
    let room = tempfile::tempdir().expect("a folder");
    let (of_centre, of_desk) = (room.path().join("centre"), room.path().join("desk"));
    keep_own_log(&of_desk);
    let centre = CentreProcess::start_logged(PROGRAM, &of_centre);
    let door = Door::to(centre.address()).expect("a door");
    let clock = clock_of_the_machine();
    let mut station = Station::new(&clock);
    let code = centre.enrol_code(door.address());
    station.enrol_with(code.clone(), "Quầy 3");
    let refused = station.sign_in(MISTYPED).expect_err("mistyped");
    assert_eq!(refused.code, "sign_in.password", "by the centre");
    clock.advance_ms(WAIT_MS);
    station.begin_work(HUONG);
    let draft = filled_draft(&station, social_allowance());
    let phone = draft.parties[0].phone.clone();
    let target = format!("draft:{}", draft.request_id);
    let component = draft.papers[0].component.clone();
    let attached = station
        .desk()
        .attach(&target, &component, "trang.jpg", &jpeg_page(1));
    attached.expect("a page");
    station.desk().receive(draft).expect("received");
    station.wait_sent();
    let second = Station::new(&clock);
    let used = EnrolRequest {
        code: code.clone(),
        label: "Quầy 4".to_owned(),
    };
    second.desk().enrol(used).expect_err("a code enrols once");
    knock(&format!("https://{}", centre.address()));
    station.stop();
    drop((second, station, centre));

    let mut hidden: Vec<String> = HUONG_CARD.split('|').map(str::to_owned).collect();
    hidden.retain(|part| part != "Nữ");
    let digits = phone.replace(' ', "");
    hidden.extend([phone, digits, secret(&code), code]);
    hidden.extend([HUONG, MISTYPED].map(|who| who.password.to_owned()));
    hidden.extend([HUONG.login, TOKEN, "Nguyễn", "Hường"].map(str::to_owned));
    let said = looked_through(&of_centre, &hidden);
    for line in ["a desk was enrolled", "a session was opened", "answered"] {
        let is_said = said.iter().any(|one| one["fields"]["message"] == line);
        assert!(is_said, "the centre said: {line}");
    }
    for refused in [401, 404] {
        let is_told = said.iter().any(|one| one["fields"]["status"] == refused);
        assert!(is_told, "the centre told of a refusal: {refused}");
    }
    assert!(
        !looked_through(&of_desk, &hidden).is_empty(),
        "a desk's log"
    );
}

/// From now on this process, in which the desk runs, logs into a file.
fn keep_own_log(path: &Path) {
    let file = OpenOptions::new().create(true).append(true).open(path);
    let lines = tracing_subscriber::fmt()
        .json()
        .with_max_level(tracing::Level::DEBUG)
        .with_writer(Mutex::new(file.expect("a file")));
    lines.try_init().expect("nobody logs here yet");
}

/// A stranger asks for what is not theirs, with persons and secrets wherever a request has room.
fn knock(url: &str) {
    drop(rustls::crypto::ring::default_provider().install_default());
    let client = reqwest::Client::builder()
        .tls_danger_accept_invalid_certs(true)
        .build()
        .expect("a client");
    let paths = [
        "/v1/pull?feed=Nguy%E1%BB%85n&after=0&limit=1",
        "/v1/blob/037188004321",
        "/037188004321/Nguy%E1%BB%85n",
    ];
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let spoken = Spoken::OURS.to_string();
    for path in paths {
        let asked = client.get(format!("{url}{path}")).bearer_auth(TOKEN);
        let asked = asked.header(PROTOCOL_HEADER, &spoken);
        let answer = runtime.block_on(asked.send()).expect("an answer");
        assert!(answer.status().is_client_error(), "{path} is refused");
    }
    let body = format!("{{\"password\": \"{}\", \"officer\"", MISTYPED.password);
    let asked = client.post(format!("{url}/v1/session")).body(body);
    let asked = asked.header(PROTOCOL_HEADER, &spoken);
    let answer = runtime.block_on(asked.send()).expect("an answer");
    assert_eq!(answer.status(), 400, "half a body");
}

fn secret(code: &str) -> String {
    let (_, told) = code.split_once('.').expect("a code");
    let told = URL_SAFE_NO_PAD.decode(told).expect("a code");
    let told: Value = serde_json::from_slice(&told).expect("JSON");
    told["secret"].as_str().expect("a secret").to_owned()
}

/// The lines, none of which shows anything hidden, or anything as long as a key.
fn looked_through(path: &Path, hidden: &[String]) -> Vec<Value> {
    let log = std::fs::read_to_string(path).expect("a log");
    let looked = log.lines().map(|line| {
        let said: Value = serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {line}"));
        let told = said.to_string();
        for one in hidden {
            assert!(!told.contains(one.as_str()), "{one:?} in {line}");
        }
        let longest = told.split(|c: char| !c.is_ascii_alphanumeric());
        let longest = longest.max_by_key(|word| word.len()).unwrap_or_default();
        assert!(longest.len() <= WORD_CHARS_MAX, "{longest} in {line}");
        said
    });
    looked.collect()
}
