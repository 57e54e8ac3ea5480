//! The body of `POST /v1/blobs`: pages that lie in it one after the other, or nothing that is taken;
//! packed again they are the same body.

use protocol::wire::{PAGES_MAX, add_page, pages_of};

/// One input.
pub(crate) fn run(bytes: &[u8]) {
    let Some(pages) = pages_of(bytes) else {
        return;
    };
    assert!((1..=PAGES_MAX).contains(&pages.len()), "some, and not many");
    let mut again = Vec::new();
    for (hash, at) in pages {
        let page = bytes.get(at).expect("a page lies in its body");
        assert!(add_page(&mut again, hash, page), "it has room");
    }
    assert!(again == bytes, "nothing lies between the pages");
}
