//! Time limits out of value, unit and note; whatever contradicts itself is unclear.

use super::oddity::{Log, OddityKind};
use super::record::MethodLine;
use crate::procedure::{DayEnd, Limit};
use crate::text::{fold, tidy};

/// Longest source text kept with an unclear limit, in characters.
const SOURCE_CHARS_MAX: usize = 500;

/// The limit of one channel. Several lines must agree, else it is unclear.
pub(super) fn limit(lines: &[(usize, &MethodLine)], log: &mut Log<'_>) -> Limit {
    let mut found: Vec<Limit> = Vec::with_capacity(lines.len());
    for (index, line) in lines {
        let at = format!("methods[{index}]");
        match one(line) {
            (limit, Some(kind)) => {
                log.add(&at, kind, &source(line));
                found.push(limit);
            }
            (limit, None) => found.push(limit),
        }
    }
    let all_said = || -> String {
        let said: Vec<String> = lines.iter().map(|(_, line)| source(line)).collect();
        said.join(" | ").chars().take(SOURCE_CHARS_MAX).collect()
    };
    match found.split_first() {
        Some((first, rest)) if rest.iter().all(|limit| limit == first) => first.clone(),
        Some((first, rest)) => {
            let is_unclear = |limit: &Limit| matches!(limit, Limit::Unclear { .. });
            if !is_unclear(first) || !rest.iter().all(is_unclear) {
                let at = lines
                    .first()
                    .map_or_else(String::new, |(i, _)| format!("methods[{i}]"));
                log.add(&at, OddityKind::SeveralLimits, &all_said());
            }
            Limit::Unclear {
                source_text: all_said(),
            }
        }
        None => Limit::Unclear {
            source_text: String::new(),
        },
    }
}

/// What the portal says: "20 DAY: …không quá 20 ngày làm việc…".
fn source(line: &MethodLine) -> String {
    let said = format!(
        "{} {}: {}",
        line.time_value,
        line.time_unit_portal,
        tidy(&line.note)
    );
    said.trim_end_matches([' ', ':'])
        .chars()
        .take(SOURCE_CHARS_MAX)
        .collect()
}

fn one(line: &MethodLine) -> (Limit, Option<OddityKind>) {
    let unclear = |kind| {
        (
            Limit::Unclear {
                source_text: source(line),
            },
            Some(kind),
        )
    };
    let unit = line.time_unit_portal.as_str();
    match (unit, line.time_value) {
        ("OTHER", 0) => return unclear(OddityKind::OtherWithoutValue),
        ("OTHER", _) => return unclear(OddityKind::OtherWithValue),
        ("WORKING_DAY" | "DAY" | "HOUR" | "MONTH" | "YEAR", _) => {}
        _ => return unclear(OddityKind::UnknownUnit),
    }
    let Some(count) = u16::try_from(line.time_value)
        .ok()
        .filter(|count| *count > 0)
    else {
        return unclear(OddityKind::ImpossibleLimit);
    };
    let clear = match unit {
        "WORKING_DAY" => Limit::WorkingDays {
            count,
            end: DayEnd::SameClock,
        },
        "HOUR" => Limit::WorkingHours { count },
        "MONTH" => Limit::Months { count },
        "YEAR" => Limit::Years { count },
        _ => Limit::Days { count },
    };
    match judge(unit, count, &line.note) {
        Judgement::Agrees => (clear, None),
        Judgement::NamesOthersToo => (clear, Some(OddityKind::NoteNamesAnotherLimit)),
        Judgement::NamesOnlyOthers => unclear(OddityKind::NoteNamesAnotherLimit),
        Judgement::OtherUnit => unclear(OddityKind::UnitContradictsNote),
    }
}

enum Judgement {
    Agrees,
    NamesOthersToo,
    NamesOnlyOthers,
    OtherUnit,
}

/// Compares a limit in days with the days its note names.
fn judge(unit: &str, count: u16, note: &str) -> Judgement {
    let note = fold(note);
    let mentions = mentions(&note);
    let says_same_day = note.contains("ngay trong ngay") || note.contains("trong ngay tiep nhan");
    let excludes_holidays = [
        "khong bao gom ngay nghi",
        "khong ke ngay nghi",
        "khong tinh ngay nghi",
    ]
    .iter()
    .any(|words| note.contains(words));
    let named = |is_working: bool| {
        mentions
            .iter()
            .any(|m| m.is_working == is_working && m.count == count)
    };
    let names_working = mentions.iter().any(|m| m.is_working);
    match unit {
        "WORKING_DAY" if says_same_day => Judgement::OtherUnit,
        "WORKING_DAY" if named(true) && mentions.iter().any(|m| m.count != count) => {
            Judgement::NamesOthersToo
        }
        "WORKING_DAY" if named(true) || mentions.is_empty() => Judgement::Agrees,
        "WORKING_DAY" if named(false) => Judgement::OtherUnit,
        "DAY" if names_working || excludes_holidays || says_same_day => Judgement::OtherUnit,
        "DAY" if named(false) && mentions.iter().any(|m| m.count != count) => {
            Judgement::NamesOthersToo
        }
        "DAY" if named(false) || mentions.is_empty() => Judgement::Agrees,
        "WORKING_DAY" | "DAY" => Judgement::NamesOnlyOthers,
        _ if mentions.is_empty() => Judgement::Agrees,
        _ => Judgement::NamesOthersToo,
    }
}

