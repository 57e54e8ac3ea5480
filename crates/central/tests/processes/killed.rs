//! kill -9 of the desk and of the centre, each at a named point.

use testkit::until;

use crate::world::World;

/// A page in three pieces.
const PAGE_BYTES: usize = 2_500_000;
/// Where it is stopped: after the first piece, before the second.
const STOP_BYTES: u64 = 1_300_000;

#[test]
fn a_desk_killed_after_the_commit_and_before_the_print_prints_one_receipt() {
    let mut world = World::new();
    let mut desk = world.desk(); // without a printer it stays between the two
    world.receive(&mut desk, 0);
    desk.kill9();
    world.heals(0);
}

#[test]
fn a_desk_killed_after_sending_and_before_the_answer_sends_again_and_nothing_is_doubled() {
    let mut world = World::new();
    let mut desk = world.desk();
    let earlier = world.receive(&mut desk, 0);
    wait_until_kept(&world, &earlier.dossier);
    world.wait_until_quiet();
    world.door.hold_answers();
    let received = world.receive(&mut desk, 0);
    wait_until_committed(&world, &received.dossier);
    desk.kill9();
    world.heals(0);
}

#[test]
fn a_desk_killed_in_the_middle_of_a_page_goes_on_where_it_stopped() {
    let mut world = World::new();
    let mut desk = world.desk();
    world.door.stop_after_up(STOP_BYTES);
    world.receive(&mut desk, PAGE_BYTES);
    until("the middle of the page", || {
        world.door.is_stalled().then_some(())
    });
    desk.kill9();
    let before = world.door.counts();
    let counter = world.door.counter();
    world.heals(1);
    let again = counter.counts().since(before).up;
    assert!(
        again < PAGE_BYTES as u64,
        "the piece that had arrived is not sent again: {again} bytes went up"
    );
}

#[test]
fn a_centre_killed_after_the_commit_and_before_the_answer_has_each_event_once() {
    let mut world = World::new();
    let mut desk = world.desk();
    world.wait_until_quiet();
    world.door.hold_answers();
    let received = world.receive(&mut desk, 0);
    wait_until_committed(&world, &received.dossier);
    world.centre.kill9();
    world.door.break_lines();
    let meanwhile = world.receive(&mut desk, 0);
    world.centre.start_again();
    // the desk goes on by itself
    wait_until_kept(&world, &meanwhile.dossier);
    desk.kill9();
    world.heals(0);
}

#[test]
fn a_centre_killed_in_the_middle_of_a_page_has_it_whole_in_the_end() {
    let mut world = World::new();
    let mut desk = world.desk();
    world.door.stop_after_up(STOP_BYTES);
    world.receive(&mut desk, PAGE_BYTES);
    until("the middle of the page", || {
        world.door.is_stalled().then_some(())
    });
    world.centre.kill9();
    world.door.break_lines();
    world.centre.start_again();
    let next = world.receive(&mut desk, 0);
    wait_until_kept(&world, &next.dossier);
    desk.kill9();
    world.heals(1);
}

/// The centre has it and has answered; the answer is at the door.
fn wait_until_committed(world: &World, dossier: &str) {
    wait_until_kept(world, dossier);
    until("the answer at the door", || {
        world.door.has_held().then_some(())
    });
}

fn wait_until_kept(world: &World, dossier: &str) {
    until("the event at the centre", || {
        (!world.kept(dossier).is_empty()).then_some(())
    });
}
