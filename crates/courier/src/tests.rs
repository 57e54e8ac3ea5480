//! A bundle goes there and back; whatever is done to it on the way is noticed.

use std::io::{Cursor, Write};

use domain::ids::{BlobHash, DeskId};
use domain::time::Timestamp;
use ed25519_dalek::{Signer, SigningKey};
use protocol::wire::{PushReply, PushRequest, WireEvent};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::*;

const KEY: [u8; 32] = [7; 32];

fn signing() -> SigningKey {
    SigningKey::from_bytes(&[3; 32])
}

fn public() -> [u8; 32] {
    signing().verifying_key().to_bytes()
}

fn header(events: u32, files: u32) -> Header {
    Header {
        bundle: Uuid::from_u128(5),
        desk: DeskId(Uuid::from_u128(6)),
        office: "nam-hoa-lu".parse().expect("an office"),
        number: 1,
        made_at: Timestamp(1_795_000_000_000),
        events,
        files,
    }
}

fn lock() -> Lock {
    Lock {
        key: Zeroizing::new(KEY),
        sealed: vec![1; SEALED_BYTES],
    }
}

/// One event, whatever it says.
fn push() -> PushRequest {
    let id = "0197a000-0000-7000-8000-000000000001";
    let envelope = serde_json::json!({
        "id": id, "origin": id, "incarnation": 1, "seq": 1, "dossier": id, "at": 1,
        "officer": "nt.huong", "own_epoch": 0,
        "clock": {"skew_ms": 0, "heard_at": null},
        "versions": {"procedure": 1, "calendar": 1, "policy": 1},
    });
    let event = serde_json::json!({"envelope": envelope, "body": {"kind": "x"}});
    let event: WireEvent = serde_json::from_str(&event.to_string()).expect("an event");
    PushRequest {
        incarnation: 1,
        prev_head: "0".repeat(64),
        events: vec![event],
    }
}

fn bundle_of(files: &[Vec<u8>]) -> Vec<u8> {
    let count = u32::try_from(files.len()).expect("few");
    let mut writer = Writer::begin(Vec::new(), &header(1, count), &lock()).expect("begun");
    writer.push(&push()).expect("events");
    for file in files {
        let hash = BlobHash::of(file);
        writer.file(hash, file.len() as u64).expect("a file");
        for piece in file.chunks(1 << 20) {
            writer.piece(piece).expect("a piece");
        }
    }
    writer.finish(&signing()).expect("signed")
}

/// Everything in it, or the first thing that is wrong.
fn read(bytes: &[u8]) -> Result<(usize, Vec<Vec<u8>>), CourierError> {
    let verified = Bundle::open(Cursor::new(bytes))?.verify(&public())?;
    let mut payload = verified.open(&KEY)?;
    let (mut events, mut files) = (0, Vec::<Vec<u8>>::new());
    while let Some(record) = payload.next_record()? {
        match record {
            Record::Push(push) => events += push.events.len(),
            Record::File { .. } => files.push(Vec::new()),
            Record::Piece(bytes) => files.last_mut().expect("a file").extend(bytes),
            Record::BrokenOff => drop(files.pop()),
        }
    }
    Ok((events, files))
}

/// Bytes that do not get smaller.
fn noise(length: usize) -> Vec<u8> {
    let mut bytes = vec![0; length];
    blake3::Hasher::new().finalize_xof().fill(&mut bytes);
    bytes
}

#[test]
fn what_was_put_in_comes_out_whatever_its_size() {
    for length in [1, 65_535, 65_536, 65_537, 3_000_001] {
        let files = vec![noise(length), b"trang".to_vec()];
        let bytes = bundle_of(&files);
        let (events, out) = read(&bytes).expect("read");
        assert_eq!(events, 1, "the event");
        assert!(out == files, "the files of {length} bytes");
    }
}

#[test]
fn the_clear_part_names_desk_and_counts_and_nothing_else() {
    let bytes = bundle_of(&[b"NGUYEN THI HUONG".to_vec()]);
    let bundle = Bundle::open(Cursor::new(&bytes)).expect("begins well");
    assert_eq!(bundle.header(), &header(1, 1), "as it was written");
    let text = String::from_utf8_lossy(&bytes);
    assert!(!text.contains("nt.huong"), "no officer");
    assert!(!text.contains("NGUYEN"), "no content");
}

