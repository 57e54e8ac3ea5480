//! Taking in a page of the centre's feed: the events of other desks, and this desk's own coming back
//! with their place. The page, the folded dossiers and the cursor change together or not at all.
//!
//! What can be made of a page without the database is made before, while the one in front of it is
//! being written ([`FeedPage::ready`]).

use std::collections::{BTreeMap, HashMap};

use domain::dossier::EventBody;
use domain::ids::{DossierId, EventId};
use domain::journal::{EVENT_BODY_BYTES_MAX, Envelope};
use domain::time::Timestamp;
use rusqlite::named_params;

use crate::convert;
use crate::error::StoreError;
use crate::fold::{Seen, VERDICTS_WITHOUT_EFFECT, Views};
use crate::table::cursor::Cursor;
use crate::table::event::{SentState, StoredEvent};
use crate::table::journal::Consequences;
use crate::table::task::NewTask;
use crate::tx::{Reader, Tx};

/// Most events in one page.
const PAGE_EVENTS_MAX: usize = 2_000;

/// One event at its place in the feed. `Debug` shows no body.
#[derive(Clone, PartialEq, Eq)]
pub struct Pulled {
    /// Position in the feed.
    pub position: u64,
    /// Where it stands in its desk's journal.
    pub envelope: Envelope,
    /// Its body, the exact bytes.
    pub body: String,
}

impl std::fmt::Debug for Pulled {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Pulled({} {})", self.position, self.envelope.id)
    }
}

/// A page of a feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedPage {
    /// Which feed.
    pub feed: String,
    /// Its events, in order.
    pub events: Vec<Pulled>,
    /// Position after them.
    pub next: u64,
    /// Epoch of the feed.
    pub epoch: u32,
    /// When the page came.
    pub at: Timestamp,
}

/// A page whose events are read, and dossiers with one event in it folded. `Debug` shows no body.
pub struct ReadyPage {
    feed: String,
    events: Vec<Ready>,
    next: u64,
    epoch: u32,
    at: Timestamp,
}

impl std::fmt::Debug for ReadyPage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ReadyPage({} until {})", self.feed, self.next)
    }
}

/// An event as it would be stored.
struct Ready {
    position: u64,
    event: StoredEvent,
    /// Whether the journal takes it: JSON with a kind, and not too long.
    is_event: bool,
    consequences: Consequences,
    /// Views of its dossier, where the page has no other event of it.
    views: Option<Views>,
}

impl FeedPage {
    /// Reads every event, and folds what may be folded without the database. Takes about as long as
    /// to store them, and needs no transaction.
    #[must_use]
    pub fn ready(self) -> ReadyPage {
        let mut counts: HashMap<DossierId, u32> = HashMap::new();
        for pulled in &self.events {
            *counts.entry(pulled.envelope.dossier).or_default() += 1;
        }
        let is_alone = |pulled: &Pulled| counts.get(&pulled.envelope.dossier) == Some(&1);
        let events = self.events.into_iter();
        let events = events.map(|pulled| {
            let is_alone = is_alone(&pulled);
            Ready::of(pulled, is_alone)
        });
        ReadyPage {
            events: events.collect(),
            feed: self.feed,
            next: self.next,
            epoch: self.epoch,
            at: self.at,
        }
    }
}

impl Ready {
    fn of(pulled: Pulled, is_alone: bool) -> Self {
        let fits = pulled.body.len() <= EVENT_BODY_BYTES_MAX;
        let body = fits.then(|| EventBody::read(&pulled.body)).flatten();
        let kind = match &body {
            Some(body) => Some(body.kind().to_owned()),
            None => EventBody::kind_of(&pulled.body).filter(|_| fits),
        };
        let is_event = kind.is_some();
        let event = StoredEvent {
            envelope: pulled.envelope,
            kind: kind.unwrap_or_default(),
            body: pulled.body,
            head: None,
            position: Some(pulled.position),
            sent: SentState::Acked,
            verdict: String::new(),
        };
        let consequences = body.as_ref().map(Consequences::of).unwrap_or_default();
        let views = body
            .filter(|_| is_alone)
            .map(|body| Views::of_one(&event, body));
        Self {
            position: pulled.position,
            event,
            is_event,
            consequences,
            // where it finds no place there is a task to be made
            views: views.filter(|views| views.folded.collisions.is_empty()),
        }
    }
}

