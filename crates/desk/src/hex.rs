//! Hexadecimal, as keys and signatures are written.

/// Lower-case digits.
pub(crate) fn encode(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The bytes, if `text` is pairs of hexadecimal digits.
pub(crate) fn decode(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(2) {
        return None;
    }
    let digits: Option<Vec<u8>> = text
        .chars()
        .map(|c| c.to_digit(16).and_then(|digit| u8::try_from(digit).ok()))
        .collect();
    Some(
        digits?
            .chunks(2)
            .map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | digit))
            .collect(),
    )
}

/// Exactly `N` bytes.
pub(crate) fn decode_array<const N: usize>(text: &str) -> Option<[u8; N]> {
    decode(text)?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_and_digits_round_trip_and_other_text_is_refused() {
        assert_eq!(
            decode(&encode(&[0, 255, 16])),
            Some(vec![0, 255, 16]),
            "there and back"
        );
        assert_eq!(decode("0"), None, "half a byte");
        assert_eq!(decode("zz"), None, "no digits");
        assert_eq!(decode_array::<2>("00ff00"), None, "another length");
    }
}
