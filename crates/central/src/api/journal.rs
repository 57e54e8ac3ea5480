//! Events up and down.

use std::time::Duration;

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use protocol::wire::{
    PULL_EVENTS_MAX, PULL_WAIT_SECS_MAX, PullQuery, PullReply, PushReply, PushRequest, WireError,
};
use tokio::time::{Instant, sleep_until};

use super::auth::TokenOf;
use super::body::Wire;
use super::fault::Fault;
use super::{App, Shared};
use crate::admit::{Feed, Push, PushOutcome, PushStanding};
use crate::calls::Call;
use crate::store::{Caller, PageWish};

/// Bodies in one page of a feed, in bytes: both sides hold several times as much while it is written out,
/// read and stored.
const PAGE_BYTES_MAX: usize = 1024 * 1024;
/// How often a waiting pull looks by itself: another process may have written.
const LOOK_AGAIN: Duration = Duration::from_secs(5);

/// Takes a contiguous piece of the desk's journal. Safe to repeat. An empty push asks where the
/// desk stands.
#[utoipa::path(post, path = "/v1/push", tag = "journal", security(("token" = [])), request_body = PushRequest,
    responses(
        (status = 200, body = PushReply),
        (status = 202, description = "the desk is out of service: set aside for a person", body = PushReply),
        (status = 400, description = "`bad_request`: no piece of this desk's journal", body = WireError),
        (status = 401, body = WireError), (status = 403, body = WireError),
        (status = 409, description = "`gap` with `expected`, or `fork` with `head`", body = WireError),
        (status = 413, description = "`too_large`", body = WireError),
        (status = 423, description = "`frozen` after a fork, until a new incarnation", body = WireError)))]
pub(super) async fn push(
    State(app): State<Shared>,
    token: TokenOf,
    Wire(request): Wire<PushRequest>,
) -> Result<Response, Fault> {
    let desk = token.to(Call::Push)?.desk;
    let push = Push::read(desk, request).map_err(|why| {
        tracing::warn!(%desk, %why, "a push was malformed");
        Fault::bad_request()
    })?;
    match app.store.push(push, app.now()).await? {
        PushOutcome::Admitted(standing) => Ok(Json(reply(standing)).into_response()),
        PushOutcome::Quarantined(standing) => {
            tracing::warn!(%desk, "a push of a desk out of service was set aside");
            Ok((StatusCode::ACCEPTED, Json(reply(standing))).into_response())
        }
        PushOutcome::Gap { expected } => {
            Err(Fault::new(StatusCode::CONFLICT, "gap").expecting(expected))
        }
        PushOutcome::Fork { head } => {
            tracing::warn!(%desk, "a journal forked");
            Err(Fault::new(StatusCode::CONFLICT, "fork").with_head(head.hex()))
        }
        PushOutcome::Frozen => Err(Fault::frozen()),
        PushOutcome::Malformed(why) => {
            tracing::warn!(%desk, %why, "a push was malformed");
            Err(Fault::bad_request())
        }
        PushOutcome::UnknownDesk => Err(Fault::unauthorised()),
    }
}

fn reply(standing: PushStanding) -> PushReply {
    PushReply {
        acked: standing.acked,
        durable: standing.durable,
        head: standing.head.hex(),
        duplicates: standing.duplicates,
        issues: standing.issues,
        missing_blobs: standing.missing_blobs,
    }
}

/// A page of a feed; waits up to `wait` seconds when there is nothing. The feeds `catalogue` and
/// `policy` carry no events: their `next` is the version in force. `desk:<id>`, the caller's own,
/// carries what was decided over events of it that were held, and no events; whoever says with `told`
/// how far it is read hears with any other page that there is more in it.
#[utoipa::path(get, path = "/v1/pull", tag = "journal", security(("token" = [])),
    params(
        ("feed" = String, Query, description = "`office:<id>` or `desk:<id>` of the caller, `catalogue` or `policy`"),
        ("after" = u64, Query, description = "position already held"),
        ("limit" = usize, Query, description = "at most this many events, up to 500"),
        ("wait" = u64, Query, description = "seconds to wait, up to 25"),
        ("told" = Option<u64>, Query, description = "position already held of `desk:<id>`")),
    responses(
        (status = 200, body = PullReply),
        (status = 400, body = WireError), (status = 401, body = WireError),
        (status = 403, description = "`not_allowed`: another office's or desk's feed", body = WireError)))]
pub(super) async fn pull(
    State(app): State<Shared>,
    token: TokenOf,
    query: Result<Query<PullQuery>, QueryRejection>,
) -> Result<Json<PullReply>, Fault> {
    let caller = token.to(Call::Pull)?;
    let Query(query) = query.map_err(|_garbage| Fault::bad_request())?;
    let feed: Feed = query
        .feed
        .parse()
        .map_err(|_no_feed| Fault::bad_request())?;
    match &feed {
        Feed::Office(office) if *office != caller.office => return Err(Fault::not_allowed()),
        Feed::Desk(desk) if *desk != caller.desk => return Err(Fault::not_allowed()),
        Feed::Department(_) => return Err(Fault::not_allowed()),
        Feed::Office(_) | Feed::Desk(_) | Feed::Catalogue | Feed::Policy => {}
    }
    let wait = Duration::from_secs(query.wait.min(PULL_WAIT_SECS_MAX));
    let deadline = Instant::now() + wait;
    let mut changes = app.store.changes();
    let mut stopping = app.stopping.clone();
    loop {
        changes.mark_unchanged();
        let page = look(&app, &caller, &feed, &query).await?;
        let now = Instant::now();
        let is_news = page.next > query.after || page.told > query.told;
        if is_news || now >= deadline || *stopping.borrow() {
            return Ok(Json(page));
        }
        tokio::select! {
            _ = changes.changed() => {}
            _ = stopping.changed() => {}
            () = sleep_until(deadline.min(now + LOOK_AGAIN)) => {}
        }
    }
}

async fn look(
    app: &App,
    caller: &Caller,
    feed: &Feed,
    query: &PullQuery,
) -> Result<PullReply, Fault> {
    let version = u32::try_from(query.after).unwrap_or(u32::MAX);
    let newer = match feed {
        Feed::Catalogue => app.store.catalogue_after(version).await?,
        Feed::Policy => {
            app.store
                .policy_after(caller.office.clone(), version)
                .await?
        }
        Feed::Office(_) | Feed::Desk(_) | Feed::Department(_) => None,
    };
    let limit = query.limit.clamp(1, PULL_EVENTS_MAX);
    let wish = PageWish {
        after: query.after,
        limit,
        bytes_max: PAGE_BYTES_MAX,
    };
    let told = match query.told {
        Some(_) => Some(app.store.last_told(caller.desk).await?),
        None => None,
    };
    let page = app.store.feed_page(feed.clone(), wish).await?;
    let next = newer.map_or(query.after, |published| u64::from(published.version));
    let event = page.events.last().map(|event| event.position);
    let ruling = page.rulings.last().map(|ruling| ruling.position);
    Ok(PullReply {
        next: event.or(ruling).unwrap_or(next),
        events: page.events,
        more: page.more,
        feed_epoch: page.feed_epoch,
        last: page.last,
        told,
        rulings: page.rulings,
    })
}
