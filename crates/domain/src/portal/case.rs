//! Cases and papers out of the portal's list, which mixes choices ("Trường hợp …"), headings
//! ("* Giấy tờ phải nộp:") and remarks ("* Lưu ý:") (counter.md 3).

use super::oddity::{Log, OddityKind};
use super::record::{CaseLine, ComponentLine};
use crate::procedure::{Case, DossierComponent};
use crate::text::fold;

/// Titles of this length were cut off by the source.
const TITLE_CHARS_CUT: usize = 500;

/// What an entry of the list is.
enum Entry {
    /// A choice.
    Case,
    /// A group title over papers every case needs.
    Heading { show_only: bool },
    /// Remarks, no papers.
    Remarks,
}

/// The cases, each with its own papers and those under headings, and the remarks as notes.
pub(super) fn cases(lines: &[CaseLine], log: &mut Log<'_>) -> (Vec<Case>, Vec<String>) {
    let (mut own, mut common, mut remarks) = (Vec::new(), Vec::new(), Vec::new());
    for (index, line) in lines.iter().enumerate() {
        let at = format!("cases[{index}]");
        let name = log.tidy(&format!("{at}.case"), &line.case);
        match entry(&name) {
            Entry::Remarks => {
                log.add(&at, OddityKind::NoteAsCase, &line.case);
                remarks.extend(texts(&at, line, log));
            }
            Entry::Heading { show_only } => {
                if !name.is_empty() {
                    log.add(&at, OddityKind::HeadingAsCase, &line.case);
                }
                common.extend(papers(
                    &at,
                    line,
                    name.trim_end_matches(':'),
                    show_only,
                    log,
                ));
            }
            Entry::Case => {
                let components = papers(&at, line, "", false, log);
                add_case(&mut own, name.trim_end_matches(':'), components, &at, log);
            }
        }
    }
    if own.is_empty() {
        own.push(Case {
            name: String::new(),
            components: common,
        });
    } else {
        own.iter_mut()
            .for_each(|case| case.components.extend(common.iter().cloned()));
    }
    if own.iter().all(|case| case.components.is_empty()) {
        log.add("cases", OddityKind::NoPapers, "");
    }
    (own, remarks)
}

/// Adds a case; a second one of the same name only adds its papers to the first.
fn add_case(
    own: &mut Vec<Case>,
    name: &str,
    components: Vec<DossierComponent>,
    at: &str,
    log: &mut Log<'_>,
) {
    match own.iter_mut().find(|case| case.name == name) {
        Some(case) => {
            log.add(at, OddityKind::DuplicateLine, name);
            let new: Vec<_> = components
                .into_iter()
                .filter(|paper| !case.components.contains(paper))
                .collect();
            case.components.extend(new);
        }
        None => own.push(Case {
            name: name.to_owned(),
            components,
        }),
    }
}

fn entry(name: &str) -> Entry {
    let folded = fold(name);
    let begins = |words: &[&str]| words.iter().any(|word| folded.starts_with(word));
    if begins(&["luu y", "ghi chu"]) {
        return Entry::Remarks;
    }
    let is_heading = folded.is_empty()
        || begins(&[
            "giay to phai",
            "giay to khac",
            "thanh phan ho so",
            "ho so gom",
            "nguoi yeu cau chung thuc",
            "khi nop ho so",
        ])
        || folded.starts_with("truong hop uy quyen");
    match is_heading {
        true => Entry::Heading {
            show_only: folded.contains("xuat trinh"),
        },
        false => Entry::Case,
    }
}

fn texts(at: &str, line: &CaseLine, log: &mut Log<'_>) -> Vec<String> {
    let each = line.components.iter().enumerate();
    each.map(|(place, paper)| log.tidy(&format!("{at}.components[{place}]"), &paper.name))
        .collect()
}

fn papers(
    at: &str,
    line: &CaseLine,
    group: &str,
    show_only: bool,
    log: &mut Log<'_>,
) -> Vec<DossierComponent> {
    let mut found: Vec<DossierComponent> = Vec::with_capacity(line.components.len());
    for (place, paper) in line.components.iter().enumerate() {
        let at = format!("{at}.components[{place}]");
        let component = component(&at, paper, group, show_only, log);
        if found.contains(&component) {
            log.add(&at, OddityKind::DuplicateLine, &paper.name);
        } else {
            found.push(component);
        }
    }
    found
}

