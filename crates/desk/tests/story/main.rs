//! Stories of the counter at library level: real desks, the real centre, TLS on the loopback, real
//! encrypted databases. No window.
#![cfg(test)]

mod ahead;
mod arrival;
mod audit;
mod conflicts;
mod copies;
mod courier;
mod days;
mod held;
mod intake;
mod link;
mod main_job;
mod numbers;
mod outage;
mod parties;
mod pieces;
mod refused;
mod restart;
mod roles;
mod sign_in;
mod thaw;
mod versions;
mod wipe;
