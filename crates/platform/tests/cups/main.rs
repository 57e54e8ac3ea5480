//! Printing through a real CUPS spooler of our own, with a printer that can be jammed at will.

#![cfg(test)]

mod spooler;

use std::time::Duration;

use platform::print::{
    FoundJob, JobId, JobState, PrintError, Printer, PrinterState, Spooler, StopReason, Ticket,
};
use uuid::Uuid;

use self::spooler::{Cups, until};

const PDF: &[u8] = b"%PDF-1.7\n% a receipt\n";

fn ticket(n: u128) -> Ticket {
    Ticket {
        name: Uuid::from_u128(n),
        title: "H42.15.08-261120-0131 Liên 2".into(),
    }
}

fn printed(printer: &impl Printer, n: u128) -> JobId {
    let job = printer.create_job(&ticket(n)).expect("a job");
    printer
        .send_document(job, &ticket(n), PDF)
        .expect("the document is taken");
    job
}

fn assert_becomes(printer: &impl Printer, job: JobId, wanted: JobState) {
    let mut last = None;
    let came = until(|| {
        last = Some(printer.job_state(job).expect("an answer"));
        last == Some(wanted)
    });
    assert!(came, "job becomes {wanted:?}; it is {last:?}");
}

#[test]
fn a_document_is_printed_once_and_byte_for_byte() {
    let cups = Cups::start();
    let printer = cups.printer();
    let job = printed(&printer, 1);
    assert_becomes(&printer, job, JobState::Completed);
    let again = printer.send_document(job, &ticket(1), PDF);
    assert!(
        matches!(again, Err(PrintError::Closed)),
        "a second document is refused"
    );
    assert_eq!(cups.sheets(), [PDF.to_vec()], "one sheet, as it was sent");
    assert_eq!(
        printer.state().expect("an answer"),
        PrinterState::Ready,
        "ready for the next"
    );
}

#[test]
fn after_a_jam_is_cleared_the_same_job_prints_one_copy_and_not_two() {
    let cups = Cups::start();
    let printer = cups.printer();
    cups.set("jam");
    let job = printed(&printer, 1);
    assert_becomes(&printer, job, JobState::Stopped(StopReason::Jam));
    assert_eq!(
        printer.state().expect("an answer"),
        PrinterState::Stopped(StopReason::Jam),
        "the printer says why"
    );
    let found = printer
        .find_job_by_name(Uuid::from_u128(1))
        .expect("an answer");
    let stopped = FoundJob {
        id: job,
        state: JobState::Stopped(StopReason::Jam),
    };
    assert_eq!(
        found,
        Some(stopped),
        "a restart finds it stopped, not empty: it is not sent again"
    );
    assert!(cups.sheets().is_empty(), "nothing came out");
    let again = printer.send_document(job, &ticket(1), PDF);
    assert!(
        matches!(again, Err(PrintError::Closed)),
        "not even by mistake"
    );
    cups.set("ok");
    cups.enable();
    assert_becomes(&printer, job, JobState::Completed);
    assert_eq!(cups.sheets().len(), 1, "one copy");
}

#[test]
fn every_trouble_is_named() {
    for (mode, reason) in [
        ("out", StopReason::OutOfPaper),
        ("cover", StopReason::CoverOpen),
        ("off", StopReason::Offline),
        ("other", StopReason::Unknown),
    ] {
        let cups = Cups::start();
        let printer = cups.printer();
        cups.set(mode);
        let job = printed(&printer, 1);
        assert_becomes(&printer, job, JobState::Stopped(reason));
        let listed = cups.spooler().printers().expect("a list");
        assert_eq!(listed[0].queue, "receipts", "{mode}: the printer is listed");
        if mode != "out" {
            assert_eq!(
                listed[0].state,
                PrinterState::Stopped(reason),
                "{mode}: with its trouble"
            );
        }
        printer.cancel(job).expect("an officer may cancel it");
        assert_becomes(&printer, job, JobState::Cancelled);
        assert!(cups.sheets().is_empty(), "{mode}: nothing came out");
    }
}

