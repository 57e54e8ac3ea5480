//! The receipt from outside: made, then read back with other people's programs (poppler, qpdf) and decoders.
//! Without those programs the tests fail and name the package to install.

#![cfg(test)]

mod bytes;
mod code_128;
mod marks;
mod pages;
mod raster;
mod sample;
mod text;
mod tools;
