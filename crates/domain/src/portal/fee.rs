//! Fees out of amount, currency and note; whatever is not one clear amount in đồng is shown and
//! never computed. The portal's FEE / SERVICE_FEE does not reliably tell phí from lệ phí
//! (domain.md §5.1): it is taken over and an administrator sets the legal kind.

use super::oddity::{Log, OddityKind};
use super::record::{FeeLine, MethodLine};
use crate::money::Dong;
use crate::procedure::{FeeAmount, FeeKind, FeeRule};
use crate::text::{fold, tidy};

/// Amounts below this are most likely typed in thousands.
const AMOUNT_SMALL_MAX: i64 = 999;

/// The fees of one channel, each line once.
pub(super) fn fees(lines: &[(usize, &MethodLine)], log: &mut Log<'_>) -> Vec<FeeRule> {
    let mut rules: Vec<FeeRule> = Vec::new();
    for (index, line) in lines {
        for (place, fee) in line.fees.iter().enumerate() {
            let at = format!("methods[{index}].fees[{place}]");
            let rule = rule(&at, fee, log);
            if rules.contains(&rule) {
                log.add(&at, OddityKind::DuplicateLine, &fee.note);
            } else {
                rules.push(rule);
            }
        }
    }
    let is_charged = |rule: &FeeRule| amount_of(rule).is_some_and(|amount| amount > Dong::ZERO);
    if rules.iter().filter(|rule| is_charged(rule)).count() > 1 {
        let at = lines
            .first()
            .map_or_else(String::new, |(i, _)| format!("methods[{i}].fees"));
        let amounts: Vec<String> = rules
            .iter()
            .filter_map(amount_of)
            .map(Dong::short)
            .collect();
        log.add(&at, OddityKind::SeveralFees, &amounts.join(" | "));
        rules
            .iter_mut()
            .filter(|rule| is_charged(rule))
            .for_each(show_only);
    }
    rules
}

/// The amount this importer computes: once per dossier or per copy, never a formula.
fn amount_of(rule: &FeeRule) -> Option<Dong> {
    if let FeeAmount::Dossier { amount } | FeeAmount::Copy { amount } = rule.amount {
        Some(amount)
    } else {
        None
    }
}

/// Moves an amount into the note, where an officer reads it and nothing adds it up.
fn show_only(rule: &mut FeeRule) {
    if let Some(amount) = amount_of(rule) {
        rule.note = join(&amount.long(), &rule.note);
        rule.amount = FeeAmount::SeeNote;
    }
}

fn join(amount: &str, note: &str) -> String {
    if note.is_empty() {
        amount.to_owned()
    } else {
        format!("{amount}: {note}")
    }
}

fn rule(at: &str, fee: &FeeLine, log: &mut Log<'_>) -> FeeRule {
    let (kind, name) = match fee.portal_type.as_str() {
        "FEE" => (FeeKind::Fee, "Phí"),
        "SERVICE_FEE" => (FeeKind::Levy, "Lệ phí"),
        other => {
            log.add(at, OddityKind::UnknownFeeType, other);
            (FeeKind::Fee, "Phí")
        }
    };
    let note = tidy(&fee.note);
    let (amount, oddity) = amount(fee);
    let note = match oddity {
        Some(OddityKind::ForeignCurrency) => {
            join(&format!("{} {}", fee.amount, fee.currency.trim()), &note)
        }
        Some(_) if fee.amount != 0 => join(&Dong(fee.amount).long(), &note),
        _ => note,
    };
    if let Some(oddity) = oddity {
        log.add(at, oddity, &note);
    }
    FeeRule {
        kind,
        name: name.to_owned(),
        amount,
        exemptions: Vec::new(),
        legal_basis: String::new(),
        note,
    }
}

/// The amount to compute, or why there is none.
fn amount(fee: &FeeLine) -> (FeeAmount, Option<OddityKind>) {
    let shown = |kind| (FeeAmount::SeeNote, Some(kind));
    let folded = fold(&fee.note);
    let unit = folded.trim_start();
    let named = amounts_in(&fee.note);
    let per_dossier = FeeAmount::Dossier {
        amount: Dong(fee.amount),
    };
    match fee.amount {
        _ if !is_dong(&fee.currency) => shown(OddityKind::ForeignCurrency),
        ..0 => shown(OddityKind::AmountBelowZero),
        0 if folded.is_empty() || is_exemption(&folded) => (per_dossier, None),
        0 => shown(OddityKind::FeeOnlyInNote),
        1..=AMOUNT_SMALL_MAX => shown(OddityKind::AmountSuspiciouslySmall),
        _ if folded.contains("/trang") => shown(OddityKind::FeePerPage),
        given if !named.is_empty() && !named.contains(&given) => {
            shown(OddityKind::AmountContradictsNote)
        }
        given if unit.starts_with("/ban") => (
            FeeAmount::Copy {
                amount: Dong(given),
            },
            None,
        ),
        _ => (per_dossier, None),
    }
}

/// No currency means đồng on the portal.
fn is_dong(currency: &str) -> bool {
    let currency = fold(currency);
    currency.is_empty() || currency.contains("dong") || currency == "vnd" || currency == "d"
}

