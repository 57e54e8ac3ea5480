//! Words to wards: "nam hoa lu" → Phường Nam Hoa Lư, tỉnh Ninh Bình. Marks, kinds of unit and raw
//! Telex or VNI do not matter; the last word may be unfinished.

use super::{Units, Ward, units, without_kind};
use crate::text::{query_forms, words};

/// Most wards one search gives.
pub const SEARCH_HITS_MAX: usize = 20;

/// The wards whose name (with their province) has every word of `query`, best first: the whole name,
/// then names that begin so, then the others; within those, wards of `home` (a province code) first.
/// The code of a ward finds that ward alone.
#[must_use]
pub fn search(query: &str, home: Option<&str>) -> Vec<&'static Ward> {
    let all = units();
    if let Some(ward) = all.ward(query.trim()) {
        return vec![ward];
    }
    for form in query_forms(query) {
        let hits = search_form(all, &form, home);
        if !hits.is_empty() {
            return hits;
        }
    }
    Vec::new()
}

fn search_form<'a>(all: &'a Units, form: &str, home: Option<&str>) -> Vec<&'a Ward> {
    let asked = words(form);
    let name = words(without_kind(form)).join(" ");
    if asked.is_empty() {
        return Vec::new();
    }
    let mut hits: Vec<(u8, bool, usize, &Ward)> = all
        .wards()
        .iter()
        .enumerate()
        .filter(|(_, ward)| has_all(&ward.words, &asked))
        .map(|(place, ward)| (rank(ward, &name), home != Some(ward.province), place, ward))
        .collect();
    hits.sort_by_key(|(rank, is_away, place, _)| (*rank, *is_away, *place));
    hits.into_iter()
        .take(SEARCH_HITS_MAX)
        .map(|(_, _, _, ward)| ward)
        .collect()
}

/// Whether every asked word is a word of the unit, the last one perhaps only its beginning.
fn has_all(unit: &[String], asked: &[String]) -> bool {
    let Some((last, whole)) = asked.split_last() else {
        return false;
    };
    whole.iter().all(|word| unit.contains(word))
        && unit.iter().any(|w| w.starts_with(last.as_str()))
}

fn rank(ward: &Ward, name: &str) -> u8 {
    if ward.folded == name {
        0
    } else if name.starts_with(&format!("{} ", ward.folded)) {
        1
    } else if ward.folded.starts_with(name) {
        2
    } else {
        3
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(query: &str) -> Option<String> {
        search(query, Some("37"))
            .first()
            .map(|ward| units().describe(ward))
    }

    #[test]
    fn wards_are_found_by_words_without_marks() {
        let nam_hoa_lu = Some("Phường Nam Hoa Lư, tỉnh Ninh Bình".to_owned());
        for query in [
            "nam hoa lu",
            "Nam Hoa Lư",
            "phuong nam hoa lu",
            "nam hoa lu ninh binh",
            "nam hoa luw",
        ] {
            assert_eq!(first(query), nam_hoa_lu, "asked {query}");
        }
        let gia_vien = Some("Xã Gia Viễn, tỉnh Ninh Bình".to_owned());
        assert_eq!(first("gia vie"), gia_vien, "the last word unfinished");
    }

    #[test]
    fn the_whole_name_comes_before_longer_names_and_home_before_away() {
        let hits = search("hoa lu", Some("37"));
        assert_eq!(
            hits.first().map(|w| w.name),
            Some("Phường Hoa Lư"),
            "the exact name first"
        );
        assert!(
            hits.len() >= 4,
            "Tây, Nam, Đông Hoa Lư follow: {}",
            hits.len()
        );
        let home = search("binh minh", Some("37"));
        assert_eq!(
            home.first().map(|w| w.province),
            Some("37"),
            "the ward of one's own province"
        );
    }

    #[test]
    fn a_whole_code_finds_its_ward_alone() {
        for ward in units().wards() {
            assert_eq!(search(ward.code, None), [ward], "by {}", ward.code);
        }
        assert!(search("99999", None).is_empty(), "no ward has that code");
        let typed = search(" 00004 ", None);
        assert_eq!(
            typed.first().map(|w| w.code),
            Some("00004"),
            "spaces around it"
        );
    }

    #[test]
    fn an_empty_or_unknown_query_finds_nothing() {
        assert!(search("  ", None).is_empty(), "nothing asked");
        assert!(
            search("khong co noi nao ten nay", None).is_empty(),
            "no such place"
        );
        assert!(search("x", None).len() <= SEARCH_HITS_MAX, "bounded");
    }
}
