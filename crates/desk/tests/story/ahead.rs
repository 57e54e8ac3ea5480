//! The next batch of events is on its way while the centre stores the one before. It may overtake it.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use protocol::Spoken;
use protocol::view::LinkState;
use protocol::wire::PUSH_EVENTS_MAX;
use sync::{Answer, Request, Transport};
use testkit::{
    HUONG, Station, TestCentre, filled_draft, friday_morning, social_allowance, wrap_connections,
};

/// How long the first batch waits for the second to be answered.
const HELD_BACK_MAX: Duration = Duration::from_secs(20);

/// A full batch has more bytes than this, compressed; one of a single act has less.
const FULL_BYTES: usize = 10_000;

/// What the centre was asked with a full batch of events and after it, and how it answered.
#[derive(Default)]
struct Line {
    is_mended: AtomicBool,
    has_begun: AtomicBool,
    answered: Mutex<Vec<(String, u16)>>,
}

impl Line {
    fn answered(&self) -> Vec<(String, u16)> {
        self.answered.lock().expect("whole").clone()
    }
}

struct Overtaken {
    inner: Arc<dyn Transport>,
    line: Arc<Line>,
}

impl Transport for Overtaken {
    fn centre(&self) -> Option<Spoken> {
        self.inner.centre()
    }

    fn send(&self, request: Request) -> Answer<'_> {
        let is_full = request.path == "/v1/push" && request.body.len() > FULL_BYTES;
        let is_heard = is_full && self.line.is_mended.load(Ordering::SeqCst);
        let is_first = is_heard && !self.line.has_begun.swap(true, Ordering::SeqCst);
        let path = request.path.clone();
        Box::pin(async move {
            let begun = Instant::now();
            while is_first && self.line.answered().is_empty() && begun.elapsed() < HELD_BACK_MAX {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            let answer = self.inner.send(request).await?;
            if self.line.has_begun.load(Ordering::SeqCst) {
                let said = (path, answer.status);
                self.line.answered.lock().expect("whole").push(said);
            }
            Ok(answer)
        })
    }
}

#[test]
fn a_batch_that_overtakes_the_one_before_it_is_sent_again_and_nothing_is_doubled() {
    let clock = friday_morning();
    let centre = TestCentre::start(&clock);
    let line = Arc::new(Line::default());
    let seen = Arc::clone(&line);
    let station = Station::tuned(&clock, move |config| {
        let line = Arc::clone(&seen);
        wrap_connections(config, move |inner| {
            let line = Arc::clone(&line);
            Overtaken { inner, line }
        });
    });
    station.enrol(&centre, "Quầy 3");
    station.begin_work(HUONG);
    station.faults.cut(true);
    station.wait_link(&LinkState::Offline);
    let receive = |_| {
        let draft = filled_draft(&station, social_allowance());
        station.desk().receive(draft).expect("received").dossier
    };
    let dossiers: Vec<String> = (0..=PUSH_EVENTS_MAX).map(receive).collect();

    line.is_mended.store(true, Ordering::SeqCst);
    station.faults.cut(false);
    station.wait_sent();
    let answered = line.answered();
    let pushes = answered.iter().filter(|(path, _)| path == "/v1/push");
    let pushes: Vec<u16> = pushes.map(|(_, status)| *status).collect();
    assert_eq!(pushes.get(..3), Some(&[409, 200, 200][..]), "{answered:?}");
    let opened = answered.iter().filter(|(path, _)| path == "/v1/session");
    assert_eq!(opened.count(), 0, "nothing was compared: {answered:?}");
    for dossier in &dossiers {
        let held = centre.dossier(dossier).expect("at the centre");
        assert!(held.received.is_some(), "with its reception");
    }
    assert_eq!(centre.set_aside(), 0, "nothing waits for a person");
}
