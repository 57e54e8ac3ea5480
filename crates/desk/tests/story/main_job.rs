//! The main job of the product, with the cable in.

use desk::PictureSize;
use protocol::view::{DossierQuery, DossierView, ForwardRequest, ReceivedView, RowsRequest};
use testkit::{
    BINH, HUONG, Station, TestCentre, filled_draft, friday_morning, jpeg_page, social_allowance,
};

pub(crate) fn dossier_when(
    station: &Station,
    id: &str,
    what: &str,
    test: impl Fn(&DossierView) -> bool,
) -> DossierView {
    station.changes.wait_for(what, || {
        let dossier = station.desk().dossier(id.to_owned()).ok()?;
        test(&dossier).then_some(dossier)
    })
}

/// Pages into the first paper, then `Ctrl+Enter`.
pub(crate) fn receive_with_pages(station: &Station, pages: &[Vec<u8>]) -> ReceivedView {
    let draft = filled_draft(station, social_allowance());
    let target = format!("draft:{}", draft.request_id);
    let component = draft.papers[0].component.clone();
    for page in pages {
        let desk = station.desk();
        let added = desk.attach(&target, &component, "tờ khai.jpg", page);
        assert_eq!(added.expect("a page").added.len(), 1, "one page came in");
    }
    station.desk().receive(draft).expect("received")
}

/// F7: to the first department; its name.
pub(crate) fn hand_over(station: &Station, dossier: &str) -> String {
    let target = station
        .desk()
        .forward_targets(())
        .expect("targets")
        .remove(0);
    let request = ForwardRequest {
        request_id: "0197a000-0000-7000-8000-000000000001".to_owned(),
        dossiers: vec![dossier.to_owned()],
        to: target.id,
    };
    station
        .desk()
        .forward(request.clone())
        .expect("handed over");
    station
        .desk()
        .forward(request)
        .expect("the same request again is harmless");
    target.name
}

#[test]
fn a_walk_in_becomes_a_receipt_and_a_dossier_at_the_centre_and_at_the_next_desk() {
    let clock = friday_morning();
    let centre = TestCentre::start(&clock);
    let first = Station::at_work(&centre, &clock, "Quầy 3", HUONG);
    let second = Station::at_work(&centre, &clock, "Quầy 4", BINH);
    let page = jpeg_page(1);

    let received = receive_with_pages(&first, std::slice::from_ref(&page));
    assert!(
        received.code.starts_with("H42.17-261120-"),
        "an official code: {}",
        received.code
    );
    assert!(!received.provisional, "with a lease the code is final");
    assert_eq!(
        received.due_text, "09:45 thứ Hai 07/12",
        "ten working days, the 24th off"
    );
    let went_to = hand_over(&first, &received.dossier);
    first.wait_sent();

    let at_centre = centre
        .dossier(&received.dossier)
        .expect("the centre has it");
    assert_eq!(at_centre.attachments.len(), 1, "with its page");
    assert!(at_centre.forwarded_to.is_some(), "handed over");
    assert_eq!(at_centre.events, 2, "received once, handed over once");

    let seen = dossier_when(
        &second,
        &received.dossier,
        "the other desk sees it",
        |dossier| !dossier.row.forwarded_to.is_empty(),
    );
    assert_eq!(seen.row.code, received.code, "under its code");
    assert_eq!(seen.row.forwarded_to, went_to, "and where it went");
    assert_eq!(
        seen.timeline[0].kind, "received",
        "its journal begins with the reception"
    );
    let picture = second
        .desk()
        .page_picture(&seen.attachments[0].id, PictureSize::Full);
    assert_eq!(
        picture.expect("the page opens").bytes,
        page,
        "the very bytes that were scanned"
    );
    let thumb = second
        .desk()
        .page_picture(&seen.attachments[0].id, PictureSize::Thumb);
    assert_eq!(
        thumb.expect("made here").media_type,
        "image/jpeg",
        "a small picture of it"
    );
}

#[test]
fn due_time_and_fee_are_those_worked_out_by_hand() {
    let clock = friday_morning();
    let centre = TestCentre::start(&clock);
    let station = Station::at_work(&centre, &clock, "Quầy 3", HUONG);
    let draft = filled_draft(&station, social_allowance());
    let quote = station.desk().quote(draft).expect("a quote");
    assert_eq!(
        quote.due_text, "09:45 thứ Hai 07/12",
        "ten working days with the 24th off"
    );
    let working = "10 ngày làm việc, từ 09:41 20/11, nghỉ thứ Bảy, Chủ nhật, 24/11";
    assert_eq!(quote.due_working, working, "with its working");
    assert_eq!(
        (quote.total, quote.total_known),
        (0, true),
        "nothing to pay"
    );

    let mut copies = filled_draft(&station, "2.000815");
    (copies.pages, copies.copies) = (5, 3);
    let quote = station.desk().quote(copies).expect("a quote");
    assert_eq!(quote.total, 21_000, "three copies of 2 × 2.000 + 3 × 1.000");
    assert_eq!(
        quote.due_text, "16:30 thứ Sáu 20/11",
        "the same day, before the cut-off"
    );
}

#[test]
fn the_saved_receipt_says_the_code_the_person_and_the_promise_on_both_copies() {
    let clock = friday_morning();
    let centre = TestCentre::start(&clock);
    let station = Station::at_work(&centre, &clock, "Quầy 3", HUONG);
    let draft = filled_draft(&station, social_allowance());
    let received = station.desk().receive(draft).expect("received");
    let pdf = station.wait_receipt(&received.code);
    let pdf = lopdf::Document::load_mem(&pdf).expect("a PDF");
    let pages: Vec<u32> = pdf.get_pages().keys().copied().collect();
    assert!(pages.len() >= 2, "two copies: {} pages", pages.len());
    let text = pdf.extract_text(&pages).expect("text");
    let flat: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for words in [
        received.code.as_str(),
        "Nguyễn Thị Hường",
        "037188004321",
        "Liên 1",
        "Liên 2",
    ] {
        assert!(flat.contains(words), "{words} is on the receipt: {flat}");
    }
}

#[test]
fn a_dossier_is_found_by_name_without_marks_by_number_and_by_code() {
    let clock = friday_morning();
    let centre = TestCentre::start(&clock);
    let station = Station::at_work(&centre, &clock, "Quầy 3", HUONG);
    let received = station
        .desk()
        .receive(filled_draft(&station, social_allowance()))
        .expect("received");
    for text in [
        "nguyen thi huong",
        "huong nguyen",
        "037188004321",
        received.code.as_str(),
    ] {
        let query = DossierQuery {
            text: text.to_owned(),
            queue: "all".to_owned(),
            scope: "office".to_owned(),
        };
        let ids = station.desk().dossier_ids(query).expect("a list").ids;
        let rows = station
            .desk()
            .dossier_rows(RowsRequest { ids })
            .expect("rows");
        assert_eq!(rows.len(), 1, "one dossier for {text}");
        assert_eq!(rows[0].id, received.dossier, "the one received, for {text}");
    }
    let hints = station
        .desk()
        .person_hints("037 188 004 321".to_owned())
        .expect("hints");
    assert_eq!(hints.phone, "0912 345 678", "the number given before");
    assert_eq!(
        hints.open[0].code, received.code,
        "the open dossier is named"
    );
}
