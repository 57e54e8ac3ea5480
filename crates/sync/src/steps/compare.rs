//! Compares journal and centre at the start of a session (invariants I4, I5). A database that
//! knows less than the centre was restored, and one whose life the centre has ended has a double (or
//! lost an answer): it asks for a new incarnation, but not twice a day when a double has ended it. A
//! head that differs at the same place is a fork: no official number until a person has looked.

use domain::journal::ChainHead;
use protocol::commands::ChangeTag;
use protocol::wire::SessionReply;
use store::{Ended, JournalPosition, Numbering};

use crate::engine::{Engine, SyncError};

/// Setting: local clock minus the centre's at the last contact, in milliseconds.
pub(crate) const SKEW_SETTING: &str = "clock.skew_ms";
/// Setting: when the centre was heard last, UTC milliseconds.
pub(crate) const HEARD_SETTING: &str = "clock.heard_at";

pub(crate) async fn run(engine: &Engine, reply: &SessionReply) -> Result<(), SyncError> {
    note_time(engine, reply).await?;
    let (journal, numbering) = engine
        .ledger
        .read(|r| Ok((r.journal()?, r.numbering()?)))
        .await?;
    let outlived = reply.incarnation > journal.incarnation;
    let is_older = reply.incarnation == journal.incarnation && reply.acked > journal.recorded;
    if outlived && stands_still(engine, numbering).await? {
        return Ok(());
    }
    // a life this database did not begin is another copy's: sharing it would share its leases
    if outlived || is_older || numbering == Numbering::Restored {
        let token = engine.token()?;
        return match engine.client.incarnation(&token, "").await {
            Ok(given) => begin(engine, given.incarnation).await,
            Err(error) if error.code() == "frozen" => freeze(engine).await, // a person decides
            Err(error) => Err(error.into()),
        };
    }
    compare_heads(engine, reply, &journal).await
}

/// Whether a desk whose life was ended waits for a person: another machine has done it twice within
/// a day. What it records goes on to the centre all the same.
async fn stands_still(engine: &Engine, numbering: Numbering) -> Result<bool, SyncError> {
    if numbering == Numbering::Frozen {
        return engine.ledger.read(|r| r.has_twin()).await;
    }
    let now = engine.now();
    let is_again = numbering == Numbering::Open
        && engine.ledger.write(move |tx| tx.note_ended(now)).await? == Ended::Again;
    if is_again {
        tracing::error!("another machine works as this desk: numbering is frozen");
        engine.changed(&[ChangeTag::Strip, ChangeTag::Sync]);
    }
    Ok(is_again)
}

/// Every answer of the centre is a reading of its clock.
async fn note_time(engine: &Engine, reply: &SessionReply) -> Result<(), SyncError> {
    let (server, now) = (reply.server_time, engine.now());
    let skew_ms = now.0.saturating_sub(server.0);
    engine
        .ledger
        .write(move |tx| {
            tx.set_setting(SKEW_SETTING, &skew_ms.to_string())?;
            tx.set_setting(HEARD_SETTING, &server.0.to_string())
        })
        .await
}

async fn begin(engine: &Engine, incarnation: u32) -> Result<(), SyncError> {
    tracing::warn!(incarnation, "the centre gave this desk a new incarnation");
    engine
        .ledger
        .write(move |tx| tx.begin_incarnation(incarnation))
        .await?;
    engine.changed(&[ChangeTag::Strip, ChangeTag::Sync]);
    Ok(())
}

async fn compare_heads(
    engine: &Engine,
    reply: &SessionReply,
    journal: &JournalPosition,
) -> Result<(), SyncError> {
    let (incarnation, acked) = (journal.incarnation, reply.acked);
    if reply.incarnation != incarnation {
        return Ok(()); // an older answer: the next push settles it
    }
    let here = engine
        .ledger
        .read(move |r| r.head_at(incarnation, acked))
        .await?;
    let there = ChainHead::from_hex(&reply.head);
    let same = acked == 0 || (here.is_some() && here == there);
    if !same {
        return freeze(engine).await;
    }
    if acked < journal.acked {
        return send_again(engine, incarnation, acked).await;
    }
    // What the centre has beyond what this desk knows of (an answer was lost, a bundle was carried
    // there) is pushed once more: only the answer to a push says what became of each event.
    Ok(())
}

/// The centre was restored and no longer has what it had acknowledged: all of that is sent again.
async fn send_again(engine: &Engine, incarnation: u32, upto: u64) -> Result<(), SyncError> {
    tracing::warn!(upto, "the centre lost events it had: they are sent again");
    engine
        .ledger
        .write(move |tx| tx.rewind_acked(incarnation, upto))
        .await?;
    engine.changed(&[ChangeTag::Strip, ChangeTag::Sync, ChangeTag::Dossiers]);
    Ok(())
}

/// Two histories under one name: no official number here until it is settled.
pub(crate) async fn freeze(engine: &Engine) -> Result<(), SyncError> {
    tracing::error!("the centre holds another history of this desk: numbering is frozen");
    engine.ledger.write(|tx| tx.freeze_numbering()).await?;
    engine.changed(&[ChangeTag::Strip, ChangeTag::Sync]);
    Ok(())
}
