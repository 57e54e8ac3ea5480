//! Search entries of one dossier, written with its other views: the words of every name and of the
//! procedure, B-tree keys, and one text of all numbers and codes for pieces of them.

use std::collections::BTreeSet;

use domain::code::DossierCode;
use domain::dossier::{Dossier, Received, ReceivedCode};
use domain::party::{Party, PartyBody, Person};
use domain::text;
use rusqlite::named_params;

use super::{fragments, words};
use crate::error::StoreError;
use crate::tx::Tx;

/// Kinds of `view_key`.
pub(crate) mod kind {
    /// Number of an identity paper, letters small.
    pub(crate) const NUMBER: &str = "number";
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
    /// Words of the codes.
    code_words: BTreeSet<String>,
    keys: BTreeSet<(&'static str, String)>,
    /// Whatever is found by a piece of it.
    numbers: BTreeSet<String>,
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
        for code in state.former_codes.iter().chain(&state.assigned_code) {
            entries.add_assigned(code);
        }
        entries.words = once_each(entries.words);
        entries
    }

    fn add_party(&mut self, party: &PartyBody) {
        match party {
            PartyBody::Person(person) => self.add_person(person),
            PartyBody::Organisation(organisation) => {
                self.words.extend(text::words(&organisation.name));
                self.words.extend(text::words(&organisation.representative));
                let tax = organisation.tax_code.as_ref();
                self.numbers.extend(tax.map(|tax| digits(tax.as_str())));
                let phone = organisation.phone.as_ref();
                self.numbers
                    .extend(phone.map(|phone| digits(phone.as_str())));
            }
        }
    }

    fn add_person(&mut self, person: &Person) {
        self.words.extend(text::words(&person.name));
        if let Some(number) = &person.number {
            self.add_key(kind::NUMBER, number.as_str().to_ascii_lowercase());
        }
        let phone = person.phone.as_ref();
        self.numbers
            .extend(phone.map(|phone| digits(phone.as_str())));
    }

    fn add_code(&mut self, received: &Received) {
        match &received.code {
            ReceivedCode::Official { code, .. } => self.add_official(code),
            ReceivedCode::Foreign { code } => self.add_key(kind::CODE, code.to_ascii_lowercase()),
            ReceivedCode::Provisional { code } => {
                self.add_key(kind::CODE, code.to_string().to_ascii_lowercase());
                self.add_tail(code.number());
            }
        }
        self.code_words.insert(words::of_code(&received.code));
    }

    /// One of a ministry's system is found as it is written.
    fn add_assigned(&mut self, code: &str) {
        if let Ok(code) = DossierCode::parse(code) {
            self.add_official(&code);
        } else {
            self.add_key(kind::CODE, code.to_ascii_lowercase());
            let code = code.to_owned();
            self.code_words
                .insert(words::of_code(&ReceivedCode::Foreign { code }));
        }
    }

    fn add_official(&mut self, code: &DossierCode) {
        let whole = code.to_string().to_ascii_lowercase();
        self.code_words.insert(words::of_day(&whole));
        self.add_key(kind::CODE, whole);
        let dated = format!("{}{}", code.day().yymmdd(), code.digits());
        self.add_key(kind::DATED, dated);
        self.add_tail(code.number());
    }

    /// A key that is also found by its pieces.
    fn add_key(&mut self, kind: &'static str, key: String) {
        self.numbers.insert(key.clone());
        self.keys.insert((kind, key));
    }

    fn add_tail(&mut self, number: u64) {
        self.keys.insert((kind::TAIL, number.to_string()));
    }

    /// Every number and code, `|` around each.
    fn fragments(&self) -> String {
        let numbers = self.numbers.iter();
        numbers.fold(String::from("|"), |text, number| text + number + "|")
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
        let now = (entries.words.join(" "), entries.fragments());
        let sql = "SELECT search_key, fragment_key FROM view_search WHERE row = :row";
        let before = self.row(sql, named_params! {":row": row}, |row| {
            Ok((row.get("search_key")?, row.get("fragment_key")?))
        })?;
        if before.as_ref() == Some(&now) {
            return Ok(());
        }
        self.execute(
            "INSERT INTO view_search (row, search_key, fragment_key)
             VALUES (:row, :words, :fragments) ON CONFLICT (row) DO UPDATE
             SET search_key = excluded.search_key, fragment_key = excluded.fragment_key",
            named_params! {":row": row, ":words": now.0, ":fragments": now.1},
        )?;
        self.write_pieces(row, before.is_some(), &now.1)?;
        self.write_words(row, before, now, entries.code_words)?;
        self.write_keys(row, entries.keys)
    }

    /// The text index must not keep old pieces.
    fn write_pieces(&self, row: u32, has_old: bool, fragments: &str) -> Result<(), StoreError> {
        if has_old {
            let sql = "DELETE FROM view_fragments WHERE rowid = :row";
            self.execute(sql, named_params! {":row": row})?;
        }
        self.execute(
            "INSERT INTO view_fragments (rowid, pieces) VALUES (:row, :pieces)",
            named_params! {":row": row, ":pieces": fragments::pieces(fragments)},
        )?;
        Ok(())
    }

    fn write_words(
        &self,
        row: u32,
        before: Option<(String, String)>,
        (words, fragments): (String, String),
        code_words: BTreeSet<String>,
    ) -> Result<(), StoreError> {
        let before = before.map(|(words, fragments)| words::of_texts(&words, &fragments));
        let (before, mut now) = (
            before.unwrap_or_default(),
            words::of_texts(&words, &fragments),
        );
        for gone in before.difference(&now) {
            self.put_word(row, gone, false)?;
        }
        now.extend(code_words); // they only grow
        for new in now.difference(&before) {
            self.put_word(row, new, true)?;
        }
        Ok(())
    }

    /// Keys only grow with a dossier (a code is added), so none is ever taken out.
    fn write_keys(
        &self,
        row: u32,
        keys: BTreeSet<(&'static str, String)>,
    ) -> Result<(), StoreError> {
        for (kind, key) in keys {
            self.execute(
                "INSERT INTO view_key (kind, key, dossier) VALUES (:kind, :key, :row)
                 ON CONFLICT DO NOTHING",
                named_params! {":kind": kind, ":key": key, ":row": row},
            )?;
        }
        Ok(())
    }
}