/// "03 (ba) ngày làm việc" in a note.
struct Mention {
    count: u16,
    is_working: bool,
}

/// The numbers of days a folded note names.
fn mentions(note: &str) -> Vec<Mention> {
    let words: Vec<&str> = note
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let is_number_word = |word: &str| {
        matches!(
            word,
            "mot"
                | "hai"
                | "ba"
                | "bon"
                | "nam"
                | "sau"
                | "bay"
                | "tam"
                | "chin"
                | "muoi"
                | "lam"
                | "tu"
        )
    };
    let mut found = Vec::new();
    for (index, word) in words.iter().enumerate() {
        let Some(count) = word
            .parse::<u16>()
            .ok()
            .filter(|count| (1..=400).contains(count))
        else {
            continue;
        };
        let mut rest = words
            .iter()
            .skip(index + 1)
            .skip_while(|word| is_number_word(word));
        if rest.next() == Some(&"ngay") {
            let is_working = rest.next() == Some(&"lam") && rest.next() == Some(&"viec");
            found.push(Mention { count, is_working });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(time_value: i64, unit: &str, note: &str) -> MethodLine {
        MethodLine {
            time_value,
            time_unit_portal: unit.to_owned(),
            note: note.to_owned(),
            ..MethodLine::default()
        }
    }

    #[test]
    fn clear_limits_are_taken_over_unit_by_unit() {
        for (value, unit, note, limit) in [
            (
                10,
                "WORKING_DAY",
                "",
                Limit::WorkingDays {
                    count: 10,
                    end: DayEnd::SameClock,
                },
            ),
            (
                3,
                "WORKING_DAY",
                "03 (ba) ngày làm việc",
                Limit::WorkingDays {
                    count: 3,
                    end: DayEnd::SameClock,
                },
            ),
            (20, "DAY", "", Limit::Days { count: 20 }),
            (
                20,
                "DAY",
                "Trong 20 ngày kể từ ngày nhận",
                Limit::Days { count: 20 },
            ),
            (176, "HOUR", "", Limit::WorkingHours { count: 176 }),
            (2, "MONTH", "", Limit::Months { count: 2 }),
            (1, "YEAR", "", Limit::Years { count: 1 }),
            (
                5,
                "WORKING_DAY",
                "theo Thông tư số 75/2022/TT-BTC ngày 22/12/2022",
                Limit::WorkingDays {
                    count: 5,
                    end: DayEnd::SameClock,
                },
            ),
        ] {
            assert_eq!(
                one(&line(value, unit, note)),
                (limit, None),
                "{value} {unit} {note}"
            );
        }
    }

    #[test]
    fn contradictions_are_unclear_and_say_why() {
        for (value, unit, note, kind) in [
            (
                20,
                "DAY",
                "tối đa không quá 20 ngày làm việc",
                OddityKind::UnitContradictsNote,
            ),
            (
                20,
                "DAY",
                "20 ngày, không bao gồm ngày nghỉ lễ, tết",
                OddityKind::UnitContradictsNote,
            ),
            (
                10,
                "WORKING_DAY",
                "10 ngày (hoặc 7 ngày)",
                OddityKind::UnitContradictsNote,
            ),
            (
                1,
                "WORKING_DAY",
                "Ngay trong ngày tiếp nhận",
                OddityKind::UnitContradictsNote,
            ),
            (
                5,
                "WORKING_DAY",
                "Không quá 7 ngày làm việc",
                OddityKind::NoteNamesAnotherLimit,
            ),
            (1, "OTHER", "", OddityKind::OtherWithValue),
            (0, "OTHER", "Không quy định", OddityKind::OtherWithoutValue),
            (0, "WORKING_DAY", "", OddityKind::ImpossibleLimit),
            (-3, "DAY", "", OddityKind::ImpossibleLimit),
            (70_000, "DAY", "", OddityKind::ImpossibleLimit),
            (2, "FORTNIGHT", "", OddityKind::UnknownUnit),
        ] {
            let (limit, found) = one(&line(value, unit, note));
            assert!(
                matches!(limit, Limit::Unclear { .. }),
                "{value} {unit} {note} is unclear"
            );
            assert_eq!(found, Some(kind), "{value} {unit} {note}");
        }
        let (limit, found) = one(&line(
            8,
            "WORKING_DAY",
            "cùng tỉnh 5 ngày làm việc; tỉnh khác 8 ngày làm việc",
        ));
        assert_eq!(
            limit,
            Limit::WorkingDays {
                count: 8,
                end: DayEnd::SameClock
            },
            "named itself"
        );
        assert_eq!(
            found,
            Some(OddityKind::NoteNamesAnotherLimit),
            "but the other is told"
        );
    }

    #[test]
    fn lines_that_disagree_make_one_unclear_limit() {
        let (ten, fifteen) = (
            line(10, "WORKING_DAY", "xã"),
            line(15, "WORKING_DAY", "tỉnh"),
        );
        let mut oddities = Vec::new();
        let mut log = Log {
            procedure: "1.1".to_owned(),
            oddities: &mut oddities,
        };
        let both = limit(&[(0, &ten), (1, &fifteen)], &mut log);
        let said = "10 WORKING_DAY: xã | 15 WORKING_DAY: tỉnh".to_owned();
        assert_eq!(both, Limit::Unclear { source_text: said }, "both are shown");
        let kinds: Vec<OddityKind> = oddities.iter().map(|o| o.kind).collect();
        assert_eq!(kinds, [OddityKind::SeveralLimits], "and told");
    }
}
