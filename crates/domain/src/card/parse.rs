//! The fields of one card:
//! `number|old number|name|birth ddMMyyyy|sex|address|issued ddMMyyyy` and whatever follows.

use super::burst::{Single, other, single};
use super::{CARD_BYTES_MAX, CardError, CardReading, CardWarning, Damage};
use crate::birth_date::BirthDate;
use crate::citizen_id::{CitizenId, CitizenIdError, OldIdNumber, Origin};
use crate::party::Sex;
use crate::text::{fold, garble, tidy};
use crate::time::CivilDate;

/// Fields a reading needs: through the address.
const FIELDS_MIN: usize = 6;

/// Reads the content of a card's QR as typed by a reader.
///
/// # Errors
/// [`CardError`] says what came instead; nothing of the content is in it.
pub fn parse_card(content: &str) -> Result<CardReading, CardError> {
    if content.len() > CARD_BYTES_MAX {
        return Err(CardError::TooLong);
    }
    let Single { text, is_repeated } = single(content)?;
    let fields: Vec<&str> = text.split('|').map(str::trim).collect();
    let [number, old_number, name, birth, sex, address, rest @ ..] = fields.as_slice() else {
        return Err(other(text));
    };
    let number = CitizenId::parse(number).map_err(|cause| match cause {
        CitizenIdError::Origin => CardError::Number,
        CitizenIdError::Empty | CitizenIdError::NotDigits | CitizenIdError::Length { .. } => {
            other(text)
        }
    })?;
    if let Some(damage) = garble(&format!("{name}, {address}")) {
        return Err(CardError::Garbled(Damage::Text(damage)));
    }
    let (name, address) = (tidy(name), tidy(address));
    if name.is_empty() || (address.is_empty() && rest.is_empty()) {
        return Err(CardError::CutShort);
    }
    let mut reading = CardReading {
        number,
        old_number: None,
        name,
        birth: BirthDate::parse(birth).ok(),
        sex: sex_of(sex),
        address,
        issued_on: rest.first().and_then(|day| day_of(day)),
        warnings: Vec::new(),
    };
    read_old_number(&mut reading, old_number);
    check(&mut reading, fields.len(), is_repeated);
    Ok(reading)
}

/// Reads bytes of unknown origin: a scanner in serial mode, a fuzzer.
///
/// # Errors
/// As [`parse_card`], and [`Damage::NotUtf8`].
pub fn parse_card_bytes(content: &[u8]) -> Result<CardReading, CardError> {
    if content.len() > CARD_BYTES_MAX {
        return Err(CardError::TooLong);
    }
    let text = std::str::from_utf8(content);
    parse_card(text.map_err(|_place| CardError::Garbled(Damage::NotUtf8))?)
}

fn sex_of(text: &str) -> Option<Sex> {
    match fold(text).as_str() {
        "nam" => Some(Sex::Male),
        "nu" => Some(Sex::Female),
        _ => None,
    }
}

fn day_of(text: &str) -> Option<CivilDate> {
    match BirthDate::parse(text) {
        Ok(BirthDate::Full(day)) => Some(day),
        Ok(BirthDate::MonthYear { .. } | BirthDate::YearOnly(_)) | Err(_) => None,
    }
}

fn read_old_number(reading: &mut CardReading, text: &str) {
    match OldIdNumber::parse(text) {
        Ok(old) => reading.old_number = Some(old),
        Err(_) if text.is_empty() || text == reading.number.as_str() => {}
        Err(_) => reading.warnings.push(CardWarning::OldNumberUnreadable),
    }
}

/// Compares the fields with each other and with the number, and notes what to look at.
fn check(reading: &mut CardReading, fields: usize, is_repeated: bool) {
    let number_sex = reading.number.sex();
    let number_year = reading.number.birth_year();
    let mut warn = |is_so: bool, warning: CardWarning| {
        if is_so {
            reading.warnings.push(warning);
        }
    };
    warn(
        matches!(reading.number.origin(), Origin::Unknown(_)),
        CardWarning::OriginUnknown,
    );
    warn(reading.birth.is_none(), CardWarning::BirthUnreadable);
    let is_partial = |birth: BirthDate| !matches!(birth, BirthDate::Full(_));
    warn(
        reading.birth.is_some_and(is_partial),
        CardWarning::BirthPartial,
    );
    let differs = |birth: BirthDate| birth.year() != number_year;
    warn(
        reading.birth.is_some_and(differs),
        CardWarning::BirthYearDiffers,
    );
    warn(reading.sex.is_none(), CardWarning::SexUnreadable);
    warn(
        reading.sex.is_some_and(|sex| sex != number_sex),
        CardWarning::SexDiffers,
    );
    warn(reading.address.is_empty(), CardWarning::AddressMissing);
    warn(fields == FIELDS_MIN, CardWarning::MayBeCut);
    warn(
        fields > FIELDS_MIN && reading.issued_on.is_none(),
        CardWarning::IssueDateUnreadable,
    );
    warn(is_repeated, CardWarning::Repeated);
}
