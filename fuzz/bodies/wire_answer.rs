//! Any answer to any call of a desk, plain or compressed, and any push to the centre: read or
//! refused, bounded, never a panic; and whatever events come out of it fold into a dossier.
//!
//! The first byte chooses the call, the second the status and whether the body is compressed; the
//! rest is the body.

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use domain::dossier::{Dossier, EventBody, apply};
use domain::ids::BlobHash;
use protocol::wire::{PullQuery, PushRequest, WireEvent};
use sync::{Answer, Client, PublishedAfter, Request, Response, Transport};

/// Statuses the centre answers with, and one it never does.
const STATUSES: [u16; 8] = [200, 202, 400, 401, 409, 423, 429, 599];

/// Gives one answer to everything.
struct Canned(Response);

impl Transport for Canned {
    fn send(&self, _request: Request) -> Answer<'_> {
        let answer = self.0.clone();
        Box::pin(async move { Ok(answer) })
    }
}

/// One input.
pub(crate) fn run(bytes: &[u8]) {
    let [call, flags, body @ ..] = bytes else {
        return;
    };
    let status = STATUSES.get(usize::from(flags & 7)).copied().unwrap_or(200);
    let client = Client::new(Arc::new(Canned(Response {
        status,
        zstd: flags & 8 != 0,
        upload_offset: (flags & 16 != 0).then_some(u64::from(*call)),
        upload_complete: flags & 32 != 0,
        body: body.to_vec(),
    })));
    let (token, hash) = ("token", BlobHash::of(b"page"));
    match call % 9 {
        0 => pulled(&client),
        1 => drop(now(client.published(
            token,
            PublishedAfter {
                catalogue: 0,
                policy: 0,
            },
        ))),
        2 => drop(now(client.lease(token, &[]))),
        3 => drop(now(client.incarnation(token, ""))),
        4 => drop(now(client.blob(token, hash))),
        5 => drop(now(client.blob_state(token, hash))),
        6 => {
            let (incarnation, prev_head, events) = (1, String::new(), Vec::new());
            let request = client.encoded(&PushRequest {
                incarnation,
                prev_head,
                events,
            });
            if let Ok(request) = request {
                drop(now(client.push(token, request)));
            }
        }
        7 => pushed(body),
        _ => drop(now(client.pages(token, body.to_vec()))),
    }
}

fn pulled(client: &Client) {
    let query = PullQuery {
        feed: "office:a".to_owned(),
        after: 0,
        limit: 10,
        wait: 0,
        told: Some(0),
    };
    if let Ok(reply) = now(client.pull("token", &query)) {
        for event in &reply.events {
            fold(&event.event);
        }
    }
}

/// The centre's side.
fn pushed(body: &[u8]) {
    if let Ok(request) = serde_json::from_slice::<PushRequest>(body) {
        request.events.iter().for_each(fold);
    }
}

/// Applying never fails, whatever an event says.
fn fold(event: &WireEvent) {
    let Ok(body) = serde_json::from_str::<EventBody>(event.body.get()) else {
        return;
    };
    let dossier = Dossier::new(event.envelope.dossier);
    let once = apply(dossier, &event.envelope, &body);
    drop(apply(once, &event.envelope, &body));
}

/// The answer is there at once: nothing waits.
fn now<T>(future: impl Future<Output = T>) -> T {
    let mut context = Context::from_waker(Waker::noop());
    match pin!(future).as_mut().poll(&mut context) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("a call waited for something beside its answer"),
    }
}
