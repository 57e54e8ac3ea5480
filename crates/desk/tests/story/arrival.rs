//! A desk that comes to an office with many dossiers: they come page by page, the strip says how far
//! they are, the officer works meanwhile, and a cut in the middle costs nothing.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use protocol::view::{ForwardRequest, ReceivingView};
use sync::{Answer, Request, Transport, TransportError};
use testkit::{
    BINH, HUONG, Station, TestCentre, filled_draft, friday_morning, social_allowance,
    wrap_connections,
};

/// More than a page of the feed: each dossier is received and forwarded.
const DOSSIERS: usize = 310;

/// Lets one page of the feed through and refuses the next ones until it is told to.
struct Narrow {
    inner: Arc<dyn Transport>,
    gate: Arc<Gate>,
}

#[derive(Default)]
struct Gate {
    pages: AtomicUsize,
    is_open: AtomicBool,
}

impl Gate {
    fn lets_through(&self, request: &Request) -> bool {
        !request.path.starts_with("/v1/pull")
            || self.is_open.load(Ordering::SeqCst)
            || self.pages.fetch_add(1, Ordering::SeqCst) == 0
    }
}

impl Transport for Narrow {
    fn send(&self, request: Request) -> Answer<'_> {
        if self.gate.lets_through(&request) {
            self.inner.send(request)
        } else {
            Box::pin(async { Err(TransportError::Timeout) })
        }
    }
}

fn receive(station: &Station) -> String {
    let draft = filled_draft(station, social_allowance());
    station.desk().receive(draft).expect("received").dossier
}

fn forward_all(station: &Station, dossiers: &[String]) {
    let target = station
        .desk()
        .forward_targets(())
        .expect("targets")
        .remove(0);
    for (number, some) in dossiers.chunks(50).enumerate() {
        let request = ForwardRequest {
            request_id: format!("0197a000-0000-7000-8000-0000000001{number:02}"),
            dossiers: some.to_vec(),
            to: target.id.clone(),
        };
        station.desk().forward(request).expect("forwarded");
    }
}

/// The office's work before the new desk comes.
fn an_office_at_work(station: &Station) -> Vec<String> {
    station.sign_in(HUONG).expect("signed in");
    station.wait_ready();
    let dossiers: Vec<_> = (0..DOSSIERS).map(|_| receive(station)).collect();
    forward_all(station, &dossiers);
    station.wait_sent();
    dossiers
}

/// What a desk shows of a dossier.
fn shown(station: &Station, dossier: &str) -> Option<(String, String, String)> {
    let row = station.desk().dossier(dossier.to_owned()).ok()?.row;
    Some((row.code, row.forwarded_to, row.person))
}

#[test]
fn a_new_desk_tells_how_far_it_is_works_meanwhile_and_a_cut_costs_nothing() {
    let clock = friday_morning();
    let centre = TestCentre::start(&clock);
    let first = Station::enrolled(&centre, &clock, "Quầy 3");
    let dossiers = an_office_at_work(&first);

    let gate = Arc::new(Gate::default());
    let narrow = Arc::clone(&gate);
    let mut new = Station::tuned(&clock, move |config| {
        let gate = Arc::clone(&narrow);
        wrap_connections(config, move |inner| {
            let gate = Arc::clone(&gate);
            Narrow { inner, gate }
        });
    });
    new.enrol(&centre, "Quầy 4");
    new.sign_in(BINH).expect("signed in");
    let ReceivingView { taken, total } = new.until("one page, and how many there are", || {
        new.strip().receiving.filter(|bar| bar.taken > 0)
    });
    assert!(taken == 500 && total >= 620, "{taken} of {total} acts");
    let sync = new.desk().sync_overview(()).expect("the screen");
    assert_eq!(
        sync.receiving,
        new.strip().receiving,
        "the screen has it too"
    );
    assert!(shown(&new, &dossiers[0]).is_some(), "what came is there");
    let last = shown(&new, &dossiers[DOSSIERS - 1]).expect("received in the first page");
    assert_eq!(last.1, "", "that it was handed over is still to come");

    // the cable is still bad: the officer receives, and the machine is switched off and on
    new.wait_ready();
    let meanwhile = receive(&new);
    new.stop();
    new.start();
    gate.is_open.store(true, Ordering::SeqCst);
    new.sign_in(BINH).expect("signed in");
    new.until("everything has come", || {
        let last = shown(&new, &dossiers[DOSSIERS - 1])?;
        (!last.1.is_empty() && new.strip().receiving.is_none()).then_some(())
    });
    for dossier in &dossiers {
        assert_eq!(
            shown(&new, dossier),
            shown(&first, dossier),
            "the same here and there"
        );
    }
    new.wait_sent();
    let other = first.until("the new desk's dossier", || shown(&first, &meanwhile));
    assert_eq!(
        Some(other),
        shown(&new, &meanwhile),
        "what was received meanwhile is not lost"
    );
}
