//! The store on real files: every promise of the crate with the fault that would break it.

mod backups;
mod crash;
mod damage;
mod drafts;
mod feed;
mod journal;
mod key_slots;
mod numbers;
mod opening;
mod purge;
mod returns;
mod rows;
mod scale;
mod thaw;
mod views;
mod wipe;
