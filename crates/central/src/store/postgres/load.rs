//! What [`crate::admit`] decides over, loaded and locked inside the writing transaction: first the
//! desk, then the dossiers by id, then the days of the pushed codes.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use domain::dossier::{Dossier, EventBody, take};
use domain::ids::{DeskId, DossierId, EventId, OfficeId, OfficerId};
use domain::journal::ChainHead;
use domain::time::Timestamp;
use sqlx::postgres::PgRow;
use sqlx::{PgConnection, Row};
use uuid::Uuid;

use super::rows::{bytes, json, number, parsed, stored};
use super::{desks, leases};
use crate::admit::{
    CodeKey, Feed, HeldEvent, IssueCode, KnownDossier, Life, Loaded, Needs, OfficerStanding, Push,
};
use crate::store::StoreError;
use crate::store::rules::texts::from_json;

pub(super) async fn load(tx: &mut PgConnection, push: &Push) -> Result<Option<Loaded>, StoreError> {
    let Some(desk) = desks::lock(tx, push.desk()).await? else {
        return Ok(None);
    };
    let needs = push.needs();
    let dossiers = known_dossiers(tx, &needs).await?;
    let codes = Codes::of(&needs);
    leases::hold_days(tx, &codes.agencies, &codes.days).await?;
    Ok(Some(Loaded {
        life: life(tx, push.desk(), push.incarnation()).await?,
        held: held(tx, push, &needs).await?,
        taken: taken(tx, push).await?,
        dossiers,
        codes: codes.owners(tx).await?,
        leased: codes.leased(tx, push.desk()).await?,
        officers: officers(tx, &desk.office, &needs).await?,
        office: desk.office,
        standing: desk.standing,
        incarnation: desk.incarnation,
    }))
}

pub(super) async fn life(
    tx: &mut PgConnection,
    desk: DeskId,
    incarnation: u32,
) -> Result<Life, StoreError> {
    let found = sqlx::query("SELECT acked, head FROM life WHERE desk = $1 AND incarnation = $2")
        .bind(desk.0)
        .bind(i64::from(incarnation))
        .fetch_optional(tx)
        .await?;
    let Some(row) = found else {
        return Ok(Life::default());
    };
    Ok(Life {
        acked: number(&row, "acked")?,
        head: ChainHead(bytes(&row, "head")?),
    })
}

async fn held(
    tx: &mut PgConnection,
    push: &Push,
    needs: &Needs,
) -> Result<BTreeMap<u64, HeldEvent>, StoreError> {
    let rows = sqlx::query(
        "SELECT e.seq, e.id, e.head, coalesce(r.issue, e.issue) AS issue \
         FROM event e LEFT JOIN ruling r ON r.event = e.no \
         WHERE e.desk = $1 AND e.incarnation = $2 AND e.seq BETWEEN $3 AND $4",
    )
    .bind(push.desk().0)
    .bind(i64::from(push.incarnation()))
    .bind(stored(needs.first.saturating_sub(1)))
    .bind(stored(needs.last))
    .fetch_all(tx)
    .await?;
    let held = |row: &PgRow| {
        let held = HeldEvent {
            id: EventId(row.try_get("id")?),
            head: ChainHead(bytes(row, "head")?),
            issue: IssueCode::parse(row.try_get("issue")?),
        };
        Ok((number(row, "seq")?, held))
    };
    rows.iter().map(held).collect()
}

