//! An address of three levels (xã, huyện, tỉnh) as old cards print it, and the units of today it
//! may be, **by name only**. The province is sure (whole provinces were merged, by Resolution
//! 202/2025/QH15); the ward is a candidate.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Ward, bare, units, without_kind};
use crate::text::{fold, tidy};

/// Longest address looked at, in characters.
const ADDRESS_CHARS_MAX: usize = 500;
/// Most candidates for one address.
const CANDIDATES_MAX: usize = 8;

/// An address split at its commas. `Debug` shows nothing: it is personal data.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct OldAddress {
    /// House, street, hamlet.
    pub line: String,
    /// Commune, as printed; empty when missing.
    pub commune: String,
    /// District, as printed; empty for an address of two levels.
    pub district: String,
    /// Province, as printed; empty when none was recognised.
    pub province: String,
}

/// What an old address may be today. `Debug` shows nothing.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct Suggestion {
    /// House, street, hamlet: what stays as it is.
    pub line: String,
    /// Code of the province of today; empty when not recognised.
    pub province: String,
    /// Wards it may be, best first; empty means "chưa quy đổi".
    pub candidates: Vec<Candidate>,
    /// The one candidate that Enter confirms; `None` wherever there is any doubt.
    pub default_ward: Option<String>,
}

/// One ward an address may be in today.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidate {
    /// Code of the ward.
    pub ward: String,
    /// "Xã Gia Viễn, tỉnh Ninh Bình".
    pub label: String,
    /// Why it is a candidate.
    pub because: Match,
}

/// Why a ward of today is a candidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Match {
    /// Its name is the commune's, marks and all.
    SameName,
    /// Its name is the commune's without marks.
    SameFoldedName,
    /// Its name is the old district's: often the seat of the district.
    DistrictName,
}

impl OldAddress {
    /// Splits an address at its commas, from the right: province, district, commune, the rest.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let text: String = text.chars().take(ADDRESS_CHARS_MAX).collect();
        let text = tidy(&text);
        let mut parts: Vec<&str> = text
            .split([',', ';'])
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .collect();
        let mut address = Self::default();
        if parts
            .last()
            .is_some_and(|last| province_today(last).is_some())
        {
            address.province = parts.pop().unwrap_or_default().to_owned();
        }
        let is_two_level = parts.last().is_some_and(|last| is_ward_kind(last)) || parts.len() == 1;
        if !is_two_level && !address.province.is_empty() {
            address.district = parts.pop().unwrap_or_default().to_owned();
        }
        if !address.province.is_empty() || parts.last().is_some_and(|last| is_ward_kind(last)) {
            address.commune = parts.pop().unwrap_or_default().to_owned();
        }
        address.line = parts.join(", ");
        address
    }
}

fn is_ward_kind(part: &str) -> bool {
    let folded = fold(part);
    [
        "xa ",
        "phuong ",
        "dac khu ",
        "thi tran ",
        "p. ",
        "x. ",
        "tt. ",
    ]
    .iter()
    .any(|kind| folded.starts_with(kind))
}

/// What the address on a card may be today.
#[must_use]
pub fn suggest(address_on_card: &str) -> Suggestion {
    let old = OldAddress::parse(address_on_card);
    let Some(province) = province_today(&old.province) else {
        return Suggestion {
            line: tidy(address_on_card),
            ..Suggestion::default()
        };
    };
    let all = units();
    let mut candidates: Vec<Candidate> = all
        .wards_of(province)
        .filter_map(|ward| {
            let label = all.describe(ward);
            let ward_code = ward.code.to_owned();
            matches(ward, &old).map(|because| Candidate {
                ward: ward_code,
                label,
                because,
            })
        })
        .collect();
    candidates.sort_by_key(|candidate| candidate.because);
    candidates.truncate(CANDIDATES_MAX);
    let default_ward = match candidates.as_slice() {
        [only] if only.because == Match::SameName => Some(only.ward.clone()),
        _ => None,
    };
    Suggestion {
        line: old.line,
        province: province.to_owned(),
        candidates,
        default_ward,
    }
}

