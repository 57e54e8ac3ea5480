//! The steps of an activation, each safe to repeat.

pub(crate) mod answer;
pub(crate) mod blobs;
mod compare;
pub(crate) mod feed;
pub(crate) mod lease;
pub(crate) mod published;
pub(crate) mod push;
pub(crate) mod session;
pub(crate) mod thaw;
mod told;
pub(crate) mod wipe;
