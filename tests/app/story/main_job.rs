//! The main job of the product, as a person does it.

use desk::PictureSize;
use domain::due;
use domain::procedure::{Channel, Procedure};
use domain::time::{CivilDateTime, Timestamp};
use protocol::view::{DossierQuery, DossierView, ReceiptVerdict, RowsRequest};
use testkit::{HUONG, HUONG_CARD, Station, jpeg_page, social_allowance};

use super::{Counter, World, receipt};
use crate::drive::{output_dir, poll};

#[test]
fn from_a_walk_in_to_a_printed_receipt_and_a_dossier_at_the_centre() {
    let world = World::start();
    let window = world.open();
    window.wait_for("input[name=password]");
    window.screenshot("01-sign-in");
    let counter = Counter(&window);
    counter.begin_work(HUONG);
    counter.choose_scanner();

    counter.read_card(HUONG_CARD);
    window.wait_for_text("[data-who='0']", "Nguyễn Thị Hường");
    window.wait_for_text("[data-who='0']", "037 1 88 004321");
    window.type_text("input[name=phone]", "0912345678");
    window.screenshot("02-intake-person");
    counter.choose_procedure("tro cap xa hoi", social_allowance());
    counter.judge_papers();
    let shown = counter.promise();

    counter.take_up_paper(0);
    let page = jpeg_page(90);
    counter.attach(&world.file("giấy xác nhận.jpg", &page));
    // The feeder holds ten sheets; stopped after some, the pages that came stay.
    window.press("F4");
    counter.wait_for_pictures(3);
    window.click_words("button", "Dừng quét");
    window.wait_until_gone("progress");
    let pages = counter.pages_of_draft();
    assert!(
        (3..10).contains(&pages),
        "the file and the scanned pages stay: {pages}"
    );
    counter.wait_for_pictures(pages);
    window.screenshot("03-intake-filled");
    let code = counter.receive();
    window.screenshot("04-just-received");

    let row = counter.rows(&code).pop().expect("the desk has the dossier");
    let dossier = counter.dossier(&row.id);
    assert_eq!(
        u64::try_from(dossier.attachments.len()).ok(),
        Some(pages),
        "each page came along"
    );
    let promised = check_promise(&world, &dossier, &shown);
    let receipt = receipt::qr(&check_paper(&world, &code, &dossier, promised));
    find_by_receipt(&window, &receipt, &code);
    forward(&window);
    counter.wait_sent();
    check_at_the_centre(&world, &dossier, &page);
    let other = world.other_desk();
    check_at_another_desk(&other, &dossier, &page);
    check_receipt_at_another_desk(&other, &receipt, &dossier);
    window.close();
}

/// The promise is that of the rules for the very moment of the reception, and the form said one.
fn check_promise(world: &World, dossier: &DossierView, shown: &str) -> CivilDateTime {
    let received = Timestamp(dossier.row.received_at).civil();
    let (catalogue, rules) = (world.centre.catalogue(), world.centre.policy().rules);
    let is_it = |procedure: &&Procedure| procedure.code.as_str() == social_allowance();
    let procedure = catalogue
        .procedures
        .iter()
        .find(is_it)
        .expect("the seed has it");
    let direct = procedure
        .methods
        .iter()
        .find(|method| method.channel == Channel::Direct);
    let limit = &direct.expect("it is received at the counter").limit;
    let promise = due::compute(limit, received, &catalogue.calendar, &rules);
    let at = promise.expect("its limit is clear").at;
    assert_eq!(
        dossier.row.due_at,
        Some(at.instant().0),
        "the due time is that of the rules"
    );
    assert_eq!(dossier.due_text, at.promise(), "in the words of a promise");
    assert!(
        !shown.is_empty(),
        "the form showed a promise before the reception"
    );
    at
}

