//! What a spooler's keywords and messages mean (RFC 8011, 5.3.7, 5.4.11, 5.4.12; measured on
//! CUPS 2.4 with a simulated printer).

use super::{JobState, PrinterState, StopReason};

/// The attributes of a printer that matter here.
#[derive(Debug, Clone, Default)]
pub(super) struct PrinterFacts {
    /// 3 idle, 4 processing, 5 stopped.
    pub(super) state: i32,
    pub(super) reasons: Vec<String>,
    pub(super) message: String,
}

impl PrinterFacts {
    pub(super) fn state(&self) -> PrinterState {
        match self.trouble() {
            Some(reason) => PrinterState::Stopped(reason),
            None if self.state == 5 => PrinterState::Stopped(StopReason::Unknown),
            None => PrinterState::Ready,
        }
    }

    /// What the keywords say; failing them, what the message says: for a printer that is switched
    /// off, CUPS has the keyword "paused" and the cause in words.
    pub(super) fn trouble(&self) -> Option<StopReason> {
        let said = |part: &str| self.reasons.iter().any(|reason| reason.contains(part));
        let is_warning = |part: &str| {
            self.reasons
                .iter()
                .all(|r| !r.contains(part) || r.ends_with("-warning") || r.ends_with("-report"))
        };
        let keywords = [
            ("media-jam", StopReason::Jam),
            ("cover-open", StopReason::CoverOpen),
            ("door-open", StopReason::CoverOpen),
            ("interlock-open", StopReason::CoverOpen),
            ("media-empty", StopReason::OutOfPaper),
            ("media-needed", StopReason::OutOfPaper),
            ("input-tray-missing", StopReason::OutOfPaper),
            ("shutdown", StopReason::Offline),
            ("timed-out", StopReason::Offline),
        ];
        let found = keywords
            .iter()
            .find(|(part, _)| said(part) && !is_warning(part));
        if let Some((_, reason)) = found {
            return Some(*reason);
        }
        let is_offline = said("offline") || says_offline(&self.message);
        (is_offline && (self.state != 3 || said("offline"))).then_some(StopReason::Offline)
    }
}

/// Words CUPS and its backends use for a printer that does not answer.
fn says_offline(message: &str) -> bool {
    let message = message.to_ascii_lowercase();
    [
        "offline",
        "unavailable",
        "unreachable",
        "not responding",
        "not connected",
        "unable to connect",
    ]
    .iter()
    .any(|words| message.contains(words))
}

/// The attributes of a job that matter here.
#[derive(Debug, Clone, Default)]
pub(super) struct JobFacts {
    /// 3 pending, 4 held, 5 processing, 6 stopped, 7 cancelled, 8 aborted, 9 completed.
    pub(super) state: i32,
    pub(super) reasons: Vec<String>,
    pub(super) documents: i32,
}

impl JobFacts {
    /// Where the job stands, seen with its printer.
    pub(super) fn state(&self, printer: &PrinterFacts) -> JobState {
        let is_ended = self.state >= 7;
        if self.documents == 0 && !is_ended {
            return JobState::Empty;
        }
        let waits_for_printer = printer.state == 5 || self.says_stopped() || self.state == 6;
        match self.state {
            7 => JobState::Cancelled,
            8 => JobState::Failed,
            9 => JobState::Completed,
            5 if printer.trouble().is_none() => JobState::Printing,
            4 => JobState::Stopped(printer.trouble().unwrap_or(StopReason::Unknown)),
            _ => match printer.trouble() {
                Some(reason) => JobState::Stopped(reason),
                None if waits_for_printer => JobState::Stopped(StopReason::Unknown),
                None => JobState::Waiting,
            },
        }
    }

    fn says_stopped(&self) -> bool {
        let words = ["printer-stopped", "resources-are-not-ready", "job-stopped"];
        self.reasons
            .iter()
            .any(|reason| words.iter().any(|word| reason.starts_with(word)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printer(state: i32, reasons: &[&str], message: &str) -> PrinterFacts {
        let reasons = reasons.iter().map(|&reason| reason.to_owned()).collect();
        PrinterFacts {
            state,
            reasons,
            message: message.into(),
        }
    }

    fn job(state: i32, reason: &str) -> JobFacts {
        JobFacts {
            state,
            reasons: vec![reason.into()],
            documents: 1,
        }
    }

    #[test]
    fn a_printer_is_read_by_its_keywords_then_by_its_message() {
        use PrinterState::{Ready, Stopped};
        for (state, reasons, message, expected) in [
            (3, &["none"][..], "", Ready),
            (4, &["none"], "Sending data", Ready),
            (3, &["media-low-report", "toner-low-warning"], "", Ready),
            (3, &["media-empty-warning"], "", Ready),
            (3, &["none"], "Printer was offline.", Ready),
            (
                5,
                &["media-jam-error", "paused"],
                "Paper jam in tray 1",
                Stopped(StopReason::Jam),
            ),
            (
                3,
                &["media-empty-error", "media-needed"],
                "Out of paper",
                Stopped(StopReason::OutOfPaper),
            ),
            (5, &["cover-open"], "", Stopped(StopReason::CoverOpen)),
            (5, &["door-open-error"], "", Stopped(StopReason::CoverOpen)),
            (
                5,
                &["paused"],
                "Printer offline",
                Stopped(StopReason::Offline),
            ),
            (
                4,
                &["none"],
                "The printer may not exist or is unavailable at this time.",
                Stopped(StopReason::Offline),
            ),
            (3, &["offline-report"], "", Stopped(StopReason::Offline)),
            (5, &["paused"], "", Stopped(StopReason::Unknown)),
        ] {
            assert_eq!(
                printer(state, reasons, message).state(),
                expected,
                "{state} {reasons:?} {message:?}"
            );
        }
    }

    #[test]
    fn a_job_is_read_by_its_state_and_its_printer() {
        let well = printer(3, &["none"], "");
        let jammed = printer(5, &["media-jam-error", "paused"], "Paper jam in tray 1");
        let empty = printer(3, &["media-empty-error"], "Out of paper");
        let dead = printer(
            4,
            &["none"],
            "The printer may not exist or is unavailable at this time.",
        );
        for (facts, printer, expected) in [
            (job(3, "none"), &well, JobState::Waiting),
            (job(5, "job-printing"), &well, JobState::Printing),
            (
                job(9, "processing-to-stop-point"),
                &well,
                JobState::Completed,
            ),
            (
                job(3, "printer-stopped"),
                &jammed,
                JobState::Stopped(StopReason::Jam),
            ),
            (
                job(4, "resources-are-not-ready"),
                &empty,
                JobState::Stopped(StopReason::OutOfPaper),
            ),
            (
                job(5, "job-printing"),
                &dead,
                JobState::Stopped(StopReason::Offline),
            ),
            (
                job(3, "printer-stopped"),
                &well,
                JobState::Stopped(StopReason::Unknown),
            ),
            (
                job(4, "job-hold-until-specified"),
                &well,
                JobState::Stopped(StopReason::Unknown),
            ),
            (job(7, "job-canceled-by-user"), &jammed, JobState::Cancelled),
            (job(8, "aborted-by-system"), &well, JobState::Failed),
            (
                JobFacts {
                    documents: 0,
                    ..job(4, "job-incoming")
                },
                &jammed,
                JobState::Empty,
            ),
            (
                JobFacts {
                    documents: 0,
                    ..job(7, "job-canceled-by-user")
                },
                &well,
                JobState::Cancelled,
            ),
        ] {
            assert_eq!(facts.state(printer), expected, "{facts:?} on {printer:?}");
        }
    }
}
