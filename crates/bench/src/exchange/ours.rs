//! Our side: encrypted desks with the worker of the product, over TLS, against the centre. The end of
//! a measured step is seen from within, in the worker's own announcement, so that nothing it does
//! next is in the time or the bytes.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use domain::ids::BlobHash;
use store::{BlobOrigin, Paths, Reader, Store, StoreError};
use sync::{EngineConfig, LinkStatus, Worker};
use tempfile::TempDir;

use super::documents::{self, Document};
use super::{Step, Taken};
use crate::Failure;
use crate::database;
use crate::process::until;
use crate::province::{Counter, Counts, Door, Enrolled, Province};
use crate::seeded::{Rng, Site};

/// A step that takes longer than this is not going to end.
const STEP_MAX: Duration = Duration::from_secs(600);
const WARM_MAX: Duration = Duration::from_secs(60);

/// Whether a database has come to where a step ends.
type Reached = fn(&Reader<'_>, &Goal) -> Result<bool, StoreError>;

/// What there is to reach.
#[derive(Clone)]
struct Goal {
    events: u64,
    feed: String,
}

/// The desks of one office: one that sends and one that receives.
pub(super) struct Ours<'a> {
    province: &'a Province,
    counting: &'a Door,
    sender: Station,
    receiver: Station,
    goal: Goal,
    blobs: Vec<BlobHash>,
    _home: TempDir,
}

struct Station {
    enrolled: Enrolled,
    store: Arc<Store>,
}

impl<'a> Ours<'a> {
    /// Two desks that have taken over catalogue, policy and numbers; what is to be sent is recorded.
    pub(super) fn prepare(
        province: &'a Province,
        counting: &'a Door,
        site: &Site,
        rng: &mut Rng,
        make: impl FnOnce(&Enrolled) -> Result<Vec<Document>, Failure>,
    ) -> Result<(Self, Vec<Document>), Failure> {
        let home = tempfile::tempdir()?;
        let station = |name: &str, rng: &mut Rng| -> Result<Station, Failure> {
            let enrolled = province.enrol(site, rng)?;
            let paths = Paths::new(home.path().join(name));
            let store = Store::create(&paths, &database::key(), &enrolled.identity_in_store(site))?;
            Ok(Station {
                enrolled,
                store: Arc::new(store),
            })
        };
        let (sender, receiver) = (station("sender", rng)?, station("receiver", rng)?);
        let documents = make(&sender.enrolled)?;
        let mut ours = Self {
            province,
            counting,
            sender,
            receiver,
            goal: Goal {
                events: documents.len() as u64,
                feed: format!("office:{}", site.office),
            },
            blobs: Vec::new(),
            _home: home,
        };
        for station in [&ours.sender, &ours.receiver] {
            ours.warm(station)?;
        }
        ours.keep_scans(&documents)?;
        documents::record(&ours.sender.store, site, &documents)?;
        Ok((ours, documents))
    }

    fn keep_scans(&mut self, documents: &[Document]) -> Result<(), Failure> {
        let store = &self.sender.store;
        for scan in documents.iter().filter_map(Document::scan) {
            let put = store.blobs().put(&*scan, scan.len() as u64)?;
            store.write(|tx| tx.note_blob(&put, BlobOrigin::Here, self.province.now()))?;
            self.blobs.push(put.hash);
        }
        Ok(())
    }

    /// Until the centre has every event.
    pub(super) fn push(&self) -> Result<Step, Failure> {
        self.step(
            &self.sender,
            |r, goal| Ok(r.journal()?.acked == goal.events),
        )
    }

    /// Until another desk has folded every event.
    pub(super) fn pull(&self) -> Result<Step, Failure> {
        self.step(&self.receiver, |r, goal| {
            Ok(r.cursor(&goal.feed)?.position == goal.events)
        })
    }

    /// Until the centre has every event and every scan.
    pub(super) fn push_scans(&self) -> Result<Step, Failure> {
        self.step(&self.sender, |r, goal| {
            Ok(r.journal()?.acked == goal.events && r.blobs_to_send(1)?.is_empty())
        })
    }

