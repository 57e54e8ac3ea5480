//! Challenges, sign-in attempts, sessions. Only hashes of secrets are stored.

use domain::ids::DeskId;
use domain::journal::ChainHead;
use domain::time::Timestamp;
use rusqlite::{OptionalExtension, Transaction, named_params};

use super::rows::{bytes, from_json, number, parsed};
use super::{desks, sites};
use crate::store::rules::enrolling::standing;
use crate::store::rules::signing_in::{Attempts, CHALLENGES_MAX, attempt};
use crate::store::{
    Caller, Digest, NewSession, OpenedSession, SessionProof, SignIn, SignInName, StoreError,
};

pub(super) fn add_challenge(
    tx: &Transaction<'_>,
    desk: DeskId,
    nonce: &Digest,
    (until, now): (Timestamp, Timestamp),
) -> Result<bool, StoreError> {
    if desks::find(tx, desk)?.is_none() {
        return Ok(false);
    }
    let desk = desk.to_string();
    tx.execute(
        "DELETE FROM challenge WHERE until < :now",
        named_params! { ":now": now.0 },
    )?;
    tx.execute(
        "DELETE FROM challenge WHERE nonce IN (SELECT nonce FROM challenge \
           WHERE desk = :desk ORDER BY until DESC LIMIT -1 OFFSET :keep)",
        named_params! { ":desk": desk, ":keep": CHALLENGES_MAX - 1 },
    )?;
    tx.execute(
        "INSERT INTO challenge(nonce, desk, until) VALUES (:nonce, :desk, :until)",
        named_params! { ":nonce": nonce, ":desk": desk, ":until": until.0 },
    )?;
    Ok(true)
}

pub(super) fn take_challenge(
    tx: &Transaction<'_>,
    desk: DeskId,
    nonce: &Digest,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let until: Option<i64> = tx
        .query_row(
            "DELETE FROM challenge WHERE nonce = :nonce AND desk = :desk RETURNING until",
            named_params! { ":nonce": nonce, ":desk": desk.to_string() },
            |row| row.get("until"),
        )
        .optional()?;
    Ok(until.is_some_and(|until| until >= now.0))
}

pub(super) fn begin_sign_in(
    tx: &Transaction<'_>,
    who: &SignInName,
    now: Timestamp,
) -> Result<SignIn, StoreError> {
    let mut statement = tx.prepare_cached(
        "SELECT password, failures, locked_until, revoked_at FROM officer \
         WHERE login = :login AND office = :office",
    )?;
    let login = who.officer.as_str();
    let mut rows =
        statement.query(named_params! { ":login": login, ":office": who.office.as_str() })?;
    let Some(row) = rows.next()? else {
        return Ok(SignIn::Unknown);
    };
    let kept = Attempts {
        password: row.get("password")?,
        failures: number(row, "failures")?,
        locked_until: row.get("locked_until")?,
        revoked_at: row.get("revoked_at")?,
    };
    let (met, counted) = attempt(kept, now);
    if let Some(counted) = counted {
        tx.execute(
            "UPDATE officer SET failures = :failures, locked_until = :lock WHERE login = :login",
            named_params! {
                ":failures": counted.failures, ":lock": counted.locked_until, ":login": login,
            },
        )?;
    }
    Ok(met)
}

pub(super) fn open(
    tx: &Transaction<'_>,
    wish: &NewSession,
) -> Result<Option<OpenedSession>, StoreError> {
    let (desk, officer) = (wish.desk.to_string(), wish.officer.as_str());
    forget_ended(tx, wish.now)?;
    match &wish.proof {
        SessionProof::Password(refresh, until) => {
            tx.execute(
                "INSERT INTO refresh(secret, desk, officer, until) \
                 VALUES (:secret, :desk, :officer, :until)",
                named_params! {
                    ":secret": refresh, ":desk": desk, ":officer": officer, ":until": until.0,
                },
            )?;
            tx.execute(
                "UPDATE officer SET failures = 0, locked_until = 0 WHERE login = :login",
                named_params! { ":login": officer },
            )?;
        }
        SessionProof::Refresh(secret) if !refresh_holds(tx, secret, &desk, officer)? => {
            return Ok(None);
        }
        SessionProof::Refresh(_) => {}
    }
    tx.execute(
        "INSERT INTO session(token, desk, incarnation, officer, until) \
         VALUES (:token, :desk, :incarnation, :officer, :until)",
        named_params! {
            ":token": wish.token, ":desk": desk, ":incarnation": wish.incarnation,
            ":officer": officer, ":until": wish.until.0,
        },
    )?;
    if let Some(sealed) = &wish.sealed_key {
        tx.execute(
            "INSERT INTO sealed_key(desk, sealed, at) VALUES (:desk, :sealed, :at) \
             ON CONFLICT(desk, sealed) DO NOTHING",
            named_params! { ":desk": desk, ":sealed": sealed, ":at": wish.now.0 },
        )?;
    }
    opened(tx, wish)
}