fn component(
    at: &str,
    paper: &ComponentLine,
    group: &str,
    show_only: bool,
    log: &mut Log<'_>,
) -> DossierComponent {
    if paper.name.chars().count() >= TITLE_CHARS_CUT {
        log.add(at, OddityKind::TitleCutOff, &paper.name);
    }
    if paper.original_qty == 0 && paper.copy_qty == 0 {
        log.add(at, OddityKind::PaperWithoutCount, &paper.name);
    }
    let mut count = |count: i64| {
        u8::try_from(count).unwrap_or_else(|_| {
            log.add(at, OddityKind::ImpossibleCount, &count.to_string());
            if count < 0 { 0 } else { u8::MAX }
        })
    };
    let (originals, copies) = (count(paper.original_qty), count(paper.copy_qty));
    let code = paper.component_code.trim();
    DossierComponent {
        code: if code.is_empty() {
            format!("local:{at}")
        } else {
            code.to_owned()
        },
        title: log.tidy(at, &paper.name),
        group: group.to_owned(),
        originals,
        copies,
        show_only,
        reusable: paper.is_result_of_other_procedure,
        optional: !paper.required,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(case: &str, papers: &[&str]) -> CaseLine {
        let component = |name: &&str| ComponentLine {
            component_code: fold(name).replace(' ', "-"),
            name: (*name).to_owned(),
            original_qty: 1,
            ..ComponentLine::default()
        };
        CaseLine {
            case: case.to_owned(),
            components: papers.iter().map(component).collect(),
        }
    }

    fn read(lines: &[CaseLine]) -> (Vec<Case>, Vec<String>, Vec<OddityKind>) {
        let mut oddities = Vec::new();
        let mut log = Log {
            procedure: "1.1".to_owned(),
            oddities: &mut oddities,
        };
        let (cases, remarks) = cases(lines, &mut log);
        (cases, remarks, oddities.iter().map(|o| o.kind).collect())
    }

    #[test]
    fn headings_become_groups_and_remarks_become_notes() {
        let (cases, remarks, kinds) = read(&[
            line("* Giấy tờ phải nộp:", &["Giấy chứng sinh"]),
            line("* Giấy tờ phải xuất trình:", &["Thẻ căn cước"]),
            line("* Lưu ý :", &["- Cá nhân có quyền lựa chọn"]),
            line("", &["Tờ khai"]),
        ]);
        assert_eq!(cases.len(), 1, "no choice to make");
        let papers = &cases[0].components;
        let groups: Vec<(&str, &str, bool)> = papers
            .iter()
            .map(|p| (p.title.as_str(), p.group.as_str(), p.show_only))
            .collect();
        assert_eq!(
            groups,
            [
                ("Giấy chứng sinh", "Giấy tờ phải nộp", false),
                ("Thẻ căn cước", "Giấy tờ phải xuất trình", true),
                ("Tờ khai", "", false)
            ],
            "papers under their headings"
        );
        assert_eq!(
            remarks,
            ["Cá nhân có quyền lựa chọn"],
            "remarks are kept as notes"
        );
        assert!(
            kinds.contains(&OddityKind::HeadingAsCase),
            "told: {kinds:?}"
        );
        assert!(kinds.contains(&OddityKind::NoteAsCase), "told: {kinds:?}");
    }

    #[test]
    fn real_cases_stay_choices_and_share_the_common_papers() {
        let (cases, _, _) = read(&[
            line("Đối với trường hợp xác định khuyết tật", &["Đơn đề nghị"]),
            line(
                "Đối với trường hợp xác định lại",
                &["Đơn đề nghị xác định lại"],
            ),
            line(
                "Khi nộp hồ sơ trực tiếp cần xuất trình các giấy tờ sau",
                &["Thẻ căn cước"],
            ),
        ]);
        assert_eq!(cases.len(), 2, "two choices");
        assert!(
            cases.iter().all(|c| c.components.len() == 2),
            "each with the paper to show"
        );
    }

    #[test]
    fn counts_that_cannot_be_are_told() {
        let mut odd = line("", &["Tờ khai", "Đơn"]);
        odd.components[0].original_qty = -2;
        odd.components[1].copy_qty = 999;
        let (cases, _, kinds) = read(&[odd]);
        let counts: Vec<(u8, u8)> = cases[0]
            .components
            .iter()
            .map(|p| (p.originals, p.copies))
            .collect();
        assert_eq!(counts, [(0, 0), (1, 255)], "clamped");
        let told = kinds
            .iter()
            .filter(|k| **k == OddityKind::ImpossibleCount)
            .count();
        assert_eq!(told, 2, "both are told");
        let (cases, _, kinds) = read(&[]);
        assert_eq!(
            (cases.len(), kinds),
            (1, vec![OddityKind::NoPapers]),
            "one empty case"
        );
    }
}
