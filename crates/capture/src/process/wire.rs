//! What the two processes say to each other: a line of JSON each, and after the line of a page its
//! bytes. The driver is not trusted: every length has a limit, and what is not understood ends the
//! talk instead of being guessed at.

use std::io::{self, BufRead, Read as _, Write};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::trouble::Trouble;
use crate::import::FILE_BYTES_MAX;
use crate::scanner::{ScanError, ScanSettings, ScannedPage, ScannerInfo};

/// Longest line, in bytes.
const LINE_BYTES_MAX: usize = 64 * 1024;

/// What the driver is asked. The first line is a request, those after it are about its pages.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Asked {
    /// Which devices are there?
    Devices,
    /// Scan.
    Scan {
        device: String,
        settings: ScanSettings,
    },
    /// The page was kept, the next one may come.
    Kept,
    /// The page could not be kept.
    NotKept,
    /// The officer stopped it.
    Stop,
}

/// What the driver's process tells, as it stands on the line.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Told {
    Beat,
    /// How many bytes follow.
    Page(usize),
    Devices(Vec<ScannerInfo>),
    Ended(Option<Trouble>),
}

/// What the driver's process tells.
#[derive(Debug)]
pub(super) enum Heard {
    /// Bytes have come.
    Beat,
    /// A whole page; nothing more comes before it is answered.
    Page(ScannedPage),
    /// The devices found.
    Devices(Vec<ScannerInfo>),
    /// The end, and what stopped it if it was not the last sheet.
    Ended(Option<ScanError>),
}

