//! The one integration binary: the built application in a real window, with everything real around it.
//!
//! `contract` holds what is promised between parts, `window` what a person meets on the screen. Window tests need the
//! feature `automation`; without it they say so. Each has its own display, session bus, keyring, home and ports, and
//! ends every process it started.

#[cfg(test)]
mod contract;
#[cfg(test)]
mod drive;
#[cfg(test)]
mod window;