#[test]
fn an_empty_job_left_by_a_crash_is_found_by_its_name_and_cancelled() {
    let cups = Cups::start();
    let lost = cups.printer().create_job(&ticket(1)).expect("a job");
    let other = printed(&cups.printer(), 2);
    let printer = cups.printer();
    let found = printer
        .find_job_by_name(Uuid::from_u128(1))
        .expect("an answer");
    assert_eq!(
        found,
        Some(FoundJob {
            id: lost,
            state: JobState::Empty
        }),
        "found empty"
    );
    assert_eq!(
        printer
            .find_job_by_name(Uuid::from_u128(3))
            .expect("an answer"),
        None,
        "no such name"
    );
    printer.cancel(lost).expect("cancelled");
    assert_eq!(
        printer.job_state(lost).expect("an answer"),
        JobState::Cancelled,
        "gone for good"
    );
    assert_eq!(
        printer
            .find_job_by_name(Uuid::from_u128(1))
            .expect("an answer"),
        None,
        "not found again"
    );
    assert!(
        matches!(
            printer.send_document(lost, &ticket(1), PDF),
            Err(PrintError::Closed)
        ),
        "and takes no document any more"
    );
    assert_becomes(&printer, other, JobState::Completed);
    assert_eq!(cups.sheets().len(), 1, "the other one printed");
    printer
        .cancel(other)
        .expect("cancelling what is over is no error");
}

#[test]
fn a_document_cut_off_on_its_way_leaves_a_job_that_can_still_be_filled() {
    let cups = Cups::start();
    let printer = cups.printer();
    let job = printer.create_job(&ticket(1)).expect("a job");
    cups.cut_off_a_document(job);
    assert_eq!(
        printer.job_state(job).expect("an answer"),
        JobState::Empty,
        "nothing arrived"
    );
    printer
        .send_document(job, &ticket(1), PDF)
        .expect("sent again, into the same job");
    assert_becomes(&printer, job, JobState::Completed);
    assert_eq!(cups.sheets(), [PDF.to_vec()], "one whole sheet");
}

#[test]
fn a_printer_that_is_not_there_is_absent() {
    let cups = Cups::start();
    let printer = cups
        .spooler()
        .printer("no-such-queue")
        .expect("a possible name");
    assert_eq!(
        printer.state().expect("an answer"),
        PrinterState::Absent,
        "state"
    );
    assert!(
        matches!(
            printer.create_job(&ticket(1)),
            Err(PrintError::NoSuchPrinter)
        ),
        "no job"
    );
    assert_eq!(
        cups.printer().job_state(JobId(4_711)).expect("an answer"),
        JobState::Gone,
        "nor an unknown job"
    );
    assert!(
        matches!(
            cups.printer().cancel(JobId(4_711)),
            Err(PrintError::NoSuchJob)
        ),
        "nothing to cancel"
    );
    assert!(
        matches!(cups.spooler().printer("../x"), Err(PrintError::Invalid)),
        "not a queue name"
    );
}

#[test]
fn without_a_spooler_the_answer_comes_soon_and_says_so() {
    let spooler = Spooler::at(format!("127.0.0.1:{}", spooler::free_port()));
    let printer = spooler.printer("receipts").expect("a possible name");
    assert_eq!(
        printer.state().expect("an answer"),
        PrinterState::NoSpooler,
        "state"
    );
    assert!(
        matches!(
            printer.create_job(&ticket(1)),
            Err(PrintError::Unreachable(_))
        ),
        "no job"
    );
    assert!(
        matches!(spooler.printers(), Err(PrintError::Unreachable(_))),
        "no list"
    );
}

#[test]
fn a_spooler_that_never_answers_costs_the_time_limit_and_no_more() {
    let silent = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = silent.local_addr().expect("its address").to_string();
    let spooler = Spooler::at(address).with_timeout(Duration::from_millis(300));
    let begin = std::time::Instant::now();
    let state = spooler
        .printer("receipts")
        .expect("a possible name")
        .state();
    assert_eq!(
        state.expect("an answer"),
        PrinterState::NoSpooler,
        "silence is absence"
    );
    assert!(
        begin.elapsed() < Duration::from_secs(5),
        "took {:?}",
        begin.elapsed()
    );
}

#[test]
fn something_else_on_the_port_is_no_spooler() {
    let port = spooler::rubbish_server();
    let spooler = Spooler::at(format!("127.0.0.1:{port}")).with_timeout(Duration::from_secs(2));
    let printer = spooler.printer("receipts").expect("a possible name");
    assert!(printer.create_job(&ticket(1)).is_err(), "no job");
    assert_ne!(printer.state().ok(), Some(PrinterState::Ready), "not ready");
}
