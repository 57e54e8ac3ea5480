//! The order to wipe this desk: kept when the centre signed it for this desk and this life of its
//! database, else it is nothing. Whether and when it is carried out is decided where everything is
//! known that must not be lost; here nothing is deleted.

use domain::ids::DeskId;
use protocol::commands::ChangeTag;
use protocol::wire::{WipeOrder, wipe_message};

use crate::client::CallError;
use crate::engine::{Engine, SyncError};
use crate::steps::published::verify;
use crate::steps::push::ask_standing;

/// Setting: the order, as JSON.
pub const WIPE_SETTING: &str = "wipe.order";

/// Whether an order is of the centre with `centre_key`, for this desk and this life.
#[must_use]
pub fn wipe_is_for(order: &WipeOrder, desk: DeskId, incarnation: u32, centre_key: &str) -> bool {
    let message = wipe_message(order.desk, order.incarnation, order.at);
    order.desk == desk
        && order.incarnation == incarnation
        && verify(centre_key, &message, &order.signature).is_some()
}

/// Keeps the order of an answer, and has the window look whether it can be carried out.
pub(crate) async fn note(engine: &Engine, answer: &CallError) -> Result<(), SyncError> {
    let Some(order) = answer.wipe() else {
        return Ok(());
    };
    let incarnation = engine.ledger.read(|r| r.journal()).await?.incarnation;
    if !wipe_is_for(order, engine.identity.desk, incarnation, &engine.centre_key) {
        tracing::error!("an order to wipe a desk is not for this one: nothing is done");
        return Ok(());
    }
    let text = serde_json::to_string(order).map_err(CallError::Request)?;
    engine
        .ledger
        .write(move |tx| tx.set_setting(WIPE_SETTING, &text))
        .await?;
    engine.changed(&[ChangeTag::App, ChangeTag::Strip, ChangeTag::Sync]);
    Ok(())
}

/// Asks what a backup holds by now: a desk that has nothing to send would not hear it.
pub(crate) async fn ask_what_is_safe(engine: &Engine) -> Result<(), SyncError> {
    let lives = engine.ledger.read(|r| {
        let is_ordered = r
            .setting(WIPE_SETTING)?
            .is_some_and(|text| !text.is_empty());
        if is_ordered {
            r.lives_not_durable()
        } else {
            Ok(Vec::new())
        }
    });
    let lives = lives.await?;
    for life in &lives {
        ask_standing(engine, *life).await?;
    }
    if !lives.is_empty() {
        engine.changed(&[ChangeTag::App]);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use domain::time::Timestamp;
    use ed25519_dalek::{Signer, SigningKey};

    use super::*;

    fn desk(n: u8) -> DeskId {
        let id = format!("0197a000-0000-7000-8000-{n:012}");
        id.parse().expect("an id")
    }

    fn order(of: DeskId, incarnation: u32, key: &SigningKey) -> WipeOrder {
        let at = Timestamp(1_000);
        let signature = key.sign(&wipe_message(of, incarnation, at));
        WipeOrder {
            desk: of,
            incarnation,
            at,
            signature: crate::hex(&signature.to_bytes()),
        }
    }

    #[test]
    fn an_order_counts_only_from_this_centre_for_this_desk_and_this_life() {
        let (centre, stranger) = (
            SigningKey::from_bytes(&[1; 32]),
            SigningKey::from_bytes(&[2; 32]),
        );
        let key = crate::hex(centre.verifying_key().as_bytes());
        let counts = |order: &WipeOrder| wipe_is_for(order, desk(1), 3, &key);
        let good = order(desk(1), 3, &centre);
        assert!(counts(&good), "as the centre signed it");
        assert!(!counts(&order(desk(1), 3, &stranger)), "of nobody known");
        assert!(!counts(&order(desk(2), 3, &centre)), "for another desk");
        assert!(!counts(&order(desk(1), 2, &centre)), "for an earlier life");
        let renamed = WipeOrder {
            incarnation: 3,
            ..order(desk(1), 2, &centre)
        };
        assert!(!counts(&renamed), "changed after it was signed");
        let later = WipeOrder {
            at: Timestamp(1_001),
            ..good.clone()
        };
        assert!(!counts(&later), "with another time");
        let garbled = WipeOrder {
            signature: "00".into(),
            ..good
        };
        assert!(!counts(&garbled), "with no signature");
    }
}