#[test]
fn a_changed_byte_and_a_cut_are_noticed_wherever_they_are() {
    let bytes = bundle_of(&[noise(100)]);
    for place in (0..bytes.len()).step_by(3) {
        let mut changed = bytes.clone();
        changed[place] ^= 0x20;
        assert!(read(&changed).is_err(), "byte {place}");
        assert!(read(&bytes[..place]).is_err(), "cut at {place}");
    }
    let longer = [bytes.as_slice(), b"x"].concat();
    assert!(read(&longer).is_err(), "a byte more");
}

#[test]
fn another_signature_another_key_and_another_file_are_told_apart() {
    let bytes = bundle_of(&[]);
    let other = SigningKey::from_bytes(&[4; 32]).verifying_key().to_bytes();
    let refused = Bundle::open(Cursor::new(&bytes))
        .expect("begins")
        .verify(&other);
    assert!(
        matches!(refused.err(), Some(CourierError::Signature)),
        "another desk"
    );
    let verified = Bundle::open(Cursor::new(&bytes))
        .expect("begins")
        .verify(&public());
    let mut payload = verified.expect("its own").open(&[8; 32]).expect("begun");
    let damaged = payload.next_record();
    assert!(matches!(damaged, Err(CourierError::Damaged)), "another key");
    for foreign in [&b""[..], b"PK\x03\x04", b"MOTCUACAxxxxxxxxxxxx"] {
        let refused = Bundle::open(Cursor::new(foreign)).err();
        assert!(
            matches!(refused, Some(CourierError::Foreign { .. })),
            "{foreign:?}"
        );
    }
}

/// Signed again after a change.
fn signed(mut bytes: Vec<u8>, change: impl FnOnce(&mut Vec<u8>)) -> Vec<u8> {
    bytes.truncate(bytes.len() - 64);
    change(&mut bytes);
    let mut hasher = blake3::Hasher::new();
    hasher.update(&bytes);
    let signature = signing().sign(&writer::message(&hasher)).to_bytes();
    bytes.extend(signature);
    bytes
}

#[test]
fn a_newer_format_is_told_and_whose_it_is_is_known() {
    let newer = signed(bundle_of(&[]), |bytes| bytes[9] = 2);
    let refused = read(&newer).err();
    assert!(
        matches!(refused, Some(CourierError::Newer { found: 2, known: 1 })),
        "{refused:?}"
    );
    assert_eq!(
        Bundle::open(Cursor::new(&newer))
            .expect("begins")
            .header()
            .number,
        1,
        "the header of any version reads"
    );
}

#[test]
fn lengths_and_counts_no_bundle_has_are_refused_before_anything_is_made_of_them() {
    let long = signed(bundle_of(&[]), |bytes| bytes[10..14].fill(0xFF));
    assert!(
        matches!(read(&long).err(), Some(CourierError::Header)),
        "4 GB of header"
    );
    let records = |bytes: &[u8]| {
        let mut records = Records::new(Cursor::new(bytes.to_vec()), &header(1, 1));
        loop {
            match records.next_record() {
                Ok(Some(_)) => {}
                Ok(None) => return Ok(()),
                Err(error) => return Err(error),
            }
        }
    };
    let huge = [1, 0xFF, 0xFF, 0xFF, 0xFF];
    assert!(
        matches!(records(&huge), Err(CourierError::TooLarge { .. })),
        "4 GB of events"
    );
    assert!(
        matches!(records(&[3, 0, 0, 0, 1, 0]), Err(CourierError::Order)),
        "a piece of nothing"
    );
    assert!(matches!(records(&[]), Err(CourierError::Damaged)), "no end");
    assert!(
        matches!(records(&[77, 0, 0, 0, 0]), Err(CourierError::Damaged)),
        "no such part"
    );
}

#[test]
fn a_payload_that_swells_stops_at_what_the_header_promised() {
    // 64 MB of zeros are 2 kB compressed: the desk promised one event and no file
    let lock = lock();
    let head = header::encode(&header(1, 0), &lock.sealed).expect("a header");
    let cipher = seal::cipher(&KEY, blake3::hash(&head).as_bytes());
    let sealer = seal::Sealer::new(head, cipher);
    let mut zstd = zstd::stream::write::Encoder::new(sealer, 3).expect("zstd");
    zstd.write_all(&[1, 0, 0x80, 0, 0])
        .expect("a part of 8 MiB");
    for _ in 0..64 {
        zstd.write_all(&vec![0; 1 << 20]).expect("zeros");
    }
    let mut bytes = zstd
        .finish()
        .and_then(seal::Sealer::finish)
        .expect("sealed");
    assert!(bytes.len() < 64 * 1024, "a bomb is small");
    bytes.extend([0; 64]);
    let bomb = signed(bytes, |_| ());
    assert!(
        matches!(read(&bomb), Err(CourierError::Damaged)),
        "stopped at one part"
    );
}

