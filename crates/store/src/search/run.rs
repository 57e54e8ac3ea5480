//! Running a query that was read: each part gives row ids newest first, and all parts must agree.

use rusqlite::{Params, named_params};

use super::ROWS_FOUND_MAX;
use super::index::kind;
use super::query::{self, FRAGMENT_DIGITS_MIN, Query};
use crate::error::StoreError;
use crate::tx::Reader;

/// Beginnings that match more than this many dossiers are not looked for in the middle of numbers
/// too: the officer is still typing, and the middle of a number is typed longer.
const PREFIX_ROWS_ENOUGH: usize = 1_000;

pub(super) const WORDS: &str = "SELECT rowid FROM view_words WHERE view_words MATCH :words
     ORDER BY rowid DESC LIMIT :limit";
pub(super) const EXACT: &str = "SELECT dossier FROM view_key WHERE kind = :kind AND key = :key";
pub(super) const PREFIX: &str = "SELECT dossier FROM view_key
     WHERE kind = :kind AND key >= :key AND key < :key || char(1114111) LIMIT :limit";
pub(super) const FRAGMENT: &str = "SELECT f.rowid FROM view_fragments AS f
     JOIN view_search AS s ON s.row = f.rowid
     WHERE f.view_fragments MATCH :pieces AND instr(s.fragment_key, :fragment) > 0
     ORDER BY f.rowid DESC LIMIT :limit";
/// The `+` keeps the planner on the narrow index: the table itself is ten times as wide.
pub(super) const NEWEST: &str = "SELECT row FROM view_dossier INDEXED BY view_dossier_officer
     WHERE +row > (SELECT COALESCE(max(row), 0) FROM fact_dossier) - :limit";

