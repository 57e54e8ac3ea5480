//! `Ctrl+Enter` pressed twice, eight times, or all at once.

use protocol::view::{ForwardRequest, ReceivedView};
use testkit::jpeg_page;

use crate::world::World;

/// How often it is pressed at once.
const PRESSED: usize = 8;

#[test]
fn one_form_received_eight_times_at_once_is_one_dossier_with_one_code_and_one_receipt() {
    let mut world = World::at_work();
    let draft = world.typed();
    let target = format!("draft:{}", draft.request_id);
    let component = draft.papers[0].component.clone();
    world
        .desk()
        .attach(&target, &component, "trang.jpg", &jpeg_page(1))
        .expect("a page");
    let left = world.station.strip().codes_left;
    let received: Vec<ReceivedView> = std::thread::scope(|scope| {
        let press = || {
            world
                .desk()
                .receive(draft.clone())
                .expect("a double Enter is harmless")
        };
        let pressed: Vec<_> = (0..PRESSED).map(|_| scope.spawn(press)).collect();
        pressed
            .into_iter()
            .map(|thread| thread.join().expect("answered"))
            .collect()
    });
    assert!(
        received.iter().all(|one| *one == received[0]),
        "the same answer for all"
    );
    assert_eq!(world.recorded(), 1, "one reception");
    assert_eq!(world.station.strip().codes_left, left - 1, "one code drawn");
    let pdf = world.station.wait_receipt(&received[0].code);
    assert!(pdf.starts_with(b"%PDF-1.7"), "its receipt");
    assert_eq!(world.station.receipts(), 1, "printed once");
    let dossier = world
        .desk()
        .dossier(received[0].dossier.clone())
        .expect("the dossier");
    assert_eq!(dossier.attachments.len(), 1, "its page came along once");

    let to = world
        .desk()
        .forward_targets(())
        .expect("targets")
        .remove(0)
        .id;
    let request = ForwardRequest {
        request_id: "0197a000-0000-7000-8000-00000000f001".to_owned(),
        dossiers: vec![received[0].dossier.clone()],
        to,
    };
    std::thread::scope(|scope| {
        for _ in 0..PRESSED {
            scope.spawn(|| {
                world
                    .desk()
                    .forward(request.clone())
                    .expect("handed over, once")
            });
        }
    });
    assert_eq!(world.recorded(), 2, "one hand-over");
    world.station.wait_sent();
    assert_eq!(
        world
            .centre
            .dossier(&received[0].dossier)
            .expect("there")
            .events,
        2,
        "as at the centre"
    );
    assert_eq!(world.sound(), 2, "two events, nothing damaged");
}