/// Pushed ids that are held at another place of some journal.
async fn taken(tx: &mut PgConnection, push: &Push) -> Result<HashSet<EventId>, StoreError> {
    let envelopes = || push.events().iter().map(|event| &event.envelope);
    let ids: Vec<Uuid> = envelopes().map(|envelope| envelope.id.0).collect();
    let seqs: Vec<i64> = envelopes().map(|envelope| stored(envelope.seq)).collect();
    let rows = sqlx::query(
        "SELECT e.id FROM unnest($1, $2) AS p(id, seq) CROSS JOIN LATERAL \
           (SELECT id, desk, incarnation, seq FROM event \
            WHERE id = p.id AND issue <> 'duplicate_id' OFFSET 0) AS e \
         WHERE NOT (e.desk = $3 AND e.incarnation = $4 AND e.seq = p.seq)",
    )
    .bind(ids)
    .bind(seqs)
    .bind(push.desk().0)
    .bind(i64::from(push.incarnation()))
    .fetch_all(tx)
    .await?;
    rows.iter()
        .map(|row| Ok(EventId(row.try_get("id")?)))
        .collect()
}

async fn known_dossiers(
    tx: &mut PgConnection,
    needs: &Needs,
) -> Result<HashMap<DossierId, KnownDossier>, StoreError> {
    // in order, so that every transaction locks them in this order
    let ids: Vec<Uuid> = needs.dossiers.iter().map(|id| id.0).collect();
    // each is looked up by its key: while a table is believed small, a join or `= ANY` reads all of it
    let states = sqlx::query(
        "SELECT d.id, d.state FROM unnest($1) AS p(id) CROSS JOIN LATERAL \
           (SELECT id, state FROM dossier WHERE id = p.id FOR NO KEY UPDATE) AS d",
    )
    .bind(&ids)
    .fetch_all(&mut *tx)
    .await?;
    let audience = BTreeSet::new;
    let mut known: HashMap<DossierId, KnownDossier> = states_of(tx, &states)
        .await?
        .into_iter()
        .map(|state| {
            (
                state.id,
                KnownDossier {
                    state,
                    audience: audience(),
                },
            )
        })
        .collect();
    let audiences = sqlx::query(
        "SELECT a.dossier, a.feed FROM unnest($1) AS p(id) CROSS JOIN LATERAL \
           (SELECT dossier, feed FROM audience WHERE dossier = p.id OFFSET 0) AS a",
    )
    .bind(&ids)
    .fetch_all(tx)
    .await?;
    for row in &audiences {
        let feed: Feed = parsed(row, "feed")?;
        if let Some(dossier) = known.get_mut(&DossierId(row.try_get("dossier")?)) {
            dossier.audience.insert(feed);
        }
    }
    Ok(known)
}

pub(super) async fn dossier(
    tx: &mut PgConnection,
    id: DossierId,
) -> Result<Option<Dossier>, StoreError> {
    let found = sqlx::query("SELECT id, state FROM dossier WHERE id = $1")
        .bind(id.0)
        .fetch_all(&mut *tx)
        .await?;
    Ok(states_of(tx, &found).await?.pop())
}

/// The states of rows of dossiers; those that are not kept are folded from their events.
async fn states_of(tx: &mut PgConnection, rows: &[PgRow]) -> Result<Vec<Dossier>, StoreError> {
    let (mut states, mut to_fold) = (Vec::new(), Vec::new());
    for row in rows {
        match row.try_get::<Option<&str>, _>("state")? {
            Some(state) => states.push(from_json(state, "state")?),
            None => to_fold.push(row.try_get::<Uuid, _>("id")?),
        }
    }
    if !to_fold.is_empty() {
        let rows = sqlx::query(IN_EFFECT).bind(to_fold).fetch_all(tx).await?;
        for row in &rows {
            let id = DossierId(row.try_get("dossier")?);
            if states.last().is_none_or(|state: &Dossier| state.id != id) {
                states.push(Dossier::new(id));
            }
            // it was read when it was let in
            let body = EventBody::read(row.try_get("body")?);
            let body = body.ok_or(StoreError::Row { what: "body" })?;
            let envelope = json(row, "envelope")?;
            if let Some(state) = states.last_mut() {
                take(state, &envelope, &body);
            }
        }
    }
    Ok(states)
}

