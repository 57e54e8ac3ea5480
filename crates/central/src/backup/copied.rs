//! PostgreSQL's text form of `COPY`: a line that names table and columns, a line a row, fields
//! between tabs, `\` before what would be mistaken.

use std::borrow::Cow;
use std::str::FromStr;

use super::unreadable;
use crate::error::Error;

/// A table whose rows follow.
pub(super) struct Table {
    name: String,
    columns: Vec<String>,
}

/// One of its rows.
pub(super) struct Row<'a> {
    table: &'a Table,
    fields: Vec<&'a str>,
}

impl Table {
    /// `COPY schema.table (a, b) FROM stdin;`
    pub(super) fn begun_by(line: &str) -> Option<Self> {
        let rest = line.strip_prefix("COPY ")?;
        let rest = rest.strip_suffix(") FROM stdin;")?;
        let (name, columns) = rest.split_once(" (")?;
        let name = name.rsplit('.').next()?;
        Some(Self {
            name: name.to_owned(),
            columns: columns.split(", ").map(str::to_owned).collect(),
        })
    }

    pub(super) fn row<'a>(&'a self, line: &'a str) -> Result<Row<'a>, Error> {
        let fields: Vec<&str> = line.split('\t').collect();
        if fields.len() != self.columns.len() {
            return Err(unreadable("dump"));
        }
        Ok(Row {
            table: self,
            fields,
        })
    }
}

impl Row<'_> {
    pub(super) fn table(&self) -> &str {
        &self.table.name
    }

    pub(super) fn text(&self, column: &str) -> Result<String, Error> {
        let place = self.table.columns.iter().position(|name| name == column);
        let field = place.and_then(|place| self.fields.get(place));
        let text = field.and_then(|field| unescaped(field));
        text.map(Cow::into_owned).ok_or_else(|| unreadable("dump"))
    }

    pub(super) fn parsed<T: FromStr>(&self, column: &str) -> Result<T, Error> {
        let text = self.text(column)?;
        text.parse().map_err(|_damaged| unreadable("dump"))
    }
}

/// `None` for NULL and for what no server writes.
fn unescaped(field: &str) -> Option<Cow<'_, str>> {
    if !field.contains('\\') {
        return Some(Cow::Borrowed(field));
    }
    let mut text = String::with_capacity(field.len());
    let mut letters = field.chars();
    while let Some(letter) = letters.next() {
        if letter != '\\' {
            text.push(letter);
            continue;
        }
        text.push(match letters.next()? {
            'b' => '\u{8}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'v' => '\u{b}',
            '\\' => '\\',
            _ => return None,
        });
    }
    Some(Cow::Owned(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_come_back_as_they_were() {
        let table = Table::begun_by("COPY public.blob (hash, note, size) FROM stdin;");
        let table = table.expect("a table");
        let row = table.row("b3:1\ta\\tb\\\\n\\n\t7").expect("a row");
        assert_eq!(row.table(), "blob", "without its schema");
        assert_eq!(row.text("note").expect("text"), "a\tb\\n\n", "unescaped");
        assert_eq!(row.parsed::<u64>("size").expect("a number"), 7, "a number");
        assert!(row.text("other").is_err(), "no such column");
        assert!(table.row("b3:1\t\\N").is_err(), "a field is missing");
        let null = table.row("b3:1\t\\N\t7").expect("a row");
        assert!(null.text("note").is_err(), "NULL is no text");
        assert!(Table::begun_by("SET statement_timeout = 0;").is_none());
    }
}