/// Why what the other process says is not understood.
#[derive(Debug, Error)]
pub enum WireError {
    /// The pipe cannot be read.
    #[error("the pipe cannot be read")]
    Read(#[source] io::Error),
    /// A line without end.
    #[error("a line of more than {LINE_BYTES_MAX} bytes")]
    LongLine,
    /// It stopped in the middle.
    #[error("a line or page that was cut short")]
    CutShort,
    /// No word of ours.
    #[error("a line that is none of ours")]
    Unknown,
    /// A page larger than any file that is taken in.
    #[error("a page of {size_bytes} bytes, more than {FILE_BYTES_MAX}")]
    LargePage {
        /// As announced.
        size_bytes: usize,
    },
    /// An answer to another question.
    #[error("an answer to what was not asked")]
    OutOfTurn,
}

/// Asks; the line is bounded because the device's name is.
pub(super) fn ask(output: &mut impl Write, asked: &Asked) -> io::Result<()> {
    say(output, asked)
}

/// What was asked next; `None` when whoever asked is gone.
pub(super) fn asked(input: &mut impl BufRead) -> Result<Option<Asked>, WireError> {
    line(input)
}

pub(super) fn tell_beat(output: &mut impl Write) -> io::Result<()> {
    say(output, &Told::Beat)
}

pub(super) fn tell_page(output: &mut impl Write, page: &ScannedPage) -> io::Result<()> {
    if page.bytes.len() > FILE_BYTES_MAX {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    say(output, &Told::Page(page.bytes.len()))?;
    output.write_all(&page.bytes)?;
    output.flush()
}

pub(super) fn tell_devices(output: &mut impl Write, found: Vec<ScannerInfo>) -> io::Result<()> {
    say(output, &Told::Devices(found))
}

pub(super) fn tell_end(output: &mut impl Write, error: Option<&ScanError>) -> io::Result<()> {
    say(output, &Told::Ended(error.map(Trouble::of)))
}

/// What the driver's process tells next; `None` when it has ended.
pub(super) fn hear(input: &mut impl BufRead) -> Result<Option<Heard>, WireError> {
    let Some(told) = line(input)? else {
        return Ok(None);
    };
    Ok(Some(match told {
        Told::Beat => Heard::Beat,
        Told::Page(size_bytes) => Heard::Page(page(input, size_bytes)?),
        Told::Devices(found) => Heard::Devices(found),
        Told::Ended(None) => Heard::Ended(None),
        Told::Ended(Some(trouble)) => {
            Heard::Ended(Some(trouble.error().ok_or(WireError::Unknown)?))
        }
    }))
}

fn say(output: &mut impl Write, said: &impl Serialize) -> io::Result<()> {
    let mut line = serde_json::to_vec(said)?;
    line.push(b'\n');
    output.write_all(&line)?;
    output.flush()
}

fn line<T: DeserializeOwned>(input: &mut impl BufRead) -> Result<Option<T>, WireError> {
    let mut line = Vec::new();
    let most = u64::try_from(LINE_BYTES_MAX).unwrap_or(u64::MAX);
    input
        .take(most)
        .read_until(b'\n', &mut line)
        .map_err(WireError::Read)?;
    match line.last() {
        None => Ok(None),
        // without its reason: that would quote the line
        Some(b'\n') => serde_json::from_slice(&line)
            .map(Some)
            .map_err(|_not_ours| WireError::Unknown),
        Some(_) if line.len() < LINE_BYTES_MAX => Err(WireError::CutShort),
        Some(_) => Err(WireError::LongLine),
    }
}

/// The memory grows with what comes, not with what was announced.
fn page(input: &mut impl BufRead, size_bytes: usize) -> Result<ScannedPage, WireError> {
    if size_bytes > FILE_BYTES_MAX {
        return Err(WireError::LargePage { size_bytes });
    }
    let mut bytes = Vec::new();
    let announced = u64::try_from(size_bytes).unwrap_or(u64::MAX);
    input
        .take(announced)
        .read_to_end(&mut bytes)
        .map_err(WireError::Read)?;
    if bytes.len() < size_bytes {
        return Err(WireError::CutShort);
    }
    Ok(ScannedPage { bytes })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn heard(mut said: &[u8]) -> Result<Option<Heard>, WireError> {
        hear(&mut said)
    }

    #[test]
    fn a_page_crosses_byte_for_byte_and_the_next_line_is_found_after_it() {
        let mut pipe = Vec::new();
        let bytes = b"\n\"beat\"\n\0\xff".to_vec();
        let page = ScannedPage {
            bytes: bytes.clone(),
        };
        tell_page(&mut pipe, &page).expect("written");
        tell_beat(&mut pipe).expect("written");
        let mut input = pipe.as_slice();
        let first = hear(&mut input).expect("ours");
        assert!(
            matches!(&first, Some(Heard::Page(page)) if page.bytes == bytes),
            "whatever is in it: {first:?}"
        );
        let next = hear(&mut input).expect("ours");
        assert!(matches!(next, Some(Heard::Beat)), "in step: {next:?}");
        assert!(matches!(hear(&mut input), Ok(None)), "and then the end");
    }

    #[test]
    fn what_is_not_ours_is_refused_by_its_own_reason() {
        let endless = vec![b'a'; 2 * LINE_BYTES_MAX];
        let huge = format!("{{\"page\":{}}}\n", FILE_BYTES_MAX + 1);
        let cases: [(&[u8], &str); 8] = [
            (b"reading scanner...\n", "a line that is none of ours"),
            (b"\"kept\"\n", "a line that is none of ours"),
            (b"{\"page\":-1}\n", "a line that is none of ours"),
            (b"\"be", "cut short"),
            (b"{\"page\":9}\nabc", "cut short"),
            (&endless, "a line of more than"),
            (huge.as_bytes(), "a page of 67108865 bytes"),
            (
                b"{\"ended\":{\"code\":\"scan.fine\",\"status\":0,\"cause\":\"\"}}\n",
                "a line that is none of ours",
            ),
        ];
        for (said, reason) in cases {
            let error = heard(said).expect_err("not understood").to_string();
            assert!(error.contains(reason), "`{error}` for {reason}");
        }
    }

    proptest! {
        #[test]
        fn nothing_a_driver_says_does_more_than_end_the_talk(said in any::<Vec<u8>>()) {
            let mut input = said.as_slice();
            while let Ok(Some(_heard)) = hear(&mut input) {}
        }
    }
}