/// What taking in a page changed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FeedOutcome {
    /// Events that were new here.
    pub new: u32,
    /// Dossiers folded again.
    pub touched: Vec<DossierId>,
    /// Tasks made for a person.
    pub tasks: u32,
}

/// What is here already under an event's id.
struct Known {
    body: String,
    seq: u64,
    incarnation: u32,
    own: bool,
}

/// What a page makes known of all its events at once.
struct Page<'r> {
    ready: &'r ReadyPage,
    /// No event of this database stands where one of the page belongs.
    places_are_free: bool,
    /// There are open tasks about events.
    has_tasks: bool,
}

/// What became of one event.
struct Taken<'r> {
    /// The row of its dossier, if it is stored.
    row: Option<u32>,
    /// Whether it is new here.
    is_new: bool,
    /// The dossier's views, if they need nothing that was here before.
    views: Option<&'r Views>,
}

impl Taken<'_> {
    const NOT: Self = Self {
        row: None,
        is_new: false,
        views: None,
    };
}

impl Reader<'_> {
    fn known(&self, id: EventId) -> Result<Option<Known>, StoreError> {
        let sql = "SELECT body, seq, incarnation, own FROM fact_event WHERE id = :id";
        self.row(sql, named_params! {":id": id.0.as_bytes()}, |row| {
            Ok(Known {
                body: row.get("body")?,
                seq: convert::count(row.get("seq")?),
                incarnation: row.get("incarnation")?,
                own: row.get("own")?,
            })
        })
    }

    fn place_is_taken(&self, envelope: &Envelope) -> Result<bool, StoreError> {
        let sql = "SELECT 1 FROM fact_event
                   WHERE origin = :origin AND incarnation = :incarnation AND seq = :seq";
        let params = named_params! {
            ":origin": envelope.origin.0.as_bytes(),
            ":incarnation": envelope.incarnation,
            ":seq": convert::column(envelope.seq),
        };
        Ok(self.value::<i64>(sql, params)?.is_some())
    }

    /// Events stand beyond the cursor only after the centre was restored.
    fn places_are_free(&self, page: &ReadyPage, cursor: Cursor) -> Result<bool, StoreError> {
        let sql = "SELECT 1 FROM fact_event WHERE feed = :feed AND position > :position LIMIT 1";
        let position = convert::column(cursor.position);
        let params = named_params! {":feed": page.feed, ":position": position};
        let each_has_its_own = page.events.is_sorted_by(|a, b| a.position < b.position);
        Ok(each_has_its_own && self.value::<i64>(sql, params)?.is_none())
    }

    fn has_tasks_about_events(&self) -> Result<bool, StoreError> {
        let sql = "SELECT 1 FROM fact_task WHERE event IS NOT NULL AND done_ms IS NULL LIMIT 1";
        Ok(self.value::<i64>(sql, [])?.is_some())
    }
}

