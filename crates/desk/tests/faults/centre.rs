//! A centre that is absent, slow, answers rubbish, or is another one: the counter works on, says
//! why the link is down, gives nothing away, and sends everything once the right one is back.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use protocol::view::{EnrolRequest, LinkState, Stage};
use sync::{Answer, Request, Response, Transport};
use testkit::{HUONG, Station, TestCentre, friday_morning, wrap_connections};

use crate::world::{World, told};

/// Longest a reception may take while the link hangs.
const RECEIVE_MAX: Duration = Duration::from_secs(4);

/// Something that listens where the centre was; ends with the value.
struct Impostor {
    address: SocketAddr,
    over: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Impostor {
    /// Greets every connection with `greeting` and keeps it open.
    fn at(address: SocketAddr, greeting: &'static [u8]) -> Self {
        let listener = TcpListener::bind(address).expect("the centre's port is free");
        let over = Arc::new(AtomicBool::new(false));
        let ended = Arc::clone(&over);
        let thread = std::thread::spawn(move || {
            let mut held: Vec<TcpStream> = Vec::new();
            for mut line in listener.incoming().flatten() {
                if ended.load(Ordering::SeqCst) {
                    return;
                }
                let mut hello = [0; 64];
                line.set_read_timeout(Some(Duration::from_millis(500)))
                    .expect("a limit");
                drop(line.read(&mut hello));
                drop(line.write_all(greeting));
                held.push(line);
            }
        });
        Self {
            address,
            over,
            thread: Some(thread),
        }
    }
}

impl Drop for Impostor {
    fn drop(&mut self) {
        self.over.store(true, Ordering::SeqCst);
        drop(TcpStream::connect(self.address));
        if let Some(thread) = self.thread.take() {
            thread.join().expect("the impostor ends");
        }
    }
}

/// Waits for the reason, then receives: work goes on and the strip says what waits.
fn works_on_while(world: &World, reason: &str) -> String {
    world
        .station
        .changes
        .wait_for(&format!("the reason {reason}"), || {
            world.desk().send_now(()).expect("signed in");
            let strip = world.station.strip();
            (strip.link == LinkState::Offline && strip.link_reason == reason).then_some(())
        });
    let draft = world.typed();
    let begun = Instant::now();
    let received = world
        .desk()
        .receive(draft)
        .expect("the counter needs no link");
    assert!(
        begun.elapsed() < RECEIVE_MAX,
        "nor waits for it: {:?}",
        begun.elapsed()
    );
    assert!(!received.provisional, "the numbers were leased before");
    assert!(
        world.station.strip().unsent >= 1,
        "the strip says what waits"
    );
    received.dossier
}

#[test]
fn an_absent_centre_stops_enrolment_in_words_and_nothing_else() {
    let mut world = World::at_work();
    let other = Station::new(&world.clock);
    let code = world.centre.enrol_code();
    world.centre.stop();
    let request = EnrolRequest {
        code: code.clone(),
        label: "Quầy 4".to_owned(),
    };
    let error = other
        .desk()
        .enrol(request.clone())
        .expect_err("nobody answers");
    assert_eq!(error.code, "link.refused", "said as such");
    told(&error);
    assert_eq!(
        other.desk().app_state(()).expect("state").stage,
        Stage::Unenrolled,
        "not half enrolled"
    );
    let dossier = works_on_while(&world, "refused");
    world.centre.start_again();
    other
        .desk()
        .enrol(request)
        .expect("the code was not used up");
    world.station.wait_link(&LinkState::Online);
    world.station.wait_sent();
    assert_eq!(
        world.centre.dossier(&dossier).expect("arrived").events,
        1,
        "once"
    );
}

#[test]
fn a_centre_that_never_answers_holds_nobody_up() {
    let mut world = World::at_work();
    let address = world.centre.address();
    world.centre.stop();
    let silent = Impostor::at(address, b"");
    let dossier = works_on_while(&world, "timeout");
    drop(silent);
    world.centre.start_again();
    world.station.wait_link(&LinkState::Online);
    world.station.wait_sent();
    assert_eq!(
        world.centre.dossier(&dossier).expect("arrived").events,
        1,
        "once"
    );
}

#[test]
fn rubbish_where_the_centre_was_is_called_rubbish() {
    let mut world = World::at_work();
    let address = world.centre.address();
    world.centre.stop();
    let rubbish = Impostor::at(
        address,
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello\r\n\r\n",
    );
    let dossier = works_on_while(&world, "garbled");
    drop(rubbish);
    world.centre.start_again();
    world.station.wait_link(&LinkState::Online);
    world.station.wait_sent();
    assert_eq!(
        world.centre.dossier(&dossier).expect("arrived").events,
        1,
        "once"
    );
    assert_eq!(world.sound(), 1, "and the journal is whole");
}

/// A page in the way, inside the right TLS: every answer is "200, please sign in to the Wi-Fi".
struct InTheWay {
    inner: Arc<dyn Transport>,
    on: Arc<AtomicBool>,
}

impl Transport for InTheWay {
    fn send(&self, request: Request) -> Answer<'_> {
        if !self.on.load(Ordering::SeqCst) {
            return self.inner.send(request);
        }
        let body = b"<html><title>Wi-Fi</title></html>".to_vec();
        let (upload_offset, upload_complete) = (None, false);
        let page = Response {
            status: 200,
            zstd: false,
            upload_offset,
            upload_complete,
            body,
        };
        Box::pin(async move { Ok(page) })
    }
}

