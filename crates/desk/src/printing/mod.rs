//! Printing: the worker that brings jobs to the printer once and only once, and what the window
//! asks about jobs.

mod jobs;
mod reprint;
mod retry_print;
mod save_receipt;
mod step;
mod worker;

pub(crate) use jobs::job_view;
pub(crate) use reprint::print_again;
pub(crate) use step::reason_code;
pub(crate) use worker::start;