/// Whether a note beside 0 says that nothing is paid, and not that others set the fee.
fn is_exemption(folded: &str) -> bool {
    let start: String = folded.chars().take(70).collect();
    start.contains("mien") && !start.contains("muc") && !start.contains("theo quy dinh cua")
}

/// Amounts written in a note: "10.000 đồng", "160.000/hộ chiếu", "5000 đồng".
fn amounts_in(note: &str) -> Vec<i64> {
    let folded = fold(note);
    let mut found = Vec::new();
    let mut rest = folded.as_str();
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let from = rest.get(start..).unwrap_or_default();
        let end = from
            .find(|c: char| !c.is_ascii_digit() && c != '.')
            .unwrap_or(from.len());
        let (number, after) = from.split_at_checked(end).unwrap_or((from, ""));
        let number = number.trim_end_matches('.');
        let mut groups = number.split('.');
        let has_groups = groups
            .next()
            .is_some_and(|first| (1..=3).contains(&first.len()))
            && number.contains('.')
            && groups.all(|group| group.len() == 3);
        let is_amount =
            has_groups || (!number.contains('.') && after.trim_start().starts_with("dong"));
        if let (true, Ok(amount)) = (is_amount, number.replace('.', "").parse::<i64>()) {
            found.push(amount);
        }
        rest = after;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(amount: i64, currency: &str, note: &str) -> FeeLine {
        FeeLine {
            portal_type: "FEE".to_owned(),
            amount,
            currency: currency.to_owned(),
            note: note.to_owned(),
        }
    }

    #[test]
    fn one_clear_amount_in_dong_is_computed() {
        for (given, note, computed) in [
            (
                20_000,
                "",
                FeeAmount::Dossier {
                    amount: Dong(20_000),
                },
            ),
            (
                10_000,
                "thu 10.000 đồng/lần đăng ký",
                FeeAmount::Dossier {
                    amount: Dong(10_000),
                },
            ),
            (
                5_000,
                "thu 5000 đồng/lần",
                FeeAmount::Dossier {
                    amount: Dong(5_000),
                },
            ),
            (
                8_000,
                "/bản sao",
                FeeAmount::Copy {
                    amount: Dong(8_000),
                },
            ),
            (0, "", FeeAmount::Dossier { amount: Dong::ZERO }),
            (
                0,
                "Miễn lệ phí. Phí bản sao theo Thông tư",
                FeeAmount::Dossier { amount: Dong::ZERO },
            ),
        ] {
            let found = amount(&line(given, "Việt Nam Đồng", note));
            assert_eq!(found, (computed, None), "{given} {note}");
        }
    }

    #[test]
    fn what_is_no_clear_amount_is_shown_with_its_reason() {
        for (given, currency, note, kind) in [
            (10, "USD", "/bản", OddityKind::ForeignCurrency),
            (-1, "", "", OddityKind::AmountBelowZero),
            (
                0,
                "",
                "Mức lệ phí do Hội đồng nhân dân quyết định. Miễn cho hộ nghèo",
                OddityKind::FeeOnlyInNote,
            ),
            (0, "", "Lệ phí: 135.000 đồng/lần", OddityKind::FeeOnlyInNote),
            (
                100,
                "",
                "100.000 đồng/lần",
                OddityKind::AmountSuspiciouslySmall,
            ),
            (2_000, "", "/trang", OddityKind::FeePerPage),
            (
                5_000,
                "",
                "thu 7.000 đồng/lần",
                OddityKind::AmountContradictsNote,
            ),
        ] {
            let found = amount(&line(given, currency, note));
            assert_eq!(
                found,
                (FeeAmount::SeeNote, Some(kind)),
                "{given} {currency} {note}"
            );
        }
    }

    #[test]
    fn a_foreign_amount_keeps_its_currency_in_words() {
        let mut oddities = Vec::new();
        let mut log = Log {
            procedure: "1.1".to_owned(),
            oddities: &mut oddities,
        };
        let rule = rule("methods[0].fees[0]", &line(10, " USD", "/bản"), &mut log);
        assert_eq!(rule.note, "10 USD: /bản", "shown, never converted");
        assert_eq!(rule.amount, FeeAmount::SeeNote, "and never computed");
    }

    #[test]
    fn alternatives_are_shown_and_never_added_up() {
        let method = MethodLine {
            fees: vec![
                line(15_000, "", "cá nhân"),
                line(10_000, "", "theo danh sách"),
                line(15_000, "", "cá nhân"),
            ],
            ..MethodLine::default()
        };
        let mut oddities = Vec::new();
        let mut log = Log {
            procedure: "1.1".to_owned(),
            oddities: &mut oddities,
        };
        let rules = fees(&[(0, &method)], &mut log);
        let notes: Vec<&str> = rules.iter().map(|rule| rule.note.as_str()).collect();
        assert_eq!(
            notes,
            ["15.000 đồng: cá nhân", "10.000 đồng: theo danh sách"],
            "both are shown"
        );
        assert!(
            rules.iter().all(|rule| rule.amount == FeeAmount::SeeNote),
            "neither is computed"
        );
        let kinds: Vec<OddityKind> = oddities.iter().map(|o| o.kind).collect();
        assert_eq!(
            kinds,
            [OddityKind::DuplicateLine, OddityKind::SeveralFees],
            "both are told"
        );
    }
}
