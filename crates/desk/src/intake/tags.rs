//! The texts by which the window names values of the domain: the tags of their wire form.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// The tag of a plain value; empty for a value with content.
pub(crate) fn tag<T: Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(Value::String(tag)) => tag,
        _ => String::new(),
    }
}

/// The value a tag names.
pub(crate) fn from_tag<T: DeserializeOwned>(tag: &str) -> Option<T> {
    serde_json::from_value(Value::String(tag.to_owned())).ok()
}

#[cfg(test)]
mod tests {
    use domain::party::{PartyRole, SubmitterCapacity};

    use super::*;

    #[test]
    fn a_tag_names_its_value_and_back() {
        assert_eq!(
            tag(&PartyRole::CoOwner),
            "co_owner",
            "snake case, as on the wire"
        );
        assert_eq!(from_tag("co_owner"), Some(PartyRole::CoOwner), "and back");
        assert_eq!(
            from_tag::<SubmitterCapacity>("nobody"),
            None,
            "no such capacity"
        );
    }
}
