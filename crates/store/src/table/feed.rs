//! Taking in a page of the centre's feed: the events of other desks, and this desk's own coming back
//! with their place. The page, the folded dossiers and the cursor change together or not at all.

use std::collections::BTreeMap;

use domain::ids::{DossierId, EventId};
use domain::journal::{EVENT_BODY_BYTES_MAX, Envelope};
use domain::time::Timestamp;
use rusqlite::named_params;

use crate::convert;
use crate::error::StoreError;
use crate::fold::VERDICTS_WITHOUT_EFFECT;
use crate::table::cursor::Cursor;
use crate::table::event::{self, SentState, StoredEvent};
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
}

impl Tx<'_> {
    /// Takes in one page: idempotent, and atomic with the cursor. An event that cannot be stored
    /// as it is becomes a task and never blocks the others; a pending event of this desk that no
    /// longer applies becomes a task too.
    ///
    /// # Errors
    /// [`StoreError::NotNow`] when the feed's epoch has changed (call [`Tx::restart_feed`] first),
    /// [`StoreError::TooMuch`] for a page beyond 2,000 events.
    pub fn apply_feed(&self, page: &FeedPage) -> Result<FeedOutcome, StoreError> {
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
        for pulled in page
            .events
            .iter()
            .filter(|pulled| pulled.position > cursor.position)
        {
            let (dossier, is_new) = self.take_in(page, pulled)?;
            outcome.new += u32::from(is_new);
            touched.extend(dossier.map(|row| (row, pulled.envelope.dossier)));
        }
        for (row, dossier) in touched {
            self.rebase(row, dossier, page.at)?;
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

    /// One event: the row of its dossier, if it is stored, and whether it is new here.
    fn take_in(&self, page: &FeedPage, pulled: &Pulled) -> Result<(Option<u32>, bool), StoreError> {
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
                self.note_mismatch(pulled, known.own, page.at)?;
            }
            self.place(page, pulled)?;
            return Ok((self.row_id(pulled.envelope.dossier)?, false));
        }
        let kind = event::kind_of(&pulled.body);
        let (Some(kind), true) = (kind, pulled.body.len() <= EVENT_BODY_BYTES_MAX) else {
            self.add_feed_task("unreadable", pulled, page.at)?;
            return Ok((None, false));
        };
        if self.place_is_taken(&pulled.envelope)? {
            let own = pulled.envelope.origin == self.identity()?.desk;
            self.note_mismatch(pulled, own, page.at)?;
            return Ok((None, false));
        }
        self.store_pulled(page, pulled, kind)
            .map(|row| (Some(row), true))
    }

    fn store_pulled(
        &self,
        page: &FeedPage,
        pulled: &Pulled,
        kind: String,
    ) -> Result<u32, StoreError> {
        let event = StoredEvent {
            envelope: pulled.envelope.clone(),
            kind,
            body: pulled.body.clone(),
            head: None,
            position: Some(pulled.position),
            sent: SentState::Acked,
            verdict: String::new(),
        };
        let dossier = pulled.envelope.dossier;
        let row = self.row_id_or_new(dossier)?;
        self.free_place(page, pulled)?;
        self.insert_event(&event, row, Some(&page.feed))?;
        // another copy of this desk recorded it; it had no place here before a person ended the freeze
        self.end_tasks_of(pulled.envelope.id, "journal_mismatch", page.at)?;
        if let Some(body) = event.parsed() {
            self.note_consequences(dossier, row, &body, page.at)?;
        }
        Ok(row)
    }

    /// Gives an event that is here its place in the feed.
    fn place(&self, page: &FeedPage, pulled: &Pulled) -> Result<(), StoreError> {
        self.free_place(page, pulled)?;
        for verdict in VERDICTS_WITHOUT_EFFECT {
            // the administrator has let it in
            self.end_tasks_of(pulled.envelope.id, verdict, page.at)?;
        }
        self.execute(
            "UPDATE fact_event SET feed = :feed, position = :position WHERE id = :id",
            named_params! {
                ":feed": page.feed,
                ":position": convert::column(pulled.position),
                ":id": pulled.envelope.id.0.as_bytes(),
            },
        )?;
        Ok(())
    }

    /// A place that another event held before the centre was restored.
    fn free_place(&self, page: &FeedPage, pulled: &Pulled) -> Result<(), StoreError> {
        self.execute(
            "UPDATE fact_event SET feed = NULL, position = NULL
             WHERE feed = :feed AND position = :position AND id <> :id",
            named_params! {
                ":feed": page.feed,
                ":position": convert::column(pulled.position),
                ":id": pulled.envelope.id.0.as_bytes(),
            },
        )?;
        Ok(())
    }

    /// The centre holds another history than this database: nobody may number on it.
    fn note_mismatch(&self, pulled: &Pulled, own: bool, at: Timestamp) -> Result<(), StoreError> {
        tracing::error!(event = %pulled.envelope.id, own, "an event differs from the centre's");
        if own {
            self.freeze_numbering()?;
        }
        self.add_feed_task("journal_mismatch", pulled, at)
    }

    fn add_feed_task(&self, kind: &str, pulled: &Pulled, at: Timestamp) -> Result<(), StoreError> {
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
