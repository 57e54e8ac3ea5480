//! Administrative units since 1 July 2025: 34 provinces and 3,321 wards (xã, phường, đặc khu),
//! bundled with their codes of the General Statistics Office; search by folded words; and for an
//! old address of three levels the units it **may** be today.
//!
//! Nothing here decides an address: old communes were merged and split, so a name match is only a
//! candidate that a person confirms, and "chưa quy đổi" never blocks (counter.md 13).

mod old;
mod search;

use std::collections::HashMap;
use std::sync::OnceLock;

use crate::text::{fold, words};

pub use old::{Candidate, Match, OldAddress, Suggestion, suggest};
pub use search::{SEARCH_HITS_MAX, search};

/// `=code⇥province` lines, each followed by its `code⇥ward` lines.
const UNITS: &str = include_str!("../../data/administrative_units.tsv");

/// A province.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Province {
    /// Two digits.
    pub code: &'static str,
    /// Name with its kind where the law gives one: "Ninh Bình", "Thành phố Hà Nội".
    pub name: &'static str,
    /// Folded name without kind.
    pub(crate) folded: String,
}

/// A ward: xã, phường or đặc khu.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ward {
    /// Five digits.
    pub code: &'static str,
    /// Name with its kind: "Phường Nam Hoa Lư".
    pub name: &'static str,
    /// Code of its province.
    pub province: &'static str,
    /// Folded name without kind.
    pub(crate) folded: String,
    /// Folded words of name and province, for search.
    pub(crate) words: Vec<String>,
}

/// All units.
#[derive(Debug)]
pub struct Units {
    provinces: Vec<Province>,
    wards: Vec<Ward>,
    by_code: HashMap<&'static str, usize>,
}

/// The bundled units, read once.
#[must_use]
pub fn units() -> &'static Units {
    static ALL: OnceLock<Units> = OnceLock::new();
    ALL.get_or_init(|| Units::read(UNITS))
}

impl Units {
    fn read(table: &'static str) -> Self {
        let mut provinces: Vec<Province> = Vec::with_capacity(34);
        let mut wards: Vec<Ward> = Vec::with_capacity(3_400);
        for (code, name) in table.lines().filter_map(|line| line.split_once('\t')) {
            if let Some(code) = code.strip_prefix('=') {
                provinces.push(Province {
                    code,
                    name,
                    folded: bare(name),
                });
            } else if let Some(province) = provinces.last() {
                let folded = bare(name);
                let all = words(&format!("{name} {}", province.name));
                wards.push(Ward {
                    code,
                    name,
                    province: province.code,
                    folded,
                    words: all,
                });
            }
        }
        let by_code = wards
            .iter()
            .enumerate()
            .map(|(i, ward)| (ward.code, i))
            .collect();
        Self {
            provinces,
            wards,
            by_code,
        }
    }

    /// All provinces, in the order of their codes.
    #[must_use]
    pub fn provinces(&self) -> &[Province] {
        &self.provinces
    }

    /// All wards, by province.
    #[must_use]
    pub fn wards(&self) -> &[Ward] {
        &self.wards
    }

    /// The province with this code.
    #[must_use]
    pub fn province(&self, code: &str) -> Option<&Province> {
        self.provinces.iter().find(|province| province.code == code)
    }

    /// The ward with this code.
    #[must_use]
    pub fn ward(&self, code: &str) -> Option<&Ward> {
        self.by_code
            .get(code)
            .and_then(|index| self.wards.get(*index))
    }

    /// The wards of one province.
    pub fn wards_of(&self, province: &str) -> impl Iterator<Item = &Ward> {
        self.wards
            .iter()
            .filter(move |ward| ward.province == province)
    }

    /// "Phường Nam Hoa Lư, tỉnh Ninh Bình", as addresses are printed.
    #[must_use]
    pub fn describe(&self, ward: &Ward) -> String {
        let province = self
            .province(ward.province)
            .map_or("", |province| province.name);
        let kind = if province.starts_with("Thành phố") {
            ""
        } else {
            "tỉnh "
        };
        let province = province.replacen("Thành phố", "thành phố", 1);
        format!("{}, {kind}{province}", ward.name)
    }
}

/// Folded name without the kind in front.
pub(crate) fn bare(name: &str) -> String {
    without_kind(&fold(name)).to_owned()
}

/// Cuts the kind of unit off a folded name: "phuong 5" keeps its number.
pub(crate) fn without_kind(folded: &str) -> &str {
    KINDS
        .iter()
        .find_map(|kind| folded.strip_prefix(kind))
        .map(str::trim_start)
        .filter(|rest| !rest.is_empty())
        .unwrap_or(folded)
}

/// Folded kinds of units, new and old, longest first where one begins another.
const KINDS: [&str; 20] = [
    "thanh pho ",
    "dac khu ",
    "thi tran ",
    "thi xa ",
    "phuong ",
    "huyen ",
    "quan ",
    "tinh ",
    "xa ",
    "tp. ",
    "tp.",
    "tp ",
    "tt. ",
    "tt.",
    "tt ",
    "tx. ",
    "tx.",
    "tx ",
    "p. ",
    "x. ",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_unit_is_bundled_once() {
        let all = units();
        assert_eq!(all.provinces().len(), 34, "provinces since 1 July 2025");
        assert_eq!(all.wards().len(), 3_321, "wards since 1 July 2025");
        assert_eq!(all.by_code.len(), 3_321, "no code twice");
        assert_eq!(
            all.wards_of("37").count(),
            129,
            "Ninh Bình has 97 xã and 32 phường"
        );
        for ward in all.wards() {
            assert_eq!(
                ward.name,
                crate::text::tidy(ward.name),
                "{} is tidy NFC",
                ward.code
            );
            assert!(ward.code.len() == 5, "{} has five digits", ward.code);
        }
    }

    #[test]
    fn a_unit_is_found_by_code_and_described_with_its_province() {
        let all = units();
        let ward = all
            .wards_of("37")
            .find(|w| w.name == "Phường Nam Hoa Lư")
            .expect("a ward");
        assert_eq!(all.ward(ward.code), Some(ward), "by its code");
        assert_eq!(
            all.describe(ward),
            "Phường Nam Hoa Lư, tỉnh Ninh Bình",
            "a province"
        );
        let city = all.wards_of("01").next().expect("a ward of Hà Nội");
        assert_eq!(
            all.describe(city),
            "Phường Hoàn Kiếm, thành phố Hà Nội",
            "a city"
        );
        assert_eq!(all.ward("99999"), None, "no such code");
    }
}
