//! The domain names fields as they are in its form; the window as they are in its draft.

use domain::dossier::{FieldError, FieldReason};

use crate::errors::Fields;
use crate::intake::tags::tag;

/// Notes what a rule said about a field.
pub(crate) fn push_refused(fields: &mut Fields, error: &FieldError, paper_places: &[usize]) {
    let path = draft_path(&error.path, paper_places);
    if let FieldReason::PartyMissing(role) = error.reason {
        fields.push_with(path, error.code(), [("role", tag(&role))]);
    } else {
        fields.push(path, error.code());
    }
}

/// The draft's path of a field of the intake.
fn draft_path(path: &str, paper_places: &[usize]) -> String {
    if let Some((place, field)) = path
        .strip_prefix("papers.")
        .and_then(|rest| rest.split_once('.'))
    {
        let place: Option<usize> = place.parse().ok();
        let place = place
            .and_then(|n| paper_places.get(n).copied())
            .unwrap_or_default();
        return format!("papers.{place}.{}", camel(field));
    }
    match path {
        "delivery.address" => "deliveryAddress".to_owned(),
        "fee_context.exemption" => "exemption".to_owned(),
        "due" | "due_wish" => "dueOverride".to_owned(),
        "case" => "caseIndex".to_owned(),
        "limit" => "verification".to_owned(),
        "channel" => "procedure".to_owned(),
        "submitter.capacity" => "capacity".to_owned(),
        _ if path.starts_with("fee_context") => "copies".to_owned(),
        _ => {
            let path = path
                .replace(".body.", ".")
                .replace("submitter.person", "submitter");
            path.split('.').map(camel).collect::<Vec<_>>().join(".")
        }
    }
}

fn camel(snake: &str) -> String {
    let mut words = snake.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |mut text, word| {
        let mut letters = word.chars();
        text.extend(letters.next().map(|letter| letter.to_ascii_uppercase()));
        text.push_str(letters.as_str());
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_of_the_rules_become_paths_of_the_draft() {
        let places = [0, 2];
        for (path, wanted) in [
            ("parties.1.tax_code", "parties.1.taxCode"),
            ("papers.1.state", "papers.2.state"),
            ("papers", "papers"),
            ("delivery.address", "deliveryAddress"),
            ("fee_context.copy_rows", "copies"),
            ("foreign_code", "foreignCode"),
            ("submitter.person.name", "submitter.name"),
        ] {
            assert_eq!(draft_path(path, &places), wanted, "{path}");
        }
    }
}