#[test]
fn answers_that_make_no_sense_change_nothing_and_are_not_believed() {
    let on = Arc::new(AtomicBool::new(false));
    let switch = Arc::clone(&on);
    let mut world = World::tuned(move |config| {
        let on = Arc::clone(&switch);
        wrap_connections(config, move |inner| {
            let on = Arc::clone(&on);
            InTheWay { inner, on }
        });
    });
    on.store(true, Ordering::SeqCst);
    let dossier = works_on_while(&world, "garbled");
    let sync = world.desk().sync_overview(()).expect("overview");
    assert_eq!(
        (sync.recorded, sync.acked),
        (1, 0),
        "a page is no receipt of ours"
    );
    on.store(false, Ordering::SeqCst);
    world.station.wait_link(&LinkState::Online);
    world.station.wait_sent();
    assert_eq!(
        world.centre.dossier(&dossier).expect("arrived").events,
        1,
        "once"
    );
    assert_eq!(world.sound(), 1, "and the journal is whole");
}

#[test]
fn another_centre_at_the_same_address_gets_nothing() {
    let mut world = World::at_work();
    let address = world.centre.address();
    world.centre.stop();
    let other = TestCentre::start_at(address, &world.clock);
    let dossier = works_on_while(&world, "certificate");
    assert!(
        other.dossier(&dossier).is_none(),
        "nothing was told to a stranger"
    );
    drop(other);
    world.centre.start_again();
    world.station.wait_link(&LinkState::Online);
    world.station.wait_sent();
    assert_eq!(
        world.centre.dossier(&dossier).expect("arrived").events,
        1,
        "once"
    );
}

#[test]
fn a_code_whose_fingerprint_is_of_another_centre_does_not_enrol() {
    let clock = friday_morning();
    let (right, other) = (TestCentre::start(&clock), TestCentre::start(&clock));
    let station = Station::new(&clock);
    let code = right.enrol_code_pointing_at(&other.url());
    let request = EnrolRequest {
        code,
        label: "Quầy 3".to_owned(),
    };
    let error = station
        .desk()
        .enrol(request)
        .expect_err("not the centre the code names");
    assert_eq!(error.code, "enrol.fingerprint", "said as such");
    told(&error);
    let state = station.desk().app_state(()).expect("a state");
    assert_eq!(state.stage, Stage::Unenrolled, "and nothing is enrolled");
    let error = station.sign_in(HUONG).expect_err("nor can anyone sign in");
    assert_eq!(error.code, "app.unenrolled", "said as such");
}
