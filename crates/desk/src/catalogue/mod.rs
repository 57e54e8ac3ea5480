//! Procedures, calendar and policy as last published, read once and kept until the next
//! publication; the search over procedures; wards.

mod books;
mod index;
mod procedure;
mod search_procedures;
mod search_wards;

pub(crate) use books::{Books, BooksCache};
pub(crate) use search_procedures::problem;
pub(crate) use search_wards::ward_hit;
