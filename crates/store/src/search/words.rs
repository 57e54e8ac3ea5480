//! The index of words: for each word and each block of successive row ids the rows that have it.
//! Words of many dossiers are met and joined block by block, 64 rows at a time, and what comes out
//! is in order already; an intake touches only the newest block.
//!
//! Beside whole words stand, each with a sign that no word has: beginnings of one and two letters
//! (`*n`, `*ng`), which would be joined of too many words while an officer begins to type; the first
//! three and four digits of numbers (`|037`, `|0371`), for in one ward nearly everybody's begin
//! alike; and codes without their running number (`#h42.17-261122`).

use std::collections::{BTreeMap, BTreeSet, HashMap};

use domain::dossier::ReceivedCode;
use rusqlite::{CachedStatement, named_params, params};

use super::places::{BLOCK_ROWS, Places};
use crate::error::StoreError;
use crate::tx::{Reader, Tx};

/// Beginnings of words up to so many letters are words of their own.
const SHORT_LETTERS_MAX: usize = 2;
/// How many first digits of a number are a word of their own.
const FIRST_DIGITS: [usize; 2] = [3, 4];

pub(super) const NEWEST_BLOCK: &str = "SELECT max(block) FROM view_word";
pub(super) const OF_WORD: &str = "SELECT rows FROM view_word WHERE block = :block AND word = :word";
pub(super) const OF_BEGINNING: &str = "SELECT rows FROM view_word
     WHERE block = :block AND word >= :word AND word < :word || char(1114111)";

/// What a dossier must have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Sought {
    /// This word.
    Word(String),
    /// A word that begins so.
    Beginning(String),
}

impl Sought {
    /// A word that may not be finished.
    pub(super) fn beginning(word: &str) -> Self {
        if word.chars().count() <= SHORT_LETTERS_MAX {
            Self::Word(format!("*{word}"))
        } else {
            Self::Beginning(word.to_owned())
        }
    }

    /// A number that begins with these three or four digits.
    pub(super) fn first_digits(digits: &str) -> Self {
        Self::Word(format!("|{digits}"))
    }

    /// A code that begins so, if that does not reach into its running number.
    pub(super) fn code(beginning: &str) -> Self {
        Self::Beginning(format!("#{beginning}"))
    }
}

/// The word of a code; a foreign one is its own.
pub(super) fn of_code(code: &ReceivedCode) -> String {
    match code {
        ReceivedCode::Official { code, .. } => of_day(&code.to_string()),
        ReceivedCode::Provisional { code } => of_day(&code.to_string()),
        ReceivedCode::Foreign { code } => format!("#{}", code.to_ascii_lowercase()),
    }
}

/// A code without its running number, so that a day has one word.
pub(super) fn of_day(code: &str) -> String {
    let day = code.rsplit_once('-').map_or("", |(day, _number)| day);
    format!("#{}", day.to_ascii_lowercase())
}

/// Every word of a dossier but those of its codes; from the texts of `view_search`.
pub(super) fn of_texts(words: &str, fragments: &str) -> BTreeSet<String> {
    // a set made of all at once is several times cheaper than one that grows word by word
    let mut all: Vec<String> = words.split_whitespace().map(str::to_owned).collect();
    for word in words.split_whitespace() {
        let ends = word
            .char_indices()
            .map(|(at, letter)| at + letter.len_utf8());
        let short = ends
            .take(SHORT_LETTERS_MAX)
            .filter_map(|end| word.get(..end));
        all.extend(short.map(|short| ["*", short].concat()));
    }
    for run in runs(fragments) {
        let first = FIRST_DIGITS
            .into_iter()
            .filter_map(|count| run.get(..count));
        all.extend(first.map(|first| ["|", first].concat()));
    }
    all.into_iter().collect()
}

/// Letters and digits that stand together in the text of all numbers.
pub(super) fn runs(fragments: &str) -> impl Iterator<Item = &str> {
    fragments.split(|letter: char| !letter.is_ascii_alphanumeric())
}

impl Reader<'_> {
    /// Rows that have everything that is sought in one of the forms, newest first.
    pub(super) fn rows_with(&self, forms: &[Vec<Sought>]) -> Result<Vec<u32>, StoreError> {
        let mut rows = Vec::new();
        let Some(newest) = self.value::<Option<u32>>(NEWEST_BLOCK, [])?.flatten() else {
            return Ok(rows);
        };
        let mut blocks = Blocks {
            of_word: self.connection.prepare_cached(OF_WORD)?,
            of_beginning: self.connection.prepare_cached(OF_BEGINNING)?,
        };
        for block in (0..=newest).rev() {
            let mut found = Places::NONE;
            for form in forms {
                found |= blocks.with_all(block, form)?;
            }
            rows.extend(found.newest_first().map(|place| block * BLOCK_ROWS + place));
        }
        Ok(rows)
    }
}

struct Blocks<'c> {
    of_word: CachedStatement<'c>,
    of_beginning: CachedStatement<'c>,
}

impl Blocks<'_> {
    fn with_all(&mut self, block: u32, sought: &[Sought]) -> Result<Places, StoreError> {
        let Some((first, others)) = sought.split_first() else {
            return Ok(Places::NONE);
        };
        let mut found = self.with(block, first)?;
        for one in others {
            if found.is_empty() {
                break;
            }
            found &= self.with(block, one)?;
        }
        Ok(found)
    }

    /// A word is one row of the table, a beginning as many as there are words that begin so.
    fn with(&mut self, block: u32, one: &Sought) -> Result<Places, StoreError> {
        let mut rows = match one {
            Sought::Word(word) => self.of_word.query(params![block, word])?,
            Sought::Beginning(word) => self.of_beginning.query(params![block, word])?,
        };
        let mut found = Places::NONE;
        while let Some(row) = rows.next()? {
            found |= Places::from_bytes(row.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?);
        }
        Ok(found)
    }
}

