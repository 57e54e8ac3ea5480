//! The rules of the counter, pure: values that outside text is parsed into once, the working
//! calendar and due dates, fees, the state machines of a dossier, and the journal's event types.
//!
//! Nothing here does I/O, reads a clock, draws a random number, logs or waits. `now` and ids come
//! in as arguments; every rule can be tested with a table.

pub mod address;
pub mod birth_date;
pub mod calendar;
pub mod card;
pub mod citizen_id;
pub mod code;
pub mod day;
pub mod dossier;
pub mod due;
pub mod fee;
pub mod ids;
pub mod journal;
pub mod money;
pub mod mutation;
pub mod party;
pub mod phone;
pub mod policy;
pub mod portal;
pub mod procedure;
pub mod tax_code;
pub mod text;
pub mod time;
