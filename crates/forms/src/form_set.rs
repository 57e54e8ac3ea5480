//! Which set of official forms is in force, and how the form cites it. "Mẫu 05" and "Mẫu 06"
//! changed meaning between the sets, so a snapshot stores the set, never a number alone.

use domain::time::CivilDate;
use serde::{Deserialize, Serialize};

/// A set of one-stop forms issued by one circular.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum FormSet {
    /// Thông tư 01/2018/TT-VPCP of 23 November 2018, under Decree 61/2018.
    #[serde(rename = "tt01_2018")]
    Circular01Of2018,
    /// Thông tư 03/2025/TT-VPCP of 15 September 2025, under Decree 118/2025; Annex I in use since that day.
    #[serde(rename = "tt03_2025")]
    Circular03Of2025,
}

/// One row of the table of sets: in force from a day until the next row's day.
struct InForce {
    from: (i32, u32, u32),
    set: FormSet,
    citation: &'static str,
}

/// Oldest first. A new circular is a new row.
const SETS: [InForce; 2] = [
    InForce {
        from: (2018, 11, 23),
        set: FormSet::Circular01Of2018,
        citation: "Ban hành kèm theo Thông tư số 01/2018/TT-VPCP ngày 23 tháng 11 năm 2018",
    },
    InForce {
        from: (2025, 9, 15),
        set: FormSet::Circular03Of2025,
        citation: "Ban hành kèm theo Thông tư số 03/2025/TT-VPCP ngày 15 tháng 9 năm 2025",
    },
];

impl FormSet {
    /// The set in force on `day`; before the first known set, that first set.
    #[must_use]
    pub fn on(day: CivilDate) -> Self {
        let started = |row: &&InForce| {
            let (year, month, date) = row.from;
            CivilDate::new(year, month, date).is_some_and(|from| from <= day)
        };
        SETS.iter()
            .rev()
            .find(started)
            .map_or(Self::Circular01Of2018, |row| row.set)
    }

    /// The circular as the form cites it.
    #[must_use]
    pub fn citation(self) -> &'static str {
        SETS.iter()
            .find(|row| row.set == self)
            .map_or("", |row| row.citation)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32, month: u32, date: u32) -> CivilDate {
        CivilDate::new(year, month, date).expect("a real day")
    }

    #[test]
    fn the_set_changes_on_the_day_of_the_new_circular() {
        assert_eq!(
            FormSet::on(day(2025, 9, 14)),
            FormSet::Circular01Of2018,
            "the day before"
        );
        assert_eq!(
            FormSet::on(day(2025, 9, 15)),
            FormSet::Circular03Of2025,
            "the day itself"
        );
        assert_eq!(
            FormSet::on(day(2010, 1, 1)),
            FormSet::Circular01Of2018,
            "before every set"
        );
    }

    #[test]
    fn each_set_cites_its_own_circular() {
        assert!(
            FormSet::Circular01Of2018
                .citation()
                .contains("01/2018/TT-VPCP"),
            "old set"
        );
        assert!(
            FormSet::Circular03Of2025
                .citation()
                .contains("03/2025/TT-VPCP"),
            "new set"
        );
    }
}