/// Words whose rows changed in this transaction, by block and word.
pub(crate) type HeldWords = BTreeMap<u32, HashMap<String, Places>>;

impl Tx<'_> {
    /// From now on words are held back until [`Tx::write_held_words`]: dossiers of one page have most
    /// of their words in common, and each is then written once.
    pub(crate) fn hold_words(&self) {
        self.held_words.borrow_mut().get_or_insert_default();
    }

    /// Writes what was held back.
    pub(crate) fn write_held_words(&self) -> Result<(), StoreError> {
        let mut writing = Writing::new(self)?;
        for (block, words) in self.held_words.take().unwrap_or_default() {
            // in the order of the table, so that its pages are come to once
            let words: BTreeMap<String, Places> = words.into_iter().collect();
            for (word, places) in words {
                writing.write(block, &word, places)?;
            }
        }
        Ok(())
    }

    /// Gives a row a word, or takes it away.
    pub(super) fn put_word(&self, row: u32, word: &str, is_in: bool) -> Result<(), StoreError> {
        let (block, place) = (row / BLOCK_ROWS, row % BLOCK_ROWS);
        if let Some(held) = &mut *self.held_words.borrow_mut() {
            let words = held.entry(block).or_default();
            if let Some(places) = words.get_mut(word) {
                places.set(place, is_in);
                return Ok(());
            }
            let mut places = self.places_of(block, word)?;
            places.set(place, is_in);
            words.insert(word.to_owned(), places);
            return Ok(());
        }
        let mut places = self.places_of(block, word)?;
        places.set(place, is_in);
        Writing::new(self)?.write(block, word, places)
    }

    fn places_of(&self, block: u32, word: &str) -> Result<Places, StoreError> {
        let stored: Option<Vec<u8>> =
            self.value(OF_WORD, named_params! {":block": block, ":word": word})?;
        Ok(stored.map_or(Places::NONE, |rows| Places::from_bytes(&rows)))
    }
}

/// The statements that write words, prepared once for many.
struct Writing<'c> {
    put: CachedStatement<'c>,
    remove: CachedStatement<'c>,
}

impl<'c> Writing<'c> {
    fn new(tx: &'c Tx<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            put: tx.connection.prepare_cached(
                "INSERT INTO view_word (block, word, rows) VALUES (:block, :word, :rows)
                 ON CONFLICT (block, word) DO UPDATE SET rows = excluded.rows",
            )?,
            remove: tx
                .connection
                .prepare_cached("DELETE FROM view_word WHERE block = :block AND word = :word")?,
        })
    }

    fn write(&mut self, block: u32, word: &str, places: Places) -> Result<(), StoreError> {
        if places.is_empty() {
            let of_word = named_params! {":block": block, ":word": word};
            self.remove.execute(of_word)?;
        } else {
            let rows = places.to_bytes();
            let of_word = named_params! {":block": block, ":word": word, ":rows": rows};
            self.put.execute(of_word)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::World;

    /// Rows far enough apart for four blocks.
    const ROWS: [u32; 8] = [1, 2, 2_047, 2_048, 2_049, 4_100, 6_143, 6_144];
    const WORDS: [&str; 6] = ["an", "anh", "anhu", "nguyen", "van", "y"];

    fn has(row: u32, word: &str) -> bool {
        (row / 7 + u32::from(word.as_bytes()[word.len() - 1])).is_multiple_of(2)
    }

    fn world() -> World {
        let world = World::new();
        world.write(|tx| {
            for row in ROWS {
                let words: Vec<&str> = WORDS.into_iter().filter(|word| has(row, word)).collect();
                for word in of_texts(&words.join(" "), "") {
                    tx.put_word(row, &word, true)?;
                }
            }
            Ok(())
        });
        world
    }

    #[test]
    fn words_and_beginnings_meet_across_blocks_newest_first() {
        let world = world();
        let rows_where = |is_meant: &dyn Fn(u32) -> bool| -> Vec<u32> {
            ROWS.into_iter()
                .rev()
                .filter(|row| is_meant(*row))
                .collect()
        };
        for whole in WORDS {
            for letters in 1..=6 {
                let begun: String = "nguyen".chars().take(letters).collect();
                let form = vec![Sought::Word(whole.into()), Sought::beginning(&begun)];
                let expected = rows_where(&|row| {
                    let begins = |word: &&str| word.starts_with(&begun) && has(row, word);
                    has(row, whole) && WORDS.iter().any(begins)
                });
                let found = world.read(|r| r.rows_with(&[form]));
                assert_eq!(found, expected, "{whole} {begun}");
            }
        }
        let (an, y) = (
            vec![Sought::Word("an".into())],
            vec![Sought::Word("y".into())],
        );
        let expected = rows_where(&|row| has(row, "an") || has(row, "y"));
        assert_eq!(
            world.read(|r| r.rows_with(&[an, y])),
            expected,
            "either form"
        );
        let nothing = world.read(|r| r.rows_with(&[Vec::new()]));
        assert!(nothing.is_empty(), "nothing wanted, nothing found");
    }

    #[test]
    fn a_word_taken_from_its_last_row_is_gone() {
        let world = world();
        let count = |world: &World| {
            let sql = "SELECT count(*) FROM view_word";
            world.read(|r| r.value::<i64>(sql, []))
        };
        let before = count(&world);
        world.write(|tx| tx.put_word(9_000, "moi", true));
        assert_eq!(count(&world), before.map(|n| n + 1), "one more");
        world.write(|tx| tx.put_word(9_000, "moi", false));
        assert_eq!(count(&world), before, "and none again");
    }
}
