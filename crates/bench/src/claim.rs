//! A claim: what was promised, what was measured, beside what, and whether it holds. A report is the
//! claims of one subject with the measures they rest on.

use serde_json::{Value, json};

/// Where a measured number must lie.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Goal {
    AtMost(f64),
    AtLeast(f64),
}

/// One promise of performance.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Claim {
    /// What is promised.
    pub(crate) name: String,
    pub(crate) goal: Goal,
    pub(crate) measured: f64,
    /// "ms", "×", "MB".
    pub(crate) unit: &'static str,
    /// What was measured beside it in the same run.
    pub(crate) beside: String,
}

/// A number that is printed and not claimed.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Measure {
    pub(crate) name: String,
    pub(crate) value: f64,
    pub(crate) unit: &'static str,
}

/// Everything one subject has to say.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Report {
    pub(crate) subject: &'static str,
    /// Under which conditions: sizes, seed, build.
    pub(crate) conditions: String,
    pub(crate) measures: Vec<Measure>,
    pub(crate) claims: Vec<Claim>,
}

impl Claim {
    /// A number that could not be measured holds nothing.
    pub(crate) fn holds(&self) -> bool {
        match self.goal {
            Goal::AtMost(most) => self.measured <= most,
            Goal::AtLeast(least) => self.measured >= least,
        }
    }

    fn goal_words(&self) -> String {
        let (sign, number) = match self.goal {
            Goal::AtMost(most) => ("≤", most),
            Goal::AtLeast(least) => ("≥", least),
        };
        format!("{sign} {}", quantity(number, self.unit))
    }

    fn json(&self) -> Value {
        let (at_most, at_least) = match self.goal {
            Goal::AtMost(most) => (Some(most), None),
            Goal::AtLeast(least) => (None, Some(least)),
        };
        json!({
            "name": self.name, "at_most": at_most, "at_least": at_least,
            "measured": self.measured, "unit": self.unit, "beside": self.beside,
            "holds": self.holds(),
        })
    }
}

impl Report {
    pub(crate) fn new(subject: &'static str, conditions: String) -> Self {
        Self {
            subject,
            conditions,
            ..Self::default()
        }
    }

    pub(crate) fn measure(&mut self, name: impl Into<String>, value: f64, unit: &'static str) {
        self.measures.push(Measure {
            name: name.into(),
            value,
            unit,
        });
    }

    pub(crate) fn claim(&mut self, claim: Claim) {
        self.claims.push(claim);
    }

    pub(crate) fn missed(&self) -> usize {
        self.claims.iter().filter(|claim| !claim.holds()).count()
    }

    /// `claims: 7 held, 0 missed`.
    pub(crate) fn last_line(&self) -> String {
        let missed = self.missed();
        format!(
            "claims: {} held, {missed} missed",
            self.claims.len() - missed
        )
    }

    pub(crate) fn json(&self) -> Value {
        let measures = self.measures.iter().map(
            |measure| json!({"name": measure.name, "value": measure.value, "unit": measure.unit}),
        );
        json!({
            "subject": self.subject,
            "conditions": self.conditions,
            "debug_build": cfg!(debug_assertions),
            "measures": measures.collect::<Vec<_>>(),
            "claims": self.claims.iter().map(Claim::json).collect::<Vec<_>>(),
            "held": self.claims.len() - self.missed(),
            "missed": self.missed(),
        })
    }

    /// For people: what was measured, then the claims.
    pub(crate) fn table(&self) -> String {
        let measures = self
            .measures
            .iter()
            .map(|measure| vec![measure.name.clone(), quantity(measure.value, measure.unit)]);
        let heading = ["claim", "goal", "measured", "", "beside"]
            .map(str::to_owned)
            .to_vec();
        let claims = self.claims.iter().map(|claim| {
            let word = if claim.holds() { "holds" } else { "MISSED" };
            let measured = quantity(claim.measured, claim.unit);
            vec![
                claim.name.clone(),
                claim.goal_words(),
                measured,
                word.to_owned(),
                claim.beside.clone(),
            ]
        });
        format!(
            "{}: {}\n\n{}\n{}\n",
            self.subject,
            self.conditions,
            aligned(&measures.collect::<Vec<_>>()),
            aligned(&std::iter::once(heading).chain(claims).collect::<Vec<_>>()),
        )
    }
}

