//! New identities: UUIDv7 from the desk's clock and random bytes of the system.

use domain::time::Timestamp;
use uuid::{Builder, Uuid};

use crate::errors::Fault;

/// A new UUIDv7 of `now`.
pub(crate) fn new_uuid(now: Timestamp) -> Result<Uuid, Fault> {
    let mut random = [0; 10];
    getrandom::fill(&mut random).map_err(Fault::Random)?;
    let millis = u64::try_from(now.0).unwrap_or(0);
    Ok(Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
}

/// The last ten base32 characters (Crockford) of an id, as the receipt's QR carries it.
pub(crate) fn tail(id: Uuid) -> String {
    const ALPHABET: [char; 32] = [
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h',
        'j', 'k', 'm', 'n', 'p', 'q', 'r', 's', 't', 'v', 'w', 'x', 'y', 'z',
    ];
    let number = id.as_u128();
    let letter = |place: u32| {
        let five = usize::try_from((number >> (5 * place)) & 31).unwrap_or(0);
        ALPHABET.get(five).copied().unwrap_or('0')
    };
    (0..10).rev().map(letter).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_one_millisecond_differ_and_later_ones_sort_after() {
        let now = Timestamp(1_795_391_940_000);
        let (a, b) = (
            new_uuid(now).expect("random"),
            new_uuid(now).expect("random"),
        );
        let later = new_uuid(now.plus_ms(1)).expect("random");
        assert_ne!(a, b, "the rest is random");
        assert!(a < later && b < later, "time comes first");
        assert_eq!(a.get_version_num(), 7, "version 7");
    }

    #[test]
    fn the_tail_is_the_last_fifty_bits() {
        assert_eq!(tail(Uuid::from_u128(0)), "0000000000", "all zero");
        assert_eq!(tail(Uuid::from_u128(u128::MAX)), "zzzzzzzzzz", "all ones");
        assert_eq!(tail(Uuid::from_u128(33)), "0000000011", "base 32");
    }
}
