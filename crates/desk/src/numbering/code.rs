//! Draws a code inside the transaction of the act that needs it.

use domain::code::{CodePattern, ProvisionalCode};
use domain::dossier::{CheckedIntake, CodeNeed, ReceivedCode};
use domain::ids::{AgencyCode, DossierId};
use domain::time::{CivilDate, Timestamp};
use store::{NumberRefusal, TakenNumber, Tx, Want};

use super::doubt::day_doubt;
use crate::catalogue::Books;
use crate::enrolment::Enrolment;
use crate::errors::Fault;

/// Without a usable lease, or on a day that cannot be believed, the slip is temporary (counter.md 9).
pub(crate) fn draw(
    tx: &mut Tx<'_>,
    enrolment: &Enrolment,
    books: &Books,
    now: Timestamp,
    checked: &CheckedIntake,
    id: DossierId,
) -> Result<ReceivedCode, Fault> {
    let (agency, day) = match checked.need() {
        CodeNeed::Foreign { code } => return Ok(ReceivedCode::Foreign { code: code.clone() }),
        CodeNeed::Provisional { day } => return next_provisional(tx, enrolment, *day, id),
        CodeNeed::Official { agency, day } => (agency, *day),
    };
    if day_doubt(tx, books.calendar(), now)?.is_some() {
        return next_provisional(tx, enrolment, day, id);
    }
    match tx.take_number(&Want {
        agency,
        day,
        now,
        dossier: id,
    })? {
        Ok(taken) => official(&books.policy.rules.code_pattern, agency, day, taken),
        Err(
            NumberRefusal::NoLease
            | NumberRefusal::ClockBelowLastEvent
            | NumberRefusal::Restored
            | NumberRefusal::Frozen,
        ) => next_provisional(tx, enrolment, day, id),
    }
}

/// The official code of a drawn number, as the province writes it.
pub(crate) fn official(
    pattern: &CodePattern,
    agency: &AgencyCode,
    day: CivilDate,
    taken: TakenNumber,
) -> Result<ReceivedCode, Fault> {
    let TakenNumber { lease, number } = taken;
    let code = pattern.code(agency, day, u64::from(number));
    let code = code.map_err(|_parts| Fault::Broken("a leased number makes no code"))?;
    Ok(ReceivedCode::Official { code, lease })
}

fn next_provisional(
    tx: &mut Tx<'_>,
    enrolment: &Enrolment,
    day: CivilDate,
    id: DossierId,
) -> Result<ReceivedCode, Fault> {
    let number = tx.next_provisional(day)?;
    provisional(enrolment, day, number, id).map(|code| ReceivedCode::Provisional { code })
}

/// The `number`-th temporary code of this desk on `day`, for the dossier `id`.
pub(crate) fn provisional(
    enrolment: &Enrolment,
    day: CivilDate,
    number: u32,
    id: DossierId,
) -> Result<ProvisionalCode, Fault> {
    let short = desk_short(&enrolment.label, &enrolment.desk.to_string());
    ProvisionalCode::new(&short, day, u64::from(number), id)
        .map_err(|_parts| Fault::Broken("a temporary number makes no code"))
}

/// Initials and digits of the label, then the end of the desk's id, so that no two desks share it.
fn desk_short(label: &str, desk: &str) -> String {
    let folded = domain::text::fold(label);
    let initials = folded.split_whitespace().flat_map(|word| {
        let digits = word.chars().all(|c| c.is_ascii_digit());
        word.chars().take(if digits { 3 } else { 1 })
    });
    let end: Vec<char> = desk.chars().rev().take(4).collect();
    let start = initials.filter(char::is_ascii_alphanumeric).take(6);
    start
        .chain(end.into_iter().rev())
        .collect::<String>()
        .to_ascii_uppercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_desk_is_short_enough_for_a_temporary_code_and_unlike_others() {
        let short = desk_short("Quầy 3", "0197a1b2-0000-7000-8000-00000000c4e5");
        assert_eq!(short, "Q3C4E5", "initials, digits, end of the id");
        let day = CivilDate::new(2026, 11, 22).expect("a day");
        let id = DossierId(uuid::Uuid::from_u128(77));
        let long = desk_short("Bộ phận tiếp nhận và trả kết quả 112", "x-0000ffff");
        assert!(
            ProvisionalCode::new(&long, day, 1, id).is_ok(),
            "{long} fits a code"
        );
        assert!(
            ProvisionalCode::new(&desk_short("", "00ff"), day, 1, id).is_ok(),
            "no label at all"
        );
    }
}
