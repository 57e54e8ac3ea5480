//! What an intake refuses, and what it does not do twice.

use testkit::{
    HUONG, Station, TestCentre, filled_draft, friday_morning, jpeg_page, pdf_page, social_allowance,
};

fn at_work() -> (
    std::sync::Arc<platform::clock::FixedClock>,
    TestCentre,
    Station,
) {
    let clock = friday_morning();
    let centre = TestCentre::start(&clock);
    let station = Station::at_work(&centre, &clock, "Quầy 3", HUONG);
    (clock, centre, station)
}

#[test]
fn the_same_request_twice_gives_one_dossier() {
    let (_clock, _centre, station) = at_work();
    let draft = filled_draft(&station, social_allowance());
    let first = station.desk().receive(draft.clone()).expect("received");
    let second = station
        .desk()
        .receive(draft.clone())
        .expect("the same again");
    assert_eq!(first, second, "a double Enter is harmless");
    station
        .desk()
        .save_draft(draft)
        .expect("a late autosave is no error");
    let current = station.desk().current_draft(()).expect("a form");
    assert!(
        current.procedure.is_empty(),
        "and does not bring the received form back"
    );
}

#[test]
fn every_wrong_field_is_told_at_once_and_no_number_is_drawn() {
    let (_clock, _centre, station) = at_work();
    let left = station.strip().codes_left;
    let mut draft = filled_draft(&station, social_allowance());
    draft.parties[0].name = String::new();
    draft.parties[0].number = "03718800432".to_owned();
    draft.parties[0].phone = "12".to_owned();
    draft.sets = 0;
    draft.papers[1].state = "missing".to_owned();
    let error = station.desk().receive(draft).expect_err("refused");
    assert_eq!(error.code, "intake.fields", "the fields are to blame");
    let paths: Vec<&str> = error
        .fields
        .iter()
        .map(|field| field.path.as_str())
        .collect();
    for path in [
        "parties.0.name",
        "parties.0.number",
        "parties.0.phone",
        "sets",
        "papers.1.state",
    ] {
        assert!(paths.contains(&path), "{path} is told: {paths:?}");
    }
    let number = error
        .fields
        .iter()
        .find(|field| field.path == "parties.0.number")
        .expect("told");
    assert_eq!(number.params["count"], "11", "how many digits there are");
    assert_eq!(station.strip().codes_left, left, "no number was spent");
}

#[test]
fn an_unclear_limit_is_not_guessed() {
    let (_clock, _centre, station) = at_work();
    let mut draft = filled_draft(&station, "1.010824");
    let mut deceased = draft.parties[0].clone();
    deceased.role = "deceased".to_owned();
    deceased.number = String::new();
    draft.parties.push(deceased);
    let quote = station.desk().quote(draft.clone()).expect("a quote");
    assert_eq!(
        (quote.due_at, quote.due_problem.as_str()),
        (None, "unclear_limit"),
        "no promise"
    );
    let error = station.desk().receive(draft.clone()).expect_err("refused");
    let codes: Vec<&str> = error
        .fields
        .iter()
        .map(|field| field.code.as_str())
        .collect();
    assert!(
        codes.contains(&"limit_unclear"),
        "because the limit is unclear: {codes:?}"
    );
    draft.due_override = "2026-12-18T10:00".to_owned();
    draft.due_ground = "Điều 5 Nghị định 131/2021/NĐ-CP".to_owned();
    draft.due_approver = "Phạm Thị Lan".to_owned();
    let received = station
        .desk()
        .receive(draft)
        .expect("a person set it, with ground and name");
    assert_eq!(received.due_text, "10:00 thứ Sáu 18/12", "as set");
}

#[test]
fn a_clock_set_back_gives_a_slip_and_no_official_number() {
    let (clock, _centre, station) = at_work();
    station
        .desk()
        .receive(filled_draft(&station, social_allowance()))
        .expect("received");
    clock.advance_ms(-2 * 60 * 60 * 1000);
    let slip = station
        .desk()
        .receive(filled_draft(&station, social_allowance()))
        .expect("received");
    assert!(slip.provisional, "the clock is below the last act");
    assert!(!station.strip().clock_ok, "the strip says so too");
    clock.advance_ms(3 * 60 * 60 * 1000);
    station
        .desk()
        .receive(filled_draft(&station, social_allowance()))
        .expect("set right again");
}

#[test]
fn a_file_is_judged_by_its_bytes() {
    let (_clock, _centre, station) = at_work();
    let draft = filled_draft(&station, social_allowance());
    let target = format!("draft:{}", draft.request_id);
    let component = draft.papers[0].component.clone();
    let attach = |name: &str, bytes: &[u8]| station.desk().attach(&target, &component, name, bytes);
    let pdf = attach("anh.jpg", &pdf_page()).expect("a PDF, whatever it is called");
    assert_eq!(pdf.added[0].media_type, "application/pdf", "by content");
    assert_eq!(
        attach("x.pdf", b"MZ no PDF").expect_err("no").code,
        "file.not_supported",
        "no PDF"
    );
    assert_eq!(
        attach("x.pdf", b"").expect_err("no").code,
        "file.empty",
        "no bytes"
    );
    let listed = station.desk().attachments(target.clone()).expect("listed");
    assert_eq!(listed.len(), 1, "only the good one was taken in");
    attach("trang.jpg", &jpeg_page(9)).expect("a page");
    let received = station.desk().receive(draft).expect("received");
    let dossier = station
        .desk()
        .dossier(received.dossier)
        .expect("the dossier");
    assert_eq!(dossier.attachments.len(), 2, "both moved with it");
}

#[test]
fn a_reprint_is_an_act_with_a_reason_and_a_number() {
    let (_clock, _centre, station) = at_work();
    let received = station
        .desk()
        .receive(filled_draft(&station, social_allowance()))
        .expect("received");
    let request = protocol::view::ReprintRequest {
        request_id: "0197a000-0000-7000-8000-000000000002".to_owned(),
        dossier: received.dossier.clone(),
        reason: "kẹt giấy".to_owned(),
    };
    let job = station
        .desk()
        .reprint(request.clone())
        .expect("printed again");
    assert_eq!(job.reprint_no, 1, "the first reprint");
    let again = station
        .desk()
        .reprint(request.clone())
        .expect("the same request");
    assert_eq!(again.id, job.id, "is the same job");
    let without = protocol::view::ReprintRequest {
        request_id: "0197a000-0000-7000-8000-000000000003".to_owned(),
        reason: "  ".to_owned(),
        ..request
    };
    let error = station.desk().reprint(without).expect_err("no reason");
    assert_eq!(
        error.params["reason"], "reason_missing",
        "a reprint needs a reason"
    );
    let dossier = station
        .desk()
        .dossier(received.dossier)
        .expect("the dossier");
    assert!(
        dossier
            .timeline
            .iter()
            .any(|entry| entry.kind == "receipt_reprinted"),
        "in the journal"
    );
}