fn forget_ended(tx: &Transaction<'_>, now: Timestamp) -> Result<(), StoreError> {
    tx.execute(
        "DELETE FROM session WHERE until < :now",
        named_params! { ":now": now.0 },
    )?;
    tx.execute(
        "DELETE FROM refresh WHERE until < :now",
        named_params! { ":now": now.0 },
    )?;
    Ok(())
}

fn refresh_holds(
    tx: &Transaction<'_>,
    secret: &Digest,
    desk: &str,
    officer: &str,
) -> Result<bool, StoreError> {
    let holds = tx.query_row(
        "SELECT EXISTS (SELECT 1 FROM refresh r JOIN officer o ON o.login = r.officer \
           WHERE r.secret = :secret AND r.desk = :desk AND r.officer = :officer \
             AND o.revoked_at IS NULL) AS holds",
        named_params! { ":secret": secret, ":desk": desk, ":officer": officer },
        |row| row.get("holds"),
    )?;
    Ok(holds)
}

fn opened(tx: &Transaction<'_>, wish: &NewSession) -> Result<Option<OpenedSession>, StoreError> {
    let desk = wish.desk.to_string();
    let mut statement = tx.prepare_cached(
        "SELECT o.login, o.name, o.phone, o.role, d.incarnation, l.acked, l.head, \
           (SELECT k.sealed FROM sealed_key k WHERE k.desk = d.id ORDER BY k.at DESC LIMIT 1) \
             AS sealed \
         FROM desk d JOIN officer o ON o.office = d.office AND o.login = :login \
         JOIN life l ON l.desk = d.id AND l.incarnation = :incarnation WHERE d.id = :desk",
    )?;
    let mut rows = statement.query(named_params! {
        ":login": wish.officer.as_str(), ":incarnation": wish.incarnation, ":desk": desk,
    })?;
    let Some(row) = rows.next()? else {
        return Ok(None);
    };
    Ok(Some(OpenedSession {
        officer: sites::officer_info(row)?,
        sealed_key: row.get("sealed")?,
        acked: number(row, "acked")?,
        head: ChainHead(bytes(row, "head")?),
        incarnation: number(row, "incarnation")?,
        feed_epoch: sites::feed_epoch(tx)?,
    }))
}

pub(super) fn caller(
    tx: &Transaction<'_>,
    token: &Digest,
    now: Timestamp,
) -> Result<Option<Caller>, StoreError> {
    let mut statement = tx.prepare_cached(
        "SELECT s.desk, s.incarnation AS session_incarnation, s.officer, d.incarnation, d.office, \
           d.frozen, d.revoked_at, o.role, o.revoked_at AS officer_revoked_at \
         FROM session s JOIN desk d ON d.id = s.desk JOIN officer o ON o.login = s.officer \
         WHERE s.token = :token AND s.until >= :now",
    )?;
    let mut rows = statement.query(named_params! { ":token": token, ":now": now.0 })?;
    let Some(row) = rows.next()? else {
        return Ok(None);
    };
    let role: String = row.get("role")?;
    Ok(Some(Caller {
        token: *token,
        desk: parsed(row, "desk")?,
        incarnation: number(row, "incarnation")?,
        session_incarnation: number(row, "session_incarnation")?,
        office: parsed(row, "office")?,
        officer: parsed(row, "officer")?,
        role: from_json(&role, "role")?,
        standing: standing(row.get("revoked_at")?, row.get("frozen")?),
        officer_revoked: row.get::<_, Option<i64>>("officer_revoked_at")?.is_some(),
    }))
}
