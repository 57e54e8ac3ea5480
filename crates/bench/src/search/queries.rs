//! The fixed mix of queries, seeded: each is made from a dossier that is there, as an officer would
//! type it, with the `LIKE` patterns that ask for the same.

use domain::text;

use crate::Failure;
use crate::args::SearchOptions;
use crate::database::Known;
use crate::seeded::Rng;

/// Digits a middle fragment has.
const FRAGMENT_DIGITS: (u32, u32) = (4, 7);

/// What is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Two words or more of a name, in any order, with or without marks.
    Words,
    /// The beginning of a name, cut anywhere: the list follows every key.
    Typing,
    /// A code: whole, without the agency, or its beginning up to the month.
    Code,
    /// A personal number or its first nine digits, a telephone, a running number.
    Number,
    /// Four to seven digits from the middle of a number.
    Fragment,
}

impl Kind {
    pub(super) const ALL: [Self; 5] = [
        Self::Words,
        Self::Typing,
        Self::Code,
        Self::Number,
        Self::Fragment,
    ];

    /// Of twenty queries: five, five, three, four, three.
    const MIX: [Self; 20] = {
        use Kind::{Code as C, Fragment as F, Number as N, Typing as T, Words as W};
        [W, T, C, N, F, W, T, C, N, F, W, T, C, N, F, W, T, N, W, T]
    };

    pub(super) const fn place(self) -> usize {
        match self {
            Self::Words => 0,
            Self::Typing => 1,
            Self::Code => 2,
            Self::Number => 3,
            Self::Fragment => 4,
        }
    }

    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::Words => "names by words in any order",
            Self::Typing => "prefixes while typing",
            Self::Code => "codes",
            Self::Number => "numbers",
            Self::Fragment => "middle fragments",
        }
    }
}

/// A column of folded text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    Words,
    Numbers,
}

/// One query and its equal in `LIKE`. No `Debug`: it looks like personal data.
pub(super) struct Query {
    pub(super) kind: Kind,
    pub(super) typed: String,
    pub(super) column: Column,
    /// All must match.
    pub(super) patterns: Vec<String>,
    /// The dossier it was made from.
    pub(super) row: u32,
}

/// The queries of a seed.
pub(super) fn make(known: &[Known], options: &SearchOptions) -> Result<Vec<Query>, Failure> {
    let mut rng = Rng::new(options.seed.wrapping_add(0x5EA2C4));
    let mut queries = Vec::new();
    for kind in Kind::MIX
        .into_iter()
        .cycle()
        .take(usize::try_from(options.queries)?)
    {
        queries.push(one(&mut rng, kind, known)?);
    }
    Ok(queries)
}

fn one(rng: &mut Rng, kind: Kind, known: &[Known]) -> Result<Query, Failure> {
    let has_what_it_needs = |known: &Known| match kind {
        Kind::Number | Kind::Fragment => !known.number.is_empty() && !known.phone.is_empty(),
        Kind::Words | Kind::Typing | Kind::Code => true,
    };
    for _ in 0..1_000 {
        let place = rng.below(known.len());
        let Some(known) = known.get(place).filter(|known| has_what_it_needs(known)) else {
            continue;
        };
        let row = u32::try_from(place)? + 1; // the feed was empty before: rows are in its order
        let (typed, patterns) = match kind {
            Kind::Words => words(rng, &known.name),
            Kind::Typing => typing(rng, &known.name),
            Kind::Code => code(rng, &known.code),
            Kind::Number => number(rng, known),
            Kind::Fragment => fragment(rng, known),
        };
        let is_name = matches!(kind, Kind::Words | Kind::Typing);
        let column = if is_name {
            Column::Words
        } else {
            Column::Numbers
        };
        return Ok(Query {
            kind,
            typed,
            column,
            patterns,
            row,
        });
    }
    Err("no dossier has a number and a telephone".into())
}

/// What was typed and the patterns.
type Made = (String, Vec<String>);

