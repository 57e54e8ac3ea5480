//! The link when something is wrong with it: each trouble has its own name.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::time::Duration;

use protocol::Spoken;
use protocol::view::LinkState;
use sync::{BodyKind, Https, Method, Request, Transport, TransportError};
use testkit::{
    HUONG, Limits, Rate, Station, TestCentre, filled_draft, friday_morning, jpeg_page,
    social_allowance,
};

fn ask(url: &str, ca: &[u8]) -> Result<u16, TransportError> {
    let transport = Https::pinned(url, ca)?;
    let request = Request {
        method: Method::Get,
        path: "/healthz".to_owned(),
        token: None,
        body: Vec::new().into(),
        body_kind: BodyKind::Empty,
        timeout: Duration::from_millis(700),
        answer_bytes_max: 1024,
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let answer = runtime
        .expect("a runtime")
        .block_on(transport.send(request));
    answer.map(|answer| answer.status)
}

/// A port that treats every caller alike.
fn listener(behave: fn(std::net::TcpStream)) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    std::thread::spawn(move || {
        for caller in listener.incoming().take(4).flatten() {
            behave(caller);
        }
    });
    format!("https://{address}")
}

#[test]
fn each_trouble_of_the_link_has_its_own_name() {
    let clock = friday_morning();
    let (centre, other) = (TestCentre::start(&clock), TestCentre::start(&clock));
    let ca = centre.ca();
    assert_eq!(
        ask(&centre.url(), &ca),
        Ok(200),
        "the centre answers its own desks"
    );

    let stranger = ask(&other.url(), &ca);
    assert_eq!(
        stranger,
        Err(TransportError::Certificate),
        "another centre is not ours"
    );

    let free = TcpListener::bind("127.0.0.1:0")
        .expect("a port")
        .local_addr()
        .expect("an address");
    let nobody = ask(&format!("https://{free}"), &ca);
    assert_eq!(nobody, Err(TransportError::Refused), "nobody listens");

    let silent = listener(|mut caller| {
        let mut buffer = [0; 1024];
        while caller.read(&mut buffer).is_ok_and(|count| count > 0) {}
    });
    assert_eq!(
        ask(&silent, &ca),
        Err(TransportError::Timeout),
        "an answer that never comes"
    );

    let rubbish = listener(|mut caller| {
        let mut buffer = [0; 1024];
        let heard = caller.read(&mut buffer);
        let said = caller.write_all(b"HTTP/1.0 400 what\r\n\r\n");
        assert!(
            heard.is_ok() && said.is_ok(),
            "the caller stays for the answer"
        );
    });
    assert_eq!(
        ask(&rubbish, &ca),
        Err(TransportError::Garbled),
        "no TLS at all"
    );

    let plain = ask("http://127.0.0.1:1", &ca);
    assert_eq!(plain, Err(TransportError::Address), "never without TLS");
}

#[test]
fn a_code_with_another_fingerprint_does_not_enrol() {
    let clock = friday_morning();
    let (centre, other) = (TestCentre::start(&clock), TestCentre::start(&clock));
    let station = Station::new(&clock);
    let code = centre.enrol_code_pointing_at(&other.url());
    let request = protocol::view::EnrolRequest {
        code,
        label: "Quầy 3".to_owned(),
    };
    let error = station.desk().enrol(request).expect_err("not that centre");
    assert_eq!(
        error.code, "enrol.fingerprint",
        "the certificate is another one"
    );
}

#[test]
fn a_used_code_and_a_stopped_centre_are_told_apart() {
    let clock = friday_morning();
    let mut centre = TestCentre::start(&clock);
    let (first, second) = (Station::new(&clock), Station::new(&clock));
    let code = centre.enrol_code();
    let request = |label: &str| protocol::view::EnrolRequest {
        code: code.clone(),
        label: label.to_owned(),
    };
    first
        .desk()
        .enrol(request("Quầy 3"))
        .expect("the first desk takes it");
    let error = second
        .desk()
        .enrol(request("Quầy 4"))
        .expect_err("once only");
    assert_eq!(error.code, "enrol.used", "the code is used up");
    let error = first.desk().enrol(request("Quầy 3")).expect_err("enrolled");
    assert_eq!(error.code, "enrol.already", "a desk enrols once");
    centre.stop();
    let error = second
        .desk()
        .enrol(request("Quầy 4"))
        .expect_err("no centre");
    assert_eq!(error.code, "link.refused", "nobody answers");
}

/// How often the centre told a desk to come again.
fn told_to_wait(centre: &TestCentre) -> u32 {
    let request = Request {
        method: Method::Get,
        path: "/metrics".to_owned(),
        token: None,
        body: Vec::new().into(),
        body_kind: BodyKind::Empty,
        timeout: Duration::from_secs(10),
        answer_bytes_max: 1024 * 1024,
    };
    let transport = Https::pinned(&centre.url(), &centre.ca()).expect("a transport");
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let answer = runtime.block_on(transport.send(request)).expect("counts");
    let text = String::from_utf8(answer.body).expect("text");
    let name = "motcua_told_to_wait_total{of=\"desk\"} ";
    let count = text.lines().find_map(|line| line.strip_prefix(name));
    count.expect("counted").parse().expect("a number")
}

#[test]
fn a_desk_told_to_wait_waits_says_nothing_of_trouble_and_everything_arrives() {
    let clock = friday_morning();
    // slower than any machine sends, however busy it is
    let desk = Rate::new(3, 15).expect("a rate");
    let mut centre = TestCentre::limited(
        &clock,
        Limits {
            desk,
            ..Limits::default()
        },
    );
    // to an older one each page goes with a request of its own
    centre.stop();
    centre.becomes(Spoken::FIRST);
    centre.start_again();
    let station = Station::at_work(&centre, &clock, "Quầy 3", HUONG);
    station.wait_link(&LinkState::Online);
    let draft = filled_draft(&station, social_allowance());
    let target = format!("draft:{}", draft.request_id);
    let component = draft.papers[0].component.clone();
    for shade in 0..24 {
        let page = jpeg_page(5 * shade);
        let desk = station.desk();
        desk.attach(&target, &component, "trang.jpg", &page)
            .expect("a page");
    }
    let before = station.faults.requests();
    let id = station.desk().receive(draft).expect("received").dossier;
    station.until("everything is sent", || {
        let sync = station.desk().sync_overview(()).ok()?;
        assert_eq!(sync.link, LinkState::Online, "a wait is no trouble");
        assert!(sync.tasks.is_empty(), "nor a task: {:?}", sync.tasks);
        (sync.recorded == sync.acked && sync.files_waiting == 0).then_some(())
    });
    let told = told_to_wait(&centre);
    assert!(told > 0, "24 pages are more than 15");
    let asked = station.faults.requests() - before;
    assert!(asked < 120, "and no hammering: {asked} requests");
    assert_eq!(centre.dossier(&id).expect("there").events, 1, "once");
    let outages = station.desk().sync_overview(()).expect("overview").outages;
    assert!(outages.is_empty(), "no outage: {outages:?}");
}
