//! What the parts of the workspace promise each other.

mod commands;
mod edges;
mod scanner_driver;
