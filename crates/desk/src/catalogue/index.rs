//! Search over procedures: a code as it stands or begins, or words without marks in any order, the
//! last one unfinished. Linear over the folded names: 6,000 procedures take a few milliseconds,
//! and nothing can be out of date.

use domain::procedure::Procedure;
use domain::text::{fold, query_forms, words};

/// Folded names and codes, in the order of the catalogue.
pub(crate) struct ProcedureIndex(Vec<Entry>);

struct Entry {
    code: String,
    name: String,
    words: Vec<String>,
    area: Vec<String>,
}

/// How well an entry fits; smaller is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Code,
    CodeBegins,
    NameBegins,
    NameHasPhrase,
    NameHasWords,
    AreaHelps,
}

impl ProcedureIndex {
    pub(crate) fn new(procedures: &[Procedure]) -> Self {
        let entry = |procedure: &Procedure| Entry {
            code: procedure.code.as_str().to_lowercase(),
            name: fold(&procedure.name),
            words: words(&procedure.name),
            area: words(&procedure.service_area),
        };
        Self(procedures.iter().map(entry).collect())
    }

    /// Places in the catalogue, best first; within one kind of fit, shorter names first.
    pub(crate) fn find(&self, text: &str, limit: usize) -> Vec<usize> {
        let forms: Vec<(String, Vec<String>)> = query_forms(text)
            .into_iter()
            .map(|form| (form.clone(), words(&form)))
            .collect();
        let mut hits: Vec<(Fit, usize, usize)> = self
            .0
            .iter()
            .enumerate()
            .filter_map(|(place, entry)| {
                let fit = forms
                    .iter()
                    .filter_map(|(form, words)| fit(entry, form, words))
                    .min()?;
                Some((fit, entry.words.len(), place))
            })
            .collect();
        hits.sort_unstable();
        hits.into_iter()
            .take(limit)
            .map(|(_, _, place)| place)
            .collect()
    }
}

fn fit(entry: &Entry, form: &str, asked: &[String]) -> Option<Fit> {
    if entry.code == form {
        return Some(Fit::Code);
    }
    let is_code = form.starts_with(|c: char| c.is_ascii_digit()) && form.contains('.');
    if is_code && entry.code.starts_with(form) {
        return Some(Fit::CodeBegins);
    }
    if asked.is_empty() {
        return None;
    }
    if entry.name.starts_with(form) {
        return Some(Fit::NameBegins);
    }
    if format!(" {}", entry.name).contains(&format!(" {form}")) {
        return Some(Fit::NameHasPhrase);
    }
    if has_all(asked, |word| has(&entry.words, word)) {
        return Some(Fit::NameHasWords);
    }
    let either = |word: &Asked<'_>| has(&entry.words, word) || has(&entry.area, word);
    has_all(asked, either).then_some(Fit::AreaHelps)
}

/// A word of the query; only the last one may be unfinished.
struct Asked<'a> {
    word: &'a str,
    is_last: bool,
}

fn has_all(asked: &[String], has: impl Fn(&Asked<'_>) -> bool) -> bool {
    let last = asked.len().saturating_sub(1);
    asked.iter().enumerate().all(|(n, word)| {
        has(&Asked {
            word,
            is_last: n == last,
        })
    })
}

fn has(words: &[String], asked: &Asked<'_>) -> bool {
    let fits = |word: &String| {
        if asked.is_last {
            word.starts_with(asked.word)
        } else {
            word == asked.word
        }
    };
    words.iter().any(fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn index() -> ProcedureIndex {
        let entry = |code: &str, name: &str, area: &str| Entry {
            code: code.to_owned(),
            name: fold(name),
            words: words(name),
            area: words(area),
        };
        ProcedureIndex(vec![
            entry(
                "1.001776",
                "Trợ cấp xã hội hằng tháng, hỗ trợ kinh phí",
                "Bảo trợ xã hội",
            ),
            entry("2.000815", "Chứng thực bản sao từ bản chính", "Chứng thực"),
            entry("1.001193", "Đăng ký khai sinh", "Hộ tịch"),
            entry(
                "1.000689",
                "Đăng ký khai sinh kết hợp nhận cha, mẹ, con",
                "Hộ tịch",
            ),
        ])
    }

    #[test]
    fn words_without_marks_in_any_order_and_raw_telex_find_the_procedure() {
        for text in [
            "tro cap xa hoi",
            "xa hoi tro cap",
            "trợ cấp",
            "tro75 cap61",
            "troj caaps",
            "tro cap xa ho",
        ] {
            assert_eq!(index().find(text, 10).first(), Some(&0), "asked {text}");
        }
        assert_eq!(index().find("chuwngs thuwcj", 10), [1], "Telex typed raw");
    }

    #[test]
    fn a_code_is_found_whole_first_then_by_its_beginning() {
        assert_eq!(index().find("1.001193", 10), [2], "the whole code");
        assert_eq!(
            index().find("1.001", 10),
            [2, 0],
            "the beginning, shorter names first"
        );
    }

    #[test]
    fn the_shorter_name_comes_first_and_the_area_only_helps() {
        assert_eq!(
            index().find("khai sinh", 10),
            [2, 3],
            "the plain procedure before the combined"
        );
        assert_eq!(
            index().find("ho tich cha", 10),
            [3],
            "a word of the area with one of the name"
        );
        assert_eq!(index().find("khai sinh", 1), [2], "bounded");
        assert!(
            index().find("   ", 10).is_empty(),
            "nothing asked, nothing found"
        );
    }
}
