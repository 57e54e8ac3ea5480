//! The bridge: the table of commands, what the window may call, and what the page believes there is.

use std::collections::BTreeSet;
use std::path::Path;

use protocol::commands::COMMANDS;

/// Commands of the window itself or whose request is bytes, and therefore not in the table.
const RAW: [&str; 2] = ["attach", "answer_closing"];

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Every command of the table and every raw one.
fn wanted() -> BTreeSet<String> {
    COMMANDS
        .iter()
        .map(|spec| spec.name)
        .chain(RAW)
        .map(str::to_owned)
        .collect()
}

/// The handlers, permissions and capability are made of this list by the build script, so that a
/// name in it without a function does not compile.
#[test]
fn the_window_may_call_every_command_of_the_table_and_no_other() {
    let names = read("src-tauri/command_names.txt");
    let lines = names
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    let found: BTreeSet<String> = lines
        .filter_map(|line| line.rsplit("::").next())
        .map(str::to_owned)
        .collect();
    assert_eq!(
        found,
        wanted(),
        "src-tauri/command_names.txt and crates/protocol/src/commands.rs"
    );
}

#[test]
fn the_page_knows_the_types_and_commands_of_the_desk() {
    let is = |path: &str, text: &str| {
        assert!(
            read(path) == text,
            "{path}: write it anew with UPDATE=1 cargo test -p motcua-protocol"
        );
    };
    is("ui/src/api/bindings.ts", &protocol::typescript());
    is("ui/src/api/commands.ts", &protocol::typescript_commands());
}

#[test]
fn the_page_has_words_for_every_code_of_the_desk() {
    let words = read("ui/src/messages/vi-errors.ts");
    let codes = desk::Code::ALL.iter().map(|(code, _)| code.as_str());
    let missing: Vec<&str> = codes
        .filter(|code| !words.contains(&format!("\"{code}\":")))
        .collect();
    assert!(
        missing.is_empty(),
        "codes an officer would see as codes: {missing:?}"
    );
}
