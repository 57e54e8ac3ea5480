//! Small pages go together with one request, a file of several pieces alone: it must neither be cut
//! nor wait for another round when it stands among them.

use std::collections::HashSet;
use std::sync::{Arc, Mutex};

use desk::PictureSize;
use protocol::Spoken;
use protocol::wire::BLOB_PIECE_BYTES_MAX;
use sync::{Answer, Request, Transport};
use testkit::{
    BINH, HUONG, Station, TestCentre, friday_morning, jpeg_page, large_page, wrap_connections,
};

use crate::main_job::{dossier_when, receive_with_pages};

/// What the centre answered to requests of several pages.
type Answers = Arc<Mutex<Vec<String>>>;

struct Heard {
    inner: Arc<dyn Transport>,
    answers: Answers,
}

impl Transport for Heard {
    fn centre(&self) -> Option<Spoken> {
        self.inner.centre()
    }

    fn send(&self, request: Request) -> Answer<'_> {
        let is_pages = request.path == "/v1/blobs";
        Box::pin(async move {
            let answer = self.inner.send(request).await?;
            if is_pages {
                let text = String::from_utf8_lossy(&answer.body).into_owned();
                self.answers.lock().expect("whole").push(text);
            }
            Ok(answer)
        })
    }
}

#[test]
fn a_file_of_several_pieces_arrives_whole_among_small_pages_on_a_fast_line() {
    let clock = friday_morning();
    let centre = TestCentre::start(&clock);
    let answers = Answers::default();
    let heard = Arc::clone(&answers);
    let first = Station::tuned(&clock, move |config| {
        let answers = Arc::clone(&heard);
        wrap_connections(config, move |inner| {
            let answers = Arc::clone(&answers);
            Heard { inner, answers }
        });
    });
    first.enrol(&centre, "Quầy 3");
    first.begin_work(HUONG);
    let second = Station::at_work(&centre, &clock, "Quầy 4", BINH);
    // requests of several pages grow up to what would hold the large file, too
    receive_with_pages(&first, &[10, 20, 30].map(jpeg_page));
    first.wait_sent();

    let mut pages = Vec::from([40, 50, 60, 70].map(jpeg_page));
    pages.insert(2, large_page(1, 3 * BLOB_PIECE_BYTES_MAX / 2));
    let dossier = receive_with_pages(&first, &pages).dossier;
    first.wait_sent();
    assert_eq!(centre.pages(), 8, "all are at the centre");
    let answers = answers.lock().expect("whole").clone();
    let is_taken = |answer: &String| answer.contains("here") && !answer.contains("hash");
    assert!(!answers.is_empty(), "some went together");
    assert!(answers.iter().all(is_taken), "none was cut: {answers:?}");

    let seen = dossier_when(&second, &dossier, "the other desk sees them", |dossier| {
        dossier.attachments.len() == pages.len()
    });
    let fetched = seen.attachments.iter().map(|attachment| {
        let page = second
            .desk()
            .page_picture(&attachment.id, PictureSize::Full);
        page.expect("the page opens").bytes
    });
    let fetched: HashSet<Vec<u8>> = fetched.collect();
    let pages = HashSet::from_iter(pages);
    assert!(fetched == pages, "the very bytes of each");
}
