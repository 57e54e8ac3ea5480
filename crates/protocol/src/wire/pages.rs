//! Several whole pages in one body, for the many that are small: `POST /v1/blobs`. One after the
//! other: the 32 bytes of the hash, the length as four bytes, big-endian, and so many bytes.

use std::ops::Range;

use domain::ids::BlobHash;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Most pages of one body.
pub const PAGES_MAX: usize = 64;
/// Largest body of pages, in bytes.
pub const PAGES_BYTES_MAX: usize = 2 * 1024 * 1024;

const HASH_BYTES: usize = 32;
const HEAD_BYTES: usize = HASH_BYTES + size_of::<u32>();

/// What a page of so many bytes takes of the body.
#[must_use]
pub const fn page_on_wire(bytes: u64) -> u64 {
    bytes.saturating_add(HEAD_BYTES as u64)
}

/// Adds one page to a body; `false`, and nothing is added, where it has no room.
#[must_use]
pub fn add_page(body: &mut Vec<u8>, hash: BlobHash, bytes: &[u8]) -> bool {
    let Ok(length) = u32::try_from(bytes.len()) else {
        return false;
    };
    if body.len() + HEAD_BYTES + bytes.len() > PAGES_BYTES_MAX {
        return false;
    }
    body.extend_from_slice(&hash.0);
    body.extend_from_slice(&length.to_be_bytes());
    body.extend_from_slice(bytes);
    true
}

/// Which pages a body has, and where their bytes are in it; `None` where it is no such body: cut
/// off, empty, larger or of more pages than it may be.
#[must_use]
pub fn pages_of(body: &[u8]) -> Option<Vec<(BlobHash, Range<usize>)>> {
    if body.len() > PAGES_BYTES_MAX {
        return None;
    }
    let (mut pages, mut rest) = (Vec::new(), body);
    while pages.is_empty() || !rest.is_empty() {
        let (hash, after) = rest.split_first_chunk::<HASH_BYTES>()?;
        let (length, after) = after.split_first_chunk()?;
        let (bytes, after) =
            after.split_at_checked(usize::try_from(u32::from_be_bytes(*length)).ok()?)?;
        let end = body.len() - after.len();
        pages.push((BlobHash(*hash), end - bytes.len()..end));
        if pages.len() > PAGES_MAX {
            return None;
        }
        rest = after;
    }
    Some(pages)
}

/// What became of one page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PageOutcome {
    /// The centre has it, verified and safe.
    Here,
    /// No dossier that the desk's office may read names it.
    Unknown,
    /// The bytes are not those of the hash; nothing was kept.
    Hash,
}

/// Answer to pages: what became of each, in the order in which they were sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PagesReply {
    /// One for each page.
    pub pages: Vec<PageOutcome>,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_put_in_is_taken_out(pages in prop::collection::vec(
            prop::collection::vec(any::<u8>(), 0..200), 1..PAGES_MAX)) {
            let mut body = Vec::new();
            for page in &pages {
                prop_assert!(add_page(&mut body, BlobHash::of(page), page));
            }
            let found = pages_of(&body).expect("a body of pages");
            let found = found.into_iter().map(|(hash, at)| (hash, body[at].to_vec()));
            let sent = pages.into_iter().map(|page| (BlobHash::of(&page), page));
            prop_assert_eq!(found.collect::<Vec<_>>(), sent.collect::<Vec<_>>());
        }

        #[test]
        fn any_bytes_are_read_or_refused(body in prop::collection::vec(any::<u8>(), 0..300)) {
            for (_, at) in pages_of(&body).unwrap_or_default() {
                prop_assert!(at.end <= body.len());
            }
        }
    }

    #[test]
    fn a_body_that_is_cut_off_or_too_large_or_too_many_is_none() {
        let mut body = Vec::new();
        assert_eq!(pages_of(&body), None, "empty");
        assert!(add_page(&mut body, BlobHash::of(b"page"), b"page"), "room");
        assert!(pages_of(&body).is_some(), "whole");
        for length in 1..body.len() {
            assert_eq!(pages_of(&body[..length]), None, "cut off at {length}");
        }
        let many = body.repeat(PAGES_MAX + 1);
        assert_eq!(pages_of(&many), None, "too many");
        assert!(
            pages_of(&body.repeat(PAGES_MAX)).is_some(),
            "as many as may be"
        );
        let huge = vec![0; PAGES_BYTES_MAX];
        assert!(!add_page(&mut body, BlobHash::of(&huge), &huge), "no room");
        assert_eq!(pages_of(&vec![0; PAGES_BYTES_MAX + 1]), None, "too large");
    }

    #[test]
    fn what_it_takes_is_what_is_added() {
        let mut body = Vec::new();
        assert!(add_page(&mut body, BlobHash::of(b"abc"), b"abc"), "room");
        assert_eq!(body.len() as u64, page_on_wire(3));
    }
}
