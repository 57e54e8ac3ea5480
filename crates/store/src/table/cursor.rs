//! How far each feed of the centre has been taken in.

use rusqlite::named_params;

use crate::convert;
use crate::error::StoreError;
use crate::fold::VERDICTS_WITHOUT_EFFECT;
use crate::tx::{Reader, Tx};

/// Place in a feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Cursor {
    /// Position of the newest event taken in.
    pub position: u64,
    /// Rises when the centre was restored.
    pub epoch: u32,
}

impl Cursor {
    /// Whether the feed has begun anew since, in `epoch`. A feed that was never read has not.
    #[must_use]
    pub fn is_outlived_by(self, epoch: u32) -> bool {
        self != Self::default() && self.epoch != epoch
    }
}

impl Reader<'_> {
    /// The place in a feed; the beginning before the first pull.
    ///
    /// # Errors
    /// As the database says.
    pub fn cursor(&self, feed: &str) -> Result<Cursor, StoreError> {
        let sql = "SELECT position, epoch FROM fact_cursor WHERE feed = :feed";
        let found = self.row(sql, named_params! {":feed": feed}, |row| {
            Ok(Cursor {
                position: convert::count(row.get("position")?),
                epoch: row.get("epoch")?,
            })
        })?;
        Ok(found.unwrap_or_default())
    }
}

impl Tx<'_> {
    pub(crate) fn set_cursor(&self, feed: &str, cursor: Cursor) -> Result<(), StoreError> {
        self.execute(
            "INSERT INTO fact_cursor (feed, position, epoch) VALUES (:feed, :position, :epoch)
             ON CONFLICT (feed) DO UPDATE SET position = excluded.position, epoch = excluded.epoch",
            named_params! {
                ":feed": feed,
                ":position": convert::column(cursor.position),
                ":epoch": cursor.epoch,
            },
        )?;
        Ok(())
    }

    /// The centre was restored and knows the feed only up to `upto`: later positions are
    /// forgotten (the events stay) and the feed is read again from there. What had been held before it
    /// was let in is held again, until the feed brings it.
    ///
    /// # Errors
    /// As the database says.
    pub fn restart_feed(&self, feed: &str, epoch: u32, upto: u64) -> Result<(), StoreError> {
        for verdict in VERDICTS_WITHOUT_EFFECT {
            self.execute(
                "UPDATE fact_task SET done_ms = NULL WHERE kind = :verdict AND event IN
                   (SELECT id FROM fact_event
                    WHERE feed = :feed AND position > :upto AND verdict = :verdict)",
                named_params! {
                    ":feed": feed, ":upto": convert::column(upto), ":verdict": verdict,
                },
            )?;
        }
        self.execute(
            "UPDATE fact_event SET feed = NULL, position = NULL
             WHERE feed = :feed AND position > :upto AND position IS NOT NULL",
            named_params! {":feed": feed, ":upto": convert::column(upto)},
        )?;
        let position = self.cursor(feed)?.position.min(upto);
        self.set_cursor(feed, Cursor { position, epoch })
    }
}
