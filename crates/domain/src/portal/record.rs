//! The record shape, read leniently: a missing or null field is empty, an unknown one is reported.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::oddity::{Log, Oddity, OddityKind};
use super::{RejectCause, case, fee, limit};
use crate::ids::ProcedureCode;
use crate::procedure::{
    Channel, CodeIssuer, Flags, Level, Method, Procedure, ServiceLevel, SlipPolicy,
};

/// One record as the portal has it.
#[derive(Debug, Deserialize, Default)]
#[serde(default)]
pub(super) struct Record {
    #[serde(deserialize_with = "or_default")]
    code: String,
    #[serde(deserialize_with = "or_default")]
    name: String,
    #[serde(deserialize_with = "or_default")]
    group: String,
    #[serde(deserialize_with = "or_default")]
    field_name: String,
    #[serde(deserialize_with = "or_default")]
    field_code: String,
    #[serde(deserialize_with = "or_default")]
    levels: Vec<String>,
    #[serde(deserialize_with = "or_default")]
    vertical_sector: bool,
    #[serde(deserialize_with = "or_default")]
    publishing_agency: String,
    #[serde(deserialize_with = "or_default")]
    publishing_agency_code: String,
    #[serde(deserialize_with = "or_default")]
    published_by_decision: String,
    #[serde(deserialize_with = "or_default")]
    executing: Vec<String>,
    #[serde(deserialize_with = "or_default")]
    full_process_online: bool,
    #[serde(deserialize_with = "or_default")]
    non_territorial: bool,
    #[serde(deserialize_with = "or_default")]
    portal_state: String,
    #[serde(deserialize_with = "or_default")]
    subjects: Vec<String>,
    #[serde(deserialize_with = "or_default")]
    methods: Vec<MethodLine>,
    #[serde(deserialize_with = "or_default")]
    cases: Vec<CaseLine>,
    #[serde(deserialize_with = "or_default")]
    service_case_codes: Vec<String>,
    #[serde(deserialize_with = "or_default")]
    results: Vec<OutcomeLine>,
    #[serde(deserialize_with = "or_default")]
    legal_basis_numbers: Vec<String>,
    #[serde(deserialize_with = "or_default")]
    verified: bool,
    #[serde(flatten)]
    unknown: BTreeMap<String, Value>,
}

/// One line of time and fees.
#[derive(Debug, Deserialize, Default, PartialEq)]
#[serde(default)]
pub(super) struct MethodLine {
    #[serde(deserialize_with = "or_default")]
    pub(super) portal_channel: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) time_value: i64,
    #[serde(deserialize_with = "or_default")]
    pub(super) time_unit_portal: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) note: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) fees: Vec<FeeLine>,
}

/// One fee.
#[derive(Debug, Deserialize, Default, PartialEq)]
#[serde(default)]
pub(super) struct FeeLine {
    #[serde(deserialize_with = "or_default")]
    pub(super) portal_type: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) amount: i64,
    #[serde(deserialize_with = "or_default")]
    pub(super) currency: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) note: String,
}

/// A case or a heading.
#[derive(Debug, Deserialize, Default)]
#[serde(default)]
pub(super) struct CaseLine {
    #[serde(deserialize_with = "or_default")]
    pub(super) case: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) components: Vec<ComponentLine>,
}

/// A paper or a remark.
#[derive(Debug, Deserialize, Default)]
#[serde(default)]
pub(super) struct ComponentLine {
    #[serde(deserialize_with = "or_default")]
    pub(super) component_code: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) name: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) original_qty: i64,
    #[serde(deserialize_with = "or_default")]
    pub(super) copy_qty: i64,
    #[serde(deserialize_with = "or_default")]
    pub(super) required: bool,
    #[serde(deserialize_with = "or_default")]
    pub(super) is_result_of_other_procedure: bool,
}

#[derive(Debug, Deserialize, Default)]
#[serde(default)]
struct OutcomeLine {
    #[serde(deserialize_with = "or_default")]
    name: String,
}

fn or_default<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(
    d: D,
) -> Result<T, D::Error> {
    Option::<T>::deserialize(d).map(Option::unwrap_or_default)
}

/// Reads one record; the code comes back even when the record is rejected, if it can be read.
pub(super) fn procedure(
    json: &str,
    oddities: &mut Vec<Oddity>,
) -> (String, Result<Procedure, RejectCause>) {
    let record: Record = match serde_json::from_str(json) {
        Ok(record) => record,
        Err(cause) => {
            let shape = RejectCause::Shape {
                line: cause.line(),
                column: cause.column(),
            };
            return (code_of(json), Err(shape));
        }
    };
    let code = record.code.trim().to_owned();
    let mut log = Log {
        procedure: code.clone(),
        oddities,
    };
    let outcome = match (ProcedureCode::parse(&code), record.name.trim()) {
        (Err(_), _) => Err(RejectCause::Code),
        (_, "") => Err(RejectCause::Name),
        (Ok(parsed), _) => Ok(convert(parsed, &record, &mut log)),
    };
    (code, outcome)
}

/// The code of a record that is otherwise broken.
fn code_of(json: &str) -> String {
    let value: Option<Value> = serde_json::from_str(json).ok();
    let code = value
        .as_ref()
        .and_then(|v| v.get("code"))
        .and_then(Value::as_str);
    code.unwrap_or_default().chars().take(32).collect()
}

