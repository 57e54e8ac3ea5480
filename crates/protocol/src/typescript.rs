//! The bridge in TypeScript, for the page: `ui/src/api/bindings.ts` holds every view type,
//! `ui/src/api/commands.ts` the request and reply of every command and which kinds of data it
//! changes. The files are these texts and nothing else; a test compares them, `UPDATE=1` writes
//! them anew.

use std::collections::BTreeSet;

use crate::commands::{COMMANDS, ChangeTag, CommandSpec};

/// One declared type.
#[derive(Clone)]
pub(crate) struct Declaration {
    docs: String,
    text: String,
}

impl Declaration {
    pub(crate) fn of<T: ts_rs::TS>(config: &ts_rs::Config) -> Self {
        Self {
            docs: T::docs().unwrap_or_default(),
            text: T::decl(config),
        }
    }
}

/// The text of `ui/src/api/bindings.ts`.
#[must_use]
pub fn typescript() -> String {
    let config = ts_rs::Config::default();
    let mut text =
        "// Types of the bridge, from crates/protocol/src/view. Generated: do not edit.\n"
            .to_owned();
    for declaration in crate::view::declarations(&config) {
        push_declaration(&mut text, &declaration);
    }
    push_declaration(&mut text, &Declaration::of::<ChangeTag>(&config));
    text
}

/// The text of `ui/src/api/commands.ts`.
#[must_use]
pub fn typescript_commands() -> String {
    let mut text =
        "// The table of commands, from crates/protocol/src/commands.rs. Generated: do not edit.\n"
            .to_owned();
    push_import(&mut text);
    push_commands(&mut text);
    push_changes(&mut text);
    text
}

fn push_declaration(text: &mut String, declaration: &Declaration) {
    text.push('\n');
    text.push_str(&declaration.docs);
    if !declaration.docs.is_empty() && !declaration.docs.ends_with('\n') {
        text.push('\n');
    }
    text.push_str("export ");
    text.push_str(declaration.text.trim());
    text.push('\n');
}

fn push_import(text: &mut String) {
    let mut names: BTreeSet<String> = COMMANDS
        .iter()
        .flat_map(|spec| [bare(&(spec.request)()), bare(&(spec.reply)())])
        .filter(|name| !is_built_in(name))
        .collect();
    names.insert("ChangeTag".to_owned());
    text.push_str("\nimport type {\n");
    for name in names {
        text.push_str(&format!("  {name},\n"));
    }
    text.push_str("} from \"./bindings\";\n");
}

fn push_commands(text: &mut String) {
    text.push_str("\nexport interface Commands {\n");
    for CommandSpec {
        name,
        doc,
        request,
        reply,
        ..
    } in COMMANDS
    {
        let (doc, request, reply) = (doc.trim(), request(), reply());
        text.push_str(&format!("  /** {doc} */\n"));
        text.push_str(&format!(
            "  {name}: {{ request: {request}; reply: {reply} }};\n"
        ));
    }
    text.push_str("}\n");
}

fn push_changes(text: &mut String) {
    text.push_str("\n/** What a successful call changes. */\nexport const changes = {\n");
    for CommandSpec { name, changes, .. } in COMMANDS {
        let tags: Vec<String> = changes
            .iter()
            .map(|tag| format!("\"{}\"", tag.name()))
            .collect();
        text.push_str(&format!("  {name}: [{}],\n", tags.join(", ")));
    }
    text.push_str("} as const satisfies Record<keyof Commands, readonly ChangeTag[]>;\n");
}

/// `Array<X>` is about `X`.
fn bare(name: &str) -> String {
    let inner = name
        .strip_prefix("Array<")
        .and_then(|rest| rest.strip_suffix('>'));
    inner.unwrap_or(name).to_owned()
}

fn is_built_in(name: &str) -> bool {
    ["null", "string", "number", "boolean"].contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    const API: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../ui/src/api");

    #[expect(
        clippy::disallowed_methods,
        reason = "a generated file, rewritten on request"
    )]
    fn compare(file: &str, wanted: &str) {
        let path = format!("{API}/{file}");
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&path, wanted).expect("the generated file can be written");
        }
        let found = std::fs::read_to_string(&path).expect("the generated file is there");
        assert!(
            found == wanted,
            "{file} is not what the Rust types say: run this with UPDATE=1"
        );
    }

    #[test]
    fn the_page_knows_the_types_and_commands_of_this_crate() {
        compare("bindings.ts", &typescript());
        compare("commands.ts", &typescript_commands());
    }

    #[test]
    fn every_type_a_command_names_is_declared() {
        let text = typescript();
        for spec in COMMANDS {
            for name in [bare(&(spec.request)()), bare(&(spec.reply)())] {
                let declared = text.contains(&format!("export type {name} "));
                assert!(is_built_in(&name) || declared, "{} names {name}", spec.name);
            }
        }
    }

    #[test]
    fn no_two_commands_share_a_name() {
        let names: BTreeSet<&str> = COMMANDS.iter().map(|spec| spec.name).collect();
        assert_eq!(
            names.len(),
            COMMANDS.len(),
            "a name on the bridge means one command"
        );
    }
}