/// Three significant digits are what a busy machine is good for; whole numbers stay whole.
fn quantity(number: f64, unit: &str) -> String {
    let places = match number.abs() {
        n if n >= 100.0 || n.fract() == 0.0 => 0,
        n if n >= 10.0 => 1,
        n if n >= 0.1 => 2,
        _ => 3,
    };
    format!("{number:.places$} {unit}").trim_end().to_owned()
}

/// Columns as wide as their widest cell, two spaces apart; the last one is left as it is.
fn aligned(rows: &[Vec<String>]) -> String {
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        cells
            .map(|cell| cell.chars().count())
            .max()
            .unwrap_or_default()
    };
    let line = |row: &Vec<String>| {
        let cells = row.iter().enumerate().map(|(column, cell)| {
            let pad = width(column).saturating_sub(cell.chars().count());
            format!("  {cell}{}", " ".repeat(pad))
        });
        format!("{}\n", cells.collect::<String>().trim_end())
    };
    rows.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claim(name: &str, goal: Goal, measured: f64) -> Claim {
        Claim {
            name: name.into(),
            goal,
            measured,
            unit: "ms",
            beside: "LIKE 210 ms".into(),
        }
    }

    fn report() -> Report {
        let mut report = Report::new("search", "1,000 dossiers".into());
        report.measure("filled in", 71.234, "s");
        report.claim(claim("names, p99", Goal::AtMost(30.0), 12.345));
        report.claim(claim("codes, p99", Goal::AtMost(30.0), 31.0));
        report
    }

    #[test]
    fn a_claim_holds_at_its_goal_and_not_beyond() {
        assert!(
            claim("x", Goal::AtMost(30.0), 30.0).holds(),
            "the goal itself is kept"
        );
        assert!(
            !claim("x", Goal::AtMost(30.0), 30.01).holds(),
            "beyond is missed"
        );
        assert!(
            claim("x", Goal::AtLeast(50.0), 50.0).holds(),
            "the other way round"
        );
        assert!(
            !claim("x", Goal::AtLeast(50.0), 49.9).holds(),
            "below is missed"
        );
        assert!(
            !claim("x", Goal::AtMost(1.0), f64::NAN).holds(),
            "no number, no claim"
        );
        assert!(
            !claim("x", Goal::AtLeast(1.0), f64::NAN).holds(),
            "nor here"
        );
    }

    #[test]
    fn the_last_line_counts_and_a_miss_is_counted() {
        assert_eq!(
            report().last_line(),
            "claims: 1 held, 1 missed",
            "one of each"
        );
        assert_eq!(
            Report::default().last_line(),
            "claims: 0 held, 0 missed",
            "none"
        );
    }

    #[test]
    fn the_table_has_every_claim_with_goal_measure_verdict_and_what_it_stands_beside() {
        let expected = "search: 1,000 dossiers\n\n  filled in  71.2 s\n\n\
            \x20 claim       goal     measured          beside\n\
            \x20 names, p99  ≤ 30 ms  12.3 ms   holds   LIKE 210 ms\n\
            \x20 codes, p99  ≤ 30 ms  31 ms     MISSED  LIKE 210 ms\n\n";
        assert_eq!(report().table(), expected, "aligned, in order");
    }

    #[test]
    fn the_json_says_the_same() {
        let json = report().json();
        assert_eq!(json["held"], 1, "held");
        assert_eq!(json["missed"], 1, "missed");
        assert_eq!(
            json["claims"][1]["holds"], false,
            "each claim says so itself"
        );
        assert_eq!(json["claims"][0]["at_most"], 30.0, "the goal");
        assert_eq!(
            json["claims"][0]["at_least"],
            Value::Null,
            "not the other goal"
        );
        assert_eq!(json["measures"][0]["value"], 71.234, "unrounded");
    }

    #[test]
    fn quantities_are_short() {
        let written = [0.0123, 0.5, 9.876, 12.34, 123.4, 30.0].map(|n| quantity(n, "ms"));
        let expected = [
            "0.012 ms", "0.50 ms", "9.88 ms", "12.3 ms", "123 ms", "30 ms",
        ];
        assert_eq!(written, expected, "about three digits");
    }
}
