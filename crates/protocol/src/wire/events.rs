//! Events up and down. Bodies travel as the exact bytes that were hashed.

use domain::ids::{BlobHash, EventId, OfficerId};
use domain::journal::Envelope;
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use utoipa::ToSchema;

/// One event on the wire: the envelope and the body's exact bytes.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct WireEvent {
    /// Where it stands.
    #[schema(value_type = super::EnvelopeShape)]
    pub envelope: Envelope,
    /// What happened; hashed as received.
    #[schema(value_type = Object)]
    pub body: Box<RawValue>,
}

/// `POST /v1/push`
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct PushRequest {
    /// Incarnation these events belong to.
    pub incarnation: u32,
    /// Chain head before the first event, hexadecimal.
    pub prev_head: String,
    /// Events in order, at most [`super::PUSH_EVENTS_MAX`].
    pub events: Vec<WireEvent>,
}

/// Answer to a push.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct PushReply {
    /// The centre holds the desk's events up to here.
    pub acked: u64,
    /// Up to here they are in a backup that was read back.
    pub durable: u64,
    /// Chain head at `acked`, hexadecimal.
    pub head: String,
    /// How many were there already.
    pub duplicates: u32,
    /// Events that were kept but did not take effect as meant.
    pub issues: Vec<Issue>,
    /// Blobs the centre still wants for these dossiers.
    #[schema(value_type = Vec<String>)]
    pub missing_blobs: Vec<BlobHash>,
}

/// One event that needs a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Issue {
    /// Which event.
    #[schema(value_type = String)]
    pub event: EventId,
    /// `stale_owner`, `unreadable`, `code_clash`, `not_allowed`, …
    pub code: String,
}

/// `GET /v1/pull?feed=…&after=…&limit=…&wait=…`
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct PullQuery {
    /// `office:<id>`, `desk:<id>`, `catalogue` or `policy`.
    pub feed: String,
    /// Position already held.
    pub after: u64,
    /// At most this many.
    pub limit: usize,
    /// Seconds to wait when there is nothing.
    pub wait: u64,
    /// Position already held of the caller's own feed, `desk:<id>`: the wait ends when there is more
    /// in that one, too. An older desk does not say it.
    #[serde(default)]
    pub told: Option<u64>,
}

/// Answer of an office feed.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct PullReply {
    /// Events in feed order.
    pub events: Vec<FeedEvent>,
    /// Position after them.
    pub next: u64,
    /// Whether there is more right now.
    pub more: bool,
    /// Rises when the centre was restored.
    pub feed_epoch: u32,
    /// Position of the newest event of the feed when the page was made: how far there is to go. 0
    /// from an older centre.
    #[serde(default)]
    pub last: u64,
    /// Position of the newest decision in the caller's own feed, `desk:<id>`; only where the query said
    /// `told`, and never from an older centre.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub told: Option<u64>,
    /// What was decided over events of the caller that were held; only in its own feed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rulings: Vec<WireRuling>,
}

/// A decision of a lead or administrator over an event that the centre held without effect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct WireRuling {
    /// Position in the desk's own feed, gapless.
    pub position: u64,
    /// Which event.
    #[schema(value_type = String)]
    pub event: EventId,
    /// `refused`: it never takes effect. A desk leaves alone what it does not know.
    pub kind: String,
    /// Who decided.
    #[schema(value_type = String)]
    pub officer: OfficerId,
    /// Name of who decided.
    pub name: String,
    /// Why.
    pub reason: String,
    /// When.
    #[schema(value_type = i64)]
    pub at: Timestamp,
}

/// One event at its place in a feed: `{position, envelope, body}`.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(from = "FeedEventParts")]
pub struct FeedEvent {
    /// Position in the feed, gapless.
    pub position: u64,
    /// The event.
    #[serde(flatten)]
    pub event: WireEvent,
}

/// Read field by field: a flattened struct goes through a buffer that cannot hold raw JSON.
#[derive(Deserialize)]
struct FeedEventParts {
    position: u64,
    envelope: Envelope,
    body: Box<RawValue>,
}

impl From<FeedEventParts> for FeedEvent {
    fn from(parts: FeedEventParts) -> Self {
        let FeedEventParts {
            position,
            envelope,
            body,
        } = parts;
        Self {
            position,
            event: WireEvent { envelope, body },
        }
    }
}