/// The saved receipt.
fn check_paper(
    world: &World,
    code: &str,
    dossier: &DossierView,
    due: CivilDateTime,
) -> std::path::PathBuf {
    let path = world
        .session
        .data_dir()
        .join("documents")
        .join(format!("{code}.pdf"));
    poll::until("saved receipt", std::time::Duration::from_secs(60), || {
        path.exists().then_some(())
    });
    std::fs::copy(&path, output_dir().join("receipt.pdf")).expect("kept for people to look at");
    let text = receipt::text(&path);
    let received = Timestamp(dossier.row.received_at).civil();
    let moment = |at: CivilDateTime| {
        let (date, time) = (at.date(), at.time());
        let (hour, minute) = (time.format("%H"), time.format("%M"));
        format!("{hour} giờ {minute} phút, ngày {}", date.0.format("%d"))
    };
    for wanted in [
        "Nguyễn Thị Hường",
        "037188004321",
        code,
        &moment(received),
        &moment(due),
    ] {
        assert!(
            text.contains(wanted),
            "`{wanted}` is on the receipt: {text}"
        );
    }
    assert_eq!(world.receipts().len(), 1, "one file with both copies");
    for copy in ["Liên 1", "Liên 2"] {
        assert!(text.contains(copy), "{copy} is in the file: {text}");
    }
    path
}

/// The citizen is back with the paper: F3, and the reader types its QR.
fn find_by_receipt(window: &crate::drive::Window, content: &str, code: &str) {
    window.press("F3");
    window.type_at_focus(content);
    window.wait_for_text("[role=option]", "Giấy thật, do Quầy 3 cấp");
    window.press("Enter");
    window.wait_for_text("main [translate=no]", code);
    window.wait_for_script(
        "its screen",
        "return location.hash.startsWith('#/dossier/')",
        &[],
    );
}

/// F7 opens the list; the button hands over.
fn forward(window: &crate::drive::Window) {
    window.press("F7");
    window.wait_for("[role=dialog]");
    let targets = window.ask("forward_targets", serde_json::Value::Null);
    let name = targets[0]["name"]
        .as_str()
        .expect("a department")
        .to_owned();
    window.click_words("[role=dialog] label", &name);
    window.screenshot("05-forward");
    window.click_words("[role=dialog] button", "Chuyển 1");
    window.wait_for_text("[role=dialog]", "Đã chuyển 1 hồ sơ");
    window.click_words("[role=dialog] button", "Đóng");
    window.wait_until_gone("[role=dialog]");
}

fn check_at_the_centre(world: &World, dossier: &DossierView, page: &[u8]) {
    let there = world
        .centre
        .dossier(&dossier.row.id)
        .expect("the dossier is at the centre");
    assert_eq!(
        there.attachments.len(),
        dossier.attachments.len(),
        "with all its pages"
    );
    let size = u64::try_from(page.len()).expect("it fits");
    assert!(
        there.attachments.iter().any(|a| a.size_bytes == size),
        "the file among them"
    );
}

/// Another desk finds the dossier by its code and opens the very bytes of the page.
fn check_at_another_desk(other: &Station, dossier: &DossierView, page: &[u8]) {
    let desk = other.desk();
    let found = other.changes.wait_for("the dossier at another desk", || {
        let query = DossierQuery {
            text: dossier.row.code.clone(),
            queue: "all".to_owned(),
            scope: "office".to_owned(),
        };
        let ids = desk.dossier_ids(query).ok()?.ids;
        let row = desk.dossier_rows(RowsRequest { ids }).ok()?.pop()?;
        (!row.forwarded_to.is_empty()).then_some(row)
    });
    assert_eq!(found.person, "Nguyễn Thị Hường", "every letter arrives");
    let there = desk.dossier(found.id).expect("the other desk shows it");
    assert_eq!(
        there.due_text, dossier.due_text,
        "the promise is the same everywhere"
    );
    let is_file = |view: &&protocol::view::AttachmentView| view.source == "file";
    let file = there
        .attachments
        .iter()
        .find(is_file)
        .expect("the file is listed");
    let picture = desk
        .page_picture(&file.id, PictureSize::Full)
        .expect("it can be opened");
    assert!(
        picture.bytes == page,
        "byte for byte what the first desk took in"
    );
}

/// The QR on the paper proves at another desk who gave the receipt, and opens the dossier.
fn check_receipt_at_another_desk(other: &Station, content: &str, dossier: &DossierView) {
    let check = |content: String| {
        let checked = other.desk().check_receipt(content);
        checked.expect("it has the policy")
    };
    let genuine = check(content.to_owned());
    assert_eq!(
        genuine.verdict,
        ReceiptVerdict::Genuine,
        "signed by the first desk"
    );
    assert_eq!(
        genuine.dossier.as_ref(),
        Some(&dossier.row.id),
        "of this dossier"
    );
    let code = &dossier.row.code;
    let altered = check(content.replace(code.as_str(), &format!("{code}0")));
    assert_eq!(
        altered.verdict,
        ReceiptVerdict::Altered,
        "no other code is signed"
    );
}