/// The events of dossiers in the order in which they took effect, as in the feeds: a released one
/// stands behind those that had before it.
const IN_EFFECT: &str = "SELECT e.dossier, e.envelope, e.body FROM (        SELECT no AS event, no AS place, 0::bigint AS turn FROM event \
         WHERE dossier = ANY($1) AND applied \
       UNION ALL \
       SELECT event, behind, no FROM ruling WHERE dossier = ANY($1) AND behind IS NOT NULL \
     ) o JOIN event e ON e.no = o.event ORDER BY e.dossier, o.place, o.turn";

/// The pushed codes as parallel columns.
struct Codes {
    keys: Vec<CodeKey>,
    agencies: Vec<String>,
    days: Vec<String>,
    numbers: Vec<i64>,
}

impl Codes {
    fn of(needs: &Needs) -> Self {
        let keys: Vec<CodeKey> = needs.codes.iter().cloned().collect();
        Self {
            agencies: keys.iter().map(|k| k.agency.to_string()).collect(),
            days: keys.iter().map(|k| k.day.to_string()).collect(),
            numbers: keys.iter().map(|k| stored(k.number)).collect(),
            keys,
        }
    }

    /// Those that belong to a dossier.
    async fn owners(
        &self,
        tx: &mut PgConnection,
    ) -> Result<HashMap<CodeKey, DossierId>, StoreError> {
        let rows = sqlx::query(
            "SELECT p.place, c.dossier \
             FROM unnest($1, $2, $3) WITH ORDINALITY AS p(agency, day, n, place) \
             CROSS JOIN LATERAL (SELECT dossier FROM code c \
               WHERE c.agency = p.agency AND c.day = p.day AND c.n = p.n OFFSET 0) AS c",
        )
        .bind(&self.agencies)
        .bind(&self.days)
        .bind(&self.numbers)
        .fetch_all(tx)
        .await?;
        let owner = |row: &PgRow| Ok((self.at(row)?, DossierId(row.try_get("dossier")?)));
        rows.iter().map(owner).collect()
    }

    /// Those inside a block of `desk`.
    async fn leased(
        &self,
        tx: &mut PgConnection,
        desk: DeskId,
    ) -> Result<HashSet<CodeKey>, StoreError> {
        let rows = sqlx::query(
            "SELECT p.place FROM unnest($1, $2, $3) WITH ORDINALITY AS p(agency, day, n, place) \
             WHERE EXISTS (SELECT 1 FROM lease l WHERE l.agency = p.agency AND l.day = p.day \
               AND l.last >= p.n AND l.first <= p.n AND l.desk = $4)",
        )
        .bind(&self.agencies)
        .bind(&self.days)
        .bind(&self.numbers)
        .bind(desk.0)
        .fetch_all(tx)
        .await?;
        rows.iter().map(|row| self.at(row)).collect()
    }

    fn at(&self, row: &PgRow) -> Result<CodeKey, StoreError> {
        let place: usize = number(row, "place")?;
        let key = place.checked_sub(1).and_then(|place| self.keys.get(place));
        key.cloned().ok_or(StoreError::Row { what: "place" })
    }
}

async fn officers(
    tx: &mut PgConnection,
    office: &OfficeId,
    needs: &Needs,
) -> Result<HashMap<OfficerId, OfficerStanding>, StoreError> {
    let logins: Vec<&str> = needs.officers.iter().map(OfficerId::as_str).collect();
    let rows = sqlx::query(
        "SELECT login, revoked_at, left_counter_at FROM officer \
         WHERE login = ANY($1) AND office = $2",
    )
    .bind(logins)
    .bind(office.as_str())
    .fetch_all(tx)
    .await?;
    let officer = |row: &PgRow| {
        let standing = OfficerStanding {
            revoked_at: row.try_get::<Option<i64>, _>("revoked_at")?.map(Timestamp),
            left_counter_at: row
                .try_get::<Option<i64>, _>("left_counter_at")?
                .map(Timestamp),
        };
        Ok((parsed(row, "login")?, standing))
    };
    rows.iter().map(officer).collect()
}
