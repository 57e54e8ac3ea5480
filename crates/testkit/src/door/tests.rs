use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::time::Duration;

use super::*;
use crate::until;

/// A door, both ends of a line through it.
fn line() -> (Door, TcpStream, TcpStream) {
    let server = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
    let door = Door::to(server.local_addr().expect("an address")).expect("a door");
    let near = TcpStream::connect(door.address()).expect("the door is open");
    let (far, _) = server.accept().expect("it leads to the server");
    near.set_read_timeout(Some(Duration::from_secs(10)))
        .expect("a limit");
    far.set_read_timeout(Some(Duration::from_secs(10)))
        .expect("a limit");
    (door, near, far)
}

#[test]
fn every_byte_is_carried_and_counted_once() {
    let (door, mut near, mut far) = line();
    near.write_all(&[1; 100_000]).expect("sent");
    let mut heard = vec![0; 100_000];
    far.read_exact(&mut heard).expect("arrived");
    far.write_all(b"thanks").expect("answered");
    let mut thanks = [0; 6];
    near.read_exact(&mut thanks).expect("heard");
    assert!(heard.iter().all(|byte| *byte == 1), "as they were");
    let counts = Counts {
        up: 100_000,
        down: 6,
    };
    assert_eq!(door.counts(), counts, "each direction by itself");
}

#[test]
fn an_answer_is_held_after_the_question_has_arrived_and_gone_when_the_line_breaks() {
    let (door, mut near, mut far) = line();
    door.hold_answers_to(b"question");
    near.write_all(b"a question").expect("sent");
    let mut heard = [0; 10];
    far.read_exact(&mut heard).expect("it arrives");
    far.write_all(b"an answer").expect("answered");
    until("the answer at the door", || door.has_held().then_some(()));
    assert_eq!(door.counts().down, 0, "it does not pass");
    door.break_lines();
    let told = near.read(&mut heard);
    assert!(!matches!(told, Ok(1..)), "nor later: {told:?}");
}

#[test]
fn what_goes_up_stops_at_the_byte() {
    let (door, mut near, mut far) = line();
    door.stop_after_up(7);
    near.write_all(b"0123456789").expect("sent");
    until("the limit", || door.is_stalled().then_some(()));
    let mut heard = [0; 7];
    far.read_exact(&mut heard).expect("a part arrives");
    assert_eq!((&heard, door.counts().up), (b"0123456", 7), "and no more");
}

#[test]
fn the_end_of_a_handshake_is_no_question_and_what_follows_is() {
    let mut asked = asked::Asked::default();
    asked.hear(&[22, 3, 1, 0, 2, 9, 9, 20, 3, 3, 0, 1]);
    asked.hear(&[1, 23, 3, 3, 0, 3, 7, 7]);
    assert!(!asked.is_so(), "the hand is shaken");
    asked.hear(&[7, 23, 3, 3, 0]);
    assert!(!asked.is_so(), "a head that is not whole");
    asked.hear(&[1, 5]);
    assert!(asked.is_so(), "asked");
    let mut plain = asked::Asked::default();
    plain.hear(b"GET / HTTP/1.1");
    assert!(plain.is_so(), "without TLS at once");
}