fn words(rng: &mut Rng, name: &str) -> Made {
    let name = if rng.chance(50) {
        name.to_owned()
    } else {
        text::fold(name)
    };
    let mut words: Vec<&str> = name.split(' ').collect();
    rng.shuffle(&mut words);
    words.truncate(2 + rng.below(3));
    let patterns = words.iter().map(|word| format!("%{}%", text::fold(word)));
    (words.join(" "), patterns.collect())
}

fn typing(rng: &mut Rng, name: &str) -> Made {
    let name = if rng.chance(50) {
        name.to_owned()
    } else {
        text::fold(name)
    };
    let length = 1 + rng.below(name.chars().count());
    let typed: String = name.chars().take(length).collect();
    let typed = typed.trim_end().to_owned();
    let pattern = format!("%{}%", text::fold(&typed));
    (typed, vec![pattern])
}

fn code(rng: &mut Rng, code: &str) -> Made {
    let lower = code.to_ascii_lowercase();
    let (_, dated) = code.split_once('-').unwrap_or_default();
    match rng.below(3) {
        0 => (code.to_owned(), vec![format!("%|{lower}|%")]),
        1 => (dated.to_owned(), vec![format!("%-{dated}|%")]),
        _ => {
            let cut = code.chars().count().saturating_sub("05-0012".len());
            let beginning = |code: &str| code.chars().take(cut).collect::<String>();
            (beginning(code), vec![format!("%|{}%", beginning(&lower))])
        }
    }
}

fn number(rng: &mut Rng, known: &Known) -> Made {
    match rng.below(4) {
        0 => (known.number.clone(), vec![format!("%|{}|%", known.number)]),
        1 => {
            let nine: String = known.number.chars().take(9).collect();
            let pattern = format!("%|{nine}%");
            (nine, vec![pattern])
        }
        2 => (known.phone.clone(), vec![format!("%|{}|%", known.phone)]),
        _ => {
            let running = known.running.to_string();
            let pattern = match running.len() {
                1 | 2 => format!("%-{:04}|%", known.running), // found as a running number only
                _ => format!("%{running}%"),                  // and in the middle of others
            };
            (running, vec![pattern])
        }
    }
}

fn fragment(rng: &mut Rng, known: &Known) -> Made {
    let whole = if rng.chance(60) {
        &known.number
    } else {
        &known.phone
    };
    let (fewest, most) = FRAGMENT_DIGITS;
    let length = usize::try_from(rng.within(fewest, most)).unwrap_or_default();
    let first = 1 + rng.below(whole.len().saturating_sub(length + 1));
    let digits: String = whole.chars().skip(first).take(length).collect();
    let pattern = format!("%{digits}%");
    (digits, vec![pattern])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known() -> Vec<Known> {
        vec![Known {
            name: "Nguyễn Thị Hường".into(),
            number: "037190001234".into(),
            phone: "0912345678".into(),
            code: "H42.17-260105-0012".into(),
            running: 12,
        }]
    }

    #[test]
    fn the_mix_is_fixed_and_every_query_is_made_from_its_dossier() {
        let options = SearchOptions {
            dossiers: 1,
            queries: 400,
            seed: 1,
        };
        let queries = make(&known(), &options).expect("made");
        let count = |kind: Kind| queries.iter().filter(|query| query.kind == kind).count();
        assert_eq!(
            Kind::ALL.map(count),
            [100, 100, 60, 80, 60],
            "five, five, three, four, three"
        );
        assert!(
            queries.iter().all(|query| query.row == 1),
            "the one dossier"
        );
        assert!(
            queries.iter().all(|query| !query.typed.is_empty()),
            "something is asked"
        );
        let folded = text::fold("Nguyễn Thị Hường");
        let typing = queries.iter().filter(|query| query.kind == Kind::Typing);
        for query in typing {
            assert!(
                folded.starts_with(&text::fold(&query.typed)),
                "the beginning of the name"
            );
        }
        let middles = queries.iter().filter(|query| query.kind == Kind::Fragment);
        for query in middles {
            let inside = |whole: &str| whole.find(&query.typed).is_some_and(|at| at > 0);
            assert!(
                inside("037190001234") || inside("0912345678"),
                "from the middle"
            );
        }
    }
}
