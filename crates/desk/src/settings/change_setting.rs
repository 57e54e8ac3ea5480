//! Changes one setting.

use protocol::view::{ErrorView, SettingChange, SettingsView};

use super::view::settings;
use super::{LANGUAGE_SETTING, PRINTER_SETTING, SCANNER_SETTING, TEXT_SIZE_SETTING, THEME_SETTING};
use crate::desk::{Desk, Work};
use crate::errors::{Code, Fault, view};

/// Longest value, in bytes.
const VALUE_BYTES_MAX: usize = 500;

impl Desk {
    /// Changes one setting.
    ///
    /// # Errors
    /// `settings.value` for a key or value there is not, `app.not_allowed` where who only reads
    /// chooses another device.
    pub fn change_setting(&self, change: SettingChange) -> Result<SettingsView, ErrorView> {
        self.work()
            .and_then(|work| apply(&work, &change))
            .map_err(view)
    }
}

fn apply(work: &Work<'_>, change: &SettingChange) -> Result<SettingsView, Fault> {
    let key = key(change).ok_or_else(|| Fault::code(Code::SettingValue))?;
    if [PRINTER_SETTING, SCANNER_SETTING].contains(&key) {
        work.tends_desk()?; // how the window looks is anybody's
    }
    work.store()
        .write(|tx| tx.set_setting(key, &change.value).map_err(Fault::from))?;
    if key == PRINTER_SETTING {
        work.open.printing.wake();
    }
    settings(work)
}

/// The stored key of a change that makes sense.
fn key(change: &SettingChange) -> Option<&'static str> {
    let value = change.value.as_str();
    if value.len() > VALUE_BYTES_MAX || value.chars().any(char::is_control) {
        return None;
    }
    match change.key.as_str() {
        "printer" => Some(PRINTER_SETTING),
        "scanner" => Some(SCANNER_SETTING),
        "theme" => ["system", "light", "dark"]
            .contains(&value)
            .then_some(THEME_SETTING),
        "textSize" => {
            let is_size = value
                .parse()
                .is_ok_and(|size: u16| (100..=200).contains(&size));
            is_size.then_some(TEXT_SIZE_SETTING)
        }
        "language" => ["vi", "en"].contains(&value).then_some(LANGUAGE_SETTING),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stored(key_text: &str, value: &str) -> Option<&'static str> {
        key(&SettingChange {
            key: key_text.to_owned(),
            value: value.to_owned(),
        })
    }

    #[test]
    fn only_known_settings_and_values_are_taken() {
        assert_eq!(stored("theme", "dark"), Some(THEME_SETTING), "a theme");
        assert_eq!(stored("textSize", "150"), Some(TEXT_SIZE_SETTING), "a size");
        for (key, value) in [
            ("theme", "pink"),
            ("textSize", "99"),
            ("colour", "x"),
            ("printer", "a\nb"),
        ] {
            assert_eq!(stored(key, value), None, "{key} = {value:?}");
        }
    }
}
