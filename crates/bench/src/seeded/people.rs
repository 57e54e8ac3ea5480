//! Seeded people with numbers, telephones and addresses of the right shape. Numbers are drawn from
//! a range that no registry has given out for these birth years in these quantities; whoever has
//! one is a coincidence, not a person taken over.

use domain::address::{Ward, units};
use domain::birth_date::BirthDate;
use domain::citizen_id::PersonNumber;
use domain::party::{Address, Person, Sex};
use domain::phone::Phone;

use super::names;
use super::rng::Rng;

/// Code of the province in the personal number (Ninh Bình before the mergers, the most frequent
/// here) and of others that people come from.
const ORIGINS: [(&str, u32); 6] = [
    ("037", 70),
    ("036", 10),
    ("035", 8),
    ("001", 5),
    ("038", 4),
    ("030", 3),
];

/// Beginnings of mobile numbers in use.
#[rustfmt::skip]
const MOBILE: [&str; 20] = [
    "032", "033", "034", "035", "036", "037", "038", "039", "070", "076", "077", "078", "079",
    "081", "083", "085", "090", "091", "097", "098",
];

/// The province the office lies in.
const HOME_PROVINCE: &str = "Ninh Bình";

/// Wards of the home province.
pub(super) fn home_wards() -> Vec<&'static Ward> {
    let home = units()
        .provinces()
        .iter()
        .find(|province| province.name == HOME_PROVINCE);
    home.map(|home| units().wards_of(home.code).collect())
        .unwrap_or_default()
}

/// A grown person who lives in one of the wards.
pub(super) fn person(rng: &mut Rng, wards: &[&'static Ward]) -> Person {
    let is_female = rng.chance(52);
    let year = rng.within(1945, 2008);
    let ward = rng.pick(wards).copied();
    let line = format!("Thôn {}", rng.within(1, 12));
    let described = ward.map(|ward| units().describe(ward)).unwrap_or_default();
    Person {
        name: names::name(rng, is_female),
        number: PersonNumber::parse(&citizen_number(rng, is_female, year)).ok(),
        birth: BirthDate::parse(&birth(rng, year)).ok(),
        sex: Some(if is_female { Sex::Female } else { Sex::Male }),
        address_on_card: format!("{line}, {described}"),
        address_now: Address {
            line,
            ward: ward.map(|ward| ward.code.to_owned()).unwrap_or_default(),
            province: ward
                .map(|ward| ward.province.to_owned())
                .unwrap_or_default(),
        },
        phone: if rng.chance(85) {
            Phone::parse(&mobile(rng)).ok()
        } else {
            None
        },
        email: String::new(),
    }
}

/// Three digits of province, one of century and sex, two of the year, six at random.
fn citizen_number(rng: &mut Rng, is_female: bool, year: u32) -> String {
    let century = if year < 2000 { 0 } else { 2 };
    let (origin, sex) = (rng.weighted(&ORIGINS), century + u32::from(is_female));
    format!(
        "{origin}{sex}{:02}{:06}",
        year % 100,
        rng.within(0, 999_999)
    )
}

/// A day, or the year alone as it is on many old papers.
fn birth(rng: &mut Rng, year: u32) -> String {
    if year < 1960 && rng.chance(40) {
        return year.to_string();
    }
    format!("{:02}/{:02}/{year}", rng.within(1, 28), rng.within(1, 12))
}

fn mobile(rng: &mut Rng) -> String {
    let start = rng.pick(&MOBILE).copied().unwrap_or_default();
    format!("{start}{:07}", rng.within(0, 9_999_999))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_person_is_one_the_counter_accepts() {
        let (mut rng, wards) = (Rng::new(6), home_wards());
        assert!(
            wards.len() > 50,
            "the home province has its wards: {}",
            wards.len()
        );
        let people: Vec<Person> = (0..1_000).map(|_| person(&mut rng, &wards)).collect();
        assert!(
            people.iter().all(|p| p.number.is_some()),
            "every number is valid"
        );
        assert!(
            people.iter().all(|p| p.birth.is_some()),
            "every birth date is valid"
        );
        let reachable = people.iter().filter(|p| p.phone.is_some()).count();
        assert!(
            (800..900).contains(&reachable),
            "most have a telephone: {reachable}"
        );
    }
}
