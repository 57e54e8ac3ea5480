//! Bytes as lower-case hexadecimal digits, as the wire writes keys, heads and signatures.

/// `bytes` as digits.
pub(crate) fn encode(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            // writing to a String cannot fail
            if write!(text, "{byte:02x}").is_err() {
                text.clear();
            }
            text
        })
}

/// The bytes `text` writes, if it is an even number of hexadecimal digits.
pub(crate) fn decode(text: &str) -> Option<Vec<u8>> {
    let nibble = |byte: &u8| {
        char::from(*byte)
            .to_digit(16)
            .and_then(|d| u8::try_from(d).ok())
    };
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    if !rest.is_empty() {
        return None;
    }
    pairs
        .iter()
        .map(|[high, low]| Some(nibble(high)? << 4 | nibble(low)?))
        .collect()
}

/// Exactly `N` bytes.
pub(crate) fn decode_array<const N: usize>(text: &str) -> Option<[u8; N]> {
    decode(text)?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_round_trip_and_other_text_is_refused() {
        assert_eq!(
            decode(&encode(&[0, 15, 255])),
            Some(vec![0, 15, 255]),
            "there and back"
        );
        assert_eq!(
            decode("abc"),
            None,
            "an odd number of digits is no byte string"
        );
        assert_eq!(decode("zz"), None, "letters past f are no digits");
        assert_eq!(decode("đđ"), None, "multi-byte letters are no digits");
        assert_eq!(decode_array::<2>("ffff00"), None, "three bytes are not two");
    }
}
