//! What the windows show: flat, camelCase, already in words or numbers a person reads. Instants
//! are UTC milliseconds as JSON numbers (exact up to 2^53), money is whole đồng.

mod app;
mod audit;
mod catalogue;
mod courier;
mod dossier;
mod error;
mod intake;
mod sync;

pub use app::*;
pub use audit::*;
pub use catalogue::*;
pub use courier::*;
pub use dossier::*;
pub use error::*;
pub use intake::*;
pub use sync::*;

/// Most rows a list call returns.
pub const ROWS_MAX: usize = 200;

macro_rules! view_types {
    ($($(#[$meta:meta])* $vis:vis $kind:ident $name:ident $body:tt)*) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize, ts_rs::TS)]
        #[serde(rename_all = "camelCase")]
        $vis $kind $name $body
    )*
        /// TypeScript declarations of this file's types, in order.
        pub(super) fn declarations(config: &ts_rs::Config) -> Vec<$crate::typescript::Declaration> {
            vec![$($crate::typescript::Declaration::of::<$name>(config)),*]
        }
    };
}
pub(crate) use view_types;

/// TypeScript declarations of every view type.
pub(crate) fn declarations(config: &ts_rs::Config) -> Vec<crate::typescript::Declaration> {
    [
        app::declarations(config),
        audit::declarations(config),
        catalogue::declarations(config),
        courier::declarations(config),
        dossier::declarations(config),
        error::declarations(config),
        intake::declarations(config),
        sync::declarations(config),
    ]
    .concat()
}
