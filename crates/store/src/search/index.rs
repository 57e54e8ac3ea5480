//! Search entries of one dossier, written with its other views: the words of every name and of the
//! procedure, B-tree keys, and one text of all numbers and codes for pieces of them.

use std::collections::BTreeSet;

use domain::code::DossierCode;
use domain::dossier::{Dossier, Received, ReceivedCode};
use domain::party::{Party, PartyBody, Person};
use domain::text;
use rusqlite::{Connection, named_params};

use super::{fragments, words};
use crate::error::StoreError;
use crate::fold::Seen;
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

/// What a dossier is found by, as it is written.
pub(crate) struct Entries {
    /// Folded words, a space between.
    words: String,
    /// Every number and code, `|` around each.
    fragments: String,
    /// What the text index reads of them.
    pieces: String,
    /// What the index of words has of both.
    of_texts: BTreeSet<String>,
    /// Words of the codes, which only grow.
    code_words: BTreeSet<String>,
    keys: BTreeSet<(&'static str, String)>,
}

impl Entries {
    pub(crate) fn of(state: &Dossier, received: &Received) -> Self {
        let gathered = Gathered::of(state, received);
        let (words, fragments) = (gathered.words.join(" "), gathered.fragments());
        Self {
            pieces: fragments::pieces(&fragments),
            of_texts: words::of_texts(&words, &fragments),
            words,
            fragments,
            code_words: gathered.code_words,
            keys: gathered.keys,
        }
    }
}

/// The same while it is gathered.
#[derive(Debug, Default, PartialEq, Eq)]
struct Gathered {
    words: Vec<String>,
    code_words: BTreeSet<String>,
    keys: BTreeSet<(&'static str, String)>,
    /// Whatever is found by a piece of it.
    numbers: BTreeSet<String>,
}

impl Gathered {
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

const ADD_PIECES: &str = "INSERT INTO view_fragments (rowid, pieces) VALUES (:row, :pieces)";

/// Fills the empty index of pieces from the texts of every dossier.
pub(crate) fn fill_pieces(connection: &Connection) -> Result<(), StoreError> {
    let mut add = connection.prepare(ADD_PIECES)?;
    let mut texts = connection.prepare("SELECT row, fragment_key FROM view_search ORDER BY row")?;
    let mut rows = texts.query([])?;
    while let Some(row) = rows.next()? {
        let (row, text): (u32, String) = (row.get("row")?, row.get("fragment_key")?);
        add.execute(named_params! {":row": row, ":pieces": fragments::pieces(&text)})?;
    }
    Ok(())
}

impl Tx<'_> {
    /// Writes the search entries; nothing when they are as before.
    pub(crate) fn write_search(
        &self,
        row: u32,
        entries: &Entries,
        seen: Seen,
    ) -> Result<(), StoreError> {
        let before = match seen {
            Seen::Never => None,
            Seen::Before => self.search_texts(row)?,
        };
        let is_same = |(words, fragments): &(String, String)| {
            *words == entries.words && *fragments == entries.fragments
        };
        if before.as_ref().is_some_and(is_same) {
            return Ok(());
        }
        self.execute(
            "INSERT INTO view_search (row, search_key, fragment_key)
             VALUES (:row, :words, :fragments) ON CONFLICT (row) DO UPDATE
             SET search_key = excluded.search_key, fragment_key = excluded.fragment_key",
            named_params! {":row": row, ":words": entries.words, ":fragments": entries.fragments},
        )?;
        self.write_pieces(row, before.is_some(), &entries.pieces)?;
        self.write_words(row, before, entries)?;
        self.write_keys(row, &entries.keys)
    }

    fn search_texts(&self, row: u32) -> Result<Option<(String, String)>, StoreError> {
        let sql = "SELECT search_key, fragment_key FROM view_search WHERE row = :row";
        self.row(sql, named_params! {":row": row}, |row| {
            Ok((row.get("search_key")?, row.get("fragment_key")?))
        })
    }

    /// The text index must not keep old pieces.
    fn write_pieces(&self, row: u32, has_old: bool, pieces: &str) -> Result<(), StoreError> {
        if has_old {
            let sql = "DELETE FROM view_fragments WHERE rowid = :row";
            self.execute(sql, named_params! {":row": row})?;
        }
        self.execute(ADD_PIECES, named_params! {":row": row, ":pieces": pieces})?;
        Ok(())
    }

    fn write_words(
        &self,
        row: u32,
        before: Option<(String, String)>,
        entries: &Entries,
    ) -> Result<(), StoreError> {
        let before = before.map(|(words, fragments)| words::of_texts(&words, &fragments));
        let before = before.unwrap_or_default();
        for gone in before.difference(&entries.of_texts) {
            self.put_word(row, gone, false)?;
        }
        let code_words = entries.code_words.difference(&entries.of_texts);
        for new in entries.of_texts.difference(&before).chain(code_words) {
            self.put_word(row, new, true)?;
        }
        Ok(())
    }

    /// Keys only grow with a dossier (a code is added), so none is ever taken out.
    fn write_keys(
        &self,
        row: u32,
        keys: &BTreeSet<(&'static str, String)>,
    ) -> Result<(), StoreError> {
        let mut insert = self.connection.prepare_cached(
            "INSERT INTO view_key (kind, key, dossier) VALUES (:kind, :key, :row)
             ON CONFLICT DO NOTHING",
        )?;
        for (kind, key) in keys {
            insert.execute(named_params! {":kind": kind, ":key": key, ":row": row})?;
        }
        Ok(())
    }
}
