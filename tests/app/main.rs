//! The one integration binary: the built application in a real window, with everything real around it.
//!
//! `contract` holds what is promised between parts, `window` what a person meets on the screen, `story` what an officer
//! does from the sign-in to the dossier at the centre. Window tests need the
//! feature `automation`; without it they say so. Each has its own display, session bus, keyring, home and ports, and
//! ends every process it started.

#[cfg(test)]
mod contract;
#[cfg(test)]
mod drive;
#[cfg(test)]
mod story;
#[cfg(test)]
mod window;