impl Reader<'_> {
    /// Row ids of each part of what was typed.
    pub(super) fn matches(&self, typed: &str) -> Result<Vec<Vec<u32>>, StoreError> {
        match query::read(typed) {
            Query::All => Ok(Vec::new()),
            Query::Code { code, dated } => Ok(vec![self.by_code(&code, &dated)?]),
            Query::Mixed { words, numbers } => {
                let mut parts = numbers
                    .iter()
                    .map(|n| self.by_number(n))
                    .collect::<Result<Vec<_>, _>>()?;
                if !words.is_empty() || parts.is_empty() {
                    parts.push(self.by_words(&words)?);
                }
                Ok(parts)
            }
        }
    }

    fn by_words(&self, words: &str) -> Result<Vec<u32>, StoreError> {
        if words.is_empty() {
            return Ok(Vec::new());
        }
        self.ids(WORDS, named_params! {":words": words, ":limit": limit()})
    }

    /// A code: its beginning; else the day and number alone; else the digits anywhere.
    fn by_code(&self, code: &str, dated: &str) -> Result<Vec<u32>, StoreError> {
        let mut rows = self.by_prefix(kind::CODE, code)?;
        if rows.is_empty() && !dated.is_empty() {
            rows = self.by_prefix(kind::DATED, dated)?;
        }
        if rows.is_empty() && dated.len() >= FRAGMENT_DIGITS_MIN {
            rows = self.by_fragment(dated)?;
        }
        Ok(newest_first(rows))
    }

    /// A number: a running number, the beginning of any number, or a piece from its middle.
    fn by_number(&self, number: &str) -> Result<Vec<u32>, StoreError> {
        let mut rows = Vec::new();
        if number.len() <= 6 {
            rows = self.by_exact(kind::TAIL, number.trim_start_matches('0'))?;
        }
        if number.len() >= FRAGMENT_DIGITS_MIN {
            for kind in [
                kind::NUMBER,
                kind::PHONE,
                kind::TAX,
                kind::DATED,
                kind::CODE,
            ] {
                rows.extend(self.by_prefix(kind, number)?);
            }
            if rows.len() <= PREFIX_ROWS_ENOUGH && !self.is_whole_number(number)? {
                rows.extend(self.by_fragment(number)?);
            }
        }
        Ok(newest_first(rows))
    }

    /// A whole citizen number that is known needs no search for pieces.
    fn is_whole_number(&self, number: &str) -> Result<bool, StoreError> {
        Ok(number.len() == 12 && !self.by_exact(kind::NUMBER, number)?.is_empty())
    }

    fn by_exact(&self, kind: &str, key: &str) -> Result<Vec<u32>, StoreError> {
        self.ids(EXACT, named_params! {":kind": kind, ":key": key})
    }

    fn by_prefix(&self, kind: &str, key: &str) -> Result<Vec<u32>, StoreError> {
        self.ids(
            PREFIX,
            named_params! {":kind": kind, ":key": key, ":limit": limit()},
        )
    }

    fn by_fragment(&self, fragment: &str) -> Result<Vec<u32>, StoreError> {
        let letters: Vec<char> = fragment.chars().collect();
        let pieces: Vec<String> = letters
            .windows(FRAGMENT_DIGITS_MIN)
            .map(|piece| format!("\"{}\"", piece.iter().collect::<String>()))
            .collect();
        let pieces = pieces.join(" AND ");
        let params = named_params! {":pieces": pieces, ":fragment": fragment, ":limit": limit()};
        self.ids(FRAGMENT, params)
    }

    /// The newest dossiers, one more than a query returns. Row ids are dense, so a range is enough.
    pub(super) fn newest_rows(&self) -> Result<Vec<u32>, StoreError> {
        Ok(newest_first(
            self.ids(NEWEST, named_params! {":limit": limit()})?,
        ))
    }

    pub(super) fn ids(&self, sql: &str, params: impl Params) -> Result<Vec<u32>, StoreError> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query(params)?;
        let mut ids = Vec::new();
        while let Some(row) = rows.next()? {
            ids.push(row.get(0)?);
        }
        Ok(ids)
    }

    /// Dossiers of a person by the number of an identity paper, newest first.
    ///
    /// # Errors
    /// As the database says.
    pub fn dossiers_of_number(
        &self,
        number: &str,
        limit: usize,
    ) -> Result<Vec<domain::ids::DossierId>, StoreError> {
        let number = number.trim().to_ascii_lowercase();
        let rows = newest_first(self.by_exact(kind::NUMBER, &number)?);
        rows.iter()
            .take(limit)
            .filter_map(|row| self.id_of(*row).transpose())
            .collect()
    }

    /// The dossier with this code, official, foreign or temporary, today's or a former one; the
    /// newest when there are several.
    ///
    /// # Errors
    /// As the database says.
    pub fn dossier_by_code(
        &self,
        code: &str,
    ) -> Result<Option<domain::ids::DossierId>, StoreError> {
        let rows = self.by_exact(kind::CODE, &code.trim().to_ascii_lowercase())?;
        rows.iter().max().map_or(Ok(None), |row| self.id_of(*row))
    }

    fn id_of(&self, row: u32) -> Result<Option<domain::ids::DossierId>, StoreError> {
        let sql = "SELECT id FROM fact_dossier WHERE row = :row";
        let found = self.row(sql, named_params! {":row": row}, |row| {
            crate::convert::uuid(row, "id")
        })?;
        Ok(found.map(domain::ids::DossierId))
    }
}

/// One more than is returned, to know whether there are more.
fn limit() -> i64 {
    crate::convert::column(ROWS_FOUND_MAX as u64 + 1)
}

/// Newest first, each once.
pub(super) fn newest_first(mut rows: Vec<u32>) -> Vec<u32> {
    rows.sort_unstable_by(|a, b| b.cmp(a));
    rows.dedup();
    rows
}

/// Row ids that are in every part; `None` without parts. Parts are newest first, each id once.
pub(super) fn intersect(mut parts: Vec<Vec<u32>>) -> Option<Vec<u32>> {
    parts.sort_by_key(Vec::len);
    let mut parts = parts.into_iter();
    let smallest = parts.next()?;
    Some(parts.fold(smallest, |kept, part| {
        let mut other = part.into_iter().peekable();
        let in_other = |id: &u32| {
            while other.next_if(|candidate| candidate > id).is_some() {}
            other.peek() == Some(id)
        };
        kept.into_iter().filter(in_other).collect()
    }))
}