fn convert(code: ProcedureCode, record: &Record, log: &mut Log<'_>) -> Procedure {
    for name in record.unknown.keys() {
        log.add(name, OddityKind::UnknownField, name);
    }
    let methods = methods(&record.methods, log);
    let (cases, remarks) = case::cases(&record.cases, log);
    let channels: Vec<Channel> = methods.iter().map(|m| m.channel).collect();
    let takes_paper = channels.iter().any(|channel| *channel != Channel::Online);
    Procedure {
        code,
        version: 1,
        name: log.tidy("name", &record.name),
        service_area: log.tidy("field_name", &record.field_name),
        service_area_code: record.field_code.trim().to_owned(),
        levels: levels(&record.levels, log),
        code_issuer: match record.vertical_sector {
            true => CodeIssuer::Vertical,
            false => CodeIssuer::Province,
        },
        decision: log.tidy("published_by_decision", &record.published_by_decision),
        valid_from: None,
        valid_until: None,
        competent_agency: None,
        service_level: match (
            record.full_process_online,
            channels.contains(&Channel::Online),
        ) {
            (true, _) => ServiceLevel::Full,
            (false, true) => ServiceLevel::Partial,
            (false, false) => ServiceLevel::InfoOnly,
        },
        methods,
        cases,
        parties: Vec::new(),
        owner_role: None,
        flags: Flags {
            takes_paper: takes_paper || channels.is_empty(),
            slip: SlipPolicy::Always,
            ..Flags::default()
        },
        outcomes: texts(
            "results",
            record.results.iter().map(|r| r.name.as_str()),
            log,
        ),
        legal_basis: texts(
            "legal_basis_numbers",
            record.legal_basis_numbers.iter().map(String::as_str),
            log,
        ),
        notes: [remarks, notes(record)].concat(),
    }
}

/// What the record says and [`Procedure`] has no field for, kept in words.
fn notes(record: &Record) -> Vec<String> {
    let yes_no = |is_so: bool| if is_so { "có" } else { "không" };
    let mut notes = Vec::new();
    for (label, text) in [
        ("Nhóm", record.group.clone()),
        (
            "Cơ quan công bố",
            [
                record.publishing_agency.as_str(),
                record.publishing_agency_code.as_str(),
            ]
            .join(" "),
        ),
        ("Cơ quan thực hiện", record.executing.join("; ")),
        ("Đối tượng", record.subjects.join("; ")),
        ("Mã dịch vụ công", record.service_case_codes.join("; ")),
        ("Trạng thái trên Cổng", record.portal_state.clone()),
        ("Phi địa giới", yes_no(record.non_territorial).to_owned()),
        (
            "Đã đối chiếu với bản lưu của Cổng",
            yes_no(record.verified).to_owned(),
        ),
    ] {
        if !text.trim().is_empty() {
            notes.push(format!("{label}: {}", crate::text::tidy(&text)));
        }
    }
    notes
}

fn texts<'a>(at: &str, lines: impl Iterator<Item = &'a str>, log: &mut Log<'_>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for (index, line) in lines.enumerate() {
        let at = format!("{at}[{index}]");
        let text = log.tidy(&at, line);
        if found.contains(&text) {
            log.add(&at, OddityKind::DuplicateLine, line);
        } else if !text.is_empty() {
            found.push(text);
        }
    }
    found
}

fn levels(names: &[String], log: &mut Log<'_>) -> Vec<Level> {
    if names.is_empty() {
        log.add("levels", OddityKind::NoLevel, "");
    }
    let mut levels = Vec::with_capacity(names.len());
    for (index, name) in names.iter().enumerate() {
        match crate::text::fold(name).as_str() {
            "cap bo" => levels.push(Level::Ministry),
            "cap tinh" => levels.push(Level::Province),
            "cap xa" => levels.push(Level::Ward),
            "co quan khac" => levels.push(Level::Other),
            _ => log.add(&format!("levels[{index}]"), OddityKind::UnknownLevel, name),
        }
    }
    levels
}

/// One method per channel out of the portal's lines.
fn methods(lines: &[MethodLine], log: &mut Log<'_>) -> Vec<Method> {
    if lines.is_empty() {
        log.add("methods", OddityKind::NoMethods, "");
    }
    let mut by_channel: Vec<(Channel, Vec<(usize, &MethodLine)>)> = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let channel = match line.portal_channel.as_str() {
            "DIRECT" => Channel::Direct,
            "ONLINE" => Channel::Online,
            "POSTAL" => Channel::Postal,
            other => {
                log.add(
                    &format!("methods[{index}]"),
                    OddityKind::UnknownChannel,
                    other,
                );
                continue;
            }
        };
        match by_channel.iter_mut().find(|(c, _)| *c == channel) {
            Some((_, same)) if same.iter().any(|(_, earlier)| *earlier == line) => {
                log.add(
                    &format!("methods[{index}]"),
                    OddityKind::DuplicateLine,
                    &line.note,
                );
            }
            Some((_, same)) => same.push((index, line)),
            None => by_channel.push((channel, vec![(index, line)])),
        }
    }
    by_channel
        .into_iter()
        .map(|(channel, lines)| Method {
            channel,
            limit: limit::limit(&lines, log),
            verification_limit: None,
            fees: fee::fees(&lines, log),
            note: note(&lines),
        })
        .collect()
}

/// The distinct notes of the lines, in order.
fn note(lines: &[(usize, &MethodLine)]) -> String {
    let mut notes: Vec<String> = Vec::new();
    for (_, line) in lines {
        let note = crate::text::tidy(&line.note);
        if !note.is_empty() && !notes.contains(&note) {
            notes.push(note);
        }
    }
    notes.join("\n")
}
