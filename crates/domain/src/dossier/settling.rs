//! What a person decides over two acts that did not go together. The decision is a fact of the
//! dossier's journal, so that every desk and the centre know it; it never removes either act.

use serde::{Deserialize, Serialize};

use crate::ids::EventId;

/// Which of two acts is right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// What took effect stands; the other was overtaken or a mistake.
    Standing,
    /// The other is right; what can be done again was done again in the same breath.
    Other,
    /// Both happened.
    Both,
}

/// A conflict that was settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settled {
    /// The act it was about.
    pub about: EventId,
    /// What was decided.
    pub decision: Decision,
}
