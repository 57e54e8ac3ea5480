//! Shapes of wire parts whose types belong to `domain`, which knows no OpenAPI, for the document
//! alone; tests hold them to the real ones.

use utoipa::ToSchema;

/// Everything about an event but what happened.
#[derive(ToSchema)]
pub struct EnvelopeShape {
    /// UUIDv7, unique over all desks.
    pub id: String,
    /// The desk that recorded it.
    pub origin: String,
    /// The life of that desk's database.
    pub incarnation: u32,
    /// Gapless position in the desk's journal, from 1.
    pub seq: u64,
    /// The dossier it belongs to.
    pub dossier: String,
    /// When it happened, UTC milliseconds.
    pub at: i64,
    /// Login name of who did it.
    pub officer: String,
    /// The ownership epoch the officer acted under.
    pub own_epoch: u32,
    /// What the desk knew of the time.
    pub clock: ClockShape,
    /// Versions pinned.
    pub versions: VersionsShape,
}

/// What the desk knew of the time.
#[derive(ToSchema)]
pub struct ClockShape {
    /// Local clock minus the centre's, in milliseconds.
    pub skew_ms: i64,
    /// When the desk last heard the centre's time.
    pub heard_at: Option<i64>,
}

/// Versions an act was decided under.
#[derive(ToSchema)]
pub struct VersionsShape {
    /// Of the procedure's rules.
    pub procedure: u32,
    /// Of the working calendar.
    pub calendar: u32,
    /// Of the signed policy.
    pub policy: u32,
}

/// A published document as the exact JSON text that was signed.
#[derive(ToSchema)]
pub struct SignedShape {
    /// Version, rising by one.
    pub version: u32,
    /// The JSON text, exactly as signed.
    pub json: String,
    /// Ed25519 signature of the centre, hexadecimal.
    pub signature: String,
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::marker::PhantomData;

    use domain::ids::{DeskId, DossierId, EventId, OfficerId};
    use domain::journal::{ClockReading, Envelope, PinnedVersions};
    use domain::time::Timestamp;
    use serde_json::Value;
    use utoipa::PartialSchema;
    use uuid::Uuid;

    use super::*;
    use crate::wire::Signed;

    fn keys(value: &Value) -> BTreeSet<String> {
        value
            .as_object()
            .expect("an object")
            .keys()
            .cloned()
            .collect()
    }

    fn described<T: PartialSchema>() -> BTreeSet<String> {
        keys(&serde_json::to_value(T::schema()).expect("serialises")["properties"])
    }

    #[test]
    fn the_described_shapes_have_the_fields_of_the_real_types() {
        let id = Uuid::nil();
        let envelope = Envelope {
            id: EventId(id),
            origin: DeskId(id),
            incarnation: 1,
            seq: 1,
            dossier: DossierId(id),
            at: Timestamp(0),
            officer: OfficerId::parse("a").expect("a name"),
            own_epoch: 0,
            clock: ClockReading {
                skew_ms: 0,
                heard_at: None,
            },
            versions: PinnedVersions::default(),
        };
        let real = serde_json::to_value(envelope).expect("serialises");
        assert_eq!(described::<EnvelopeShape>(), keys(&real), "the envelope");
        assert_eq!(described::<ClockShape>(), keys(&real["clock"]), "the clock");
        assert_eq!(
            described::<VersionsShape>(),
            keys(&real["versions"]),
            "the versions"
        );
        let signed: Signed<()> = Signed {
            version: 1,
            json: String::new(),
            signature: String::new(),
            kind: PhantomData,
        };
        let signed = serde_json::to_value(signed).expect("serialises");
        assert_eq!(
            described::<SignedShape>(),
            keys(&signed),
            "the signed document"
        );
    }
}
