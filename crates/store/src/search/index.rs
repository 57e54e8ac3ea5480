//! Search entries of one dossier, written with its other views: the words of every name and of the
//! procedure, the numbers as B-tree keys, and one text of all numbers for middle pieces.

use domain::code::DossierCode;
use domain::dossier::{Dossier, Received, ReceivedCode};
use domain::party::{Party, PartyBody, Person};
use domain::text;
use rusqlite::named_params;

use crate::error::StoreError;
use crate::tx::Tx;

/// Kinds of `view_key`.
pub(crate) mod kind {
    /// Number of an identity paper, letters small.
    pub(crate) const NUMBER: &str = "number";
    /// Telephone, digits only.
    pub(crate) const PHONE: &str = "phone";
    /// Tax or enterprise code, digits only.
    pub(crate) const TAX: &str = "tax";
    /// Whole code, small letters.
    pub(crate) const CODE: &str = "code";
    /// Day and running number of a code, digits only: `2611220131`.
    pub(crate) const DATED: &str = "dated";
    /// Running number without leading zeros: `131`.
    pub(crate) const TAIL: &str = "tail";
}

/// What a dossier is found by.
#[derive(Debug, Default, PartialEq, Eq)]
struct Entries {
    words: Vec<String>,
    keys: Vec<(&'static str, String)>,
}

impl Entries {
    fn of(state: &Dossier, received: &Received) -> Self {
        let mut entries = Self::default();
        for Party { body, .. } in &received.parties {
            entries.add_party(body);
        }
        if let Some(person) = &received.submitter.person {
            entries.add_person(person);
        }
        entries.words.extend(text::words(&received.procedure_name));
        entries.add_code(received);
        if let Some(code) = &state.assigned_code {
            entries.add_official(code);
        }
        entries.words = once_each(entries.words);
        entries.keys.sort_unstable();
        entries.keys.dedup();
        entries
    }

    fn add_party(&mut self, party: &PartyBody) {
        match party {
            PartyBody::Person(person) => self.add_person(person),
            PartyBody::Organisation(organisation) => {
                self.words.extend(text::words(&organisation.name));
                self.words.extend(text::words(&organisation.representative));
                let tax = organisation
                    .tax_code
                    .as_ref()
                    .map(|code| digits(code.as_str()));
                self.keys.extend(tax.map(|tax| (kind::TAX, tax)));
                let phone = organisation
                    .phone
                    .as_ref()
                    .map(|phone| digits(phone.as_str()));
                self.keys.extend(phone.map(|phone| (kind::PHONE, phone)));
            }
        }
    }

    fn add_person(&mut self, person: &Person) {
        self.words.extend(text::words(&person.name));
        let number = person
            .number
            .as_ref()
            .map(|number| number.as_str().to_ascii_lowercase());
        self.keys
            .extend(number.map(|number| (kind::NUMBER, number)));
        let phone = person.phone.as_ref().map(|phone| digits(phone.as_str()));
        self.keys.extend(phone.map(|phone| (kind::PHONE, phone)));
    }

    fn add_code(&mut self, received: &Received) {
        match &received.code {
            ReceivedCode::Official { code, .. } => self.add_official(code),
            ReceivedCode::Foreign { code } => {
                self.keys.push((kind::CODE, code.to_ascii_lowercase()));
            }
            ReceivedCode::Provisional { code } => {
                self.keys
                    .push((kind::CODE, code.to_string().to_ascii_lowercase()));
                self.keys.push((kind::TAIL, code.number().to_string()));
            }
        }
    }

    fn add_official(&mut self, code: &DossierCode) {
        self.keys
            .push((kind::CODE, code.to_string().to_ascii_lowercase()));
        self.keys.push((
            kind::DATED,
            format!("{}{}", code.day().yymmdd(), code.digits()),
        ));
        self.keys.push((kind::TAIL, code.number().to_string()));
    }

    /// Every key but tails, `|` around each, for middle pieces.
    fn fragments(&self) -> String {
        let long = self.keys.iter().filter(|(kind, _)| *kind != kind::TAIL);
        long.fold(String::from("|"), |text, (_, key)| text + key + "|")
    }
}

/// The digits of a text.
pub(super) fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

fn once_each(words: Vec<String>) -> Vec<String> {
    let mut seen = std::collections::HashSet::new();
    words
        .into_iter()
        .filter(|word| seen.insert(word.clone()))
        .collect()
}

impl Tx<'_> {
    /// Writes the search entries; nothing when they are as before.
    pub(crate) fn write_search(
        &self,
        row: u32,
        state: &Dossier,
        received: &Received,
    ) -> Result<(), StoreError> {
        let entries = Entries::of(state, received);
        let (words, fragments) = (entries.words.join(" "), entries.fragments());
        let sql = "SELECT search_key = :words AND fragment_key = :fragments
                   FROM view_search WHERE row = :row";
        let params = named_params! {":row": row, ":words": words, ":fragments": fragments};
        match self.value(sql, params)? {
            Some(true) => return Ok(()),
            Some(false) => self.remove_search(row)?,
            None => {}
        }
        self.execute(
            "INSERT INTO view_search (row, search_key, fragment_key)
             VALUES (:row, :words, :fragments)",
            named_params! {":row": row, ":words": words, ":fragments": fragments},
        )?;
        self.execute(
            "INSERT INTO view_words (rowid, words) VALUES (:row, :words)",
            named_params! {":row": row, ":words": words},
        )?;
        self.execute(
            "INSERT INTO view_fragments (rowid, fragments) VALUES (:row, :fragments)",
            named_params! {":row": row, ":fragments": fragments},
        )?;
        for (kind, key) in entries.keys {
            self.execute(
                "INSERT INTO view_key (kind, key, dossier) VALUES (:kind, :key, :row)
                 ON CONFLICT DO NOTHING",
                named_params! {":kind": kind, ":key": key, ":row": row},
            )?;
        }
        Ok(())
    }

    /// Takes the old entries out. Keys only grow with a dossier (a code is added), so none is
    /// ever removed by itself; but the text index must not keep old words.
    fn remove_search(&self, row: u32) -> Result<(), StoreError> {
        let params = named_params! {":row": row};
        self.execute("DELETE FROM view_words WHERE rowid = :row", params)?;
        self.execute("DELETE FROM view_fragments WHERE rowid = :row", params)?;
        self.execute("DELETE FROM view_search WHERE row = :row", params)?;
        Ok(())
    }
}
