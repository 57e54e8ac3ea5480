//! Running a query that was read: each part gives row ids newest first, and all parts must agree.

use rusqlite::{Params, named_params};

use super::fragments::FRAGMENT_DIGITS_MIN;
use super::index::kind;
use super::query::{self, Query};
use super::words::Sought;
use crate::error::StoreError;
use crate::tx::Reader;

/// Digits of the day in a code.
const DAY_DIGITS: usize = 6;
/// Longest running number that is asked for by itself.
const TAIL_DIGITS_MAX: usize = 6;

pub(super) const EXACT: &str = "SELECT dossier FROM view_key WHERE kind = :kind AND key = :key";
pub(super) const PREFIX: &str = "SELECT dossier FROM view_key
     WHERE kind = :kind AND key >= :key AND key < :key || char(1114111)";
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
                    parts.push(self.rows_with(&words)?);
                }
                Ok(parts)
            }
        }
    }

    /// A code: its beginning; else the day and number alone; else the digits anywhere.
    fn by_code(&self, code: &str, dated: &str) -> Result<Vec<u32>, StoreError> {
        let mut rows = self.rows_with(&[vec![Sought::code(code)]])?;
        if reaches_the_number(code) {
            rows.extend(self.by_prefix(kind::CODE, code)?);
        }
        if rows.is_empty() && !dated.is_empty() {
            rows = self.by_prefix(kind::DATED, dated)?;
        }
        if rows.is_empty() && dated.len() >= FRAGMENT_DIGITS_MIN {
            rows = self.by_fragment(dated)?;
        }
        Ok(newest_first(rows))
    }

    /// A number: a running number, or a piece of any number.
    fn by_number(&self, number: &str) -> Result<Vec<u32>, StoreError> {
        let mut rows = Vec::new();
        if number.len() <= TAIL_DIGITS_MAX {
            rows = self.by_exact(kind::TAIL, number.trim_start_matches('0'))?;
        }
        if number.len() >= FRAGMENT_DIGITS_MIN {
            rows.extend(self.by_fragment(number)?);
        }
        Ok(newest_first(rows))
    }

    fn by_exact(&self, kind: &str, key: &str) -> Result<Vec<u32>, StoreError> {
        self.ids(EXACT, named_params! {":kind": kind, ":key": key})
    }

    fn by_prefix(&self, kind: &str, key: &str) -> Result<Vec<u32>, StoreError> {
        self.ids(PREFIX, named_params! {":kind": kind, ":key": key})
    }

    /// The newest dossiers, one more than are wanted. Row ids are dense, so a range is enough.
    pub(super) fn newest_rows(&self, wanted: usize) -> Result<Vec<u32>, StoreError> {
        let limit: i64 = crate::convert::column(wanted as u64 + 1);
        Ok(newest_first(
            self.ids(NEWEST, named_params! {":limit": limit})?,
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

    /// Every dossier under this code, oldest first: more than one after a clash.
    ///
    /// # Errors
    /// As the database says.
    pub fn dossiers_by_code(&self, code: &str) -> Result<Vec<domain::ids::DossierId>, StoreError> {
        let mut rows = self.by_exact(kind::CODE, &code.trim().to_ascii_lowercase())?;
        rows.sort_unstable();
        let ids = rows.into_iter().map(|row| self.id_of(row));
        ids.filter_map(Result::transpose).collect()
    }

    fn id_of(&self, row: u32) -> Result<Option<domain::ids::DossierId>, StoreError> {
        let sql = "SELECT id FROM fact_dossier WHERE row = :row";
        let found = self.row(sql, named_params! {":row": row}, |row| {
            crate::convert::uuid(row, "id")
        })?;
        Ok(found.map(domain::ids::DossierId))
    }
}

/// Whether the beginning of a code goes on after its day.
fn reaches_the_number(code: &str) -> bool {
    let before = code.rsplit_once('-').map_or("", |(before, _number)| before);
    let day = before.rsplit('-').next().unwrap_or_default();
    day.len() == DAY_DIGITS && day.bytes().all(|byte| byte.is_ascii_digit())
}

/// Newest first, each once. The sort is the one that joins what is in order already.
pub(super) fn newest_first(mut rows: Vec<u32>) -> Vec<u32> {
    rows.sort_by(|a, b| b.cmp(a));
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
