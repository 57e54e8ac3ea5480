//! One party as typed.

use domain::birth_date::{BirthDate, BirthDateError};
use domain::card::is_burst;
use domain::citizen_id::{PersonNumber, PersonNumberError};
use domain::party::{Address, Organisation, Party, PartyBody, PartyRole, Person};
use domain::phone::{Phone, PhoneError};
use domain::tax_code::{TaxCode, TaxCodeError};
use domain::text::{Garble, garble, tidy};
use protocol::view::PartyDraft;

use crate::errors::Fields;
use crate::intake::tags::from_tag;

/// Longest single text of a party, in characters; names have the domain's own limit.
const TEXT_CHARS_MAX: usize = 500;

/// Whether nothing at all was typed of a party that may be absent: an unknown father, a co-owner
/// there is none of.
pub(crate) fn is_left_out(typed: &PartyDraft) -> bool {
    let role: Option<PartyRole> = from_tag(&typed.role);
    let texts = [
        &typed.name,
        &typed.number,
        &typed.birth,
        &typed.address_on_card,
        &typed.address_line,
        &typed.phone,
        &typed.email,
        &typed.tax_code,
        &typed.representative,
    ];
    role.is_some_and(PartyRole::may_be_absent) && texts.iter().all(|text| text.trim().is_empty())
}

pub(crate) fn party(typed: &PartyDraft, n: usize, fields: &mut Fields) -> Option<Party> {
    let at = format!("parties.{n}");
    let Some(role) = from_tag(&typed.role) else {
        fields.push(format!("{at}.role"), "role_unknown");
        return None;
    };
    let body = match typed.kind.as_str() {
        "organisation" => PartyBody::Organisation(organisation(typed, &at, fields)),
        _ => PartyBody::Person(person(typed, &at, fields)),
    };
    Some(Party { role, body })
}

pub(crate) fn person(typed: &PartyDraft, at: &str, fields: &mut Fields) -> Person {
    Person {
        name: name(&typed.name, at, fields),
        number: number(&typed.number, at, fields),
        birth: birth(&typed.birth, at, fields),
        sex: from_tag(&typed.sex),
        address_on_card: text(
            &typed.address_on_card,
            &format!("{at}.addressOnCard"),
            fields,
        ),
        address_now: address(typed, at, fields),
        phone: phone(&typed.phone, at, fields),
        email: email(&typed.email, at, fields),
    }
}

fn organisation(typed: &PartyDraft, at: &str, fields: &mut Fields) -> Organisation {
    Organisation {
        tax_code: tax_code(&typed.tax_code, at, fields),
        name: name(&typed.name, at, fields),
        representative: text(
            &typed.representative,
            &format!("{at}.representative"),
            fields,
        ),
        address: address(typed, at, fields),
        phone: phone(&typed.phone, at, fields),
        email: email(&typed.email, at, fields),
    }
}

/// A name that lost its letters on the way is caught before it is printed.
fn name(typed: &str, at: &str, fields: &mut Fields) -> String {
    let name = tidy(typed);
    match garble(&name) {
        _ if is_burst(&name) => fields.push(format!("{at}.name"), "text_card"),
        None | Some(Garble::InputMethod) => {}
        Some(_) => fields.push(format!("{at}.name"), "name_garbled"),
    }
    name
}

fn text(typed: &str, path: &str, fields: &mut Fields) -> String {
    let text = tidy(typed);
    if text.chars().count() > TEXT_CHARS_MAX {
        fields.push(path, "too_long");
    } else if is_burst(&text) {
        fields.push(path, "text_card"); // a card reader fired into the wrong field
    }
    text
}

fn address(typed: &PartyDraft, at: &str, fields: &mut Fields) -> Address {
    Address {
        line: text(&typed.address_line, &format!("{at}.addressLine"), fields),
        ward: typed.ward.trim().to_owned(),
        province: typed.province.trim().to_owned(),
    }
}

fn number(typed: &str, at: &str, fields: &mut Fields) -> Option<PersonNumber> {
    let path = format!("{at}.number");
    match PersonNumber::parse(typed) {
        Ok(number) => return Some(number),
        Err(PersonNumberError::Empty) => {}
        Err(PersonNumberError::Digits { count }) => {
            fields.push_with(path, "number_digits", [("count", count.to_string())]);
        }
        Err(PersonNumberError::Origin) => fields.push(path, "number_origin"),
        Err(PersonNumberError::Shape) => fields.push(path, "number_wrong"),
    }
    None
}

fn birth(typed: &str, at: &str, fields: &mut Fields) -> Option<BirthDate> {
    match BirthDate::parse(typed) {
        Ok(birth) => return Some(birth),
        Err(BirthDateError::Empty) => {}
        Err(_) => fields.push(format!("{at}.birth"), "birth_wrong"),
    }
    None
}

fn phone(typed: &str, at: &str, fields: &mut Fields) -> Option<Phone> {
    match Phone::parse(typed) {
        Ok(phone) => return Some(phone),
        Err(PhoneError::Empty) => {}
        Err(PhoneError::Length { digits }) => {
            let count = [("count", digits.to_string())];
            fields.push_with(format!("{at}.phone"), "phone_digits", count);
        }
        Err(_) => fields.push(format!("{at}.phone"), "phone_wrong"),
    }
    None
}

fn tax_code(typed: &str, at: &str, fields: &mut Fields) -> Option<TaxCode> {
    match TaxCode::parse(typed) {
        Ok(code) => return Some(code),
        Err(TaxCodeError::Empty) => {}
        Err(_) => fields.push(format!("{at}.taxCode"), "tax_code_wrong"),
    }
    None
}

/// An address of the post of the net: something, one @, something with a point.
fn email(typed: &str, at: &str, fields: &mut Fields) -> String {
    let email = typed.trim();
    let shaped = email.split_once('@').is_some_and(|(user, host)| {
        !user.is_empty() && host.contains('.') && !host.contains('@') && !host.starts_with('.')
    });
    let plain = email.chars().count() <= 254 && !email.contains(char::is_whitespace);
    if !(email.is_empty() || shaped && plain) {
        fields.push(format!("{at}.email"), "email_wrong");
    }
    email.to_owned()
}