fn matches(ward: &Ward, old: &OldAddress) -> Option<Match> {
    let is_district = !old.district.is_empty() && ward.folded == bare(&old.district);
    if !old.commune.is_empty() && ward.folded == bare(&old.commune) {
        let same = with_marks(ward.name) == with_marks(&old.commune);
        return Some(if same {
            Match::SameName
        } else {
            Match::SameFoldedName
        });
    }
    is_district.then_some(Match::DistrictName)
}

/// The name without its kind, marks kept, in lower case.
fn with_marks(name: &str) -> String {
    let (lower, folded) = (tidy(name).to_lowercase(), fold(name));
    let kind_chars = folded.chars().count() - without_kind(&folded).chars().count();
    lower.chars().skip(kind_chars).collect()
}

/// Code of the province of today for a province name, old or new.
pub(super) fn province_today(name: &str) -> Option<&'static str> {
    let asked = match bare(name)
        .replace(['-', '–'], " ")
        .split_whitespace()
        .collect::<Vec<_>>()
    {
        parts if parts.is_empty() => return None,
        parts => parts.join(" "),
    };
    let asked = match asked.as_str() {
        "hcm" | "tphcm" | "sai gon" => "ho chi minh",
        "hue" => "thua thien hue",
        other => other,
    };
    MERGED
        .iter()
        .find(|(old, _)| *old == asked)
        .map(|(_, code)| *code)
}

/// Folded names of the 63 provinces before July 2025 and the code of the province each is in now.
#[rustfmt::skip]
const MERGED: [(&str, &str); 63] = [
    ("ha noi", "01"), ("cao bang", "04"), ("tuyen quang", "08"), ("ha giang", "08"),
    ("dien bien", "11"), ("lai chau", "12"), ("son la", "14"), ("lao cai", "15"),
    ("yen bai", "15"), ("thai nguyen", "19"), ("bac kan", "19"), ("lang son", "20"),
    ("quang ninh", "22"), ("bac ninh", "24"), ("bac giang", "24"), ("phu tho", "25"),
    ("vinh phuc", "25"), ("hoa binh", "25"), ("hai phong", "31"), ("hai duong", "31"),
    ("hung yen", "33"), ("thai binh", "33"), ("ninh binh", "37"), ("ha nam", "37"),
    ("nam dinh", "37"), ("thanh hoa", "38"), ("nghe an", "40"), ("ha tinh", "42"),
    ("quang tri", "44"), ("quang binh", "44"), ("thua thien hue", "46"), ("da nang", "48"),
    ("quang nam", "48"), ("quang ngai", "51"), ("kon tum", "51"), ("gia lai", "52"),
    ("binh dinh", "52"), ("khanh hoa", "56"), ("ninh thuan", "56"), ("dak lak", "66"),
    ("phu yen", "66"), ("lam dong", "68"), ("dak nong", "68"), ("binh thuan", "68"),
    ("dong nai", "75"), ("binh phuoc", "75"), ("ho chi minh", "79"), ("binh duong", "79"),
    ("ba ria vung tau", "79"), ("tay ninh", "80"), ("long an", "80"), ("dong thap", "82"),
    ("tien giang", "82"), ("vinh long", "86"), ("ben tre", "86"), ("tra vinh", "86"),
    ("an giang", "91"), ("kien giang", "91"), ("can tho", "92"), ("soc trang", "92"),
    ("hau giang", "92"), ("ca mau", "96"), ("bac lieu", "96"),
];

