//! The disk of the centre is full.

use testkit::{
    CentreProcess, Door, HUONG, SmallDisk, filled_draft, large_page, on_a_small_disk,
    social_allowance, until,
};

use crate::world::{PROGRAM, station};

const TEST: &str =
    "disk::a_centre_whose_disk_is_full_loses_nothing_and_has_everything_once_there_is_room";
const DISK_MIB: u64 = 64;
const PAGES: u64 = 3;
/// Larger than what may be left between the blocks of a full disk.
const PAGE_BYTES: usize = 900_000;

#[test]
fn a_centre_whose_disk_is_full_loses_nothing_and_has_everything_once_there_is_room() {
    if !on_a_small_disk(TEST) {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let disk = SmallDisk::over(folder.path(), DISK_MIB);
    let centre = CentreProcess::start_in(PROGRAM, folder.path());
    let door = Door::to(centre.address()).expect("a door");
    let desk = station(&centre, &door, "Quầy 3", HUONG);
    disk.fill(0);
    let mut received = Vec::new();
    for n in 0..PAGES {
        let draft = filled_draft(&desk, social_allowance());
        let target = format!("draft:{}", draft.request_id);
        let component = draft.papers[0].component.clone();
        let page = large_page(n, PAGE_BYTES);
        let attached = desk.desk().attach(&target, &component, "trang.pdf", &page);
        attached.expect("the desk has room");
        received.push(desk.desk().receive(draft).expect("the counter works on"));
    }
    let before = door.counts();
    until("it was tried", || {
        desk.desk().send_now(()).expect("signed in");
        let tried = door.counts().since(before);
        (tried.up > 20_000 && tried.down > 1_000).then_some(())
    });
    let sync = desk.desk().sync_overview(()).expect("overview");
    assert!(sync.files_waiting > 0, "no page fits");
    disk.clear();
    desk.until("everything arrives", || {
        desk.desk().send_now(()).expect("signed in");
        let sync = desk.desk().sync_overview(()).expect("overview");
        (sync.recorded == sync.acked && sync.files_waiting == 0).then_some(())
    });
    let kept = centre.journal();
    for one in &received {
        let count = kept
            .iter()
            .filter(|event| event.dossier == one.dossier)
            .count();
        assert_eq!(count, 1, "{} once", one.code);
    }
    assert_eq!(centre.pages() as u64, PAGES, "every page, whole");
    centre.verify();
}