    /// Another desk of the office looks at every scan and keeps it.
    pub(super) fn fetch_scans(&self) -> Result<Step, Failure> {
        self.warm(&self.receiver)?;
        let store = &self.receiver.store;
        let worker = self.work(&self.receiver, Arc::new(|_tags| {}))?;
        until("open session", WARM_MAX, || {
            (worker.status().link == LinkStatus::Online).then_some(())
        })?;
        let (begun, before) = (Instant::now(), self.counting.counts());
        for hash in &self.blobs {
            let bytes = worker.fetch_blob(*hash)?;
            let put = store.blobs().put(&*bytes, bytes.len() as u64)?;
            store.write(|tx| tx.note_blob(&put, BlobOrigin::Centre, self.province.now()))?;
        }
        let step = Step {
            took: begun.elapsed(),
            passed: self.counting.counts().since(before),
        };
        worker.shutdown();
        Ok(step)
    }

    /// A desk that was just started and has nothing to send fetches what is published.
    fn warm(&self, station: &Station) -> Result<(), Failure> {
        let worker = self.work(station, Arc::new(|_tags| {}))?;
        let online = until("first exchange", WARM_MAX, || {
            (worker.status().link == LinkStatus::Online).then_some(())
        });
        worker.shutdown();
        online
    }

    fn step(&self, station: &Station, reached: Reached) -> Result<Step, Failure> {
        let (sender, ended) = sync_channel(1);
        let watch = Watch {
            store: Arc::clone(&station.store),
            goal: self.goal.clone(),
            reached,
            counter: self.counting.counter(),
            sender: Mutex::new(Some(sender)),
        };
        let before = self.counting.counts();
        let begun = Instant::now();
        let worker = self.work(station, Arc::new(move |_tags| watch.look()))?;
        let step = wait(&ended, (begun, before));
        worker.shutdown();
        let step = step?;
        self.check()?;
        Ok(step)
    }

    fn work(&self, station: &Station, changes: sync::ChangeSink) -> Result<Worker, Failure> {
        let (now, enrolled) = (self.province.now(), &station.enrolled);
        let config = EngineConfig {
            transport: self.province.transport(self.counting.address())?,
            store: Arc::clone(&station.store),
            identity: enrolled.identity.clone(),
            office: enrolled.enrolment.office.clone(),
            centre_key: enrolled.enrolment.centre_key.clone(),
            clock: Arc::new(move || now),
            changes,
            seed: 1,
        };
        // the session is the one of the sign-in: what it says of the journal is compared at the start
        let journal = station.store.read(|r| r.journal())?;
        let reply = protocol::wire::SessionReply {
            acked: journal.acked,
            head: station
                .store
                .read(|r| r.head_at(journal.incarnation, journal.acked))?
                .unwrap_or_default()
                .hex(),
            ..enrolled.reply.clone()
        };
        let credential = enrolled.credential.clone();
        let worker = Worker::start(self.province.link(), config, credential, Some(reply));
        worker.ok_or_else(|| "the network threads have stopped".into())
    }

    /// Nothing came to the centre that it had to find fault with: that would be other work.
    fn check(&self) -> Result<(), Failure> {
        let (_, odd) = self.province.events()?;
        match odd {
            0 => Ok(()),
            _ => Err(format!("the centre found fault with {odd} events").into()),
        }
    }
}

fn wait(
    ended: &Receiver<Result<Taken, StoreError>>,
    (begun, before): (Instant, Counts),
) -> Result<Step, Failure> {
    let taken = ended.recv_timeout(STEP_MAX);
    let taken = taken.map_err(|_never| "the worker did not come to an end")??;
    Ok(Step {
        took: taken.at.duration_since(begun),
        passed: taken.counts.since(before),
    })
}

/// Looks at the database when the worker says that something changed; tells once.
struct Watch {
    store: Arc<Store>,
    goal: Goal,
    reached: Reached,
    counter: Counter,
    sender: Mutex<Option<SyncSender<Result<Taken, StoreError>>>>,
}

impl Watch {
    fn look(&self) {
        let Ok(mut sender) = self.sender.lock() else {
            return;
        };
        if sender.is_none() {
            return;
        }
        let reached = self.store.read(|r| (self.reached)(r, &self.goal));
        let told = match reached {
            Ok(false) => return,
            Ok(true) => Ok(Taken {
                at: Instant::now(),
                counts: self.counter.counts(),
            }),
            Err(error) => Err(error),
        };
        if let Some(sender) = sender.take() {
            // whoever waited has given up
            sender.send(told).ok();
        }
    }
}
