//! What an officer does, from the sign-in to the dossier at the centre, in the built application, with a real centre
//! and another desk of the same office.

mod cable;
mod counter;
mod crash;
mod main_job;
mod mishaps;
mod pages;
mod printing;
mod receipt;
mod screens;
mod world;

use counter::Counter;
use world::World;
