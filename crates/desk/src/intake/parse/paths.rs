//! The domain names fields as they are in its form; the window as they are in its draft.

use domain::dossier::{FieldError, FieldReason};

use crate::errors::Fields;
use crate::intake::tags::tag;

/// Which row of the draft each row of the intake is: what was left out is not in the intake.
#[derive(Debug, Default)]
pub(crate) struct Places {
    pub(crate) papers: Vec<usize>,
    pub(crate) parties: Vec<usize>,
}

impl Places {
    /// `papers.1.state` of the intake as a path of the draft.
    fn row(&self, path: &str) -> Option<String> {
        let (list, rest) = path.split_once('.')?;
        let places = match list {
            "papers" => &self.papers,
            "parties" => &self.parties,
            _ => return None,
        };
        let (n, field) = rest.split_once('.')?;
        let n: usize = n.parse().ok()?;
        let place = places.get(n).copied().unwrap_or(n);
        let field = field.strip_prefix("body.").unwrap_or(field);
        Some(format!("{list}.{place}.{}", camel(field)))
    }
}

/// Notes what a rule said about a field.
pub(crate) fn push_refused(fields: &mut Fields, error: &FieldError, places: &Places) {
    let path = draft_path(&error.path, places);
    if let FieldReason::PartyMissing(role) = error.reason {
        fields.push_with(path, error.code(), [("role", tag(&role))]);
    } else {
        fields.push(path, error.code());
    }
}

/// The draft's path of a field of the intake.
fn draft_path(path: &str, places: &Places) -> String {
    if let Some(row) = places.row(path) {
        return row;
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
            let path = path.replace("submitter.person", "submitter");
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
        let places = Places {
            papers: vec![0, 2],
            parties: vec![0, 3],
        };
        for (path, wanted) in [
            ("parties.1.body.tax_code", "parties.3.taxCode"),
            ("parties.0.name", "parties.0.name"),
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
