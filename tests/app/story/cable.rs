//! The same day with the cable out, and in again.

use protocol::view::RowsRequest;
use testkit::{HUONG, jpeg_page};

use super::{Counter, World};

#[test]
fn without_the_centre_the_counter_works_on_and_everything_arrives_once_when_it_is_back() {
    let mut world = World::start();
    let window = world.open();
    let counter = Counter(&window);
    counter.begin_work(HUONG);

    world.centre.stop();
    window.ask("send_now", serde_json::Value::Null);
    window.wait_for_text("footer", "Mất kết nối");
    counter.fill_form();
    counter.attach(&world.file("trang.jpg", &jpeg_page(120)));
    let code = counter.receive();
    let later: Vec<String> = (0..2)
        .map(|_| {
            counter.fill_form();
            counter.receive()
        })
        .collect();
    window.wait_for_text("footer", "3 hồ sơ chờ gửi");
    window.screenshot("10-cable-out");
    let row = counter.rows(&code).pop().expect("the desk has the dossier");
    assert!(
        !row.provisional,
        "the leased number is an official code: {code}"
    );
    assert!(row.unsent, "the list says that it waits");

    world.centre.start_again();
    window.ask("send_now", serde_json::Value::Null);
    counter.wait_sent();
    window.wait_for_text("footer", "Đã gửi hết");
    window.wait_for_text("footer", "Đã kết nối");
    window.screenshot("11-cable-in");
    let there = world.centre.dossier(&row.id).expect("the dossier arrived");
    assert_eq!(there.attachments.len(), 1, "its page arrived, once");
    let other = world.other_desk();
    let rows = other.changes.wait_for("the dossier at another desk", || {
        let query = protocol::view::DossierQuery {
            text: String::new(),
            queue: "all".to_owned(),
            scope: "office".to_owned(),
        };
        let ids = other.desk().dossier_ids(query).ok()?.ids;
        (ids.len() >= 3).then_some(ids)
    });
    let rows = other.desk().dossier_rows(RowsRequest { ids: rows });
    let codes = rows.expect("its rows").into_iter().map(|row| row.code);
    let in_order = [&later[1], &later[0], &code];
    assert!(
        codes.eq(in_order.into_iter().cloned()),
        "each once, in the order of the counter, whoever asks"
    );
}
