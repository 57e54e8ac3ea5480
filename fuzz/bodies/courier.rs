//! A bundle or an answer that somebody carried in: any bytes are read or refused, bounded, never a
//! panic, and nothing comes out that the header did not promise.
//!
//! The first byte chooses: a whole bundle, what is inside one, an answer, what is inside an answer.

use std::io::Cursor;

use courier::{Answer, Bundle, CourierError, Header, Record, Records};

/// Public key of the desk, and of the centre, that wrote the corpus: the seed is 32 times 3.
const PUBLIC: [u8; 32] = [
    0xed, 0x49, 0x28, 0xc6, 0x28, 0xd1, 0xc2, 0xc6, 0xea, 0xe9, 0x03, 0x38, 0x90, 0x59, 0x95, 0x61,
    0x29, 0x59, 0x27, 0x3a, 0x5c, 0x63, 0xf9, 0x36, 0x36, 0xc1, 0x46, 0x14, 0xac, 0x87, 0x37, 0xd1,
];
/// Key of its bundles.
const KEY: [u8; 32] = [7; 32];

/// One input.
pub(crate) fn run(bytes: &[u8]) {
    let Some((kind, bytes)) = bytes.split_first() else {
        return;
    };
    match kind % 4 {
        0 => drop(bundle(bytes)),
        1 => drop(records(Records::new(Cursor::new(bytes), &header()))),
        2 => drop(Answer::decode(bytes, &PUBLIC)),
        _ => drop(serde_json::from_slice::<Answer>(bytes)),
    }
}

fn bundle(bytes: &[u8]) -> Result<(), CourierError> {
    let bundle = Bundle::open(Cursor::new(bytes))?;
    let verified = bundle.verify(&PUBLIC)?;
    records(verified.open(&KEY)?)
}

/// Two events and two files at most.
fn header() -> Header {
    let json = r#"{"bundle":"00000000-0000-0000-0000-000000000005","number":1,"made_at":1,
        "desk":"00000000-0000-0000-0000-000000000006","office":"a","events":2,"files":2}"#;
    serde_json::from_str(json).expect("a header")
}

fn records<R: std::io::Read>(mut records: Records<R>) -> Result<(), CourierError> {
    let (mut events, mut files, mut left) = (0, 0, 0);
    while let Some(record) = records.next_record()? {
        match record {
            Record::Push(push) => events += push.events.len(),
            Record::File { size, .. } => {
                files += 1;
                left = size;
            }
            Record::Piece(bytes) => {
                let length = bytes.len() as u64;
                assert!(length <= left, "a file is no larger than was said");
                left -= length;
            }
            Record::BrokenOff => left = 0,
        }
        assert!(events <= 2 && files <= 2, "no more than was promised");
    }
    assert_eq!(left, 0, "a whole payload has whole files");
    Ok(())
}