impl Tx<'_> {
    /// Takes in one page: idempotent, and atomic with the cursor. An event that cannot be stored
    /// as it is becomes a task and never blocks the others; a pending event of this desk that no
    /// longer applies becomes a task too.
    ///
    /// # Errors
    /// [`StoreError::NotNow`] when the feed's epoch has changed (call [`Tx::restart_feed`] first),
    /// [`StoreError::TooMuch`] for a page beyond 2,000 events.
    pub fn apply_feed(&self, page: &ReadyPage) -> Result<FeedOutcome, StoreError> {
        if page.events.len() > PAGE_EVENTS_MAX {
            let max = PAGE_EVENTS_MAX as u64;
            return Err(StoreError::TooMuch {
                what: "events in a page",
                max,
            });
        }
        let cursor = self.cursor(&page.feed)?;
        if cursor.is_outlived_by(page.epoch) {
            return Err(StoreError::NotNow {
                what: "a page of another feed epoch",
            });
        }
        let tasks_before = self.task_count()?;
        let mut outcome = FeedOutcome::default();
        let mut touched = BTreeMap::new();
        self.hold_words();
        let mut taking = Page {
            ready: page,
            places_are_free: self.places_are_free(page, cursor)?,
            has_tasks: self.has_tasks_about_events()?,
        };
        let events = page.events.iter();
        for ready in events.filter(|ready| ready.position > cursor.position) {
            let taken = self.take_in(&mut taking, ready)?;
            outcome.new += u32::from(taken.is_new);
            let dossier = ready.event.envelope.dossier;
            touched.extend(taken.row.map(|row| (row, (dossier, taken.views))));
        }
        for (row, (dossier, views)) in touched {
            match views {
                Some(views) => self.write_views(row, views, Seen::Never)?,
                None => self.rebase(row, dossier, page.at)?,
            }
            outcome.touched.push(dossier);
        }
        self.write_held_words()?;
        let position = cursor.position.max(page.next);
        self.set_cursor(
            &page.feed,
            Cursor {
                position,
                epoch: page.epoch,
            },
        )?;
        outcome.tasks = self.task_count()?.saturating_sub(tasks_before);
        Ok(outcome)
    }

    fn take_in<'r>(&self, page: &mut Page<'_>, ready: &'r Ready) -> Result<Taken<'r>, StoreError> {
        let (pulled, at) = (&ready.event, page.ready.at);
        let known = self.known(pulled.envelope.id)?;
        if let Some(known) = &known {
            let Envelope {
                id,
                incarnation,
                seq,
                ..
            } = pulled.envelope;
            let is_there = known.seq == seq && known.incarnation == incarnation;
            let is_same = known.body == pulled.body
                && (is_there || (known.own && self.stood_at(id, incarnation, seq)?));
            if !is_same {
                self.note_mismatch(page, pulled, known.own)?;
            }
            self.place(page, ready)?;
            return Ok(Taken {
                row: self.row_id(pulled.envelope.dossier)?,
                ..Taken::NOT
            });
        }
        if !ready.is_event {
            self.add_feed_task("unreadable", pulled, at)?;
            return Ok(Taken::NOT);
        }
        if self.place_is_taken(&pulled.envelope)? {
            let own = pulled.envelope.origin == self.identity()?.desk;
            self.note_mismatch(page, pulled, own)?;
            return Ok(Taken::NOT);
        }
        let dossier = pulled.envelope.dossier;
        let (row, seen) = self.row_id_or_new(dossier)?;
        self.free_place(page, ready)?;
        self.insert_event(pulled, row, Some(&page.ready.feed))?;
        if page.has_tasks {
            // another copy of this desk recorded it; it had no place here before a person ended the freeze
            self.end_tasks_of(pulled.envelope.id, "journal_mismatch", at)?;
        }
        self.note_consequences(dossier, row, &ready.consequences, at)?;
        Ok(Taken {
            row: Some(row),
            is_new: true,
            views: ready.views.as_ref().filter(|_| seen == Seen::Never),
        })
    }

    /// Gives an event that is here its place in the feed.
    fn place(&self, page: &Page<'_>, ready: &Ready) -> Result<(), StoreError> {
        self.free_place(page, ready)?;
        if page.has_tasks {
            for verdict in VERDICTS_WITHOUT_EFFECT {
                // the administrator has let it in
                self.end_tasks_of(ready.event.envelope.id, verdict, page.ready.at)?;
            }
        }
        self.execute(
            "UPDATE fact_event SET feed = :feed, position = :position WHERE id = :id",
            named_params! {
                ":feed": page.ready.feed,
                ":position": convert::column(ready.position),
                ":id": ready.event.envelope.id.0.as_bytes(),
            },
        )?;
        Ok(())
    }

    /// A place that another event held before the centre was restored.
    fn free_place(&self, page: &Page<'_>, ready: &Ready) -> Result<(), StoreError> {
        if page.places_are_free {
            return Ok(());
        }
        self.execute(
            "UPDATE fact_event SET feed = NULL, position = NULL
             WHERE feed = :feed AND position = :position AND id <> :id",
            named_params! {
                ":feed": page.ready.feed,
                ":position": convert::column(ready.position),
                ":id": ready.event.envelope.id.0.as_bytes(),
            },
        )?;
        Ok(())
    }

    /// The centre holds another history than this database: nobody may number on it.
    fn note_mismatch(
        &self,
        page: &mut Page<'_>,
        pulled: &StoredEvent,
        own: bool,
    ) -> Result<(), StoreError> {
        tracing::error!(event = %pulled.envelope.id, own, "an event differs from the centre's");
        if own {
            self.freeze_numbering()?;
        }
        page.has_tasks = true;
        self.add_feed_task("journal_mismatch", pulled, page.ready.at)
    }

    fn add_feed_task(
        &self,
        kind: &str,
        pulled: &StoredEvent,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let (dossier, event) = (Some(pulled.envelope.dossier), Some(pulled.envelope.id));
        self.add_task(&NewTask {
            kind,
            dossier,
            event,
            detail: "",
            at,
        })
    }
}