impl fmt::Debug for OldAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OldAddress(…)")
    }
}
impl fmt::Debug for Suggestion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Suggestion(… {} candidates)", self.candidates.len())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn labels(address: &str) -> Vec<String> {
        suggest(address)
            .candidates
            .into_iter()
            .map(|c| c.label)
            .collect()
    }

    #[test]
    fn every_old_province_is_in_one_of_today_and_every_one_of_today_is_reached() {
        let today: BTreeSet<&str> = MERGED.iter().map(|(_, code)| *code).collect();
        let codes: BTreeSet<&str> = units().provinces().iter().map(|p| p.code).collect();
        assert_eq!(today, codes, "the merger covers all 34 provinces");
        for province in units().provinces() {
            assert_eq!(
                province_today(province.name),
                Some(province.code),
                "{}",
                province.name
            );
        }
    }

    #[test]
    fn an_old_address_with_a_surviving_name_has_that_ward_as_default() {
        let found = suggest("Xóm 5, Yên Từ, Yên Mô, Ninh Bình");
        assert_eq!(found.line, "Xóm 5", "the hamlet stays");
        assert_eq!(found.province, "37", "the province is sure");
        let first = found.candidates.first().expect("a candidate");
        assert_eq!(first.label, "Xã Yên Từ, tỉnh Ninh Bình", "by its name");
        assert_eq!(
            found.candidates.len(),
            2,
            "Xã Yên Mô, named after the district, is another"
        );
        assert_eq!(
            found.default_ward, None,
            "so nothing is chosen for the officer"
        );
        let clear = suggest("Số 4, Xã Khánh Nhạc, Huyện Nho Xá, Tỉnh Ninh Bình");
        assert!(
            clear.default_ward.is_some(),
            "one unit of this very name: Enter confirms it"
        );
    }

    #[test]
    fn a_merged_commune_has_only_guesses_and_no_default() {
        let found = suggest("Thôn 3, Gia Trung, Gia Viễn, Ninh Bình");
        assert_eq!(
            labels("Thôn 3, Gia Trung, Gia Viễn, Ninh Bình"),
            ["Xã Gia Viễn, tỉnh Ninh Bình"]
        );
        assert_eq!(
            found.candidates.first().map(|c| c.because),
            Some(Match::DistrictName),
            "why"
        );
        assert_eq!(
            found.default_ward, None,
            "the district's name decides nothing"
        );
    }

    #[test]
    fn an_address_of_two_levels_is_found_in_its_merged_province() {
        let found = suggest("Thôn 3, Xã Gia Viễn, Tỉnh Ninh Bình");
        assert_eq!(
            found.candidates.first().map(|c| c.because),
            Some(Match::SameName),
            "two levels"
        );
        assert!(found.default_ward.is_some(), "Enter confirms");
        let moved = suggest("Tổ 2, Trường Thi, TP. Nam Định, Nam Định");
        assert_eq!(moved.province, "37", "Nam Định is in Ninh Bình now");
        assert!(
            !moved.candidates.is_empty(),
            "and Phường Trường Thi is a candidate"
        );
    }

    #[test]
    fn an_address_nobody_recognises_stays_as_text() {
        for address in [
            "",
            "California, USA",
            "Thôn 3",
            ",,,",
            "Xã Không Có, Tỉnh Không Có",
        ] {
            let found = suggest(address);
            assert!(found.candidates.is_empty(), "{address}: chưa quy đổi");
            assert_eq!(found.line, tidy(address), "{address}: nothing is lost");
            assert_eq!(found.default_ward, None, "{address}: nothing is chosen");
        }
        let unknown = suggest("Xóm 1, Không Có Đâu, Cũng Không, Hà Nam");
        assert_eq!(
            (unknown.province.as_str(), unknown.candidates.len()),
            ("37", 0),
            "province only"
        );
    }

    proptest! {
        #[test]
        fn no_address_makes_it_panic_and_candidates_are_bounded(address in "\\PC{0,80}") {
            prop_assert!(suggest(&address).candidates.len() <= CANDIDATES_MAX, "bounded");
        }

        #[test]
        fn a_ward_of_today_is_its_own_candidate(index in 0_usize..3_321) {
            let ward = &units().wards()[index];
            let found = suggest(&format!("Thôn 1, {}", units().describe(ward)));
            prop_assert!(found.candidates.iter().any(|c| c.ward == ward.code), "{}", ward.name);
        }
    }
}
