//! Just enough HTTP/1.1 for a WebDriver on the loopback: one request, one connection, JSON both ways.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::time::Duration;

use serde_json::Value;

/// A driver answers at once, or when a page has been loaded; never later than this.
const ANSWER_MAX: Duration = Duration::from_secs(60);

/// Sends a request and returns the status and the `value` of the answer.
pub(crate) fn call(
    address: SocketAddr,
    method: &str,
    path: &str,
    body: Option<&Value>,
) -> Result<(u16, Value), String> {
    let text = body.map(Value::to_string).unwrap_or_default();
    let mut stream = TcpStream::connect_timeout(&address, Duration::from_secs(5))
        .map_err(|error| format!("no driver at {address}: {error}"))?;
    stream
        .set_read_timeout(Some(ANSWER_MAX))
        .map_err(|error| error.to_string())?;
    let request = format!(
        "{method} {path} HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n{text}",
        text.len()
    );
    stream
        .write_all(request.as_bytes())
        .map_err(|error| error.to_string())?;
    let mut answer = Vec::new();
    stream
        .read_to_end(&mut answer)
        .map_err(|error| format!("{method} {path}: {error}"))?;
    parse(&answer).ok_or_else(|| format!("{method} {path}: the answer is no JSON"))
}

fn parse(answer: &[u8]) -> Option<(u16, Value)> {
    let split = answer.windows(4).position(|bytes| bytes == b"\r\n\r\n")?;
    let head = std::str::from_utf8(&answer[..split]).ok()?;
    let status = head.split_whitespace().nth(1)?.parse().ok()?;
    let mut json: Value = serde_json::from_slice(&answer[split + 4..]).ok()?;
    Some((
        status,
        json.get_mut("value").map(Value::take).unwrap_or_default(),
    ))
}

/// A port that is free now. Another process may take it before it is used: callers start again then.
pub(crate) fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("the loopback has a free port");
    listener
        .local_addr()
        .expect("a bound listener has an address")
        .port()
}
