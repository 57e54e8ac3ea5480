//! What a card reader typed, as a person for the form. Nothing of it is kept or logged.

use domain::address::{suggest, units};
use domain::card::{CardError, CardReading, CardWarning, Damage, parse_card};
use domain::text::Garble;
use protocol::view::{CardView, ErrorView, PartyDraft, WardHit};

use super::draft::empty_party;
use super::tags::tag;
use crate::catalogue::ward_hit;
use crate::desk::Desk;
use crate::errors::{Code, Fault, view};

impl Desk {
    /// Reads a card.
    ///
    /// # Errors
    /// `card.*`: what to do to get a good reading.
    pub fn read_card(&self, content: String) -> Result<CardView, ErrorView> {
        self.work().map_err(view)?;
        let reading = parse_card(&content).map_err(|error| view(Fault::code(code(error))))?;
        Ok(card_view(&reading))
    }
}

const fn code(error: CardError) -> Code {
    match error {
        CardError::Garbled(Damage::Text(Garble::InputMethod)) => Code::CardGarbled,
        CardError::CutShort | CardError::Garbled(_) | CardError::TwoCards => Code::CardDamaged,
        CardError::Vneid => Code::CardVneid,
        CardError::Number => Code::CardNumber,
        CardError::Empty | CardError::TooLong | CardError::NotACard => Code::CardNotACard,
    }
}

fn card_view(reading: &CardReading) -> CardView {
    let suggestion = suggest(&reading.address);
    let wards: Vec<WardHit> = suggestion
        .candidates
        .iter()
        .filter_map(|candidate| units().ward(&candidate.ward))
        .map(ward_hit)
        .collect();
    let ward_certain = suggestion.default_ward.is_some();
    let person = PartyDraft {
        name: reading.name.clone(),
        number: reading.number.as_str().to_owned(),
        birth: reading
            .birth
            .map(|birth| birth.vietnamese())
            .unwrap_or_default(),
        sex: reading.sex.map(|sex| tag(&sex)).unwrap_or_default(),
        address_on_card: reading.address.clone(),
        address_line: suggestion.line,
        ward: suggestion.default_ward.unwrap_or_default(),
        province: suggestion.province,
        from_card: true,
        ..empty_party()
    };
    let warnings = reading
        .warnings
        .iter()
        .map(|warning| warning_code(*warning))
        .collect();
    CardView {
        person,
        warnings,
        wards,
        ward_certain,
    }
}

/// `CardView::warnings` as the window knows them.
fn warning_code(warning: CardWarning) -> String {
    let code = match warning {
        CardWarning::BirthUnreadable => "birth.impossible",
        CardWarning::BirthPartial => "birth.partial",
        CardWarning::BirthYearDiffers => "year.mismatch",
        CardWarning::SexDiffers => "sex.mismatch",
        CardWarning::Repeated => "doubled",
        CardWarning::SexUnreadable
        | CardWarning::IssueDateUnreadable
        | CardWarning::OldNumberUnreadable
        | CardWarning::OriginUnknown
        | CardWarning::AddressMissing
        | CardWarning::MayBeCut => return tag(&warning),
    };
    code.to_owned()
}
