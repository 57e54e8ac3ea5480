//! Makes of `command_names.txt` the three things Tauri wants of it: the handler, one permission for each command, and
//! the capability of the main window. The page is embedded here too, so that a new `ui/dist` means a new binary.
#![allow(
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "a build script stops the build by panicking, and writes only to OUT_DIR"
)]

use std::path::{Path, PathBuf};
use std::{env, fs};

const COMMAND_NAMES: &str = "src-tauri/command_names.txt";
const CAPABILITY: &str = "src-tauri/capabilities/main.json";
const PAGE: &str = "ui/dist";

fn main() {
    for watched in [COMMAND_NAMES, CAPABILITY] {
        println!("cargo:rerun-if-changed={watched}");
    }
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    let commands = read_commands();
    write_if_changed(&out.join("handler.rs"), &handler(&commands));
    let names: Vec<&'static str> = commands.iter().map(|path| command_name(path)).collect();
    write_if_changed(
        &out.join("window-capability/main.json"),
        &capability(&names),
    );
    placeholder_page();
    let pattern = out.join("window-capability/*.json").display().to_string();
    let attributes = tauri_build::Attributes::new()
        .codegen(tauri_build::CodegenContext::new())
        .capabilities_path_pattern(leak(pattern))
        .app_manifest(
            tauri_build::AppManifest::new().commands(Box::leak(names.into_boxed_slice())),
        );
    tauri_build::try_build(attributes).expect("tauri-build");
}

/// The lines of the list that are not comments, as `module::name`.
fn read_commands() -> Vec<&'static str> {
    let text = leak(fs::read_to_string(COMMAND_NAMES).expect(COMMAND_NAMES));
    text.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .collect()
}

fn command_name(path: &'static str) -> &'static str {
    path.rsplit("::").next().unwrap_or(path)
}

/// An expression for `Builder::invoke_handler`.
fn handler(commands: &[&str]) -> String {
    let paths: Vec<String> = commands
        .iter()
        .map(|path| format!("crate::commands::{path}"))
        .collect();
    format!(
        "tauri::generate_handler![\n    {}\n]\n",
        paths.join(",\n    ")
    )
}

/// The hand-written capability with the permission of each command added.
fn capability(names: &[&str]) -> String {
    let text = fs::read_to_string(CAPABILITY).expect(CAPABILITY);
    let mut json: serde_json::Value = serde_json::from_str(&text).expect(CAPABILITY);
    let permissions = json
        .get_mut("permissions")
        .and_then(serde_json::Value::as_array_mut)
        .expect("a capability lists permissions");
    permissions.extend(
        names
            .iter()
            .map(|name| format!("allow-{}", name.replace('_', "-")).into()),
    );
    format!("{json:#}\n")
}

/// A fresh clone must compile and be checked before the page has been built once.
fn placeholder_page() {
    let index = Path::new(PAGE).join("index.html");
    if !index.exists() {
        let text = "<!doctype html><meta charset=utf-8><title>Một Cửa Desk</title>\
                    <div id=root>Giao diện chưa được dựng: chạy scripts/run</div>\n";
        write_if_changed(&index, text);
    }
}

/// Keeps the time stamp of an unchanged file, so that nothing is built again for it.
fn write_if_changed(path: &Path, text: &str) {
    if fs::read_to_string(path).is_ok_and(|old| old == text) {
        return;
    }
    fs::create_dir_all(path.parent().expect("a file has a folder")).expect("output folder");
    fs::write(path, text).expect("output file");
}

/// Tauri's attributes want `'static` text; a build script lives for a second.
fn leak(text: String) -> &'static str {
    Box::leak(text.into_boxed_str())
}
