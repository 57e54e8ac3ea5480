//! The main job of the product, with the cable in.

use desk::PictureSize;
use protocol::view::{DossierQuery, DossierView, ForwardRequest, RowsRequest};
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

#[test]
fn a_walk_in_becomes_a_receipt_and_a_dossier_at_the_centre_and_at_the_next_desk() {
    let clock = friday_morning();
    let centre = TestCentre::start(&clock);
    let first = Station::at_work(&centre, &clock, "Quầy 3", HUONG);
    let second = Station::at_work(&centre, &clock, "Quầy 4", BINH);

    // due time and fee, as worked out by hand for this day
    let draft = filled_draft(&first, social_allowance());
    let quote = first.desk().quote(draft.clone()).expect("a quote");
    assert_eq!(
        quote.due_text, "09:45 thứ Hai 07/12",
        "ten working days with the 24th off"
    );
    assert!(
        quote
            .due_working
            .starts_with("10 ngày làm việc, từ 09:41 20/11"),
        "{}",
        quote.due_working
    );
    assert_eq!(
        (quote.total, quote.total_known),
        (0, true),
        "nothing to pay"
    );

    // a page into a paper, before the number
    let target = format!("draft:{}", draft.request_id);
    let component = draft.papers[0].component.clone();
    let page = jpeg_page(1);
    let added = first
        .desk()
        .attach(&target, &component, "tờ khai.jpg", &page)
        .expect("a page");
    assert_eq!(added.added.len(), 1, "one page came in");

    let received = first.desk().receive(draft).expect("received");
    assert!(
        received.code.starts_with("H42.17-261120-"),
        "an official code: {}",
        received.code
    );
    assert!(!received.provisional, "with a lease the code is final");
    assert_eq!(
        received.due_text, "09:45 thứ Hai 07/12",
        "the promise is what was quoted"
    );

    let pdf = first.wait_receipt(&received.code);
    assert!(pdf.starts_with(b"%PDF-1.7"), "a PDF was saved");

    let target = first.desk().forward_targets(()).expect("targets").remove(0);
    let request = ForwardRequest {
        request_id: "0197a000-0000-7000-8000-000000000001".to_owned(),
        dossiers: vec![received.dossier.clone()],
        to: target.id.clone(),
    };
    first.desk().forward(request).expect("handed over");
    first.wait_sent();

    let at_centre = centre
        .dossier(&received.dossier)
        .expect("the centre has it");
    assert_eq!(at_centre.attachments.len(), 1, "with its page");
    assert!(at_centre.forwarded_to.is_some(), "handed over");

    let seen = dossier_when(
        &second,
        &received.dossier,
        "the other desk sees it",
        |dossier| !dossier.row.forwarded_to.is_empty(),
    );
    assert_eq!(seen.row.code, received.code, "under its code");
    assert_eq!(seen.row.forwarded_to, target.name, "and where it went");
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
