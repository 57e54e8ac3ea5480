//! Pages and files of drafts and dossiers: taken in, listed, shown, taken out again.

mod attach;
mod list;
mod picture;
mod remove_attachment;
pub(crate) mod room;
mod scan;
mod target;

pub(crate) use list::dossier_attachments;
pub use picture::{Picture, PictureSize};
pub(crate) use room::{Room, RoomDesk, page_budget};