#[test]
fn a_file_the_desk_could_not_read_is_left_out_and_the_next_comes_whole() {
    let mut writer = Writer::begin(Vec::new(), &header(0, 2), &lock()).expect("begun");
    writer.file(BlobHash([1; 32]), 10).expect("a file");
    writer.piece(b"half").expect("a piece");
    writer.break_off().expect("broken off");
    writer.file(BlobHash::of(b"whole"), 5).expect("a file");
    writer.piece(b"whole").expect("a piece");
    let bytes = writer.finish(&signing()).expect("signed");
    let (_, files) = read(&bytes).expect("read");
    assert_eq!(files, [b"whole".to_vec()], "the one that could be read");
}

fn answer() -> Answer {
    let reply = PushReply {
        acked: 4,
        durable: 2,
        head: "0".repeat(64),
        duplicates: 0,
        issues: Vec::new(),
        missing_blobs: Vec::new(),
    };
    Answer {
        bundle: Uuid::from_u128(5),
        desk: DeskId(Uuid::from_u128(6)),
        made_at: Timestamp(1),
        feed_epoch: 1,
        lives: vec![LifeAnswer {
            incarnation: 1,
            outcome: LifeOutcome::Taken,
            reply,
        }],
        held: vec![BlobHash([1; 32])],
        refused: Vec::new(),
    }
}

#[test]
fn an_answer_is_believed_only_whole_and_only_from_its_centre() {
    let bytes = answer()
        .encode(|message| signing().sign(message).to_bytes())
        .expect("written");
    let read = Answer::decode(&bytes, &public()).expect("read");
    assert_eq!(
        (read.bundle, read.lives[0].reply.acked),
        (Uuid::from_u128(5), 4),
        "as written"
    );
    let other = SigningKey::from_bytes(&[4; 32]).verifying_key().to_bytes();
    assert!(
        matches!(Answer::decode(&bytes, &other), Err(CourierError::Signature)),
        "another"
    );
    for place in (0..bytes.len()).step_by(3) {
        let mut changed = bytes.clone();
        changed[place] ^= 1;
        assert!(Answer::decode(&changed, &public()).is_err(), "byte {place}");
        assert!(
            Answer::decode(&bytes[..place], &public()).is_err(),
            "cut at {place}"
        );
    }
}

#[test]
fn every_fault_has_words_in_both_languages() {
    let faults = [
        CourierError::Foreign { what: "bundle" },
        CourierError::Header,
        CourierError::Newer { found: 2, known: 1 },
        CourierError::Signature,
        CourierError::OtherCentre,
        CourierError::Damaged,
        CourierError::TooLarge { what: "file" },
        CourierError::Order,
        CourierError::Io(std::io::Error::other("x")),
    ];
    for fault in faults {
        assert!(fault.to_string().split(' ').count() >= 3, "{fault:?}");
        assert!(fault.vietnamese().split(' ').count() >= 3, "{fault:?}");
    }
}

macro_rules! kept {
    ($name:literal) => {
        // the first byte is for the fuzz target
        include_bytes!(concat!("../../../fuzz/corpus/courier/", $name))
            .get(1..)
            .expect("more than a byte")
    };
}

/// Written by another program after the description of the format, and kept.
#[test]
fn files_of_the_first_format_read_as_they_did() {
    let (events, files) = read(kept!("bundle-whole")).expect("read");
    assert_eq!(
        (events, files),
        (1, vec![b"trang".to_vec()]),
        "as it was made"
    );
    let refused = read(kept!("bundle-newer")).err();
    assert!(
        matches!(refused, Some(CourierError::Newer { found: 2, .. })),
        "newer"
    );
    let refused = read(kept!("bundle-does-not-open")).err();
    assert!(
        matches!(refused, Some(CourierError::Damaged)),
        "sealed wrongly"
    );
    let refused = read(kept!("bundle-less-promised")).err();
    assert!(
        matches!(refused, Some(CourierError::TooLarge { .. })),
        "more than it promised"
    );
    let answer = Answer::decode(kept!("answer-whole"), &public()).expect("read");
    assert_eq!(answer.lives[0].outcome, LifeOutcome::Gap, "as it was made");
}
