//! Values of a statement's parameters, read back from its expanded text: SQLite writes them as
//! literals in the place of the parameters.

use rusqlite::types::Value;

/// A statement as the store prepared it, and its parameters' values in the order of their numbers.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Statement {
    pub(super) sql: String,
    pub(super) values: Vec<Value>,
}

/// Lays the prepared text beside the expanded one. `None` when they do not fit together.
pub(super) fn read(sql: &str, expanded: &str) -> Option<Statement> {
    let (mut template, mut text) = (sql, expanded);
    let mut named: Vec<(&str, Value)> = Vec::new();
    while let Some(letter) = template.chars().next() {
        if letter == '\'' {
            let quoted = quoted_length(template)?;
            text = text.strip_prefix(template.get(..quoted)?)?;
            template = template.get(quoted..)?;
        } else if let Some(name) = parameter(template) {
            let (value, rest) = literal(text)?;
            if !named.iter().any(|(known, _)| *known == name) {
                named.push((name, value));
            }
            template = template.get(name.len()..)?;
            text = rest;
        } else {
            template = template.get(letter.len_utf8()..)?;
            text = text.strip_prefix(letter)?;
        }
    }
    let values = named.into_iter().map(|(_, value)| value).collect();
    text.is_empty().then(|| Statement {
        sql: sql.to_owned(),
        values,
    })
}

/// `:name` at the beginning of a text.
fn parameter(text: &str) -> Option<&str> {
    let name = text.strip_prefix(':')?;
    let end = name.find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_');
    let length = end.unwrap_or(name.len());
    if length == 0 {
        None
    } else {
        text.get(..=length)
    }
}

/// One literal at the beginning of a text, and what follows it.
fn literal(text: &str) -> Option<(Value, &str)> {
    if let Some(rest) = text.strip_prefix("NULL") {
        return Some((Value::Null, rest));
    }
    if let Some(blob) = text.strip_prefix('x').filter(|rest| rest.starts_with('\'')) {
        let length = quoted_length(blob)?;
        let bytes = from_hex(blob.get(1..length - 1)?)?;
        return Some((Value::Blob(bytes), blob.get(length..)?));
    }
    if text.starts_with('\'') {
        let length = quoted_length(text)?;
        let inside = text.get(1..length - 1)?.replace("''", "'");
        return Some((Value::Text(inside), text.get(length..)?));
    }
    let end = text.find(|letter: char| !letter.is_ascii_digit() && !"-+.e".contains(letter));
    let (number, rest) = text.split_at_checked(end.unwrap_or(text.len()))?;
    let value = match number.parse() {
        Ok(whole) => Value::Integer(whole),
        Err(_not_whole) => Value::Real(number.parse().ok()?),
    };
    Some((value, rest))
}

/// Bytes of a quoted text with its quotes; two quotes inside are one.
fn quoted_length(text: &str) -> Option<usize> {
    let mut bytes = text.bytes().enumerate().skip(1).peekable();
    while let Some((at, byte)) = bytes.next() {
        if byte == b'\'' && bytes.next_if(|(_, next)| *next == b'\'').is_none() {
            return Some(at + 1);
        }
    }
    None
}

fn from_hex(digits: &str) -> Option<Vec<u8>> {
    let (pairs, rest) = digits.as_bytes().as_chunks::<2>();
    let byte = |pair: &[u8; 2]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    if rest.is_empty() {
        pairs.iter().map(byte).collect()
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use rusqlite::{Connection, named_params};

    use super::*;

    #[test]
    fn every_kind_of_value_comes_back_as_sqlite_writes_it() {
        let connection = Connection::open_in_memory().expect("a database");
        let sql = "SELECT 'no :parameter', :text, :blob, :number, :nothing, :text, :part, 7";
        let mut statement = connection.prepare(sql).expect("prepared");
        let params = named_params! {
            ":text": "Đặng Thị 'Ánh' :x ''", ":blob": [0_u8, 255, 16], ":number": -42,
            ":nothing": Option::<i64>::None, ":part": 0.25,
        };
        drop(statement.query(params).expect("bound"));
        let expanded = statement.expanded_sql().expect("expanded");
        let read = read(sql, &expanded).expect("they fit together");
        let expected = [
            Value::Text("Đặng Thị 'Ánh' :x ''".into()),
            Value::Blob(vec![0, 255, 16]),
            Value::Integer(-42),
            Value::Null,
            Value::Real(0.25),
        ];
        assert_eq!(read.values, expected, "each parameter once, in order");
        assert_eq!(read.sql, sql, "the text stays as prepared");
    }

    #[test]
    fn texts_that_do_not_fit_together_are_refused() {
        assert_eq!(read("SELECT :a", "SELECT"), None, "a value is missing");
        assert_eq!(
            read("SELECT :a", "SELECT 1, 2"),
            None,
            "something is left over"
        );
        assert_eq!(
            read("SELECT :a", "SELECT 'open"),
            None,
            "a quote never ends"
        );
        assert_eq!(read("SELECT :a", "DELETE 1"), None, "another statement");
    }
}
